"""The mistakes that students make with pooling, each as a function that makes it.

Finding out which of them an answer makes is left to `explain`.
"""

import inspect
from warnings import catch_warnings, simplefilter

import numpy as np

from autograder.checks.misconceptions.catalogue import Catalogue
from autograder.reference import pooling as right

catalogue = Catalogue(
    "pooling",
    functions=(
        "max_pool2d",
        "avg_pool2d",
        "min_pool2d",
        "global_avg_pool",
        "max_pool2d_backward",
        "shift",
        "shift_distance",
    ),
    forbidden=("torch", "scipy", "skimage"),
)
mistake, probe = catalogue.mistake, catalogue.probe

# Inputs on which the mistakes differ from each other: several channels, no square maps alone, sides that do not divide, overlaps
# and gaps, values of both signs, of one sign alone, and all alike.
_values = np.random.default_rng(227).standard_normal((3, 8, 9)) * 2
MIXED, TALL, NEGATIVE = _values[:2, :5, :7], _values[:, :7, :4], -np.abs(_values[:1, :4, :6]) - 0.5
BIG, POSITIVE, PIXELS = _values[:2, :8, :8], np.abs(_values[:2, :4, :5]) + 0.5, _values[:2, :1, :1]
TIED = np.array(
    [
        [[1.0, 3, 3, 0], [3, 3, 2, 0], [0, -1, 2, 2], [-1, -1, 2, 2]],
        [[0.0, 0, 0, 0], [0, 0, 0, 0], [-4, -5, 1, 7], [-5, -4, 7, 1]],
    ]
)
MOVES = ((1, 2), (2, -1), (-1, 1), (-2, -3), (0, 2), (1, 0), (0, 0), (4, 0), (5, 1), (1, 7), (-5, 0), (0, -8), (-9, 9))
POOLINGS = (
    (MIXED, 2, None),
    (MIXED, 2, 1),
    (MIXED, 2, 3),
    (TALL, 3, 2),
    (TALL, 3, 1),
    (TALL, 4, None),
    (BIG, 3, 2),
    (BIG, 2, 4),
    (NEGATIVE, 2, None),
    (POSITIVE, 2, None),
    (POSITIVE, 4, None),
    (PIXELS, 1, None),
    (TIED, 2, None),
    (TIED, 3, 1),
)
REFUSED = (
    ((2, 3, 5), 4, None),
    ((2, 5, 3), 4, None),
    ((2, 3, 3), 4, 1),
    ((2, 3, 3), 0, 1),
    ((2, 3, 3), 0, None),
    ((2, 3, 3), -1, 1),
    ((2, 3, 3), 2, 0),
    ((2, 3, 3), 2, -1),
    ((4, 4), 2, None),
    ((1, 2, 4, 4), 2, None),
)


def _gradient(x, size, stride):
    """Some gradient for a pooled map, no two values alike."""
    shape = right.max_pool2d(x, size, stride).shape
    return np.arange(1.0, np.prod(shape) + 1).reshape(shape) * 0.75 - 3.1


for _name in ("max_pool2d", "avg_pool2d", "min_pool2d"):
    for _x, _size, _stride in POOLINGS:
        _keywords = {} if _stride is None else {"stride": _stride}
        probe(_name, lambda x=_x, size=_size: (x.copy(), size), **_keywords)
    probe(_name, lambda: (MIXED.transpose(0, 2, 1)[:, ::-1], 2), stride=2)
    for _shape, _size, _stride in REFUSED:
        probe(_name, lambda shape=_shape, size=_size: (np.ones(shape), size), **({} if _stride is None else {"stride": _stride}))
for _x, _size, _stride in POOLINGS:
    _keywords = {} if _stride is None else {"stride": _stride}
    probe("max_pool2d_backward", lambda x=_x, n=_size, s=_stride: (x.copy(), _gradient(x, n, s), n), **_keywords)
for _shape, _size, _stride in REFUSED:
    _keywords = {} if _stride is None else {"stride": _stride}
    probe("max_pool2d_backward", lambda shape=_shape, n=_size: (np.ones(shape), np.ones((2, 2, 2)), n), **_keywords)
for _shape in ((1, 2, 3), (2, 2, 2), (2, 3, 3), (2, 1, 1), (1, 1, 1), (2, 3, 2), (2, 6), (3, 2, 3)):
    probe("max_pool2d_backward", lambda shape=_shape: (MIXED.copy(), np.ones(shape), 2))
for _x in (MIXED, TALL, BIG, NEGATIVE, POSITIVE, PIXELS, TIED, MIXED.transpose(0, 2, 1)[:, ::-1]):
    probe("global_avg_pool", lambda x=_x: (x.copy(),))
for _rows, _cols in MOVES:
    probe("shift", lambda rows=_rows, cols=_cols: (MIXED.copy(), rows, cols))
for _rows, _cols, _keywords in (
    (1, 2, {}),
    (1, 2, {"size": 1}),
    (2, -1, {"size": 2}),
    (-1, 1, {"size": 3}),
    (0, 1, {"size": 2}),
    (0, 0, {"size": 2}),
    (9, 0, {"size": 2}),
):
    probe("shift_distance", lambda rows=_rows, cols=_cols: (MIXED.copy(), rows, cols), **_keywords)
    probe("shift_distance", lambda rows=_rows, cols=_cols: (BIG.copy(), rows, cols), **_keywords)
probe("shift_distance", lambda: (np.zeros((2, 3, 4)), 1, 1))
probe("shift_distance", lambda: (np.array([[[0.0, -1, -1, 0], [0, -1, -1, 0]]]), 0, 1), size=2)
probe("shift_distance", lambda: (np.array([[[1.0, 0, 0, 0], [0, 0, 0, 0]]]), 0, 1), size=2)


def _step(size, stride):
    return size if stride is None else stride


def _check(x, size, stride):
    right.max_pool2d(x, size, stride)


def _blocks(x, size, stride, rows, columns, reduce):
    """So many windows, each cut where it hangs over the end."""
    step = _step(size, stride)
    out = np.zeros((len(x), rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[:, i * step : i * step + size, j * step : j * step + size]
            out[:, i, j] = reduce(window.reshape(len(x), -1), axis=1)
    return out


def _loops(reduce, x, size, step):
    """The plain loops, without a look at what they are given."""
    rows, columns = (x.shape[1] - size) // step + 1, (x.shape[2] - size) // step + 1
    out = np.zeros((x.shape[0], rows, columns))
    with catch_warnings():
        simplefilter("ignore")  # about the mean of nothing
        for i, j in np.ndindex(rows, columns):
            out[:, i, j] = reduce(x[:, i * step : i * step + size, j * step : j * step + size], axis=(1, 2))
    return out


def _lenient(pool, x, size, stride):
    """The right result for what is legal, something for what is not."""
    try:
        return pool(x, size, stride)
    except ValueError:
        return np.zeros((1, 1, 1))


# --- max_pool2d, avg_pool2d, min_pool2d: mistakes that are made with each of them


_SIGNATURE = inspect.signature(right.max_pool2d)
POOLS = {"max_pool2d": np.max, "avg_pool2d": np.mean, "min_pool2d": np.min}


def each_pool(hint):
    """Register a mistake for all three poolings: it is given the right pooling and what it does with a window."""

    def register(make):
        for name, reduce in POOLS.items():
            pool = getattr(right, name)

            def answer(x, size, stride=None, pool=pool, reduce=reduce):
                return make(pool, reduce, x, size, stride)

            answer.__name__ = f"{make.__name__}_in_{name}"
            answer.__doc__ = make.__doc__
            answer.__signature__ = _SIGNATURE
            mistake(name, hint)(answer)
        return make

    return register


@each_pool("Call it with a stride of 1 and with one of 3. Do the results differ?")
def ignores_the_stride(pool, reduce, x, size, stride):
    """The windows always lie side by side, whatever stride is asked for."""
    pool(x, size, stride)
    return pool(x, size)


@each_pool("How far do the windows move when nobody says so?")
def moves_by_one_unless_told(pool, reduce, x, size, stride):
    """Without a stride the windows move by 1, where they should move by their size."""
    pool(x, size, stride)
    return pool(x, size, 1 if stride is None else stride)


@each_pool("Which of the two numbers is the side of the window, and which is the step?")
def swaps_size_and_stride(pool, reduce, x, size, stride):
    """Size and stride have changed places."""
    pool(x, size, stride)
    step = _step(size, stride)
    if step > min(x.shape[1:]):
        raise IndexError("nothing there")
    return pool(x, step, size)


@each_pool("A window that hangs over the end: is it a window? Work out the output's size for 5 pixels and size 2.")
def keeps_the_remainder(pool, reduce, x, size, stride):
    """Rows and columns that fill no window get a smaller window of their own: the size is rounded up."""
    pool(x, size, stride)
    rows, columns = (-(-(side - size) // _step(size, stride)) + 1 for side in x.shape[1:])
    step = _step(size, stride)
    rows, columns = (n - ((n - 1) * step >= side) for n, side in zip((rows, columns), x.shape[1:], strict=True))
    return _blocks(x, size, stride, rows, columns, reduce)


@each_pool("What happens to the last row of a map of 5 rows? Does anybody ask for zeros there?")
def fills_the_remainder_with_zeros(pool, reduce, x, size, stride):
    """Rows and columns that fill no window are filled up with zeros, where they should be left out."""
    pool(x, size, stride)
    step = _step(size, stride)
    more = [max(-(-(side - size) // step) * step + size - side, 0) for side in x.shape[1:]]
    return pool(np.pad(x, ((0, 0), (0, more[0]), (0, more[1]))), size, stride)


@each_pool("How many places has a window of 3 that moves by 1 in a row of 4 pixels?")
def counts_windows_without_their_size(pool, reduce, x, size, stride):
    """The number of windows is side // stride, so that overlapping windows hang over the end."""
    pool(x, size, stride)
    rows, columns = (side // _step(size, stride) for side in x.shape[1:])
    return _blocks(x, size, stride, rows, columns, reduce)


@each_pool("How many places has a window of 2 in a row of 2 pixels? Put it into your formula.")
def forgets_the_last_window(pool, reduce, x, size, stride):
    """The last row and the last column of windows are missing: the + 1 is forgotten."""
    return pool(x, size, stride)[:, :-1, :-1]


@each_pool("Try a map of 5 rows and 7 columns. Which side gives the number of columns?")
def takes_the_height_for_both_sides(pool, reduce, x, size, stride):
    """The number of columns is worked out from the height: right for square maps only."""
    out = pool(x, size, stride)
    rows = (x.shape[1] - size) // _step(size, stride) + 1
    if out.shape[2] < rows:
        raise IndexError("behind the last column")
    return out[:, :, :rows]


@each_pool("How many channels go in, and how many come out?")
def pools_over_the_channels(pool, reduce, x, size, stride):
    """All channels are pooled together into one map."""
    return reduce(pool(x, size, stride), axis=0)


@each_pool("How many channels go in, and how many come out?")
def pools_the_first_channel_only(pool, reduce, x, size, stride):
    """Only the first channel is pooled."""
    return pool(x, size, stride)[:1]


@each_pool("Compare the shapes: is the first axis after the channels still the rows?")
def exchanges_rows_and_columns(pool, reduce, x, size, stride):
    """Rows and columns of the result have changed places."""
    return pool(x, size, stride).transpose(0, 2, 1)


@each_pool("Print type(...) of what you return.")
def gives_nested_lists(pool, reduce, x, size, stride):
    """The values are right, but they come as nested lists instead of an array."""
    return pool(x, size, stride).tolist()


@each_pool("Print the dtype. Did you make an array of whole numbers to put the values in?")
def holds_whole_numbers(pool, reduce, x, size, stride):
    """The result holds whole numbers: what is behind the decimal point is lost."""
    return pool(x, size, stride).astype(int)


@each_pool("Does the map look the same after the call? A slice shares its memory with the map.")
def writes_into_the_map(pool, reduce, x, size, stride):
    """The result is written into the map that was handed in."""
    out = pool(x, size, stride)
    x[:, : out.shape[1], : out.shape[2]] = out + 1
    return out


@each_pool("What should happen for a window that is larger than the map? See 'Raises'.")
def accepts_a_window_that_does_not_fit(pool, reduce, x, size, stride):
    """A window that is larger than the map is accepted."""
    if x.ndim == 3 and size > min(x.shape[1:]):
        return np.zeros((len(x), 0, 0))
    return pool(x, size, stride)


@each_pool("Try a window of 4 on a map of 3 rows and 5 columns: do you look at the height as well?")
def looks_only_at_the_width(pool, reduce, x, size, stride):
    """A window that is too tall, but not too wide, is accepted."""
    if x.ndim == 3 and x.shape[1] < size <= x.shape[2]:
        return np.zeros((len(x), 0, 0))
    return pool(x, size, stride)


@each_pool("Try a window of 4 on a map of 5 rows and 3 columns: do you look at the width as well?")
def looks_only_at_the_height(pool, reduce, x, size, stride):
    """A window that is too wide, but not too tall, is accepted."""
    if x.ndim == 3 and x.shape[2] < size <= x.shape[1]:
        return np.zeros((len(x), 0, 0))
    return pool(x, size, stride)


@each_pool("Is it an error when one side is too short, or only when both are? `and` or `or`?")
def refuses_only_when_both_sides_are_too_short(pool, reduce, x, size, stride):
    """A window is refused only when it is both too tall and too wide."""
    if x.ndim == 3 and min(x.shape[1:]) < size <= max(x.shape[1:]):
        return np.zeros((len(x), 0, 0))
    return pool(x, size, stride)


@each_pool("A window as large as the map has one place. Is it > or >= that you want?")
def refuses_a_window_that_just_fits(pool, reduce, x, size, stride):
    """A window that is exactly as long as a side is refused."""
    if size >= min(x.shape[-2:]):
        raise ValueError("too large")
    return pool(x, size, stride)


@each_pool("Which sizes, strides and maps make no sense? See 'Raises': nothing is refused so far.")
def checks_nothing(pool, reduce, x, size, stride):
    """Nothing is checked: what comes for a window that does not fit or a stride of 0 is left to chance."""
    return _loops(reduce, x, size, _step(size, stride))


@each_pool("Which sizes and strides make no sense? See 'Raises'. And is a stride of 0 the same as no stride?")
def checks_nothing_and_takes_zero_for_none(pool, reduce, x, size, stride):
    """Nothing is checked, and a stride of 0 is taken for no stride at all: `stride or size`."""
    return _loops(reduce, x, size, stride or size)


@each_pool("Three axes are asked for. Which sizes and strides make no sense? See 'Raises'.")
def checks_the_axes_alone(pool, reduce, x, size, stride):
    """Only the number of axes is checked: what comes for a window that does not fit or a stride of 0 is left to chance."""
    if x.ndim != 3:
        raise ValueError("three axes")
    return _loops(reduce, x, size, _step(size, stride))


@each_pool("Three axes are asked for. Which sizes and strides make no sense? And is a stride of 0 the same as no stride?")
def checks_the_axes_and_takes_zero_for_none(pool, reduce, x, size, stride):
    """Only the number of axes is checked, and a stride of 0 is taken for no stride at all: `stride or size`."""
    if x.ndim != 3:
        raise ValueError("three axes")
    return _loops(reduce, x, size, stride or size)


@each_pool("What is a window of 0 pixels? See 'Raises'.")
def accepts_a_size_below_one(pool, reduce, x, size, stride):
    """A size of 0 or less is accepted."""
    return _lenient(pool, x, size, stride) if size < 1 else pool(x, size, stride)


@each_pool("A size of 0 is refused. What about -1?")
def refuses_only_a_size_of_zero(pool, reduce, x, size, stride):
    """A size of 0 is refused, but a negative one is accepted."""
    return _lenient(pool, x, size, stride) if size < 0 else pool(x, size, stride)


@each_pool("Where does a window go that moves by 0? See 'Raises'.")
def accepts_a_stride_below_one(pool, reduce, x, size, stride):
    """A stride of 0 or less is accepted."""
    bad = stride is not None and stride < 1
    return _lenient(pool, x, size, stride) if bad else pool(x, size, stride)


@each_pool("Which exception does a stride of 0 raise: ValueError, or Python's own? See 'Raises'.")
def divides_by_a_stride_of_zero(pool, reduce, x, size, stride):
    """The stride is not checked: 0 ends in a ZeroDivisionError instead of a ValueError, and a negative one is accepted."""
    if _step(size, stride) == 0:
        raise ZeroDivisionError("division by zero")
    bad = stride is not None and stride < 1
    return _lenient(pool, x, size, stride) if bad else pool(x, size, stride)


@each_pool("Is a stride of 0 the same as no stride? What is the truth value of 0, as in `stride or size`?")
def takes_a_stride_of_zero_for_none(pool, reduce, x, size, stride):
    """A stride of 0 is taken for no stride at all."""
    return pool(x, size, None if stride == 0 else stride)


@each_pool("Could a window walk backwards? See 'Raises'.")
def refuses_only_a_stride_of_zero(pool, reduce, x, size, stride):
    """A stride of 0 is refused, but a negative one is accepted."""
    return _lenient(pool, x, size, stride) if stride is not None and stride < 0 else pool(x, size, stride)


@each_pool("How many axes has a feature map? See 'Raises'.")
def accepts_other_numbers_of_axes(pool, reduce, x, size, stride):
    """A map with two or four axes is accepted."""
    return pool(x, size, stride) if x.ndim == 3 else np.zeros((1, 1, 1))


@each_pool("Which exception does a map with two axes raise: ValueError, or Python's own? And one with four?")
def does_not_count_the_axes(pool, reduce, x, size, stride):
    """The axes are not counted: two of them end in an IndexError instead of a ValueError, and four are accepted."""
    if x.ndim < 3:
        raise IndexError("tuple index out of range")
    return pool(x, size, stride) if x.ndim == 3 else np.zeros((1, 1, 1))


@each_pool("How many axes has a feature map? What about an image without channels?")
def accepts_two_axes(pool, reduce, x, size, stride):
    """A map without the channel axis is accepted."""
    return pool(x, size, stride) if x.ndim != 2 else np.zeros((1, 1))


@each_pool("How many axes has a feature map? What about a whole batch of them?")
def accepts_four_axes(pool, reduce, x, size, stride):
    """A batch of maps, with four axes, is accepted."""
    return pool(x, size, stride) if x.ndim != 4 else np.zeros((1, 1, 1, 1))


@each_pool("What happens to rows and columns that fill no window: is that an error?")
def refuses_a_remainder(pool, reduce, x, size, stride):
    """A map into which the windows do not fit evenly is refused, where the rest should be left out."""
    out = pool(x, size, stride)
    if any((side - size) % _step(size, stride) for side in x.shape[1:]):
        raise ValueError("something is left over")
    return out


@each_pool("May a window skip pixels?")
def refuses_a_stride_larger_than_the_window(pool, reduce, x, size, stride):
    """A stride larger than the window is refused, though it only skips pixels."""
    if stride is not None and stride > size:
        raise ValueError("pixels are skipped")
    return pool(x, size, stride)


@each_pool("May windows overlap? AlexNet's do.")
def refuses_windows_that_overlap(pool, reduce, x, size, stride):
    """A stride smaller than the window is refused, though windows may overlap."""
    if stride is not None and stride < size:
        raise ValueError("the windows overlap")
    return pool(x, size, stride)


# --- max_pool2d


@mistake("max_pool2d", hint="What is the maximum of -3 and -1? Where does your search begin?")
def begins_the_maximum_at_zero(x, size, stride=None):
    """The search for the maximum begins at 0, so that a window of negative values gives 0."""
    return np.maximum(right.max_pool2d(x, size, stride), 0)


@mistake("max_pool2d", hint="Is -7 larger than 3?")
def takes_the_largest_magnitude(x, size, stride=None):
    """The value with the largest magnitude is taken, so that -7 wins over 3."""
    high, low = right.max_pool2d(x, size, stride), right.min_pool2d(x, size, stride)
    return np.where(-low > high, low, high)


@mistake("max_pool2d", hint="Is the maximum of -3 and -1 positive?")
def drops_the_sign(x, size, stride=None):
    """The magnitudes are compared and given: no value is negative."""
    return right.max_pool2d(np.abs(x), size, stride)


@mistake("max_pool2d", hint="Which of the values in a window is asked for?")
def averages_instead(x, size, stride=None):
    """The mean of each window is given instead of its maximum."""
    return right.avg_pool2d(x, size, stride)


@mistake("max_pool2d", hint="Which of the values in a window is asked for?")
def takes_the_minimum(x, size, stride=None):
    """The minimum of each window is given instead of its maximum."""
    return right.min_pool2d(x, size, stride)


@mistake("max_pool2d", hint="Does your window have as many columns as rows?")
def looks_at_one_row_of_the_window(x, size, stride=None):
    """Only the first row of each window is looked at."""
    _check(x, size, stride)
    step = _step(size, stride)
    rows, columns = ((side - size) // step + 1 for side in x.shape[1:])
    return np.stack([x[:, : rows * step : step, j * step : j * step + size].max(axis=2) for j in range(columns)], axis=2)


# --- avg_pool2d


@mistake("avg_pool2d", hint="What is the mean of four ones?")
def adds_up_the_window(x, size, stride=None):
    """The values are added up but not divided."""
    return right.avg_pool2d(x, size, stride) * size**2


@mistake("avg_pool2d", hint="How many pixels are there in a window of size 3?")
def divides_by_the_side(x, size, stride=None):
    """The sum is divided by the side of the window instead of by the number of its pixels."""
    return right.avg_pool2d(x, size, stride) * size


@mistake("avg_pool2d", hint="How many pixels are there in a window of size 3? Is it always 4?")
def divides_by_four(x, size, stride=None):
    """The sum is always divided by 4: right for size 2 only."""
    return right.avg_pool2d(x, size, stride) * size**2 / 4


@mistake("avg_pool2d", hint="Over which axes is the mean? What becomes of the channels?")
def averages_the_channels_too(x, size, stride=None):
    """The mean runs over the channels too, so that all channels come out alike."""
    out = right.avg_pool2d(x, size, stride)
    return np.broadcast_to(out.mean(axis=0), out.shape).copy()


@mistake("avg_pool2d", hint="Does a zero count as a pixel?")
def leaves_zeros_out_of_the_mean(x, size, stride=None):
    """Zeros are not counted: the sum is divided by the number of values that are not zero."""
    total = right.avg_pool2d(x, size, stride) * size**2
    count = right.avg_pool2d((x != 0).astype(float), size, stride) * size**2
    return total / np.maximum(count, 1)


@mistake("avg_pool2d", hint="Which of the values in a window is asked for?")
def takes_the_maximum(x, size, stride=None):
    """The maximum of each window is given instead of its mean."""
    return right.max_pool2d(x, size, stride)


@mistake("avg_pool2d", hint="Is the value in the middle of a sorted window its mean?")
def takes_the_median(x, size, stride=None):
    """The median of each window is given instead of its mean."""
    _check(x, size, stride)
    rows, columns = ((side - size) // _step(size, stride) + 1 for side in x.shape[1:])
    return _blocks(x, size, stride, rows, columns, np.median)


@mistake("avg_pool2d", hint="Try a window of halves. Is there a // in your code?")
def rounds_the_mean_down(x, size, stride=None):
    """The mean is rounded down to a whole number."""
    return np.floor(right.avg_pool2d(x, size, stride))


# --- min_pool2d


@mistake("min_pool2d", hint="What is the minimum of 3 and 1? Where does your search begin?")
def begins_the_minimum_at_zero(x, size, stride=None):
    """The search for the minimum begins at 0, so that a window of positive values gives 0."""
    return np.minimum(right.min_pool2d(x, size, stride), 0)


@mistake("min_pool2d", hint="You turn the signs round before pooling. And after it?")
def forgets_the_sign_after_pooling(x, size, stride=None):
    """The maximum of -x is given: its sign is not turned back."""
    return right.max_pool2d(-x, size, stride)


@mistake("min_pool2d", hint="You turn the signs round after pooling. And before it?")
def forgets_the_sign_before_pooling(x, size, stride=None):
    """The maximum with its sign turned round is given."""
    return -right.max_pool2d(x, size, stride)


@mistake("min_pool2d", hint="Is -7 smaller than 1, or larger?")
def takes_the_smallest_magnitude(x, size, stride=None):
    """The value nearest to 0 is taken, where the smallest one is asked for."""
    _check(x, size, stride)
    rows, columns = ((side - size) // _step(size, stride) + 1 for side in x.shape[1:])

    def nearest(windows, axis):
        return np.take_along_axis(windows, np.abs(windows).argmin(axis=1)[:, None], axis=1)[:, 0]

    return _blocks(x, size, stride, rows, columns, nearest)


@mistake("min_pool2d", hint="Which of the values in a window is asked for?")
def takes_the_maximum_of_the_window(x, size, stride=None):
    """The maximum of each window is given instead of its minimum."""
    return right.max_pool2d(x, size, stride)


@mistake("min_pool2d", hint="Which of the values in a window is asked for?")
def takes_the_mean_of_the_window(x, size, stride=None):
    """The mean of each window is given instead of its minimum."""
    return right.avg_pool2d(x, size, stride)


# --- global_avg_pool


@mistake("global_avg_pool", hint="How many numbers should come out: one, or one a channel?")
def averages_everything(x):
    """The mean is taken over the channels too: one number comes out."""
    return float(x.mean())


@mistake("global_avg_pool", hint="Print the shape. How many axes should there be?")
def keeps_axes_of_length_one(x):
    """The result keeps two axes of length 1."""
    return x.mean(axis=(1, 2), keepdims=True)


@mistake("global_avg_pool", hint="What is the mean of four ones?")
def adds_up_each_channel(x):
    """The values are added up but not divided."""
    return x.sum(axis=(1, 2))


@mistake("global_avg_pool", hint="Which value of a channel is asked for?")
def takes_the_maximum_of_each_channel(x):
    """The maximum of each channel is given instead of its mean."""
    return x.max(axis=(1, 2))


@mistake("global_avg_pool", hint="Which axes should go, and which should stay?")
def averages_over_the_channels(x):
    """The mean is taken over the channels: a map comes out."""
    return x.mean(axis=0)


@mistake("global_avg_pool", hint="You average one axis. How many should go?")
def averages_the_rows_only(x):
    """The mean is taken over the rows only: the columns are left."""
    return x.mean(axis=1)


@mistake("global_avg_pool", hint="You average one axis. How many should go?")
def averages_the_columns_only(x):
    """The mean is taken over the columns only: the rows are left."""
    return x.mean(axis=2)


@mistake("global_avg_pool", hint="Which axis do the channels have: the first or the last?")
def takes_the_last_axis_for_the_channels(x):
    """The last axis is taken for the channels."""
    return x.mean(axis=(0, 1))


@mistake("global_avg_pool", hint="How many pixels has a map of 5 rows and 7 columns?")
def divides_by_the_squared_height(x):
    """The sum is divided by the height squared: right for square maps only."""
    return x.sum(axis=(1, 2)) / x.shape[1] ** 2


@mistake("global_avg_pool", hint="How many pixels has one channel?")
def divides_by_all_entries(x):
    """The sum of each channel is divided by the number of all entries, the other channels' too."""
    return x.sum(axis=(1, 2)) / x.size


@mistake("global_avg_pool", hint="Does a zero count as a pixel?")
def leaves_zeros_out(x):
    """Zeros are not counted."""
    return x.sum(axis=(1, 2)) / np.maximum((x != 0).sum(axis=(1, 2)), 1)


@mistake("global_avg_pool", hint="Is the value in the middle of a sorted map its mean?")
def takes_the_median_of_each_channel(x):
    """The median of each channel is given instead of its mean."""
    return np.median(x, axis=(1, 2))


@mistake("global_avg_pool", hint="Print type(...) of what you return.")
def gives_a_list_of_means(x):
    """The values are right, but they come as a list instead of an array."""
    return x.mean(axis=(1, 2)).tolist()


@mistake("global_avg_pool", hint="Print the dtype. Did you make an array of whole numbers to put the means in?")
def holds_whole_means(x):
    """The result holds whole numbers: what is behind the decimal point is lost."""
    return x.mean(axis=(1, 2)).astype(int)


@mistake("global_avg_pool", hint="Does the map look the same after the call?")
def adds_up_in_the_map(x):
    """The sums are built up inside the map that was handed in."""
    means = x.mean(axis=(1, 2))
    x[:, 0, 0] = x.sum(axis=(1, 2)) + 1
    return means


# --- max_pool2d_backward


def _route(x, grad, size, stride, choose, place=None, add=True):
    """The way back: `choose` gives the weight of each pixel in a window, `place` where the window begins."""
    _check(x, size, stride)
    if grad.shape != right.max_pool2d(x, size, stride).shape:
        raise ValueError(f"shape {grad.shape}")
    step = _step(size, stride)
    place = place or (lambda i, j: (i * step, j * step))
    out = np.zeros(x.shape)
    for c, i, j in np.ndindex(*grad.shape):
        share = choose(x[c, i * step : i * step + size, j * step : j * step + size])
        top, left = place(i, j)
        part = out[c, top : top + size, left : left + size]
        value = (share * grad[c, i, j])[: part.shape[0], : part.shape[1]]
        if add:
            part += value
        else:
            part[value != 0] = value[value != 0]
    return out


def _first(window):
    """1 at the first maximum in row order."""
    share = np.zeros(window.shape)
    share[np.unravel_index(window.argmax(), window.shape)] = 1
    return share


@mistake("max_pool2d_backward", hint="A window holds its maximum twice. Who gets the gradient?")
def gives_all_ties_the_gradient(x, grad, size, stride=None):
    """Where a window holds its maximum more than once, each of them gets the whole gradient."""
    return _route(x, grad, size, stride, lambda window: (window == window.max()).astype(float))


@mistake("max_pool2d_backward", hint="A window holds its maximum twice. Who gets the gradient: one of them, or both a half?")
def splits_the_gradient_among_ties(x, grad, size, stride=None):
    """Where a window holds its maximum more than once, the gradient is shared out among them."""
    return _route(x, grad, size, stride, lambda window: (window == window.max()) / (window == window.max()).sum())


@mistake("max_pool2d_backward", hint="A window holds its maximum twice. Is it > or >= in your search?")
def takes_the_last_maximum(x, grad, size, stride=None):
    """Where a window holds its maximum more than once, the last of them gets the gradient."""
    return _route(x, grad, size, stride, lambda window: _first(window[::-1, ::-1])[::-1, ::-1])


@mistake("max_pool2d_backward", hint="The maximum stands at (0, 1) and at (1, 0). Which comes first in row order?")
def searches_column_by_column(x, grad, size, stride=None):
    """The first maximum is searched column by column instead of row by row."""
    return _route(x, grad, size, stride, lambda window: _first(window.T).T)


@mistake("max_pool2d_backward", hint="One pixel is the maximum of two windows that overlap. What does it get?")
def overwrites_where_windows_overlap(x, grad, size, stride=None):
    """Where windows overlap, a later gradient overwrites an earlier one instead of being added."""
    return _route(x, grad, size, stride, _first, add=False)


@mistake("max_pool2d_backward", hint="That is another pooling's way back. Which pixels of a window did its maximum depend on?")
def shares_the_gradient_evenly(x, grad, size, stride=None):
    """The gradient is shared out evenly over the window, as for average pooling."""
    return _route(x, grad, size, stride, lambda window: np.full(window.shape, 1 / window.size))


@mistake("max_pool2d_backward", hint="Does the output change when a pixel changes that is not the maximum?")
def gives_every_pixel_the_gradient(x, grad, size, stride=None):
    """Every pixel of a window gets its gradient."""
    return _route(x, grad, size, stride, lambda window: np.ones(window.shape))


@mistake("max_pool2d_backward", hint="Which pixel of a window did the output depend on: the largest, or the smallest?")
def gives_the_minimum_the_gradient(x, grad, size, stride=None):
    """The gradient goes to the smallest pixel of each window."""
    return _route(x, grad, size, stride, lambda window: _first(-window))


@mistake("max_pool2d_backward", hint="Is -7 larger than 3?")
def gives_the_largest_magnitude_the_gradient(x, grad, size, stride=None):
    """The gradient goes to the pixel with the largest magnitude."""
    return _route(x, grad, size, stride, lambda window: _first(np.abs(window)))


@mistake("max_pool2d_backward", hint="Where does your search for the maximum begin, and what if all pixels are negative?")
def loses_the_gradient_below_zero(x, grad, size, stride=None):
    """The search begins at 0, so that a window without a positive value passes no gradient on."""
    return _route(x, grad, size, stride, lambda window: _first(window) * (window.max() > 0))


@mistake("max_pool2d_backward", hint="Each window has a maximum of its own. Do you search the window or the whole map?")
def searches_the_whole_channel(x, grad, size, stride=None):
    """Only windows whose maximum is also the whole channel's pass their gradient on."""
    right.max_pool2d_backward(x, grad, size, stride)
    out = np.zeros(x.shape)
    for c, channel in enumerate(x):
        out[(c, *np.unravel_index(channel.argmax(), channel.shape))] = grad[c].sum()
    return out


@mistake("max_pool2d_backward", hint="The maximum has an index inside its window. Which pixel of the map is that?")
def forgets_where_the_window_lies(x, grad, size, stride=None):
    """The place inside the window is taken for the place in the map, so that all gradients end in the top left corner."""
    return _route(x, grad, size, stride, _first, place=lambda i, j: (0, 0))


@mistake("max_pool2d_backward", hint="Where does window 1 begin when the size is 3 and the stride 2?")
def places_windows_side_by_side(x, grad, size, stride=None):
    """The windows are taken to begin every `size` pixels when the gradient is put back, whatever the stride."""
    return _route(x, grad, size, stride, _first, place=lambda i, j: (i * size, j * size))


@mistake("max_pool2d_backward", hint="The flat index 1 in a window of two columns: which row and which column is that?")
def exchanges_row_and_column_in_the_window(x, grad, size, stride=None):
    """Row and column inside the window have changed places."""
    return _route(x, grad, size, stride, lambda window: _first(window).T)


@mistake("max_pool2d_backward", hint="By how much does the loss change when the maximum does? Is that always 1?")
def marks_the_maxima_with_ones(x, grad, size, stride=None):
    """Maxima are marked with a 1: the gradient that was handed in is not used."""
    return right.max_pool2d_backward(x, np.ones_like(grad), size, stride)


@mistake("max_pool2d_backward", hint="The derivative of max(a, b) with respect to the larger one: is that its value?")
def multiplies_by_the_maximum(x, grad, size, stride=None):
    """The gradient is multiplied by the value of the maximum."""
    return right.max_pool2d_backward(x, grad, size, stride) * x


@mistake("max_pool2d_backward", hint="Each channel has maxima of its own.")
def takes_the_maxima_of_the_first_channel(x, grad, size, stride=None):
    """The places of the first channel's maxima are used for all channels."""
    right.max_pool2d_backward(x, grad, size, stride)
    return right.max_pool2d_backward(np.broadcast_to(x[:1], x.shape), grad, size, stride)


@mistake("max_pool2d_backward", hint="Call it with a stride of 1. Are there more windows than side by side?")
def goes_back_without_the_stride(x, grad, size, stride=None):
    """The windows are taken to lie side by side, whatever stride is given."""
    if stride in (None, size):
        return right.max_pool2d_backward(x, grad, size, stride)
    right.max_pool2d_backward(x, grad, size, stride)
    shape = right.max_pool2d(x, size).shape
    cut = np.zeros(shape)
    rows, columns = (min(one, other) for one, other in zip(shape[1:], grad.shape[1:], strict=True))
    cut[:, :rows, :columns] = grad[:, :rows, :columns]
    return right.max_pool2d_backward(x, cut, size)


@mistake("max_pool2d_backward", hint="How far do the windows move when nobody says so? Compare with the shape of the gradient.")
def goes_back_by_one_unless_told(x, grad, size, stride=None):
    """Without a stride the windows move by 1, where they should move by their size."""
    right.max_pool2d_backward(x, grad, size, stride)
    if stride is None and size > 1:
        raise ValueError("the gradient has another shape")
    return right.max_pool2d_backward(x, grad, size, stride)


@mistake("max_pool2d_backward", hint="Compare the shape of your result with that of x. What about rows that fill no window?")
def leaves_out_the_rows_that_fill_no_window(x, grad, size, stride=None):
    """Rows and columns behind the last window are missing from the result."""
    out = right.max_pool2d_backward(x, grad, size, stride)
    rows, columns = ((side - size) // _step(size, stride) * _step(size, stride) + size for side in x.shape[1:])
    return out[:, :rows, :columns]


@mistake("max_pool2d_backward", hint="Whose gradient is asked for: that of the pooled map, or that of x? Compare the shapes.")
def gives_back_the_pooled_shape(x, grad, size, stride=None):
    """The result has the shape of the pooled map instead of that of x."""
    right.max_pool2d_backward(x, grad, size, stride)
    return grad.copy()


@mistake("max_pool2d_backward", hint="Print type(...) of what you return.")
def gives_back_nested_lists(x, grad, size, stride=None):
    """The values are right, but they come as nested lists instead of an array."""
    return right.max_pool2d_backward(x, grad, size, stride).tolist()


@mistake("max_pool2d_backward", hint="Print the dtype. What does np.zeros_like give for whole numbers, and what are gradients?")
def holds_whole_gradients(x, grad, size, stride=None):
    """The result holds whole numbers: what is behind the decimal point is lost."""
    return right.max_pool2d_backward(x, grad, size, stride).astype(int)


@mistake("max_pool2d_backward", hint="Does x look the same after the call? Is your result an array of its own?")
def changes_the_map_that_was_handed_in(x, grad, size, stride=None):
    """The gradient is right, but the map that was handed in is not what it was."""
    out = right.max_pool2d_backward(x, grad, size, stride)
    x[out != 0] = -1e9
    return out


@mistake("max_pool2d_backward", hint="What should happen when the gradient's shape is not the pooled map's? See 'Raises'.")
def accepts_any_gradient(x, grad, size, stride=None):
    """A gradient of another shape than the pooled map is accepted."""
    shape = right.max_pool2d(x, size, stride).shape
    return right.max_pool2d_backward(x, grad if grad.shape == shape else np.resize(grad, shape), size, stride)


@mistake("max_pool2d_backward", hint="Do you compare the gradient's shape with the pooled map's before you read it?")
def runs_out_of_gradients(x, grad, size, stride=None):
    """The gradient's shape is not checked: one that is too small ends in an IndexError, a larger one is accepted."""
    shape = right.max_pool2d(x, size, stride).shape
    if grad.ndim < 3 or any(one < other for one, other in zip(grad.shape, shape, strict=False)):
        raise IndexError("index is out of bounds")
    return right.max_pool2d_backward(x, np.resize(grad, shape) if grad.shape != shape else grad, size, stride)


@mistake("max_pool2d_backward", hint="Does your loop run over the gradient or over the windows? Compare the two shapes first.")
def runs_out_of_windows(x, grad, size, stride=None):
    """The gradient's shape is not checked: one that is too large ends in an IndexError, a smaller one is accepted."""
    shape = right.max_pool2d(x, size, stride).shape
    if grad.ndim != 3 or any(one > other for one, other in zip(grad.shape, shape, strict=True)):
        raise IndexError("index is out of bounds")
    return right.max_pool2d_backward(x, np.resize(grad, shape) if grad.shape != shape else grad, size, stride)


@mistake("max_pool2d_backward", hint="A gradient with rows and columns exchanged has as many entries. Is that enough?")
def compares_only_the_number_of_entries(x, grad, size, stride=None):
    """A gradient with as many entries as the pooled map is accepted, whatever its shape."""
    shape = right.max_pool2d(x, size, stride).shape
    return right.max_pool2d_backward(x, grad.reshape(shape), size, stride)


@mistake("max_pool2d_backward", hint="Has the gradient as many channels as the map?")
def compares_only_rows_and_columns(x, grad, size, stride=None):
    """A gradient with another number of channels is accepted."""
    shape = right.max_pool2d(x, size, stride).shape
    same = grad.ndim == 3 and grad.shape[1:] == shape[1:]
    return right.max_pool2d_backward(x, np.resize(grad, shape) if same else grad, size, stride)


@mistake("max_pool2d_backward", hint="Is a gradient with too many rows or columns all right?")
def refuses_only_gradients_that_are_too_small(x, grad, size, stride=None):
    """A gradient with too many rows, columns or channels is accepted."""
    shape = right.max_pool2d(x, size, stride).shape
    larger = grad.ndim == 3 and all(one >= other for one, other in zip(grad.shape, shape, strict=True))
    return right.max_pool2d_backward(x, np.resize(grad, shape) if larger else grad, size, stride)


@mistake("max_pool2d_backward", hint="What does NumPy do with an axis of length 1 that meets a longer one?")
def stretches_axes_of_length_one(x, grad, size, stride=None):
    """A gradient with axes of length 1 is stretched to the pooled map's shape instead of refused."""
    shape = right.max_pool2d(x, size, stride).shape
    return right.max_pool2d_backward(x, np.broadcast_to(grad, shape), size, stride)


@mistake("max_pool2d_backward", hint="What should happen for a window that is larger than the map? See 'Raises'.")
def goes_back_from_a_window_that_does_not_fit(x, grad, size, stride=None):
    """A window that is larger than a side is accepted."""
    if x.ndim == 3 and size > min(x.shape[1:]):
        return np.zeros(x.shape)
    return right.max_pool2d_backward(x, grad, size, stride)


@mistake("max_pool2d_backward", hint="What is a window of 0 pixels? See 'Raises'.")
def goes_back_from_a_size_below_one(x, grad, size, stride=None):
    """A size of 0 or less is accepted."""
    return np.zeros(x.shape) if size < 1 else right.max_pool2d_backward(x, grad, size, stride)


@mistake("max_pool2d_backward", hint="Where does a window go that moves by 0? See 'Raises'.")
def goes_back_by_a_stride_below_one(x, grad, size, stride=None):
    """A stride of 0 or less is accepted."""
    return np.zeros(x.shape) if stride is not None and stride < 1 else right.max_pool2d_backward(x, grad, size, stride)


@mistake("max_pool2d_backward", hint="Which exception does a stride of 0 raise: ValueError, or Python's own? See 'Raises'.")
def goes_back_dividing_by_zero(x, grad, size, stride=None):
    """The stride is not checked: 0 ends in a ZeroDivisionError instead of a ValueError, and a negative one is accepted."""
    if _step(size, stride) == 0:
        raise ZeroDivisionError("division by zero")
    return np.zeros(x.shape) if stride is not None and stride < 1 else right.max_pool2d_backward(x, grad, size, stride)


@mistake("max_pool2d_backward", hint="How many axes has a feature map? See 'Raises'.")
def goes_back_through_other_numbers_of_axes(x, grad, size, stride=None):
    """A map with two or four axes is accepted."""
    return np.zeros(x.shape) if x.ndim != 3 else right.max_pool2d_backward(x, grad, size, stride)


@mistake("max_pool2d_backward", hint="Which sizes, strides and maps make no sense? See 'Raises': nothing is refused so far.")
def goes_back_without_a_check(x, grad, size, stride=None):
    """Nothing is checked: what comes for a window or a gradient that does not fit is left to chance."""
    step = _step(size, stride)
    out = np.zeros(x.shape)
    for c in range(x.shape[0]):
        for i in range((x.shape[1] - size) // step + 1):
            for j in range((x.shape[2] - size) // step + 1):
                window = x[c, i * step : i * step + size, j * step : j * step + size]
                row, column = np.unravel_index(window.argmax(), window.shape)
                out[c, i * step + row, j * step + column] += grad[c, i, j]
    return out


@mistake("max_pool2d_backward", hint="Three axes are asked for. Which sizes, strides and gradients make no sense? See 'Raises'.")
def goes_back_checking_the_axes_alone(x, grad, size, stride=None):
    """Only the number of axes is checked: what comes for a window or a gradient that does not fit is left to chance."""
    if x.ndim != 3:
        raise ValueError("three axes")
    return goes_back_without_a_check(x, grad, size, stride)


@mistake("max_pool2d_backward", hint="Is a window as large as the map an error, or one overlapping window?")
def goes_back_only_from_smaller_windows(x, grad, size, stride=None):
    """A window that is exactly as long as a side is refused."""
    if size >= min(x.shape[-2:]):
        raise ValueError("too large")
    return right.max_pool2d_backward(x, grad, size, stride)


# --- shift


@mistake("shift", hint="What comes in at the border: zeros, or what went out on the other side?")
def wraps_around(x, rows, cols):
    """What moves out on one side comes in on the other."""
    return np.roll(x, (rows, cols), axis=(1, 2))


@mistake("shift", hint="Follow one bright pixel: with rows = 1, does it move down or up?")
def moves_the_other_way(x, rows, cols):
    """Everything moves in the opposite direction."""
    return right.shift(x, -rows, -cols)


@mistake("shift", hint="Follow one bright pixel: with rows = 1, does it move down or up?")
def moves_up_instead_of_down(x, rows, cols):
    """Rows move in the opposite direction: up instead of down."""
    return right.shift(x, -rows, cols)


@mistake("shift", hint="Follow one bright pixel: with cols = 1, does it move to the right or to the left?")
def moves_left_instead_of_right(x, rows, cols):
    """Columns move in the opposite direction: to the left instead of to the right."""
    return right.shift(x, rows, -cols)


@mistake("shift", hint="Which axis are the rows, and which the columns?")
def exchanges_the_axes(x, rows, cols):
    """Rows and columns have changed places: down becomes right."""
    return right.shift(x, cols, rows)


@mistake("shift", hint="Call it with rows = 0 and cols = 2. What moves?")
def moves_the_rows_only(x, rows, cols):
    """The columns stay where they are."""
    return right.shift(x, rows, 0)


@mistake("shift", hint="Call it with rows = 2 and cols = 0. What moves?")
def moves_the_columns_only(x, rows, cols):
    """The rows stay where they are."""
    return right.shift(x, 0, cols)


@mistake("shift", hint="Which of the three axes are rows and columns? The first one is not.")
def moves_the_channels(x, rows, cols):
    """The first two axes move, channels and rows, instead of rows and columns."""
    return right.shift(x.transpose(2, 0, 1), rows, cols).transpose(1, 2, 0)


@mistake("shift", hint="What comes in at the border: zeros, or copies of it?")
def repeats_the_border(x, rows, cols):
    """At the border the nearest pixel is repeated, where zeros should come in."""
    _, height, width = x.shape
    return x[:, np.clip(np.arange(height) - rows, 0, height - 1)][:, :, np.clip(np.arange(width) - cols, 0, width - 1)]


@mistake("shift", hint="Where does a pixel go that moves by 1: count once more.")
def moves_one_pixel_too_far(x, rows, cols):
    """Everything moves one pixel too far."""
    return right.shift(x, rows + int(np.sign(rows)), cols + int(np.sign(cols)))


@mistake("shift", hint="Try rows = -1. A negative number moves the other way.")
def drops_the_sign_of_the_move(x, rows, cols):
    """Negative numbers move the map down and to the right like positive ones."""
    return right.shift(x, abs(rows), abs(cols))


@mistake("shift", hint="Try rows = -1. A negative number moves the other way.")
def stays_for_negative_moves(x, rows, cols):
    """Negative numbers do not move anything."""
    return right.shift(x, max(rows, 0), max(cols, 0))


@mistake("shift", hint="Try rows = -1. A negative number moves the other way: it is legal.")
def refuses_negative_moves(x, rows, cols):
    """Negative numbers are refused."""
    if rows < 0 or cols < 0:
        raise ValueError("negative")
    return right.shift(x, rows, cols)


@mistake("shift", hint="Try rows = 0. What is x[:, :-0]?")
def loses_everything_when_it_stays(x, rows, cols):
    """A shift by 0 along one axis gives zeros: the slice up to -0 is empty."""
    return right.shift(x, rows, cols) * bool(rows and cols)


@mistake("shift", hint="Try rows = 0. Does a slice such as x[:, :-0] hold what you think?")
def breaks_when_it_stays(x, rows, cols):
    """A shift by 0 along one axis ends in an error: the slice up to -0 is empty."""
    if not (rows and cols):
        raise RuntimeError("shapes differ")
    return right.shift(x, rows, cols)


@mistake("shift", hint="Try to move a map of 5 rows by 6. What is left, and which of your slices has a negative end?")
def breaks_when_everything_moves_out(x, rows, cols):
    """A shift by more than the map's side ends in an error."""
    if abs(rows) > x.shape[1] or abs(cols) > x.shape[2]:
        raise RuntimeError("shapes differ")
    return right.shift(x, rows, cols)


@mistake("shift", hint="Try to move a map of 5 rows by 6. Is that forbidden, or is there simply nothing left?")
def refuses_to_move_everything_out(x, rows, cols):
    """A shift by the map's side or more is refused, where zeros should be given."""
    if abs(rows) >= x.shape[1] or abs(cols) >= x.shape[2]:
        raise ValueError("too far")
    return right.shift(x, rows, cols)


@mistake("shift", hint="Try to move a map of 5 rows by 6. What should be left?")
def stays_when_everything_moves_out(x, rows, cols):
    """A shift by the map's side or more gives the map itself, where nothing should be left."""
    if abs(rows) >= x.shape[1] or abs(cols) >= x.shape[2]:
        return x.copy()
    return right.shift(x, rows, cols)


@mistake("shift", hint="Try to move a map of 5 rows by 6. Does your move start again after 5?")
def counts_moves_around_the_map(x, rows, cols):
    """The move is counted modulo the map's side, so that a long one becomes a short one."""
    return right.shift(x, int(np.fmod(rows, x.shape[1])), int(np.fmod(cols, x.shape[2])))


@mistake("shift", hint="Compare the shapes before and after. What happens to pixels that move out?")
def grows_the_map(x, rows, cols):
    """The map grows by the zeros that come in: what should move out stays."""
    height, width = (((move, 0) if move > 0 else (0, -move)) for move in (rows, cols))
    return np.pad(x, ((0, 0), height, width))


@mistake("shift", hint="Compare the shapes before and after. What should come in where nothing moves in?")
def cuts_the_map(x, rows, cols):
    """Only the part that is still there is given: the zeros are missing."""
    moved = right.shift(x, rows, cols)
    return moved[:, max(rows, 0) : x.shape[1] + min(rows, 0), max(cols, 0) : x.shape[2] + min(cols, 0)]


@mistake("shift", hint="What stands where nothing moves in: zeros, or 'not a number'?")
def fills_with_nan(x, rows, cols):
    """Where nothing moves in stands nan instead of 0."""
    moved = right.shift(x, rows, cols)
    moved[right.shift(np.ones_like(x), rows, cols) == 0] = np.nan
    return moved


@mistake("shift", hint="What stands where nothing moves in? Did you begin with a copy of x instead of zeros?")
def keeps_the_old_pixels(x, rows, cols):
    """Where nothing moves in, the old pixels are still there."""
    return np.where(right.shift(np.ones_like(x), rows, cols) == 0, x, right.shift(x, rows, cols))


@mistake("shift", hint="Is x still what it was after the call?")
def moves_the_map_itself(x, rows, cols):
    """The map that was handed in is changed."""
    x[...] = right.shift(x, rows, cols)
    return x


@mistake("shift", hint="Print type(...) of what you return.")
def gives_lists_of_rows(x, rows, cols):
    """The values are right, but they come as nested lists instead of an array."""
    return right.shift(x, rows, cols).tolist()


@mistake("shift", hint="Print the dtype. Did you make an array of whole numbers to move things into?")
def moves_whole_numbers(x, rows, cols):
    """The result holds whole numbers: what is behind the decimal point is lost."""
    return right.shift(x, rows, cols).astype(int)


# --- shift_distance


def _pair(x, rows, cols, size, move=right.shift, pool=right.max_pool2d):
    before = pool(x, size)
    return before, pool(move(x, rows, cols), size)


def _ratio(above, below):
    return float(above / below) if below else 0.0


def _distance(x, rows, cols, size, **changes):
    before, after = _pair(x, rows, cols, size, **changes)
    return _ratio(np.linalg.norm(after - before), np.linalg.norm(before))


@mistake("shift_distance", hint="Call it with size 1 and with size 2. Do the results differ?")
def never_pools(x, rows, cols, size=1):
    """The size is never used: nothing is pooled."""
    return _distance(x, rows, cols, 1)


@mistake("shift_distance", hint="What is the size when nobody gives one?")
def pools_by_two_unless_told(x, rows, cols, size=2):
    """Without a size, windows of 2 are pooled, where nothing should be."""
    return _distance(x, rows, cols, size)


@mistake("shift_distance", hint="Which windows does max_pool2d use when no stride is given?")
def pools_at_every_place(x, rows, cols, size=1):
    """The pooling windows move by 1 instead of by their size."""
    return _distance(x, rows, cols, size, pool=lambda x, size: right.max_pool2d(x, size, 1))


@mistake("shift_distance", hint="Which pooling is asked for?")
def pools_with_the_mean(x, rows, cols, size=1):
    """Average pooling is used instead of max-pooling."""
    return _distance(x, rows, cols, size, pool=right.avg_pool2d)


@mistake("shift_distance", hint="What moves: the map before pooling, or the pooled one?")
def moves_the_pooled_map(x, rows, cols, size=1):
    """The pooled map is moved, where the map should move before it is pooled."""
    before = right.max_pool2d(x, size)
    return _ratio(np.linalg.norm(right.shift(before, rows, cols) - before), np.linalg.norm(before))


@mistake("shift_distance", hint="What comes in at the border of the moved map?")
def measures_a_wrapped_move(x, rows, cols, size=1):
    """The map is moved around: what goes out on one side comes in on the other."""
    return _distance(x, rows, cols, size, move=lambda x, rows, cols: np.roll(x, (rows, cols), axis=(1, 2)))


@mistake("shift_distance", hint="With rows = 1, does the map move down or up?")
def measures_the_opposite_move(x, rows, cols, size=1):
    """The map is moved in the opposite direction."""
    return _distance(x, -rows, -cols, size)


@mistake("shift_distance", hint="In which order does shift take rows and columns?")
def measures_with_the_axes_exchanged(x, rows, cols, size=1):
    """Rows and columns have changed places."""
    return _distance(x, cols, rows, size)


@mistake("shift_distance", hint="Twice as bright a map: should the distance double?")
def does_not_divide(x, rows, cols, size=1):
    """The norm of the difference is not divided by anything."""
    before, after = _pair(x, rows, cols, size)
    return float(np.linalg.norm(after - before)) if np.linalg.norm(before) else 0.0


@mistake("shift_distance", hint="Which map's norm stands below: the one that moved, or the one that stayed?")
def divides_by_the_moved_map(x, rows, cols, size=1):
    """The difference is divided by the norm of the moved map instead of the one that stayed."""
    before, after = _pair(x, rows, cols, size)
    return _ratio(np.linalg.norm(after - before), np.linalg.norm(after))


@mistake("shift_distance", hint="Which map's norm stands below: the pooled one, or x?")
def divides_by_the_map_before_pooling(x, rows, cols, size=1):
    """The difference is divided by the norm of x instead of that of the pooled map."""
    before, after = _pair(x, rows, cols, size)
    return _ratio(np.linalg.norm(after - before), np.linalg.norm(x))


@mistake("shift_distance", hint="Is it the norm of the difference, or the difference of the norms?")
def takes_the_difference_of_the_norms(x, rows, cols, size=1):
    """The difference of the two norms is taken, where the norm of the difference is meant."""
    before, after = _pair(x, rows, cols, size)
    return _ratio(abs(np.linalg.norm(after) - np.linalg.norm(before)), np.linalg.norm(before))


@mistake("shift_distance", hint="A norm is a root. Where is it?")
def forgets_the_root(x, rows, cols, size=1):
    """Sums of squares are divided: the root is missing."""
    return _distance(x, rows, cols, size) ** 2


@mistake("shift_distance", hint="Which norm is the root of the sum of squares?")
def adds_up_magnitudes(x, rows, cols, size=1):
    """The norms are sums of magnitudes instead of roots of sums of squares."""
    before, after = _pair(x, rows, cols, size)
    return _ratio(np.abs(after - before).sum(), np.abs(before).sum())


@mistake("shift_distance", hint="Does one pixel count, or do all of them?")
def takes_the_largest_difference(x, rows, cols, size=1):
    """The largest differences are compared instead of the norms over all entries."""
    before, after = _pair(x, rows, cols, size)
    return _ratio(np.abs(after - before).max(), np.abs(before).max())


@mistake("shift_distance", hint="One norm over all entries, or one a channel?")
def averages_the_channels_distances(x, rows, cols, size=1):
    """A distance is worked out for each channel, and their mean is given."""
    return float(np.mean([_distance(channel[None], rows, cols, size) for channel in x]))


@mistake("shift_distance", hint="Print what you return: how many numbers are there?")
def gives_a_distance_for_each_channel(x, rows, cols, size=1):
    """One number a channel is given instead of one for the whole map."""
    return np.array([_distance(channel[None], rows, cols, size) for channel in x])


@mistake("shift_distance", hint="Is there a mean on one side of your fraction and a sum on the other?")
def averages_above_but_not_below(x, rows, cols, size=1):
    """The norm above is divided by the number of entries, the one below is not."""
    before, after = _pair(x, rows, cols, size)
    return _ratio(np.linalg.norm(after - before) / np.sqrt(before.size), np.linalg.norm(before))


@mistake("shift_distance", hint="Try a map of zeros. What is 0 / 0 in NumPy?")
def gives_nan_for_a_map_of_zeros(x, rows, cols, size=1):
    """The lower norm is not looked at: a map of zeros gives nan, or infinity."""
    before, after = _pair(x, rows, cols, size)
    above, below = np.linalg.norm(after - before), np.linalg.norm(before)
    return float(above / below) if below else (float("inf") if above else float("nan"))


@mistake("shift_distance", hint="Try a map of zeros. Python's own floats do not give nan there.")
def breaks_for_a_map_of_zeros(x, rows, cols, size=1):
    """The lower norm is not looked at: a map of zeros ends in a ZeroDivisionError."""
    before, after = _pair(x, rows, cols, size)
    return float(np.linalg.norm(after - before)) / float(np.linalg.norm(before))


@mistake("shift_distance", hint="Both norms can be small, or only the lower one. Which of the two must be 0 for the answer 0?")
def adds_a_little_below(x, rows, cols, size=1):
    """A small number is added below, so that a pooled map of zeros gives a huge distance instead of 0."""
    before, after = _pair(x, rows, cols, size)
    return float(np.linalg.norm(after - before) / (np.linalg.norm(before) + 1e-9))


@mistake("shift_distance", hint="The distance is 0 where the lower norm is 0. What is yours there?")
def calls_zeros_wholly_different(x, rows, cols, size=1):
    """Where the lower norm is 0, the distance is 1 instead of 0."""
    before, after = _pair(x, rows, cols, size)
    below = np.linalg.norm(before)
    return float(np.linalg.norm(after - before) / below) if below else 1.0


@mistake("shift_distance", hint="Can two maps differ by more than the norm of one of them?")
def is_cut_at_one(x, rows, cols, size=1):
    """The distance is cut at 1, though it may be larger."""
    return min(_distance(x, rows, cols, size), 1.0)


@mistake("shift_distance", hint="Is it the distance, or the likeness? What should come out for a move by 0?")
def measures_likeness(x, rows, cols, size=1):
    """One minus the distance is given."""
    return 1 - _distance(x, rows, cols, size)


@mistake("shift_distance", hint="Is x still what it was after the call?")
def moves_the_map_on_the_way(x, rows, cols, size=1):
    """The map that was handed in is moved itself, so the caller's array is changed."""
    found = _distance(x, rows, cols, size)
    x[...] = right.shift(x, rows, cols)
    return found
