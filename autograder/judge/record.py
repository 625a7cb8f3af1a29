"""The record of grading one submission: what was asked, what came of it, under which circumstances; one JSON file.

How it came about is left to `trial`, how it is shown to the reports.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from autograder.files import write_atomically
from autograder.judge.indented import indented
from autograder.judge.verdicts import Stopped

FORMAT = 1


@dataclass(frozen=True)
class Submission:
    """What a student handed in.

    Parameters
    ----------
    student, topic : str
        Who, and for which assignment.
    notebook : bytes
        The file as it came.
    submitted_at : datetime.datetime or None
        When; None where nobody knows.
    seed : int or None
        The seed of an earlier record, so that a regrade gives the same score; None draws one.
    """

    student: str
    topic: str
    notebook: bytes
    submitted_at: datetime | None = None
    seed: int | None = None

    @property
    def sha256(self):
        """The hash by which a record names this file."""
        return hashlib.sha256(self.notebook).hexdigest()


@dataclass
class Record:
    """The result of grading one submission; each field stands in the JSON file as it is called here."""

    assignment: str
    student: str
    submission: dict
    source: dict
    seed: int
    protections: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    started_at: str = ""
    seconds: float = 0.0
    repairs: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    points: float = 0.0
    max_points: float = 0.0
    format: int = FORMAT

    def to_json(self):
        """The record as the text that a file holds, an entry a line."""
        return _in_utf8(indented(vars(self)))

    def to_line(self):
        """The record as a text in one line, which is made faster: for the way from one process to another."""
        return _in_utf8(json.dumps(vars(self), ensure_ascii=False, allow_nan=False))

    @classmethod
    def from_json(cls, text):
        """The record that a text holds.

        Raises
        ------
        ValueError
            If it holds none, or one of another format.
        """
        fields = json.loads(text)
        if not isinstance(fields, dict) or fields.get("format") != FORMAT:
            raise ValueError(f"not a record of format {FORMAT}")
        try:
            return cls(**fields)
        except TypeError as error:
            raise ValueError(f"not a record: {error}") from None

    @classmethod
    def read(cls, path):
        """The record in a file."""
        return cls.from_json(path.read_text(encoding="utf-8"))

    def write(self, path):
        """Put the record in place, whole or not at all."""
        return write_atomically(path, self.to_json() + "\n")

    def count(self):
        """Add up the points of all questions."""
        self.points = float(sum(question["points"] or 0.0 for question in self.questions))
        self.max_points = float(sum(question["max_points"] for question in self.questions))


def _in_utf8(text):
    return text.encode(errors="replace").decode()  # half a surrogate pair, in what a student printed, is no UTF-8


@cache
def grader_digest():
    """A hash of the code that decides what a score is: a record made by other code need not say what this code would say."""
    house, digest = Path(__file__).resolve().parents[1], hashlib.sha256()
    for room in ("box", "checks", "judge", "reference"):
        for path in sorted((house / room).rglob("*.py")):
            digest.update(f"{path.relative_to(house)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def empty_record(assignment, submission, seed=0, why=None):
    """A record with its headings alone; with `why`, every question in it could not be judged for that reason."""
    at = submission.submitted_at
    record = Record(
        assignment=assignment.topic,
        student=submission.student,
        submission={"sha256": submission.sha256, "submitted_at": at.isoformat() if at else None},
        source={"sha256": assignment.sha256},
        seed=seed,
    )
    if why is not None:
        stopped = Stopped("could not judge", why)
        record.questions = [_unjudged(question, stopped) for question in assignment.questions]
        record.started_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        record.count()
    return record


def _unjudged(question, stopped):
    fields = {"name": question.name, "kind": question.kind, "points": None, "max_points": question.max_points, "answer": ""}
    if question.kind == "written":
        return {**fields, "verdict": "to mark"}
    tests = [
        {
            "name": test.name,
            "title": test.title,
            "points": 0.0,
            "max_points": test.points,
            "verdict": stopped.verdict,
            "message": stopped.message,
            "mistakes": [],
            "explanation": "",
            "hint": "",
            "hidden": False,
            "output": "",
            "seconds": 0.0,
        }
        for test in question.tests
    ]
    return {**fields, "points": 0.0, "verdict": stopped.verdict, "tests": tests, "stdout": "", "stderr": ""}
