"""Reads and writes what people put into nbgrader's gradebook: due dates, marks given by hand, comments.

Writing what the judge found is left to `autograder.judge.gradebook`; whether something is late to `times`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from autograder.judge.database import opened

_GIVEN = """
SELECT assignment.name, submitted_assignment.student_id, base_cell.name, {0}
FROM {1}
JOIN base_cell ON base_cell.id = {1}.cell_id
JOIN submitted_notebook ON submitted_notebook.id = {1}.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
"""


@dataclass
class Mark:
    """What a person gave for one graded cell: points (None: as the judge found), extra points, and a comment."""

    points: float | None = None
    extra: float = 0.0
    comment: str = ""


def due_dates(course, topics):
    """When topics are due.

    Parameters
    ----------
    course : autograder.course.Course
        Where the gradebook lies.
    topics : iterable of str
        Which ones.

    Returns
    -------
    dict
        Topic -> datetime.datetime in UTC, or None where there is no date.
    """
    dates = dict.fromkeys(topics)
    if not course.gradebook.exists():
        return dates
    with opened(course) as database:
        for name, due in database.execute("SELECT name, duedate FROM assignment WHERE duedate IS NOT NULL"):
            if name in dates:
                dates[name] = datetime.fromisoformat(due).replace(tzinfo=UTC)
    return dates


def write_due(course, topic, moment):
    """Set when a released topic is due."""
    with opened(course, writing=True) as database:
        due = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
        database.execute("UPDATE assignment SET duedate = ? WHERE name = ?", (due, topic))


def marks_by_hand(course, topics):
    """What people gave in nbgrader's formgrader.

    Parameters
    ----------
    course : autograder.course.Course
        Where the gradebook lies.
    topics : iterable of str
        Which ones.

    Returns
    -------
    dict
        (topic, student's id) -> name of the graded cell -> `Mark`; only where a person did something.
    """
    marks = {}
    if not course.gradebook.exists():
        return marks
    with opened(course) as database:
        for topic, student, cell, points, extra in database.execute(_GIVEN.format("manual_score, extra_credit", "grade")):
            if points is not None or extra is not None:
                marks.setdefault((topic, student), {})[cell] = Mark(points, extra or 0.0)
        for topic, student, cell, comment in database.execute(_GIVEN.format("manual_comment", "comment")):
            if comment is not None:
                marks.setdefault((topic, student), {}).setdefault(cell, Mark()).comment = comment
    return {place: mark for place, mark in marks.items() if place[0] in topics}
