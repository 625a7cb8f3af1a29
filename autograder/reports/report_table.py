"""Writes the report on a class as CSV: one row for each figure.

What the figures are is left to `report`.
"""

import csv
import io

from autograder.reports.table import harmless

HEADER = ("part", "of", "measure", "value")


def table_of_report(report):
    """The report as CSV.

    Parameters
    ----------
    report : autograder.reports.report.Report
        Students are named only where it says so.

    Returns
    -------
    str
        A header and rows; an empty value is one that cannot be said.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for row in _rows(report):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue()


def _rows(report):
    facts = {"students": len(report.grades), "graded": len(report.points), "max_points": report.max_points}
    for measure, value in {**facts, "median": report.median, "mean": report.mean}.items():
        yield "class", report.topic, measure, value
    for start, end, students in report.steps:
        yield "points", f"{start:g} to {end:g}", "students", students
    for item in report.items:
        yield from _of_question(item)
    for mistake in report.mistakes:
        yield "mistake", f"{mistake.question}: {' or '.join(mistake.names)}", "students", mistake.students
    for words, students in report.moments.items():
        yield "handed in", words, "students", students
    for reason, students in report.help.items():
        yield "help", reason, "students", len(students)
        for student in students if report.named else ():
            yield "help", reason, "student", student.id


def _of_question(item):
    yield "question", item.name, "max_points", item.max_points
    yield "question", item.name, "students with points", item.judged
    yield "question", item.name, "mean share (difficulty)", item.share
    found = item.discrimination
    for measure, value in zip(("", " low", " high"), (found.value, found.low, found.high) if found else (None,) * 3, strict=True):
        yield "question", item.name, f"discrimination{measure}", value
    for verdict, students in item.verdicts.items():
        yield "question", item.name, verdict, students
