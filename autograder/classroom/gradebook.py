"""Reads and writes what people put into nbgrader's gradebook: due dates, marks given by hand, comments.

Writing what the judge found is left to `autograder.judge.gradebook`; whether something is late to `times`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from autograder.judge.database import opened

_GIVEN = """
SELECT assignment.name, submitted_assignment.student_id, base_cell.name, {0}
FROM {1}
JOIN base_cell ON base_cell.id = {1}.cell_id
JOIN submitted_notebook ON submitted_notebook.id = {1}.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
"""
# What nbgrader's Grade.score, SubmittedNotebook.score and SubmittedAssignment.total_seconds_late work with.
_GRADED = """
SELECT submitted_notebook.id, assignment.name, submitted_assignment.student_id, timestamp, duedate, extension,
       COALESCE(SUM(COALESCE(manual_score, auto_score) + COALESCE(extra_credit, 0.0)), 0.0), late_submission_penalty
FROM submitted_notebook
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
LEFT JOIN grade ON grade.notebook_id = submitted_notebook.id
GROUP BY submitted_notebook.id
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


def extra_time(course, topics):
    """What more time nbgrader's gradebook grants to single students.

    Returns
    -------
    dict
        (topic, student's id) -> datetime.timedelta; only where there is some.
    """
    if not course.gradebook.exists():
        return {}
    asked = """
        SELECT assignment.name, student_id, extension FROM submitted_assignment
        JOIN assignment ON assignment.id = submitted_assignment.assignment_id WHERE extension IS NOT NULL"""
    with opened(course) as database:
        return {(topic, student): _span(kept) for topic, student, kept in database.execute(asked) if topic in topics}


def _span(kept):
    """A length of time as nbgrader's database keeps it: the moment so long after 1970."""
    return datetime.fromisoformat(kept) - datetime(1970, 1, 1) if kept else timedelta(0)


@dataclass
class LateWork:
    """One graded notebook: by how much it is late (zero where it is not), what it is worth before, and what was taken off."""

    notebook: str
    topic: str
    student: str
    late: timedelta
    points: float
    lost: float | None


def late_work(course, topics):
    """Each graded notebook of these topics with its lateness, as nbgrader counts it, and its points, as nbgrader adds them.

    Returns
    -------
    list of LateWork
    """
    if not course.gradebook.exists():
        return []
    with opened(course) as database:
        rows = [row for row in database.execute(_GRADED) if row[1] in topics]
    return [
        LateWork(notebook, topic, student, _lateness(at, due, more), points, lost or None)
        for notebook, topic, student, at, due, more, points, lost in rows
    ]


def _lateness(at, due, more):
    if not at or not due:
        return timedelta(0)
    return max(datetime.fromisoformat(at) - datetime.fromisoformat(due) - _span(more), timedelta(0))


def write_lost(course, lost):
    """Set what lateness costs: id of the graded notebook -> points, or None."""
    if lost:
        with opened(course, writing=True) as database:
            set_to = "UPDATE submitted_notebook SET late_submission_penalty = ? WHERE id = ?"
            database.executemany(set_to, [(points, notebook) for notebook, points in lost.items()])


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
