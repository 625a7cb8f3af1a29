"""The class in which attacks are tried: a small assignment with planted secrets, honest answers, and looks behind the scenes.

The attacks stand in `kinds`, what must hold after each in `test_attacks`.
"""

import json
import os
import secrets
from html.parser import HTMLParser
from pathlib import Path

from assignments import assignment, cell, notebook

from autograder.classroom.roster import Student
from autograder.reports.grades import Grade
from autograder.reports.pages import feedback_page

SECRET = "PLANTED-" + secrets.token_hex(12)  # attacks know the first word, and look for the rest

SQUARE = [
    "# Squares a number.\ndef holds(x, expected, note=''):\n    assert square(x) == expected, note\nholds(3, 9)\n"
    f"### BEGIN HIDDEN TESTS\nholds(7, 49, '{SECRET}')\n### END HIDDEN TESTS",
    "# Squares an array.\nsquare(TABLE)\nvalues = np.array([1.0, 2.0, -3.0])\n"
    "np.testing.assert_allclose(square(values), [1, 4, 9])\n"
    f"### BEGIN HIDDEN TESTS\nassert isinstance(square(values), np.ndarray), '{SECRET}'\n### END HIDDEN TESTS",
]
HALVE = [
    "# Halves a number.\nassert abs(halve(3) - 1.5) < 1e-9",
    "# Halves each number of a list.\nassert 1.5 in halve([3, 5])",
    "# Halves many numbers.\nassert all(map(lambda pair: halve(pair[0]) == pair[1], [(2, 1.0), (5, 2.5)]))",
]
CONVOLVE = (
    '# Convolves.\nquestion = Question("convolution.convolve1d", convolve1d)\n'
    "question.on(np.array([1.0, 2, 3]), np.array([0, 1, 0.5])).gives([0, 1, 2.5, 4, 1.5])\n"
    f'### BEGIN HIDDEN TESTS\nnote = "{SECRET}"\ndraw = Inputs("attacked")\n'
    "question.on(draw.signal(7), draw.signal(4)).agrees()\nquestion.on(draw.signal(9), draw.signal(2)).twice()\n"
    "### END HIDDEN TESTS"
)
CORRELATE = '# Correlates.\nQuestion("convolution.correlate1d", correlate1d).on(np.arange(5.0), np.array([1.0, -2])).agrees()'
DOUBLE = "# Doubles.\nassert double(3) == 6\nassert double(-1) == -2\nassert double(2) == TABLE[2]"
TABLE = "TABLE = np.array([0.0, 1, 4])"

ASKED = assignment(
    ("square", SQUARE),
    ("halve", HALVE),
    ("convolve1d", CONVOLVE),
    ("correlate1d", CORRELATE),
    ("double", DOUBLE),
    more=[
        cell("rubric", f"Two points: {SECRET}", "written", 2, kind="markdown"),
        cell("table", TABLE, "given"),
        cell("solution", f"def solution():\n    return '{SECRET}'"),
    ],
)
FULL = {"square": 2.0, "halve": 3.0, "convolve1d": 1.0, "correlate1d": 1.0, "double": 1.0}
HONEST = {
    "square": "def square(x):\n    return x * x\n",
    "halve": "def halve(x):\n    return [each / 2 for each in x] if isinstance(x, list) else x / 2\n",
    "convolve1d": "def convolve1d(f, g):\n    h = np.zeros(len(f) + len(g) - 1)\n    for i, value in enumerate(f):\n"
    "        h[i : i + len(g)] += value * g\n    return h\n",
    "correlate1d": "def correlate1d(f, g):\n    return convolve1d(f[::-1], g)\n",
    "double": "def double(x):\n    return 2 * x\n",
}


def honest_cells(**answers):
    """The cells of a notebook with honest answers, but for those that are given."""
    cells = [cell("imports", "import numpy as np", "given")]
    cells += [cell(name, source) for name, source in {**HONEST, **answers}.items()]
    return [*cells, cell("rubric", "My own words.", "written", 2, kind="markdown")]


def handed_in(attack):
    """The bytes that an attacker hands in."""
    answers = dict(attack.others)
    if attack.square is not None:
        answers["square"] = attack.square
    cells = honest_cells(**answers)
    return attack.notebook(cells) if attack.notebook else notebook(*cells)


def honest():
    """The bytes that an honest student hands in."""
    return notebook(*honest_cells())


def points_of(record):
    """The points of each question that is code."""
    return {question["name"]: question["points"] for question in record.questions if question["kind"] == "code"}


def shown(record):
    """All that a student may see of a record: everything but what hidden checks say."""
    tree = json.loads(record.to_json())
    for question in tree["questions"]:
        for test in question.get("tests", ()):
            if test["hidden"]:
                test["message"] = ""
    return json.dumps(tree, ensure_ascii=False)


def page_of(record):
    """The feedback page of a record."""
    return feedback_page(Grade(Student(record.student), record.assignment, json.loads(record.to_json()), None))


class Page(HTMLParser):
    """What a page consists of: tags, attributes, addresses.  `foreign` lists what is not ours."""

    # The last line is what a written answer may be made of.
    TAGS = frozenset(
        "html head meta title style body header main p h1 h2 strong span div svg rect section "  # noqa: SIM905
        "ul ol li details summary pre footer dl dt dd a "
        "br hr em s code blockquote h3 table thead tbody tr th td".split()
    )
    ATTRIBUTES = frozenset(
        "lang charset http-equiv content name class id href open aria-hidden viewbox width height x "  # noqa: SIM905
        "preserveaspectratio tabindex role aria-label".split()
    )

    def __init__(self, text):
        super().__init__()
        self.foreign, self.styles = [], 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Note what is not ours; one style sheet is."""
        self.styles += tag == "style"
        names = {name for name, _ in attributes}
        if tag not in self.TAGS or not names <= self.ATTRIBUTES or self.styles > 1:
            self.foreign.append((tag, attributes))
        self.foreign += [value for name, value in attributes if name == "href" and not value.startswith("#")]


def family(pid):
    """A process and all its descendants that still live: their pids."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_bytes().rpartition(b")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if fields[0] != b"Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found, more = set(), {pid}
    while more:
        found |= more
        more = {child for child, parent in parents.items() if parent in found} - found
    return found


def scratch_of(pids):
    """The names in the scratch folders of processes, as they see them."""
    roots = [f"/proc/{pid}/root/tmp" for pid in pids]
    return {name for root in roots if os.path.isdir(root) for name in os.listdir(root)}
