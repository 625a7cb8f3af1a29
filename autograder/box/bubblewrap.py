"""Writes the command that starts the warm box inside bubblewrap: what it sees of this machine, and nothing else.

Confining each submission further is left to `confinement`; what root does first to `launch`.
"""

import importlib.util
import json
import os
import sys
import sysconfig
from pathlib import Path

from autograder.box.libraries import ENVIRONMENT, LIBRARIES

CODE = Path(__file__).resolve().parent
NOBODY = 65534
MISSING = (
    "bubblewrap is not installed, and without it no answer is run.\n"
    "Install it: `apt install bubblewrap` (Debian, Ubuntu), `dnf install bubblewrap` (Fedora), `apk add bubblewrap` (Alpine)."
)
ADVICE = (
    "bubblewrap needs user namespaces. On Ubuntu 24.04: `sysctl kernel.apparmor_restrict_unprivileged_userns=0`; on older\n"
    "Debian: `sysctl kernel.unprivileged_userns_clone=1`; in a container: `--security-opt seccomp=unconfined\n"
    "--security-opt apparmor=unconfined --security-opt systempaths=unconfined`. The box's user must be able to read Python\n"
    "and its packages: `chmod -R a+rX DIR`."
)
_LIBRARY = "/box/library{}"  # neither their names nor anything beside them are told
_BOOT = "import sys; sys.path[:0] = {paths!r}; from autograder.box.zygote import main; main()"


class NoSandbox(Exception):
    """There is no working sandbox here; the message says what is missing and what to install."""


def library_folders():
    """The folders that the box's libraries were installed in."""
    found = []
    for name in ("msgpack", *LIBRARIES):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            folder = str(Path(spec.origin).parent.parent)
            if folder not in found:
                found.append(folder)
    return found


def below(path, folder):
    """Whether a path is a folder or lies below it."""
    return Path(path) == Path(folder) or Path(folder) in Path(path).parents


def sights(hidden=()):
    """What the box sees of this machine, in the order in which it is put there.

    Parameters
    ----------
    hidden : tuple of pathlib.Path
        Folders that it must not see.

    Returns
    -------
    list of tuple
        ``("bind", source, target)`` read-only, ``("symlink", text, target)``, ``("hide", target)``.
    """
    seen = [("bind", "/usr", "/usr")]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = f"/{name}"
        if os.path.islink(path):
            seen.append(("symlink", os.readlink(path), path))
        elif os.path.isdir(path):
            seen.append(("bind", path, path))
    for path in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts"):
        if os.path.exists(path):
            seen.append(("bind", path, path))
    own = [Path(each).resolve() for each in hidden]
    seen += [("hide", str(each)) for each in own if below(each, "/usr")]
    for folder in sorted({sysconfig.get_config_var("installed_base"), sysconfig.get_config_var("installed_platbase")}):
        if not below(folder, "/usr"):
            seen += _shown(folder, folder, own)
    for number, folder in enumerate(library_folders()):
        seen += _shown(folder, _LIBRARY.format(number), [*own, Path(folder) / "autograder"])
    return seen


def _shown(folder, target, own):
    """A folder put at a place, without what lies in it that must not be seen: courses, an installed reference and its checks."""
    inside = [each.relative_to(folder) for each in own if each != Path(folder) and below(each, folder) and each.is_dir()]
    return [("bind", folder, target), *(("hide", f"{target}/{path}") for path in inside)]


def arguments(seen, code, program):
    """bubblewrap's arguments.

    Parameters
    ----------
    seen : list of tuple
        As `sights` gives them.
    code : str
        The folder of the box's own code, as it lies outside.
    program : list of str
        What to start, as `python` gives it.

    Returns
    -------
    list of str
    """
    words = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    words += ["--uid", str(NOBODY), "--gid", str(NOBODY)]
    words += ["--hostname", "box", "--clearenv"]
    for name, value in {**ENVIRONMENT, "HOME": "/tmp", "MPLCONFIGDIR": "/tmp"}.items():
        words += ["--setenv", name, value]
    for kind, *rest in seen:
        words += [{"bind": "--ro-bind", "symlink": "--symlink", "hide": "--tmpfs"}[kind], *rest]
    words += ["--ro-bind", code, "/box/autograder/box", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/"]
    for target in ("/dev", *(rest[0] for kind, *rest in seen if kind == "hide"), "/"):
        words += ["--remount-ro", target]
    return [*words, "--", *program]


def python(paths, *words):
    """The command that starts the warm box's interpreter: isolated, without site packages that run code at start."""
    boot = _BOOT.format(paths=paths)
    return [os.path.realpath(sys._base_executable), "-I", "-S", "-B", "-c", boot, *words]


def command(hidden, libraries):
    """The command that starts the warm box in its sandbox: directly, or as root by way of `launch`."""
    seen = sights((CODE.parent.parent, *hidden) if (CODE.parent.parent / "pyproject.toml").exists() else hidden)
    program = python(["/box", *map(_LIBRARY.format, range(len(library_folders())))], *libraries)
    if os.geteuid() != 0:
        return ["bwrap", *arguments(seen, str(CODE), program)]
    order = json.dumps({"seen": seen, "code": str(CODE), "program": program})
    return [sys.executable, "-I", "-S", str(CODE / "launch.py"), order]


def open_command(libraries):
    """The command that starts a warm box without walls."""
    return python([str(CODE.parent.parent), *library_folders()], "open", *libraries)
