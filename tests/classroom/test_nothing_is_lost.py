"""Whatever a class sends, each file of it is in its student's place, or kept and listed."""

import hashlib
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from archives import notebook, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.classroom.collect import collect, read_problems
from autograder.course import Course

ROSTER = {  # id: first name, last name, number in Canvas
    "ada": ("Ada", "Yıldız", 52001),
    "ışık.çağ": ("Işık", "Çağ", 52002),
    "noam": ("נועם", "כהן", 52003),
    "layla": ("ليلى", "حداد", 52004),
    "=cmd": ("=1+1", "@SUM(A1)", 52005),
}
STUDENTS = [student for student in ROSTER if student != "=cmd"]
STRANGERS = ["nobody", "=cmd()|'x'!A0", "ada isik", "-rf", "ad\u202ea"]

contents = st.integers(0, 30).flatmap(
    lambda number: st.sampled_from([
        notebook(number),
        notebook(number),
        notebook(number)[:-9],  # breaks off
        f'{{"cells": [], "name": "Işık {number}"}}'.encode("cp1254"),
        notebook(number).decode().encode("utf-16"),
        b"%%PDF-1.7 %d" % number,
        b"PK\x03\x04 %d" % number,
        b"",
        b"[" * 5000 + b"%d" % number,
        notebook(number) + b" " * 100_000,
    ])
)  # fmt: skip


@st.composite
def files(draw, outside):
    """A file as somebody sends it: its name, whose it is (None: nobody can say), its content and its time."""
    student = draw(st.sampled_from(STUDENTS + STRANGERS))
    first, last, number = ROSTER.get(student, (student, "", draw(st.sampled_from([7, 99999]))))
    attempt, late = draw(st.integers(1, 9)), draw(st.sampled_from(["", "LATE_"]))
    own = draw(st.sampled_from(["convolution.ipynb", "convolution-1.ipynb", "52001_3_x.ipynb", "photo.png", "a b (2).ipynb"]))
    canvas = "".join(letter for letter in (last + first).lower() if letter.isalnum() or letter in "_-\u0307")
    forms = [
        f"{student}/convolution/convolution.ipynb",
        f"{student}/convolution.ipynb",
        f"{student}_convolution.ipynb",
        f"{student}/{own}",
        f"{canvas}_{late}{number}_{attempt}_{own}",
        f"{canvas}_52001_{number}_{attempt}_{own}",
        f"{first} {last}_{attempt}_assignsubmission_file_/{own}",
        f"{first} {last}_{attempt}_assignsubmission_file_{own}",
        own,
    ]
    if outside:
        forms += [f"../{student}_convolution.ipynb", "/etc/convolution.ipynb", f"{student}\\convolution.ipynb"]
    name = draw(st.sampled_from(forms))
    return name, draw(contents), draw(st.integers(0, 3))


def new_course(home):
    """A course with that roster."""
    course = Course(home)
    course.root.mkdir(parents=True)
    rows = [f"{student},{first},{last},{number}" for student, (first, last, number) in ROSTER.items() if student in STUDENTS]
    course.roster.write_text("\n".join(["id,first_name,last_name,canvas_id", *rows]))
    (home / "nbgrader_config.py").write_text("")
    return course


def lay_out(folder, sent):
    """Put files into a folder, as far as it can hold them: of one name there, the first; gives those that it holds."""
    held = {}
    for name, content, time in sent:
        path = folder / name
        if name not in held and not any((folder / parent).is_file() for parent in Path(name).parents) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (1_700_000_000 + time, 1_700_000_000 + time))
            held[name] = (name, content, time)
    return list(held.values())


def kept(course):
    """The digests of all files in the course, those inside of kept archives too."""
    found = set()
    for path in course.root.rglob("*"):
        if path.is_file():
            found.add(hashlib.sha256(path.read_bytes()).digest())
            if path.suffix == ".zip" and zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    found |= {hashlib.sha256(archive.read(member)).digest() for member in archive.infolist()}
    return found


def in_place(course):
    """The contents that lie in a student's place or among a student's attempts: content -> students."""
    found = {}
    for where in ("submitted", "attempts"):
        for path in course.root.glob(f"{where}/*/convolution/*.ipynb"):
            found.setdefault(path.read_bytes(), set()).add(path.parent.parent.name)
    return found


def may_own(name):
    """Who may get a file of this name."""
    return {
        student for student, (first, last, number) in ROSTER.items()
        if name.startswith((f"{student}/", f"{student}_", f"{first} {last}_")) or f"_{number}_" in name
    }  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_every_file_is_in_place_or_listed(packed, data):
    """Two collections of random mixes: no content is gone, none is under another's name, each file is in place or in the list."""
    with tempfile.TemporaryDirectory() as made:
        course, sent_before = new_course(Path(made) / "home"), []
        for number in range(2):
            sent = data.draw(st.lists(files(outside=packed), min_size=1, max_size=7))
            source = Path(made) / f"sent{number}.zip"
            if packed:
                zipped(source, [(name, content) for name, content, _ in sent], downloaded=(2026, 11, 20 + number, 0, 0, 0))
            else:
                source.mkdir()
                sent = lay_out(source, sent)
            collect(course, "convolution", source)
            sent_before += sent
            places, digests = in_place(course), kept(course)
            listed = {problem.file for problem in read_problems(course, "convolution")}
            for name, content, _ in sent_before:
                assert hashlib.sha256(content).digest() in digests, f"{name} is gone"
                there = places.get(content, set())
                seen = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)
                assert there & may_own(name) or {name, seen} & listed, f"{name} is neither in place nor listed"
            owners = {content: set() for content in places}
            for name, content, _ in sent_before:
                owners.setdefault(content, set()).update(may_own(name))
            assert all(students <= owners[content] for content, students in places.items())
            assert not list(course.root.glob(".unpacked*"))
            assert not (Path(made) / "ada_convolution.ipynb").exists()
