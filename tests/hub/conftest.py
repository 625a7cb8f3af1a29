"""Starts a real hub, and lets people log in to it with a real browser.

What they do there is left to the tests.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event
from urllib.parse import quote

import psutil
import pytest
import websocket

from autograder.hub.run import free_port

HOME = Path(__file__).resolve().parents[2]
PATIENCE = 180_000  # milliseconds for a page, on a machine that does much else
SAID = "all is said with status"


class Command:
    """`autograder hub` in a session of its own, with files for what it says: whatever it leaves behind holds no pipe of ours."""

    def __init__(self, home, folder, port, name):
        command = [sys.executable, "-m", "autograder", "-C", str(home), "hub", "--folder", str(folder), "--port", str(port)]
        self.said, self.complained = home / f"{name}.out", home / f"{name}.err"
        with open(self.said, "w") as out, open(self.complained, "w") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, start_new_session=True)

    def end(self):
        """Wait until it has ended; gives its status, what it said, and what it complained of."""
        status = self.process.wait(PATIENCE / 1000)
        return status, self.said.read_text(), self.complained.read_text()

    def kill(self):
        """End it and all of its processes, whatever state they are in."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # the hub below it dies with its parent
        self.process.wait()


class Started:
    """A hub as the command starts it: its process, its address, and everybody's password."""

    def __init__(self, home, folder):
        self.folder, self.home = folder, home
        self.command = self.start(free_port(), "first")
        deadline = time.monotonic() + PATIENCE / 1000
        while "These passwords" not in self.command.said.read_text():
            running = self.command.process.poll() is None and time.monotonic() < deadline
            assert running, f"the hub did not start: {self.command.said.read_text()}\n{self.command.complained.read_text()}"
            Event().wait(0.1)
        told = self.command.said.read_text()
        self.address = re.search(r"The hub runs at (\S+)", told)[1]
        self.passwords = dict(re.findall(r"^  (\S+) +(\S+) +(?:/user|menu)", told, re.MULTILINE))

    def start(self, port, name):
        """Start the command."""
        return Command(self.home, self.folder, port, name)

    def processes(self):
        """All that it started, however deep."""
        return psutil.Process(self.command.process.pid).children(recursive=True)

    def end(self):
        """End it as Ctrl-C does; gives its status and what it said."""
        self.command.process.send_signal(signal.SIGINT)
        return self.command.end()[:2]


@pytest.fixture
def hub(tmp_path):
    """A hub that runs, for a course with one solution."""
    (tmp_path / "solutions").mkdir()
    shutil.copy(HOME / "nbgrader_config.py", tmp_path)
    shutil.copy(HOME / "solutions" / "convolution.py", tmp_path / "solutions")
    started = Started(tmp_path, tmp_path / "state")
    yield started
    started.command.kill()


class Visitor:
    """Somebody with a browser of their own, who logs in to the hub, which starts a server for them."""

    def __init__(self, chromium, hub, name):
        self.hub, self.name = hub, name
        self.context = chromium.new_context(viewport={"width": 1400, "height": 1000})
        self.context.set_default_timeout(PATIENCE)
        self.asked = set()
        self.context.on("request", lambda request: self.asked.add(request.url))
        self.page = self.context.new_page()
        light = quote(f"/hub/spawn/{name}?next=/user/{name}/api/status", safe="")  # JupyterLab takes long to load
        self.page.goto(f"{hub.address}/hub/login?next={light}")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(hub.passwords[name])
        self.page.get_by_role("button", name="Sign in").click()

    def arrive(self):
        """Wait until the person's server runs."""
        self.page.wait_for_url(f"**/user/{self.name}/api/status")

    def address(self, path):
        """The address of something on the person's own server."""
        return f"{self.hub.address}/user/{self.name}/{path}"

    def fetch(self, path):
        """What the person's own server answers to a request of theirs."""
        return self.context.request.get(self.address(path))

    def strangers(self):
        """Requests to anybody but the hub."""
        return [url for url in self.asked if url.startswith(("http", "ws")) and self.hub.address.split("//")[1] not in url]

    def read(self, path):
        """A file of the person's home, whose owner alone may read it."""
        answer = self.fetch(f"files/{path}")
        assert answer.ok, f"{path}: {answer.status}"
        return answer.text()

    def post(self, path, **said):
        """Send something to the person's own server, as its pages do."""
        self.fetch("lab")  # which gives the cookie
        token = next(each["value"] for each in self.context.cookies(self.address("api")) if each["name"] == "_xsrf")
        answer = self.context.request.post(self.address(path), data=said, headers={"X-XSRFToken": token})
        assert answer.ok, answer.text()
        return answer.json()

    def run(self, command):
        """Run a command in a terminal of the person's server; gives its status and what it printed."""
        made = self.post("api/terminals")
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in self.context.cookies(self.address("api")))
        where = self.address(f"terminals/websocket/{made['name']}").replace("http", "ws", 1)
        line = websocket.create_connection(where, cookie=cookies, timeout=PATIENCE / 1000)
        line.send(json.dumps(["set_size", 50, 2000, 0, 0]))
        line.send(json.dumps(["stdin", f"stty -echo; PS1=; {command}; echo {SAID} $?\r"]))
        printed, deadline = "", time.monotonic() + PATIENCE / 1000
        while not (found := re.search(rf"{SAID} (\d+)", printed)):
            assert time.monotonic() < deadline, f"{command!r} has not ended; it printed {printed!r}"
            kind, *rest = json.loads(line.recv())
            printed += rest[0] if kind == "stdout" else ""
        line.close()
        return int(found[1]), printed[: found.start()]


class Student(Visitor):
    """A student at the Assignment List, in a JupyterLab that is loaded once, since that takes long."""

    def open_list(self):
        """Open the Assignment List from JupyterLab's menu."""
        if "/lab" not in self.page.url:
            self.page.goto(self.address("lab"))
        self.page.get_by_role("menuitem", name="Nbgrader").click()
        self.page.get_by_role("menuitem", name="Assignment List").click()

    def open_notebook(self):
        """Open the fetched notebook from the Assignment List."""
        fetched = self.page.locator("#fetched_assignments_list")
        fetched.locator(".assignment-notebooks-link").click()
        fetched.get_by_role("link", name="convolution", exact=True).last.click()

    def answer(self, beginning, code):
        """Write code in the place of an answer."""
        self.page.locator(".jp-CodeCell .cm-content", has_text=beginning).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code)

    def answer_in_words(self, text):
        """Write the written answer."""
        place = "YOUR ANSWER HERE"
        self.page.locator(".jp-MarkdownCell", has_text=place).dblclick()
        self.page.locator(".jp-MarkdownCell .cm-content", has_text=place).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def save(self):
        """Save the notebook, and wait until the server has it."""
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url) as saved:
            self.page.keyboard.press("Control+S")
        assert saved.value.ok


@pytest.fixture
def log_in(hub, chromium, tmp_path):
    """A function that logs people in, each with a browser of their own, and waits until all their servers run.

    What each saw last stays as a picture in the test's folder.
    """
    visitors = []

    def enter(*names):
        visitors.extend((Visitor if name == "instructor" else Student)(chromium, hub, name) for name in names)
        for visitor in visitors:
            visitor.arrive()
        return visitors

    yield enter
    for visitor in visitors:
        visitor.page.screenshot(path=tmp_path / f"{visitor.name}.png", timeout=5_000)
        visitor.context.close()
