"""Looks into a handed-in file: whether it is a notebook, when it came, and what is wrong with it.

Finding the files is left to `layouts`, where they go to `desk`.
"""

import hashlib
import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from autograder.classroom.times import read_timestamp

LARGEST = 50 * 1024**2  # bytes; a notebook full of pictures has a tenth of it

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class HandedIn:
    """A file of one student for one topic.

    Parameters
    ----------
    path : pathlib.Path
        Where it lies.
    student : str
        The name that the folder or the file gives; nobody has looked it up yet.
    sha256 : str
        Of its content.
    submitted_at : datetime.datetime or None
        From ``timestamp.txt`` beside it, else the file's time of change; None in a bulk download, which tells no time.
    unreadable_time : str
        What is wrong with its ``timestamp.txt``, or nothing.
    seen_at : datetime.datetime or None
        The file's time of change.
    senders : tuple of autograder.classroom.lms.Sender
        Whose it may be, where Canvas or Moodle gave it its name.
    """

    path: Path
    student: str
    sha256: str = ""
    submitted_at: datetime | None = None
    unreadable_time: str = ""
    seen_at: datetime | None = None
    senders: tuple = ()

    @property
    def when(self):
        """When it came, as far as anybody can tell."""
        return self.submitted_at or self.seen_at

    @property
    def attempt(self):
        """The number that Canvas gave to the file, or 0."""
        return self.senders[0].attempt if self.senders else 0

    @property
    def late(self):
        """Whether Canvas marks it as late."""
        return bool(self.senders) and self.senders[0].late

    @property
    def account(self):
        """The account of Canvas or Moodle that it came from; nothing for a plain folder."""
        return tuple((each.canvas_id, each.participant) for each in self.senders)

    def of(self, worksheet):
        """The same with the time that Moodle's grading worksheet tells, where it does."""
        told = self.senders and (worksheet or {}).get(self.senders[0].participant)
        return replace(self, submitted_at=told.submitted_at) if told and told.submitted_at else self


@dataclass(frozen=True)
class Refused:
    """A file that is no submission: its path, the student's name where there is one, the kind of problem, and a sentence."""

    path: Path
    student: str
    kind: str
    message: str
    senders: tuple = ()


def examine(path, student, told=()):
    """Look into one file: gives `HandedIn` if it is a notebook, however broken inside, and otherwise `Refused`."""
    if path.is_symlink() or not path.is_file():
        return Refused(path, student, "not a file", "is a link or a device, and is not followed", told)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return Refused(path, student, "too large", f"has {size:,} bytes; at most {LARGEST:,} are taken", told)
        content = path.read_bytes()
    except OSError as error:
        return Refused(path, student, "unreadable", f"cannot be read: {error.strerror}", told)
    if not content.strip():
        return Refused(path, student, "empty", "is empty", told)
    if fault := why_no_notebook(content):
        return Refused(path, student, "not a notebook", fault, told)
    seen_at = datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
    submitted_at, unreadable = (None, "") if told else _submission_time(path, seen_at)
    return HandedIn(path, student, hashlib.sha256(content).hexdigest(), submitted_at, unreadable, seen_at, told)


def _submission_time(path, seen_at):
    try:
        told, fault = read_timestamp(path.with_name("timestamp.txt")), ""
    except (ValueError, OSError) as error:
        told, fault = None, f"its timestamp.txt cannot be read ({error}); the file's own time was taken"
    return told or seen_at, fault


def why_no_notebook(content):
    """What keeps a file's content from being a notebook at all, or nothing.

    Examples
    --------
    >>> why_no_notebook(b"%PDF-1.7")
    "is no notebook: it begins with '%PDF-1.7'"
    >>> why_no_notebook(b'{"cells": [')
    'is no notebook: its JSON breaks off or is damaged in line 1'
    >>> why_no_notebook(b'{"cells": []}')
    ''
    """
    if content.startswith(_ARCHIVES):
        return "is an archive, and archives that come inside are not opened; unpack it by hand and collect the folder"
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        encoding = "UTF-16; open it and save it as UTF-8" if content[:2] in _UTF16 else f"byte {error.start} is not UTF-8"
        return f"is no notebook: {'it is ' if content[:2] in _UTF16 else ''}{encoding}"
    except json.JSONDecodeError as error:
        start = content.decode("utf-8-sig").lstrip()
        if not start.startswith("{"):
            return f"is no notebook: it begins with {start[:20]!r}"
        return f"is no notebook: its JSON breaks off or is damaged in line {error.lineno}"
    except (RecursionError, ValueError):
        return "is no notebook: its JSON is nested too deeply or holds a number too long to read"
    if not isinstance(notebook, dict) or not {"cells", "worksheets"} & set(notebook):
        return "is JSON, but no notebook: it has no cells"
    return ""


def displayed(path):
    """A file's name for people and for JSON, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
