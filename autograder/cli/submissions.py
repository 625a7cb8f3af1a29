"""The command for what students hand in: `collect` takes it into the course.

Which files are taken is left to `autograder.classroom`; having them judged to `grading`.
"""

from pathlib import Path

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, in_course
from autograder.course import TOPICS


@click.command()
@click.argument("topic", type=click.Choice(TOPICS), metavar="TOPIC")
@click.option("--from", "source", required=True, type=click.Path(exists=True, path_type=Path),
              help="The folder of handed-in files, or a ZIP file of them.")  # fmt: skip
@click.option("--worksheet", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Moodle's grading worksheet, for certain identities and times.")  # fmt: skip
@in_course
def collect(course, topic, source, worksheet):
    """Take handed-in notebooks into the course. Nothing is lost, and nothing in the folder or archive is changed.

    \b
    It holds, for each student, one of
      STUDENT/TOPIC/TOPIC.ipynb    with the time in timestamp.txt, as nbgrader has it
      STUDENT/TOPIC.ipynb
      STUDENT_TOPIC.ipynb
    or is a bulk download of
      Canvas      lastfirst_LATE_52001_871234_convolution-1.ipynb
      Moodle      First Last_4711_assignsubmission_file_/convolution.ipynb
    \b
    Students are looked up in course/roster.csv, by id, or by canvas_id, moodle_id, email or name. The newest notebook of a
    student counts; earlier ones are kept in course/attempts. What cannot be taken is copied to course/set_aside and listed
    in course/problems/TOPIC.json. Bulk downloads do not tell when a file came: Moodle's grading worksheet does.
    \b
    Examples:
      autograder collect convolution --from ~/downloads/convolution
      autograder collect convolution --from submissions.zip
      autograder collect convolution --from moodle.zip --worksheet Grades-convolution.csv
    """
    collect_topic(course, topic, source, worksheet)


def collect_topic(course, topic, source, worksheet=None):
    """Take a folder or an archive of handed-in files into the course, and print what was set aside."""
    from autograder.classroom.collect import collect
    from autograder.classroom.lms import read_worksheet
    from autograder.classroom.lock import at_work
    from autograder.classroom.receipts import key_file, read_key, sign_all

    participants = read_worksheet(worksheet) if worksheet else None
    key = read_key(course, key_file())
    with at_work(course):
        found = collect(course, topic, source, participants)
        receipts = sign_all(course, topic, key) if key else ()
    if found.open_to_all:
        ERR.print(escape(f"{course.roster}: not there, so every student's folder is accepted"))
    for problem in found.problems:
        ERR.print(f"[yellow]set aside:[/] {escape(str(problem))}" if problem.kept_at else escape(str(problem)))
    OUT.print(
        f"{topic}: {len(found.placed)} new, {len(found.replaced)} newer, {len(found.unchanged)} unchanged, "
        f"{len(found.problems)} to look at" + (f", {len(receipts)} receipts signed" if receipts else "")
    )
