"""Reads who may log in: a table of names, roles and user numbers, and the same as the lists of users that programs ask for.

Letting people in is left to `authenticator`, their folders to `folder`.
"""

import csv
import io
import pwd
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from autograder.course import CourseError
from autograder.files import write_atomically

ROLES = ("instructor", "student")
DEMO = "name,role,uid\ninstructor,instructor,\nada.yildiz,student,\ncan.isik,student,\nderya.guler,student,\n"
FIRST, LAST = 52_000, 59_999  # no distribution gives these numbers away by itself
_NAME = re.compile(r"[a-z][a-z0-9._-]{0,30}")
_OTHERS = ("root", "nobody", "daemon")


@dataclass(frozen=True)
class Person:
    """Somebody who may log in: a name, a role (``"instructor"`` or ``"student"``), and the uid of their processes and files."""

    name: str
    role: str
    uid: int


def read_people(path):
    """The people in a CSV file with the columns name, role, uid.

    Where the file is missing it is written with an instructor and three students. An empty uid is given out here and written
    down, since it owns files from then on.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    list of Person
        In the order of the file.

    Raises
    ------
    CourseError
        If a name, role or uid cannot be, or is there twice, or there is not exactly one instructor.
    """
    if not path.exists():
        write_atomically(path, DEMO)
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: byte {error.start} is not UTF-8; save it as CSV UTF-8") from None
    taken = {(row.get("uid") or "").strip() for row in rows}
    free = (uid for uid in count(FIRST) if str(uid) not in taken and not _is_somebody_elses(uid))
    people = [_person(row, f"{path}, line {line}", free) for line, row in enumerate(rows, 2)]
    for what in ("name", "uid"):
        values = [getattr(person, what) for person in people]
        doubled = next((value for value in values if values.count(value) > 1), None)
        if doubled is not None:
            raise CourseError(f"{path}: the {what} {doubled!r} is there twice; give it one line")
    instructors = [person.name for person in people if person.role == "instructor"]
    if len(instructors) != 1:
        raise CourseError(f"{path}: {len(instructors)} people are instructors; one is needed, to whom the exchange belongs")
    lines = [f"{person.name},{person.role},{person.uid}\n" for person in people]
    if any(not (row.get("uid") or "").strip() for row in rows):
        write_atomically(path, "name,role,uid\n" + "".join(lines))
    return people


def _person(row, place, free):
    name, role, uid = ((row.get(column) or "").strip() for column in ("name", "role", "uid"))
    if not _NAME.fullmatch(name) or name in _OTHERS:
        raise CourseError(f"{place}: {name!r} cannot be a name; use a-z, digits and . _ -, a letter first")
    if role not in ROLES:
        raise CourseError(f"{place}: role is {role!r}; write instructor or student")
    if uid and not (uid.isascii() and uid.isdigit() and FIRST <= int(uid) <= LAST):
        raise CourseError(f"{place}: uid is {uid!r}; leave it empty, or write one from {FIRST} to {LAST}")
    return Person(name, role, int(uid or next(free)))


def _is_somebody_elses(uid):
    with suppress(KeyError):
        return bool(pwd.getpwuid(uid))
    return False


def lists_of_users(people, home_of):
    """The texts of ``passwd`` and ``group`` in which these people are all there are, besides root and nobody.

    Parameters
    ----------
    people : list of Person
        Who.
    home_of : callable
        Gives the path of a person's home.

    Returns
    -------
    tuple of str
    """
    passwd = ["root:x:0:0:root:/root:/bin/sh", "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin"]
    passwd += [f"{each.name}:x:{each.uid}:{each.uid}::{home_of(each)}:/bin/bash" for each in people]
    group = ["root:x:0:", "nogroup:x:65534:", *(f"{each.name}:x:{each.uid}:" for each in people)]
    return "\n".join(passwd) + "\n", "\n".join(group) + "\n"
