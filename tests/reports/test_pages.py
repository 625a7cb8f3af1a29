"""Pages tell a student what helps, never what a hidden check compares, and run nothing."""

import base64
import dataclasses
import hashlib
import html
import re
from datetime import UTC, datetime

import pytest

from autograder.reports.pages import feedback_page, grades_page


def text_of(page):
    """What a reader sees of a page, in one line."""
    body = re.sub(r"<(style|head)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_visible_check_is_told_whole(grade):
    """A check that students can run shows what was called, what the mistake is and the hint."""
    seen = text_of(feedback_page(grade))
    assert "blur_kernel(size=7): expected 0.0204, got 1" in seen
    assert "All values are 1. Hint. What do the values sum to?" in seen
    assert "partly right 1 / 2 points" in seen


def test_hidden_check_tells_no_value(grade, record):
    """Of a check that ran only here the page tells explanation and hint, and nothing of what was called or expected."""
    record["questions"][0]["tests"][1].update(hidden=True, message="SECRET expected 0.0204")
    record["questions"][0].update(stdout="SECRET printed", stderr="SECRET warned")
    page = feedback_page(grade)
    assert "SECRET" not in page
    assert "0.0204" not in page
    assert "What do the values sum to?" in text_of(page)


def test_the_same_advice_stands_once(grade, record):
    """A mistake that fails three checks is explained once."""
    tests = record["questions"][0]["tests"]
    tests += [dict(tests[1], name=f"test_{number}") for number in range(2)]
    assert text_of(feedback_page(grade)).count("What do the values sum to?") == 1


HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>\x00\x1b[31m\u202e{{ 7 * 7 }}\ud800"


@pytest.mark.parametrize("place", ["answer", "written", "message", "title", "hint", "repair", "name"])
def test_mark_up_from_students_stays_text(grade, record, place):
    """Whatever a student writes, and wherever it is shown, it stays text: no element, no template, no invisible letter."""
    question, written = record["questions"]
    targets = {
        "answer": (question, "answer"),
        "written": (written, "answer"),
        "message": (question["tests"][1], "message"),
        "title": (question["tests"][1], "title"),
        "hint": (question["tests"][1], "hint"),
        "name": (question, "name"),
    }
    if place == "repair":
        record["repairs"].append(HOSTILE)
    else:
        holder, key = targets[place]
        holder[key] = HOSTILE
    page = feedback_page(grade)
    page.encode()
    assert "<script" not in page
    assert "<img" not in page
    assert "49" not in text_of(page)
    assert not re.search("[\x00\x1b\u202e]", page)
    assert "alert" in text_of(page)


def test_a_name_from_the_roster_stays_text(grade):
    """A roster, too, may hold mark-up."""
    student = dataclasses.replace(grade.student, first_name="<b>Ada</b>")
    grade = dataclasses.replace(grade, student=student)
    assert "<b>" not in feedback_page(grade)
    assert "<b>" not in grades_page({"convolution": [grade]}, {})


@pytest.mark.parametrize("page_of", [feedback_page, lambda grade: grades_page({"convolution": [grade]}, {})])
def test_nothing_is_fetched_and_nothing_runs(grade, page_of):
    """The policy allows one style sheet, by its hash, which is the one there is; nothing points to another place."""
    page = page_of(grade)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]
    assert not re.search(r"<script|<link|<iframe|\bsrc=|url\(|@import|https?://|\bon\w+=|\bstyle=", page)


def test_late_is_said(grade):
    """A page of a late submission says how late, one in time says nothing of it."""
    due = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    late, in_time = dataclasses.replace(grade, due=due), dataclasses.replace(grade, due=due.replace(hour=19))
    assert "2 hours after the due date" in text_of(feedback_page(late))
    assert "after the due date" not in text_of(feedback_page(in_time))
    assert "Late by 2 hours." in text_of(grades_page({"convolution": [late]}, {}))


def test_what_was_put_right_is_said(grade, record):
    """A student learns what was repaired, and that it cost nothing."""
    record["repairs"].append("The cell `blur_kernel` was there twice; the first counts.")
    seen = text_of(feedback_page(grade))
    assert "was there twice; the first counts." in seen
    assert "No points were taken off" in seen


def test_verdicts_are_words(grade):
    """Colour is never the only sign: each verdict stands there as a word."""
    seen = text_of(grades_page({"convolution": [grade]}, {}))
    assert re.search(r"blur_kernel.*partly right 1 .*to mark", seen)


def test_long_answers_are_shown_whole(grade, record):
    """An answer too long to colour is shown as it is."""
    record["questions"][0]["answer"] = "# a line\n" * 5000 + "LAST"
    assert "LAST" in feedback_page(grade)
