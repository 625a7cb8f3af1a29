"""Reads a course's ``nbgrader_config.py``, and finds in it where nbgrader's gradebook lies.

What the other settings mean is left to the rooms that they are for.
"""

import re
from pathlib import Path

from autograder.course import CourseError

CONFIG = "nbgrader_config.py"
FILE = "sqlite:///"
SERVERS = ("postgresql+psycopg://", "postgresql://")


def read_config(course):
    """All settings in a course's ``nbgrader_config.py``; none where there is no such file.

    Raises
    ------
    CourseError
        If it cannot be run.
    """
    from traitlets.config import Config, PyFileConfigLoader  # not for those who only want to know what a topic is called

    path = course.home / CONFIG
    if not path.is_file():
        return Config()
    try:
        return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()
    except Exception as error:  # it is a program, and can fail in any way
        raise CourseError(f"{path}: cannot be read ({type(error).__name__}: {error}); mend it") from None


def gradebook_place(course):
    """Where nbgrader's gradebook lies: what ``c.CourseDirectory.db_url`` says, or ``course/gradebook.db``.

    Parameters
    ----------
    course : autograder.course.Course
        Whose gradebook.

    Returns
    -------
    pathlib.Path or str
        The file of SQLite, or the address of a PostgreSQL server as SQLAlchemy reads it. The address can hold a password:
        `without_password` makes it fit to be shown.

    Raises
    ------
    CourseError
        If the setting names neither.
    """
    url = read_config(course).get("CourseDirectory", {}).get("db_url") or ""
    if not url:
        return course.gradebook
    if isinstance(url, str) and url.startswith(FILE):
        return course.home / url.removeprefix(FILE).partition("?")[0]
    if isinstance(url, str) and url.startswith(SERVERS):
        return url
    way_out = f"write {SERVERS[0]}USER@HOST/DATABASE, or nothing for {course.gradebook}"
    raise CourseError(f"{course.home / CONFIG}: db_url is {without_password(url)!r}, which cannot be used; {way_out}")


def nbgrader_url(place):
    """The place of a gradebook as nbgrader's setting ``db_url`` says it."""
    return f"{FILE}{place.resolve()}" if isinstance(place, Path) else place


def without_password(place):
    """The place of a gradebook as people may read it.

    Examples
    --------
    >>> without_password("postgresql+psycopg://ada:s/e@cret@db.example.org/grades?sslmode=require&sslpassword=x")
    'postgresql+psycopg://ada@db.example.org/grades?sslmode=require&sslpassword=...'
    """
    shown = re.sub(r"(://[^:/@?]*):.*@", r"\1@", str(place), flags=re.DOTALL)
    return re.sub(r"([?&]\w*password=)[^&]*", r"\1...", shown)
