"""Keeps the record of each graded submission: one JSON file, written whole before it counts.

What stands in a record is the judge's; what is made of it is left to `reports`.
"""

import json

from autograder.course import CourseError
from autograder.files import write_atomically

FORMAT = 1


def write_record(course, record):
    """Put a record (a dict as the judge gives it) in its place; gives the path."""
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return write_atomically(course.record(record["student"], record["assignment"]), text + "\n")


def read_record(course, student, topic):
    """The record of a submission, or None where it has not been graded.

    Raises
    ------
    CourseError
        If the file is damaged or of another format.
    """
    path = course.record(student, topic)
    try:
        record = json.loads(path.read_text())
        if record["format"] == FORMAT and record["student"] == student and record["assignment"] == topic:
            return record
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        pass
    raise CourseError(f"{path}: not a record of format {FORMAT}; move it away and run `autograder grade {topic}`")


def records_of(course, topic):
    """All records of a topic, in the order of the students' ids."""
    paths = sorted((course.root / "records").glob(f"*/{topic}.json"))
    return [read_record(course, path.parent.name, topic) for path in paths]


def is_current(record, notebook_sha256, source_sha256, submitted_at, sandboxed):
    """Whether a record still says what grading anew would say.

    Parameters
    ----------
    record : dict or None
        As it was written.
    notebook_sha256, source_sha256 : str
        Of what was handed in and of the exercise's source, as they are now.
    submitted_at : str or None
        When it was handed in, as it is known now.
    sandboxed : bool
        Whether the sandbox is in use now: what was graded without it does not count with it.
    """
    if record is None or any(question["verdict"] == "could not judge" for question in record["questions"]):
        return False
    same_notebook = record["submission"]["sha256"] == notebook_sha256 and record["source"]["sha256"] == source_sha256
    return same_notebook and record["submission"]["submitted_at"] == submitted_at and (
        record["protections"].get("sandbox", False) or not sandboxed
    )
