"""Collecting loses nothing: each file is in its place, or kept and listed."""

import json
import os

import pytest

from autograder.classroom.collect import collect, read_problems
from autograder.classroom.times import read_timestamp
from autograder.course import CourseError

NOTEBOOK = '{"cells": [], "n": %d}'


def kinds(collection):
    """Problems as (kind, student)."""
    return [(problem.kind, problem.student) for problem in collection.problems]


def test_three_layouts(course, hand_in):
    """A notebook is found in each of the three layouts, and other topics' files beside it are left alone."""
    hand_in("ada.yildiz/convolution/convolution.ipynb")
    hand_in("ada.yildiz/pooling/pooling.ipynb")
    hand_in("can.isik/convolution.ipynb")
    hand_in("can.isik/pooling.ipynb")
    hand_in("mert.ozturk_pooling.ipynb")
    folder = hand_in("mert.ozturk_convolution.ipynb")
    collection = collect(course, "convolution", folder)
    assert sorted(collection.placed) == ["ada.yildiz", "can.isik", "mert.ozturk"]
    assert collection.problems == []
    assert all(course.submitted(student, "convolution").is_file() for student in collection.placed)


def test_time_of_handing_in(course, hand_in):
    """The time comes from timestamp.txt, else from the file; nbgrader finds it beside the notebook."""
    hand_in("ada.yildiz/convolution/convolution.ipynb", changed=0)
    hand_in("ada.yildiz/convolution/timestamp.txt", "2026-11-20 12:00:00 Europe/Istanbul")
    folder = hand_in("can.isik/convolution.ipynb", changed=86400)
    collect(course, "convolution", folder)
    times = [read_timestamp(course.timestamp(student, "convolution")) for student in ("ada.yildiz", "can.isik")]
    assert [f"{time:%F %T}" for time in times] == ["2026-11-20 09:00:00", "1970-01-02 00:00:00"]


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("ada.yildiz/convolution/convolution.ipynb", "", "empty", "is empty"),
        ("ada.yildiz/convolution/convolution.ipynb", " \n", "empty", "is empty"),
        ("ada.yildiz/convolution/convolution.ipynb", "%PDF-1.7 ...", "not a notebook", "begins with '%PDF"),
        ("ada.yildiz/convolution/convolution.ipynb", '{"cells": [\n{', "not a notebook", "breaks off or is damaged in line 2"),
        ("ada.yildiz/convolution/convolution.ipynb", b'{"cells": "\xff"}', "not a notebook", "byte 11 is not UTF-8"),
        ("ada.yildiz/convolution/convolution.ipynb", "{}", "not a notebook", "has no cells"),
        ("ada.yildiz/convolution/convolution.ipynb", "{" + '"a":{' * 100000, "not a notebook", "nested too deeply"),
        ("ada.yildiz/convolution/homework (2).ipynb", NOTEBOOK, "wrong name", "should be named convolution.ipynb"),
        ("ada.yildiz/convolution.py", "pass", "wrong name", "should be named convolution.ipynb"),
        ("convolution.ipynb", NOTEBOOK, "wrong name", "<student>_convolution.ipynb"),
        ("ada.yildis/convolution.ipynb", NOTEBOOK, "unknown student", "did you mean 'ada.yildiz'?"),
        ("=cmd()_convolution.ipynb", NOTEBOOK, "unknown student", "'=cmd()' is not in the roster"),
    ],
)
def test_one_clear_line_and_a_copy(course, hand_in, name, content, kind, words):
    """What cannot be taken is one line that names the file and the reason, and is kept byte for byte; the rest goes on."""
    folder = hand_in(name, content)
    hand_in("can.isik/convolution.ipynb")
    collection = collect(course, "convolution", folder)
    assert collection.placed == ["can.isik"]
    (problem,) = collection.problems
    assert (problem.kind, problem.file) == (kind, name)
    assert words in str(problem)
    assert "\n" not in str(problem)
    assert (course.home / problem.kept_at).read_bytes() == (folder / name).read_bytes()
    assert json.loads(course.problems("convolution").read_text())[0]["kind"] == kind


def test_two_files_of_one_student(course, hand_in):
    """The newer of two counts and the older is kept and listed; two copies of one notebook are no problem."""
    hand_in("ada.yildiz/convolution.ipynb", NOTEBOOK % 1, changed=1000)
    hand_in("ada.yildiz_convolution.ipynb", NOTEBOOK % 2, changed=2000)
    hand_in("can.isik/convolution.ipynb", NOTEBOOK % 3)
    folder = hand_in("can.isik_convolution.ipynb", NOTEBOOK % 3)
    collection = collect(course, "convolution", folder)
    assert course.submitted("ada.yildiz", "convolution").read_text() == NOTEBOOK % 2
    assert kinds(collection) == [("two files", "ada.yildiz")]
    assert (course.home / collection.problems[0].kept_at).read_text() == NOTEBOOK % 1


def test_a_newer_attempt_replaces_and_keeps_the_earlier(course, hand_in):
    """What was in place before is kept among the attempts when a newer notebook comes."""
    folder = hand_in("ada.yildiz/convolution.ipynb", NOTEBOOK % 1, changed=1000)
    collect(course, "convolution", folder)
    hand_in("ada.yildiz/convolution.ipynb", NOTEBOOK % 2, changed=2000)
    assert collect(course, "convolution", folder).replaced == ["ada.yildiz"]
    assert course.submitted("ada.yildiz", "convolution").read_text() == NOTEBOOK % 2
    (attempt,) = course.attempts("ada.yildiz", "convolution").iterdir()
    assert attempt.read_text() == NOTEBOOK % 1


def test_an_older_one_does_not_replace(course, hand_in):
    """A notebook older than the one in place is kept aside, and what is in place stays."""
    folder = hand_in("ada.yildiz/convolution.ipynb", NOTEBOOK % 2, changed=2000)
    collect(course, "convolution", folder)
    hand_in("ada.yildiz/convolution.ipynb", NOTEBOOK % 1, changed=1000)
    collection = collect(course, "convolution", folder)
    assert kinds(collection) == [("newer is there", "ada.yildiz")]
    assert course.submitted("ada.yildiz", "convolution").read_text() == NOTEBOOK % 2


def test_collecting_twice_changes_nothing(course, hand_in):
    """The same folder again: the same files, no copies of copies, no problem listed twice."""
    hand_in("ada.yildiz/convolution.ipynb", NOTEBOOK % 1, changed=1000)
    hand_in("ada.yildiz_convolution.ipynb", NOTEBOOK % 2, changed=2000)
    hand_in("nobody/convolution.ipynb")
    folder = hand_in("can.isik/convolution.ipynb", "")
    collect(course, "convolution", folder)
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    assert collect(course, "convolution", folder).unchanged == ["ada.yildiz"]
    assert {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()} == before


def test_the_same_name_with_other_content(course, hand_in):
    """A second bad file of the same name is kept beside the first: nothing is overwritten, and both are listed."""
    folder = hand_in("ada.yildiz/convolution.ipynb", "one")
    collect(course, "convolution", folder)
    hand_in("ada.yildiz/convolution.ipynb", "two")
    collect(course, "convolution", folder)
    kept = [problem.kept_at for problem in read_problems(course, "convolution")]
    assert [(course.home / path).read_text() for path in kept] == ["one", "two"]


def test_links_are_not_followed(course, hand_in, tmp_path):
    """A link, to a file or a folder, is listed and never read: it could point at anything on this machine."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "convolution.ipynb").write_text(NOTEBOOK % 1)
    folder = hand_in("can.isik/convolution.ipynb")
    os.symlink(secret, folder / "ada.yildiz")
    (folder / "mert.ozturk").mkdir()
    os.symlink(secret / "convolution.ipynb", folder / "mert.ozturk" / "convolution.ipynb")
    collection = collect(course, "convolution", folder)
    assert collection.placed == ["can.isik"]
    assert kinds(collection) == [("wrong name", ""), ("not a file", "mert.ozturk")]
    assert not list(course.root.glob("set_aside/**/*.ipynb"))


def test_a_file_too_large_is_kept(course, hand_in):
    """More than 50 MB is not read as a notebook, but copied aside whole."""
    folder = hand_in("ada.yildiz/convolution.ipynb", b" " * (50 * 1024**2 + 1))
    (problem,) = collect(course, "convolution", folder).problems
    assert problem.kind == "too large"
    assert (course.home / problem.kept_at).stat().st_size == 50 * 1024**2 + 1


def test_an_unreadable_time_is_said(course, hand_in):
    """A damaged timestamp.txt does not keep a notebook out; the file's own time is taken, and that is said."""
    hand_in("ada.yildiz/convolution/convolution.ipynb", changed=86400)
    folder = hand_in("ada.yildiz/convolution/timestamp.txt", "yesterday")
    collection = collect(course, "convolution", folder)
    assert collection.placed == ["ada.yildiz"]
    assert kinds(collection) == [("unreadable time", "ada.yildiz")]


def test_a_broken_notebook_is_taken(course, hand_in):
    """A notebook that is broken inside is the judge's to report: collecting takes it."""
    folder = hand_in("ada.yildiz/convolution.ipynb", '{"cells": [{"source": 3}, null]}')
    assert collect(course, "convolution", folder).placed == ["ada.yildiz"]


def test_no_roster(course, hand_in):
    """Without a roster every student's folder is taken, and the collection says so."""
    course.roster.unlink()
    folder = hand_in("somebody/convolution.ipynb")
    collection = collect(course, "convolution", folder)
    assert collection.open_to_all
    assert collection.placed == ["somebody"]


def test_an_empty_folder_is_listed(course, hand_in):
    """A student's folder without any file is one line, so that nobody wonders where the submission is."""
    folder = hand_in("can.isik/convolution.ipynb")
    (folder / "ada.yildiz" / "convolution").mkdir(parents=True)
    assert kinds(collect(course, "convolution", folder)) == [("no file", "ada.yildiz")]


def test_no_such_folder(course, tmp_path):
    """A folder that is not there is an error that names it."""
    with pytest.raises(CourseError, match="nowhere"):
        collect(course, "convolution", tmp_path / "nowhere")


def test_the_wrong_folder(course, hand_in):
    """The folder of the course, or one with hundreds of other files, is refused before anything is copied."""
    for number in range(501):
        folder = hand_in(f"ada.yildiz/pictures/{number}.png")
    for wrong in (course.home, folder):
        with pytest.raises(CourseError, match="--from"):
            collect(course, "convolution", wrong)
    assert not (course.root / "set_aside").exists()
