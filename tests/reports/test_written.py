"""A written answer looks as its student meant it, and holds nothing but words and their shape."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from autograder.reports.pages import feedback_page
from autograder.reports.written import LONGEST, TAGS, rendered

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](//evil/pixel.png)",
    "<https://evil>",
    "[a]\n\n[a]: data:text/html,<script>alert(1)</script>",
    "```x\" onmouseover=\"y\nalert(1)\n```",
    "</div></details><style>.verdict{display:none}</style>",
    "<form action=//evil><input name=q></form><base href=//evil><meta http-equiv=refresh content=0>",
    "# <svg/onload=alert(1)>\n\n| <iframe src=//evil> |\n|--|\n| <b onclick=x> |",
]


def tags_of(html):
    """The elements of a piece of HTML, with their attributes."""
    return re.findall(r"<([^>]*)>", html)


@pytest.mark.parametrize("text", HOSTILE)
def test_mark_up_stays_text(text):
    """No element but those of Markdown, no attribute, no address; and what was written is still there to be read."""
    html = rendered(text)
    assert {tag.strip("/ ") for tag in tags_of(html)} <= TAGS
    assert any(word in html for word in ("alert(1)", "evil", "verdict"))


@given(some.text(alphabet=some.sampled_from("<>&\"'`*_[]()!#|\\-:=/ \nax1\u00a0"), max_size=200))
def test_any_text_gives_bare_elements(text):
    """Whatever is written, no element has an attribute, and none is there that Markdown does not make."""
    assert {tag.strip("/ ") for tag in tags_of(rendered(text))} <= TAGS


def test_markdown_is_shown_as_it_was_meant(grade, record):
    """Emphasis, lists, code, tables and new lines come out as such; a heading stands below that of the question."""
    record["questions"][1]["answer"] = "# Why\n\nIt **is** `K.T`\nso:\n\n- a\n\n| 1 |\n|--|\n| 2 |"
    page = feedback_page(grade)
    for piece in ("<h3>Why</h3>", "<strong>is</strong> <code>K.T</code><br>", "<li>a</li>", "<th>1</th>"):
        assert piece in page


def test_what_is_too_long_is_text(grade, record):
    """An answer too long for Markdown is on the page all the same, as text."""
    record["questions"][1]["answer"] = "**x** " * LONGEST + "<b>LAST"
    page = feedback_page(grade)
    assert "&lt;b&gt;LAST" in page
    assert "<strong>x" not in page
