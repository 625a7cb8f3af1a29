"""Turns a solution, a py:percent text, into the source notebook that nbgrader releases from.

Taking answers and hidden tests out is left to nbgrader itself, in `assignment`.
"""

import re
from dataclasses import dataclass

import jupytext
import nbformat
import yaml

from autograder.course import CourseError
from autograder.release.first_cell import with_first_cell

# What nbgrader is told about a cell: may it be changed, is it an answer, is it graded.
_LOCKED = {"locked": True, "solution": False, "grade": False}
_ROLES = {
    "text": ("markdown", _LOCKED),
    "imports": ("code", _LOCKED),
    "answer": ("code", {"locked": False, "solution": True, "grade": False}),
    "test": ("code", {"locked": True, "solution": False, "grade": True}),
    "written": ("markdown", {"locked": False, "solution": True, "grade": True}),
    "scratch": ("code", None),
}
_ID = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")


class BadSolution(CourseError):
    """A solution's text is not what the release needs; the message names the file, the cell and the way out."""


@dataclass(frozen=True)
class Heading:
    """What the first lines of a solution say: its title, its topic and the minutes that it takes."""

    title: str
    topic: str
    minutes: int


def source_notebook(path):
    """The source notebook of a solution, with answers, hidden tests and rubrics.

    Parameters
    ----------
    path : pathlib.Path
        ``solutions/<topic>.py``.

    Returns
    -------
    nbformat.NotebookNode
        Cells with ids that say what they are, and nbgrader's metadata.

    Raises
    ------
    BadSolution
        If a cell has no id, one that another has, an unknown role, or points where there are none to earn.
    """
    notebook = jupytext.read(path, fmt="py:percent")
    heading = read_heading(path, notebook)
    cells = with_first_cell([_cell(path, cell) for cell in notebook.cells[1:]], path.parents[1])
    _refuse_doubles(path, cells)
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": heading.title,
        }
    )
    nbformat.validate(made)
    return made


def read_heading(path, notebook):
    """The title, topic and minutes of a solution, from the lines between ``---`` at its top."""
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.cell_type != "raw":
        raise BadSolution(f"{path}: must begin with title, topic and minutes between two lines `# ---`")
    try:
        fields = yaml.safe_load(first.source.strip().strip("-")) or {}
    except yaml.YAMLError as error:
        raise BadSolution(f"{path}: its heading is not YAML ({error.problem}): put a text with a colon in quotes") from error
    missing = [name for name in Heading.__annotations__ if name not in fields]
    if missing:
        raise BadSolution(f"{path}: its heading lacks {', '.join(missing)}")
    if fields["topic"] != path.stem:
        raise BadSolution(f"{path}: its topic is {fields['topic']!r} but its file is called {path.stem!r}")
    return Heading(str(fields["title"]), fields["topic"], int(fields["minutes"]))


def _cell(path, cell):
    role = cell.metadata.get("role", "text" if cell.cell_type == "markdown" else None)
    name = cell.metadata.get("id", "")
    where = f"{path}, cell {name or cell.source[:40]!r}"
    if role not in _ROLES:
        raise BadSolution(f"{where}: role is {role!r}, but must be one of {', '.join(_ROLES)}")
    cell_type, rights = _ROLES[role]
    if cell.cell_type != cell_type:
        raise BadSolution(f"{where}: a cell with the role {role!r} is a {cell_type} cell, this is a {cell.cell_type} cell")
    if not _ID.match(name):
        raise BadSolution(f'{where}: needs id="a_name_in_small_letters"')
    points = cell.metadata.get("points")
    if bool(rights and rights["grade"]) != (points is not None):
        raise BadSolution(f"{where}: {'needs points=N' if points is None else 'has points, but nothing to earn them'}")
    make = nbformat.v4.new_markdown_cell if cell_type == "markdown" else nbformat.v4.new_code_cell
    made = make(cell.source, id=name)
    if rights is not None:
        made.metadata["nbgrader"] = _nbgrader(name, rights, points)
    return made


def _nbgrader(name, rights, points):
    """nbgrader's metadata, schema 3."""
    known = {"grade_id": name, "schema_version": 3, "task": False, **rights}
    if points is not None:
        known["points"] = points
    if known["solution"] and not known["grade"]:
        known["cell_type"] = "code"
    return nbformat.from_dict(known)


def _refuse_doubles(path, cells):
    seen = set()
    for cell in cells:
        if cell.id in seen:
            raise BadSolution(f"{path}: two cells are called {cell.id!r}")
        seen.add(cell.id)
