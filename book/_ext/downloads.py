"""Puts what students take home beside the pages: the student package, each exercise, each chapter's code, and links to Colab.

What is in these files is left to `autograder.release`; where the repository lies, which Colab must know, to `_config.yml`.

    :::{downloads}
    :::
"""

import html
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from autograder.course import Course
from autograder.files import write_atomically
from autograder.release.chapters import chapter_notebooks, chapters
from autograder.release.first_cell import FOLDER
from autograder.release.student_package import write_package

COURSE = Course(Path(__file__).resolve().parents[2])
EXERCISE_LINK = re.compile(r'<a class="reference download internal"[^>]*href="[^"]*/(\w+)\.ipynb">.*?</a>', re.DOTALL)


def colab(config, topic):
    """The address at which Colab opens an exercise; empty where nobody has said on GitHub where the course lies."""
    repository = config.html_theme_options.get("repository_url") or ""
    branch = config.html_theme_options.get("repository_branch") or "main"
    if urlsplit(repository).netloc != "github.com":
        return ""
    place = COURSE.exercise(topic).relative_to(COURSE.home).as_posix()
    return f"https://colab.research.google.com/github{urlsplit(repository).path.rstrip('/')}/blob/{branch}/{place}"


def link(address, words, download=True):
    """A link as HTML."""
    kind = 'class="reference internal" download' if download else 'class="reference external"'
    return f'<a {kind} href="{html.escape(address)}">{html.escape(words)}</a>'


class Downloads(SphinxDirective):
    """A table of all notebooks: a row for each chapter, its code and its exercise."""

    def run(self):
        """Write the table; the files themselves are put there at the end of the build."""
        rows = [self._row(path.stem) for path in chapters(COURSE.home)]
        head = "<tr><th>chapter</th><th>its code</th><th>its exercise</th></tr>"
        table = f'<table class="table"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'
        return [nodes.raw("", f'<div class="pst-scrollable-table-container">{table}</div>', format="html")]

    def _row(self, topic):
        title = html.escape(re.search(r"^# (.+)$", Path(self.env.srcdir, f"{topic}.md").read_text("utf-8"), re.MULTILINE)[1])
        exercise = "none"
        if topic in COURSE.available_topics():
            exercise = link(f"{FOLDER}/exercises/{topic}.ipynb", f"{topic}.ipynb")
            if address := colab(self.config, topic):
                exercise += f" · {link(address, 'open in Colab', download=False)}"
        chapter = link(f"{FOLDER}/chapters/chapter_{topic}.ipynb", f"chapter_{topic}.ipynb")
        page = f'<a class="reference internal" href="{topic}.html">{title}</a>'
        return f"<tr><td>{page}</td><td>{chapter}</td><td>{exercise}</td></tr>"


def offer(app, pagename, templatename, context, doctree):
    """Beside the link to an exercise put one that opens it in Colab, where it can be opened there."""

    def with_colab(found):
        address = colab(app.config, found[1])
        return f"{found[0]} {link(address, 'Open it in Colab', download=False)}" if address else found[0]

    context["body"] = EXERCISE_LINK.sub(with_colab, context.get("body", ""))


def ship(app, problem):
    """Write all files that a student may fetch."""
    if problem or app.builder.name != "html":
        return
    folder = Path(app.outdir, FOLDER)
    for stale in ("exercises", "chapters"):
        shutil.rmtree(folder / stale, ignore_errors=True)
    write_package(COURSE, folder)
    for topic in COURSE.available_topics():
        write_atomically(folder / "exercises" / f"{topic}.ipynb", COURSE.exercise(topic).read_bytes())
    for name, text in chapter_notebooks(COURSE.home).items():
        write_atomically(folder / "chapters" / name, text)


def setup(app):
    """Add the directive and the files."""
    app.add_directive("downloads", Downloads)
    app.connect("html-page-context", offer, priority=940)
    app.connect("build-finished", ship)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
