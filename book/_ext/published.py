"""What a site needs beyond its pages: how long each takes to read, a page for lost visitors, a map, and previews when shared.

Where the site lies is one setting, `html: baseurl` in `_config.yml`. As long as it is empty, what must name the site's address
(the map, the preview's picture) is left out.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from docutils import nodes

WORDS_A_MINUTE = 200  # of a text that one wants to understand
PICTURE = "_static/sharing.png"
NOT_FOUND = "404"
_PENCIL = re.compile(r"about (\d+) minutes with paper")
_NOT_READ = (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)


def address_of(app):
    """The site's address with a slash at its end; empty where it is not known, or relative."""
    base = (app.config.html_baseurl or "").rstrip("/")
    return f"{base}/" if urlsplit(base).scheme in ("http", "https") else ""


def minutes(doctree):
    """How many minutes it takes to read a page's sentences, without code and formulas."""
    texts = (text for text in doctree.findall(nodes.Text) if not _inside(text, _NOT_READ))
    words = sum(len(text.split()) for text in texts)
    return max(1, round(words / WORDS_A_MINUTE))


def _inside(node, kinds):
    while node is not None and not isinstance(node, kinds):
        node = node.parent
    return node is not None


def say_how_long(app, pagename, templatename, context, doctree):
    """Below a page's title write how long it takes to read; with a pencil, where the chapter says so itself."""
    if doctree is None:
        return
    words = f"{minutes(doctree)} min to read"
    if pencil := _PENCIL.search(doctree.astext()):
        words += f", about {pencil[1]} with paper and pencil"
    context["body"] = context["body"].replace("</h1>", f'</h1>\n<p class="reading-time">{words}</p>', 1)


def prepare_preview(app, pagename, templatename, context, doctree):
    """Give the template what a shared link shows: address, picture, and the page's own description."""
    found = re.search(r'content="([^"]*)" name="description"|name="description" content="([^"]*)"', context.get("metatags", ""))
    context["preview_text"] = (found[1] or found[2]) if found else ""
    context["site_address"] = address_of(app)
    context["sharing_picture"] = PICTURE
    if pagename == NOT_FOUND:
        context["lost_base"] = urlsplit(address_of(app)).path
        context["title"] = "There is no such page"


def lost(app):
    """The page that a server shows for an address that leads nowhere."""
    return [(NOT_FOUND, {}, "404.html")]


def write_map(app):
    """Write sitemap.xml, which tells search engines of every page."""
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for name in sorted(app.env.found_docs):
        page = "" if name == app.config.root_doc else app.builder.get_target_uri(name)
        ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = address_of(app) + page
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(Path(app.outdir, "sitemap.xml"), encoding="utf-8", xml_declaration=True)


def draw_picture(path):
    """Draw the picture that a shared link shows: the course's name, and a kernel that slides over a photograph."""
    from course_figures import INK, QUIET, draw_grid, photograph, show_image, use_style
    from matplotlib import pyplot as plt

    from autograder.reference.convolution import correlate2d, laplacian_kernel

    use_style()
    figure = plt.figure(figsize=(12, 6.3), dpi=100, facecolor="white", layout="none")
    picture = photograph("camera", (40, 120, 192, 192), shrink=2)
    edges = correlate2d(picture, laplacian_kernel())
    for place, shown in ((0.045, picture), (0.695, abs(edges) / abs(edges).max() * 2.5)):
        show_image(figure.add_axes((place, 0.08, 0.26, 0.495)), shown.clip(0, 1))
    grid = figure.add_axes((0.375, 0.12, 0.25, 0.42))
    draw_grid(grid, laplacian_kernel().astype(int))
    for place, sign in ((0.34, "∗"), (0.66, "=")):
        figure.text(place, 0.33, sign, ha="center", va="center", fontsize=34, color=INK)
    figure.text(0.045, 0.84, "Convolutional Neural Networks", fontsize=42, weight="bold", color=INK, va="center")
    steps = "by hand, in NumPy, in PyTorch, and in exercises that are checked for you"
    figure.text(0.045, 0.70, steps, fontsize=21, color=QUIET, va="center")
    figure.savefig(path, facecolor=figure.get_facecolor(), metadata={"Software": None})
    plt.close(figure)


def finish(app, problem):
    """Write what belongs to no page."""
    if problem or app.builder.name != "html":
        return
    lost_page = Path(app.outdir, f"{NOT_FOUND}.html")
    if 'base href="' in (page := lost_page.read_text(encoding="utf-8")):  # a link within the page must name it then
        lost_page.write_text(page.replace('href="#', f'href="{NOT_FOUND}.html#'), encoding="utf-8")
    picture = Path(app.outdir, PICTURE)
    if not picture.exists():
        draw_picture(picture)
    if address_of(app):
        write_map(app)


def setup(app):
    """Connect to the build; the reading time after whatever else rewrites the body."""
    app.connect("html-page-context", say_how_long, priority=960)
    app.connect("html-page-context", prepare_preview)
    app.connect("html-collect-pages", lost)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
