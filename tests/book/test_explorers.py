"""Holds what a reader does with the explorers in a real browser: keys, mouse, finger, presets, the address.

That their numbers are right is left to test_explorer_arithmetic; here what is said is compared with the reference here and there.
"""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect
from skimage import io

from autograder.reference import convolution as reference
from autograder.reference import layers, pooling, receptive_field, visual_cortex

EXPLORERS = Path(__file__).resolve().parents[2] / "book" / "explorers"
STEMS = sorted(path.stem for path in EXPLORERS.glob("*.mjs") if (EXPLORERS / "arithmetic" / path.name).exists())
HEAVIEST = 15 * 1024
STAGE = ".explorer [role=application]"
PRESETS = ".explorer-controls select >> nth=0"


@pytest.fixture
def explore(visit):
    """Open a chapter with its explorer ready."""

    def open_page(explorer, query="", **options):
        page = visit(explorer, query=query, **options)
        page.locator("[data-explorer]").first.scroll_into_view_if_needed()  # it is loaded when one comes near it
        page.wait_for_selector(".explorer-live[data-ready]")
        return page

    return open_page


def said(page):
    """What the explorer says, with minus signs that Python reads and no commas in numbers."""
    text = page.inner_text(".explorer [role=status]").replace("−", "-")
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def box(page, label):
    """The box of a number by its label."""
    return page.get_by_label(label, exact=True)


def loaded_by(module):
    """A module and all modules that it imports."""
    imported = re.findall(r'from "(\./[^"]+|\.\./[^"]+)"', module.read_text(encoding="utf-8"))
    return {module}.union(*(loaded_by((module.parent / each).resolve()) for each in imported))


@pytest.mark.parametrize("explorer", STEMS)
def test_an_explorer_is_small(explorer):
    """All modules that one explorer loads take at most 15 KB gzipped."""
    files = loaded_by(EXPLORERS / f"{explorer}.mjs")
    assert {f"{explorer}.mjs", "explore.mjs", "controls.mjs", "fields.mjs", "page.mjs"} <= {each.name for each in files}
    assert sum(len(gzip.compress(each.read_bytes())) for each in files) <= HEAVIEST


def test_the_style_sheet_is_small():
    """The style sheet that all explorers share takes at most 5 KB gzipped."""
    assert len(gzip.compress((EXPLORERS / "explorers.css").read_bytes())) <= 5 * 1024


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("explorer", STEMS)
def test_presets_on_a_phone(explore, axe, explorer, theme):
    """Each preset says something else, without an error and without sideways scrolling at 360 pixels; axe-core finds nothing."""
    page = explore(explorer, theme=theme, width=360)
    names = [each.get_attribute("value") for each in page.locator(f"{PRESETS} >> option").all()][1:]
    sentences = set()
    for name in names:
        page.select_option(PRESETS, name)
        assert page.input_value(PRESETS) == name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        sentences.add(said(page))
    assert len(sentences) == len(names) >= 6
    assert page.errors == []
    assert axe(page, ".explorer") == []


@pytest.mark.parametrize("explorer", STEMS)
def test_address_holds_the_setting(explore, explorer):
    """A setting stands in the address and in the link, with the explorer's place; both bring it back. One can start again."""
    page = explore(explorer)
    first = said(page)
    assert "?" not in page.url
    last = page.locator(f"{PRESETS} >> option").last.get_attribute("value")
    page.select_option(PRESETS, last)
    page.wait_for_url("**?*")
    address = page.url
    assert page.get_by_text("Link to this setting").get_attribute("href") == "?" + address.split("?")[1]
    assert address.endswith(f"#explorer-{explorer}")
    again = explore(explorer, "?" + address.split("?")[1])
    assert said(again) == said(page) != first
    assert again.input_value(PRESETS) == last
    assert again.evaluate("document.querySelector('.explorer').getBoundingClientRect().top < innerHeight")
    again.get_by_role("button", name="Start again").click()
    assert said(again) == first


@pytest.mark.parametrize("explorer", STEMS)
def test_paper_has_the_text_alone(explore, explorer):
    """Printed, nothing of an explorer that moves is left, and its text is."""
    page = explore(explorer)
    page.emulate_media(media="print")
    assert not page.locator(".explorer-live").is_visible()
    assert page.locator(".explorer-text").is_visible()


@pytest.mark.parametrize("explorer", STEMS)
def test_text_without_scripts(visit, explorer):
    """Without JavaScript the explorer's text is there, and a line says why nothing moves."""
    page = visit(explorer, java_script_enabled=False)
    assert page.locator(".explorer-text").is_visible()
    assert "needs JavaScript" in page.inner_text(".explorer-live")


def test_only_a_page_with_an_explorer_loads_it(visit):
    """The start page asks for no explorer."""
    assert not [each.url for each in visit("index").responses if "explorers" in each.url]


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


RELIEF = [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]


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


def middle(handle):
    """Where a handle is on the screen."""
    place = handle.bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


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


def test_alexnets_field_can_be_followed(explore):
    """The link beside a layer's field opens the receptive field explorer with the stack up to that layer."""
    page = explore("alexnet", "?layer=pool5")
    page.get_by_role("link", name="follow it").click()
    page.wait_for_selector("[data-explorer=receptive_field] .explorer-live[data-ready]")
    assert unit_said(page)[1:] == ("pool5", (195, 32, 33, -64, 130, -64, 130))
    assert page.input_value(PRESETS) == "alexnet"
