"""Proves an exercise: right answers in every style earn all points, each known mistake loses some in its own function alone.

Students' answers are left to the judge: what runs here is the project's own.
"""

import io
import runpy
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from types import CodeType

from autograder.checks import CheckFailed, inputs
from autograder.checks.misconceptions.catalogue import catalogue_of
from autograder.course import CourseError
from autograder.release.notebook import source_notebook


@dataclass
class Proof:
    """What was found about one function.

    Parameters
    ----------
    function : str
        Its name.
    right : int
        Answers that should be accepted, of which `accepted` were.
    mistakes : int
        Known mistakes, of which `caught` lost points in this function alone and `named` got their own hint.
    problems : list of str
        One sentence for each answer that was treated wrongly.
    """

    function: str
    right: int = 0
    accepted: int = 0
    mistakes: int = 0
    caught: int = 0
    named: int = 0
    problems: list = field(default_factory=list)


def prove(course, topic, seed=1):
    """Prove one topic; gives a `Proof` for each function, as soon as it is found.

    Parameters
    ----------
    course : autograder.course.Course
        Where the solution and the right answers lie.
    topic : str
        For example ``"convolution"``.
    seed : int
        Seed of the random inputs.

    Yields
    ------
    Proof
    """
    inputs.seed(seed)
    exercise = Exercise(course, topic)
    styles = {"solution": exercise.answers, **right_answers(course, topic)}
    for name in exercise.catalogue.functions:
        proof = Proof(name)
        for style, answers in styles.items():
            _prove_right(exercise, proof, style, answers)
        for mistake in exercise.catalogue.mistakes.get(name, ()):
            _prove_wrong(exercise, proof, mistake)
        if len(styles) < 4:
            proof.problems.append(f"{name}: only {len(styles) - 1} styles of right answers besides the solution, 3 are wanted")
        if proof.mistakes < 6:
            proof.problems.append(f"{name}: only {proof.mistakes} known mistakes, 6 are wanted")
        yield proof


def _prove_right(exercise, proof, style, answers):
    proof.right += 1
    if proof.function not in answers:
        proof.problems.append(f"{proof.function}: the right answers in {style} lack it")
        return
    failed = exercise.failed_tests({proof.function: answers[proof.function]})
    if failed:
        name, error = next(iter(failed.items()))
        proof.problems.append(f"{proof.function}: the right answer in {style} fails {name}: {error}")
    proof.accepted += not failed


def _prove_wrong(exercise, proof, mistake):
    proof.mistakes += 1
    failed = exercise.failed_tests({proof.function: mistake.answer})
    foreign = [test for test in failed if exercise.function_of(test) != proof.function]
    if foreign:
        proof.problems.append(f"{proof.function}: the mistake {mistake.name} also fails {', '.join(foreign)}")
    if not failed:
        proof.problems.append(f"{proof.function}: the mistake {mistake.name} passes every test")
    proof.caught += bool(failed) and not foreign
    broken = [f"{test}: {error!r}" for test, error in failed.items() if not isinstance(error, CheckFailed)]
    if broken:
        proof.problems.append(f"{proof.function}: the mistake {mistake.name} breaks a test: {broken[0]}")
    names = {name for error in failed.values() for name in getattr(error, "mistakes", ())}
    proof.named += mistake.name in names and len(names) <= 2
    if failed and mistake.name not in names:
        proof.problems.append(f"{proof.function}: the mistake {mistake.name} is not named, but {sorted(names) or 'nothing'}")


class Exercise:
    """One exercise, ready to be run in this process with answers of the project's own.

    Parameters
    ----------
    course : autograder.course.Course
        Where the solution lies.
    topic : str
        For example ``"convolution"``.
    """

    def __init__(self, course, topic):
        try:
            self.catalogue = catalogue_of(topic)
        except ModuleNotFoundError as error:
            raise CourseError(f"{course.solution(topic)}: there is no list of its known mistakes, {error.name}") from error
        cells = [cell for cell in source_notebook(course.solution(topic)).cells if cell.cell_type == "code"]
        self.tests = {cell.id: compile(cell.source, cell.id, "exec") for cell in cells if _graded(cell)}
        self.names = {}
        for cell in cells:
            if not _graded(cell) and "nbgrader" in cell.metadata:
                exec(compile(cell.source, cell.id, "exec"), self.names)
        self.answers = {name: self.names[name] for name in self.catalogue.functions}

    def failed_tests(self, answers):
        """The test cells that fail, with their exceptions, when some of the solution's answers are replaced by others."""
        tried = {}
        for test, code in self.tests.items():
            # A cell sees only the names in it: where none is replaced, it does what it does with the solution's answers.
            seen = {name: answer for name, answer in answers.items() if name in names_in(code)}
            tried[test] = self._try(test, seen) if seen else self._as_solved(test)
        return {test: error for test, error in tried.items() if error}

    @cache  # noqa: B019 (an exercise lives as long as the program)
    def _as_solved(self, test):
        return self._try(test, {})

    def _try(self, test, answers):
        """The exception that a test cell ends with, or None."""
        try:
            with redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a wrong answer may well divide by zero
                exec(self.tests[test], {**self.names, **answers})
        except Exception as error:
            return error

    @cache  # noqa: B019 (an exercise lives as long as the program)
    def function_of(self, test):
        """The function that a test cell is about: the longest name that its id begins with."""
        names = [name for name in self.catalogue.functions if test.startswith(f"test_{name}")]
        return max(names, key=len, default="")


def right_answers(course, topic):
    """The right answers in other styles: name of the style -> what it defines."""
    folder = course.home / "tests" / "answers" / "right" / topic
    return {path.stem: runpy.run_path(str(path)) for path in sorted(folder.glob("*.py"))}


def names_in(code):
    """All names in a piece of code, those in functions and comprehensions too."""
    inner = (names_in(each) for each in code.co_consts if isinstance(each, CodeType))
    return set(code.co_names).union(*inner)


def _graded(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)

