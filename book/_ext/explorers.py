"""The directive `explorer`: a section in which a reader plays with the idea, and a text that says the same without JavaScript.

What an explorer computes and draws is left to its module in `book/explorers/`.

    :::{explorer} convolution
    :title: Try it: one pixel at a time

    What a reader without JavaScript should know of it.
    :::
"""

import shutil
import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

BOOK = Path(__file__).resolve().parents[1]
EXPLORERS = BOOK / "explorers"
sys.path.insert(0, str(BOOK))  # the chapters' own photographs, from the folder above


class explorer(nodes.General, nodes.Element):  # noqa: N801 (docutils finds the writers by this name)
    """An explorer's place on the page, with its text as children."""


class Explorer(SphinxDirective):
    """Put an explorer here; its argument is the stem of its module."""

    required_arguments = 1
    has_content = True
    option_spec = {"title": directives.unchanged_required}  # noqa: RUF012 (docutils reads it from the class)

    def run(self):
        """Refuse a name without a module, and an explorer without a text."""
        name = self.arguments[0]
        if not (EXPLORERS / f"{name}.mjs").is_file():
            raise self.error(f"There is no explorer {name!r}: book/explorers/{name}.mjs does not exist.")
        if not self.content:
            raise self.error(f"The explorer {name!r} needs a text that says the same without JavaScript.")
        node = explorer("", name=name, title=self.options.get("title", "Try it"))
        node += self.parse_content_to_nodes()
        return [node]


def visit(translator, node):
    """Begin the section; the module fills its empty part."""
    name, title = node["name"], translator.encode(node["title"])
    translator.body.append(
        f'<section class="explorer" id="explorer-{name}" data-explorer="{name}" aria-labelledby="explorer-{name}-title">'
        f'<p class="explorer-title" id="explorer-{name}-title">{title}</p>'
        '<div class="explorer-live"><noscript>'
        "<p>This explorer needs JavaScript. The text below says what it shows.</p></noscript></div>"
        '<div class="explorer-text">'
    )


def depart(translator, node):
    """End the section."""
    translator.body.append("</div></section>\n")


def ship(app, problem):
    """Copy the modules, and make the pictures of those explorers that stand somewhere in the book."""
    if problem or app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", "explorers")
    shutil.copytree(EXPLORERS, target, dirs_exist_ok=True)
    from explorer_pictures import PICTURES

    pages = map(app.env.get_doctree, app.env.found_docs)
    used = {node["name"] for page in pages for node in page.findall(explorer)}
    for make in {each for name in used for each in PICTURES.get(name, ())}:
        make(target)


def setup(app):
    """Add the directive."""
    app.add_node(explorer, html=(visit, depart))
    app.add_directive("explorer", Explorer)
    app.connect("build-finished", ship)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
