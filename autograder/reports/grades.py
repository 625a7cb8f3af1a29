"""Brings together what is known of each student and topic: the record, the roster, the due date, what was set aside.

How that looks, as a page or as CSV, is left to `pages` and `table`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from autograder.classroom.gradebook import due_dates, extra_time, marks_by_hand
from autograder.classroom.late import Charge, read_rule
from autograder.classroom.problems import read_problems
from autograder.classroom.records import records_of
from autograder.classroom.roster import Student, read_roster
from autograder.classroom.times import lateness
from autograder.reports.marks import with_marks


@dataclass(frozen=True)
class Grade:
    """One student's result in one topic.

    Parameters
    ----------
    student : autograder.classroom.roster.Student
        Whose.
    topic : str
        For example ``"convolution"``.
    record : dict or None
        What the judge found and people marked, or None where nothing was graded.
    due : datetime.datetime or None
        When it was due, for this student.
    problems : tuple of autograder.classroom.problems.Problem
        What was set aside of this student's.
    charge : autograder.classroom.late.Charge or None
        What being late costs, by the course's rule.
    """

    student: Student
    topic: str
    record: dict | None
    due: datetime | None
    problems: tuple = ()
    charge: Charge | None = None

    @property
    def submitted_at(self):
        """When it was handed in, or None."""
        text = self.record and self.record["submission"]["submitted_at"]
        return datetime.fromisoformat(text) if text else None

    @property
    def late(self) -> timedelta | None:
        """How late it came, or None."""
        return lateness(self.submitted_at, self.due)

    @property
    def status(self):
        """``"graded"``, ``"to mark"``, ``"could not judge"``, ``"set aside"`` or ``"not handed in"``."""
        if self.record is None:
            return "set aside" if self.problems else "not handed in"
        verdicts = {question["verdict"] for question in self.record["questions"]}
        return next((status for status in ("could not judge", "to mark") if status in verdicts), "graded")

    @property
    def points_before(self):
        """Points so far, without what being late costs, or None where nothing was graded."""
        return self.record and self.record["points"]

    @property
    def penalty(self):
        """How many of these points being late costs."""
        return self.charge.of(self.points_before) if self.charge and self.record else 0.0

    @property
    def points(self):
        """The points that count so far, or None where nothing was graded."""
        return self.record and self.points_before - self.penalty

    @property
    def points_to_mark(self):
        """How many points a person has still to decide on."""
        questions = self.record["questions"] if self.record else ()
        return sum(question["max_points"] for question in questions if question["points"] is None)


def all_grades(course, topics, brief=False):
    """Every student's result in some topics.

    Parameters
    ----------
    course : autograder.course.Course
        Where records, roster and gradebook lie.
    topics : iterable of str
        Which ones.
    brief : bool
        Whether points and verdicts of the questions are enough, without checks and texts: a tenth of the memory.

    Returns
    -------
    dict
        Topic -> list of `Grade` by last name: one for each student of the roster, and for each other who has a record.
    """
    due, marks = due_dates(course, topics), marks_by_hand(course, topics)
    rule, granted = read_rule(course), extra_time(course, topics)

    def own_due(topic, name):
        extension = rule.extension(name, topic) + granted.get((topic, name), timedelta(0))
        return due[topic] and due[topic] + extension

    listed = {topic: _grades_of(course, topic, own_due, marks, brief) for topic in topics}
    return {topic: [_charged(grade, rule) for grade in grades] for topic, grades in listed.items()}


def _charged(grade, rule):
    return replace(grade, charge=rule.charge(grade.late))


def _grades_of(course, topic, own_due, marks, brief):
    records = {}
    for record in records_of(course, topic):
        marked = with_marks(vars(record), marks.get((topic, record.student), {}))
        records[record.student] = _brief(marked) if brief else marked
    students = dict(read_roster(course.roster).students)
    for name in records:
        students.setdefault(name, Student(name))
    problems = read_problems(course, topic)
    return [
        Grade(student, topic, records.get(name), own_due(topic, name), tuple(p for p in problems if p.student == name))
        for name, student in sorted(students.items(), key=lambda item: item[1].sort_key)
    ]


def _brief(record):
    kept = ("name", "kind", "points", "max_points", "verdict")
    questions = [{key: question[key] for key in kept} for question in record["questions"]]
    return {key: record[key] for key in ("submission", "repairs", "points", "max_points")} | {"questions": questions}


def graded_topics(course):
    """The topics that have a record, in the order of the chapters."""
    return [topic for topic in course.available_topics() if any((course.root / "records").glob(f"*/{topic}.json"))]
