"""Holds that every link leads somewhere and that no page loads anything from elsewhere; reads the built HTML and CSS alone."""

import re
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

# What a browser fetches by itself, in contrast to a link that a reader follows.
LOADED = (("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("use", "href"))


def pages(site):
    """Each page's path and parsed HTML."""
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in site.rglob("*.html")
        if "_static" not in path.relative_to(site).parts
    }


def test_every_internal_link_and_anchor_resolves(site):
    """A link within the site names a file that is there, and an anchor that this file has."""
    parsed, broken = pages(site), []
    anchors = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in parsed.items()}
    for path, page in parsed.items():
        targets = [tag[name] for name in ("href", "src") for tag in page.find_all(attrs={name: True})]
        for target in targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not file.is_file():
                broken.append(f"{path.name}: {target} does not exist")
            elif parts.fragment and file in anchors and unquote(parts.fragment) not in anchors[file]:
                broken.append(f"{path.name}: {target} has no such anchor")
    assert len(parsed) >= 4
    assert not broken, "\n".join(broken)


def test_pages_load_nothing_from_elsewhere(site):
    """Scripts, styles, pictures and icons of a page are files of the site."""
    foreign = [
        f"{path.name}: {tag[name]}"
        for path, page in pages(site).items()
        for kind, name in LOADED
        for tag in page.find_all(kind, attrs={name: True})
        if urlsplit(tag[name]).netloc and tag.get("rel") != ["canonical"]
    ]
    assert not foreign, "\n".join(foreign)


def test_style_sheets_load_nothing_from_elsewhere_and_nothing_missing(site):
    """Each font and picture that a style sheet of ours or of KaTeX names is shipped; no sheet names another server."""
    wrong = []
    for sheet in site.rglob("*.css"):
        for target in re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text(encoding="utf-8")):
            ours = sheet.name in ("course.css", "katex.css")
            if urlsplit(target).netloc or (ours and not (sheet.parent / target.split("?")[0]).is_file()):
                wrong.append(f"{sheet.name}: {target}")
    assert (site / "_static" / "katex" / "katex.css").exists()
    assert not wrong, "\n".join(wrong)


def test_no_script_names_another_server_to_load_from(site):
    """No page brings Thebe, MathJax or fontawesome.js, which would fetch from third parties or draw icons twice."""
    text = {path.name: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    for name, html in text.items():
        for unwanted in ("thebe", "mathjax@", "MathJax-script", "fontawesome.js", "unpkg.com", "cdn."):
            assert unwanted not in html, f"{name} has {unwanted}"
