"""Makes the site self-contained: no request leaves it, and no page loads what it does not use.

Formulas are left to `katex_math`, figures to `theme_figures`; the templates mend what the theme's do not get right.
"""

import logging
import re
import shutil
from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset, ttLib
from katex_math import KATEX

# Extensions that come with Jupyter Book, and of which no page makes use: code in the page by a third party's server,
# comments, and folding by script.
UNUSED = ("sphinx_thebe", "sphinx_comments", "sphinx_togglebutton")
UNUSED_FILES = ("thebe", "togglebutton", "design-tabs")
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"


def drop_unused_extensions(app, config):
    """Let the unused extensions neither hear of a page nor add a file to it."""
    for listeners in app.events.listeners.values():
        listeners[:] = [each for each in listeners if each.handler.__module__.split(".")[0] not in UNUSED]


def drop_unused_files(app, pagename, templatename, context, doctree):
    """Take scripts and style sheets off a page that has no use for them."""

    def used(file):
        name = f"{getattr(file, 'filename', '')} {getattr(file, 'attributes', {})}"
        return not any(part in name for part in UNUSED_FILES)

    context["script_files"] = [file for file in context["script_files"] if used(file)]
    context["css_files"] = [file for file in context["css_files"] if used(file)]


def ship_katex(folder):
    """Copy KaTeX's style sheet, and its fonts in the one format that every browser of today reads."""
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    css = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\) format\("(woff|truetype)"\)', "", css).replace("@font-face{", "@font-face{font-display:swap;")
    (folder / "katex.css").write_text(css, encoding="utf-8")
    for font in (KATEX / "fonts").glob("*.woff2"):
        (folder / "fonts" / font.name).write_bytes(font.read_bytes())


def ship_icons(outdir):
    """Write a font of only those icons that the pages and the theme show: 4 kB in place of 156."""
    css = (THEME / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    names = {name for page in outdir.glob("*.html") for name in re.findall(r"\bfa-([a-z-]+)", page.read_text("utf-8"))}
    codes = {ord(icon) for icon in re.findall(r'--pst-icon[a-z-]*:"(.)"', css)}
    for selectors, code in re.findall(r'((?:\.fa-[a-z-]+:before,?)+)\{content:"\\([0-9a-f]+)"', css):
        if names & set(re.findall(r"\.fa-([a-z-]+)", selectors)):
            codes.add(int(code, 16))
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it would tell every table that it looks at
    font = ttLib.TTFont(THEME / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.ttf")
    smaller = subset.Subsetter(subset.Options(layout_features=[], notdef_outline=True, hinting=False))
    smaller.populate(unicodes=codes)
    smaller.subset(font)
    font.flavor = "woff"
    font.save(outdir / "_static" / "icons.woff")


def finish(app, problem):
    """Ship the fonts, and take away what the theme would do it with: a script that draws icons, and whole fonts of them."""
    if problem or app.builder.name not in ("html", "dirhtml"):
        return
    outdir = Path(app.outdir)
    ship_katex(outdir / "_static" / "katex")
    ship_icons(outdir)
    (outdir / "_static" / "scripts" / "fontawesome.js").unlink(missing_ok=True)
    shutil.rmtree(outdir / "_static" / "vendor" / "fontawesome", ignore_errors=True)


def setup(app):
    """Connect to the build; late, so that every other extension has added its files."""
    app.connect("config-inited", drop_unused_extensions)
    app.connect("html-page-context", drop_unused_files, priority=900)
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
