"""What the guard adds to the watch inside a box: it cannot be got round by ordinary means."""

import multiprocessing
import subprocess
import sys
import threading

import numpy as np
import numpy.fft
import pytest
import torch

from autograder.box import guard as module
from autograder.box.guard import guard

PATIENCE = 60  # seconds, on a machine that does much else
FORBIDDEN = ("numpy.convolve", "numpy.correlate", "numpy.fft", "torch")
f, g = np.array([1.0, 2, 4]), np.array([3.0, -1])


@pytest.fixture(scope="module", autouse=True)
def installed():
    """The skins, put on once and taken off again for the tests that follow."""
    originals = {
        (sys.modules[name], each): getattr(sys.modules[name], each)
        for name, names in module._SKINNED.items()
        if name in sys.modules
        for each in names or dir(sys.modules[name])
    }
    module.install()
    yield
    for (owner, name), original in originals.items():
        if not name.startswith("__"):
            setattr(owner, name, original)


def in_a_thread():
    """Let another thread do it."""
    thread = threading.Thread(target=np.convolve, args=(f, g))
    thread.start()
    thread.join()


def in_a_fork():
    """Let a child process do it."""
    child = multiprocessing.get_context("fork").Process(target=np.convolve, args=(f, g), daemon=True)
    child.start()
    child.join(PATIENCE)


FOUND = {
    "map over C": (lambda: list(map(np._core.multiarray.correlate, [f], [g], [2])), "numpy.convolve"),
    "a bare ufunc": (lambda: np.fft._pocketfft_umath.fft(f, 1.0, out=np.empty(3, complex)), "numpy.fft"),
    "tensors through map": (lambda: list(map(torch.Tensor.sum, [torch.ones(3)])), "torch"),
    "an operator on tensors": (lambda: TENSOR + TENSOR, "torch"),
    "a thread": (in_a_thread, "numpy.convolve"),
    "a fork": (in_a_fork, "numpy.convolve"),
    "another program": (lambda: subprocess.run(["true"], check=True), "subprocess.Popen"),
    "switching it off": (lambda: list(map(sys.setprofile, [None])), "sys.setprofile"),
}
TENSOR = torch.ones(3)


@pytest.mark.parametrize("name", FOUND)
def test_detours_around_the_watch_are_found(name):
    """What calls C from C, elsewhere or unwatched is found too."""
    call, expected = FOUND[name]
    with guard(FORBIDDEN) as seen:
        call()
    assert (seen.call or "").startswith(expected)


def test_an_answer_that_calls_nothing_forbidden_is_left_alone():
    """Neither the skins nor the hook find what is not there, and the skinned functions still work."""
    assert np.convolve(f, g).tolist() == [3, 5, 10, -4]
    with guard(FORBIDDEN) as seen:
        np.outer(f, g).sum()
        threading.Thread(target=np.sum, args=(f,)).start()
    assert seen.call is None


def test_submissions_do_not_report_for_each_other():
    """A forbidden call in one forked submission is not another's, though both were forked from one warm box."""
    seen = guard(FORBIDDEN)
    process = multiprocessing.get_context("fork").Process(target=_as_a_submission, daemon=True)
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == 0
    assert seen.call is None


def _as_a_submission():
    module.report_alone()
    with guard(FORBIDDEN) as seen:
        np.convolve(f, g)
    assert seen.call == "numpy.convolve"
