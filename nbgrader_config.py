"""nbgrader's settings: all course data lies in course/, which git ignores."""

from pathlib import Path

c = get_config()  # noqa: F821 (nbgrader puts it there)

c.CourseDirectory.course_id = "di504"
c.CourseDirectory.root = str(Path(__file__).resolve().parent / "course")
# The gradebook is course/gradebook.db, or on a PostgreSQL server (docs/classroom.md says how):
# c.CourseDirectory.db_url = "postgresql+psycopg://grader@db.example.org/gradebook"

# `nbgrader autograde` and the formgrader's button ask the judge: no submission is run in a kernel of the grader's.
c.Autograde.exporter_class = "autograder.judge.plugin.JudgingExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.AssignLatePenalties"]

# Late work, the whole rule: what `nbgrader autograde`, `autograder grade`, the feedback and the exports take off for it.
c.AssignLatePenalties.plugin_class = "autograder.classroom.late_plugin.LatePenalties"
c.LateRule.grace_minutes = 60  # so late costs nothing
c.LateRule.percent_a_day = 10  # of the points, for each day that has begun since the due date; 0 takes nothing off
c.LateRule.floor_percent = 50  # of the points are left, however late
c.LateRule.extensions = {}  # more hours for a student: {"ada.yildiz": {"convolution": 48, "*": 24}}

# How the columns of a topic are called there: in Canvas with the assignment's number, as its exported gradebook shows it.
c.Columns.canvas = {}  # {"convolution": "Exercise 1: Convolution (4711)"}
c.Columns.moodle = {}  # {"convolution": "Assignment: Exercise 1 (Real)"}

# The report on a class: False counts students without naming them.
c.Report.name_students = True

# "Generate feedback" writes our pages: nbgrader's own would show the hidden tests and run a student's mark-up.
c.GenerateFeedback.exporter_class = "autograder.reports.plugin.FeedbackExporter"
