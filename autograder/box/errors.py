"""The exceptions that may cross from a box: a fixed list of names.

What an exception means for an answer is left to the judge.
"""

import builtins
import traceback

NAMES = (
    "ArithmeticError", "AssertionError", "AttributeError", "BufferError", "EOFError", "FileNotFoundError", "FloatingPointError",
    "ImportError", "IndentationError", "IndexError", "KeyError", "LookupError", "MemoryError", "ModuleNotFoundError", "NameError",
    "NotImplementedError", "OSError", "OverflowError", "PermissionError", "RecursionError", "RuntimeError", "StopIteration",
    "SyntaxError", "TimeoutError", "TypeError", "UnboundLocalError", "UnicodeError", "ValueError", "ZeroDivisionError",
)  # fmt: skip
KINDS = {name: getattr(builtins, name) for name in NAMES}
_KNOWN = {kind: name for name, kind in KINDS.items()}
TEXT, FRAMES = 2000, 20


def describe(error, cells):
    """An exception as plain data.

    Parameters
    ----------
    error : BaseException
        What was raised.
    cells : set of str
        File names that stand for cells of the notebook.

    Returns
    -------
    list
        The name of its nearest kind on the list, its own name, its text, and the cell, function and line of each frame.
    """
    kind = next((_KNOWN[base] for base in type.mro(type(error)) if base in _KNOWN), "RuntimeError")
    try:
        text = str(error)[:TEXT]
    except BaseException:  # a student's __str__ may do anything
        text = ""
    frames = [  # no `extract_tb`: it would read each line's text, which nobody here needs
        [frame.f_code.co_filename, frame.f_code.co_name, line or 0]
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in cells
    ]
    return [kind, type(error).__name__[:100], text, frames[-FRAMES:]]
