"""Where NumPy alone is loaded, an answer runs at full speed, and what is forbidden tells by itself that it was called."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.box.reporters import REPORTING
from autograder.checks.misconceptions.catalogue import catalogue_of

TOPICS = [path.stem for path in (Path(__file__).resolve().parents[2] / "solutions").glob("*.py")]
SET_UP = """
import functools, importlib, json, multiprocessing, sys, threading
import numpy as np, numpy.fft, numpy.polynomial
from autograder.box import guard as module
before = np.convolve
module.install()
FORBIDDEN = ("numpy.convolve", "numpy.correlate", "numpy.polymul", "numpy.poly1d", "numpy.polynomial", "numpy.fft", "numpy.pad",
             "scipy", "torch")
f, g = np.array([1.0, 2, 4]), np.array([3.0, -1])
def in_a_thread():
    thread = threading.Thread(target=np.convolve, args=(f, g)); thread.start(); thread.join()
def in_a_fork():
    child = multiprocessing.get_context("fork").Process(target=np.convolve, args=(f, g)); child.start(); child.join(60)
def by_scipy():
    from scipy.ndimage import correlate
    return correlate(np.ones((3, 3)), np.ones((2, 2)))
def by_scipys_innermost():
    from scipy.ndimage import _nd_image
    list(_nd_image.correlate1d(f, g, 0, np.empty(3), 0, 0.0, 0) for _ in (0,))
def unused():
    import scipy.ndimage
    return np.tensordot(f, f, 1)
def convolve(f, g):
    return f.sum() * g
"""
FOUND = {
    "before(f, g)": "numpy.convolve",
    "getattr(np, 'con' + 'volve')(f, g)": "numpy.convolve",
    "importlib.import_module('numpy').correlate(f, g)": "numpy.correlate",
    "functools.partial(np.convolve, f)(g)": "numpy.convolve",
    "list(map(np.convolve, [f], [g]))": "numpy.convolve",
    "list(map(np._core.multiarray.correlate, [f], [g], [2]))": "numpy.convolve",
    "np._core._multiarray_umath.correlate2(f, g, 2)": "numpy.c",
    "np.convolve.__wrapped__(f, g)": "numpy.convolve",
    "np.ma.convolve(f, g)": "numpy.convolve",
    "np.vectorize(np.convolve, signature='(m),(n)->(k)')(f, g)": "numpy.convolve",
    "np.poly1d([1, 2]) * np.poly1d([1, 3])": "numpy.poly1d",
    "np.polymul(f, g)": "numpy.polymul",
    "np.polynomial.Polynomial(f) * np.polynomial.Polynomial(g)": "numpy.polynomial.",
    "np.polynomial.polynomial.polymul(f, g)": "numpy.polynomial.polynomial.polymul",
    "np.fft.fft(f)": "numpy.fft.fft",
    "np.fft._pocketfft_umath.fft(f, 1.0, out=np.empty(3, complex))": "numpy.fft",
    "np.pad(f, 1)": "numpy.pad",
    "in_a_thread()": "numpy.convolve",
    "in_a_fork()": "numpy.convolve",
    "by_scipy()": "scipy.ndimage.correlate",
    "by_scipys_innermost()": "scipy.ndimage",
    "__import__('subprocess').run(['true'])": "subprocess.Popen",
}
ALLOWED = ("convolve(f, g)", "(np.convolve, np.fft, np.poly1d, dir(np.polynomial))", "np.einsum('i,j->ij', f, g)",
           "isinstance(f, np.poly1d)", "np.lib.stride_tricks.sliding_window_view(np.vstack([f, f]), (2, 2)).sum()",
           "unused()")  # fmt: skip


def seen(*calls):
    """What the guard finds of each call, made in a fresh interpreter one after another, and whether calls were followed."""
    program = SET_UP + "found = []\n"
    for call in calls:
        program += f"with module.guard(FORBIDDEN) as seen:\n    followed = sys.getprofile() is not None\n    {call}\n"
        program += "found.append([seen.call, followed])\n"
    return json.loads(run(program + "print(json.dumps(found))"))


def run(program):
    """What a program prints in an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_forbidden_call_is_found_and_no_other_is_followed():
    """Aliases, wrappers, ``map``, C functions, threads and forks lead to the same functions, named as people know them."""
    calls = [call for call in FOUND if "scipy" not in call]
    for call, (found, followed) in zip(calls, seen(*calls), strict=True):
        assert (found or "").startswith(FOUND[call]), (call, found)
        assert not followed, call


@pytest.mark.parametrize("call", [call for call in FOUND if "scipy" in call])
def test_what_is_loaded_meanwhile_is_followed(call):
    """SciPy, imported in the middle of the call, has nothing that reports: from then on calls are followed, C functions too."""
    ((found, followed),) = seen(call)
    assert (found or "").startswith(FOUND[call])
    assert not followed, "until then they were not"


def test_what_is_no_forbidden_call_costs_nothing():
    """A look, an import, a helper of that name: none of it is reported."""
    assert list(zip(ALLOWED, seen(*ALLOWED), strict=True)) == [(call, [None, False]) for call in ALLOWED]


def test_after_scipy_is_loaded_calls_are_followed_from_the_start():
    """What one answer imported, the next may call."""
    assert seen("unused()", "sys.modules['scipy.ndimage'].correlate(np.ones((3, 3)), np.ones((2, 2)))", "np.convolve(f, g)") == [
        [None, False], ["scipy.ndimage.correlate", True], ["numpy.convolve", True],
    ]  # fmt: skip


WORK = {
    "np.convolve(f, g).tolist()": [3, 5, 10, -4],
    "np.convolve(f, g, mode='valid').tolist()": [5, 10],
    "np.pad(f, (1, 0), constant_values=7).tolist()": [7, 1, 2, 4],
    "np.polynomial.Polynomial([1, 2]).roots().tolist()": [-0.5],
    "np.fft.irfft(np.fft.rfft(f, norm='ortho'), n=3, norm='ortho').round(12).tolist()": [1, 2, 4],
    "np.poly1d([1, 2])(3).tolist()": 5,
    "str(np.poly1d([2, 1])).strip()": "2 x + 1",
    "np.polymul([1, 2], [1, 3]).tolist()": [1, 5, 6],
    "np.polynomial.chebyshev.chebval(0.5, [1, 2, 3])": 0.5,
}


def test_what_reports_still_does_its_work():
    """The functions give what they gave, with defaults, keywords and methods that are inherited."""
    assert json.loads(run(SET_UP + f"print(json.dumps([{', '.join(WORK)}]))")) == list(WORK.values())


def test_all_that_exercises_forbid_of_numpy_reports():
    """A name that is not on the list would be found too, but each call of the answers would be followed for it."""
    forbidden = {name for topic in TOPICS for name in catalogue_of(topic).forbidden if name.startswith("numpy")}
    assert forbidden
    assert forbidden <= set(REPORTING)
