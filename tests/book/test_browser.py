"""Holds what only a real browser can tell: no script errors, nothing asked of others, nothing that axe-core finds."""

import gzip

import pytest

HEAVIEST = 350 * 1024


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (390, "dark")])
def test_page_is_sound_and_accessible(visit, axe, stem, theme, width):
    """No script error, no failed request, nothing from elsewhere, no violation, and no sideways scrolling."""
    page = visit(stem, theme=theme, width=width)
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
    assert page.errors == []
    elsewhere = [each.url for each in page.responses if not each.url.startswith(page.url.rsplit("/", 1)[0])]
    assert [url for url in elsewhere if not url.startswith("data:")] == []
    assert [each.url for each in page.responses if each.status >= 400] == []
    for answer in page.query_selector_all("article details"):
        answer.evaluate("answer => { answer.open = true }")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_is_light(visit, stem):
    """A page with its styles, scripts and fonts, but without its pictures, takes at most 350 KiB gzipped."""
    page = visit(stem)
    sizes = {
        each.url: len(gzip.compress(each.body()))
        for each in page.responses
        if each.request.resource_type not in ("image", "fetch") and not each.url.startswith("data:")
    }
    assert len(sizes) >= 3
    assert sum(sizes.values()) <= HEAVIEST, sorted(((size, url) for url, size in sizes.items()), reverse=True)[:12]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_picture_of_each_pair_is_shown(visit, chapter, theme):
    """On a light page the light figures are shown and only they; on a dark page the dark ones. Their captions are always."""
    page = visit(chapter, theme=theme)
    shown = page.evaluate(
        "theme => [...document.querySelectorAll('img.course-figure')]"
        ".map(i => (getComputedStyle(i).display !== 'none') === i.classList.contains('on-' + theme))",
        theme,
    )
    assert len(shown) >= 8
    assert all(shown)
    captions = page.query_selector_all("article figure figcaption")
    assert captions
    assert all(caption.is_visible() for caption in captions)


def test_figures_without_scripts(visit, chapter):
    """Without JavaScript one picture of each pair is still shown, and formulas are rendered."""
    page = visit(chapter, java_script_enabled=False)
    light, dark = (page.query_selector_all(f"img.on-{theme}") for theme in ("light", "dark"))
    assert all(picture.is_visible() for picture in light)
    assert not any(picture.is_visible() for picture in dark)
    assert page.query_selector(".katex").is_visible()


def test_letters_in_figures_are_as_large_as_the_texts(visit, chapter):
    """On a phone no figure is shrunk below the width at which its letters have the text's size; on a desktop none at all."""
    for width, least in ((390, 0.857), (1280, 1.0)):
        page = visit(chapter, width=width)
        scales = page.evaluate(
            "[...document.querySelectorAll('img.on-light')].map(i => i.getBoundingClientRect().width / i.getAttribute('width'))"
        )
        assert min(scales) >= least - 1e-3


def test_answers_open_by_keyboard(visit, chapter):
    """An answer is closed at first; Enter on its question opens it."""
    page = visit(chapter)
    answer = page.locator("#check-yourself details").first
    assert not answer.locator("p").last.is_visible()
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    assert answer.locator("p").last.is_visible()


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
