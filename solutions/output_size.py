# ---
# title: "Output size: stride, padding, dilation"
# topic: output_size
# minutes: 100
# ---

# %% [markdown] id="start"
# # Exercise 4: Output size: stride, padding, dilation
#
# How large is what comes out of a convolutional layer? Most errors in a first network are about this question. Here you answer it
# for one axis, then for whole feature maps, and then build the layer itself, with stride and padding. At last you find out why
# AlexNet's images are 227 pixels wide, although its authors wrote 224.
#
# When you are done, you can
#
# - compute the output size for any kernel, stride, padding and dilation, by hand and in code;
# - say which sizes make no sense, and refuse them with a message that helps;
# - put a border around a feature map, and slide filters over it with a stride;
# - find the padding that keeps a size, and the pixels that a stride leaves unread.
#
# **Time**: about 100 minutes. **Points**: 23, of which 2 are for a written answer.
# **Before**: the chapter *Output size: stride, padding, dilation*.
#
# ## How this notebook works
#
# - Write your answer in the place of `raise NotImplementedError()`. Leave the function's name and its arguments as they are.
# - Below each answer is an empty cell: try things there. It is never graded.
# - Then come locked cells with checks. Run them: they tell you at once what they called, what they expected and what came.
#   More checks of the same kind run when you have handed in, on other inputs.
# - Each function is graded on its own. A mistake in one never costs points of another, so go on when you are stuck.
# - A feature map has the shape `(C, H, W)`: channels, rows, columns. Filters have the shape `(F, C, k, l)`: how many, channels,
#   rows, columns. "An int or a pair" means that 2 stands for (2, 2): rows first, then columns.
# - *Padding is counted on each side*: padding 2 makes an axis 4 pixels longer.
# - Sizes are whole numbers: where an int is asked for, 55.0 is wrong. Arrays hold floats, and stay as they are when you get them.
# - NumPy is all that you need. Not allowed, since they would do the work: `np.pad`, `torch`, `scipy`, `np.convolve`,
#   `np.correlate` and `np.fft`.
#
# Before you hand in, choose *Kernel → Restart Kernel and Run All Cells*: whatever works then works for the grader too.

# %% role="imports" id="imports"
import numpy as np

from autograder.checks import Inputs, Question

# %% [markdown] id="task_conv_output_size"
# ## 1 One axis (5 points)
#
# Count the places of a kernel along one axis.
#
# - The input has $n$ pixels. With *padding* $p$ there are $p$ more on each side.
# - A kernel of $k$ weights spans $k$ pixels. With *dilation* $d$ its weights lie $d$ pixels apart, so that it spans
#   $d\,(k - 1) + 1$.
# - It starts at the first pixel and moves on by the *stride* $s$ as long as all of it lies on the (padded) input. A last step that
#   would hang over the end is not made: that is what the floor does.
#
# $$\mathrm{out} = \left\lfloor \frac{n + 2p - d\,(k - 1) - 1}{s} \right\rfloor + 1$$
#
# By hand, from the lecture, for 7 pixels and a kernel of 3:
#
# | stride | the kernel covers | out |
# | --- | --- | --- |
# | 1 | 0–2, 1–3, 2–4, 3–5, 4–6 | 5 |
# | 2 | 0–2, 2–4, 4–6 | 3 |
# | 3 | 0–2, 3–5 (the pixel 6 stays unread) | 2: here $\lfloor 4/3 \rfloor + 1$ needs the floor |
#
# With stride 1 and dilation 2 the kernel spans 5 of the 7 pixels, which gives 3.
#
# Raise a `ValueError` that names the value if $n$, the kernel, the stride or the dilation is below 1, if the padding is below 0,
# or if the kernel does not fit. Give an int: Python's, or NumPy's.

# %% role="answer" id="conv_output_size"
def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    """Length of one axis after a convolution.

    Parameters
    ----------
    n : int
        Pixels of the input, at least 1.
    kernel : int
        Weights of the kernel, at least 1.
    stride : int
        Pixels from one place to the next, at least 1.
    padding : int
        Pixels added on each side, at least 0.
    dilation : int
        Pixels from one weight to the next, at least 1.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    ValueError
        If a number is too small, or if the kernel does not fit.
    """
    ### BEGIN SOLUTION
    if min(n, kernel, stride, dilation) < 1 or padding < 0:
        raise ValueError(f"too small: one of n={n}, kernel={kernel}, stride={stride}, dilation={dilation}, padding={padding}")
    span = kernel + (kernel - 1) * (dilation - 1)
    padded = n + padding + padding
    if span > padded:
        raise ValueError(f"the kernel spans {span} pixels, but there are only {padded}")
    steps, _ = divmod(padded - span, stride)
    return 1 + steps
    ### END SOLUTION

# %% role="scratch" id="try_conv_output_size"

# %% role="test" id="test_conv_output_size_plain" points=1
# Checks strides: the lecture's 7 pixels, its 32-wide image, AlexNet's conv1 for images of 227 and of 224 pixels.
question = Question("output_size.conv_output_size", conv_output_size)
question.on(7, 3).gives(5)
question.on(7, 3, stride=2).gives(3)
question.on(7, 3, stride=3).gives(2)
question.on(32, 5).gives(28)
question.on(227, 11, stride=4).gives(55)
question.on(224, 11, stride=4).gives(54)
### BEGIN HIDDEN TESTS
draw = Inputs("conv_output_size_plain")
question.on(6, 2, stride=3).agrees()
question.on(8, 2, stride=5).agrees()
question.on(9, 1, stride=4).agrees()
question.on(10, 4, stride=7).agrees()
question.on(4, 4, stride=9).agrees()
question.on(55, 3, stride=2).agrees()
for _ in range(4):
    kernel = draw.integer(2, 9)
    question.on(kernel + draw.integer(10, 40), kernel, stride=draw.integer(2, 6)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_output_size_padding" points=1
# Checks padding at stride 1, for odd and even kernels: AlexNet's conv2 and conv3, and small cases.
question = Question("output_size.conv_output_size", conv_output_size)
question.on(27, 5, padding=2).gives(27)
question.on(13, 3, padding=1).gives(13)
question.on(4, 2, padding=1).gives(5)
question.on(1, 3, padding=1).gives(1)
### BEGIN HIDDEN TESTS
draw = Inputs("conv_output_size_padding")
question.on(2, 6, padding=2).agrees()
question.on(4, 6, padding=1).agrees()
question.on(3, 1, padding=4).agrees()
question.on(7, 4, padding=5).twice()
for _ in range(4):
    kernel = draw.integer(2, 9)
    question.on(kernel + draw.integer(0, 20), kernel, padding=draw.integer(1, 6)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_output_size_dilation" points=1
# Checks dilation at stride 1: kernels that span more pixels than they have weights.
question = Question("output_size.conv_output_size", conv_output_size)
question.on(7, 3, dilation=2).gives(3)
question.on(7, 3, dilation=3).gives(1)
question.on(9, 1, dilation=5).gives(9)
### BEGIN HIDDEN TESTS
draw = Inputs("conv_output_size_dilation")
question.on(12, 4, stride=1, padding=0, dilation=3).agrees()
question.on(9, 2, dilation=4).agrees()
question.on(5, 3, dilation=2).agrees()
question.on(13, 5, dilation=2).twice()
for _ in range(4):
    kernel, dilation = draw.integer(2, 5), draw.integer(2, 4)
    question.on(dilation * (kernel - 1) + 1 + draw.integer(0, 12), kernel, dilation=dilation).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_output_size_together" points=1
# Checks everything at once: a 224-wide image with padding 2, and a dilated kernel on a padded input with a stride.
question = Question("output_size.conv_output_size", conv_output_size)
question.on(224, 11, stride=4, padding=2).gives(55)
question.on(10, 3, stride=2, padding=1, dilation=2).gives(4)
### BEGIN HIDDEN TESTS
draw = Inputs("conv_output_size_together")
question.on(5, 4, stride=3, padding=2).agrees()
question.on(8, 3, stride=2, padding=1).agrees()
question.on(6, 2, stride=3, dilation=2).agrees()
question.on(5, 3, padding=2, dilation=4).agrees()
question.on(3, 3, padding=1, dilation=2).twice()
for _ in range(6):
    kernel, dilation = draw.integer(2, 5), draw.integer(1, 4)
    n = dilation * (kernel - 1) + 1 + draw.integer(0, 12)
    question.on(n, kernel, stride=draw.integer(2, 6), padding=draw.integer(0, 4), dilation=dilation).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_output_size_errors" points=1
# Checks that sizes that make no sense and kernels that do not fit are refused, and that one that just fits is not.
question = Question("output_size.conv_output_size", conv_output_size)
question.on(3, 4).refuses()
question.on(3, 3, dilation=2).refuses()
question.on(0, 1).refuses()
question.on(5, 0).refuses()
question.on(5, 3, stride=0).refuses()
question.on(5, 3, padding=-1).refuses()
question.on(5, 3, dilation=0).refuses()
question.on(3, 3).gives(1)
### BEGIN HIDDEN TESTS
question.on(-2, 3, padding=4).refuses()
question.on(0, 3, padding=2).refuses()
question.on(5, -3).refuses()
question.on(5, 3, stride=-2).refuses()
question.on(9, 3, padding=-2).refuses()
question.on(9, 3, stride=2, dilation=-1).refuses()
question.on(5, 1, dilation=0).refuses()
question.on(4, 10, stride=4).refuses()
question.on(4, 7, padding=1).refuses()
question.on(4, 7, stride=3, padding=1).refuses()
question.on(2, 4, stride=5).refuses()
question.on(5, 3, stride=2, dilation=3).refuses()
question.on(3, 4, padding=1, dilation=2).refuses()
question.on(4, 4).agrees()
question.on(1, 1).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_conv_output_shape"
# ## 2 The shape of a feature map (3 points)
#
# A layer treats rows and columns alike, each with its own sizes. Its number of filters becomes the number of channels; the depth of
# the input plays no part.
#
# The kernel's size, the stride and the padding are each an int or a pair (rows, columns).
#
# By hand:
#
# - AlexNet's conv1: $(3, 227, 227)$, 96 filters of 11 × 11, stride 4, gives $(96, 55, 55)$. The lecture writes 55 × 55 × 96;
# - $(1, 7, 10)$, 2 filters of $(3, 5)$, stride $(2, 1)$, padding $(0, 2)$: $\lfloor (7 - 3)/2 \rfloor + 1 = 3$ rows and
#   $10 + 4 - 5 + 1 = 10$ columns, so $(2, 3, 10)$.
#
# Give a tuple of ints. Raise a `ValueError` if the kernel does not fit.

# %% role="answer" id="conv_output_shape"
def conv_output_shape(input_shape, filters, kernel_size, stride=1, padding=0):
    """Shape of the feature map that comes out of a convolutional layer.

    Parameters
    ----------
    input_shape : tuple (C, H, W)
    filters : int
    kernel_size : int or (rows, columns)
    stride : int or (rows, columns)
    padding : int or (rows, columns)
        Pixels added on each side.

    Returns
    -------
    tuple (filters, rows, columns)

    Raises
    ------
    ValueError
        If the kernel does not fit.
    """
    ### BEGIN SOLUTION
    shape = [filters]
    for axis, length in enumerate(input_shape[1:]):
        own = [each[axis] if isinstance(each, tuple) else each for each in (kernel_size, stride, padding)]
        shape.append(conv_output_size(length, own[0], stride=own[1], padding=own[2]))
    return tuple(shape)
    ### END SOLUTION

# %% role="scratch" id="try_conv_output_shape"

# %% role="test" id="test_conv_output_shape_plain" points=1
# Checks sizes that are the same for rows and columns: the lecture's layers and AlexNet's conv2, then images that are not square.
question = Question("output_size.conv_output_shape", conv_output_shape)
question.on((3, 32, 32), 6, 5).gives((6, 28, 28))
question.on((3, 227, 227), 96, 11, stride=4).gives((96, 55, 55))
question.on((96, 27, 27), 256, 5, padding=2).gives((256, 27, 27))
question.on((1, 7, 10), 2, 3).gives((2, 5, 8))
### BEGIN HIDDEN TESTS
draw = Inputs("conv_output_shape_plain")
question.on((3, 8, 5), 4, 1).agrees()
question.on((5, 4, 9), 3, 4, stride=2, padding=1).agrees()
question.on((2, 11, 6), 2, 3, stride=3).agrees()
question.on((1, draw.integer(9, 20), draw.integer(21, 40)), draw.integer(2, 9), draw.integer(2, 7)).agrees()
question.on((4, draw.integer(21, 40), draw.integer(9, 20)), draw.integer(5, 9), 5, stride=2, padding=2).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_output_shape_pairs" points=1
# Checks kernels, strides and paddings that differ between rows and columns, one by one and together.
question = Question("output_size.conv_output_shape", conv_output_shape)
question.on((1, 7, 10), 2, (3, 5), stride=(2, 1), padding=(0, 2)).gives((2, 3, 10))
question.on((3, 9, 9), 4, (1, 7)).gives((4, 9, 3))
question.on((3, 9, 9), 4, 3, stride=(1, 4)).gives((4, 7, 2))
question.on((3, 9, 9), 4, 3, padding=(0, 5)).gives((4, 7, 17))
### BEGIN HIDDEN TESTS
draw = Inputs("conv_output_shape_pairs")
question.on((2, 12, 17), 5, (4, 2), stride=(3, 5)).agrees()
question.on((2, 17, 12), 5, (2, 4), stride=2, padding=(3, 1)).agrees()
question.on((3, 3, 8), 7, (5, 2), padding=(1, 0)).agrees()
question.on((1, 4, 9), 2, (4, 9)).agrees()
question.on((1, 4, 9), 2, (6, 9), padding=(1, 0)).agrees()
question.on((3, 8, 3), 7, (2, 5), stride=(4, 1), padding=(0, 1)).agrees()
question.on((1, 20, 20), 1, (draw.integer(2, 4), draw.integer(5, 9)), stride=(3, 2), padding=(2, 0)).agrees()
question.on((1, 20, 20), 1, (draw.integer(5, 9), draw.integer(2, 4)), stride=(1, 4), padding=(1, 3)).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_output_shape_errors" points=1
# Checks that a kernel that is too tall or too wide is refused, and that one that fits exactly, or thanks to padding, is not.
question = Question("output_size.conv_output_shape", conv_output_shape)
question.on((1, 4, 9), 2, 5).refuses()
question.on((1, 9, 4), 2, 5).refuses()
question.on((1, 4, 4), 2, 4).gives((2, 1, 1))
question.on((1, 3, 3), 2, 5, padding=1).gives((2, 1, 1))
### BEGIN HIDDEN TESTS
question.on((8, 3, 9), 2, (4, 2)).refuses()
question.on((8, 9, 3), 2, (2, 4)).refuses()
question.on((3, 4, 9), 2, (7, 2), padding=(1, 3)).refuses()
question.on((3, 9, 4), 2, (2, 7), padding=(3, 1)).refuses()
question.on((3, 2, 2), 2, 9, stride=4).refuses()
question.on((3, 4, 9), 2, (6, 3), stride=(4, 1)).refuses()
question.on((3, 9, 4), 2, (3, 6), stride=4).refuses()
question.on((9, 1, 1), 4, 3).refuses()
question.on((3, 5, 5), 2, 5).agrees()
question.on((2, 1, 1), 3, 1, stride=5).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_pad2d"
# ## 3 A border (3 points)
#
# Put a border around every channel of a feature map: $P$ rows above and as many below, $Q$ columns on the left and as many on the
# right. `padding` is an int or the pair $(P, Q)$. The border holds `value`: zeros if nothing else is said. (`np.pad` would do all
# of this in one line. Do it without.)
#
# By hand, with padding $(1, 0)$ and value −1, the map $\begin{pmatrix} 1 & 2 \end{pmatrix}$ becomes
# $\begin{pmatrix} -1 & -1 \\ 1 & 2 \\ -1 & -1 \end{pmatrix}$.

# %% role="answer" id="pad2d"
def pad2d(x, padding, value=0.0):
    """Put a border around every channel of a feature map.

    Parameters
    ----------
    x : array, shape (C, H, W)
    padding : int or (rows, columns)
        (P, Q): P rows above and P below, Q columns on the left and Q on the right.
    value : float
        What the border is filled with.

    Returns
    -------
    array, shape (C, H + 2 P, W + 2 Q)
    """
    ### BEGIN SOLUTION
    P, Q = padding if isinstance(padding, tuple) else (padding, padding)
    framed = np.zeros((x.shape[0], P + x.shape[1] + P, Q + x.shape[2] + Q)) + value
    inside_rows = slice(P, framed.shape[1] - P)
    inside_columns = slice(Q, framed.shape[2] - Q)
    framed[:, inside_rows, inside_columns] = x
    return framed
    ### END SOLUTION

# %% role="scratch" id="try_pad2d"

# %% role="test" id="test_pad2d_plain" points=1
# Checks borders of zeros that are equally wide on all sides, and none at all.
question = Question("output_size.pad2d", pad2d)
question.on(np.array([[[1.0, 2.0]]]), 1).gives([[[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0]]])
question.on(np.array([[[1.0, 2.0]], [[3.0, 4.0]]]), 0).gives([[[1.0, 2.0]], [[3.0, 4.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("pad2d_plain")
question.on(draw.volume(1, 4, 4), 1).agrees()
question.on(draw.volume(3, 4, 4), 2).agrees()
question.on(draw.volume(2, 3, 5), 1).agrees()
question.on(draw.volume(2, 5, 2), 4).agrees()
question.on(draw.volume(1, 1, 1), 3).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_pad2d_pairs" points=1
# Checks borders that differ between rows and columns, and maps that are views of others.
question = Question("output_size.pad2d", pad2d)
question.on(np.array([[[1.0, 2.0]]]), (1, 0)).gives([[[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]]])
question.on(np.array([[[1.0, 2.0]]]), (0, 1)).gives([[[0.0, 1.0, 2.0, 0.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("pad2d_pairs")
question.on(draw.volume(3, 4, 4), (1, 3)).agrees()
question.on(draw.volume(2, 3, 5), (3, 1)).agrees()
question.on(draw.volume(2, 5, 3, contiguous=False), (2, 0)).agrees()
question.on(draw.volume(4, 2, 2), (0, 5)).twice()
question.on(draw.volume(4, 2, 2), (0, 5)).agrees()
question.on(draw.volume(3, 4, 2), (0, 0)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_pad2d_value" points=1
# Checks borders of other values, equally wide on all sides, and maps whose own values are zeros or negative.
question = Question("output_size.pad2d", pad2d)
question.on(np.array([[[5.0]]]), 1, value=-1.0).gives([[[-1.0, -1.0, -1.0], [-1.0, 5.0, -1.0], [-1.0, -1.0, -1.0]]])
question.on(np.array([[[0.0]]]), 1, value=0.25).gives([[[0.25, 0.25, 0.25], [0.25, 0.0, 0.25], [0.25, 0.25, 0.25]]])
### BEGIN HIDDEN TESTS
draw = Inputs("pad2d_value")
question.on(draw.volume(2, 3, 4), 2, value=-3.5).agrees()
question.on(-np.ones((3, 2, 2)), 1, value=0.5).agrees()
question.on(np.zeros((2, 3, 2)), 2, value=1.0).agrees()
question.on(draw.volume(3, 2, 3, contiguous=False), (2, 2), value=7.25).twice()
question.on(draw.volume(3, 2, 3), (2, 2), value=7.25).agrees()
question.on(draw.volume(3, 2, 3), (2, 2), value=-0.75).agrees()
question.on(draw.volume(2, 2, 3), 0, value=9.0).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_conv2d"
# ## 4 Convolution with stride and padding (5 points)
#
# Now the layer itself. As in exercise 3, each filter has a kernel for each channel, everything adds up, and the filter's bias comes
# once. What is new: zeros are put around the map first, and the filter moves $S$ rows down and $T$ columns to the right at a time:
#
# $$\mathrm{out}[f, i, j] = \mathrm{bias}[f] + \sum_{c, u, v}
# \mathrm{padded}[c, i S + u, j T + v]\; \mathrm{weights}[f, c, u, v].$$
#
# By hand, for a 3 × 3 map of ones, one 3 × 3 filter of ones, bias 0.5, stride 2 and padding 1: there are
# $\lfloor (3 + 2 - 3)/2 \rfloor + 1 = 2$ places along each axis. At each of them the filter covers 4 ones and 5 zeros of the border,
# so the result is $\begin{pmatrix} 4.5 & 4.5 \\ 4.5 & 4.5 \end{pmatrix}$. With bias 0 and stride 1 it would be
# $\begin{pmatrix} 4 & 6 & 4 \\ 6 & 9 & 6 \\ 4 & 6 & 4 \end{pmatrix}$.
#
# Stride and padding are each an int or a pair (rows, columns). Raise a `ValueError` that names the sizes if the filters are not as
# deep as the map, or do not fit into the *padded* map.

# %% role="answer" id="conv2d"
def conv2d(x, weights, bias, stride=1, padding=0):
    """A convolutional layer with stride and padding: correlation plus bias.

    Parameters
    ----------
    x : array, shape (C, H, W)
    weights : array, shape (F, C, k, l)
    bias : array, shape (F,)
    stride : int or (rows, columns)
    padding : int or (rows, columns)
        Zeros added on each side.

    Returns
    -------
    array, shape (F, H', W')

    Raises
    ------
    ValueError
        If the filters are not as deep as x, or taller or wider than the padded x.
    """
    ### BEGIN SOLUTION
    count, depth, tall, wide = weights.shape
    if depth != x.shape[0]:
        raise ValueError(f"the filters are made for {depth} channels, the map has {x.shape[0]}")
    _, rows, columns = conv_output_shape(x.shape, count, (tall, wide), stride=stride, padding=padding)
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    framed = pad2d(x, padding)
    answer = np.empty((count, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = framed[:, i * down : i * down + tall, j * right : j * right + wide]
            answer[:, i, j] = bias + (weights * window).sum(axis=(1, 2, 3))
    return answer
    ### END SOLUTION

# %% role="scratch" id="try_conv2d"

# %% role="test" id="test_conv2d_plain" points=1
# Checks the layer without stride and padding, as in exercise 3: several channels, filters and biases.
question = Question("output_size.conv2d", conv2d)
image = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]])
filters = np.array([[[[1.0, 10.0]], [[100.0, 0.0]]]])
question.on(image, filters, np.array([0.5])).gives([[[21.5, 132.5], [154.5, 65.5]]])
question.on(np.ones((1, 3, 3)), np.ones((2, 1, 3, 3)), np.array([0.0, -1.0])).gives([[[9.0]], [[8.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv2d_plain")
question.on(draw.volume(1, 5, 5), draw.filters(1, 1, 3, 3), draw.signal(1)).agrees()
question.on(draw.volume(3, 6, 5), draw.filters(2, 3, 2, 4), draw.signal(2)).agrees()
question.on(draw.volume(2, 5, 6), draw.filters(4, 2, 4, 3), draw.signal(4)).agrees()
question.on(draw.volume(3, 4, 4), draw.filters(2, 3, 1, 1), draw.signal(2)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv2d_stride" points=1
# Checks strides on one channel without bias: equal ones, strides that do not divide, strides longer than the filter, and pairs.
question = Question("output_size.conv2d", conv2d)
image = np.array([[[1.0, 2.0, 3.0, 4.0, 5.0], [6.0, 7.0, 8.0, 9.0, 10.0], [11.0, 12.0, 13.0, 14.0, 15.0]]])
question.on(image, np.array([[[[1.0]]]]), np.array([0.0]), stride=2).gives([[[1.0, 3.0, 5.0], [11.0, 13.0, 15.0]]])
question.on(image, np.array([[[[1.0, -1.0]]]]), np.array([0.0]), stride=(2, 3)).gives([[[-1.0, -1.0], [-1.0, -1.0]]])
question.on(image, np.array([[[[0.0, 1.0]]]]), np.array([0.0]), stride=(1, 3)).gives([[[2.0, 5.0], [7.0, 10.0], [12.0, 15.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv2d_stride")
question.on(draw.volume(1, 7, 7), draw.filters(2, 1, 3, 3), np.zeros(2), stride=2).agrees()
question.on(draw.volume(1, 8, 6), draw.filters(3, 1, 3, 2), np.zeros(3), stride=3).agrees()
question.on(draw.volume(1, 7, 9), draw.filters(3, 1, 2, 3), np.zeros(3), stride=(3, 2)).agrees()
question.on(draw.volume(1, 9, 7), draw.filters(2, 1, 1, 2), np.zeros(2), stride=(2, 4)).twice()
question.on(draw.volume(1, 9, 7), draw.filters(2, 1, 1, 2), np.zeros(2), stride=(4, 1)).agrees()
question.on(draw.volume(1, 3, 4), draw.filters(1, 1, 3, 3), np.zeros(1), stride=5).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv2d_padding" points=1
# Checks padding on one channel without bias: the example above at stride 1, padding wider than the filter needs, and pairs.
question = Question("output_size.conv2d", conv2d)
ones, filters = np.ones((1, 3, 3)), np.ones((1, 1, 3, 3))
question.on(ones, filters, np.array([0.0]), padding=1).gives([[[4.0, 6.0, 4.0], [6.0, 9.0, 6.0], [4.0, 6.0, 4.0]]])
question.on(ones, filters, np.array([0.0]), padding=(1, 0)).gives([[[6.0], [9.0], [6.0]]])
question.on(np.array([[[3.0]]]), np.array([[[[2.0]]]]), np.array([0.0]), padding=1).gives([[[0, 0, 0], [0, 6, 0], [0, 0, 0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv2d_padding")
question.on(draw.volume(1, 4, 4), draw.filters(2, 1, 3, 3), np.zeros(2), padding=1).agrees()
question.on(draw.volume(1, 3, 5), draw.filters(3, 1, 2, 4), np.zeros(3), padding=2).agrees()
question.on(draw.volume(1, 5, 4), draw.filters(3, 1, 2, 3), np.zeros(3), padding=(0, 2)).agrees()
question.on(draw.volume(1, 3, 4), draw.filters(1, 1, 1, 2), np.zeros(1), padding=(3, 1)).agrees()
question.on(draw.volume(1, 2, 3), draw.filters(2, 1, 4, 3), np.zeros(2), padding=(1, 0)).twice()
question.on(draw.volume(1, 2, 3), draw.filters(2, 1, 4, 3), np.zeros(2), padding=(2, 1)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv2d_general" points=1
# Checks everything at once: the example above, maps and filters of all shapes, and arrays that are views of others.
question = Question("output_size.conv2d", conv2d)
question.on(np.ones((1, 3, 3)), np.ones((1, 1, 3, 3)), np.array([0.5]), stride=2, padding=1).gives([[[4.5, 4.5], [4.5, 4.5]]])
row, filters = np.array([[[1.0, 2.0, 3.0]]]), np.array([[[[1.0, 10.0]]]])
question.on(row, filters, np.array([0.0]), stride=(1, 2), padding=(0, 1)).gives([[[10.0, 32.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv2d_general")
question.on(draw.volume(3, 8, 6), draw.filters(4, 3, 3, 2), draw.signal(4), stride=(3, 2), padding=(1, 2)).agrees()
question.on(draw.volume(2, 6, 9), draw.filters(5, 2, 2, 5), draw.signal(5), stride=(2, 3), padding=(2, 0)).agrees()
question.on(draw.volume(4, 5, 5), draw.filters(2, 4, 5, 3), draw.signal(2), stride=2, padding=(3, 1)).agrees()
question.on(draw.volume(3, 4, 4), draw.filters(3, 3, 2, 2), draw.signal(3), stride=4, padding=3).agrees()
question.on(-np.ones((2, 5, 4)), draw.filters(3, 2, 3, 3), draw.signal(3), stride=(1, 2), padding=1).agrees()
views = draw.volume(2, 6, 5, contiguous=False), draw.filters(3, 2, 3, 2, contiguous=False), draw.signal(3, contiguous=False)
question.on(*views, stride=(2, 1), padding=(0, 1)).twice()
question.on(draw.volume(2, 6, 5), draw.filters(3, 2, 3, 2), draw.signal(3), stride=(2, 1), padding=(0, 1)).agrees()
question.on(draw.volume(2, 2, 3), draw.filters(3, 2, 4, 7), draw.signal(3), stride=2, padding=(1, 2)).agrees()
question.on(draw.volume(3, 1, 1), draw.filters(2, 3, 3, 3), draw.signal(2), stride=2, padding=1).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv2d_errors" points=1
# Checks that filters of another depth, too tall or too wide for the padded map are refused, and others are not.
question = Question("output_size.conv2d", conv2d)
question.on(np.ones((3, 4, 4)), np.ones((2, 4, 2, 2)), np.zeros(2)).refuses()
question.on(np.ones((1, 2, 5)), np.ones((1, 1, 3, 2)), np.zeros(1)).refuses()
question.on(np.ones((1, 5, 2)), np.ones((1, 1, 2, 3)), np.zeros(1)).refuses()
question.on(np.ones((1, 2, 2)), np.ones((1, 1, 4, 4)), np.zeros(1), padding=1).gives([[[4.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv2d_errors")
question.on(draw.volume(3, 4, 4), draw.filters(2, 1, 2, 2), draw.signal(2)).refuses()
question.on(draw.volume(1, 4, 4), draw.filters(2, 3, 2, 2), draw.signal(2), padding=1).refuses()
question.on(draw.volume(3, 4, 4), draw.filters(3, 2, 2, 2), draw.signal(3), stride=2).refuses()
question.on(draw.volume(2, 4, 4), draw.filters(2, 3, 2, 2), draw.signal(2)).refuses()
question.on(draw.volume(2, 3, 8), draw.filters(1, 2, 6, 2), draw.signal(1), padding=1).refuses()
question.on(draw.volume(2, 8, 3), draw.filters(1, 2, 2, 6), draw.signal(1), padding=1).refuses()
question.on(draw.volume(2, 3, 8), draw.filters(1, 2, 5, 2), draw.signal(1), stride=3, padding=(0, 2)).refuses()
question.on(draw.volume(2, 8, 3), draw.filters(1, 2, 2, 5), draw.signal(1), stride=3, padding=(2, 0)).refuses()
question.on(draw.volume(1, 2, 2), draw.filters(1, 1, 5, 5), draw.signal(1), stride=4, padding=1).refuses()
question.on(np.ones((1, 3, 4)), np.ones((3, 1, 3, 4)), np.zeros(3)).agrees()
question.on(np.ones((1, 3, 2)), np.ones((2, 1, 5, 4)), np.zeros(2), padding=1).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_same_padding"
# ## 5 Keep the size (2 points)
#
# Networks often want a map to come out as large as it went in. Put out $= n$ and $s = 1$ into the formula of task 1 and solve it
# for $p$. It works for every $n$ at once, but only for odd kernels: an even one would need one pixel more on one side than on the
# other. Refuse those with a `ValueError`, whatever the dilation.
#
# By hand: AlexNet's conv2 has a kernel of 5, and padding 2 keeps its 27 pixels: $27 + 4 - 5 + 1 = 27$. With dilation 3, a kernel of
# 3 spans 7 pixels, of which 3 lie on each side of its centre: padding 3.

# %% role="answer" id="same_padding"
def same_padding(kernel, dilation=1):
    """The padding with which a convolution of stride 1 keeps the size.

    Parameters
    ----------
    kernel : int
        Odd.
    dilation : int
        At least 1.

    Returns
    -------
    int
        Pixels on each side.

    Raises
    ------
    ValueError
        If the kernel is even.
    """
    ### BEGIN SOLUTION
    half, odd = divmod(kernel, 2)
    if not odd:
        raise ValueError(f"a kernel of {kernel} has no weight in its middle, so no equal padding keeps the size")
    return half * dilation
    ### END SOLUTION

# %% role="scratch" id="try_same_padding"

# %% role="test" id="test_same_padding_plain" points=1
# Checks odd kernels of several sizes, with and without dilation.
question = Question("output_size.same_padding", same_padding)
question.on(5).gives(2)
question.on(3).gives(1)
question.on(1).gives(0)
question.on(3, dilation=3).gives(3)
### BEGIN HIDDEN TESTS
draw = Inputs("same_padding_plain")
question.on(11).agrees()
question.on(7, dilation=1).agrees()
question.on(1, dilation=4).agrees()
question.on(5, dilation=2).agrees()
question.on(9, dilation=3).agrees()
question.on(2 * draw.integer(3, 20) + 1, dilation=draw.integer(2, 9)).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_same_padding_errors" points=1
# Checks that even kernels are refused, also with a dilation, and that odd ones are not.
question = Question("output_size.same_padding", same_padding)
question.on(2).refuses()
question.on(4, dilation=2).refuses()
question.on(3, dilation=2).gives(2)
### BEGIN HIDDEN TESTS
question.on(6).refuses()
question.on(12).refuses()
question.on(2, dilation=2).refuses()
question.on(8, dilation=3).refuses()
question.on(10, dilation=4).refuses()
question.on(13, dilation=4).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_unread_pixels"
# ## 6 Pixels that nobody reads (3 points)
#
# If the stride does not divide, the last window ends before the input does. How many of the padded input's last pixels lie behind
# that window? Pixels in gaps *between* windows, when the stride is longer than the kernel, do not count here.
#
# By hand, for 7 pixels, a kernel of 3 and stride 3: the windows cover 0–2 and 3–5, so the pixel 6 is left: 1. With padding 1 there
# are 9 pixels, three windows cover them, and 0 are left. With 10 pixels, a kernel of 1 and stride 4, the windows lie at 0, 4 and 8,
# so only the pixel 9 lies behind the last: 1.
#
# Raise a `ValueError` if the kernel does not fit into the padded input.

# %% role="answer" id="unread_pixels"
def unread_pixels(n, kernel, stride=1, padding=0):
    """How many pixels at the end lie behind the last window.

    Parameters
    ----------
    n : int
        Pixels of the input.
    kernel : int
    stride : int
    padding : int
        Pixels added on each side.

    Returns
    -------
    int
        Of the padded input's pixels, so at most stride - 1.

    Raises
    ------
    ValueError
        If the kernel does not fit.
    """
    ### BEGIN SOLUTION
    behind_the_first = n + 2 * padding - kernel
    if behind_the_first < 0:
        raise ValueError(f"a kernel of {kernel} does not fit into {n} pixels with {padding} more on each side")
    return behind_the_first % stride
    ### END SOLUTION

# %% role="scratch" id="try_unread_pixels"

# %% role="test" id="test_unread_pixels_plain" points=1
# Checks inputs without padding: the examples above, and AlexNet's first kernel on 227 and on 224 pixels.
question = Question("output_size.unread_pixels", unread_pixels)
question.on(7, 3, stride=3).gives(1)
question.on(7, 3).gives(0)
question.on(10, 1, stride=4).gives(1)
question.on(227, 11, stride=4).gives(0)
question.on(224, 11, stride=4).gives(1)
### BEGIN HIDDEN TESTS
draw = Inputs("unread_pixels_plain")
question.on(10, 2, stride=5).agrees()
question.on(12, 3, stride=7).agrees()
question.on(9, 4, stride=2).agrees()
question.on(20, 5, stride=4).agrees()
question.on(6, 6, stride=3).agrees()
for _ in range(4):
    kernel = draw.integer(2, 6)
    question.on(kernel + draw.integer(5, 30), kernel, stride=draw.integer(3, 9)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_unread_pixels_padding" points=1
# Checks padded inputs: all pixels of the padded input count.
question = Question("output_size.unread_pixels", unread_pixels)
question.on(7, 3, stride=3, padding=1).gives(0)
question.on(224, 11, stride=4, padding=2).gives(1)
question.on(5, 2, stride=8, padding=2).gives(7)
### BEGIN HIDDEN TESTS
draw = Inputs("unread_pixels_padding")
question.on(4, 6, stride=2, padding=1).agrees()
question.on(6, 3, stride=5, padding=3).agrees()
question.on(8, 2, stride=3, padding=1).agrees()
question.on(11, 4, stride=1, padding=5).agrees()
for _ in range(4):
    kernel = draw.integer(2, 6)
    question.on(kernel + draw.integer(5, 30), kernel, stride=draw.integer(3, 9), padding=draw.integer(1, 5)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_unread_pixels_errors" points=1
# Checks that a kernel that does not fit is refused, and that one that fits exactly, or thanks to padding, is not.
question = Question("output_size.unread_pixels", unread_pixels)
question.on(3, 4).refuses()
question.on(4, 7, stride=2, padding=1).refuses()
question.on(4, 4).gives(0)
question.on(4, 6, padding=1).gives(0)
### BEGIN HIDDEN TESTS
question.on(2, 9).refuses()
question.on(2, 9, stride=4).refuses()
question.on(5, 6, stride=3).refuses()
question.on(5, 10, stride=3, padding=2).refuses()
question.on(1, 8, stride=2, padding=3).refuses()
question.on(5, 9, stride=3, padding=2).agrees()
question.on(1, 1, stride=6).twice()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="ask_output_size"
# ## 7 In your own words (2 points)
#
# **A 227-wide input, an 11-wide kernel and stride 4 fit exactly. What does a 224-wide input do, and what must change to make it give
# 55 outputs too?** Show the numbers. Three to six sentences. A person reads your answer.

# %% [markdown] role="written" id="written_output_size" points=2
# **Rubric, 2 points**
#
# - 1 point: what 224 does. (224 − 11)/4 = 53.25 is no whole number; the floor gives 53 + 1 = 54 outputs, and the last pixel is read by
#   no window. Half a point for 54 without the unread pixel, or for "54.25, so it does not fit" without saying that the floor decides.
# - 1 point: what must change, with numbers that are right. Any one of: padding 2 on each side, (224 + 4 − 11)/4 = 54.25, floor 54, so
#   55 (one padded pixel stays unread); three more pixels in all, such as 1 on one side and 2 on the other, or images cropped or
#   scaled to 227, (227 − 11)/4 + 1 = 55 exactly. Half a point for "add padding" or "use 227" without numbers. Nothing for padding
#   1: (224 + 2 − 11)/4 = 53.75 still gives 54.
#
# *Sample, 2 points.* "(224 − 11)/4 + 1 is 54.25. The window cannot stand at a quarter of a step, so it is rounded down to 54 and one
# column at the right is never used. If we pad 2 zeros at each side we have 228, (228 − 11)/4 = 54.25, rounded down 54, plus 1 is 55,
# the same as AlexNet gets from 227."
#
# *Sample, 1.5 points.* "With 224 the formula gives 54.25, so by the floor we get 54 instead of 55. One can take 227 × 227 images
# instead: (227 − 11)/4 + 1 = 55 without a remainder." (The unread pixel is missing.)
#
# *Sample, 0.5 points.* "224 does not fit because 54.25 is not an integer, so PyTorch would give an error. Padding can be used to fix
# it."

# %% [markdown] id="end"
# ## What you have built
#
# You can say what size comes out of any convolutional layer, and you have built one with stride and padding that does what PyTorch's
# does on one image. You know which pixels a stride leaves unread, and why 227 is AlexNet's number.
#
# The next exercise looks back through a stack of such layers: which pixels does one unit see?
#
# Save the notebook, run it once more from top to bottom, and hand it in. Then go back to the chapter *Output size: stride, padding,
# dilation*: its self-check questions should be easy now.
