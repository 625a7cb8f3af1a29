"""Writes grades in the forms that Canvas and Moodle import.

Sending them there is left to people. The forms are those of Canvas' ``lib/gradebook_importer.rb`` and Moodle's
``grade/import/csv``: both take a file that begins with the mark for UTF-8.
"""

import csv
import io
from dataclasses import dataclass

from autograder.course import TOPICS, CourseError
from autograder.reports.pages import number, title
from autograder.reports.table import harmless, table_of_grades
from autograder.settings import CONFIG, read_config

SYSTEMS = ("csv", "canvas", "moodle")
_IDS = {"canvas": ("canvas_id", "sis_id", "login_id"), "moodle": ("moodle_id", "email")}


@dataclass(frozen=True)
class Export:
    """The grades of one topic, ready to be imported.

    Parameters
    ----------
    system : str
        ``"canvas"``, ``"moodle"`` or ``"csv"``.
    topic : str
        For example ``"convolution"``.
    text : str
        The file.
    points : dict
        Student's id -> points as they stand in the file.
    names : dict
        Student's id -> name, of everybody in the course.
    left_out : dict
        Student's id -> why there is no row.
    """

    system: str
    topic: str
    text: str
    points: dict
    names: dict
    left_out: dict


def export_of(system, topic, grades, column="", unfinished=False):
    """Put the grades of a topic into a system's form.

    Parameters
    ----------
    system : str
        ``"canvas"``, ``"moodle"`` or ``"csv"``.
    topic : str
        For example ``"convolution"``.
    grades : list of autograder.reports.grades.Grade
        Of this topic.
    column : str
        How the system calls the column; without it the topic's title.
    unfinished : bool
        Whether points so far are taken where a person has still to mark something.

    Returns
    -------
    Export
        With a row for each student who has points and an id there. An id is never guessed, and nobody gets a 0 for nothing.
    """
    why = {grade.student.id: _why_not(grade, system, unfinished) for grade in grades}
    rows = [grade for grade in grades if not why[grade.student.id]]
    text = table_of_grades(grades) if system == "csv" else _FORMS[system](column or title(topic), rows)
    points = {grade.student.id: number(grade.points) for grade in rows}
    names = {grade.student.id: grade.student.name for grade in grades}
    return Export(system, topic, text, points, names, {student: reason for student, reason in why.items() if reason})


def _why_not(grade, system, unfinished):
    if grade.record is None:
        return grade.status
    if grade.status == "could not judge" or (grade.status == "to mark" and not unfinished):
        return f"{number(grade.points_to_mark)} points wait for a person" if grade.status == "to mark" else grade.status
    ids = [getattr(grade.student, column) for column in _IDS.get(system, ("id",))]
    if not any(ids):
        return f"has no {' or '.join(_IDS[system])} in the roster"
    risky = [each for each in ids if harmless(each) != each]
    return f"has the id {risky[0]!r}, which a spreadsheet would execute" if risky and system != "csv" else ""


def _canvas(column, grades):
    most = max((grade.record["max_points"] for grade in grades), default=0)
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column]
    yield ["    Points Possible", "", "", "", "", number(most)]
    for grade in grades:
        student = grade.student
        name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
        yield [name, student.canvas_id, student.sis_id, student.login_id, student.section, number(grade.points)]


def _moodle(column, grades):
    yield ["First name", "Last name", "ID number", "Email address", column]
    for grade in grades:
        student = grade.student
        yield [student.first_name, student.last_name, student.moodle_id, student.email, number(grade.points)]


def _written(form):
    def write(column, grades):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in form(column, grades))
        return text.getvalue()

    return write


_FORMS = {"canvas": _written(_canvas), "moodle": _written(_moodle)}


def read_columns(course, system):
    """How a system calls each topic's column, as ``c.Columns`` in ``nbgrader_config.py`` says.

    Returns
    -------
    dict
        Topic -> title of the column.

    Raises
    ------
    CourseError
        If the setting is not such a dict.
    """
    columns = read_config(course).get("Columns", {}).get(system, {})
    for topic, column in columns.items() if isinstance(columns, dict) else [("", columns)]:
        if topic not in TOPICS or not isinstance(column, str):
            way_out = 'write it like {"pooling": "Pooling (47)"}'
            raise CourseError(f"{course.home / CONFIG}: Columns.{system} is {columns!r}; {way_out}")
    return columns
