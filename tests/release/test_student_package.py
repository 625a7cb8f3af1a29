"""What students take home works in an environment with NumPy alone, and holds nothing that they must not see."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest
import yaml
from handed_in import notebook_with, split_answers

from autograder.checks.misconceptions.catalogue import catalogue_of
from autograder.course import Course
from autograder.release.first_cell import FOLDER, first_cell, site_address
from autograder.release.student_package import NAME, WHEEL, write_package

HOME = Course(Path(__file__).resolve().parents[2])
NOTEBOOKS = {topic: HOME.exercise(topic) for topic in HOME.available_topics()}
NUMPY_ALONE = [topic for topic, path in NOTEBOOKS.items() if "import torch" not in path.read_text()]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The wheel and the zip."""
    return write_package(HOME, tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def environment(made, tmp_path_factory):
    """A fresh environment's Python: the wheel was installed into it by pip, and NumPy is the only library beside it."""
    python = fresh_environment(tmp_path_factory.mktemp("environment"))
    pip(python, "install", "--no-index", made[0])
    return python


def fresh_environment(folder):
    """Make an environment of the standard library with this environment's NumPy in it; no network is needed for it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    ours = Path(np.__file__).parents[1]
    for path in ours.glob("numpy*"):
        (packages / path.name).symlink_to(path)
    return folder / "bin" / "python"


def pip(python, *arguments):
    """Run our pip for another environment."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def run(python, code, folder):
    """Run code in an environment, seeing nothing of this course's folder."""
    return subprocess.run([python, "-I", "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def code_of(notebook):
    """The code of a notebook, cell after cell."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def test_most_exercises_need_numpy_alone():
    """PyTorch is for the exercises that build networks."""
    assert len(NUMPY_ALONE) >= 5


def test_numpy_is_the_only_dependency(environment):
    """pip finds everything that the package asks for, and nothing else is there."""
    listed = pip(environment, "list", "--format", "freeze").stdout.split()
    assert sorted(line.partition("==")[0] for line in listed) == [NAME, "numpy"]
    pip(environment, "check")


@pytest.mark.parametrize("topic", NUMPY_ALONE)
def test_right_answers_pass_the_checks_that_a_student_sees(environment, topic, tmp_path):
    """An exercise with right answers runs from its first cell to its last, and each check says that it passed."""
    text = (HOME.home / "tests" / "answers" / "right" / topic / "loops.py").read_text()
    answers = split_answers(text, catalogue_of(topic).functions)
    notebook = nbformat.reads(notebook_with(NOTEBOOKS[topic], answers), as_version=4)
    done = run(environment, code_of(notebook), tmp_path)
    assert done.returncode == 0, done.stderr
    tests = [cell for cell in notebook.cells if cell.id.startswith("test_")]
    assert done.stdout.count("passed.") == len(tests) > 5


def test_a_known_mistake_gets_its_hint(environment, tmp_path):
    """The hints are in the package too: correlation in place of convolution is named."""
    code = (
        "import numpy as np\nfrom autograder.checks import Question\n"
        "def convolve2d(image, kernel):\n"
        "    return np.einsum('ijkl,kl', np.lib.stride_tricks.sliding_window_view(image, kernel.shape), kernel)\n"
        "Question('convolution.convolve2d', convolve2d).on(np.arange(12.0).reshape(3, 4), np.array([[1.0, 2.0]])).agrees()"
    )
    done = run(environment, code, tmp_path)
    assert "180" in done.stderr, done.stderr


def test_only_what_the_checks_import_is_inside(made):
    """The grader, the makers of exercises and the box are not in the wheel; neither is a solution in the zip."""
    with zipfile.ZipFile(made[0]) as wheel:
        rooms = {name.split("/")[1] for name in wheel.namelist() if name.startswith("autograder/")}
        box = {Path(name).stem for name in wheel.namelist() if "/box/" in name}
    assert rooms == {"__init__.py", "box", "checks", "reference"}
    # What tells forbidden calls, changed arguments and networks apart; nothing of the sandbox or of what talks to it.
    assert box == {"__init__", "watch", "memory", "networks", "tracing"}
    with zipfile.ZipFile(made[1]) as packed:
        kinds = {Path(name).suffix for name in packed.namelist()}
        names = {Path(name).name for name in packed.namelist()}
    assert kinds == {".txt", ".whl", ".ipynb"}
    assert {path.name for path in NOTEBOOKS.values()} <= names


def test_the_same_files_make_the_same_package(made, tmp_path):
    """Whoever packs again, later, gets the same bytes."""
    assert [path.read_bytes() for path in write_package(HOME, tmp_path)] == [path.read_bytes() for path in made]


def test_beside_the_graders_package_it_says_what_to_do(environment, tmp_path):
    """Installed into an instructor's environment it does not hide the grader in silence."""
    (tmp_path / "autograder-0.1.0.dist-info").mkdir()
    (tmp_path / "autograder-0.1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: autograder\nVersion: 0.1.0\n")
    done = run(environment, f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import autograder.checks", tmp_path)
    assert done.returncode == 1
    assert f"pip uninstall {NAME}" in done.stderr.splitlines()[-1]


# The first cell of every notebook.


@pytest.fixture
def published(made, tmp_path):
    """A course whose website is served; gives its folder and the list of what was asked for."""
    asked = []

    class Site(http.server.SimpleHTTPRequestHandler):
        def log_message(self, form, *values):
            asked.append(form % values)

    (tmp_path / "site" / FOLDER).mkdir(parents=True)
    shutil.copy(made[0], tmp_path / "site" / FOLDER)
    handler = functools.partial(Site, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        (tmp_path / "_config.yml").write_text(yaml.safe_dump({"html": {"baseurl": address}}))
        yield tmp_path, asked
        server.shutdown()


def with_pip(python):
    """The cell's code, for an environment without a pip of its own: ours, told for whom it works."""
    return f'[{sys.executable!r}, "-m", "pip", "--python", {str(python)!r}, "install"'


def test_where_the_checks_are_missing_the_first_cell_installs_them(published, tmp_path):
    """In an environment that has never heard of the course, the cell fetches the wheel from the site, and the checks import."""
    home, asked = published
    python = fresh_environment(tmp_path / "bare")
    code = first_cell(home).source.replace('[sys.executable, "-m", "pip", "install"', with_pip(python))
    done = run(python, f"{code}\nfrom autograder.checks import Question\nprint(Question.__name__)", tmp_path)
    assert done.stdout == "Question\n", done.stderr
    assert any(WHEEL in line for line in asked)


def test_where_the_checks_are_there_the_first_cell_does_nothing(published, tmp_path):
    """At home it prints nothing and asks nobody."""
    home, asked = published
    done = run(sys.executable, first_cell(home).source, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert asked == []


def test_where_the_site_does_not_answer_the_first_cell_says_so(published, tmp_path):
    """A wheel that is not there ends in a sentence with its address."""
    home, _ = published
    (home / "site" / FOLDER / WHEEL).unlink()
    python = fresh_environment(tmp_path / "bare")
    code = first_cell(home).source.replace('[sys.executable, "-m", "pip", "install"', with_pip(python))
    done = run(python, code, tmp_path)
    assert f"could not be installed from {site_address(home)}{FOLDER}/{WHEEL}" in done.stderr


@pytest.mark.parametrize("settings", ["", "html: {baseurl: ''}", "html: {baseurl: /course/}", "html:\n"])
def test_where_nobody_knows_the_site_the_first_cell_says_how_to_install(settings, tmp_path):
    """As long as the book has no address, or a relative one, the message names the file to install."""
    (tmp_path / "_config.yml").write_text(settings)
    python = fresh_environment(tmp_path / "bare")
    done = run(python, first_cell(tmp_path).source, tmp_path)
    assert done.returncode == 1
    assert f"pip install {WHEEL}" in done.stderr.splitlines()[-1]
    assert "During handling" not in done.stderr


@pytest.mark.parametrize("topic", NOTEBOOKS)
def test_every_exercise_begins_with_it_and_nbgrader_knows_nothing_of_it(topic):
    """It is the first code of each exercise, and no part of what is judged."""
    cell = next(cell for cell in nbformat.read(NOTEBOOKS[topic], as_version=4).cells if cell.cell_type == "code")
    assert cell.source == first_cell(HOME.home).source
    assert "nbgrader" not in cell.metadata
