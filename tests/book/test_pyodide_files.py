"""Holds the command that puts Python into a site: only what the lock file names gets there, from wherever it comes."""

import functools
import hashlib
import http.server
import json
import sys
import tarfile
import threading
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from autograder.release.student_package import contents

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "book" / "_ext"))
import pyodide_files  # noqa: E402 (from the folder above)
import python_in_page  # noqa: E402

PACKAGES = ("six", "python-dateutil")


@pytest.fixture
def source(tmp_path, pyodide):
    """A folder with two small packages of the real distribution."""
    folder = tmp_path / "source"
    folder.mkdir()
    for package in pyodide_files.with_what_they_need(pyodide_files.read_lock(), PACKAGES).values():
        (folder / package["file_name"]).write_bytes((pyodide / package["file_name"]).read_bytes())
    return folder


@pytest.fixture
def places(source, tmp_path):
    """The same files as a folder, as an archive, and on a server."""
    archive = tmp_path / "pyodide.tar.bz2"
    with tarfile.open(archive, "w:bz2") as tar:
        tar.add(source, arcname="pyodide")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield [str(source), str(archive), f"{address}/source", f"{address}/pyodide.tar.bz2"]
        server.shutdown()


def test_every_kind_of_place_gives_the_same_folder(places, tmp_path):
    """A folder, an archive and their addresses fill a site alike; the lock file names what is there, and no more."""
    found = []
    for number, place in enumerate(places):
        target = tmp_path / f"site{number}"
        pyodide_files.fill(target, place, PACKAGES)
        found.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in target.iterdir()})
    assert found[0] == found[1] == found[2] == found[3]
    lock = pyodide_files.read_lock(tmp_path / "site0")
    assert set(lock["packages"]) == {"six", "python-dateutil"}
    assert set(found[0]) == {*pyodide_files.CORE, pyodide_files.LOCK} | {each["file_name"] for each in lock["packages"].values()}


def test_another_file_of_the_same_name_is_refused(source, tmp_path):
    """One changed byte: the command stops, keeps nothing of that file, and leaves the site without Python."""
    wheel = next(source.glob("six*"))
    wheel.write_bytes(wheel.read_bytes()[:-1] + b"?")
    with pytest.raises(pyodide_files.NoPython, match=r"six.*is not the file whose SHA-256"):
        pyodide_files.fill(tmp_path / "site", str(source), PACKAGES)
    left = {path.name for path in (tmp_path / "site").iterdir()}
    assert pyodide_files.LOCK not in left
    assert not [name for name in left if name.startswith("six")]


@pytest.mark.parametrize("place", ["nowhere", "http://127.0.0.1:9/there", "nowhere.tar.bz2"])
def test_a_missing_place_is_named_in_one_line(place, tmp_path):
    """The message says which place, and how to name another."""
    with pytest.raises(pyodide_files.NoPython, match=rf"^{place}.*--from$"):
        pyodide_files.fill(tmp_path / "site", place, PACKAGES)


def test_a_second_run_fetches_nothing(source, tmp_path):
    """What is there and right stays, so that a run that was stopped goes on."""
    said = []
    pyodide_files.fill(tmp_path / "site", str(source), PACKAGES)
    pyodide_files.fill(tmp_path / "site", "nowhere", PACKAGES, say=said.append)
    assert said == ["Pyodide 0.27.7: 2 of 2 packages are there"]


def test_what_the_book_asks_for_can_be_had():
    """Every configured package is part of the distribution, with all that it needs; PyTorch is not, and is named."""
    names = pyodide_files.configured_packages()
    offered = pyodide_files.modules(pyodide_files.with_what_they_need(pyodide_files.read_lock(), names))
    assert {"numpy", "matplotlib", "skimage", "sklearn"} <= offered
    with pytest.raises(pyodide_files.NoPython, match="no package 'torch'"):
        pyodide_files.with_what_they_need(pyodide_files.read_lock(), ["torch"])


def test_the_pages_archive_holds_what_students_have_and_no_more():
    """The checks, the reference and what they import; no solution, no judge, no release; alike on every day."""
    packed = python_in_page.course_archive()
    names = set(zipfile.ZipFile(BytesIO(packed)).namelist())
    rooms = {name.split("/")[1] for name in names if name.startswith("autograder/")}
    assert rooms == {"__init__.py", "box", "checks", "reference"}
    assert names == {*contents(HOME), "cells.py", "session.py"}
    assert packed == python_in_page.course_archive()


def test_the_sites_own_archive_is_that_one(site):
    """The built site carries the modules as they are now."""
    shipped = {each.name for each in (site / "_static" / "python").rglob("*") if each.is_file()}
    assert {"course.zip", "worker.mjs", "convolution.json", "convolution.ipynb"} <= shipped
    assert not [name for name in shipped if name.endswith(".py")]
    exercise = HOME / "exercises" / "convolution" / "convolution.ipynb"
    copied = site / "_static" / "python" / "exercises" / "convolution.ipynb"
    assert json.loads(copied.read_text()) == json.loads(exercise.read_text())
