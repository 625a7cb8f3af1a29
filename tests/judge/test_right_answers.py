"""Right answers of every topic, in every style, as students' notebooks through the real judge and its sandbox."""

from pathlib import Path

import nbformat
import pytest
from handed_in import notebook_with, split_answers

from autograder.checks.misconceptions.catalogue import catalogue_of
from autograder.course import Course
from autograder.judge import Assignment, Judge, Submission
from autograder.release.notebook import source_notebook

HOME = Course(Path(__file__).resolve().parents[2])
TOPICS = HOME.available_topics()


@pytest.fixture(scope="module")
def judge():
    """One judge for all topics."""
    with Judge(workers=1) as judge:
        yield judge


def asked(topic):
    """The assignment, made from its solution."""
    return Assignment(topic, nbformat.writes(source_notebook(HOME.solution(topic))).encode())


@pytest.mark.parametrize("topic", TOPICS)
def test_right_answers_in_every_style_get_all_points(judge, topic):
    """Loops, vectorised, structured: in the sandbox, through stand-ins, each earns every point that a machine can give."""
    submissions = []
    for path in sorted((HOME.home / "tests/answers/right" / topic).glob("*.py")):
        answers = split_answers(path.read_text(), catalogue_of(topic).functions)
        submissions.append(Submission(path.stem, topic, notebook_with(HOME.exercise(topic), answers)))
    assert len(submissions) >= 3
    for record in judge.grade(asked(topic), submissions):
        lost = [question for question in record.questions if question["kind"] == "code" and question["verdict"] != "right"]
        assert lost == [], f"{record.student}: {lost}"
        assert record.repairs == []


@pytest.mark.parametrize("topic", TOPICS)
def test_an_untouched_notebook_earns_nothing_and_breaks_nothing(judge, topic):
    """Every answer is missing, none could not be judged."""
    (record,) = judge.grade(asked(topic), [Submission("ada", topic, HOME.exercise(topic).read_bytes())])
    assert record.points == 0
    assert {question["verdict"] for question in record.questions if question["kind"] == "code"} == {"missing"}
