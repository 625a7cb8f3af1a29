"""Turns values into bytes and back: the closed list of what may cross between the judge and a box.

What is asked and answered with these values is left to `worker` and to the judge.  Nothing is ever pickled: a value is packed
as a tree of plain msgpack types in which each container is an array that starts with a tag out of a fixed list, and arrays lie
beside the tree as raw buffers.  What is read is checked by exact type, and limited in depth, in number and in size, so that
any bytes lead to a value or to a `WireError`.
"""

import sys

import msgpack
import numpy as np

# Containers and everything else that msgpack has no type of its own for.
LIST, TUPLE, DICT, ARRAY, TENSOR, NUMBER, SET, FROZENSET = range(8)
COMPLEX, BIGINT, SLICE, RANGE, HANDLE, CALLBACK, NETWORK, DTYPE = range(8, 16)

# A dtype crosses as its place in this list: `np.dtype` must never read foreign text.
DTYPES = tuple(
    np.dtype(name)
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
)  # fmt: skip
PLACES = {dtype: place for place, dtype in enumerate(DTYPES)}
DEPTH, COUNT, AXES = 64, 1_000_000, 32
HARD = 4000  # keys of a message whose hashes a sender could choose to be all the same
BIG = 1 << 16  # bits of the largest int that crosses
SIZE = 512 << 20  # bytes of all buffers of a message
SMALL = 64 << 10  # bytes: arrays that are copied sooner than looked at, messages that hold too few entries to be counted


class WireError(Exception):
    """Bytes that are no message, or a value that may not cross."""


class Codec:
    """Packs and unpacks the values of one message.

    Parameters
    ----------
    give : callable
        Takes a value that has no form of its own and returns ``(HANDLE | CALLBACK | NETWORK, plain value)`` that stands for it.
    take : callable
        Takes such a tag and its plain value and returns what it stands for.
    layouts : bool
        Whether arrays are packed with strides and flags, so that a view that is not contiguous arrives as one.
    trusting : bool
        Whether strides are read: memory of any size may be asked for with them, so only a box takes them, from its judge.

    Examples
    --------
    >>> codec = Codec()
    >>> codec.unpack(*codec.pack({"x": (1, np.arange(3.0))}))
    {'x': (1, array([0., 1., 2.]))}
    """

    def __init__(self, give=None, take=None, layouts=False, trusting=False):
        self.give, self.take = give or _refuse, take or _refuse
        self.layouts, self.trusting = layouts, trusting
        self._packer = msgpack.Packer(use_bin_type=True, unicode_errors="backslashreplace")

    def pack(self, value):
        """The tree of a value as bytes, and the buffers beside it."""
        buffers = []
        try:
            return self._packer.pack(self._tree(value, buffers, 0)), buffers
        except (ValueError, TypeError, OverflowError) as error:
            raise WireError(f"cannot be packed: {error}") from None

    def unpack(self, body, buffers):
        """The value that bytes stand for; arrays take the buffers' memory over."""
        limits = {"max_array_len": COUNT, "max_map_len": 0, "max_ext_len": 0}
        hook = None if len(body) <= SMALL else _Counter()
        try:
            tree = msgpack.unpackb(body, raw=False, strict_map_key=True, use_list=True, list_hook=hook, **limits)
        except Exception as error:  # msgpack raises many kinds, all of them for bytes that are no message
            raise WireError(f"not a message: {type(error).__name__}") from None
        return _Reader(self, buffers).value(tree, 0)

    def _tree(self, value, buffers, depth):
        kind = type(value)
        if kind in _PLAIN or (kind is int and -(1 << 63) <= value < 1 << 63):
            return value
        if depth > DEPTH:
            raise WireError("nested too deeply")
        write = _WRITE.get(kind)
        if write is not None:
            return write(self, value, buffers, depth + 1)
        if isinstance(value, np.ndarray):
            return _write_array(self, value, buffers, depth)
        if isinstance(value, np.generic):
            return _write_number(self, value, buffers, depth)
        return self._write_other(value, buffers, depth + 1)

    def _write_other(self, value, buffers, depth):
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor) and value.layout == torch.strided:
            return _write_tensor(self, value, buffers, torch)
        for base in (bool, int, float, str):  # enums and other children of plain types: what they are worth
            if isinstance(value, base):
                return self._tree(base.__new__(base, value), buffers, depth)
        if isinstance(value, tuple):  # named tuples, torch.Size
            return _write_items(TUPLE)(self, tuple(value), buffers, depth)
        tag, plain = self.give(value)
        return [tag, self._tree(plain, buffers, depth)]


_PLAIN = frozenset({type(None), bool, float, str, bytes})


def _refuse(*value):
    raise WireError(f"a {type(value[-1]).__name__} cannot cross")


def _write_items(tag):
    def write(codec, value, buffers, depth):
        return [tag, *[item if type(item) in _PLAIN else codec._tree(item, buffers, depth) for item in value]]

    return write


def _write_dict(codec, value, buffers, depth):
    return _write_entries(codec, [item for pair in value.items() for item in pair], buffers, depth)


_write_entries = _write_items(DICT)


def _write_array(codec, value, buffers, depth):
    value = np.ndarray.view(value, np.ndarray) if type(value) is not np.ndarray else value
    place = PLACES.get(value.dtype)
    if place is None:  # the other byte order, perhaps
        place = PLACES.get(value.dtype.newbyteorder("="))
    if place is None or value.ndim > AXES:
        tag, plain = codec.give(value)
        return [tag, codec._tree(plain, buffers, depth + 1)]
    if value.nbytes <= SMALL:
        buffers.append(value.astype(DTYPES[place], copy=False).tobytes())
    else:
        buffers.append(np.ascontiguousarray(value, dtype=DTYPES[place]).reshape(-1).view(np.uint8).data)
    tree = [ARRAY, place, len(buffers) - 1, *value.shape]
    if codec.layouts and (not value.flags.c_contiguous or not value.flags.writeable):
        tree.append([*(step // value.itemsize for step in value.strides), value.flags.writeable])
    return tree


def _write_number(codec, value, buffers, depth):
    place = PLACES.get(value.dtype)
    if place is None:
        tag, plain = codec.give(value)
        return [tag, codec._tree(plain, buffers, depth + 1)]
    return [NUMBER, place, value.tobytes()]


def _write_tensor(codec, value, buffers, torch):
    plain = value.detach().cpu()
    if plain.dtype == torch.bfloat16:
        plain = plain.float()
    flat = plain.contiguous().resolve_conj().resolve_neg().numpy()
    place = PLACES.get(flat.dtype)
    if place is None:
        raise WireError(f"a tensor of {value.dtype} cannot cross")
    buffers.append(flat.reshape(-1).view(np.uint8).data if flat.size else b"")
    return [TENSOR, place, len(buffers) - 1, bool(value.requires_grad), *flat.shape]


def _write_bigint(codec, value, buffers, depth):
    if value.bit_length() > BIG:
        raise WireError("an int of more than 65536 bits")
    return [BIGINT, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)]


_WRITE = {
    list: _write_items(LIST),
    tuple: _write_items(TUPLE),
    set: _write_items(SET),
    frozenset: _write_items(FROZENSET),
    dict: _write_dict,
    int: _write_bigint,
    complex: lambda codec, value, buffers, depth: [COMPLEX, value.real, value.imag],
    slice: lambda codec, value, buffers, depth: _write_items(SLICE)(codec, (value.start, value.stop, value.step), buffers, depth),
    range: lambda codec, value, buffers, depth: _write_items(RANGE)(codec, (value.start, value.stop, value.step), buffers, depth),
    np.ndarray: _write_array,
}


class _Counter:
    """Counts what is unpacked while it is: a byte makes an empty list, and megabytes of them would make gigabytes."""

    def __init__(self):
        self.count = 0

    def __call__(self, items):
        self.count += 1 + len(items)
        if self.count > 2 * COUNT:
            raise WireError("too many entries")
        return items


class _Reader:
    """Reads one tree; every check that what comes is what it says stands here."""

    def __init__(self, codec, buffers):
        self.codec, self.buffers, self.count, self.hard = codec, buffers, 0, 0

    def value(self, tree, depth):
        if type(tree) is not list:
            return tree
        self.count += len(tree)
        if depth > DEPTH or self.count > COUNT or not tree or type(tree[0]) is not int or not 0 <= tree[0] < len(self._READ):
            raise WireError("a container that is none")
        try:
            return self._READ[tree[0]](self, tree[1:], depth + 1)
        except (TypeError, ValueError, OverflowError, IndexError, AttributeError) as error:
            raise WireError(f"a container that is none: {error}") from None

    def _items(self, tree, depth):
        return [self.value(item, depth) if type(item) is list else item for item in tree]

    def _dict(self, tree, depth):
        items = self._items(tree, depth)
        return dict(zip(self._keys(items[::2]), items[1::2], strict=True))

    def _set(self, kind):
        def read(self, tree, depth):
            return kind(self._keys(self._items(tree, depth)))

        return read

    def _keys(self, keys):
        """The same keys: thousands of large ints or tuples with one hash would take hours to put into a table."""
        self.hard += sum([type(key) not in _PLAIN and (type(key) is not int or abs(key) >> 63 != 0) for key in keys])
        if self.hard > HARD:
            raise WireError("too many keys of an uncommon kind")
        return keys

    def _buffer(self, place, number, shape):
        sound = type(place) is int and 0 <= place < len(DTYPES) and type(number) is int and 0 <= number < len(self.buffers)
        if not sound or len(shape) > AXES:
            raise WireError("an array that is none")
        count = spread = 1
        for size in shape:
            if type(size) is not int or size < 0:
                raise WireError("an array that is none")
            count, spread = count * size, spread * (size or 1)
        buffer = self.buffers[number]
        if count * DTYPES[place].itemsize != len(buffer) or spread > SIZE:
            raise WireError("an array whose shape does not fit its data")
        self.buffers[number] = b"-"  # a buffer belongs to one array alone
        return np.frombuffer(buffer, DTYPES[place]).reshape(shape) if len(buffer) else np.empty(shape, DTYPES[place])

    def _array(self, tree, depth):
        place, number, *shape = tree
        if self.codec.trusting and shape and type(shape[-1]) is list:
            *steps, writeable = shape.pop()
            return _laid_out(self._buffer(place, number, shape), steps, writeable)
        return self._buffer(place, number, shape)

    def _tensor(self, tree, depth):
        import torch

        place, number, requires_grad, *shape = tree
        made = torch.from_numpy(self._buffer(place, number, shape).copy())
        return made.requires_grad_() if requires_grad is True and made.is_floating_point() else made

    def _number(self, tree, depth):
        place, data = tree
        if type(place) is not int or not 0 <= place < len(DTYPES) or type(data) is not bytes:
            raise WireError("a number that is none")
        return np.frombuffer(data, DTYPES[place]).reshape(())[()]

    def _bigint(self, tree, depth):
        (data,) = tree
        if type(data) is not bytes or len(data) > BIG // 8 + 1:
            raise WireError("a number that is none")
        return int.from_bytes(data, "big", signed=True)

    def _complex(self, tree, depth):
        if [type(part) for part in tree] != [float, float]:
            raise WireError("a number that is none")
        return complex(*tree)

    def _steps(self, kind):
        def read(self, tree, depth):
            parts = self._items(tree, depth)
            if len(parts) != 3 or any(type(part) not in (int, type(None)) for part in parts):
                raise WireError("steps that are none")
            return kind(*parts)

        return read

    def _other(self, tag):
        def read(self, tree, depth):
            (plain,) = tree
            return self.codec.take(tag, self.value(plain, depth))

        return read

    _READ = (
        _items,
        lambda self, tree, depth: tuple(self._items(tree, depth)),
        _dict,
        _array,
        _tensor,
        _number,
        _set(None, set),
        _set(None, frozenset),
        _complex,
        _bigint,
        _steps(None, slice),
        _steps(None, range),
        _other(None, HANDLE),
        _other(None, CALLBACK),
        _other(None, NETWORK),
        _other(None, DTYPE),
    )


def _laid_out(values, steps, writeable):
    """The same values in memory of the given strides (in items), as the judge's own view has them."""
    low = sum(min(0, step * (size - 1)) for step, size in zip(steps, values.shape, strict=True) if size)
    high = sum(max(0, step * (size - 1)) for step, size in zip(steps, values.shape, strict=True) if size)
    memory = np.zeros(high - low + 1, values.dtype)
    strides = [step * values.itemsize for step in steps]
    view = np.lib.stride_tricks.as_strided(memory[-low:], values.shape, strides)
    view[...] = values
    if writeable is not True:
        view.flags.writeable = False
    return view
