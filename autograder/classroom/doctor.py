"""Looks at what is installed and what is missing, and says how to get it.

Installing it is left to people and to `make`.
"""

import getpass
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from autograder.classroom.receipts import key_file, read_key
from autograder.course import CourseError
from autograder.judge.database import NoGradebook, opened
from autograder.settings import gradebook_place, without_password

FREE = 2 * 1024**3  # bytes: a class of 300 with its pages and notebooks takes a tenth


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    name : str
        What.
    found : bool
        Whether it is as it should be.
    detail : str
        What was found.
    remedy : str
        How to get it, where it is missing.
    needed_for : str
        What fails without it; nothing where it is only good to have.
    """

    name: str
    found: bool
    detail: str
    remedy: str = ""
    needed_for: str = ""


def examine(course):
    """Look at everything that the course needs.

    Parameters
    ----------
    course : autograder.course.Course
        Which one.

    Yields
    ------
    Finding
        Something needed is missing where `found` is false and `needed_for` is ``"grading"``.
    """
    yield _python()
    yield _packages(course)
    yield _gradebook(course)
    yield from _box()
    yield _program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium", "tests, PDF")
    yield _program("Node", ("node", "nodejs"), "apt-get install nodejs npm", "the website")
    yield _katex(course)
    yield _disk(course)
    yield _key(course)
    yield from _folder(course)


def _key(course):
    path = key_file()
    try:
        found = read_key(course, path) is not None
    except CourseError as error:
        return Finding("key for receipts", False, str(error), "see docs/classroom.md")
    remedy = "autograder verify-receipt --new-key, if you want to sign receipts"
    return Finding("key for receipts", found, str(path) if found else f"no {path}", remedy)


def _python():
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer", "grading")


def _packages(course):
    listed = course.home / "requirements.txt"
    if not listed.is_file():
        return Finding("packages", True, f"not compared: there is no {listed}")
    pins = re.findall(r"^([\w.-]+)==(\S+)", listed.read_text(), re.MULTILINE)
    found = {name: _installed(name) for name, version in pins}
    wrong = [f"{name} {found[name] or 'missing'} (pinned {version})" for name, version in pins if found[name] != version]
    detail = f"{len(pins) - len(wrong)} of {len(pins)} as pinned" + (": " + ", ".join(wrong[:5]) if wrong else "")
    return Finding("packages", not wrong, detail, f"{sys.executable} -m pip install -r {listed}", "grading")


def _installed(name):
    try:
        return metadata.version(name).partition("+")[0]  # torch says 2.13.0+cpu
    except metadata.PackageNotFoundError:
        return None


def _box():
    """The sandbox: a box is started for this, and looked at from inside."""
    from autograder.box.sandbox import look

    there, missing = look()
    remedy = " ".join(missing.split())
    yield Finding("bubblewrap", shutil.which("bwrap") is not None, shutil.which("bwrap") or "not found", remedy, "grading")
    for name, holds in there.items():
        detail = "in force" if holds else "not in force"
        yield Finding(f"box: {name.replace('_', ' ')}", holds, detail, remedy, "grading")


def _program(name, commands, remedy, needed_for):
    path = next(filter(None, map(shutil.which, commands)), None)
    if path is None:
        return Finding(name, False, "not found", remedy, needed_for)
    told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout.strip()
    return Finding(name, True, f"{path} ({told.splitlines()[0] if told else 'says no version'})", remedy, needed_for)


def _katex(course):
    home = course.home / "book" / "_ext"
    found = (home / "node_modules" / "katex" / "package.json").is_file()
    detail = "installed" if found else f"not in {home / 'node_modules'}"
    return Finding("KaTeX", found, detail, f"npm ci --prefix {home}", "the website")


def _disk(course):
    free = shutil.disk_usage(course.home).free
    return Finding("free disk", free >= FREE, f"{free / 1024**3:.1f} GiB", f"free at least {FREE // 1024**3} GiB", "grading")


def _gradebook(course):
    """Which database the gradebook is, and whether it answers."""
    try:
        place = gradebook_place(course)
        with opened(course) as database:
            (students,) = database.execute("SELECT COUNT(*) FROM student").fetchone()
    except NoGradebook as error:
        return Finding("gradebook", True, str(error))
    except CourseError as error:
        return Finding("gradebook", False, str(error), "see docs/classroom.md, The gradebook on a database server", "grading")
    kind = "SQLite" if isinstance(place, Path) else "PostgreSQL"
    return Finding("gradebook", True, f"{kind} answers at {without_password(place)}; it knows {students} students")


def _folder(course):
    """Whether results can be written, and by whom they can be read."""
    root = course.root
    if not root.exists():
        yield Finding("course folder", True, f"{root} is made when it is needed")
        return
    writable = os.access(root, os.W_OK | os.X_OK)
    detail = f"{root} {'can' if writable else 'cannot'} be written to"
    yield Finding("course folder", writable, detail, f"chown -R {getpass.getuser()} {root}", "grading")
    private = not root.stat().st_mode & 0o007
    detail = "nobody else can read the grades" if private else "others on this machine can read the grades"
    yield Finding("privacy", private, detail, f"chmod o-rwx {root}")
