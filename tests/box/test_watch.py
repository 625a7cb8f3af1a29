"""What `watch` finds, and what it leaves alone."""

import functools
import importlib
import subprocess
import sys

import numpy as np
import pytest
import torch

from autograder.box.watch import watch

FORBIDDEN = ("numpy.convolve", "numpy.correlate", "numpy.polymul", "numpy.poly1d", "numpy.polynomial", "numpy.fft",
             "numpy.pad", "scipy", "torch")  # fmt: skip
f, g = np.array([1.0, 2, 4]), np.array([3.0, -1])
TENSOR = torch.ones(3)
alias = np.convolve


def from_import():
    """Call it by a name of one's own."""
    from numpy import convolve as c

    return c(f, g)


def through_torch():
    """Let a framework do it."""

    return sys.modules["torch"].nn.functional.conv1d(torch.ones(1, 1, 4), torch.ones(1, 1, 2))


def through_scipy():
    """Let SciPy do it."""
    from scipy.signal import convolve2d

    return convolve2d(np.ones((3, 3)), np.ones((2, 2)))


FOUND = {
    "an alias": (lambda: alias(f, g), "numpy.convolve"),
    "from import": (from_import, "numpy.convolve"),
    "getattr": (lambda: getattr(np, "con" + "volve")(f, g), "numpy.convolve"),
    "importlib": (lambda: importlib.import_module("numpy").correlate(f, g), "numpy.correlate"),
    "__import__": (lambda: __import__("numpy").convolve(f, g), "numpy.convolve"),
    "sys.modules": (lambda: sys.modules["numpy"].convolve(f, g), "numpy.convolve"),
    "partial": (lambda: functools.partial(np.convolve, f)(g), "numpy.convolve"),
    "map": (lambda: list(map(np.convolve, [f], [g])), "numpy.convolve"),
    "reduce": (lambda: functools.reduce(np.convolve, [f, g, g]), "numpy.convolve"),
    "apply_along_axis": (lambda: np.apply_along_axis(np.convolve, 0, f, g), "numpy.convolve"),
    "vectorize": (lambda: np.vectorize(np.convolve, signature="(m),(n)->(k)")(f, g), "numpy.convolve"),
    "wrapped": (lambda: np.convolve.__wrapped__(f, g), "numpy.convolve"),
    "innermost": (lambda: np._core.multiarray.correlate(f, g, 2), "numpy.convolve"),
    "masked arrays": (lambda: np.ma.convolve(f, g), "numpy.convolve"),
    "a method of a class": (lambda: np.poly1d([1, 2]) * np.poly1d([1, 3]), "numpy.poly1d"),
    "polynomial": (lambda: np.polynomial.polynomial.polymul(f, g), "numpy.polynomial.polynomial.polymul"),
    "fft": (lambda: np.fft.fft(f), "numpy.fft.fft"),
    "polymul": (lambda: np.polymul(f, g), "numpy.polymul"),
    "pad": (lambda: np.pad(f, 1), "numpy.pad"),
    "torch": (through_torch, "torch.ones"),
    "a tensor's method": (lambda: TENSOR.sum(), "torch.Tensor.sum"),
    "scipy": (through_scipy, "scipy.signal.convolve2d"),
    "an exec": (lambda: exec("import numpy; numpy.convolve([1.0], [2.0])", {}), "numpy.convolve"),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_forbidden_call_is_found_however_it_is_reached(name):
    """Each way to a forbidden function is found, and named as people know it."""
    call, expected = FOUND[name]
    with watch(FORBIDDEN) as seen:
        call()
    assert seen.call == expected


def convolve(f, g):
    """Not np.convolve(f, g), and no scipy.signal either."""
    # torch.nn.functional.conv1d would be shorter
    return f.sum() * g


def imports_and_leaves_it():
    """Import what is forbidden, and do the work without it."""
    import scipy.signal  # noqa: F401

    return np.tensordot(f, f, 1)


ALLOWED = {
    "an own helper of that name": lambda: convolve(f, g),
    "an import that is never called": imports_and_leaves_it,
    "a look at it": lambda: (np.convolve, np.fft, isinstance(f, sys.modules["torch"].nn.Parameter)),
    "numpy otherwise": lambda: np.lib.stride_tricks.sliding_window_view(np.vstack([f, f]), (2, 2)).sum(),
    "einsum": lambda: np.einsum("i,j->ij", f, g),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_merely_looks_like_a_forbidden_call_costs_nothing(name):
    """Text, names, imports and looks are no calls."""
    with watch(FORBIDDEN) as seen:
        ALLOWED[name]()
    assert seen.call is None


def test_a_first_import_inside_the_call_costs_nothing():
    """In a fresh interpreter, importing scipy and lazily numpy.fft runs much of their code, and none of it counts."""
    program = (
        "import numpy as np\nfrom autograder.box.watch import watch\n"
        "def f():\n import scipy.signal, numpy.fft\n return np.fft\n"
        "with watch(('scipy', 'numpy.fft')) as seen: f()\nassert seen.call is None, seen.call\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_switching_the_watch_off_is_itself_found():
    """An answer that takes the profiler away is as guilty as one that is caught."""

    def quiet():
        list(map(sys.setprofile, [None]))
        return np.convolve(f, g)

    with watch(FORBIDDEN) as seen:
        quiet()
    assert seen.call == "sys.setprofile"


def test_nothing_of_an_answers_own_runs_inside_the_watch():
    """There it would be unseen: no hash or module of its own classes, no `get` of its globals, no hash of its module's name."""
    ran = []

    class Kind(type):
        __hash__ = lambda cls: ran.append("a hash") or 1  # noqa: E731
        __module__ = property(lambda cls: ran.append("a module") or "own")

    class Names(dict):
        def get(self, *key):
            ran.append("get")
            return dict.get(self, *key)

    class Name(str):
        __hash__ = lambda self: ran.append("a name's hash") or 1  # noqa: E731

    values = Kind("Values", (list,), {})()
    function = exec("def function(): return 1", names := Names(__name__=Name("own"))) or names["function"]
    ran.clear()
    with watch(FORBIDDEN) as seen:
        values.append(1)
        function()
    assert ran == []
    assert seen.call is None


def test_the_watch_ends_with_its_block_even_after_an_exception():
    """What was followed before is followed again, and the exception passes."""
    before = sys.getprofile()
    with pytest.raises(ZeroDivisionError), watch(FORBIDDEN):
        _ = 1 / 0
    assert sys.getprofile() is before


def test_a_trusted_package_may_call_what_it_likes():
    """A reference that stands in for an earlier function is not the student's doing."""
    trusted = {"__name__": "autograder.reference.convolution", "np": np}
    exec("def correlate1d(f, g):\n return np.convolve(f, g[::-1])", trusted)
    with watch(FORBIDDEN) as seen:
        trusted["correlate1d"](f, g)
    assert seen.call is None
    with watch(FORBIDDEN, trusted=()) as seen:
        trusted["correlate1d"](f, g)
    assert seen.call == "numpy.convolve"


def test_its_module_needs_the_standard_library_alone():
    """Students get this file without the rest: importing it must load neither NumPy nor another room."""
    program = "import sys, autograder.box.watch; assert not {'numpy', 'torch', 'autograder.judge'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
