"""Python in the pages: a Run button below each code cell that a browser can run, and what the pages load when one is pressed.

What happens then is left to the modules in `book/python/`, practice pages to `practice`, Pyodide's own files to `pyodide_files`.
Nothing of Python is loaded before the first press.
"""

import io
import json
import shutil
import sys
import zipfile
from functools import cache
from pathlib import Path

import jupytext
from docutils import nodes
from pyodide_files import NoPython, modules, read_lock, with_what_they_need
from sphinx.util import logging

from autograder.release.student_package import contents

HERE = Path(__file__).resolve().parent
BOOK = HERE.parent
HOME = BOOK.parent
PYTHON = BOOK / "python"
sys.path.insert(0, str(PYTHON))
from cells import OWN, plan  # noqa: E402 (the page's own reading of its cells, from the folder above)

logger = logging.getLogger(__name__)

NAMES = {"torch": "PyTorch", "sklearn": "scikit-learn", "skimage": "scikit-image"}


def course_archive():
    """The zip that a page unpacks: what students install, and the two modules that run cells."""
    files = contents(HOME) | {f"{name}.py": (PYTHON / f"{name}.py").read_bytes() for name in ("cells", "session")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            # Without the time: the same files make the same archive.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@cache
def offered(packages):
    """Top names of the modules that a page can import."""
    lock = read_lock()
    return modules(with_what_they_need(lock, packages)) | set(OWN) | set(sys.stdlib_module_names)


def code_cells(path):
    """A chapter's code cells, or none where the page computes nothing."""
    text = Path(path).read_text(encoding="utf-8")
    if "format_name: myst" not in text[:500]:
        return []
    return [cell for cell in jupytext.reads(text, fmt="md:myst").cells if cell.cell_type == "code"]


def reason_against(sources, index, packages):
    """Why a cell cannot run in a page, in words; empty where it can."""
    missing = sorted(plan(sources, index).required - offered(packages))
    if "torch" in missing:
        return "Not in the page: needs PyTorch, which browsers cannot run."
    names = " and ".join(NAMES.get(name, name) for name in missing)
    return f"Not in the page: needs {names}, which this site does not have." if missing else ""


def add_buttons(app, doctree, docname):
    """Put a Run button, or the reason why there is none, below each cell's code."""
    cells = code_cells(app.env.doc2path(docname))
    shown = [node for node in doctree.findall(nodes.container) if "cell" in node["classes"]]
    left = [index for index, cell in enumerate(cells) if "remove-cell" not in cell.metadata.get("tags", ())]
    if len(left) != len(shown):
        logger.warning("%s: %d code cells, but %d on the page: no Run buttons", docname, len(left), len(shown), type="python")
        return
    sources, packages = [cell.source for cell in cells], tuple(app.config.python_packages)
    for index, node in zip(left, shown, strict=True):
        code = [place for place, child in enumerate(node.children) if any(map(is_code, child.findall(nodes.container)))]
        if code:  # folded or not
            bar = run_bar(index, reason_against(sources, index, packages))
            node.insert(code[0] + 1, nodes.raw("", bar, format="html"))


def is_code(node):
    """Whether a part of a cell holds its code."""
    return "cell_input" in node["classes"]


def run_bar(index, reason):
    """The line below a cell's code, as HTML."""
    name = f'<span class="run-name">Cell {index + 1}</span>'
    if reason:
        return f'<div class="run"><p class="run-not">{name} {reason}</p></div>'
    return (
        f'<div class="run" data-cell="{index}">{name} <button type="button" class="run-start pst-js-only" '
        f'aria-label="Run cell {index + 1}">Run</button>'
        '<span class="run-needs-server">To run this cell, open the page from a web server, not from a folder.</span></div>'
    )


def tell_template(app, pagename, templatename, context, doctree):
    """Let a page that has Run buttons load their listener, and no other page."""
    context["python_address"] = app.config.python_address
    if doctree is not None and any("data-cell=" in raw.astext() for raw in doctree.findall(nodes.raw)):
        context["python_module"] = "run"


def ship(app, problem):
    """Write what the pages load."""
    if problem or app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", "python")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(PYTHON, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (target / "course.zip").write_bytes(course_archive())
    for docname in app.env.found_docs:
        cells = [{"source": cell.source} for cell in code_cells(app.env.doc2path(docname))]
        if cells:
            path = target / "cells" / f"{docname}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(cells), encoding="utf-8")


def check_packages(app, config):
    """Stop in one line where the configuration names what Pyodide does not have."""
    try:
        offered(tuple(config.python_packages))
    except NoPython as problem:
        raise SystemExit(str(problem)) from None


def setup(app):
    """Add the settings, the buttons and the files."""
    app.add_config_value("python_address", "_static/pyodide/", "html", types=[str])
    app.add_config_value("python_packages", ["numpy"], "env", types=[list, tuple])
    app.connect("config-inited", check_packages)
    app.connect("doctree-resolved", add_buttons)
    app.connect("html-page-context", tell_template)
    app.connect("build-finished", ship)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
