"""Holds Python in the pages, in a real browser with real NumPy: chapters, and practice from the first click to full marks."""

import inspect
import json
import re
from pathlib import Path

import nbformat
import pytest
from handed_in import split_answers

from autograder.checks.misconceptions.catalogue import catalogue_of
from autograder.course import Course
from autograder.judge import Assignment, Judge, Submission
from autograder.release.notebook import source_notebook

HOME = Course(Path(__file__).resolve().parents[2])
TOPICS = [topic for topic in HOME.available_topics() if (HOME.home / "book" / f"practice_{topic}.md").exists()]
PATIENCE = 180_000  # milliseconds; a start takes 5 s on an idle machine
NOT_IN_THE_PAGE = {"build_network", "gradient_region"}


class PythonPage:
    """A page whose Python runs: press a button in a part of it, and wait for the end."""

    def __init__(self, page):
        self.page = page

    def part(self, selector):
        """A part of the page."""
        return self.page.locator(selector)

    def ended(self, how):
        """Wait until Python has ended, and see that it did so as was expected."""
        ended = "['right', 'wrong', 'absent', 'broken', 'stopped'].find(how => how === document.documentElement.dataset.python)"
        came = self.page.wait_for_function(ended, timeout=PATIENCE).json_value()
        assert came == how, self.page.locator(".run-output, .run-results").all_inner_texts()

    def press(self, part, button, how):
        """Press a button and wait for the end."""
        self.page.evaluate("delete document.documentElement.dataset.python")
        part.get_by_role("button", name=button, exact=True).click()
        self.ended(how)

    def run(self, number, how):
        """Run a chapter's cell; gives what stands below it."""
        bar = self.part(f'.run[data-cell="{number - 1}"]')
        self.press(bar, f"Run cell {number}", how)
        return bar

    def field(self, number):
        """A chapter's cell as a field."""
        return self.page.get_by_label(f"Python of cell {number}", exact=True)

    def check(self, function, answer, how):
        """Write an answer and check it; gives the section."""
        section = self.part(f'[data-answer="{function}"]')
        section.get_by_label(f"Your answer: {function}", exact=True).fill(answer)
        self.press(section, "Check my answer", how)
        return section


@pytest.fixture
def python(visit, pyodide):
    """Open a page by its stem."""
    return lambda stem, **options: PythonPage(visit(stem, **options))


@pytest.fixture(scope="module")
def judge():
    """One judge for all notebooks that are downloaded here."""
    with Judge(workers=1) as judge:
        yield judge


def right_answers(topic):
    """Right answers to the functions of a topic, by name."""
    path = HOME.home / "tests" / "answers" / "right" / topic / "loops.py"
    return split_answers(path.read_text(), catalogue_of(topic).functions)


def downloaded(python, tmp_path):
    """Press the download button; gives the file's bytes."""
    with python.page.expect_download() as waiting:
        python.page.get_by_role("button", name="Download the notebook to hand in").click()
    waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    return (tmp_path / waiting.value.suggested_filename).read_bytes()


def graded(judge, topic, notebook):
    """What the real judge says of a notebook: its points for code, and the questions that lost some."""
    asked = Assignment(topic, nbformat.writes(source_notebook(HOME.solution(topic))).encode())
    (record,) = judge.grade(asked, [Submission("ada", topic, notebook)])
    assert record.repairs == []
    return [each["name"] for each in record.questions if each["kind"] == "code" and each["verdict"] != "right"]


def test_every_cell_has_a_button_or_a_reason(soup, chapter):
    """Each cell with code can be run, or says what it needs; those that need PyTorch have no button."""
    cells = soup(chapter).select("div.cell:has(.cell_input)")
    bars = [cell.select(":scope > .run") for cell in cells]
    assert {len(found) for found in bars} == {1}
    for cell, (bar,) in zip(cells, bars, strict=True):
        assert bool(bar.button) != bool(bar.select_one(".run-not")), bar
        if re.search(r"\btorch\.\w|\bF\.\w", cell.select_one(".cell_input").get_text()):
            assert "needs PyTorch" in bar.get_text() or "import torch" in cell.get_text(), bar
    assert sum(bool(bar.button) for (bar,) in bars) >= 9


@pytest.mark.parametrize("topic", TOPICS)
def test_a_practice_page_is_the_released_exercise(soup, topic):
    """Each stub, free line and check stands there as released, with the rules; nothing tells of what only a notebook has."""
    page = soup(f"practice_{topic}").select_one("article")
    cells = {cell.id: cell for cell in nbformat.read(HOME.exercise(topic), as_version=4).cells}
    shown = {}
    for kind in ("answer", "scratch", "written"):
        shown |= {part[f"data-{kind}"]: part.pre.get_text() for part in page.select(f"[data-{kind}]")}
    written = {name for name, cell in cells.items() if cell.metadata.get("nbgrader", {}).get("solution")}
    assert set(shown) == written | {name for name in cells if name.startswith("try_")}
    assert [name for name, text in shown.items() if text.strip() != cells[name].source.strip()] == []
    checks = [pre.get_text().strip() for pre in page.select(".practice-tests pre")]
    assert checks == [cell.source.strip() for name, cell in cells.items() if name.startswith("test_")]
    text = page.get_text()
    assert "The rules" in text
    assert ("Not allowed" in text) == ("Not allowed" in cells["start"].source)
    assert not re.search(r"locked cell|empty cell|free cell|Restart Kernel|Save the notebook", text)


def test_only_what_needs_pytorch_is_not_checked_here(soup):
    """Those two functions, whose right answers use it, have no checks on their page; all others have."""
    for topic in TOPICS:
        for name in catalogue_of(topic).functions:
            needs = bool(re.search(r"(import|from) torch", inspect.getsource(catalogue_of(topic).reference(name))))
            section = soup(f"practice_{topic}").select_one(f'[data-answer="{name}"]')
            assert needs == (name in NOT_IN_THE_PAGE) == (not section.get("data-tests")), name


def test_a_chapters_cells_run_and_are_edited(python, axe):
    """One visit: a cell runs those it needs; an edit counts below; errors, figures, stopping, undoing; all of it accessible."""
    here = python("convolution", theme="dark")
    bar = here.run(7, "right")
    assert "Ran first, from the cells above: 1 and 6." in bar.inner_text()
    assert bar.locator(".run-result").inner_text() == "array([0. , 1. , 2.5, 4. , 1.5])"
    # An edit, run by keyboard; the cell below sees it.
    field = here.field(7)
    field.fill("heard = np.arange(5.0)\nheard * 2")
    here.page.evaluate("delete document.documentElement.dataset.python")
    field.press("Shift+Enter")
    here.ended("right")
    assert bar.locator(".run-result").inner_text() == "array([0., 2., 4., 6., 8.])"
    assert "AssertionError" in here.run(10, "wrong").locator(".run-error").inner_text()
    bar.get_by_role("button", name="Undo my changes").click()
    assert here.field(7).input_value().endswith("\nheard")
    here.run(10, "right")
    # An error, in Python's words.
    field.fill("def half(n):\n    return n / 0\n\nhalf(3)")
    told = here.run(7, "wrong").locator(".run-error").inner_text()
    assert told.startswith('Traceback (most recent call last):\n  File "<cell 7>", line 4, in <module>\n    half(3)')
    assert told.endswith("ZeroDivisionError: division by zero")
    # A figure, for light and for dark pages; without the photograph of a cell that has nothing to do with it.
    bar.get_by_role("button", name="Undo my changes").click()
    figure = here.run(8, "right")
    assert "from the cells above: 1, 2" in figure.inner_text()
    assert [image.is_visible() for image in figure.locator("img").all()] == [False, True]
    assert axe(here.page) == []
    # An endless loop; the page goes on, and so does Python, from anew.
    field.fill("while True:\n    pass")
    here.page.evaluate("delete document.documentElement.dataset.python")
    bar.get_by_role("button", name="Run cell 7").click()
    bar.get_by_text("Running …").wait_for()
    here.page.get_by_role("button", name="Stop", exact=True).press("Enter")
    here.ended("stopped")
    assert "Python anew" in bar.get_by_role("status").inner_text()
    assert bar.get_by_role("button", name="Run cell 7").evaluate("button => button === document.activeElement")
    field.fill("6 * 7")
    assert here.run(7, "right").locator(".run-result").inner_text() == "42"
    assert here.page.errors == []


def test_a_field_can_be_left_by_keyboard(python):
    """Tab indents, Enter keeps the indentation, and Escape lets the next Tab leave."""
    here = python("practice_convolution")
    field = here.page.get_by_label("Your answer: convolve1d", exact=True)
    field.fill("")
    field.focus()
    for key in ("d", "e", "f", "Space", "f", "(", ")", ":", "Enter", "x", "Enter", "Shift+Tab", "y", "Tab"):
        here.page.keyboard.press(key)
    assert field.input_value() == "def f():\n    x\ny   "
    here.page.keyboard.press("Control+z")
    assert field.input_value() == "def f():\n    x\ny"
    here.page.keyboard.press("Escape")
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.textContent") == "Check my answer"


def test_a_site_without_python_says_so(visit):
    """The button's answer names what is missing and how the author adds it; the page itself stays whole."""
    here = PythonPage(visit("convolution"))
    here.page.route("**/pyodide-lock.json", lambda route: route.fulfill(status=404))
    told = here.run(7, "absent").inner_text()
    assert "Python is not installed on this site" in told
    assert "make pyodide" in told


def test_practice_from_the_first_click_to_full_marks(python, judge, axe, tmp_path):
    """One visit: a stub, a known mistake with its hint, a right answer; a reload keeps all; the download earns every point."""
    here = python("practice_convolution")
    answers = right_answers("convolution")
    section = here.part('[data-answer="convolve2d"]')
    here.press(section, "Check my answer", "wrong")
    assert "convolve2d is not written yet" in section.inner_text()
    mistake = answers["correlate2d"].replace("def correlate2d", "def convolve2d")
    section = here.check("convolve2d", mistake, "wrong")
    assert "This looks like a known mistake" in section.inner_text()
    assert "Hint: " in section.inner_text()
    assert section.locator(".run-results li.failed").count() >= 1
    section = here.check("convolve2d", answers["convolve2d"], "right")
    assert section.get_by_role("status").inner_text() == "All 3 checks passed."
    assert axe(here.page) == []
    # A forbidden call is found here too.
    section = here.check("convolve1d", "def convolve1d(f, g):\n    return np.convolve(f, g)", "wrong")
    assert "calls numpy.convolve, which is not allowed" in section.inner_text()
    # The free field sees the answers above it.
    free = here.part('[data-scratch="try_convolve1d"]')
    free.locator("summary").click()
    free.locator("textarea").fill("convolve1d(np.ones(2), np.ones(2))")
    here.press(free, "Run", "right")
    assert free.locator(".run-result").inner_text() == "array([1., 2., 1.])"
    here.page.reload(wait_until="networkidle")
    assert here.page.get_by_label("Your answer: convolve2d", exact=True).input_value() == answers["convolve2d"]
    assert here.page.get_by_text("1 of 8 functions pass").is_visible()
    for name, answer in answers.items():
        here.page.get_by_label(f"Your answer: {name}", exact=True).fill(answer)
    here.page.get_by_label("Your written answer").fill("Ein Kern, der sich\nselbst gleicht. “Ç”")
    notebook = downloaded(here, tmp_path)
    assert graded(judge, "convolution", notebook) == []
    before = nbformat.read(HOME.exercise("convolution"), as_version=4)
    after = nbformat.reads(notebook.decode(), as_version=4)
    nbformat.validate(after)
    assert [(cell.id, cell.metadata) for cell in after.cells] == [(cell.id, cell.metadata) for cell in before.cells]
    assert next(cell for cell in after.cells if cell.id == "written_convolution").source.endswith("“Ç”")
    # Starting again takes it all away, and asks first.
    here.page.on("dialog", lambda dialog: dialog.accept())
    here.page.get_by_role("button", name="Start again", exact=True).click()
    assert "raise NotImplementedError()" in here.page.get_by_label("Your answer: convolve2d", exact=True).input_value()
    assert here.page.evaluate("localStorage.length === Object.keys(localStorage).filter(k => !k.startsWith('practice')).length")
    assert here.page.errors == []


def test_an_untouched_download_is_the_released_notebook(python, tmp_path):
    """Nothing but what a student wrote is changed, to the letter."""
    here = python("practice_layers")
    assert json.loads(downloaded(here, tmp_path)) == json.loads(HOME.exercise("layers").read_text())


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "convolution"])
def test_right_answers_pass_in_the_page_and_earn_all_points(python, judge, tmp_path, topic):
    """Every exercise's checks run in the browser's Python; what needs PyTorch is said, and is handed in all the same."""
    here = python(f"practice_{topic}")
    for name, answer in right_answers(topic).items():
        here.page.get_by_label(f"Your answer: {name}", exact=True).fill(answer)
    tried = [name for name in catalogue_of(topic).functions if name not in NOT_IN_THE_PAGE]
    here.page.get_by_role("button", name="Check everything").click()
    words = f"{len(tried)} of {len(tried)} functions pass all of their checks here."
    here.page.get_by_text(words).wait_for(timeout=PATIENCE)
    for name in set(catalogue_of(topic).functions) - set(tried):
        section = here.part(f'[data-answer="{name}"]')
        assert "needs PyTorch" in section.inner_text()
        assert section.get_by_role("button", name="Check my answer").count() == 0
    assert graded(judge, topic, downloaded(here, tmp_path)) == []
    assert here.page.errors == []
