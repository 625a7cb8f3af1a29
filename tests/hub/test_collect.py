"""Collecting from the exchange: real files of different owners, in a namespace where there are several uids.

Root has them anyway. Everybody else gets them from the subordinate uids of their account (package uidmap), as the hub does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest

from autograder.hub.people import Person, lists_of_users
from autograder.hub.view import as_somebody_with_uids, name_wrapper

LATER, EARLIER = "2099-01-01 00:00:00.000000 UTC", "2026-11-20 20:00:00.000000 UTC"
# What somebody may put in the place of a notebook, as shell in their folder, and what is then said of it.
TRICKS = {
    "link": ("rm n.ipynb; ln -s /etc/passwd n.ipynb", "which is a link"),
    "folderlink": ("ln -s /etc more", "which is a link"),
    "hardlink": ("rm n.ipynb; ln ../../../../secret n.ipynb", "belongs to somebody else"),
    "pipe": ("rm n.ipynb; mkfifo n.ipynb", "which is no plain file"),
    "large": ("truncate -s 300M n.ipynb", "holds more than 1000 files or 200 MiB"),
    "many": ("touch $(seq 1001)", "holds more than 1000 files or 200 MiB"),
    "deep": ("mkdir -p 1/2/3/4/5/6/7/8/9", "holds folders in folders"),
}
BAD_NAMES = ["ada+convolution+soon+r", "ada+convolution+", f"nobody.known+convolution+{EARLIER}+r"]
LECTURER, ADA, CAN = Person("lecturer", "instructor", 52_000), Person("ada", "student", 52_001), Person("can", "student", 52_002)
TRICKSTERS = {name: Person(name, "student", 52_003 + number) for number, name in enumerate(TRICKS)}
COLLECT = """
import logging, sys
from traitlets.config import Config
from nbgrader.coursedir import CourseDirectory
from autograder.hub.collect import CollectFromOwners
config = Config()
config.CourseDirectory.root, config.CourseDirectory.course_id = sys.argv[1], "di504"
config.CourseDirectory.assignment_id, config.Exchange.root = "convolution", sys.argv[2]
logging.basicConfig(level=logging.ERROR, format="%(message)s")
CollectFromOwners(coursedir=CourseDirectory(config=config), config=config, update=True).start()
"""


class Collected:
    """What came of collecting from an exchange in which honest and other people had put things."""

    def __init__(self, folder):
        self.folder, self.inbound, self.root = folder, folder / "exchange" / "di504" / "inbound", folder / "course"
        for name, text in zip(("passwd", "group"), lists_of_users([LECTURER, ADA, CAN, *TRICKSTERS.values()], str), strict=True):
            (folder / name).write_text(text)
        (folder / "collect.py").write_text(COLLECT)
        self.inbound.mkdir(parents=True)
        self.root.mkdir()
        (folder / "exchange").chmod(0o777)
        (folder / "secret").write_text("secret")
        (folder / "script.sh").write_text("\n".join(["set -e", *self.script()]))
        command = ["bash", str(folder / "script.sh")]
        if os.geteuid() != 0:
            wrapped = as_somebody_with_uids([])
            command = [*wrapped[: wrapped.index("--") + 1], *command]
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path})
        assert done.returncode == 0, done.stderr
        self.told = done.stderr
        self.problems = json.loads((self.root / "problems" / "convolution.json").read_text())
        self.taken = {path.parent.parent.name: path.read_text() for path in self.root.glob("submitted/*/convolution/n.ipynb")}

    def script(self):
        """What people do to the exchange, then the instructor's collecting."""
        yield from self.hand_in(ADA, f"ada+convolution+{EARLIER}+r", "of ada")
        yield from self.hand_in(CAN, f"can+convolution+{EARLIER}+r", "of can")
        yield from self.hand_in(CAN, f"ada+convolution+{LATER}+r", "forged")
        for name in BAD_NAMES:
            yield from self.hand_in(CAN, name, "forged")
        for name, (trick, _) in TRICKS.items():
            yield from self.hand_in(TRICKSTERS[name], f"{name}+convolution+{EARLIER}+r", "tricky", trick)
        users = " ".join(f"NSS_WRAPPER_{name.upper()}={quote(str(self.folder / name))}" for name in ("passwd", "group"))
        arguments = (sys.executable, self.folder / "collect.py", self.root, self.folder / "exchange")
        yield f"{users} LD_PRELOAD={name_wrapper()} {' '.join(quote(str(each)) for each in arguments)}"

    def hand_in(self, maker, name, text, trick=":"):
        """Somebody makes a folder in the exchange."""
        place = quote(str(self.inbound / name))
        yield f"mkdir {place} && cd {place} && printf %s {quote(text)} > n.ipynb"
        yield f"{trick}\nchown -hR {maker.uid} . && chown 0 {quote(str(self.folder / 'secret'))}\ncd /"

    def said_of(self, file):
        """What is listed of a folder."""
        return [problem["message"] for problem in self.problems if problem["file"] == file and problem["kind"] == "refused"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """An exchange with all of it, collected once: loading nbgrader takes a few seconds."""
    return Collected(tmp_path_factory.mktemp("exchange"))


def test_each_gets_their_own_and_nothing_else(collected):
    """Folders whose owner is whom their name names are taken, and no others, whatever time those claim."""
    assert collected.taken == {"ada": "of ada", "can": "of can"}


def test_a_forged_folder_is_reported_and_stays(collected):
    """What can made in ada's name is refused by both names, on the screen and in the list, and lies where it was."""
    name = f"ada+convolution+{LATER}+r"
    (said,) = collected.said_of(name)
    assert "is named as ada's, but was made by can" in said
    assert said in collected.told
    assert (collected.inbound / name / "n.ipynb").read_text() == "forged"


@pytest.mark.parametrize("trick", TRICKS)
def test_only_plain_files_of_their_own(collected, trick):
    """Links to what only the instructor may read, and other things that are no file of the student's, are refused."""
    (said,) = collected.said_of(f"{trick}+convolution+{EARLIER}+r")
    assert TRICKS[trick][1] in said


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_stops_nobody(collected, name):
    """A folder whose name cannot be read is reported, with who made it."""
    (said,) = collected.said_of(name)
    assert "made by can" in said


def test_a_claimed_time_is_compared(collected):
    """A folder that says it came long before it was last changed is taken, and this is said."""
    doubts = [problem["file"] for problem in collected.problems if problem["kind"] == "time in doubt"]
    assert f"ada+convolution+{EARLIER}+r" in doubts


def test_what_release_feedback_needs_is_there(collected):
    """Nobody can stop the release of everybody's feedback by leaving a file out."""
    folder = collected.root / "submitted" / "ada" / "convolution"
    assert (folder / "timestamp.txt").read_text() == EARLIER
    assert len((folder / "submission_secret.txt").read_text()) == 128
