# ---
# title: Receptive fields
# topic: receptive_field
# minutes: 100
# ---

# %% [markdown] id="start"
# # Exercise 5: Receptive fields
#
# One unit deep in a network looks at a patch of the image: its receptive field. You work out how large that patch is, where it
# lies, and then let PyTorch's gradient tell you whether you were right.
#
# When you are done, you can
#
# - follow a receptive field through a stack of layers by hand: its size, its jump, its start;
# - say which pixels a given unit of a given network sees, also at the border of the image;
# - plan how many layers a network needs to see an object as a whole;
# - ask a real network, by its gradient, what it really reads.
#
# **Time**: about 100 minutes. **Points**: 22, of which 2 are for a written answer.
# **Before**: the chapter *Receptive fields*; the output sizes of exercise 4.
#
# ## How this notebook works
#
# - Write your answer in the place of `raise NotImplementedError()`. Leave the function's name and its arguments as they are.
# - Below each answer is an empty cell: try things there. It is never graded.
# - Then comes a locked cell with checks. Run it: it tells you at once what it called, what it expected and what came.
#   More checks of the same kind run when you have handed in, on other inputs.
# - Each function is graded on its own. A mistake in one never costs points of another, so go on when you are stuck.
#   You may call your earlier functions from later ones.
# - NumPy and PyTorch are all that you need. Your functions leave their arguments unchanged.
#
# Before you hand in, choose *Kernel → Restart Kernel and Run All Cells*: whatever works then works for the grader too.
#
# ## What a layer is here
#
# A layer is a tuple of three ints, `(kernel, stride, padding)`, the same for rows and columns. The padding is counted on each
# side. A network is a list of layers; the first one lies on the image. A pooling window counts as a kernel.
#
# | number | what it is | unit | at least |
# | --- | --- | --- | --- |
# | kernel | side of the window | units of the layer's input | 1 |
# | stride | from one window to the next | units of the layer's input | 1 |
# | padding | zeros put on at each end | units of the layer's input | 0 |
#
# Anything else is not a layer, and every function that takes layers raises a `ValueError` for it, with the bad number in its
# message. Rows and columns behave alike, so we write everything along one axis: pixel $i$ has its centre at the coordinate $i$.

# %% role="imports" id="imports"
import numpy as np
import torch

from autograder.checks import Inputs, Question

# %% [markdown] id="task_receptive_field"
# ## 1 Size, jump and start (5 points)
#
# Three numbers say what the units of the last layer see:
#
# - the **size** of a field: from its first to its last pixel, both counted, on an image without end;
# - the **jump**: how many pixels the field moves when you go to the next unit;
# - the **start**: the coordinate of the centre of unit 0's field.
#
# Without any layer, a "unit" is a pixel and sees itself: size 1, jump 1, start 0.
#
# A layer does three things. Two neighbouring taps of its kernel lie as far apart on the image as two units of its input: one
# jump. So with the jump $j$ *before* the layer,
#
# $$\text{size} \mathrel{+}= (\text{kernel} - 1)\, j, \qquad
# \text{start} \mathrel{+}= \Big(\frac{\text{kernel} - 1}{2} - \text{padding}\Big)\, j, \qquad
# \text{and only then}\quad j \mathrel{\times}= \text{stride}.$$
#
# By hand, for `[(3, 2, 1), (3, 1, 0)]`:
#
# | after | size | jump | start |
# | --- | --- | --- | --- |
# | the image | 1 | 1 | 0 |
# | `(3, 2, 1)` | 1 + 2·1 = 3 | 1·2 = 2 | 0 + (1 − 1)·1 = 0 |
# | `(3, 1, 0)` | 3 + 2·2 = 7 | 2·1 = 2 | 0 + (1 − 0)·2 = 2 |
#
# A start may be negative (the centre lies in the padding) or half a pixel (an even kernel has no middle pixel).

# %% role="answer" id="receptive_field"
def receptive_field(layers):
    """Size, jump and start of the receptive fields of the last layer's units.

    Parameters
    ----------
    layers : list of (kernel, stride, padding)
        The first layer lies on the image. May be empty.

    Returns
    -------
    tuple (size, jump, start)
        size : int, pixels from the first to the last of the field, on an endless image
        jump : int, pixels from one unit's field to the next one's
        start : float, coordinate of the centre of unit 0's field
        Without layers (1, 1, 0.0).

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0.
    """
    ### BEGIN SOLUTION
    width, step, centre = 1, 1, 0.0
    for window, stride, margin in layers:
        if window < 1 or stride < 1 or margin < 0:
            raise ValueError(f"no such layer: kernel {window}, stride {stride}, padding {margin}")
        reach = (window - 1) * step
        width, centre = width + reach, centre + reach / 2 - margin * step
        step = step * stride
    return width, step, centre
    ### END SOLUTION

# %% role="scratch" id="try_receptive_field"

# %% role="test" id="test_receptive_field_plain" points=1
# Checks layers of stride 1 without padding: the lecture's two 3 x 3 layers, and a few more that you can add up by hand.
question = Question("receptive_field.receptive_field", receptive_field)
question.on([(3, 1, 0)]).gives((3, 1, 1.0))
question.on([(3, 1, 0), (3, 1, 0)]).gives((5, 1, 2.0))
question.on([(3, 1, 0), (5, 1, 0), (7, 1, 0)]).gives((13, 1, 6.0))
### BEGIN HIDDEN TESTS
draw = Inputs("receptive_field_plain")
question.on([(5, 1, 0)] * 4).agrees()
question.on([(2 * draw.integer(1, 5) + 1, 1, 0) for _ in range(5)]).agrees()
question.on([(9, 1, 0), (5, 1, 0), (3, 1, 0)]).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_field_strides" points=1
# Checks layers with strides: whose jump widens the field, and what the strides make of the jump.
question = Question("receptive_field.receptive_field", receptive_field)
question.on([(3, 2, 0)]).gives((3, 2, 1.0))
question.on([(3, 2, 0), (3, 1, 0)]).gives((7, 2, 3.0))
question.on([(3, 2, 0), (3, 3, 0), (3, 1, 0)]).gives((19, 6, 9.0))
### BEGIN HIDDEN TESTS
draw = Inputs("receptive_field_strides")
question.on([(3, 1, 0), (3, 2, 0)]).agrees()
question.on([(5, 4, 0), (3, 3, 0), (7, 2, 0), (3, 1, 0)]).agrees()
question.on([(5, 5, 0), (3, 2, 0)]).agrees()
question.on([(2 * draw.integer(2, 4) + 1, draw.integer(2, 4), 0) for _ in range(4)]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_field_padding" points=1
# Checks layers with padding, at stride 1 and behind strides, and AlexNet up to its last pooling: the field moves, its size stays.
question = Question("receptive_field.receptive_field", receptive_field)
question.on([(3, 1, 1)]).gives((3, 1, 0.0))
question.on([(3, 1, 3)]).gives((3, 1, -2.0))
question.on([(3, 2, 1), (3, 1, 0)]).gives((7, 2, 2.0))
alexnet = [(11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2, 0)]
question.on(alexnet).gives((195, 32, 33.0))
### BEGIN HIDDEN TESTS
draw = Inputs("receptive_field_padding")
question.on([(3, 2, 0), (5, 1, 3)]).agrees()
question.on([(7, 3, 1), (3, 2, 2), (5, 1, 4)]).agrees()
question.on([*alexnet, (7, 1, 0), (1, 1, 0), (1, 1, 0)]).agrees()
question.on([(2 * draw.integer(1, 4) + 1, draw.integer(1, 4), draw.integer(1, 5)) for _ in range(4)]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_field_edges" points=1
# Checks no layers, layers that see a single pixel, even kernels, and a stride that skips pixels.
question = Question("receptive_field.receptive_field", receptive_field)
question.on([]).gives((1, 1, 0.0))
question.on([(1, 1, 0)]).gives((1, 1, 0.0))
question.on([(2, 1, 0)]).gives((2, 1, 0.5))
question.on([(2, 3, 0)]).gives((2, 3, 0.5))
### BEGIN HIDDEN TESTS
draw = Inputs("receptive_field_edges")
question.on([]).twice()
question.on([(1, 1, 0), (1, 1, 0), (3, 1, 0)]).agrees()
question.on([(4, 1, 0), (2, 1, 0), (6, 1, 0)]).agrees()
question.on([(1, 4, 0)]).agrees()
question.on([(2 * draw.integer(1, 4), 1, 0) for _ in range(5)]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_field_errors" points=1
# Checks that a kernel, a stride or a padding that is too small is refused, wherever the layer stands.
question = Question("receptive_field.receptive_field", receptive_field)
question.on([(0, 1, 0)]).refuses()
question.on([(3, 0, 0)]).refuses()
question.on([(3, 1, -1)]).refuses()
question.on([(3, 1, 0)]).gives((3, 1, 1.0))
### BEGIN HIDDEN TESTS
question.on([(-1, 1, 0)]).refuses()
question.on([(3, -2, 0)]).refuses()
for bad in [(0, 1, 0), (-3, 2, 1), (3, 0, 1), (3, -1, 0), (5, 1, -2)]:
    question.on([(3, 2, 1), bad]).refuses()
    question.on([bad, (3, 2, 1)]).refuses()
    question.on([(3, 1, 1), bad, (3, 2, 1)]).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_receptive_fields"
# ## 2 The fields on the way (2 points)
#
# A table such as AlexNet's lists the field after *every* layer. Give that table: a list with one triple `(size, jump, start)` for
# each layer. The first entry is the field after the first layer, the last one that of the whole stack.
#
# By hand, `[(3, 2, 1), (3, 1, 0)]` gives `[(3, 2, 0.0), (7, 2, 2.0)]`: the two lower rows of the table in task 1.

# %% role="answer" id="receptive_fields"
def receptive_fields(layers):
    """Size, jump and start after each layer.

    Parameters
    ----------
    layers : list of (kernel, stride, padding)
        The first layer lies on the image. May be empty.

    Returns
    -------
    list of tuple (size, jump, start)
        One triple a layer, in the order of the layers; an empty list without layers.

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0.
    """
    ### BEGIN SOLUTION
    depths = range(1, len(layers) + 1)
    return [receptive_field(layers[:depth]) for depth in depths]
    ### END SOLUTION

# %% role="scratch" id="try_receptive_fields"

# %% role="test" id="test_receptive_fields_plain" points=1
# Checks the example above, and the first four layers of AlexNet: conv1, pool1, conv2, pool2.
question = Question("receptive_field.receptive_fields", receptive_fields)
question.on([(3, 2, 1), (3, 1, 0)]).gives([(3, 2, 0.0), (7, 2, 2.0)])
question.on([(11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0)]).gives([(11, 4, 5.0), (19, 8, 9.0), (51, 8, 9.0), (67, 16, 17.0)])
### BEGIN HIDDEN TESTS
draw = Inputs("receptive_fields_plain")
question.on([(3, 1, 0)] * 4).agrees()
question.on([(2, 3, 0), (4, 2, 1), (3, 1, 5)]).agrees()
question.on([(3, 1, 0), (1, 1, 2), (3, 1, 0)]).agrees()
question.on([(draw.integer(1, 6), draw.integer(1, 3), draw.integer(0, 4)) for _ in range(6)]).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_fields_edges" points=1
# Checks no layers, a single layer, and that a bad layer is refused wherever it stands.
question = Question("receptive_field.receptive_fields", receptive_fields)
question.on([]).gives([])
question.on([(4, 2, 0)]).gives([(4, 2, 1.5)])
question.on([(3, 1, 1), (3, 0, 1)]).refuses()
### BEGIN HIDDEN TESTS
question.on([(1, 1, 0), (1, 4, 0)]).agrees()
for bad in [(0, 1, 0), (-3, 2, 1), (3, 0, 1), (3, -1, 0), (5, 1, -2)]:
    question.on([bad]).refuses()
    question.on([(3, 2, 1), bad]).refuses()
    question.on([bad, (3, 2, 1)]).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_receptive_region"
# ## 3 Which pixels does this unit see? (4 points)
#
# Unit $u$'s field has its centre at $\text{start} + u \cdot \text{jump}$ and reaches $(\text{size} - 1)/2$ pixels to each side.
# Near the border a part of that lies in the padding, where there is nothing to see: cut each end to the image, whose pixels
# are $0, \dots, n - 1$.
#
# By hand, for `[(3, 2, 1)]` on 7 pixels: size 3, jump 2, start 0. There are $\lfloor (7 + 2 - 3)/2 \rfloor + 1 = 4$ units.
#
# | unit | centre | field | cut to the image |
# | --- | --- | --- | --- |
# | 0 | 0 | −1 … 1 | `(0, 1)` |
# | 1 | 2 | 1 … 3 | `(1, 3)` |
# | 2 | 4 | 3 … 5 | `(3, 5)` |
# | 3 | 6 | 5 … 7 | `(5, 6)` |
#
# There is no unit 4 and no unit −1: raise a `ValueError`. Raise one, too, if a kernel is longer than its padded input, in
# any layer. Without layers the units are the pixels.
#
# (You are asked only where every padding is smaller than its kernel and every layer reads its padded input to the last pixel.
# Otherwise a field can be smaller than the formula says. Task 6 shows how to see that.)

# %% role="answer" id="receptive_region"
def receptive_region(layers, unit, input_size):
    """First and last pixel of one unit's receptive field, cut to the image.

    Parameters
    ----------
    layers : list of (kernel, stride, padding)
        The first layer lies on the image. May be empty.
    unit : int
        Which unit of the last layer, counted from 0.
    input_size : int
        Length of the image in pixels.

    Returns
    -------
    tuple (first, last)
        Two ints; both pixels belong to the field.

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0; if a kernel does not fit into its padded input; if the last layer
        has no such unit.
    """
    ### BEGIN SOLUTION
    width, step, centre = receptive_field(layers)
    count = input_size
    for window, stride, margin in layers:
        spare = count + 2 * margin - window
        if spare < 0:
            raise ValueError(f"a kernel of {window} is longer than {count + 2 * margin} pixels")
        count = spare // stride + 1
    if unit not in range(count):
        raise ValueError(f"unit {unit} is not one of the {count} units")
    left = round(centre + unit * step - (width - 1) / 2)
    return max(left, 0), min(left + width - 1, input_size - 1)
    ### END SOLUTION

# %% role="scratch" id="try_receptive_region"

# %% role="test" id="test_receptive_region_inside" points=1
# Checks fields of layers without padding, which lie wholly inside the image.
question = Question("receptive_field.receptive_region", receptive_region)
question.on([(3, 2, 0)], 1, 7).gives((2, 4))
question.on([(3, 1, 0), (3, 1, 0)], 1, 8).gives((1, 5))
question.on([(3, 2, 0), (2, 1, 0)], 2, 9).gives((4, 8))
### BEGIN HIDDEN TESTS
draw = Inputs("receptive_region_inside")
question.on([(4, 2, 0), (3, 2, 0)], 1, 12).agrees()
question.on([(5, 3, 0), (2, 1, 0), (3, 2, 0)], 2, 32).agrees()
layers = [(draw.integer(2, 5), draw.integer(1, 3), 0) for _ in range(3)]
unit, size = draw.integer(0, 4), 5
for kernel, stride, _ in reversed(layers):
    size = (size - 1) * stride + kernel
question.on(layers, unit, size).agrees()
question.on(layers, 4, size).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_region_cut" points=1
# Checks layers with padding: fields that reach over the first pixel, over the last one, over both, or over neither.
question = Question("receptive_field.receptive_region", receptive_region)
question.on([(3, 2, 1)], 0, 7).gives((0, 1))
question.on([(3, 2, 1)], 1, 7).gives((1, 3))
question.on([(3, 2, 1)], 3, 7).gives((5, 6))
question.on([(3, 1, 1), (3, 1, 1)], 0, 3).gives((0, 2))
question.on([(5, 1, 2), (5, 1, 2)], 1, 4).gives((0, 3))
### BEGIN HIDDEN TESTS
draw = Inputs("receptive_region_cut")
alexnet = [(11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2, 0)]
for unit in (0, 2, 5):
    question.on(alexnet, unit, 227).agrees()
question.on([(4, 2, 1)], 0, 8).agrees()
question.on([(4, 2, 1)], 3, 8).agrees()
question.on([(2, 3, 1)], 0, 6).agrees()
question.on([(2, 3, 1)], 2, 6).agrees()
question.on([(3, 1, 1)], 0, 1).agrees()
question.on([(3, 1, 2), (2, 1, 1)], 0, 6).agrees()
question.on([(3, 2, 1), (5, 1, 2), (4, 3, 0)], 1, 19).agrees()
layers = [(draw.integer(3, 5), draw.integer(1, 3), 1) for _ in range(3)]
size = 4
for kernel, stride, padding in reversed(layers):
    size = (size - 1) * stride + kernel - 2 * padding
for unit in range(4):
    question.on(layers, unit, size).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_region_edges" points=1
# Checks no layers, layers that see one pixel, kernels that just fit, even fields, and strides that skip pixels.
question = Question("receptive_field.receptive_region", receptive_region)
question.on([], 4, 6).gives((4, 4))
question.on([(1, 2, 0)], 2, 5).gives((4, 4))
question.on([(5, 1, 0)], 0, 5).gives((0, 4))
### BEGIN HIDDEN TESTS
question.on([], 0, 6).agrees()
question.on([], 5, 6).agrees()
question.on([], 0, 1).agrees()
question.on([(1, 1, 0)], 0, 1).agrees()
question.on([(1, 3, 0), (2, 1, 0)], 1, 7).agrees()
question.on([(2, 2, 0)], 2, 6).agrees()
question.on([(2, 3, 0)], 1, 8).agrees()
question.on([(3, 1, 0), (3, 1, 0), (3, 1, 0)], 0, 7).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_receptive_region_errors" points=1
# Checks that units which are not there, kernels which do not fit and bad layers are refused.
question = Question("receptive_field.receptive_region", receptive_region)
question.on([(3, 2, 1)], 4, 7).refuses()
question.on([(3, 2, 1)], -1, 7).refuses()
question.on([(6, 1, 0)], 0, 5).refuses()
question.on([(3, 1, 1), (3, 1, -1)], 0, 7).refuses()
question.on([(3, 1, 0)], 1, 7).gives((1, 3))
### BEGIN HIDDEN TESTS
question.on([(3, 2, 0)], 2, 6).refuses()
question.on([(3, 2, 0)], 5, 7).refuses()
question.on([], 6, 6).refuses()
question.on([], -1, 6).refuses()
question.on([(3, 1, 1), (2, 2, 0)], 4, 8).refuses()
question.on([(3, 1, 1), (2, 2, 0)], 6, 8).refuses()
question.on([(3, 1, 0)], 40, 7).refuses()
question.on([(6, 2, 0)], 0, 5).refuses()
question.on([(6, 1, 0), (3, 1, 2)], 0, 5).refuses()
question.on([(3, 1, 0), (4, 1, 0)], 0, 5).refuses()
for bad in [(0, 1, 0), (-3, 2, 1), (3, 0, 1), (3, -1, 0), (5, 1, -2)]:
    question.on([bad], 0, 9).refuses()
    question.on([(3, 1, 1), bad], 0, 9).refuses()
    question.on([bad, (3, 1, 1)], 0, 9).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_layers_needed"
# ## 4 How deep must it be? (2 points)
#
# You want units that see an object of `target` pixels as a whole, with layers of stride 1 and one kernel size. How many layers
# does it take? The first field that is *at least* as wide as the target is wide enough.
#
# By hand, with kernel 3: no layer sees 1 pixel, one layer 3, two layers 5, three layers 7. So a target of 5 takes 2 layers, a target
# of 6 takes 3. To see all of a 224-pixel image it takes 112: one reason why networks have strides.

# %% role="answer" id="layers_needed"
def layers_needed(kernel, target):
    """How many layers of stride 1 it takes until the receptive field is at least `target` wide.

    Parameters
    ----------
    kernel : int
        Kernel of every layer, at least 2.
    target : int
        Width to reach in pixels, at least 1.

    Returns
    -------
    int
        The smallest number of layers; 0 for a target of 1.

    Raises
    ------
    ValueError
        If the kernel is below 2 or the target below 1.
    """
    ### BEGIN SOLUTION
    if kernel < 2:
        raise ValueError(f"a kernel of {kernel} never widens a field")
    if target < 1:
        raise ValueError(f"no field is {target} pixels wide")
    whole, rest = divmod(target - 1, kernel - 1)
    return whole + (1 if rest else 0)
    ### END SOLUTION

# %% role="scratch" id="try_layers_needed"

# %% role="test" id="test_layers_needed_plain" points=1
# Checks targets that are met exactly, targets that are passed, and the target of one pixel.
question = Question("receptive_field.layers_needed", layers_needed)
question.on(3, 5).gives(2)
question.on(3, 6).gives(3)
question.on(3, 1).gives(0)
question.on(3, 224).gives(112)
### BEGIN HIDDEN TESTS
draw = Inputs("layers_needed_plain")
for kernel, target in [(2, 1), (2, 2), (2, 9), (3, 2), (3, 7), (4, 9), (5, 20), (5, 21), (5, 22), (7, 7), (7, 8), (11, 4), (11, 227)]:
    question.on(kernel, target).agrees()
question.on(draw.integer(2, 9), draw.integer(10, 400)).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_layers_needed_errors" points=1
# Checks that kernels that never widen a field and targets below one pixel are refused.
question = Question("receptive_field.layers_needed", layers_needed)
question.on(1, 5).refuses()
question.on(3, 0).refuses()
question.on(3, 5).gives(2)
### BEGIN HIDDEN TESTS
question.on(1, 1).refuses()
question.on(0, 5).refuses()
question.on(-2, 5).refuses()
question.on(3, -4).refuses()
question.on(2, 0).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_build_network"
# ## 5 A network to ask (3 points)
#
# A formula can be wrong, and so can its programmer. A network cannot: it reads what it reads. Build one out of the layers, as a
# `torch.nn.Sequential` of exactly one `torch.nn.Conv2d` a layer, in the order of the list. Each convolution
#
# - has one channel in and one channel out, and the layer's kernel, stride and padding;
# - has every weight 1, and the bias 0 or none;
# - holds float32, as PyTorch does by default.
#
# Why all ones? So that nothing cancels: a pixel that is read makes a difference. No layers give an empty `Sequential`.
#
# By hand, `[(3, 1, 0)]` on a 3 × 3 image of ones gives the sum of its nine pixels, 9. PyTorch accepts layers that make no sense
# (try a stride of 0), so check the numbers yourself.

# %% role="answer" id="build_network"
def build_network(layers):
    """A network of these layers, one channel wide, with every weight 1.

    Parameters
    ----------
    layers : list of (kernel, stride, padding)
        The first layer meets the image. May be empty.

    Returns
    -------
    torch.nn.Sequential
        Exactly one Conv2d(1, 1, ...) a layer: float32, every weight 1, bias 0 or none. Takes images of shape (N, 1, H, W).

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0.
    """
    ### BEGIN SOLUTION
    receptive_field(layers)  # refuses bad layers
    network = torch.nn.Sequential()
    for window, stride, margin in layers:
        network.append(torch.nn.Conv2d(1, 1, window, stride=stride, padding=margin, bias=False))
        torch.nn.init.constant_(network[-1].weight, 1)
    return network
    ### END SOLUTION

# %% role="scratch" id="try_build_network"

# %% role="test" id="test_build_network_plain" points=1
# Checks networks without stride and padding: which layers they have, with which weights.
question = Question("receptive_field.build_network", build_network)
question.on([(3, 1, 0)]).gives(
    {
        "kind": "torch.nn.Sequential",
        "layers": [
            {
                "layer": "Conv2d(1, 1, kernel_size=(3, 3), stride=(1, 1), padding=(0, 0))",
                "weights": "torch.float32, of shape (1, 1, 3, 3), all 1",
                "bias": "0 or none",
            }
        ],
    }
)
question.on([(2, 1, 0), (5, 1, 0)]).agrees()
### BEGIN HIDDEN TESTS
question.on([(3, 1, 0), (3, 1, 0), (3, 1, 0)]).agrees()
question.on([(7, 1, 0), (3, 1, 0)]).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_build_network_general" points=1
# Checks networks with strides and paddings, a window of one pixel, and no layers.
question = Question("receptive_field.build_network", build_network)
question.on([(3, 2, 1), (2, 3, 0)]).agrees()
question.on([(1, 1, 0)]).agrees()
question.on([]).gives({"kind": "torch.nn.Sequential", "layers": []})
### BEGIN HIDDEN TESTS
draw = Inputs("build_network_general")
question.on([(4, 1, 3)]).agrees()
question.on([(2, 3, 5), (3, 1, 0), (5, 2, 2)]).agrees()
question.on([(draw.integer(2, 5), draw.integer(1, 3), draw.integer(0, 3)) for _ in range(5)]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_build_network_errors" points=1
# Checks that bad layers are refused with a ValueError, whatever PyTorch would say to them.
question = Question("receptive_field.build_network", build_network)
question.on([(0, 1, 0)]).refuses()
question.on([(3, 0, 0)]).refuses()
question.on([(3, 1, 0), (3, 1, -1)]).refuses()
question.on([(3, 1, 0)]).agrees()
### BEGIN HIDDEN TESTS
for bad in [(0, 1, 0), (-3, 2, 1), (3, 0, 1), (3, -1, 0), (5, 1, -2)]:
    question.on([bad]).refuses()
    question.on([(3, 2, 1), bad]).refuses()
    question.on([bad, (3, 2, 1)]).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_gradient_region"
# ## 6 Ask the network (4 points)
#
# Which pixels does a unit read? Those whose change would change the unit: those with a gradient that is not zero. PyTorch finds it:
#
# 1. make an image of shape `(1, 1, n, n)` that tracks its gradient (`requires_grad=True`);
# 2. send it through the network, and pick the one number at `[0, 0, row, col]`;
# 3. call `.backward()` on that number; the gradient then stands in the image's `.grad`;
# 4. ask where it is not zero, and give that as a NumPy array of bools.
#
# By hand, for `[(3, 1, 1)]` on 5 × 5 pixels, the unit `(0, 2)` lies in the middle of the top row. Its window reaches one row over
# the border, so it sees rows 0 and 1, columns 1 to 3:
#
# $$\begin{pmatrix} 0 & 1 & 1 & 1 & 0 \\ 0 & 1 & 1 & 1 & 0 \\ 0 & 0 & 0 & 0 & 0 \\ 0 & 0 & 0 & 0 & 0 \\ 0 & 0 & 0 & 0 & 0
# \end{pmatrix} \quad (1 \text{ stands for True}).$$
#
# Now look for places where this and the box of task 3 differ: a stride that is larger than its kernel, a padding as large as the
# kernel, pixels that no window reads. The gradient is right there too.
#
# Raise a `ValueError` for a unit that the last map does not have (negative ones too: Python would count them from the end) and for a
# kernel that does not fit. Without layers the unit is the pixel at `(row, col)`.

# %% role="answer" id="gradient_region"
def gradient_region(layers, unit, input_size):
    """The pixels that one unit really reads, found by the gradient of a network whose weights are all 1.

    Parameters
    ----------
    layers : list of (kernel, stride, padding)
        The first layer meets the image. May be empty.
    unit : tuple (row, col)
        Two ints: which unit of the last map, counted from 0.
    input_size : int
        Height and width of the image in pixels.

    Returns
    -------
    array of bool, shape (input_size, input_size)
        True where the gradient is not zero; without layers at the unit alone.

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0; if a kernel does not fit into its padded input; if the last map has
        no such unit.
    """
    ### BEGIN SOLUTION
    for axis in unit:
        receptive_region(layers, axis, input_size)  # refuses bad layers, kernels that do not fit, units that are not there
    image = torch.ones(1, 1, input_size, input_size, requires_grad=True)
    row, col = unit
    build_network(layers)(image)[0, 0, row, col].backward()
    return np.array(image.grad[0, 0] != 0)
    ### END SOLUTION

# %% role="scratch" id="try_gradient_region"

# %% role="test" id="test_gradient_region_plain" points=1
# Checks layers of stride 1 without padding: which pixels, which axis is which, and what kind of array comes back.
question = Question("receptive_field.gradient_region", gradient_region)
question.on([(2, 1, 0)], (2, 0), 4).gives([[0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]])
question.on([(3, 1, 0)], (0, 1), 4).gives([[0, 1, 1, 1], [0, 1, 1, 1], [0, 1, 1, 1], [0, 0, 0, 0]])
### BEGIN HIDDEN TESTS
draw = Inputs("gradient_region_plain")
question.on([(3, 1, 0), (3, 1, 0)], (1, 3), 8).agrees()
question.on([(3, 1, 0), (3, 1, 0)], (0, 0), 5).agrees()
question.on([(draw.integer(2, 4), 1, 0) for _ in range(2)], (1, 4), 12).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_gradient_region_strides" points=1
# Checks strides, among them one that leaves gaps inside a field.
question = Question("receptive_field.gradient_region", gradient_region)
question.on([(2, 2, 0)], (1, 0), 4).gives([[0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]])
question.on([(1, 2, 0), (2, 1, 0)], (0, 0), 4).gives([[1, 0, 1, 0], [0, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]])
### BEGIN HIDDEN TESTS
draw = Inputs("gradient_region_strides")
question.on([(3, 2, 0)], (2, 1), 7).agrees()
question.on([(3, 2, 0), (3, 1, 0)], (0, 2), 12).agrees()
question.on([(2, 3, 0), (2, 1, 0)], (0, 1), 10).agrees()
question.on([(2, 1, 0), (2, 3, 0)], (1, 0), 7).agrees()
question.on([(draw.integer(2, 3), draw.integer(1, 3), 0) for _ in range(2)], (0, 1), 20).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_gradient_region_edges" points=1
# Checks padding (the example above), a unit that sees nothing but padding, pixels that no window reads, and no layers.
question = Question("receptive_field.gradient_region", gradient_region)
question.on([(3, 1, 1)], (0, 2), 5).gives(
    [
        [0, 1, 1, 1, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]
)
question.on([(2, 1, 2)], (0, 3), 3).gives([[0, 0, 0], [0, 0, 0], [0, 0, 0]])
question.on([], (1, 2), 3).gives([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
### BEGIN HIDDEN TESTS
draw = Inputs("gradient_region_edges")
question.on([], (0, 0), 1).agrees()
question.on([], (4, 0), 5).twice()
question.on([(3, 1, 1)], (0, 0), 1).agrees()
question.on([(3, 2, 1)], (3, 1), 7).agrees()
question.on([(3, 1, 4)], (2, 5), 4).agrees()
question.on([(3, 1, 4)], (0, 0), 4).agrees()
question.on([(3, 2, 0), (3, 1, 1)], (1, 0), 6).agrees()
question.on([(3, 2, 0)], (1, 1), 6).agrees()
question.on([(4, 1, 0)], (0, 0), 4).agrees()
question.on([(draw.integer(2, 4), draw.integer(1, 2), draw.integer(1, 3)) for _ in range(2)], (1, 0), 8).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_gradient_region_errors" points=1
# Checks that units which are not there, kernels which do not fit and bad layers are refused with a ValueError.
question = Question("receptive_field.gradient_region", gradient_region)
question.on([(3, 1, 0)], (3, 0), 5).refuses()
question.on([(3, 1, 0)], (0, -1), 5).refuses()
question.on([(6, 1, 0)], (0, 0), 5).refuses()
question.on([(3, 0, 1)], (0, 0), 5).refuses()
question.on([(2, 1, 0)], (0, 0), 3).gives([[1, 1, 0], [1, 1, 0], [0, 0, 0]])
### BEGIN HIDDEN TESTS
question.on([(3, 1, 0)], (0, 3), 5).refuses()
question.on([(3, 1, 0)], (-1, 0), 5).refuses()
question.on([(3, 2, 1)], (4, 4), 7).refuses()
question.on([(3, 2, 1)], (6, 0), 7).refuses()
question.on([], (5, 0), 5).refuses()
question.on([], (0, 5), 5).refuses()
question.on([], (-1, 0), 5).refuses()
question.on([(6, 2, 0)], (0, 0), 5).refuses()
question.on([(3, 1, 0), (4, 1, 0)], (0, 0), 5).refuses()
question.on([(6, 1, 0), (3, 1, 2)], (0, 0), 5).refuses()
for bad in [(0, 1, 0), (-3, 2, 1), (3, 0, 1), (3, -1, 0), (5, 1, -2)]:
    question.on([bad], (0, 0), 9).refuses()
    question.on([(3, 1, 1), bad], (0, 0), 9).refuses()
    question.on([bad, (3, 1, 1)], (0, 0), 9).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="ask_receptive_field"
# ## 7 In your own words (2 points)
#
# **Why do two stacked 3×3 layers see what one 5×5 layer sees, and what do they cost and gain?** Three to six sentences, with numbers.
# A person reads your answer.

# %% [markdown] role="written" id="written_receptive_field" points=2
# **Rubric, 2 points**
#
# - 1 point: a unit of the second layer reads 3 × 3 units of the first, each of which reads 3 × 3 pixels, and neighbouring ones
#   overlap: the outermost of them reach one pixel further on each side, 3 + 2 = 5 (or: 1 + 2·(3 − 1) = 5, at stride 1). Half a point
#   for the formula alone without saying what overlaps or why 3 + 3 is wrong.
# - 1 point: half a point each for a cost and a gain, or for two gains of which one has numbers. Gains: 2·9 = 18 weights instead of 25 (with
#   C channels 18 C² instead of 25 C², 28 % fewer), and as many fewer multiplications; a second non-linearity in between, so that
#   more kinds of functions can be computed (Simonyan and Zisserman 2015, section 2.3). Costs: a second feature map to keep in memory
#   and one step more in the chain; without a non-linearity between them two 3×3 layers can compute only some of what one
#   5×5 layer can.
# - "Deeper is better" without a reason earns nothing.
#
# *Sample, 2 points.* "A unit of the second layer sees three units side by side, and their 3-pixel windows are each shifted by one, so
# together they cover 3 + 1 + 1 = 5 pixels. Two 3×3 kernels have 18 weights, a 5×5 has 25. There is a ReLU in between, so the pair can
# compute things that one linear filter cannot. But one more map has to be stored for the backward pass."
#
# *Sample, 1.5 points.* "By the formula the size is 1 + 2 + 2 = 5. They have 18 weights per channel pair instead of 25, and one more ReLU,
# which makes the network more expressive."
#
# *Sample, 0.5 points.* "Two times three minus one is five, so it is the same. Small kernels are better and modern networks use them."

# %% [markdown] id="end"
# ## What you have built
#
# You can say for any stack of convolutions and poolings how much of the image a unit sees and where, and you have a network that checks
# you. What you found is the *theoretical* field: all that can matter. How much each pixel matters is another question. Print the
# gradient itself for five layers of `(3, 1, 1)`: it is large in the middle and falls off to the borders.
#
# Save the notebook, run it once more from top to bottom, and hand it in. Then go back to the chapter *Receptive fields*: its
# self-check questions should be easy now. Next comes pooling, the other way to see more with fewer units.
