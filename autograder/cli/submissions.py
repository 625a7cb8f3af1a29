"""The commands for what students hand in: `collect` takes it into the course, `grade` has it judged.

Which files are taken is left to `autograder.classroom`, the marks to `autograder.judge`.
"""

import os
from pathlib import Path

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, in_course, progress, topics_argument
from autograder.course import TOPICS, CourseError


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


@click.command()
@topics_argument()
@click.option("--workers", type=click.IntRange(1, 256), default=os.cpu_count, show_default="as many as cores",
              help="How many submissions at once.")  # fmt: skip
@click.option("--no-sandbox", is_flag=True, help="Run answers without protection. Only for notebooks that you trust.")
@click.option("--again", is_flag=True, help="Grade also what has not changed since it was graded.")
@in_course
def grade(course, topics, workers, no_sandbox, again):
    """Grade what was collected. Stopped in the middle, it goes on where it was when started again.

    \b
    Answers run in a sandbox without network and without your files. Each result is a record, course/records/STUDENT/TOPIC.json,
    and stands in nbgrader's gradebook, where written answers are marked by hand (in `jupyter lab`: Nbgrader, Formgrader).
    \b
    Examples:
      autograder grade
      autograder grade convolution --workers 8
      autograder grade convolution --again          after a test was mended
    """
    topics = topics or [topic for topic in TOPICS if course.source(topic).is_file()]
    if not topics:
        raise CourseError(f"{course.root / 'source'}: nothing is released yet; run `autograder release` first")
    if grade_topics(course, topics, workers, not no_sandbox, again):
        raise CourseError("some answers could not be judged, which costs their students nothing; run `autograder grade` again")


def grade_topics(course, topics, workers, sandbox, again):
    """Grade what waits of these topics, print a summary, and say whether an answer could not be judged."""
    from autograder.classroom.grade import grade, plan
    from autograder.classroom.late import read_rule, strangers
    from autograder.classroom.lock import at_work
    from autograder.classroom.penalties import write_penalties
    from autograder.classroom.roster import read_roster
    from autograder.reports.grades import all_grades
    from autograder.reports.summary import summary_lines

    for student in strangers(read_rule(course), read_roster(course.roster)):
        ERR.print(escape(f"nbgrader_config.py: LateRule.extensions names {student!r}, who is not in the roster"))
    if not sandbox:
        ERR.print("[bold white on red] NO SANDBOX [/] students' code runs with your rights; every record is marked with it")
    with at_work(course):
        works = plan(course, topics, again=again, sandbox=sandbox)
        with progress("Grading submissions", sum(len(work.waiting) for work in works)) as step:
            grade(course, works, workers=workers, sandbox=sandbox, on_record=step)
        write_penalties(course, topics)
    grades = all_grades(course, topics)
    for work in works:
        OUT.print(f"[bold]{work.topic}[/]: {len(work.graded)} graded, {work.unchanged} unchanged")
        for line in summary_lines(grades[work.topic]):
            OUT.print(escape(f"  {line}"))
    return any(grade.status == "could not judge" for listed in grades.values() for grade in listed)
