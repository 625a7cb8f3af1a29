"""Late work costs what the config says, the same by every way, and the student is told."""

import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from nbgrader.api import Gradebook

from autograder.classroom.late import LateRule, read_rule, strangers
from autograder.classroom.penalties import penalty, write_penalties
from autograder.classroom.roster import read_roster
from autograder.course import Course, CourseError
from autograder.reports.grades import all_grades
from autograder.reports.pages import feedback_page, remarks

HOUR, DAY = 3600, 86400


@pytest.fixture
def copy(graded, tmp_path):
    """A course with the graded sample class, to be changed."""
    shutil.copytree(graded.home, tmp_path / "copy")
    return Course(tmp_path / "copy")


def stored(course):
    """The penalties in nbgrader's gradebook, by student."""
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        submissions = gradebook.assignment_submissions("convolution")
        return {each.student_id: each.late_submission_penalty for each in submissions if each.late_submission_penalty}


def grades(course):
    """The grades, by student."""
    return {grade.student.id: grade for grade in all_grades(course, ["convolution"])["convolution"]}


def write_config(course, text):
    """Add lines to the course's config."""
    with open(course.home / "nbgrader_config.py", "a") as file:
        file.write(text + "\n")


@pytest.mark.parametrize(
    ("seconds", "lost"),
    [(1, None), (2 * HOUR, None), (2 * HOUR + 1, 2.0), (DAY, 2.0), (DAY + 1, 4.0), (3 * DAY, 6.0), (99 * DAY, 8.0)],
)
def test_grace_percent_and_floor(seconds, lost):
    """Nothing up to the grace; then a share for each day begun, whose last second still belongs to it; never below the floor."""
    rule = LateRule(grace_minutes=120, percent_a_day=10, floor_percent=60)
    assert penalty(rule, "ada", "pooling", 20.0, seconds) == lost


def test_extensions_are_a_students_own():
    """More time counts for this student and this topic; a star stands for the other topics, and 0 in one topic takes it back."""
    rule = LateRule(percent_a_day=10, extensions={"ada": {"pooling": 48, "*": 24, "layers": 0}})
    late = {
        (student, topic): penalty(rule, student, topic, 10.0, 30 * HOUR)
        for student in ("ada", "can") for topic in ("pooling", "layers", "convolution")
    }  # fmt: skip
    assert late == {
        ("ada", "pooling"): None, ("ada", "layers"): 2.0, ("ada", "convolution"): 1.0,
        ("can", "pooling"): 2.0, ("can", "layers"): 2.0, ("can", "convolution"): 2.0,
    }  # fmt: skip


def test_both_ways_of_grading_store_the_same(copy):
    """`autograder grade` and `nbgrader autograde` leave the same penalties in nbgrader's gradebook."""
    before = stored(copy)
    late = grades(copy)["deniz.ucar"]
    assert before == {"deniz.ucar": late.penalty}
    assert late.penalty == pytest.approx(0.3 * late.points_before)
    with Gradebook(f"sqlite:///{copy.gradebook}") as gradebook:
        for submission in gradebook.assignment_submissions("convolution"):
            submission.notebooks[0].late_submission_penalty = None
        gradebook.db.commit()
    command = [sys.executable, "-m", "nbgrader", "autograde", "convolution", "--student", "deniz.ucar", "--force"]
    done = subprocess.run(command, cwd=copy.home, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert stored(copy) == before


def test_the_student_is_told_and_the_table_says_it(graded):
    """The page names points before and after and the reason; in the grace it says that nothing is lost; so does the table."""
    late, graced = grades(graded)["deniz.ucar"], grades(graded)["ilayda.sahin"]
    page = feedback_page(late)
    assert "Points before: 18. Lost: 5.4. Points after: 12.6." in page
    assert "Each day that has begun since then costs 10 % of the points; here the number is 3." in page
    assert late.points == pytest.approx(12.6)
    assert "Late by 2 days, which costs 5.4 of 18 points." in list(remarks(late))
    assert "Up to 1 hour cost nothing." in feedback_page(graced)
    assert "Points before" not in feedback_page(graced)
    assert graced.points == graced.points_before


def test_marks_given_later_change_the_penalty(copy):
    """A penalty is a share of the points: when a person marks a written answer, it grows with them."""
    with Gradebook(f"sqlite:///{copy.gradebook}") as gradebook:
        gradebook.find_grade("written_convolution", "convolution", "convolution", "deniz.ucar").manual_score = 2.0
        gradebook.db.commit()
    write_penalties(copy, ["convolution"])
    assert stored(copy) == {"deniz.ucar": 6.0} == {"deniz.ucar": grades(copy)["deniz.ucar"].penalty}


def test_extensions_of_the_config_and_of_nbgrader_add_up(copy):
    """An extension moves the student's due date, from whichever of the two places it comes, and the penalty goes."""
    write_config(copy, 'c.LateRule.extensions = {"deniz.ucar": {"convolution": 48}}')
    write_penalties(copy, ["convolution"])
    assert stored(copy)["deniz.ucar"] == grades(copy)["deniz.ucar"].penalty == 1.8
    with Gradebook(f"sqlite:///{copy.gradebook}") as gradebook:
        gradebook.grant_extension("convolution", "deniz.ucar", hours=24)
    write_penalties(copy, ["convolution"])
    assert stored(copy) == {}
    granted = grades(copy)["deniz.ucar"]
    assert (granted.late, granted.charge) == (None, None)
    assert granted.due - grades(copy)["ada.yildiz"].due == timedelta(hours=72)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("c.LateRule.percent_per_day = 10", "LateRule has no 'percent_per_day'; it has extensions, floor_percent"),
        ("c.LateRule.percent_a_day = 110", "percent_a_day"),
        ("c.LateRule.percent_a_day = 'ten'", "percent_a_day"),
        ("c.LateRule.extensions = {'ada': {'poling': 24}}", "of 'ada' names 'poling'"),
        ("c.LateRule.extensions = {'ada': -1}", "extensions"),
        ("c.LateRule.percent_a_day = ", "SyntaxError"),
    ],
)
def test_a_wrong_rule_is_one_line(course, text, words):
    """A rule that cannot be used names the file and what is wrong, and nothing is taken off by guess."""
    write_config(course, text)
    with pytest.raises(CourseError, match=r"nbgrader_config\.py") as caught:
        read_rule(course)
    assert words in str(caught.value)


def test_without_a_rule_nothing_is_lost(tmp_path):
    """A course without a config, or without a rule in it, takes nothing off."""
    assert read_rule(Course(tmp_path)).charge(timedelta(days=9)) is None


def test_an_extension_for_nobody_is_told(course):
    """A misspelt name in the extensions is told when grading, since it would cost the student meant points."""
    write_config(course, 'c.LateRule.extensions = {"ada.yildis": {"*": 24}, "can.isik": {"*": 24}}')
    assert strangers(read_rule(course), read_roster(course.roster)) == ["ada.yildis"]
