"""A run that is killed, at whatever point, and started again ends as if nothing had happened."""

import json
import random
from itertools import count

import pytest
from undisturbed import STUDENTS, Run, copied, outcome

KILLS = 20


@pytest.mark.timeout(600)  # twenty runs, each in a process of its own
def test_killed_at_twenty_points_and_started_again(waiting, expected, tmp_path):
    """SIGKILL at twenty points all over the run loses nothing and doubles nothing: records and gradebook are as without it."""
    draw, numbers = random.Random(8), count()
    parts = [(number + draw.random()) / KILLS for number in range(KILLS)]
    draw.shuffle(parts)

    def fresh():
        return copied(waiting, tmp_path / f"killed{next(numbers)}")

    course = fresh()
    seconds = Run(course, "--workers", "2").finish()
    assert outcome(course) == expected
    course = fresh()
    for part in parts:
        while not Run(course, "--workers", "2").kill(part * seconds):  # it was faster: killed runs had done much of it already
            assert outcome(course) == expected
            course, part = fresh(), 0.8 * part
        assert all(json.loads(path.read_text()) for path in course.root.glob("records/*/*.json"))
    Run(course, "--workers", "2").finish()
    assert outcome(course) == expected
    assert len(expected[0]) == len(STUDENTS)
    assert not list(course.root.rglob("*.part"))
