"""Holds that the back matter keeps up with the chapters: no word without a use, no slide without a page."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
SLIDES = 41


@pytest.fixture(scope="module")
def chapters_text():
    """What all chapters say, code included, in small letters."""
    pages = [path.read_text(encoding="utf-8") for path in BOOK.glob("*.md")]
    return "\n".join(page for page in pages if "format_name: myst" in page[:500]).lower()


def test_every_term_of_the_glossary_is_used_by_a_chapter(soup, chapters_text):
    """The glossary explains the chapters' words, and no others."""
    terms = [term.find(string=True).strip().lower() for term in soup("glossary").select("dl.glossary dt")]
    assert len(terms) >= 60
    assert [term for term in terms if not re.search(rf"\b{re.escape(term)}", chapters_text)] == []


def test_every_term_has_one_sentence_and_a_turkish_word(soup):
    """Each explanation is followed by the Turkish word, in italics."""
    explanations = soup("glossary").select("dl.glossary dd")
    assert len(explanations) >= 60
    for explanation in explanations:
        assert re.search(r"[.]\s*Turkish: .+\.$", explanation.get_text().strip(), re.DOTALL), explanation
        assert explanation.em.get_text(strip=True)


def test_every_slide_is_mapped(soup):
    """The slides are numbered without a gap, and each leads to a page of the course."""
    rows = [row.select("td") for row in soup("slide_map").select("article table tbody tr")]
    assert [row[0].get_text(strip=True) for row in rows] == [str(number + 1) for number in range(SLIDES)]
    for _, slide, place in rows:
        assert slide.get_text(strip=True)
        assert place.select("a.internal"), slide


def test_every_correction_has_a_source_or_a_place(soup):
    """Below each bold claim stands a reference, a link to the page that teaches it, or the slide itself."""
    claims = [claim for claim in soup("corrections").select("article section section > p") if claim.find("strong")]
    assert len(claims) >= 30
    bare = [claim.strong.get_text() for claim in claims if not claim.select("a.internal")]
    assert bare == ["W twice."]
