"""What tests of disturbed runs stand on: a class that waits to be graded, and what comes of it undisturbed."""

import pytest
from filelock import FileLock
from undisturbed import copied, lay_out, outcome

from autograder.course import Course


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory, worker_id):
    """Two courses, made once for all test processes: one that waits to be graded, and the same graded. Change neither."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    waiting, graded = (Course(shared / "undisturbed" / name) for name in ("waiting", "graded"))
    with FileLock(shared / "undisturbed.lock"):
        if not (shared / "undisturbed" / "made").exists():
            lay_out(waiting, graded)
            (shared / "undisturbed" / "made").touch()
    return waiting, graded


@pytest.fixture
def expected(undisturbed):
    """What comes of the class when nothing disturbs."""
    return outcome(undisturbed[1])


@pytest.fixture
def waiting(undisturbed, tmp_path):
    """A course of eight submissions that wait to be graded, to be changed."""
    return copied(undisturbed[0], tmp_path / "waiting")
