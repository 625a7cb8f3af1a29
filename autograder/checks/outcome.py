"""Calls a student's function once and keeps what happened, as plain data.

Whether that was right is left to `question` and `explain`.
"""

import copy
from dataclasses import dataclass
from functools import partial

import numpy as np

from autograder.box.memory import UNCHANGING
from autograder.box.networks import is_network
from autograder.box.watch import ForbiddenCall, watch
from autograder.checks.compare import difference
from autograder.checks.networks import Snapshot


@dataclass(frozen=True)
class Outcome:
    """What one call led to.

    Parameters
    ----------
    kind : str
        ``"value"``, ``"refused"`` (ValueError), ``"broke"`` (another exception), ``"unwritten"`` (the stub's NotImplementedError)
        or ``"forbidden"``.
    value : object
        What came back.
    error : Exception or None
        What was raised.
    changed : tuple of int or str
        Positions and names of the arguments that are no longer what they were.
    forbidden : str
        The dotted name of a forbidden call.
    how : tuple of str
        What changed of a network, where one is among the arguments that changed.
    """

    kind: str
    value: object = None
    error: object = None
    changed: tuple = ()
    forbidden: str = ""
    how: tuple = ()


def run(function, arguments, keywords, forbidden=(), view=None, experiment=None):
    """Call a function, watch what it calls, and see whether it changed its arguments (they are put back as they were).

    With a `view`, what is kept is ``view(value)``: plain data about a value that cannot be compared itself. With an `experiment`,
    it is ``experiment(function)``: what several calls together show.
    """
    before = []

    def remember():
        before[:] = before or (_remember(arguments), _remember(keywords))

    elsewhere = getattr(function, "__autograder_stand_in__", False)
    if not elsewhere:  # what runs elsewhere says so before it changes anything here
        remember()
    call = partial(experiment, function) if experiment else partial(function, *arguments, **keywords)
    try:
        if elsewhere:
            with function.watched(forbidden, remember):
                found = Outcome("value", call())
        elif not forbidden:  # the reference, or an answer that has been watched before
            found = Outcome("value", call())
        else:
            with watch(forbidden) as seen:
                found = Outcome("value", call())
            if seen.call:
                return Outcome("forbidden", forbidden=seen.call)
    except ForbiddenCall as error:
        return Outcome("forbidden", forbidden=error.call, error=error)
    except NotImplementedError as error:
        found = Outcome("unwritten", error=error)
    except ValueError as error:
        found = Outcome("refused", error=error)
    except Exception as error:
        found = Outcome("broke", error=error)
    value = view(found.value) if view and not experiment and found.kind == "value" else found.value
    if not before:
        return Outcome(found.kind, value, found.error)
    if isinstance(value, np.ndarray):
        value = value.copy()  # it may be a view of an argument, which is put back now
    kept = [*before[0], *before[1].values()]
    how = tuple(sorted({words for each in kept if isinstance(each, Snapshot) for words in each.changes()}))
    changed = _restore(arguments, before[0]) + _restore(keywords, before[1])
    return Outcome(found.kind, value, found.error, changed, how=how)


def same(one, other, legal):
    """Whether two answers behaved alike; on input that must be refused any value is as wrong as any other."""
    if not legal:
        return one.kind == other.kind
    if (one.kind, one.changed, one.how) != (other.kind, other.changed, other.how):
        return False
    return one.kind != "value" or not (difference(one.value, other.value) or difference(other.value, one.value))


def _remember(value):
    """A copy, of a network a record of its state."""
    if type(value) in UNCHANGING:
        return value
    if type(value) is np.ndarray and not value.dtype.hasobject:
        return value.copy(order="K")  # what `copy.deepcopy` does too, after some looking around
    if isinstance(value, dict):
        return {key: _remember(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_remember, value))
    return Snapshot(value) if is_network(value) else copy.deepcopy(value)


def _restore(arguments, before):
    """Which arguments changed; arrays and networks are put back, so that the next call meets what was meant."""
    places = arguments.keys() if isinstance(arguments, dict) else range(len(arguments))
    changed = tuple(place for place in places if not _unchanged(arguments[place], before[place]))
    for place in changed:
        if isinstance(arguments[place], np.ndarray) and arguments[place].size == before[place].size:
            arguments[place].shape = before[place].shape  # an answer may have reshaped the very array that it was given
            arguments[place][...] = before[place]
        elif isinstance(arguments[place], list):
            arguments[place][:] = copy.deepcopy(before[place])
        elif isinstance(before[place], Snapshot):
            before[place].restore()
    return changed


def _unchanged(now, before):
    if isinstance(before, Snapshot):
        return not before.changes()
    if isinstance(now, np.ndarray) and isinstance(before, np.ndarray):
        return (now.shape, now.dtype, now.tobytes()) == (before.shape, before.dtype, before.tobytes())
    if isinstance(now, (list, tuple)):
        return type(now) is type(before) and len(now) == len(before) and all(map(_unchanged, now, before))
    if isinstance(now, dict):
        return now.keys() == before.keys() and all(_unchanged(now[key], before[key]) for key in now)
    return type(now) is not type(before) or not isinstance(now, (int, float, str, bool)) or now == before
