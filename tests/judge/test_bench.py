"""A bench judges many submissions, and none of them meets what another left behind."""

import os
import signal
import socket
from contextlib import contextmanager

import assignments as made
import pytest

from autograder.judge import Judge, Submission
from autograder.judge.bench import SERVES, Bench

RIGHT, ENDLESS = "def first(x):\n    return x * x", "def first(x):\n    while True:\n        pass"


def asked(test):
    """An assignment of one question; its test prints the process that it runs in first."""
    return made.assignment(("first", "import os, warnings\nprint(os.getpid())\n" + test))


def handed_in(*answers):
    """A submission with each of these answers, of a student each."""
    notebooks = [made.handed_in(first=answer) for answer in answers]
    return [Submission(f"student{number}", "convolution", each, seed=7) for number, each in enumerate(notebooks)]


def judged(judge, assignment, answers):
    """The process in which each answer was tested, and the points that it got."""
    records = list(judge.grade(assignment, handed_in(*answers)))
    assert [record.student for record in records] == [f"student{number}" for number in range(len(answers))], "one at a time"
    tests = [record.questions[0]["tests"][0] for record in records]
    return [int(test["output"] or 0) for test in tests], [test["points"] for test in tests]


@contextmanager
def served(try_one):
    """A bench of its own, which is ended afterwards."""
    bench = Bench(try_one, min(os.sched_getaffinity(0)), socket.socket(), (), None)
    try:
        yield bench
    finally:
        bench.close()


def test_a_bench_is_used_again(judge):
    """Uneventful submissions of one assignment are judged in one process, and so many that it is worth while."""
    pids, points = judged(judge, asked("assert first(3) == 9"), [RIGHT] * 5)
    assert (len(set(pids)), points) == (1, [1.0] * 5)


def test_what_went_wrong_ends_a_bench(judge):
    """After an answer that ran out of time the next one is judged in a new process."""
    pids, points = judged(judge, asked("assert first(3) == 9"), [RIGHT, ENDLESS, RIGHT])
    assert (pids[0] != pids[2], points) == (True, [1.0, 0.0, 1.0])


@pytest.mark.parametrize("change", [
    "np.seterr(all='raise')",
    "np.set_printoptions(precision=2)",
    "np.convolve = None",
    "warnings.simplefilter('error')",
    "os.environ['LEFT'] = 'here'",
    "os.chdir('/')",
    "import builtins\nbuiltins.left = 'here'",
])  # fmt: skip
def test_what_a_test_cell_changes_stays_with_its_submission(judge, change):
    """A test cell that leaves a library changed is an author's slip; the next submission does not meet it."""
    pids, points = judged(judge, asked(f"{change}\nassert first(3) == 9"), [RIGHT] * 3)
    assert (len(set(pids)), points) == (3, [1.0] * 3)


def test_a_bench_that_is_killed_costs_nothing_but_its_submission(judge):
    """While it waits: nothing at all. In the middle: its own submission, which is tried anew and then told to be graded again."""
    assignment = asked("import signal, time\nif first(3) == 1:\n    os.kill(os.getpid(), signal.SIGKILL)\nassert first(3) == 9")
    (first,), _ = judged(judge, assignment, [RIGHT])
    os.kill(first, signal.SIGKILL)
    (second, lost, third), points = judged(judge, assignment, [RIGHT, "def first(x):\n    return 1", RIGHT])
    assert first != second != third
    assert (lost, points) == (0, [1.0, 0.0, 1.0])


def test_no_bench_serves_for_ever():
    """After so many submissions it says that it is not to be used again."""
    with served(lambda number: (str(number), True)) as bench:
        for number in range(SERVES):
            bench.send((number,))
            assert bench.receive() == (str(number), number < SERVES - 1)


def test_benches_end_with_the_judge():
    """When the judge is left, no process of its stays."""
    with Judge(workers=2) as judge:
        records = list(judge.grade(asked("assert first(3) == 9"), handed_in(*[RIGHT] * 4)))
        pids = {int(record.questions[0]["tests"][0]["output"]) for record in records}
        assert all(os.path.exists(f"/proc/{pid}") for pid in pids)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in pids)


def test_a_bench_that_breaks_says_so_by_silence(capfd):
    """An error in the judge itself is shown to whoever runs it, and the bench is not used again."""
    with served(lambda number: 1 / number) as bench:
        bench.send((0,))
        assert bench.receive() == ("", False)
    assert "ZeroDivisionError" in capfd.readouterr().err
