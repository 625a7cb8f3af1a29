"""Holds the PDF of the book: bookmarks, page numbers that are right, links within, and answers apart from their questions."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

HOME = Path(__file__).resolve().parents[2]
PAGES = ["index", "alexnet", "project"]


@pytest.fixture(scope="module")
def whole_book():
    """The module that prints."""
    sys.path.insert(0, str(HOME / "book" / "_ext"))
    try:
        import whole_book
    finally:
        sys.path.pop(0)
    return whole_book


@pytest.fixture(scope="module")
def book(whole_book, site):
    """A book of all pages, not printed."""
    return whole_book.Book(site, whole_book.stems())


@pytest.fixture(scope="module")
def printed(whole_book, site, chromium, tmp_path_factory):
    """A book of three pages, printed beside the site's folder; gives the book and its PDF."""
    folder = tmp_path_factory.mktemp("print")
    (folder / "html").symlink_to(site)
    short = whole_book.Book(site, PAGES)
    return short, PdfReader(whole_book.print_pdf(short, folder / "pdf", chromium, tell=lambda _: None))


def test_every_link_within_the_book_leads_to_one_place(book):
    """No two places have the same name, though chapters have sections of the same title; and every link has its place."""
    page = BeautifulSoup(book.html(), "html.parser")
    names = Counter(tag["id"] for tag in page.find_all(id=True))
    assert [name for name, times in names.items() if times > 1] == []
    links = [link["href"] for link in page.select("a[href^='#']")]
    assert len(links) > 500
    assert [link for link in links if link[1:] not in names] == []


def test_answers_stand_at_the_end(book):
    """No answer folds beside its question; each stands in the appendix, with a link there and back."""
    page = BeautifulSoup(book.html(), "html.parser")
    assert not page.select("details.admonition")
    questions, answers = {each["id"]: each for each in page.select(".question")}, page.select("#answers .answer")
    assert len(questions) == len(answers) > 50
    for answer in answers:
        question = questions[answer.a["href"][1:]]
        assert len(answer.a.select(".katex")) == len(question.select(".katex")), "formulas are to look as in the question"
        assert len(answer.get_text()) > len(answer.a.get_text()) + 3


def test_paper_has_no_use_for_what_a_screen_does(book):
    """Figures for dark pages, buttons, scripts and the living part of explorers are left out; the explorers' texts are not."""
    page = BeautifulSoup(book.html(), "html.parser")
    assert not page.select("img.on-dark, script, button, .explorer-live")
    assert page.select(".explorer-text p")


def test_titles_say_a_formula_once(book):
    """A formula in a title stands in the table of contents as it looks, without its TeX."""
    assert "N filters make depth N" in [words for _, _, words in book.titles()]


def test_the_contents_name_the_right_pages(printed):
    """The page that stands beside a title is the one on which the title is."""
    book, pdf = printed
    contents = pdf.pages[1].extract_text()
    for rank, anchor, words in book.titles():
        page = pdf.get_destination_page_number(pdf.named_destinations[f"/{anchor}"])
        assert words.split()[0] in pdf.pages[page].extract_text()
        if rank == 1:
            assert f"{page + 1}" in contents


def test_bookmarks_and_numbers(printed):
    """A reader's side bar lists the chapters with their sections; each page but the cover bears its number."""
    book, pdf = printed
    titles = [each.title for each in pdf.outline if not isinstance(each, list)]
    assert [words for rank, _, words in book.titles() if rank == 1] == [title for title in titles if title != "Contents"]
    assert any(isinstance(each, list) for each in pdf.outline)
    for number, page in enumerate(pdf.pages[1:], 2):
        assert str(number) in page.extract_text().split()
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
