"""Gives each of the book's SVG figures a second file for dark pages, half the weight, and a size that keeps text from jumping.

Which colour stands for which is left to `course_figures`; other pictures stay as they are, on a light card.
"""

import base64
import io
import re
import sys
from functools import cache
from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx.util.osutil import ensuredir
from sphinx.writers.html5 import HTML5Translator

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from course_figures import COLOURS  # the chapters' own style, from the folder above

MARK = "course_figures"  # what use_style() writes into each figure as its creator
DARK = {pair.light: pair.dark for pair in COLOURS.values()}


def in_dark_colours(svg):
    """Swap each of the style's colours for its partner, wherever the SVG names it."""
    return re.sub("|".join(DARK), lambda found: DARK[found.group()], svg)


@cache
def lighter(png):
    """The same pixels, given and returned in base 64, in a format of half the bytes, whose name stands before them."""
    packed = io.BytesIO()
    Image.open(io.BytesIO(base64.b64decode(png))).save(packed, "webp", lossless=True, exact=True)
    return f"webp;base64,{base64.b64encode(packed.getvalue()).decode()}"


def with_lighter_pictures(svg):
    """Swap the pictures within a drawing."""
    return re.sub(r"(?<=data:image/)png;base64,([^\"']+)", lambda found: lighter(found[1]), svg)


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
    # Sphinx would copy the drawing as it is over ours.
    translator.builder.images.pop(node["uri"], None)
    drawn, (width, height) = with_lighter_pictures(svg), pixels(svg)
    for theme, name, text in (("light", path.name, drawn), ("dark", f"{path.stem}-dark.svg", in_dark_colours(drawn))):
        (images / name).write_text(text, encoding="utf-8")
        picture = node.deepcopy()
        # Not the theme's own only-dark, which hides the caption too; its dark-light keeps it from dimming the picture.
        picture["classes"] = [*node["classes"], "course-figure", f"on-{theme}", "dark-light"]
        picture["uri"] = f"{translator.builder.imgpath}/{name}"
        start = len(translator.body)
        HTML5Translator.visit_image(translator, picture)
        translator.body[start] = translator.body[start].replace(
            "<img ", f'<img width="{width}" height="{height}" loading="lazy" decoding="async" ', 1
        )


def setup(app):
    """Take over the writing of pictures."""
    app.add_node(nodes.image, override=True, html=(visit_image, HTML5Translator.depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
