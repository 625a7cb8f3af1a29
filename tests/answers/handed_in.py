"""Makes students' notebooks out of files of answers, cell by cell, as a student would have filled them in.

Grading them is left to the tests and benchmarks.
"""

import ast

import nbformat


def split_answers(text, functions):
    """Cut a file of answers into cells: each function with what stands between it and the function before.

    Parameters
    ----------
    text : str
        The file: imports, helpers and the functions of an exercise, in any order.
    functions : sequence of str
        The exercise's functions.

    Returns
    -------
    dict
        Function name -> source. What stands behind the last function belongs to it.
    """
    lines, cells, start, last = text.splitlines(keepends=True), {}, 0, None
    for node in ast.parse(text).body:
        name = _defines(node)
        if name in functions:
            last = name
            cells[last] = "".join(lines[start : node.end_lineno])
            start = node.end_lineno
    cells[last] += "".join(lines[start:])
    return cells


def _defines(node):
    """The name that a statement defines: ``def relu(x)``, or ``relu = np.vectorize(...)``."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return getattr(node, "name", None)


def notebook_with(exercise, answers, written="My own words."):
    """A student's notebook.

    Parameters
    ----------
    exercise : pathlib.Path
        The released notebook.
    answers : dict
        Cell id -> source; cells that are not named stay as they were released.
    written : str
        What goes into the written question.

    Returns
    -------
    bytes
        The notebook's file. The cells stand in the exercise's order, those that define what others need first.
    """
    notebook = nbformat.read(exercise, as_version=4)
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
        elif cell.id.startswith("written_"):
            cell.source = written
    return nbformat.writes(notebook).encode()
