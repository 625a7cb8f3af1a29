"""What counts as the same, and how a difference is told."""

import numpy as np
import pytest
import torch

from autograder.checks.compare import difference


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (np.int64(3), 3),
        (3, np.int32(3)),
        (2, 2.0),
        (np.float32(0.1), 0.1),
        (np.array(2.5), 2.5),
        (np.array([1, 2], np.float32), np.array([1.0, 2.0])),
        (np.array([0.0487576], np.float32), np.array([0.048757])),  # a sum of nine products that nearly cancel
        (np.array([1.0, 2.0 + 1e-7]), np.array([1.0, 2.0])),
        (np.array([True]), np.array([True])),
        ((1, 2.0), (1, 2.0)),
        ([np.array([1.0])], [np.array([1.0])]),
        ({"a": 1}, {"a": 1}),
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_right_values_in_any_honest_form_are_accepted(result, expected):
    """NumPy's and Python's numbers, any float dtype, and rounding make no difference."""
    assert difference(result, expected) is None


@pytest.mark.parametrize(
    ("result", "expected", "kind"),
    [
        (None, 3, "nothing"),
        (3.0, 3, "type"),
        (True, 1, "type"),
        ("3", 3, "type"),
        (1 + 0j, 1.0, "type"),
        ([1.0], np.array([1.0]), "type"),
        (np.array([1]), np.array([1.0]), "type"),
        (np.array([1 + 0j]), np.array([1.0]), "type"),
        (np.array([1.0]), np.array([True]), "type"),
        ([1, 2], (1, 2), "type"),
        (np.zeros((2, 3)), np.zeros((3, 2)), "shape"),
        (np.zeros((1, 2)), np.zeros(2), "shape"),
        ((1,), (1, 2), "shape"),
        (np.array([np.nan]), np.array([1.0]), "value"),
        (float("nan"), 1.0, "value"),
        (np.array([1.0, 2.00001]), np.array([1.0, 2.0]), "value"),
        (4, 3, "value"),
        (np.inf, 1.0, "value"),
        ({"a": 1}, {"b": 1}, "shape"),
        ({"a": 1.0}, {"a": 1}, "type"),
    ],
)
def test_wrong_values_types_and_shapes_are_told_apart(result, expected, kind):
    """A float is no int, a list no array, an array of ints none of floats; NaN equals nothing."""
    assert difference(result, expected).kind == kind


def test_angles_are_compared_around_the_circle():
    """With a period, numbers on both sides of its end are neighbours."""
    assert difference(np.pi - 1e-9, 0.0, period=np.pi) is None
    assert difference(0.5, 0.0, period=np.pi).kind == "value"


def test_the_sentence_names_the_first_place_and_both_values():
    """A student reads where to look: index, expected, got, how many."""
    found = difference(np.array([[1.0, 2.0], [3.0, 9.0]]), np.array([[1.0, 2.5], [3.0, 4.0]]))
    assert found.sentence == "the result differs at [0, 1]: expected 2.5, got 2 (2 of 4 values differ)"


def test_things_of_a_kind_of_their_own_are_compared_as_they_compare_themselves():
    """Two tensors are the same where all their values are; two that cannot be compared differ, and nothing breaks."""
    assert difference(torch.ones(2, 3), torch.ones(2, 3)) is None
    for other in (torch.zeros(2, 3), torch.ones(3, 2), np.ones((2, 3))):
        assert difference(other, torch.ones(2, 3)).kind == "type"


def test_two_answers_that_divide_by_zero_alike_are_alike():
    """nan equals nan and inf equals inf of the same sign, beside numbers that are right; neither equals a number."""
    broken = np.array([1.0, np.nan, np.inf, -np.inf])
    assert difference(broken.copy(), broken) is None
    assert difference(np.inf, np.inf) is None
    for place, value in ((0, 2.0), (1, 0.0), (2, 1e300), (2, -np.inf), (3, np.nan)):
        other = broken.copy()
        other[place] = value
        assert difference(other, broken).kind == "value"
        assert difference(broken, other).kind == "value"
