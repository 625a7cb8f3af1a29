"""Proves an exercise: right answers in every style earn all points, each known mistake loses some in its own function alone.

Students' answers are left to the judge: what runs here is the project's own.
"""

import io
import runpy
import signal
import warnings
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import active_children, get_context
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


def prove(course, topics, seed=1, workers=1):
    """Prove topics; gives each function's topic and `Proof`, in the order of the topics and of the functions in them.

    Parameters
    ----------
    course : autograder.course.Course
        Where the solutions and the right answers lie.
    topics : list of str
        For example ``["convolution"]``.
    seed : int
        Seed of the random inputs.
    workers : int
        How many processes share the functions; with 1, it is this one.

    Yields
    ------
    tuple of (str, Proof)

    Raises
    ------
    CourseError
        If a topic has no list of known mistakes.
    """
    asked = [(course, topic, name, seed) for topic in topics for name in _catalogue(course, topic).functions]
    proofs = map(_prove, asked) if workers == 1 else _shared(asked, workers)
    yield from ((topic, proof) for (_, topic, _, _), proof in zip(asked, proofs, strict=True))


def _shared(asked, workers):
    """The proofs in order, found by several processes; none is left when this ends, however it ends."""
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        try:
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # they inherit it: Ctrl-C is for this process to act on
            proofs = [pool.submit(_prove, each) for each in asked]
            signal.signal(signal.SIGINT, before)
            yield from (proof.result() for proof in proofs)
        except BaseException:
            for child in active_children():
                child.kill()
            raise


def _prove(asked):
    course, topic, name, seed = asked
    inputs.seed(seed)
    exercise, proof = _exercise(course, topic, seed), Proof(name)
    for style, answers in exercise.styles.items():
        _prove_right(exercise, proof, style, answers)
    for mistake in exercise.catalogue.mistakes.get(name, ()):
        _prove_wrong(exercise, proof, mistake)
    styles = len(exercise.styles) - 1
    if styles < 3:
        proof.problems.append(f"{name}: only {styles} styles of right answers besides the solution, 3 are wanted")
    if proof.mistakes < 6:
        proof.problems.append(f"{name}: only {proof.mistakes} known mistakes, 6 are wanted")
    return proof


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


def _catalogue(course, topic):
    try:
        return catalogue_of(topic)
    except ModuleNotFoundError as error:
        raise CourseError(f"{course.solution(topic)}: there is no list of its known mistakes, {error.name}") from error


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
        self.catalogue = _catalogue(course, topic)
        cells = [cell for cell in source_notebook(course.solution(topic)).cells if cell.cell_type == "code"]
        self.tests = {cell.id: compile(cell.source, cell.id, "exec") for cell in cells if _graded(cell)}
        self.names = {}
        for cell in cells:
            if not _graded(cell) and "nbgrader" in cell.metadata:
                exec(compile(cell.source, cell.id, "exec"), self.names)
        self.answers = {name: self.names[name] for name in self.catalogue.functions}
        self.styles = {"solution": self.answers, **right_answers(course, topic)}

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


@cache
def _exercise(course, topic, seed):
    """An exercise, ready for all of its functions in one process; what its tests do with the solution hangs on the seed."""
    return Exercise(course, topic)


def names_in(code):
    """All names in a piece of code, those in functions and comprehensions too."""
    inner = (names_in(each) for each in code.co_consts if isinstance(each, CodeType))
    return set(code.co_names).union(*inner)


def _graded(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)

