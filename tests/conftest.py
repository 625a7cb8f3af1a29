"""What several tests stand on: an empty course, and one in which the sample class was graded for real."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from autograder.cli import main
from autograder.course import Course

HOME = Path(__file__).resolve().parent.parent
SUBMISSIONS = HOME / "tests" / "submissions"


@pytest.fixture
def course(tmp_path):
    """A course of its own with a solution and the sample's roster; nothing is released or handed in."""
    return new_course(tmp_path / "home")


def new_course(home):
    """Lay out an empty course in a folder."""
    made = Course(home)
    for path in (HOME / "nbgrader_config.py", HOME / "solutions" / "convolution.py"):
        target = home / path.relative_to(HOME)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    made.roster.parent.mkdir()
    shutil.copy(SUBMISSIONS / "roster.csv", made.roster)
    return made


@pytest.fixture
def hand_in(tmp_path):
    """A function that puts a file into the folder of handed-in files, and gives that folder."""
    folder = tmp_path / "handed_in"
    folder.mkdir()

    def put(name, content='{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', changed=None):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if changed is not None:
            os.utime(path, (changed, changed))
        return folder

    return put


@pytest.fixture(scope="session")
def graded(tmp_path_factory, worker_id):
    """A course in which the demo took the sample class through a whole round, told in demo.txt; look, but change nothing.

    One answer in it never ends, which costs its time: so the round is made once, for all processes that run tests.
    """
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    course = Course(shared / "graded")
    with FileLock(shared / "graded.lock"):
        if not (course.home / "demo.txt").exists():
            shutil.rmtree(course.home, ignore_errors=True)
            new_course(course.home)
            shutil.copytree(SUBMISSIONS, course.home / "tests" / "submissions")
            done = CliRunner().invoke(main, ["-C", str(course.home), "demo"])
            assert (done.exit_code, done.exception) == (0, None), done.output
            (course.home / "demo.txt").write_text(done.stdout)
    return course
