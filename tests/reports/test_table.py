"""Grades as CSV: complete, and harmless in a spreadsheet."""

import csv
import dataclasses
import io
from datetime import UTC, datetime

import pytest

from autograder.reports.table import harmless, table_of_grades


def rows_of(table):
    """The rows of a table, by column."""
    return list(csv.DictReader(io.StringIO(table)))


def test_a_row_for_each_student_and_assignment(grade):
    """One row says whose, what, how much, and how late."""
    grade = dataclasses.replace(grade, due=datetime(2026, 11, 20, 17, 0, tzinfo=UTC))
    (row,) = rows_of(table_of_grades([grade]))
    assert row["student"] == "ada.yildiz"
    assert row["last_name"] == "Yıldız"
    assert (row["points"], row["max_points"], row["points_to_mark"]) == ("1.0", "4.0", "2.0")
    assert (row["submitted_at"], row["late_minutes"], row["status"]) == ("2026-11-20T18:00:00Z", "60", "to mark")


def test_a_row_for_each_question(grade):
    """With questions, each has its row, with the known mistakes that were found."""
    rows = rows_of(table_of_grades([grade], questions=True))
    assert [(row["question"], row["verdict"], row["points"], row["mistakes"]) for row in rows] == [
        ("blur_kernel", "partly right", "1.0", "keeps_all_ones"),
        ("written_convolution", "to mark", "", ""),
    ]


def test_who_handed_in_nothing_has_a_row(grade):
    """A student without a record stands in the table, without points."""
    (row,) = rows_of(table_of_grades([dataclasses.replace(grade, record=None)]))
    assert (row["status"], row["points"]) == ("not handed in", "")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", '=A("x")'])
def test_formulas_are_disarmed(grade, cell):
    """Wherever a formula comes in, as a name or an id, no cell of the table begins like one."""
    student = dataclasses.replace(grade.student, first_name=cell, id=cell)
    (row,) = rows_of(table_of_grades([dataclasses.replace(grade, student=student)]))
    assert row["first_name"][0] == row["student"][0] == "'"
    assert row["first_name"][1:].strip() == cell.strip()


@pytest.mark.parametrize("cell", ["ada-lovelace", "ada@example.edu", "1 = 1", "", 0, -1.5, None])
def test_the_rest_stays_as_it_is(cell):
    """What no spreadsheet executes is not touched."""
    assert harmless(cell) == cell
