"""Writes plain data as JSON with an entry a line: what `json.dumps` writes with ``indent=1``, in a fraction of the time.

What is written, and where, is left to others.  The standard library indents in Python, entry by entry, and a record is written
out for its file and again for its digest.
"""

from json import JSONEncoder
from json.encoder import encode_basestring

_other = JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def indented(value):
    """The text of a value made of dicts with names for keys, lists, texts, numbers, True, False and None.

    Raises
    ------
    ValueError
        If a number is none, or infinite.
    TypeError
        If something else is in it.

    Examples
    --------
    >>> print(indented({"points": [1.5, 2], "hint": ""}))
    {
     "points": [
      1.5,
      2
     ],
     "hint": ""
    }
    """
    return _text(value, "\n")


def _text(value, line):
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return int.__repr__(value)
    deeper = line + " "
    if isinstance(value, dict) and value:
        parts = [f"{deeper}{_name(key)}: {_text(item, deeper)}" for key, item in value.items()]
        return f"{{{','.join(parts)}{line}}}"
    if isinstance(value, (list, tuple)) and value:
        return f"[{','.join([deeper + _text(item, deeper) for item in value])}{line}]"
    return _other(value)


def _name(key):
    if not isinstance(key, str):
        raise TypeError(f"{key!r} is no name")
    return encode_basestring(key)
