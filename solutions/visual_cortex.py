# ---
# title: Hubel and Wiesel's cells
# topic: visual_cortex
# minutes: 90
# ---

# %% [markdown] id="start"
# # Exercise 2: Hubel and Wiesel's cells
#
# David Hubel and Torsten Wiesel showed bars of light to cats and listened to single cells of the visual cortex. You rebuild their
# experiment in seven functions: the receptive field, the bar, two kinds of cells, and the curve that tells which orientation a
# cell prefers.
#
# When you are done, you can
#
# - draw a receptive field and a stimulus at any orientation, and say where each pixel lies on the turned axes;
# - compute what a simple and a complex cell answer, and name the stimulus that only one of them answers;
# - measure a tuning curve, and read the preferred orientation and the selectivity from it;
# - average angles that come back to where they started.
#
# **Time**: about 90 minutes. **Points**: 24, of which 2 are for a written answer.
# **Before**: the chapter *Hubel and Wiesel*.
#
# ## How this notebook works
#
# - Write your answer in the place of `raise NotImplementedError()`. Leave the function's name and its arguments as they are.
# - Below each answer is a free cell: try things there. It is never graded.
# - Then comes a locked cell with checks. Run it: it tells you at once what it called, what it expected and what came.
#   More checks of the same kind run when you have handed in, on other inputs.
# - Each function is graded on its own. A mistake in one never costs points of another, so go on when you are stuck.
# - Arrays hold floats. Your functions leave their arguments unchanged. NumPy is all that you need.
# - If matplotlib is installed, the free cells show you pictures: take the `#` away from their lines.
#
# Before you hand in, choose *Kernel → Restart Kernel and Run All Cells*: whatever works then works for the grader too.

# %% role="imports" id="imports"
import numpy as np

from autograder.checks import Inputs, Question

# %% [markdown] id="axes"
# ## The turned axes
#
# All pictures here have an odd size, so that there is a centre pixel. It lies at $(0, 0)$. As in any array, $x$ grows to the
# right, from column to column, and $y$ grows **downward**, from row to row. For a size of 3, both run through $-1, 0, 1$, and the
# pixel in the top right corner has $x = 1$ and $y = -1$.
#
# An orientation $\theta$ is an angle in radians. It turns the axes:
#
# $$x' = x \cos\theta + y \sin\theta, \qquad y' = -x \sin\theta + y \cos\theta.$$
#
# A bar of orientation $\theta$ runs along $y'$, and $x'$ tells how far a pixel lies from its middle line. So orientation 0 is an
# upright bar. When $\theta$ grows, the bar turns clockwise on the screen: at $\pi/4$ it looks like the stroke `/`, and at $\pi/2$
# it lies flat. At $\pi$ it is the upright bar again, and this will matter in task 6.
#
# By hand, for $\theta = \pi/4$: the top right pixel has $x' = 1 \cdot 0.7071 - 1 \cdot 0.7071 = 0$. It lies on the middle line.
# The top left pixel, $x = y = -1$, has $x' = -1.4142$ and $y' = 0$.

# %% [markdown] id="task_gabor"
# ## 1 A receptive field (5 points)
#
# The receptive field of a simple cell is a picture of weights: positive where light excites the cell, negative where light
# inhibits it. A Gabor function describes it well: a grating of light and dark stripes, seen through a round window that fades
# toward its rim.
#
# $$\underbrace{\exp\!\left(-\frac{x'^2 + \gamma^2 y'^2}{2\sigma^2}\right)}_{\text{window}}\;
# \underbrace{\cos\!\left(\frac{2\pi x'}{\lambda} + \varphi\right)}_{\text{grating}}$$
#
# | symbol | argument | meaning |
# | --- | --- | --- |
# | $\lambda$ | `wavelength` | pixels from one bright stripe to the next |
# | $\theta$ | `orientation` | direction of the stripes, in radians (inside $x'$ and $y'$) |
# | $\varphi$ | `phase` | where the stripes stand, in radians: 0 puts a bright one in the centre |
# | $\sigma$ | `sigma` | width of the window, in pixels; if it is `None`, take $0.4\,\lambda$ |
# | $\gamma$ | `aspect` | how much shorter the window is along the stripes; 1 makes it round |
#
# By hand, for `gabor(3, 4.0, 0.0)`: $\sigma = 1.6$, so $2\sigma^2 = 5.12$. In the centre stands $e^0 \cos 0 = 1$. Just above it,
# $x' = 0$ and $y' = -1$ give $e^{-1/5.12} \cos 0 = 0.8226$. To the right, $x' = 1$ is a quarter of a wavelength: $\cos(\pi/2) = 0$,
# so the weight is 0 whatever the window.

# %% role="answer" id="gabor"
def gabor(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """Receptive field of a simple cell: a grating under a Gaussian window.

    Parameters
    ----------
    size : int
        Height and width in pixels, odd.
    wavelength : float
        Pixels from one bright stripe to the next.
    orientation : float
        Direction of the stripes, in radians; any angle is legal.
    phase : float
        Where the stripes stand, in radians.
    sigma : float or None
        Width of the window in pixels; None stands for 0.4 times the wavelength.
    aspect : float
        How much shorter the window is along the stripes.

    Returns
    -------
    array, shape (size, size)
    """
    ### BEGIN SOLUTION
    if sigma is None:
        sigma = 0.4 * wavelength
    steps = np.arange(size) - size // 2
    x, y = np.meshgrid(steps, steps)
    across = np.cos(orientation) * x + np.sin(orientation) * y
    along = y * np.cos(orientation) - x * np.sin(orientation)
    squared_distance = across**2 + (aspect * along) ** 2
    return np.exp(-squared_distance / (2 * sigma**2)) * np.cos(2 * np.pi * across / wavelength + phase)
    ### END SOLUTION

# %% role="scratch" id="try_gabor"
# import matplotlib.pyplot as plt
# plt.imshow(gabor(31, 8.0, 0.5), cmap="gray")

# %% role="test" id="test_gabor_plain" points=1
# Checks upright stripes with a bright one in the centre: the example above, and other sizes and wavelengths.
question = Question("visual_cortex.gabor", gabor)
near = np.exp(-1 / 5.12)
question.on(3, 4.0, 0.0).gives([[0.0, near, 0.0], [0.0, 1.0, 0.0], [0.0, near, 0.0]])
question.on(1, 7.0, 0.0).gives([[1.0]])
### BEGIN HIDDEN TESTS
draw = Inputs("gabor_plain")
question.on(7, 5.0, 0.0).twice()
question.on(11, 8.5, 0.0).agrees()
question.on(9, float(draw.numbers.uniform(2.5, 12.0)), 0.0).agrees()
question.on(5, 23.0, 0.0).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_gabor_turned" points=1
# Checks that the stripes turn the right way, at any angle.
question = Question("visual_cortex.gabor", gabor)
near = np.exp(-1 / 5.12)
question.on(3, 4.0, np.pi / 2).gives([[0.0, 0.0, 0.0], [near, 1.0, near], [0.0, 0.0, 0.0]])
corner, beside = np.exp(-2 / 5.12), np.exp(-1 / 5.12) * np.cos(np.pi / np.sqrt(8))
dark = corner * np.cos(np.pi / np.sqrt(2))
question.on(3, 4.0, np.pi / 4).gives([[dark, beside, corner], [beside, 1.0, beside], [corner, beside, dark]])
### BEGIN HIDDEN TESTS
draw = Inputs("gabor_turned")
question.on(7, 5.0, 0.4).agrees()
question.on(9, 6.0, 2.0).twice()
question.on(7, 4.5, -0.6).agrees()
question.on(7, 4.5, 4.0).agrees()
question.on(11, 7.0, float(draw.numbers.uniform(0.2, 1.4))).agrees()
question.on(5, 3.0, float(draw.numbers.uniform(1.7, 3.0))).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_gabor_phase" points=1
# Checks the phase: with -π/2 the bright stripe stands to the right of the centre and the dark one to the left.
question = Question("visual_cortex.gabor", gabor)
near, corner = np.exp(-1 / 5.12), np.exp(-2 / 5.12)
question.on(3, 4.0, 0.0, phase=-np.pi / 2).gives([[-corner, 0.0, corner], [-near, 0.0, near], [-corner, 0.0, corner]])
question.on(1, 3.0, 0.0, phase=np.pi / 3).gives([[0.5]])
### BEGIN HIDDEN TESTS
draw = Inputs("gabor_phase")
question.on(7, 5.0, 0.0, phase=0.7).agrees()
question.on(9, 6.5, 0.0, phase=-2.0).twice()
question.on(7, 9.0, 0.0, phase=5.0).agrees()
question.on(9, 5.5, 0.0, phase=float(draw.numbers.uniform(0.2, 1.3))).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_gabor_window" points=1
# Checks the window: a given sigma, and an aspect that shortens it along the stripes.
question = Question("visual_cortex.gabor", gabor)
one, two = np.exp(-1 / 2), np.exp(-2 / 2)
question.on(3, 1.0, 0.0, sigma=1.0).gives([[two, one, two], [one, 1.0, one], [two, one, two]])
end, far = np.exp(-4 / 2), np.exp(-5 / 2)
question.on(3, 1.0, 0.0, sigma=1.0, aspect=2.0).gives([[far, end, far], [one, 1.0, one], [far, end, far]])
### BEGIN HIDDEN TESTS
draw = Inputs("gabor_window")
question.on(7, 6.0, 0.0, sigma=3.3).agrees()
question.on(7, 6.0, 0.0, sigma=0.7, aspect=1.0).agrees()
question.on(9, 5.0, 0.0, aspect=0.5).agrees()
question.on(9, 5.0, np.pi / 2, aspect=1.7).agrees()
question.on(7, 6.0, np.pi / 2, sigma=2.1, aspect=float(draw.numbers.uniform(1.3, 2.5))).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_gabor_together" points=1
# Checks everything at once: slanting stripes with a phase under an oval window, also turned by more than half a turn.
question = Question("visual_cortex.gabor", gabor)
near = np.exp(-1 / 5.12)
question.on(3, 4.0, np.pi / 2, phase=-np.pi / 2).satisfies(
    lambda field: abs(field[0, 1] + near) < 1e-6 and abs(field[2, 1] - near) < 1e-6,
    "below the centre the weight should be 0.8226, and above it -0.8226",
)
question.on(3, 4.0, 3 * np.pi / 2, phase=-np.pi / 2).satisfies(
    lambda field: abs(field[0, 1] - near) < 1e-6 and abs(field[2, 1] + near) < 1e-6,
    "below the centre the weight should be -0.8226, and above it 0.8226: after half a turn the stripes have changed sides",
)
### BEGIN HIDDEN TESTS
draw = Inputs("gabor_together")
question.on(7, 5.0, 0.8, phase=-np.pi / 2).agrees()
question.on(9, 7.0, 0.7, sigma=2.6, aspect=0.6).agrees()
question.on(9, 6.0, 2.2, phase=1.1, sigma=2.9, aspect=1.4).twice()
question.on(7, 5.5, -0.9, phase=0.6, aspect=1.6).agrees()
question.on(7, 5.5, 4.0, phase=-1.9, sigma=float(draw.numbers.uniform(1.5, 3.0)), aspect=0.7).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_bar"
# ## 2 A stimulus (4 points)
#
# Light all over the screen left Hubel and Wiesel's cells nearly silent, but a bar at the right angle excited them. Draw one: the
# picture holds `polarity` wherever
#
# $$|x' - \text{offset}| \le \text{width}/2,$$
#
# and 0 everywhere else. There is no limit along $y'$: a bar runs from edge to edge. A polarity of 1 is a bright bar, -1 a dark
# one. The `offset` moves the bar along $x'$, to the right for an upright one.
#
# By hand, `bar(5, 0.0, offset=1.0, width=1.0)` fills the pixels with $|x - 1| \le 0.5$: the column right of the middle.
# `bar(5, np.pi / 4, width=1.0)` fills those with $|x + y| \cdot 0.7071 \le 0.5$: since $x + y$ is a whole number it must be 0, and
# that is the diagonal from the bottom left to the top right.

# %% role="answer" id="bar"
def bar(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """A bright or dark bar.

    Parameters
    ----------
    size : int
        Height and width of the picture in pixels, odd.
    orientation : float
        Direction of the bar, in radians; any angle is legal.
    offset : float
        Distance of the bar's middle line from the centre along x', in pixels, of either sign.
    width : float
        Width of the bar in pixels.
    polarity : float
        1.0 (bright) or -1.0 (dark).

    Returns
    -------
    array of floats, shape (size, size)
        polarity on the bar, 0 elsewhere
    """
    ### BEGIN SOLUTION
    steps = np.arange(size) - size // 2
    from_middle_line = np.cos(orientation) * steps[None, :] + np.sin(orientation) * steps[:, None] - offset
    picture = np.zeros((size, size))
    picture[abs(from_middle_line) <= width / 2] = polarity
    return picture
    ### END SOLUTION

# %% role="scratch" id="try_bar"
# import matplotlib.pyplot as plt
# plt.imshow(bar(31, 0.5, offset=4.0), cmap="gray")

# %% role="test" id="test_bar_plain" points=1
# Checks upright bars through the centre, of several sizes and widths.
question = Question("visual_cortex.bar", bar)
question.on(5, 0.0).gives([[0.0, 1.0, 1.0, 1.0, 0.0]] * 5)
question.on(3, 0.0, width=1.0).gives([[0.0, 1.0, 0.0]] * 3)
question.on(1, 0.0).gives([[1.0]])
### BEGIN HIDDEN TESTS
question.on(9, 0.0).twice()
question.on(9, 0.0, width=4.6).agrees()
question.on(11, 0.0, width=5.3).agrees()
question.on(7, 0.0, width=30.0).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_bar_turned" points=1
# Checks that the bar turns the right way, at any angle, and runs from edge to edge.
question = Question("visual_cortex.bar", bar)
question.on(3, np.pi / 2, width=1.0).gives([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
question.on(5, np.pi / 4, width=1.0).gives(np.fliplr(np.eye(5)))
question.on(5, 3 * np.pi / 4, width=1.0).gives(np.eye(5))
### BEGIN HIDDEN TESTS
question.on(9, 0.4).agrees()
question.on(11, 2.0, width=4.7).twice()
question.on(9, 3.7).agrees()
question.on(9, -0.6, width=2.6).agrees()
question.on(11, 1.1, width=1.3).agrees()
question.on(9, 2.8, width=5.9).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_bar_offset" points=1
# Checks upright and slanting bars beside the centre, on either side, and one outside of the picture.
question = Question("visual_cortex.bar", bar)
question.on(5, 0.0, offset=1.0, width=1.0).gives([[0.0, 0.0, 0.0, 1.0, 0.0]] * 5)
question.on(5, 0.0, offset=-2.0, width=1.0).gives([[1.0, 0.0, 0.0, 0.0, 0.0]] * 5)
question.on(3, 0.0, offset=50.0).gives(np.zeros((3, 3)))
### BEGIN HIDDEN TESTS
question.on(9, 0.0, offset=2.2).agrees()
question.on(9, np.pi, offset=2.2).agrees()
question.on(9, np.pi, offset=-1.3, width=2.2).twice()
question.on(9, 2.0, offset=1.4).agrees()
question.on(11, 0.6, offset=-2.3, width=2.7).agrees()
question.on(11, 1.3, offset=0.3, width=1.9).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_bar_polarity" points=1
# Checks dark bars: -1 on the bar, 0 beside it.
question = Question("visual_cortex.bar", bar)
question.on(3, 0.0, width=1.0, polarity=-1.0).gives([[0.0, -1.0, 0.0]] * 3)
question.on(5, 0.0, offset=1.0, width=1.0, polarity=-1.0).gives([[0.0, 0.0, 0.0, -1.0, 0.0]] * 5)
### BEGIN HIDDEN TESTS
question.on(9, 0.0, polarity=-1.0).twice()
question.on(9, 0.0, offset=-2.2, polarity=-1.0).agrees()
question.on(9, 0.0, offset=2.2, polarity=1.0).agrees()
question.on(7, np.pi / 2, width=4.4, polarity=-1.0).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_simple_cell"
# ## 3 A simple cell (3 points)
#
# A simple cell weighs every pixel by its receptive field and adds up. Light where the weights are positive excites it. Light where
# they are negative inhibits it. A cell cannot fire less than not at all, so a negative sum gives 0:
#
# $$\text{response} = \max\Big(0,\; \sum_{i,j} \text{image}[i, j]\;\text{field}[i, j]\Big).$$
#
# That last step is called *rectification*. You will meet it again as the ReLU of a neural network.
#
# By hand, the image $\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$ and the field
# $\begin{pmatrix} 1 & 0 \\ -1 & 1 \end{pmatrix}$ give $1 + 0 - 3 + 4 = 2$. With the field's signs turned, the sum is $-2$ and the
# response 0.
#
# Image and field may be of any height and width, but both must have the same shape. Otherwise raise a `ValueError` that names the
# two shapes. Do not rely on NumPy for this: it would silently stretch a row over a whole image.

# %% role="answer" id="simple_cell"
def simple_cell(image, receptive_field):
    """Response of a simple cell.

    Parameters
    ----------
    image : array, shape (H, W)
    receptive_field : array, shape (H, W)

    Returns
    -------
    float
        The sum of the products, or 0 where that is negative.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    ### BEGIN SOLUTION
    if image.shape != receptive_field.shape:
        raise ValueError(f"an image of shape {image.shape} does not fit a receptive field of shape {receptive_field.shape}")
    drive = float((image * receptive_field).sum())
    return drive if drive > 0 else 0.0
    ### END SOLUTION

# %% role="scratch" id="try_simple_cell"

# %% role="test" id="test_simple_cell_plain" points=1
# Checks images that excite the cell: the example above, images that are not square, and a single pixel.
question = Question("visual_cortex.simple_cell", simple_cell)
question.on(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [-1.0, 1.0]])).gives(2.0)
question.on(np.array([[1.0, -1.0, 0.5]]), np.array([[2.0, -3.0, -4.0]])).gives(3.0)
question.on(np.array([[4.0]]), np.array([[0.25]])).gives(1.0)
### BEGIN HIDDEN TESTS
draw = Inputs("simple_cell_plain")
for height, width in ((3, 7), (6, 2), (5, 5), (1, 4)):
    image, field = draw.image(height, width), draw.image(height, width)
    field = field if np.sum(image * field) > 0 else -field
    question.on(image, field).agrees()
image, field = draw.image(4, 5, contiguous=False), draw.image(4, 5, contiguous=False)
field = field if np.sum(image * field) > 0 else -field
question.on(image, field).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_simple_cell_rectified" points=1
# Checks images that inhibit the cell, and the dark.
question = Question("visual_cortex.simple_cell", simple_cell)
question.on(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[-1.0, 0.0], [1.0, -1.0]])).gives(0.0)
question.on(np.array([[-1.0, 2.0]]), np.array([[-5.0, 1.0]])).gives(7.0)
question.on(np.zeros((2, 3)), np.ones((2, 3))).gives(0.0)
### BEGIN HIDDEN TESTS
draw = Inputs("simple_cell_rectified")
for height, width in ((3, 6), (5, 4)):
    image, field = draw.image(height, width), draw.image(height, width)
    question.on(image, field).agrees()
    question.on(image, -field).twice()
question.on(np.array([[-2.0]]), np.array([[3.0]])).agrees()
question.on(np.full((3, 4), -1.0), np.full((3, 4), -0.5)).agrees()
question.on(np.array([[0.1, 0.0]]), np.array([[0.2, -3.0]])).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_simple_cell_errors" points=1
# Checks that unequal shapes are refused with a ValueError, also where NumPy would stretch one of them.
question = Question("visual_cortex.simple_cell", simple_cell)
question.on(np.ones((3, 4)), np.ones((3, 5))).refuses()
question.on(np.ones((3, 4)), np.ones((1, 4))).refuses()
question.on(np.ones((3, 4)), np.ones((4, 3))).refuses()
### BEGIN HIDDEN TESTS
draw = Inputs("simple_cell_errors")
for shape in ((3, 1), (1, 1), (2, 6), (6, 2), (3, 3), (2, 4), (4, 4)):
    question.on(draw.image(3, 4), draw.image(*shape)).refuses()
    question.on(draw.image(*shape), draw.image(3, 4)).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_complex_cell"
# ## 4 A complex cell (2 points)
#
# A complex cell prefers an orientation, too. But it answers just as well when the bar moves a little to the side, and when it is
# dark instead of bright. The *energy model* builds one from two receptive fields that stand a quarter of a wavelength apart: an
# even one (phase 0) and an odd one (phase $-\pi/2$). Where one of them sees nothing, the other sees most.
#
# $$\text{response} = \sqrt{\Big(\sum_{i,j} \text{image}[i, j]\;\text{even}[i, j]\Big)^2
# + \Big(\sum_{i,j} \text{image}[i, j]\;\text{odd}[i, j]\Big)^2}$$
#
# Nothing is rectified here: the squares take care of the signs.
#
# By hand, the image $(1, 2)$ with the even field $(1, 1)$ gives $3$, and with the odd field $(2, 1)$ gives $4$. The response is
# $\sqrt{3^2 + 4^2} = 5$.

# %% role="answer" id="complex_cell"
def complex_cell(image, even, odd):
    """Response of a complex cell by the energy model.

    Parameters
    ----------
    image : array, shape (H, W)
    even, odd : array, shape (H, W)
        Two receptive fields.

    Returns
    -------
    float
        The root of the sum of the two squared sums of products.
    """
    ### BEGIN SOLUTION
    energy = 0.0
    for field in (even, odd):
        energy += np.sum(image * field) ** 2
    return float(energy**0.5)
    ### END SOLUTION

# %% role="scratch" id="try_complex_cell"

# %% role="test" id="test_complex_cell_plain" points=1
# Checks images that excite both fields: the example above, and images of other shapes.
question = Question("visual_cortex.complex_cell", complex_cell)
question.on(np.array([[1.0, 2.0]]), np.array([[1.0, 1.0]]), np.array([[2.0, 1.0]])).gives(5.0)
question.on(np.array([[2.0], [1.0]]), np.array([[6.0], [0.0]]), np.array([[2.0], [1.0]])).gives(13.0)
### BEGIN HIDDEN TESTS
draw = Inputs("complex_cell_plain")
for height, width in ((3, 7), (5, 5), (6, 2)):
    image, even, odd = draw.image(height, width), draw.image(height, width), draw.image(height, width)
    even = even if np.sum(image * even) > 0 else -even
    odd = odd if np.sum(image * odd) > 0 else -odd
    question.on(image, even, odd).agrees()
    question.on(image, odd, even).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_complex_cell_signs" points=1
# Checks bright and dark: sums of either sign, an image and its negative, and the dark.
question = Question("visual_cortex.complex_cell", complex_cell)
question.on(np.array([[-1.0, -2.0]]), np.array([[1.0, 1.0]]), np.array([[2.0, 1.0]])).gives(5.0)
question.on(np.array([[1.0, 2.0]]), np.array([[-1.0, -1.0]]), np.array([[2.0, 1.0]])).gives(5.0)
question.on(np.zeros((2, 3)), np.ones((2, 3)), np.ones((2, 3))).gives(0.0)
### BEGIN HIDDEN TESTS
draw = Inputs("complex_cell_signs")
image, even, odd = (draw.image(4, 6, contiguous=False) for _ in range(3))
question.on(image, even, odd).twice()
question.on(image, -even, odd).agrees()
question.on(image, even, -odd).agrees()
question.on(-image, even, odd).agrees()
question.on(np.array([[-2.0]]), np.array([[1.5]]), np.array([[2.0]])).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_tuning_curve"
# ## 5 A tuning curve (3 points)
#
# This was Hubel and Wiesel's measurement. Show the cell a bright bar through the centre, turn it, and note each response. Your
# function gets a receptive field of odd side $S$ and the orientations, and gives the simple cell's response to a bar of size $S$ at
# each of them, in the same order. The bars are `width` pixels wide.
#
# Use your `bar` and `simple_cell`. If one of them is not right yet, you lose nothing here: the checks then put a right one in its
# place.
#
# By hand, for a width of 1 and the field
# $\begin{pmatrix} 0 & 1 & 5 \\ 0 & 2 & 2 \\ 4 & 0 & -3 \end{pmatrix}$: the upright bar covers the middle column, $1 + 2 + 0 = 3$;
# at $\pi/4$ the bar covers the diagonal `/`, $4 + 2 + 5 = 11$; the flat bar the middle row, $0 + 2 + 2 = 4$; at $3\pi/4$ it is the
# other diagonal, $0 + 2 - 3 = -1$, and the response is 0.

# %% role="answer" id="tuning_curve"
def tuning_curve(receptive_field, orientations, width=3.0):
    """Responses of a simple cell to centred bright bars.

    Parameters
    ----------
    receptive_field : array, shape (S, S)
        The cell's weights; S is odd.
    orientations : array, shape (n,)
        Directions of the bar in radians: any angles, in any order.
    width : float
        Width of the bar in pixels.

    Returns
    -------
    array of floats, shape (n,)
        One response for each orientation.
    """
    ### BEGIN SOLUTION
    curve = np.empty(orientations.size)
    for place, orientation in enumerate(orientations):
        stimulus = bar(receptive_field.shape[0], orientation, width=width)
        curve[place] = simple_cell(stimulus, receptive_field)
    return curve
    ### END SOLUTION

# %% role="scratch" id="try_tuning_curve"
# import matplotlib.pyplot as plt
# tested = np.linspace(0, np.pi, 37)
# plt.plot(np.degrees(tested), tuning_curve(gabor(31, 8.0, 0.5), tested))

# %% role="test" id="test_tuning_curve_plain" points=1
# Checks bars of the usual width on cells without inhibition: what the upright and the flat bar cover, and more angles.
question = Question("visual_cortex.tuning_curve", tuning_curve)
column = np.array([[1.0, 0.0, 2.0, 0.0, 0.0]] * 5)
question.on(column, np.array([0.0, np.pi / 2])).gives([10.0, 9.0])
### BEGIN HIDDEN TESTS
draw = Inputs("tuning_curve_plain")
question.on(np.abs(draw.image(9, 9)), np.pi * np.arange(8) / 8).twice()
question.on(np.abs(draw.image(7, 7)), np.array([0.3, 1.1, 1.9, 2.5])).agrees()
question.on(np.abs(draw.image(5, 5)), np.array([0.4])).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_tuning_curve_width" points=1
# Checks bars of other widths: narrow ones as in the example above, and wide ones.
question = Question("visual_cortex.tuning_curve", tuning_curve)
weights = np.array([[0.0, 1.0, 5.0], [0.0, 2.0, 2.0], [4.0, 0.0, -3.0]])
question.on(weights, np.pi * np.array([0.0, 0.25, 0.5]), width=1.0).gives([3.0, 11.0, 4.0])
question.on(weights, np.array([0.0, np.pi / 2]), width=9.0).gives([11.0, 11.0])
### BEGIN HIDDEN TESTS
draw = Inputs("tuning_curve_width")
question.on(np.abs(draw.image(9, 9)), np.array([0.3, 1.1, 1.9, 2.5]), width=1.4).agrees()
question.on(np.abs(draw.image(9, 9)), np.array([0.3, 1.1, 1.9, 2.5]), width=4.7).agrees()
question.on(np.abs(draw.image(11, 11)), np.pi * np.arange(8) / 8, width=2.3).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_tuning_curve_any" points=1
# Checks cells with inhibition, and orientations of any size in any order.
question = Question("visual_cortex.tuning_curve", tuning_curve)
weights = np.array([[-9.0, 1.0, 2.0, 1.0, 0.0]] * 5)
question.on(weights, np.pi * np.array([0.5, 0.0, 1.0])).gives([0.0, 20.0, 20.0])
question.on(np.array([[-2.0]]), np.array([1.0, 0.0])).gives([0.0, 0.0])
### BEGIN HIDDEN TESTS
draw = Inputs("tuning_curve_any")
field = draw.image(9, 9)
question.on(field, np.array([2.5, 0.3, 4.0, -0.8, 1.1])).agrees()
question.on(-field, np.array([2.5, 0.3, 4.0, -0.8, 1.1])).twice()
angles = np.repeat(np.array([1.9, -0.6, 0.3, 7.1]), 2)[::2]
question.on(draw.image(7, 7, contiguous=False), angles).agrees()
question.on(-np.ones((5, 5)), np.array([0.7, 0.2])).agrees()
question.on(np.array([[1.5]]), np.array([0.7, 0.2, 3.0])).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_preferred_orientation"
# ## 6 The preferred orientation (3 points)
#
# Which orientation does a cell prefer? The largest response is a crude answer: it knows only the angles that you happened to test.
# A mean would use all responses. But a plain mean of angles fails: bars at $0.1$ and at $\pi - 0.1$ are nearly the same upright bar,
# and their mean $\pi/2$ is the flat one.
#
# The way out is to draw each response as an arrow. Its length is the response $r$ and its direction is **twice** the orientation. A
# bar comes back after half a turn, so twice its angle comes back after a whole turn, as a direction should. Now add the arrows as
# complex numbers,
#
# $$z = \sum_k r_k\, e^{2i\theta_k},$$
#
# and half the angle of $z$ is the preferred orientation. Give it in $[0, \pi)$: add $\pi$ where it is negative, since that is the
# same bar.
#
# By hand, for the orientations $0, \pi/4, \pi/2, 3\pi/4$ the arrows point to $1, i, -1, -i$. The responses $0, 1, 2, 1$ give
# $z = i - 2 - i = -2$. Its angle is $\pi$, so the cell prefers $\pi/2$. The responses $1, 1, 1, 3$ give
# $z = 1 + i - 1 - 3i = -2i$ with the angle $-\pi/2$. Half of it is $-\pi/4$, the same bar as $3\pi/4$.

# %% role="answer" id="preferred_orientation"
def preferred_orientation(orientations, responses):
    """The orientation that a cell prefers, from all its responses.

    Parameters
    ----------
    orientations : array, shape (n,)
        Directions of the bar in radians: any angles, in any order.
    responses : array, shape (n,)
        The cell's response to each, at least 0.

    Returns
    -------
    float
        Radians, at least 0 and below π.
    """
    ### BEGIN SOLUTION
    doubled = 2 * orientations
    direction = np.arctan2((responses * np.sin(doubled)).sum(), (responses * np.cos(doubled)).sum())
    return float(np.mod(direction, 2 * np.pi) / 2)
    ### END SOLUTION

# %% role="scratch" id="try_preferred_orientation"

# %% role="test" id="test_preferred_orientation_plain" points=1
# Checks cells that prefer something between upright and flat, and a single response.
question = Question("visual_cortex.preferred_orientation", preferred_orientation)
quarters = np.pi * np.array([0.0, 0.25, 0.5, 0.75])
question.on(quarters, np.array([1.0, 3.0, 1.0, 1.0])).gives(np.pi / 4)
question.on(quarters, np.array([1.0, 2.0, 1.0, 0.0])).gives(np.pi / 4)
question.on(np.array([1.2]), np.array([5.0])).gives(1.2)
### BEGIN HIDDEN TESTS
draw = Inputs("preferred_orientation_plain")
angles = np.pi * np.arange(7) / 7
for best in (0.3, 0.9, 1.3):
    question.on(angles, np.exp(2 * np.cos(2 * (angles - best))) + draw.numbers.uniform(0, 0.2, 7)).agrees()
question.on(np.array([0.2, 0.9, 1.4]), np.array([0.5, 3.0, 1.0])).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_preferred_orientation_range" points=1
# Checks cells that prefer the flat bar or one beyond it, such as the two examples above: the result lies between 0 and π.
question = Question("visual_cortex.preferred_orientation", preferred_orientation)
quarters = np.pi * np.array([0.0, 0.25, 0.5, 0.75])
question.on(quarters, np.array([1.0, 1.0, 1.0, 3.0])).gives(3 * np.pi / 4)
question.on(quarters, np.array([0.0, 1.0, 2.0, 1.0])).agrees(period=np.pi)
question.on(np.array([2.9]), np.array([0.5])).gives(2.9)
### BEGIN HIDDEN TESTS
draw = Inputs("preferred_orientation_range")
angles = np.pi * np.arange(9) / 9
for best in (1.8, 2.3, 2.8):
    question.on(angles, np.exp(2 * np.cos(2 * (angles - best))) + draw.numbers.uniform(0, 0.2, 9)).agrees()
question.on(np.array([2.6, 1.9, 2.2]), np.array([0.5, 2.0, 1.5])).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_preferred_orientation_circle" points=1
# Checks cells near the place where the circle closes, and orientations beyond half a turn.
question = Question("visual_cortex.preferred_orientation", preferred_orientation)
question.on(np.pi * np.array([0.0, 0.25, 0.75]), np.array([2.0, 1.0, 1.0])).agrees(period=np.pi)
question.on(np.array([0.1, np.pi - 0.3]), np.array([1.0, 1.0])).gives(np.pi - 0.1)
question.on(np.array([np.pi + 0.5]), np.array([2.0])).gives(0.5)
### BEGIN HIDDEN TESTS
draw = Inputs("preferred_orientation_circle")
question.on(np.array([0.3, np.pi - 0.1, 0.1]), np.array([1.0, 1.0, 0.5])).agrees()
question.on(np.array([-2.0, 4.0, 7.0]), np.array([2.0, 3.0, 0.25])).agrees()
question.on(np.array([0.4, 0.8, 5.6]), np.array([0.0, 2.0, 1.0])).agrees()
angles, responses = draw.signal(6, contiguous=False), np.abs(draw.signal(12))[::2]
question.on(angles, responses).agrees(period=np.pi)
question.on(angles, responses).satisfies(lambda value: -1e-6 <= value <= np.pi + 1e-6, "the result should be at least 0 and below π")
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_orientation_selectivity"
# ## 7 How selective is it? (2 points)
#
# A cell that answers one orientation alone is perfectly selective. One that answers all of them equally is not selective at all.
# The same arrows tell how much: if all point the same way, their sum is as long as all of them laid end to end. If they point
# everywhere, they cancel.
#
# $$\text{selectivity} = \frac{\big|\sum_k r_k\, e^{2i\theta_k}\big|}{\sum_k r_k}$$
#
# It lies between 0 and 1. A cell without any response has selectivity 0: take care of the division.
#
# By hand, the responses $0, 1, 2, 1$ at $0, \pi/4, \pi/2, 3\pi/4$ give $|{-2}| / 4 = 0.5$.

# %% role="answer" id="orientation_selectivity"
def orientation_selectivity(orientations, responses):
    """How strongly a cell prefers one orientation.

    Parameters
    ----------
    orientations : array, shape (n,)
        Directions of the bar in radians.
    responses : array, shape (n,)
        The cell's response to each, at least 0.

    Returns
    -------
    float
        Between 0 (all orientations alike, or no response) and 1 (a single one).
    """
    ### BEGIN SOLUTION
    overall = responses.sum()
    if overall == 0:
        return 0.0
    arrows = responses * np.exp(2j * orientations)
    return float(abs(arrows.sum()) / overall)
    ### END SOLUTION

# %% role="scratch" id="try_orientation_selectivity"

# %% role="test" id="test_orientation_selectivity_plain" points=1
# Checks the example above, and other cells.
question = Question("visual_cortex.orientation_selectivity", orientation_selectivity)
quarters = np.pi * np.array([0.0, 0.25, 0.5, 0.75])
question.on(quarters, np.array([0.0, 1.0, 2.0, 1.0])).gives(0.5)
question.on(quarters, np.array([1.0, 1.0, 1.0, 3.0])).gives(1 / 3)
question.on(quarters, np.array([8.0, 5.0, 2.0, 5.0])).gives(0.3)
### BEGIN HIDDEN TESTS
draw = Inputs("orientation_selectivity_plain")
question.on(np.pi * np.arange(7) / 7, np.abs(draw.signal(7))).twice()
question.on(np.array([2.5, 0.3, 1.1, 1.9]), np.array([4.0, 1.0, 0.5, 2.0])).agrees()
question.on(draw.signal(5, contiguous=False), np.abs(draw.signal(10))[::2]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_orientation_selectivity_edges" points=1
# Checks the extremes: a cell that answers one orientation, one that answers all alike, and one that never answers.
question = Question("visual_cortex.orientation_selectivity", orientation_selectivity)
quarters = np.pi * np.array([0.0, 0.25, 0.5, 0.75])
question.on(quarters, np.array([0.0, 3.0, 0.0, 0.0])).gives(1.0)
question.on(quarters, np.array([2.0, 2.0, 2.0, 2.0])).gives(0.0)
question.on(quarters, np.zeros(4)).gives(0.0)
### BEGIN HIDDEN TESTS
draw = Inputs("orientation_selectivity_edges")
question.on(np.array([0.7]), np.array([0.5])).agrees()
question.on(np.array([0.4, 0.4 + np.pi, 0.4 - np.pi]), np.array([1.0, 2.0, 0.5])).agrees()
question.on(draw.signal(5), np.zeros(5)).twice()
question.on(np.pi * np.arange(5) / 5, np.full(5, 0.3)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="ask_visual_cortex"
# ## 8 In your own words (2 points)
#
# **What did closing one eye of a kitten show, and what in a CNN would be its counterpart?** Three to six sentences. A person reads
# your answer.

# %% [markdown] role="written" id="written_visual_cortex" points=2
# **Rubric, 2 points**
#
# - 1 point, the finding: after a kitten had grown up with one eye closed, almost no cell of its visual cortex answered that eye any
#   more (Wiesel and Hubel 1963: 1 of 84 cells), although the eye itself was sound; the same closure left an adult cat unharmed. So
#   the cortex's connections depend on what is seen in an early, critical period. Half a point for "the eye became blind" or "the
#   brain needs input" with neither the cortex nor the early period; half a point if only one of these two is named.
# - 1 point, the counterpart: a CNN's filters, too, come from what it is shown in training. Accept any apt example that says what is
#   missing and what happens: an input channel (or one of two cameras) that is zero during training gets no gradient, so its weights
#   stay useless and opening it later does not help; training on blurred images first and sharp ones later leaves a lasting loss
#   (Achille, Rovere and Soatto, arXiv 1711.08856). Half a point for "training data matters" without an example, or for an example
#   without its effect. A remark that a CNN, unlike the kitten, has no fixed critical period and can mostly be trained on is welcome
#   and costs nothing.
#
# *Sample, 2 points.* "When one eye of a young kitten was closed for the first months, later hardly any cell in its visual cortex
# reacted to that eye, though the eye was healthy; in an adult cat the same did nothing. So cells get their connections from early
# experience. In a CNN with two cameras it would be like keeping one camera black during training: its weights get no gradient, stay
# random, and the network does not know how to use that camera when it is switched on."
#
# *Sample, 1.5 points.* "The kitten's cortex did not learn to use the closed eye, because it was closed in the critical period when
# connections are formed. In a CNN this is like training data that lacks something, for example only grey pictures."
#
# *Sample, 0.5 points.* "The kitten went blind in the closed eye. A CNN also has to be trained well, otherwise it does not work."

# %% [markdown] id="experiment"
# ## The experiment, for fun (no points)
#
# With all functions done you can repeat what made the two kinds of cells famous. Take the `#` away, run the cell, and look at the
# two columns. While the bar moves across the field, the simple cell answers at some places only. The complex cell answers at
# all of them. Then turn the bar: give it an orientation of 2.0 while the fields keep theirs. Both cells nearly fall silent.

# %% role="scratch" id="try_experiment"
# even, odd = gabor(31, 10.0, 0.5), gabor(31, 10.0, 0.5, phase=-np.pi / 2)
# for offset in np.arange(-5.0, 6.0):
#     seen = bar(31, 0.5, offset=offset)
#     print(f"{offset:5.1f}  simple {simple_cell(seen, even):6.2f}  complex {complex_cell(seen, even, odd):6.2f}")

# %% [markdown] id="end"
# ## What you have built
#
# You have rebuilt the cells that convolutional networks were inspired by. A simple cell is a weighted sum with a rectification: one
# unit of a convolutional layer with its ReLU. A complex cell pools simple ones and so tolerates a shift: the idea behind pooling.
# What the cortex does at every place of the retina, a CNN does by sliding one set of weights over the image. It learns these weights,
# and its first layer often ends up with filters much like your Gabors.
#
# Save the notebook, run it once more from top to bottom, and hand it in. Then go back to the chapter *Hubel and Wiesel*:
# its self-check questions should be easy now.
