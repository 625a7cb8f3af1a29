"""Bounds what the judge's own process spends on behalf of an answer: processor time, memory, the size of what it computes.

What answers themselves may use is held by the box.  Without these bounds an answer could let the judge compute or wait forever.
"""

import resource
import signal
from contextlib import contextmanager

import numpy as np

from autograder.judge import networks
from autograder.judge.verdicts import Stopped

ASKED = 1 << 16  # numbers that an answer may hand to a function of the judge's in one call
MEMORY = 4 << 30  # bytes that judging one submission may take, beyond what is there when it begins


def size(value):
    """How many numbers a value holds, however deep; a large number counts as many, since it may be the size of an array.

    Examples
    --------
    >>> size([np.zeros((3, 4)), "ab", 1])
    15
    """
    if isinstance(value, np.ndarray):
        return value.size
    if networks.is_tensor(value):
        return value.numel()
    if isinstance(value, (list, tuple, set, frozenset)):
        return sum(map(size, value))
    if isinstance(value, dict):
        return size(list(value)) + size(list(value.values()))
    if isinstance(value, (str, bytes)):
        return len(value)
    return max(1, abs(value) >> 8) if isinstance(value, int) else 1


@contextmanager
def time(seconds):
    """Inside, processor time of this process is limited; what takes longer is the answer's fault."""

    def stop(*_):
        raise Stopped("too slow", f"What the answer asked for took more than {seconds:g} seconds.")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def memory(most=MEMORY):
    """Limit the memory of this process from now on."""
    with open("/proc/self/status") as status:
        now = next(int(line.split()[1]) for line in status if line.startswith("VmData")) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (now + most, resource.RLIM_INFINITY))
