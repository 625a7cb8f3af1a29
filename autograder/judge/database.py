"""Opens nbgrader's database: its own tables, by the standard library's SQLite.

What is read and written there is left to `gradebook` and to `autograder.classroom.gradebook`.  nbgrader's own way to its tables,
`nbgrader.api`, loads all of nbgrader's programs: that takes longer than grading a small class.  So the tables are spoken to
directly; the tests read through `nbgrader.api` what was written here, and write through it what is read here.
"""

import sqlite3
from contextlib import closing, contextmanager

from autograder.course import CourseError

PATIENCE = 60.0  # seconds to wait while the formgrader writes


@contextmanager
def opened(course, writing=False):
    """The gradebook's database; all that is written inside counts together at the end, or not at all.

    Parameters
    ----------
    course : autograder.course.Course
        Where it lies; it must be there.
    writing : bool
        Whether to keep others from writing meanwhile.

    Yields
    ------
    sqlite3.Connection

    Raises
    ------
    autograder.course.CourseError
        If it cannot be used.
    """
    way_out = "nothing was changed" if writing else "mend it or move it away"
    try:
        address = f"{course.gradebook.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            yield database
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise CourseError(f"{course.gradebook}: cannot be used ({error}); {way_out}") from None
