"""Keeps when each topic is due, where nbgrader keeps it: in its gradebook.

Whether a submission is late is left to `times.lateness`.
"""

from contextlib import contextmanager
from datetime import UTC


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
    with _gradebook(course) as gradebook:
        for assignment in gradebook.assignments:
            if assignment.name in dates and assignment.duedate:
                dates[assignment.name] = assignment.duedate.replace(tzinfo=UTC)
    return dates


def write_due(course, topic, moment):
    """Set when a released topic is due."""
    with _gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(topic, duedate=moment.astimezone(UTC).replace(tzinfo=None))


@contextmanager
def _gradebook(course):
    from nbgrader.api import Gradebook  # takes a second or two to load

    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        yield gradebook
