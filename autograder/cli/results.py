"""The commands for what came of it: `feedback` for each student, `report` on the class.

What stands on a page or in a table is left to `autograder.reports`.
"""

import click
from rich.markup import escape

from autograder.cli.shell import OUT, in_course, progress, topics_argument
from autograder.course import TOPICS, CourseError


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


@click.command()
@click.argument("topic", type=click.Choice(TOPICS), metavar="TOPIC")
@click.option("--anonymous", is_flag=True, help="Name no student, whatever nbgrader_config.py says.")
@in_course
def report(course, topic, anonymous):
    """Write what the class did in a topic: points, questions, mistakes to teach again, times, who needs help.

    \b
    The page is course/reports/TOPIC.html, the same as a table TOPIC.csv beside it. Where c.Report.name_students = False stands in
    nbgrader_config.py, or with --anonymous, students are counted and not named.
    \b
    Examples:
      autograder report convolution
      autograder report convolution --anonymous
    """
    from autograder.classroom.lock import at_work
    from autograder.reports.grades import all_grades
    from autograder.reports.report import may_name, report_of
    from autograder.reports.summary import summary_lines
    from autograder.reports.write import write_report

    named = may_name(course) and not anonymous
    grades = all_grades(course, [topic])[topic]
    with at_work(course):
        paths = write_report(course, report_of(topic, grades, named))
    for line in list(summary_lines(grades))[: None if named else 3]:  # the first three lines name nobody
        OUT.print(escape(line))
    for path in paths:
        OUT.print(escape(str(path)))
