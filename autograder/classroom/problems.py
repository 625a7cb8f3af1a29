"""Keeps the list of what an instructor should know of the files that came.

What is a problem is left to `collect`.
"""

import json
from dataclasses import asdict, dataclass

from autograder.course import CourseError
from autograder.files import write_atomically


@dataclass(frozen=True)
class Problem:
    """One thing that an instructor should know.

    Parameters
    ----------
    kind : str
        ``"unknown student"``, ``"empty"``, ``"not a notebook"``, ``"wrong name"``, ``"two files"``, ``"newer is there"``, …
    file : str
        The file, as named in the folder or the archive that was collected from.
    student : str
        The student's id, where it is known.
    message : str
        One sentence.
    kept_at : str
        Where in the course a copy lies, or nothing where none could be made or none was needed.
    """

    kind: str
    file: str
    student: str
    message: str
    kept_at: str = ""

    def __str__(self):
        return f"{self.file}: {self.message}" + (f" [kept in {self.kept_at}]" if self.kept_at else "")


def read_problems(course, topic):
    """The problems that were listed for a topic, the earliest first."""
    path = course.problems(topic)
    try:
        return [Problem(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError):
        raise CourseError(f"{path}: not the list of problems that `collect` writes; move the file away") from None


def write_problems(course, topic, problems):
    """Add problems to a topic's list; what was listed before stays, and nothing is listed twice."""
    merged = list(dict.fromkeys([*read_problems(course, topic), *problems]))
    if merged:
        text = json.dumps([asdict(problem) for problem in merged], ensure_ascii=False, indent=1)
        write_atomically(course.problems(topic), text + "\n")
