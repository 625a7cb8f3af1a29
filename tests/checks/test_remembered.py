"""What the reference gives on the same small arguments is computed once, and nothing else of a test changes by that."""

import math

import numpy as np
import pytest
import torch

from autograder.checks import Question, remembered
from autograder.checks.outcome import Outcome, run
from autograder.checks.remembered import MOST, NotSmall, likeness, recall
from autograder.reference import receptive_field as right


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test begins with an empty memory."""
    remembered.forget()


def asked(function, *arguments, **keywords):
    """What `recall` gives for a call."""
    return recall(function, arguments, keywords, lambda: run(function, arguments, keywords)).value


def test_the_same_call_is_made_once():
    """Equal arrays, lists and keywords are the same call, whoever made them."""
    calls = []

    def total(*arguments, **keywords):
        calls.append(arguments)
        return len(calls)

    for _ in range(3):
        asked(total, np.arange(6.0).reshape(2, 3), [(3, 1, 0)], stride=(2, 1))
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        ([1, 2], (1, 2)),
        ([[1], 2], [1, [2]]),
        (np.arange(6).reshape(2, 3), np.arange(6).reshape(3, 2)),
        (np.zeros(2), np.zeros(4, np.float32)),
        ({"stride": 1}, {"padding": 1}),
    ],
)
def test_what_differs_in_type_shape_or_value_is_another_call(one, other):
    """An answer's int where a float is expected is not forgiven because the other was asked for before."""
    assert likeness(one) != likeness(other)


LARGE = np.zeros(10_000), list(range(10_000)), [["x" * 99] * 9] * 99


@pytest.mark.parametrize("value", [*LARGE, torch.zeros(2), np.array([None]), object(), [{1, 2}]])
def test_what_is_large_or_no_plain_data_is_computed_each_time(value):
    """A network or a large image is not kept, neither as an argument nor as a result."""
    with pytest.raises(NotSmall):
        likeness(value)
    results = iter([Outcome("value", value), Outcome("value", 7)])
    assert recall(len, (), {}, lambda: next(results)).value is value
    assert recall(len, (), {}, lambda: next(results)).value == 7


def test_another_look_at_the_same_value_is_another_call():
    """Where a question is about the shape alone, nothing of what another found out about the value stands in for it."""
    for view, found in ((None, 9), (str, "9"), (None, 9)):
        question = Question("receptive_field.receptive_field", right.receptive_field)
        question.reference, question.view = math.isqrt, view
        assert question.on(81)._right() == found


def test_memory_does_not_grow_with_random_arguments():
    """A process that judges for hours keeps a limited number of calls."""
    for number in range(3 * MOST):
        asked(abs, number)
    assert 0 < len(remembered._kept) <= MOST


def test_an_answer_cannot_change_what_is_remembered():
    """What an answer does to its arguments reaches neither the key nor the value."""
    layers = [(3, 2, 1)]

    def spoils(layers):
        layers.append((5, 1, 0))
        return right.receptive_fields(layers[:1])

    for _ in range(2):
        with pytest.raises(AssertionError, match="changed its argument"):
            Question("receptive_field.receptive_fields", spoils).on(layers).agrees()
        assert layers == [(3, 2, 1)]
    Question("receptive_field.receptive_fields", right.receptive_fields).on(layers).agrees()


def test_a_tests_own_random_numbers_do_not_depend_on_what_is_remembered():
    """The reference draws a network's weights; whether it did so or was remembered, what a test draws next is the same."""
    drawn = []
    for _ in range(2):
        torch.manual_seed(5)
        Question("receptive_field.gradient_region", right.gradient_region).on([(3, 1, 0)], (1, 1), 6).agrees()
        drawn.append(torch.rand(3).tolist())
    assert drawn[0] == drawn[1]
