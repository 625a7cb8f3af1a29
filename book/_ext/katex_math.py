"""Renders every formula while the book is built, by KaTeX; bad TeX is a warning, which `-W` turns into a failed build.

How a formula looks on the page is left to KaTeX's own style sheet, which `self_contained` ships.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

HERE = Path(__file__).resolve().parent
KATEX = HERE / "node_modules" / "katex" / "dist"

logger = logging.getLogger(__name__)

# What KaTeX made of a formula: {(TeX, whether displayed): {"html": ...} or {"error": ...}}.
_rendered = {}


def check_node(app, config):
    """Stop in one line where Node or KaTeX is missing; Jupyter Book would put a traceback around any other exception."""
    if shutil.which("node") is None:
        raise SystemExit("The book's formulas need Node 18 or later. Install it, on Debian with: apt-get install nodejs npm")
    if not (KATEX / "katex.min.js").exists():
        raise SystemExit("The book's formulas need KaTeX. Install it with: npm ci --prefix book/_ext")
    config.html_math_renderer = "katex"


def render(formulas):
    """Render what has not been rendered yet, all in one call of Node.

    Parameters
    ----------
    formulas : iterable of (str, bool)
        TeX, and whether it is displayed on a line of its own.
    """
    new = [formula for formula in dict.fromkeys(formulas) if formula not in _rendered]
    if new:
        asked = json.dumps([{"tex": tex, "display": display} for tex, display in new])
        command = ["node", str(HERE / "render_math.mjs")]
        answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, encoding="utf-8")
        _rendered.update(zip(new, json.loads(answer.stdout), strict=True))


def formula(node):
    """Give a node's TeX as KaTeX must read it, and whether it is displayed."""
    tex = node.astext()
    if isinstance(node, nodes.math_block) and node.get("number"):
        # Sphinx writes the number, so that references agree with it; KaTeX would count on its own.
        tex = re.sub(r"\\(begin|end)\{(align|equation|gather|alignat)\}", r"\\\1{\2*}", tex)
    return tex, isinstance(node, nodes.math_block)


def prepare(app, doctree, docname):
    """Render a page's formulas together, and report those that KaTeX cannot read where they stand."""
    if app.builder.format != "html":
        return
    found = list(doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)))
    render(formula(node) for node in found)
    for node in found:
        if "error" in _rendered[formula(node)]:
            message = _rendered[formula(node)]["error"]
            logger.warning("%s", message, location=node, type="katex")


def _html(translator, node):
    """What stands on the page for a formula; for one in a title, which was no part of the page's own tree, too."""
    render([formula(node)])
    shown = _rendered[formula(node)]
    return shown["html"] if "html" in shown else f"<code>{translator.encode(node.astext())}</code>"


def visit_inline(translator, node):
    """Write a formula inside a sentence."""
    translator.body.append(translator.starttag(node, "span", "", CLASS="math") + _html(translator, node) + "</span>")
    raise nodes.SkipNode


def visit_block(translator, node):
    """Write a displayed formula, with its number where it has one."""
    number = ""
    translator.body.append(translator.starttag(node, "div", "", CLASS="math"))
    if node.get("number"):
        number = f'<span class="eqno">({get_node_equation_number(translator, node)})'
        translator.body.append(number)
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(f'<div class="formula">{_html(translator, node)}</div></div>\n')
    raise nodes.SkipNode


def setup(app):
    """Make KaTeX the renderer of the book's formulas."""
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("config-inited", check_node)
    app.connect("doctree-resolved", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
