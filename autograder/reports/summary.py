"""Puts a class's results into a few lines.

Printing them is left to `cli`.
"""

from collections import Counter
from statistics import median

from autograder.classroom.times import spoken
from autograder.reports.pages import MEANINGS, number


def summary_lines(grades):
    """What an instructor wants to know first.

    Parameters
    ----------
    grades : list of autograder.reports.grades.Grade
        Of one topic.

    Yields
    ------
    str
    """
    graded = [grade for grade in grades if grade.record]
    yield f"{len(graded)} of {len(grades)} students graded"
    if not graded:
        return
    points, most = [grade.points for grade in graded], max(grade.record["max_points"] for grade in graded)
    yield f"points so far: {number(min(points))} to {number(max(points))} of {number(most)}, median {number(median(points))}"
    verdicts = Counter(question["verdict"] for grade in graded for question in grade.record["questions"])
    yield "questions: " + ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in MEANINGS if verdicts[verdict])
    if late := [f"{grade.student.name} ({spoken(grade.late)})" for grade in graded if grade.late]:
        yield "late: " + ", ".join(late)
    for reason, names in needing_a_look(grades).items():
        yield f"{reason}: {', '.join(names)}"


def needing_a_look(grades):
    """Whom a person should look at, by reason: reason -> names."""
    reasons = {
        "could not judge, run `autograder grade` again": lambda grade: grade.status == "could not judge",
        "handed in without any answer": lambda grade: grade.record and without_answer(grade.record),
        "notebook put right": lambda grade: grade.record and grade.record["repairs"],
        "nothing that could be graded": lambda grade: grade.status == "set aside",
    }
    found = {reason: [grade.student.name for grade in grades if holds(grade)] for reason, holds in reasons.items()}
    return {reason: names for reason, names in found.items() if names}


def without_answer(record):
    """Whether a submission has no answer at all to a code question."""
    return all(question["verdict"] == "missing" for question in record["questions"] if question["kind"] == "code")
