"""The trusted parent of all trials: warms up once, opens the warm boxes, forks benches, and gives each submission to one.

It is a process of its own, so that nothing in the program that asks (threads, progress bars) is ever forked.  How that begins is
left to `serving`, what a trial does to `trial`; asking, and putting records away, to `judge`.
"""

import contextlib
import gc
import os
import secrets
import socket
import sys
import time
from collections import deque
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import wait

from autograder import __version__
from autograder.box import cells
from autograder.box.libraries import named_in
from autograder.box.sandbox import Box
from autograder.box.start import start
from autograder.checks import explain, inputs
from autograder.judge.bench import Bench, settings, unchanged, uneventful
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
        self.boxes, self.opened, self.given, self.assignment = {}, 0, {}, None
        self.waiting, self.running, self.free = deque(), {}, []
        self.processors = sorted(os.sched_getaffinity(0))
        grader_digest()  # kept, so that no trial has to read the grader's code again

    def box(self, libraries):
        """The warm box that has these libraries ready; each is started when it is first needed, and anew should it be lost."""
        known = self.boxes.get(libraries)
        if known is None or not known.alive():
            if known is not None:
                known.close()
            self.boxes[libraries] = Box(self.sandbox, self.hidden, libraries, self.started.pop(libraries, None))
            self.opened += 1
        return self.boxes[libraries]

    def serve(self):
        """Have each submission judged, and pass each record on when it is there."""
        try:
            while True:
                for ready in wait([self.asker, *self.running]):
                    if ready is self.asker:
                        self.take(self.asker.recv())
                    else:
                        self._finish(ready)
        finally:
            for bench in (*self.free, *(bench for bench, *_ in self.running.values())):
                bench.close(at_once=True)
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
        bench = self._bench(assignment)
        with contextlib.suppress(OSError):  # it was ended this moment: nothing will come of it, and another will try
            bench.send(order[1:])
        self.running[bench.pipe] = bench, assignment, order

    def _bench(self, assignment):
        """A bench that is free and knows this assignment and all boxes, or a new one."""
        knows = assignment.sha256, self.opened
        while self.free:
            bench = self.free.pop()
            if bench.knows == knows and bench.alive():
                return bench
            bench.close()
        others = self.asker, *(bench.pipe for bench, *_ in self.running.values())
        return Bench(partial(self._try, assignment), *self._processor(), others, knows)

    def _processor(self):
        """A processor without a trial, with the sign that it is taken: a trial and its box take turns, and are fastest on one.

        There may be other courts on this machine, which know nothing of each other: the sign is a name that one process can hold.
        """
        ours = [bench.cpu for bench, *_ in self.running.values()]
        processors = sorted(self.processors, key=ours.count)
        for cpu in processors:
            sign = socket.socket(socket.AF_UNIX)
            with contextlib.suppress(OSError):
                sign.bind(f"\0autograder processor {cpu}")
                return cpu, sign
            sign.close()
        return processors[0], sign

    def _finish(self, pipe):
        bench, assignment, order = self.running.pop(pipe)
        text, again = bench.receive()
        if again:
            self.free.append(bench)
        else:
            bench.close()
        if text.startswith(_NEEDS):
            self.box(tuple(text.split()[1:]))
            self._begin(assignment, order)
        elif not text and bench.served > 1:  # perhaps something else broke it: a new one shall say
            self._begin(assignment, order)
        else:
            self._fill()
            self.asker.send(("record" if text else "lost", order[0], text))

    def _prepare(self, assignment):
        """Do once what every trial of an assignment needs: a warm box, the instructor's own cells, compiled tests, the checks."""
        if assignment.sha256 not in self.given:
            libraries = named_in(*assignment.own_code)
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
            gc.freeze()  # what is there now stays shared with every bench
            gc.enable()
            self.box(libraries)

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
        """Judge one submission, on a bench: its record as text (or libraries that no box has ready yet), and if all went well."""
        started, begun = datetime.now(UTC), time.monotonic()
        rebuilt = rebuild(assignment, submission.notebook)
        libraries = named_in(*assignment.own_code, *(answer.source for answer in rebuilt.answers.values() if answer.source))
        if libraries not in self.boxes:
            return " ".join((_NEEDS, *libraries)), False
        box = self.boxes[libraries]
        seed = secrets.randbelow(1 << 31) if submission.seed is None else submission.seed
        record = empty_record(assignment, submission, seed)
        record.started_at = started.isoformat(timespec="milliseconds")
        record.protections = dict(box.protections)
        ours = {"autograder": __version__, "grader": grader_digest(), "python": sys.version.split()[0]}
        record.versions = {**ours, **box.versions}
        record.repairs = rebuilt.repairs
        given = self.given[assignment.sha256]
        before = settings(given)
        record.questions = Trial(assignment, given, rebuilt, seed, box.orders, limits).run()
        record.seconds = round(time.monotonic() - begun, 3)
        record.count()
        return record.to_line(), uneventful(record.questions) and unchanged(before, settings(given))
