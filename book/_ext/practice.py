"""Practice pages: each is made from the released notebook of its exercise, so it holds the tasks, stubs and visible checks alone.

What a student does on one is left to `book/python/practice.mjs`. A page is called `practice_<topic>.md` and holds its
introduction; the notebook's cells follow.
"""

import re
import shutil
from functools import cache
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

HOME = Path(__file__).resolve().parents[2]
START = "practice_"
# Functions that no browser can run; all others of the six exercises need NumPy alone.
NEED_TORCH = {"build_network", "gradient_region"}
KEPT = """What you write is kept in this browser, on this computer, and is sent to nobody.
The notebook that you download is the one to hand in: your answers stand in it, and nothing else is changed.
More checks of the same kind run when you have handed in, on other inputs."""
SAVE = "Save the notebook, run it once more from top to bottom, and hand it in."
# What the notebook says of itself and is not so on a page.
OF_NOTEBOOKS = re.compile(
    r"^- (Below each answer is|Then comes? (a )?locked cells?|If matplotlib is installed).*\n(  .*\n)*"
    r"|^Before you hand in, choose .*$",
    re.MULTILINE,
)


def topic_of(docname):
    """The topic that a page practises; empty where it is another page."""
    return docname.removeprefix(START) if docname.startswith(START) else ""


def released(topic):
    """Where the students' notebook of a topic lies."""
    return HOME / "exercises" / topic / f"{topic}.ipynb"


@cache
def cells_of(topic):
    """The released notebook's cells, by id."""
    return {cell.id: cell for cell in nbformat.read(released(topic), as_version=4).cells}


def role_of(cell):
    """What a cell is for: ``"text"``, ``"given"``, ``"answer"``, ``"test"``, ``"written"`` or ``"scratch"``."""
    known = cell.metadata.get("nbgrader")
    if cell.cell_type == "markdown":
        return "written" if known and known["solution"] else "text"
    if known is None:
        return "scratch" if cell.id.startswith("try_") else "given"
    if known["grade"]:
        return "test"
    return "answer" if known["solution"] else "given"


def tests_by_answer(topic):
    """The ids of the checks that stand between an answer and the next one: answer -> list."""
    found, answer = {}, ""
    for name, cell in cells_of(topic).items():
        if role_of(cell) == "answer":
            answer = name
            found[answer] = []
        elif role_of(cell) == "test":
            found[answer].append(name)
    return found


def add_cells(app, docname, source):
    """Put the notebook's cells below the page's introduction."""
    topic = topic_of(docname)
    if not topic:
        return
    app.env.note_dependency(str(released(topic)))
    parts, last_tests = [source[0]], {tests[-1]: tests for tests in tests_by_answer(topic).values() if tests}
    for name, cell in cells_of(topic).items():
        role = role_of(cell)
        if role == "text":
            parts.append(_as_page(cell.source, name))
        elif role in ("answer", "written", "scratch"):
            parts.append(f"```{{practice-{role}}} {name}\n```")
        elif name in last_tests:
            parts.append(f"```{{practice-tests}} {' '.join(last_tests[name])}\n```")
    parts.append(f"## Your notebook\n\n{KEPT}\n\n```{{practice-end}} {topic}\n```")
    source[0] = "\n\n".join(parts) + "\n"


def _as_page(text, name):
    """A text of the notebook, without what is about notebooks and without the title, which the page has."""
    if name == "start":
        text = OF_NOTEBOOKS.sub("", text).split("\n", 1)[1].replace("## How this notebook works", "## The rules")
    return text.replace(SAVE, "Download the notebook below, and hand it in.")


class practice(nodes.General, nodes.Element):  # noqa: N801 (docutils finds the writers by this name)
    """A part of a practice page; its module fills it."""


class _Cell(SphinxDirective):
    """One cell of the notebook, by its id."""

    optional_arguments = 20
    has_content = False

    @property
    def topic(self):
        """The page's topic."""
        return topic_of(self.env.docname)

    def code(self, name, language="python"):
        """A cell's text, as it was released."""
        text = cells_of(self.topic)[name].source
        block = nodes.literal_block(text, text, language=language)
        return block if text else nodes.raw("", '<div class="highlight"><pre></pre></div>', format="html")


class Answer(_Cell):
    """A function to write."""

    def run(self):
        """Give the stub, and the names of its checks; or the reason why they cannot run here."""
        (name,) = self.arguments
        made = practice("", tag="section", **{"data-answer": name})
        if name not in NEED_TORCH:
            made["data-tests"] = " ".join(tests_by_answer(self.topic)[name])
            made += self.code(name)
            return [made]
        note = nodes.paragraph("", "This function needs PyTorch, which browsers cannot run: its checks do not run here. ")
        note += nodes.Text("You may write it here all the same. It goes into your notebook; try it there before you hand in.")
        made += [nodes.container("", note, classes=["practice-not-here"]), self.code(name)]
        return [made]


class Scratch(_Cell):
    """A free cell."""

    def run(self):
        """Give what stands in it at first."""
        (name,) = self.arguments
        made = practice("", tag="details", **{"data-scratch": name})
        made += nodes.raw("", "<summary>Try things here (never graded)</summary>", format="html")
        made += self.code(name)
        return [made]


class Tests(_Cell):
    """The checks of one answer, to be read."""

    def run(self):
        """Give their texts, folded."""
        made = practice("", tag="details", **{"class": "practice-tests"})
        made += nodes.raw("", "<summary>What the checks run</summary>", format="html")
        made += [self.code(name) for name in self.arguments]
        return [made]


class Written(_Cell):
    """A question that a person reads."""

    def run(self):
        """Give what stands there at first."""
        (name,) = self.arguments
        return [practice("", self.code(name, "text"), tag="section", **{"data-written": name})]


class End(_Cell):
    """The end of the page: how far one is, the notebook, and starting again."""

    def run(self):
        """Give the place for the buttons."""
        (topic,) = self.arguments
        return [practice("", tag="div", **{"data-practice": topic})]


def visit(translator, node):
    """Write the start tag, with what the module reads from it."""
    attributes = {name: value for name, value in node.attributes.items() if name.startswith("data-") or name == "class"}
    written = "".join(f' {name}="{translator.encode(value)}"' for name, value in attributes.items())
    translator.body.append(f"<{node['tag']}{written}>")


def depart(translator, node):
    """Write the end tag."""
    translator.body.append(f"</{node['tag']}>\n")


def tell_template(app, pagename, templatename, context, doctree):
    """Let a practice page load its module."""
    if topic_of(pagename):
        context["python_module"] = "practice"


def ship(app, problem):
    """Copy the notebooks that the pages fill in."""
    if problem or app.builder.format != "html":
        return
    for docname in filter(topic_of, app.env.found_docs):
        topic = topic_of(docname)
        target = Path(app.outdir, "_static", "python", "exercises", f"{topic}.ipynb")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(released(topic), target)


def setup(app):
    """Add the parts of a practice page."""
    app.add_node(practice, html=(visit, depart))
    for name, directive in {"answer": Answer, "scratch": Scratch, "tests": Tests, "written": Written, "end": End}.items():
        app.add_directive(f"practice-{name}", directive)
    app.connect("source-read", add_cells)
    app.connect("html-page-context", tell_template)
    app.connect("build-finished", ship, priority=600)  # after python_in_page has made the folder
    return {"parallel_read_safe": True, "parallel_write_safe": True}
