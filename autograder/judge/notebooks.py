"""Reads an assignment from its source notebook: what is asked, how it is tested, how many points it is worth.

Reading what a student handed in is left to `rebuild`, running the tests to `trial`.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property

from autograder.course import CourseError

_BEGIN, _END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


@dataclass(frozen=True)
class Cell:
    """A cell of the source notebook.

    Parameters
    ----------
    name : str
        Its grade_id.
    role : str
        ``"given"`` (the instructor's own code, such as imports), ``"answer"``, ``"test"``, ``"written"`` or ``"text"``.
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    source : str
        Its text.
    points : float
        What it is worth; 0 where it is worth nothing.
    """

    name: str
    role: str
    kind: str
    source: str
    points: float = 0.0

    @property
    def title(self):
        """What a test checks, from its first line."""
        first = self.source.lstrip().partition("\n")[0]
        return first.lstrip("# ").rstrip() if first.startswith("#") else self.name

    @cached_property
    def hidden(self):
        """The numbers of the lines that students do not see, the first line being 1."""
        lines, inside = set(), False
        for number, line in enumerate(self.source.splitlines(), 1):
            inside = inside or line.strip() == _BEGIN
            if inside:
                lines.add(number)
            inside = inside and line.strip() != _END
        return lines

    @cached_property
    def code(self):
        """Its text, compiled."""
        return compile(self.source, self.name, "exec", dont_inherit=True)

    @property
    def released(self):
        """The text as students get it."""
        lines = self.source.splitlines()
        return "\n".join(line for number, line in enumerate(lines, 1) if number not in self.hidden).strip()


@dataclass(frozen=True)
class Question:
    """One thing that is asked: an answer with its tests, or a text that a person marks."""

    name: str
    kind: str
    tests: tuple
    max_points: float


@dataclass(frozen=True)
class Assignment:
    """An exercise as the instructor wrote it.

    Parameters
    ----------
    topic : str
        For example ``"convolution"``.
    source : bytes
        The source notebook, with answers and hidden tests.
    """

    topic: str
    source: bytes

    @classmethod
    def read(cls, course, topic):
        """The assignment in ``course/source``.

        Raises
        ------
        autograder.course.CourseError
            If the notebook is not there or is none.
        """
        path = course.source(topic)
        try:
            found = cls(topic, path.read_bytes())
            found.questions  # noqa: B018 (reading it is the check)
        except FileNotFoundError:
            raise CourseError(f"{path}: not there; make it with `autograder release {topic}`") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            way_out = f"make it anew with `autograder release {topic}`"
            raise CourseError(f"{path}: not a source notebook ({error}); {way_out}") from None
        return found

    def __reduce__(self):
        return Assignment, (self.topic, self.source)  # what was read of it is read anew: compiled code cannot travel

    @cached_property
    def sha256(self):
        """The hash by which a record names this version of the source."""
        return hashlib.sha256(self.source).hexdigest()

    @cached_property
    def cells(self):
        """The cells that nbgrader knows, in their order."""
        return tuple(_cell(cell) for cell in json.loads(self.source)["cells"] if cell["metadata"].get("nbgrader"))

    @cached_property
    def questions(self):
        """What is asked, in its order."""
        answers = [cell.name for cell in self.cells if cell.role == "answer"]
        tests, asked, last = {}, [], None
        for cell in self.cells:
            if cell.role == "answer":
                last = cell.name
                asked.append(cell)
            elif cell.role == "written":
                asked.append(cell)
            elif cell.role == "test":
                tests.setdefault(_tested(cell.name, answers, last), []).append(cell)
        questions = [Question(cell.name, "written", (), cell.points) if cell.role == "written" else None for cell in asked]
        for place, cell in enumerate(asked):
            if questions[place] is None:
                own = tuple(tests.pop(cell.name, ()))
                questions[place] = Question(cell.name, "code", own, sum(test.points for test in own))
        for name, own in tests.items():  # tests of no answer: they are a question of their own
            questions.append(Question(name or own[0].name, "code", tuple(own), sum(test.points for test in own)))
        return tuple(question for question in questions if question.kind == "written" or question.tests)

    @cached_property
    def own_code(self):
        """The texts of the instructor's own code cells, right answers among them: a box should have ready what they name."""
        return tuple(cell.source for cell in self.cells if cell.role in ("given", "answer", "test"))

    @property
    def max_points(self):
        """All points together."""
        return float(sum(question.max_points for question in self.questions))

    def of_role(self, role):
        """The cells of one role."""
        return [cell for cell in self.cells if cell.role == role]


def _tested(test, answers, last):
    """The answer that a test is about: the one whose name it bears, else the nearest before it."""
    named = [name for name in answers if re.match(rf"test_{re.escape(name)}(_|$)", test)]
    return max(named, key=len) if named else last


def _cell(cell):
    known = cell["metadata"]["nbgrader"]
    grade, solution = bool(known.get("grade")), bool(known.get("solution"))
    if known.get("task") or (grade and solution):
        role = "written"
    elif solution:
        role = "answer"
    elif grade:
        role = "test"
    else:
        role = "given" if cell["cell_type"] == "code" else "text"
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    return Cell(known["grade_id"], role, cell["cell_type"], source, float(known.get("points") or 0) if grade else 0.0)
