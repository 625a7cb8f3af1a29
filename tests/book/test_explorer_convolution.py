"""Holds what a reader does with the explorer of convolution, and that it says the reference's numbers."""

import re

import numpy as np
import pytest
from explorer_parts import PRESETS, STAGE, box, said
from skimage import io

from autograder.reference import convolution as reference

RELIEF = [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]


def pixel(page):
    """What the convolution explorer says about the pixel one looks at: row, column, and the output."""
    text = said(page)
    row, column = re.match(r"Row (\d+), column (\d+)", text).groups()
    return int(row), int(column), float(re.search(r"= (-?[\d.]+?)(,|\.$)", text).group(1))


def output(site, kernel, flip, bias, row, column):
    """The same output by the reference, from the photograph that the site ships."""
    photograph = np.round(io.imread(site / "_static" / "explorers" / "camera.png") / 255, 2)
    kernel = np.array(kernel, dtype=float)
    return reference.filter_image(photograph, kernel if flip else kernel[::-1, ::-1].copy(), bias)[row, column]


def test_convolution_by_keyboard(explore, site):
    """Arrow keys move by one pixel and with Shift by ten, never past the border; what is said is the reference's number."""
    page = explore("convolution")
    page.locator(STAGE).focus()
    row, column, value = pixel(page)
    assert value == pytest.approx(output(site, RELIEF, True, 0.5, row, column), abs=6e-4)
    for key in ("ArrowDown", "ArrowRight", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert pixel(page)[:2] == (row + 1, column + 1 - 10)
    for _ in range(12):
        page.keyboard.press("Shift+ArrowUp")
    assert pixel(page)[0] == 0
    assert pixel(page)[2] == pytest.approx(output(site, RELIEF, True, 0.5, 0, column - 9), abs=6e-4)


def test_convolution_by_pointing(explore):
    """Pointing at a place of either picture moves to the pixel below the pointer; a tap does, too."""
    page = explore("convolution", has_touch=True)
    for picture in page.locator(".explorer-stage").all():
        picture.scroll_into_view_if_needed()
        place = picture.bounding_box()
        page.mouse.move(place["x"] + place["width"] * 20.5 / 96, place["y"] + place["height"] * 70.5 / 96)
        assert pixel(page)[:2] == (70, 20)
        page.touchscreen.tap(place["x"] + place["width"] * 50.5 / 96, place["y"] + place["height"] * 10.5 / 96)
        assert pixel(page)[:2] == (10, 50)


def test_weights_bias_and_flip_change_the_output(explore, site):
    """A preset fills the weights; a weight, the bias and the flip change the number that is said as the reference does."""
    page = explore("convolution", "?at=40,50")
    page.select_option(PRESETS, "book")
    weights = page.locator(".explorer-list input")
    assert [each.input_value() for each in weights.all()] == ["0", "1", "2", "0", "3", "0", "-1", "0", "0"]
    kernel = [[0, 1, 2], [0, 3, 0], [-1, 0, 0]]
    assert pixel(page) == (40, 50, pytest.approx(output(site, kernel, True, 0, 40, 50), abs=6e-4))
    page.uncheck(".explorer input[type=checkbox]")
    assert pixel(page)[2] == pytest.approx(output(site, kernel, False, 0, 40, 50), abs=6e-4)
    weights.nth(4).fill("-0.5")
    box(page, "Bias").fill("0.25")
    kernel[1][1] = -0.5
    assert pixel(page)[2] == pytest.approx(output(site, kernel, False, 0.25, 40, 50), abs=6e-4)
    assert page.input_value(PRESETS) == ""
    assert page.errors == []
