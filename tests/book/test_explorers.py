"""Holds what all explorers have in common: small, usable on a phone and on paper, with a text where there is no JavaScript.

That their numbers are right is left to test_explorer_arithmetic; what a reader does with each to the modules named after it.
"""

import gzip
import re
from pathlib import Path

import pytest
from explorer_parts import PRESETS, said

EXPLORERS = Path(__file__).resolve().parents[2] / "book" / "explorers"
STEMS = sorted(path.stem for path in EXPLORERS.glob("*.mjs") if (EXPLORERS / "arithmetic" / path.name).exists())
HEAVIEST = 15 * 1024
EACH_ONCE = pytest.mark.parametrize("on_a_phone", STEMS, indirect=True, scope="module")


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


@EACH_ONCE
def test_address_holds_the_setting(on_a_phone, explore):
    """A setting stands in the address and in the link, with the explorer's place; both bring it back. One can start again."""
    page, first = on_a_phone, said(on_a_phone)
    assert "?" not in page.url
    explorer = Path(page.url).stem
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


@EACH_ONCE
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_presets_on_a_phone(on_a_phone, axe, theme):
    """Each preset says something else, without an error and without sideways scrolling at 360 pixels; axe-core finds nothing."""
    page = on_a_phone
    page.emulate_media(color_scheme=theme)
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


@EACH_ONCE
def test_paper_has_the_text_alone(on_a_phone):
    """Printed, nothing of an explorer that moves is left, and its text is."""
    on_a_phone.emulate_media(media="print")
    assert not on_a_phone.locator(".explorer-live").is_visible()
    assert on_a_phone.locator(".explorer-text").is_visible()
    on_a_phone.emulate_media(media="screen")


@pytest.mark.parametrize("explorer", STEMS)
def test_text_without_scripts(visit, explorer):
    """Without JavaScript the explorer's text is there, and a line says why nothing moves."""
    page = visit(explorer, java_script_enabled=False)
    assert page.locator(".explorer-text").is_visible()
    assert "needs JavaScript" in page.inner_text(".explorer-live")


def test_only_a_page_with_an_explorer_loads_it(visit):
    """The start page asks for no explorer."""
    assert not [each.url for each in visit("index").responses if "explorers" in each.url]
