"""Makes what students install and take home: a wheel of the checks and the reference, and a zip of it with all notebooks.

What the notebooks are made from is left to `assignment`; putting both files on the website to the book.
"""

import ast
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from autograder import __version__
from autograder.course import CourseError
from autograder.files import write_atomically

# The rooms that a notebook imports from. What they import in turn comes along, module by module, and nothing else.
ROOMS = ("checks", "reference")
# A name of its own: `pip install autograder` would fetch something else from the package index.
NAME = "cnn-course-checks"
WHEEL = f"{NAME.replace('-', '_')}-{__version__}-py3-none-any.whl"
ZIP = "cnn-course.zip"

_EARLIEST = 315619200  # a zip knows no time before 1980; one fixed time makes the same files the same to the byte

_PROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "{version}"
description = "The checks that the notebooks of a course on convolutional neural networks run"
requires-python = ">=3.11"
license = "MIT"
license-files = ["LICENSE"]
dependencies = ["numpy"]
optional-dependencies.chapters = ["matplotlib", "scikit-image", "scikit-learn", "scipy", "torch"]

[tool.setuptools]
py-modules = ["course_figures"]

[tool.setuptools.packages.find]
include = ["autograder*"]

[tool.setuptools.package-data]
"*" = ["*"]
"""

_INIT = '''\
"""The checks of a course on convolutional neural networks, as students install them.

The grader is no part of this package: it has the same import name, so only one of the two can be installed.
"""

from importlib.metadata import PackageNotFoundError, version

__version__ = "{version}"

try:
    version("autograder")
except PackageNotFoundError:
    pass
else:
    raise ImportError(
        "the packages `{name}` (for students) and `autograder` (for instructors) are both installed, and hide each other; "
        "remove the first: python -m pip uninstall {name}"
    )
'''

_README = """\
Convolutional Neural Networks: the exercises
============================================

You need Python 3.11 or newer. In a terminal, in this folder:

    python3 -m venv .venv
    .venv/bin/pip install notebook {wheel}
    .venv/bin/jupyter notebook exercises

On Windows write .venv\\Scripts\\ in place of .venv/bin/.

Then open a notebook, write your answers, and run the locked cells below them: they check your functions at once.
The checks need NumPy alone. Exercises 5 and 7 build networks with PyTorch, and 7 trains one on scikit-learn's digits:

    .venv/bin/pip install torch scikit-learn

The folder chapters/ holds the code of the website's chapters. Its figures need a few more libraries:

    .venv/bin/pip install "{wheel}[chapters]"
"""


def modules(home):
    """The files of the package, as paths below `home`: the rooms ``checks`` and ``reference``, and what these import.

    Parameters
    ----------
    home : pathlib.Path
        The course's folder.

    Returns
    -------
    list of pathlib.PurePath
        In alphabetical order, without ``autograder/__init__.py``, which the package has of its own (`contents`).

    Examples
    --------
    >>> import autograder
    >>> home = Path(autograder.__file__).parents[1]
    >>> sorted(path.name for path in modules(home) if path.parts[1] == 'box' and path.stem != '__init__')
    ['memory.py', 'networks.py', 'tracing.py', 'watch.py']
    """
    house = Path(home) / "autograder"
    waiting = [path for room in ROOMS for path in sorted((house / room).rglob("*")) if _belongs(path)]
    found = set()
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [path.parent / "__init__.py"] if path.parent != house else []
        waiting += _imported(house, path) if path.suffix == ".py" else []
    found.discard(house / "__init__.py")
    return sorted(path.relative_to(home) for path in found)


def _belongs(path):
    return path.is_file() and "__pycache__" not in path.parts


def _imported(house, path):
    """The modules of the house that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            place = house.parent.joinpath(*name.split("."))
            if name.split(".")[0] == "autograder":
                yield from (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())


def contents(home):
    """What the package holds: path inside it -> bytes.

    Parameters
    ----------
    home : pathlib.Path
        The course's folder.
    """
    made = {path.as_posix(): (Path(home) / path).read_bytes() for path in modules(home)}
    made["autograder/__init__.py"] = _INIT.format(name=NAME, version=__version__).encode()
    made["course_figures.py"] = (Path(home) / "book" / "course_figures.py").read_bytes()  # what the chapters draw with
    return made


def write_package(course, folder):
    """Write the wheel and the zip into a folder; gives both paths.

    Parameters
    ----------
    course : autograder.course.Course
        Where the exercises, the chapters and the package's modules lie.
    folder : pathlib.Path
        Where they go.
    """
    from autograder.release.chapters import chapter_notebooks

    wheel = write_wheel(course, folder)
    return wheel, write_zip(course, folder, wheel, chapter_notebooks(course.home))


def write_wheel(course, folder):
    """Build the wheel into a folder, by setuptools; gives its path.

    Parameters
    ----------
    course : autograder.course.Course
        Where the package's modules lie.
    folder : pathlib.Path
        Where the wheel goes.

    Raises
    ------
    autograder.course.CourseError
        If setuptools does not build it; the message is its last word.
    """
    with tempfile.TemporaryDirectory() as place:
        for name, content in contents(course.home).items():
            write_atomically(Path(place, name), content)
        Path(place, "pyproject.toml").write_text(_PROJECT.format(name=NAME, version=__version__))
        Path(place, "LICENSE").write_bytes((course.home / "LICENSE").read_bytes())
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "--no-cache-dir"]
        command += ["--disable-pip-version-check", "--wheel-dir", "out", "."]
        times = {**os.environ, "SOURCE_DATE_EPOCH": str(_EARLIEST)}
        done = subprocess.run(command, cwd=place, env=times, capture_output=True, text=True, check=False)
        if done.returncode:
            words = (done.stderr or done.stdout or "nothing").strip().splitlines()
            raise CourseError(f"{course.home}: the student package was not built; setuptools says: {words[-1]}")
        return write_atomically(Path(folder) / WHEEL, Path(place, "out", WHEEL).read_bytes())


def write_zip(course, folder, wheel, chapters=()):
    """Write the zip that a student takes home: all exercises, the chapters' code, the wheel and how to begin.

    Parameters
    ----------
    course : autograder.course.Course
        Where the exercises lie.
    folder : pathlib.Path
        Where the zip goes.
    wheel : pathlib.Path
        What `write_wheel` gave.
    chapters : mapping of str to str
        More notebooks: file name -> text.

    Returns
    -------
    pathlib.Path
    """
    exercises = [course.exercise(topic) for topic in course.available_topics()]
    missing = [path for path in exercises if not path.is_file()]
    if missing:
        raise CourseError(f"{missing[0]}: not there; make it with `autograder release`")
    files = {"README.txt": _README.format(wheel=wheel.name).encode(), wheel.name: wheel.read_bytes()}
    files |= {f"exercises/{path.name}": path.read_bytes() for path in exercises}
    files |= {f"chapters/{name}": text.encode() for name, text in dict(chapters).items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{ZIP.removesuffix('.zip')}/{name}"), content, zipfile.ZIP_DEFLATED)
    return write_atomically(Path(folder) / ZIP, packed.getvalue())
