"""Holds what runs in the page without a browser: what cells need of each other, and what a session makes of them."""

import importlib.util
import sys
from pathlib import Path

import jupytext
import pytest

PYTHON = Path(__file__).resolve().parents[2] / "book" / "python"


@pytest.fixture(scope="module")
def loaded():
    """The two modules, loaded as a page loads them: from one folder, under their own names."""
    before = dict(sys.modules)
    found = {}
    for name in ("cells", "session"):
        spec = importlib.util.spec_from_file_location(name, PYTHON / f"{name}.py")
        found[name] = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found[name])
    yield found
    for name in found:
        sys.modules.pop(name)
    sys.modules |= {name: module for name, module in before.items() if name in found}


@pytest.fixture
def session(loaded):
    """A session that keeps what it tells, as `said`."""
    said = []
    made = loaded["session"].Session(lambda kind, text: said.append((kind, text)))
    made.said = said
    return made


def needed(loaded, *sources):
    """The statements that run before the last of some cells."""
    return [unit.source.strip() for unit in loaded["cells"].plan(list(sources), len(sources) - 1).before]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["x = 1\ny = 2", "y"], ["y = 2"]),  # the statement, not the cell
        (["x = 1", "x = 2", "x"], ["x = 2"]),  # the last one that counts
        (["x = [1]", "x.append(2)", "x"], ["x = [1]", "x.append(2)"]),
        (["x = [1]", "x[0] = 2", "x = 3", "x"], ["x = 3"]),
        (["def f():\n    return g()", "def g():\n    return 1", "f()"], ["def f():\n    return g()", "def g():\n    return 1"]),
        (["import a", "import b", "b.c"], ["import b"]),
        (["x = 1", "x = x + 1", "x"], ["x = 1", "x = x + 1"]),
        (["x = 1", "x = 5\nx"], []),  # set by the cell itself
        (["for i in range(3):\n    print(i)", "i = 7\ni"], []),
        (["while True\n", "x = 1", "x"], ["x = 1"]),  # a text that is no Python gives nothing
        (["rng = default_rng(1)", "a = rng.normal()", "rng.normal()"], ["rng = default_rng(1)", "a = rng.normal()"]),
    ],
)
def test_a_cell_gets_the_statements_that_it_needs(loaded, sources, expected):
    """Of the cells above run those that set or change what is read, also inside functions, and no others."""
    assert needed(loaded, *sources) == expected


def test_what_a_cell_requires_is_what_it_reads(loaded):
    """A module that is imported but not read is no obstacle; one that is read on the way is."""
    imports = "import numpy as np\nimport torch\nfrom course_figures import photograph"
    sources = [imports, "x = np.ones(2)", "t = torch.ones(2)", "x", "t", "photograph('camera')"]
    required = [loaded["cells"].plan(sources, index).required for index in range(len(sources))]
    assert required == [set(), {"numpy"}, {"torch"}, {"numpy"}, {"torch"}, {"numpy", "matplotlib", "skimage"}]
    lab = ["from autograder.lab import models\nfrom autograder.reference import alexnet", "models.chosen()", "alexnet.variants()"]
    assert [loaded["cells"].plan(lab, index).required for index in (1, 2)] == [{"numpy", "torch"}, {"numpy"}]


def test_a_cell_prints_shows_and_keeps_lines(session):
    """What is printed comes first, then the value of the last line; a semicolon keeps it back."""
    assert session.run(["x = 3", "print('hello')\nx + 1", "x;"], 1)
    assert session.said == [("note", "Ran first, from the cells above: 1."), ("text", "hello\n"), ("result", "4")]
    session.said.clear()
    assert session.run(["x = 3", "print('hello')\nx + 1", "x;"], 2)
    assert session.said == []


def test_the_pages_order_decides(session):
    """A later cell that was run before changes nothing for an earlier one; running a cell twice gives the same twice."""
    sources = ["x = [1]", "x.append(2)\nx", "x = 9", "x"]
    for index, expected in [(1, "[1, 2]"), (1, "[1, 2]"), (3, "9"), (1, "[1, 2]"), (3, "9")]:
        session.said.clear()
        assert session.run(sources, index)
        assert session.said[-1] == ("result", expected)


def test_an_edited_cell_is_run_anew_by_those_that_need_it(session):
    """After a change the cells below see it."""
    session.run(["x = 1", "x"], 1)
    session.run(["x = 2", "x"], 1)
    assert [text for kind, text in session.said if kind == "result"] == ["1", "2"]


def test_what_ran_is_not_run_again(session):
    """Costly cells above run once, however often the cell below is edited and run."""
    sources = ["calls = []", "calls.append(1)\nbase = len(calls)", "base"]
    for extra in ("", "+ 0", "+ 0 + 0"):
        assert session.run([*sources[:2], f"base {extra}"], 2)
    assert sum(kind == "note" for kind, _ in session.said) == 1


def test_an_error_is_told_as_python_tells_it_and_no_line_of_ours(session):
    """The traceback begins at the cell, names its lines, and leads through no file of this program."""
    assert not session.run(["def f():\n    return 1 / 0", "f()"], 1)
    told = dict(session.said)["error"]
    assert told.startswith('Traceback (most recent call last):\n  File "<cell 2>", line 1, in <module>\n    f()')
    assert 'File "<cell 1>", line 2, in f\n    return 1 / 0' in told
    assert told.endswith("ZeroDivisionError: division by zero")
    assert "session.py" not in told
    session.said.clear()
    assert not session.run(["if True\n    1"], 0)
    assert session.said[0][1].startswith('File "<cell 1>", line 1\n')


def test_a_module_that_is_not_there_can_be_named_and_not_used(session):
    """The page's first cell runs where PyTorch is missing; using it says why it cannot be used."""
    sources = ["import nosuchmodule as n\nfrom nosuchmodule.deep import thing", "n.ones(2)", "class Net(thing.Module): pass", "1"]
    assert session.run(sources, 0)
    for index in (1, 2):
        session.said.clear()
        assert not session.run(sources, index)
        assert "cannot be used here: this site's Python has no package of that name: nosuchmodule" in session.said[-1][1]


def test_endless_printing_is_cut(session):
    """No more is sent than a page can show."""
    assert session.run(["for i in range(100_000):\n    print('0123456789')"], 0)
    text = "".join(text for kind, text in session.said if kind == "text")
    assert len(text) < 70_000
    assert text.endswith("the rest of what was printed is left out\n")


def test_leaving_python_is_no_way_out(session):
    """``exit()`` and the like end the cell, not the page's Python."""
    assert not session.run(["raise SystemExit"], 0)
    assert "SystemExit" in session.said[-1][1]
    assert session.run(["1 + 1"], 0)


def test_figures_come_for_light_and_dark_pages(session):
    """What a cell draws comes as SVG, in the book's colours and in their partners, and is closed."""
    source = "from matplotlib import pyplot as plt\nimport course_figures\nplt.plot([1, 2], color=course_figures.INK)"
    sys.path.insert(0, str(PYTHON.parent))
    try:
        assert session.run([source + ";"], 0)
        assert session.run([source + ";"], 0)
    finally:
        sys.path.remove(str(PYTHON.parent))
    kinds = [kind for kind, _ in session.said]
    assert kinds == ["figure", "figure-dark"] * 2
    light, dark = session.said[2][1], session.said[3][1]
    assert "#1f2328" in light
    assert "#1f2328" not in dark
    assert "#e4e7eb" in dark


IMPORTS = ("imports", "import numpy as np\nimport nosuchtorch\nfrom autograder.checks import Inputs, Question")
ASK = "# Checks 1.\nq = Question('convolution.blur_kernel', blur_kernel)\n"
TEST = ("test", ASK + "q.on(1).gives([[1.0]])\nq.on(3).agrees()\nq.passed()")


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        ("def blur_kernel(size):\n    return np.full((size, size), 1 / size**2)", "passed", "blur_kernel: 2 checks passed."),
        ("def blur_kernel(size):\n    return np.ones((size, size))", "failed", "Hint: "),
        ("def blur_kernel(size):\n    raise NotImplementedError()", "failed", "not written yet"),
        ("def blur_kernel(size):\n    return kernel", "failed", "NameError: name 'kernel' is not defined"),
        ("def blur_kernel(size)\n    return 1", "error", "SyntaxError"),
        ("blur = 3", "failed", "NameError"),
    ],
)
def test_checks_say_what_a_notebook_says(session, answer, verdict, words):
    """Right, wrong with a hint, not written, an exception, no Python, another name: each is told in the checks' own words."""
    broken = ("convolve1d", "def convolve1d(f, g)\n  this is no Python")
    right = session.check([IMPORTS, broken], ("blur_kernel", answer), [TEST])
    assert [kind for kind, _ in session.said] == [verdict]
    assert words in session.said[0][1]
    assert right == (verdict == "passed")


def test_a_free_field_sees_the_answers_above(session):
    """It runs below them, and its value is shown."""
    assert session.attempt([IMPORTS, ("f", "def f(x):\n    return 2 * x")], "f(np.arange(2))")
    assert session.said == [("result", "array([0, 2])")]


def test_every_cell_of_the_chapters_finds_what_it_needs(loaded):
    """Run by the plan alone, the first chapter's NumPy cells end without an error, though most of the page above is left out."""
    text = (PYTHON.parent / "convolution.md").read_text(encoding="utf-8")
    sources = [cell.source for cell in jupytext.reads(text, fmt="md:myst").cells if cell.cell_type == "code"]
    said, ran = [], 0
    for index in range(len(sources)):
        if loaded["cells"].plan(sources, index).imports <= {"numpy", "autograder"}:
            session = loaded["session"].Session(lambda kind, text: said.append((kind, text)))
            assert session.run(sources, index), (index, said[-1])
            ran += 1
    assert ran >= 15
