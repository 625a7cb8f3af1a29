"""Holds the form of a chapter: what a reader may count on finding in each of them."""

import re

from bs4 import BeautifulSoup

# Chapter 0 repeats what readers bring along: there is nothing new to grade, so its exercise stands in the page.
EXERCISE_IN_THE_PAGE = {"where_we_are"}


def section(page, title):
    """The section below a heading, or an empty one where there is no such heading."""
    for heading in page.select("article h2, article h3"):
        if heading.find(string=True).strip().lower() == title.lower():
            return heading.find_parent("section")
    return BeautifulSoup("", "html.parser")


def test_objectives(soup, chapter):
    """A chapter begins with at least three things that the reader will be able to do."""
    assert len(section(soup(chapter), "What you will be able to do").select("li")) >= 3


def test_prerequisites_and_time(soup, chapter):
    """A chapter says what one should know, and how many minutes it takes."""
    known = section(soup(chapter), "What you should know").get_text()
    assert len(known) > 60
    assert re.search(r"Time.{0,40}\d+ minutes", known, re.DOTALL)


def test_figures(soup, chapter):
    """At least four figures, each with a number, a caption, a name to refer to and an alt text that says what it shows."""
    figures = [each for each in soup(chapter).select("article figure") if each.select("img.course-figure")]
    assert len(figures) >= 4
    for figure in figures:
        assert re.match(r"fig-|[a-z]", figure.get("id", "")), figure
        assert not re.match(r"id\d+$", figure["id"]), "a figure without a name"
        assert figure.select_one(".caption-number"), figure["id"]
        assert len(figure.select_one(".caption-text").get_text()) > 30, figure["id"]
        assert len(figure.img["alt"]) > 40, figure["id"]


def test_code_cells_are_short_and_assert(soup, chapter):
    """What a cell shows to every reader has at most 15 lines, and the chapter's numbers are asserted."""
    shown = [cell for cell in soup(chapter).select("div.cell:not(.tag_hide-input) div.cell_input pre")]
    assert len(shown) >= 5
    too_long = [cell.get_text() for cell in shown if len([line for line in cell.get_text().splitlines() if line]) > 15]
    assert not too_long, too_long[0]
    assert sum("assert" in cell.get_text() for cell in soup(chapter).select("div.cell_input pre")) >= 5


def test_self_checks(soup, chapter):
    """At least five questions with an answer that opens."""
    answers = section(soup(chapter), "Check yourself").select("details.dropdown")
    assert len(answers) >= 5
    for answer in answers:
        assert answer.summary.get_text(strip=True)
        assert len(answer.get_text(strip=True)) > len(answer.summary.get_text(strip=True)) + 3


def test_common_mistakes_and_summary(soup, chapter):
    """A chapter lists common mistakes, and sums itself up in a few lines."""
    assert len(section(soup(chapter), "Common mistakes").select("tr, li, dt")) >= 3
    assert section(soup(chapter), "Summary").select("p, li")


def test_exercise(soup, chapter):
    """A chapter hands out the exercise of the same name; one that only repeats gives an ungraded one, with its answer."""
    exercise = section(soup(chapter), "Exercise")
    links = exercise.select("a[href$='.ipynb']")
    if chapter in EXERCISE_IN_THE_PAGE:
        assert not links
        assert exercise.select("details.dropdown")
        return
    assert [link["href"].rsplit("/", 1)[-1] for link in links] == [f"{chapter}.ipynb"]


def test_sources(soup, chapter):
    """A chapter names at least three sources, and each leads to an entry of the references."""
    links = section(soup(chapter), "Sources").select("a.reference.internal[href*='references.html#']")
    assert len({link["href"] for link in links}) >= 3
    entries = {entry["id"] for entry in soup("references").select("[id]")}
    assert {link["href"].split("#")[1] for link in links} <= entries
