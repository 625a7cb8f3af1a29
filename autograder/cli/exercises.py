"""The commands for authors: `release` makes the exercises, `prove` proves them, `student-package` packs what students take home.

How a notebook is made, and what a proof is, is left to `autograder.release`.
"""

import os
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, in_course, progress, topics_argument
from autograder.course import CourseError


def parsed_due(context, option, text):
    """The moment that --due names."""
    from autograder.classroom.times import parse_due

    try:
        return text and parse_due(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
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
    release_topics(course, topics or course.available_topics(), dict.fromkeys(topics, due))


def release_topics(course, topics, due):
    """Make the exercises of these topics, note when they are due, and print where they lie."""
    from autograder.classroom.gradebook import write_due
    from autograder.classroom.lock import at_work
    from autograder.classroom.times import local
    from autograder.judge.database import NoGradebook, opened
    from autograder.release.assignment import release

    missing = [course.solution(topic) for topic in topics if not course.solution(topic).is_file()]
    if missing or not topics:
        raise CourseError(f"{missing[0] if missing else course.home / 'solutions'}: no such solution; there is none to release")
    with suppress(NoGradebook), opened(course):  # a server that is away is told here in better words than nbgrader's
        pass
    with at_work(course), progress("Releasing exercises", len(topics)) as step:
        made = []
        for topic in topics:
            made.append(release(course, topic))
            if due.get(topic):
                write_due(course, topic, due[topic])
            step()
    for topic, path in zip(topics, made, strict=True):
        OUT.print(escape(f"{path}" + (f", due on {local(due[topic])}" if due.get(topic) else "")))


@click.command()
@topics_argument()
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the random inputs.")
@click.option("--workers", type=click.IntRange(1, 256), default=os.cpu_count, show_default="as many as cores",
              help="How many functions to prove at once.")  # fmt: skip
@in_course
def prove(course, topics, seed, workers):
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
        for _, found in groupby(prove(course, topics, seed, workers), key=itemgetter(0)):
            proofs += found
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


@click.command("student-package")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path),
              help="Where to put it.  [default: dist/ in the course]")  # fmt: skip
@in_course
def student_package(course, output):
    """Pack what students take home: a wheel of the checks and the reference, and a zip of it with all notebooks.

    \b
    NumPy is all that the wheel needs. Neither holds an answer's text, a hidden test or a part of the grader.
    \b
    Example:
      autograder student-package --output ~/for-students
    """
    from autograder.release.student_package import write_package

    for path in write_package(course, output or course.home / "dist"):
        OUT.print(escape(f"{path} ({path.stat().st_size / 1024:.0f} KiB)"))
