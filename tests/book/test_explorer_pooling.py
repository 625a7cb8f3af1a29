"""Holds what a reader does with a picture that moves below its windows, and that the distance is the reference's."""

import re

import numpy as np
import pytest
from explorer_parts import PRESETS, STAGE, box, middle, said
from skimage import io

from autograder.reference import pooling


def move_said(page):
    """What the pooling explorer says of a move: down, right, how many values change, and the distance."""
    found = re.match(
        r"Moved by (\d+) (down|up) and (\d+) (right|left)\. .*: (\d+) of \d+ values? changes?, distance ([\d.]+)\.", said(page)
    )
    down, vertical, right, horizontal, count, distance = found.groups()
    return (
        int(down) * (1 if vertical == "down" else -1),
        int(right) * (1 if horizontal == "right" else -1),
        int(count),
        float(distance),
    )


def feature_map(site):
    """The explorer's feature map from the photograph that the site ships."""
    photograph = io.imread(site / "_static" / "explorers" / "camera.png") / 255
    return np.maximum(photograph[:, :-1] - photograph[:, 1:], 0)[None]


def test_picture_moves_by_keyboard(explore, site):
    """Arrow keys move by a pixel, with Shift by the stride, never too far; the distance is the reference's; Home goes back."""
    page = explore("pooling", "?picture=edges&size=4&stride=4&columns=0")
    page.locator(STAGE).focus()
    for key in ("ArrowDown", "Shift+ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    expected = pooling.shift_distance(feature_map(site), 1, -3, 4)
    assert move_said(page)[:2] == (1, -3)
    assert move_said(page)[3] == pytest.approx(expected, abs=6e-3)
    for _ in range(6):
        page.keyboard.press("Shift+ArrowUp")
    assert move_said(page)[0] == -16
    page.keyboard.press("Home")
    assert move_said(page) == (0, 0, 0, 0)


def test_picture_is_dragged(explore):
    """Dragging moves the picture by whole pixels; the cells that changed are outlined, one by one."""
    page = explore("pooling", "?columns=0")
    stage = page.locator(STAGE)
    stage.scroll_into_view_if_needed()
    x, y = middle(stage)
    pixel_ = stage.bounding_box()["width"] / 8
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2.2 * pixel_, y - 0.9 * pixel_, steps=3)
    page.mouse.up()
    page.mouse.move(x, y)
    assert move_said(page) == (-1, 2, 2, 1.41)
    assert page.get_attribute(".explorer-over .change", "d").count("M") == 2


def test_picture_is_dragged_by_finger(explore):
    """On a phone a finger moves the picture down, and the page stays where it is."""
    page = explore("pooling", "?columns=0", width=360, has_touch=True, is_mobile=True)
    stage = page.locator(STAGE)
    stage.scroll_into_view_if_needed()
    (x, y), before = middle(stage), page.evaluate("scrollY")
    pixel_ = stage.bounding_box()["width"] / 8
    finger = page.context.new_cdp_session(page)
    for kind, by in (("touchStart", 0), ("touchMove", 1), ("touchMove", 2), ("touchMove", 3)):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y + by * pixel_}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert move_said(page)[:2] == (3, 0)
    assert page.evaluate("scrollY") == before


def test_kinds_of_pooling_and_windows_that_do_not_fit(explore):
    """Kind, size, stride and blur change what is said; a window larger than the picture is named."""
    page = explore("pooling", "?picture=map&columns=0")
    for kind, mean in (("max", "3.5"), ("average", "0.75"), ("min", "-1.5")):
        page.select_option(".explorer-controls select >> nth=2", kind)
        assert f"The mean is {mean} at rest" in said(page)
    box(page, "Size k").fill("5")
    assert said(page) == "Impossible: a window of 5 × 5 does not fit on 4 × 4. (The chapter's map.)"
    page.select_option(PRESETS, "stripes")
    assert "The mean is 2 at rest and 4 after the move" in said(page)
    page.check(".explorer input[type=checkbox]")
    assert "The mean is 3 at rest and 3.5 after the move" in said(page)
    assert page.input_value(PRESETS) == "blurred"
