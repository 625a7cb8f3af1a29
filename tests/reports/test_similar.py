"""Answers that are alike are found however they are dressed up, and separate work is not."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.classroom.roster import Student
from autograder.classroom.which import Assignments
from autograder.cli import main
from autograder.course import Course
from autograder.reports.similar import Code, compare, given_code, similar_page

HOUSE = Path(__file__).resolve().parents[2]
RIGHT = HOUSE / "tests" / "answers" / "right"
NAMES = {"image": "x", "kernel": "w", "out": "result", "flipped": "rev", "s": "acc", "i": "row", "j": "col", "u": "a", "v": "b"}


def given(topic):
    """What the course's own exercise gives to students."""
    return given_code(Assignments(Course(HOUSE)).read(topic))


def code(name, text):
    """A student's code."""
    return Code(Student(name), (("all", text),))


def answers(topic, style):
    """The right answers of one topic in one style."""
    return (RIGHT / topic / f"{style}.py").read_text()


def dressed_up(text):
    """The same program with other names and comments, and its functions in the opposite order."""
    parts = re.split(r"\n(?=def )", re.sub(r'""".*?"""', '"""Mine."""', text, flags=re.DOTALL))
    renamed = re.sub(r"\b\w+\b", lambda found: NAMES.get(found[0], found[0]), "\n# my own\n".join([parts[0], *parts[:0:-1]]))
    assert renamed != text
    return renamed


@pytest.mark.parametrize("topic", sorted(path.name for path in RIGHT.iterdir()))
def test_separate_work_is_not_alike(topic):
    """Right answers to one exercise, written in different styles, stay far below the limit."""
    codes = [code(path.stem, path.read_text()) for path in sorted((RIGHT / topic).glob("*.py"))]
    assert compare(codes, given(topic), at_least=0.25).pairs == []


@pytest.mark.parametrize("style", ["loops", "structured", "vectorised"])
def test_renamed_and_reordered_is_found(style):
    """Other names, texts and comments and another order hide nothing; the third student is in no pair."""
    text = answers("convolution", style)
    other = answers("convolution", "loops" if style == "structured" else "structured")
    codes = [code("ada", text), code("can", other), code("eve", dressed_up(text))]
    (pair,) = compare(codes, given("convolution")).pairs
    assert (pair.first.student.id, pair.second.student.id) == ("ada", "eve")
    assert pair.score > 0.8


def test_what_was_given_counts_for_nothing():
    """Two who filled in nothing are no pair; nor is what most of a class of five wrote."""
    stub = "\n".join(given("convolution"))
    assert compare([code("ada", stub), code("can", stub)], [stub]).pairs == []
    same = [code(name, answers("convolution", "loops")) for name in "abcde"]
    assert compare(same, given("convolution")).pairs == []
    assert len(compare(same[:3], given("convolution")).pairs) == 3


def test_half_a_copy_is_found_and_marked():
    """Who has half of another's work has a high score, and the marks lie on that half alone."""
    text = answers("convolution", "structured")
    half = text[: text.index("\ndef ", len(text) // 2)]
    rest = answers("convolution", "loops")[-900:]
    (pair,) = compare([code("ada", half), code("eve", half + rest)], given("convolution")).pairs
    marked = "".join(piece for piece, alike in pair.sides[1][1] if alike)
    assert pair.score > 0.9
    assert len(marked) > len(half) / 2
    assert not set(re.findall(r"def (\w+)", marked)) & set(re.findall(r"def (\w+)", rest))


@pytest.mark.parametrize("text", ["", "def f(:\n '''", "x" * 60_000, "\x00\ud800", "</pre><script>alert(1)</script>" * 20])
def test_whatever_students_write(text):
    """Broken, huge or hostile code is compared, and shown as text."""
    comparison = compare([code("ada", text), code("eve", text)], given("convolution"), at_least=0.0)
    page = similar_page("convolution", comparison, 0.5)
    assert "<script" not in page
    page.encode("utf-8", "replace")


def test_the_command(graded, tmp_path):
    """Its lines are the page's pairs, each with a number; who handed in stubs alone is in none."""
    home = tmp_path / "home"
    (home / "course").mkdir(parents=True)
    for name in ("nbgrader_config.py", "solutions", "exercises", "course/records", "course/roster.csv"):
        (home / name).symlink_to(graded.home / name)
    done = CliRunner().invoke(main, ["-C", str(home), "similar", "convolution", "--at-least", "80"])
    assert done.exit_code == 0, done.output
    header, *pairs, path = done.stdout.splitlines()
    assert f"15 students' code compared, {len(pairs)} pairs at or above 80%" in header
    page = Path(path).read_text()
    assert page.count('class="question"') == len(pairs) > 0
    assert "Can Işık" not in page
    record = json.loads(graded.record("irem.duman", "convolution").read_text())
    assert record["questions"][0]["answer"].split()[-1] in page


def test_before_anything_is_graded(course):
    """Without records the line says what to run."""
    done = CliRunner().invoke(main, ["-C", str(course.home), "similar", "convolution"])
    assert done.exit_code == 1
    assert "run `autograder grade convolution` first" in done.stderr
