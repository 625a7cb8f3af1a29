"""Whatever a box sends and whatever a student hands in: an error of the wire's own kind, a record, and never a crash."""

import copy
import json
import random
import tracemalloc
from contextlib import suppress
from pathlib import Path

import msgpack
import nbformat
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.box.wire import COUNT, Codec, WireError
from autograder.course import Course
from autograder.judge import Assignment, Record, Submission, graded
from autograder.judge.rebuild import rebuild
from autograder.release.notebook import source_notebook

HOUSE = Course(Path(__file__).resolve().parents[2])
FIXED = {"derandomize": True, "deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
EVERYTHING = [
    None, True, -1, 1 << 80, 2.5, float("nan"), "text", b"bytes", 1 + 2j, (1, [2]), {"a": {3}}, frozenset({4}), slice(1, None, 2),
    range(3), np.float32(1), np.arange(6.0).reshape(2, 3), np.zeros((0, 3)), np.array(True),
]  # fmt: skip


@pytest.fixture(scope="module", params=["judge", "box"])
def codec(request):
    """What reads in the judge, and what reads in a box, which also takes strides; handles stand for themselves."""
    return Codec(take=lambda tag, plain: (tag, plain), layouts=True, trusting=request.param == "box")


def reads(codec, body, buffers):
    """Whether bytes are a message; whatever else than a WireError comes of them fails the test."""
    with suppress(WireError):
        codec.unpack(body, [bytearray(buffer) for buffer in buffers])
        return True
    return False


def still_reads(codec):
    """Whether a sound message is read as it was meant, whatever came before it."""
    sound = {"numbers": [1, 2.5], "array": (1, "two")}
    return codec.unpack(*codec.pack(sound)) == sound


# What a message could look like: the tags, and as contents all that msgpack can say.
leaves = (
    st.none() | st.booleans() | st.floats() | st.text() | st.binary()
    | st.integers(-(1 << 63), (1 << 64) - 1) | st.integers(-2, 20)
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.tuples(st.integers(-1, 17), inner, inner).map(list)
    | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=400, **FIXED)
@given(body=st.binary(max_size=300), buffers=st.lists(st.binary(max_size=32), max_size=3))
def test_any_bytes_are_a_message_or_a_wire_error(codec, body, buffers):
    """No bytes make the reader raise anything else, or end it, or spoil what it reads next."""
    reads(codec, body, buffers)
    assert still_reads(codec)


@settings(max_examples=400, **FIXED)
@given(tree=trees, buffers=st.lists(st.binary(max_size=32), max_size=3))
def test_any_tree_is_a_value_or_a_wire_error(codec, tree, buffers):
    """Sound msgpack that says what no sender would say: wrong tags, wrong types, wrong lengths."""
    reads(codec, msgpack.packb(tree), buffers)
    assert still_reads(codec)


@settings(max_examples=400, **FIXED)
@given(data=st.data())
def test_a_mutated_message_is_a_message_or_a_wire_error(codec, data):
    """Bytes of a sound message changed, taken out, doubled; buffers cut, swapped, lost."""
    body, buffers = codec.pack(data.draw(st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=8)))
    body, buffers = bytearray(body), [bytes(buffer) for buffer in buffers]
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(body)))
        length = data.draw(st.integers(0, 4))
        body[place : place + length] = data.draw(st.binary(max_size=4) | st.just(bytes(body[place : place + 8])))
    if buffers and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(buffers) - 1))
        buffers[place : place + 1] = data.draw(st.sampled_from([[], [buffers[place][:3]], [buffers[place]] * 2, [b""]]))
    reads(codec, bytes(body), buffers)
    assert still_reads(codec)


BOMBS = {
    "a list that claims two thousand million entries": b"\xdd\x80\x00\x00\x00",
    "lists of claimed lists": b"\xdd\x00\x0f\x42\x40" * 1000,
    "nested ten thousand deep": b"\x92\x00" * 10_000 + b"\xc0",
    "a map": b"\xdf\x00\x0f\x42\x40",
    "an extension that claims four thousand million bytes": b"\xc9\xff\xff\xff\xff\x01",
    "a text that claims four thousand million bytes": b"\xdb\xff\xff\xff\xff",
    "an array of a million million entries and no data": msgpack.packb([3, 11, 0, 1 << 20, 1 << 20]),
    "an array with an empty axis beside a huge one": msgpack.packb([3, 11, 0, 0, 1 << 62]),
    "one buffer for two arrays": msgpack.packb([0, [3, 1, 0, 8], [3, 1, 0, 8]]),
    "more axes than NumPy has": msgpack.packb([3, 1, 0, *[1] * 70]),
    "an int of a million digits": msgpack.packb([9, b"\x01" * 500_000]),
    "more entries than are allowed": msgpack.packb([0, *[[0, *[0] * 999]] * (COUNT // 1000 + 1)]),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_message_that_would_cost_much_is_refused_for_what_it_claims(bomb):
    """No reading of what is claimed: refused by number, depth and size, before memory is taken or time spent."""
    assert not reads(Codec(), bomb, [bytes(8)])


def test_the_work_of_a_message_is_bounded():
    """However a message is made up, no more than COUNT entries are looked at: more work than a second's is never done."""
    taken = []
    codec = Codec(take=lambda tag, plain: taken.append(tag))
    assert not reads(codec, msgpack.packb([0, *[[0, *[[14, 0]] * 1000]] * 600]), [])
    assert len(taken) <= COUNT // 2


def test_the_memory_of_a_message_is_bounded():
    """A byte makes an empty list of 56: megabytes of them are refused before they have become gigabytes."""
    many = b"\xdd" + (999_000).to_bytes(4, "big") + b"\x90" * 999_000
    tracemalloc.start()
    try:
        assert not reads(Codec(), b"\x94" + many * 4, [])
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()


# Notebooks.

SUBMISSION = (HOUSE.home / "tests/submissions/convolution/ada.yildiz/convolution/convolution.ipynb").read_bytes()
JUNK = (None, True, 0, -1, 1e308, 10**30, "", "code", "convolve1d", "\ud800", "\x00", "a" * 5000, [], [[]], {}, {"nbgrader": []})


def mutated(notebook, draw):
    """A notebook's bytes with one to eight mutations of its tree, and at times of its text."""
    tree = json.loads(notebook)
    for _ in range(draw.randint(1, 8)):
        places = list(places_of(tree))
        if not places:
            break
        holder, key = draw.choice(places)
        change = draw.choice((replace, delete, double, swap, wrap))
        change(holder, key, draw)
    text = json.dumps(tree).encode()
    if draw.random() < 0.25:
        place = draw.randrange(len(text) + 1)
        text = text[:place] + draw.choice((b"", b"\xff\xfe", b"}", b"\x00", b"<<<<<<< HEAD")) + text[place + draw.randrange(3) :]
    return text[: draw.randrange(len(text))] if draw.random() < 0.03 else text


def places_of(tree):
    """Every place in a tree, as (what holds it, key)."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        yield tree, key
        yield from places_of(tree[key])


def replace(holder, key, draw):
    """Put something else there."""
    holder[key] = copy.deepcopy(draw.choice(JUNK))


def delete(holder, key, draw):
    """Take it away."""
    del holder[key]


def double(holder, key, draw):
    """Put it there twice: once more in a list, or inside itself."""
    if isinstance(holder, list):
        holder.insert(draw.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
    else:
        holder[key] = [copy.deepcopy(holder[key])] * 2


def swap(holder, key, draw):
    """Let it change places with a neighbour."""
    other = draw.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    holder[key], holder[other] = holder[other], holder[key]


def wrap(holder, key, draw):
    """Put it one deeper."""
    holder[key] = draw.choice(([holder[key]], {"source": holder[key]}, {"cells": holder[key]}))


@pytest.fixture(scope="module")
def exercise():
    """The exercise as its instructor wrote it."""
    return Assignment("convolution", nbformat.writes(source_notebook(HOUSE.solution("convolution"))).encode())


@settings(max_examples=200, **FIXED)
@given(seed=st.integers(0, 1 << 32))
def test_a_mutated_notebook_is_rebuilt(exercise, seed):
    """Every answer is a text or missing, every repair a sentence, whatever stood in the file."""
    rebuilt = rebuild(exercise, mutated(SUBMISSION, random.Random(seed)))
    assert set(rebuilt.answers) == {cell.name for cell in exercise.cells if cell.role in ("answer", "written")}
    for answer in rebuilt.answers.values():
        assert answer.source is None or answer.source.encode() is not None
        assert all(text.encode() is not None for text in answer.before)
    assert all(isinstance(repair, str) and repair.endswith(".") for repair in rebuilt.repairs)


def test_a_mutated_notebook_gets_a_record(exercise, judge):
    """Sixteen of them go the whole way: a record that can be kept and shown, with points that exist, and no judge at a loss."""
    notebooks = [mutated(SUBMISSION, random.Random(seed)) for seed in range(16)]
    submissions = [Submission(f"student{number}", "convolution", notebook) for number, notebook in enumerate(notebooks)]
    records = list(judge.grade(exercise, submissions))
    assert {record.student for record in records} == {submission.student for submission in submissions}
    for record in records:
        assert Record.from_json(record.to_json()) == Record.from_json(record.to_line()) == record
        assert json.loads(graded.notebook(exercise, record, ""))["cells"]
        assert [question["name"] for question in record.questions] == [question.name for question in exercise.questions]
        assert all(question["verdict"] != "could not judge" for question in record.questions), record.questions
        assert all(0 <= (question["points"] or 0) <= question["max_points"] for question in record.questions)
    assert len({record.points for record in records}) > 1  # the mutations reach what counts
