"""What several tests stand on: a browser, an empty course, and one in which the sample class was graded for real.

It also tells of each failure at once, and watches for tests that hang.
"""

import os
import shutil
import signal
from pathlib import Path

import pytest
import pytest_timeout
from click.testing import CliRunner
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect, sync_playwright

from autograder.cli import main
from autograder.course import Course

HOME = Path(__file__).resolve().parent.parent
SUBMISSIONS = HOME / "tests" / "submissions"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A slow machine is no failure: no example has a time limit of its own. Examples are the same each time, so that whoever changes
# nothing sees nothing fail; `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("course", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("course")


class Told:
    """Prints a failure when it happens: who reads the log of a run that was cut off sees what had failed until then."""

    def __init__(self, config):
        self.config = config

    def pytest_runtest_logreport(self, report):
        """Name the test, and the last line of what went wrong."""
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal:
            said = report.longreprtext.strip().splitlines() or ["nothing was said"]
            error = next((line for line in said if line.startswith("E  ")), said[-1]).removeprefix("E").strip()
            line = f"FAILED at {report.when} after {report.duration:.0f} s: {report.nodeid}: {error[:300]}"
            terminal.write_line(f"\n{line}", flush=True)


def pytest_configure(config):
    """Tell of failures in the process that has the terminal, not in those that xdist starts."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Told(config))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """Watch what a failed test tears down too: a failure ends pytest-timeout's watch, which one at a prompt would want."""
    item.config.hook.pytest_timeout_set_timer(item=item, settings=pytest_timeout._get_item_settings(item))


@pytest.fixture
def course(tmp_path):
    """A course of its own with a solution and the sample's roster; nothing is released or handed in."""
    return new_course(tmp_path / "home")


def new_course(home):
    """Lay out an empty course in a folder."""
    made = Course(home)
    for path in (HOME / "nbgrader_config.py", HOME / "solutions" / "convolution.py"):
        target = home / path.relative_to(HOME)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    made.roster.parent.mkdir()
    shutil.copy(SUBMISSIONS / "roster.csv", made.roster)
    return made


@pytest.fixture
def hand_in(tmp_path):
    """A function that puts a file into the folder of handed-in files, and gives that folder."""
    folder = tmp_path / "handed_in"
    folder.mkdir()

    def put(name, content='{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', changed=None):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if changed is not None:
            os.utime(path, (changed, changed))
        return folder

    return put


@pytest.fixture(scope="session")
def allow():
    """A function by which a fixture that takes long gives more seconds to the test that happens to be the first to need it."""

    def more(seconds):
        if signal.getitimer(signal.ITIMER_REAL)[0]:  # else nobody watches
            signal.setitimer(signal.ITIMER_REAL, seconds)

    return more


@pytest.fixture(scope="session")
def graded(tmp_path_factory, worker_id, allow):
    """A course in which the demo took the sample class through a whole round, told in demo.txt; look, but change nothing.

    One answer in it never ends, which costs its time: so the round is made once, for all processes that run tests.
    """
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    course = Course(shared / "graded")
    allow(600)
    with FileLock(shared / "graded.lock"):
        if not (course.home / "demo.txt").exists():
            shutil.rmtree(course.home, ignore_errors=True)
            new_course(course.home)
            shutil.copytree(SUBMISSIONS, course.home / "tests" / "submissions")
            done = CliRunner().invoke(main, ["-C", str(course.home), "demo"])
            assert (done.exit_code, done.exception) == (0, None), done.output
            (course.home / "demo.txt").write_text(done.stdout)
    return course


@pytest.fixture(scope="session")
def chromium():
    """A real, headless browser; one for each process that runs tests, since Playwright can be started only once in each."""
    expect.set_options(timeout=120_000)  # milliseconds, on a machine that does much else
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()
