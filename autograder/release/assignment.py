"""Releases an exercise: solution, source notebook, nbgrader's own generate_assignment, the student's notebook.

What a solution's text means is left to `notebook`; handing the result to students to the hub or the website.
"""

import json
import logging
import os
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.release.notebook import source_notebook
from autograder.settings import gradebook_place, nbgrader_url


class ReleaseFailed(CourseError):
    """nbgrader would not make the student's notebook; the message is its own last word."""


def write_source(course, topic):
    """Make ``course/source/<topic>/<topic>.ipynb`` from ``solutions/<topic>.py``; gives its path."""
    text = nbformat.writes(source_notebook(course.solution(topic))) + "\n"
    return write_atomically(course.source(topic), text)


def release(course, topic):
    """Make the student's notebook ``exercises/<topic>/<topic>.ipynb`` and tell nbgrader's gradebook of it.

    Parameters
    ----------
    course : autograder.course.Course
        Where everything lies.
    topic : str
        For example ``"convolution"``.

    Returns
    -------
    pathlib.Path
        The student's notebook.

    Raises
    ------
    autograder.release.notebook.BadSolution
        If the solution's text is not what it should be.
    ReleaseFailed
        If nbgrader refuses it.
    """
    write_source(course, topic)
    with nbgrader_api(course) as api:
        answer = api.generate_assignment(topic, force=True, create=True)
    if not answer["success"]:
        words = [line for line in (answer.get("log") or answer.get("error") or "").splitlines() if line.strip()] or ["nothing"]
        # Of a database nbgrader's last word is always that one should upgrade it; the database's own stand before it.
        told = [line.strip() for line in words if line.strip().startswith("sqlalchemy.exc.")] or words
        raise ReleaseFailed(f"{course.solution(topic)}: nbgrader says: {told[-1]}")
    made = nbformat.read(course.release(topic), as_version=4)
    return write_atomically(course.exercise(topic), nbformat.writes(student_notebook(made)) + "\n")


def student_notebook(notebook):
    """The released notebook without what changes from run to run and without what only the instructor needs."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop("celltoolbar", None)
    return nbformat.from_dict(json.loads(json.dumps(notebook, sort_keys=True)))


@contextmanager
def nbgrader_api(course):
    """nbgrader's own API for a course, quiet, and with the programs that it calls by name within reach."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
    config = Config()
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.db_url = nbgrader_url(gradebook_place(course))
    config.CourseDirectory.course_id = "di504"
    before = Path.cwd()
    course.root.mkdir(parents=True, exist_ok=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        yield NbGraderAPI(CourseDirectory(config=config), config=config)
    finally:
        os.chdir(before)

