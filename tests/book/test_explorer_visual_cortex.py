"""Holds what a reader does with a bar and the cells of V1, and that these answer as the reference's."""

import re

import numpy as np
import pytest
from explorer_parts import STAGE, box, middle, said
from playwright.sync_api import expect

from autograder.reference import visual_cortex


def bar_said(page):
    """What the V1 explorer says of the bar and of the cells: degrees, offset, and the two responses."""
    found = re.match(r"A \w+ bar at (\d+)°, offset (-?\d+), .* answers ([\d.]+), the complex cell ([\d.]+)\. ", said(page))
    return tuple(float(each) for each in found.groups())


def cells(orientation, offset):
    """The two responses of the cells at 45° to a bright bar of 3 pixels, by the reference, as they are said."""
    even, odd = (visual_cortex.gabor(41, 12.0, np.pi / 4, phase) for phase in (0, -np.pi / 2))
    bar = visual_cortex.bar(41, np.radians(orientation), offset)
    responses = visual_cortex.simple_cell(bar, even), visual_cortex.complex_cell(bar, even, odd)
    return tuple(pytest.approx(each, abs=6e-3) for each in responses)


def test_bar_by_keyboard(explore):
    """The arrow keys turn and move the bar, with Shift by ten, up to the rim; both cells answer as the reference's."""
    page = explore("visual_cortex")
    assert bar_said(page) == (20, 2, *cells(20, 2))
    page.locator(STAGE).focus()
    for key in ("ArrowRight", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    assert bar_said(page) == (171, 1, *cells(171, 1))
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    assert bar_said(page)[:2] == (171, 16)


def test_bar_by_mouse(explore):
    """The round handle turns the bar, also when it is dragged outside; the square one moves it along its own x'."""
    page = explore("visual_cortex")
    for stage in page.locator(".explorer-stage").all():
        stage.scroll_into_view_if_needed()
        centre = middle(stage)
        page.mouse.move(*middle(stage.locator(".turn")))
        page.mouse.down()
        page.mouse.move(centre[0] + 400, centre[1])
        assert bar_said(page)[0] == 90
        page.mouse.move(centre[0] - 60, centre[1] - 60, steps=4)
        page.mouse.up()
        page.mouse.move(*centre)
        assert bar_said(page)[0] == 135
        page.mouse.move(*middle(stage.locator(".move")))
        page.mouse.down()
        page.mouse.move(centre[0] + 20, centre[1] - 20)
        page.mouse.up()
        scale = 41 / stage.bounding_box()["width"]
        offset = round(20 * np.sqrt(2) * scale)
        assert bar_said(page) == (135, -offset, *cells(135, -offset))


def test_bar_by_finger(explore):
    """On a phone a finger on the round handle turns the bar, and the page stays where it is."""
    page = explore("visual_cortex", width=360, has_touch=True, is_mobile=True)
    stage = page.locator(".explorer-stage").first
    stage.scroll_into_view_if_needed()
    (left, top), centre, before = middle(stage.locator(".turn")), middle(stage), page.evaluate("scrollY")
    finger = page.context.new_cdp_session(page)
    where = [(left, top), (left + 5, top + 10), (centre[0] + 60, centre[1] + 30), (centre[0] + 50, centre[1] + 50)]
    for kind, place in zip(("touchStart", "touchMove", "touchMove", "touchMove"), where, strict=True):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": place[0], "y": place[1]}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert bar_said(page)[0] == 135
    assert page.evaluate("scrollY") == before


def test_tuning_curve_draws_itself(explore):
    """Turning draws the curve so far; with reduced motion a sweep shows it at once, with the reference's numbers."""
    page = explore("visual_cortex", "?offset=0")
    page.locator(STAGE).focus()
    page.keyboard.press("Shift+ArrowRight")
    assert page.get_attribute(".curve.simple", "d").count("L") == 10
    assert "prefers" not in said(page)
    page.get_by_role("button", name="Sweep").click()
    angles = np.radians(np.arange(180))
    curve = visual_cortex.tuning_curve(visual_cortex.gabor(41, 12.0, np.pi / 4), angles)
    preferred = np.degrees(visual_cortex.preferred_orientation(angles, curve))
    selectivity = visual_cortex.orientation_selectivity(angles, curve)
    assert f"The simple cell prefers {preferred:.0f}°, selectivity {selectivity:.2f}." in said(page)
    assert bar_said(page)[0] == 30
    assert page.get_attribute(".curve.simple", "d").count("L") == 179


def test_sweep_moves_and_stops(explore):
    """Where motion is welcome, a sweep turns the bar step by step and says nothing until it is stopped."""
    page = explore("visual_cortex")
    page.emulate_media(reduced_motion="no-preference")
    before = said(page)
    sweep = page.locator(".explorer-buttons button")
    sweep.click()
    expect(box(page, "Bar: orientation (°)")).not_to_have_value("20")
    assert said(page) == before
    expect(sweep).to_have_text("Stop")
    sweep.click()
    stopped = int(box(page, "Bar: orientation (°)").input_value())
    assert bar_said(page) == (stopped, 2, *cells(stopped, 2))
