"""Turns a chapter of the book into a notebook to run: its code, and its text as any notebook program shows it.

How the website shows a chapter is left to the book. Figures, numbers of equations and the explorers stay there.
"""

import re

import jupytext
import nbformat

from autograder.course import TOPICS
from autograder.release.first_cell import site_address, with_first_cell

_CITED = r"\{cite(?::t)?\}`([^`]+)`"
_BOX = re.compile(r"^(:{3,})\{(\w+)\}([^\n]*)\n((?::\w[\w-]*:[^\n]*\n)*)(.*?)^\1\s*$", re.DOTALL | re.MULTILINE)


def chapter_notebooks(home):
    """The notebooks of all chapters that compute something, in the book's order: file name -> text.

    Parameters
    ----------
    home : pathlib.Path
        The course's folder.
    """
    return {f"chapter_{path.stem}.ipynb": chapter_notebook(path) for path in chapters(home)}


def chapters(home):
    """The texts of the chapters that compute something, in the book's order."""
    paths = (home / "book" / f"{name}.md" for name in ("where_we_are", *TOPICS))
    return [path for path in paths if path.is_file() and "format_name: myst" in path.read_text(encoding="utf-8")[:500]]


def chapter_notebook(path):
    """The notebook of one chapter, without results.

    Parameters
    ----------
    path : pathlib.Path
        ``book/<topic>.md``.

    Returns
    -------
    str
        The notebook's file.
    """
    home = path.parents[1]
    cells = []
    for number, cell in enumerate(jupytext.read(path, fmt="md:myst").cells):
        if cell.cell_type == "code":
            cells.append(nbformat.v4.new_code_cell(_without_options(cell.source), id=f"code_{number}"))
        elif plain := plain_markdown(cell.source, site_address(home)).strip():
            cells.append(nbformat.v4.new_markdown_cell(plain, id=f"text_{number}"))
    made = nbformat.v4.new_notebook(cells=with_first_cell(cells, home))
    made.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(made)
    return nbformat.writes(made) + "\n"


def plain_markdown(text, site):
    """A chapter's MyST as plain Markdown.

    Parameters
    ----------
    text : str
        With roles, labels and boxes.
    site : str
        The website's address, for links to other pages; empty: only their words stay.

    Examples
    --------
    >>> plain_markdown("As {ref}`chapter 1 <convolution>` says {cite}`lecun1989`.", "")
    'As chapter 1 says [lecun1989].'
    >>> plain_markdown("[Layers](layers.md#relu)", "https://example.org/")
    '[Layers](https://example.org/layers.html#relu)'
    """
    text = re.sub(r"^\([\w-]+\)=\n", "", text, flags=re.MULTILINE)
    text = _BOX.sub(_box, text)
    text = re.sub(r"\$\$\s*\(([\w-]+)\)", lambda found: f"\\tag{{{_short(found[1])}}}\n$$", text)
    text = re.sub(_CITED, r"[\1]", text)
    text = re.sub(r"\{eq\}`([^`]+)`", lambda found: f"({_short(found[1])})", text)
    text = re.sub(r"\{(?:ref|doc|download)\}`([^`<]+?)\s*<[^`]*>`", r"\1", text)
    text = re.sub(r"\{numref\}`[^`]+`", "the figure", text)
    text = re.sub(r"\{(?:ref|term|bdg-[\w-]+)\}`([^`]+)`", r"\1", text)
    page = rf"[\1]({site}\2.html\3)" if site else r"\1"
    return re.sub(r"\[([^\]]+)\]\((\w+)\.md(#[\w-]+)?\)", page, text)


def _short(label):
    return label.removeprefix("eq-").replace("_", "-")


def _box(found):
    """A box as any notebook shows it: an answer folds, an explorer's text and everything else stands there."""
    _, kind, title, options, body = found.groups()
    if kind == "explorer":
        return f"*On the website you can play with this.* {body.strip()}"
    if "dropdown" in options:
        return f"<details><summary>{title.strip()}</summary>\n\n{body.strip()}\n\n</details>"
    return f"**{title.strip()}**\n\n{body.strip()}"


def _without_options(source):
    """The code below the lines that tell the website how to show it."""
    return re.sub(r"\A(:.*\n)*\n*", "", source)
