"""Started by root: shows an unprivileged user what the box needs, becomes that user, and starts bubblewrap.

What the box sees is decided in `bubblewrap`.  The course and the Python may lie below folders that nobody else can enter, such as
``/root``: in a mount namespace of its own, which ends with this process, what is needed is mounted at a place that all can reach.
"""

import json
import os
import sys
from pathlib import Path

STAGES = ("/mnt", "/media", "/srv", "/opt", "/run")


def main(order):
    """Stage, drop root's rights, start bubblewrap in this process's place."""
    sys.path.insert(0, str(Path(order["code"]).parent.parent))
    from autograder.box import bubblewrap, kernel

    sources = [source for kind, *rest in order["seen"] for source in rest[:1] if kind == "bind"]
    free = (place for place in STAGES if not any(bubblewrap.below(each, place) for each in sources))
    stage = next(place for place in free if os.path.isdir(place))
    kernel.unshare(kernel.NEWNS)
    kernel.mount(None, "/", flags=kernel.RECURSIVE | kernel.PRIVATE)
    own = Path(order["code"])
    code = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in [*own.glob("*.py"), *own.glob("__pycache__/*.pyc")]}
    kernel.mount("tmpfs", stage, "tmpfs", kernel.NOSUID | kernel.NODEV, "mode=755,size=8m")
    os.umask(0o022)
    for path, (text, changed) in code.items():
        copy = Path(stage) / "code" / path.relative_to(own)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(text)
        os.utime(copy, ns=(changed, changed))  # so that what Python has compiled of it already is taken for its own
    seen = []
    for number, (kind, *rest) in enumerate(order["seen"]):
        if kind == "bind":
            rest[0] = _show(kernel, rest[0], f"{stage}/{number}")
        seen.append((kind, *rest))
    words = bubblewrap.arguments(seen, f"{stage}/code", order["program"])
    os.setgroups([])
    os.setresgid(bubblewrap.NOBODY, bubblewrap.NOBODY, bubblewrap.NOBODY)
    os.setresuid(bubblewrap.NOBODY, bubblewrap.NOBODY, bubblewrap.NOBODY)
    os.chdir("/")
    os.execvp("bwrap", ["bwrap", *words])


def _show(kernel, source, place):
    """Mount a file or folder at a place; gives the place."""
    if os.path.isdir(source):
        os.mkdir(place)
    else:
        Path(place).touch()
    kernel.mount(source, place, flags=kernel.BIND | kernel.RECURSIVE)
    return place


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
