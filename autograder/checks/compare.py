"""Says where a result first differs from the one that was expected, in a sentence.

What the difference means, and which mistake makes it, is left to `explain`.
"""

import numbers
from dataclasses import dataclass

import numpy as np

RTOL, ATOL = 1e-6, 1e-7


@dataclass(frozen=True)
class Difference:
    """A difference: its kind (``"nothing"``, ``"type"``, ``"shape"``, ``"value"``) and a sentence about it."""

    kind: str
    sentence: str


def difference(result, expected, period=None, where="the result"):
    """The first difference between a result and what was expected, or None.

    The kind of `expected` decides what is accepted: an int asks for Python's or NumPy's int, a float for any real number,
    an array for one of any float dtype (of bools where bools are expected), a tuple, a list or a dict for exactly that.

    Parameters
    ----------
    result, expected : object
        What came, and what should have come.
    period : float, optional
        Compare numbers around a circle of this length (angles).
    where : str
        What the result is called in the sentence.

    Returns
    -------
    Difference or None

    Examples
    --------
    >>> difference(5, 5) is None
    True
    >>> difference(5.0, 5).sentence
    'the result should be an int, but is a float (5.0)'
    >>> difference(np.array([1.0, 2.0]), np.array([1.0, 3.0])).sentence
    'the result differs at [1]: expected 3, got 2 (1 of 2 values differ)'
    """
    if result is None and expected is not None:
        return Difference("nothing", f"{where} should be {name_of(expected)}, but is None: is there a `return`?")
    for kind, compare in _KINDS:
        if isinstance(expected, kind):
            return compare(result, expected, period, where)
    return None if _equal(result, expected) else _wrong_type(result, expected, where)


def _equal(result, expected):
    """Whether two things of a kind of their own are the same; what cannot be compared (tensors of two shapes) is not."""
    if type(result) is not type(expected):
        return False
    try:
        return bool(np.all(np.asarray(result == expected)))
    except Exception:
        return False


def name_of(value):
    """What a value is, for a reader: ``"an int"``, ``"an array of shape (2, 3)"``."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "an array without axes"
    if isinstance(value, (bool, np.bool_)):
        return "a bool"
    if isinstance(value, numbers.Integral):
        return "an int"
    if isinstance(value, numbers.Real):
        return "a float"
    name = type(value).__name__
    return "None" if value is None else f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def number(value):
    """A number as a person writes it: at most six digits."""
    if _is_huge(value):
        return "a number of more than 300 digits"
    return f"{value:.6g}" if isinstance(value, (numbers.Real, np.number)) and not isinstance(value, bool) else repr(value)


def _is_huge(value):
    """Whether an int is too large to be a float, or to be written out."""
    return type(value) is int and value.bit_length() > 1000


def _wrong_type(result, expected, where):
    text = repr(result) if isinstance(result, numbers.Number) and not _is_huge(result) else ""
    shown = f" ({text})" if text and len(text) < 30 else ""
    return Difference("type", f"{where} should be {name_of(expected)}, but is {name_of(result)}{shown}")


def _bool(result, expected, period, where):
    if not isinstance(result, (bool, np.bool_)):
        return _wrong_type(result, expected, where)
    return None if bool(result) == bool(expected) else _wrong_value(result, expected, where)


def _integer(result, expected, period, where):
    if not isinstance(result, numbers.Integral) or isinstance(result, (bool, np.bool_)):
        return _wrong_type(result, expected, where)
    return None if int(result) == int(expected) else _wrong_value(result, expected, where)


def _real(result, expected, period, where):
    if isinstance(result, np.ndarray) and result.ndim == 0 and result.dtype.kind in "fiu":
        result = result[()]
    if not isinstance(result, numbers.Real) or isinstance(result, (bool, np.bool_)):
        return _wrong_type(result, expected, where)
    close = _close(np.asarray(result), np.asarray(float(expected)), period)
    return None if close else _wrong_value(result, expected, where)


def _text(result, expected, period, where):
    if not isinstance(result, str):
        return _wrong_type(result, expected, where)
    return None if result == expected else Difference("value", f"{where} should be {expected!r}, but is {result!r}")


def _wrong_value(result, expected, where):
    return Difference("value", f"{where} should be {number(expected)}, but is {number(result)}")


def _array(result, expected, period, where):
    if not isinstance(result, np.ndarray):
        return _wrong_type(result, expected, where)
    if result.shape != expected.shape:
        return Difference("shape", f"{where} should have shape {expected.shape}, but has shape {result.shape}")
    if (result.dtype.kind, expected.dtype.kind) != (expected.dtype.kind, expected.dtype.kind):
        wanted = {"f": "floats", "b": "bools"}.get(expected.dtype.kind, str(expected.dtype))
        return Difference("type", f"{where} should be an array of {wanted}, but its dtype is {result.dtype}")
    close = _close(result, expected, period)
    if close.all():
        return None
    first = tuple(int(i) for i in np.argwhere(~close)[0])
    return Difference(
        "value",
        f"{where} differs at {list(first)}: expected {number(expected[first])}, got {number(result[first])} "
        f"({np.count_nonzero(~close)} of {close.size} values differ)",
    )


def _close(result, expected, period):
    """Equal but for rounding, which is coarser where the result is kept in fewer bits."""
    same = np.asarray(result == expected)
    if expected.dtype.kind != "f" or same.all():  # most right answers are the same to the last bit
        return same
    step = 0.0
    for values in (result, expected):
        if values.dtype.kind == "f" and values.dtype.itemsize < 8:
            step = max(step, 16 * float(np.finfo(values.dtype).eps))
    result, expected = result.astype(float), expected.astype(float)
    slack = ATOL + RTOL * np.abs(expected)
    if step:  # at least 1: a small sum of terms of about that size still carries their rounding
        slack = slack + step * np.max(np.abs(expected), initial=1.0, where=np.isfinite(expected))
    with np.errstate(invalid="ignore"):
        gap = np.abs(result - expected)
    if period:
        gap = np.abs((gap + period / 2) % period - period / 2)
    # Two answers that both divide by 0 make the same mistake, so nan equals nan and inf inf; no right answer holds one.
    near = np.isfinite(expected) & (gap <= slack)
    return near | same | (np.isnan(result) & np.isnan(expected))


def _sequence(result, expected, period, where):
    kind = tuple if isinstance(expected, tuple) else list
    if not isinstance(result, kind):
        return _wrong_type(result, expected, where)
    if len(result) != len(expected):
        return Difference("shape", f"{where} should have {len(expected)} entries, but has {len(result)}")
    pairs = zip(result, expected, strict=True)
    found = (difference(one, other, period, f"{where}[{i}]") for i, (one, other) in enumerate(pairs))
    return next((each for each in found if each), None)


def _mapping(result, expected, period, where):
    if not isinstance(result, dict):
        return _wrong_type(result, expected, where)
    if set(result) != set(expected):
        return Difference("shape", f"{where} should have the keys {sorted(expected)}, but has {sorted(map(str, result))}")
    found = (difference(result[key], expected[key], period, f"{where}[{key!r}]") for key in expected)
    return next((each for each in found if each), None)


_KINDS = (
    ((bool, np.bool_), _bool),
    (numbers.Integral, _integer),
    (numbers.Real, _real),
    (np.ndarray, _array),
    (str, _text),
    ((tuple, list), _sequence),
    (dict, _mapping),
)
