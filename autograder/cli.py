"""The command `autograder`: reads what a person typed, shows progress, prints results, and says with which status it ends.

What it does is left to the rooms `release`, `classroom` and `reports`, which load only when they are needed.
"""

import errno
import os
import sys
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from autograder import __version__
from autograder.course import TOPICS, CourseError, find_course

OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(highlight=False, soft_wrap=True, stderr=True)
WAYS_OUT = {errno.ENOSPC: "free some disk space", errno.EACCES: "see who owns it", errno.EROFS: "choose another place"}


class Commands(click.Group):
    """Commands whose errors are one line: 2 for what was typed wrongly, 1 for what went wrong, 130 after Ctrl-C."""

    def main(self, *args, **kwargs):
        """Run a command and end the program with its status."""
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "autograder"
            status = _fail(f"{error.format_message()} See `{command} --help`.", 2)
        except CourseError as error:
            status = _fail(str(error), 1)
        except OSError as error:
            way_out = WAYS_OUT.get(error.errno, "run `autograder doctor`")
            status = _fail(f"{error.filename}: {error.strerror}; {way_out}", 1)
        except click.Abort:
            status = _fail("stopped. Nothing is half done: run the same command again, and it goes on from here", 130)
        sys.exit(status or 0)


def _fail(message, status):
    ERR.print(f"[red]autograder:[/] {escape(' '.join(message.split()))}")
    return status


def in_course(command):
    """Give a command the course that it is run in."""

    @wraps(command)
    @click.pass_context
    def run(context, *args, **kwargs):
        return command(find_course(context.obj), *args, **kwargs)

    return run


@contextmanager
def progress(what, total):
    """A bar on a terminal, one line elsewhere; gives a function to call after each step."""
    if not ERR.is_terminal:
        ERR.print(f"{what}: {total}")
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=ERR) as bar:
        task = bar.add_task(what, total=total)
        yield lambda *_: bar.advance(task)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "--course", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".",
              help="The course's folder. Without it: the nearest one upwards with an nbgrader_config.py.")  # fmt: skip
@click.version_option(__version__)
@click.pass_context
def main(context, folder):
    """Release exercises, collect what students hand in, grade it and give feedback.

    \b
    A whole round:
      autograder doctor                              is all there?
      autograder release convolution --due "2026-11-20 23:59"
      autograder collect convolution --from downloads/
      autograder grade
      autograder feedback                            a page for each student
      autograder export --output grades.csv
    \b
    All course data lies in course/. nbgrader's own commands work there too.
    """
    context.obj = folder


def topics_argument():
    """The topics that a command works on."""
    return click.argument("topics", metavar="[TOPIC...]", nargs=-1, type=click.Choice(TOPICS))


def parsed_due(context, option, text):
    """The moment that --due names."""
    from autograder.classroom.times import parse_due

    try:
        return text and parse_due(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@main.command()
@topics_argument()
@click.option("--due", metavar="TIME", callback=parsed_due,
              help='When it is due, like "2026-11-20 23:59", in this machine\'s time zone.')  # fmt: skip
@in_course
def release(course, topics, due):
    """Make the exercises that students get, from solutions/. All of them, or those named.

    \b
    Examples:
      autograder release
      autograder release pooling --due "2026-11-20 23:59"
    """
    if due and not topics:
        raise click.UsageError("--due needs the topics that are due.")
    _release(course, topics or course.available_topics(), dict.fromkeys(topics, due))


def _release(course, topics, due):
    from autograder.classroom.gradebook import write_due
    from autograder.classroom.lock import at_work
    from autograder.classroom.times import local
    from autograder.release.assignment import release

    missing = [course.solution(topic) for topic in topics if not course.solution(topic).is_file()]
    if missing or not topics:
        raise CourseError(f"{missing[0] if missing else course.home / 'solutions'}: no such solution; there is none to release")
    with at_work(course), progress("Releasing exercises", len(topics)) as step:
        made = []
        for topic in topics:
            made.append(release(course, topic))
            if due.get(topic):
                write_due(course, topic, due[topic])
            step()
    for topic, path in zip(topics, made, strict=True):
        OUT.print(escape(f"{path}" + (f", due on {local(due[topic])}" if due.get(topic) else "")))


@main.command()
@click.argument("topic", type=click.Choice(TOPICS), metavar="TOPIC")
@click.option("--from", "folder", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="The folder of handed-in files.")  # fmt: skip
@in_course
def collect(course, topic, folder):
    """Take handed-in notebooks into the course. Nothing is lost, and nothing in the folder is changed.

    \b
    The folder holds, for each student, one of
      STUDENT/TOPIC/TOPIC.ipynb    with the time in timestamp.txt, as nbgrader has it
      STUDENT/TOPIC.ipynb
      STUDENT_TOPIC.ipynb
    \b
    Students are looked up in course/roster.csv (id,first_name,last_name,email). The newest notebook of a student counts;
    earlier ones are kept in course/attempts. What cannot be taken is copied to course/set_aside and listed in
    course/problems/TOPIC.json.
    \b
    Example:
      autograder collect convolution --from ~/downloads/convolution
    """
    _collect(course, topic, folder)


def _collect(course, topic, folder):
    from autograder.classroom.collect import collect
    from autograder.classroom.lock import at_work

    with at_work(course):
        found = collect(course, topic, folder)
    if found.open_to_all:
        ERR.print(escape(f"{course.roster}: not there, so every student's folder is accepted"))
    for problem in found.problems:
        ERR.print(f"[yellow]set aside:[/] {escape(str(problem))}" if problem.kept_at else escape(str(problem)))
    OUT.print(
        f"{topic}: {len(found.placed)} new, {len(found.replaced)} newer, {len(found.unchanged)} unchanged, "
        f"{len(found.problems)} to look at"
    )


@main.command()
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
    if _grade(course, topics, workers, not no_sandbox, again):
        raise CourseError("some answers could not be judged, which costs their students nothing; run `autograder grade` again")


def _grade(course, topics, workers, sandbox, again):
    from autograder.classroom.grade import grade, plan
    from autograder.classroom.lock import at_work
    from autograder.reports.grades import all_grades
    from autograder.reports.summary import summary_lines

    if not sandbox:
        ERR.print("[bold white on red] NO SANDBOX [/] students' code runs with your rights; every record is marked with it")
    with at_work(course):
        works = plan(course, topics, again=again, sandbox=sandbox)
        with progress("Grading submissions", sum(len(work.waiting) for work in works)) as step:
            grade(course, works, workers=workers, sandbox=sandbox, on_record=step)
    grades = all_grades(course, topics)
    for work in works:
        OUT.print(f"[bold]{work.topic}[/]: {len(work.graded)} graded, {work.unchanged} unchanged")
        for line in summary_lines(grades[work.topic]):
            OUT.print(escape(f"  {line}"))
    return any(grade.status == "could not judge" for listed in grades.values() for grade in listed)


@main.command()
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
    _feedback(course, topics)


def _feedback(course, topics):
    from autograder.classroom.lock import at_work
    from autograder.reports.grades import all_grades
    from autograder.reports.write import write_feedback, write_grades

    grades = [grade for listed in all_grades(course, topics).values() for grade in listed if grade.record]
    with at_work(course), progress("Writing feedback", len(grades)) as step:
        write_feedback(course, grades, on_page=step)
        tables = write_grades(course)
    OUT.print(escape(f"{len(grades)} pages in {course.root / 'feedback'}"))
    for table in tables:
        OUT.print(escape(str(table)))


@main.command()
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


@main.command()
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


@main.command()
@topics_argument()
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the random inputs.")
@in_course
def prove(course, topics, seed):
    """Prove the exercises: right answers in every style pass, and each known mistake fails in its own function alone.

    \b
    Reads solutions/, tests/answers/right/ and the known mistakes. For authors: run it after every change to an exercise.
    \b
    Examples:
      autograder prove
      autograder prove pooling --seed 7
    """
    from autograder.release.prove import prove

    proofs = []
    topics = topics or course.available_topics()
    with progress("Proving exercises", len(topics)) as step:
        for topic in topics:
            proofs += [(topic, proof) for proof in prove(course, topic, seed)]
            step()
    OUT.print(f"{'topic':16} {'function':26} {'right accepted':>15} {'mistakes caught':>16} {'named':>9}")
    for topic, proof in proofs:
        pairs = ((proof.accepted, proof.right), (proof.caught, proof.mistakes), (proof.named, proof.mistakes))
        right, caught, named = (f"{number} of {all_}" for number, all_ in pairs)
        OUT.print(f"{topic:16} {proof.function:26} {right:>15} {caught:>16} {named:>9}")
    problems = [f"{topic}.{problem}" for topic, proof in proofs for problem in proof.problems]
    for problem in problems:
        ERR.print(escape(problem))
    if problems:
        raise CourseError(f"{len(problems)} answers were not treated as they should be; see above")


@main.command()
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

    sample = sample_class(course)
    with at_work(course):
        enrol(course, sample)
    _release(course, course.available_topics(), sample.due)
    for topic in sample.due:
        _collect(course, topic, sample.submissions(topic))
    _grade(course, list(sample.due), os.cpu_count(), sandbox=True, again=False)
    _feedback(course, list(sample.due))
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
