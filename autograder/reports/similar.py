"""Finds pairs of students whose code is more alike than separate work is, and lays them side by side.

It gives numbers and places, never a verdict: what they mean is left to a person, and writing the page to `write`.  The
fingerprints are copydetect's: it does what MOSS does, is MIT-licensed, and needs nothing that is not here but tqdm.  compare50
wants attrs before 21 and would break Jupyter; pycode-similar has had no release since 2020; JPlag needs Java.
"""

import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from itertools import combinations
from statistics import median
from types import SimpleNamespace

from autograder.reports.pages import render, title

GRAM = 25  # characters of the code with all names levelled: no shorter run counts (copydetect's own default)
FEWEST = 100  # such characters that a pair must share: less than that is a loop or two
SMALL_CLASS = 5  # below that nothing can be said to be shared by most
LONGEST = 50_000  # characters of one student's code that are compared
_DOCSTRING = re.compile(r'""".*?"""', re.DOTALL)


@dataclass(frozen=True)
class Code:
    """What a student wrote: for each code question its name and the code, without the docstrings that were given."""

    student: object
    parts: tuple


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
        For each of the two, and each of its parts, the places that are alike: (start, end) in the text.
    """

    first: Code
    second: Code
    score: float
    shared: int
    marks: tuple

    @property
    def sides(self):
        """For each student: the code cut into pieces, (text, whether it is alike)."""
        return tuple((code, _cut(code, marks)) for code, marks in zip((self.first, self.second), self.marks, strict=True))


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


def codes_of(grades, assignment):
    """Each student's code, from the records.

    Parameters
    ----------
    grades : list of autograder.reports.grades.Grade
        Those without a record are passed over.
    assignment : autograder.judge.Assignment
        The exercise as students get it.

    Returns
    -------
    list of Code
    """
    told = {cell.name: _DOCSTRING.findall(cell.source) for cell in assignment.of_role("answer")}
    found = [Code(grade.student, tuple(_parts(grade.record["questions"], told))) for grade in grades if grade.record]
    return [code for code in found if code.parts]


def _parts(questions, told):
    left = LONGEST
    for question in questions:
        if question["kind"] == "code" and question["answer"].strip():
            text = question["answer"]
            for docstring in told.get(question["name"], ()):
                text = text.replace(docstring, '"""…"""')
            yield question["name"], text.strip()[:left]
            left = max(0, left - len(text))


def given_code(assignment):
    """What students were given: the code of each cell.

    Parameters
    ----------
    assignment : autograder.judge.Assignment
        The exercise as students get it, without answers.
    """
    return [cell.source for cell in assignment.cells if cell.kind == "code"]


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
    prints = [[_fingerprint(text) for _, text in code.parts] for code in codes]
    common = Counter(each for own in prints for each in set().union(*(part.hashes for part in own)))
    if len(codes) >= SMALL_CLASS:
        base |= {each for each, students in common.items() if students > len(codes) / 2}
    sides = [(code, own, _left(own, base)) for code, own in zip(codes, prints, strict=True)]
    pairs = [_pair(*pair) for pair in combinations(sides, 2)]
    alike = [pair for pair in pairs if pair.score >= at_least and pair.shared >= FEWEST]
    alike.sort(key=lambda pair: (-pair.score, -pair.shared, pair.first.student.id, pair.second.student.id))
    return Comparison(alike, len(codes), median(pair.score for pair in pairs) if pairs else None)


def _fingerprint(text):
    from copydetect import CodeFingerprint

    return CodeFingerprint("answer.py", GRAM, 1, fp=StringIO(text), language="python")


def _left(parts, base):
    """Take away what counts for nothing; gives what is left of all parts, as copydetect compares it.

    (copydetect's own way to take away boilerplate takes runs that occur twice for boilerplate too.)
    """
    from copydetect.utils import get_token_coverage

    for part in parts:
        part.hash_idx = {each: at for each, at in part.hash_idx.items() if each not in base}
        part.hashes = set(part.hash_idx)
        part.token_coverage = get_token_coverage(part.hash_idx, GRAM, len(part.filtered_code))
    hashes = set().union(*(part.hashes for part in parts))
    coverage = sum(part.token_coverage for part in parts)
    return SimpleNamespace(
        hashes=hashes, hash_idx={each: [0] for each in hashes}, k=GRAM, filtered_code="", offsets=(), token_coverage=coverage
    )


def _pair(one, other):
    (first, first_parts, first_all), (second, second_parts, second_all) = one, other
    if first_all.hashes.isdisjoint(second_all.hashes):
        return Pair(first, second, 0.0, 0, ((), ()))
    found = [_found(parts, whole) for parts, whole in ((first_parts, second_all), (second_parts, first_all))]
    shares = [shared / whole.token_coverage for (shared, _), whole in zip(found, (first_all, second_all), strict=True)]
    shared = min(shared for shared, _ in found)
    return Pair(first, second, min(1.0, float(max(shares))), int(shared), tuple(marks for _, marks in found))


def _found(parts, other):
    """How much of these parts stands in what the other wrote, and where in each of them."""
    from copydetect import compare_files

    shared, marks = 0, []
    for part in parts:
        number, _, (slices, _) = compare_files(part, other)
        shared += number
        marks.append(tuple((int(start), int(end)) for start, end in zip(*slices, strict=True)) if number else ())
    return shared, tuple(marks)


def _cut(code, marks):
    for (name, text), places in zip(code.parts, marks, strict=True):
        yield f"# {name}\n", False
        yield from _pieces(text, places)
        yield "\n\n", False


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
