"""Joins the pages' style sheets into one, without rules that no page needs, and their scripts into one that no page waits for.

Which files a page would load one by one is left to Sphinx, the theme and the extensions; how little of each page's pictures and
fonts is loaded, to `theme_figures` and `self_contained`.
"""

import base64
import re
from pathlib import Path

import tinycss2
from sphinx.errors import ExtensionError

SHEET, SCRIPT = "course-site.css", "course-site.js"
# What the theme's template would load before and after the files of extensions. The theme's first sheet imports `basic.css`.
FIRST_SHEETS = ("basic.css", "styles/pydata-sphinx-theme.css")
LAST_SHEETS = ("katex/katex.css", "explorers/explorers.css", "python/python.css")
THEMES_SCRIPT = "scripts/pydata-sphinx-theme.js"
LAST_SCRIPTS = (THEMES_SCRIPT, "python/from_file.js")
# Other scripts, and those of a single page, use what these define; all others run for themselves.
USED_BY_OTHERS = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
# The theme asks each of these at once whether it scrolls, which lays out the whole page; `course.js` asks when it must be known.
BOXES = ("pre", ".nboutput > .output_area", ".cell_output > .output", ".jp-RenderedHTMLCommon", ".pst-scrollable-table-container")
ASKS_EVERY_BOX = ",".join(f'"{box}"' for box in BOXES)
VALUE, ASKED_VALUE = re.compile(r"--[\w-]+"), re.compile(r"var\(\s*(--[\w-]+)")
SMALL = 6000  # bytes of a file that stands in the sheet itself: the icons

FOLDERS = ("_static", "explorers", "python")  # of the book: what the joined files are made of, beside others' files

# The files that the pages name, in their order: {path below _static: None}.
_sheets, _scripts = {}, {}


def ask_for_a_page(app, env, added, changed, removed):
    """Have the start page written anew where a part of the joined files has changed: without a page Sphinx copies no file."""
    joined, book = Path(app.outdir, "_static", SHEET), Path(app.srcdir)
    parts = [*(book / "_ext").glob("*.py"), *(path for folder in FOLDERS for path in (book / folder).rglob("*"))]
    old = joined.is_file() and joined.stat().st_mtime >= max((path.stat().st_mtime for path in parts), default=0)
    return [] if old else [app.config.root_doc]


def collect(app, pagename, templatename, context, doctree):
    """Take the files of extensions off a page, and remember them; its template names the joined ones."""
    for key, found in (("css_files", _sheets), ("script_files", _scripts)):
        names = (str(getattr(file, "filename", "") or "") for file in context[key])
        found.update((name.removeprefix("_static/"), None) for name in names if name.startswith("_static/"))
        context[key] = []
    # The template says it already, and it must not be said twice.
    context["metatags"] = re.sub(r'<meta name="viewport"[^>]*>\s*', "", context.get("metatags", ""))


def used_names(outdir):
    """Every class and id of the site's pages, and every word of its scripts, which may become one."""
    names = set()
    for page in outdir.glob("*.html"):
        for found in re.findall(r'\b(?:class|id)="([^"]*)"', page.read_text(encoding="utf-8")):
            names.update(found.split())
    for script in (outdir / "_static").rglob("*js"):
        if "pyodide" not in script.parts:
            names.update(re.findall(r"[\w-]+", script.read_text(encoding="utf-8")))
    return names


def wanted(selector, names):
    """Whether all of the classes and ids that one selector asks for are there; what stands in brackets is not looked at."""
    before = ""
    for token in selector:
        name = token.value if token.type == "hash" or (token.type == "ident" and before == ".") else None
        if name is not None and name not in names:
            return False
        before = token.value if token.type == "literal" else ""
    return True


def split(tokens):
    """Cut a list of selectors at its commas."""
    parts = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def shortened(rules, names):
    """The text of those rules that some page has a use for, without comments and empty room."""
    kept = []
    for rule in rules:
        if rule.type == "error":
            raise ExtensionError(f"A style sheet cannot be read: line {rule.source_line}: {rule.message}")
        if rule.type == "qualified-rule":
            heads = [_text(part) for part in split(rule.prelude) if wanted(part, names)]
            body = _declarations(rule.content, names)
            kept += [f"{','.join(heads)}{{{body}}}"] if heads and body else []
        elif rule.content is None:
            kept.append(f"@{rule.at_keyword} {_text(rule.prelude)};")
        elif rule.lower_at_keyword in ("media", "supports", "layer", "container"):
            inner = shortened(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), names)
            kept += [f"@{rule.at_keyword} {_text(rule.prelude)}{{{inner}}}"] if inner else []
        elif rule.lower_at_keyword != "font-face" or "fontawesome" not in _text(rule.content):
            kept.append(f"@{rule.at_keyword} {_text(rule.prelude)}{{{_text(rule.content)}}}")
    return "".join(kept)


def _text(tokens):
    """Write tokens as short as can be without knowing what they mean."""
    for token in tokens:
        if token.type == "whitespace":
            token.value = " "
    return tinycss2.serialize([token for token in tokens if token.type != "comment"]).strip()


def _declarations(content, names):
    """Write what stands between a rule's braces, without values that nobody asks for by their names."""
    return ";".join(
        f"{each.name}:{_text(each.value)}{'!important' if each.important else ''}"
        for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if not each.name.startswith("--") or each.name in names
    )


def relocated(css, folder, static):
    """Let the addresses in a sheet begin at `_static`, where the joined one lies; a small file stands in their place."""

    def address(found):
        path = (folder / found[2].split("?")[0].split("#")[0]).resolve()
        if path.suffix == ".woff" and path.is_file() and path.stat().st_size < SMALL:
            return f"url(data:font/woff;base64,{base64.b64encode(path.read_bytes()).decode()})"
        return f"url({path.relative_to(static.resolve()).as_posix()})"

    return re.sub(r"url\(\s*(['\"]?)(?!['\"]?(?:data:|#))([^'\")]+)\1\s*\)", address, css)


def join_sheets(outdir, sheets):
    """Write the one style sheet."""
    static, names = outdir / "_static", used_names(outdir)
    paths = [static / sheet for sheet in sheets]
    css = "".join(relocated(path.read_text(encoding="utf-8"), path.parent, static) for path in paths)
    # First rules that no page wants, then values that no rule asks for any more.
    for asked in (VALUE, ASKED_VALUE):
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        css = shortened(rules, names | set(asked.findall(css)))
    (static / SHEET).write_text(css, encoding="utf-8")


def join_scripts(static, scripts):
    """Write the one script: each of its parts in a task of its own, so that a page answers its reader between them."""
    parts = []
    for name in scripts:
        text = re.sub(r"^//# sourceMappingURL.*", "", (static / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        if name == THEMES_SCRIPT:
            if text.count(ASKS_EVERY_BOX) != 1:
                raise ExtensionError(f"{name}: the list of boxes that it asks is another one: see BOXES in {__file__}")
            text = text.replace(ASKS_EVERY_BOX, '"no-such-box"')
        parts.append(f"{text}\n;\n" if name in USED_BY_OTHERS else f"setTimeout(() => {{\n{text}\n}});\n")
    (static / SCRIPT).write_text("".join(parts), encoding="utf-8")


def finish(app, problem):
    """Join what the pages name, once all of it is there."""
    if problem or app.builder.name != "html" or not _sheets:  # then no page was written
        return
    outdir = Path(app.outdir)

    def there(*names):
        return [name for name in names if (outdir / "_static" / name).is_file()]

    join_sheets(outdir, there(*FIRST_SHEETS, *_sheets, *LAST_SHEETS))
    join_scripts(outdir / "_static", there(*_scripts, *LAST_SCRIPTS))


def setup(app):
    """Connect after every extension that adds a file to a page, or writes one."""
    app.connect("env-get-outdated", ask_for_a_page)
    app.connect("html-page-context", collect, priority=990)
    app.connect("build-finished", finish, priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
