"""The quick writer of JSON writes what the standard library writes."""

import json
from collections import OrderedDict
from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from autograder.judge.indented import indented

LEAVES = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | some.text()
TREES = some.recursive(
    LEAVES, lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner) | some.tuples(inner, inner)
)


@given(TREES)
def test_every_tree_of_plain_data_is_written_as_the_standard_library_writes_it(tree):
    """Texts with any characters, numbers of any size, empty containers and deep ones: byte by byte the same."""
    assert indented(tree) == json.dumps(tree, indent=1, ensure_ascii=False)


def test_children_of_plain_types_are_written_as_what_they_are_worth():
    """NumPy's float64, an enum and an ordered dict, as the standard library takes them."""
    tree = {"a": np.float64(0.1), "b": IntEnum("Number", "ONE").ONE, "c": OrderedDict(x=[OrderedDict(), ()]), "d": "\ud800"}
    assert indented(tree) == json.dumps(tree, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("tree", [float("nan"), [float("inf")], {1: 2}, {"a": {1, 2}}, [np.int64(1)], b"bytes"])
def test_what_is_no_json_is_refused(tree):
    """A number that is none, a name that is none, and whatever else JSON has no form for."""
    with pytest.raises((ValueError, TypeError)):
        indented(tree)
