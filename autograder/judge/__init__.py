"""The trusted side: test cells, stand-ins for what students defined, scores, records, nbgrader's gradebook.

What runs students' lines is left to `autograder.box`, many submissions and their folders to `autograder.classroom`.
"""

from autograder.box.bubblewrap import NoSandbox
from autograder.judge.judge import CourtLost, Judge
from autograder.judge.notebooks import Assignment
from autograder.judge.record import Record, Submission

__all__ = ["Assignment", "CourtLost", "Judge", "NoSandbox", "Record", "Submission"]
