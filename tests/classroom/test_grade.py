"""Grading a whole class: right for each student, nothing twice, nothing lost when it is stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from nbgrader.api import Gradebook

from autograder.classroom.grade import grade, plan
from autograder.classroom.records import read_record, records_of
from autograder.course import Course
from autograder.judge import Judge

SUBMISSIONS = Path(__file__).resolve().parents[1] / "submissions"
CLASS = json.loads((SUBMISSIONS / "convolution.json").read_text())
STUDENTS = CLASS["students"]


@pytest.fixture
def copy(graded, tmp_path):
    """A course with the graded sample class, to be changed."""
    shutil.copytree(graded.home, tmp_path / "copy")
    return Course(tmp_path / "copy")


def without_times(record):
    """A record without what differs from run to run."""
    record = json.loads(record.to_json())
    for key in ("started_at", "seconds"):
        del record[key]
    for question in record["questions"]:
        for test in question.get("tests", ()):
            del test["seconds"]
    return record


def scores(course):
    """What nbgrader's gradebook says: points by student and graded cell."""
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        return {
            (submission.student.id, mark.name): mark.auto_score
            for submission in gradebook.assignment_submissions("convolution")
            for notebook in submission.notebooks
            for mark in notebook.grades
        }


def test_everyone_who_handed_in_a_notebook_has_a_record(graded):
    """Those whose file is a notebook are graded, and nobody else."""
    assert {record.student for record in records_of(graded, "convolution")} == set(STUDENTS)


@pytest.mark.parametrize("student", STUDENTS)
def test_each_student_of_the_sample(graded, student):
    """Each question has the points, the verdict and the known mistakes that a person expects of this answer."""
    record = read_record(graded, student, "convolution")
    found = {
        question["name"]: [
            question["points"],
            question["verdict"],
            *sorted({mistake for test in question.get("tests", ()) for mistake in test["mistakes"]}),
        ]
        for question in record.questions
    }
    assert found == STUDENTS[student]["questions"]
    assert record.points == sum(points or 0 for points, *_ in found.values())
    assert len(record.repairs) == STUDENTS[student]["repairs"]


def test_the_gradebook_says_what_the_records_say(graded):
    """Every check's points stand in nbgrader's gradebook, and written answers wait there for a person."""
    expected = {
        (record.student, test["name"]): test["points"]
        for record in records_of(graded, "convolution")
        for question in record.questions
        for test in question.get("tests", ())
    }
    found = scores(graded)
    assert {place: points for place, points in found.items() if place[1] != "written_convolution"} == expected


def test_nothing_is_graded_twice(copy):
    """Only what changed is graded: a new notebook, another time of handing in, a record that is gone or was made unprotected."""
    assert [work.waiting for work in plan(copy, ["convolution"])] == [[]]
    with open(copy.submitted("ada.yildiz", "convolution"), "a") as notebook:
        notebook.write("\n")
    copy.timestamp("can.isik", "convolution").write_text("2026-11-20 08:00:00 UTC")
    copy.record("irem.duman", "convolution").unlink()
    unprotected = read_record(copy, "onur.kilic", "convolution")
    unprotected.protections["sandbox"] = False
    unprotected.write(copy.record("onur.kilic", "convolution"))
    unjudged = read_record(copy, "deniz.ucar", "convolution")
    unjudged.questions[0]["verdict"] = "could not judge"
    unjudged.write(copy.record("deniz.ucar", "convolution"))
    (work,) = plan(copy, ["convolution"])
    changed = ["ada.yildiz", "can.isik", "deniz.ucar", "irem.duman", "onur.kilic"]
    assert work.waiting == changed
    assert work.unchanged == sorted(set(STUDENTS) - set(changed))


def test_another_source_grades_everything(copy):
    """When a test was mended, every submission is graded anew."""
    copy.source("convolution").write_text(copy.source("convolution").read_text() + "\n")
    (work,) = plan(copy, ["convolution"])
    assert (work.waiting, work.unchanged) == (sorted(STUDENTS), [])


def test_again_gives_the_same(copy):
    """Grading anew what has not changed gives the same records: the same inputs, points and words."""
    before = {student: without_times(read_record(copy, student, "convolution")) for student in ("mert.ozturk", "oyku.tekin")}
    (work,) = plan(copy, ["convolution"], again=True)
    work.waiting = list(before)
    records = []
    grade(copy, [work], Judge(workers=2, hidden=(copy.home,)), on_record=records.append)
    assert {record.student: without_times(record) for record in records} == before


def outcome(record):
    """What counts in a record: points, verdicts and repairs. (The seed is drawn anew for a record that was never written.)"""
    tests = [test for question in record.questions for test in question.get("tests", ())]
    return record.student, record.points, record.repairs, [(test["name"], test["points"], test["verdict"]) for test in tests]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopped_and_started_again(stop, graded, tmp_path):
    """Ctrl-C, or what ends a job, ends with 130 and one line; the next run goes on, and all is as if nothing had happened."""
    course = Course(tmp_path / "stopped")
    endless = "zeynep.gungor"  # not here: her loop takes its time
    shutil.copytree(graded.home, course.home, ignore=shutil.ignore_patterns("records", "autograded", endless))
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        gradebook.remove_assignment("convolution")
    command = [sys.executable, "-m", "autograder", "-C", str(course.home)]
    subprocess.run([*command, "release", "convolution"], check=True, capture_output=True)
    run = subprocess.Popen([*command, "grade", "--workers", "1"], stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not list(course.root.glob("records/*/*.json")) and run.poll() is None:
        Event().wait(0.01)
    os.killpg(run.pid, stop)  # as a terminal does it: to all processes of the command
    words = run.communicate(timeout=120)[1]  # its stderr is the judge's too: that this ends shows that nothing is left running
    assert run.returncode == 130
    assert "run the same command again" in words
    assert "Traceback" not in words
    done = {path: path.stat().st_mtime_ns for path in course.root.glob("records/*/*.json")}
    assert 0 < len(done) < len(STUDENTS) - 1
    assert not list(course.root.rglob("*.part"))
    subprocess.run([*command, "grade"], check=True, capture_output=True)
    assert {path: path.stat().st_mtime_ns for path in done} == done
    expected = [outcome(record) for record in records_of(graded, "convolution") if record.student != endless]
    assert [outcome(record) for record in records_of(course, "convolution")] == expected
    assert scores(course) == {place: points for place, points in scores(graded).items() if place[0] != endless}
