"""How far a run is can be read by people, by programs, or by nobody."""

import json
import os
import pty
import re
import subprocess
import sys

from click.testing import CliRunner
from undisturbed import HOUSE, STUDENTS

from autograder.cli import main
from autograder.cli.telling import Pace


def grade(course, *words):
    """The command `grade`, in this process."""
    return CliRunner().invoke(main, ["-C", str(course.home), "grade", "convolution", *words])


def changed_source(course):
    """Mend a test so that points change."""
    source = course.source("convolution")
    source.write_text(source.read_text().replace("kernel[1][1] == -4", "kernel[1][1] == +4"))


def test_json_lines_tell_everything(waiting):
    """Each line is JSON; the submissions are counted down to none, and the points are those of the records."""
    done = grade(waiting, "--json-lines")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    plan, *graded, topic = map(json.loads, done.stdout.splitlines())
    assert plan == {"event": "plan", "total": 8, "topics": {"convolution": {"waiting": 8, "unchanged": 0}}}
    assert [told["event"] for told in graded] == ["record"] * 8
    assert [told["left"] for told in graded] == [7, 6, 5, 4, 3, 2, 1, 0]
    assert {told["student"] for told in graded} == set(STUDENTS)
    for told in graded:
        record = json.loads(waiting.record(told["student"], "convolution").read_text())
        assert (told["points"], told["max_points"]) == (record["points"], record["max_points"])
    assert (topic["event"], topic["graded"], topic["unchanged"], topic["failed"]) == ("topic", 8, 0, 0)


def test_no_program_is_asked(waiting):
    """A regrade that would change points ends with 1 and writes nothing; --yes then writes it and grades nothing twice."""
    assert grade(waiting, "--quiet").output == ""
    changed_source(waiting)
    before = {path: path.read_bytes() for path in waiting.root.glob("records/*/*.json")}
    done = grade(waiting, "--json-lines")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    changes = next(event for event in events if event["event"] == "changes")["changes"]
    assert done.exit_code == 1
    assert "would change; --yes writes it" in done.stderr
    assert {path: path.read_bytes() for path in before} == before
    assert all(change["before"] != change["after"] for change in changes)
    done = grade(waiting, "--json-lines", "--yes")
    assert done.exit_code == 0
    assert json.loads(done.stdout.splitlines()[0])["total"] == 0
    for change in changes:
        assert json.loads(waiting.record(change["student"], "convolution").read_text())["points"] == change["after"]


def test_only_one_way_of_telling(waiting):
    """What cannot be had both is refused with the reason."""
    for words in (("--quiet", "--json-lines"), ("--workers", "2", "--scheduler", "local:2")):
        done = grade(waiting, *words)
        assert done.exit_code == 2
        assert words[0] in done.stderr


def test_a_terminal_shows_all_of_it(waiting):
    """On a terminal a live line says what is looked for, then how many are done, failed and left, the rate and the end."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "200", "TERM": "xterm"}
    command = [sys.executable, "-m", "autograder", "-C", str(waiting.home), "grade", "convolution"]
    run = subprocess.Popen(command, cwd=HOUSE, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs, env=environment)
    os.close(theirs)
    seen = b""
    while part := _read(ours):
        seen += part
    assert run.wait(60) == 0
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
    assert re.search(r"[1-7] of 8 done, 0 failed, [1-7] left, \d+\.\d a second, end about \d\d:\d\d:\d\d", text), text
    assert text.index("Looking for what is new") < text.index("8 of 8 done, 0 failed, 0 left")


def _read(descriptor):
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other side was closed
        return b""


def test_pace_before_the_first():
    """Before anything is done nothing is divided by nothing, and no end is foretold."""
    pace = Pace(3)
    assert (pace.end, pace.left) == (None, 3)
    assert pace.words() == "0 of 3 done, 0 failed, 3 left, 0.0 a second"
