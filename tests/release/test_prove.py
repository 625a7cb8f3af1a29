"""The proof itself can fail: a test that is too weak, and an answer that is wrong, are found."""

import shutil
from pathlib import Path

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
    return [problem for proof in prove(course, "convolution") for problem in proof.problems]


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


def test_a_cell_is_run_again_only_where_it_names_what_is_replaced():
    """What a cell does not name it cannot see; names inside of functions and comprehensions count too."""
    cell = "question = [convolve1d(f, f) for f in ()]\ndef later():\n    return (lambda: relu)()\n"
    assert {"question", "convolve1d", "relu"} <= names_in(compile(cell, "cell", "exec"))
    assert "f" not in names_in(compile(cell, "cell", "exec"))
