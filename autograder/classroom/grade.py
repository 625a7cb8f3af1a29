"""Grades all that a class handed in: what is new or has changed goes to the judge, then the gradebook is written.

How one answer is judged is left to `judge`, what students get to read to `reports`.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field

from autograder.classroom.records import holds, read_record, records_of
from autograder.classroom.regrade import discard, held_draft, is_regrade
from autograder.classroom.times import read_timestamp
from autograder.course import CourseError


@dataclass
class Work:
    """What there is to grade of one topic, and what came of it.

    Parameters
    ----------
    topic : str
        For example ``"convolution"``.
    assignment : autograder.judge.Assignment
        What was asked.
    waiting : list of autograder.judge.Submission
        Those to grade.
    unchanged : int
        How many have a record that still holds.
    graded : list of autograder.judge.Record
        The new records.
    earlier : dict
        Student's id -> the record that a new one would replace.
    regrade : bool
        Whether a result that counts already might change. Then all new records of the topic are drafts, until
        `autograder.classroom.regrade.put_in_place`.
    """

    topic: str
    assignment: object
    waiting: list
    unchanged: int
    graded: list = field(default_factory=list)
    earlier: dict = field(default_factory=dict)
    regrade: bool = False


def plan(course, topics, again=False, sandbox=True):
    """What there is to grade.

    Parameters
    ----------
    course : autograder.course.Course
        Where it lies.
    topics : iterable of str
        Which ones.
    again : bool
        Whether to grade also what has a record that still holds.
    sandbox : bool
        Whether the sandbox will be in use.

    Returns
    -------
    list of Work

    Raises
    ------
    CourseError
        If a topic has not been released, or a record or a time of handing in cannot be read.
    """
    from autograder.judge import Assignment

    works = []
    for topic in topics:
        work = Work(topic, Assignment.read(course, topic), [], 0)
        for submission, record in submissions(course, topic):
            if again or not holds(record, submission, work.assignment.sha256, sandbox):
                work.waiting.append(submission)
                work.regrade |= is_regrade(record, submission)
                if record:
                    work.earlier[submission.student] = record
            else:
                work.unchanged += 1
        if work.regrade:
            _go_on_from_drafts(course, work, sandbox)
        works.append(work)
    return works


def _go_on_from_drafts(course, work, sandbox):
    waiting, work.waiting = work.waiting, []
    for submission in waiting:
        draft = held_draft(course, submission, work.assignment.sha256, sandbox)
        (work.graded if draft else work.waiting).append(draft or submission)


def submissions(course, topic):
    """What was collected for a topic, in the order of the students' ids: each submission with its earlier record, or None."""
    from autograder.judge import Submission

    for path in sorted((course.root / "submitted").glob(f"*/{topic}/{topic}.ipynb")):
        student = path.parent.parent.name
        try:
            submitted_at = read_timestamp(course.timestamp(student, topic))
        except ValueError as error:
            raise CourseError(f"{course.timestamp(student, topic)}: {error}; mend it or delete it") from None
        record = read_record(course, student, topic)
        yield Submission(student, topic, path.read_bytes(), submitted_at, record and record.seed), record


def grade(course, works, workers=2, sandbox=True, on_record=lambda record: None):
    """Grade what waits, one topic after the other, and write the gradebook.

    A record is on disk before it counts. Whoever stops this in the middle starts it again: what has a record, or the draft of
    one, is not graded twice, and the gradebook is written from all records. Of a regrade there are drafts alone.

    Parameters
    ----------
    course : autograder.course.Course
        Where it lies.
    works : list of Work
        From `plan`; each gets its new records.
    workers : int
        How many submissions at once.
    sandbox : bool
        Whether answers run in the sandbox.
    on_record : callable
        Called with each new record.

    Raises
    ------
    CourseError
        If there is no sandbox, or if the judge itself was ended.
    """
    from autograder.judge import CourtLost, Judge, NoSandbox, gradebook

    try:
        with ExitStack() as stack:
            if any(work.waiting for work in works):  # a judge takes a second to start: not for nothing
                first = next(work.assignment for work in works if work.waiting)
                judge = stack.enter_context(Judge(workers, sandbox, hidden=(course.home,), first=first))
            for work in works:
                place = course.draft if work.regrade else course.record
                if work.regrade:
                    discard(course, work.topic, keep={record.student for record in work.graded})
                for record in judge.grade(work.assignment, work.waiting) if work.waiting else ():
                    record.write(place(record.student, record.assignment))
                    work.graded.append(record)
                    on_record(record)
                if not work.regrade:
                    gradebook.write(course, work.assignment, records_of(course, work.topic))
    except (NoSandbox, CourtLost) as error:
        raise CourseError(str(error)) from None
