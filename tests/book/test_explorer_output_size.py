"""Holds what a reader does with the kernel that steps along a row."""

import re

from explorer_parts import PRESETS, STAGE, said
from playwright.sync_api import expect


def test_kernel_steps_by_keyboard_and_buttons(explore):
    """Arrow keys, Home, End and the buttons step the kernel, and never off the row; each window's pixels are said."""
    page = explore("output_size", "?padding=1")
    assert "7 pixels, kernel 3, stride 2, padding 1, dilation 1: 4 outputs." in said(page)
    assert said(page).endswith("Window 0 reads the pixels 0 and 1 and 1 zero.")
    page.locator(STAGE).focus()
    for key, window in (("ArrowLeft", 0), ("ArrowRight", 1), ("End", 3), ("ArrowRight", 3), ("Home", 0)):
        page.keyboard.press(key)
        assert f"Window {window} reads" in said(page)
    for name, window in (("Step on", 1), ("To the end", 3), ("Step back", 2)):
        page.get_by_role("button", name=name).click()
        assert f"Window {window} reads" in said(page)
    assert page.locator(".explorer-drawing .weight").count() == 3 + 1


def test_kernel_steps_by_pointing(explore):
    """A tap on an output goes to its window; dragging along the row takes the kernel along."""
    page = explore("output_size", "?stride=1", has_touch=True)
    drawing = page.locator(".explorer-drawing")
    drawing.scroll_into_view_if_needed()
    place = drawing.bounding_box()
    page.touchscreen.tap(place["x"] + 3.5 * 38, place["y"] + place["height"] - 12)
    assert "Window 3 reads the pixels 3 to 5." in said(page)
    page.mouse.move(place["x"] + 3.5 * 38, place["y"] + 10)
    page.mouse.down()
    page.mouse.move(place["x"] + 2.5 * 38, place["y"] + 10)
    assert "Window 1 reads the pixels 1 to 3." in said(page)
    page.mouse.move(place["x"] + 600, place["y"] + 10)
    page.mouse.up()
    assert "Window 4 reads" in said(page)


def test_unread_pixels_and_impossible_settings_are_shown(explore):
    """Unread pixels are hatched and named, the window that hangs over is dashed, and what cannot be is said."""
    page = explore("output_size", "?input=9&kernel=2&stride=3&at=2")
    assert "3 pixels are not read: 2, 5 and 8." in said(page)
    assert page.locator(".explorer-drawing .pixel.unread").count() == page.locator(".hatching").count() == 3
    assert page.locator(".explorer-drawing .hanging").count() == 2
    page.select_option(PRESETS, "impossible")
    assert said(page).startswith("Impossible: the kernel spans 4 pixels, and the padded row has 2.")
    assert page.get_attribute(".explorer [role=math]", "aria-label") == "The floor of -2 divided by 5, plus 1, is 0."
    page.select_option(PRESETS, "alexnet224")
    assert "54 outputs" in said(page)
    assert "1 pixel is not read: 223." in said(page)
    assert page.get_attribute(".explorer [role=math]", "aria-label") == "The floor of 213 divided by 4, plus 1, is 54."


def test_kernel_plays(explore):
    """With reduced motion play goes to the end at once; else it steps there, says nothing on the way, and a key stops it."""
    page = explore("output_size")
    play = page.locator(".explorer-buttons button", has_text=re.compile("Play|Stop"))
    play.click()
    assert "Window 2 reads" in said(page)
    page.locator(STAGE).press("Home")
    page.emulate_media(reduced_motion="no-preference")
    play.click()
    expect(play).to_have_text("Stop")
    assert "Window 0 reads" in said(page)
    expect(play).to_have_text("Play")
    assert "Window 2 reads" in said(page)
    play.click()
    page.locator(STAGE).press("Home")
    expect(play).to_have_text("Play")
    assert "Window 0 reads" in said(page)
