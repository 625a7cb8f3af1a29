"""Holds what a reader does with a stack of layers and its units, and that their fields are the reference's."""

import re

from explorer_parts import PRESETS, STAGE, box, said

from autograder.reference import receptive_field


def unit_said(page):
    """What the receptive field explorer says of a unit: place, layer, and size, jump, start, ends of rows and of columns."""
    found = re.search(
        r"Unit \((\d+), (\d+)\) of (.+?), .* size (\d+), jump (\d+), start (-?[\d.]+)\."
        r" .*: rows (-?\d+) to (-?\d+), columns (-?\d+) to (-?\d+)\.", said(page)
    )  # fmt: skip
    row, column, layer, *numbers = found.groups()
    return (int(row), int(column)), layer, tuple(float(each) for each in numbers)


def test_stack_is_edited(explore):
    """Layers are added, changed and removed; size, jump and start of each and what is said are the reference's."""
    page = explore("receptive_field", "?size=40")
    page.get_by_role("button", name="Add a layer").click()
    for name, value in {"kernel": 4, "stride": 3, "padding": 2}.items():
        box(page, f"Layer 3, {name}").fill(str(value))
    page.get_by_role("button", name="Remove layer 2").click()
    stack = [(3, 2, 1), (4, 3, 2)]
    rows = [
        [cell.inner_text() for cell in row.locator("td").all()[4:7]] for row in page.locator(".explorer-table tbody tr").all()
    ]
    fields = receptive_field.receptive_fields(stack)
    assert rows == [[str(size), str(jump), f"{start:g}".replace("-", "−")] for size, jump, start in fields]
    assert unit_said(page)[2][:3] == fields[-1]
    assert page.evaluate("document.activeElement.textContent") == "Add a layer"
    assert page.errors == []


def test_units_by_keyboard(explore):
    """Left and right go from unit to unit, up and down from layer to layer at the same place; so does the photograph."""
    page = explore("receptive_field", "?size=9&layers=3-1-1,2-2-0,3-1-1")
    rows, photograph = page.locator(STAGE).all()
    rows.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert unit_said(page) == ((0, 3), "layer 3", (8, 2, 0.5, -3, 4, 3, 10))
    page.keyboard.press("ArrowDown")
    assert unit_said(page)[:2] == ((0, 3), "layer 2")
    page.keyboard.press("ArrowDown")
    assert unit_said(page) in [
        ((at, side), "layer 1", (3, 1, 0, at - 1, at + 1, side - 1, side + 1)) for at in (0, 1) for side in (6, 7)
    ]
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert "sees itself" in said(page)
    photograph.focus()
    for key in ("Shift+ArrowRight", "ArrowDown", "ArrowUp", "Shift+ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert "Pixel (8, 7) of the image sees itself" in said(page)


def test_units_by_pointing(explore):
    """Any unit of any layer can be clicked, a drag goes along, and a tap on the photograph finds the unit that looks there."""
    page = explore("receptive_field", "?size=227&layers=11-4-0,3-2-0,5-1-2", has_touch=True)
    page.locator(".explorer-strip").scroll_into_view_if_needed()
    stage = page.locator(".explorer-strip").bounding_box()
    page.mouse.move(stage["x"] + 58 + 0.5 * (stage["width"] - 60), stage["y"] + 44)
    page.mouse.down()
    (row, column), layer, numbers = unit_said(page)
    assert layer == "pool1"
    assert 11 <= column <= 15
    assert numbers[:3] == receptive_field.receptive_field([(11, 4, 0), (3, 2, 0)])
    page.mouse.move(stage["x"] + stage["width"] - 1, stage["y"] + 44)
    page.mouse.up()
    assert unit_said(page)[:2] == ((row, 26), "pool1")
    photograph = page.locator(".explorer-stage")
    photograph.scroll_into_view_if_needed()
    place = photograph.bounding_box()
    page.touchscreen.tap(place["x"] + place["width"] * (9 + 8 * 5) / 227, place["y"] + place["height"] * (9 + 8 * 20) / 227)
    assert unit_said(page)[:2] == ((20, 5), "pool1")


def test_stacks_that_do_not_fit_and_gaps_are_said(explore):
    """The layer whose kernel does not fit is named, what is below it stays; pixels in gaps are dark and not counted."""
    page = explore("receptive_field", "?size=4&layers=3-1-0,5-1-1,3-1-1")
    assert said(page).startswith(
        "Impossible: layer 2 has a kernel of 5 × 5, and layer 1 has 2 × 2 units, with padding 4. Unit (0, 0) of layer 1"
    )
    page.select_option(PRESETS, "gaps")
    assert said(page).endswith("columns 0 to 4. Of these it reads only 9.")
    bright = page.evaluate(
        """() => {
            const canvas = document.querySelector(".explorer-stage canvas");
            const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, 1).data;
            return Array.from({length: canvas.width}, (_, k) => all[4 * k]);
        }"""
    )
    assert min(bright[k] for k in (0, 2, 4)) > max(bright[k] for k in (1, 3, 5, 6))


def test_alexnets_field_can_be_followed(explore):
    """The link beside a layer's field opens the receptive field explorer with the stack up to that layer."""
    page = explore("alexnet", "?layer=pool5")
    page.get_by_role("link", name="follow it").click()
    page.wait_for_selector("[data-explorer=receptive_field] .explorer-live[data-ready]")
    assert unit_said(page)[1:] == ("pool5", (195, 32, 33, -64, 130, -64, 130))
    assert page.input_value(PRESETS) == "alexnet"
