"""Gives each of the book's SVG figures a second file for dark pages, and the size that keeps the text from jumping.

Which colour stands for which is left to `course_figures`; other pictures stay as they are, on a light card.
"""

import re
import sys
from pathlib import Path

from docutils import nodes
from sphinx.util.osutil import ensuredir
from sphinx.writers.html5 import HTML5Translator

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from course_figures import COLOURS  # the chapters' own style, from the folder above

MARK = "course_figures"  # what use_style() writes into each figure as its creator
DARK = {pair.light: pair.dark for pair in COLOURS.values()}


def in_dark_colours(svg):
    """Swap each of the style's colours for its partner, wherever the SVG names it."""
    return re.sub("|".join(DARK), lambda found: DARK[found.group()], svg)


def pixels(svg):
    """Give width and height in CSS pixels of an SVG that states them in points."""
    start = svg[svg.index("<svg") :]
    width, height = (re.search(rf'\b{side}="([\d.]+)pt"', start).group(1) for side in ("width", "height"))
    return round(float(width) * 4 / 3), round(float(height) * 4 / 3)


def visit_image(translator, node):
    """Write one of the book's figures twice, for light and for dark pages; write any other picture as ever."""
    path = Path(translator.builder.srcdir, node["uri"])
    svg = path.read_text(encoding="utf-8") if path.suffix == ".svg" and path.exists() else ""
    if MARK not in svg[:2000]:
        HTML5Translator.visit_image(translator, node)
        return
    images = Path(translator.builder.outdir, translator.builder.imagedir)
    ensuredir(images)
    dark = images / f"{path.stem}-dark.svg"
    dark.write_text(in_dark_colours(svg), encoding="utf-8")
    width, height = pixels(svg)
    for theme in ("light", "dark"):
        picture = node.deepcopy()
        # Not the theme's own only-dark, which hides the caption too; its dark-light keeps it from dimming the picture.
        picture["classes"] = [*node["classes"], "course-figure", f"on-{theme}", "dark-light"]
        if theme == "dark":
            picture["uri"] = f"{translator.builder.imgpath}/{dark.name}"
        start = len(translator.body)
        HTML5Translator.visit_image(translator, picture)
        translator.body[start] = translator.body[start].replace(
            "<img ", f'<img width="{width}" height="{height}" loading="lazy" decoding="async" ', 1
        )


def setup(app):
    """Take over the writing of pictures."""
    app.add_node(nodes.image, override=True, html=(visit_image, HTML5Translator.depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
