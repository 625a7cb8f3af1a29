"""Collects from nbgrader's exchange what students handed in themselves, and refuses what somebody put there in another's name.

nbgrader's own collecting warns of such a folder, takes it, and lets it stand in front of the real one; it also follows links with
the instructor's rights.  Taking files from anywhere else is left to `classroom.collect`.  In ``nbgrader_config.py``::

    c.ExchangeFactory.collect = "autograder.hub.collect.CollectFromOwners"

It takes what the system says of a folder's owner for true, so it serves where each student has a uid of their own.
"""

import errno
import os
import pwd
import secrets
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from autograder.classroom.problems import Problem, write_problems
from autograder.course import Course

MOST_FILES, MOST_BYTES, DEEPEST = 1000, 200 * 1024**2, 8
SLACK = timedelta(minutes=10)  # between the time that a folder's name tells and the last change in it


class CollectFromOwners(ExchangeCollect):
    """nbgrader's collecting, of folders that belong to whom their name names. Others stay where they are, and are reported."""

    def init_src(self):
        """Choose each student's folder; those refused here never stand in front of an honest one."""
        self.problems, self.refused = [], set()
        super().init_src()

    def _path_to_record(self, path):
        name = os.path.basename(path)
        try:
            record = super()._path_to_record(path)
        except (ExchangeError, ValueError, OverflowError):
            self._refuse(name, f"its name is not STUDENT+{self.coursedir.assignment_id}+TIME; it was made by {owner_of(path)}")
            return {"username": "", "filename": name, "timestamp": datetime.min}
        try:
            changed = last_change(path, record["username"])
        except Refusal as reason:
            self._refuse(name, str(reason))
        else:
            if changed > record["timestamp"] + SLACK:
                text = f"says that it came at {record['timestamp']:%F %H:%M} UTC, but was changed at {changed:%F %H:%M} UTC"
                self._report("time in doubt", name, f"{text}; it is taken, with the time that it says")
        return record

    def _refuse(self, name, reason):
        self.refused.add(name)
        self._report("refused", name, f"{reason}; refused, and left where it is")

    def _report(self, kind, name, message):
        self.log.error("%s:\n  %s", name, message)  # where it is shown, long lines are cut off
        self.problems.append(Problem(kind, name, "", message))

    def _sort_by_timestamp(self, records):
        honest = [record for record in records if record["filename"] not in self.refused]
        return super()._sort_by_timestamp(honest or records)  # where all are refused, `copy_files` leaves out the one

    def copy_files(self):
        """Copy what was chosen into the course, and list the problems where `autograder` and its table of grades show them."""
        self.src_records = [record for record in self.src_records if record["filename"] not in self.refused]
        self.timestamps = {record["filename"]: record["timestamp"] for record in self.src_records}
        super().copy_files()
        root = Path(self.coursedir.root).resolve()
        if root.name == "course":
            write_problems(Course(root.parent), self.coursedir.assignment_id, self.problems)

    def do_copy(self, src, dest, log=None):
        """Copy a student's own files; what was exchanged for something else since it was looked at is left out."""
        source, target = Path(src), Path(dest)
        target.mkdir(parents=True)
        try:
            for path, file in own_files(source, os.lstat(source).st_uid):
                copy = target / path
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(file.read(MOST_BYTES))
        except (Refusal, OSError) as reason:
            self._report("not whole", source.name, f"{reason}; what came before that is taken")
        (target / "timestamp.txt").write_text(f"{self.timestamps[source.name]:%F %T.%f} UTC")
        secret = target / "submission_secret.txt"
        if not secret.is_file():  # `release_feedback` would stop at its lack, and leave everybody without
            secret.write_text(secrets.token_hex(64))


class Refusal(Exception):
    """Why a folder is not taken; its message is half a sentence."""


def last_change(path, student):
    """When something in a handed-in folder was last changed, in UTC, as the system and not the student tells it.

    Parameters
    ----------
    path : str or pathlib.Path
        The folder in the exchange.
    student : str
        Who handed it in, by its name.

    Raises
    ------
    Refusal
        If it is not that student's, or holds anything but files of theirs.
    """
    try:
        expected = pwd.getpwnam(student).pw_uid
    except KeyError:
        raise Refusal(f"nobody is called {student!r} here; it was made by {owner_of(path)}") from None
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode):
        raise Refusal(f"is no folder; it was made by {owner_of(path)}")
    if found.st_uid != expected:
        raise Refusal(f"is named as {student}'s, but was made by {owner_of(path)}")
    newest = max([found.st_ctime, *(os.fstat(file.fileno()).st_ctime for _, file in own_files(path, expected))])
    return datetime.fromtimestamp(newest, UTC).replace(tzinfo=None)


def owner_of(path):
    """The name of whoever made a file, as far as the system knows one."""
    uid = os.lstat(path).st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def own_files(folder, owner):
    """Open each file of a folder, as long as all are plain files and folders of one owner. No link is followed.

    Parameters
    ----------
    folder : str or pathlib.Path
        Where.
    owner : int
        The uid.

    Yields
    ------
    tuple of str and file
        The path below the folder, and the file, open until the next is asked for.

    Raises
    ------
    Refusal
        At the first file that is something else, somebody else's or not to be read, and where there are too many.
    """
    room = [MOST_FILES, MOST_BYTES]
    yield from _below(os.fspath(folder), "", None, owner, room, DEEPEST)


def _below(name, shown, parent, owner, room, levels):
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(name, flags, dir_fd=parent)
    except OSError as error:
        reason = "is a link" if error.errno == errno.ELOOP else f"cannot be opened ({error.strerror})"
        raise Refusal(f"holds {shown!r}, which {reason}") from None
    with open(descriptor, "rb") if not stat.S_ISDIR(os.fstat(descriptor).st_mode) else _Folder(descriptor) as file:
        found = os.fstat(descriptor)
        if found.st_uid != owner:
            raise Refusal(f"holds {shown or 'itself'!r}, which belongs to somebody else")
        if stat.S_ISDIR(found.st_mode):
            if not levels:
                raise Refusal(f"holds folders in folders, {DEEPEST} deep")
            for entry in sorted(os.listdir(descriptor)):
                yield from _below(entry, f"{shown}/{entry}".lstrip("/"), descriptor, owner, room, levels - 1)
        elif stat.S_ISREG(found.st_mode):
            room[0], room[1] = room[0] - 1, room[1] - found.st_size
            if min(room) < 0:
                raise Refusal(f"holds more than {MOST_FILES} files or {MOST_BYTES // 1024**2} MiB")
            yield shown, file
        else:
            raise Refusal(f"holds {shown!r}, which is no plain file")


class _Folder:
    """An open folder's descriptor, closed at the end."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        os.close(self.descriptor)
