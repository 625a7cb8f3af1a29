"""Opens nbgrader's database: its own tables, in a file of SQLite or on a PostgreSQL server.

What is read and written there is left to `gradebook` and to `autograder.classroom.gradebook`, the server to `postgresql`.
nbgrader's own way to its tables, `nbgrader.api`, loads all of nbgrader's programs: that takes longer than grading a small class.
So the tables are spoken to directly; the tests read through `nbgrader.api` what was written here, and write through it what is
read here.  One set of statements serves both databases; what each keeps in its own form, times, is read by `moment` and `span`.
"""

import sqlite3
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from autograder.course import CourseError
from autograder.settings import gradebook_place, without_password

PATIENCE = 60.0  # seconds to wait while the formgrader writes


class NoGradebook(CourseError):
    """Nothing was released yet: nbgrader has made no database, or no tables in it."""

    def __init__(self, place):
        super().__init__(f"{without_password(place)}: no gradebook is there yet; run `autograder release`")


def opened(course, writing=False):
    """The gradebook's database; all that is written inside counts together at the end, or not at all.

    Parameters
    ----------
    course : autograder.course.Course
        Whose it is; ``nbgrader_config.py`` says where it lies.
    writing : bool
        Whether to keep others from writing meanwhile.

    Returns
    -------
    context manager
        It gives something with SQLite's `execute` and `executemany`, in whose statements question marks stand for values.

    Raises
    ------
    NoGradebook
        If nothing was released yet.
    autograder.course.CourseError
        If it cannot be used.
    """
    place = gradebook_place(course)
    if isinstance(place, Path):
        return _file(place, writing)
    try:
        from autograder.judge.postgresql import served
    except ImportError as error:
        way_out = "install what requirements.txt lists"
        raise CourseError(f"{without_password(place)}: psycopg cannot be loaded ({error}); {way_out}") from None
    return served(place, writing, PATIENCE)


@contextmanager
def _file(path, writing):
    if not path.is_file():
        raise NoGradebook(path)
    way_out = "nothing was changed" if writing else "mend it or move it away"
    try:
        address = f"{path.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            yield database
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise CourseError(f"{path}: cannot be used ({error}); {way_out}") from None


def moment(kept):
    """A time as a database gives it, SQLite as text: a datetime.datetime in UTC without saying so, or None."""
    return datetime.fromisoformat(kept) if isinstance(kept, str) else kept


def span(kept):
    """A length of time as a database gives it, in SQLite the moment so long after 1970: a datetime.timedelta."""
    return datetime.fromisoformat(kept) - datetime(1970, 1, 1) if isinstance(kept, str) else kept or timedelta(0)
