"""What code in a box can reach, spend and leave behind: nothing of ours, not much, and nothing."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.box.channel import Closed
from autograder.box.confinement import Limits
from autograder.box.libraries import ENVIRONMENT
from autograder.box.sandbox import PATIENCE, Box, NoSandbox
from autograder.box.wire import Codec

HOUSE = Path(__file__).resolve().parents[2]
START = "from autograder.box.sandbox import Box\nwith Box() as box: assert all(box.protections.values())"
LIMITS = Limits(memory_mb=300, scratch_mb=16, processes=20)


@pytest.fixture(scope="module")
def box():
    """A warm box with all its walls."""
    with Box() as box:
        yield box


class Inside:
    """Runs code in a confined process; `give` is what it assigned to that name."""

    def __init__(self, place):
        self.place, self.codec = place, Codec(take=lambda tag, told: told)

    def ask(self, **request):
        """One request and its answer."""
        self.place.channel.send(*self.codec.pack(request))
        return self.codec.unpack(*self.place.channel.receive(PATIENCE))

    def run(self, code):
        """Run code there; gives what it assigned to ``give``."""
        answer = self.ask(do="define", name="cell", source=code, before=[])
        assert "error" not in answer, answer
        return self.ask(do="name", name="give")["value"]


@pytest.fixture
def inside(box):
    """A confined process of its own for each test."""
    with box.open(LIMITS) as place:
        yield Inside(place)


def attempt(code):
    """Code that gives the name of the exception which `code` raises, or "done"."""
    return f"try:\n    {code}\n    give = 'done'\nexcept Exception as error:\n    give = type(error).__name__"


def test_all_protections_are_there(box):
    """Each wall is seen from inside, and the list is not empty."""
    assert len(box.protections) > 10
    assert all(box.protections.values()), box.protections


@pytest.mark.parametrize("path", [HOUSE, HOUSE / "pyproject.toml", Path.home(), "/root", "/home", "/etc/shadow", "/var"])
def test_nothing_of_the_machine_is_seen(inside, path):
    """The course, homes and the system's own data are not there at all."""
    assert inside.run(f"import os\ngive = os.path.exists({str(path)!r})") is False


@pytest.mark.parametrize("module", [f"autograder.{room}" for room in ("reference", "judge", "checks.misconceptions", "release")])
def test_no_other_room_can_be_imported(inside, module):
    """Neither the reference nor the checks, the known mistakes or the judge can be loaded inside."""
    assert inside.run(attempt(f"import {module}")) == "ModuleNotFoundError"


@pytest.mark.parametrize("path", ["/", "/usr", "/dev", "/box", "/box/library0", "/proc/sys/kernel", "/sys", "/etc"])
def test_nothing_outside_the_scratch_folder_can_be_written(inside, path):
    """Every other place refuses."""
    assert inside.run(attempt(f"open('{path}/mine', 'w').write('x')")) != "done"


def test_there_is_no_network(inside):
    """No interface but a loopback that leads nowhere, and no kind of socket that gets round it."""
    assert inside.run(attempt("import socket; socket.create_connection(('1.1.1.1', 53), 2)")) == "OSError"
    assert inside.run(attempt("import socket; socket.socket(40, socket.SOCK_STREAM)")) == "PermissionError"
    assert inside.run(attempt("import socket; socket.create_connection(('127.0.0.1', 22), 2)")) != "done"


@pytest.mark.parametrize("call", ["unshare(0x10000000)", "ptrace(16, 1, 0, 0)", "mount(0, b'/tmp', 0, 32, 0)", "setuid(0)"])
def test_rights_cannot_be_won_back(inside, call):
    """No new namespaces, no tracing, no mounts, no other user."""
    assert inside.run(f"import ctypes\ngive = ctypes.CDLL(None).{call}") == -1


def test_other_processes_are_not_seen(inside):
    """It is alone in its world, and its parents' memory and environment are out of reach."""
    assert inside.run("import os\ngive = [int(p) for p in os.listdir('/proc') if p.isdigit()]") == [1]
    assert inside.run("import os\ngive = sorted(os.environ)") == sorted([*ENVIRONMENT, "HOME", "TMPDIR", "MPLCONFIGDIR"])


def test_submissions_share_nothing(box):
    """What one leaves in its folders, shared memory or namespaces, the next does not find."""
    with box.open(LIMITS) as one:
        Inside(one).run("open('/tmp/home/a', 'w').write('x'); open('/dev/shm/a', 'w').write('x'); give = 1")
        with box.open(LIMITS) as two:
            assert Inside(two).run("import os\ngive = os.listdir('/tmp/home') + os.listdir('/dev/shm')") == []


@pytest.mark.parametrize(
    "code",
    [
        "a = [bytearray(10**7) for _ in range(100)]",
        "import numpy; numpy.ones(10**9)",
        "f = open('/tmp/big', 'wb'); [f.write(bytes(10**6)) for _ in range(100)]; f.flush()",
        "[open(f'/tmp/{i}', 'w') for i in range(10000)]",
        "import threading, time; [threading.Thread(target=time.sleep, args=(5,), daemon=True).start() for _ in range(100)]",
        "import os; os.memfd_create('hidden')",
    ],
    ids=["memory", "array", "disk", "files", "threads", "hidden memory"],
)
def test_what_can_be_used_up_is_limited(inside, code):
    """Memory, disk, files and threads end early."""
    assert inside.run(attempt(code)) in ("MemoryError", "OSError", "RuntimeError", "PermissionError", "_ArrayMemoryError")


def test_processes_end_with_the_submission(box):
    """Daemons, forks and a fork bomb are gone when the leash is cut."""
    mark = "77777.125"
    with box.open(LIMITS) as place:
        Inside(place).run(
            "import subprocess, os\nfor _ in range(30):\n    try:\n"
            f"        subprocess.Popen(['sleep', '{mark}'], start_new_session=True)\n    except OSError:\n        pass\ngive = 1"
        )
        assert sleepers(mark)
        assert place.use()["asleep"] in (True, False)
        place.end(patience=0)
    deadline = time.monotonic() + 60
    while sleepers(mark) and time.monotonic() < deadline:
        os.sched_yield()
    assert not sleepers(mark)


def sleepers(mark):
    """The processes on this machine that were started with a mark."""
    return [process for process in psutil.process_iter(["cmdline"]) if mark in (process.info["cmdline"] or [])]


def test_processor_time_is_counted_with_all_descendants(box):
    """What a child of a child computes is the submission's too."""
    with box.open(LIMITS) as place:
        before = place.use()["cpu"]
        Inside(place).run(
            "import subprocess, sys\nsubprocess.run([sys.executable, '-S', '-c', 'sum(range(10**7))'], check=True)\ngive = 1"
        )
        assert place.use()["cpu"] > before


def test_a_library_that_nobody_named_is_still_followed():
    """PyTorch can be imported where it was not ready; reached under a name that no text tells, it counts as called."""
    reach = "def reach():\n    return __import__('tor' + 'ch').ones(2).sum().item()\nimport sys\ngive = 'torch' in sys.modules"
    with Box(libraries=("numpy",)) as box, box.open(Limits()) as place:
        inside = Inside(place)
        assert inside.run(reach) is False
        target = inside.ask(do="name", name="reach")["value"]["number"]
        answer = inside.ask(do="call", target=target, arguments=[], keywords={}, watch=["torch"])
    assert answer["value"] == 2.0
    assert answer["forbidden"].startswith("torch")


def test_a_process_that_ends_is_told_from_one_that_is_ended(box):
    """The exit status is told; the other side has hung up."""
    with box.open(LIMITS) as place:
        with pytest.raises(Closed):
            Inside(place).run("import os\nos._exit(7)")
        assert place.end() == 7


def test_without_bubblewrap_the_message_says_what_to_install(monkeypatch, tmp_path):
    """No sandbox, no grading, and a way out."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoSandbox, match="apt install bubblewrap"):
        Box()


def test_it_says_why_where_namespaces_are_refused(monkeypatch, tmp_path):
    """A bubblewrap that cannot work leads to its own words and to advice."""
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:4]):  # the box's user must be able to reach it
        if folder.owner() == tmp_path.owner() and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NoSandbox, match=r"No permissions to create new namespace[\s\S]*user namespaces"):
        Box()


def test_it_works_below_a_folder_that_nobody_else_may_enter(tmp_path):
    """A clone below a private folder, its files private too: the box's user still sees what it needs and nothing more."""
    private = tmp_path / "private"
    shutil.copytree(HOUSE / "autograder" / "box", private / "autograder" / "box", ignore=shutil.ignore_patterns("__pycache__"))
    (private / "autograder" / "__init__.py").touch()
    for path in [private, *private.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    done = subprocess.run([sys.executable, "-c", START], cwd=private, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_it_works_for_an_ordinary_user():
    """No root is needed: bubblewrap is started by whoever grades."""
    become = ["setpriv", "--reuid=4321", "--regid=4321", "--clear-groups", "--"] if os.geteuid() == 0 else []
    program = f"import sys; sys.path.insert(0, {str(HOUSE)!r})\n{START}"
    done = subprocess.run([*become, sys.executable, "-c", program], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
