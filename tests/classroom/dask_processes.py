"""A Dask scheduler and its workers as processes of their own, started as an operator would, to be killed or cut off."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

PATIENCE = 120  # seconds, for a machine that does much else
# A lost connection is noticed within seconds rather than half a minute; two lost workers are enough to set a submission aside.
QUICK = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
}


class DaskProcesses:
    """A scheduler with workers; a context manager that ends them all.

    Parameters
    ----------
    folder : pathlib.Path
        Where their logs go.
    host : str
        The address on which the scheduler listens.
    prefix : tuple of str
        A command that runs the scheduler somewhere else.
    keys : pathlib.Path or None
        The folder of ca.pem, node.pem and node.key, for connections by TLS.
    """

    def __init__(self, folder, host="127.0.0.1", prefix=(), keys=None):
        self.folder, self.processes, self.keys = Path(folder), [], keys
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        protocol = "tls" if keys else "tcp"
        self.address = f"{protocol}://{host}:{port}"
        self.scheduler = self._start("scheduler", "--host", host, "--port", str(port), "--protocol", protocol, prefix=prefix)
        self._wait_for("Scheduler at", self.scheduler)

    def _start(self, *words, prefix=()):
        log = self.folder / f"dask{len(self.processes)}.log"
        files = {"--tls-ca-file": "ca.pem", "--tls-cert": "node.pem", "--tls-key": "node.key"} if self.keys else {}
        words += ("--no-dashboard", *(word for option, name in files.items() for word in (option, str(self.keys / name))))
        with open(log, "wb") as file:
            process = subprocess.Popen(
                [*prefix, sys.executable, "-m", "dask", *words], env={**os.environ, **QUICK, "OMP_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        process.log = log
        self.processes.append(process)
        return process

    def worker(self, *words, prefix=()):
        """Start a worker without a nanny, so that what is killed stays so, and wait until the scheduler knows it."""
        process = self._start("worker", self.address, "--nthreads", "1", "--no-nanny", *words, prefix=prefix)
        self._wait_for("Registered to", process)
        return process

    @staticmethod
    def _wait_for(words, process):
        deadline = time.monotonic() + PATIENCE
        while words not in process.log.read_text():
            assert process.poll() is None, process.log.read_text()
            assert time.monotonic() < deadline, process.log.read_text()
            Event().wait(0.05)

    @staticmethod
    def kill(process):
        """Kill a process and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for process in reversed(self.processes):
            self.kill(process)
