"""No attack gains a point, touches another student, tells a secret, stays, or stops the run."""

import time

import pytest
import table
from arena import ASKED, FULL, SECRET, Page, family, handed_in, honest, page_of, points_of, scratch_of, shown
from kinds import attacks

from autograder.judge import Submission

ATTACKS = attacks()
PATIENCE = 60.0  # seconds in which what has ended must be gone, on a machine that does much else


@pytest.mark.parametrize("attack", [pytest.param(attack, id=f"{kind}: {attack.name}") for kind, attack in ATTACKS])
def test_the_attack_fails(attack, judge, at_rest, course):
    """The attacker earns what is honest, the student after everything; nothing is told, left or running."""
    submissions = [
        Submission("mallory", "convolution", handed_in(attack), seed=7),
        Submission("ada", "convolution", honest(), seed=8),
    ]
    records = {record.student: record for record in judge.grade(ASKED, submissions)}
    attacked = records["mallory"]
    told = [(question["name"], question["verdict"], question.get("tests")) for question in attacked.questions]
    assert points_of(attacked) == {**FULL, **attack.earns}, told
    assert points_of(records["ada"]) == FULL
    assert attacked.max_points == sum(FULL.values()) + 2
    printed = "".join(question.get("stdout", "") for question in attacked.questions)
    assert attack.proof in printed, (printed, told)
    seen_by_students(attacked)
    nothing_is_left(judge, at_rest, course)


def seen_by_students(record):
    """No secret in what a student may see; no mark-up in the page but ours."""
    page = page_of(record)
    assert SECRET not in shown(record)
    assert SECRET not in page
    assert Page(page).foreign == []


def nothing_is_left(judge, at_rest, course):
    """Soon no process runs that did not run before, no scratch folder holds anything, and the course is as it was."""
    until = time.monotonic() + PATIENCE
    while not family(judge.process.pid) <= at_rest and time.monotonic() < until:
        time.sleep(0.01)
    assert family(judge.process.pid) <= at_rest
    assert {path.read_text() for path in course.rglob("*") if path.is_file()} == {SECRET}
    assert len(list(course.rglob("*"))) == 9
    assert {name for name in scratch_of(at_rest) if "left-behind" in name} == set()


def test_there_are_as_many_attacks_as_were_promised():
    """At least sixty, each with a name of its own."""
    assert len({attack.name for _, attack in ATTACKS}) == len(ATTACKS) >= 60


def test_the_instructors_page_tells_of_every_attack():
    """The table in docs/judge.md is the present one; `python tests/attacks/table.py` renews it."""
    assert table.PAGE.read_text() == table.renewed(table.PAGE.read_text())
