"""A Dask cluster grades as one machine does, whatever happens to its parts."""

import gc
import json
import os
import re
import signal
import socket
import threading

import pytest
from click.testing import CliRunner
from dask_processes import QUICK, DaskProcesses
from distributed import Client, Security
from undisturbed import HOUSE, STUDENTS, Run, outcome, renewed

from autograder.classroom import cluster_start, cluster_worker
from autograder.classroom.cluster import Cluster
from autograder.classroom.grade import submission_of
from autograder.cli import main
from autograder.judge import Assignment

# Put into a worker by `dask worker --preload`: what a machine may do to a worker.
PRELOADS = {
    "dies of one student": """
import os
from autograder.judge import Judge

def lethal(judge, assignment, submissions, grade=Judge.grade):
    if submissions[0].student == "irem.duman":
        os._exit(9)
    return grade(judge, assignment, submissions)

Judge.grade = lethal
""",
    "has another NumPy": """
from autograder.classroom import cluster_worker
cluster_worker.versions()["numpy"] = "1.0"
""",
    "has no sandbox": """
import os
os.environ["PATH"] = "/nowhere"
""",
}


@pytest.fixture
def dask(tmp_path):
    """A scheduler without workers."""
    with DaskProcesses(tmp_path) as processes:
        yield processes


def preload(folder, name):
    """The words that make a worker load one of `PRELOADS`."""
    path = folder / "preload.py"
    path.write_text(PRELOADS[name])
    return "--preload", str(path)


def test_workers_on_this_machine(waiting, expected):
    """With `--scheduler local:2` all is as without; Ctrl-C ends it in one line and leaves nothing running; then it goes on."""
    run = Run(waiting, "--scheduler", "local:2")
    run.wait_for_records()
    os.killpg(run.process.pid, signal.SIGINT)  # as a terminal does it: to all processes of the command
    status, words = run.end()  # its processes share its stderr: that this ends shows that they have ended
    assert (status, "run the same command again" in words, "Traceback" in words) == (130, True, False), words
    assert 1 <= len(renewed(waiting)) < len(STUDENTS)
    Run(waiting, "--scheduler", "local:2").finish()
    assert outcome(waiting) == expected


def test_over_tls(waiting, expected, tmp_path):
    """With certificates, named as docs/operators.md says, all is as without; the same cluster is closed to who has none."""
    keys = Security.temporary()
    for name, text in (("ca.pem", keys.tls_ca_file), ("node.pem", keys.tls_scheduler_cert), ("node.key", keys.tls_scheduler_key)):
        (tmp_path / name).write_text(text)
    named = re.findall(r"export (DASK_\w+)=(\S+)", (HOUSE / "docs" / "operators.md").read_text())
    client = {setting: str(tmp_path / name) for setting, name in named}
    with DaskProcesses(tmp_path, keys=tmp_path) as dask:
        dask.worker()
        status, words = Run(waiting, "--scheduler", dask.address).end()
        assert (status, "no certificates" in words, "Traceback" in words) == (1, True, False), words
        Run(waiting, "--scheduler", dask.address, environment=client).finish()
    assert outcome(waiting) == expected


def test_a_worker_is_killed(waiting, expected, dask):
    """What a killed worker was at goes to the other one; nothing is lost, and the loss is told."""
    dask.worker()
    lost = dask.worker()
    run = Run(waiting, "--scheduler", dask.address)
    run.wait_for_records()
    dask.kill(lost)
    status, words = run.end()
    assert status == 0, words
    assert "is lost; what it had goes to another" in words
    assert outcome(waiting) == expected


def test_all_workers_are_killed_and_one_comes(waiting, expected, dask):
    """A run whose last worker is gone waits for the next one, and goes on with it."""
    lost = dask.worker()
    run = Run(waiting, "--scheduler", dask.address)
    run.wait_for_records()
    dask.kill(lost)
    dask.worker()
    run.finish()
    assert outcome(waiting) == expected


def test_the_scheduler_is_killed(waiting, expected, dask, tmp_path):
    """A run whose scheduler is gone ends in one line, keeps what was graded, and goes on with another scheduler."""
    dask.worker()
    run = Run(waiting, "--scheduler", dask.address, environment=QUICK)
    run.wait_for_records()
    dask.kill(dask.scheduler)
    status, words = run.end()
    assert (status, "the scheduler is lost" in words, "Traceback" in words) == (1, True, False), words
    assert 1 <= len(renewed(waiting)) < len(STUDENTS)
    (tmp_path / "second").mkdir()
    with DaskProcesses(tmp_path / "second") as second:
        second.worker()
        Run(waiting, "--scheduler", second.address).finish()
    assert outcome(waiting) == expected


def test_a_submission_that_kills_workers(waiting, expected, dask, tmp_path):
    """What two workers died of is set aside with a record, which costs nothing; all others are graded, and later it is too."""
    for _ in range(3):
        dask.worker(*preload(tmp_path, "dies of one student"))
    status, words = Run(waiting, "--scheduler", dask.address).end()
    assert (status, "irem.duman, convolution: 2 workers were lost" in words, "Traceback" in words) == (1, True, False), words
    records = outcome(waiting)[0]
    assert {question["verdict"] for question in records["irem.duman"]["questions"]} == {"could not judge", "to mark"}
    others = [student for student in STUDENTS if student != "irem.duman"]
    assert [records[student] for student in others] == [expected[0][student] for student in others]
    Run(waiting).finish()
    assert set(renewed(waiting)) == set(STUDENTS)


@pytest.mark.parametrize(("name", "words"), [
    ("has another NumPy", "would score differently (numpy 1.0, here"),
    ("has no sandbox", "has no sandbox"),
])  # fmt: skip
def test_a_worker_that_cannot_judge(name, words, waiting, dask, tmp_path):
    """Other versions or a missing sandbox end the run before a record is written, and the worker is named."""
    dask.worker(*preload(tmp_path, name))
    status, told = Run(waiting, "--scheduler", dask.address).end()
    assert (status, words in told, "Traceback" in told) == (1, True, False), told
    assert not renewed(waiting)


@pytest.mark.parametrize(("address", "words"), [
    ("local:0", "N is a number of worker processes"),
    ("local:two", "N is a number of worker processes"),
    ("tcp://127.0.0.1:9", "nobody answers"),
    ("nonsense://somewhere", "nobody answers"),
])  # fmt: skip
def test_a_wrong_address(address, words, waiting, monkeypatch):
    """An address where no cluster is ends in one line that names it."""
    monkeypatch.setattr(cluster_start, "PATIENCE", 1)
    done = CliRunner().invoke(main, ["-C", str(waiting.home), "grade", "convolution", "--scheduler", address])
    assert (done.exit_code, address in done.stderr, words in done.stderr) == (1, True, True), done.output
    clients = [each for each in gc.get_objects() if type(each) is Client]
    assert all(each.status == "closed" for each in clients), "what is open is closed by the garbage collector, in any thread"


@pytest.mark.parametrize(("greeting", "words"), [
    (b"SSH-2.0-OpenSSH_9.2\r\n", "no Dask scheduler"),
    (b"", "not a word within 3 s"),
])  # fmt: skip
def test_something_else_answers(greeting, words, waiting, monkeypatch):
    """An address where another service listens, which greets otherwise or keeps silent, ends in one line."""
    monkeypatch.setattr(cluster_start, "PATIENCE", 3)
    kept = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet():
            kept.append(server.accept()[0])
            kept[0].sendall(greeting)

        threading.Thread(target=greet, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        done = CliRunner().invoke(main, ["-C", str(waiting.home), "grade", "convolution", "--scheduler", address])
        kept[0].close()
    assert (done.exit_code, words in done.stderr) == (1, True), done.output


def test_a_submission_that_cannot_be_read(waiting):
    """What goes wrong on the way to a submission is not blamed on the cluster."""

    def orders():
        yield Assignment.read(waiting, "convolution"), submission_of(waiting, "nobody", "convolution")[0]

    with Cluster("local:1") as cluster, pytest.raises(FileNotFoundError, match=r"nobody/convolution/convolution\.ipynb"):
        list(cluster.grade_all(orders()))


def test_two_courses_share_a_worker(waiting, expected, tmp_path):
    """A worker has a judge for each course, which hides that course; one that is dismissed in the middle is started again."""
    assignment = Assignment.read(waiting, "convolution")
    submission, _ = submission_of(waiting, "ada.yildiz", "convolution")
    wanted = cluster_worker.versions()
    try:
        for hidden in ((waiting.home,), (tmp_path,), (waiting.home,)):
            record = json.loads(cluster_worker.judged(assignment, submission, True, hidden, wanted))
            assert record["points"] == expected[0]["ada.yildiz"]["points"]
        assert sorted(judge.hidden for judge in cluster_worker.JUDGES.values()) == sorted([(waiting.home,), (tmp_path,)])
        for judge in cluster_worker.JUDGES.values():
            judge.close()  # as another run's end does it, which does not know of this one
        assert json.loads(cluster_worker.judged(assignment, submission, True, (tmp_path,), wanted))["points"] == record["points"]
    finally:
        cluster_worker.dismiss()
    assert not cluster_worker.JUDGES


def test_no_worker_comes(waiting, dask, monkeypatch):
    """A scheduler without workers ends in one line that says so."""
    monkeypatch.setattr(cluster_start, "PATIENCE", 3)
    done = CliRunner().invoke(main, ["-C", str(waiting.home), "grade", "convolution", "--scheduler", dask.address])
    assert (done.exit_code, "no worker came within 3 s" in done.stderr) == (1, True), done.output
