# ---
# title: Pooling
# topic: pooling
# minutes: 100
# ---

# %% [markdown] id="start"
# # Exercise 6: Pooling
#
# A pooling layer says less than it hears: of each window it passes on one number. You build the usual ways to pool, the way back
# that training needs, and then measure what pooling is said to be good for: how much the maps change when the image moves a little.
#
# When you are done, you can
#
# - pool a feature map, channel by channel, with windows that lie side by side, overlap, or leave gaps;
# - say which rows and columns a pooling layer never looks at;
# - send a gradient back through max-pooling, also where values tie and windows overlap;
# - measure how much shift a pooled map tolerates, and say where that tolerance ends.
#
# **Time**: about 100 minutes. **Points**: 23, of which 2 are for a written answer.
# **Before**: the chapter *Pooling*; the output sizes of exercise 4.
#
# ## How this notebook works
#
# - Write your answer in the place of `raise NotImplementedError()`. Leave the function's name and its arguments as they are.
# - Below each answer is an empty cell: try things there. It is never graded.
# - Then comes a locked cell with checks. Run it: it tells you at once what it called, what it expected and what came.
#   More checks of the same kind run when you have handed in, on other inputs.
# - Each function is graded on its own. A mistake in one never costs points of another, so go on when you are stuck.
#   You may call your earlier functions from later ones.
# - NumPy is all that you need. Not allowed, since they would do the work: `torch`, `scipy` and `skimage`.
#
# Before you hand in, choose *Kernel → Restart Kernel and Run All Cells*: whatever works then works for the grader too.
#
# ## The map and the window
#
# A feature map `x` is a float array of shape `(C, H, W)`: channels, rows, columns. Each channel is pooled alone, so as many channels
# come out as go in. Your functions leave their arguments unchanged.
#
# Every pooling takes the same two numbers:
#
# | number | what it is | unit | at least |
# | --- | --- | --- | --- |
# | `size` | height and width of the window | pixels of the map | 1 |
# | `stride` | from one window to the next; the same as `size` where it is left out | pixels of the map | 1 |
#
# Windows never leave the map. So $H' = \lfloor (H - \mathrm{size})/\mathrm{stride} \rfloor + 1$ rows of windows fit, and as many
# columns by the same rule. Last rows and columns that fill no window are left out.

# %% role="imports" id="imports"
import numpy as np

from autograder.checks import Inputs, Question

# %% [markdown] id="task_max_pool2d"
# ## 1 Max-pooling (4 points)
#
# Window $(i, j)$ begins at row $i \cdot \mathrm{stride}$ and column $j \cdot \mathrm{stride}$. Pass its largest value on.
#
# By hand, with size 2, so that four windows lie side by side:
#
# $$\begin{pmatrix} 1 & 5 & 2 & 0 \\ 3 & -1 & 4 & 4 \\ 0 & 0 & -2 & -3 \\ 7 & 1 & -5 & -4 \end{pmatrix}
# \quad\text{gives}\quad \begin{pmatrix} 5 & 4 \\ 7 & -2 \end{pmatrix}.$$
#
# Look at the last window: its largest value is negative. A map after a ReLU has no negative values, but a map before it has.
#
# Raise a `ValueError` for a map that has not three axes, for a window that is taller or wider than the map, and for a size or a
# stride below 1; say in the message which number was wrong.

# %% role="answer" id="max_pool2d"
def max_pool2d(x, size, stride=None):
    """The largest value of each window.

    Parameters
    ----------
    x : array, shape (C, H, W)
    size : int
        Side of the window, in pixels.
    stride : int, optional
        From one window to the next, in pixels; `size` where it is left out.

    Returns
    -------
    array, shape (C, H', W')
        H' = floor((H - size) / stride) + 1, and W' alike.

    Raises
    ------
    ValueError
        If x has not three axes, if size or stride is below 1, or if size is larger than a side of the map.
    """
    ### BEGIN SOLUTION
    if x.ndim != 3:
        raise ValueError(f"a map (C, H, W) is asked for, not one of shape {x.shape}")
    step = size if stride is None else stride
    if size < 1 or step < 1:
        raise ValueError(f"no window of {size} pixels moves by {step}")
    rows, columns = (side - size + 1 for side in x.shape[1:])
    if rows < 1 or columns < 1:
        raise ValueError(f"no room for a window of {size} in {x.shape}")
    # One slice for each pixel of the window: the same pixel of all windows at once.
    corners = [x[:, u : u + rows : step, v : v + columns : step] for u in range(size) for v in range(size)]
    return np.max(corners, axis=0)
    ### END SOLUTION

# %% role="scratch" id="try_max_pool2d"

# %% role="test" id="test_max_pool2d_plain" points=1
# Checks windows that lie side by side and fill the map, in one channel and in several.
question = Question("pooling.max_pool2d", max_pool2d)
question.on(np.array([[[1.0, 5.0, 2.0, 0.0], [3.0, 1.0, 4.0, 4.0]]]), 2).gives([[[5.0, 4.0]]])
x = np.array([[[1.0, 2.0, 0.0], [0.5, 3.5, 7.0]], [[9.0, 8.0, 1.0], [7.0, 6.0, 5.0]]])
question.on(x, 1).gives(x)
### BEGIN HIDDEN TESTS
draw = Inputs("max_pool2d_plain")
question.on(np.abs(draw.volume(3, 6, 8)), 2).agrees()
question.on(np.abs(draw.volume(2, 9, 6)), 3).agrees()
question.on(np.abs(draw.volume(2, 4, 6)), 2, stride=2).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_max_pool2d_strides" points=1
# Checks windows that overlap, as AlexNet's do, and windows with gaps between them.
question = Question("pooling.max_pool2d", max_pool2d)
x = np.array([[[1.0, 2.0, 4.0], [8.0, 3.0, 1.0], [0.0, 5.0, 6.0]]])
question.on(x, 2, stride=1).gives([[[8.0, 4.0], [8.0, 6.0]]])
question.on(x, 1, stride=2).gives([[[1.0, 4.0], [0.0, 6.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("max_pool2d_strides")
question.on(np.abs(draw.volume(2, 7, 9)), 3, stride=2).agrees()
question.on(np.abs(draw.volume(3, 5, 4)), 3, stride=1).agrees()
question.on(np.abs(draw.volume(2, 8, 5)), 2, stride=3).agrees()
question.on(np.abs(draw.volume(1, 10, 6)), 4, stride=2).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_max_pool2d_edges" points=1
# Checks negative values (the example above), rows and columns that fill no window, a window as large as the map, and one pixel.
question = Question("pooling.max_pool2d", max_pool2d)
x = np.array([[[1.0, 5, 2, 0], [3, -1, 4, 4], [0, 0, -2, -3], [7, 1, -5, -4]]])
question.on(x, 2).gives([[[5.0, 4.0], [7.0, -2.0]]])
question.on(np.array([[[1.0, 2.0, 9.0], [3.0, 4.0, 9.0], [9.0, 9.0, 9.0]]]), 2).gives([[[4.0]]])
question.on(np.array([[[-5.0]]]), 1).gives([[[-5.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("max_pool2d_edges")
question.on(-np.abs(draw.volume(2, 4, 6)) - 0.1, 2).agrees()
question.on(draw.volume(2, 5, 7), 2).agrees()
question.on(draw.volume(2, 7, 5), 3).agrees()
question.on(draw.volume(1, 8, 8), 3, stride=2).agrees()
question.on(draw.volume(1, 6, 8), 2, stride=4).agrees()
question.on(draw.volume(3, 4, 4), 4).agrees()
question.on(draw.volume(2, 3, 5), 3, stride=1).agrees()
question.on(draw.volume(1, 3, 3), 3, stride=5).agrees()
question.on(np.zeros((2, 4, 4)) + 1.5, 2).agrees()
question.on(draw.volume(2, 6, 5, contiguous=False), 2, stride=1).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_max_pool2d_errors" points=1
# Checks that windows that do not fit, sizes and strides below 1 and other numbers of axes are refused.
question = Question("pooling.max_pool2d", max_pool2d)
question.on(np.ones((2, 3, 5)), 4).refuses()
question.on(np.ones((2, 3, 3)), 0, stride=1).refuses()
question.on(np.ones((2, 3, 3)), 2, stride=0).refuses()
question.on(np.ones((4, 4)), 2).refuses()
question.on(np.ones((1, 4, 4)), 2).gives([[[1.0, 1.0], [1.0, 1.0]]])
### BEGIN HIDDEN TESTS
question.on(np.ones((2, 5, 3)), 4).refuses()
question.on(np.ones((2, 3, 3)), 4, stride=1).refuses()
question.on(np.ones((5, 3, 3)), 5).refuses()
question.on(np.ones((2, 3, 3)), -1, stride=1).refuses()
question.on(np.ones((2, 3, 3)), 0).refuses()
question.on(np.ones((2, 3, 3)), -2).refuses()
question.on(np.ones((2, 3, 3)), 2, stride=-1).refuses()
question.on(np.ones((1, 2, 4, 4)), 2).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_avg_pool2d"
# ## 2 Average pooling (3 points)
#
# The same windows, but pass on their mean. By hand, the map of task 1 with size 2:
#
# $$\begin{pmatrix} (1 + 5 + 3 - 1)/4 & (2 + 0 + 4 + 4)/4 \\ (0 + 0 + 7 + 1)/4 & (-2 - 3 - 5 - 4)/4 \end{pmatrix}
# = \begin{pmatrix} 2 & 2.5 \\ 2 & -3.5 \end{pmatrix}.$$
#
# Arguments and errors are those of task 1. (You may move what the poolings share into a function of your own, in the same cell.)

# %% role="answer" id="avg_pool2d"
def avg_pool2d(x, size, stride=None):
    """The mean of each window.

    Parameters
    ----------
    x : array, shape (C, H, W)
    size : int
        Side of the window, in pixels.
    stride : int, optional
        From one window to the next, in pixels; `size` where it is left out.

    Returns
    -------
    array, shape (C, H', W')

    Raises
    ------
    ValueError
        As in `max_pool2d`.
    """
    ### BEGIN SOLUTION
    highest = max_pool2d(x, size, stride)  # refuses what must be refused, and has the right shape
    step = stride or size
    total = np.zeros(highest.shape)
    for i, j in np.ndindex(total.shape[1:]):
        total[:, i, j] = x[:, i * step : i * step + size, j * step : j * step + size].sum(axis=(1, 2))
    return total / size**2
    ### END SOLUTION

# %% role="scratch" id="try_avg_pool2d"

# %% role="test" id="test_avg_pool2d_plain" points=1
# Checks windows that lie side by side and fill the map: the example above, and several channels.
question = Question("pooling.avg_pool2d", avg_pool2d)
x = np.array([[[1.0, 5, 2, 0], [3, -1, 4, 4], [0, 0, -2, -3], [7, 1, -5, -4]]])
question.on(x, 2).gives([[[2.0, 2.5], [2.0, -3.5]]])
### BEGIN HIDDEN TESTS
draw = Inputs("avg_pool2d_plain")
question.on(draw.volume(3, 6, 4), 2).agrees()
question.on(draw.volume(2, 6, 9), 3).twice()
question.on(np.array([[[0.0, 0.0, 6.0, 0.0], [2.0, 0.0, 0.0, 0.0]]]), 2).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_avg_pool2d_general" points=1
# Checks windows that overlap or leave gaps, rows and columns that fill no window, and a window as large as the map.
question = Question("pooling.avg_pool2d", avg_pool2d)
question.on(np.array([[[1.0, 3.0, 0.0], [1.0, 3.0, 4.0]]]), 2, stride=1).gives([[[2.0, 2.5]]])
question.on(np.array([[[1.0, 2.0, 9.0], [3.0, 4.0, 9.0], [9.0, 9.0, 9.0]]]), 2).gives([[[2.5]]])
### BEGIN HIDDEN TESTS
draw = Inputs("avg_pool2d_general")
question.on(draw.volume(2, 7, 9), 3, stride=2).agrees()
question.on(draw.volume(2, 5, 7), 2).agrees()
question.on(draw.volume(1, 8, 8), 3, stride=2).agrees()
question.on(draw.volume(2, 8, 6), 2, stride=4).agrees()
question.on(draw.volume(2, 7, 5), 2, stride=3).twice()
question.on(draw.volume(3, 4, 4), 4).agrees()
question.on(draw.volume(2, 1, 1), 1).agrees()
question.on(draw.volume(2, 5, 6, contiguous=False), 3, stride=1).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_avg_pool2d_errors" points=1
# Checks that windows that do not fit, sizes and strides below 1 and other numbers of axes are refused.
question = Question("pooling.avg_pool2d", avg_pool2d)
question.on(np.ones((2, 3, 5)), 4).refuses()
question.on(np.ones((2, 3, 3)), 0, stride=1).refuses()
question.on(np.ones((2, 3, 3)), 2, stride=0).refuses()
question.on(np.ones((4, 4)), 2).refuses()
question.on(np.ones((1, 4, 4)), 2).gives([[[1.0, 1.0], [1.0, 1.0]]])
### BEGIN HIDDEN TESTS
question.on(np.ones((2, 5, 3)), 4).refuses()
question.on(np.ones((2, 3, 3)), 4, stride=1).refuses()
question.on(np.ones((5, 3, 3)), 5).refuses()
question.on(np.ones((2, 3, 3)), -1, stride=1).refuses()
question.on(np.ones((2, 3, 3)), 0).refuses()
question.on(np.ones((2, 3, 3)), -2).refuses()
question.on(np.ones((2, 3, 3)), 2, stride=-1).refuses()
question.on(np.ones((1, 2, 4, 4)), 2).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_min_pool2d"
# ## 3 Min-pooling (2 points)
#
# The same once more, with the smallest value. By hand, the map of task 1 with size 2 gives
# $\begin{pmatrix} -1 & 0 \\ 0 & -5 \end{pmatrix}$.
#
# It is seldom used: after a ReLU, most windows hold a 0. There is a way to write it in one line with `max_pool2d`. Which?

# %% role="answer" id="min_pool2d"
def min_pool2d(x, size, stride=None):
    """The smallest value of each window.

    Parameters
    ----------
    x : array, shape (C, H, W)
    size : int
        Side of the window, in pixels.
    stride : int, optional
        From one window to the next, in pixels; `size` where it is left out.

    Returns
    -------
    array, shape (C, H', W')

    Raises
    ------
    ValueError
        As in `max_pool2d`.
    """
    ### BEGIN SOLUTION
    return np.negative(max_pool2d(np.negative(x), size, stride))
    ### END SOLUTION

# %% role="scratch" id="try_min_pool2d"

# %% role="test" id="test_min_pool2d_values" points=1
# Checks the example above, positive maps, windows that overlap or leave gaps, and rows that fill no window.
question = Question("pooling.min_pool2d", min_pool2d)
x = np.array([[[1.0, 5, 2, 0], [3, -1, 4, 4], [0, 0, -2, -3], [7, 1, -5, -4]]])
question.on(x, 2).gives([[[-1.0, 0.0], [0.0, -5.0]]])
question.on(np.array([[[1.0, 2.0, 4.0], [8.0, 3.0, 5.0]]]), 2, stride=1).gives([[[1.0, 2.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("min_pool2d_values")
question.on(draw.volume(3, 6, 4), 2).agrees()
question.on(np.abs(draw.volume(2, 4, 6)) + 0.1, 2).agrees()
question.on(draw.volume(2, 7, 9), 3, stride=2).agrees()
question.on(draw.volume(2, 5, 7), 2).agrees()
question.on(np.abs(draw.volume(2, 5, 7)) + 0.1, 2).agrees()
question.on(draw.volume(1, 8, 8), 3, stride=2).agrees()
question.on(draw.volume(2, 8, 6), 2, stride=4).agrees()
question.on(draw.volume(2, 7, 5), 2, stride=3).twice()
question.on(draw.volume(3, 4, 4), 4).agrees()
question.on(draw.volume(2, 1, 1), 1).agrees()
question.on(draw.volume(2, 5, 6, contiguous=False), 3, stride=1).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_min_pool2d_errors" points=1
# Checks that windows that do not fit, sizes and strides below 1 and other numbers of axes are refused.
question = Question("pooling.min_pool2d", min_pool2d)
question.on(np.ones((2, 3, 5)), 4).refuses()
question.on(np.ones((2, 3, 3)), 0, stride=1).refuses()
question.on(np.ones((2, 3, 3)), 2, stride=0).refuses()
question.on(np.ones((4, 4)), 2).refuses()
question.on(np.ones((1, 4, 4)), 2).gives([[[1.0, 1.0], [1.0, 1.0]]])
### BEGIN HIDDEN TESTS
question.on(np.ones((2, 5, 3)), 4).refuses()
question.on(np.ones((2, 3, 3)), 4, stride=1).refuses()
question.on(np.ones((5, 3, 3)), 5).refuses()
question.on(np.ones((2, 3, 3)), -1, stride=1).refuses()
question.on(np.ones((2, 3, 3)), 0).refuses()
question.on(np.ones((2, 3, 3)), -2).refuses()
question.on(np.ones((2, 3, 3)), 2, stride=-1).refuses()
question.on(np.ones((1, 2, 4, 4)), 2).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_global_avg_pool"
# ## 4 Global average pooling (1 point)
#
# One window as large as the map: a single mean for each channel. Many networks end like this, since it turns a map of any size
# into as many numbers as there are channels, without a single weight.
#
# By hand: the channels $(1, 2, 6)$ and $(-1, 0, 4)$, each one row of three columns, give $(3, 1)$.

# %% role="answer" id="global_avg_pool"
def global_avg_pool(x):
    """The mean of each channel.

    Parameters
    ----------
    x : array, shape (C, H, W)

    Returns
    -------
    array, shape (C,)
    """
    ### BEGIN SOLUTION
    channels = x.shape[0]
    return np.array([np.mean(x[channel]) for channel in range(channels)])
    ### END SOLUTION

# %% role="scratch" id="try_global_avg_pool"

# %% role="test" id="test_global_avg_pool" points=1
# Checks the example above, maps of any shape, and a single pixel.
question = Question("pooling.global_avg_pool", global_avg_pool)
question.on(np.array([[[1.0, 2.0, 6.0]], [[-1.0, 0.0, 4.0]]])).gives([3.0, 1.0])
question.on(np.array([[[-2.5]]])).gives([-2.5])
### BEGIN HIDDEN TESTS
draw = Inputs("global_avg_pool")
question.on(draw.volume(3, 5, 7)).agrees()
question.on(draw.volume(4, 6, 2)).twice()
question.on(draw.volume(3, 3, 3)).agrees()
question.on(draw.volume(2, 4, 5, contiguous=False)).agrees()
question.on(np.array([[[0.0, 3.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]]])).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_max_pool2d_backward"
# ## 5 The way back (5 points)
#
# To train a network, a layer must say how its input should change so that the loss falls. For max-pooling that is simple: only the
# largest pixel of a window had a say, so it alone gets that window's gradient. All others get 0.
#
# Take the map of task 1, pooled with size 2, and the gradient $\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$ of a loss with
# respect to the pooled map:
#
# $$\begin{pmatrix} 1 & \mathbf{5} & 2 & 0 \\ 3 & -1 & \mathbf{4} & 4 \\ 0 & 0 & \mathbf{-2} & -3 \\ \mathbf{7} & 1 & -5 & -4
# \end{pmatrix} \quad\text{gets}\quad
# \begin{pmatrix} 0 & 1 & 0 & 0 \\ 0 & 0 & 2 & 0 \\ 0 & 0 & 4 & 0 \\ 3 & 0 & 0 & 0 \end{pmatrix}.$$
#
# Two rules complete it:
#
# - **Ties.** Where the largest value stands more than once in a window (the two 4s above), the first one in row order gets the
#   gradient: the topmost, and among those in one row the leftmost.
# - **Overlaps.** A pixel can be the largest of several windows. It gets the sum of their gradients. By hand, with size 2 and stride 1,
#   the 4 of $\begin{pmatrix} 1 & 4 & 2 \\ 0 & 3 & 2 \end{pmatrix}$ is the maximum of both windows. The gradient
#   $\begin{pmatrix} 10 & 1 \end{pmatrix}$ gives it $10 + 1 = 11$.
#
# Errors are those of task 1; and a gradient whose shape is not that of the pooled map.

# %% role="answer" id="max_pool2d_backward"
def max_pool2d_backward(x, grad, size, stride=None):
    """The gradient with respect to the map that was max-pooled.

    Parameters
    ----------
    x : array, shape (C, H, W)
        The map that was pooled.
    grad : array, shape (C, H', W')
        Gradient of a loss with respect to max_pool2d(x, size, stride).
    size : int
        Side of the window, in pixels.
    stride : int, optional
        From one window to the next, in pixels; `size` where it is left out.

    Returns
    -------
    array, shape (C, H, W)
        Each window's gradient at its first maximum in row order; where windows overlap, they add up.

    Raises
    ------
    ValueError
        As in `max_pool2d`, or if grad has another shape than the pooled map.
    """
    ### BEGIN SOLUTION
    pooled = max_pool2d(x, size, stride)
    if pooled.shape != grad.shape:
        raise ValueError(f"a gradient of shape {grad.shape} does not belong to a pooled map of shape {pooled.shape}")
    step = stride or size
    result = np.zeros(x.shape)
    for c, i, j in np.ndindex(pooled.shape):
        window = x[c, i * step : i * step + size, j * step : j * step + size]
        down, right = np.argwhere(window == pooled[c, i, j])[0]
        result[c, i * step + down, j * step + right] += grad[c, i, j]
    return result
    ### END SOLUTION

# %% role="scratch" id="try_max_pool2d_backward"

# %% role="test" id="test_max_pool2d_backward_plain" points=1
# Checks windows side by side without ties, in one channel and in several.
question = Question("pooling.max_pool2d_backward", max_pool2d_backward)
x = np.array([[[1.0, 5.0, 2.0, 0.0], [3.0, 0.5, 4.0, 3.0]]])
question.on(x, np.array([[[10.0, 20.0]]]), 2).gives([[[0.0, 10.0, 0.0, 0.0], [0.0, 0.0, 20.0, 0.0]]])
x = np.array([[[1.0, 2.0, 6.0, 5.0], [4.0, 3.0, 7.0, 8.0]], [[8.0, 5.0, 1.0, 4.0], [6.0, 7.0, 2.0, 3.0]]])
grad = np.array([[[0.5, 1.0]], [[-3.0, 2.0]]])
question.on(x, grad, 2).gives([[[0.0, 0, 0, 0], [0.5, 0, 0, 1]], [[-3, 0, 0, 2], [0, 0, 0, 0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("max_pool2d_backward_plain")
question.on(np.abs(draw.volume(3, 6, 8)), draw.volume(3, 3, 4), 2).agrees()
question.on(np.abs(draw.volume(2, 6, 9)), draw.volume(2, 2, 3), 3).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_max_pool2d_backward_ties" points=1
# Checks windows in which the largest value stands more than once.
question = Question("pooling.max_pool2d_backward", max_pool2d_backward)
x = np.array([[[1.0, 5.0, 2.0, 0.0], [3.0, 1.0, 4.0, 4.0]]])
question.on(x, np.array([[[1.0, 2.0]]]), 2).gives([[[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0]]])
question.on(np.array([[[1.0, 6.0, 0.0], [6.0, 2.0, 0.0]]]), np.array([[[3.0]]]), 2).gives([[[0.0, 3.0, 0.0], [0.0, 0.0, 0.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("max_pool2d_backward_ties")
question.on(np.ones((2, 4, 6)), draw.volume(2, 2, 3), 2).agrees()
question.on(np.full((1, 6, 9), 1.5), draw.volume(1, 2, 3), 3).agrees()
question.on(np.round(np.abs(draw.volume(2, 6, 8))) + 1, draw.volume(2, 3, 4), 2).agrees()
question.on(np.maximum(draw.volume(3, 6, 9), 0) + 1, draw.volume(3, 2, 3), 3).agrees()
question.on(np.array([[[1.0, 1, 2, 1], [2, 1, 1, 1], [2, 1, 1, 1]]]), draw.volume(1, 1, 1), 3).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_max_pool2d_backward_overlaps" points=1
# Checks windows that overlap, so that gradients add up, and windows with gaps.
question = Question("pooling.max_pool2d_backward", max_pool2d_backward)
x = np.array([[[1.0, 4.0, 2.0], [0.0, 3.0, 2.0]]])
question.on(x, np.array([[[10.0, 1.0]]]), 2, stride=1).gives([[[0.0, 11.0, 0.0], [0.0, 0.0, 0.0]]])
question.on(x, np.array([[[10.0, 1.0]]]), 1, stride=2).gives([[[10.0, 0.0, 1.0], [0.0, 0.0, 0.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("max_pool2d_backward_overlaps")
question.on(np.abs(draw.volume(2, 7, 9)), draw.volume(2, 3, 4), 3, stride=2).agrees()
question.on(np.abs(draw.volume(2, 5, 6)), draw.volume(2, 3, 4), 3, stride=1).twice()
question.on(np.abs(draw.volume(3, 8, 5)), draw.volume(3, 3, 2), 2, stride=3).agrees()
question.on(np.abs(draw.volume(1, 6, 8)), draw.volume(1, 2, 3), 4, stride=2).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_max_pool2d_backward_edges" points=1
# Checks the example above with its negative window, rows and columns that fill no window, a window as large as the map, one pixel.
question = Question("pooling.max_pool2d_backward", max_pool2d_backward)
x = np.array([[[1.0, 5, 2, 0], [3, -1, 4, 4], [0, 0, -2, -3], [7, 1, -5, -4]]])
grad = np.array([[[1.0, 2.0], [3.0, 4.0]]])
question.on(x, grad, 2).gives([[[0.0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 4, 0], [3, 0, 0, 0]]])
x = np.array([[[1.0, 2.0, 9.0], [3.0, 4.0, 9.0], [9.0, 9.0, 9.0]]])
question.on(x, np.array([[[5.0]]]), 2).gives([[[0.0, 0.0, 0.0], [0.0, 5.0, 0.0], [0.0, 0.0, 0.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("max_pool2d_backward_edges")
question.on(-np.abs(draw.volume(2, 4, 6)) - 0.1, draw.volume(2, 2, 3), 2).agrees()
question.on(np.full((1, 4, 4), -1.5), draw.volume(1, 2, 2), 2).agrees()
question.on(np.zeros((2, 4, 4)), draw.volume(2, 2, 2), 2).agrees()
question.on(draw.volume(2, 5, 7), draw.volume(2, 2, 3), 2).agrees()
question.on(draw.volume(1, 8, 8), draw.volume(1, 2, 2), 3).agrees()
question.on(draw.volume(2, 4, 4), draw.volume(2, 1, 1), 4).agrees()
question.on(draw.volume(3, 1, 1), draw.volume(3, 1, 1), 1).agrees()
question.on(draw.volume(2, 6, 5, contiguous=False), draw.volume(2, 3, 2, contiguous=False), 2).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_max_pool2d_backward_errors" points=1
# Checks that a gradient of another shape is refused, and so is all that max-pooling refuses.
question = Question("pooling.max_pool2d_backward", max_pool2d_backward)
question.on(np.ones((2, 4, 6)), np.ones((2, 3, 2)), 2).refuses()
question.on(np.ones((2, 4, 6)), np.ones((1, 2, 3)), 2).refuses()
question.on(np.ones((2, 3, 5)), np.ones((2, 1, 1)), 4).refuses()
question.on(np.ones((2, 3, 3)), np.ones((2, 2, 2)), 2, stride=0).refuses()
question.on(np.array([[[1.0, 2.0, 4.0, 3.0], [0.0, 0.0, 0.0, 0.0]]]), np.ones((1, 1, 2)), 2).gives([[[0.0, 1, 1, 0], [0, 0, 0, 0]]])
### BEGIN HIDDEN TESTS
for shape in [(2, 2, 2), (2, 3, 3), (2, 2, 4), (3, 2, 3), (2, 1, 1), (1, 1, 1), (2, 6), (12,), (2, 4, 6), (1, 2, 2, 3)]:
    question.on(np.ones((2, 4, 6)), np.ones(shape), 2).refuses()
question.on(np.ones((2, 5, 3)), np.ones((2, 1, 1)), 4).refuses()
question.on(np.ones((2, 3, 3)), np.ones((2, 3, 3)), 0, stride=1).refuses()
question.on(np.ones((2, 3, 3)), np.ones((2, 3, 3)), -1, stride=1).refuses()
question.on(np.ones((2, 3, 3)), np.ones((2, 3, 3)), 0).refuses()
question.on(np.ones((2, 3, 3)), np.ones((2, 2, 2)), 2, stride=-1).refuses()
question.on(np.ones((4, 4)), np.ones((2, 2)), 2).refuses()
question.on(np.ones((1, 2, 4, 4)), np.ones((1, 2, 2, 2)), 2).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_shift"
# ## 6 Move a map (3 points)
#
# To measure how much pooling tolerates, you need maps that have moved. Move `x` down by `rows` and to the right by `cols`; negative
# numbers move it up and to the left. What moves out is lost, and zeros come in:
#
# $$\mathrm{out}[c, i, j] = x[c,\, i - \mathrm{rows},\, j - \mathrm{cols}], \quad
# \text{and } 0 \text{ where that lies outside.}$$
#
# By hand, `rows=1` and `cols=-1`:
#
# $$\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix} \quad\text{becomes}\quad
# \begin{pmatrix} 0 & 0 & 0 \\ 2 & 3 & 0 \end{pmatrix}.$$
#
# A map can stay where it is (0), and it can move out altogether: then only zeros are left. Neither is an error.

# %% role="answer" id="shift"
def shift(x, rows, cols):
    """A map moved down and to the right, with zeros where nothing moves in.

    Parameters
    ----------
    x : array, shape (C, H, W)
    rows : int
        How far down, in pixels; a negative number moves up.
    cols : int
        How far to the right, in pixels; a negative number moves to the left.

    Returns
    -------
    array, shape (C, H, W)
        out[c, i, j] = x[c, i - rows, j - cols], and 0 where that lies outside.
    """
    ### BEGIN SOLUTION
    height, width = x.shape[1:]
    top, left = min(abs(rows), height), min(abs(cols), width)
    framed = np.pad(x, ((0, 0), (top, top), (left, left)))
    row = top - top * np.sign(rows)
    column = left - left * np.sign(cols)
    return framed[:, row : row + height, column : column + width]
    ### END SOLUTION

# %% role="scratch" id="try_shift"

# %% role="test" id="test_shift_plain" points=1
# Checks moves down and to the right.
question = Question("pooling.shift", shift)
x = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
question.on(x, 1, 1).gives([[[0.0, 0.0, 0.0], [0.0, 1.0, 2.0]]])
question.on(x, 1, 2).gives([[[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("shift_plain")
question.on(draw.volume(3, 5, 7), 1, 2).agrees()
question.on(draw.volume(2, 6, 4), 3, 1).agrees()
question.on(draw.volume(2, 4, 6), 2, 5).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_shift_directions" points=1
# Checks moves up, to the left, and in mixed directions.
question = Question("pooling.shift", shift)
x = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
question.on(x, 1, -1).gives([[[0.0, 0.0, 0.0], [2.0, 3.0, 0.0]]])
question.on(x, -1, 1).gives([[[0.0, 4.0, 5.0], [0.0, 0.0, 0.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("shift_directions")
for rows, cols in [(-1, 2), (2, -3), (-2, -1), (-3, -4), (-4, 5)]:
    question.on(draw.volume(2, 5, 6), rows, cols).agrees()
question.on(draw.volume(3, 6, 4, contiguous=False), -2, 1).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_shift_edges" points=1
# Checks maps that stay, along both axes or one, and maps that move out altogether.
question = Question("pooling.shift", shift)
x = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
question.on(x, 0, 0).gives([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
question.on(x, 0, 2).gives([[[0.0, 0.0, 1.0], [0.0, 0.0, 4.0]]])
question.on(x, 2, 0).gives([[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])
question.on(x, 0, 7).gives([[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("shift_edges")
for rows, cols in [(1, 0), (4, 1), (5, 1), (6, 0), (1, 6), (1, 7), (0, 13), (9, 9), (0, 0)]:
    question.on(draw.volume(2, 4, 6), rows, cols).agrees()
for rows, cols in [(-1, 0), (0, -2), (-4, 0), (-5, 2), (2, -6), (0, -8), (9, -9), (-3, 5)]:
    question.on(draw.volume(2, 4, 6), rows, cols).agrees()
question.on(draw.volume(2, 1, 1), 0, 0).agrees()
question.on(draw.volume(2, 1, 1), 1, 0).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_shift_distance"
# ## 7 How much does the pooled map notice? (3 points)
#
# Now put it together. Pool the map, move the map and pool that, and compare. The distance is relative to the map that stayed:
#
# $$\frac{\lVert \mathrm{maxpool}(\mathrm{shift}(x)) - \mathrm{maxpool}(x) \rVert}{\lVert \mathrm{maxpool}(x) \rVert},$$
#
# where a norm is the root of the sum of squares over *all* entries, in all channels. Where the lower norm is 0 there is nothing to
# compare with: give 0. The windows lie side by side; size 1 pools nothing.
#
# By hand: one bright pixel of value 1 in the corner of a map of 2 × 4 pixels.
#
# | move to the right by | size 1 | size 2 |
# | --- | --- | --- |
# | 1 | the pixel is gone here and new there: $\sqrt{1^2 + 1^2}/1 = 1.414$ | it stays in its window: 0 |
# | 2 | 1.414 | it is in the next window: 1.414 |

# %% role="answer" id="shift_distance"
def shift_distance(x, rows, cols, size=1):
    """How much a max-pooled map changes when the map moves, relative to the pooled map that stayed.

    Parameters
    ----------
    x : array, shape (C, H, W)
    rows, cols : int
        How far down and how far to the right the map moves, in pixels.
    size : int, optional
        Side of the pooling window, in pixels.

    Returns
    -------
    float
        The norm of the difference over the norm of max_pool2d(x, size); 0 where the lower one is 0.
    """
    ### BEGIN SOLUTION
    still = max_pool2d(x, size)
    moved = max_pool2d(shift(x, rows, cols), size)
    energy = np.sum(still**2)
    if energy == 0:
        return 0.0
    return float(np.sqrt(np.sum((moved - still) ** 2) / energy))
    ### END SOLUTION

# %% role="scratch" id="try_shift_distance"

# %% role="test" id="test_shift_distance_plain" points=1
# Checks distances without pooling, among them the example above.
question = Question("pooling.shift_distance", shift_distance)
x = np.array([[[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]])
question.on(x, 0, 1).gives(2**0.5)
question.on(np.array([[[3.0, 4.0]]]), 0, 0).gives(0.0)
question.on(np.array([[[3.0, 4.0]]]), 0, 1).gives((9 + 1) ** 0.5 / 5)
### BEGIN HIDDEN TESTS
draw = Inputs("shift_distance_plain")
question.on(draw.volume(2, 5, 7), 1, 2).agrees()
question.on(draw.volume(3, 6, 4), -2, 1).agrees()
question.on(draw.volume(2, 4, 5), 0, -3, size=1).twice()
question.on(draw.volume(2, 4, 5), 9, 0).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_shift_distance_pooled" points=1
# Checks distances between pooled maps, among them the example above.
question = Question("pooling.shift_distance", shift_distance)
x = np.array([[[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]])
question.on(x, 0, 1, size=2).gives(0.0)
question.on(x, 0, 2, size=2).gives(2**0.5)
### BEGIN HIDDEN TESTS
draw = Inputs("shift_distance_pooled")
question.on(draw.volume(2, 8, 8), 1, 2, size=2).agrees()
question.on(draw.volume(3, 7, 9), -1, 1, size=3).agrees()
question.on(draw.volume(2, 5, 7), 2, -1, size=2).twice()
question.on(draw.volume(2, 6, 8), 0, 2, size=2).agrees()
question.on(draw.volume(1, 6, 6, contiguous=False), 1, 0, size=2).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_shift_distance_zeros" points=1
# Checks maps of zeros, before or after pooling, and a map that moves out altogether.
question = Question("pooling.shift_distance", shift_distance)
question.on(np.zeros((2, 3, 4)), 1, 1).gives(0.0)
question.on(np.array([[[2.0, 1.0], [0.0, 2.0]]]), 5, 0).gives(1.0)
### BEGIN HIDDEN TESTS
draw = Inputs("shift_distance_zeros")
question.on(np.zeros((1, 4, 4)), 0, 0, size=2).agrees()
question.on(np.array([[[0.0, -1.0, -1.0, 0.0], [0.0, -1.0, -1.0, 0.0]]]), 0, 1, size=2).agrees()
question.on(draw.volume(2, 4, 6), 0, -6).agrees()
question.on(draw.volume(2, 4, 6) * 1e-5, 1, 1).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="more_shift_distance"
# ### To play with (no points)
#
# Draw a smooth map, such as a sine along the columns, and one of random numbers. Plot `shift_distance` over moves of 0 to 8 pixels, with
# sizes 1, 2 and 4. For which map does pooling help? Why is there a step each time the move passes a multiple of the size? And what does
# the same plot look like with average pooling?

# %% role="scratch" id="play_shift_distance"

# %% [markdown] id="ask_pooling"
# ## 8 In your own words (2 points)
#
# **What does pooling throw away, and name a task where that hurts.** Three to six sentences. A person reads your answer.

# %% [markdown] role="written" id="written_pooling" points=2
# **Rubric, 2 points**
#
# - 1 point: what is lost is *where* in its window a value stood (max-pooling keeps that it was there and how strong it was), and all other
#   values of the window; with each layer the position becomes coarser. Half a point for "information", "detail" or "resolution" without
#   saying of what.
# - 1 point: a task that needs positions, and why: segmentation (a label for each pixel), detection with exact boxes, landmarks, depth,
#   reading small text, counting things that lie close together. Half a point for a task without the reason.
# - A claim that pooling makes a network invariant to rotation, scale or any shift costs half a point: the tolerance is to shifts of a few
#   pixels only, and even these change the result when a value passes from one window to the next (Zhang 2019).
#
# *Sample, 2 points.* "Max-pooling keeps the largest value of a window and forgets where in the window it was, and the other values too.
# After five poolings of 2 a position is known to 32 pixels only. For segmentation we need the class of every pixel, so the borders of
# objects come out blurred, which is why such networks bring back maps from before the pooling."
#
# *Sample, 1.5 points.* "It throws away the exact place of each feature and keeps that it is there. That hurts in segmentation."
#
# *Sample, 0.5 points.* "Pooling throws away details to make the network faster. It is bad when details matter."

# %% [markdown] id="end"
# ## What you have built
#
# You have pooling forwards and backwards, and a number for its tolerance. It is smaller than its fame: a shift inside a window goes
# unnoticed, one across its border does not, and after a rotation everything is different. Training through pooling is only
# book-keeping: who was the largest?
#
# Save the notebook, run it once more from top to bottom, and hand it in. Then go back to the chapter *Pooling*: its self-check
# questions should be easy now. With convolution, stride, receptive fields and pooling you have all the parts of AlexNet, which comes
# next.
