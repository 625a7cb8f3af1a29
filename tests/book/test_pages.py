"""Holds what every page has: one title, a description, pictures that are described, formulas that are rendered."""

import copy
import re


def test_one_title(soup, stem):
    """A page has one heading of the first rank, and a title of its own in the browser's tab."""
    assert len(soup(stem).find_all("h1")) == 1
    assert soup(stem).title.get_text(strip=True)


def test_description(soup, stem):
    """A page tells search engines and previews what it is."""
    assert soup(stem).find("meta", attrs={"name": "description"}) or stem in ("search", "genindex", "404")


def test_every_picture_says_what_it_shows(soup, stem):
    """Each picture has an alt text, which is not merely the name of its file."""
    for image in soup(stem).find_all("img"):
        alt = image.get("alt")
        assert alt is not None, image
        assert not re.search(r"\.(svg|png|jpe?g)$|/", alt), image


def test_figures_come_for_light_and_for_dark_pages(soup, chapter):
    """Each figure of the book's style is there twice, with the same words and the same size, in different files."""
    figures = soup(chapter).select("img.course-figure")
    light, dark = (soup(chapter).select(f"img.on-{theme}") for theme in ("light", "dark"))
    assert len(light) >= 4
    assert len(light) == len(dark) == len(figures) / 2
    for one, other in zip(light, dark, strict=True):
        assert one["src"] != other["src"]
        assert [one[name] for name in ("alt", "width", "height")] == [other[name] for name in ("alt", "width", "height")]


def test_formulas_are_rendered_and_no_raw_tex_is_left(soup, chapter):
    """Formulas are KaTeX's HTML with MathML for screen readers; no dollar, backslash command or \\( stands in the text."""
    page = soup(chapter)
    assert len(page.select(".katex math")) >= 10
    assert not page.select(".katex-error, code.tex-error")
    article = copy.copy(page.select_one("article"))
    for rendered in article.select(".katex, pre, code, script"):
        rendered.decompose()
    left = re.findall(r"\\[a-zA-Z(\[]+|\$[^$\n]{1,40}\$", article.get_text())
    assert not left



def test_start_page_leads_to_every_page(soup):
    """The start page links each page of the book, and each entry of its map leads somewhere."""
    article = soup("index").select_one("article")
    linked = {link["href"] for link in article.select("a.internal[href$='.html']")}
    pages = [link["href"] for link in soup("index").select("nav.bd-docs-nav a.internal")]
    assert len(pages) >= 2
    assert set(pages) <= linked
    for term in article.select("dt"):
        assert term.find("a"), term
