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
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in functions or _binds(node, functions):
            last = getattr(node, "name", None) or _binds(node, functions)
            cells[last] = "".join(lines[start : node.end_lineno])
            start = node.end_lineno
    cells[last] += "".join(lines[start:])
    return cells


def _binds(node, functions):
    """The function that an assignment such as ``relu = np.vectorize(...)`` defines, if it does."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    return next((each.id for each in targets if isinstance(each, ast.Name) and each.id in functions), None)


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
