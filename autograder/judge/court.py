"""The trusted parent of all trials: warms up once, opens the warm boxes, and forks a process for each submission.

It is a process of its own, so that nothing in the program that asks (threads, progress bars) is ever forked.  How that begins is
left to `serving`, what a trial does to `trial`; asking, and putting records away, to `judge`.
"""

import contextlib
import gc
import os
import secrets
import signal
import socket
import sys
import time
import traceback
from collections import deque
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait

from autograder import __version__
from autograder.box import cells, warm
from autograder.box.sandbox import Box
from autograder.box.start import start
from autograder.checks import explain, inputs
from autograder.judge import bounds
from autograder.judge.notebooks import Assignment
from autograder.judge.rebuild import rebuild
from autograder.judge.record import empty_record, grader_digest
from autograder.judge.trial import Trial

_NEEDS = "needs"


class Court:
    """Takes submissions from one asker, and gives records back.

    Parameters
    ----------
    asker : multiprocessing.connection.Connection
        Sends an assignment, and after it ``(number, submission, limits)`` for each submission of it; is sent
        ``("record", number, text)``, or ``("lost", number, "")`` where a trial ended without a word.
    sandbox : bool
        As for `autograder.box.sandbox.Box`.
    hidden : tuple of pathlib.Path
        What no box must see.
    workers : int
        How many submissions to judge at once; more of them wait here.
    started : dict
        Libraries -> what `autograder.box.start.start` gave, for warm boxes that are on their way.
    """

    def __init__(self, asker, sandbox, hidden, workers, started):
        self.asker, self.sandbox, self.hidden, self.workers, self.started = asker, sandbox, hidden, workers, started
        self.boxes, self.waiting, self.running, self.given, self.assignment = {}, deque(), {}, {}, None
        self.processors = sorted(os.sched_getaffinity(0))
        grader_digest()  # kept, so that no trial has to read the grader's code again

    def box(self, libraries):
        """The warm box that has these libraries ready; each is started when it is first needed, and anew should it be lost."""
        known = self.boxes.get(libraries)
        if known is None or not known.alive():
            if known is not None:
                known.close()
            self.boxes[libraries] = Box(self.sandbox, self.hidden, libraries, self.started.pop(libraries, None))
        return self.boxes[libraries]

    def serve(self):
        """Fork a trial for each submission, and pass each record on when it is there."""
        try:
            while True:
                for ready in wait([self.asker, *self.running]):
                    if ready is self.asker:
                        self.take(self.asker.recv())
                    else:
                        self._finish(ready)
        finally:
            for pid, *_ in self.running.values():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for box in self.boxes.values():
                box.close()

    def take(self, order):
        """Prepare an assignment, or have a submission of the last one judged."""
        if isinstance(order, Assignment):
            self.assignment = order
            self._prepare(order)
        else:
            self.waiting.append((self.assignment, order))
            self._fill()

    def _fill(self):
        """Begin to judge what waits, as there is room."""
        while self.waiting and len(self.running) < self.workers:
            self._begin(*self.waiting.popleft())

    def _begin(self, assignment, order):
        for libraries in self.boxes:
            self.box(libraries)
        cpu, sign = self._processor()
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                os.sched_setaffinity(0, {cpu})
                bounds.memory()
                os.close(reading)
                self.asker.close()
                with Pipe(writing, readable=False) as report:
                    report.send_bytes(self._try(assignment, *order[1:]).encode())
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        os.close(writing)
        sign.close()  # the trial holds it
        self.running[Pipe(reading, writable=False)] = pid, assignment, order, cpu

    def _processor(self):
        """A processor without a trial, with the sign that it is taken: a trial and its box take turns, and are fastest on one.

        There may be other courts on this machine, which know nothing of each other: the sign is a name that one process can hold.
        """
        ours = [cpu for *_, cpu in self.running.values()]
        processors = sorted(self.processors, key=ours.count)
        for cpu in processors:
            sign = socket.socket(socket.AF_UNIX)
            with contextlib.suppress(OSError):
                sign.bind(f"\0autograder processor {cpu}")
                return cpu, sign
            sign.close()
        return processors[0], sign

    def _finish(self, report):
        pid, assignment, order, _ = self.running.pop(report)
        try:
            text = report.recv_bytes().decode()
        except EOFError:
            text = ""
        report.close()
        os.waitpid(pid, 0)
        if text.startswith(_NEEDS):
            self.box(tuple(text.split()[1:]))
            self._begin(assignment, order)
        else:
            self._fill()
            self.asker.send(("record" if text else "lost", order[0], text))

    def _prepare(self, assignment):
        """Do once what every trial of an assignment needs: a warm box, the instructor's own cells, compiled tests, the checks."""
        if assignment.sha256 not in self.given:
            libraries = warm.named_in(*assignment.own_code)
            if libraries not in self.boxes and libraries not in self.started:
                self.started[libraries] = start(self.sandbox, self.hidden, libraries)
            self.given[assignment.sha256] = self._run_given(assignment)
            for cell in assignment.of_role("test"):
                with contextlib.suppress(SyntaxError):  # said when it is tried
                    cell.code  # noqa: B018 (it is kept where it is first asked for)
            with contextlib.suppress(ImportError):  # an assignment of no topic of ours has no known mistakes
                explain.prepare(assignment.topic)
            inputs.Inputs("warm")  # NumPy imports its random numbers at first use
            rebuild(assignment, assignment.source)  # what it looks for is compiled at first use
            self.box(libraries)
            gc.collect()
            gc.freeze()  # what is there now stays shared with every trial

    def _run_given(self, assignment):
        """The names that the instructor's own cells define."""
        names = {"__name__": "__main__"}
        for cell in assignment.of_role("given"):
            for statement in cells.parse(cell.source, cell.name).body:
                with contextlib.suppress(NameError):  # a line that shows an answer has nothing to show here
                    cells.run(cells.module([statement]), cell.name, names)
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(1)
        names.pop("__builtins__", None)
        return names

    def _try(self, assignment, submission, limits):
        """Judge one submission, in a process of its own; gives its record as text, or the libraries that no box has ready yet."""
        started, begun = datetime.now(UTC), time.monotonic()
        rebuilt = rebuild(assignment, submission.notebook)
        libraries = warm.named_in(*assignment.own_code, *(answer.source for answer in rebuilt.answers.values() if answer.source))
        if libraries not in self.boxes:
            return " ".join((_NEEDS, *libraries))
        box = self.boxes[libraries]
        seed = secrets.randbelow(1 << 31) if submission.seed is None else submission.seed
        record = empty_record(assignment, submission, seed)
        record.started_at = started.isoformat(timespec="milliseconds")
        record.protections = dict(box.protections)
        ours = {"autograder": __version__, "grader": grader_digest(), "python": sys.version.split()[0]}
        record.versions = {**ours, **box.versions}
        record.repairs = rebuilt.repairs
        record.questions = Trial(assignment, self.given[assignment.sha256], rebuilt, seed, box.orders, limits).run()
        record.seconds = round(time.monotonic() - begun, 3)
        record.count()
        return record.to_json()
