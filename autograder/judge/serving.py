"""Begins the grading process: starts the first warm box, and while that warms up loads and prepares what a court needs.

What a court does is left to `court`, asking it to `judge`.
"""

import contextlib
import gc
import os
import sys
from multiprocessing.connection import Connection as Pipe

from autograder.box.bubblewrap import NoSandbox
from autograder.box.libraries import named_in
from autograder.box.start import start


def main(descriptor):
    """Serve one `autograder.judge.judge.Judge` until it hangs up.

    Parameters
    ----------
    descriptor : int
        Of the pipe to it. It sends whether there is a sandbox, what is hidden, how many submissions to judge at once, and the
        first assignment or None; it is sent ``("ready", protections)`` or ``("no sandbox", why)``.
    """
    with contextlib.suppress(EOFError, ConnectionError):  # who asks may hang up at any time, also before all is ready
        _serve(Pipe(descriptor))
    sys.stderr.flush()
    os._exit(0)  # the boxes end with this process, and there is nothing to save; taking PyTorch down would cost half a second


def _serve(asker):
    gc.disable()  # until all is imported, which stays: to look through it again and again takes time
    sandbox, hidden, workers, first = asker.recv()
    libraries = named_in(*(first.own_code if first else ()))
    try:
        started = {libraries: start(sandbox, hidden, libraries)}
        from autograder.judge.court import Court  # NumPy and the checks

        court = Court(asker, sandbox, hidden, workers, started)
        if first:
            court.take(first)
        protections = court.box(libraries).protections
    except NoSandbox as reason:
        asker.send(("no sandbox", str(reason)))
        return
    asker.send(("ready", protections))
    court.serve()
