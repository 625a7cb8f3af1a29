"""Holds the book's one style of figures: its numbers, its colours, its letters, and that a drawing repeats to the byte."""

import doctest
import importlib.util
import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

PATH = Path(__file__).resolve().parents[2] / "book" / "course_figures.py"
PAGES = {"light": "#ffffff", "dark": "#14181e"}


@pytest.fixture(scope="module")
def style():
    """The style module, switched on, drawing to no screen."""
    with mpl.rc_context():
        mpl.use("svg")
        specification = importlib.util.spec_from_file_location("course_figures", PATH)
        module = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(module)
        module.use_style()
        yield module
        module.plt.close("all")


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast of two colours as WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_examples_in_the_docstrings(style):
    """Every example that the module shows gives what it shows."""
    results = doctest.testmod(style)
    assert results.attempted >= 10
    assert results.failed == 0


@pytest.mark.parametrize("theme", PAGES)
def test_letters_and_lines_stand_out(style, theme):
    """Letters and lines have a contrast of 4.5 with the page, and letters one of 7 with every fill."""
    colours = {name: getattr(pair, theme) for name, pair in style.COLOURS.items()}
    for name in ("ink", "quiet", "blue", "orange", "green"):
        assert contrast(colours[name], PAGES[theme]) >= 4.5, name
    for name in ("blue_fill", "orange_fill", "plain_fill"):
        assert contrast(colours["ink"], colours[name]) >= 7, name


def test_every_colour_of_the_pages_is_different(style):
    """No two roles share a colour, so that a swap of colours can tell them apart; none is black or white."""
    for theme in (0, 1):
        colours = [pair[theme] for pair in style.COLOURS.values()]
        assert len(set(colours)) == len(colours)
    assert not {"#000000", "#ffffff"} & {colour for pair in style.COLOURS.values() for colour in pair}


def test_diverging_colours_are_told_apart_in_grey(style):
    """The sign can be read off in grey: from orange over a plain grey to blue it gets lighter with every step."""
    orange, zero, blue = (style.DIVERGING(value)[:3] for value in (0.25, 0.5, 0.75))
    assert max(zero) - min(zero) < 0.05
    assert orange[0] > orange[2] + 0.3
    assert blue[2] > blue[0] + 0.3
    lightness = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue, _ in style.DIVERGING(np.linspace(0, 1, 33))]
    assert min(np.diff(lightness)) > 0
    assert min(lightness[16] - lightness[8], lightness[24] - lightness[16], lightness[32] - lightness[24]) > 0.1


def test_letters_are_as_large_as_the_texts_on_a_phone(style):
    """At the width of a phone's text (362 pixels) a figure's letters are 16 pixels tall."""
    pixels_per_point = 362 / (style.WIDTH * 72)
    assert style.FONT_SIZE * pixels_per_point >= 16 - 0.05


def test_grid_writes_and_colours_each_number(style):
    """A grid writes every number with a true minus sign, and fills it by its sign."""
    _, axes = style.panels()
    style.draw_grid(axes, [[1.5, -2, 0], [np.nan, 1 / 3, 10]])
    assert [text.get_text() for text in axes.texts] == ["1.5", "−2", "0", "", "0.33", "10"]
    fills = [mpl.colors.to_hex(patch.get_facecolor()) for patch in axes.patches]
    assert fills[:4] == [style.BLUE_FILL, style.ORANGE_FILL, style.PLAIN_FILL, style.PLAIN_FILL]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(10, 2, "10"), (100, 0, "100"), (-0.001, 2, "0"), (-1.5, 1, "−1.5"), (0.126, 2, "0.13")],
)
def test_numbers_are_short_and_true(style, value, decimals, text):
    """Only zeros after the point are left out, and what rounds to zero has no minus sign."""
    assert style._number(value, decimals) == text


def test_windows_outline_what_they_name(style):
    """A window is outlined from its first row and column over its height and width."""
    _, axes = style.panels()
    style.draw_grid(axes, np.zeros((4, 5)), windows=[(1, 2, 2, 3)])
    outline = axes.patches[-1]
    assert (outline.get_xy(), outline.get_width(), outline.get_height()) == ((2, 1), 3, 2)


def test_stems_stand_at_their_indices(style):
    """The first sample stands at the index that was asked for, and every value is written."""
    _, axes = style.panels()
    style.draw_stems(axes, [1, -2, 0], start=-1)
    assert axes.get_lines()[-1].get_xdata().tolist() == [-1, 0, 1]
    assert [text.get_text() for text in axes.texts] == ["1", "−2", "0"]


def test_pictures_have_one_scale_on_both_sides_of_zero(style):
    """Zero is in the middle of a feature map's scale and at the end of an amount's; a photograph keeps black 0 and white 1."""
    _, axes = style.panels()
    assert style.show_image(axes, [[-1, 3]], diverging=True).get_clim() == (-3, 3)
    assert style.show_image(axes, [[0.2, 0.4]]).get_clim() == (0, 1)
    assert style.show_image(axes, [[0.2, 0.4]], amount=True).get_clim() == (0, 0.4)
    assert style.show_image(axes, [[0.0, 0.0]], diverging=True).get_clim() == (-1, 1)


def test_photographs(style):
    """Every photograph that is named can be had, in [0, 1]; shrinking takes means; an unknown name is refused with the list."""
    for name in style.PHOTOGRAPHS:
        picture = style.photograph(name, shrink=4)
        assert picture.ndim == 2
        assert picture.min() >= 0
        assert 0.5 < picture.max() <= 1
    whole = style.photograph("camera", window=(10, 20, 6, 8))
    assert whole.shape == (6, 8)
    assert np.allclose(style.photograph("camera", window=(10, 20, 6, 8), shrink=2)[0, 1], whole[:2, 2:4].mean())
    assert style.photograph("astronaut", shrink=8, grey=False).shape == (64, 64, 3)
    with pytest.raises(ValueError, match=r"moon.*astronaut"):
        style.photograph("moon")


def test_the_same_figure_is_the_same_file(style):
    """A drawing repeats to the byte, has no background, and is as wide as the book's figures are."""
    files = []
    for _ in range(2):
        figure, axes = style.panels(height=2)
        style.draw_grid(axes, [[1, 2]])
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
        files.append(file.getvalue())
    assert files[0] == files[1]
    assert b'width="316.8pt"' in files[0]
    assert b"#ffffff" not in files[0]
