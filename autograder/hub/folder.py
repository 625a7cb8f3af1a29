"""Lays out the hub's folder: a home for each person, the exchange, and the course in the instructor's home.

What of it anybody sees is left to `view`.  What is there stays as it is: homes outlive the hub.
"""

import errno
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, CourseError
from autograder.files import write_atomically
from autograder.hub.people import lists_of_users

COURSE_ID = "di504"


@dataclass(frozen=True)
class HubFolder:
    """Where a hub keeps its files. Nobody but its owner may enter.

    Parameters
    ----------
    root : pathlib.Path
        ``course/hub``, or the folder that a setting names.
    """

    root: Path

    @property
    def people(self):
        """The table of who may log in."""
        return self.root / "people.csv"

    @property
    def log(self):
        """What JupyterHub and everybody's servers say."""
        return self.root / "hub.log"

    @property
    def lock(self):
        """Held while a hub runs; its text is the hub's address."""
        return self.root / "running"

    @property
    def names(self):
        """The lists of users that programs inside ask for, ``passwd`` and ``group``."""
        return self.root / "names"

    @property
    def exchange(self):
        """Where nbgrader passes assignments, answers and feedback on."""
        return self.root / "exchange"

    @property
    def scratch(self):
        """What everybody inside sees as /tmp; emptied at each start."""
        return self.root / "scratch"

    def home(self, person):
        """A person's home."""
        return self.root / "homes" / person.name

    def course(self, instructor):
        """The course in the instructor's home."""
        return Course(self.home(instructor) / COURSE_ID)


def lay_out(folder, people, course):
    """Make what is missing of a hub's folder.

    Parameters
    ----------
    folder : HubFolder
        Where.
    people : list of autograder.hub.people.Person
        Who gets a home.
    course : autograder.course.Course
        The course whose solutions and settings the instructor starts with.

    Raises
    ------
    CourseError
        If a home belongs to somebody else, or files cannot be given to others here.
    """
    (instructor,) = [person for person in people if person.role == "instructor"]
    _make(folder.root, 0o700)
    _make(folder.names, 0o755)
    for name, text in zip(("passwd", "group"), lists_of_users(people, folder.home), strict=True):
        write_atomically(folder.names / name, text).chmod(0o644)
    shutil.rmtree(folder.scratch, ignore_errors=True)
    _make(folder.scratch, 0o1777)
    _make(folder.root / "homes", 0o755)
    for person in people:
        _make(folder.home(person), 0o700, person.uid)
        _make(runtime(folder, person), 0o700, person.uid)
    _make_exchange(folder.exchange, instructor.uid)
    if not folder.course(instructor).home.exists():
        _make_course(folder.course(instructor), course, instructor.uid)


def runtime(folder, person):
    """Where a person's kernels have their sockets, as it lies outside: a short path inside, since sockets need one."""
    return folder.scratch / f"run-{person.name}"


def _make(path, mode, owner=None):
    """A folder with just these rights."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if owner is not None and path.stat().st_uid == os.geteuid():
            os.chown(path, owner, owner)
        path.chmod(mode)
    except OSError as error:
        if error.errno == errno.EINVAL:  # a container or namespace with no other uid than this
            raise CourseError(f"{path}: files cannot be given to uid {owner} here; start the hub as the machine's root") from None
        raise
    if owner is not None and path.stat().st_uid != owner:
        way_out = "start the hub as who started it first, or move the folder away"
        raise CourseError(f"{path}: belongs to uid {path.stat().st_uid}, but should to {owner}; {way_out}")


def _make_exchange(exchange, instructor):
    """nbgrader's exchange. Sticky folders: whoever may add to them cannot rename or remove what others added."""
    _make(exchange, stat.S_ISVTX | 0o777)
    _make(exchange / COURSE_ID, 0o755, instructor)
    _make(exchange / COURSE_ID / "outbound", 0o755, instructor)
    _make(exchange / COURSE_ID / "inbound", stat.S_ISVTX | stat.S_ISGID | 0o733, instructor)


def _make_course(made, course, owner):
    """A course home with solutions and the source notebooks made from them, given to the instructor when all of it is there."""
    from autograder.release.assignment import write_source  # takes a second to load

    part = Course(made.home.with_name(f".{made.home.name}.part"))
    shutil.rmtree(part.home, ignore_errors=True)
    part.home.mkdir(mode=0o700)
    shutil.copy(course.home / "nbgrader_config.py", part.home)
    shutil.copytree(course.home / "solutions", part.home / "solutions")
    for topic in part.available_topics():
        write_source(part, topic)
    for path in (part.home, *part.home.rglob("*")):
        os.chown(path, owner, owner, follow_symlinks=False)
    part.home.rename(made.home)
