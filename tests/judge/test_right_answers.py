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


def test_an_answer_that_does_not_even_parse_costs_no_point_of_a_later_one(judge):
    """`convolve2d` and `filter_image` build on `correlate2d`, whose cell ends in a syntax error: only that one is wrong."""
    path = HOME.home / "tests/answers/right/convolution/loops.py"
    answers = split_answers(path.read_text(), catalogue_of("convolution").functions)
    answers["correlate2d"] = "def correlate2d(image, kernel:\n    return image"
    submission = Submission("ada", "convolution", notebook_with(HOME.exercise("convolution"), answers))
    (record,) = judge.grade(asked("convolution"), [submission])
    assert [each["name"] for each in record.questions if each["verdict"] not in ("right", "to mark")] == ["correlate2d"]


def test_half_a_surrogate_pair_in_what_is_printed_is_written_down(judge, tmp_path):
    """A text that is no UTF-8 neither stops the run nor spoils the record."""
    path = HOME.home / "tests/answers/right/convolution/loops.py"
    answers = split_answers(path.read_text(), catalogue_of("convolution").functions)
    answers["laplacian_kernel"] = 'def laplacian_kernel():\n    print("\\ud800")\n    raise KeyError("\\udfff")'
    submission = Submission("ada", "convolution", notebook_with(HOME.exercise("convolution"), answers))
    (record,) = judge.grade(asked("convolution"), [submission])
    record.write(tmp_path / "record.json")
    assert "KeyError" in (tmp_path / "record.json").read_text(encoding="utf-8")
