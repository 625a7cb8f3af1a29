"""Reads and writes what people put into nbgrader's gradebook: due dates, marks given by hand, comments.

Writing what the judge found is left to `autograder.judge.gradebook`; whether something is late to `times`.
"""

from dataclasses import dataclass
from datetime import UTC, timedelta

from autograder.judge.database import NoGradebook, moment, opened, span

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
GROUP BY submitted_notebook.id, submitted_assignment.id, assignment.id
"""


def _rows(course, *queries):
    """What each query finds in the gradebook, all at one moment; nothing where nothing was released yet."""
    try:
        with opened(course) as database:
            return [database.execute(query).fetchall() for query in queries]
    except NoGradebook:
        return [[] for _ in queries]


@dataclass
class Mark:
    """What a person gave for one graded cell: points (None: as the judge found), extra points, and a comment."""

    points: float | None = None
    extra: float = 0.0
    comment: str = ""


def students(course):
    """The ids of all students whom nbgrader's gradebook knows, as a set."""
    (rows,) = _rows(course, "SELECT id FROM student")
    return {student for (student,) in rows}


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
    (rows,) = _rows(course, "SELECT name, duedate FROM assignment WHERE duedate IS NOT NULL")
    known = {name: moment(due).replace(tzinfo=UTC) for name, due in rows}
    return {topic: known.get(topic) for topic in topics}


def extra_time(course, topics):
    """What more time nbgrader's gradebook grants to single students.

    Returns
    -------
    dict
        (topic, student's id) -> datetime.timedelta; only where there is some.
    """
    asked = """
        SELECT assignment.name, student_id, extension FROM submitted_assignment
        JOIN assignment ON assignment.id = submitted_assignment.assignment_id WHERE extension IS NOT NULL"""
    (rows,) = _rows(course, asked)
    return {(topic, student): span(kept) for topic, student, kept in rows if topic in topics}


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
    (rows,) = _rows(course, _GRADED)
    return [
        LateWork(notebook, topic, student, _lateness(moment(at), moment(due), span(more)), points, lost or None)
        for notebook, topic, student, at, due, more, points, lost in rows
        if topic in topics
    ]


def _lateness(at, due, more):
    return max(at - due - more, timedelta(0)) if at and due else timedelta(0)


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
    queries = (_GIVEN.format("manual_score, extra_credit", "grade"), _GIVEN.format("manual_comment", "comment"))
    marks, (given, comments) = {}, _rows(course, *queries)
    for topic, student, cell, points, extra in given:
        if points is not None or extra is not None:
            marks.setdefault((topic, student), {})[cell] = Mark(points, extra or 0.0)
    for topic, student, cell, comment in comments:
        if comment is not None:
            marks.setdefault((topic, student), {}).setdefault(cell, Mark()).comment = comment
    return {place: mark for place, mark in marks.items() if place[0] in topics}
