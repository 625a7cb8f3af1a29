"""Every catalogue of mistakes: complete, readable, and able to tell its mistakes apart."""

import inspect
from itertools import combinations
from pathlib import Path

import pytest

import autograder.checks.misconceptions as room
from autograder.checks.explain import outcome_of
from autograder.checks.misconceptions.catalogue import catalogue_of
from autograder.checks.outcome import same

TOPICS = sorted(path.stem for path in Path(room.__file__).parent.glob("*.py") if path.stem not in ("__init__", "catalogue"))
FUNCTIONS = [(topic, function) for topic in TOPICS for function in catalogue_of(topic).functions]


@pytest.mark.parametrize(("topic", "function"), FUNCTIONS)
def test_each_function_has_at_least_six_mistakes_with_words(topic, function):
    """A mistake has a one-line explanation, a hint, and the reference's parameters, of which the same may be left out."""
    catalogue = catalogue_of(topic)
    wanted = parameters(catalogue.reference(function))
    assert len(catalogue.mistakes[function]) >= 6
    for mistake in catalogue.mistakes[function]:
        assert 10 < len(mistake.explanation) < 200, mistake.name
        assert mistake.explanation.endswith("."), mistake.name
        assert len(mistake.hint) > 10, mistake.name
        assert parameters(mistake.answer) == wanted, mistake.name


def parameters(function):
    """Names of the parameters, each with whether it may be left out; a wrong default is a mistake like any other."""
    return [(each.name, each.default is not each.empty) for each in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("topic", TOPICS)
def test_names_of_mistakes_are_unique(topic):
    """A name stands for one mistake of a topic."""
    names = [mistake.name for mistakes in catalogue_of(topic).mistakes.values() for mistake in mistakes]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("topic", "function"), FUNCTIONS)
def test_probes_tell_every_two_answers_apart(topic, function):
    """Each two mistakes, and each mistake and the reference, behave differently on at least one probe."""
    catalogue = catalogue_of(topic)
    answers = ["", *(mistake.name for mistake in catalogue.mistakes[function])]
    probes = range(len(catalogue.probes[function]))
    legal = [outcome_of(topic, function, "", index).kind == "value" for index in probes]
    for one, other in combinations(answers, 2):
        outcomes = [(outcome_of(topic, function, one, i), outcome_of(topic, function, other, i)) for i in probes]
        assert any(not same(*pair, legal[i]) for i, pair in enumerate(outcomes)), f"{one or 'reference'} ~ {other}"
