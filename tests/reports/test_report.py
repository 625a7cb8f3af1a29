"""The report on a class says what the records say, and nothing that cannot be said."""

import copy
import csv
import io
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from click.testing import CliRunner

from autograder.classroom.roster import Student
from autograder.cli import main
from autograder.course import CourseError
from autograder.reports.grades import Grade
from autograder.reports.item_analysis import discrimination
from autograder.reports.pages import report_page
from autograder.reports.report import may_name, report_of
from autograder.reports.report_table import table_of_report

DUE = datetime(2026, 11, 20, 20, tzinfo=UTC)


@pytest.fixture
def grade_of(record):
    """A function that makes a student's grade with these points in the record's two questions."""

    def make(name, *points, **record_fields):
        own = copy.deepcopy({**record, **record_fields})
        for question, given in zip(own["questions"], points, strict=True):
            question["points"] = given
            if given is not None:
                question["verdict"] = "right" if given == question["max_points"] else "wrong"
        own["points"] = sum(given or 0.0 for given in points)
        return Grade(Student(name, name.title(), "Öz"), "convolution", own, DUE)

    return make


def test_points_and_questions(grade_of):
    """Median, mean, steps and mean shares are those of the records; the last step has the full marks."""
    report = report_of("convolution", [grade_of("a", 2.0, 2.0), grade_of("b", 1.0, 0.0), grade_of("c", 0.0, 0.0)])
    assert (report.points, report.median, report.mean) == ([0.0, 1.0, 4.0], 1.0, 5 / 3)
    assert [count for *_, count in report.steps] == [1, 0, 1, 0, 0, 0, 0, 1]
    assert [item.share for item in report.items] == [0.5, 1 / 3]
    assert [item.discrimination for item in report.items] == [None, None]
    assert report.items[0].verdicts == {"right": 1, "wrong": 2}


def test_discrimination_leaves_the_question_itself_out(grade_of):
    """It is the correlation with the other questions' points, as NumPy computes it; equal points for all give none."""
    draw = random.Random(5)
    points = [(draw.choice([0.0, 1.0, 2.0]), draw.choice([0.0, 0.5, 2.0])) for _ in range(14)]
    report = report_of("convolution", [grade_of(f"s{place}", *each) for place, each in enumerate(points)])
    expected = np.corrcoef(*np.transpose(points))[0, 1]
    for item in report.items:
        assert item.discrimination.value == pytest.approx(expected)
        assert item.discrimination.low < expected < item.discrimination.high
    assert discrimination([1.0] * 12, list(range(12))) is None
    assert discrimination([0.0, 1.0] * 4, [0.0, 1.0] * 4) is None


def test_what_waits_for_a_person_has_no_difficulty(grade_of):
    """While an answer waits for its mark the question's mean would be too low, and is not told."""
    report = report_of("convolution", [grade_of("a", 2.0, None), grade_of("b", 1.0, 0.0)])
    report.items[1].verdicts.pop("wrong")
    assert report.items[1].verdicts == {"to mark": 1}
    assert (report.items[0].share, report.items[1].share) == (0.75, None)


def test_a_mistake_counts_once_for_each_student(grade_of):
    """Who fails three checks by one mistake made it once; the hint stands with it."""
    first, second = grade_of("a", 1.0, 0.0), grade_of("b", 1.0, 0.0)
    tests = first.record["questions"][0]["tests"]
    tests += [dict(tests[1], name=f"more{number}") for number in range(2)]
    (mistake,) = report_of("convolution", [first, second]).mistakes
    assert (mistake.names, mistake.students, mistake.hint) == (("keeps_all_ones",), 2, "What do the values sum to?")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=8), "more than 7 days before"),
        (timedelta(hours=24), "1 to 3 days before"),
        (timedelta(minutes=1), "in the last hour"),
        (timedelta(0), "in the last hour"),
        (-timedelta(minutes=1), "up to 1 day late"),
        (-timedelta(days=4), "more than 3 days late"),
    ],
)
def test_times_are_seen_from_the_due_date(grade_of, before, words):
    """A minute late is late, at the minute is in time; a student's own due date counts."""
    at = {"sha256": "", "submitted_at": (DUE - before).isoformat()}
    grade = grade_of("a", 1.0, 0.0, submission=at)
    assert {moment for moment, count in report_of("convolution", [grade]).moments.items() if count} == {words}
    later = replace(grade, due=DUE + timedelta(days=30))
    assert report_of("convolution", [later]).moments["more than 7 days before"] == 1
    assert report_of("convolution", [replace(grade, due=None)]).moments["not known"] == 1


def test_who_needs_help(grade_of):
    """Nothing handed in, no answer, few points: each student stands under one reason, who did well under none."""
    empty = grade_of("empty", 0.0, 0.0)
    empty.record["questions"][0]["verdict"] = "missing"
    absent = Grade(Student("absent"), "convolution", None, DUE)
    report = report_of("convolution", [grade_of("well", 2.0, None), grade_of("low", 0.5, 1.0), empty, absent])
    assert {reason: [student.id for student in who] for reason, who in report.help.items()} == {
        "has less than half of the points that are decided": ["low"],
        "handed in no answer": ["empty"],
        "handed in nothing": ["absent"],
    }


def test_nobody_is_named_where_it_is_set_so(grade_of):
    """Neither the page nor the table has a name or an id; with names they have them."""
    grades = [grade_of("hidden", 0.0, 0.0), Grade(Student("absent", "Ab", "Sent"), "convolution", None, DUE)]
    for named in (True, False):
        report = report_of("convolution", grades, named=named)
        seen = report_page(report), table_of_report(report)
        assert ["Hidden" in seen[0], "Ab Sent" in seen[0], "absent" in seen[1]] == [named] * 3


@pytest.mark.parametrize("students", [0, 1, 2])
def test_small_and_empty_classes(grade_of, students):
    """Nobody, nothing graded or a handful: the page says so, and no figure is made up."""
    absent = Grade(Student("absent"), "convolution", None, None)
    report = report_of("convolution", [absent, *(grade_of(f"s{place}", 1.0, None) for place in range(students))])
    page = report_page(report)
    assert ("Nothing is graded yet" in page, "A small class" in page) == (not students, bool(students))
    rows = list(csv.DictReader(io.StringIO(table_of_report(report))))
    assert {row["value"] for row in rows if row["measure"].startswith("discrimination")} <= {""}
    assert not re.search(r"\bnan\b|None", page)


def test_the_setting(course):
    """`c.Report.name_students` is read, and a slip in it is an error that says how to write it."""
    config = course.home / "nbgrader_config.py"
    assert may_name(course)
    text = config.read_text()
    config.write_text(text.replace("name_students = True", "name_students = False"))
    assert not may_name(course)
    for wrong in ("name_students = 'no'", "names = False"):
        config.write_text(text.replace("name_students = True", wrong))
        with pytest.raises(CourseError, match=r"write c\.Report\.name_students"):
            may_name(course)


def test_the_command(graded, tmp_path):
    """The sample class' report names its most frequent mistake and those who need help; anonymous, it prints no name either."""
    (tmp_path / "course").mkdir()
    for name in ("nbgrader_config.py", "solutions", "course/records", "course/roster.csv", "course/problems"):
        (tmp_path / name).symlink_to(graded.home / name)
    at = ["-C", str(tmp_path), "report", "convolution"]
    done = CliRunner().invoke(main, at)
    assert done.exit_code == 0, done.output
    page = (tmp_path / "course" / "reports" / "convolution.html").read_text()
    assert "filter_image: accepts an even kernel" in page
    assert re.search(r"</strong> handed in nothing that could be graded: [^.]*Özge İnal", page)
    done = CliRunner().invoke(main, [*at, "--anonymous"])
    told = done.stdout + "".join(path.read_text() for path in (tmp_path / "course" / "reports").iterdir())
    assert done.exit_code == 0
    assert not re.search("İnal|Işık|can.isik|ozge.inal", told)
