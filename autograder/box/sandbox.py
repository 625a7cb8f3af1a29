"""Starts the warm box inside bubblewrap, and gives a judge a confined process for each submission.

What happens inside is left to `zygote`, `confinement` and `worker`.  Where a wall cannot be put up there is no box: `NoSandbox`
says what is missing and what to install.

Protected against: reading the course, the tests, other submissions, the grader's memory and files; writing anything that outlives
the submission; the network; keeping processes alive; using up memory, processor time, processes, disk or output.  Not protected
against: a hole in the kernel itself; what a student can learn from how long things take; and, without a limit on a whole control
group, the sum of all memory of several processes for the fraction of a second until it is counted.
"""

import json
import os
import signal
import socket
import subprocess
import time
from dataclasses import asdict

from autograder.box import bubblewrap
from autograder.box.bubblewrap import NoSandbox
from autograder.box.channel import Channel, pair
from autograder.box.confinement import Limits
from autograder.box.libraries import LIBRARIES
from autograder.box.start import start
from autograder.box.wire import Codec

PATIENCE = 180.0  # seconds for the imports, on a machine that does much else


class BoxLost(Exception):
    """The warm box itself has gone: nobody's answer is to blame."""


class Box:
    """A warm box; a context manager.

    Parameters
    ----------
    sandbox : bool
        False runs answers without walls, as the user who grades: for machines where no sandbox can work, and for nobody's marks.
    hidden : tuple of pathlib.Path
        Folders that no answer may see even if they lie in what the box needs, such as the course's.
    libraries : tuple of str
        Which of `autograder.box.libraries.LIBRARIES` are imported before any answer comes.  PyTorch alone takes a second or two,
        and makes each fork four times as dear.
    started : tuple, optional
        What `autograder.box.start.start` gave for the same three, where that has been called before.

    Attributes
    ----------
    versions : dict
        Versions of the libraries inside.
    protections : dict
        What a confined process sees of the walls around it, by name.
    """

    def __init__(self, sandbox=True, hidden=(), libraries=LIBRARIES, started=None):
        self.sandbox = sandbox
        self.process, self.orders = started or start(sandbox, hidden, libraries)
        try:
            self.versions = self._greeting()["versions"]
            self.protections = {"sandbox": sandbox, **self._look_around()}
            missing = [name for name, there in self.protections.items() if not there]
            if sandbox and missing:
                raise NoSandbox(f"The sandbox lacks: {', '.join(missing)}.\n{bubblewrap.ADVICE}")
        except BaseException:
            self.close()
            raise

    def _greeting(self):
        self.orders.settimeout(PATIENCE)
        try:
            return json.loads(self.orders.recv(65536))
        except (OSError, ValueError):
            self.process.kill()
            words = self.process.stderr.read().decode(errors="replace").strip()
            raise NoSandbox(f"The sandbox did not start: {words[-800:] or 'no reason given'}\n{bubblewrap.ADVICE}") from None

    def _look_around(self):
        try:
            with self.open(Limits()) as place:
                codec = Codec()
                place.channel.send(*codec.pack({"do": "protections"}))
                return codec.unpack(*place.channel.receive(PATIENCE))["value"]
        except (BoxLost, LookupError) as error:
            raise NoSandbox(f"The sandbox starts, but cannot confine: {error}\n{bubblewrap.ADVICE}") from None

    def open(self, limits):
        """A confined process for one submission, as a `Place`."""
        return Place(self.orders, limits)

    def alive(self):
        """Whether the warm box still runs."""
        return self.process.poll() is None

    def close(self):
        """End the warm box and everything in it."""
        self.orders.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process.stderr.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class Place:
    """A confined process; a context manager that ends it, and all that it started.

    Parameters
    ----------
    orders : socket.socket
        The way to the warm box.
    limits : autograder.box.confinement.Limits
        What the process may use.

    Raises
    ------
    BoxLost
        If the warm box does not answer, or cannot confine.
    """

    def __init__(self, orders, limits):
        near, far = pair()
        self.leash, their_leash = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.leash.settimeout(PATIENCE)
        try:
            order = {"limits": asdict(limits), "processors": sorted(os.sched_getaffinity(0))}
            socket.send_fds(orders, [json.dumps(order).encode()], [far.fileno(), their_leash.fileno()])
            far.close()
            their_leash.close()
            problem = json.loads(self.leash.recv(4096) or '{"error": "it has ended"}').get("error")
        except OSError as error:
            problem = str(error)
        if problem:
            near.close()
            self.leash.close()
            raise BoxLost(problem)
        self.channel = Channel(near)

    def use(self):
        """What the process and its children use: ``cpu`` seconds, ``memory`` bytes, whether all are ``asleep``."""
        return self._ask(b"use")

    def end(self, patience=2.0):
        """End it, after a little while in which it may end by itself.

        Parameters
        ----------
        patience : float
            Seconds to wait.

        Returns
        -------
        int or None
            The exit status with which it had ended (negative: a signal), or None where it had to be ended.
        """
        deadline = time.monotonic() + patience
        try:
            while time.monotonic() < deadline and not self._ask(b"over")["over"]:
                time.sleep(0.01)
            return self._ask(b"end")["status"]
        finally:
            self.close()

    def _ask(self, what):
        try:
            self.leash.send(what)
            return json.loads(self.leash.recv(4096))
        except (OSError, ValueError) as error:
            raise BoxLost(str(error)) from None

    def close(self):
        """Cut the leash."""
        self.leash.close()
        self.channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def protections():
    """Each protection of a box that is started for this, as there or missing.

    Returns
    -------
    dict
        True or False by name; only ``"sandbox"``: False where none starts. The reason is that of `why_not`.
    """
    return look()[0]


def look():
    """The protections of a box that is started for this, and in words what is missing (empty where all is there)."""
    try:
        with Box() as box:
            return box.protections, ""
    except NoSandbox as reason:
        return {"sandbox": False}, str(reason)
