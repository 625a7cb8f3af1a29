"""Finds the calls that an answer may not make while it runs, by what is called and not by the text.

Where an answer runs, and what becomes of a call that is found, is left to others.  This file needs the standard library alone,
so that students have it too.

A watch follows each call that Python reports (`sys.setprofile`).  An alias, ``from ... import``, ``getattr``, ``importlib``,
``sys.modules``, ``functools.partial`` or ``map`` reach the same code object and are found; a docstring, a comment, an import
that is never used and a helper of one's own that is called ``convolve`` reach none.

What it does not see: a function written in C that is called by another function written in C (``map(correlate, [f], [g])`` on
NumPy's innermost ``correlate``).  `autograder.box.guard` closes that gap where answers are marked.
"""

import sys
import types
from importlib import _bootstrap_external

# Functions written in C behind the functions that have a name of their own, in both modules where they stand.
BEHIND = {
    "numpy.convolve": ("numpy._core.multiarray.correlate", "numpy._core._multiarray_umath.correlate"),
    "numpy.correlate": ("numpy._core.multiarray.correlate2", "numpy._core._multiarray_umath.correlate2"),
}
# What Python runs when a module or class is merely looked at: reading `torch.Tensor` is not calling it.
LOOKING = frozenset({"__getattr__", "__dir__", "__instancecheck__", "__subclasscheck__", "__prepare__"})
# Below these, a library runs for itself and not for an answer: while it is imported, and what `guard` adds.
OF_ITSELF = {_bootstrap_external._LoaderBasics.exec_module.__code__}
CACHED = 20_000
_MODULE_OF = vars(type)["__module__"].__get__  # of a class, whatever its own kind says


class ForbiddenCall(Exception):
    """An answer called something that its exercise does not allow.

    Parameters
    ----------
    call : str
        The dotted name of what was called, such as ``"numpy.convolve"``.
    """

    def __init__(self, call):
        super().__init__(f"The answer calls {call}, which this exercise does not allow.")
        self.call = call


class watch:  # noqa: N801 (it reads as a verb: with watch(...) as seen)
    """Follow the calls made inside a ``with`` block and remember the first forbidden one.

    Parameters
    ----------
    forbidden : tuple of str
        Dotted names of functions, classes, modules or packages; a package forbids all that lies below it.
    trusted : tuple of str
        Packages whose own calls are nobody's answer: a reference that stands in for an earlier function.

    Attributes
    ----------
    call : str or None
        The name of the first, outermost forbidden call; None while there is none.

    Examples
    --------
    >>> import numpy as np
    >>> with watch(("numpy.convolve",)) as seen:
    ...     list(map(getattr(np, "con" + "volve"), [[1.0, 2]], [[3.0]]))
    [array([3., 6.])]
    >>> seen.call
    'numpy.convolve'
    """

    def __init__(self, forbidden, trusted=("autograder",)):
        self.call = None
        self._found = self._over = False
        self._targets = targets(tuple(forbidden))
        self._trusted = tuple(trusted)

    def __enter__(self):
        self._base = sys._getframe(1)
        self._before = sys.getprofile()
        self._follow = self._follower()
        self._threading = sys.modules.get("threading")
        if self._threading is not None:  # threads that the answer starts are followed too
            self._threads_before = self._threading.getprofile()
            self._threading.setprofile(self._follow)
        sys.setprofile(self._follow)
        return self

    def __exit__(self, *exception):
        mine = sys.getprofile() is self._follow
        self._over = True
        sys.setprofile(self._before)
        if self._threading is not None:
            self._threading.setprofile(self._threads_before)
        self._base = self._follow = None
        if not mine and self.call is None:
            self.call = "sys.setprofile"

    def _follower(self):
        """What Python is to call at every call and every return of an answer: what is known already is looked up at once.

        Nobody watches what runs in here.  So nothing of an answer's own may: no ``get`` of its globals, no hash of its types.
        """
        targets, unknown = self._targets, self
        names, modules, builtins, kinds = targets.names, targets.modules, targets.builtins, targets.kinds

        def follow(frame, event, argument):
            if event == "call":
                module = dict.get(frame.f_globals, "__name__")
                if type(module) is str and modules.get(module, unknown) is None and frame.f_code.co_name not in names:
                    return  # as nearly always; a code's own hash would cost more than all of this
                found = targets.of_code(frame)
            elif event == "c_call":
                found = builtins.get(argument, unknown)
                if found is unknown and argument.__module__ is None:  # a method: a new object each time
                    kind = type(argument.__self__)
                    found = kinds.get(kind, unknown) if type(kind) is type else unknown
                if found is unknown:
                    found = targets.of_builtin(argument)
            else:
                return
            if found is None or self._over or self._found:
                return
            if not self._innocent(frame.f_back if event == "call" else frame):
                self.call, self._found = found, True

        return follow

    def _innocent(self, frame):
        """Whether a forbidden call is made by a library that is being imported or looked at, or by a trusted package."""
        while frame is not None and frame is not self._base:
            if frame.f_code in OF_ITSELF or self._targets.looks(frame):
                return True
            if self._trusted and _below(dict.get(frame.f_globals, "__name__"), self._trusted):
                return True
            frame = frame.f_back
        return False


class Targets:
    """What a list of forbidden names stands for: code objects, functions written in C, and packages.

    Parameters
    ----------
    forbidden : tuple of str
        Dotted names, as `watch` takes them.
    """

    def __init__(self, forbidden):
        self.packages, self.names, self.codes = [], set(), {}
        self.modules, self.builtins, self.kinds = {}, {}, {}  # what is known of each: what is forbidden of it, or None
        for name in forbidden:
            self._add(name, name)
            for hidden in BEHIND.get(name, ()):
                self._add(hidden, name)
        self.builtins[sys.setprofile] = "sys.setprofile"
        self.packages = tuple(self.packages)

    def _add(self, path, name):
        thing = resolve(path)
        if thing is None or hasattr(thing, "__path__") or type(thing) is type(sys):
            self.packages.append(name)
        elif isinstance(thing, type):
            for part in vars(thing).values():
                self._add_function(getattr(part, "fget", None) or getattr(part, "__func__", part), name)
        else:
            self._add_function(thing, name)

    def _add_function(self, function, name):
        inner = getattr(function, "__wrapped__", None) or getattr(function, "_implementation", None) or function
        code = getattr(inner, "__code__", None)
        if code is not None:
            self.codes[code] = name
            self.names.add(code.co_name)
        elif isinstance(inner, types.BuiltinFunctionType):  # nothing else that is written in C is ever reported
            self.builtins[inner] = name

    def of_code(self, frame):
        """The forbidden name that a Python function stands for, or None."""
        code = frame.f_code
        try:
            return self.codes[code]
        except KeyError:
            pass
        module = dict.get(frame.f_globals, "__name__")
        package = self._package(module)
        if package is None or self.looks(frame) or code.co_name.endswith("_dispatcher"):
            name = None
        else:
            name = public_name(module, code.co_qualname, package)
        if len(self.codes) < CACHED:
            self.codes[code] = name
        return name

    def looks(self, frame):
        """Whether a frame of a forbidden package merely answers what kind of thing something is."""
        return frame.f_code.co_name in LOOKING and self._package(dict.get(frame.f_globals, "__name__")) is not None

    def of_builtin(self, function):
        """The forbidden name that a function written in C stands for, or None."""
        module, owner, known, key = function.__module__, None, self.builtins, function
        if type(module) is not str:
            owner = type(function.__self__)
            module, known, key = _MODULE_OF(owner), self.kinds, owner
        package = self._package(module)
        if package is None:
            if len(known) < CACHED and (owner is None or type(owner) is type):
                known[key] = None
            return None
        return public_name(module, f"{owner.__name__}.{function.__name__}" if owner else function.__name__, package)

    def _package(self, module):
        if type(module) is not str:
            return None
        try:
            return self.modules[module]
        except KeyError:
            package = self.modules[module] = _below(module, self.packages)
            return package


def _below(module, packages):
    """The package among these that a module belongs to, or None."""
    if type(module) is str:
        for package in packages:
            if module == package or module.startswith(package + "."):
                return package
    return None


def resolve(path):
    """What a dotted name stands for, without importing anything; None if it is not loaded.

    Parameters
    ----------
    path : str
        A dotted name, such as ``"numpy.convolve"``.

    Returns
    -------
    object or None
        The module, function or class of that name.
    """
    if path in sys.modules:
        return sys.modules[path]
    parent, _, name = path.rpartition(".")
    owner = sys.modules.get(parent)
    return None if owner is None else vars(owner).get(name)


def public_name(module, qualified, package):
    """The name under which people know a function: private modules and functions left out.

    Parameters
    ----------
    module, qualified, package : str
        Where the function lives, its qualified name, and the forbidden package it belongs to.

    Returns
    -------
    str
        A dotted name that starts with the package's.

    Examples
    --------
    >>> public_name("scipy.signal._signaltools", "convolve2d", "scipy")
    'scipy.signal.convolve2d'
    """
    parts = []
    for part in [*module.split("."), *qualified.split(".")]:
        if part.startswith("<"):
            break
        if not part.startswith("_"):
            parts.append(part)
    name = ".".join(parts)
    return name if _below(name, (package,)) else package


_made, _roots = {}, {}


def targets(forbidden):
    """The `Targets` of a list of names, made once; made again when NumPy or another package has come in meanwhile.

    Parameters
    ----------
    forbidden : tuple of str
        Dotted names.

    Returns
    -------
    Targets
        What these names stand for now.
    """
    known = _roots.get(forbidden)
    if known is None:
        known = _roots[forbidden] = sorted({name.partition(".")[0] for name in forbidden})
    key = (forbidden, *[root in sys.modules for root in known])
    if key not in _made:
        _made[key] = Targets(forbidden)
    return _made[key]
