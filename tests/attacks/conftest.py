"""One judge with the real sandbox for all attacks: small limits, a course beside it, a grader with secrets."""

import pytest
from arena import ASKED, FULL, HONEST, SECRET, family, honest_cells, points_of
from assignments import notebook

from autograder.box.confinement import Limits
from autograder.judge import Judge, Submission

LIMITS = Limits(
    cpu_seconds=0.8, strike_seconds=0.3, idle_seconds=0.5, wall_seconds=120, memory_mb=200, scratch_mb=16, processes=24, files=64
)


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course's folder as a grader has it: a gradebook, solutions, other people's answers."""
    home = tmp_path_factory.mktemp("course")
    for name in ("gradebook.db", "solutions/square.py", "submitted/eve/square/square.ipynb", "source/square.ipynb"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(SECRET)
    return home


@pytest.fixture(scope="session")
def judge(course):
    """A judge whose grader carries a secret in the environment, and whose working folder is the course."""
    patch = pytest.MonkeyPatch()
    with patch.context() as patched:
        patched.setenv("GRADER_TOKEN", SECRET)
        patched.setenv("PYTHONSTARTUP", str(course / "gradebook.db"))
        patched.chdir(course)
        judge = Judge(workers=1, limits=LIMITS, hidden=(course,)).__enter__()
    with judge:
        yield judge


@pytest.fixture(scope="session")
def at_rest(judge):
    """The processes of a judge that has nothing to do; a warm box waits for each set of libraries that an answer may name."""
    for names in ("torch", "matplotlib", "torch, matplotlib"):
        given = notebook(*honest_cells(square=f"{HONEST['square']}# {names}\n"))
        (record,) = judge.grade(ASKED, [Submission("ada", "convolution", given)])
        assert points_of(record) == FULL
    return family(judge.process.pid)
