"""Keeps a list of what was taken from each student: which content, out of which file, when.

What receipts make of it is left to `receipts`.
"""

import json
from dataclasses import asdict, dataclass

from autograder.classroom.times import parse_time
from autograder.course import CourseError
from autograder.files import write_atomically


@dataclass(frozen=True)
class Taken:
    """A notebook that was taken into the course.

    Parameters
    ----------
    sha256 : str
        Of its content.
    file : str
        As it was called where it came from.
    submitted_at : str or None
        When it was handed in, as far as that was told; ISO 8601 in UTC.
    seen_at : str
        The time of the file: for a bulk download the time of the download.
    attempt : int
        The number that Canvas gave to the file, or 0.
    taken_at : str
        When it was taken.
    """

    sha256: str
    file: str
    submitted_at: str | None
    seen_at: str
    attempt: int
    taken_at: str


def read_taken(course, student, topic):
    """What was taken from a student for a topic, the latest last.

    Raises
    ------
    CourseError
        If the list is damaged.
    """
    path = course.taken(student, topic)
    try:
        listed = [Taken(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
        for entry in listed:
            parse_time(entry.seen_at)
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, AttributeError):
        raise CourseError(f"{path}: not the list that `collect` writes; move the file away") from None
    return listed


def write_taken(course, student, topic, entry):
    """Add an entry to the list."""
    entries = [*read_taken(course, student, topic), entry]
    text = json.dumps([asdict(each) for each in entries], ensure_ascii=False, indent=1)
    write_atomically(course.taken(student, topic), text + "\n")
