"""Starts the process of a warm box, and loads nothing large itself: what follows is loaded while the box warms up.

Talking to it is left to `sandbox`, the command's words to `bubblewrap`.
"""

import os
import shutil
import socket
import subprocess

from autograder.box import bubblewrap
from autograder.box.bubblewrap import NoSandbox
from autograder.box.libraries import ENVIRONMENT


def start(sandbox, hidden, libraries):
    """Start a warm box; nobody waits for it here.

    Parameters
    ----------
    sandbox, hidden, libraries
        As for `autograder.box.sandbox.Box`.

    Returns
    -------
    tuple of (subprocess.Popen, socket.socket)
        The process, and the way to give it orders.

    Raises
    ------
    NoSandbox
        If bubblewrap is not installed.
    """
    if sandbox and shutil.which("bwrap") is None:
        raise NoSandbox(bubblewrap.MISSING)
    command = bubblewrap.command(hidden, libraries) if sandbox else bubblewrap.open_command(libraries)
    environment = {**ENVIRONMENT, "PATH": os.environ.get("PATH", os.defpath)}  # also for the threads that NumPy starts
    orders, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        command, stdin=inside, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True
    )
    inside.close()
    return process, orders
