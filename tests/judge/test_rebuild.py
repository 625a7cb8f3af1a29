"""What is taken out of damaged notebooks, and what is said about the damage."""

import copy
import json

import assignments as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.judge.rebuild import LARGEST, rebuild

ASKED = made.assignment(
    ("first", "assert first() == 1\n### BEGIN HIDDEN TESTS\nassert True\n### END HIDDEN TESTS"),
    ("second", "assert second() == 2"),
    more=[made.cell("why", "rubric", "written", 2, kind="markdown")],
)
STUB = "def first():\n    raise NotImplementedError()"
ANSWER = "def first():\n    return 1"


def whole(first=ANSWER, **changes):
    """The cells of an honest notebook."""
    return [
        made.cell("imports", made.IMPORTS, "given"),
        {**made.cell("first", first), **changes},
        made.cell("test_first_0", "assert first() == 1", "test", 1),
        made.cell("second", "def second():\n    return 2"),
        made.cell("why", "Because.", "written", 2, kind="markdown"),
    ]


def rebuilt(cells):
    """What becomes of a notebook of these cells."""
    return rebuild(ASKED, cells if isinstance(cells, bytes) else made.notebook(*cells))


def test_an_honest_notebook_needs_no_repair():
    """Answers and written answers are taken as they are, and nothing is said."""
    found = rebuilt(whole())
    assert {name: answer.source for name, answer in found.answers.items()} == {
        "first": ANSWER,
        "second": "def second():\n    return 2",
        "why": "Because.",
    }
    assert found.repairs == []


def metadata_lost():
    """All metadata gone, as some editors leave it: the cell id is still there."""
    cells = whole()
    cells[1]["metadata"] = {}
    return cells


def renamed():
    """A cell whose grade_id and id were both changed."""
    cells = whole()
    cells[1]["metadata"]["nbgrader"]["grade_id"] = cells[1]["id"] = "else"
    return cells


def moved():
    """Answers in another order."""
    cells = whole()
    return [cells[0], cells[3], cells[1], cells[2], cells[4]]


def schema(value):
    """An unknown version of nbgrader's metadata."""
    cells = whole()
    cells[1]["metadata"]["nbgrader"]["schema_version"] = value
    return cells


REPAIRED = {
    "twice": (lambda: [*whole(), made.cell("first", "def first():\n    return 5")], "was there twice; the first counts"),
    "twice, the stub first": (lambda: [made.cell("first", STUB), *whole()], "the first that holds an answer counts"),
    "metadata lost": (metadata_lost, "had lost its nbgrader metadata"),
    "renamed": (renamed, "was written in another cell"),
    "elsewhere": (lambda: [*whole(STUB), made.cell("", ANSWER, None)], "was written in another cell"),
    "moved": (moved, "had been moved"),
    "retyped": (lambda: whole(cell_type="markdown"), "had become a markdown cell"),
    "raw": (lambda: whole(cell_type="raw"), "had become a raw cell"),
    "schema 99": (lambda: schema(99), "unknown schema version"),
    "schema 'x'": (lambda: schema("x"), "unknown schema version"),
    "no schema": (lambda: schema(None), "unknown schema version"),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_damage_is_repaired_and_reported(name):
    """The answer is found, and one sentence says what was wrong."""
    make, sentence = REPAIRED[name]
    found = rebuilt(make())
    assert found.answers["first"].source == ANSWER
    assert len([repair for repair in found.repairs if sentence in repair]) == 1, found.repairs


def test_a_changed_test_is_reported_and_not_taken():
    """What stands in a locked cell of a submission counts for nothing."""
    cells = whole()
    cells[2]["source"] = "pass"
    assert rebuilt(cells).repairs == ["The locked cell `test_first_0` had been changed; the original was used."]


def test_a_missing_cell_is_missing():
    """Where nothing is clear, nothing is guessed."""
    cells = whole()
    del cells[1]
    found = rebuilt(cells)
    assert found.answers["first"].source is None
    assert "The cell `first` is missing." in found.repairs


def test_helpers_before_an_answer_come_along_and_those_after_it_do_not():
    """Free cells before the answer are there if it needs them; test cells, locked cells and empty ones never are."""
    cells = whole()
    cells.insert(1, made.cell("", "k = 1", None))
    cells.insert(1, made.cell("", " \n", None))
    cells.insert(4, made.cell("", "k = 2", None))
    assert rebuilt(cells).answers["first"].before == ("k = 1",)


NOT_NOTEBOOKS = {
    "nothing": b"",
    "words": b"hello",
    "binary": bytes(range(256)) * 10,
    "html": b"<html></html>",
    "a list": b"[1, 2]",
    "no cells": b'{"metadata": {}}',
    "cells that are none": b'{"cells": {"a": 1}}',
    "deep": b"[" * 100_000,
    "too large": b" " * (LARGEST + 1),
    "a merge conflict": b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n]}',
    "a huge number": b'{"cells": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("name", NOT_NOTEBOOKS)
def test_what_is_no_notebook_is_said_in_one_sentence(name):
    """Every answer is missing, and a person learns why."""
    found = rebuilt(NOT_NOTEBOOKS[name])
    assert not found.readable
    assert all(answer.source is None for answer in found.answers.values())
    assert len(found.repairs) == 1
    assert found.repairs[0].endswith(".")


def test_other_encodings_and_older_formats_are_read():
    """A byte order mark, UTF-16, bytes that are no UTF-8 and notebooks of format 3 still hold answers."""
    plain = made.notebook(*whole())
    tree = json.loads(plain)
    older = {"nbformat": 3, "worksheets": [{"cells": [{**cell, "input": cell["source"]} for cell in tree["cells"]]}]}
    for cell in older["worksheets"][0]["cells"]:
        del cell["source"]
    for data in (b"\xef\xbb\xbf" + plain, plain.decode().encode("utf-16"), plain + b" \xff", json.dumps(older).encode()):
        assert rebuilt(data.replace(b" \xff", b"")).answers["first"].source == ANSWER
    spoilt = plain.replace(b"Because.", b"Because\xff")
    assert rebuilt(spoilt).answers["first"].source == ANSWER


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_change_to_a_notebook_gives_a_result(data):
    """However a notebook is mutated, there is an answer or none for each question, never an exception."""
    tree = {"cells": copy.deepcopy(whole()), "metadata": {}, "nbformat": 4}
    for _ in range(data.draw(st.integers(1, 4))):
        node = tree
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(node[key], (dict, list)) or data.draw(st.booleans()):
                node[key] = data.draw(json_values)
                break
            node = node[key]
    found = rebuilt(json.dumps(tree).encode())
    assert set(found.answers) == {"first", "second", "why"}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_result(data):
    """Whatever a file holds, it is taken for what it is."""
    assert set(rebuilt(data).answers) == {"first", "second", "why"}
