"""Holds the explorers: their arithmetic in Node against the reference, and what a reader does with them in a real browser."""

import gzip
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from skimage import io

from autograder.reference import convolution as reference

BOOK = Path(__file__).resolve().parents[2] / "book"
CASES = Path(__file__).with_name("explorer_cases.mjs")
HEAVIEST = 15 * 1024


def ask(calls):
    """Let Node call functions of the convolution explorer's arithmetic; one result for each [name, *arguments]."""
    module = (BOOK / "explorers" / "arithmetic" / "convolution.mjs").as_uri()
    asked = json.dumps({"module": module, "calls": calls})
    done = subprocess.run(["node", str(CASES)], input=asked, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def as_image(array):
    """An array as the explorer keeps an image."""
    return {"height": array.shape[0], "width": array.shape[1], "values": array.ravel().tolist()}


@pytest.fixture(scope="module")
def presets():
    """The kernels that the explorer offers, in their order."""
    return ask([["PRESETS"]])[0]


def test_output_is_the_references(presets):
    """For random images and kernels and for every preset, flipped and not, with and without bias, it is filter_image's."""
    numbers = np.random.default_rng(2)
    kernels = [numbers.normal(size=(3, 3)) for _ in range(5)] + [np.array(each["kernel"]) for each in presets.values()]
    cases = [
        (numbers.normal(size=shape), kernel, flip, bias)
        for shape, kernel in zip([(5, 7), (1, 1), (8, 3), (2, 2)] * 3, kernels, strict=True)
        for flip in (True, False)
        for bias in (0, -0.25)
    ]
    answers = ask([["filtered", as_image(image), kernel.tolist(), flip, bias] for image, kernel, flip, bias in cases])
    for (image, kernel, flip, bias), answer in zip(cases, answers, strict=True):
        expected = reference.filter_image(image, kernel if flip else kernel[::-1, ::-1].copy(), bias)
        assert (answer["height"], answer["width"]) == image.shape
        assert np.allclose(np.reshape(answer["values"], image.shape), expected)


def test_products_add_up_to_the_output():
    """The nine products of a pixel, at the border too, and the bias add up to its output; a pixel outside counts as 0."""
    image = np.arange(12.0).reshape(3, 4)
    kernel = [[1, 2, 3], [4, 5, 6], [7, 8, 10]]
    for row, column in ((0, 0), (1, 2), (2, 3)):
        common = [as_image(image), kernel, True]
        nine, value = ask([["products", *common, row, column], ["output", *common, 2, row, column]])
        assert len(nine) == 9
        assert sum(each["weight"] * each["pixel"] for each in nine) + 2 == pytest.approx(value)
        assert nine[0]["weight"] == 10
        outside = [each for each in nine if not (0 <= each["row"] < 3 and 0 <= each["column"] < 4)]
        assert all(each["pixel"] == 0 for each in outside)


def test_presets_are_the_references_kernels(presets):
    """Blur, sharpen and Laplacian are exercise 1's kernels; the first four equal themselves when flipped, the rest do not."""
    assert np.allclose(presets["blur"]["kernel"], reference.blur_kernel(3))
    assert np.array_equal(presets["sharpen"]["kernel"], reference.sharpen_kernel())
    assert np.array_equal(presets["laplacian"]["kernel"], reference.laplacian_kernel())
    same = ask([["symmetric", each["kernel"]] for each in presets.values()])
    assert same == [True] * 4 + [False] * (len(presets) - 4)


def test_address_brings_every_setting_back():
    """What is written into the address is read from it again; what makes no sense in an address leaves the start as it is."""
    start = {"kernel": [[0] * 3] * 3, "bias": 0, "flip": True, "row": 1, "column": 2}
    chosen = {"kernel": [[-2, 0.5, 0], [0, 1.25, 0], [3, 0, 0]], "bias": -0.5, "flip": False, "row": 7, "column": 0}
    size = {"height": 8, "width": 9}
    [address] = ask([["toAddress", chosen]])
    wrong = ["", "?kernel=1,2,3&at=8,0", "?kernel=,,,,,,,,&at=-1,2", "?kernel=a,b,c,d,e,f,g,h,i&bias=&at=1.5,2", "?bias=x&at=,"]
    back, *unchanged = ask([["fromAddress", each, start, size] for each in [address, *wrong]])
    assert back == chosen
    assert unchanged == [start] * len(wrong)


def test_an_explorer_is_small():
    """Everything that the explorer loads, styles included, takes at most 15 KB gzipped."""
    files = [each for each in (BOOK / "explorers").rglob("*") if each.suffix in (".mjs", ".css")]
    assert len(files) >= 4
    assert sum(len(gzip.compress(each.read_bytes())) for each in files) <= HEAVIEST


@pytest.fixture
def explore(visit):
    """Open the chapter with its explorer ready."""

    def open_page(query="", **options):
        page = visit("convolution", query=query, **options)
        page.wait_for_selector("[data-explorer] [data-ready]")
        return page

    return open_page


def spoken(page):
    """What the explorer says about the pixel one looks at: row, column, and the output."""
    text = page.inner_text(".explorer [role=status]").replace("−", "-")
    row, column = re.match(r"Row (\d+), column (\d+)", text).groups()
    return int(row), int(column), float(re.search(r"= (-?[\d.]+?)(,|\.$)", text).group(1))


def expected(site, kernel, flip, bias, row, column):
    """The same output by the reference, from the photograph that the site ships."""
    photograph = np.round(io.imread(site / "_static" / "explorers" / "camera.png") / 255, 2)
    kernel = np.array(kernel, dtype=float)
    return reference.filter_image(photograph, kernel if flip else kernel[::-1, ::-1].copy(), bias)[row, column]


RELIEF = [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]


def test_keyboard_moves_and_the_sum_is_right(explore, site):
    """Arrow keys move by one pixel and with Shift by ten, never past the border; what is said is the reference's number."""
    page = explore()
    assert "?" not in page.url
    page.locator(".explorer [role=application]").focus()
    row, column, value = spoken(page)
    assert value == pytest.approx(expected(site, RELIEF, True, 0.5, row, column), abs=6e-4)
    for key in ("ArrowDown", "ArrowRight", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert spoken(page)[:2] == (row + 1, column + 1 - 10)
    for _ in range(12):
        page.keyboard.press("Shift+ArrowUp")
    assert spoken(page)[0] == 0
    assert spoken(page)[2] == pytest.approx(expected(site, RELIEF, True, 0.5, 0, column - 9), abs=6e-4)


def test_pointing_moves(explore):
    """Pointing at a place of either picture moves to the pixel below the pointer; a tap does, too."""
    page = explore(has_touch=True)
    for picture in page.locator(".explorer-stage").all():
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        page.mouse.move(box["x"] + box["width"] * 20.5 / 96, box["y"] + box["height"] * 70.5 / 96)
        assert spoken(page)[:2] == (70, 20)
        page.touchscreen.tap(box["x"] + box["width"] * 50.5 / 96, box["y"] + box["height"] * 10.5 / 96)
        assert spoken(page)[:2] == (10, 50)


def test_presets_weights_bias_and_flip_change_the_output(explore, site):
    """A preset fills the weights; a weight, the bias and the flip change the number that is said as the reference does."""
    page = explore("?at=40,50")
    page.select_option(".explorer select", "book")
    weights = page.locator(".explorer-kernel input")
    assert [each.input_value() for each in weights.all()] == ["0", "1", "2", "0", "3", "0", "-1", "0", "0"]
    kernel = [[0, 1, 2], [0, 3, 0], [-1, 0, 0]]
    assert spoken(page) == (40, 50, pytest.approx(expected(site, kernel, True, 0, 40, 50), abs=6e-4))
    page.uncheck(".explorer input[type=checkbox]")
    assert spoken(page)[2] == pytest.approx(expected(site, kernel, False, 0, 40, 50), abs=6e-4)
    weights.nth(4).fill("-0.5")
    page.get_by_label("Bias").fill("0.25")
    kernel[1][1] = -0.5
    assert spoken(page)[2] == pytest.approx(expected(site, kernel, False, 0.25, 40, 50), abs=6e-4)
    assert page.input_value(".explorer select") == ""
    assert page.errors == []


def test_address_holds_the_setting(explore):
    """A setting stands in the address, and the address brings it back on another visit."""
    page = explore()
    page.select_option(".explorer select", "vertical")
    page.uncheck(".explorer input[type=checkbox]")
    said, address = spoken(page), page.url
    again = explore("?" + address.split("?", 1)[1])
    assert spoken(again) == said
    assert again.input_value(".explorer select") == "vertical"
    assert not again.is_checked(".explorer input[type=checkbox]")


def test_only_a_page_with_an_explorer_loads_it(visit):
    """The start page asks for no explorer."""
    assert not [each.url for each in visit("index").responses if "explorers" in each.url]


def test_text_without_scripts(visit):
    """Without JavaScript the explorer's text is there, and a line says why nothing moves."""
    page = visit("convolution", java_script_enabled=False)
    assert page.locator(".explorer-text").is_visible()
    assert "needs JavaScript" in page.inner_text(".explorer-live")
