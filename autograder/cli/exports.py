"""The command that gives grades away: `export`, for a spreadsheet or a learning management system.

What stands in a table is left to `autograder.reports`.
"""

from pathlib import Path

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, in_course, topics_argument
from autograder.course import CourseError


@click.command()
@topics_argument()
@click.option("--to", "system", type=click.Choice(["csv", "canvas", "moodle"]), default="csv", show_default=True,
              help="The form: a table of everything, or what Canvas or Moodle imports.")  # fmt: skip
@click.option("--questions", is_flag=True, help="A row for each question instead of each student and assignment (csv).")
@click.option("--unfinished", is_flag=True, help="Take points so far where something is still to be marked by hand.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path),
              help="Write to this file. Without it: to the screen (csv), or to course/exports/.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what has changed since the last export, and write nothing.")
@in_course
def export(course, topics, system, questions, unfinished, output, dry_run):
    """Give the grades as CSV: for a spreadsheet, or as Canvas or Moodle import them. Nothing is sent anywhere.

    \b
    For Canvas and Moodle there is one file for each topic, course/exports/SYSTEM/TOPIC.csv, with the ids that the roster
    has (canvas_id, sis_id, login_id; moodle_id, email). How they call a topic's column stands in nbgrader_config.py.
    Whoever has no points yet, or no id, is left out and named.
    \b
    Cells that a spreadsheet would execute get an apostrophe in front. A file begins with the mark by which spreadsheets know
    UTF-8, so that names keep their letters. What late work costs is taken off: switch it off in the other system.
    \b
    Examples:
      autograder export --output grades.csv
      autograder export convolution --questions | less
      autograder export convolution --to canvas --dry-run
      autograder export --to moodle
    """
    from autograder.reports.grades import all_grades, graded_topics

    topics = topics or graded_topics(course)
    if questions and system != "csv":
        raise click.UsageError(f"--questions gives a table of its own, and not what {system.capitalize()} imports.")
    if output and system != "csv" and len(topics) != 1:
        raise click.UsageError(f"--output needs one topic: {system.capitalize()} gets a file for each.")
    grades = all_grades(course, topics)
    if system == "csv" and not dry_run:
        _give_csv(course, grades, questions, output)
        return
    if not topics:
        raise CourseError(f"{course.root / 'records'}: nothing is graded yet; run `autograder grade` first")
    for topic in topics:
        _export_topic(course, system, topic, grades[topic], unfinished, output, dry_run)


def _give_csv(course, grades, questions, output):
    from autograder.reports.exports import note
    from autograder.reports.lms import export_of
    from autograder.reports.table import table_of_grades
    from autograder.reports.write import write_csv

    table = table_of_grades((grade for listed in grades.values() for grade in listed), questions=questions)
    if not output:
        click.echo(table, nl=False)
        return
    OUT.print(escape(str(write_csv(output, table))))
    for topic, listed in grades.items():
        note(course, export_of("csv", topic, listed, unfinished=True))


def _export_topic(course, system, topic, grades, unfinished, output, dry_run):
    from autograder.classroom.lock import at_work
    from autograder.reports.exports import changes, write_export
    from autograder.reports.lms import export_of, read_columns

    column = read_columns(course, system).get(topic, "") if system != "csv" else ""
    made = export_of(system, topic, grades, column, unfinished or system == "csv")
    if not column and system != "csv":
        ERR.print(escape(f"{topic}: nbgrader_config.py names no column for it in Columns.{system}; see there"))
    for student, reason in made.left_out.items():
        ERR.print(f"[yellow]left out:[/] {escape(f'{made.names[student]}: {reason}')}")
    changed = list(changes(course, made))
    since = f"{len(changed)} change{'' if len(changed) == 1 else 's'} since the last export"
    if dry_run:
        OUT.print(escape(f"{topic}: {since} to {system}; nothing is written"))
        for line in changed:
            OUT.print(escape(f"  {line}"))
        return
    with at_work(course):
        path = write_export(course, made, output)
    OUT.print(escape(f"{path}: {len(made.points)} of {len(made.names)} students, {since}"))
