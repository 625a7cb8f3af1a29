"""Stands in the judge for what a student defined: calling a stand-in computes in the box and gives plain data back.

The talk itself is left to `connection`, PyTorch modules to `networks`.  A stand-in has no truth value and is equal to itself
alone: a student's ``__eq__`` or ``__bool__`` never has a say in a test.
"""

import builtins
import inspect
import keyword
from contextlib import contextmanager

import numpy as np

from autograder.box.wire import WireError
from autograder.judge import networks
from autograder.judge.verdicts import Stopped, crashed

_KINDS = dict(enumerate(inspect._ParameterKind))


class Untouchable(TypeError):
    """A test asked something of a student's object that only trusted data can answer."""

    from_box, verdict = True, "wrong"


class StandIn:
    """Something that stays in the box.

    Parameters
    ----------
    connection : autograder.judge.connection.Connection
        The way there.
    told : dict
        What the box says of it.
    """

    __slots__ = ("__weakref__", "_connection", "_told")
    __hash__ = object.__hash__

    def __init__(self, connection, told):
        self._connection, self._told = connection, told

    def _operate(self, operator, *arguments):
        return self._connection.value("operate", target=number_of(self), operator=operator, arguments=list(arguments))

    def _compute(self, operator, other):
        if not isinstance(other, StandIn):  # else the answer would see the expected value, and say what is left of a difference
            raise Untouchable(f"the answer gave a {type(self).__name__}, with which a test's own data cannot be computed")
        return self._operate(operator, other)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._connection.value("attribute", target=number_of(self), name=name)

    def __array__(self, dtype=None, copy=None):
        values = self._connection.value("array", target=number_of(self))
        if type(values) is not np.ndarray:
            raise Untouchable("the answer's object gave no array")
        return values if dtype is None else values.astype(dtype)

    def __len__(self):
        size = self._operate("len")
        if type(size) is not int or size < 0:
            raise Untouchable("the answer's object has no length")
        return size

    def __getitem__(self, index):
        return self._operate("getitem", index)

    def __iter__(self):
        inner = self._operate("iter")
        if not isinstance(inner, StandIn):
            raise Untouchable("the answer's object cannot be iterated over")
        while True:
            try:
                yield inner._operate("next")
            except StopIteration:
                return

    def __next__(self):
        return self._operate("next")

    def __repr__(self):
        text = self._connection.value("show", target=number_of(self))
        return text if type(text) is str else object.__repr__(self)

    def __bool__(self):
        raise Untouchable(f"the answer gave a {type(self).__name__}, which has no truth value here")

    def __eq__(self, other):
        if self is other:
            return True
        if isinstance(other, StandIn):
            return number_of(self) == number_of(other) and self._connection is other._connection
        raise Untouchable(f"the answer gave a {type(self).__name__}, which cannot be compared with data")

    def __deepcopy__(self, memo):
        return self

    def __add__(self, other):
        return self._compute("add", other)

    def __sub__(self, other):
        return self._compute("sub", other)

    def __mul__(self, other):
        return self._compute("mul", other)

    def __truediv__(self, other):
        return self._compute("truediv", other)

    def __matmul__(self, other):
        return self._compute("matmul", other)

    def __neg__(self):
        return self._operate("neg")

    def __contains__(self, item):
        return any(each is item or each == item for each in self)  # looked through here: an answer's own word is worth nothing


class FunctionStandIn(StandIn):
    """A function or class of the student's: calling it calls there."""

    __slots__ = ()
    __autograder_stand_in__ = True

    def __call__(self, *arguments, **keywords):
        """Call it in the box; arguments that it changes there change here."""
        connection = self._connection
        watch = {} if connection.forbidden == connection.watched else {"watch": list(connection.forbidden)}
        answer = connection.ask("call", target=number_of(self), arguments=list(arguments), keywords=keywords, **watch)
        connection.watched = connection.forbidden
        if "changed" in answer:
            connection.before_change()
            try:
                _apply_changes(arguments, keywords, answer["changed"])
            except WireError as error:
                raise crashed(error) from None
        if "error" in answer:
            error = connection.error(answer["error"])
            if isinstance(error, StopIteration):  # it would silently end the test's own loop, as in `all(map(...))`
                raise connection.error(["RuntimeError", "StopIteration", str(error), []])
            raise error
        return answer.get("value")

    @contextmanager
    def watched(self, forbidden, before_change):
        """Inside, a call of anything forbidden raises `autograder.box.watch.ForbiddenCall`.

        Before an answer changes arguments of the judge's, `before_change` is called: mostly it is not.
        """
        connection = self._connection
        before = connection.forbidden, connection.before_change
        connection.forbidden, connection.before_change = tuple(forbidden), before_change
        try:
            yield
        finally:
            connection.forbidden, connection.before_change = before

    @contextmanager
    def substituted(self, functions):
        """Inside, names that the student defined stand for these trusted functions, computed here in the judge."""
        connection = self._connection
        connection.value("substitute", names=dict(functions))
        try:
            yield
        except Stopped:  # there is nobody left to put things back
            raise
        except BaseException:
            connection.value("restore")
            raise
        else:
            connection.value("restore")
        finally:
            connection.callbacks.clear()

    def __instancecheck__(self, thing):
        stays = isinstance(thing, StandIn) or networks.number_of(thing) is not None
        return stays and self._connection.value("isinstance", target=number_of(self), thing=thing) is True

    @property
    def __name__(self):
        """What the student called it."""
        return _text(self._told, "name", "answer")

    @property
    def __doc__(self):
        """What the student wrote about it."""
        return _text(self._told, "doc", "")

    @property
    def __signature__(self):
        """Its parameters, as far as a box tells them."""
        parameters = self._told.get("signature")
        if type(parameters) is not list:
            raise ValueError("no signature found")
        return inspect.Signature([_parameter(each) for each in parameters])


def number_of(stand_in):
    """The number under which the box keeps what a stand-in stands for."""
    return object.__getattribute__(stand_in, "_told")["number"]


def make(connection, told):
    """A stand-in for what a box says that it keeps."""
    if type(told) is not dict or type(told.get("number")) is not int or type(told.get("type")) is not str:
        raise WireError("a handle that is none")
    base = FunctionStandIn if told.get("callable") is True else StandIn
    name = told["type"] if told["type"].isidentifier() and not keyword.iskeyword(told["type"]) else "object"
    if (base, name) not in connection.classes:
        connection.classes[base, name] = type(name, (base,), {"__slots__": ()})
    return connection.classes[base, name](connection, told)


class LazyBuiltins(dict):
    """The builtins of a test cell: a name that is found nowhere else is asked of the student's namespace.

    The instructor's imports are looked up before, so nobody can put something of their own under such a name.
    """

    def __init__(self, connection):
        super().__init__(vars(builtins))
        self.connection = connection

    def __missing__(self, name):
        if name in self.connection.named:
            return self.connection.named[name]
        if not name.isidentifier() or name.startswith("__"):
            raise KeyError(name)
        try:
            value = self.connection.value("name", name=name)
        except NameError:
            raise KeyError(name) from None
        if isinstance(value, StandIn):  # what came as data is a copy, which may have changed there meanwhile
            self.connection.named[name] = value
        return value


def _apply_changes(arguments, keywords, changes):
    """Do to the judge's arguments what the answer did to its copies, so that a test can see it."""
    if type(changes) is not list:
        raise WireError("changes that are none")
    for change in changes:
        place, now = change if type(change) is list and len(change) == 2 else (None, None)
        if type(place) is int and 0 <= place < len(arguments):
            _become(arguments[place], now)
        elif type(place) is str and place in keywords:
            _become(keywords[place], now)


def _become(mine, now):
    if networks.is_network(mine):
        networks.apply(mine, now)
    elif type(mine) is not type(now):
        return
    elif isinstance(mine, np.ndarray):
        if mine.shape != now.shape and mine.size == now.size:
            mine.shape = now.shape
        if mine.shape == now.shape and mine.flags.writeable:
            np.copyto(mine, now, casting="unsafe")
    elif isinstance(mine, list):
        for one, other in zip(mine, now, strict=False):
            _become(one, other)
        kept = [one if isinstance(one, np.ndarray) else other for one, other in zip(mine, now, strict=False)]
        mine[:] = kept + now[len(mine) :]
    elif isinstance(mine, (dict, set)):
        mine.clear()
        mine.update(now)
    elif networks.is_tensor(mine) and mine.shape == now.shape:
        networks.copy_into(mine, now)


def _text(told, field, otherwise):
    return told[field] if type(told.get(field)) is str else otherwise


def _parameter(told):
    if type(told) is not list or len(told) != 4 or type(told[0]) is not str or told[1] not in _KINDS:
        raise ValueError("no signature found")
    default = told[3] if told[2] is True else inspect.Parameter.empty
    return inspect.Parameter(told[0], _KINDS[told[1]], default=default)
