"""What a worker of a Dask cluster does: it keeps a judge of its own warm, and judges one submission after the other.

Who sends them, and what becomes of the records, is left to `cluster`.
"""

import platform
import threading
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from autograder import __version__
from autograder.judge import CourtLost, Judge, NoSandbox
from autograder.judge.record import empty_record, grader_digest

JUDGES = {}  # (thread, sandbox, hidden folders) -> a judge that runs


class WorkerCannot(Exception):
    """This worker cannot judge: it lacks a sandbox, or has other versions."""


def ignore_clock():
    """Let Dask, in this process, send each message as soon as the one before is gone, by no clock.

    Between two messages Dask (2026.8, ``distributed/batched.py``) waits for a time of the wall clock, some milliseconds ahead.
    A clock that is set back by a month within them makes it wait for a month.  There is no setting for it.
    """
    from distributed.batched import BatchedSend

    BatchedSend.next_deadline = property(lambda batch: None, lambda batch, deadline: None)


@cache
def versions():
    """What decides scores, by name: our own code, Python, the libraries that answers use."""
    found = {"autograder": __version__, "grader": grader_digest()[:12], "python": platform.python_version()}
    for library in ("numpy", "torch"):
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = None
    return found


def judged(assignment, submission, sandbox, hidden, wanted):
    """Judge one submission.

    Parameters
    ----------
    assignment : autograder.judge.Assignment
        What was asked.
    submission : autograder.judge.Submission
        What was handed in.
    sandbox : bool
        As for a judge.
    hidden : tuple of pathlib.Path
        As for a judge; folders of the machine that asks.
    wanted : dict
        The `versions` there.

    Returns
    -------
    str
        The record, as text.

    Raises
    ------
    WorkerCannot
        If this worker lacks a sandbox, or would score differently.
    """
    ignore_clock()
    if versions() != wanted:  # one that came after the others were asked
        raise WorkerCannot(f"the worker on {platform.node()} would score differently ({versions()}, not {wanted})")
    key = threading.get_ident(), sandbox, hidden
    for _ in range(2):
        try:
            (record,) = _judge(*key).grade(assignment, [submission])
            return record.to_line()
        except NoSandbox as reason:
            raise WorkerCannot(f"the worker on {platform.node()} has no sandbox: {reason}") from None
        except CourtLost as error:
            lost = error
            if judge := JUDGES.pop(key, None):  # none where somebody else's run has just dismissed it
                judge.close()
    return empty_record(assignment, submission, why=f"Twice the process that judged this was lost ({lost}).").to_line()


def _judge(*key):
    """The judge of a thread; it starts with the first submission."""
    if key not in JUDGES:
        _, sandbox, hidden = key
        JUDGES[key] = Judge(workers=1, sandbox=sandbox, hidden=hidden).__enter__()
    return JUDGES[key]


def dismiss():
    """End the judges of this worker."""
    while JUDGES:
        JUDGES.popitem()[1].close()
