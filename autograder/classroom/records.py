"""Finds the record of each graded submission, and says whether it still holds.

What stands in a record is the judge's; what is made of it is left to `reports`.
"""

from autograder.course import CourseError
from autograder.judge.record import Record


def read_record(course, student, topic):
    """The record of a submission, or None where it has not been graded.

    Raises
    ------
    CourseError
        If the file is damaged or of another format.
    """
    path = course.record(student, topic)
    try:
        record = Record.read(path)
        if (record.student, record.assignment) == (student, topic):
            return record
        reason = f"it is {record.student!r}'s in {record.assignment!r}"
    except FileNotFoundError:
        return None
    except ValueError as error:
        reason = str(error)
    raise CourseError(f"{path}: cannot be used ({reason}); move it away and run `autograder grade {topic}`")


def records_of(course, topic):
    """All records of a topic, in the order of the students' ids, read one by one."""
    for path in sorted((course.root / "records").glob(f"*/{topic}.json")):
        yield read_record(course, path.parent.name, topic)


def unjudged(record):
    """Whether the grader failed on one of its answers."""
    return any(question["verdict"] == "could not judge" for question in record.questions)


def holds(record, submission, source_sha256, sandbox):
    """Whether a record says what grading anew would say.

    Parameters
    ----------
    record : autograder.judge.Record or None
        As it was written.
    submission : autograder.judge.Submission
        What is handed in now.
    source_sha256 : str
        Of the exercise's source as it is now.
    sandbox : bool
        Whether the sandbox is in use now: what was graded without it does not count with it.
    """
    if record is None or unjudged(record):
        return False
    submitted_at = submission.submitted_at.isoformat() if submission.submitted_at else None
    now = (submission.sha256, submitted_at, source_sha256)
    then = (record.submission["sha256"], record.submission["submitted_at"], record.source["sha256"])
    return now == then and (record.protections.get("sandbox", False) or not sandbox)
