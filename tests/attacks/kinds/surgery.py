"""Attacks that cut up the notebook itself.  The answer to `square` in it is wrong."""

import json

from assignments import cell, notebook
from attack import REASONED, SEEN, Attack

_WRONG = "def square(x):\n    return 0\n"
_STOPS = f"ends the whole run; those after it stay ungraded ({SEEN})"
_LOST = f"that submission gets nothing ({SEEN})"
_IGNORED = "what is not an answer is ignored; points for the honest answers alone"
_REPAIRED = "repaired and reported; points for the honest answers alone"
ALL_LOST = dict.fromkeys(("square", "halve", "convolve1d", "correlate1d", "double"), 0.0)


def _surgery(name, mechanism, stock, here, operate, **earns):
    def make(cells):
        return operate({each["id"]: each for each in cells}, cells)

    return Attack(name, mechanism, stock, here, _WRONG, notebook=make, earns={"square": 0.0, **earns})


def _each(change):
    def operate(by_name, cells):
        for each in cells:
            change(each)
        return notebook(*cells)

    return operate


def _known(**fields):
    return _each(lambda each: each["metadata"]["nbgrader"].update(fields))


def _tests(by_name, cells):
    made = [cell(f"test_square_{number}", "pass", "test", points=100) for number in (0, 1, 1, 2)]
    return notebook(*cells, *made)


def _answers_in_tests(by_name, cells):
    return notebook(*cells, cell("test_square_0", "square = lambda x: x * x", "test", points=2), cell("imports", "square = lambda x: x * x", "given"))


def _outputs(each):
    if each["cell_type"] == "code":
        each["outputs"] = [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "2.0"}}]
        each["execution_count"] = 1


def _text(change):
    return lambda by_name, cells: change(notebook(*cells).decode())


def _twice(by_name, cells):
    return notebook(*cells, cell("square", "def square(x):\n    return [9, 49]\n"), by_name["double"])


def _types(each):
    each["cell_type"] = {"code": "raw", "markdown": "code"}[each["cell_type"]]


def _attached(each):
    each["attachments"] = {"../../gradebook.db": {"image/png": "AAAA"}, "a.py": {"text/x-python": "import os"}}
    each["metadata"]["filename"] = "../../../gradebook.db"


ATTACKS = [
    _surgery("test cells rewritten", "Hands in its own test cells: `pass`, 100 points each, one of them twice.", _STOPS, _IGNORED, _tests),
    _surgery("answers in locked cells", "Hides the answer in a test cell and in the imports.", f"overwritten from the source, no points ({REASONED})", _REPAIRED, _answers_in_tests),
    _surgery("points in metadata", "Writes 1000 points, NaN and negative points into every cell.", f"overwritten from the source ({REASONED})", _IGNORED, _known(points=float("nan"), max_points=1000, score=1000)),
    _surgery("all flags turned", "Marks answers as tests, locked, ungraded and tasks.", _LOST, _IGNORED, _known(grade=True, locked=True, solution=False, task=True)),
    _surgery("unknown schema", "Gives every cell the schema version 99.", _STOPS, _REPAIRED, _known(schema_version=99)),
    _surgery("schema of a wrong type", "Gives every cell a schema version that is a list.", _STOPS, _REPAIRED, _known(schema_version=[[], {}], grade="yes")),
    _surgery("identities exchanged", "Gives the wrong answer the identity of a right one and the other way round.", f"scores as if it were that cell ({REASONED})",
             "each function is judged by what it does",
             lambda by_name, cells: (by_name["square"]["metadata"]["nbgrader"].update(grade_id="double"), by_name["double"]["metadata"]["nbgrader"].update(grade_id="square"), notebook(*cells))[-1]),
    _surgery("identities of mischief", "Uses paths, builtins and lone surrogates as identities and cell types.", _STOPS, "reported; points for the honest answers alone",
             lambda by_name, cells: notebook(*[each for each in cells if each["id"] != "double"], cell("../../gradebook", "1"), cell("__builtins__", "1"), {**cell("\ud800", "1"), "cell_type": "\ud800"}, {**by_name["double"], "cell_type": "\udfff<b>"})),
    _surgery("prefilled outputs", "Hands in outputs that look like scores.", f"cleared before it runs ({REASONED})", _IGNORED, _each(_outputs)),
    _surgery("answers twice", "Hands in two cells for one question.", _STOPS, "the first counts, and this is reported", _twice),
    _surgery("cell types changed", "Turns code into raw text and text into code.", f"such cells do not run, no points ({REASONED})", _REPAIRED, _each(_types)),
    _surgery("attachments", "Attaches files with paths that lead out of the folder.", f"not tried; nbconvert writes attachments of some formats ({REASONED})", _IGNORED, _each(_attached)),
    _surgery("invalid UTF-8", "Puts bytes that are no text between the cells.", _STOPS.replace(SEEN, REASONED), "read as far as it can be, and reported",
             _text(lambda text: text.encode().replace(b'"My own words."', b'"My \xff\xfe\x80 own words."'))),
    _surgery("not a notebook", "Hands in a notebook format from the future, lists instead of cells, numbers instead of text.", _STOPS.replace(SEEN, REASONED), "points for the honest answers alone",
             lambda by_name, cells: json.dumps({"cells": [None, 7, [], {}, {"source": 5}, {"source": [None, 3], "metadata": []}, *cells], "nbformat": 99, "nbformat_minor": -1, "metadata": 5}).encode()),
    _surgery("JSON without end", "Nests a hundred thousand lists in the notebook.", _STOPS.replace(SEEN, REASONED), "no answer is found, which is reported",
             _text(lambda text: (text[:-1] + ', "deep": ' + "[" * 100_000 + "]" * 100_000 + "}").encode()), **ALL_LOST),
    _surgery("200 MB", "Hands in a file of 200 MB.", f"read whole, several times ({REASONED})", "refused by its size, and said",
             _text(lambda text: text.encode() + b" " * (200 << 20)), **ALL_LOST),
    _surgery("kernel of its own", "Asks for another kernel, language and extensions in the notebook's metadata.", f"starts the kernel that the notebook names ({REASONED})", _IGNORED,
             _text(lambda text: text.replace('"metadata": {}, "nbformat": 4', '"metadata": {"kernelspec": {"name": "../evil", "argv": ["sh"]}, "language_info": {"name": "bash"}}, "nbformat": 4').encode())),
]
