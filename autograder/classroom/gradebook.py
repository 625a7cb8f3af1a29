"""Reads and writes what people put into nbgrader's gradebook: due dates, marks given by hand, comments.

Writing what the judge found is left to `autograder.judge.gradebook`; whether something is late to `times`.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC


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
    with opened(course) as gradebook:
        for assignment in gradebook.assignments:
            if assignment.name in dates and assignment.duedate:
                dates[assignment.name] = assignment.duedate.replace(tzinfo=UTC)
    return dates


def extra_time(course, topics):
    """What more time nbgrader's gradebook grants to single students.

    Returns
    -------
    dict
        (topic, student's id) -> datetime.timedelta; only where there is some.
    """
    if not course.gradebook.exists():
        return {}
    from nbgrader.api import SubmittedAssignment

    with opened(course) as gradebook:
        granted = gradebook.db.query(SubmittedAssignment).filter(SubmittedAssignment.extension.is_not(None))
        return {(each.name, each.student_id): each.extension for each in granted if each.name in topics}


def write_due(course, topic, moment):
    """Set when a released topic is due."""
    with opened(course) as gradebook:
        gradebook.update_or_create_assignment(topic, duedate=moment.astimezone(UTC).replace(tzinfo=None))


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
    from nbgrader.api import Comment, Grade

    with opened(course) as gradebook:
        for grade in gradebook.db.query(Grade).filter(Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None)):
            _of(grade, marks)[grade.name] = Mark(grade.manual_score, grade.extra_credit or 0.0)
        for comment in gradebook.db.query(Comment).filter(Comment.manual_comment.is_not(None)):
            _of(comment, marks).setdefault(comment.name, Mark()).comment = comment.manual_comment
    return {place: mark for place, mark in marks.items() if place[0] in topics}


def _of(row, marks):
    return marks.setdefault((row.assignment.name, row.student.id), {})


@contextmanager
def opened(course):
    """nbgrader's gradebook, for as long as it is needed."""
    from nbgrader.api import Gradebook  # takes a second or two to load

    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        yield gradebook
