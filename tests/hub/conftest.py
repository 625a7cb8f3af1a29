"""Starts a real hub, and lets people log in to it with a real browser.

What they do there is left to the tests.
"""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
import websocket
from playwright.sync_api import expect, sync_playwright

from autograder.hub.run import free_port

HOME = Path(__file__).resolve().parents[2]
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE = 180_000  # milliseconds for a page, on a machine that does much else
SAID = "all is said with status"


class Started:
    """A hub as the command starts it: its process, what it printed, its address, and everybody's password."""

    def __init__(self, home, folder):
        self.folder, self.home = folder, home
        self.command = [sys.executable, "-m", "autograder", "-C", str(home), "hub", "--folder", str(folder)]
        self.process = self.start(free_port())
        self.told = ""
        for line in self.process.stdout:
            self.told += line
            if line.startswith("These passwords"):
                break
        found = re.search(r"The hub runs at (\S+)", self.told)
        assert found, f"the hub did not start: {self.told}\n{self.process.stderr.read()}"
        self.address = found[1]
        self.passwords = dict(re.findall(r"^  (\S+) +(\S+) +(?:/user|menu)", self.told, re.MULTILINE))

    def start(self, port):
        """Start the command, with pipes."""
        command = [*self.command, "--port", str(port)]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def processes(self):
        """All that it started, however deep."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self):
        """End it as Ctrl-C does; gives its status and its last words."""
        self.process.send_signal(signal.SIGINT)
        told, _ = self.process.communicate(timeout=120)
        return self.process.returncode, told


@pytest.fixture
def hub(tmp_path):
    """A hub that runs, for a course with one solution."""
    (tmp_path / "solutions").mkdir()
    shutil.copy(HOME / "nbgrader_config.py", tmp_path)
    shutil.copy(HOME / "solutions" / "convolution.py", tmp_path / "solutions")
    started = Started(tmp_path, tmp_path / "state")
    yield started
    if started.process.poll() is None:
        started.end()


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
def log_in(hub, tmp_path):
    """A function that logs people in, each with a browser of their own, and waits until all their servers run.

    What each saw last stays as a picture in the test's folder.
    """
    visitors = []
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)

        def enter(*names):
            visitors.extend((Visitor if name == "instructor" else Student)(chromium, hub, name) for name in names)
            for visitor in visitors:
                visitor.arrive()
            return visitors

        yield enter
        for visitor in visitors:
            visitor.page.screenshot(path=tmp_path / f"{visitor.name}.png")
        chromium.close()
    expect.set_options(timeout=5_000)  # other tests' own patience
