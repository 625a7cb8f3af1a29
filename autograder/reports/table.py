"""Writes grades as CSV, for spreadsheets and other programs.

Which grades there are is left to `grades`.
"""

import csv
import io
import re

STUDENT = ("student", "first_name", "last_name", "email", "assignment")
SUBMISSION = (
    *("status", "points", "max_points", "points_to_mark", "submitted_at", "due", "late_minutes", "repairs"),
    *("points_before_late", "lost_for_late"),
)
QUESTION = ("question", "kind", "verdict", "points", "max_points", "mistakes")


def table_of_grades(grades, questions=False):
    """The grades as CSV.

    Parameters
    ----------
    grades : iterable of autograder.reports.grades.Grade
        In the order of the rows.
    questions : bool
        Whether each question has a row of its own, instead of each student and assignment.

    Returns
    -------
    str
        A header and rows, with commas; what a spreadsheet would execute is made harmless.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(STUDENT + (QUESTION if questions else SUBMISSION))
    for grade in grades:
        student = grade.student
        start = (student.id, student.first_name, student.last_name, student.email, grade.topic)
        for row in _questions(grade) if questions else [_submission(grade)]:
            writer.writerow([harmless(cell) for cell in (*start, *row)])
    return text.getvalue()


def _submission(grade):
    record = grade.record or {"max_points": None, "repairs": ()}
    late = int(grade.late.total_seconds() // 60) if grade.late else 0
    moments = [f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "" for moment in (grade.submitted_at, grade.due)]
    lost = (grade.points_before, grade.penalty)
    return (grade.status, grade.points, record["max_points"], grade.points_to_mark, *moments, late, len(record["repairs"]), *lost)


def _questions(grade):
    for question in grade.record["questions"] if grade.record else ():
        mistakes = sorted({mistake for test in question.get("tests", ()) for mistake in test["mistakes"]})
        yield (
            *(question[key] for key in ("name", "kind", "verdict", "points", "max_points")),
            " ".join(mistakes),
        )


def harmless(cell):
    """A cell that no spreadsheet takes for a formula.

    Parameters
    ----------
    cell : object
        Numbers and None stay as they are.

    Returns
    -------
    object
        Text on one line (a line break could start a cell of its own); if it begins like a formula, with an apostrophe in
        front, as spreadsheets themselves mark text.

    Examples
    --------
    >>> [harmless(cell) for cell in ("=1+1", " @SUM(A1)", "ada", -3, None)]
    ["'=1+1", "' @SUM(A1)", 'ada', -3, None]
    """
    if not isinstance(cell, str):
        return cell
    cell = re.sub(r"[\x00-\x1f\x85\u2028\u2029]+", " ", cell)
    return f"'{cell}" if re.match(r"\s*[=+\-@＝＋－＠]", cell) else cell
