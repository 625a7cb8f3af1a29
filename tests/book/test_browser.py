"""Holds what only a real browser can tell: no script errors, nothing asked of others, nothing that axe-core finds."""

import gzip
import re

import pytest

HEAVIEST = 350 * 1024
OF_PYTHON = re.compile(r"pyodide|worker\.mjs|course\.zip|/cells/|\.whl|/exercises/")


def set_view(page, theme, width):
    """Let a page have a theme and a width, as if the reader changed them."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)


def test_page_asks_nobody_else(opened):
    """No failed request, nothing from elsewhere, and nothing of Python before a click."""
    elsewhere = [each.url for each in opened.responses if not each.url.startswith(opened.url.rsplit("/", 1)[0])]
    assert [url for url in elsewhere if not url.startswith("data:")] == []
    assert [each.url for each in opened.responses if each.status >= 400] == []
    assert [each.url for each in opened.responses if OF_PYTHON.search(each.url)] == []


def test_page_is_light(opened):
    """A page with its styles, scripts and fonts, but without its pictures, takes at most 350 KiB gzipped."""
    sizes = {
        each.url: len(gzip.compress(each.body()))
        for each in opened.responses
        if each.request.resource_type not in ("image", "fetch") and not each.url.startswith("data:")
    }
    assert len(sizes) >= 3
    assert sum(sizes.values()) <= HEAVIEST, sorted(((size, url) for url, size in sizes.items()), reverse=True)[:12]


def test_buttons_cost_less_than_a_kilobyte(opened, chapter):
    """Of what runs a chapter's cells, its buttons' listener alone is there at first."""
    (listener,) = [each for each in opened.responses if each.url.endswith(".mjs") and "/python/" in each.url]
    assert len(listener.body()) < 1024


def test_answers_open_by_keyboard(opened, chapter):
    """An answer is closed at first; Enter on its question opens it."""
    answer = opened.locator("#check-yourself details").first
    assert not answer.locator("p").last.is_visible()
    answer.locator("summary").focus()
    opened.keyboard.press("Enter")
    assert answer.locator("p").last.is_visible()
    opened.keyboard.press("Enter")
    assert not answer.locator("p").last.is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_picture_of_each_pair_is_shown(opened, chapter, theme):
    """On a light page the light figures are shown and only they; on a dark page the dark ones. Their captions are always."""
    set_view(opened, theme, 1280)
    shown = opened.evaluate(
        "theme => [...document.querySelectorAll('img.course-figure')]"
        ".map(i => (getComputedStyle(i).display !== 'none') === i.classList.contains('on-' + theme))",
        theme,
    )
    assert len(shown) >= 8
    assert all(shown)
    captions = opened.evaluate("[...document.querySelectorAll('article figure figcaption')].map(each => each.checkVisibility())")
    assert captions
    assert all(captions)


@pytest.mark.parametrize(("width", "least"), [(390, 0.857), (1280, 1.0)])
def test_letters_in_figures_are_as_large_as_the_texts(opened, chapter, width, least):
    """On a phone no figure is shrunk below the width at which its letters have the text's size; on a desktop none at all."""
    set_view(opened, "light", width)
    scales = opened.evaluate(
        "[...document.querySelectorAll('img.on-light')].map(i => i.getBoundingClientRect().width / i.getAttribute('width'))"
    )
    assert min(scales) >= least - 1e-3


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (390, "dark")])
def test_page_is_sound_and_accessible(opened, axe, theme, width):
    """No script error, no violation, and no sideways scrolling; in the dark, the text's colours are looked at once."""
    set_view(opened, theme, width)
    details = "opened => document.querySelectorAll('article details').forEach(each => { each.open = opened })"
    opened.evaluate(details, True)
    once = {"include": ["html"], "exclude": ["article"]} if (width, theme) == (1280, "dark") else "html"
    assert axe(opened, once) == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.evaluate(details, False)
    assert opened.errors == []


def test_figures_without_scripts(visit, chapter):
    """Without JavaScript one picture of each pair is still shown, and formulas are rendered."""
    page = visit(chapter, java_script_enabled=False)
    light, dark = (page.query_selector_all(f"img.on-{theme}") for theme in ("light", "dark"))
    assert all(picture.is_visible() for picture in light)
    assert not any(picture.is_visible() for picture in dark)
    assert page.query_selector(".katex").is_visible()


def test_search_finds_a_chapter(visit):
    """Searching for a word of a chapter leads to it, by the site's own index."""
    page = visit("search", query="?q=separable")
    page.wait_for_selector("ul.search li a")
    assert any("convolution.html" in link.get_attribute("href") for link in page.query_selector_all("ul.search li a"))


def test_dark_mode_is_kept(visit, address):
    """The button changes the colours, and the next page has them too."""
    page = visit("index")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    button = page.locator("button.theme-switch-button:visible").first
    while page.evaluate("document.documentElement.dataset.mode") != "dark":
        button.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto(f"{address}references.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
