"""Holds what a reader does with the explorer of layers, and that it counts as the reference does."""

from explorer_parts import STAGE, box, said

from autograder.reference import layers


def test_nonsense_in_a_box_waits(explore):
    """What cannot be is marked while one types, changes nothing, and is gone when one leaves the box."""
    page = explore("layers")
    before, kernel = said(page), box(page, "Kernel k × k")
    kernel.fill("99")
    assert kernel.get_attribute("aria-invalid") is not None
    assert said(page) == before
    kernel.blur()
    assert kernel.input_value() == "5"
    assert kernel.get_attribute("aria-invalid") is None


def test_layer_by_keyboard_and_boxes(explore):
    """Sizes, filters, groups and bias change what is said as the reference counts; the arrow keys go from filter to filter."""
    page = explore("layers")
    assert "28 × 28 × 6 out, with 456 numbers to learn and 352800 multiply-adds" in said(page)
    sizes = {"Rows H": 9, "Columns W": 14, "Channels C": 4, "Filters F": 10, "Kernel k × k": 3, "Groups g": 2}
    for label, value in sizes.items():
        box(page, label).fill(str(value))
    page.uncheck(".explorer input[type=checkbox]")
    learnt = layers.conv_parameters(4, 10, 3, bias=False, groups=2)
    full = layers.linear_parameters(9 * 14 * 4, 7 * 12 * 10, bias=False)
    assert f"7 × 12 × 10 out, with {learnt} numbers to learn and {learnt * 7 * 12} multiply-adds" in said(page)
    assert f"Fully connected, there would be {full} numbers to learn" in said(page)
    rows = page.locator(".explorer-table tbody tr").all()
    assert [int(row.locator("td").first.inner_text().replace(",", "")) for row in rows] == [full, learnt * 7 * 12, learnt]
    page.locator(STAGE).focus()
    for key in ("End", "ArrowLeft", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert "Filter 10 reads the channels 3 to 4 and makes map 10." in said(page)


def test_layer_by_pointing(explore):
    """A tap on the first sheet of the output looks at the first filter, one at the far end at the last."""
    page = explore("layers", "?filter=3", has_touch=True)
    assert "Filter 4 reads" in said(page)
    page.locator(STAGE).scroll_into_view_if_needed()
    place = page.locator(".explorer-drawing").bounding_box()
    for part, filter_ in ((0.65, 1), (0.97, 6)):
        page.touchscreen.tap(place["x"] + place["width"] * part, place["y"] + place["height"] / 2)
        assert f"Filter {filter_} reads" in said(page)


def test_impossible_layers_are_said(explore):
    """A kernel that does not fit and groups that do not divide are named instead of numbers that would be wrong."""
    page = explore("layers", "?groups=2")
    assert said(page) == "Impossible: 2 groups do not divide 3 channels."
    assert not page.locator(".explorer-table").is_visible()
    box(page, "Groups g").fill("3")
    assert "Filter 1 reads channel 1 and" in said(page)
    box(page, "Rows H").fill("4")
    assert said(page) == "Impossible: a kernel of 5 × 5 does not fit on 4 × 32."
