"""Holds what a published site needs beyond its pages: downloads, previews, a map, a page for lost visitors, what was read."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image

from autograder.release.first_cell import FOLDER
from autograder.release.student_package import WHEEL, ZIP

HOME = Path(__file__).resolve().parents[2]
BASE = "https://example.org/courses/cnn/"

# A small book with the same extension and templates, told where it lies.
CONFIGURATION = f"""
import sys
sys.path[:0] = [{str(HOME / "book" / "_ext")!r}, {str(HOME / "book")!r}]
project = html_title = "A book"
extensions = ["myst_parser", "published", "self_contained", "joined_files", "katex_math", "explorers"]
templates_path = [{str(HOME / "book" / "_templates")!r}]
html_static_path = [{str(HOME / "book" / "_static")!r}]
html_theme = "sphinx_book_theme"
myst_html_meta = {{"description": "All of it."}}
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A small site that knows its address; gives its folder."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "conf.py").write_text(CONFIGURATION + f"html_baseurl = {BASE!r}\n")
    (folder / "index.md").write_text("# Start & more\n\n" + 400 * "word " + "\n\n```{toctree}\nsecond\nglossary\n```\n")
    (folder / "second.md").write_text("# Second\n\nIt takes about 45 minutes with paper.\n")
    (folder / "glossary.md").write_text("# Glossary\n\nWords.\n")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", ".", "out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def page_of(folder, name):
    """A page's parsed HTML."""
    return BeautifulSoup((folder / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def previews(page):
    """What a page says to whoever shows a link to it."""
    return {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}


def test_a_shared_link_shows_the_page_and_a_picture(published):
    """Title, description, address and picture of the page itself, and the picture is there, as large as is said."""
    shown = previews(page_of(published, "second"))
    assert shown["og:title"] == "Second"
    assert shown["og:description"] == "All of it."
    assert shown["og:url"] == f"{BASE}second.html"
    picture = published / shown["og:image"].removeprefix(BASE)
    assert Image.open(picture).size == (int(shown["og:image:width"]), int(shown["og:image:height"]))
    assert page_of(published, "second").find("link", rel="canonical")["href"] == f"{BASE}second.html"


def test_the_map_names_every_page(published):
    """A search engine finds each page by its address, the start page by the site's, and the page for the lost not at all."""
    places = {each.text for each in ElementTree.parse(published / "sitemap.xml").iter() if each.tag.endswith("loc")}
    assert places == {BASE, f"{BASE}second.html", f"{BASE}glossary.html"}


def test_lost_visitors_find_back_from_any_depth(published):
    """Whatever the server shows the page for, its styles and links begin at the site's own address, also links within it."""
    page = page_of(published, "404")
    assert page.base["href"] == "/courses/cnn/"
    assert not [link for link in page.find_all(href=True) if link["href"].startswith("#")]
    assert page.select_one("article a[href='index.html']")


def test_minutes_are_counted_and_a_chapters_own_words_kept(published):
    """Four hundred words take two minutes; where a text says how long it takes with a pencil, that stands beside it."""
    assert page_of(published, "index").select_one(".reading-time").get_text() == "2 min to read"
    assert page_of(published, "second").select_one(".reading-time").get_text() == "1 min to read, about 45 with paper and pencil"


def test_without_an_address_nothing_names_one(site):
    """As long as nobody has said where the site lies, no page has an address or a picture for previews, and there is no map."""
    if yaml.safe_load((HOME / "_config.yml").read_text())["html"]["baseurl"]:
        assert (site / "sitemap.xml").is_file()
        return
    assert not (site / "sitemap.xml").exists()
    shown = previews(page_of(site, "convolution"))
    assert set(shown) == {"og:type", "og:site_name", "og:title", "og:description"}


def test_every_file_to_take_home_is_there(site):
    """The zip, the wheel, each exercise and each chapter's notebook can be fetched, byte for byte what the release made."""
    folder = site / FOLDER
    with zipfile.ZipFile(folder / ZIP) as packed:
        inside = {Path(name).name: packed.read(name) for name in packed.namelist()}
    assert inside[WHEEL] == (folder / WHEEL).read_bytes()
    fetched = [link["href"] for link in page_of(site, "downloads").select("table a[download]")]
    assert len(fetched) >= 12
    for address in fetched:
        content = (site / address).read_bytes()
        assert json.loads(content)["nbformat"] == 4
        assert inside[Path(address).name] == content


def test_colab_opens_the_exercise_where_the_repository_is_known(monkeypatch):
    """On GitHub an exercise has an address for Colab; elsewhere, or unsaid, it has none."""
    monkeypatch.syspath_prepend(HOME / "book" / "_ext")
    from types import SimpleNamespace

    from downloads import colab

    def address(repository):
        return colab(SimpleNamespace(html_theme_options={"repository_url": repository, "repository_branch": "main"}), "pooling")

    opened = "https://colab.research.google.com/github/somebody/course/blob/main/exercises/pooling/pooling.ipynb"
    assert address("https://github.com/somebody/course") == opened
    assert address("https://gitlab.com/somebody/course") == address("") == ""


def test_progress_is_kept_told_and_forgotten(visit, address, axe):
    """A page marked as read is marked in the contents, on the next page too, until the reader has it forgotten; by keyboard."""
    page = visit("layers")
    button = page.get_by_role("button", name="I have read this page")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.goto(f"{address}pooling.html")
    assert page.get_by_role("button", name="I have read this page").get_attribute("aria-pressed") == "false"
    assert page.locator(".bd-docs-nav a:has(.page-read)").inner_text().endswith("read")
    assert "You have read 1 of" in page.get_by_role("status").filter(has_text="pages").inner_text()
    assert axe(page) == []
    page.get_by_role("button", name="Forget what I have read").click()
    assert page.locator(".page-read").count() == 0
    assert page.evaluate("localStorage.getItem('cnn-course-read')") == "[]"


def test_search_finds_stride_without_a_network(site, chromium):
    """From the files alone, with the network off, a search for `stride` leads to the chapter on output sizes."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=stride")
    page.wait_for_selector("ul.search li a")
    found = [link.get_attribute("href") for link in page.query_selector_all("ul.search li a")]
    context.close()
    assert any("output_size.html" in address for address in found)


def test_a_page_prints_with_its_title_and_open_answers(visit):
    """On paper a page has its heading, its light figures and its answers, and nothing to click on."""
    page = visit("pooling", theme="dark")
    page.emulate_media(media="print")
    page.wait_for_load_state()  # the page's own script, which listens, may come after its text
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("[...document.querySelectorAll('#check-yourself details')].every((each) => each.open)")
    assert page.locator("h1").first.is_visible()
    assert page.locator("#check-yourself details p").last.is_visible()
    assert not page.locator(".progress-area").is_visible()
    assert not page.locator("img.on-dark").first.is_visible()


def test_the_published_files_fit_a_forges_limits(site):
    """GitHub Pages takes a site of at most 1 GB, in files of at most 100 MB."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    assert max(sizes) < 100e6
    assert sum(sizes) < 200e6
