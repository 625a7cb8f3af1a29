"""Puts files where they belong: the newest notebook of a student in its place, all else kept and listed.

Which files there are, and whose they are, is left to `collect`.
"""

import hashlib
from datetime import UTC, datetime

from autograder.classroom.handed_in import Refused, displayed
from autograder.classroom.problems import Problem
from autograder.classroom.taken import Taken, read_taken, write_taken
from autograder.classroom.times import local, parse_time, read_timestamp, timestamp
from autograder.course import CourseError
from autograder.files import copy_atomically, write_atomically


class Desk:
    """The place where one topic's files are taken in.

    Parameters
    ----------
    course : autograder.course.Course
        Where they go.
    topic : str
        For example ``"convolution"``.
    folder : pathlib.Path
        Where they lie.
    collection : autograder.classroom.collect.Collection
        Learns what came of it.
    """

    def __init__(self, course, topic, folder, collection):
        self.course, self.topic, self.folder, self.collection = course, topic, folder, collection

    def take(self, student_id, files):
        """Place the newest of a student's files; the others are set aside, unless they are the same notebook."""
        exact = f"{self.topic}.ipynb"
        files = sorted(files, key=lambda file: (file.when, file.attempt, file.path.name == exact, len(file.path.parts)))
        newest = files[-1]
        for other in files[:-1]:
            if other.sha256 != newest.sha256:
                message = f"{student_id} has two files; the newer, {self.shown(newest.path)}, is taken"
                self.set_aside(Refused(other.path, "", "two files", message), student_id)
        self._place(student_id, newest)

    def _place(self, student_id, file):
        target = self.course.submitted(student_id, self.topic)
        placed_at = _placed_time(self.course, student_id, self.topic)
        if file.unreadable_time:
            self.problem("unreadable time", file.path, student_id, file.unreadable_time)
        if file.late and not placed_at and not file.submitted_at:
            where = displayed(self.course.timestamp(student_id, self.topic).relative_to(self.course.home))
            message = f"Canvas marks it as late and tells no time; if that matters, write when it came into {where}"
            self.problem("late", file.path, student_id, message)
        if self._is_there(target, student_id, file):
            self.collection.unchanged.append(student_id)
            if file.submitted_at and not placed_at and _sha256(target) == file.sha256:
                self._write_time(student_id, file)
            return
        if target.exists() and not self._newer(student_id, target, placed_at, file):
            when = f"on {local(placed_at)}" if placed_at else "when is not told"
            message = f"{student_id} already handed in a newer one, {when}"
            self.set_aside(Refused(file.path, "", "newer is there", message), student_id)
            return
        (self.collection.replaced if target.exists() else self.collection.placed).append(student_id)
        self._keep_earlier(target, student_id, placed_at)
        self._write_down(student_id, file)
        # The time first: a run killed between the two finds an old notebook, and places the new one when it is started again.
        self._write_time(student_id, file)
        copy_atomically(file.path, target)

    def _newer(self, student_id, target, placed_at, file):
        """Whether a file is newer than what lies in its place; where only times of files tell, that is listed."""
        if file.submitted_at and placed_at:
            return placed_at <= file.submitted_at
        digest = _sha256(target)
        last = next((each for each in read_taken(self.course, student_id, self.topic)[::-1] if each.sha256 == digest), None)
        if last and last.attempt and file.attempt:
            return last.attempt < file.attempt
        newer = (parse_time(last.seen_at) if last else placed_at or file.seen_at) <= file.seen_at
        if newer:
            message = "which of this student's two is newer is not told; this one was downloaded later, and the other is kept"
            self.problem("order not told", file.path, student_id, message, self._shown_attempts(student_id))
        return newer

    def _write_down(self, student_id, file):
        submitted_at = file.submitted_at and file.submitted_at.isoformat()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Taken(file.sha256, self.shown(file.path), submitted_at, file.seen_at.isoformat(), file.attempt, now)
        write_taken(self.course, student_id, self.topic, entry)

    def _write_time(self, student_id, file):
        path = self.course.timestamp(student_id, self.topic)
        if file.submitted_at:
            write_atomically(path, timestamp(file.submitted_at) + "\n")
        else:
            path.unlink(missing_ok=True)  # it is the time of an earlier one

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

    def _shown_attempts(self, student_id):
        return displayed(self.course.attempts(student_id, self.topic).relative_to(self.course.home))

    def set_aside(self, refused, student_id=""):
        """Copy a file that is not placed to where nothing overwrites it, and list it."""
        self.problem(refused.kind, refused.path, student_id, refused.message, self.keep(refused.path))

    def problem(self, kind, path, student_id, message, kept_at=""):
        """List a problem of a file."""
        self.collection.problems.append(Problem(kind, self.shown(path), student_id, message, kept_at))

    def keep(self, path):
        """Copy a file to where its name is free, or its copy lies already; gives that place."""
        if path.is_symlink() or not path.is_file():
            return ""
        try:
            digest = _sha256(path)
        except PermissionError:
            return ""
        folder = self.course.set_aside(self.topic)
        named = path.relative_to(self.folder) if path.is_relative_to(self.folder) else path.name
        for target in (folder / named, folder / f"{digest[:16]}{path.suffix}"):
            if target.is_file() and _sha256(target) == digest:
                break
            if not target.exists() and not any(parent.is_file() for parent in target.parents):
                copy_atomically(path, target)
                break
        else:
            raise CourseError(f"{folder}: no place there for a copy of {path}; move away what lies in it")
        return displayed(target.relative_to(self.course.home))

    def shown(self, path):
        """A file's name as people know it, without the folder that was collected from."""
        return displayed(path.relative_to(self.folder))


def _placed_time(course, student_id, topic):
    try:
        return read_timestamp(course.timestamp(student_id, topic))
    except ValueError:
        return None


def _sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
