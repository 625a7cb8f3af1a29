"""Cables, disks, databases and clocks fail: a class ends as if nothing had happened, at the latest after a second run."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner
from dask_processes import QUICK, DaskProcesses
from distributed.batched import BatchedSend
from distributed.comm import connect, listen
from elsewhere import Cable, Elsewhere
from undisturbed import STUDENTS, Run, outcome, renewed

from autograder.classroom import cluster_worker, entries
from autograder.cli import main
from autograder.course import Course
from autograder.files import write_atomically
from autograder.judge import database, gradebook


@pytest.fixture
def places():
    """Three machines: the scheduler's, with cables to a worker's and to the instructor's."""
    with Elsewhere("net") as centre, Elsewhere("net", centre) as worker, Elsewhere("net", centre) as desk:
        yield centre, Cable(centre, worker, 1), Cable(centre, desk, 2), worker, desk


def test_the_cable_to_a_worker_is_cut(places, waiting, expected, tmp_path):
    """A worker that cannot be reached any more is given up after a while, and what it had goes to another."""
    centre, cable, desk_cable, worker, desk = places
    with DaskProcesses(tmp_path, desk_cable.address, centre.enter) as dask:
        dask.worker(prefix=worker.enter)
        run = Run(waiting, "--scheduler", dask.address, prefix=desk.enter, environment=QUICK)
        run.wait_for_records()
        cable.cut()
        dask.worker(prefix=centre.enter)
        run.finish()
    assert outcome(waiting) == expected


def test_the_cable_to_the_scheduler_is_cut(places, waiting, expected, tmp_path):
    """A run that cannot reach its scheduler ends in one line after a while; with the cable mended it goes on where it was."""
    centre, _, cable, worker, desk = places
    with DaskProcesses(tmp_path, cable.address, centre.enter) as dask:
        dask.worker(prefix=worker.enter)
        run = Run(waiting, "--scheduler", dask.address, prefix=desk.enter, environment=QUICK)
        run.wait_for_records(2)
        cable.cut()
        status, words = run.end()
        assert (status, "the scheduler is lost" in words, "Traceback" in words) == (1, True, False), words
        assert len(renewed(waiting)) < len(STUDENTS)
        cable.mend()
        Run(waiting, "--scheduler", dask.address, prefix=desk.enter, environment=QUICK).finish()
    assert outcome(waiting) == expected


def test_a_short_cut_is_not_noticed(places, waiting, expected, tmp_path):
    """A cable that is mended before anybody gives up costs nothing."""
    centre, _, cable, worker, desk = places
    with DaskProcesses(tmp_path, cable.address, centre.enter) as dask:
        dask.worker(prefix=worker.enter)
        run = Run(waiting, "--scheduler", dask.address, prefix=desk.enter)
        run.wait_for_records()
        cable.cut()
        Event().wait(1)
        cable.mend()
        run.finish()
    assert outcome(waiting) == expected


def test_the_disk_is_full(waiting, expected, tmp_path):
    """A full disk ends the run in one line that names the file; no record is damaged, and with room again it goes on."""
    with Elsewhere("mnt") as place:
        disk, home = tmp_path / "disk", tmp_path / "disk" / "home"
        disk.mkdir()
        place.run("mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(disk))
        place.run("cp", "-a", str(waiting.home), str(home))
        used = subprocess.check_output([*place.enter, "df", "--output=used", str(disk)], text=True)
        place.run("mount", "-o", f"remount,size={int(used.split()[1]) + 48}k", str(disk))
        there = Course(home)
        status, words = Run(there, prefix=place.enter).end()
        assert (status, "free some disk space" in words, "Traceback" in words) == (1, True, False), words
        assert str(there.root) in words
        assert not list((place.root() / str(there.root).lstrip("/")).rglob("*.part"))
        place.run("mount", "-o", "remount,size=200m", str(disk))
        Run(there, prefix=place.enter).finish()
        shutil.copytree(place.root() / str(home).lstrip("/"), tmp_path / "after")
    assert outcome(Course(tmp_path / "after")) == expected


def grade(course):
    """The command `grade` in this process."""
    return CliRunner().invoke(main, ["-C", str(course.home), "grade", "convolution"])


def test_the_database_is_locked(waiting, expected, monkeypatch):
    """While another program holds the gradebook all is graded nevertheless; then one line says so; the next run writes it."""
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    monkeypatch.setattr(entries, "BATCH", 2)
    tried = []
    monkeypatch.setattr(gradebook, "write", lambda *given, write=gradebook.write: (tried.append(1), write(*given)))
    with closing(sqlite3.connect(waiting.gradebook, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = grade(waiting)
    assert (done.exit_code, "cannot be used (database is locked)" in done.stderr) == (1, True), done.output
    assert set(renewed(waiting)) == set(STUDENTS)
    assert len(tried) == 2, "each batch waited for the lock, and nothing was graded meanwhile"
    again = grade(waiting)
    assert (again.exit_code, "Grading submissions: 0" in again.stderr) == (0, True), again.output
    assert outcome(waiting) == expected


def test_the_database_is_away(waiting, expected):
    """While the gradebook is gone all is graded nevertheless; then one line says so; when it is back the next run writes it."""
    away = waiting.gradebook.with_suffix(".away")
    os.replace(waiting.gradebook, away)
    done = grade(waiting)
    assert (done.exit_code, "gradebook.db: no gradebook is there yet" in done.stderr) == (1, True), done.output
    os.replace(away, waiting.gradebook)
    assert grade(waiting).exit_code == 0
    assert outcome(waiting) == expected


@pytest.mark.parametrize("how", [("--workers", "2"), ("--scheduler", "local:2")])
def test_the_clock_is_moved(how, waiting, expected, tmp_path):
    """A clock that jumps a month back and forth in the middle of a run changes no score, ends nothing and delays nothing."""
    library, setting = tmp_path / "moved_clock.so", tmp_path / "offset"
    source = Path(__file__).with_name("moved_clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source], check=True, timeout=60)
    run = Run(waiting, *how, environment={"LD_PRELOAD": str(library), "MOVED_CLOCK": str(setting)})
    for number, days in enumerate((-30, 30, 0), 1):
        run.wait_for_records(number)
        write_atomically(setting, f"{days * 86400}")
    run.finish()
    assert outcome(waiting) == expected
    records = (json.loads(path.read_text()) for path in waiting.root.glob("records/*/convolution.json"))
    begun = [datetime.fromisoformat(record["started_at"]) for record in records]
    assert max(begun) - min(begun) > timedelta(days=20), "the clock was not moved"


def test_dask_does_not_wait_for_a_clock():
    """A message leaves although Dask is to wait a month since the last one, as it does when the clock is set back in between."""
    with ThreadPoolExecutor(1) as apart:  # in this thread a browser's loop may be running
        arrived = apart.submit(asyncio.run, _two_messages(interval="30 days")).result()
    assert arrived == ["first", "second"]


async def _two_messages(interval):
    arrived, each = [], asyncio.Event()

    async def hear(connection):
        while len(arrived) < 2:
            arrived.extend(await connection.read())
            each.set()
        connection.abort()

    cluster_worker.ignore_clock()
    async with await listen("tcp://127.0.0.1", hear) as listener:
        sender = BatchedSend(interval)
        sender.start(await connect(listener.contact_address))
        for message in ("first", "second"):
            sender.send(message)
            await asyncio.wait_for(each.wait(), timeout=60)
            each.clear()
        await sender.close()
    return arrived
