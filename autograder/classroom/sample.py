"""Brings the sample class into a course, so that everything can be tried before real students hand in.

Grading it is left to `grade`, as for any class.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.gradebook import students
from autograder.classroom.roster import read_roster
from autograder.classroom.times import parse_time
from autograder.course import CourseError
from autograder.files import copy_atomically
from autograder.settings import gradebook_place, without_password


@dataclass(frozen=True)
class Sample:
    """The sample class: its folder, and when each topic in it was due."""

    folder: Path
    due: dict

    def submissions(self, topic):
        """The folder to collect a topic from."""
        return self.folder / topic


def sample_class(course):
    """The sample class that lies in the course's ``tests/submissions``.

    Raises
    ------
    CourseError
        If it is not there.
    """
    folder = course.home / "tests" / "submissions"
    due = {}
    for topic in course.available_topics():
        if (folder / topic).is_dir():
            due[topic] = parse_time(json.loads((folder / f"{topic}.json").read_text())["due"])
    if not due:
        raise CourseError(f"{folder}: no sample class here; run the demo in a clone of the course's repository")
    return Sample(folder, due)


def enrol(course, sample):
    """Make the sample's roster the course's, unless that would mix the sample with real students.

    Raises
    ------
    CourseError
        If the course has another roster, submissions of others, or a gradebook that knows others.
    """
    roster = sample.folder / "roster.csv"
    way_out = "the demo would mix its sample with them; run it in another clone"
    if course.roster.exists() and course.roster.read_bytes() != roster.read_bytes():
        raise CourseError(f"{course.roster}: this course has students of its own, and {way_out}")
    known = read_roster(roster).students
    others = [path.name for path in (course.root / "submitted").glob("*") if path.is_dir() and path.name not in known]
    if others:
        raise CourseError(f"{course.root / 'submitted' / others[0]}: a student of your own, and {way_out}")
    others = sorted(students(course) - known.keys())
    if others:
        place = without_password(gradebook_place(course))
        raise CourseError(f"{place}: knows {others[0]!r}, a student of your own, and {way_out}")
    copy_atomically(roster, course.roster)
