"""nbgrader's settings: all course data lies in course/, which git ignores."""

from pathlib import Path

c = get_config()  # noqa: F821 (nbgrader puts it there)

c.CourseDirectory.course_id = "di504"
c.CourseDirectory.root = str(Path(__file__).resolve().parent / "course")

# `nbgrader autograde` and the formgrader's button ask the judge: no submission is run in a kernel of the grader's.
c.Autograde.exporter_class = "autograder.judge.plugin.JudgingExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.AssignLatePenalties"]

# "Generate feedback" writes our pages: nbgrader's own would show the hidden tests and run a student's mark-up.
c.GenerateFeedback.exporter_class = "autograder.reports.plugin.FeedbackExporter"
