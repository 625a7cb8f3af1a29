"""A judge with a real box."""

import pytest
from assignments import handed_in

from autograder.box.confinement import Limits
from autograder.judge import Judge, Submission

LIMITS = Limits(cpu_seconds=2.0, strike_seconds=0.5, idle_seconds=1.0, wall_seconds=60.0, memory_mb=300, processes=40)


@pytest.fixture(scope="session")
def judge():
    """One judge for all tests: the box is warm."""
    with Judge(workers=1, limits=LIMITS) as judge:
        yield judge


@pytest.fixture
def grade(judge):
    """Grade one submission; gives its record."""

    def grade(asked, answers, seed=7):
        given = handed_in(**answers) if isinstance(answers, dict) else answers
        (record,) = judge.grade(asked, [Submission("ada", "convolution", given, seed=seed)])
        return record

    return grade
