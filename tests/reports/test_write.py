"""Pages lie where nbgrader looks for them."""

import shutil

from traitlets.config import Config

from autograder.course import Course
from autograder.reports.grades import all_grades
from autograder.reports.write import write_feedback


def test_nbgrader_releases_our_pages(graded, tmp_path):
    """nbgrader's own release_feedback takes our page for its own, and puts it into the exchange under the student's secret."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import notebook_hash

    shutil.copytree(graded.home, tmp_path / "copy")
    course = Course(tmp_path / "copy")
    shutil.rmtree(course.root / "feedback")
    handed_in = course.submitted("ada.yildiz", "convolution")
    handed_in.with_name("submission_secret.txt").write_text("secret")
    grades = all_grades(course, ["convolution"])["convolution"]
    write_feedback(course, [grade for grade in grades if grade.student.id == "ada.yildiz"])
    config = Config()
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.course_id = "di504"
    config.Exchange.root = str(tmp_path / "exchange")
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    answer = NbGraderAPI(CourseDirectory(config=config), config=config).release_feedback("convolution")
    assert answer["success"], answer
    name = notebook_hash(secret="secret", notebook_id="convolution")
    released = tmp_path / "exchange" / "di504" / "feedback" / f"{name}.html"
    assert released.read_bytes() == course.feedback("ada.yildiz", "convolution").read_bytes()
