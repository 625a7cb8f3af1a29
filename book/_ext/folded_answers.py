"""Writes an admonition of the class `dropdown` as `<details>`, which opens by mouse, touch and keyboard without a script.

Everything else about admonitions is left to Sphinx.
"""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def folds(node):
    """Whether the admonition is one that opens."""
    return "dropdown" in node["classes"] and isinstance(node.children[0], nodes.title)


def visit_admonition(translator, node, name=""):
    """Begin the admonition; its title becomes what one clicks on."""
    if not folds(node):
        HTML5Translator.visit_admonition(translator, node, name)
        return
    title = node.pop(0)
    translator.body.append(translator.starttag(node, "details", CLASS="admonition"))
    translator.body.append(translator.starttag(title, "summary", "", CLASS="admonition-title"))
    for child in title.children:
        child.walkabout(translator)
    translator.body.append("</summary>\n")
    node["folded"] = True


def depart_admonition(translator, node=None):
    """End the admonition."""
    if node is not None and node.get("folded"):
        translator.body.append("</details>\n")
    else:
        HTML5Translator.depart_admonition(translator, node)


def setup(app):
    """Take over the writing of admonitions."""
    app.add_node(nodes.admonition, override=True, html=(visit_admonition, depart_admonition))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
