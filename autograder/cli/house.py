"""The commands about the house itself: `doctor` says what is missing, `demo` walks through a whole round, `copy-gradebook` moves.

Each step of the round is left to the command for it.
"""

import os

import click
from rich.markup import escape

from autograder.cli.exercises import release_topics
from autograder.cli.grading import grade_topics
from autograder.cli.results import write_feedback_of
from autograder.cli.shell import OUT, in_course
from autograder.cli.submissions import collect_topic
from autograder.cli.telling import for_people
from autograder.course import CourseError


@click.command()
@in_course
def doctor(course):
    """Say what is installed, what is missing, and how to get it. Ends with 1 where grading would fail.

    \b
    Example:
      autograder doctor
    """
    from autograder.classroom.doctor import examine

    failed = False
    for finding in examine(course):
        word = "[green]ok[/]     " if finding.found else "[red]missing[/]" if finding.needed_for else "[yellow]note[/]   "
        OUT.print(f"{word} {escape(f'{finding.name}: {finding.detail}')}")
        if not finding.found:
            purpose = f" (needed for {finding.needed_for})" if finding.needed_for else ""
            OUT.print(escape(f"        to mend it: {finding.remedy}{purpose}"))
            failed |= finding.needed_for == "grading"
    if failed:
        raise CourseError("something that grading needs is missing; see above")


@click.command("copy-gradebook")
@click.argument("source")
@in_course
def copy_gradebook(course, source):
    """Copy a gradebook, marks given by hand and all, to where nbgrader_config.py says that it shall lie from now on.

    \b
    SOURCE is a file of SQLite or the address of a PostgreSQL server, and stays as it is. Where it goes to, nothing may be yet.
    \b
    Examples:
      autograder copy-gradebook course/gradebook.db      c.CourseDirectory.db_url names a server
      autograder copy-gradebook postgresql://grader@db.example.org/gradebook      and it names none
    """
    from autograder.classroom.lock import at_work
    from autograder.classroom.moving import copy_gradebook
    from autograder.settings import gradebook_place, without_password

    with at_work(course):
        counts = copy_gradebook(course, source)
    counted = ", ".join(f"{counts[table]} in {table}" for table in ("student", "submitted_assignment", "grade", "comment"))
    OUT.print(escape(f"{without_password(gradebook_place(course))}: {sum(counts.values())} rows copied, {counted}"))


@click.command()
@in_course
def demo(course):
    """Do a whole round with the sample class: release, collect, grade, feedback, table.

    \b
    Refuses to work in a course that has students of its own.
    \b
    Example:
      autograder demo
    """
    from autograder.classroom.lock import at_work
    from autograder.classroom.sample import enrol, sample_class
    from autograder.judge import Judge

    sample = sample_class(course)
    with at_work(course):
        enrol(course, sample)
    release_topics(course, course.available_topics(), sample.due)
    for topic in sample.due:
        collect_topic(course, topic, sample.submissions(topic))
    judge = Judge(workers=os.cpu_count(), hidden=(course.home,))
    grade_topics(course, list(sample.due), judge, again=False, yes=True, telling=for_people())
    write_feedback_of(course, list(sample.due))
    OUT.print("\n[bold]To look further[/]")
    website = course.home / "_build" / "html" / "index.html"
    for what, where in (
        ("the website", website if website.is_file() else "`make book` builds it"),
        ("the table of grades", course.root / "grades.html"),
        ("a student's page", max((course.root / "feedback").glob("*/*/*.html"), key=lambda page: page.stat().st_size)),
        ("what was set aside", course.root / "set_aside"),
        ("grades for a spreadsheet", "autograder export --questions"),
        ("marking written answers", "`jupyter lab`, then its menu Nbgrader, Formgrader"),
    ):
        OUT.print(escape(f"  {what}: {where}"))
