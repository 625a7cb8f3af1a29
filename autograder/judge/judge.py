"""Grades submissions, several at once: asks the court, and gives each record back as soon as it is there.

Where submissions come from and where records go is left to `autograder.classroom`.
"""

import os
import signal
import socket
import subprocess
import sys
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from autograder.box.bubblewrap import NoSandbox
from autograder.box.confinement import Limits
from autograder.box.libraries import ENVIRONMENT
from autograder.judge.record import Record, empty_record

_HOUSE = str(Path(__file__).resolve().parents[2])
_BOOT = "import sys; sys.path.insert(0, {house!r}); from autograder.judge.serving import main; main({descriptor})"
AHEAD = 2  # submissions that wait in the court, so that no processor waits until a record is on disk


class CourtLost(Exception):
    """The grading process itself has ended; no record was lost, and the run can be started again."""


class Judge:
    """Grades submissions; a context manager, which starts the warm box.

    Parameters
    ----------
    workers : int or None
        How many submissions to grade at once; None: as many as there are processors.
    sandbox : bool
        False runs answers without walls, as the user who grades, and marks every record so.
    limits : autograder.box.confinement.Limits
        What each answer may use.
    hidden : tuple of pathlib.Path
        Folders that no answer may see, should they lie inside of what the box needs.

    Attributes
    ----------
    first : autograder.judge.notebooks.Assignment or None
        What will be graded first. Said before entering, it is prepared while the warm box starts.

    Raises
    ------
    autograder.box.sandbox.NoSandbox
        On entering, if no sandbox works here; the message says what is missing.

    Notes
    -----
    ::

        with Judge(workers=2) as judge:
            for record in judge.grade(assignment, submissions):
                record.write(course.record(record.student, record.assignment))
    """

    def __init__(self, workers=None, sandbox=True, limits=None, hidden=()):
        self.workers = workers or len(os.sched_getaffinity(0))
        self.sandbox, self.limits, self.hidden = sandbox, limits or Limits(), tuple(hidden)
        self.protections, self.process, self.number, self.first, self.assignment = {}, None, 0, None, None

    def __enter__(self):
        if not self.sandbox:
            print(
                "WARNING: no sandbox. Answers run as you, with your files and your network, and every record says so.",
                file=sys.stderr,
            )
        near, far = socket.socketpair()
        command = [sys.executable, "-c", _BOOT.format(house=_HOUSE, descriptor=far.fileno())]
        environment = {**os.environ, **{name: value for name, value in ENVIRONMENT.items() if name != "PATH"}}
        self.process = subprocess.Popen(
            command,
            pass_fds=[far.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=environment,  # before NumPy is loaded, since it starts threads, and the court forks
            start_new_session=True,
        )
        far.close()
        self.court = Pipe(near.detach())
        self.court.send((self.sandbox, self.hidden, self.workers, self.first))
        self.assignment = self.first
        try:
            word, told = self.court.recv()
        except EOFError:
            self.close()
            raise NoSandbox("The grading process did not start; its own words stand above.") from None
        except BaseException:
            self.close()
            raise
        if word != "ready":
            self.close()
            raise NoSandbox(told)
        self.protections = told
        return self

    def grade(self, assignment, submissions, limits=None):
        """Grade submissions of one assignment.

        Parameters
        ----------
        assignment : autograder.judge.notebooks.Assignment
            What was asked.
        submissions : iterable of autograder.judge.record.Submission
            What was handed in; taken one by one, as there is room.
        limits : autograder.box.confinement.Limits, optional
            What each answer of this assignment may use, where that is not what the judge was made with.

        Yields
        ------
        autograder.judge.record.Record
            One for each submission, in the order in which they are done.
        """
        return self.grade_all(((assignment, submission) for submission in submissions), limits)

    def grade_all(self, orders, limits=None):
        """Grade submissions of several assignments, as `grade` does.

        Parameters
        ----------
        orders : iterable of tuple
            An assignment and a submission of it, each time; taken one by one, as there is room. Those of one assignment should
            stand together: each change of it costs some milliseconds.
        limits : autograder.box.confinement.Limits, optional
            As for `grade`.

        Yields
        ------
        autograder.judge.record.Record
        """
        waiting, running = iter(orders), {}
        while True:
            while len(running) < self.workers + AHEAD and (order := next(waiting, None)) is not None:
                self._send(running, *order, limits or self.limits)
            if not running:
                return
            word, number, text = self._receive()
            order = running.pop(number, None)
            if order is None:  # of a run that nobody waited for to end
                continue
            if word == "record":
                yield Record.from_json(text)
            else:
                yield empty_record(*order, why="The process that judged this ended; grade it again.")

    def _send(self, running, assignment, submission, limits):
        self.number += 1
        running[self.number] = assignment, submission
        try:
            if assignment != self.assignment:
                self.court.send(assignment)
                self.assignment = assignment
            self.court.send((self.number, submission, limits))
        except OSError:
            raise CourtLost("the grading process has ended; start again, and what was graded stays graded") from None

    def _receive(self):
        try:
            return self.court.recv()
        except (EOFError, OSError):
            raise CourtLost("the grading process has ended; start again, and what was graded stays graded") from None

    def close(self):
        """End the court, its trials and the warm box."""
        if self.process is None:
            return
        if hasattr(self, "court"):
            self.court.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def __exit__(self, *exception):
        self.close()
