"""A process of the court's that judges submissions of one assignment, one after another.

What judging means is left to `trial`, who is judged next to `court`.  A fork for each submission would be simpler and cost
more: pages of memory are copied, and Python has to warm up again.  No submission must meet what another left behind.  Answers run
elsewhere, and each test cell has names and random numbers of its own; but a bench that has seen time or memory run out, or whose
libraries are no longer set as they were, is not used again.  One that breaks costs the submission that broke it alone.
"""

import builtins
import os
import signal
import sys
import traceback
import warnings
from contextlib import suppress
from multiprocessing import Pipe
from types import ModuleType

import numpy as np

from autograder.judge import bounds

SERVES = 25  # submissions
EVENTFUL = frozenset({"too slow", "too much memory", "could not judge"})


class Bench:
    """A forked process that waits for submissions.

    Parameters
    ----------
    try_one : callable
        Judges one: takes what `send` was given; gives a text, and whether all went well.
    cpu : int
        The processor to run on.
    sign : socket.socket
        The sign that this processor is taken; the bench holds it from now on.
    others : iterable of multiprocessing.connection.Connection
        Ends of other pipes, which are none of its business: open here too, they would keep others from hearing of their end.
    knows : object
        What was there when it was forked, in the court's words.

    Attributes
    ----------
    pipe : multiprocessing.connection.Connection
        Where orders go, and ``(text, whether all went well)`` comes from; closed without a word if the bench broke.
    """

    def __init__(self, try_one, cpu, sign, others, knows):
        self.cpu, self.served, self.knows = cpu, 0, knows
        self.pipe, far = Pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.sched_setaffinity(0, {cpu})
                for other in (self.pipe, *others):
                    other.close()
                status = _serve(try_one, far)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        far.close()
        sign.close()

    def send(self, order):
        """Have a submission judged."""
        self.served += 1
        self.pipe.send(order)

    def receive(self):
        """What came of it: a text, empty if the bench broke, and whether the bench may be used again."""
        try:
            text, well = self.pipe.recv()
        except (EOFError, OSError):
            return "", False
        return text, well and self.served < SERVES

    def alive(self):
        """Whether it still waits."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def close(self, at_once=False):
        """End it: as it waits, or in the middle."""
        self.pipe.close()
        if at_once:
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _serve(try_one, pipe):
    bounds.memory()
    while True:
        try:
            order = pipe.recv()
        except (EOFError, ConnectionError):  # the court needs it no more
            return 0
        found = try_one(*order)
        with suppress(ConnectionError):  # then the next order will not come either
            pipe.send(found)


def uneventful(questions):
    """Whether nothing happened in judging these that should end a bench."""
    return all(test["verdict"] not in EVENTFUL for question in questions for test in question.get("tests", ()))


def settings(names):
    """What a test cell could change for those after it: settings of the process and its libraries, what stands in modules.

    Parameters
    ----------
    names : dict
        The instructor's names; the modules among them are looked at.

    Returns
    -------
    tuple
        For `unchanged`.
    """
    found = [np.geterr(), np.get_printoptions(), list(warnings.filters), sys.getrecursionlimit(), os.getcwd(), dict(os.environ)]
    if torch := sys.modules.get("torch"):
        found += [torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_num_threads()]
        found += [torch.are_deterministic_algorithms_enabled()]
    modules = (builtins, *(value for value in names.values() if isinstance(value, ModuleType)))
    return found, [dict(vars(module)) for module in modules]


def unchanged(before, now):
    """Whether settings are what they were, and in each module stands the very same."""
    if before[0] != now[0]:
        return False
    pairs = zip(before[1], now[1], strict=True)
    return all(one.keys() == other.keys() and all(one[name] is other[name] for name in one) for one, other in pairs)
