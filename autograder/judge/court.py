"""The trusted parent of all trials: warms up once, opens the warm box, and forks a process for each submission.

It is a process of its own, so that nothing in the program that asks (threads, progress bars) is ever forked.  What a trial does
is left to `trial`; asking, and putting records away, to `judge`.
"""

import contextlib
import os
import secrets
import signal
import sys
import time
import traceback
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait

from autograder import __version__
from autograder.box import cells
from autograder.box.sandbox import Box, NoSandbox
from autograder.judge import bounds
from autograder.judge.rebuild import rebuild
from autograder.judge.record import Record
from autograder.judge.trial import Trial
from autograder.judge.verdicts import Stopped


def main(descriptor):
    """Serve one `autograder.judge.judge.Judge` until it hangs up."""
    asker = Pipe(descriptor)
    sandbox, hidden = asker.recv()
    try:
        box = Box(sandbox, hidden)
    except NoSandbox as reason:
        asker.send(("no sandbox", str(reason)))
        return
    with box:
        asker.send(("ready", box.protections))
        with contextlib.suppress(EOFError, BrokenPipeError):
            Court(asker, box, hidden).serve()


class Court:
    """Takes submissions from one asker, and gives records back.

    Parameters
    ----------
    asker : multiprocessing.connection.Connection
        Sends ``(number, assignment, submission, limits)``; is sent ``("record", number, text)``.
    box : autograder.box.sandbox.Box
        The warm box.
    hidden : tuple of pathlib.Path
        What a new box must not see, should this one be lost.
    """

    def __init__(self, asker, box, hidden):
        self.asker, self.box, self.hidden = asker, box, hidden
        self.running, self.given = {}, {}

    def serve(self):
        """Fork a trial for each submission, and pass each record on when it is there."""
        try:
            while True:
                for ready in wait([self.asker, *self.running]):
                    if ready is self.asker:
                        self._begin(*self.asker.recv())
                    else:
                        self._finish(ready)
        finally:
            for pid, _ in self.running.values():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _begin(self, number, assignment, submission, limits):
        if not self.box.alive():
            self.box.close()
            self.box = Box(self.box.sandbox, self.hidden)
        self._run_given(assignment)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                bounds.memory()
                os.close(reading)
                self.asker.close()
                with Pipe(writing, readable=False) as report:
                    report.send_bytes(self._try(assignment, submission, limits).to_json().encode())
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        os.close(writing)
        self.running[Pipe(reading, writable=False)] = pid, number

    def _finish(self, report):
        pid, number = self.running.pop(report)
        try:
            self.asker.send(("record", number, report.recv_bytes().decode()))
        except EOFError:
            self.asker.send(("lost", number, ""))
        report.close()
        os.waitpid(pid, 0)

    def _run_given(self, assignment):
        """Run the instructor's own cells once; every trial of the assignment inherits what they define."""
        if assignment.sha256 in self.given:
            return
        names = {"__name__": "__main__"}
        for cell in assignment.of_role("given"):
            for statement in cells.parse(cell.source, cell.name).body:
                with contextlib.suppress(NameError):  # a line that shows an answer has nothing to show here
                    cells.run(cells.module([statement]), cell.name, names)
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(1)
        names.pop("__builtins__", None)
        self.given[assignment.sha256] = names

    def _try(self, assignment, submission, limits):
        """Judge one submission, in a process of its own; gives its record."""
        started, begun = datetime.now(UTC), time.monotonic()
        seed = secrets.randbelow(1 << 31) if submission.seed is None else submission.seed
        record = empty_record(assignment, submission, seed)
        record.started_at = started.isoformat(timespec="milliseconds")
        record.protections = dict(self.box.protections)
        record.versions = {"autograder": __version__, "python": sys.version.split()[0], **self.box.versions}
        rebuilt = rebuild(assignment, submission.notebook)
        record.repairs = rebuilt.repairs
        trial = Trial(assignment, self.given[assignment.sha256], rebuilt, seed, self.box.orders, limits)
        record.questions = trial.run()
        record.seconds = round(time.monotonic() - begun, 3)
        record.count()
        return record


def empty_record(assignment, submission, seed=0, why=None):
    """A record with its headings alone; with `why`, every question in it could not be judged for that reason."""
    at = submission.submitted_at
    record = Record(
        assignment=assignment.topic,
        student=submission.student,
        submission={"sha256": submission.sha256, "submitted_at": at.isoformat() if at else None},
        source={"sha256": assignment.sha256},
        seed=seed,
    )
    if why is not None:
        stopped = Stopped("could not judge", why)
        record.questions = [_unjudged(question, stopped) for question in assignment.questions]
        record.started_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        record.count()
    return record


def _unjudged(question, stopped):
    fields = {"name": question.name, "kind": question.kind, "points": None, "max_points": question.max_points, "answer": ""}
    if question.kind == "written":
        return {**fields, "verdict": "to mark"}
    tests = [
        {
            "name": test.name,
            "title": test.title,
            "points": 0.0,
            "max_points": test.points,
            "verdict": stopped.verdict,
            "message": stopped.message,
            "mistakes": [],
            "explanation": "",
            "hint": "",
            "hidden": False,
            "output": "",
            "seconds": 0.0,
        }
        for test in question.tests
    ]
    return {**fields, "points": 0.0, "verdict": stopped.verdict, "tests": tests, "stdout": "", "stderr": ""}
