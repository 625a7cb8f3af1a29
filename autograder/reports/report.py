"""Puts together what a class did in one topic: points, each question, known mistakes, times, and who needs help.

What is known of each student comes from `grades`; how it looks is left to the page, as a table to `report_table`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import mean, median

from autograder.course import CourseError
from autograder.reports.item_analysis import Correlation, discrimination, mean_share
from autograder.reports.pages import MEANINGS, shown_question
from autograder.reports.summary import without_answer
from autograder.settings import CONFIG, read_config

WIDTHS = (0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0)  # of the steps of points, the first that gives at most ten
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# How long before the student's own due date; the first that is not longer than this is taken.
MOMENTS = (
    (7 * DAY, "more than 7 days before"),
    (3 * DAY, "3 to 7 days before"),
    (DAY, "1 to 3 days before"),
    (HOUR, "1 to 24 hours before"),
    (timedelta(0), "in the last hour"),
    (-DAY, "up to 1 day late"),
    (-3 * DAY, "1 to 3 days late"),
)
LATEST, UNKNOWN = "more than 3 days late", "not known"


@dataclass(frozen=True)
class Item:
    """How one question did.

    Parameters
    ----------
    name, title : str
        As records and pages call it.
    max_points : float
        What it is worth.
    judged : int
        How many students have points for it.
    verdicts : dict
        Verdict -> how many students.
    share : float or None
        The mean share of its points: its difficulty. None while answers wait for marks.
    discrimination : autograder.reports.item_analysis.Correlation or None
        None where it cannot be said.
    """

    name: str
    title: str
    max_points: float
    judged: int
    verdicts: dict
    share: float | None
    discrimination: Correlation | None


@dataclass(frozen=True)
class Mistake:
    """A known mistake: in which question, under which names, how many students made it, and what they were told."""

    question: str
    names: tuple
    students: int
    explanation: str
    hint: str


@dataclass(frozen=True)
class Report:
    """What a class did in one topic; counts of students wherever there is nothing else said.

    Parameters
    ----------
    topic : str
        Which one.
    grades : list of autograder.reports.grades.Grade
        Of all students.
    points : list of float
        Of those graded, as they count (after what being late costs), sorted.
    max_points : float
        What all questions are worth.
    steps : list of (float, float, int)
        From, to, and how many have so many points; the last step includes its end.
    items : list of Item
        In the order of the exercise.
    mistakes : list of Mistake
        The most frequent first.
    moments : dict
        When it was handed in, seen from the due date -> how many.
    help : dict
        Reason -> the students (`autograder.classroom.roster.Student`); each stands under one reason.
    named : bool
        Whether students may be named.
    """

    topic: str
    grades: list
    points: list
    max_points: float
    steps: list
    items: list
    mistakes: list
    moments: dict
    help: dict
    named: bool

    @property
    def median(self):
        """The middle of the points, or None."""
        return median(self.points) if self.points else None

    @property
    def mean(self):
        """The mean of the points, or None."""
        return mean(self.points) if self.points else None


def report_of(topic, grades, named=True):
    """The report on a class.

    Parameters
    ----------
    topic : str
        Which topic.
    grades : list of autograder.reports.grades.Grade
        Of all students; those who handed in nothing are in it.
    named : bool
        Whether students may be named.

    Returns
    -------
    Report
    """
    graded = [grade for grade in grades if grade.record]
    points, most = sorted(grade.points for grade in graded), max((grade.record["max_points"] for grade in graded), default=0.0)
    parts = (_steps(points, most), _items(graded), _mistakes(graded), _moments(graded), _help(grades))
    return Report(topic, grades, points, most, *parts, named)


def may_name(course):
    """Whether reports name students: ``c.Report.name_students`` in ``nbgrader_config.py``; where it says nothing, they do.

    Raises
    ------
    CourseError
        If it says something else than True or False, or anything else of reports.
    """
    settings = dict(read_config(course).get("Report", {}))
    named = settings.pop("name_students", True)
    if settings or not isinstance(named, bool):
        wrong = f"has no {next(iter(settings))!r}" if settings else f"name_students is {named!r}"
        raise CourseError(f"{course.home / CONFIG}: Report: {wrong}; write c.Report.name_students = True or False")
    return named


def _steps(points, most):
    if not most:
        return []
    width = next((width for width in WIDTHS if most / width <= 10), most / 10)
    number = max(1, -int(-max(most, *points, 0) // width))
    place = Counter(max(0, min(int(each / width), number - 1)) for each in points)
    return [(step * width, (step + 1) * width, place[step]) for step in range(number)]


def _items(graded):
    longest = max((grade.record["questions"] for grade in graded), key=len, default=[])
    sheets = [{question["name"]: question for question in grade.record["questions"]} for grade in graded]
    decided = [name for name in (each["name"] for each in longest) if all(_decided(sheet.get(name)) for sheet in sheets)]
    return [_item(question, sheets, decided) for question in longest]


def _decided(question):
    """Whether a student has points for a question: a person has marked it, and the grader did not fail."""
    return question is not None and question["points"] is not None and question["verdict"] != "could not judge"


def _item(question, sheets, decided):
    name = question["name"]
    judged = [sheet for sheet in sheets if _decided(sheet.get(name))]
    points = [sheet[name]["points"] for sheet in judged]
    rest = [sum(sheet[other]["points"] for other in decided if other != name) for sheet in judged]
    found = Counter(sheet[name]["verdict"] for sheet in sheets if name in sheet)
    verdicts = {verdict: found[verdict] for verdict in MEANINGS if found[verdict]}
    most, shown = question["max_points"], shown_question(question)["title"]
    if "to mark" in verdicts:  # those without an answer have their 0 already, so a mean would be too low
        return Item(name, shown, most, len(points), verdicts, None, None)
    return Item(name, shown, most, len(points), verdicts, mean_share(points, most), discrimination(points, rest))


def _mistakes(graded):
    """Mistakes that no check can tell apart stand as one."""
    students, told = {}, {}
    for grade in graded:
        for question in grade.record["questions"]:
            for test in question.get("tests", ()):
                if test["mistakes"]:
                    key = (question["name"], tuple(test["mistakes"]))
                    students.setdefault(key, set()).add(grade.student.id)
                    told.setdefault(key, (test["explanation"], test["hint"]))
    found = [Mistake(*key, len(who), *told[key]) for key, who in students.items()]
    return sorted(found, key=lambda mistake: (-mistake.students, mistake.question, mistake.names))


def _moments(graded):
    found = Counter(_moment(grade) for grade in graded)
    told = [words for _, words in MOMENTS] + [LATEST] + [UNKNOWN] * bool(found[UNKNOWN])
    return {words: found[words] for words in told}


def _moment(grade):
    if not grade.submitted_at or not grade.due:
        return UNKNOWN
    before = grade.due - grade.submitted_at
    return next((words for limit, words in MOMENTS if before >= limit), LATEST)


def _help(grades):
    found = {}
    for grade in grades:
        if reason := _reason(grade):
            found.setdefault(reason, []).append(grade.student)
    return found


def _reason(grade):
    if grade.record is None:
        return "handed in nothing that could be graded" if grade.status == "set aside" else "handed in nothing"
    if without_answer(grade.record):
        return "handed in no answer"
    lost = sum(each["max_points"] for each in grade.record["questions"] if not _decided(each))
    low = grade.points_before < 0.5 * (grade.record["max_points"] - lost)
    return "has less than half of the points that are decided" if low else None
