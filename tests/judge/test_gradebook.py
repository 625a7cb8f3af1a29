"""Records in nbgrader's gradebook: by our own hand, by `nbgrader autograde`, and again after people have marked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from handed_in import notebook_with
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from autograder.course import Course, CourseError
from autograder.files import write_atomically
from autograder.judge import Assignment, Judge, Record, Submission, gradebook
from autograder.release.assignment import release

HOUSE = Course(Path(__file__).resolve().parents[2])
CONVOLVE = """import numpy as np

def convolve1d(f, g):
    out = np.zeros(len(f) + len(g) - 1)
    for i, value in enumerate(f):
        out[i : i + len(g)] += value * g
    return out
"""
RIGHT = {"convolve1d": CONVOLVE, "written_convolution": "<script>alert(1)</script> They agree for symmetric kernels."}
WRONG = {"convolve1d": "import numpy as np\ndef convolve1d(f, g):\n    return np.zeros(len(f) + len(g) - 1)"}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """A released course, and the records of two students; tests copy it before they change anything."""
    course = Course(tmp_path_factory.mktemp("judged") / "home")
    for path in (HOUSE.home / "nbgrader_config.py", HOUSE.solution("convolution")):
        target = course.home / path.relative_to(HOUSE.home)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    release(course, "convolution")
    for student, answers in {"ada": RIGHT, "bob": WRONG}.items():
        hand_in(course, student, notebook_with(course.exercise("convolution"), answers))
    with Judge(workers=1) as judge:
        grade(course, judge)
        grade(course, judge)
    return course


def hand_in(course, student, notebook):
    """Put a notebook where nbgrader collects it to."""
    write_atomically(course.submitted(student, "convolution"), notebook)
    write_atomically(course.timestamp(student, "convolution"), "2026-11-20 10:00:00.000000 UTC")


def grade(course, judge):
    """Grade what was handed in, and write it down."""
    assignment = Assignment.read(course, "convolution")
    files = {student: course.submitted(student, "convolution").read_bytes() for student in ("ada", "bob")}
    submissions = [Submission(student, "convolution", notebook, seed=1) for student, notebook in files.items()]
    for record in judge.grade(assignment, submissions):
        record.write(course.record(record.student, "convolution"))
    records = [Record.read(course.record(student, "convolution")) for student in ("ada", "bob")]
    gradebook.write(course, assignment, records)


@pytest.fixture
def course(judged, tmp_path):
    """A copy of the judged course."""
    shutil.copytree(judged.home, tmp_path / "home")
    return Course(tmp_path / "home")


def scores(course, student):
    """Each graded cell's automatic score and whether a person must look at it."""
    with Gradebook(f"sqlite:///{course.gradebook}") as opened:
        notebook = opened.find_submission_notebook("convolution", "convolution", student)
        return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in notebook.grades}


def mark(course, student, cell, points, comment):
    """Mark by hand, as the formgrader does."""
    with Gradebook(f"sqlite:///{course.gradebook}") as opened:
        found = opened.find_grade(cell, "convolution", "convolution", student)
        found.manual_score, found.extra_credit, found.needs_manual_grade = points, 0.5, False
        opened.find_comment("written_convolution", "convolution", "convolution", student).manual_comment = comment
        opened.db.commit()


def by_hand(course, student, cell):
    """What a person gave."""
    with Gradebook(f"sqlite:///{course.gradebook}") as opened:
        found = opened.find_grade(cell, "convolution", "convolution", student)
        comment = opened.find_comment("written_convolution", "convolution", "convolution", student).manual_comment
        return found.manual_score, found.extra_credit, comment, found.needs_manual_grade


def write_again(course, change=lambda record: None):
    """Write ada's record again, changed or not."""
    record = Record.read(course.record("ada", "convolution"))
    change(record)
    gradebook.write(course, Assignment.read(course, "convolution"), [record])


def test_each_test_has_its_points_in_the_gradebook(judged):
    """Scores, zeros, and what a person must mark stand in nbgrader's own tables."""
    ada, bob = scores(judged, "ada"), scores(judged, "bob")
    assert ada["test_convolve1d_plain"] == (1.0, False)
    assert ada["written_convolution"] == (None, True)
    assert bob["test_convolve1d_plain"] == (0.0, False)
    assert bob["test_blur_kernel"] == (0.0, False)
    assert set(ada) == set(bob)


def test_writing_twice_changes_nothing(course):
    """A run that was killed is simply started again."""
    def content():
        with create_engine(f"sqlite:///{course.gradebook}").connect() as connection:
            return connection.execute(text("select * from grade order by id")).all(), connection.execute(
                text("select * from comment order by id")
            ).all()

    before, file = content(), course.autograded("ada", "convolution").read_bytes()
    write_again(course)
    assert content() == before
    assert course.autograded("ada", "convolution").read_bytes() == file


def test_what_people_gave_survives_a_regrade(course):
    """Marks by hand, extra credit and comments stay; nobody has to look again where nothing has changed."""
    mark(course, "ada", "written_convolution", 1.5, "Nearly.")
    write_again(course)
    assert by_hand(course, "ada", "written_convolution") == (1.5, 0.5, "Nearly.", False)


def test_a_person_must_look_again_where_the_answer_changed(course):
    """The mark stays, and the cell is shown as one to be looked at."""
    def other_answer(record):
        record.questions[-1]["answer"] = "Something else."

    mark(course, "ada", "written_convolution", 1.5, "Nearly.")
    write_again(course, other_answer)
    assert by_hand(course, "ada", "written_convolution") == (1.5, 0.5, "Nearly.", True)


def test_what_could_not_be_judged_is_shown_to_a_person(course):
    """No score, no zero, no silence."""
    def unjudged(record):
        record.questions[0]["tests"][0]["verdict"] = "could not judge"

    write_again(course, unjudged)
    assert scores(course, "ada")["test_convolve1d_plain"] == (None, True)


def test_the_graded_notebook_shows_results_and_obeys_no_markup(judged):
    """Test cells say what happened; a script in a written answer is text."""
    notebook = json.loads(judged.autograded("bob", "convolution").read_text())
    cells = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]}
    assert cells["convolve1d"]["source"] == WRONG["convolve1d"]
    assert cells["test_convolve1d_plain"]["outputs"][0]["traceback"][0].startswith("Wrong: convolve1d(")
    ada = judged.autograded("ada", "convolution").read_text()
    assert "&lt;script>" in ada
    assert "<script>" not in ada


def test_the_rubric_stands_above_the_written_answer(judged):
    """Who marks sees what the source says of how to, right above what the student wrote; the source's model answer is in it."""
    cells = json.loads(judged.autograded("ada", "convolution").read_text())["cells"]
    (place,) = [place for place, cell in enumerate(cells) if "agree for symmetric kernels" in "".join(cell["source"])]
    source = json.loads(judged.source("convolution").read_text())["cells"]
    (rubric,) = [cell for cell in source if cell["metadata"].get("nbgrader", {}).get("grade_id") == "written_convolution"]
    assert cells[place]["metadata"]["nbgrader"]["grade_id"] == "written_convolution"
    assert "".join(cells[place - 1]["source"]) == "".join(rubric["source"])
    assert "Rubric, 2 points" in "".join(rubric["source"])
    assert "nbgrader" not in cells[place - 1]["metadata"]


def test_an_assignment_that_was_never_released_is_said_so(course):
    """The message names the way out."""
    course.gradebook.unlink()
    with pytest.raises(CourseError, match=r"gradebook\.db: no gradebook is there yet; run `autograder release`"):
        write_again(course)


def test_nbgrader_autograde_asks_the_judge(course):
    """`nbgrader autograde` gives the same scores, goes on after a spoilt notebook, and runs no answer as the grader."""
    before = {student: scores(course, student) for student in ("ada", "bob")}
    hand_in(course, "cyd", b"this is no notebook")
    touched = course.home / "touched"
    wicked = f"open({str(touched)!r}, 'w')\nprint(100)\ndef convolve1d(f, g):\n    return f"
    hand_in(course, "eve", notebook_with(course.exercise("convolution"), {"convolve1d": wicked}))
    environment = {**os.environ, "PYTHONPATH": str(HOUSE.home), "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", "autograde", "convolution", "--force"]
    done = subprocess.run(command, cwd=course.home, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert {student: scores(course, student) for student in ("ada", "bob")} == before
    assert set(scores(course, "cyd").values()) == {(0.0, False)}
    assert scores(course, "eve")["test_convolve1d_plain"] == (0.0, False)
    assert not touched.exists()
    assert course.record("eve", "convolution").is_file()
