"""Lets the formgrader's button "Generate feedback", and `nbgrader generate_feedback`, write our pages instead of nbgrader's.

What stands on a page is left to `pages`.  In ``nbgrader_config.py``::

    c.GenerateFeedback.exporter_class = "autograder.reports.plugin.FeedbackExporter"
"""

from pathlib import Path

from nbconvert.exporters import HTMLExporter

from autograder.course import Course, CourseError
from autograder.reports.grades import all_grades
from autograder.reports.write import write_feedback


class FeedbackExporter(HTMLExporter):
    """nbgrader's exporter for feedback; a new one for each run."""

    def from_filename(self, filename, resources=None, **keywords):
        """The page of the student whose graded notebook the file is."""
        student, topic = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        course = Course(Path(self.parent.coursedir.root).resolve().parent)
        grade = self._grades(course, topic).get(student)
        if grade is None:
            raise CourseError(f"{course.record(student, topic)}: not there; grade it first")
        (page,) = write_feedback(course, [grade])
        return page.read_text(encoding="utf-8"), {**resources, "output_extension": ".html"}

    def _grades(self, course, topic):
        if not hasattr(self, "_found"):
            self._found = {}
        if topic not in self._found:
            graded = [grade for grade in all_grades(course, [topic])[topic] if grade.record]
            self._found[topic] = {grade.student.id: grade for grade in graded}
        return self._found[topic]
