"""The README's commands are what they say: each is run as it stands there."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
import requests

HOME = Path(__file__).resolve().parents[1]
PATIENCE = 240  # seconds, on a machine that does much else
TEXT = (HOME / "README.md").read_text()
LINES = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)).splitlines()
COMMANDS = [line.split(" #")[0].strip() for line in LINES if line]
MADE = [command for command in COMMANDS if command.startswith("make ")]
ENDLESS = "zeynep.gungor"
GRADER = [command for command in COMMANDS if "autograder" in command]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A copy of what the commands need, so that they do not touch this course's own data.

    The student whose loop never ends is left out: she costs a minute each time, and `autograder demo` is tested with her.
    """
    folder = tmp_path_factory.mktemp("readme")
    for name in ("solutions", "tests/submissions"):
        shutil.copytree(HOME / name, folder / name, ignore=shutil.ignore_patterns(ENDLESS))
    shutil.copy(HOME / "nbgrader_config.py", folder)
    return folder


def test_the_two_commands_come_first():
    """The first commands that a reader meets are `make demo` and `make test`."""
    assert COMMANDS[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("command", MADE)
def test_every_make_target_exists_and_explains_itself(command):
    """`make help` lists each target that the README names."""
    listed = subprocess.run(["make", "help"], cwd=HOME, capture_output=True, text=True, check=True).stdout
    assert f"  {command} " in listed


def test_the_instructors_commands_run_in_the_order_given(home):
    """Release, collect, grade, feedback, export, doctor: one after the other, on the sample class."""
    (home / "course").mkdir()
    shutil.copy(HOME / "tests/submissions/roster.csv", home / "course/roster.csv")
    for command in GRADER:
        program, *arguments = shlex.split(command)
        assert (HOME / program).is_file()
        run = subprocess.run([HOME / program, *arguments], cwd=home, capture_output=True, text=True)
        assert "Traceback" not in run.stderr, run.stderr
        assert run.returncode == 0, f"{command}: {run.stdout}{run.stderr}"
    assert (home / "grades.csv").read_text().count("\n") > 20


def test_jupyterlab_opens_the_exercise(tmp_path):
    """The student's command starts JupyterLab, which serves that notebook."""
    program, lab, notebook = shlex.split(next(command for command in COMMANDS if "jupyter lab" in command))
    shutil.copy(HOME / notebook, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    flags = ["--no-browser", "--ServerApp.token=", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--allow-root"]
    flags.append(f"--ServerApp.root_dir={tmp_path}")
    with open(tmp_path / "log", "w") as log:
        words = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "start_new_session": True}
        server = subprocess.Popen([HOME / program, lab, *flags], **words)
    try:
        while not reached("127.0.0.1", port):
            assert server.poll() is None, (tmp_path / "log").read_text()
            Event().wait(0.1)
        page = requests.get(f"http://127.0.0.1:{port}/api/contents/{Path(notebook).name}", timeout=PATIENCE)
        assert page.ok
        assert "convolve1d" in page.text
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def reached(*address):
    """Whether somebody listens there."""
    with socket.socket() as line:
        return line.connect_ex(address) == 0


def test_the_tests_run_in_the_environment_that_make_sets_up():
    """What is tested is .venv, not whatever Python happens to be there."""
    assert Path(sys.prefix) == HOME / ".venv"
