"""Finds the words for a failed check: what was called, and which known mistake behaves exactly like the answer.

Comparing single results is left to `compare`, the mistakes themselves to `misconceptions`.
"""

import inspect
import linecache
import traceback
from functools import cache
from pathlib import Path

import numpy as np

from autograder.checks.compare import number
from autograder.checks.failure import CheckFailed
from autograder.checks.misconceptions.catalogue import catalogue_of
from autograder.checks.outcome import run, same

_OWN = str(Path(__file__).resolve().parent.parent)
_SHOWN = 24  # numbers: a larger array is described by its shape


def diagnose(topic, name, function, refusing=False):
    """The known mistakes that behave exactly like an answer on every probe.

    Where there is none, the answer may make two mistakes at once, one with legal input and one in refusing illegal input. Then
    the probes of the kind that failed speak alone, for the mistakes that are right about the other kind.

    Parameters
    ----------
    topic, name : str
        For example ``"convolution"``, ``"convolve1d"``.
    function : callable
        The student's answer.
    refusing : bool
        Whether it was illegal input on which the answer failed.

    Returns
    -------
    list of Mistake
        Usually one or none; several where the probes cannot tell them apart.
    """
    catalogue = catalogue_of(topic)
    known, probes = catalogue.mistakes.get(name, ()), catalogue.probes.get(name, ())
    right = [outcome_of(topic, name, "", place) for place in range(len(probes))]
    legal = [outcome.kind == "value" for outcome in right]

    def alike(outcome, mistake, place):
        return same(outcome, outcome_of(topic, name, mistake.name, place), legal[place])

    others = [place for place in range(len(probes)) if legal[place] == refusing]
    exact = alone = list(known)
    for place, probe in enumerate(probes):
        if not exact and not alone:  # nothing that is known behaves like this
            break
        came = _try(function, catalogue.views.get(name), probe)
        exact = [each for each in exact if alike(came, each, place)]
        if legal[place] != refusing:
            alone = [each for each in alone if alike(came, each, place)]
    return exact or [each for each in alone if all(alike(right[place], each, place) for place in others)]


@cache
def outcome_of(topic, name, mistake, index):
    """What a known mistake (or the reference, where `mistake` is empty) gives on a probe."""
    catalogue = catalogue_of(topic)
    probe = catalogue.probes[name][index]
    answers = {each.name: each.answer for each in catalogue.mistakes.get(name, ())}
    answer = answers[mistake] if mistake else catalogue.reference(name)
    return _try(answer, catalogue.views.get(name), probe)


def _try(answer, view, probe):
    return run(answer, probe.arguments(), probe.keywords, view=view, experiment=probe.experiment)


def prepare(topic):
    """Find out beforehand what the reference and each known mistake give on each probe: `diagnose` then has only to compare."""
    catalogue = catalogue_of(topic)
    for name, probes in catalogue.probes.items():
        for mistake in ("", *(each.name for each in catalogue.mistakes.get(name, ()))):
            for place in range(len(probes)):
                outcome_of(topic, name, mistake, place)


def failure(topic, name, function, sentence, refusing=False, verdict="wrong"):
    """The exception for a failed check, with the known mistake and its hint where there is exactly such a one."""
    mistakes = diagnose(topic, name, function, refusing)
    explanation = " Or: ".join(each.explanation for each in mistakes)
    hint = " Or: ".join(dict.fromkeys(each.hint for each in mistakes))
    return CheckFailed(sentence, [each.name for each in mistakes], explanation, hint, verdict)


def describe_call(name, reference, arguments, keywords):
    """The call as a person would write it: small arguments in full, large arrays by their shape."""
    names = list(inspect.signature(reference).parameters)
    given = [*zip(names, arguments, strict=False), *keywords.items()]
    parts = [f"{each}={describe(value)}" for each, value in given]
    line = f"{name}({', '.join(parts)})"
    return line if len(line) <= 110 else f"{name}(\n    " + ",\n    ".join(parts) + ")"


def describe(value):
    """A value in a few words or digits."""
    if isinstance(value, np.ndarray):
        if value.size <= _SHOWN:
            return np.array2string(value, separator=", ", precision=4, suppress_small=True).replace("\n", "")
        return f"<array of shape {value.shape}>"
    return number(value) if isinstance(value, float) else repr(value)


def describe_error(error):
    """What was raised, and in which line of the student's code."""
    text = str(error)
    sentence = f"it raised {type(error).__name__}" + (f": {text[:200]}" if text else "")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_students(frame.filename)]
    if frames:
        line = (frames[-1].line or linecache.getline(frames[-1].filename, frames[-1].lineno)).strip()
        sentence += f"\n(in `{frames[-1].name}`, line {frames[-1].lineno} of its cell: `{line}`)"
    return sentence


def _is_students(filename):
    return not filename.startswith(_OWN) and "site-packages" not in filename and "/lib/python" not in filename
