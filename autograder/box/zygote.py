"""The warm box: waits for orders, and forks a confined child for each submission.

What a child does is left to `worker`.  This process never runs a student's line.  It is ordered over a socket: each order brings
two sockets along, the child's channel to its judge and a leash.  The leash answers how much the child uses; a cut leash ends
the child and all that it started.  It is started with the names of the libraries that are to be ready; with the word ``open``
before them it forks children without walls, for ``--no-sandbox``.
"""

import contextlib
import gc
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass

from autograder.box import confinement, kernel, warm, worker
from autograder.box.confinement import Limits
from autograder.box.practice import practise

_ORDER = 4096
MANY = 50  # children: about as many as save, each a little, what it costs to tidy up the memory that they are forked from


def main():
    """Warm up, say so, and take orders from standard input until it closes."""
    orders = socket.socket(fileno=os.dup(0))
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    os.dup2(2, 1)
    words = sys.argv[1:]
    gc.disable()  # what is imported stays: to look through it again and again takes time
    versions = warm.warm_up([word for word in words if word != "open"])
    practise()
    gc.freeze()  # what is there now stays shared with every child
    gc.enable()
    orders.send(json.dumps({"versions": versions}).encode())
    Zygote(orders, walls="open" not in words).serve()
    os._exit(0)  # its children have ended, and there is nothing to save; taking PyTorch down would cost half a second


class Zygote:
    """The warm box's life.

    Parameters
    ----------
    orders : socket.socket
        Where orders come from; when it closes, everything ends.
    walls : bool
        Whether children are confined.
    """

    def __init__(self, orders, walls=True):
        self.orders, self.walls, self.children, self.forked = orders, walls, {}, 0
        self.ready = selectors.DefaultSelector()
        self.ready.register(orders, selectors.EVENT_READ)
        self.own = os.sysconf("SC_PAGE_SIZE") * int(confinement.all_processes()[os.getpid()][21])

    def serve(self):
        """Take orders until there is nobody left to give any."""
        while True:
            for key, _ in self.ready.select():
                if key.fileobj is self.orders:
                    if not self._order():
                        for child in self.children.values():
                            self._end(child)
                        return
                elif key.fileobj in self.children:
                    self._leash(key.fileobj)

    def _order(self):
        message, sockets, _, _ = socket.recv_fds(self.orders, _ORDER, 2)
        if not message:
            return False
        channel, leash = (socket.socket(fileno=number) for number in sockets)
        self.forked += 1
        if self.forked == MANY:
            kernel.collapse_pages()
        try:
            order = json.loads(message)
            child = self._fork(channel, Limits(**order["limits"]), order["processors"])
        except OSError as error:
            leash.send(json.dumps({"error": str(error)}).encode())
            leash.close()
        else:
            leash.send(b"{}")
            self.children[leash] = child
            self.ready.register(leash, selectors.EVENT_READ)
        channel.close()
        return True

    def _leash(self, leash):
        child = self.children[leash]
        try:
            asked = leash.recv(16)
            if asked == b"use":
                use = confinement.use(child.first, confinement.all_processes)
                use["memory"] = max(0, use["memory"] - use.pop("family") * self.own)
                leash.send(json.dumps(use).encode())
                return
            if asked == b"over":
                over = os.waitid(os.P_PID, child.first, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
                leash.send(json.dumps({"over": over}).encode())
                return
            status = self._end(child)
            if asked:
                leash.send(json.dumps({"status": status}).encode())
        except OSError:
            self._end(child)
        self.ready.unregister(leash)
        del self.children[leash]
        leash.close()

    def _end(self, child):
        """Kill a submission's first process, and with it its whole world; gives how it had ended by itself, if it had."""
        if child.ended:
            return None
        child.ended = True
        before, status = os.waitpid(child.first, os.WNOHANG)
        if not self.walls:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.first, signal.SIGKILL)
            shutil.rmtree(child.home, ignore_errors=True)
        if before == 0:
            os.kill(child.first, signal.SIGKILL)
            os.waitpid(child.first, 0)
            return None
        return os.waitstatus_to_exitcode(status)

    def _fork(self, channel, limits, processors):
        """Fork a confined child that talks over `channel`."""
        reading, writing = os.pipe()
        home = confinement.HOME if self.walls else tempfile.mkdtemp(prefix="box-")
        user, group = os.getuid(), os.getgid()
        pid = confinement.fork(self.walls)
        if pid == 0:
            _become_child(channel.fileno(), writing, limits, processors, home, (user, group) if self.walls else None)
        os.close(writing)
        with os.fdopen(reading) as report:
            problem = report.read()
        child = Child(pid, home)
        if problem:
            self._end(child)
            raise OSError(problem)
        return child


@dataclass
class Child:
    """A submission's first process, and its home."""

    first: int
    home: str
    ended: bool = False


def _become_child(channel, report, limits, processors, home, owner):
    """In the fork: put up the walls, give up all rights, and live; never returns."""
    try:
        os.setsid()
        os.sched_setaffinity(0, processors)
        _close_all_but(channel, report)
        if owner:
            confinement.settle(*owner)
            confinement.furnish(limits)
        confinement.limit(limits)
        if owner:
            confinement.give_up_rights()
    except BaseException as error:
        os.write(report, f"{error}".encode() or b"unknown")
        os._exit(1)
    os.close(report)
    try:
        worker.live(channel, limits, home)
    finally:
        os._exit(0)


def _close_all_but(*kept):
    """Close what belongs to the warm box, its orders and the leashes of others, and all that leads outside."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(quiet, standard)
    kept = sorted((0, 1, 2, *kept))
    for low, high in zip(kept, [*kept[1:], 65536], strict=True):
        os.closerange(low + 1, high)
