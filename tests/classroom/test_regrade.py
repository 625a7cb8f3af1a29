"""A regrade shows whose score changes, and why, before it writes; nothing is lost or graded twice, whatever is answered."""

import os
import shutil

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.classroom.grade import plan
from autograder.classroom.records import read_record
from autograder.cli import main
from autograder.course import Course

STUDENTS = ("ada.yildiz", "irem.duman")


@pytest.fixture(scope="module")
def stopped(graded, tmp_path_factory):
    """Two students of the sample class, whose test of the Laplacian was mended (it wants +4); a regrade, and no answer."""
    course = Course(tmp_path_factory.mktemp("regrade") / "home")
    shutil.copytree(graded.home, course.home)
    for kind in ("submitted", "records", "autograded"):
        for folder in (course.root / kind).iterdir():
            if folder.name not in STUDENTS:
                shutil.rmtree(folder)
    source = course.source("convolution")
    mended = source.read_text().replace("kernel[1][1] == -4", "kernel[1][1] == +4")
    assert mended != source.read_text()
    source.write_text(mended)
    before = everything(course)
    done = run(course)
    assert done.exit_code == 130, done.output
    assert "Grading submissions: 2" in done.stderr
    assert everything(course) == before
    return course


@pytest.fixture
def copy(stopped, tmp_path):
    """That course, to be changed."""
    shutil.copytree(stopped.home, tmp_path / "copy")
    return Course(tmp_path / "copy")


def run(course, *arguments, answer=None):
    """The command `grade` in a course; with no answer its input has ended, as under a scheduler."""
    return CliRunner().invoke(main, ["-C", str(course.home), "grade", "convolution", *arguments], input=answer)


def everything(course):
    """The bytes of all records, and what nbgrader's gradebook says of each cell."""
    records = {path.parent.name: path.read_bytes() for path in course.root.glob("records/*/convolution.json")}
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        rows = [
            (submission.student.id, grade.name, grade.auto_score, grade.manual_score)
            for submission in gradebook.assignment_submissions("convolution")
            for notebook in submission.notebooks
            for grade in notebook.grades
        ]
    return records, sorted(rows)


def laplacian(course, student):
    """The points for the check that was mended."""
    questions = read_record(course, student, "convolution").questions
    return next(test["points"] for question in questions for test in question.get("tests", ()) if "laplacian" in test["name"])


def test_no_leaves_everything_as_it_was(copy):
    """Whose score changes is shown with the check and the cause; after a no, records and gradebook are byte for byte the same."""
    before = everything(copy)
    done = run(copy, answer="n\n")
    assert done.exit_code == 0
    assert "2 graded anew, results of 2 students would change" in done.output
    assert "  ada.yildiz: 21 → 20 points (changed: the exercise's source)" in done.output
    assert "      test_laplacian_kernel: right 1/1 → wrong 0/1" in done.output
    assert "all is as it was" in done.output
    assert everything(copy) == before
    assert len(plan(copy, ["convolution"])[0].waiting) == 2  # thrown away: the next time is a new one


def test_yes_after_a_stop_grades_nothing_twice(copy):
    """Where nobody answers nothing is written, but the drafts stay: the run that says yes grades nothing, and writes."""
    done = run(copy, answer="y\n")
    assert done.exit_code == 0, done.output
    assert "Grading submissions: 0" in done.stderr
    assert "2 graded, 0 unchanged" in done.stdout
    assert [laplacian(copy, student) for student in STUDENTS] == [0.0, 0.0]
    scores = {(student, cell): score for student, cell, score, _ in everything(copy)[1]}
    assert [scores[student, "test_laplacian_kernel"] for student in STUDENTS] == [0.0, 0.0]
    assert "0 graded, 2 unchanged" in run(copy).stdout
    assert not list(copy.root.glob("regrade/*/*.json"))


def test_killed_while_writing(copy):
    """A run that ends after the yes and before the last record is finished by the next run, without a question."""
    copy.agreed("convolution").write_text("")
    os.replace(copy.draft("ada.yildiz", "convolution"), copy.record("ada.yildiz", "convolution"))
    done = run(copy)
    assert done.exit_code == 0
    assert "would change" not in done.output
    scores = {(student, cell): score for student, cell, score, _ in everything(copy)[1]}
    assert [scores[student, "test_laplacian_kernel"] for student in STUDENTS] == [0.0, 0.0]
    assert [laplacian(copy, student) for student in STUDENTS] == [0.0, 0.0]
    assert not copy.agreed("convolution").exists()


def test_what_people_gave_counts_before_and_after(copy):
    """A check that a person overruled is no change; a mark for a written answer is in both sums; both are there afterwards."""
    with Gradebook(f"sqlite:///{copy.gradebook}") as gradebook:
        for cell, points in (("written_convolution", 2.0), ("test_laplacian_kernel", 1.0)):
            gradebook.find_grade(cell, "convolution", "convolution", "ada.yildiz").manual_score = points
        gradebook.db.commit()
    done = run(copy, "--yes")
    assert done.exit_code == 0
    assert "results of 1 student would change" in done.output
    assert "ada.yildiz:" not in done.output
    rows = {(student, cell): given for student, cell, _, given in everything(copy)[1] if given is not None}
    assert rows == {("ada.yildiz", "written_convolution"): 2.0, ("ada.yildiz", "test_laplacian_kernel"): 1.0}


def test_a_draft_of_another_grader_does_not_count(copy, monkeypatch):
    """When the grader's code has changed since a draft was made, it is made anew."""
    assert plan(copy, ["convolution"])[0].waiting == []
    monkeypatch.setattr("autograder.classroom.regrade.grader_digest", lambda: "of other code")
    assert len(plan(copy, ["convolution"])[0].waiting) == 2


def test_what_could_not_be_judged_replaces_nothing(copy, monkeypatch):
    """A regrade in which the grader fails leaves the score that was there, and says so."""
    path = copy.draft("ada.yildiz", "convolution")
    path.write_text(path.read_text().replace('"verdict": "wrong"', '"verdict": "could not judge"'))
    monkeypatch.setattr("autograder.classroom.regrade.holds", lambda *_: True)
    done = run(copy, "--yes")
    assert done.exit_code == 1
    assert "could not be judged" in done.stderr
    assert [laplacian(copy, student) for student in STUDENTS] == [1.0, 0.0]
