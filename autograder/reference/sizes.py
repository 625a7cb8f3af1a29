"""Turns the sizes that people write (3, or (3, 5)) into the pairs that code needs.

What the sizes mean (kernel, stride, padding) is left to the modules that ask.
"""

from operator import index


def pair(value, name="size"):
    """The two numbers behind an int or a (rows, columns) pair.

    Parameters
    ----------
    value : int or pair of int
        One number for both axes, or (rows, columns).
    name : str
        What the value is called in an error message.

    Returns
    -------
    tuple of int
        ``(rows, columns)``.

    Raises
    ------
    ValueError
        If there are not exactly two numbers, or if one of them is not whole.

    Examples
    --------
    >>> pair(3)
    (3, 3)
    >>> pair((3, 5), "kernel_size")
    (3, 5)
    """
    parts = (value, value) if not isinstance(value, (tuple, list)) else tuple(value)
    try:
        if len(parts) == 2:
            return index(parts[0]), index(parts[1])
    except TypeError:
        pass
    raise ValueError(f"`{name}` (={value!r}) must be an int or a pair (rows, columns) of ints")
