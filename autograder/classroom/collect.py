"""Takes handed-in notebooks into the course: the newest of each student in its place, all else kept and listed.

What is a notebook, and whose, is left to `handed_in`; what it is worth to `grade`.
"""

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.classroom.handed_in import Refused, displayed, find
from autograder.classroom.roster import read_roster
from autograder.classroom.times import local, read_timestamp, timestamp
from autograder.course import CourseError
from autograder.files import copy_atomically, write_atomically

MOST_STRANGE = 500  # files that are no submission; with more of them than of submissions, the folder is a wrong one


@dataclass(frozen=True)
class Problem:
    """One thing that an instructor should know.

    Parameters
    ----------
    kind : str
        ``"unknown student"``, ``"empty"``, ``"not a notebook"``, ``"wrong name"``, ``"two files"``, ``"newer is there"``, …
    file : str
        The file, as named in the folder that was collected from.
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


@dataclass
class Collection:
    """What came of collecting one topic: ids of students placed anew, replaced or unchanged, and the problems."""

    topic: str
    placed: list = field(default_factory=list)
    replaced: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    open_to_all: bool = False


def collect(course, topic, folder):
    """Take one topic's notebooks from a folder into ``course/submitted``.

    Parameters
    ----------
    course : autograder.course.Course
        Where they go.
    topic : str
        For example ``"convolution"``.
    folder : pathlib.Path
        Where they lie; nothing in it is changed.

    Returns
    -------
    Collection

    Raises
    ------
    CourseError
        If there is no such folder, if it is clearly a wrong one, or if the roster cannot be read.
    """
    if not Path(folder).is_dir():
        raise CourseError(f"--from {folder}: there is no such folder")
    roster = read_roster(course.roster)
    everything = _sensible(course, topic, Path(folder))
    collection = Collection(topic, open_to_all=roster.open_to_all)
    desk = _Desk(course, topic, Path(folder), collection)
    by_student = {}
    for found in everything:
        student = roster.find(found.student)
        if student is None and found.student:
            desk.set_aside(Refused(found.path, "", "unknown student", _unknown(roster, found.student)))
        elif isinstance(found, Refused):
            desk.set_aside(found, student.id if student else "")
        else:
            by_student.setdefault(student.id, []).append(found)
    for student_id, files in by_student.items():
        desk.take(student_id, files)
    desk.write_problems()
    return collection


def _sensible(course, topic, folder):
    """What lies in a folder, unless it is the wrong folder: nobody wants a copy of a whole home set aside."""
    if course.root.resolve().is_relative_to(folder.resolve()):
        raise CourseError(f"--from {folder}: holds the course itself; name the folder of handed-in files")
    everything = list(find(folder, topic))
    strange = sum(isinstance(found, Refused) for found in everything)
    if strange > MOST_STRANGE and strange > len(everything) / 2:
        raise CourseError(f"--from {folder}: {strange:,} files that are no submission to {topic}; is this the right folder?")
    return everything


def _unknown(roster, name):
    nearest = roster.nearest(unicodedata.normalize("NFC", name))
    if roster.open_to_all:
        return f"{displayed(name)!r} cannot be a student's id; rename the folder and collect again"
    hint = f" (did you mean {nearest!r}?)" if nearest else ""
    return f"{displayed(name)!r} is not in the roster{hint}; rename the folder or add the student, and collect again"


class _Desk:
    """Puts the files of one topic where they belong."""

    def __init__(self, course, topic, folder, collection):
        self.course, self.topic, self.folder, self.collection = course, topic, folder, collection

    def take(self, student_id, files):
        """Place the newest of a student's files; the others are set aside, unless they are the same notebook."""
        files = sorted(files, key=lambda file: (file.submitted_at, len(file.path.parts)))
        newest = files[-1]
        for other in files[:-1]:
            if other.sha256 != newest.sha256:
                message = f"{student_id} has two files; the newer, {self._shown(newest.path)}, is taken"
                self.set_aside(Refused(other.path, "", "two files", message), student_id)
        self._place(student_id, newest)

    def _place(self, student_id, file):
        target = self.course.submitted(student_id, self.topic)
        if file.unreadable_time:
            self._problem("unreadable time", file.path, student_id, file.unreadable_time)
        if self._is_there(target, student_id, file):
            self.collection.unchanged.append(student_id)
            return
        placed_at = _placed_time(self.course, student_id, self.topic)
        if target.exists() and placed_at and placed_at > file.submitted_at:
            message = f"{student_id} already handed in a newer one, on {local(placed_at)}"
            self.set_aside(Refused(file.path, "", "newer is there", message), student_id)
            return
        (self.collection.replaced if target.exists() else self.collection.placed).append(student_id)
        self._keep_earlier(target, student_id, placed_at)
        # The time first: a run killed between the two finds an old notebook, and places the new one when it is started again.
        write_atomically(self.course.timestamp(student_id, self.topic), timestamp(file.submitted_at) + "\n")
        copy_atomically(file.path, target)

    def _is_there(self, target, student_id, file):
        """Whether this very notebook is in its place, or among the earlier attempts."""
        if target.exists() and _sha256(target) == file.sha256:
            return True
        return any(self.course.attempts(student_id, self.topic).glob(f"*-{file.sha256[:12]}.ipynb"))

    def _keep_earlier(self, target, student_id, placed_at):
        if not target.exists():
            return
        attempts, digest = self.course.attempts(student_id, self.topic), _sha256(target)[:12]
        if not any(attempts.glob(f"*-{digest}.ipynb")):
            when = f"{placed_at:%Y%m%dT%H%M%S}" if placed_at else "unknown-time"
            copy_atomically(target, attempts / f"{when}-{digest}.ipynb")

    def set_aside(self, refused, student_id=""):
        """Copy a file that is not placed to where nothing overwrites it, and list it."""
        self._problem(refused.kind, refused.path, student_id, refused.message, self._copy(refused.path))

    def _problem(self, kind, path, student_id, message, kept_at=""):
        self.collection.problems.append(Problem(kind, self._shown(path), student_id, message, kept_at))

    def _copy(self, path):
        """Copy a file to where its name is free, or its copy lies already; gives that place."""
        if path.is_symlink() or not path.is_file():
            return ""
        try:
            digest = _sha256(path)
        except PermissionError:
            return ""
        folder = self.course.set_aside(self.topic)
        for target in (folder / path.relative_to(self.folder), folder / f"{digest[:16]}{path.suffix}"):
            if target.is_file() and _sha256(target) == digest:
                break
            if not target.exists() and not any(parent.is_file() for parent in target.parents):
                copy_atomically(path, target)
                break
        else:
            raise CourseError(f"{folder}: no place there for a copy of {path}; move away what lies in it")
        return displayed(target.relative_to(self.course.home))

    def _shown(self, path):
        return displayed(path.relative_to(self.folder))

    def write_problems(self):
        """Add this collection's problems to the topic's list."""
        add_problems(self.course, self.topic, self.collection.problems)


def add_problems(course, topic, problems):
    """Add problems to a topic's list; what was listed before stays, and nothing is listed twice."""
    known = read_problems(course, topic)
    merged = known + [problem for problem in problems if problem not in known]
    text = json.dumps([asdict(problem) for problem in merged], ensure_ascii=False, indent=1)
    if merged:
        write_atomically(course.problems(topic), text + "\n")


def read_problems(course, topic):
    """The problems that were listed for a topic, the earliest first."""
    path = course.problems(topic)
    try:
        return [Problem(**entry) for entry in json.loads(path.read_text())]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError):
        raise CourseError(f"{path}: not the list of problems that `collect` writes; move the file away") from None


def _placed_time(course, student_id, topic):
    try:
        return read_timestamp(course.timestamp(student_id, topic))
    except ValueError:
        return None


def _sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
