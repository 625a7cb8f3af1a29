"""Grades all that a class handed in: what is new or has changed goes to a grader, and each record is on disk before it counts.

How one answer is judged is left to `autograder.judge`, on which machine to `cluster`, what students get to read to `reports`.
Submissions and records are read when they are needed, and not kept: a faculty takes no more memory than a class.
"""

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from autograder.classroom.entries import Entries
from autograder.classroom.records import holds, read_record, unjudged
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
    waiting : list of str
        The students whose submission is to be graded.
    unchanged : list of str
        Those who have a record that still holds.
    graded : list of str
        Those who have a new record.
    failed : list of str
        Those of them whose submission could not be judged.
    regrade : bool
        Whether a result that counts already might change. Then all new records of the topic are drafts, until
        `autograder.classroom.regrade.put_in_place`.
    """

    topic: str
    assignment: object
    waiting: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    graded: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    regrade: bool = False

    def add(self, record):
        """Count a new record."""
        self.graded.append(record.student)
        if unjudged(record):
            self.failed.append(record.student)


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

    return [_plan_topic(course, Work(topic, Assignment.read(course, topic)), again, sandbox) for topic in topics]


def _plan_topic(course, work, again, sandbox):
    for student in handed_in(course, work.topic):
        submission, record = submission_of(course, student, work.topic)
        if again or not holds(record, submission, work.assignment.sha256, sandbox):
            work.waiting.append(student)
            work.regrade |= is_regrade(record, submission)
        else:
            work.unchanged.append(student)
    if work.regrade:
        _go_on_from_drafts(course, work, sandbox)
    return work


def _go_on_from_drafts(course, work, sandbox):
    waiting, work.waiting = work.waiting, []
    for student in waiting:
        draft = held_draft(course, submission_of(course, student, work.topic)[0], work.assignment.sha256, sandbox)
        if draft:
            work.add(draft)
        else:
            work.waiting.append(student)


def handed_in(course, topic):
    """The ids of those who handed in a topic, in their order."""
    return sorted(path.parent.parent.name for path in (course.root / "submitted").glob(f"*/{topic}/{topic}.ipynb"))


def submission_of(course, student, topic):
    """What a student handed in, and the record of it or of an earlier one, or None.

    Raises
    ------
    CourseError
        If the record or the time of handing in cannot be read.
    """
    from autograder.judge import Submission

    try:
        submitted_at = read_timestamp(course.timestamp(student, topic))
    except ValueError as error:
        raise CourseError(f"{course.timestamp(student, topic)}: {error}; mend it or delete it") from None
    record = read_record(course, student, topic)
    notebook = course.submitted(student, topic).read_bytes()
    return Submission(student, topic, notebook, submitted_at, record and record.seed), record


def grade(course, works, grader, on_record=lambda record: None):
    """Grade what waits, of all topics at once, and write the gradebook.

    A record is on disk before it counts. Whoever stops this in the middle starts it again: what has a record, or the draft of
    one, is not graded twice, and the gradebook is written from all records. Of a regrade there are drafts alone.

    Parameters
    ----------
    course : autograder.course.Course
        Where it lies.
    works : list of Work
        From `plan`; each counts its new records.
    grader : autograder.judge.Judge or autograder.classroom.cluster.Cluster
        Who judges; a context manager, entered only if there is something to grade.
    on_record : callable
        Called with each new record.

    Raises
    ------
    CourseError
        If there is no sandbox, if the judge itself was ended, or if the gradebook cannot be written; records stay.
    """
    from autograder.judge import CourtLost, NoSandbox

    of_topic = {work.topic: work for work in works}
    entries = {work.topic: Entries(course, work.assignment) for work in works if not work.regrade}
    for work in works:
        if work.regrade:
            discard(course, work.topic, keep=set(work.graded))
        else:
            entries[work.topic].add_all(work.unchanged)
    try:
        with ExitStack() as stack:
            if any(work.waiting for work in works):  # a judge takes a second to start: not for nothing
                grader.first = next(work.assignment for work in works if work.waiting)
                stack.enter_context(grader)
                for record in grader.grade_all(_orders(course, works)):
                    work = of_topic[record.assignment]
                    record.write((course.draft if work.regrade else course.record)(record.student, work.topic))
                    work.add(record)
                    if not work.regrade:
                        entries[work.topic].add(record)
                    on_record(record)
    except BaseException as error:
        for topic_entries in entries.values():  # of a run that is stopped, too, the gradebook shows what it has done
            with suppress(CourseError):
                topic_entries.finish()
        if isinstance(error, NoSandbox | CourtLost):
            raise CourseError(str(error)) from None
        raise
    for topic_entries in entries.values():
        topic_entries.finish()


def _orders(course, works):
    for work in works:
        for student in work.waiting:
            yield work.assignment, submission_of(course, student, work.topic)[0]
