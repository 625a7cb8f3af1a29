"""From a solution's text to what students get: stable, complete, and without an answer in it."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.release.assignment import release
from autograder.release.notebook import BadSolution, source_notebook

HOME = Course(Path(__file__).resolve().parents[2])
TOPICS = HOME.available_topics()
HEAD = "# ---\n# title: Small\n# topic: small\n# minutes: 5\n# ---\n"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course in a folder of its own, with every exercise released."""
    home = tmp_path_factory.mktemp("course")
    shutil.copytree(HOME.home / "solutions", home / "solutions")
    shutil.copy(HOME.home / "_config.yml", home)  # the first cell of each notebook names the website's address
    course = Course(home)
    for topic in TOPICS:
        release(course, topic)
    return course


@pytest.mark.parametrize("topic", TOPICS)
def test_exercises_are_what_the_solutions_make(released, topic):
    """The committed notebook is the generated one, to the byte; and making it again changes nothing."""
    first = released.exercise(topic).read_bytes()
    assert first == HOME.exercise(topic).read_bytes(), "run `make exercises` and commit what changes"
    release(released, topic)
    assert released.exercise(topic).read_bytes() == first


def answer_lines(text):
    """The lines between BEGIN and END of a solution, hidden test or rubric that are long enough to be told from others."""
    hidden = re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", text, re.DOTALL)
    rubrics = re.findall(r'role="written".*?\n(.*?)(?=\n# %%|\Z)', text, re.DOTALL)
    lines = {line.strip().lstrip("# ") for part in hidden + rubrics for line in part.splitlines()}
    return {line for line in lines if len(line) > 12}


@pytest.mark.parametrize("topic", TOPICS)
def test_no_line_of_an_answer_a_hidden_test_or_a_rubric_reaches_students(topic):
    """Whatever stands between the marks in the solution is nowhere in the student's notebook."""
    text = HOME.solution(topic).read_text()
    visible = re.sub(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n.*?### END \1\n", "", text, flags=re.DOTALL)
    lines = {line for line in answer_lines(text) if line not in visible or "role" in line}
    assert len(lines) > 10
    sources = "\n".join(cell.source for cell in nbformat.read(HOME.exercise(topic), as_version=4).cells)
    assert [line for line in lines if line in sources] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_cell_of_the_notebook_has_a_speaking_id(topic):
    """Ids say what they are; functions, their tests and the written question are called as the contract has it."""
    notebook = nbformat.read(HOME.exercise(topic), as_version=4)
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    assert all(re.fullmatch("[a-z][a-z0-9_]*", cell.id) for cell in notebook.cells)
    assert f"written_{topic}" in graded
    for name, cell in graded.items():
        assert name == cell.id
        if cell.metadata.nbgrader.solution and cell.cell_type == "code":
            assert f"def {name}(" in cell.source
            assert any(other.startswith(f"test_{name}") for other in graded), f"{name} has no test"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# %% [markdown]\n# x\n", "needs id="),
        ('# %% role="answer" id="a"\nx = 1\n# %% role="scratch" id="a"\n', "two cells are called 'a'"),
        ('# %% role="test" id="a"\nx = 1\n', "needs points="),
        ('# %% role="answer" id="a" points=1\nx = 1\n', "nothing to earn them"),
        ('# %% id="a"\nx = 1\n', "role is None"),
        ('# %% role="written" id="a" points=1\nx = 1\n', "is a markdown cell"),
    ],
)
def test_a_solution_that_cannot_be_released_is_refused_with_file_and_cell(tmp_path, text, complaint):
    """The message names the file and says what is wrong with which cell."""
    path = tmp_path / "small.py"
    path.write_text(HEAD + text)
    with pytest.raises(BadSolution, match=re.escape(complaint)) as caught:
        source_notebook(path)
    assert str(path) in str(caught.value)


BAD_HEADS = [
    "",
    "# ---\n# title: x\n# ---\n",
    HEAD.replace("topic: small", "topic: other"),
    HEAD.replace("Small", "Small: and more"),
]


@pytest.mark.parametrize("head", BAD_HEADS)
def test_a_solution_needs_a_heading_that_fits_its_file(tmp_path, head):
    """Title, topic and minutes are there, and the topic is the file's name."""
    path = tmp_path / "small.py"
    path.write_text(head + '# %% [markdown] id="a"\n# x\n')
    with pytest.raises(BadSolution, match=r"small\.py"):
        source_notebook(path)
