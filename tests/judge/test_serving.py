"""The grading process begins and ends as whoever asks wishes."""

import socket
import subprocess
import sys
from multiprocessing.connection import Connection as Pipe

from autograder.judge.judge import _BOOT, _HOUSE


def test_who_asks_may_hang_up_at_once():
    """Stopped by Ctrl-C before the grading process is ready, it ends in silence: no traceback among the words of the command."""
    near, far = socket.socketpair()
    command = [sys.executable, "-c", _BOOT.format(house=_HOUSE, descriptor=far.fileno())]
    process = subprocess.Popen(command, pass_fds=[far.fileno()], stderr=subprocess.PIPE, text=True)
    far.close()
    with Pipe(near.detach()) as asker:
        asker.send((True, (), 1, None))
    words = process.communicate(timeout=120)[1]
    assert (process.returncode, words) == (0, "")
