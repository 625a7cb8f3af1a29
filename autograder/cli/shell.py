"""What every command stands on: its way to print and to fail, the course that it is run in, a bar for long work.

What a command does is left to the module that holds it.
"""

import errno
import signal
import sys
import threading
from contextlib import contextmanager
from functools import wraps

import click
from rich.console import Console
from rich.markup import escape

from autograder.course import TOPICS, CourseError, find_course

OUT = Console(highlight=False, emoji=False, soft_wrap=True)
ERR = Console(highlight=False, emoji=False, soft_wrap=True, stderr=True)
WAYS_OUT = {errno.ENOSPC: "free some disk space", errno.EACCES: "see who owns it", errno.EROFS: "choose another place"}


class Commands(click.Group):
    """Commands whose errors are one line: 2 for what was typed wrongly, 1 for what went wrong, 130 after Ctrl-C."""

    def main(self, *args, **kwargs):
        """Run a command and end the program with its status."""
        if threading.current_thread() is threading.main_thread():
            # Slurm and systemd end a job with SIGTERM: it ends as by Ctrl-C.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
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


def topics_argument():
    """The topics that a command works on."""
    return click.argument("topics", metavar="[TOPIC...]", nargs=-1, type=click.Choice(TOPICS))
