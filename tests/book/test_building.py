"""Holds how the book's own extensions build: bad TeX and a missing KaTeX stop the build, figures get their dark twin."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXTENSIONS = Path(__file__).resolve().parents[2] / "book" / "_ext"

CONFIGURATION = """
import sys
sys.path.insert(0, {extensions!r})
extensions = ["myst_parser", "katex_math", "theme_figures", "folded_answers", "explorers"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
html_theme = "basic"
"""

FIGURE = """
import sys
sys.path.insert(0, {book!r})
from course_figures import draw_grid, panels, use_style
use_style()
figure, axes = panels(height=2)
draw_grid(axes, [[1, -2]], windows=[(0, 0, 1, 1)])
figure.savefig({path!r}, metadata={{"Creator": "course_figures"}})
"""


@pytest.fixture
def build(tmp_path):
    """Build a book of one page with warnings as errors; give the finished process and the page."""

    def run(text, extensions=EXTENSIONS):
        (tmp_path / "conf.py").write_text(CONFIGURATION.format(extensions=str(extensions)))
        (tmp_path / "index.md").write_text("# A page\n\n" + text + "\n")
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", ".", "out"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        page = tmp_path / "out" / "index.html"
        return done, page.read_text(encoding="utf-8") if page.exists() else ""

    return run


def test_good_tex_becomes_html(build):
    """A formula in a line, one of its own with a number, and an aligned one are all rendered, and the number is Sphinx's."""
    done, page = build(
        "A line with $a_1$.\n\n$$\nb^2\n$$ (eq-b)\n\nSee {eq}`eq-b`.\n\n\\begin{align}\nc &= d \\\\\ne &= f\n\\end{align}"
    )
    assert done.returncode == 0, done.stderr
    assert page.count('class="katex"') == 3
    assert 'href="#equation-eq-b"' in page
    assert page.count('class="eqno"') == 2
    assert "katex-error" not in page


def test_bad_tex_fails_the_build_and_says_where(build):
    """TeX that KaTeX cannot read stops the build; the message names the file, the line and what is wrong."""
    done, _ = build("Good: $a$.\n\nBad: $\\frac{1}{$.")
    assert done.returncode != 0
    assert "index.md:5: WARNING: KaTeX parse error" in done.stderr


@pytest.mark.parametrize("tex", ["\\nosuchcommand", "\\href{https://example.org}{x}", "\\begin{matrix} 1"])
def test_unknown_commands_and_links_in_tex_are_refused(build, tex):
    """An unknown command, a link smuggled in by TeX and an open environment each fail."""
    done, _ = build(f"$${tex}$$")
    assert done.returncode != 0
    assert "WARNING" in done.stderr


def test_missing_katex_is_said_in_one_line_with_the_way_out(build, tmp_path):
    """Without the Node packages the build stops with the command that installs them."""
    bare = tmp_path / "elsewhere" / "_ext"
    bare.mkdir(parents=True)
    for script in EXTENSIONS.glob("*.*"):
        if script.is_file():
            shutil.copy(script, bare)
    shutil.copy(EXTENSIONS.parent / "course_figures.py", bare.parent)
    done, _ = build("$a$", extensions=bare)
    assert done.returncode != 0
    assert done.stderr.splitlines() == ["The book's formulas need KaTeX. Install it with: npm ci --prefix book/_ext"]


def test_a_figure_gets_a_twin_in_dark_colours(build, tmp_path):
    """One picture becomes two files of one drawing, in which no colour of the light page is left on the dark one."""
    drawing = FIGURE.format(book=str(EXTENSIONS.parent), path=str(tmp_path / "drawing.svg"))
    subprocess.run([sys.executable, "-c", drawing], check=True)
    done, page = build("![A row of two numbers](drawing.svg)")
    assert done.returncode == 0, done.stderr
    assert page.count("<img") == page.count('alt="A row of two numbers"') == 2
    assert page.count('width="422"') == 2
    light, dark = ((tmp_path / "out" / "_images" / f"drawing{end}.svg").read_text() for end in ("", "-dark"))
    assert "#1f2328" in light
    assert "#1f2328" not in dark
    assert "#e4e7eb" in dark
    assert len(light) == len(dark)


def test_another_picture_stays_as_it_is(build, tmp_path):
    """A picture that was not drawn in the book's style is written once."""
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>'
    (tmp_path / "mark.svg").write_text(square)
    _, page = build("![A black square](mark.svg)")
    assert page.count("<img") == 1
    assert not (tmp_path / "out" / "_images" / "mark-dark.svg").exists()


def test_an_answer_is_written_as_details(build):
    """An admonition of the class dropdown opens by itself; its question may hold a formula; any other stays open."""
    question = ":::{admonition} What is $a$?\n:class: tip dropdown\n\nA letter.\n:::"
    done, page = build(question + "\n\n:::{admonition} A note\nOpen.\n:::")
    assert done.returncode == 0, done.stderr
    assert page.count("<details") == page.count("</details>") == page.count("<summary") == 1
    details = page[page.index("<details") : page.index("</details>")]
    assert details.index("katex") < details.index("</summary>") < details.index("A letter.")
    assert page.index("</details>") < page.index("A note")


def test_an_explorer_has_a_place_and_a_text(build):
    """The directive writes an empty part for the module to fill, and its text, which is there without JavaScript."""
    done, page = build(":::{explorer} convolution\n:title: Follow $a$ pixel\n\nWhat it *says*.\n:::")
    assert done.returncode == 0, done.stderr
    assert 'data-explorer="convolution"' in page
    assert "Follow $a$ pixel" in page
    assert "What it <em>says</em>." in page
    assert "<noscript>" in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{explorer} convolutoin\n\nText.", "book/explorers/convolutoin.mjs does not exist"),
        ("{explorer} convolution", "needs a text"),
    ],
)
def test_an_explorer_without_module_or_text_fails_the_build(build, text, message):
    """A misspelt name, and an explorer that leaves readers without JavaScript with nothing, are refused by name."""
    done, _ = build(f":::{text}\n:::")
    assert done.returncode != 0
    assert message in done.stderr
