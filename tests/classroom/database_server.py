"""A PostgreSQL server of the tests' own: Debian's programs, in a folder that is thrown away.

What it is asked is left to the tests.  It ends with the process that started it, however that ends.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from threading import Event

import psycopg

from autograder.hub.run import free_port

OWNER, PASSWORD = "grader", "not/a%secret"
NOBODY = 65534
_SETTINGS = {"fsync": "off", "listen_addresses": "127.0.0.1", "max_wal_size": "64MB", "shared_buffers": "16MB"}


def programs():
    """The folder of initdb and postgres: of Debian's newest version, or wherever initdb is found."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    elsewhere = shutil.which("initdb")
    assert found or elsewhere, "PostgreSQL is not installed: run .ci/system-packages"
    return found[-1].parent if found else Path(elsewhere).resolve().parent


class Server:
    """A server that runs, until `stop`."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-"))  # its socket needs a short path
        self.port = free_port()
        self._who = ["setpriv", "--pdeathsig", "QUIT"]
        if os.geteuid() == 0:  # as whom PostgreSQL refuses to run
            os.chown(self.folder, NOBODY, NOBODY)
            self._who += [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)  # the folder is closed
        made = [programs() / "initdb", "--pgdata", self.folder / "data", "--username", OWNER, "--pwfile", secret, "--no-sync"]
        self._run(*made, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C")
        self.start()

    def _run(self, *command):
        done = subprocess.run([*self._who, *command], cwd=self.folder, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr

    def start(self):
        """Start it, and wait until it answers."""
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [programs() / "postgres", "-D", self.folder / "data", "-k", self.folder, "-p", str(self.port), *settings]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([*self._who, *command], cwd=self.folder, stdout=log, stderr=log)
        while True:
            assert self.process.poll() is None, (self.folder / "log").read_text()
            try:
                self.ask("SELECT 1")
            except psycopg.OperationalError:
                Event().wait(0.02)
            else:
                return

    def end(self, how=signal.SIGQUIT):
        """End it: at once, as a crash would, or in order (SIGINT)."""
        self.process.send_signal(how)
        self.process.wait(60)

    def remove(self):
        """End it for good."""
        if self.process.poll() is None:
            self.end()
        shutil.rmtree(self.folder)

    def url(self, database, user=OWNER):
        """The address of a database, as nbgrader's setting has it; the password is left to libpq."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def connect(self, database="postgres", **options):
        """A connection of the tests' own."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=OWNER, password=PASSWORD, dbname=database, autocommit=True, **options
        )

    def ask(self, statement, database="postgres"):
        """Execute one statement; gives its rows."""
        with self.connect(database) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []
