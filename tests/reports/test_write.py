"""Pages lie where nbgrader looks for them, whoever writes them."""

import shutil
from pathlib import Path

import pytest
from traitlets.config import PyFileConfigLoader

from autograder.course import Course
from autograder.reports.grades import all_grades
from autograder.reports.pages import feedback_page
from autograder.reports.write import write_feedback

TOPIC, ADA, CAN = "convolution", "ada.yildiz", "can.isik"


@pytest.fixture
def course(graded, tmp_path):
    """A copy of the graded course, from which no feedback was written yet."""
    shutil.copytree(graded.home, tmp_path / "copy")
    copy = Course(tmp_path / "copy")
    shutil.rmtree(copy.root / "feedback")
    copy.submitted(ADA, TOPIC).with_name("submission_secret.txt").write_text("secret")
    return copy


@pytest.fixture
def nbgrader(course, tmp_path):
    """nbgrader as the formgrader asks it, with the course's own settings and an exchange."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    config = PyFileConfigLoader(str(course.home / "nbgrader_config.py")).load_config()
    config.Exchange.root = str(tmp_path / "exchange")
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def by_autograder(course, nbgrader):
    """As `autograder feedback` does."""
    write_feedback(course, [grade for grade in all_grades(course, [TOPIC])[TOPIC] if grade.student.id == ADA])


def by_nbgrader(course, nbgrader):
    """As the formgrader's button does."""
    answer = nbgrader.generate_feedback(TOPIC, ADA)
    assert answer["success"], answer


@pytest.mark.parametrize("write", [by_autograder, by_nbgrader])
def test_nbgrader_releases_our_pages(course, nbgrader, tmp_path, write):
    """Our page is there either way; release_feedback takes it, and puts it into the exchange under the student's secret."""
    from nbgrader.utils import notebook_hash

    write(course, nbgrader)
    assert [path.parent.parent.name for path in (course.root / "feedback").glob("*/*/*.html")] == [ADA]
    (grade,) = [grade for grade in all_grades(course, [TOPIC])[TOPIC] if grade.student.id == ADA]
    assert course.feedback(ADA, TOPIC).read_text() == feedback_page(grade)
    answer = nbgrader.release_feedback(TOPIC)
    assert answer["success"], answer
    name = notebook_hash(secret="secret", notebook_id=TOPIC)
    released = tmp_path / "exchange" / "di504" / "feedback" / f"{name}.html"
    assert released.read_bytes() == course.feedback(ADA, TOPIC).read_bytes()


def test_one_without_a_record_stops_nobody(course, nbgrader):
    """A graded notebook that the judge has no record of is named with the way out; the others get their pages."""
    course.record(CAN, TOPIC).unlink()
    answer = nbgrader.generate_feedback(TOPIC)
    assert not answer["success"]
    assert f"{Path(CAN, TOPIC)}.json: not there; grade it first" in answer["log"]
    assert not course.feedback(CAN, TOPIC).exists()
    assert course.feedback(ADA, TOPIC).is_file()
