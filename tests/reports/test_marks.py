"""Marks that people gave count, and records stay as the judge wrote them."""

import copy

from autograder.classroom.gradebook import Mark
from autograder.reports.marks import with_marks
from autograder.reports.pages import feedback_page


def test_a_written_answer_that_was_marked(record):
    """Its points count, it waits no longer, and its verdict says how much it earned."""
    for points, verdict in ((2.0, "right"), (1.5, "partly right"), (0.0, "wrong")):
        marked = with_marks(record, {"written_convolution": Mark(points)})
        assert (marked["questions"][1]["points"], marked["questions"][1]["verdict"]) == (points, verdict)
        assert marked["points"] == 1.0 + points


def test_a_check_that_a_person_overruled(record):
    """Points given by hand for one check replace the judge's, in the question and in the total."""
    marked = with_marks(record, {"test_blur_kernel_general": Mark(1.0)})
    assert marked["questions"][0]["tests"][1]["verdict"] == "right"
    assert (marked["questions"][0]["points"], marked["questions"][0]["verdict"], marked["points"]) == (2.0, "right", 2.0)


def test_extra_points_are_added(record):
    """Extra points come on top; a written answer that nobody has marked still waits."""
    marked = with_marks(record, {"test_blur_kernel_plain": Mark(extra=0.5), "written_convolution": Mark(extra=1.0)})
    assert marked["questions"][0]["points"] == 1.5
    assert (marked["questions"][1]["points"], marked["questions"][1]["verdict"]) == (None, "to mark")


def test_comments_reach_the_student(grade, record):
    """A comment stands on the page as text, and changes no points."""
    marked = with_marks(record, {"written_convolution": Mark(comment="Say <why>.")})
    record.update(marked)
    assert "From your instructor.</strong> Say &lt;why&gt;." in feedback_page(grade)
    assert marked["points"] == 1.0


def test_the_record_stays(record):
    """What the judge wrote is not changed by laying marks over it."""
    before = copy.deepcopy(record)
    with_marks(record, {"test_blur_kernel_general": Mark(1.0, 1.0, "well"), "written_convolution": Mark(2.0)})
    assert record == before
