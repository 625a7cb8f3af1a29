"""nbgrader's settings: all course data lies in course/, which git ignores."""

from pathlib import Path

c = get_config()  # noqa: F821 (nbgrader puts it there)

c.CourseDirectory.course_id = "di504"
c.CourseDirectory.root = str(Path(__file__).resolve().parent / "course")
