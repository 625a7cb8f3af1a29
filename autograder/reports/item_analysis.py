"""The figures that say how a question did in a class: its difficulty and its discrimination.

Which points there are is left to `report`, showing them to pages.
"""

from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import StatisticsError, correlation

FEWEST = 10  # students below which a correlation would be mere chance, and none is told


@dataclass(frozen=True)
class Correlation:
    """A correlation and the limits between which, at 95 %, that of many such classes would lie."""

    value: float
    low: float
    high: float


def mean_share(points, most):
    """The difficulty of a question: the mean share of its points that was earned. 1 is easy, 0 is hard.

    Parameters
    ----------
    points : list of float
        Of each student.
    most : float
        What the question is worth.

    Returns
    -------
    float or None
        None where nobody has points yet, or the question is worth nothing.

    Examples
    --------
    >>> mean_share([2.0, 1.0, 0.0], 2.0)
    0.5
    """
    return sum(points) / len(points) / most if points and most else None


def discrimination(points, rest):
    """How well a question tells those who did well elsewhere from the others: the corrected item-total correlation.

    It is Pearson's r of the points for the question and the points for all *other* questions, r = cov(x, T - x) / (s_x s_(T-x)):
    with the question itself in the total it would correlate with itself (Henrysson 1963, "Correction of item-total correlations
    in item analysis", Psychometrika 28). The limits are those of Fisher's z: tanh(atanh r ± 1.96 / sqrt(n - 3)).

    Parameters
    ----------
    points, rest : list of float
        For each student the points for the question, and for all others.

    Returns
    -------
    Correlation or None
        None for fewer than `FEWEST` students, and where all have the same points for the question or for the rest.

    Examples
    --------
    >>> found = discrimination([0, 0, 1, 0, 1, 1, 0, 1, 1, 1], [2, 4, 5, 3, 6, 8, 5, 9, 8, 7])
    >>> [round(value, 2) for value in (found.value, found.low, found.high)]
    [0.82, 0.39, 0.96]
    >>> discrimination([1.0] * 10, list(range(10))) is None
    True
    """
    if len(points) < FEWEST:
        return None
    try:
        value = correlation(points, rest)
    except StatisticsError:  # one of the two is the same for all
        return None
    inner, margin = atanh(max(-0.999999, min(0.999999, value))), 1.96 / sqrt(len(points) - 3)
    return Correlation(value, tanh(inner - margin), tanh(inner + margin))
