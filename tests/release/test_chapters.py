"""A chapter's notebook holds the chapter's code, all of it, and text that any notebook program can show."""

import re
from pathlib import Path

import jupytext
import nbformat
import pytest

from autograder.release.chapters import chapter_notebooks
from autograder.release.first_cell import ID

HOME = Path(__file__).resolve().parents[2]
NOTEBOOKS = chapter_notebooks(HOME)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_all_code_is_there_and_no_markup_of_the_website(name):
    """Every cell's code comes over, after the first cell; roles, labels and boxes of the website do not."""
    notebook = nbformat.reads(NOTEBOOKS[name], as_version=4)
    chapter = jupytext.read(HOME / "book" / name.removeprefix("chapter_").replace(".ipynb", ".md"), fmt="md:myst")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0].id == ID
    assert len(code) == 1 + sum(cell.cell_type == "code" for cell in chapter.cells) > 10
    for cell in code:
        compile(cell.source, cell.id, "exec")
        assert not cell.source.startswith(":")
        assert not cell.outputs
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert text.startswith("# ")
    assert re.findall(r"\{[a-z:-]+\}`|^:::.*|^\([\w-]+\)=|\(\w+\.md", text, re.MULTILINE) == []
    assert text.count("<details>") >= 5
