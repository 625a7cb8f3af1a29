"""The commands for what came of it: `feedback` for each student, `export` for a spreadsheet.

What stands on a page or in a table is left to `autograder.reports`.
"""

from pathlib import Path

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


@click.command()
@topics_argument()
@click.option("--questions", is_flag=True, help="A row for each question instead of each student and assignment.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of the screen.")
@in_course
def export(course, topics, questions, output):
    """Give the grades as CSV: a row for each student and assignment.

    \b
    Cells that a spreadsheet would execute get an apostrophe in front. A file begins with the mark by which spreadsheets know
    UTF-8, so that names keep their letters.
    \b
    Examples:
      autograder export --output grades.csv
      autograder export convolution --questions | less
    """
    from autograder.reports.grades import all_grades, graded_topics
    from autograder.reports.table import table_of_grades
    from autograder.reports.write import write_csv

    grades = all_grades(course, topics or graded_topics(course))
    table = table_of_grades((grade for listed in grades.values() for grade in listed), questions=questions)
    if output:
        OUT.print(escape(str(write_csv(output, table))))
    else:
        click.echo(table, nl=False)
