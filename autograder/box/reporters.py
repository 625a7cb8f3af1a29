"""Lets functions of NumPy that exercises forbid tell by themselves that they are called.

Who is told, and whether the call counts, is left to `guard`.  A watch that follows every call of an answer slows down the
answer's own lines.  A function that has other code in its place costs nothing until it is called, and is the same object for
whoever got hold of it: by an alias, ``getattr``, ``map``, in a thread or in a forked process.
"""

import sys
import types
import warnings

from autograder.box.watch import BEHIND, LOOKING, public_name, resolve

REPORTING = (
    "numpy.convolve", "numpy.correlate", "numpy.polymul", "numpy.poly1d", "numpy.polynomial", "numpy.fft", "numpy.pad",
)  # fmt: skip


def install(tell):
    """Change the functions behind all of `REPORTING` that is loaded; once, before any fork.

    Parameters
    ----------
    tell : callable
        Called at each call with the name on the list, the name as people know it, and the frame of the function.
    """
    for forbidden in REPORTING:
        for function, name in _functions_of(forbidden):
            _change(function, forbidden, name, tell)


def _functions_of(forbidden):
    """The functions behind a name on the list, each with the name as people know it."""
    thing = resolve(forbidden)
    if isinstance(thing, types.ModuleType):
        inside = [module for name, module in sorted(sys.modules.items()) if f"{name}.".startswith(f"{forbidden}.")]
        for value in [value for module in inside for value in vars(module).values()]:
            for function in _functions_in(value):
                if f"{function.__module__}.".startswith(f"{forbidden}."):
                    yield function, public_name(function.__module__, function.__code__.co_qualname, forbidden)
    else:
        for each in (thing, *map(resolve, BEHIND.get(forbidden, ()))):
            for function in _functions_in(each):
                yield function, forbidden


def _functions_in(thing):
    """The functions written in Python behind a function or in a class; none of those that run when it is merely looked at."""
    parts = vars(thing).values() if isinstance(thing, type) else (thing,)
    for part in parts:
        part = getattr(part, "fget", None) or getattr(part, "__func__", part)
        part = getattr(part, "__wrapped__", None) or getattr(part, "_implementation", None) or part
        if isinstance(part, types.FunctionType) and part.__name__ not in LOOKING and not part.__name__.endswith("_dispatcher"):
            yield part


def _change(function, forbidden, name, tell):
    """Put code in the place of a function's own that tells of the call and then does what the function did."""
    code = function.__code__
    if code.co_filename == _FILE:  # known under two names
        return
    own = types.FunctionType(code, function.__globals__, code.co_name, function.__defaults__, function.__closure__)
    own.__kwdefaults__ = function.__kwdefaults__

    def reporting(*arguments, **keywords):
        tell(forbidden, name, sys._getframe(1))
        return own(*arguments, **keywords)

    constants = tuple(reporting if each == _PLACE else each for each in _CALL.co_consts)
    function.__code__ = _CALL.replace(
        co_consts=constants, co_name=code.co_name, co_qualname=code.co_qualname, co_freevars=code.co_freevars
    )


_PLACE, _FILE = 4711, "<reports that it is called>"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # no number can be called: a function will stand in its place
    _CALL = compile(f"lambda *arguments, **keywords: {_PLACE}(*arguments, **keywords)", _FILE, "eval").co_consts[0]
