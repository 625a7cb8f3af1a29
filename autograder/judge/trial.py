"""Tries one submission: defines its answers in a box, runs the assignment's tests here, and decides.

Waiting and limits are left to `connection`, many submissions to `court`.  A student's line never runs in this process; a question
that crashes or hangs costs that question alone, since a new box is opened and the other answers are defined anew.
"""

import contextlib
import copy
import io
import time
import zlib
from dataclasses import dataclass, field

import numpy as np

from autograder.box import warm
from autograder.box.sandbox import BoxLost, Place
from autograder.box.watch import ForbiddenCall
from autograder.checks import CheckFailed, inputs
from autograder.judge import blame
from autograder.judge.connection import Connection
from autograder.judge.stand_ins import LazyBuiltins
from autograder.judge.verdicts import Stopped, verdict_of

SHOWN = 4000
UNWRITTEN = "YOUR ANSWER HERE"  # what nbgrader puts where a person is to write


@dataclass
class Attempt:
    """What has become of one answer so far."""

    source: str | None
    before: tuple = ()
    stopped: Stopped | None = None
    error: Exception | None = None
    printed: list = field(default_factory=lambda: ["", ""])
    strikes: int = 0

    def keep(self, printed):
        """Add to what was printed, up to a size."""
        self.printed = [(old + new)[: 64 * 1024] for old, new in zip(self.printed, printed, strict=True)]


class Trial:
    """One submission before the judge.

    Parameters
    ----------
    assignment : autograder.judge.notebooks.Assignment
        What was asked.
    given : dict
        The names that the instructor's own cells define, already run.
    rebuilt : autograder.judge.rebuild.Rebuilt
        What was answered.
    seed : int
        For all random numbers of the tests and of the box.
    orders : socket.socket
        The way to the warm box.
    limits : autograder.box.confinement.Limits
        What each answer may use.
    """

    def __init__(self, assignment, given, rebuilt, seed, orders, limits):
        self.assignment, self.given, self.seed, self.orders, self.limits = assignment, given, seed, orders, limits
        self.answers = rebuilt.answers
        names = [cell.name for cell in assignment.of_role("answer")]
        self.attempts = {name: Attempt(self.answers[name].source, self.answers[name].before) for name in names}
        for name, attempt in self.attempts.items():
            blame.show(name, attempt.source or "")
        self.connection = None

    def run(self):
        """Judge everything; gives the fields of each question, as a record holds them."""
        try:
            return [self._question(question) for question in self.assignment.questions]
        finally:
            self._close()

    def _question(self, question):
        return self._written(question) if question.kind == "written" else self._code(question)

    def _written(self, question):
        text = self.answers[question.name].source
        empty = text is None or text.strip() in ("", UNWRITTEN)
        return {
            "name": question.name,
            "kind": "written",
            "points": 0.0 if empty else None,
            "max_points": question.max_points,
            "verdict": "missing" if empty else "to mark",
            "answer": text or "",
        }

    def _code(self, question):
        attempt = self.attempts.get(question.name) or Attempt("")
        tests = [self._test(test, question.name, attempt) for test in question.tests]
        out, err = attempt.printed
        if attempt.error is not None:
            err += f"{type(attempt.error).__name__}: {attempt.error}\n"
        return {
            "name": question.name,
            "kind": "code",
            "points": float(sum(test["points"] for test in tests)),
            "max_points": question.max_points,
            "verdict": verdict_of([test["verdict"] for test in tests]),
            "answer": attempt.source or "",
            "tests": tests,
            "stdout": out,
            "stderr": err,
        }

    # Boxes.

    def _open(self):
        """A fresh box with every answer defined that can be."""
        while True:
            self._close()
            try:
                place = Place(self.orders, self.limits)
                self.connection = Connection(place, self.limits, self.attempts)
                cells = [[cell.name, cell.source] for cell in self.assignment.of_role("given")]
                self.connection.value("begin", seed=self.seed, cells=cells)
            except BoxLost as error:
                raise Stopped("could not judge", f"The box was lost: {error}.") from None
            if all(self._define(name, attempt) for name, attempt in self.attempts.items()):
                return

    def _define(self, name, attempt):
        """Define one answer; False if that ended the box."""
        if attempt.stopped or attempt.source is None:
            return True
        try:
            self.connection.start(self.limits.cpu_seconds)
            self.connection.value("define", name=name, source=attempt.source, before=list(attempt.before))
            attempt.error = None
        except Stopped as stopped:
            if stopped.verdict == "could not judge":
                raise
            attempt.stopped = stopped
            return False
        except Exception as error:
            attempt.error = error
        finally:
            if self.connection is not None and not attempt.strikes:
                attempt.keep(self.connection.take_printed())
        return True

    def _close(self):
        if self.connection is not None:
            self.connection.place.close()
            self.connection = None

    # Tests.

    def _test(self, test, name, attempt):
        """The fields of one test, as a record holds them."""
        begun, raised, printed = time.monotonic(), None, ""
        try:
            if attempt.source is None:
                raise CheckFailed(f"There is no answer: the cell `{name}` is missing.", verdict="missing")
            if attempt.stopped:
                raise attempt.stopped
            if self.connection is None:
                self._open()
            if attempt.stopped:
                raise attempt.stopped
            self.connection.start(self.limits.strike_seconds if attempt.strikes else self.limits.cpu_seconds)
            printed = self._run(test)
        except Stopped as stopped:
            raised = stopped
        except Exception as error:
            raised = error
        if self.connection is not None:
            attempt.keep(self.connection.take_printed())
        if isinstance(raised, Stopped) and raised is not attempt.stopped:
            attempt.strikes += 1
            self._close()
        found = ("right", "", (), "", "") if raised is None else judge(raised, test, name, attempt)
        verdict, message, mistakes, explanation, hint = found
        lines = set() if raised is None else set(blame.lines(raised, test.name))
        return {
            "name": test.name,
            "title": test.title,
            "points": test.points if raised is None else 0.0,
            "max_points": test.points,
            "verdict": verdict,
            "message": message[:SHOWN],
            "mistakes": list(mistakes),
            "explanation": explanation,
            "hint": hint,
            "hidden": not lines.isdisjoint(test.hidden),
            "output": printed,
            "seconds": round(time.monotonic() - begun, 4),
        }

    def _run(self, test):
        """Run a test cell as the source has it; gives what it printed."""
        blame.show(test.name, test.source)
        own = zlib.crc32(test.name.encode()) ^ (self.seed & 0xFFFFFFFF)
        inputs.seed(self.seed)
        warm.seed(own)
        namespace = {**fresh(self.given), "__name__": "__main__", "__builtins__": LazyBuiltins(self.connection)}
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            exec(test.code, namespace)
        return printed.getvalue()[:SHOWN]


def fresh(names):
    """The instructor's names with copies of their plain data, so that no answer changes what a later test compares with."""
    plain = (np.ndarray, list, dict, set)
    return {name: copy.deepcopy(value) if type(value) in plain else value for name, value in names.items()}


def judge(raised, test, name, attempt):
    """What an exception in a test cell says about the answer.

    Parameters
    ----------
    raised : BaseException
        What ended the cell.
    test : autograder.judge.notebooks.Cell
        The cell.
    name : str
        The question's name.
    attempt : Attempt
        What has become of the answer.

    Returns
    -------
    tuple
        Verdict, message, names of mistakes, explanation, hint.
    """
    if isinstance(raised, Stopped):
        return raised.verdict, raised.message, (), "", ""
    if isinstance(raised, CheckFailed):
        return raised.verdict, raised.message, raised.mistakes, raised.explanation, raised.hint
    if isinstance(raised, ForbiddenCall):
        return "forbidden call", str(raised), (), "", ""
    if isinstance(raised, NotImplementedError) and _from_box(raised):
        return "missing", f"`{name}` is not written yet.", (), "", ""
    if isinstance(raised, NameError) and not _from_box(raised) and raised.name in (name, None):
        why = f" Its cell ended with {type(attempt.error).__name__}: {attempt.error}" if attempt.error else ""
        return ("crashed" if attempt.error else "missing"), f"`{name}` is not defined.{why}", (), "", ""
    if _from_box(raised):
        return getattr(raised, "verdict", "crashed"), _sentence(raised, test), (), "", ""
    if isinstance(raised, AssertionError):
        return "wrong", _sentence(raised, test), (), "", ""
    if _in_own_code(raised, test):
        return "could not judge", f"The test itself failed with {type(raised).__name__}: {raised}", (), "", ""
    return "wrong", _sentence(raised, test), (), "", ""


def _from_box(error):
    return getattr(error, "from_box", False) is True


def _sentence(error, test):
    """What a plain assertion or an exception says, with the line of the test where that has no words."""
    text = str(error)
    if isinstance(error, AssertionError) and text:
        return text
    line = blame.where(error, test.name)
    code = test.source.splitlines()[line - 1].strip() if line else ""
    if isinstance(error, AssertionError):
        return f"This did not hold: `{code}`"
    return f"{type(error).__name__}: {text}" + (f" (in `{code}`)" if code else "")


def _in_own_code(error, test):
    """Whether an exception arose in the checks or the judge themselves: then nobody's answer is to blame."""
    trace = error.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    own = trace.tb_frame.f_globals.get("__name__")
    return type(own) is str and own.startswith("autograder.")
