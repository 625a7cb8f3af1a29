"""A run that is killed, at whatever point, and started again ends as if nothing had happened."""

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.files import write_atomically
from autograder.release.assignment import release

HOUSE = Path(__file__).resolve().parents[2]
STUDENTS = ("ada.yildiz", "baris.yuce", "can.isik", "ilayda.sahin", "irem.duman", "mert.ozturk", "oyku.tekin", "selin.erdogan")
KILLS = 20
PATIENCE = 300  # seconds, for a machine that does much else


class Run:
    """`autograder grade` in a process of its own."""

    def __init__(self, course):
        command = [sys.executable, "-m", "autograder", "-C", str(course.home), "grade", "convolution", "--workers", "2"]
        self.begun = time.monotonic()
        self.process = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def finish(self):
        """Let it end by itself, without an error; gives its seconds."""
        words = self.process.communicate(timeout=PATIENCE)[1]
        assert self.process.returncode == 0, words
        return time.monotonic() - self.begun

    def kill(self, seconds):
        """Kill it after some seconds; False if it ended before.

        The grading process, which it had started, shares its stderr: that this ends shows that nothing is left running.
        """
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
        words = self.process.communicate(timeout=PATIENCE)[1]
        assert self.process.returncode in (0, -9), words
        return self.process.returncode == -9


def outcome(course):
    """All that counts: the records without times, and each score and flag in nbgrader's gradebook, by student and question."""
    records = {path.parent.name: json.loads(path.read_text()) for path in course.root.glob("records/*/convolution.json")}
    for record in records.values():
        del record["started_at"], record["seconds"]
        for test in [test for question in record["questions"] for test in question.get("tests", ())]:
            del test["seconds"]
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        rows = [
            (submission.student.id, grade.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions("convolution")
            for notebook in submission.notebooks
            for grade in notebook.grades
        ]
    return records, sorted(rows)


@pytest.fixture
def before(tmp_path):
    """A course with eight submissions, and records of what these students handed in earlier: whence the seeds, and no points."""
    course = Course(tmp_path / "before")
    for name in ("nbgrader_config.py", "solutions/convolution.py"):
        write_atomically(course.home / name, (HOUSE / name).read_bytes())
    release(course, "convolution")
    for student in STUDENTS:
        notebook = HOUSE / "tests" / "submissions" / "convolution" / student / "convolution" / "convolution.ipynb"
        write_atomically(course.submitted(student, "convolution"), notebook.read_bytes())
    Run(course).finish()
    expected = outcome(course)
    for path in course.root.glob("records/*/convolution.json"):
        record = json.loads(path.read_text())
        record["submission"]["sha256"] = "of an earlier one"
        record["points"] = 0.0
        for question in record["questions"]:
            question["points"], question["tests"] = 0.0, []
        write_atomically(path, json.dumps(record))
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        for student in STUDENTS:
            gradebook.remove_submission("convolution", student)
    shutil.rmtree(course.root / "autograded")
    return course, expected


@pytest.mark.timeout(600)  # twenty runs, each in a process of its own
def test_killed_at_twenty_points_and_started_again(before, tmp_path):
    """SIGKILL at twenty points all over the run loses nothing and doubles nothing: records and gradebook are as without it."""
    start, expected = before
    draw = random.Random(8)
    parts = [(number + draw.random()) / KILLS for number in range(KILLS)]
    draw.shuffle(parts)
    made = 0

    def fresh():
        nonlocal made
        made += 1
        shutil.copytree(start.home, tmp_path / f"killed{made}")
        return Course(tmp_path / f"killed{made}")

    course = fresh()
    seconds = Run(course).finish()
    assert outcome(course) == expected
    course = fresh()
    for part in parts:
        while not Run(course).kill(part * seconds):  # it was faster, since killed runs had done much of it already
            assert outcome(course) == expected
            course, part = fresh(), 0.8 * part
        assert all(json.loads(path.read_text()) for path in course.root.glob("records/*/*.json"))
    Run(course).finish()
    assert outcome(course) == expected
    assert len(expected[0]) == len(STUDENTS)
    assert not list(course.root.rglob("*.part"))
