"""Finds pairs of students whose code is more alike than separate work is, and lays them side by side.

It gives numbers and places, never a verdict: what they mean is left to a person, and writing the page to `write`.  The
fingerprints are copydetect's: it does what MOSS does, is MIT-licensed, and needs nothing that is not here but tqdm.  compare50
wants attrs before 21 and would break Jupyter; pycode-similar has had no release since 2020; JPlag needs Java.
"""

from collections import Counter
from dataclasses import dataclass
from io import StringIO
from itertools import combinations
from statistics import median

from autograder.reports.pages import render, title

GRAM = 25  # characters of the code with all names levelled: no shorter run counts (copydetect's own default)
FEWEST = 100  # such characters that a pair must share: less than that is a loop or two
SMALL_CLASS = 5  # below that nothing can be said to be shared by most
LONGEST = 50_000  # characters of one student's code that are compared


@dataclass(frozen=True)
class Code:
    """What a student wrote in all code questions of a topic, in their order, each under its name."""

    student: object
    text: str


@dataclass(frozen=True)
class Pair:
    """Two students' code with what is alike in it.

    Parameters
    ----------
    first, second : Code
        Whose.
    score : float
        From 0 to 1: how much of the shorter one's own code stands in the other's too.
    shared : int
        How much that is: characters of code in which all names are levelled.
    marks : tuple
        For each of the two the places that are alike: (start, end) in its text.
    """

    first: Code
    second: Code
    score: float
    shared: int
    marks: tuple

    @property
    def sides(self):
        """For each student: the code cut into pieces, (text, whether it is alike)."""
        return tuple((code, _pieces(code.text, marks)) for code, marks in zip((self.first, self.second), self.marks, strict=True))


@dataclass(frozen=True)
class Comparison:
    """All pairs of a class.

    Parameters
    ----------
    pairs : list of Pair
        Those at or above the limit, the most alike first.
    compared : int
        How many students' code was compared.
    usual : float or None
        The middle score of all pairs of the class, or None where there is no pair.
    """

    pairs: list
    compared: int
    usual: float | None


def codes_of(grades):
    """Each student's code, from the records.

    Examples
    --------
    >>> from autograder.classroom.roster import Student
    >>> from autograder.reports.grades import Grade
    >>> question = {"name": "relu", "kind": "code", "answer": "def relu(x): ..."}
    >>> codes_of([Grade(Student("ada"), "layers", {"questions": [question]}, None)])[0].text
    '# relu\\ndef relu(x): ...\\n'
    """
    texts = ((grade.student, _joined(grade.record["questions"])) for grade in grades if grade.record)
    return [Code(student, text[:LONGEST]) for student, text in texts if text.strip()]


def _joined(questions):
    answers = ((question["name"], question["answer"]) for question in questions if question["kind"] == "code")
    return "".join(f"# {name}\n{answer.strip()}\n" for name, answer in answers)


def given_code(assignment):
    """What students were given: the stubs one after the other as in `codes_of`, and each cell by itself.

    Parameters
    ----------
    assignment : autograder.judge.Assignment
        The exercise as students get it, without answers.
    """
    stubs = [{"name": cell.name, "kind": "code", "answer": cell.source} for cell in assignment.of_role("answer")]
    return [_joined(stubs), *(cell.source for cell in assignment.cells if cell.kind == "code")]


def compare(codes, given, at_least=0.5):
    """Compare all pairs.

    Names of variables and functions, texts, comments and the order of functions make no difference: copydetect levels names,
    and compares the sets of all runs of `GRAM` characters (Schleimer, Wilkerson, Aiken 2003, "Winnowing: local algorithms for
    document fingerprinting"; with a window of 1, so that nothing depends on the seed of Python's hashes).

    Parameters
    ----------
    codes : list of Code
        From `codes_of`.
    given : list of str
        What everybody was given; it counts for nothing.
    at_least : float
        The lowest score that is listed, from 0 to 1.

    Returns
    -------
    Comparison
    """
    base = set().union(*(_fingerprint(text).hashes for text in given))
    prints = [_fingerprint(code.text) for code in codes]
    common = Counter(each for fingerprint in prints for each in fingerprint.hashes)
    if len(codes) >= SMALL_CLASS:
        base |= {each for each, students in common.items() if students > len(codes) / 2}
    for fingerprint in prints:
        _leave_out(fingerprint, base)
    pairs = [_pair(*pair) for pair in combinations(zip(codes, prints, strict=True), 2)]
    alike = [pair for pair in pairs if pair.score >= at_least and pair.shared >= FEWEST]
    alike.sort(key=lambda pair: (-pair.score, -pair.shared, pair.first.student.id, pair.second.student.id))
    return Comparison(alike, len(codes), median(pair.score for pair in pairs) if pairs else None)


def _fingerprint(text):
    from copydetect import CodeFingerprint

    return CodeFingerprint("answer.py", GRAM, 1, fp=StringIO(text), language="python")


def _leave_out(fingerprint, base):
    """Take fingerprints away (copydetect's own way to do so takes repeated ones for boilerplate too)."""
    from copydetect.utils import get_token_coverage

    fingerprint.hash_idx = {each: at for each, at in fingerprint.hash_idx.items() if each not in base}
    fingerprint.hashes = set(fingerprint.hash_idx)
    fingerprint.token_coverage = get_token_coverage(fingerprint.hash_idx, GRAM, len(fingerprint.filtered_code))


def _pair(one, other):
    from copydetect import compare_files

    (first, first_print), (second, second_print) = one, other
    if first_print.hashes.isdisjoint(second_print.hashes):
        return Pair(first, second, 0.0, 0, ((), ()))
    shared, shares, slices = compare_files(first_print, second_print)
    marks = tuple(tuple((int(start), int(end)) for start, end in zip(*found, strict=True)) for found in slices)
    return Pair(first, second, min(1.0, float(max(shares))), int(shared), marks)


def _pieces(text, marks):
    """Text cut at the places that are alike.

    Examples
    --------
    >>> _pieces("abcdef", ((1, 3), (3, 4)))
    [('a', False), ('bc', True), ('d', True), ('ef', False)]
    """
    pieces, at = [], 0
    for start, end in sorted(marks):
        start, end = max(start, at), max(end, at)
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def similar_page(topic, comparison, at_least):
    """The page for the instructor: each pair side by side, what is alike marked."""
    return render("similar", topic_name=title(topic), comparison=comparison, at_least=at_least)
