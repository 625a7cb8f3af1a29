"""A student's notebook is checked before it is handed in: half right is enough, what cannot be graded is not."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from autograder.cli import main

HOME = Path(__file__).resolve().parents[2]
ADA = HOME / "tests" / "submissions" / "convolution" / "ada.yildiz" / "convolution" / "convolution.ipynb"


@pytest.fixture
def run(course, tmp_path, monkeypatch):
    """A function that changes Ada's right notebook and hands it in, from a folder of her own."""
    for topic in ("convolution", "pooling"):
        shutil.copytree(HOME / "exercises" / topic, course.home / "exercises" / topic)
        shutil.copy(HOME / "solutions" / f"{topic}.py", course.home / "solutions")
    (tmp_path / "ada").mkdir()
    monkeypatch.chdir(tmp_path / "ada")

    def hand_in(change=lambda cells: None, *arguments, name="convolution.ipynb"):
        notebook = json.loads(ADA.read_text())
        change({cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]})
        notebook["cells"] = [cell for cell in notebook["cells"] if cell]
        Path(name).write_text(json.dumps(notebook))
        return CliRunner().invoke(main, ["-C", str(course.home), "submit", name, *arguments], catch_exceptions=False)

    return hand_in


def test_a_right_notebook_becomes_one_file(run):
    """It is run, and written byte for byte for the upload; the receipt names its digest and says what it does not prove."""
    done = run()
    assert (done.exit_code, done.stderr.splitlines()) == (0, ["Checking and running convolution.ipynb ..."])
    upload = Path("hand_in/convolution.ipynb")
    assert upload.read_bytes() == Path("convolution.ipynb").read_bytes()
    digest = subprocess.run(["sha256sum", upload], capture_output=True, text=True, check=True).stdout.split()[0]
    assert f"sha256 {digest}" in done.stdout
    assert "unsigned: it names the content, and proves neither time nor person" in done.stdout


def test_what_is_half_right_may_be_handed_in(run):
    """A failing check, an open question and a free cell that fails are remarks; the notebook is handed in all the same."""

    def change(cells):
        cells["blur_kernel"]["source"] = "def blur_kernel(size):\n    return np.ones((size, size))\n"
        cells["sharpen_kernel"]["source"] = "def sharpen_kernel(amount=1.0):\n    raise NotImplementedError()\n"
        cells["imports"]["source"] += "\nprint('changed')"

    done = run(change)
    assert done.exit_code == 0
    assert "note: There is no answer yet to sharpen_kernel." in done.stderr
    assert "note: The check `test_blur_kernel` fails: " in done.stderr
    assert "note: The locked cell `imports` had been changed" in done.stderr
    assert "test_sharpen_kernel" not in done.stderr
    assert Path("hand_in/convolution.ipynb").is_file()


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("blur_kernel", None, "The cell `blur_kernel` is missing."),
        ("blur_kernel", "def blur_kernel(size) return 1", "`blur_kernel` does not run: SyntaxError: "),
        ("blur_kernel", "blur_kernel = size * 2", "`blur_kernel` does not run: NameError: name 'size' is not defined"),
        ("sharpen_kernel", "sharpen_kernel = 1\nwhile True:\n    pass", "did not come to an end within 2 seconds"),
        ("sharpen_kernel", "sharpen_kernel = 1\nimport os\nos._exit(0)", "`sharpen_kernel` does not run: ended Python itself"),
    ],
)
def test_what_cannot_be_graded_is_not_handed_in(run, name, source, words):
    """A missing cell, and an answer that does not run, are named and not handed in, unless the student insists."""

    def change(cells):
        if source is None:
            cells[name].clear()
        else:
            cells[name]["source"] = source

    done = run(change, "--seconds", "2")
    assert done.exit_code == 1
    assert words in done.stderr
    assert "not handed in; mend what is named above, or hand it in as it is with --anyway" in done.stderr
    assert not Path("hand_in").exists()
    assert not [each.cmdline() for each in psutil.Process().children() if "ipykernel_launcher" in each.cmdline()]


def test_anyway(run):
    """Whoever insists hands in what does not run."""
    done = run(lambda cells: cells["blur_kernel"].update(source="def"), "--anyway", "--output", "up/mine.ipynb")
    assert done.exit_code == 0
    assert Path("up/mine.ipynb").read_bytes() == Path("convolution.ipynb").read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is no notebook"),
        (b'{"cells": [', "breaks off"),
        ('{"cells": []}'.encode("utf-16"), "it is UTF-16; open it and save it as UTF-8"),
        (b'{"cells": []}', "answers no exercise of this course"),
        (b'{"cells": [3, {"source": 1}], "metadata": 4}', "answers no exercise of this course"),
        ((HOME / "exercises/pooling/pooling.ipynb").read_bytes(), "is called convolution and answers pooling"),
    ],
)
def test_what_is_no_notebook_of_the_course(run, course, content, words):
    """A wrong file is one line with its name."""
    Path("convolution.ipynb").write_bytes(content)
    done = CliRunner().invoke(main, ["-C", str(course.home), "submit", "convolution.ipynb"], catch_exceptions=False)
    assert done.exit_code == 1
    assert words in done.stderr.splitlines()[-1]


def test_through_nbgraders_exchange(run, course, tmp_path):
    """Where an exchange is set up the notebook goes there by nbgrader's own command, and nbgrader's collect finds it."""
    exchange = tmp_path / "exchange"
    for folder in ("inbound", "outbound/convolution"):
        (exchange / "di504" / folder).mkdir(parents=True)
    os.chmod(exchange / "di504" / "inbound", 0o733)
    shutil.copy(course.home / "exercises/convolution/convolution.ipynb", exchange / "di504/outbound/convolution")
    with open(course.home / "nbgrader_config.py", "a") as file:
        file.write(f"c.Exchange.root = {str(exchange)!r}\n")
    done = run()
    assert done.exit_code == 0, done.stderr
    assert "Handed in to convolution through the exchange, which noted 2" in done.stdout
    command = [sys.executable, "-m", "nbgrader", "collect", "convolution"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # nbgrader calls alembic from there
    collecting = subprocess.run(command, cwd=course.home, capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert collecting.returncode == 0, collecting.stderr
    (collected,) = course.root.glob("submitted/*/convolution/convolution.ipynb")
    assert collected.read_bytes() == Path("convolution.ipynb").read_bytes()


def test_an_exchange_that_refuses(run, course, tmp_path):
    """What nbgrader says when it does not take a notebook is told, with the other way to hand in."""
    with open(course.home / "nbgrader_config.py", "a") as file:
        file.write(f"c.Exchange.root = {str(tmp_path / 'nowhere')!r}\n")
    done = run(lambda cells: None, "--to", "exchange")
    assert done.exit_code == 1
    assert "nbgrader's exchange did not take it: Unwritable directory" in done.stderr
    assert "use --to file" in done.stderr
