"""A gradebook on a PostgreSQL server: what stands in it is what SQLite would have, whatever happens while it is written."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from database_server import OWNER, PASSWORD, Server
from nbgrader.api import Gradebook

from autograder.classroom.doctor import examine
from autograder.classroom.gradebook import due_dates, extra_time, late_work, marks_by_hand
from autograder.classroom.records import records_of
from autograder.cli import main
from autograder.course import Course
from autograder.hub.run import free_port
from autograder.judge import Assignment, Record, database, gradebook
from autograder.settings import CONFIG, gradebook_place, nbgrader_url

TOPIC = "convolution"
DUE = "2026-11-20 23:59 Europe/Istanbul"
MARKED = ("written_convolution", TOPIC, TOPIC, "deniz.ucar")


@pytest.fixture(scope="module")
def server():
    """A server that runs; libpq takes its password from the environment."""
    started = Server()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PGPASSWORD", PASSWORD)
        try:
            yield started
        finally:
            started.remove()


@pytest.fixture(scope="module")
def released(server, graded, tmp_path_factory):
    """The sample class with its records and a database in which the exercise is released, and nothing more; tests take copies."""
    course = Course(tmp_path_factory.mktemp("released") / "home")
    shutil.copytree(graded.home, course.home, ignore=shutil.ignore_patterns("gradebook.db", "autograded"))
    server.ask("CREATE DATABASE released")
    point(course, server.url("released"))
    assert run(course, "release", TOPIC, "--due", DUE).exit_code == 0
    return course


@pytest.fixture
def reading(released, tmp_path):
    """A copy of that with the same database, for tests that write nothing into it."""
    copy = Course(tmp_path / "home")
    shutil.copytree(released.home, copy.home)
    return copy


@pytest.fixture
def course(server, reading):
    """A copy of that with a database of its own."""
    name = f"copy_{uuid4().hex}"
    server.ask(f"CREATE DATABASE {name} TEMPLATE released")
    point(reading, server.url(name))
    return reading


def point(course, url):
    """Say in the course's settings where its gradebook lies; an empty address stands for the file."""
    path = course.home / CONFIG
    lines = [line for line in path.read_text().splitlines() if "db_url" not in line]
    path.write_text("\n".join([*lines, f"c.CourseDirectory.db_url = {url!r}", ""]))


def name_of(course):
    """The database in which a course's gradebook lies."""
    return gradebook_place(course).rpartition("/")[2]


def until(condition):
    """Wait until something is so."""
    for _ in range(6000):  # two minutes, for a machine that does much else
        if condition():
            return
        Event().wait(0.02)
    pytest.fail("it has not come about")


def run(course, *arguments):
    """A command in a course."""
    return CliRunner().invoke(main, ["-C", str(course.home), *arguments])


def failure(course, *arguments):
    """The one line with which a command fails."""
    done = run(course, *arguments)
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith(("Grading", "Releasing"))]
    return line


def opened(course):
    """nbgrader's own way to the gradebook."""
    return Gradebook(nbgrader_url(gradebook_place(course)))


def content(course):
    """All that nbgrader says of each submission: times, sums, flags, penalties, and each cell's marks and comments."""
    with opened(course) as book:
        return {
            each.student_id: {
                "times": (each.timestamp, each.extension, each.duedate, each.total_seconds_late),
                "sums": (each.score, each.max_score, each.written_score, each.late_submission_penalty, each.needs_manual_grade),
                "notebooks": [(paper.name, paper.flagged, paper.failed_tests, paper.score) for paper in each.notebooks],
                "grades": sorted(
                    (mark.name, mark.auto_score, mark.manual_score, mark.extra_credit, mark.needs_manual_grade, mark.failed_tests)
                    for paper in each.notebooks
                    for mark in paper.grades
                ),
                "comments": sorted(
                    (words.name, words.auto_comment, words.manual_comment) for paper in each.notebooks for words in paper.comments
                ),
            }
            for each in book.assignment_submissions(TOPIC)
        }


def mark(course):
    """Mark by hand, as the formgrader does, and grant more time."""
    with opened(course) as book:
        given = book.find_grade(*MARKED)
        given.manual_score, given.extra_credit, given.needs_manual_grade = 1.5, 0.25, False
        book.find_comment(*MARKED).manual_comment = "Nearly. Çünkü?"
        book.find_submission_notebook(TOPIC, TOPIC, "deniz.ucar").flagged = True
        book.db.commit()
        book.grant_extension(TOPIC, "deniz.ucar", hours=26, minutes=30)


def copied(graded, folder):
    """A copy of the sample class with its file of SQLite."""
    shutil.copytree(graded.home, folder)
    return Course(folder)


# The same as in SQLite.


def test_it_has_what_sqlite_has(course, graded):
    """Scores, flags, comments, times and penalties that nbgrader reads from the server are those that it reads from the file."""
    assert content(course) == {}
    done = run(course, "grade")
    assert done.exit_code == 0, done.output
    assert "0 graded, 15 unchanged" in done.stdout
    assert content(course) == content(graded)
    assert len(content(course)) == 15
    assert late_work(course, [TOPIC])[0].notebook
    assert run(course, "export", "--questions").stdout == run(graded, "export", "--questions").stdout
    for read in (due_dates, extra_time, marks_by_hand):
        assert read(course, [TOPIC]) == read(graded, [TOPIC])


def test_what_people_gave_stays_and_counts(course, graded, tmp_path):
    """Marks, extra points, comments and extensions survive a regrade, and exports and pages have them, as with SQLite."""
    file = copied(graded, tmp_path / "file")
    assert run(course, "grade").exit_code == 0
    for each in (course, file):
        mark(each)
        assert run(each, "grade").exit_code == 0
        assert run(each, "feedback").exit_code == 0
    assert content(course) == content(file)
    assert content(course)["deniz.ucar"]["times"][1] == timedelta(hours=26, minutes=30)
    given = marks_by_hand(course, [TOPIC])
    assert given == marks_by_hand(file, [TOPIC])
    assert given[TOPIC, "deniz.ucar"]["written_convolution"].comment == "Nearly. Çünkü?"
    assert extra_time(course, [TOPIC]) == extra_time(file, [TOPIC]) == {(TOPIC, "deniz.ucar"): timedelta(hours=26, minutes=30)}
    assert run(course, "export").stdout == run(file, "export").stdout
    page = course.feedback("deniz.ucar", TOPIC).read_text()
    assert page == file.feedback("deniz.ucar", TOPIC).read_text()
    assert "Nearly. Çünkü?" in page


def test_a_person_must_look_again_where_the_answer_changed(course):
    """A mark for another answer stays, and is shown as one to be looked at."""
    assert run(course, "grade").exit_code == 0
    mark(course)
    record = Record.read(course.record("deniz.ucar", TOPIC))
    record.questions[-1]["answer"] = "Something else."
    gradebook.write(course, Assignment.read(course, TOPIC), [record])
    grades = {name: rest for name, *rest in content(course)["deniz.ucar"]["grades"]}
    assert grades["written_convolution"][1:4] == [1.5, 0.25, True]


def test_nbgrader_autograde_writes_there(course, graded):
    """nbgrader's own command reads the same setting: judge and late rule give what they give with SQLite."""
    command = [sys.executable, "-m", "nbgrader", "autograde", TOPIC, "--student", "deniz.ucar", "--force"]
    done = subprocess.run(command, cwd=course.home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert content(course) == {"deniz.ucar": content(graded)["deniz.ucar"]}
    assert not course.gradebook.exists()


def test_a_due_date_is_the_moment_that_was_named(reading):
    """`release --due` means the same moment, whatever time zone the server is in."""
    assert due_dates(reading, [TOPIC, "pooling"]) == {TOPIC: datetime(2026, 11, 20, 20, 59, tzinfo=UTC), "pooling": None}


def test_sqlite_loads_no_library_for_servers(graded, tmp_path):
    """Whoever has no server waits for neither psycopg nor SQLAlchemy."""
    file = copied(graded, tmp_path / "file")
    code = (
        "import sys\n"
        "from autograder.cli import main\n"
        f"try:\n    main(['-C', {str(file.home)!r}, 'grade'])\n"
        "except SystemExit as end: print([end.code, *(name for name in ('psycopg', 'sqlalchemy') if name in sys.modules)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[0]"


# Where it lies, and who may enter.


def test_a_file_elsewhere(graded, tmp_path):
    """A file of SQLite may lie where db_url says, for us and for nbgrader."""
    file = copied(graded, tmp_path / "file")
    shutil.move(file.gradebook, tmp_path / "elsewhere.db")
    assert "run `autograder release`" in failure(file, "grade")
    point(file, f"sqlite:///{tmp_path / 'elsewhere.db'}")
    assert run(file, "grade").exit_code == 0
    assert content(file) == content(graded)


@pytest.mark.parametrize("way", ["a file of passwords", "in the address", "a socket"])
def test_ways_to_the_server(server, reading, tmp_path, monkeypatch, way):
    """The password may lie in libpq's file or in the address, and the server may be asked through its socket."""
    name = name_of(reading)
    if way == "a socket":
        point(reading, f"postgresql+psycopg://{OWNER}@/{name}?host={server.folder}&port={server.port}")
    else:
        monkeypatch.delenv("PGPASSWORD")
        if way == "in the address":
            point(reading, server.url(name, f"{OWNER}:{quote(PASSWORD, safe='')}"))
        else:
            file = tmp_path / "pgpass"
            file.write_text(f"127.0.0.1:{server.port}:*:{OWNER}:{PASSWORD}\n")
            file.chmod(0o600)
            monkeypatch.setenv("PGPASSFILE", str(file))
    assert due_dates(reading, [TOPIC])[TOPIC]
    assert content(reading) == {}


def test_doctor_says_which_database_and_whether_it_answers(server, reading, graded):
    """Server or file, and how many it knows; a server that is away is missing, and needed for grading."""

    def told(course):
        return next(finding for finding in examine(course) if finding.name == "gradebook")

    assert told(reading).detail == f"PostgreSQL answers at {gradebook_place(reading)}; it knows 0 students"
    assert told(graded).detail == f"SQLite answers at {graded.gradebook}; it knows 15 students"
    point(reading, server.url("nowhere", f"{OWNER}:{quote(PASSWORD, safe='')}"))
    missing = told(reading)
    assert (missing.found, missing.needed_for) == (False, "grading")
    assert missing.detail.startswith(f"{server.url('nowhere')}: cannot be reached")


def test_the_demo_leaves_real_students_in_the_database_alone(server, course):
    """Where the server's gradebook knows somebody who is not in the sample, the demo refuses."""
    server.ask("INSERT INTO student (id) VALUES ('somebody')", name_of(course))
    assert "knows 'somebody', a student of your own" in failure(course, "demo")


# What goes wrong.


@pytest.mark.parametrize("command", ["grade", "export", "release"])
@pytest.mark.parametrize("trouble", ["away", "wrong password", "no database", "no address", "another kind"])
def test_a_server_that_cannot_be_used(server, reading, trouble, command):
    """One line names the address without its password, and the way out; records stay, and nothing is written."""
    right = gradebook_place(reading)
    database_name = name_of(reading)
    wrong, words = {
        "away": (f"postgresql+psycopg://{OWNER}:hush@127.0.0.1:{free_port()}/{database_name}", "Connection refused"),
        "wrong password": (server.url(database_name, f"{OWNER}:hush"), "password authentication failed"),
        "no database": (server.url("nowhere"), 'database "nowhere" does not exist'),
        "no address": (f"postgresql+psycopg://{OWNER}:hush%zz@127.0.0.1/{database_name}", "not an address of PostgreSQL"),
        "another kind": (f"mysql://{OWNER}:hush@127.0.0.1/{database_name}", "write postgresql+psycopg://USER@HOST/DATABASE"),
    }[trouble]
    point(reading, wrong)
    records = {path: path.read_bytes() for path in reading.root.glob("records/*/*.json")}
    line = failure(reading, command, *([TOPIC] if command == "release" else []))
    assert words in line
    assert wrong.replace(":hush%zz", "").replace(":hush", "") in line
    assert "hush" not in line
    assert CONFIG in line
    assert {path: path.read_bytes() for path in records} == records
    point(reading, right)
    assert content(reading) == {}


def test_nothing_is_released_there_yet(server, reading):
    """In a database without nbgrader's tables there is nothing to read, and writing says what to do first."""
    name = f"empty_{uuid4().hex}"
    server.ask(f"CREATE DATABASE {name}")
    point(reading, server.url(name))
    assert marks_by_hand(reading, [TOPIC]) == {}
    assert due_dates(reading, [TOPIC]) == {TOPIC: None}
    assert f"{server.url(name)}: no gradebook is there yet; run `autograder release`" in failure(reading, "grade")


def test_no_right_to_make_tables(server, reading):
    """Where nbgrader may not make its tables, `release` says what the server said."""
    name = f"closed_{uuid4().hex}"
    server.ask(f"CREATE DATABASE {name}")
    server.ask("REVOKE CREATE ON SCHEMA public FROM PUBLIC", name)
    server.ask(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    point(reading, server.url(name, "guest"))
    assert "permission denied for schema public" in failure(reading, "release", TOPIC)


def test_held_for_too_long(server, course, graded, monkeypatch):
    """Whoever waits longer than the patience for others who write is told so, and changes nothing; the next run writes it."""
    with monkeypatch.context() as patched, server.connect(name_of(course)) as other, other.transaction():
        patched.setattr(database, "PATIENCE", 1.0)
        other.execute("LOCK TABLE grade IN ROW EXCLUSIVE MODE")
        line = failure(course, "grade")
    assert f"{gradebook_place(course)}: somebody else has held it for 1 seconds; nothing was changed" in line
    assert content(course) == {}
    assert run(course, "grade").exit_code == 0
    assert content(course) == content(graded)


class Midway:
    """`autograder grade` in a process of its own, held up in the middle of its transaction by a student who is being added."""

    def __init__(self, server, course):
        self.name = name_of(course)
        self.server = server
        self.other = server.connect(self.name)
        self.other.execute("BEGIN; INSERT INTO student (id) VALUES ('mert.ozturk')")
        command = [sys.executable, "-m", "autograder", "-C", str(course.home), "grade"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.await_waiting(1)

    def sessions(self, which="true"):
        """The numbers of our programs' sessions in this database."""
        found = f"SELECT pid FROM pg_stat_activity WHERE datname = '{self.name}' AND application_name = 'autograder' AND {which}"
        return [pid for (pid,) in self.server.ask(found)]

    def await_waiting(self, number):
        """Wait until so many of our programs wait for others."""
        until(lambda: len(self.sessions("wait_event_type = 'Lock'")) == number or self.process.poll() is not None)
        assert self.process.poll() is None, self.process.stderr.read()

    def end(self):
        """Let it go on; gives its status and its words."""
        try:
            self.other.close()
        finally:
            words = self.process.communicate(timeout=120)[1]
        return self.process.returncode, words


@pytest.mark.parametrize("what", ["the program", "its session", "the server"])
def test_ended_in_the_middle_of_writing(server, course, graded, what):
    """A program, a session or a server that ends in the middle leaves nothing half done; the next run writes everything."""
    midway = Midway(server, course)
    if what == "the program":
        midway.process.kill()
    elif what == "its session":
        server.ask(f"SELECT pg_terminate_backend({midway.sessions()[0]})")
    else:
        server.end()
        server.start()
    status, words = midway.end()
    if what != "the program":
        assert status == 1
        (line,) = words.splitlines()[1:]  # the first says how many there are to grade
        assert f"{gradebook_place(course)}: cannot be used (" in line
        assert "nothing was changed; run the same command again" in line
    until(lambda: not midway.sessions())
    assert content(course) == {}
    assert len(list(records_of(course, TOPIC))) == 15
    assert run(course, "grade").exit_code == 0
    assert content(course) == content(graded)


def test_ended_while_it_is_made_valid(server, course, graded, monkeypatch):
    """Where the answer to the last word is lost, nobody says that nothing was changed; the next run settles it."""
    commit = psycopg.Connection.commit

    def lost(connection):
        patched.undo()
        server.ask(f"SELECT pg_terminate_backend({connection.info.backend_pid})")
        commit(connection)

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Connection, "commit", lost)
        assert "whether this was written is not known; run the same command again" in failure(course, "grade")
    assert run(course, "grade").exit_code == 0
    assert content(course) == content(graded)


def test_two_writers_at_once(server, course, graded):
    """Two programs that write the same class wait for each other, and each student stands there once; readers wait for nobody."""
    midway = Midway(server, course)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(gradebook.write, course, Assignment.read(course, TOPIC), records_of(course, TOPIC))
        midway.await_waiting(2)
        assert marks_by_hand(course, [TOPIC]) == {}
        status, words = midway.end()
    second.result()
    assert status == 0, words
    assert content(course) == content(graded)


def test_a_mark_that_is_given_while_we_write(server, course):
    """What somebody is just marking is waited for, and then counts: it is not shown as one that still needs a mark."""
    assert run(course, "grade").exit_code == 0
    waiting = f"SELECT 1 FROM pg_stat_activity WHERE datname = '{name_of(course)}' AND wait_event_type = 'Lock'"
    with opened(course) as book, ThreadPoolExecutor(1) as pool:
        given = book.find_grade("written_convolution", TOPIC, TOPIC, "ada.yildiz")
        given.manual_score, given.needs_manual_grade = 2.0, False
        book.db.flush()
        writer = pool.submit(gradebook.write, course, Assignment.read(course, TOPIC), records_of(course, TOPIC))
        until(lambda: writer.done() or server.ask(waiting))
        book.db.commit()
    writer.result()
    grades = {name: rest for name, *rest in content(course)["ada.yildiz"]["grades"]}
    assert grades["written_convolution"][1:4] == [2.0, None, False]


# From one database to another.


def test_a_gradebook_is_copied_there_and_back(server, graded, tmp_path):
    """`copy-gradebook` takes all of it along, marks by hand too, in both directions, and never to where there is one already."""
    course = copied(graded, tmp_path / "file")
    mark(course)
    before, file = content(course), str(course.gradebook)
    assert "a gradebook is there already" in failure(course, "copy-gradebook", file)
    name = f"new_{uuid4().hex}"
    server.ask(f"CREATE DATABASE {name}")
    point(course, server.url(name))
    done = run(course, "copy-gradebook", file)
    assert done.exit_code == 0, done.output
    assert "15 in student, 15 in submitted_assignment" in done.stdout
    assert content(course) == before
    assert run(course, "grade").exit_code == 0
    after = content(course)
    assert [each["grades"] for each in after.values()] == [before[student]["grades"] for student in after]
    point(course, "")
    course.gradebook.unlink()
    assert run(course, "copy-gradebook", server.url(name)).exit_code == 0
    assert content(course) == after
    assert "a gradebook is there already" in failure(course, "copy-gradebook", server.url(name))


def test_a_copy_that_fails_leaves_nothing(server, reading, graded, tmp_path):
    """A source that is none, or that is torn, is one line; the new place stays as empty as it was."""
    name = f"new_{uuid4().hex}"
    server.ask(f"CREATE DATABASE {name}")
    point(reading, server.url(name))
    assert "there is no such file" in failure(reading, "copy-gradebook", str(tmp_path / "nowhere.db"))
    torn = tmp_path / "torn.db"
    torn.write_bytes(graded.gradebook.read_bytes()[:30000])
    assert "nothing was changed" in failure(reading, "copy-gradebook", str(torn))
    assert server.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name) == [(0,)]
    point(reading, "")
    assert "cannot be copied" in failure(reading, "copy-gradebook", server.url("nowhere"))
    assert not [path for path in reading.root.iterdir() if "gradebook" in path.name or path.name.startswith("tmp")]
