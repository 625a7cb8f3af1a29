"""The command `hub`: starts the course on this machine for a whole class, says where to go, and ends it.

What it starts is left to `autograder.hub`.
"""

import os
import signal
import sys
from pathlib import Path

import click
from rich.markup import escape

from autograder.cli.shell import OUT, in_course


@click.command()
@click.option("--port", type=click.IntRange(1024, 65535), default=8000, show_default=True, help="Where it listens, on 127.0.0.1.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path),
              help="Where homes, exchange and log lie. Without it: course/hub.")  # fmt: skip
@click.option("--settings", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file of JupyterHub settings that is read last, such as another way to log in.")  # fmt: skip
@in_course
def hub(course, port, folder, settings):
    """Start JupyterHub with nbgrader for an instructor and students, each in a process and a folder of their own.

    \b
    Needs root, or subordinate uids (package uidmap): each person gets a uid of their own. It listens on this machine alone.
    Ctrl-C ends it with everybody's server; homes stay. Who may log in stands in people.csv in its folder (name,role,uid):
    add lines, leave the uid empty, and start it again. For other ways to log in and other machines: docs/hub.md.
    \b
    Examples:
      autograder hub
      autograder hub --port 8123 --folder /srv/di504 --settings ldap.py
    """
    from autograder.hub import view

    if os.geteuid() != 0:
        command = view.as_somebody_with_uids(sys.argv[1:])
        os.execvp(command[0], command)
    from autograder.hub.run import running

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.default_int_handler)
    folder = (folder or course.root / "hub").resolve()
    OUT.print("Starting JupyterHub ...")
    try:
        with running(course, folder, port, settings) as started:
            show(started)
            started.wait()
    except KeyboardInterrupt:
        OUT.print(escape(f"The hub has ended, and everybody's server with it. Homes stay in {folder / 'homes'}."))


def show(started):
    """Print where to go and who may log in."""
    OUT.print(f"\n[bold]The hub runs at {started.address}[/] (on this machine alone; Ctrl-C ends it)\n")
    OUT.print(f"  {'name':16} {'password':14} where to begin")
    for person in started.people:
        formgrader = f"/user/{person.name}/formgrader/manage_assignments"
        begin = formgrader if person.role == "instructor" else "menu Nbgrader, Assignment List"
        OUT.print(escape(f"  {person.name:16} {started.passwords[person.name]:14} {begin}"))
    OUT.print(escape(f"\n  who may log in: {started.folder.people}\n  what happened: {started.folder.log}"))
    OUT.print("\nThese passwords are for a demo: they hold until the hub ends. Real log-ins: docs/hub.md.")
