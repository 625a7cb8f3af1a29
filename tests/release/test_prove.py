"""The proof itself can fail: a test that is too weak, and an answer that is wrong, are found."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

import psutil
import pytest

from autograder.course import Course
from autograder.release.prove import names_in, prove

HOME = Course(Path(__file__).resolve().parents[2])


@pytest.fixture
def copied(tmp_path):
    """The exercise on convolution in a folder where it may be spoilt."""
    shutil.copytree(HOME.home / "solutions", tmp_path / "solutions")
    shutil.copytree(HOME.home / "tests" / "answers", tmp_path / "tests" / "answers")
    return Course(tmp_path)


def spoil(path, old, new):
    """Replace a text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def problems(course):
    """All that the proof complains about."""
    return [problem for _, proof in prove(course, ["convolution"]) for problem in proof.problems]


def test_a_wrong_answer_among_the_right_ones_is_found(copied):
    """An answer that should be right but is not is named with its style and the test."""
    spoil(copied.home / "tests/answers/right/convolution/loops.py", "out[j - i + M - 1]", "out[i - j + N - 1]")
    assert [p for p in problems(copied) if p.startswith("correlate1d: the right answer in loops fails test_correlate1d")]


def test_a_test_that_is_too_weak_is_found(copied):
    """Without the check of refusals, the mistakes about them pass, and the proof says so."""
    spoil(copied.solution("convolution"), ".refuses()", "")
    assert "correlate2d: the mistake looks_only_at_the_width passes every test" in problems(copied)


def test_a_style_that_is_missing_is_found(copied):
    """Two styles of right answers are too few."""
    (copied.home / "tests/answers/right/convolution/loops.py").unlink()
    assert any("only 2 styles" in problem for problem in problems(copied))


def test_several_processes_find_the_same_in_the_same_order():
    """How many share the work changes nothing of what is told."""
    assert list(prove(HOME, ["convolution"], workers=2)) == list(prove(HOME, ["convolution"]))


def test_ctrl_c_ends_all_processes(tmp_path):
    """Ctrl-C reaches all processes of the terminal, as here: one line, 130, and none of them is left."""
    command = [sys.executable, "-m", "autograder", "-C", str(HOME.home), "prove", "--workers", "2"]
    with open(tmp_path / "told", "w") as file:
        run = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
    mine = psutil.Process(run.pid)
    while sum("spawn_main" in " ".join(each.cmdline()) for each in mine.children()) < 2:
        assert run.poll() is None, (tmp_path / "told").read_text()
        Event().wait(0.05)
    children = mine.children(recursive=True)
    os.killpg(run.pid, signal.SIGINT)
    assert run.wait(120) == 130
    told = [line for line in (tmp_path / "told").read_text().splitlines() if line]
    assert [line.partition(":")[0] for line in told] == ["Proving exercises", "autograder"]
    assert psutil.wait_procs(children, timeout=60)[1] == []


def test_a_cell_is_run_again_only_where_it_names_what_is_replaced():
    """What a cell does not name it cannot see; names inside of functions and comprehensions count too."""
    cell = "question = [convolve1d(f, f) for f in ()]\ndef later():\n    return (lambda: relu)()\n"
    assert {"question", "convolve1d", "relu"} <= names_in(compile(cell, "cell", "exec"))
    assert "f" not in names_in(compile(cell, "cell", "exec"))
