"""No line of an answer, a hidden test or a rubric is in what students can see: the exercises and the website."""

import html
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
READABLE = {".html", ".js", ".mjs", ".json", ".txt", ".md", ".ipynb", ".py", ".css", ".inv", ".xml", ".svg"}
HIDDEN = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", re.DOTALL)
RUBRIC = re.compile(r'role="written".*?\n(.*?)(?=\n# %%|\Z)', re.DOTALL)


def secret_lines():
    """Lines that stand only where students must not see them, and are long enough to be nobody else's."""
    secret, public = set(), set()
    for path in sorted((HOME / "solutions").glob("*.py")):
        text = path.read_text()
        parts = HIDDEN.findall(text) + RUBRIC.findall(text)
        secret |= {line.strip().removeprefix("# ") for part in parts for line in part.splitlines()}
        public |= {line.strip().removeprefix("# ") for line in RUBRIC.sub("", HIDDEN.sub("", text)).splitlines()}
    return {line for line in secret - public if len(line) > 30}


@pytest.mark.parametrize("folder", ["exercises", "_build/html"])
def test_nothing_secret_is_published(folder, site):
    """Searched in the text of every file, with HTML's tags and escapes taken out."""
    secrets, found = secret_lines(), []
    assert len(secrets) > 100
    files = [path for path in (HOME / folder).rglob("*") if path.suffix in READABLE]
    assert files
    for path in files:
        text = path.read_text(errors="replace")
        if path.suffix == ".html":
            text = html.unescape(re.sub(r"<[^>]+>", "", text))
        if path.suffix in (".ipynb", ".json"):
            text = text.replace('\\"', '"')
        found += [(path.name, line) for line in secrets if line in text]
    assert found == []


def test_no_solution_and_no_gradebook_is_among_the_websites_files(site):
    """Neither the sources of the exercises nor anything of course/ is copied into the site."""
    names = {path.name for path in (HOME / "_build/html").rglob("*")}
    assert not names & {"gradebook.db", "solutions", "course", "submitted", "records"}
