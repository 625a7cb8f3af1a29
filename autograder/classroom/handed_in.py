"""Finds the notebooks in a folder of handed-in files, whose they are, when they came, and what is wrong with each file.

Where they go is left to `collect`.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.classroom.times import read_timestamp
from autograder.course import TOPICS

LARGEST = 50 * 1024**2  # bytes; a notebook full of pictures has a tenth of it
_NBGRADERS_OWN = {"timestamp.txt", "submission_secret.txt"}
_LEFT_BY_PROGRAMS = {"thumbs.db", "desktop.ini", "__macosx", "__pycache__", "roster.csv"} | _NBGRADERS_OWN


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
    submitted_at : datetime.datetime
        From ``timestamp.txt`` beside it, else the file's time of change.
    unreadable_time : str
        What is wrong with its ``timestamp.txt``, or nothing.
    """

    path: Path
    student: str
    sha256: str = ""
    submitted_at: datetime | None = None
    unreadable_time: str = ""


@dataclass(frozen=True)
class Refused:
    """A file that is no submission: its path, the student's name where there is one, the kind of problem, and a sentence."""

    path: Path
    student: str
    kind: str
    message: str


def find(folder, topic):
    """Everything in a folder that belongs to one topic, or to none.

    Parameters
    ----------
    folder : pathlib.Path
        With files ``<student>/<topic>/<topic>.ipynb``, ``<student>/<topic>.ipynb`` or ``<student>_<topic>.ipynb``.
    topic : str
        For example ``"convolution"``. Files of other topics are passed over.

    Yields
    ------
    HandedIn or Refused
        In the order of the names.
    """
    for entry in _entries(folder):
        if entry.is_dir() and not entry.is_symlink():
            yield from _of_student(entry, topic)
        elif not _of_other_topic(entry.name, topic):
            student = entry.name.removesuffix(f"_{topic}.ipynb")
            named = student not in ("", entry.name)
            yield examine(entry, student) if named else _misnamed(entry, "", f"<student>_{topic}.ipynb")


def _of_student(folder, topic):
    found = False
    for path in _files(folder, topic):
        found = True
        if path.relative_to(folder).parts in {(f"{topic}.ipynb",), (topic, f"{topic}.ipynb")}:
            yield examine(path, folder.name)
        else:
            yield _misnamed(path, folder.name, f"{topic}.ipynb")
    others = any(_of_other_topic(entry.name, topic) for entry in _entries(folder))
    if not found and not others:
        yield Refused(folder, folder.name, "no file", "the folder holds no file")


def _files(folder, topic):
    for entry in _entries(folder):
        if entry.is_dir() and not entry.is_symlink():
            if entry.name == topic or entry.name not in TOPICS:
                yield from _files(entry, topic)
        elif not _of_other_topic(entry.name, topic):
            yield entry


def _entries(folder):
    """What lies in a folder, without what programs leave behind."""
    entries = sorted(Path(folder).iterdir())
    return [entry for entry in entries if not entry.name.startswith(".") and entry.name.lower() not in _LEFT_BY_PROGRAMS]


def _of_other_topic(name, topic):
    stem = name.removesuffix(".ipynb")
    return any(stem == other or stem.endswith(f"_{other}") for other in TOPICS if other != topic)


def _misnamed(path, student, expected):
    return Refused(path, student, "wrong name", f"should be named {expected}; rename it and collect again")


def examine(path, student):
    """Look into one file: gives `HandedIn` if it is a notebook, however broken inside, and otherwise `Refused`."""
    if path.is_symlink() or not path.is_file():
        return Refused(path, student, "not a file", "is a link or a device, and is not followed")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return Refused(path, student, "too large", f"has {size:,} bytes; at most {LARGEST:,} are taken")
        content = path.read_bytes()
    except OSError as error:
        return Refused(path, student, "unreadable", f"cannot be read: {error.strerror}")
    if not content.strip():
        return Refused(path, student, "empty", "is empty")
    if fault := why_no_notebook(content):
        return Refused(path, student, "not a notebook", fault)
    submitted_at, unreadable = _submission_time(path)
    return HandedIn(path, student, hashlib.sha256(content).hexdigest(), submitted_at, unreadable)


def _submission_time(path):
    try:
        told, fault = read_timestamp(path.with_name("timestamp.txt")), ""
    except (ValueError, OSError) as error:
        told, fault = None, f"its timestamp.txt cannot be read ({error}); the file's own time was taken"
    return told or datetime.fromtimestamp(os.stat(path).st_mtime, UTC), fault


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
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return f"is no notebook: byte {error.start} is not UTF-8"
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
