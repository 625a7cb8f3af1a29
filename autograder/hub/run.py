"""Starts a hub, waits until it answers, and ends it with everything that it started.

What it is told is left to `jupyterhub_config.py`, what it sees of this machine to `view`.
"""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from autograder.course import CourseError
from autograder.hub.folder import HubFolder, lay_out, runtime
from autograder.hub.people import read_people
from autograder.hub.view import command, name_wrapper

HERE = Path(__file__).resolve().parent
PROXY = HERE / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
CONFIG = HERE / "jupyterhub_config.py"
STARTING, ENDING = 120.0, 60.0  # seconds, on a machine that does much else
_TRY = "import jupyterhub.singleuser, jupyter_server, nbgrader, autograder"


@dataclass(frozen=True)
class Hub:
    """A hub that runs.

    Parameters
    ----------
    address : str
        Where it is, on this machine alone.
    people : list of autograder.hub.people.Person
        Who may log in.
    passwords : dict
        By name, until it ends.
    folder : HubFolder
        Where its files are.
    process : subprocess.Popen
        The process on which all others hang.
    """

    address: str
    people: list
    passwords: dict
    folder: HubFolder
    process: subprocess.Popen

    def wait(self):
        """Wait until it ends by itself, which it should not."""
        self.process.wait()
        raise CourseError(f"{self.folder.log}: the hub has ended: {_last_line(self.folder.log)}")


@contextmanager
def running(course, root, port=8000, settings=None):
    """A hub, from its start to its end; gives a `Hub` that answers.

    Parameters
    ----------
    course : autograder.course.Course
        Whose solutions the instructor starts with.
    root : pathlib.Path
        The hub's folder.
    port : int
        Where it listens, on 127.0.0.1.
    settings : pathlib.Path or None
        A file of JupyterHub settings, read last.

    Raises
    ------
    CourseError
        If another hub runs with the same folder, the port is taken, something is not installed, or the hub does not start.
    """
    folder = HubFolder(Path(root).resolve())
    folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    with _only_one(folder, address):
        if not PROXY.is_file():
            raise CourseError(f"{PROXY}: not installed; run `make setup`")
        _refuse_a_taken(port)
        people = read_people(folder.people)
        lay_out(folder, people, course)
        passwords = {person.name: secrets.token_urlsafe(9) for person in people}
        environment = {**os.environ, **_environment(folder, people, passwords, address, settings)}
        _refuse_what_people_cannot_read(folder, people[0], environment)
        with open(folder.log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as log:
            program = [sys.executable, "-m", "jupyterhub", "--config", str(CONFIG)]
            process = subprocess.Popen(
                command(folder, program),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,  # Ctrl-C reaches us alone, and we end it in order
            )
        try:
            told = json.loads(environment["COURSE_HUB"])
            for where in (f"http://127.0.0.1:{told['hub_port']}", address):
                _await(where, process, folder)
            yield Hub(address, people, passwords, folder, process)
        finally:
            end(process)


def _environment(folder, people, passwords, address, settings):
    """What the hub's configuration is told, by way of its environment."""
    told = {
        "address": address,
        "hub_port": free_port(),
        "proxy_port": free_port(),
        "proxy": [shutil.which("node") or shutil.which("nodejs") or "node", str(PROXY)],
        "folder": str(folder.root),
        "exchange": str(folder.exchange),
        "course": str(folder.course(next(person for person in people if person.role == "instructor")).home),
        "roles": {person.name: person.role for person in people},
        "runtime": {person.name: f"/tmp/{runtime(folder, person).name}" for person in people},
        "passwords": passwords,
        "settings": settings and Path(settings).resolve().read_text(),
    }
    users = {"NSS_WRAPPER_PASSWD": folder.names / "passwd", "NSS_WRAPPER_GROUP": folder.names / "group"}
    return {
        "COURSE_HUB": json.dumps(told),
        "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",  # whoever starts the hub may have private folders there
        "LD_PRELOAD": str(name_wrapper()),
        **{name: str(path) for name, path in users.items()},
    }


@contextmanager
def _only_one(folder, address):
    with open(folder.lock, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            where = file.read().strip()
            raise CourseError(f"{folder.root}: a hub runs here already, at {where}; end it with Ctrl-C where it runs") from None
        file.truncate(0)
        file.write(address)
        file.flush()
        yield


def _refuse_a_taken(port):
    with socket.socket() as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind(("127.0.0.1", port))
        except OSError as error:
            raise CourseError(f"port {port}: cannot be listened on ({error.strerror}); choose another with --port") from None


def free_port():
    """The number of a port that nobody listens on."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def _refuse_what_people_cannot_read(folder, person, environment):
    """Start Python as one of the people: what they cannot read is said now, and not when the first of them logs in."""
    who = ["setpriv", f"--reuid={person.uid}", f"--regid={person.uid}", "--clear-groups"]
    tried = subprocess.run(
        command(folder, [*who, sys.executable, "-c", _TRY]), env=environment, capture_output=True, text=True, check=False
    )
    if tried.returncode:
        reason = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        way_out = f"if rights are what is missing: `chmod -R a+rX {sys.prefix} {HERE.parent}`"
        raise CourseError(f"{sys.prefix}: people inside cannot start Python ({reason}); {way_out}")


def _await(address, process, folder):
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CourseError(f"{folder.log}: JupyterHub has ended: {_last_line(folder.log)}")
        try:
            with urllib.request.urlopen(f"{address}/hub/api/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise CourseError(f"{folder.log}: JupyterHub does not answer after {STARTING:g} seconds; its reasons stand there")


def _last_line(log):
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"


def end(process):
    """End a hub: first in order, so that notebooks' kernels and the proxy go, then whatever is left of its processes.

    Parameters
    ----------
    process : subprocess.Popen
        Of `view.command`: `unshare`, whose child is `bwrap`, whose child is the hub.
    """
    try:
        (bubblewrap,) = psutil.Process(process.pid).children()
        (jupyterhub,) = bubblewrap.children()
        jupyterhub.send_signal(signal.SIGTERM)
        process.wait(ENDING)
    except (ValueError, psutil.NoSuchProcess, subprocess.TimeoutExpired):
        pass  # it has ended already, or will not
    finally:
        process.kill()  # a namespace ends with its first process, and all processes in it
        process.wait()
