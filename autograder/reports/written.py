"""Shows a written answer as its student wrote it: Markdown made into HTML, cleaned, with nothing in it that is fetched or runs.

Code answers, and everything else that students write, stay text; that is left to `pages`.
"""

from functools import cache

from markupsafe import Markup

LONGEST = 20_000  # characters; more is shown as text
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "h3"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def rendered(text):
    """A written answer as safe HTML.

    markdown-it-py makes the HTML (it is what the book is built with) and takes a student's own HTML for text. Links and pictures
    stay the text that they are written as: a page must lead nowhere that a student chose. nh3 then lets only `TAGS` through, and
    not one attribute, so that a fault in the first does not become one of the page.

    Parameters
    ----------
    text : str
        Markdown, in which nothing is invisible.

    Returns
    -------
    markupsafe.Markup or None
        None where the answer is too long; it is then shown as text.

    Examples
    --------
    >>> print(rendered("**No**, <b>since</b> [this](javascript:alert(1))"))
    <p><strong>No</strong>, &lt;b&gt;since&lt;/b&gt; [this](javascript:alert(1))</p>
    """
    import nh3

    if len(text) > LONGEST:
        return None
    tokens = _markdown().parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = "h3"  # below the heading of the question
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    return Markup(nh3.clean(html, tags=TAGS, attributes={}).strip())


@cache
def _markdown():
    from markdown_it import MarkdownIt

    settings = {"html": False, "breaks": True, "maxNesting": 20}
    return MarkdownIt("commonmark", settings).enable("table").disable(["link", "image", "autolink", "reference"])
