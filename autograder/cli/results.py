"""The command for what came of it: `feedback` for each student.

What stands on a page or in a table is left to `autograder.reports`.
"""

import click
from rich.markup import escape

from autograder.cli.shell import OUT, in_course, progress, topics_argument
from autograder.course import CourseError


@click.command()
@topics_argument()
@in_course
def feedback(course, topics):
    """Write a page for each graded student, and the table of grades for you.

    \b
    Pages lie in course/feedback/STUDENT/TOPIC/TOPIC.html, where `nbgrader release_feedback` finds them. The table is
    course/grades.html, and course/grades.csv.
    \b
    Examples:
      autograder feedback
      autograder feedback convolution
    """
    from autograder.reports.grades import graded_topics

    topics = topics or graded_topics(course)
    if not topics:
        raise CourseError(f"{course.root / 'records'}: nothing is graded yet; run `autograder grade` first")
    write_feedback_of(course, topics)


def write_feedback_of(course, topics):
    """Write the pages of these topics' students and the table of grades, and print where they lie."""
    from autograder.classroom.lock import at_work
    from autograder.classroom.penalties import write_penalties
    from autograder.reports.grades import all_grades
    from autograder.reports.write import write_feedback, write_grades

    grades = [grade for listed in all_grades(course, topics).values() for grade in listed if grade.record]
    with at_work(course), progress("Writing feedback", len(grades)) as step:
        write_feedback(course, grades, on_page=step)
        tables = write_grades(course)
        write_penalties(course, topics)  # marks given by hand have changed what a share of the points is
    OUT.print(escape(f"{len(grades)} pages in {course.root / 'feedback'}"))
    for table in tables:
        OUT.print(escape(str(table)))
