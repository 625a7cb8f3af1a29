"""Attacks that make a wrong answer look right."""

from attack import REASONED, SEEN, wrong

_FIRST = f"full marks: the first result displayed is the score ({SEEN})"
_KERNEL = f"full marks: tests run in the student's kernel ({REASONED})"
_LIE = f"full marks: the object judges itself ({REASONED})"
_DATA = "no points: only plain data is compared"
_OTHERS = dict.fromkeys(("halve", "convolve1d", "correlate1d", "double"), 0.0)  # what it breaks in its own box
_HOOK = """
try:
    shell = get_ipython()
except NameError:
    shell = None
"""


def _returns(kind):
    return f"{kind}\ndef square(x):\n    return Liar()\n"


ATTACKS = [
    wrong(
        "display hook", "Replaces sys.displayhook and publishes a score as a result.", _FIRST, "no points: nothing shown is scored",
        _HOOK + "import sys\nsys.displayhook = lambda value: sys.stdout.write('2.0')\nif shell:\n"
        "    shell.display_formatter.format = lambda *a, **k: ({'text/plain': '2.0'}, {})\n"
        "print('2.0')\n2.0\ndef square(x):\n    print('2.0')\n    return 0\n",
    ),
    wrong(
        "AST transformer", "Strips every assert out of what is parsed or compiled later.", _KERNEL,
        "no points: the judge compiles its tests elsewhere",
        _HOOK + "import ast, builtins\nclass Strip(ast.NodeTransformer):\n    def visit_Assert(self, node):\n        return ast.Pass()\n"
        "if shell:\n    shell.ast_transformers.append(Strip())\nparse, compiled = ast.parse, builtins.compile\n"
        "ast.parse = lambda *a, **k: Strip().visit(parse(*a, **k))\n"
        "builtins.compile = lambda source, *a, **k: compiled('pass', '<none>', 'exec')\nbuiltins.exec = lambda *a, **k: None\n"
        "def square(x):\n    return 0\n",
        earns=_OTHERS,
    ),
    wrong(
        "input transformer", "Rewrites the text of every later cell to `pass`.", _KERNEL, "no points: tests come from the source",
        _HOOK + "if shell:\n    shell.input_transformers_cleanup.append(lambda lines: ['pass\\n'])\ndef square(x):\n    return 0\n",
    ),
    wrong(
        "patched asserts", "Replaces NumPy's and unittest's assertions by functions that never fail.", _KERNEL,
        "no points: the judge has a NumPy of its own",
        "import numpy as np, unittest\nfor name in dir(np.testing):\n    if name.startswith('assert'):\n"
        "        setattr(np.testing, name, lambda *a, **k: None)\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
        "unittest.TestCase.assertEqual = lambda *a: None\ndef square(x):\n    return 0\n",
    ),
    wrong(
        "equal to everything", "Returns an object whose `==` is always true.", _LIE, _DATA,
        _returns("class Liar:\n    __eq__ = lambda self, other: True\n    __hash__ = None\n    __bool__ = lambda self: True"),
    ),
    wrong(
        "array in name only", "Returns an object with __array__, __array_function__ and __array_ufunc__ that agree with everything.",
        _LIE, _DATA,
        _returns(
            "import numpy as np\nclass Liar:\n    shape, dtype, ndim = (3,), np.dtype(float), 1\n"
            "    def __array__(self, dtype=None, copy=None):\n        return np.array([np.nan] * 3)\n"
            "    def __array_function__(self, *a):\n        return True\n    def __array_ufunc__(self, *a, **k):\n"
            "        return np.array(True)"
        ),
    ),
    wrong(
        "lying class", "Returns an object whose __class__ says ndarray.", _LIE, _DATA,
        _returns(
            "import numpy as np\nclass Liar:\n    __class__ = property(lambda self: np.ndarray)\n"
            "    __eq__ = lambda self, other: True\n    __getattr__ = lambda self, name: lambda *a, **k: self"
        ),
    ),
    wrong(
        "ndarray that lies", "Subclasses ndarray with comparisons and arithmetic that always agree.", _LIE,
        "no points: it crosses as the plain array that it holds",
        "import numpy as np\nclass Liar(np.ndarray):\n    __eq__ = __lt__ = __le__ = lambda self, other: np.array(True)\n"
        "    __array_ufunc__ = lambda self, *a, **k: np.array(True)\n    tolist = lambda self: [1, 4, 9]\n"
        "    tobytes = lambda self, *a: b''\ndef square(x):\n    return np.zeros(np.shape(x)).view(Liar)\n",
    ),
    wrong(
        "numbers that lie", "Returns children of int and float that are equal to everything.", _LIE,
        "no points: they cross as the plain numbers that they are",
        "class Liar(float):\n    __eq__ = lambda self, other: True\n    __hash__ = float.__hash__\n"
        "    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0\n    __float__ = lambda self: 9.0\n"
        "class Whole(int):\n    __eq__ = lambda self, other: True\n    __hash__ = int.__hash__\n    __index__ = __int__ = lambda s: 9\n"
        "def square(x):\n    return Whole(0) if isinstance(x, int) else Liar(0.0)\n",
    ),
    wrong(
        "text that lies", "Returns a child of str that is equal to everything.", _LIE, "no points: it crosses as plain text",
        "class Liar(str):\n    __eq__ = lambda self, other: True\n    __hash__ = str.__hash__\n"
        "def square(x):\n    return Liar('9')\n",
    ),
    wrong(
        "not a number", "Returns NaN, of which every comparison is false.", f"no points in these tests ({REASONED})", "no points",
        "import numpy as np\ndef square(x):\n    return np.full(np.shape(x), np.nan) if np.ndim(x) else float('nan')\n",
    ),
    wrong(
        "a score as an answer", "Returns infinity, or a thousand points, as if the return value were the score.",
        f"no points in these tests ({REASONED})", "no points: what comes back is compared, never counted",
        "def square(x):\n    return float('inf') if x == 3 else {'points': 1000.0, 'verdict': 'right'}\n",
    ),
    wrong(
        "prints the result", "Prints `All checks passed` and a score to every stream.", _FIRST, "no points: printed text is only shown",
        "import sys\ndef square(x):\n    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):\n"
        "        print('All checks passed.\\n2.0', file=stream)\n    return 0\n",
    ),
    wrong(
        "CheckFailed lookalike", "Raises exceptions with the fields of a verdict: verdict right, points 100.",
        f"no points, an error in the test cell ({REASONED})", "no points: of an exception its kind and text cross",
        "from autograder.checks import CheckFailed as Real\nclass CheckFailed(Real):\n    verdict, points, message = 'right', 100, ''\n"
        "    mistakes = explanation = hint = ''\ndef square(x):\n    raise CheckFailed('All checks passed')\n",
    ),
    wrong(
        "ends the loop", "Raises StopIteration where a test uses `all(map(...))`, so that the loop ends and nothing fails.",
        f"full marks for such a test ({REASONED})", "no points: StopIteration from a call becomes another error",
        "def square(x):\n    raise StopIteration\n",
        others={"halve": "def halve(x):\n    raise StopIteration\n"}, earns={"halve": 0.0},
    ),
    wrong(
        "difference of nothing", "Returns an object whose difference from anything is 0, for tests like `abs(a - b) < 1e-9`.",
        _LIE, "no points: a student's object does no arithmetic with a test's data",
        "class Liar:\n    __sub__ = __rsub__ = __add__ = __mul__ = lambda self, other: 0.0\n    __abs__ = lambda self: 0.0\n"
        "def square(x):\n    return Liar()\n",
        others={"halve": "def halve(x):\n    return Liar()\n"}, earns={"halve": 0.0},
    ),
    wrong(
        "contains everything", "Returns an object of which `in` is always true.", _LIE, "no points: the judge looks through it itself",
        "class Box:\n    __contains__ = lambda self, item: True\n    __iter__ = lambda self: iter(())\n"
        "def square(x):\n    return Box()\n",
        others={"halve": "def halve(x):\n    return Box()\n"}, earns={"halve": 0.0},
    ),
    wrong(
        "builtins replaced", "Replaces isinstance, all, abs and len in builtins.", _KERNEL, "no points: the judge has builtins of its own",
        "import builtins\nbuiltins.isinstance = builtins.all = builtins.any = lambda *a: True\nbuiltins.abs = lambda x: 0\n"
        "def square(x):\n    return 0\n",
        others={"halve": "def halve(x):\n    return 0\n"}, earns=_OTHERS,
    ),
    wrong(
        "own Question", "Defines Question, Inputs and np anew, as the test cells call them.", _KERNEL,
        "no points: the instructor's names are looked up first",
        "class Question:\n    def __init__(self, *a): pass\n    def on(self, *a): return self\n    agrees = gives = twice = on\n"
        "class Fake:\n    def __getattr__(self, name): return lambda *a, **k: True\nInputs = np = Fake()\n"
        "def square(x):\n    return 0\n",
        others={"convolve1d": "def convolve1d(f, g):\n    return f\n"}, earns={"convolve1d": 0.0, "correlate1d": 1.0},
    ),
    wrong(
        "the box taken over", "Rewrites the worker in the box from within, so that it answers with verdicts and points.",
        f"no such part; its kernel can be taken over as well ({REASONED})", "no points: an answer is data to compare, whoever sends it",
        "import sys\nworker = sys.modules['autograder.box.worker']\ndef taken(self, request):\n"
        "    return {'value': True, 'verdict': 'right', 'points': 100.0, 'changed': [], 'forbidden': None}\n"
        "worker.Worker.do_call = taken\ndef square(x):\n    return 0\n",
        earns=_OTHERS,
    ),
    wrong(
        "changes the test's table", "Changes arguments and the instructor's own data in place, so that they fit a wrong answer.",
        f"full marks where a test compares with that data ({REASONED})", "no points: each test starts from the instructor's data",
        "def square(x):\n    try:\n        TABLE[:] = 0\n        x[:] = 0\n    except Exception:\n        pass\n    return x\n",
        others={"double": "def double(x):\n    return {3: 6, -1: -2}.get(x, 0)\n"}, earns={"double": 0.0},
    ),
]
