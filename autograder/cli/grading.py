"""The command `grade`: has judged what was collected, and asks before a score that counts already changes.

How answers are judged is left to `autograder.judge`, what changes to `autograder.reports`.
"""

import os

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, in_course, progress, topics_argument
from autograder.course import TOPICS, CourseError


@click.command()
@topics_argument()
@click.option("--workers", type=click.IntRange(1, 256), default=os.cpu_count, show_default="as many as cores",
              help="How many submissions at once.")  # fmt: skip
@click.option("--no-sandbox", is_flag=True, help="Run answers without protection. Only for notebooks that you trust.")
@click.option("--again", is_flag=True, help="Grade also what has not changed since it was graded.")
@click.option("--yes", is_flag=True, help="Change scores that were given before without asking. They are shown all the same.")
@in_course
def grade(course, topics, workers, no_sandbox, again, yes):
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
    """
    topics = topics or [topic for topic in TOPICS if course.source(topic).is_file()]
    if not topics:
        raise CourseError(f"{course.root / 'source'}: nothing is released yet; run `autograder release` first")
    if grade_topics(course, topics, workers, not no_sandbox, again, yes):
        raise CourseError("some answers could not be judged, which costs their students nothing; run `autograder grade` again")


def grade_topics(course, topics, workers, sandbox, again, yes):
    """Grade what waits of these topics, print a summary, and say whether an answer could not be judged."""
    from autograder.classroom.grade import grade, plan
    from autograder.classroom.lock import at_work
    from autograder.classroom.penalties import write_penalties
    from autograder.classroom.records import unjudged
    from autograder.classroom.regrade import finish
    from autograder.reports.grades import all_grades
    from autograder.reports.summary import summary_lines

    _warn(course, sandbox)
    with at_work(course):
        for topic in topics:
            finish(course, topic)
        works = plan(course, topics, again=again, sandbox=sandbox)
        with progress("Grading submissions", sum(len(work.waiting) for work in works)) as step:
            grade(course, works, workers=workers, sandbox=sandbox, on_record=step)
        counted = [work for work in works if not work.regrade or _regrade(course, work, yes)]
        write_penalties(course, topics)
    grades = all_grades(course, topics)
    for work in counted:
        OUT.print(f"[bold]{work.topic}[/]: {len(work.graded)} graded, {work.unchanged} unchanged")
        for line in summary_lines(grades[work.topic]):
            OUT.print(escape(f"  {line}"))
    failed = any(unjudged(record) for work in counted for record in work.graded)
    return failed or any(grade.status == "could not judge" for listed in grades.values() for grade in listed)


def _warn(course, sandbox):
    from autograder.classroom.late import read_rule, strangers
    from autograder.classroom.roster import read_roster

    for student in strangers(read_rule(course), read_roster(course.roster)):
        ERR.print(escape(f"nbgrader_config.py: LateRule.extensions names {student!r}, who is not in the roster"))
    if not sandbox:
        ERR.print("[bold white on red] NO SANDBOX [/] students' code runs with your rights; every record is marked with it")


def _regrade(course, work, yes):
    """Show what a regrade changes, and write it if that is wished; where nothing changes nobody is asked."""
    from autograder.classroom.gradebook import marks_by_hand
    from autograder.classroom.regrade import discard, put_in_place
    from autograder.reports.regraded import changes_of

    changes = changes_of(work, marks_by_hand(course, [work.topic]))
    OUT.print(f"[bold]{work.topic}[/]: {len(work.graded)} graded anew, {_scores(changes)} would change")
    for change in changes:
        OUT.print(escape(f"  {change.headline}"))
        for line in change.details:
            OUT.print(escape(f"    {line}"))
    if changes and not yes and not click.confirm("Write this? Nothing of it is written yet (--yes says so beforehand)"):
        discard(course, work.topic)
        OUT.print(f"{work.topic}: all is as it was; the new results are thrown away")
        return False
    put_in_place(course, work.topic)
    return True


def _scores(changes):
    return f"results of {len(changes)} student{'' if len(changes) == 1 else 's'}" if changes else "no result"
