"""Holds what a reader does with AlexNet's layers, and that its pictures come only when they are asked for."""

import re
from pathlib import Path

from explorer_parts import STAGE, said


def test_alexnet_by_keyboard_pointing_and_choice(explore):
    """Arrow keys, Home and End, a click on the drawing or on a row, and the list go from layer to layer."""
    page = explore("alexnet")
    page.locator(STAGE).focus()
    for key, layer in (("ArrowRight", "pool1"), ("End", "fc8"), ("ArrowRight", "fc8"), ("ArrowUp", "fc7"), ("Home", "conv1")):
        page.keyboard.press(key)
        assert said(page).startswith(f"{layer} of the lecture's AlexNet")
    drawing = page.locator(STAGE)
    drawing.click(position={"x": drawing.bounding_box()["width"] * 2.5 / 11, "y": 20})
    assert said(page).startswith("conv2 of the lecture's AlexNet (227, two groups): 27 × 27 × 256. It learns 307456 numbers")
    page.locator(".explorer-table tbody tr", has_text="conv5").click()
    assert said(page).startswith("conv5 of")
    assert page.locator(".explorer-table .shared th").inner_text() == "conv5"
    page.select_option(".explorer-controls select >> nth=1", "ungrouped")
    assert "The whole network learns 62378344 numbers and takes 1135256096 multiply-adds." in said(page)


def test_alexnets_pictures_come_when_they_are_asked_for(explore, site, axe):
    """No picture is fetched before the switch; then maps and filters are there, say whose they are, and weigh little."""
    page = explore("alexnet")
    pictures = [each for each in (site / "_static" / "explorers").iterdir() if re.match("maps|filters|cat", each.name)]
    assert sum(each.stat().st_size for each in pictures) < 150_000
    fetched = lambda: {Path(each.url).name for each in page.responses if Path(each.url).suffix in (".png", ".jpg")}  # noqa: E731
    assert not {each.name for each in pictures} & fetched()
    page.check(".explorer input[type=checkbox]")
    for layer in ("conv1", "conv5", "pool5"):
        page.select_option(".explorer-controls select >> nth=2", layer)
        page.wait_for_function(
            "[...document.querySelectorAll('.explorer-sprite')].every(each => each.complete && each.naturalWidth)"
        )
        assert page.locator(".explorer-sprite").count() == (3 if layer == "conv1" else 2)
    assert {"filters-conv1.png", "maps-conv1.png", "maps-conv5.png", "maps-pool5.png", "cat.jpg"} <= fetched()
    assert "not from the published AlexNet" in page.inner_text(".explorer-live")
    assert axe(page, ".explorer") == []
    page.select_option(".explorer-controls select >> nth=2", "fc6")
    assert page.locator(".explorer-sprite").count() == 1
    assert page.errors == []
