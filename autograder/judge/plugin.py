"""Lets `nbgrader autograde` and the formgrader's button grade the safe way: nbgrader's exporter asks the judge.

What is written, and where, is left to `gradebook`.  In `nbgrader_config.py`::

    c.Autograde.exporter_class = "autograder.judge.plugin.JudgingExporter"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.AssignLatePenalties"]

nbgrader reads each submission by its exporter, twice: first to clean it, then to run it.  Here the first reading grades it, and
no cell is ever run in a kernel; the second only hands the result to what is left, such as penalties for late work.
"""

import atexit
from datetime import UTC
from pathlib import Path

from nbconvert.exporters import NotebookExporter

from autograder.course import Course, CourseError
from autograder.judge import Assignment, Judge, Record, Submission, gradebook, graded


class JudgingExporter(NotebookExporter):
    """nbgrader's exporter for autograding."""

    _judge = None

    def from_filename(self, filename, resources=None, **keywords):
        """Grade the submission in a file, and give the notebook that nbgrader keeps of it."""
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources=resources, **keywords)
        topic, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        course = self._course()
        assignment = Assignment.read(course, topic)
        record = self._grade(course, assignment, student, Path(filename).read_bytes())
        record.write(course.record(student, topic))
        gradebook.write(course, assignment, [record])
        self.log.info("%s: %g of %g points", student, record.points, record.max_points)
        for repair in record.repairs:
            self.log.warning("%s: %s", student, repair)
        return graded.notebook(assignment, record, graded.digest(record.to_json())), {**resources, "output_extension": ".ipynb"}

    def _course(self):
        root = Path(self.parent.coursedir.root).resolve()
        if root.name != "course":
            raise CourseError(f"{root}: c.CourseDirectory.root must be the folder `course` of the course's home")
        return Course(root.parent)

    def _grade(self, course, assignment, student, notebook):
        # Not before somebody has to be graded, and then once for all: starting takes a few seconds.
        kind = type(self)
        if kind._judge is None:
            kind._judge = Judge(workers=1, hidden=(course.home,)).__enter__()
            atexit.register(kind._judge.close)
        timestamp = self.parent.coursedir.get_existing_timestamp(str(course.timestamp(student, assignment.topic).parent))
        if timestamp is not None and timestamp.tzinfo is None:
            timestamp = timestamp.replace(tzinfo=UTC)
        submission = Submission(student, assignment.topic, notebook, timestamp, _seed(course, student, assignment.topic))
        (record,) = kind._judge.grade(assignment, [submission])
        return record


def _seed(course, student, topic):
    """The seed of the earlier record, so that a regrade gives the same score."""
    try:
        return Record.read(course.record(student, topic)).seed
    except (OSError, ValueError):
        return None
