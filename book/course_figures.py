"""Draws the book's figures in one style: grids of numbers, stems of a signal, images and feature maps.

What a figure shows, and its caption and alt text, are left to the chapters.

Figures are SVG without a background. Every line and letter takes a colour out of `COLOURS`, by its role; the website
then makes a second file for dark pages in which each of these colours is swapped for its partner. So use no other
colours in lines and text. Photographs keep their own.

A figure is `WIDTH` inches wide, which is a phone's width with letters as large as the text's. Put panels below each
other, or two beside each other, rather than four in a row.
"""

from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

WIDTH = 4.4
FONT_SIZE = 14


class Colour(NamedTuple):
    """One role's colour on a light page and on a dark one."""

    light: str
    dark: str


# Colours of strokes and letters have a contrast of at least 4.5 with their page (but for `line`, which only separates
# cells), and fills one of at least 7 with the ink on them. Blue and orange are apart for colour-blind eyes; in grey the
# dash or the outline tells them apart. Green is for a third thing only.
COLOURS = {
    "ink": Colour("#1f2328", "#e4e7eb"),
    "quiet": Colour("#66707b", "#98a2ad"),
    "line": Colour("#c3c9d0", "#4b535d"),
    "blue": Colour("#0b5cad", "#74b3f2"),
    "orange": Colour("#a84a07", "#f4a259"),
    "green": Colour("#137a4b", "#5ccb95"),
    "blue_fill": Colour("#cfe2f6", "#17395a"),
    "orange_fill": Colour("#f9dcc0", "#57300f"),
    "plain_fill": Colour("#f1f3f5", "#262b31"),
}

INK, QUIET, LINE, BLUE, ORANGE, GREEN, BLUE_FILL, ORANGE_FILL, PLAIN_FILL = (pair.light for pair in COLOURS.values())

# So that three windows can be told apart without their colours.
_OUTLINES = ((ORANGE, "-"), (BLUE, "--"), (GREEN, ":"))

# Orange below zero, blue above, as in grids of numbers. It never stops getting lighter, so that in grey, too, dark means
# below zero and light above.
DIVERGING = LinearSegmentedColormap.from_list(
    "orange_grey_blue", ["#5c2500", "#b8621a", "#979ca2", "#93c6f2", "#eef7ff"]
)
# For what has no sign: nothing (white) at zero, and the darker, the more.
AMOUNT = LinearSegmentedColormap.from_list("white_blue", ["#ffffff", "#6aa9e0", "#083d77"])

# Packaged with scikit-image; CC0, public domain or without known restrictions.
PHOTOGRAPHS = ("astronaut", "brick", "camera", "chelsea", "clock", "coffee", "coins", "grass", "gravel", "rocket")


def use_style():
    """Make every later figure look like the book's, and come out as SVG.

    Call it once, in the first code cell of a chapter.

    Examples
    --------
    >>> use_style()
    >>> plt.rcParams["font.size"]
    14.0
    """
    plt.rcParams.update(mpl.rcParamsDefault)
    plt.rcParams.update(
        {
            **dict.fromkeys(("font.size", "legend.fontsize", "figure.titlesize"), FONT_SIZE),
            **dict.fromkeys(("axes.titlesize", "axes.labelsize", "xtick.labelsize", "ytick.labelsize"), FONT_SIZE),
            "mathtext.fontset": "dejavusans", "axes.titlepad": 8, "axes.unicode_minus": True,
            "text.color": INK, "axes.labelcolor": INK, "axes.titlecolor": INK, "axes.edgecolor": QUIET,
            "xtick.color": QUIET, "ytick.color": QUIET, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
            "patch.edgecolor": INK, "hatch.color": QUIET, "legend.labelcolor": INK, "legend.frameon": False,
            "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none",
            "axes.spines.top": False, "axes.spines.right": False, "axes.grid": False, "grid.color": LINE,
            "lines.linewidth": 2.2, "axes.linewidth": 1, "image.cmap": "gray", "image.interpolation": "antialiased",
            "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, INK], linestyle=["-", "--", ":", "-."]),
            "figure.figsize": (WIDTH, 0.7 * WIDTH), "figure.constrained_layout.use": True, "figure.dpi": 144,
            # The same figure is the same file, to the byte, on every day.
            "svg.fonttype": "path", "svg.hashsalt": "course_figures",
        }
    )  # fmt: skip
    try:
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:  # outside a notebook there is nothing to tell
        return
    # Not cropped to what is drawn: the width decides how large the letters are.
    set_matplotlib_formats("svg", bbox_inches=None, metadata={"Date": None, "Creator": "course_figures"})


def panels(rows=1, columns=1, height=None, **kwargs):
    """Start a figure of the book's width with a grid of panels.

    Parameters
    ----------
    rows, columns : int
        How many panels below and beside each other.
    height : float, optional
        Height of the whole figure in inches. Without it each panel gets the room of a square.
    **kwargs
        Passed on to `matplotlib.pyplot.subplots`, such as ``width_ratios`` or ``sharex``.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes or numpy.ndarray of Axes
        One Axes; or ``(n,)`` where there is one row or one column; or ``(rows, columns)``.

    Examples
    --------
    >>> figure, (left, right) = panels(1, 2)
    >>> float(figure.get_figwidth())
    4.4
    """
    if height is None:
        height = rows * (WIDTH / columns + 0.35)  # the square, and a line of title
    return plt.subplots(rows, columns, figsize=(WIDTH, height), **kwargs)


def draw_grid(axes, values, title="", windows=(), colour_by_sign=True, decimals=2, rest=""):
    """Draw a matrix as cells with its numbers written into them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; its ticks and frame go away.
    values : array_like, shape (H, W) or (W,)
        The numbers. NaN leaves a cell empty but for `rest`.
    title : str
        Stands above the grid.
    windows : sequence of tuple
        Outlines ``(row, column, height, width)`` in cells: the first orange, the second blue and dashed, the third
        green and dotted.
    colour_by_sign : bool
        Fill positive cells blue and negative ones orange; zero stays plain. If false every cell stays plain.
    decimals : int
        At most so many digits after the point.
    rest : str
        What an empty cell shows.

    Examples
    --------
    >>> figure, axes = panels()
    >>> draw_grid(axes, [[0, 1, 0], [1, -4, 1], [0, 1, 0]], "the Laplacian", windows=[(1, 1, 1, 1)])
    >>> [text.get_text() for text in axes.texts][3:6]
    ['1', '−4', '1']
    """
    values = np.atleast_2d(np.asarray(values, dtype=float))
    height, width = values.shape
    for (row, column), value in np.ndenumerate(values):
        fill = BLUE_FILL if value > 0 else ORANGE_FILL if value < 0 else PLAIN_FILL
        fill = fill if colour_by_sign else PLAIN_FILL
        axes.add_patch(Rectangle((column, row), 1, 1, facecolor=fill, edgecolor=LINE, linewidth=1))
        text = rest if np.isnan(value) else _number(value, decimals)
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center_baseline")
    _outline(axes, windows)
    axes.set(xlim=(0, width), ylim=(height, 0), aspect="equal", title=title)
    axes.axis("off")


def _number(value, decimals):
    """Write a number as short as `decimals` allows, with a true minus sign."""
    digits = f"{round(value, decimals) + 0.0:.{decimals}f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace("-", "−")


def _outline(axes, windows, offset=0.0):
    """Outline windows of a grid or a picture; a white line below keeps them visible on a photograph."""
    for (row, column, height, width), (colour, dashes) in zip(windows, _OUTLINES, strict=False):
        place = {"xy": (column + offset, row + offset), "width": width, "height": height}
        place |= {"fill": False, "clip_on": False, "zorder": 3}
        if offset:
            axes.add_patch(Rectangle(**place, edgecolor="white", linewidth=5))
        axes.add_patch(Rectangle(**place, edgecolor=colour, linewidth=3, linestyle=dashes))


def draw_stems(axes, signal, title="", start=0, colour=BLUE, label_values=True):
    """Draw a one-dimensional signal as stems: a dot for each sample, on a line from zero.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    signal : array_like, shape (N,)
        The samples.
    title : str
        Stands above the panel.
    start : int
        Index of the first sample (negative for a kernel centred on 0).
    colour : str
        One of this module's colours.
    label_values : bool
        Write each value beyond its dot.

    Examples
    --------
    >>> figure, axes = panels()
    >>> draw_stems(axes, [1, 2, 3], "f", start=-1)
    >>> [int(tick) for tick in axes.get_xticks()]
    [-1, 0, 1]
    """
    signal = np.asarray(signal, dtype=float)
    index = start + np.arange(signal.size)
    axes.axhline(0, color=QUIET, linewidth=1)
    axes.vlines(index, 0, signal, color=colour, linestyle="-")
    axes.plot(index, signal, "o", color=colour, markersize=8)
    if label_values:
        for position, value in zip(index, signal, strict=True):
            above = value >= 0
            axes.annotate(
                _number(value, 2), (position, value), xytext=(0, 7 if above else -7), textcoords="offset points",
                ha="center", va="bottom" if above else "top",
            )  # fmt: skip
    low, high = min(signal.min(initial=0), 0), max(signal.max(initial=0), 0)
    room = 0.4 * (high - low or 1)  # for the values
    axes.set(xlim=(index[0] - 0.6, index[-1] + 0.6), ylim=(low - 1.3 * room * (low < 0), high + room))
    axes.set(title=title, xticks=index, yticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(axis="x", length=0, labelcolor=QUIET)


def show_image(axes, image, title="", diverging=False, amount=False, limit=None, windows=()):
    """Show a photograph or a feature map.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; its ticks go away.
    image : array_like, shape (H, W) or (H, W, 3)
        Grey or RGB values.
    title : str
        Stands above the picture.
    diverging : bool
        For values of both signs: zero is grey, positive a lighter blue, negative a darker orange, with the same scale on
        both sides.
    amount : bool
        For values from 0 up that are no brightness: zero is white, and the darker the blue, the larger the value.
    limit : float, optional
        The value of full colour: ``[0, limit]`` in grey (1 if left out), ``[-limit, limit]`` when diverging and
        ``[0, limit]`` for an amount (the largest absolute value if left out). Give it to make two pictures comparable.
    windows : sequence of tuple
        Outlines ``(row, column, height, width)`` in pixels, as in `draw_grid`.

    Returns
    -------
    matplotlib.image.AxesImage
        For `matplotlib.pyplot.colorbar`.

    Examples
    --------
    >>> figure, axes = panels()
    >>> show_image(axes, [[-1, 0], [2, 1]], diverging=True).get_clim()
    (-2.0, 2.0)
    """
    image = np.asarray(image, dtype=float)
    if limit is None:
        limit = float(np.abs(image).max() or 1) if diverging or amount else 1.0
    lowest, colour_map = (-limit, DIVERGING) if diverging else (0, AMOUNT if amount else "gray")
    shown = axes.imshow(image if image.ndim == 2 else image.clip(0, 1), cmap=colour_map, vmin=lowest, vmax=limit)
    _outline(axes, windows, offset=-0.5)
    axes.set(xticks=[], yticks=[], title=title)
    axes.spines[:].set_visible(False)
    return shown


def photograph(name, window=None, shrink=1, grey=True):
    """Give a photograph that anyone may use, as floats from 0 (black) to 1 (white).

    Parameters
    ----------
    name : str
        One of `PHOTOGRAPHS`.
    window : tuple of int, optional
        ``(row, column, height, width)`` in pixels of the original: the part to keep.
    shrink : int
        Each square of ``shrink × shrink`` pixels becomes their mean. Rows and columns that fill no square are left out.
    grey : bool
        Weigh the three colours into one brightness. If false a colour photograph keeps its last axis.

    Returns
    -------
    numpy.ndarray, shape (H, W) or (H, W, 3)

    Raises
    ------
    ValueError
        If there is no such photograph.

    Examples
    --------
    >>> photograph("camera", window=(40, 150, 200, 160), shrink=2).shape
    (100, 80)
    """
    if name not in PHOTOGRAPHS:
        raise ValueError(f"There is no photograph {name!r}. There are: {', '.join(PHOTOGRAPHS)}.")
    from skimage import color, data, util

    picture = util.img_as_float64(getattr(data, name)())
    if grey and picture.ndim == 3:
        picture = color.rgb2gray(picture)
    if window is not None:
        row, column, height, width = window
        picture = picture[row : row + height, column : column + width]
    rows, columns = (side // shrink for side in picture.shape[:2])
    squares = picture[: rows * shrink, : columns * shrink].reshape(rows, shrink, columns, shrink, *picture.shape[2:])
    return squares.mean(axis=(1, 3))
