"""The command `grade`: has judged what was collected, and asks before a score that counts already changes.

How answers are judged is left to `autograder.judge`, on which machines to `autograder.classroom`, what changes to
`autograder.reports`, telling how far it is to `telling`.
"""

import os

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, in_course, topics_argument
from autograder.cli.telling import JsonLines, Quiet, for_people
from autograder.course import TOPICS, CourseError


@click.command()
@topics_argument()
@click.option("--workers", type=click.IntRange(1, 256), help="How many submissions at once.  [default: as many as cores]")
@click.option("--scheduler", metavar="ADDRESS|local:N",
              help="Grade on a Dask cluster: its address, or N worker processes on this machine.")  # fmt: skip
@click.option("--no-sandbox", is_flag=True, help="Run answers without protection. Only for notebooks that you trust.")
@click.option("--again", is_flag=True, help="Grade also what has not changed since it was graded.")
@click.option("--yes", is_flag=True, help="Change scores that were given before without asking. They are shown all the same.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@click.option("--json-lines", is_flag=True, help="Tell everything as JSON, one object a line, for other programs.")
@in_course
def grade(course, topics, workers, scheduler, no_sandbox, again, yes, quiet, json_lines):
    """Grade what was collected. Stopped in the middle, it goes on where it was when started again.

    \b
    Answers run in a sandbox without network and without your files. Each result is a record, course/records/STUDENT/TOPIC.json,
    and stands in nbgrader's gradebook, where written answers are marked by hand (in `jupyter lab`: Nbgrader, Formgrader).
    \b
    A notebook that has a result is graded anew with --again, and by itself where the exercise has changed. Then you see
    whose score changes, and why, before anything of that topic is written: yes writes it, no throws it away, Ctrl-C leaves it
    for the next time. Marks and comments that people gave stay.
    \b
    Examples:
      autograder grade
      autograder grade convolution --workers 8
      autograder grade convolution --again          shows what changes, and asks
      autograder grade convolution --again --yes    for scripts, which answer nothing
      autograder grade --scheduler tls://10.0.0.5:8786 --json-lines
    """
    if scheduler and workers:
        raise click.UsageError("--workers is for this machine alone; a cluster has as many as it has (--scheduler local:N: N).")
    if quiet and json_lines:
        raise click.UsageError("--quiet and --json-lines cannot be had both.")
    topics = topics or [topic for topic in TOPICS if course.source(topic).is_file()]
    if not topics:
        raise CourseError(f"{course.root / 'source'}: nothing is released yet; run `autograder release` first")
    telling = JsonLines() if json_lines else Quiet() if quiet else for_people()
    grader = _grader(course, workers, scheduler, not no_sandbox, telling)
    if grade_topics(course, topics, grader, again, yes, telling):
        raise CourseError("some answers could not be judged, which costs their students nothing; run `autograder grade` again")


def _grader(course, workers, scheduler, sandbox, telling):
    """Who judges; nothing is started yet."""
    if scheduler:
        from autograder.classroom.cluster import Cluster

        return Cluster(scheduler, sandbox=sandbox, hidden=(course.home,), on_trouble=telling.trouble)
    from autograder.judge import Judge

    return Judge(workers=workers or os.cpu_count(), sandbox=sandbox, hidden=(course.home,))


def grade_topics(course, topics, grader, again, yes, telling):
    """Grade what waits of these topics, tell of it, and say whether an answer could not be judged."""
    from autograder.classroom.grade import grade, plan
    from autograder.classroom.lock import at_work
    from autograder.classroom.penalties import write_penalties
    from autograder.classroom.regrade import finish
    from autograder.reports.grades import all_grades
    from autograder.reports.summary import summary_lines

    _warn(course, grader.sandbox)
    with at_work(course):
        for topic in topics:
            finish(course, topic)
        with telling.looking():
            works = plan(course, topics, again=again, sandbox=grader.sandbox)
        with telling.grading(works):
            grade(course, works, grader, on_record=telling.record)
        counted = [work.topic for work in works if not work.regrade or _regrade(course, work, yes, telling)]
        write_penalties(course, topics)
    unjudged = False
    for work in works:
        grades = all_grades(course, [work.topic], brief=True)[work.topic]
        unjudged |= any(grade.status == "could not judge" for grade in grades)
        if work.topic in counted:
            unjudged |= bool(work.failed)
            telling.topic(work, summary_lines(grades))
    return unjudged


def _warn(course, sandbox):
    from autograder.classroom.late import read_rule, strangers
    from autograder.classroom.roster import read_roster

    for student in strangers(read_rule(course), read_roster(course.roster)):
        ERR.print(escape(f"nbgrader_config.py: LateRule.extensions names {student!r}, who is not in the roster"))
    if not sandbox:
        ERR.print("[bold white on red] NO SANDBOX [/] students' code runs with your rights; every record is marked with it")


def _regrade(course, work, yes, telling):
    """Show what a regrade changes, and write it if that is wished; where nothing changes nobody is asked."""
    from autograder.classroom.gradebook import marks_by_hand
    from autograder.classroom.regrade import discard, put_in_place
    from autograder.reports.regraded import changes_of

    changes = changes_of(course, work.topic, marks_by_hand(course, [work.topic]))
    telling.changes(work, f"{len(work.graded)} graded anew, {_scores(changes)} would change", changes)
    if changes and not yes:
        if not telling.may_ask:
            raise CourseError(f"{work.topic}: {_scores(changes)} would change; --yes writes it, and grades nothing twice")
        if not click.confirm("Write this? Nothing of it is written yet (--yes says so beforehand)"):
            discard(course, work.topic)
            OUT.print(f"{work.topic}: all is as it was; the new results are thrown away")
            return False
    put_in_place(course, work.topic)
    return True


def _scores(changes):
    return f"results of {len(changes)} student{'' if len(changes) == 1 else 's'}" if changes else "no result"
