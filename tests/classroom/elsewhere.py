"""Places with a network or disks of their own, made of Linux namespaces, in which commands run: to cut cables, to fill disks."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from threading import Event

PATIENCE = 60
FLAGS = {"net": "--net", "mnt": "--mount"}


class Elsewhere:
    """Namespaces that a sleeping process keeps open; a context manager.

    Parameters
    ----------
    kind : str
        ``"net"`` or ``"mnt"``.
    inside : Elsewhere or None
        Where to make it, for who is not root: in one user namespace they can be joined.

    Attributes
    ----------
    enter : tuple of str
        A command that runs another one there.
    """

    def __init__(self, kind, inside=None):
        alone = os.geteuid() != 0 and inside is None
        rights = ("--user", "--map-current-user", "--keep-caps") if alone else ()
        before = inside.enter if inside else ()
        command = [*before, "unshare", *rights, FLAGS[kind], "sleep", "infinity"]
        self.holder = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + PATIENCE
        while Path(f"/proc/{self.holder.pid}/comm").read_text() != "sleep\n":
            assert self.holder.poll() is None, command
            assert time.monotonic() < deadline, command
            Event().wait(0.01)
        user = ("--user", "--preserve-credentials") if os.geteuid() != 0 else ()
        self.enter = ("nsenter", "--target", str(self.holder.pid), *user, FLAGS[kind])

    def run(self, *command):
        """Run a command there that must succeed."""
        subprocess.run([*self.enter, *command], check=True, timeout=PATIENCE, stdin=subprocess.DEVNULL, capture_output=True)

    def root(self):
        """The folder under which its files can be seen from here."""
        return Path(f"/proc/{self.holder.pid}/root")

    def close(self):
        """Let it go."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.holder.pid, signal.SIGKILL)
        self.holder.wait()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class Cable:
    """A network cable from one place to another.

    Parameters
    ----------
    near, far : Elsewhere
        What it joins; `far` sends through it whatever is not its own.
    number : int
        Of its network, 10.77.number.0: `near` has the address 1 there, `far` 2.
    """

    def __init__(self, near, far, number):
        self.near, self.name = near, f"cable{number}"
        self.address = f"10.77.{number}.1"
        near.run("ip", "link", "add", self.name, "type", "veth", "peer", "name", "eth0", "netns", str(far.holder.pid))
        near.run("ip", "address", "add", f"{self.address}/24", "dev", self.name)
        far.run("ip", "address", "add", f"10.77.{number}.2/24", "dev", "eth0")
        for place, device in ((near, "lo"), (far, "lo"), (near, self.name), (far, "eth0")):
            place.run("ip", "link", "set", device, "up")
        far.run("ip", "route", "add", "default", "via", self.address)

    def cut(self):
        """Nothing gets through, and nobody is told: packets are lost."""
        self.near.run("ip", "link", "set", self.name, "down")

    def mend(self):
        """All is as it was."""
        self.near.run("ip", "link", "set", self.name, "up")
