"""Prints the whole book as one PDF, with page numbers, a table of contents and bookmarks, from the pages that `make book` built.

How a page looks is left to the website's style sheets and to `whole_book.css`. A real browser does the printing, so formulas and
figures come out as they are on the screen. Run as ``python book/_ext/whole_book.py``, or by ``make pdf``.

Sphinx's own way to one page, the builder `singlehtml`, is not used: several chapters have sections of the same name, whose links
it would all lead to the first of them.
"""

import copy
import functools
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

HOME = Path(__file__).resolve().parents[2]
SITE = HOME / "_build" / "html"
SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css", "pygments.css", "styles/sphinx-book-theme.css", "course.css")
PDF = "student/cnn-course.pdf"  # below the site
NOT_ON_PAPER = ("downloads",)
ON_A_SCREEN, ON_PAPER = "The answers open when you click.", "The answers stand at the end of the book."
SCALE = 0.72  # of the figures: from 14 points to the text's 10
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

_LEFT_OUT = ".headerlink, .reading-time, script, noscript, .explorer-live, .on-dark, details.hide, button, a[href^='https://colab']"


def stems():
    """The book's pages in their order, the start page first."""
    contents = yaml.safe_load((HOME / "book" / "_toc.yml").read_text(encoding="utf-8"))
    files = [contents["root"], *(each["file"] for each in contents["chapters"])]
    return [name for name in files if name not in NOT_ON_PAPER]


class Book:
    """One page made of many.

    Parameters
    ----------
    site : pathlib.Path
        The built website.
    names : list of str
        Its pages, in order.
    """

    def __init__(self, site, names):
        self.site, self.names = site, names
        self.answers = []
        self.chapters = [self._chapter(name) for name in names]

    def _chapter(self, name):
        """A page's article as a chapter: without what paper cannot do, and with names that no other chapter has."""
        page = BeautifulSoup((self.site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        article = page.select_one("article.bd-article")
        for part in article.select(_LEFT_OUT):
            part.decompose()
        article.name, article["class"], article["id"] = "section", ["chapter"], f"{name}--page"
        article["style"] = f"page: {_page_name(name)}"
        for picture in article.select("img"):
            picture["src"] = f"../html/{picture['src']}"
            picture.attrs.pop("loading", None)
            if "course-figure" in picture.get("class", ()):  # letters as large as the text's, which is smaller than on a screen
                picture["style"] = f"width: {round(SCALE * int(picture['width']))}px"
        for tag in article.find_all(id=True):
            if tag is not article:
                tag["id"] = f"{name}--{tag['id']}"
        for link in article.select("a[href]"):
            self._lead_inside(link, name)
        self._move_answers(article, name)
        return article

    def _lead_inside(self, link, name):
        """Let a link to another page lead to its chapter; one to a file that is not in the book loses its address."""
        parts = urlsplit(link["href"])
        if parts.scheme:
            return
        target = Path(parts.path).stem if parts.path else name
        if target in self.names and (not parts.path or parts.path.endswith(".html")):
            link["href"] = f"#{target}--{parts.fragment or 'page'}"
        else:
            del link["href"]

    def _move_answers(self, article, name):
        """Leave the questions where they are; the answers go to the end of the book, with links there and back."""
        moved = article.select("details.admonition.dropdown")
        for number, answer in enumerate(moved, 1):
            question = answer.summary.extract()
            place, target = f"{name}--question-{number}", f"{name}--answer-{number}"
            question.name, question["class"], question["id"] = "p", ["question"], place
            answer.insert_before(question)
            entry = _tag(f'<div class="answer" id="{target}"><a class="to-question" href="#{place}"></a></div>')
            entry.a.extend(_as_text(question))
            if _words(question) == "Answer":  # the one of an exercise without a grade, below its text
                question.clear()
            question.append(_tag(f'<a class="to-answer" href="#{target}">answer</a>'))
            entry.extend(list(answer.extract().children))
            self.answers.append((name, entry))

    def titles(self):
        """What the table of contents lists: (rank, anchor, words)."""
        for chapter in self.chapters:
            yield 1, chapter["id"], _words(chapter.h1)
            if len(chapter.select("h2")) > 2:
                yield from ((2, heading.parent["id"], _words(heading)) for heading in chapter.select("h2"))
        yield 1, "answers", "Answers"

    def html(self, pages=None):
        """The whole book; `pages` says on which page an anchor stands, once that is known."""
        sheets = [f"../html/_static/{sheet}" for sheet in SHEETS] + ["../html/_static/katex/katex.css", "whole_book.css"]
        links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
        heads = {_page_name(chapter["id"].removesuffix("--page")): _words(chapter.h1) for chapter in self.chapters}
        heads["answers"] = "Answers"
        running = "".join(f'@page {name} {{ @top-right {{ content: "{words}"; }} }}\n' for name, words in heads.items())
        chapters = [str(chapter).replace(ON_A_SCREEN, ON_PAPER) for chapter in self.chapters]
        body = [self._cover(), self._contents(pages or {}), *chapters, self._appendix()]
        title = "Convolutional Neural Networks"
        return (
            f'<!DOCTYPE html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>{links}'
            f'<style>{running}</style></head><body><main class="bd-main"><div class="bd-content">'
            f'<div class="bd-article-container"><div class="bd-article">{"".join(body)}</div></div></div></main></body></html>'
        )

    def _cover(self):
        return (
            '<section class="cover"><img src="../html/_static/mark.svg" alt="" width="96">'
            '<p class="cover-title">Convolutional Neural Networks</p>'
            "<p>The course as a book: by hand, in NumPy, in PyTorch</p>"
            '<p class="cover-note">Text and figures: CC BY 4.0. Code: MIT. What the website can do and paper cannot is left out: '
            "the explorers (their texts are here), the code behind the figures, and the checks of the exercises.</p></section>"
        )

    def _contents(self, pages):
        rows = "".join(
            f'<li class="rank-{rank}"><a href="#{anchor}"><span>{words}</span>'
            f'<span class="page">{pages.get(anchor, "000")}</span></a></li>'
            for rank, anchor, words in self.titles()
        )
        return f'<nav class="book-contents"><p class="book-contents-title">Contents</p><ul>{rows}</ul></nav>'

    def _appendix(self):
        parts = []
        for chapter in self.chapters:
            name = chapter["id"].removesuffix("--page")
            if own := [str(entry) for owner, entry in self.answers if owner == name]:
                parts.append(f"<h2>{_words(chapter.h1)}</h2>{''.join(own)}")
        return f'<section class="chapter" id="answers" style="page: answers"><h1>Answers</h1>{"".join(parts)}</section>'


def _tag(html):
    return BeautifulSoup(html, "html.parser").contents[0]


def _as_text(question):
    """What stands in a question, formulas as they are, without links and names: to be a link itself."""
    parts = copy.copy(question)
    for named in parts.find_all(id=True):
        del named["id"]
    for link in parts.find_all("a"):
        link.unwrap()
    return list(parts.contents)


def _words(heading):
    shown = copy.copy(heading)
    for unseen in shown.select(".katex-mathml"):  # a formula stands there twice: as it looks, and for who cannot see it
        unseen.decompose()
    return " ".join(shown.get_text().split())


def _page_name(name):
    return name.replace("_", "-")


def pages_of(reader, book):
    """On which page each title of the table of contents stands, by the PDF's named destinations."""
    found = {}
    for name, place in reader.named_destinations.items():
        found[name.removeprefix("/")] = reader.get_destination_page_number(place) + 1
    return {anchor: found[anchor] for _, anchor, _ in book.titles() if anchor in found}


def print_pdf(book, folder, browser, tell=print):
    """Print a book twice: the second time the table of contents knows the pages. Gives the PDF's path.

    Parameters
    ----------
    book : Book
        What is printed.
    folder : pathlib.Path
        Where it goes: beside the site's folder, `html`.
    browser : playwright.sync_api.Browser
        Prints it.
    tell : callable
        Is told what goes on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page, pdf = folder / "book.html", folder / "book.pdf"
    (folder / "whole_book.css").write_bytes(Path(__file__).with_suffix(".css").read_bytes())
    pages = {}
    for turn in ("to see on which page everything comes", "with page numbers in the table of contents"):
        tell(f"Printing, {turn} ...")
        page.write_text(book.html(pages), encoding="utf-8")
        tab = browser.new_page()
        tab.goto(page.as_uri(), wait_until="load")
        # Those of far pages, too, which a screen could spare; the theme names some of its own that the site does not have.
        tab.evaluate("Promise.allSettled([...document.fonts].map(font => font.load()))")
        tab.pdf(path=str(pdf), prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
        tab.close()
        before, pages = pages, pages_of(PdfReader(pdf), book)
    if before != pages:
        raise SystemExit("book/_ext/whole_book.py: pages moved between the two prints; make the contents' column wider")
    return pdf


def offer(site):
    """Link the PDF on the page of downloads, in the place that it has there."""
    page = site / "downloads.html"
    text = page.read_text(encoding="utf-8")
    size = (site / PDF).stat().st_size / 1e6
    link = f'<p id="pdf"><a class="download" download href="{PDF}">Download the book (PDF, {size:.1f} MB)</a></p>'
    page.write_text(re.sub(r'<p id="pdf">.*?</p>', link, text, flags=re.DOTALL), encoding="utf-8")


def main():
    """Print the book, put it into the site, and say where it lies."""
    if not (SITE / "index.html").is_file():
        sys.exit(f"{SITE}: there is no website to print; run `make book` first")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        pdf = print_pdf(Book(SITE, stems()), HOME / "_build" / "pdf", browser, functools.partial(print, flush=True))
        browser.close()
    (SITE / PDF).parent.mkdir(exist_ok=True)
    (SITE / PDF).write_bytes(pdf.read_bytes())
    offer(SITE)
    print(f"{SITE / PDF}: {len(PdfReader(pdf).pages)} pages, {pdf.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
