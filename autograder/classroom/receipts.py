"""Signs receipts for what was taken, and says of a receipt whether it is genuine.

A receipt is signed (HMAC-SHA256) where the key is, and so by nobody but the instructor. What a student's own machine prints is
left to `submit`, and proves less.
"""

import hashlib
import hmac
import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from autograder.classroom.taken import read_taken
from autograder.classroom.times import read_timestamp
from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.settings import read_config

FORMAT = 1
SETTING = "AUTOGRADER_KEY"
_SHORTEST = 32  # bytes of a key
_SHOWN = 16  # digits of a digest that stand in a file's name


class Forged(Exception):
    """Why a receipt is not genuine: a sentence."""


def key_file():
    """Where the key is: the file that the variable AUTOGRADER_KEY names, else one among the settings of whoever runs this."""
    named = os.environ.get(SETTING)
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path(named) if named else settings / "autograder" / "receipts.key"


def make_key(course, path):
    """Make a key that nobody else can read.

    Raises
    ------
    CourseError
        If there is one already, or the place is inside of the course.
    """
    _outside(course, path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CourseError(f"{path}: there is a key already, and receipts signed with it need it; keep it") from None
    with open(file, "w") as opened:
        opened.write(secrets.token_hex(_SHORTEST) + "\n")


def read_key(course, path):
    """The key, or None where there is none.

    Raises
    ------
    CourseError
        If others can read it, it is too short, or it lies inside of the course, whence it would get into copies.
    """
    if not path.is_file():
        return None
    _outside(course, path)
    if path.stat().st_mode & 0o077:
        raise CourseError(f"{path}: others can read this key; run `chmod 600 {path}`, and make a new one if somebody did")
    key = path.read_bytes().strip()
    if len(key) < _SHORTEST:
        way_out = "move it away and run `autograder verify-receipt --new-key`"
        raise CourseError(f"{path}: {len(key)} bytes are too short for a key; {way_out}")
    return key


def _outside(course, path):
    if path.resolve().is_relative_to(course.home.resolve()):
        raise CourseError(f"{path}: inside of the course's folder; name another place with {SETTING}=FILE")


def sign_all(course, topic, key):
    """Sign a receipt for each notebook in its place that has none yet.

    Parameters
    ----------
    course : autograder.course.Course
        Whose submissions. The caller holds it.
    topic : str
        For example ``"convolution"``.
    key : bytes
        From `read_key`.

    Returns
    -------
    list of pathlib.Path
        The new receipts.
    """
    made = []
    for notebook in sorted((course.root / "submitted").glob(f"*/{topic}/{topic}.ipynb")):
        student, digest = notebook.parent.parent.name, hashlib.sha256(notebook.read_bytes()).hexdigest()
        path = course.receipt(student, topic, digest[:_SHOWN])
        if not path.exists():
            fields = _fields(course, student, topic, digest)
            fields |= {"key": _name_of(key), "signature": _signature(fields, key)}
            made.append(write_atomically(path, json.dumps(fields, ensure_ascii=False, indent=1) + "\n"))
    return made


def _fields(course, student, topic, digest):
    taken = next((each for each in read_taken(course, student, topic)[::-1] if each.sha256 == digest), None)
    try:
        submitted_at = read_timestamp(course.timestamp(student, topic))
    except ValueError:
        submitted_at = None
    return {
        "format": FORMAT,
        "course": str(read_config(course).get("CourseDirectory", {}).get("course_id", "")),
        "student": student,
        "topic": topic,
        "sha256": digest,
        "file": taken.file if taken else "",
        "submitted_at": submitted_at.isoformat() if submitted_at else None,
        "taken_at": taken.taken_at if taken else None,
        "signed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def verify(text, key):
    """What a receipt says, if it is genuine.

    Parameters
    ----------
    text : str
        The receipt.
    key : bytes
        From `read_key`.

    Returns
    -------
    dict
        Its fields.

    Raises
    ------
    Forged
        If it was not signed with this key, or changed afterwards.
    """
    try:
        fields = json.loads(text)
        signature, name = str(fields.pop("signature")), str(fields.pop("key"))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise Forged("it is no signed receipt") from None
    if name != _name_of(key):
        raise Forged(f"it was signed with another key ({name[:8]!r}; this one is {_name_of(key)!r})")
    if not hmac.compare_digest(signature.encode(errors="replace"), _signature(fields, key).encode()):
        raise Forged("it was changed after it was signed, or was never signed here")
    return fields


def find_receipts(course, digest):
    """The receipts in the course for a content, named by the beginning of its digest."""
    start = digest.lower()[:_SHOWN]
    return sorted((course.root / "receipts").glob(f"*/*-{start}*.json")) if start.isalnum() else []


def _name_of(key):
    return hashlib.sha256(b"name of a key: " + key).hexdigest()[:8]


def _signature(fields, key):
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, text.encode(), "sha256").hex()
