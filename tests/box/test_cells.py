"""What an answer needs of other cells comes along, however it is named; cells that cannot help are not even read as Python."""

import pytest

from autograder.box.cells import compiled, helpers, may_need, module, parse, run

# An answer and another cell without which it does not run.
NEEDED = {
    "a function": ("def f(x):\n    return twice(x)", "def twice(x):\n    return 2 * x"),
    "a module": ("def f(x):\n    return mathematics.ceil(x)", "import math as mathematics"),
    "part of a module": ("def f(x):\n    return ceil(x)", "from math import ceil"),
    "all of a module": ("def f(x):\n    return ceil(x)", "from math import *"),
    "all of a module, on two lines": ("def f(x):\n    return ceil(x)", "from math import \\\n    *"),
    "deep inside": ("def f(x):\n    return [(lambda y: [twice(z) for z in (y,)])(x)]", "def twice(x):\n    return x"),
    "in a text": ("def f(x):\n    return f'{twice(x)}'", "twice = str"),
    "for a class": ("class f(Base):\n    size = WIDTH\n    def __init__(self, x):\n        pass", "Base, WIDTH = object, 3"),
    "as an ornament": ("@kept\ndef f(x):\n    return x", "def kept(function):\n    return function"),
    "as a default": ("def f(x, k=K):\n    return x", "K = 3"),
    "as a type": ("def f(x: Number):\n    return x", "Number = int"),
    "to be called with": ("def f(x):\n    return max(x, 1, **OPTIONS)", "OPTIONS = {}"),
    "to change it": ("def f(x):\n    global count\n    count += 1\n    return count", "count = 0"),
    "in letters of its own": ("def f(x):\n    return ölçek * x", "ölçek = 2"),
    "in letters that are put together": ("def f(x):\n    return \u00f6 * x", "o\u0308 = 2"),
    "in letters of another width": ("def f(x):\n    return k * x", "\uff4b = 2"),
    "by way of another": ("def f(x):\n    return twice(x)", "k = 2\ndef twice(x):\n    return k * x"),
    "beside what only a notebook reads": ("%matplotlib inline\ndef f(x):\n    return twice(x)", "!ls\ntwice = abs"),
}


@pytest.mark.parametrize("name", NEEDED)
def test_what_an_answer_needs_comes_along(name):
    """Without the other cell it fails, with what is taken of that cell it runs."""
    answer, other = NEEDED[name]
    assert may_need(compiled(answer, "f"), [other], {"__name__"})
    namespace = {"__name__": "__main__"}
    for statement in helpers(parse(answer, "f"), [parse(other, "other")], set(namespace)).body:
        run(module([statement]), "other", namespace)
    exec(compiled(answer, "f"), namespace)
    namespace["f"](3)
    with pytest.raises(NameError):
        exec(compiled(answer + "\nf(3)", "f"), {"__name__": "__main__"})


@pytest.mark.parametrize(
    ("answer", "other"),
    [
        ("def f(x):\n    return x + 1", "print(1)"),
        ("def f(x):\n    total = 0\n    return total + x", "total = 5"),
        ("def f(x):\n    return np.zeros(x)", "import numpy as np"),
        ("def f(x):\n    return len(x)", "len([1, 2])"),
        ("def f(x):\n    return x", "this is no Python ("),
    ],
)
def test_cells_that_cannot_help_are_not_looked_into(answer, other):
    """An answer's own variables, what is known already and Python's own names ask for nothing."""
    assert not may_need(compiled(answer, "f"), [other], {"np"})


@pytest.mark.parametrize("source", ["def f(:", "return 3", "x = \x00", "def f():\n\treturn 1\n        return 2"])
def test_what_is_no_python_is_refused_in_the_same_way(source):
    """The code of a cell is refused where running its syntax tree would be."""
    with pytest.raises((SyntaxError, ValueError)) as one:
        compiled(source, "f")
    with pytest.raises((SyntaxError, ValueError)) as other:
        run(parse(source, "f"), "f", {})
    assert (type(one.value), str(one.value)) == (type(other.value), str(other.value))
