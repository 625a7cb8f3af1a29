"""Builds the site where it is missing or older than its sources, and serves it to a real browser.

What a page must be like is left to the tests.
"""

import functools
import http.server
import json
import subprocess
import sys
import threading
from pathlib import Path

import install_pyodide
import pytest
import yaml
from bs4 import BeautifulSoup
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
BUILD = ["build", "book/", "--config", "_config.yml", "--path-output", ".", "-W", "-n", "--keep-going", "--all"]

def sources():
    """Every file that decides how the site comes out."""
    yield ROOT / "_config.yml"
    rooms = (ROOT / "autograder" / room for room in ("reference", "checks", "release", "lab"))
    for folder in (ROOT / "book", ROOT / "exercises", *rooms):
        for path in folder.rglob("*"):
            if path.is_file() and not {"node_modules", "__pycache__", ".ipynb_checkpoints"} & set(path.parts):
                yield path


def table_of_contents():
    """The stems of the book's pages, the start page first."""
    contents = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))

    def stems(entries):
        for each in entries:
            yield each["file"]
            yield from stems(each.get("sections", []))

    parts = [each for part in contents.get("parts", []) for each in part["chapters"]]
    return [contents["root"], *stems(contents.get("chapters", []) + parts)]


def chapters():
    """The pages that compute something: the chapters proper, without start page and back matter."""
    text = {stem: (ROOT / "book" / f"{stem}.md").read_text(encoding="utf-8") for stem in table_of_contents()}
    return [stem for stem in text if "format_name: myst" in text[stem][:500]]


def pages():
    """The stems of all pages, the chapters first: pytest groups tests by a parameter's place in its list."""
    rest = [stem for stem in table_of_contents() if stem not in chapters()]
    return [*chapters(), *rest, "search", "genindex", "404"]


def pytest_generate_tests(metafunc):
    """Run a test that asks for a `chapter` on each chapter, and one for a `stem` on each page; `opened` is that page, opened."""
    asked, shared = set(metafunc.fixturenames), {"indirect": ["opened"], "scope": "module"}
    if {"opened", "chapter"} <= asked:
        metafunc.parametrize(("opened", "chapter"), [(stem, stem) for stem in chapters()], ids=chapters(), **shared)
    elif "chapter" in asked:
        metafunc.parametrize("chapter", chapters())
    elif "opened" in asked:
        metafunc.parametrize("opened", pages(), **shared)
    elif "stem" in asked:
        metafunc.parametrize("stem", pages())


@pytest.fixture(scope="session")
def site(allow):
    """Path of the built site; built once, however many test processes ask for it."""
    start = SITE / "index.html"
    SITE.parent.mkdir(exist_ok=True)
    allow(850)
    with FileLock(SITE.parent / "site.lock"):
        if not start.exists() or start.stat().st_mtime < max(path.stat().st_mtime for path in sources()):
            command = [str(Path(sys.executable).with_name("jupyter-book")), *BUILD]
            built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert built.returncode == 0, f"{' '.join(command)}\n{built.stdout[-3000:]}\n{built.stderr[-3000:]}"
    return SITE


@pytest.fixture(scope="session")
def soup(site):
    """Give a page's parsed HTML by its stem."""

    @functools.cache
    def parse(stem):
        return BeautifulSoup((site / f"{stem}.html").read_text(encoding="utf-8"), "html.parser")

    return parse


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the site below /course/, as a project page of a forge would, and tells nobody of each request."""

    def translate_path(self, path):
        """Refuse whatever does not begin with the sub-path, so that a link from the root is found out."""
        if not path.startswith("/course/"):
            return str(Path(self.directory, "there is no such page"))
        if path.startswith("/course/_static/pyodide/"):  # the site itself is built without it
            return str(install_pyodide.TARGET / Path(path).name)
        return super().translate_path(path.removeprefix("/course"))

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site):
    """Address of the start page's folder on a server of our own."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/course/"
        server.shutdown()


@pytest.fixture(scope="session")
def pyodide():
    """Python for the browser, where `address` serves it; fetched once where `make test` has not."""
    with FileLock(SITE.parent / "pyodide.lock"):
        return install_pyodide.install()


def open_page(browser, address, stem, theme="light", width=1280, height=900, query="", **options):
    """Open a page in a context of its own; the page keeps a list of the script errors and of the requests it made."""
    view = {"viewport": {"width": width, "height": height}, "color_scheme": theme, "reduced_motion": "reduce"}
    context = browser.new_context(**view, **options)
    context.set_default_timeout(120_000)  # milliseconds, on a machine that does much else
    page = context.new_page()
    page.errors, page.responses = [], []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda line: page.errors.append(line.text) if line.type == "error" else None)
    page.on("response", lambda response: page.responses.append(response))
    page.goto(f"{address}{stem}.html{query}", wait_until="networkidle")
    return page


@pytest.fixture
def visit(chromium, address):
    """Open pages by their stems, for one test alone."""
    pages = []

    def open_another(stem, **options):
        pages.append(open_page(chromium, address, stem, **options))
        return pages[-1]

    yield open_another
    for page in pages:
        page.context.close()


def wait_for_explorer(page):
    """Go where a page's explorer is, since it is loaded when one comes near it, and wait until it is ready."""
    page.locator("[data-explorer]").first.scroll_into_view_if_needed()
    page.wait_for_selector(".explorer-live[data-ready]")


@pytest.fixture
def explore(visit):
    """Open a chapter with its explorer ready, and all pictures there: one that comes later moves what is being clicked on."""

    def open_explorer(explorer, query="", **options):
        page = visit(explorer, query=query, **options)
        wait_for_explorer(page)
        page.evaluate("[...document.images].forEach(each => { each.loading = 'eager' })")
        page.wait_for_function("[...document.images].every(each => each.complete)")
        return page

    return open_explorer


@pytest.fixture(scope="module")
def opened(chromium, address, request):
    """A page that is opened once for all tests that only look at it; each leaves answers closed, and sets theme and width."""
    page = open_page(chromium, address, request.param)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def on_a_phone(request, chromium, address):
    """An explorer on a phone, opened once for all tests that look at it."""
    page = open_page(chromium, address, request.param, width=360)
    wait_for_explorer(page)
    yield page
    page.context.close()


@pytest.fixture(scope="session")
def axe():
    """Give what axe-core finds wrong on an open page, or in one part of it, as short sentences."""
    script = (ROOT / "book" / "_ext" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def violations(page, part="html"):
        page.keyboard.press("Shift")  # from the first key on course.js looks at every box, and again when the window changes
        page.evaluate("() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")
        page.wait_for_function("document.documentElement.dataset.scrollable === 'known'")
        page.evaluate(script)
        found = page.evaluate("part => axe.run(part, {resultTypes: ['violations']}).then(r => r.violations)", part)
        return [f"{each['id']}: {json.dumps([node['html'][:160] for node in each['nodes'][:4]])}" for each in found]

    return violations
