"""Mends, in each page's HTML, what others' extensions write in a way that screen readers read wrongly.

What the theme's templates get wrong is mended in `_templates`; how the course looks is left to its style sheet.
"""

import re


def named_formula(found):
    """Give the first formula in a table's heading a name: many tools read no MathML there and take the heading for empty."""
    name = " ".join(re.sub(r"<[^>]+>", " ", found["formula"]).split())
    return f'{found["start"]} aria-label="{name}"{found["rest"]}'


FORMULA_IN_HEADING = re.compile(
    r"(?P<start><th\b(?:(?!</th>).)*?<math)(?P<rest>[^>]*><semantics>(?P<formula>.*?)<annotation)", re.DOTALL
)

# Each with what is wrong about it.
MENDS = (
    # MyST-NB names every fold "Toggle hidden content", over the words that one sees.
    (re.compile(r'(<summary) aria-label="Toggle hidden content"'), r"\1"),
    # A table's empty corner is no heading.
    (re.compile(r"<th[^>]*>\s*(<p>\s*</p>)?\s*</th>"), "<td></td>"),
    (FORMULA_IN_HEADING, named_formula),
    # Docutils gives references roles that ARIA has withdrawn, in a list whose children are not all items.
    (re.compile(r'(<div class="citation"[^>]*) role="doc-biblioentry"'), r"\1"),
    (re.compile(r'<div role="list" class="citation-list">'), '<div class="citation-list">'),
)


def mend(app, pagename, templatename, context, doctree):
    """Rewrite the body of a page, just before it is put into its template."""
    for wrong, right in MENDS:
        context["body"] = wrong.sub(right, context.get("body", ""))


def name_folds(app, pagename, templatename, context, doctree):
    """Give what opens a page's lower pages in the sidebar a name; the theme gives it an icon alone."""
    made = context.get("generate_toctree_html")
    if made is None:
        return

    def named(*arguments, **keywords):
        tree = made(*arguments, **keywords)
        for summary in getattr(tree, "find_all", lambda name: ())("summary"):
            summary["aria-label"] = f"Pages below {summary.find_parent('li').a.get_text(strip=True)}"
        return tree

    context["generate_toctree_html"] = named


def setup(app):
    """Connect after every extension that adds to the body."""
    app.connect("html-page-context", mend, priority=950)
    app.connect("html-page-context", name_folds, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
