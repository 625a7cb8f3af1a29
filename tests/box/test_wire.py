"""What crosses between the judge and a box, and what does not; any bytes at all are left to tests/judge/test_fuzz.py."""

import enum
import math
import threading
from collections import namedtuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from autograder.box.channel import Channel, Closed, Late, pair
from autograder.box.wire import ARRAY, DTYPES, LIST, Codec, WireError

CODEC = Codec()
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=["Cs"])) | st.binary()
    | st.complex_numbers(),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip
arrays = nps.arrays(st.sampled_from(DTYPES), nps.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))


def crossed(value, codec=CODEC):
    """The value after a crossing, with the buffers as a socket would give them."""
    body, buffers = codec.pack(value)
    return codec.unpack(body, [bytearray(buffer) for buffer in buffers])


def same(one, other):
    """Equal and of the same exact types, NaN included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    return repr(one) == repr(other)


@given(plain)
def test_plain_data_arrives_as_it_was(value):
    """Values, nested as they may be, keep worth and exact type."""
    assert same(crossed(value), value)


@given(arrays)
def test_arrays_arrive_as_they_were(value):
    """Every dtype of the list, every shape, empty ones and ones without axes too."""
    assert same(crossed(value), value)


@pytest.mark.parametrize(
    "value", [np.float32(1.5), np.bool_(True), np.int8(-3), {1, 2}, frozenset({"a"}), slice(1, None, 2), range(3)]
)
def test_numbers_of_numpy_and_the_rest_of_the_list_arrive(value):
    """A NumPy scalar stays one, since an exercise may ask which kind of number came."""
    came = crossed(value)
    assert came == value
    assert type(came) is type(value)


def test_children_of_plain_types_arrive_as_what_they_are_worth():
    """A named tuple, an enum and a subclass of float hold nothing that could act."""
    kind = enum.IntEnum("kind", "a b")
    point = namedtuple("point", "x y")
    assert same(crossed([kind.b, point(1, 2)]), [2, (1, 2)])


def test_a_subclass_of_array_arrives_as_the_array_it_is():
    """A student's own array class may lie as it likes: only its numbers cross."""

    class Liar(np.ndarray):
        def __eq__(self, other):
            return True

    came = crossed(np.arange(3.0).view(Liar))
    assert type(came) is np.ndarray
    assert came.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "view",
    [
        np.arange(24.0).reshape(4, 6)[::-2, ::3],
        np.arange(6.0).reshape(2, 3).T,
        np.broadcast_to(np.arange(3.0), (2, 3)),
        np.ones((0, 3))[::-1],
    ],
    ids=["reversed", "transposed", "broadcast", "empty"],
)
def test_a_view_that_is_not_contiguous_arrives_as_one(view):
    """The student meets the strides and the write protection that the judge's own view has."""
    came = crossed(view, Codec(layouts=True, trusting=True))
    assert np.array_equal(came, view)
    assert came.flags.c_contiguous == view.flags.c_contiguous
    assert came.flags.writeable == view.flags.writeable


def test_tensors_arrive_with_their_wish_for_gradients():
    """A tensor keeps values, dtype and requires_grad, and owns its memory."""
    came = crossed(torch.ones(2, 3, requires_grad=True))
    assert came.requires_grad
    assert torch.equal(came, torch.ones(2, 3))


@pytest.mark.parametrize(
    "value", [object(), lambda: 1, np.array([object()]), np.array(["a"]), np.ma.masked_array, 1 << 70000], ids=range(6)
)
def test_what_is_not_on_the_list_does_not_cross(value):
    """Objects, functions, types, arrays of objects and enormous ints are refused by the sender."""
    with pytest.raises(WireError):
        CODEC.pack(value)


def test_what_contains_itself_does_not_cross():
    """A list inside itself is nested too deeply."""
    value = []
    value.append(value)
    with pytest.raises(WireError):
        CODEC.pack(value)


@pytest.mark.parametrize(
    "tree",
    [
        [ARRAY, 11, 0, 1 << 40, 1 << 40],
        [ARRAY, 11, 0, -1, -1],
        [ARRAY, 99, 0, 1],
        [ARRAY, 11, 7, 1],
        [ARRAY, 11, 0, 0, 1 << 62],
        [ARRAY, 11, 0, 1, [1 << 40]],
        [99],
        [],
        [True],
        [LIST, [LIST, [ARRAY]]],
    ],
)
def test_shapes_and_tags_that_lie_are_refused(tree):
    """A shape must fit its buffer; a tag must stand in the list; strides come from the judge alone."""
    import msgpack

    with pytest.raises(WireError):
        CODEC.unpack(msgpack.packb(tree), [bytearray(8)])


def test_messages_cross_a_socket_whole_and_arrays_beside_them():
    """A large message arrives although the receiver was impatient several times."""
    near, far = pair()
    value = [np.arange(1_000_000.0), "text"]
    sender = threading.Thread(target=lambda: Channel(near).send(*CODEC.pack(value)))
    receiver = Channel(far)
    with pytest.raises(Late):
        receiver.receive(0)
    sender.start()
    while True:
        try:
            body, buffers = receiver.receive(0.001)
            break
        except Late:
            pass
    sender.join()
    assert same(CODEC.unpack(body, buffers), value)


def test_a_message_that_claims_to_be_huge_is_refused_before_memory_is_taken():
    """A length above the limit ends the talk."""
    near, far = pair()
    near.sendall(b"\xff" * 8)
    with pytest.raises(WireError):
        Channel(far).receive(1)


def test_the_other_side_hanging_up_is_no_message():
    """A closed socket is told apart from silence."""
    near, far = pair()
    near.close()
    with pytest.raises(Closed):
        Channel(far).receive(1)
