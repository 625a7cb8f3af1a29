"""Takes handed-in notebooks into the course, out of a folder or an archive; nothing is lost, and what is doubtful is listed.

Which files there are is left to `layouts`, whose they are to `whose`, where they go to `desk`, what they are worth to `grade`.
"""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from autograder.classroom.archive import unpack
from autograder.classroom.desk import Desk
from autograder.classroom.handed_in import HandedIn, Refused
from autograder.classroom.layouts import find
from autograder.classroom.lms import senders
from autograder.classroom.problems import Problem, read_problems, write_problems
from autograder.classroom.roster import read_roster
from autograder.classroom.which import Assignments
from autograder.classroom.whose import whose
from autograder.course import CourseError

__all__ = ["Collection", "Problem", "collect", "read_problems"]

MOST_STRANGE = 500  # files that are no submission; with more of them than of submissions, the folder is a wrong one
_UNPACKED = ".unpacked-"


@dataclass
class Collection:
    """What came of collecting one topic: ids of students placed anew, replaced or unchanged, and the problems."""

    topic: str
    placed: list = field(default_factory=list)
    replaced: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    open_to_all: bool = False


def collect(course, topic, source, worksheet=None):
    """Take one topic's notebooks from a folder or an archive into ``course/submitted``.

    Parameters
    ----------
    course : autograder.course.Course
        Where they go. The caller holds it.
    topic : str
        For example ``"convolution"``.
    source : pathlib.Path
        The folder where they lie, or a ZIP file; nothing in it is changed.
    worksheet : dict, optional
        Moodle's participants, from `autograder.classroom.lms.read_worksheet`.

    Returns
    -------
    Collection

    Raises
    ------
    CourseError
        If there is no such folder, if it is clearly a wrong one or the archive cannot be opened, or if the roster cannot be read.
    """
    source = Path(source)
    if not source.exists():
        raise CourseError(f"--from {source}: there is no such folder or archive")
    roster = read_roster(course.roster)
    collection = Collection(topic, open_to_all=roster.open_to_all)
    if source.is_dir():
        _take_all(course, topic, source, roster, worksheet, collection)
    else:
        with _unpacked(course, source) as (folder, unopened):
            desk = _take_all(course, topic, folder, roster, worksheet, collection)
            _list_unopened(source, unopened, roster, worksheet, desk)
    write_problems(course, topic, collection.problems)
    return collection


def _take_all(course, topic, folder, roster, worksheet, collection):
    everything = _sensible(course, topic, folder, roster)
    desk = Desk(course, topic, folder, collection)
    by_student, assignments = {}, Assignments(course)
    for found in everything:
        student, why_not = whose(found, roster, worksheet)
        if student is None and found.student:
            desk.set_aside(Refused(found.path, "", "unknown student", why_not))
        elif isinstance(found, Refused):
            desk.set_aside(found, student.id if student else "")
        elif other := _other_topic(assignments, topic, found):
            desk.set_aside(Refused(found.path, "", "wrong assignment", f"answers {other}; collect it with {other}"), student.id)
        else:
            by_student.setdefault(student.id, []).append(found.of(worksheet))
    for student_id, files in by_student.items():
        if len({file.account for file in files if file.account}) > 1:
            for file in files:
                message = f"two accounts claim to be {student_id}; write the right one's canvas_id or moodle_id into the roster"
                desk.set_aside(Refused(file.path, "", "two accounts", message), student_id)
        else:
            desk.take(student_id, files)
    return desk


def _other_topic(assignments, topic, found):
    """The topic that a notebook answers, if it is another one."""
    answered = assignments.answered_by(found.path.read_bytes())
    return answered if answered not in (None, topic) else None


def _sensible(course, topic, folder, roster):
    """What lies in a folder, unless it is the wrong folder: nobody wants a copy of a whole home set aside."""
    if course.root.resolve().is_relative_to(folder.resolve()):
        raise CourseError(f"--from {folder}: holds the course itself; name the folder of handed-in files")
    everything = list(find(folder, topic, roster))
    strange = sum(isinstance(found, Refused) for found in everything)
    if strange > MOST_STRANGE and strange > len(everything) / 2:
        raise CourseError(f"--from {folder}: {strange:,} files that are no submission to {topic}; is this the right folder?")
    return everything


@contextmanager
def _unpacked(course, archive):
    """A folder with an archive's files, and the list of those that were refused."""
    course.root.mkdir(mode=0o750, parents=True, exist_ok=True)
    for left in course.root.glob(f"{_UNPACKED}*"):  # by a run that was killed
        shutil.rmtree(left)
    folder = Path(mkdtemp(prefix=_UNPACKED, dir=course.root))
    try:
        yield folder, unpack(archive, folder)
    finally:
        shutil.rmtree(folder)


def _list_unopened(archive, unopened, roster, worksheet, desk):
    kept_at = desk.keep(archive) if unopened else ""
    for file in unopened:
        told = file.name.split("/")[0]
        found = HandedIn(archive, told, senders=senders(told))
        student, _ = whose(found, roster, worksheet)
        desk.collection.problems.append(Problem(file.kind, file.name, student.id if student else "", file.message, kept_at))
