"""Reaches a Dask cluster, or starts one on this machine for a single run.

What is sent there is left to `cluster`.  Dask's connections carry pickled code: whoever can reach one can run programs on its
machines.  So the cluster on this machine speaks TLS with keys of its own, which nobody else has, and an open address is named.
"""

import asyncio
import contextlib
import ipaddress
import logging
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from autograder.classroom.cluster_worker import ignore_clock
from autograder.course import CourseError

LOCAL = "local:"
MUTE = logging.CRITICAL + 1
PATIENCE = 30  # seconds, for a scheduler to answer and for a first worker to come


def connect(address, stack, on_trouble):
    """A client of the cluster at an address.

    Parameters
    ----------
    address : str
        That of a scheduler, or ``"local:N"``.
    stack : contextlib.ExitStack
        Ends it, and a cluster that was started for it.
    on_trouble : callable
        Called with a sentence if others can listen.

    Returns
    -------
    distributed.Client

    Raises
    ------
    autograder.course.CourseError
        If nobody answers there, or no worker comes.
    """
    from distributed import Security

    if address.startswith("tls://") and Security().get_connection_args("client")["ssl_context"] is None:
        raise CourseError(f"--scheduler {address}: no certificates are named for it; docs/operators.md, A cluster, says how")
    for name in [each for each in logging.root.manager.loggerDict if each.split(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(MUTE)  # what matters is said in our own words
    ignore_clock()
    try:
        if address.startswith(LOCAL):
            client = _client(_start(int(address[len(LOCAL) :]), stack), stack)
        else:
            _warn_if_open(address, on_trouble)
            _greet(address)
            client = _client(address, stack, timeout=PATIENCE)
        client.wait_for_workers(1, timeout=PATIENCE)
        return client
    except TimeoutError:
        raise CourseError(f"--scheduler {address}: no worker came within {PATIENCE} s; start one there: `dask worker`") from None
    except MemoryError:  # Dask takes the first bytes of whatever greets it for a length
        raise CourseError(f"--scheduler {address}: what answers there is no Dask scheduler") from None
    except (OSError, ValueError, TypeError) as error:
        words = str(error).split("\n")[0] or type(error).__name__
        raise CourseError(f"--scheduler {address}: nobody answers ({words}); is `dask scheduler` running there?") from None


def _greet(address):
    """Hear from whoever listens at an address; a client waits for the first word without end."""
    from distributed import Security
    from distributed.comm import connect as reach

    async def greeted():
        keys = Security().get_connection_args("client")
        connection = await asyncio.wait_for(reach(address, timeout=PATIENCE, **keys), PATIENCE)
        await connection.close()

    try:
        with ThreadPoolExecutor(1) as apart:  # there may be a loop in this thread
            apart.submit(asyncio.run, greeted()).result()
    except TimeoutError:
        raise OSError(f"not a word within {PATIENCE} s") from None


def _client(where, stack, **options):
    """A client that is closed at the end, above all if nobody answers.

    Dask leaves that to the garbage collector.  It may come while Dask holds the lock that closing needs, and then waits for ever.
    """
    from distributed import Client

    client = Client.__new__(Client)
    stack.callback(_close, client)
    client.__init__(where, set_as_default=False, **options)
    return client


def _close(client):
    if hasattr(client, "status"):  # else it came to nothing before there was anything to close
        client.close()


def _start(number, stack):
    import dask
    from distributed import LocalCluster

    # Who is gone is noticed by the connection; a time to live would go by a clock that somebody may move.
    lasting = dask.config.set({"distributed.scheduler.worker-ttl": None})
    with lasting, _deaf_to_interrupts():  # Ctrl-C is for this process alone, which then ends the others
        return stack.enter_context(
            LocalCluster(
                n_workers=number, threads_per_worker=1, security=True, dashboard_address=None, memory_limit=0,
                silence_logs=MUTE, scheduler_kwargs={"allowed_failures": 1},
            )
        )  # fmt: skip


@contextlib.contextmanager
def _deaf_to_interrupts():
    """Processes started inside leave Ctrl-C to this one."""
    if threading.current_thread() is not threading.main_thread():  # where Python lets nobody set this
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _warn_if_open(address, on_trouble):
    parts = urlsplit(address)
    try:
        near = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        near = parts.hostname == "localhost"
    if parts.scheme != "tls" and not near:
        on_trouble(f"{address} is not encrypted: whoever reaches it can run programs on its workers and on this machine; "
                   "see docs/operators.md, TLS")  # fmt: skip
