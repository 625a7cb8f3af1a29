"""Lets one run at a time change a course.

What the run does is left to it.
"""

import fcntl
from contextlib import contextmanager

from autograder.course import CourseError


@contextmanager
def at_work(course):
    """Hold a course for this process. The system lets go of it however the process ends.

    Parameters
    ----------
    course : autograder.course.Course
        Which one.

    Raises
    ------
    CourseError
        If another process holds it, or the folder cannot be written to.
    """
    course.root.mkdir(mode=0o750, parents=True, exist_ok=True)  # grades are not for everyone on the machine
    path = course.root / ".lock"
    with open(path, "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"{course.root}: another `autograder` is at work here; wait until it has ended") from None
        yield
