"""The command: it teaches, its errors are one line with a way out, and a round goes through it."""

import csv
import fcntl
import json
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.classroom.collect import collect
from autograder.cli import main

SUBMISSIONS = Path(__file__).resolve().parent / "submissions"


@pytest.fixture
def run(course):
    """A function that runs the command in an empty course."""

    def invoke(*arguments):
        return CliRunner().invoke(main, ["-C", str(course.home), *map(str, arguments)])

    return invoke


def test_help_loads_nothing_slow():
    """Asking for help loads none of the libraries that take a second."""
    code = (
        "import sys\n"
        "from autograder.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit: print([name for name in ('nbgrader', 'torch', 'numpy', 'jinja2', 'nbformat') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_teaches(name):
    """Each command has a sentence for the list and an example of its own."""
    command = main.commands[name]
    shown = command.get_help(click.Context(command, info_name=f"autograder {name}"))
    assert command.get_short_help_str(200).endswith(".")
    assert f"  autograder {name}" in shown.partition("Example")[2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grad"], "grad"),
        (["grade", "poling"], "'poling' is not one of 'convolution'"),
        (["grade", "--workers", "0"], "0 is not in the range"),
        (["collect", "convolution"], "--from"),
        (["collect", "convolution", "--from", "nowhere"], "'nowhere' does not exist"),
        (["release", "--due", "2026-11-20 23:59"], "--due needs the topics"),
        (["release", "convolution", "--due", "soon"], "write it like '2026-11-20 23:59'"),
        (["export", "--output", "."], "is a directory"),
    ],
)
def test_what_is_typed_wrongly(run, arguments, words):
    """A slip in the command is one line on stderr, which names the value and the help, and ends with 2."""
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "--help`" in done.stderr


def _damaged(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def nothing(course):
    """Leave the course as it is."""


FROM = ["collect", "convolution", "--from"]
FAILURES = {
    "nothing released": (nothing, ["grade"], "source: nothing is released yet; run `autograder release` first"),
    "topic not released": (nothing, ["grade", "convolution"], "not there; make it with `autograder release convolution`"),
    "nothing graded": (nothing, ["feedback"], "records: nothing is graded yet; run `autograder grade` first"),
    "no solution": (nothing, ["release", "pooling"], "solutions/pooling.py"),
    "no sample": (nothing, ["demo"], "tests/submissions: no sample class here"),
    "bad roster": (lambda course: _damaged(course.roster, "id\nada\nada\n"), [*FROM, "HANDED_IN"], "roster.csv, line 3"),
    "bad list": (lambda course: _damaged(course.problems("convolution"), "["), [*FROM, "HANDED_IN"], "move the file away"),
    "bad record": (lambda course: _damaged(course.record("a", "convolution"), "{}"), ["export"], "(not a record of format 1)"),
    "in the way": (lambda course: _damaged(course.root / "set_aside", ""), [*FROM, "HANDED_IN"], "set_aside"),
    "in its place": (lambda course: _damaged(course.root / "submitted", ""), [*FROM, "HANDED_IN"], "submitted"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_what_goes_wrong(run, course, hand_in, case):
    """A failure is one line on stderr that names the file and the way out, ends with 1, and shows no traceback."""
    break_it, arguments, words = FAILURES[case]
    break_it(course)
    hand_in("ada.yildiz/convolution.ipynb", "")
    folder = hand_in("can.isik/convolution.ipynb")
    done = run(*[folder if argument == "HANDED_IN" else argument for argument in arguments])
    assert done.exit_code == 1, done.stdout
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_two_at_once(run, course):
    """While one run changes the course, another is refused instead of getting in its way."""
    with open(course.root / ".lock", "a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = run("collect", "convolution", "--from", course.home / "solutions")
    assert done.exit_code == 1
    assert "another `autograder` is at work" in done.stderr
    assert run("collect", "convolution", "--from", course.home / "solutions").exit_code == 0


def test_without_a_course(tmp_path):
    """Outside of a course the line says where it looked and how to name one; the real program ends with 1."""
    done = subprocess.run([sys.executable, "-m", "autograder", "grade"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert str(tmp_path) in done.stderr
    assert "-C DIR" in done.stderr


def test_from_a_folder_inside(course, hand_in):
    """The course is found from any folder below it."""
    folder = hand_in("ada.yildiz/convolution.ipynb")
    done = CliRunner().invoke(main, ["-C", str(course.home / "solutions"), "collect", "convolution", "--from", str(folder)])
    assert done.exit_code == 0
    assert course.submitted("ada.yildiz", "convolution").is_file()


def test_collect_tells_each_problem_once(run, hand_in):
    """Problems are lines on stderr, the count is a line on stdout, and the command succeeds: the rest went on."""
    hand_in("ada.yildiz/convolution.ipynb")
    folder = hand_in("nobody/convolution.ipynb")
    done = run("collect", "convolution", "--from", folder)
    assert done.exit_code == 0
    assert done.stdout == "convolution: 1 new, 0 newer, 0 unchanged, 1 to look at\n"
    assert done.stderr.startswith("set aside: nobody/convolution.ipynb: 'nobody' is not in the roster")
    assert done.stderr.count("\n") == 1


def test_due_is_kept_where_nbgrader_keeps_it(run, course):
    """`release --due` releases, and nbgrader's gradebook knows the date in UTC; releasing again keeps it."""
    done = run("release", "convolution", "--due", "2026-11-20 23:59 Europe/Istanbul")
    assert done.exit_code == 0, done.stderr
    assert run("release").exit_code == 0
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        assert str(gradebook.find_assignment("convolution").duedate) == "2026-11-20 20:59:00"
    assert course.exercise("convolution").is_file()


def test_doctor_names_what_is_missing(run, course):
    """A package that is not there as pinned is missing, with the command that gets it, and ends with 1."""
    (course.home / "requirements.txt").write_text("click==0.0.1\nno-such-package==1.0\n")
    done = run("doctor")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "0 of 2 as pinned" in done.stdout
    assert "no-such-package missing (pinned 1.0)" in done.stdout
    assert f"-m pip install -r {course.home / 'requirements.txt'}" in done.stdout


def test_doctor_without_bubblewrap(run, monkeypatch, tmp_path):
    """Where bubblewrap is missing the doctor says so, says how to get it, and ends with 1."""
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("doctor")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "missing bubblewrap: not found" in done.stdout
    assert "apt install bubblewrap" in done.stdout


def test_demo_leaves_real_students_alone(run, course):
    """In a course with a roster of its own the demo refuses before it changes anything."""
    samples = course.home / "tests" / "submissions"
    (samples / "convolution").mkdir(parents=True)
    (samples / "convolution.json").write_text(json.dumps({"due": "2026-11-20 23:59"}))
    (samples / "roster.csv").write_text("id\nsample\n")
    done = run("demo")
    assert done.exit_code == 1
    assert "roster.csv: this course has students of its own" in done.stderr
    course.roster.unlink()
    collect(course, "convolution", samples)
    (course.root / "submitted" / "somebody").mkdir(parents=True)
    done = run("demo")
    assert done.exit_code == 1
    assert "somebody: a student of your own" in done.stderr
    assert not course.roster.exists()


def test_a_whole_round(graded, tmp_path):
    """The demo grades the sample class and ends with where to look; a second one grades nothing twice; then there is CSV."""
    told = (graded.home / "demo.txt").read_text()
    assert "15 graded, 0 unchanged" in told
    assert "late: İlayda Şahin (42 minutes), Deniz Uçar (2 days)" in told
    for path in (graded.root / "grades.html", graded.root / "grades.csv", graded.feedback("can.isik", "convolution")):
        assert path.is_file()
    assert str(graded.root / "grades.html") in told.partition("To look further")[2]
    shutil.copytree(graded.home, tmp_path / "copy")
    at = ["-C", str(tmp_path / "copy")]
    again = CliRunner().invoke(main, [*at, "demo"])
    assert again.exit_code == 0
    assert "0 graded, 15 unchanged" in again.stdout
    table = tmp_path / "grades.csv"
    export = CliRunner().invoke(main, [*at, "export", "--questions", "--output", str(table)])
    assert export.exit_code == 0
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 15 * 9
    assert {row["last_name"] for row in rows} >= {"Ağaoğlu", "Çağlayan", "Işık"}


def test_marks_given_in_formgrader_count(course, hand_in):
    """A mark and a comment left in nbgrader's gradebook are in the grades and on the student's page, after a regrade too."""
    run = partial(CliRunner().invoke, main, catch_exceptions=False)
    at = ["-C", str(course.home)]
    notebook = SUBMISSIONS / "convolution" / "ada.yildiz" / "convolution" / "convolution.ipynb"
    folder = hand_in("ada.yildiz_convolution.ipynb", notebook.read_bytes())
    for step in (["release"], ["collect", "convolution", "--from", str(folder)], ["grade"]):
        assert run([*at, *step]).exit_code == 0
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        place = ("written_convolution", "convolution", "convolution", "ada.yildiz")
        gradebook.find_grade(*place).manual_score = 1.5
        gradebook.find_comment(*place).manual_comment = "What about borders?"
        gradebook.db.commit()
    assert run([*at, "grade", "--again"]).exit_code == 0
    assert run([*at, "feedback"]).exit_code == 0
    (row,) = [row for row in csv.DictReader(run([*at, "export"]).stdout.splitlines()) if row["student"] == "ada.yildiz"]
    assert (row["points"], row["points_to_mark"], row["status"]) == ("22.5", "0", "graded")
    assert "What about borders?" in course.feedback("ada.yildiz", "convolution").read_text()
