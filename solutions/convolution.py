# ---
# title: Convolution and correlation
# topic: convolution
# minutes: 90
# ---

# %% [markdown] id="start"
# # Exercise 1: Convolution and correlation
#
# You build the operation that gives convolutional networks their name: first for signals, then for images, at last as three
# filters that you have met in every photo program.
#
# When you are done, you can
#
# - compute a convolution and a correlation from their definitions, and say in which index they differ;
# - slide a kernel over an image without losing a border pixel, and refuse one that does not fit;
# - filter a picture so that it keeps its size;
# - write down the kernels that blur, sharpen and find edges.
#
# **Time**: about 90 minutes. **Points**: 23, of which 2 are for a written answer.
# **Before**: the chapter *Convolution and correlation*.
#
# ## How this notebook works
#
# - Write your answer in the place of `raise NotImplementedError()`. Leave the function's name and its arguments as they are.
# - Below each answer is an empty cell: try things there. It is never graded.
# - Then comes a locked cell with checks. Run it: it tells you at once what it called, what it expected and what came.
#   More checks of the same kind run when you have handed in, on other inputs.
# - Each function is graded on its own. A mistake in one never costs points of another, so go on when you are stuck.
# - Arrays hold floats. Your functions leave their arguments unchanged.
# - NumPy is all that you need. Not allowed, since they would do the work: `np.convolve`, `np.correlate`, `np.polymul`,
#   `np.poly1d`, `np.polynomial`, `np.fft`, `scipy` and `torch`.
#
# Before you hand in, choose *Kernel → Restart Kernel and Run All Cells*: whatever works then works for the grader too.

# %% role="imports" id="imports"
import numpy as np

from autograder.checks import Inputs, Question

# %% [markdown] id="task_convolve1d"
# ## 1 Convolve two signals (3 points)
#
# The convolution of $f$ (with $M$ samples) and $g$ (with $N$ samples) is
#
# $$\mathrm{out}[n] = \sum_m f[m]\, g[n - m], \qquad n = 0, \dots, M + N - 2,$$
#
# where the sum runs over all $m$ for which both samples exist. As $m$ goes up, $n - m$ goes down: one of the signals is read
# backwards.
#
# By hand, for $f = (1, 2, 3)$ and $g = (0, 1, 0.5)$, the entry at $n = 2$ is
# $f[0]\,g[2] + f[1]\,g[1] + f[2]\,g[0] = 1 \cdot 0.5 + 2 \cdot 1 + 3 \cdot 0 = 2.5$.
# The whole result is $(0, 1, 2.5, 4, 1.5)$.

# %% role="answer" id="convolve1d"
def convolve1d(f, g):
    """Full convolution of two signals.

    Parameters
    ----------
    f : array, shape (M,)
    g : array, shape (N,)

    Returns
    -------
    array, shape (M + N - 1,)
        out[n] = sum over m of f[m] g[n - m]
    """
    ### BEGIN SOLUTION
    total = np.zeros(f.size + g.size - 1)
    for n in range(total.size):
        for m in range(f.size):
            if 0 <= n - m < g.size:
                total[n] = total[n] + f[m] * g[n - m]
    return total
    ### END SOLUTION

# %% role="scratch" id="try_convolve1d"

# %% role="test" id="test_convolve1d_plain" points=1
# Checks the example above and a kernel that delays and halves, both easy to follow by hand.
question = Question("convolution.convolve1d", convolve1d)
question.on(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.5])).gives([0.0, 1.0, 2.5, 4.0, 1.5])
question.on(np.array([4.0, -2.0]), np.array([0.0, 0.0, 0.5])).gives([0.0, 0.0, 2.0, -1.0])
### BEGIN HIDDEN TESTS
draw = Inputs("convolve1d_plain")
question.on(draw.signal(6), draw.signal(4)).agrees()
question.on(draw.signal(5), draw.signal(5)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_convolve1d_general" points=1
# Checks longer signals of any lengths, the longer one second too.
question = Question("convolution.convolve1d", convolve1d)
question.on(np.array([1.0, -1.0]), np.array([2.0, 5.0, 3.0, 0.5])).gives([2.0, 3.0, -2.0, -2.5, -0.5])
### BEGIN HIDDEN TESTS
draw = Inputs("convolve1d_general")
question.on(draw.signal(3), draw.signal(8)).agrees()
question.on(draw.signal(17), draw.signal(5)).agrees()
question.on(draw.signal(4), draw.signal(9)).twice()
question.on(draw.signal(4), draw.signal(9)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_convolve1d_edges" points=1
# Checks single samples, and signals that are views of other arrays.
question = Question("convolution.convolve1d", convolve1d)
question.on(np.array([3.0]), np.array([-2.0])).gives([-6.0])
question.on(np.array([1.0, 2.0, 4.0]), np.array([0.5])).gives([0.5, 1.0, 2.0])
### BEGIN HIDDEN TESTS
draw = Inputs("convolve1d_edges")
question.on(draw.signal(1), draw.signal(6)).agrees()
question.on(draw.signal(7, contiguous=False), draw.signal(3, contiguous=False)).agrees()
question.on(draw.signal(2), draw.signal(2)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_correlate1d"
# ## 2 Correlate two signals (3 points)
#
# The cross-correlation at the lag $n$ is
#
# $$\sum_m f[m]\, g[m + n].$$
#
# Both indices grow together: nothing is read backwards. Lags may be negative. The smallest one at which the signals touch is
# $-(M - 1)$, so that entry $i$ of the result belongs to the lag $n = i - (M - 1)$; there are $M + N - 1$ of them.
#
# By hand, for $f = (1, 2, 3)$ and $g = (0, 1, 0.5)$: entry 0 belongs to the lag $-2$, where only $f[2]\,g[0] = 3 \cdot 0 = 0$ is
# left. Entry 2 belongs to the lag 0: $1 \cdot 0 + 2 \cdot 1 + 3 \cdot 0.5 = 3.5$. The whole result is $(0, 3, 3.5, 2, 0.5)$.

# %% role="answer" id="correlate1d"
def correlate1d(f, g):
    """Full cross-correlation of two signals.

    Parameters
    ----------
    f : array, shape (M,)
    g : array, shape (N,)

    Returns
    -------
    array, shape (M + N - 1,)
        out[i] = sum over m of f[m] g[m + n], at the lag n = i - (M - 1)
    """
    ### BEGIN SOLUTION
    lags = range(1 - f.size, g.size)
    total = np.zeros(len(lags))
    for i, lag in enumerate(lags):
        for m in range(f.size):
            if 0 <= m + lag < g.size:
                total[i] = total[i] + f[m] * g[m + lag]
    return total
    ### END SOLUTION

# %% role="scratch" id="try_correlate1d"

# %% role="test" id="test_correlate1d_plain" points=1
# Checks the example above, and a pattern that is found where it lies.
question = Question("convolution.correlate1d", correlate1d)
question.on(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.5])).gives([0.0, 3.0, 3.5, 2.0, 0.5])
question.on(np.array([1.0, -1.0]), np.array([0.0, 0.0, 1.0, -1.0])).gives([0.0, 0.0, -1.0, 2.0, -1.0])
### BEGIN HIDDEN TESTS
draw = Inputs("correlate1d_plain")
question.on(draw.signal(5), draw.signal(5)).agrees()
question.on(draw.signal(4), draw.signal(6)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_correlate1d_lags" points=1
# Checks that every lag has its place, whichever signal is longer.
question = Question("convolution.correlate1d", correlate1d)
question.on(np.array([0.0, 0.0, 1.0]), np.array([5.0, 7.0])).gives([5.0, 7.0, 0.0, 0.0])
question.on(np.array([1.0, 0.0, 0.0]), np.array([5.0, 7.0])).gives([0.0, 0.0, 5.0, 7.0])
### BEGIN HIDDEN TESTS
draw = Inputs("correlate1d_lags")
question.on(draw.signal(9), draw.signal(4)).agrees()
question.on(draw.signal(3), draw.signal(11)).agrees()
question.on(draw.signal(6), draw.signal(2)).twice()
question.on(draw.signal(6), draw.signal(2)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_correlate1d_edges" points=1
# Checks single samples, and signals that are views of other arrays.
question = Question("convolution.correlate1d", correlate1d)
question.on(np.array([3.0]), np.array([-2.0, 1.0])).gives([-6.0, 3.0])
question.on(np.array([1.0, 4.0]), np.array([2.0])).gives([8.0, 2.0])
### BEGIN HIDDEN TESTS
draw = Inputs("correlate1d_edges")
question.on(draw.signal(1), draw.signal(1)).agrees()
question.on(draw.signal(1), draw.signal(5)).agrees()
question.on(draw.signal(6, contiguous=False), draw.signal(4, contiguous=False)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_correlate2d"
# ## 3 Correlate an image with a kernel (4 points)
#
# Now the signal has two axes. Lay the kernel over the image with its corner at row $i$ and column $j$, multiply what lies on top
# of each other, and add up:
#
# $$\mathrm{out}[i, j] = \sum_{u=0}^{k-1} \sum_{v=0}^{l-1} \mathrm{image}[i + u, j + v]\; \mathrm{kernel}[u, v].$$
#
# Only places where the whole kernel lies on the image count, so an $H \times W$ image and a $k \times l$ kernel give
# $(H - k + 1) \times (W - l + 1)$ numbers. A kernel that is taller or wider than the image has no place at all: raise a
# `ValueError` that says so, with the two shapes.
#
# By hand:
#
# $$\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix} \text{ with } \begin{pmatrix} 1 & 10 \end{pmatrix}
# \text{ gives } \begin{pmatrix} 1 + 20 & 2 + 30 \\ 4 + 50 & 5 + 60 \end{pmatrix} = \begin{pmatrix} 21 & 32 \\ 54 & 65 \end{pmatrix}.$$

# %% role="answer" id="correlate2d"
def correlate2d(image, kernel):
    """Valid cross-correlation: the kernel slid over the image as it is.

    Parameters
    ----------
    image : array, shape (H, W)
    kernel : array, shape (k, l)

    Returns
    -------
    array, shape (H - k + 1, W - l + 1)

    Raises
    ------
    ValueError
        If the kernel is taller or wider than the image.
    """
    ### BEGIN SOLUTION
    height, width = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if min(height, width) < 1:
        raise ValueError(f"no place for a kernel of shape {kernel.shape} on an image of shape {image.shape}")
    answer = np.empty((height, width))
    for i in range(height):
        for j in range(width):
            answer[i, j] = np.sum(image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel)
    return answer
    ### END SOLUTION

# %% role="scratch" id="try_correlate2d"

# %% role="test" id="test_correlate2d_plain" points=1
# Checks the example above, and a square kernel in whose corner stands the only value.
question = Question("convolution.correlate2d", correlate2d)
image = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
question.on(image, np.array([[1.0, 10.0]])).gives([[21.0, 32.0], [54.0, 65.0]])
question.on(image, np.array([[0.0, 1.0], [0.0, 0.0]])).gives([[2.0, 3.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("correlate2d_plain")
question.on(draw.image(6, 6), draw.image(3, 3)).agrees()
question.on(draw.image(5, 7), draw.image(2, 2)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_correlate2d_general" points=1
# Checks images and kernels that are not square, and the chapter's example.
question = Question("convolution.correlate2d", correlate2d)
chapter = np.array([[1.0, 0, 2, 1, 0], [3, 1, 0, 2, 1], [0, 2, 4, 1, 3], [1, 0, 3, 2, 0]])
question.on(chapter, np.array([[0.0, 1, 2], [0, 3, 0], [-1, 0, 0]])).gives([[7.0, 2.0, 3.0], [6.0, 16.0, 4.0]])
question.on(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[1.0], [-1.0]])).gives([[-2.0, -2.0], [-2.0, -2.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("correlate2d_general")
question.on(draw.image(5, 9), draw.image(2, 4)).agrees()
question.on(draw.image(8, 4), draw.image(3, 1)).agrees()
question.on(draw.image(7, 6), draw.image(4, 2)).twice()
question.on(draw.image(7, 6), draw.image(4, 2)).agrees()
question.on(draw.image(6, 5, contiguous=False), draw.image(2, 3, contiguous=False)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_correlate2d_edges" points=1
# Checks a kernel of one value, one as large as the image, and one as high or as wide as the image.
question = Question("convolution.correlate2d", correlate2d)
question.on(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[2.0]])).gives([[2.0, 4.0], [6.0, 8.0]])
question.on(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 10.0]])).gives([[41.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("correlate2d_edges")
question.on(draw.image(3, 6), draw.image(3, 2)).agrees()
question.on(draw.image(6, 3), draw.image(2, 3)).agrees()
question.on(draw.image(4, 5), draw.image(4, 5)).agrees()
question.on(draw.image(1, 1), draw.image(1, 1)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_correlate2d_errors" points=1
# Checks that a kernel that does not fit is refused, and that one that just fits is not.
question = Question("convolution.correlate2d", correlate2d)
question.on(np.zeros((2, 5)), np.ones((3, 2))).refuses()
question.on(np.zeros((5, 2)), np.ones((2, 3))).refuses()
question.on(np.ones((2, 3)), np.ones((2, 3))).gives([[6.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("correlate2d_errors")
question.on(draw.image(2, 2), draw.image(3, 3)).refuses()
question.on(draw.image(3, 6), draw.image(5, 4)).refuses()
question.on(draw.image(6, 3), draw.image(4, 5)).refuses()
question.on(draw.image(1, 4), draw.image(2, 4)).refuses()
question.on(draw.image(3, 4), draw.image(3, 4)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_convolve2d"
# ## 4 Convolve an image with a kernel (3 points)
#
# Convolution differs from correlation in one thing: the kernel is first rotated by 180 degrees, which turns round *both* of its
# axes.
#
# By hand, with the image of task 3:
#
# $$\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix} \text{ with } \begin{pmatrix} 1 & 10 \end{pmatrix}
# \text{ gives } \begin{pmatrix} 10 + 2 & 20 + 3 \\ 40 + 5 & 50 + 6 \end{pmatrix} = \begin{pmatrix} 12 & 23 \\ 45 & 56 \end{pmatrix}.$$

# %% role="answer" id="convolve2d"
def convolve2d(image, kernel):
    """Valid convolution: the kernel rotated by 180 degrees, then slid over the image.

    Parameters
    ----------
    image : array, shape (H, W)
    kernel : array, shape (k, l)

    Returns
    -------
    array, shape (H - k + 1, W - l + 1)

    Raises
    ------
    ValueError
        If the kernel is taller or wider than the image.
    """
    ### BEGIN SOLUTION
    half_turn = np.rot90(np.rot90(kernel))
    return correlate2d(image, half_turn)
    ### END SOLUTION

# %% role="scratch" id="try_convolve2d"

# %% role="test" id="test_convolve2d_plain" points=1
# Checks the example above, and a square kernel in whose corner stands the only value.
question = Question("convolution.convolve2d", convolve2d)
image = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
question.on(image, np.array([[1.0, 10.0]])).gives([[12.0, 23.0], [45.0, 56.0]])
question.on(image, np.array([[0.0, 1.0], [0.0, 0.0]])).gives([[4.0, 5.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("convolve2d_plain")
question.on(draw.image(6, 6), draw.image(3, 3)).agrees()
question.on(draw.image(7, 5), draw.image(2, 2)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_convolve2d_general" points=1
# Checks images and kernels that are not square, the chapter's example, small kernels, and one as large as the image.
question = Question("convolution.convolve2d", convolve2d)
chapter = np.array([[1.0, 0, 2, 1, 0], [3, 1, 0, 2, 1], [0, 2, 4, 1, 3], [1, 0, 3, 2, 0]])
question.on(chapter, np.array([[0.0, 1, 2], [0, 3, 0], [-1, 0, 0]])).gives([[3.0, 7.0, 15.0], [8.0, 13.0, 10.0]])
question.on(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[1.0], [-1.0]])).gives([[2.0, 2.0], [2.0, 2.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("convolve2d_general")
question.on(draw.image(5, 9), draw.image(2, 4)).agrees()
question.on(draw.image(8, 4), draw.image(3, 1)).agrees()
question.on(draw.image(3, 4), draw.image(3, 4)).agrees()
question.on(draw.image(4, 3), draw.image(2, 1)).twice()
question.on(draw.image(4, 3), draw.image(2, 1)).agrees()
question.on(draw.image(3, 4), draw.image(1, 1)).agrees()
question.on(draw.image(6, 5, contiguous=False), draw.image(2, 3, contiguous=False)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_convolve2d_errors" points=1
# Checks that a kernel that does not fit is refused, and that one that just fits is not.
question = Question("convolution.convolve2d", convolve2d)
question.on(np.zeros((2, 5)), np.ones((3, 2))).refuses()
question.on(np.zeros((5, 2)), np.ones((2, 3))).refuses()
question.on(np.array([[1.0, 2.0]]), np.array([[1.0, 10.0]])).gives([[12.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("convolve2d_errors")
question.on(draw.image(2, 2), draw.image(3, 3)).refuses()
question.on(draw.image(3, 6), draw.image(5, 4)).refuses()
question.on(draw.image(6, 3), draw.image(4, 5)).refuses()
question.on(draw.image(2, 3), draw.image(2, 3)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_filter_image"
# ## 5 Filter a picture (4 points)
#
# A photo program gives back a picture of the same size. To do so, let zeros continue the image on all sides, so that the kernel's
# centre can lie on every pixel. A kernel has a centre only if both of its sides are odd: refuse the others with a `ValueError`.
# At last add the bias, one number, to every pixel.
#
# Convolve (rotate the kernel). By hand, for the picture $\begin{pmatrix} 1 & 2 & 3 \end{pmatrix}$, the kernel
# $\begin{pmatrix} 1 & 0 & -1 \end{pmatrix}$ and the bias 0.5: at the left pixel the rotated kernel
# $\begin{pmatrix} -1 & 0 & 1 \end{pmatrix}$ meets $(0, 1, 2)$, which gives $2 + 0.5 = 2.5$. The whole result is
# $\begin{pmatrix} 2.5 & 2.5 & -1.5 \end{pmatrix}$.

# %% role="answer" id="filter_image"
def filter_image(image, kernel, bias=0.0):
    """Convolution that keeps the size: zeros outside the image, plus a bias.

    Parameters
    ----------
    image : array, shape (H, W)
    kernel : array, shape (k, l), both odd
        May be larger than the image.
    bias : float

    Returns
    -------
    array, shape (H, W)

    Raises
    ------
    ValueError
        If a side of the kernel is even.
    """
    ### BEGIN SOLUTION
    up, left = kernel.shape[0] // 2, kernel.shape[1] // 2
    if 2 * up + 1 != kernel.shape[0] or 2 * left + 1 != kernel.shape[1]:
        raise ValueError(f"the kernel needs odd sides, but its shape is {kernel.shape}")
    canvas = np.zeros((image.shape[0] + 2 * up, image.shape[1] + 2 * left))
    canvas[up : up + image.shape[0], left : left + image.shape[1]] = image
    return convolve2d(canvas, kernel) + bias
    ### END SOLUTION

# %% role="scratch" id="try_filter_image"

# %% role="test" id="test_filter_image_plain" points=1
# Checks a kernel that moves the picture by one pixel, and the example above without its bias.
question = Question("convolution.filter_image", filter_image)
moved = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
question.on(np.array([[1.0, 2.0], [3.0, 4.0]]), moved).gives([[0.0, 1.0], [0.0, 3.0]])
question.on(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 0.0, -1.0]])).gives([[2.0, 2.0, -2.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("filter_image_plain")
question.on(draw.image(6, 6), draw.image(3, 3)).agrees()
question.on(draw.image(7, 5), draw.image(5, 5)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_filter_image_general" points=1
# Checks kernels that are not square, kernels larger than the image, and kernels of one value.
question = Question("convolution.filter_image", filter_image)
question.on(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0], [10.0], [100.0]])).gives([[10.0, 20.0, 30.0]])
question.on(np.array([[2.0]]), np.arange(9.0).reshape(3, 3)).gives([[8.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("filter_image_general")
question.on(draw.image(5, 8), draw.image(1, 5)).agrees()
question.on(draw.image(8, 5), draw.image(7, 3)).agrees()
question.on(draw.image(2, 3), draw.image(5, 5)).agrees()
question.on(draw.image(4, 6), draw.image(3, 1)).twice()
question.on(draw.image(4, 6), draw.image(3, 1)).agrees()
question.on(draw.image(6, 4), draw.image(1, 1)).agrees()
question.on(draw.image(5, 4, contiguous=False), draw.image(3, 5, contiguous=False)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_filter_image_bias" points=1
# Checks the bias: added once to each pixel, after the filter.
question = Question("convolution.filter_image", filter_image)
question.on(np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 0.0, -1.0]]), bias=0.5).gives([[2.5, 2.5, -1.5]])
question.on(np.zeros((2, 2)), np.ones((3, 3)), bias=-2.0).gives([[-2.0, -2.0], [-2.0, -2.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("filter_image_bias")
question.on(draw.image(5, 7), draw.image(3, 5), bias=0.75).agrees()
question.on(draw.image(6, 4), draw.image(3, 3), bias=-3.5).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_filter_image_errors" points=1
# Checks that a kernel with an even side is refused, and that one with odd sides is not.
question = Question("convolution.filter_image", filter_image)
question.on(np.ones((4, 4)), np.ones((2, 3))).refuses()
question.on(np.ones((4, 4)), np.ones((3, 2))).refuses()
question.on(np.array([[2.0]]), np.array([[3.0]])).gives([[6.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("filter_image_errors")
question.on(draw.image(5, 6), draw.image(4, 4)).refuses()
question.on(draw.image(5, 6), draw.image(1, 4)).refuses()
question.on(draw.image(6, 5), draw.image(2, 1)).refuses()
question.on(draw.image(5, 6), draw.image(3, 1)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_laplacian_kernel"
# ## 6 Find edges (1 point)
#
# The lecture's Laplacian compares each pixel with its four neighbours above, below, left and right: it adds them up and takes the
# pixel itself off four times. Where the picture is flat, nothing is left; where it changes, something is.
#
# Write it down as a 3 by 3 kernel of floats. For a flat patch of nines it gives $4 \cdot 9 - 4 \cdot 9 = 0$.

# %% role="answer" id="laplacian_kernel"
def laplacian_kernel():
    """The lecture's Laplacian.

    Returns
    -------
    array, shape (3, 3)
    """
    ### BEGIN SOLUTION
    cross = np.zeros((3, 3))
    cross[1, :] += 1
    cross[:, 1] += 1
    cross[1, 1] = -4
    return cross
    ### END SOLUTION

# %% role="scratch" id="try_laplacian_kernel"

# %% role="test" id="test_laplacian_kernel" points=1
# Checks that the kernel is 3 by 3, gives 0 on a flat picture, and has the lecture's centre and neighbours.
question = Question("convolution.laplacian_kernel", laplacian_kernel)
question.on().satisfies(lambda kernel: np.shape(kernel) == (3, 3), "the kernel should have 3 rows and 3 columns")
question.on().satisfies(lambda kernel: abs(np.sum(kernel)) < 1e-9, "the values should sum to 0")
question.on().satisfies(lambda kernel: kernel[1][1] == -4, "the centre should be -4")
question.on().satisfies(lambda kernel: kernel.dtype.kind == "f", "it should be an array of floats")
### BEGIN HIDDEN TESTS
question.on().twice()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_blur_kernel"
# ## 7 Blur (1 point)
#
# A box blur replaces each pixel by the mean of the `size` × `size` pixels around it. Write it as a kernel: equal values that sum
# to 1. For `size` 3 each is 1/9, about 0.111.

# %% role="answer" id="blur_kernel"
def blur_kernel(size):
    """The box blur.

    Parameters
    ----------
    size : int
        Odd: the kernel's side in pixels.

    Returns
    -------
    array, shape (size, size)
        Equal values that sum to 1.
    """
    ### BEGIN SOLUTION
    flat = np.ones((size, size))
    return flat / flat.sum()
    ### END SOLUTION

# %% role="scratch" id="try_blur_kernel"

# %% role="test" id="test_blur_kernel" points=1
# Checks kernels of several sizes: equal values that sum to 1.
question = Question("convolution.blur_kernel", blur_kernel)
question.on(1).gives([[1.0]])
question.on(3).gives([[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]])
### BEGIN HIDDEN TESTS
question.on(5).agrees()
question.on(9).twice()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_sharpen_kernel"
# ## 8 Sharpen (2 points)
#
# The kernel with a 1 in its centre and zeros around it, the *unit impulse*, leaves a picture as it is. Take `amount` times the
# Laplacian off it, and edges stand out more. Since convolution is linear in its kernel, that is one kernel again.
#
# By hand, for `amount` 0.5, the centre is $1 - 0.5 \cdot (-4) = 3$ and each of the four neighbours is $0 - 0.5 \cdot 1 = -0.5$.

# %% role="answer" id="sharpen_kernel"
def sharpen_kernel(amount=1.0):
    """Sharpening: the unit impulse minus `amount` times the Laplacian.

    Parameters
    ----------
    amount : float
        At least 0; 0 leaves a picture as it is.

    Returns
    -------
    array, shape (3, 3)
        Values that sum to 1.
    """
    ### BEGIN SOLUTION
    side = -amount
    return np.array([[0, side, 0], [side, 1 - 4 * side, side], [0, side, 0]], dtype=float)
    ### END SOLUTION

# %% role="scratch" id="try_sharpen_kernel"

# %% role="test" id="test_sharpen_kernel_plain" points=1
# Checks the kernel that you get when you say nothing about the amount.
question = Question("convolution.sharpen_kernel", sharpen_kernel)
question.on().gives([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]])
### BEGIN HIDDEN TESTS
question.on(amount=1.0).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_sharpen_kernel_amount" points=1
# Checks other amounts: the example above, and none at all.
question = Question("convolution.sharpen_kernel", sharpen_kernel)
question.on(amount=0.5).gives([[0.0, -0.5, 0.0], [-0.5, 3.0, -0.5], [0.0, -0.5, 0.0]])
question.on(amount=0.0).gives([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
### BEGIN HIDDEN TESTS
question.on(amount=2.5).agrees()
question.on(amount=0.3).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="ask_convolution"
# ## 9 In your own words (2 points)
#
# **When do convolution and correlation give the same result, and why does a CNN that learns its kernels not care which of the two
# it computes?** Three to six sentences. A person reads your answer.

# %% [markdown] role="written" id="written_convolution" points=2
# **Rubric, 2 points**
#
# - 1 point: they agree when the kernel is the same after a rotation by 180 degrees (point-symmetric about its centre). Half a point
#   for "symmetric" without saying in which sense, or for an example alone (a blur, the Laplacian).
# - 1 point: a learned kernel can come out rotated, so that both can compute the same functions and reach the same loss; what the
#   numbers are called does not matter as long as training and use do the same. Half a point for "the network learns it anyway"
#   without the reason.
#
# *Sample, 2 points.* "They are equal when rotating the kernel by 180 degrees does not change it, as with the Laplacian. A CNN starts
# from random kernels and learns them. If the library correlates, it learns the kernel K; if it convolved, it would learn K rotated,
# and every output would be the same."
#
# *Sample, 1 point.* "They are the same if the kernel is symmetric about its centre, since flipping both axes changes nothing. The CNN
# does not care because convolution and correlation are nearly the same anyway."
#
# *Sample, 0.5 points.* "They are the same for symmetric kernels. CNNs use correlation because it is faster."

# %% [markdown] id="end"
# ## What you have built
#
# You have written the operation of a convolutional layer with one channel, the border rule that keeps a picture's size, and three
# filters that people designed by hand. A CNN learns such kernels from data. The next exercises give them channels, strides and
# padding.
#
# Save the notebook, run it once more from top to bottom, and hand it in. Then go back to the chapter *Convolution and correlation*:
# its self-check questions should be easy now.
