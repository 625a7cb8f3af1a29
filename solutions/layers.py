# ---
# title: From fully connected to convolutional layers
# topic: layers
# minutes: 100
# ---

# %% [markdown] id="start"
# # Exercise 3: From fully connected to convolutional layers
#
# A fully connected layer joins every output to every input. A convolutional layer joins each output to a small window, and uses
# the same weights in every window. You build both, count what each of them has to learn, and then turn each into the other: that
# shows best in which sense a convolutional layer is a fully connected one with most of its weights taken away.
#
# When you are done, you can
#
# - compute the output of a fully connected and of a convolutional layer with several channels, by hand and in code;
# - say from the four numbers $F$, $C$, $k$ and $l$ how many weights and biases a layer has, with and without groups;
# - write a fully connected layer as a convolution whose filters are as large as the image;
# - write a convolution as a matrix, and see its zeros and its shared weights.
#
# **Time**: about 100 minutes. **Points**: 20, of which 2 are for a written answer.
# **Before**: the chapter *Layers: from fully connected to convolutional*.
#
# ## How this notebook works
#
# - Write your answer in the place of `raise NotImplementedError()`. Leave the function's name and its arguments as they are.
# - Below each answer is an empty cell: try things there. It is never graded.
# - Then come locked cells with checks. Run them: they tell you at once what they called, what they expected and what came.
#   More checks of the same kind run when you have handed in, on other inputs.
# - Each function is graded on its own. A mistake in one never costs points of another, so go on when you are stuck.
# - A feature map has the shape `(C, H, W)`: channels, rows, columns. The lecture writes height × width × depth, so its
#   32 × 32 × 3 image is `(3, 32, 32)` here. Filters have the shape `(F, C, k, l)`: how many, channels, rows, columns.
# - Arrays hold floats. Your functions leave their arguments unchanged.
# - NumPy is all that you need. Not allowed, since they would do the work: `torch`, `scipy`, `np.convolve`, `np.correlate`,
#   `np.polymul`, `np.poly1d`, `np.polynomial` and `np.fft`.
#
# Before you hand in, choose *Kernel → Restart Kernel and Run All Cells*: whatever works then works for the grader too.

# %% role="imports" id="imports"
import numpy as np

from autograder.checks import Inputs, Question

# %% [markdown] id="task_linear"
# ## 1 A fully connected layer (2 points)
#
# The layer has $D$ inputs and $N$ outputs. Output $n$ weighs every input with a weight of its own, adds up, and adds its bias:
#
# $$\mathrm{out}[n] = \mathrm{bias}[n] + \sum_{d=0}^{D-1} \mathrm{weights}[n, d]\, x[d].$$
#
# So row $n$ of the weights belongs to output $n$.
#
# By hand, with $x = (2, 3)$, the weights $\begin{pmatrix} 1 & 10 \\ 0 & -1 \\ 4 & 0 \end{pmatrix}$ and the biases
# $(0.5, 0, -8)$: the first output is $1 \cdot 2 + 10 \cdot 3 + 0.5 = 32.5$. All three are $(32.5, -3, 0)$.

# %% role="answer" id="linear"
def linear(x, weights, bias):
    """A fully connected layer.

    Parameters
    ----------
    x : array, shape (D,)
    weights : array, shape (N, D)
    bias : array, shape (N,)

    Returns
    -------
    array, shape (N,)
        out[n] = bias[n] + sum over d of weights[n, d] x[d]
    """
    ### BEGIN SOLUTION
    sums = [np.sum(one_output * x) for one_output in weights]
    return np.array(sums) + bias
    ### END SOLUTION

# %% role="scratch" id="try_linear"

# %% role="test" id="test_linear_plain" points=1
# Checks the example above, and as many outputs as inputs.
question = Question("layers.linear", linear)
weights = np.array([[1.0, 10.0], [0.0, -1.0], [4.0, 0.0]])
question.on(np.array([2.0, 3.0]), weights, np.array([0.5, 0.0, -8.0])).gives([32.5, -3.0, 0.0])
question.on(np.array([2.0, 3.0]), np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([0.0, 0.0])).gives([3.0, 0.0])
### BEGIN HIDDEN TESTS
draw = Inputs("linear_plain")
question.on(draw.signal(6), draw.image(4, 6), draw.signal(4)).agrees()
question.on(draw.signal(5), draw.image(5, 5), draw.signal(5)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_linear_general" points=1
# Checks layers with one input, with one output, and arrays that are views of others.
question = Question("layers.linear", linear)
question.on(np.array([3.0]), np.array([[2.0], [-1.0]]), np.array([1.0, 0.25])).gives([7.0, -2.75])
question.on(np.array([1.0, 2.0, 3.0]), np.array([[1.0, 10.0, 100.0]]), np.array([-0.5])).gives([320.5])
### BEGIN HIDDEN TESTS
draw = Inputs("linear_general")
question.on(draw.signal(3), draw.image(9, 3), draw.signal(9)).agrees()
question.on(draw.signal(1), draw.image(1, 1), draw.signal(1)).agrees()
question.on(draw.signal(8), draw.image(8, 2).T, draw.signal(2)).agrees()
question.on(draw.signal(7, contiguous=False), draw.image(3, 7, contiguous=False), draw.signal(3, contiguous=False)).twice()
question.on(draw.signal(7), draw.image(3, 7), draw.signal(3)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_conv_layer"
# ## 2 A convolutional layer (5 points)
#
# Now the input is a feature map with $C$ channels, and there are $F$ filters. Each filter is as deep as the map: it has one
# $k \times l$ kernel for each channel. Lay it on a window, multiply, add up *over all channels*, add the filter's bias: that is
# one number of one output map. CNN libraries correlate, so nothing is rotated:
#
# $$\mathrm{out}[f, i, j] = \mathrm{bias}[f] + \sum_{c=0}^{C-1} \sum_{u=0}^{k-1} \sum_{v=0}^{l-1}
# x[c, i + u, j + v]\; \mathrm{weights}[f, c, u, v].$$
#
# Only windows that lie wholly on the map count, so the result has the shape $(F, H - k + 1, W - l + 1)$: one map for each filter.
# That is the lecture's example: six 5 × 5 × 3 filters on a 32 × 32 × 3 image give 28 × 28 × 6 numbers.
#
# By hand, two channels, one filter, bias 0.5:
#
# | | channel 0 | channel 1 |
# | --- | --- | --- |
# | the map | $\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix}$ | $\begin{pmatrix} 0 & 1 & 0 \\ 1 & 0 & 1 \end{pmatrix}$ |
# | the filter | $\begin{pmatrix} 1 & 10 \end{pmatrix}$ | $\begin{pmatrix} 100 & 0 \end{pmatrix}$ |
# | slid | $\begin{pmatrix} 21 & 32 \\ 54 & 65 \end{pmatrix}$ | $\begin{pmatrix} 0 & 100 \\ 100 & 0 \end{pmatrix}$ |
#
# The two results add up, and the bias comes once: $\begin{pmatrix} 21.5 & 132.5 \\ 154.5 & 65.5 \end{pmatrix}$.
#
# Raise a `ValueError` that names the shapes if the filters are not as deep as the map, or if they are taller or wider than it.

# %% role="answer" id="conv_layer"
def conv_layer(x, weights, bias):
    """A convolutional layer: correlation plus bias, no padding, stride 1.

    Parameters
    ----------
    x : array, shape (C, H, W)
    weights : array, shape (F, C, k, l)
    bias : array, shape (F,)

    Returns
    -------
    array, shape (F, H - k + 1, W - l + 1)

    Raises
    ------
    ValueError
        If the filters are not as deep as x, or taller or wider than x.
    """
    ### BEGIN SOLUTION
    filters, depth, tall, wide = weights.shape
    rows, columns = x.shape[1] - tall + 1, x.shape[2] - wide + 1
    if depth != x.shape[0] or rows < 1 or columns < 1:
        raise ValueError(f"filters of shape {weights.shape} cannot be laid on a map of shape {x.shape}")
    result = np.zeros((filters, rows, columns)) + bias[:, None, None]
    for u in range(tall):
        for v in range(wide):
            moved = x[:, u : u + rows, v : v + columns]
            result += np.tensordot(weights[:, :, u, v], moved, axes=1)
    return result
    ### END SOLUTION

# %% role="scratch" id="try_conv_layer"

# %% role="test" id="test_conv_layer_plain" points=1
# Checks one channel and one filter without bias, as in exercise 1: a kernel with a single value, then any.
question = Question("layers.conv_layer", conv_layer)
image = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
question.on(image, np.array([[[[0.0, 1.0], [0.0, 0.0]]]]), np.array([0.0])).gives([[[2.0, 3.0]]])
question.on(image, np.array([[[[1.0, 10.0]]]]), np.array([0.0])).gives([[[21.0, 32.0], [54.0, 65.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_layer_plain")
question.on(draw.volume(1, 6, 6), draw.filters(1, 1, 3, 3), np.zeros(1)).agrees()
question.on(draw.volume(1, 5, 7), draw.filters(1, 1, 2, 2), np.zeros(1)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_layer_channels" points=1
# Checks several channels and one filter: the example above without its bias, and a filter that reads one channel only.
question = Question("layers.conv_layer", conv_layer)
image = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]])
filters = np.array([[[[1.0, 10.0]], [[100.0, 0.0]]]])
question.on(image, filters, np.array([0.0])).gives([[[21.0, 132.0], [154.0, 65.0]]])
question.on(image, np.array([[[[0.0]], [[2.0]]]]), np.array([0.0])).gives([[[0.0, 2.0, 0.0], [2.0, 0.0, 2.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_layer_channels")
question.on(draw.volume(3, 6, 6), draw.filters(1, 3, 3, 3), np.zeros(1)).agrees()
question.on(draw.volume(4, 5, 5), draw.filters(1, 4, 2, 2), np.zeros(1)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_layer_general" points=1
# Checks several filters with a bias each, maps and filters that are not square, and arrays that are views of others.
question = Question("layers.conv_layer", conv_layer)
image = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]])
filters = np.array([[[[1.0, 10.0]], [[100.0, 0.0]]]])
question.on(image, filters, np.array([0.5])).gives([[[21.5, 132.5], [154.5, 65.5]]])
image = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
filters = np.array([[[[1.0], [0.0]]], [[[0.0], [1.0]]], [[[1.0], [-1.0]]]])
question.on(image, filters, np.array([0.0, 10.0, 0.5])).gives([[[1.0, 2.0, 3.0]], [[14.0, 15.0, 16.0]], [[-2.5, -2.5, -2.5]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_layer_general")
question.on(draw.volume(3, 5, 8), draw.filters(6, 3, 2, 4), draw.signal(6)).agrees()
question.on(draw.volume(2, 8, 5), draw.filters(4, 2, 3, 2), draw.signal(4)).agrees()
question.on(draw.volume(3, 6, 5), draw.filters(3, 3, 4, 3), draw.signal(3)).agrees()
question.on(draw.volume(4, 4, 6), draw.filters(2, 4, 3, 5), draw.signal(2)).twice()
question.on(draw.volume(4, 4, 6), draw.filters(2, 4, 3, 5), draw.signal(2)).agrees()
question.on(draw.volume(2, 6, 5, contiguous=False), draw.filters(3, 2, 2, 3, contiguous=False), draw.signal(3, contiguous=False)).agrees()
question.on(-np.ones((3, 4, 5)), draw.filters(5, 3, 2, 1), draw.signal(5)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_layer_edges" points=1
# Checks filters of one pixel, filters as large as the map, and filters as tall or as wide as the map.
question = Question("layers.conv_layer", conv_layer)
image = np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])
question.on(image, np.array([[[[1.0]], [[-1.0]]]]), np.array([0.0])).gives([[[-4.0, -4.0], [-4.0, -4.0]]])
question.on(image, np.ones((2, 2, 2, 2)), np.array([0.0, 0.0])).gives([[[36.0]], [[36.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_layer_edges")
question.on(draw.volume(2, 3, 6), draw.filters(3, 2, 3, 2), np.zeros(3)).agrees()
question.on(draw.volume(2, 6, 3), draw.filters(3, 2, 2, 3), np.zeros(3)).agrees()
question.on(draw.volume(3, 4, 5), draw.filters(2, 3, 4, 5), np.zeros(2)).agrees()
question.on(draw.volume(5, 1, 1), draw.filters(2, 5, 1, 1), np.zeros(2)).agrees()
question.on(draw.volume(3, 4, 3), draw.filters(1, 3, 1, 1), np.zeros(1)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_layer_errors" points=1
# Checks that filters of another depth, and filters that are too tall or too wide, are refused, and others are not.
question = Question("layers.conv_layer", conv_layer)
question.on(np.ones((3, 4, 4)), np.ones((2, 4, 2, 2)), np.zeros(2)).refuses()
question.on(np.ones((1, 2, 5)), np.ones((2, 1, 3, 2)), np.zeros(2)).refuses()
question.on(np.ones((1, 5, 2)), np.ones((2, 1, 2, 3)), np.zeros(2)).refuses()
question.on(np.ones((1, 2, 2)), np.ones((1, 1, 2, 2)), np.zeros(1)).gives([[[4.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_layer_errors")
question.on(draw.volume(3, 4, 4), draw.filters(2, 1, 2, 2), draw.signal(2)).refuses()
question.on(draw.volume(1, 4, 4), draw.filters(2, 3, 2, 2), draw.signal(2)).refuses()
question.on(draw.volume(2, 4, 4), draw.filters(3, 3, 2, 2), draw.signal(3)).refuses()
question.on(draw.volume(3, 4, 4), draw.filters(3, 2, 2, 2), draw.signal(3)).refuses()
question.on(draw.volume(2, 3, 6), draw.filters(2, 2, 4, 2), draw.signal(2)).refuses()
question.on(draw.volume(2, 6, 3), draw.filters(2, 2, 2, 4), draw.signal(2)).refuses()
question.on(draw.volume(2, 3, 6), draw.filters(2, 2, 6, 3), draw.signal(2)).refuses()
question.on(draw.volume(1, 2, 2), draw.filters(1, 1, 5, 5), draw.signal(1)).refuses()
question.on(np.ones((1, 3, 4)), np.ones((3, 1, 3, 4)), np.zeros(3)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_relu"
# ## 3 Rectify (1 point)
#
# After most layers comes the rectified linear unit: positive values pass as they are, all others become 0. It works on each value
# alone, so it takes an array of any shape and gives one of the same shape. Leave the array that you were given as it is.
#
# By hand: $(-2, 0.5, 0, 7)$ becomes $(0, 0.5, 0, 7)$.

# %% role="answer" id="relu"
def relu(x):
    """The rectified linear unit.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array of the same shape
        Positive values as they are, 0 for all others.
    """
    ### BEGIN SOLUTION
    return (np.abs(x) + x) / 2
    ### END SOLUTION

# %% role="scratch" id="try_relu"

# %% role="test" id="test_relu" points=1
# Checks values of either sign in arrays of one, two and more axes, and that the array that goes in stays as it is.
question = Question("layers.relu", relu)
question.on(np.array([-2.0, 0.5, 0.0, 7.0])).gives([0.0, 0.5, 0.0, 7.0])
question.on(np.array([[1.5, -1.5], [-0.25, 0.25]])).gives([[1.5, 0.0], [0.0, 0.25]])
### BEGIN HIDDEN TESTS
draw = Inputs("relu")
question.on(draw.signal(1)).agrees()
question.on(-np.abs(draw.image(3, 4))).agrees()
question.on(np.abs(draw.image(4, 3))).agrees()
question.on(10 * draw.volume(3, 4, 5)).twice()
question.on(10 * draw.volume(3, 4, 5)).agrees()
question.on(draw.filters(2, 3, 4, 2, contiguous=False)).agrees()
question.on(0.01 * draw.volume(2, 3, 3)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_conv_parameters"
# ## 4 What a convolutional layer learns (3 points)
#
# All windows share their weights, so the size of the image plays no part. A layer with $F$ filters of $k \times l$ weights a
# channel has
#
# $$F \cdot C \cdot k \cdot l \text{ weights, and } F \text{ biases (one for each filter).}$$
#
# The kernel's size is an int (3 means 3 × 3) or a pair (rows, columns).
#
# The original AlexNet was spread over two graphics cards, and some layers were split in two *groups* for it. With $g$ groups both
# the input channels and the filters are divided into $g$ equal parts, and a filter reads only the channels of its own part: it is
# $C / g$ channels deep. Groups that do not divide both numbers of channels make no sense: raise a `ValueError` that names them.
#
# By hand:
#
# - the lecture's six 5 × 5 × 3 filters: $6 \cdot 3 \cdot 5 \cdot 5 = 450$ weights and 6 biases, 456 in all;
# - AlexNet's conv1, 96 filters of 11 × 11 × 3: $34{,}848 + 96 = 34{,}944$;
# - 4 channels, 6 filters of 3 × 3 in 2 groups: each filter is 2 deep, so $6 \cdot 2 \cdot 9 + 6 = 114$.

# %% role="answer" id="conv_parameters"
def conv_parameters(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """How many numbers a convolutional layer has to learn.

    Parameters
    ----------
    in_channels : int
    out_channels : int
        The number of filters.
    kernel_size : int or (rows, columns)
    bias : bool
        Whether each filter has a bias.
    groups : int

    Returns
    -------
    int
        Weights, and biases if there are any.

    Raises
    ------
    ValueError
        If the groups do not divide both numbers of channels.
    """
    ### BEGIN SOLUTION
    if groups < 1 or any(channels % groups != 0 for channels in (in_channels, out_channels)):
        raise ValueError(f"{groups} groups cannot share {in_channels} input and {out_channels} output channels equally")
    if isinstance(kernel_size, tuple):
        area = kernel_size[0] * kernel_size[1]
    else:
        area = kernel_size**2
    one_filter = area * (in_channels // groups)
    if bias:
        one_filter += 1
    return out_channels * one_filter
    ### END SOLUTION

# %% role="scratch" id="try_conv_parameters"

# %% role="test" id="test_conv_parameters_plain" points=1
# Checks layers without groups: the lecture's two, with and without biases, and kernels that are not square.
question = Question("layers.conv_parameters", conv_parameters)
question.on(3, 6, 5).gives(456)
question.on(3, 96, 11).gives(34_944)
question.on(3, 96, 11, bias=False).gives(34_848)
question.on(2, 5, (1, 7)).gives(75)
### BEGIN HIDDEN TESTS
draw = Inputs("conv_parameters_plain")
question.on(256, 384, 3).agrees()
question.on(1, 1, 1).agrees()
question.on(1, 1, 1, bias=False).agrees()
question.on(draw.integer(2, 9), draw.integer(10, 20), draw.integer(2, 7)).agrees()
question.on(draw.integer(10, 20), draw.integer(2, 9), (draw.integer(2, 4), draw.integer(5, 9)), bias=False).agrees()
question.on(draw.integer(2, 9), draw.integer(10, 20), (draw.integer(5, 9), draw.integer(1, 4)), bias=True).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_parameters_groups" points=1
# Checks groups: the example above, AlexNet's conv2, and as many groups as channels.
question = Question("layers.conv_parameters", conv_parameters)
question.on(4, 6, 3, groups=2).gives(114)
question.on(96, 256, 5, groups=2).gives(307_456)
question.on(8, 8, 3, bias=False, groups=8).gives(72)
### BEGIN HIDDEN TESTS
question.on(384, 256, 3, groups=2).agrees()
question.on(6, 9, (2, 5), groups=3).agrees()
question.on(12, 4, (3, 1), bias=False, groups=4).agrees()
question.on(5, 10, 3, groups=5).agrees()
question.on(2, 8, 1, groups=2).agrees()
question.on(7, 7, (2, 3), bias=True, groups=1).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_parameters_errors" points=1
# Checks that groups are refused that do not divide one of the two numbers of channels, and that others are not.
question = Question("layers.conv_parameters", conv_parameters)
question.on(3, 4, 3, groups=2).refuses()
question.on(4, 3, 3, groups=2).refuses()
question.on(4, 2, 3, groups=2).gives(38)
### BEGIN HIDDEN TESTS
question.on(5, 7, 3, groups=2).refuses()
question.on(3, 3, 1, groups=2).refuses()
question.on(4, 4, 3, groups=8).refuses()
question.on(6, 8, (3, 5), groups=3).refuses()
question.on(8, 6, 1, bias=False, groups=4).refuses()
question.on(6, 4, 3, groups=4).refuses()
question.on(4, 8, 3, groups=8).refuses()
question.on(8, 4, 3, groups=8).refuses()
question.on(6, 6, 3, groups=6).agrees()
question.on(3, 5, 3, groups=1).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_linear_parameters"
# ## 5 What a fully connected layer learns (1 point)
#
# Here every output has a weight for every input, and a bias.
#
# By hand: 10 inputs and 3 outputs need $10 \cdot 3 + 3 = 33$ numbers, or 30 without biases.
#
# Try this when your function works: AlexNet's conv1 turns $227 \cdot 227 \cdot 3$ numbers into $55 \cdot 55 \cdot 96$ with 34,944
# learned ones. How many would a fully connected layer need for that? (The second check has the answer.)

# %% role="answer" id="linear_parameters"
def linear_parameters(in_features, out_features, bias=True):
    """How many numbers a fully connected layer has to learn.

    Parameters
    ----------
    in_features : int
    out_features : int
    bias : bool
        Whether each output has a bias.

    Returns
    -------
    int
        Weights, and biases if there are any.
    """
    ### BEGIN SOLUTION
    inputs = in_features + 1 if bias else in_features
    return inputs * out_features
    ### END SOLUTION

# %% role="scratch" id="try_linear_parameters"

# %% role="test" id="test_linear_parameters" points=1
# Checks the example above with and without biases, conv1's sizes fully connected, and AlexNet's fc6.
question = Question("layers.linear_parameters", linear_parameters)
question.on(10, 3).gives(33)
question.on(227 * 227 * 3, 55 * 55 * 96).gives(44_892_355_200)
question.on(10, 3, bias=False).gives(30)
question.on(6 * 6 * 256, 4096).gives(37_752_832)
### BEGIN HIDDEN TESTS
draw = Inputs("linear_parameters")
question.on(draw.integer(2, 50), draw.integer(60, 99)).agrees()
question.on(draw.integer(60, 99), draw.integer(2, 50), bias=False).agrees()
question.on(draw.integer(60, 99), draw.integer(2, 50), bias=True).agrees()
question.on(1, 1).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_linear_as_conv"
# ## 6 A fully connected layer as a convolution (2 points)
#
# A fully connected layer that reads a feature map reads it *flattened*: first channel 0 row by row, then channel 1, and so on.
# That is NumPy's row order: the value at $(c, i, j)$ becomes number $(c \cdot H + i) \cdot W + j$.
#
# A filter as large as the whole map has one place to lie, so it gives one number, just as one output of the fully connected layer
# does. Find those filters: given the weights $(N, C \cdot H \cdot W)$ and the map's shape, give the filters $(N, C, H, W)$ with
# which `conv_layer` computes exactly what `linear` does. AlexNet's fc6, for instance, is a convolution with 4096 filters of
# 6 × 6 × 256.
#
# By hand, for a map of shape $(1, 2, 3)$, the row $(10, 11, 12, 13, 14, 15)$ becomes the filter
# $\begin{pmatrix} 10 & 11 & 12 \\ 13 & 14 & 15 \end{pmatrix}$.

# %% role="answer" id="linear_as_conv"
def linear_as_conv(weights, input_shape):
    """The filters that make a convolutional layer do what a fully connected one does.

    Parameters
    ----------
    weights : array, shape (N, C * H * W)
        Weights for a map flattened in row order.
    input_shape : tuple (C, H, W)

    Returns
    -------
    array, shape (N, C, H, W)
    """
    ### BEGIN SOLUTION
    filters = np.empty((weights.shape[0], *input_shape))
    for output, row in enumerate(weights):
        filters[output].flat = row
    return filters
    ### END SOLUTION

# %% role="scratch" id="try_linear_as_conv"

# %% role="test" id="test_linear_as_conv_plain" points=1
# Checks one channel: the example above, and two outputs.
question = Question("layers.linear_as_conv", linear_as_conv)
question.on(np.array([[10.0, 11.0, 12.0, 13.0, 14.0, 15.0]]), (1, 2, 3)).gives([[[[10.0, 11.0, 12.0], [13.0, 14.0, 15.0]]]])
question.on(np.array([[1.0, 2.0], [3.0, 4.0]]), (1, 2, 1)).gives([[[[1.0], [2.0]]], [[[3.0], [4.0]]]])
### BEGIN HIDDEN TESTS
draw = Inputs("linear_as_conv_plain")
question.on(draw.image(4, 9), (1, 3, 3)).agrees()
question.on(draw.image(3, 10), (1, 2, 5)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_linear_as_conv_general" points=1
# Checks several channels, maps of one pixel, and weights that are a view of another array.
question = Question("layers.linear_as_conv", linear_as_conv)
question.on(np.array([[1.0, 2.0, 3.0, 4.0]]), (2, 1, 2)).gives([[[[1.0, 2.0]], [[3.0, 4.0]]]])
question.on(np.array([[5.0, 6.0], [7.0, 8.0], [9.0, 0.0]]), (2, 1, 1)).gives([[[[5.0]], [[6.0]]], [[[7.0]], [[8.0]]], [[[9.0]], [[0.0]]]])
### BEGIN HIDDEN TESTS
draw = Inputs("linear_as_conv_general")
question.on(draw.image(5, 24), (2, 3, 4)).agrees()
question.on(draw.image(2, 24), (4, 3, 2)).twice()
question.on(draw.image(2, 24), (4, 3, 2)).agrees()
question.on(draw.image(3, 27), (3, 3, 3)).agrees()
question.on(draw.image(1, 30), (5, 2, 3)).agrees()
question.on(draw.image(3, 30, contiguous=False), (3, 5, 2)).agrees()
question.on(draw.image(12, 4).T, (3, 2, 2)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_conv_as_matrix"
# ## 7 A convolution as a matrix (4 points)
#
# Now the other way round. Correlating an image with a kernel is linear, so a matrix does it: one row for each place of the kernel,
# one column for each pixel, places and pixels both counted in row order. In the row of a place stand the kernel's values, each in
# the column of the pixel under it; everywhere else stands 0. Times the flattened image, that row gives the place's sum.
#
# By hand, for the kernel $\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$ and images of shape $(2, 3)$ there are two places and six
# pixels:
#
# $$\begin{pmatrix} 1 & 2 & 0 & 3 & 4 & 0 \\ 0 & 1 & 2 & 0 & 3 & 4 \end{pmatrix}$$
#
# Look at that matrix as the weights of a fully connected layer. Many of them are 0: a convolutional layer looks only at a window.
# The others repeat in each row, moved by one: it looks for the same thing everywhere.
#
# Raise a `ValueError` that names the sizes if the kernel is taller or wider than the image.

# %% role="answer" id="conv_as_matrix"
def conv_as_matrix(kernel, input_shape):
    """The matrix that, times the flattened image, is its flattened correlation with the kernel.

    Parameters
    ----------
    kernel : array, shape (k, l)
    input_shape : tuple (H, W)

    Returns
    -------
    array, shape ((H - k + 1) * (W - l + 1), H * W)
        One row for each place of the kernel, one column for each pixel, both in row order.

    Raises
    ------
    ValueError
        If the kernel is taller or wider than the image.
    """
    ### BEGIN SOLUTION
    height, width = input_shape
    tall, wide = kernel.shape
    if tall > height or wide > width:
        raise ValueError(f"{tall} rows and {wide} columns of a kernel on {height} rows and {width} columns of an image")
    tops, lefts = height - tall + 1, width - wide + 1
    matrix = np.zeros((tops * lefts, height * width))
    for place in range(tops * lefts):
        top, left = divmod(place, lefts)
        for u in range(tall):
            first = (top + u) * width + left
            matrix[place, first : first + wide] = kernel[u]
    return matrix
    ### END SOLUTION

# %% role="scratch" id="try_conv_as_matrix"

# %% role="test" id="test_conv_as_matrix_plain" points=1
# Checks the example above, and a kernel that lies along the rows.
question = Question("layers.conv_as_matrix", conv_as_matrix)
question.on(np.array([[1.0, 2.0], [3.0, 4.0]]), (2, 3)).gives([[1.0, 2.0, 0.0, 3.0, 4.0, 0.0], [0.0, 1.0, 2.0, 0.0, 3.0, 4.0]])
question.on(np.array([[5.0, -1.0]]), (1, 3)).gives([[5.0, -1.0, 0.0], [0.0, 5.0, -1.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_as_matrix_plain")
question.on(draw.image(3, 3), (5, 5)).agrees()
question.on(draw.image(2, 2), (4, 4)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_as_matrix_general" points=1
# Checks images and kernels that are not square, and kernels that are views of other arrays.
question = Question("layers.conv_as_matrix", conv_as_matrix)
question.on(np.array([[1.0], [-1.0]]), (3, 2)).gives(
    [[1, 0, -1, 0, 0, 0], [0, 1, 0, -1, 0, 0], [0, 0, 1, 0, -1, 0], [0, 0, 0, 1, 0, -1]]
)
### BEGIN HIDDEN TESTS
draw = Inputs("conv_as_matrix_general")
question.on(draw.image(2, 3), (4, 6)).agrees()
question.on(draw.image(3, 2), (6, 4)).agrees()
question.on(draw.image(3, 1), (4, 5)).twice()
question.on(draw.image(3, 1), (4, 5)).agrees()
question.on(draw.image(2, 4, contiguous=False), (3, 5)).agrees()
question.on(draw.image(3, 2).T, (4, 4)).agrees()
question.on(np.array([[0.0, 2.5], [-3.5, 0.0]]), (3, 4)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_as_matrix_edges" points=1
# Checks kernels of one pixel, and kernels as large, as tall or as wide as the image.
question = Question("layers.conv_as_matrix", conv_as_matrix)
question.on(np.array([[3.0]]), (1, 2)).gives([[3.0, 0.0], [0.0, 3.0]])
question.on(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (2, 3)).gives([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_as_matrix_edges")
question.on(draw.image(1, 1), (3, 4)).agrees()
question.on(draw.image(1, 1), (1, 1)).agrees()
question.on(draw.image(3, 2), (3, 5)).agrees()
question.on(draw.image(2, 3), (5, 3)).agrees()
question.on(draw.image(4, 3), (4, 3)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_conv_as_matrix_errors" points=1
# Checks that a kernel that is too tall or too wide is refused, and that one that just fits is not.
question = Question("layers.conv_as_matrix", conv_as_matrix)
question.on(np.ones((3, 2)), (2, 5)).refuses()
question.on(np.ones((2, 3)), (5, 2)).refuses()
question.on(np.ones((2, 2)), (2, 2)).gives([[1.0, 1.0, 1.0, 1.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("conv_as_matrix_errors")
question.on(draw.image(3, 3), (2, 2)).refuses()
question.on(draw.image(5, 4), (3, 6)).refuses()
question.on(draw.image(4, 5), (6, 3)).refuses()
question.on(draw.image(6, 3), (3, 6)).refuses()
question.on(draw.image(1, 4), (4, 3)).refuses()
question.on(np.ones((3, 4)), (3, 4)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="ask_layers"
# ## 8 In your own words (2 points)
#
# **Name the two things that a convolutional layer assumes of its input and a fully connected one does not.** For each of them, say
# how it shows in the matrix of task 7. Three to six sentences. A person reads your answer.

# %% [markdown] role="written" id="written_layers" points=2
# **Rubric, 2 points**
#
# - 1 point: locality. What belongs together lies close together, so that an output needs only a small window of the input (local
#   connections). In the matrix: most values of a row are 0. Half a point for "fewer connections" or "small filters" without saying
#   what that assumes of the input.
# - 1 point: sameness everywhere (stationarity; equivariance to shifts). A pattern means the same wherever it lies, so that one filter
#   serves all places (shared weights). In the matrix: the same values in every row, moved on. Half a point for "fewer weights" or
#   "weights are shared" without saying what that assumes of the input.
# - Take off nothing for missing words such as "equivariance". Take off half a point in all if the matrix is not mentioned.
#   "Invariance to shifts" as the layer's property is wrong, since the output moves with the input, but costs nothing here if the idea
#   of the same pattern in all places is right.
#
# *Sample, 2 points.* "First, it assumes that pixels that are near each other belong together, so it only connects a small window: in
# the matrix almost everything in a row is zero. Second, it assumes that a pattern is worth finding wherever it is, so it uses the
# same weights at each place: in the matrix each row has the same numbers, only shifted. A fully connected layer can connect any
# pixel with any output and would have to learn an edge again for each position."
#
# *Sample, 1 point.* "The weights are shared, because an edge at the top left looks like an edge at the bottom right and the same
# filter can find both; the rows of the matrix repeat. The second thing is that a convolution has much fewer parameters and is
# therefore faster."
#
# *Sample, 0.5 points.* "It has local connections and shared weights, so it has fewer parameters and overfits less."
# (Half a point for each property without its assumption, less half a point since the matrix is missing.)

# %% [markdown] id="end"
# ## What you have built
#
# You have the layers that AlexNet is made of: convolutional, fully connected, and the rectifier between them. You can count what
# they learn, and you have shown that each kind can be written as the other: a fully connected layer is a convolution with very
# large filters, and a convolution is a fully connected layer with few, shared weights.
#
# Filters so far move by one pixel and stop at the border. The next exercise gives them strides and padding.
#
# Save the notebook, run it once more from top to bottom, and hand it in. Then go back to the chapter *Layers: from fully
# connected to convolutional*: its self-check questions should be easy now.
