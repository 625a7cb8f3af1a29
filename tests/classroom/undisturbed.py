"""A small class that waits to be graded, what comes of it undisturbed, and runs of `autograder grade` to be disturbed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.files import write_atomically
from autograder.release.assignment import release

HOUSE = Path(__file__).resolve().parents[2]
STUDENTS = ("ada.yildiz", "baris.yuce", "can.isik", "ilayda.sahin", "irem.duman", "mert.ozturk", "oyku.tekin", "selin.erdogan")
PATIENCE = 300  # seconds, for a machine that does much else


class Run:
    """`autograder grade` in a process of its own.

    Parameters
    ----------
    course : autograder.course.Course
        Where.
    arguments : str
        What else stands on its command line.
    prefix : tuple of str
        A command that runs it somewhere else.
    environment : dict
        What is set beside what this process has.
    """

    def __init__(self, course, *arguments, prefix=(), environment=None):
        command = [*prefix, sys.executable, "-m", "autograder", "-C", str(course.home), "grade", "convolution", *arguments]
        self.begun, self.course = time.monotonic(), course
        self.process = subprocess.Popen(
            command, cwd=HOUSE, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def end(self):
        """Let it end by itself; gives its status and its words."""
        words = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, words

    def finish(self):
        """Let it end by itself, without an error; gives its seconds."""
        status, words = self.end()
        assert status == 0, words
        return time.monotonic() - self.begun

    def wait_for_records(self, number=1):
        """Wait until it has written so many records of what was handed in now."""
        while self.process.poll() is None and len(renewed(self.course)) < number:
            Event().wait(0.01)

    def kill(self, seconds):
        """Kill it after some seconds; False if it ended before.

        The grading process, which it had started, shares its stderr: that this ends shows that nothing is left running.
        """
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
        status, words = self.end()
        assert status in (0, -signal.SIGKILL), words
        return status == -signal.SIGKILL


def renewed(course):
    """The students who have a record of what they handed in now."""
    paths = course.root.glob("records/*/convolution.json")
    return [path.parent.name for path in paths if json.loads(path.read_text())["submission"]["sha256"] != EARLIER]


EARLIER = "of an earlier one"


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


def lay_out(waiting, graded):
    """Make two courses: one that waits to be graded, and what comes of it.

    Eight students handed in. There are records of what they handed in earlier: whence the seeds, and no points.
    """
    for name in ("nbgrader_config.py", "solutions/convolution.py"):
        write_atomically(graded.home / name, (HOUSE / name).read_bytes())
    release(graded, "convolution")
    for student in STUDENTS:
        notebook = HOUSE / "tests" / "submissions" / "convolution" / student / "convolution" / "convolution.ipynb"
        write_atomically(graded.submitted(student, "convolution"), notebook.read_bytes())
    Run(graded).finish()
    shutil.copytree(graded.home, waiting.home)
    for path in waiting.root.glob("records/*/convolution.json"):
        record = json.loads(path.read_text())
        record["submission"]["sha256"] = EARLIER
        record["points"] = 0.0
        for question in record["questions"]:
            question["points"], question["tests"] = 0.0, []
        write_atomically(path, json.dumps(record))
    with Gradebook(f"sqlite:///{waiting.gradebook}") as gradebook:
        for student in STUDENTS:
            gradebook.remove_submission("convolution", student)
    shutil.rmtree(waiting.root / "autograded")


def copied(course, home):
    """A copy of a course, to be changed."""
    shutil.copytree(course.home, home)
    return Course(home)
