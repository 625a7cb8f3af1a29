"""Exports for Canvas and Moodle: what those two import, for the right students, and nothing that was not asked for."""

import copy
import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.classroom.late import Charge
from autograder.classroom.roster import Student
from autograder.cli import main
from autograder.course import CourseError
from autograder.reports.exports import changes, last_points, write_export
from autograder.reports.grades import Grade
from autograder.reports.lms import export_of, read_columns

SAMPLES = Path(__file__).with_name("lms")
ADA = Student("ada", "Ada", "Yıldız", "ada.yildiz@example.edu", "52001", "2026504001", "ada.yildiz", "DI504-01", "2026504001")
CAN = Student("can", "Can", "Işık", "can.isik@example.edu", "", "2026504006", "can.isik", "DI504-01", "")
NOAM = Student("noam", "נועם", "כהן", "noam@example.edu", "", "", "noam@example.edu", "DI504-01", "2026504007")
CANVAS, MOODLE = "Exercise 1: Convolution (4711)", "Assignment: Exercise 1 (Real)"


@pytest.fixture
def graded(record):
    """A function that makes a finished grade of a student with these points."""
    record["questions"][1].update(points=0.0, verdict="wrong")

    def make(student, points, **other):
        return Grade(student, "convolution", copy.deepcopy({**record, "points": points}), None, **other)

    return make


@pytest.fixture
def grades(graded):
    """Three students' grades, one of them lower for being late."""
    return [graded(ADA, 21.5), graded(CAN, 0.0), graded(NOAM, 18.0, charge=Charge(0.1, ""))]


def rows_of(text):
    """The rows of a CSV text, without the mark for UTF-8."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def imported_by_canvas(gradebook, upload):
    """A gradebook after an import, by the rules of Canvas' importer: who a row is, and which columns are an assignment's."""
    header, *rows = rows_of(upload)
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert re.search(r"SIS\s+User\s+ID", header[2])
    assert re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4]
    book = rows_of(gradebook)
    columns = {re.search(r"\((\d+)\)$", title)[1]: at for at, title in enumerate(book[0]) if re.search(r"\((\d+)\)$", title)}
    for row in rows:
        if "Points Possible" in row[0]:
            continue
        (student,) = next(
            found for key in (1, 2, 3) if row[key] and (found := [each for each in book[3:] if each[key] == row[key]])
        )  # fmt: skip
        for at, title in enumerate(header[5:], 5):
            student[columns[re.fullmatch(r".* \((\d+)\)", title)[1]]] = f"{float(row[at]):.2f}"
    return book


def imported_by_moodle(gradebook, upload, key):
    """A gradebook after an import that maps one column to users and one to the grade item of the same title."""
    header, *rows = rows_of(upload)
    book = rows_of(gradebook)
    at, grade = header.index(key), book[0].index(header[-1])
    for row in rows:
        if row[at]:  # Moodle skips rows with a blank user field, and ends at a user that it does not know
            (student,) = [each for each in book[1:] if each[book[0].index(key)] == row[at]]
            student[grade] = f"{float(row[-1]):.2f}"
    return book


def test_round_trip_to_canvas(grades):
    """Canvas finds each student by the first id that the row has, and changes that one column; test student and quiz stay."""
    before = (SAMPLES / "canvas.csv").read_text()
    after = imported_by_canvas(before, export_of("canvas", "convolution", grades, CANVAS).text)
    changed = [[row[0], new[5]] for row, new in zip(rows_of(before), after, strict=True) if row != new]
    assert changed == [["Yıldız, Ada", "21.50"], ["Işık, Can", "0.00"], ["כהן, נועם", "16.20"]]
    assert [row[6:] for row in after] == [row[6:] for row in rows_of(before)]


@pytest.mark.parametrize(
    ("key", "changed"), [("ID number", ["21.50", "-", "16.20"]), ("Email address", ["21.50", "0.00", "16.20"])]
)
def test_round_trip_to_moodle(grades, key, changed):
    """Moodle finds each student by ID number or address, whichever is chosen, and changes that one grade item."""
    before = (SAMPLES / "moodle.csv").read_text()
    after = imported_by_moodle(before, export_of("moodle", "convolution", grades, MOODLE).text, key)
    assert [row[6] for row in after[1:]] == changed
    assert [row[:6] + row[7:] for row in after] == [row[:6] + row[7:] for row in rows_of(before)]


def test_the_form_of_canvas(grades):
    """The columns stand in Canvas' order, and the second row tells the points possible."""
    header, possible, ada, *_ = rows_of(export_of("canvas", "convolution", grades, CANVAS).text)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", CANVAS]
    assert possible == ["    Points Possible", "", "", "", "", "4"]
    assert ada == ["Yıldız, Ada", "52001", "2026504001", "ada.yildiz", "DI504-01", "21.5"]


def test_who_is_left_out(graded):
    """Nobody gets a 0 for nothing, no unfinished mark is sent unless that is asked for, and no id is guessed."""
    unmarked = graded(ADA, 5.0)
    unmarked.record["questions"][1].update(points=None, verdict="to mark")
    lost = graded(NOAM, 5.0)
    lost.record["questions"][1].update(points=None, verdict="could not judge")
    nothing = Grade(CAN, "convolution", None, None)
    formula = graded(replace(ADA, id="eve", sis_id="=HYPERLINK(A1)"), 3.0)
    without = graded(Student("new", "New", "One"), 4.0)
    made = export_of("canvas", "convolution", [unmarked, lost, nothing, formula, without])
    assert made.points == {}
    assert made.left_out == {
        "ada": "2 points wait for a person",
        "noam": "could not judge",
        "can": "not handed in",
        "eve": "has the id '=HYPERLINK(A1)', which a spreadsheet would execute",
        "new": "has no canvas_id or sis_id or login_id in the roster",
    }
    assert len(rows_of(made.text)) == 2
    assert export_of("canvas", "convolution", [unmarked, lost], unfinished=True).points == {"ada": "5"}
    assert export_of("moodle", "convolution", [without]).left_out == {"new": "has no moodle_id or email in the roster"}


@pytest.mark.parametrize("system", ["canvas", "moodle"])
def test_names_that_a_spreadsheet_would_execute(graded, system):
    """A name like a formula is made harmless; the ids by which the system finds the student are as they were."""
    student = replace(ADA, first_name="=1+1", last_name='@SUM("x")')
    row = rows_of(export_of(system, "convolution", [graded(student, 1.0)], "Name").text)[-1]
    assert not any(re.match(r"\s*[=+\-@]", cell) for cell in row)
    assert "2026504001" in row


def test_changes_against_the_last_export(course, grades, graded):
    """New, other and gone points are each a line; after the export nothing is left to change."""
    write_export(course, export_of("canvas", "convolution", grades[:2], CANVAS))
    now = export_of("canvas", "convolution", [graded(ADA, 22.0), Grade(CAN, "convolution", None, None), grades[2]], CANVAS)
    assert list(changes(course, now)) == ["Ada Yıldız: 21.5 → 22", "Can Işık: 0 → no longer there", "נועם כהן: new → 16.2"]
    assert write_export(course, now).read_bytes().startswith("\ufeffStudent,ID".encode())
    assert list(changes(course, now)) == []
    assert last_points(course, "moodle", "convolution") == {}
    course.export("canvas", "convolution").with_suffix(".json").write_text("[")
    with pytest.raises(CourseError, match="move the file away"):
        last_points(course, "canvas", "convolution")


@pytest.mark.parametrize("value", ["'x'", "{'poling': 'Pooling (47)'}", "{'pooling': 47}"])
def test_wrong_columns_are_one_line(course, value):
    """Titles of columns that cannot be used name the file and the form."""
    with open(course.home / "nbgrader_config.py", "a") as file:
        file.write(f"c.Columns.canvas = {value}\n")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py: Columns\.canvas .*write it like"):
        read_columns(course, "canvas")


def test_the_command(course, record):
    """`--dry-run` writes nothing; an export writes a file for each topic and names who is left out."""
    record["questions"][1].update(points=2.0, verdict="right")
    record["points"] = 3.0
    course.record("ada.yildiz", "convolution").parent.mkdir(parents=True)
    course.record("ada.yildiz", "convolution").write_text(json.dumps(record))
    with open(course.home / "nbgrader_config.py", "a") as file:
        file.write(f"c.Columns.canvas = {{'convolution': {CANVAS!r}}}\n")

    def run(*arguments):
        return CliRunner().invoke(main, ["-C", str(course.home), "export", *arguments])

    dry = run("--to", "canvas", "--dry-run")
    assert (dry.exit_code, list(course.root.glob("exports/**/*"))) == (0, [])
    assert dry.stdout.splitlines() == [
        "convolution: 1 change since the last export to canvas; nothing is written",
        "  Ada Yıldız: new → 3",
    ]
    done = run("--to", "canvas")
    assert done.exit_code == 0
    assert "1 of 21 students, 1 change since the last export" in done.stdout
    assert "left out: Can Işık: not handed in" in done.stderr
    path = course.export("canvas", "convolution")
    assert rows_of(path.read_text())[2][1:] == ["52001", "2026504001", "ada.yildiz", "DI504-01", "3"]
    assert "names no column for it in Columns.moodle" in run("--to", "moodle").stderr
    for wrong in (["--to", "canvas", "--questions"], ["convolution", "pooling", "--to", "moodle", "--output", "x.csv"]):
        assert run(*wrong).exit_code == 2
