"""Each way in which an answer can fail ends in its verdict, and costs its own question alone."""


import assignments as made
import pytest

from autograder.box.confinement import Limits
from autograder.judge import Submission

GOOD = "def second(x):\n    return 2 * x"
TEST = "assert first(3) == 9\nassert first(-1) == 1"
SECOND = "assert second(3) == 6"
ON_ARRAYS = "x = np.array([1.0, 2])\ny = first(x)\nassert y.tolist() == [1, 4]"
ASKED = made.assignment(("first", [TEST, ON_ARRAYS]), ("second", SECOND))

ENDS = {
    "right": "def first(x):\n    return x * x",
    "partly right": "def first(x):\n    return x * x if isinstance(x, int) else x",
    "wrong": "def first(x):\n    return x",
    "missing": "def first(x):\n    raise NotImplementedError()",
    "too slow": "def first(x):\n    while True:\n        pass",
    "crashed": "import os\ndef first(x):\n    os._exit(0)",
    "too much memory": "def first(x):\n    return bytearray(10**12)",
}
FURTHER = {
    "sleeps": ("import time\ndef first(x):\n    time.sleep(10**6)", "too slow"),
    "fills memory bit by bit": (
        "def first(x):\n    a = []\n    while True:\n        a.append(bytearray(10**7))",
        "too much memory",
    ),
    "segmentation fault": ("import ctypes\ndef first(x):\n    ctypes.string_at(0)", "crashed"),
    "raises": ("def first(x):\n    return x.nothing", "crashed"),
    "asserts": ("def first(x):\n    assert x is None", "crashed"),
    "ends the program": ("def first(x):\n    raise SystemExit", "crashed"),
    "kills everything": ("import os\ndef first(x):\n    os.kill(-1, 9)\n    os.kill(1, 9)\n    return x", "crashed"),
    "fork bomb": (
        "import os\ndef first(x):\n    while True:\n        try:\n            os.fork()\n"
        "        except OSError:\n            pass",
        "too slow",
    ),
    "hangs while it is defined": ("def first(x):\n    return x * x\nwhile True:\n    pass", "too slow"),
    "crashes while it is defined": ("import os\nos._exit(3)", "crashed"),
    "syntax error": ("def first(x)\n    return x", "crashed"),
    "fails at its end": ("def first(x):\n    return x * x\n1/0", "right"),
    "no function": ("first = 5", "wrong"),
    "not defined": ("def frist(x):\n    return x", "missing"),
    "deletes it": ("def first(x):\n    return x * x\ndel first", "missing"),
    "a million prints": ("def first(x):\n    for i in range(10**5):\n        print('x' * 100)\n    return x * x", "right"),
    "endless recursion": ("def first(x):\n    return first(x)", "crashed"),
    "fakes numpy": ("import sys\nclass Fake:\n    pass\nnp = Fake()\ndef first(x):\n    return x", "wrong"),
    "equal to all": (
        "class A:\n    def __eq__(self, o):\n        return True\n    def __getattr__(self, n):\n        return self\n"
        "    def __call__(self, *a):\n        return self\ndef first(x):\n    return A()",
        "wrong",
    ),
    "writes to every descriptor": (
        "import os\ndef first(x):\n    for i in range(3, 50):\n        try:\n            os.write(i, b'\\x00' * 100)\n"
        "        except OSError:\n            pass\n    return x",
        "crashed",
    ),
    "huge int": ("def first(x):\n    return 10 ** 10**6", "wrong"),
    "deep list": ("def first(x):\n    a = []\n    for i in range(10**5):\n        a = [a]\n    return a", "wrong"),
    "array of objects": ("import numpy as np\ndef first(x):\n    return np.array([object()])", "wrong"),
}  # fmt: skip


@pytest.mark.parametrize("verdict", ENDS)
def test_each_verdict_is_reached(grade, verdict):
    """One answer for each verdict; the other question is right whatever the first does."""
    record = grade(ASKED, {"first": ENDS[verdict], "second": GOOD})
    assert [question["verdict"] for question in record.questions] == [verdict, "right"], record.questions[0]


@pytest.mark.parametrize("name", FURTHER)
def test_an_answer_that_misbehaves_costs_its_own_question(grade, name):
    """Crashes, hangs, bombs and lies end in a verdict, and the question beside it keeps its points."""
    source, verdict = FURTHER[name]
    record = grade(ASKED, {"first": source, "second": GOOD})
    first, second = record.questions
    assert second["verdict"] == "right", second
    assert first["verdict"] == verdict, first["tests"]
    assert first["points"] == (2.0 if verdict == "right" else 0.0)


def test_an_assignment_may_have_limits_of_its_own(judge):
    """What is too much for one assignment is right for another, before the same judge."""
    source = "def first(x):\n    memory = bytearray(100 << 20)\n    return x * x"
    submission = Submission("ada", "convolution", made.handed_in(first=source, second=GOOD), seed=7)
    small = Limits(memory_mb=64)
    found = [record.questions[0]["points"] for limits in (None, small) for record in judge.grade(ASKED, [submission], limits)]
    assert found == [2.0, 0.0]


def test_taking_over_the_process_in_the_box_earns_nothing(grade):
    """A student who rewrites the box from within decides what comes back, and still not what it is worth."""
    source = (
        "import sys\ndef first(x):\n    worker = sys.modules['autograder.box.worker'].Worker\n"
        "    worker.do_call = lambda self, r: {'value': 8, 'verdict': 'right', 'points': 100}\n    return x"
    )
    record = grade(ASKED, {"first": source, "second": GOOD})
    assert [question["points"] for question in record.questions] == [0, 0]
    assert record.max_points == 3


def test_the_message_says_what_came_and_the_line_that_raised(grade):
    """A student reads the failing line of the test, or the line of their own cell that raised."""
    first, second = "def first(x):\n    y = x\n    return y.nothing", "def second(x):\n    return 1"
    record = grade(ASKED, {"first": first, "second": second})
    assert "This did not hold: `assert second(3) == 6`" in record.questions[1]["tests"][0]["message"]
    message = record.questions[0]["tests"][0]["message"]
    assert message.startswith("AttributeError: 'int' object has no attribute 'nothing'")


def test_a_failure_in_the_hidden_part_is_marked_as_hidden(grade):
    """Reports must know which messages tell hidden values."""
    test = "assert first(1) == 1\n### BEGIN HIDDEN TESTS\nassert first(2) == 4\n### END HIDDEN TESTS\nassert first(3) == 9"
    asked = made.assignment(("first", test))
    answers = [f"def first(x):\n    return {code}" for code in ("0", "x", "x * x")]
    shown = [grade(asked, {"first": answer}).questions[0]["tests"][0] for answer in answers]
    assert [test["hidden"] for test in shown] == [False, True, False]
    assert [test["points"] for test in shown] == [0, 0, 1]


def test_checks_work_through_the_stand_in(grade):
    """Mistakes are named, changed arguments seen, forbidden calls found, and earlier functions stood in for."""
    name, then = "convolve1d", "correlate1d"
    asked = made.assignment(
        (name, f'Question("convolution.{name}", {name}).on(np.array([1.0, 2, 3]), np.array([0, 1, 0.5])).agrees()'),
        (then, f'draw = Inputs("x")\nQuestion("convolution.{then}", {then}).on(draw.signal(4), draw.signal(3)).agrees()'),
    )
    uses_earlier = "def correlate1d(f, g):\n    return convolve1d(f[::-1], g)"
    forbidden = "import numpy\ndef convolve1d(f, g):\n    return getattr(numpy, 'con' + 'volve')(f, g)"
    flipped = "import numpy as np\ndef convolve1d(f, g):\n    return np.correlate(f, g, 'full')"
    changes = "import numpy as np\ndef convolve1d(f, g):\n    f += 1\n    return f"
    answers = {"forbidden": forbidden, "flipped": flipped, "changes": changes}
    answers |= {"raises": "def convolve1d(f, g):\n    return f.nothing", "keeps": "def convolve1d(f, g):\n    return object"}
    verdicts = {}
    for label, source in answers.items():
        first, second = grade(asked, {name: source, then: uses_earlier}).questions
        verdicts[label] = first["verdict"]
        assert second["verdict"] == "right", second
    ends = {"changes": "wrong", "raises": "crashed", "keeps": "wrong"}
    assert verdicts == {"forbidden": "forbidden call", "flipped": "forbidden call", **ends}


def test_a_changed_argument_is_seen_by_ordinary_code(grade):
    """A test that compares its own array before and after needs nothing special."""
    test = "x = np.arange(4.0)\nl = [1, 2]\nfirst(x, l)\nassert x.tolist() == [0, 1, 2, 3]\nassert l == [1, 2]"
    asked = made.assignment(("first", test))
    for body, verdict in (("x[1] = 5", "wrong"), ("l.append(3)", "wrong"), ("pass", "right"), ("x = x + 1", "right")):
        assert grade(asked, {"first": f"def first(x, l):\n    {body}"}).questions[0]["verdict"] == verdict, body


def test_the_seed_decides_the_inputs_and_a_regrade_gives_the_same(grade):
    """The same seed draws the same inputs, in the judge and in the box; another seed draws others."""
    test = 'value = Inputs("a").integer(0, 10**9)\nraise AssertionError(f"{value} {first()} {np.random.rand()}")'
    asked = made.assignment(("first", test))
    source = {"first": "import numpy as np, random\ndef first():\n    return np.random.rand() + random.random()"}
    messages = [grade(asked, source, seed).questions[0]["tests"][0]["message"] for seed in (1, 1, 2)]
    assert messages[0] == messages[1] != messages[2]


def test_what_is_printed_is_kept_and_never_scored(grade):
    """stdout and stderr stand in the record, cut to a size; warnings cost nothing."""
    source = "import warnings, sys\ndef first(x):\n    print('hello')\n    warnings.warn('careful')\n    return x * x"
    question = grade(ASKED, {"first": source, "second": GOOD}).questions[0]
    assert question["verdict"] == "right"
    assert "hello" in question["stdout"]
    assert "careful" in question["stderr"]


def test_a_name_stands_for_what_it_stands_for_now(grade):
    """A call that puts another function, or nothing, under a name is seen by the next mention of it; data is looked at anew."""
    test = (
        "assert [first(1), count, first(1), count] == [1, 1, 2, 2]\nassert second() == 1\nassert second() == 2\n"
        "try:\n    second()\nexcept NameError:\n    pass\nelse:\n    assert False, 'it is still there'"
    )
    source = (
        "count = 0\ndef first(x):\n    global count\n    count += x\n    return count\n"
        "def second():\n    global second\n    second = third\n    return 1\n"
        "def third():\n    global second\n    del second\n    return 2"
    )
    assert grade(made.assignment(("first", test)), {"first": source}).questions[0]["verdict"] == "right"


@pytest.mark.parametrize("more", ["", "\nimport builtins\nbuiltins.isinstance = isinstance"])
def test_the_instructors_names_cannot_be_shadowed(grade, more):
    """A student's np, Question or isinstance changes nothing in a test cell."""
    source = (
        "class Question:\n    def __init__(self, *a): pass\n    def on(self, *a): return self\n"
        "    def agrees(self): pass\nisinstance = lambda *a: True\ndef blur_kernel(size):\n    return 0"
    )
    test = 'Question("convolution.blur_kernel", blur_kernel).on(3).agrees()'
    (question,) = grade(made.assignment(("blur_kernel", test)), {"blur_kernel": source + more}).questions
    assert question["points"] == 0
    assert more or question["verdict"] == "wrong"


def test_written_answers_wait_for_a_person(grade):
    """A text has no points until somebody marks it; an empty one has none at all."""
    asked = made.assignment(("second", SECOND), more=[made.cell("written", "rubric", "written", 2, kind="markdown")])
    for text, verdict, points in (("Because.", "to mark", None), ("YOUR ANSWER HERE", "missing", 0.0), (" ", "missing", 0.0)):
        given = made.notebook(made.cell("second", GOOD), made.cell("written", text, "written", 2, kind="markdown"))
        record = grade(asked, given)
        assert (record.questions[1]["verdict"], record.questions[1]["points"]) == (verdict, points)
        assert (record.points, record.max_points) == (1.0, 3.0)
