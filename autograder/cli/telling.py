"""Tells how far a run of grading is: a live display for people, lines for logs, JSON for machines, or nothing.

What is graded is left to `grading`.
"""

import json
import time
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta

import click

from autograder.cli.shell import ERR, OUT

WHAT = "Grading submissions"
TENTHS = 10


class Pace:
    """How many submissions are done, failed and left, how many a second, and when the last will be done.

    Parameters
    ----------
    total : int
        How many there are to grade.
    """

    def __init__(self, total):
        self.total, self.done, self.failed, self.begun = total, 0, 0, time.monotonic()

    def step(self, failed):
        """Count one more."""
        self.done += 1
        self.failed += failed

    @property
    def left(self):
        """How many are left."""
        return self.total - self.done

    @property
    def rate(self):
        """How many a second, so far."""
        return self.done / max(time.monotonic() - self.begun, 1e-6)

    @property
    def end(self):
        """When the last will be done, if it goes on so; None before the first."""
        return datetime.now().astimezone() + timedelta(seconds=self.left / self.rate) if self.done else None

    def words(self):
        """All of it in a few words."""
        end = f", end about {self.end:%H:%M:%S}" if self.left and self.done else ""
        return f"{self.done} of {self.total} done, {self.failed} failed, {self.left} left, {self.rate:.1f} a second{end}"


class Quiet:
    """Tells nothing but errors; what the others tell, they tell in its methods."""

    may_ask = False

    def __init__(self):
        self.pace = Pace(0)

    def looking(self):
        """While it is found out what is new, which takes some seconds in a large class."""
        return nullcontext()

    @contextmanager
    def grading(self, works):
        """While this is graded."""
        self.pace = Pace(sum(len(work.waiting) for work in works))
        yield

    def record(self, record):
        """A submission is graded."""
        from autograder.classroom.records import unjudged

        self.pace.step(unjudged(record))

    def topic(self, work, lines):
        """A topic is done; its results, in lines."""

    def changes(self, work, headline, changes):
        """A regrade would change this."""

    def trouble(self, words):
        """Something went wrong that the run survives."""
        ERR.print(words, markup=False)


class Log(Quiet):
    """Tells in lines: what there is to grade, each tenth of the way, then the results."""

    may_ask = True

    @contextmanager
    def grading(self, works):
        """While this is graded."""
        with super().grading(works):
            ERR.print(f"{WHAT}: {self.pace.total}")
            yield

    def record(self, record):
        """A submission is graded; each tenth of a long way is told."""
        before = self.pace.done * TENTHS // max(self.pace.total, 1)
        super().record(record)
        if self.pace.total > TENTHS and self.pace.done * TENTHS // self.pace.total > before:
            ERR.print(f"  {self.pace.words()}")

    def topic(self, work, lines):
        """A topic is done; its results, in lines."""
        OUT.print(f"[bold]{work.topic}[/]: {len(work.graded)} graded, {len(work.unchanged)} unchanged")
        for line in lines:
            OUT.print(f"  {line}", markup=False)

    def changes(self, work, headline, changes):
        """A regrade would change this."""
        OUT.print(f"[bold]{work.topic}[/]: {headline}")
        for change in changes:
            for line in (change.headline, *(f"  {detail}" for detail in change.details)):
                OUT.print(f"  {line}", markup=False)


class Live(Log):
    """Tells on a terminal, always up to date."""

    def looking(self):
        """While it is found out what is new, which takes some seconds in a large class."""
        return ERR.status("Looking for what is new ...")

    @contextmanager
    def grading(self, works):
        """While this is graded."""
        from rich.progress import BarColumn, Progress, TextColumn

        columns = TextColumn(WHAT), BarColumn(), TextColumn("{task.fields[words]}")
        with Quiet.grading(self, works), Progress(*columns, console=ERR) as self.bar:
            self.task = self.bar.add_task(WHAT, total=self.pace.total, words=self.pace.words())
            yield

    def record(self, record):
        """A submission is graded."""
        Quiet.record(self, record)
        self.bar.update(self.task, completed=self.pace.done, words=self.pace.words())


class JsonLines(Quiet):
    """Tells in JSON, one object a line, on standard output.

    Each has ``event``: ``plan`` (what there is to grade, by topic), ``record`` (one submission), ``changes`` (what a
    regrade would change), ``topic`` (its results) or ``trouble``.
    """

    @contextmanager
    def grading(self, works):
        """While this is graded."""
        topics = {work.topic: {"waiting": len(work.waiting), "unchanged": len(work.unchanged)} for work in works}
        with super().grading(works):
            self._tell("plan", total=self.pace.total, topics=topics)
            yield

    def record(self, record):
        """A submission is graded."""
        failed_before = self.pace.failed
        super().record(record)
        told = {"topic": record.assignment, "student": record.student, "points": record.points, "max_points": record.max_points}
        pace, end = self.pace, self.pace.end
        told |= {"failed": pace.failed > failed_before, "seconds": record.seconds}
        told |= {"done_so_far": pace.done, "failed_so_far": pace.failed, "left": pace.left, "a_second": round(pace.rate, 3)}
        self._tell("record", **told, end=end.isoformat(timespec="seconds"))

    def topic(self, work, lines):
        """A topic is done; its results, in lines."""
        counts = {"graded": len(work.graded), "unchanged": len(work.unchanged), "failed": len(work.failed)}
        self._tell("topic", topic=work.topic, **counts, summary=list(lines))

    def changes(self, work, headline, changes):
        """A regrade would change this."""
        told = [{name: getattr(each, name) for name in ("student", "before", "after", "details")} for each in changes]
        self._tell("changes", topic=work.topic, changes=told)

    def trouble(self, words):
        """Something went wrong that the run survives."""
        self._tell("trouble", words=words)

    @staticmethod
    def _tell(event, **told):
        click.echo(json.dumps({"event": event, **told}, ensure_ascii=False))


def for_people():
    """What suits whoever reads it: a live display on a terminal, lines in a log."""
    return Live() if ERR.is_terminal else Log()
