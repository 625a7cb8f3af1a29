"""Writes the command that starts a hub in a view of its own of this machine: what people inside may see, and nothing more.

Who they are is left to `people`; starting and ending it to `run`.

People inside get uids that own nothing outside.  Of this repository they see the Python packages alone, and those read-only: no
solution, no test, no grade.  Folders that other users may not enter, such as a private home around it, are laid open no further
than to those packages.  All processes share a namespace of process numbers, and end with it.
"""

import os
import shutil
import sys
from pathlib import Path

from autograder.course import CourseError

MISSING = "apt-get install bubblewrap util-linux uidmap libnss-wrapper"


def as_somebody_with_uids(arguments):
    """The command that starts this program again as root of a namespace in which the user's subordinate uids are there.

    Parameters
    ----------
    arguments : list of str
        The program's.

    Returns
    -------
    list of str

    Raises
    ------
    CourseError
        If the user has no subordinate uids.
    """
    user = os.environ.get("USER") or str(os.getuid())
    if not _has_subordinate_uids(user):
        raise CourseError(
            "a hub gives each person a uid of their own, for which it needs root or subordinate uids: "
            f"start it as root, or get some with `sudo apt-get install uidmap && sudo usermod "
            f"--add-subuids 200000-265535 --add-subgids 200000-265535 {user}`"
        )
    return ["unshare", "--user", "--map-root-user", "--map-auto", "--", sys.executable, "-m", "autograder", *arguments]


def _has_subordinate_uids(user):
    listed = Path("/etc/subuid")
    lines = listed.read_text().splitlines() if listed.is_file() else []
    named = [line for line in lines if line.split(":")[0] in (user, str(os.getuid()))]
    return bool(named) and shutil.which("newuidmap") is not None


def name_wrapper():
    """The library through which programs ask our lists of users instead of the machine's.

    Raises
    ------
    CourseError
        If it is not installed.
    """
    for folder in (*Path("/usr/lib").glob("*-linux-gnu"), Path("/usr/lib64"), Path("/usr/lib"), Path("/usr/local/lib")):
        for path in sorted(folder.glob("libnss_wrapper.so*")):
            return path
    raise CourseError(f"libnss_wrapper.so is not installed, by which the hub knows its people: `{MISSING}`")


def command(folder, program):
    """The command that starts a program in the hub's view.

    Parameters
    ----------
    folder : autograder.hub.folder.HubFolder
        The hub's folder.
    program : list of str
        What to start.

    Returns
    -------
    list of str

    Raises
    ------
    CourseError
        If a program that it takes is not installed.
    """
    missing = [name for name in ("setpriv", "unshare", "bwrap") if shutil.which(name) is None]
    if missing:
        raise CourseError(f"{', '.join(missing)}: not installed, but the hub needs it: `{MISSING}`")
    package = Path(__file__).resolve().parents[1]
    readable = [Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), package, folder.names]
    writable = [folder.root / "homes", folder.exchange]
    words = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "--"]
    words += ["bwrap", "--dev-bind", "/", "/", "--bind", str(folder.scratch), "/tmp"]
    covered = covers([package.parent, folder.root], [*readable, *writable])
    for cover in covered:
        words += ["--perms", "0755", "--tmpfs", str(cover)]
    for path in (*readable, *writable):
        for cover in (*covered, Path("/tmp")):
            if path.is_relative_to(cover):
                for parent in reversed(path.relative_to(cover).parents[:-1]):
                    words += ["--perms", "0755", "--dir", str(cover / parent)]
                words += ["--bind" if path in writable else "--ro-bind", str(path), str(path)]
                break
    return [*words, "--cap-add", "ALL", "--chdir", "/", "--", *program]


def covers(hidden, needed):
    """The folders to cover: what must be hidden, and around what is needed those that other users may not enter.

    Parameters
    ----------
    hidden, needed : list of pathlib.Path
        Absolute paths.

    Returns
    -------
    list of pathlib.Path
        The outermost ones; none lies in another.
    """
    closed = set(hidden)
    for path in needed:
        closed |= {parent for parent in path.parents if not parent.stat().st_mode & 0o001}
    return sorted(path for path in closed if not closed & set(path.parents))
