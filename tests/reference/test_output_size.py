"""The reference for chapter 4 against PyTorch, brute force and the lecture's numbers."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.reference import output_size
from autograder.reference.layers import conv_layer

NUMBERS = st.floats(-100, 100)
SMALL = st.integers(1, 5)
PADDINGS = st.integers(0, 3)
AXIS = st.tuples(st.integers(1, 30), SMALL, SMALL, PADDINGS)


def places(n, kernel, stride, padding, dilation=1):
    """The pixels, padding included, under the kernel at each place: slid one stride at a time until it hangs over the end."""
    start, found = 0, []
    while start + dilation * (kernel - 1) < n + 2 * padding:
        found.append([start + dilation * weight for weight in range(kernel)])
        start += stride
    return found


@st.composite
def map_and_filters(draw):
    """A feature map, filters, biases, a stride and a padding, of any shapes that fit."""
    count, depth, rows, columns = (draw(SMALL) for _ in range(4))
    stride, padding = draw(st.tuples(SMALL, SMALL)), draw(st.tuples(PADDINGS, PADDINGS))
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    assume(rows <= height + 2 * padding[0] and columns <= width + 2 * padding[1])
    shapes = (depth, height, width), (count, depth, rows, columns), (count,)
    return tuple(draw(arrays(float, shape, elements=NUMBERS)) for shape in shapes), stride, padding


@given(AXIS, SMALL)
def test_the_output_size_counts_the_places_of_the_kernel(axis, dilation):
    """The formula gives as many places as sliding the kernel does; where there is none, it refuses."""
    n, kernel, stride, padding = axis
    expected = len(places(n, kernel, stride, padding, dilation))
    if expected:
        found = output_size.conv_output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)
        assert (found, type(found)) == (expected, int)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            output_size.conv_output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)


@pytest.mark.parametrize(
    ("n", "kernel", "options", "expected"),
    [
        (32, 5, {}, 28),
        (7, 3, {}, 5),
        (7, 3, {"stride": 2}, 3),
        (7, 3, {"stride": 3}, 2),
        (227, 11, {"stride": 4}, 55),
        (224, 11, {"stride": 4}, 54),
        (224, 11, {"stride": 4, "padding": 2}, 55),
        (55, 3, {"stride": 2}, 27),
        (27, 5, {"padding": 2}, 27),
        (27, 3, {"stride": 2}, 13),
        (13, 3, {"padding": 1}, 13),
        (13, 3, {"stride": 2}, 6),
    ],
)
def test_the_lectures_and_alexnets_sizes(n, kernel, options, expected):
    """The lecture's examples, AlexNet's layers, and the floor that 224 pixels and stride 3 need."""
    assert output_size.conv_output_size(n, kernel, **options) == expected


@pytest.mark.parametrize("name", ["n", "kernel", "stride", "dilation", "padding"])
@pytest.mark.parametrize("below", [1, 4])
def test_sizes_that_make_no_sense_are_refused_by_name(name, below):
    """Below 1, or below 0 for the padding: ValueError that names the argument and its value."""
    sizes = {"n": 9, "kernel": 3, "stride": 1, "dilation": 1, "padding": 0}
    sizes[name] = (0 if name == "padding" else 1) - below
    with pytest.raises(ValueError, match=f"`{name}` \\(={sizes[name]}\\)"):
        output_size.conv_output_size(sizes.pop("n"), sizes.pop("kernel"), **sizes)


@given(map_and_filters())
def test_a_convolution_with_stride_and_padding_is_pytorchs(everything):
    """Values equal torch.nn.functional.conv2d's, and the announced shape is the one that comes."""
    (x, weights, bias), stride, padding = everything
    found = output_size.conv2d(x, weights, bias, stride=stride, padding=padding)
    expected = torch.nn.functional.conv2d(*map(torch.from_numpy, (x, weights, bias)), stride=stride, padding=padding).numpy()
    np.testing.assert_allclose(found, expected, atol=1e-8)
    announced = output_size.conv_output_shape(x.shape, len(weights), weights.shape[2:], stride=stride, padding=padding)
    assert announced == found.shape


@given(map_and_filters())
def test_a_stride_picks_rows_and_columns_of_the_convolution_without_one(everything):
    """conv2d is the chapter before's layer on the padded map, of which every S-th row and T-th column is kept."""
    (x, weights, bias), stride, padding = everything
    dense = conv_layer(output_size.pad2d(x, padding), weights, bias)
    found = output_size.conv2d(x, weights, bias, stride=stride, padding=padding)
    np.testing.assert_allclose(found, dense[:, :: stride[0], :: stride[1]], atol=1e-8)


def test_an_int_stands_for_both_axes():
    """2 and (2, 2) are the same stride, padding and kernel."""
    x, weights, bias = np.arange(50.0).reshape(2, 5, 5), np.arange(36.0).reshape(2, 2, 3, 3), np.ones(2)
    one = output_size.conv2d(x, weights, bias, stride=2, padding=1)
    np.testing.assert_array_equal(one, output_size.conv2d(x, weights, bias, stride=(2, 2), padding=(1, 1)))
    assert output_size.conv_output_shape((2, 5, 5), 2, 3, stride=2, padding=1) == one.shape


@pytest.mark.parametrize("shape", [(1, 2, 6, 3), (1, 2, 3, 8), (1, 1, 3, 3), (1, 3, 3, 3)])
def test_filters_that_do_not_belong_to_the_padded_map_are_refused(shape):
    """Too tall, too wide, too shallow or too deep: ValueError."""
    with pytest.raises(ValueError, match=r"\d"):
        output_size.conv2d(np.zeros((2, 3, 5)), np.zeros(shape), np.zeros(1), padding=1)


BAD_OPTIONS = [{"stride": 0}, {"stride": (1, -1)}, {"stride": (1, 2, 3)}, {"padding": -1}, {"padding": (0, -1)}]


@pytest.mark.parametrize("options", BAD_OPTIONS)
def test_strides_and_paddings_that_make_no_sense_are_refused(options):
    """ValueError that names the argument."""
    with pytest.raises(ValueError, match=next(iter(options))):
        output_size.conv2d(np.zeros((1, 5, 5)), np.zeros((1, 1, 3, 3)), np.zeros(1), **options)


@pytest.mark.parametrize("kernel_size", [(4, 1), (1, 6), 6])
def test_a_shape_that_cannot_come_is_refused(kernel_size):
    """Too tall, too wide, or both: ValueError."""
    with pytest.raises(ValueError, match="does not fit"):
        output_size.conv_output_shape((1, 3, 5), 1, kernel_size)


@given(arrays(float, st.tuples(SMALL, SMALL, SMALL), elements=NUMBERS), st.tuples(PADDINGS, PADDINGS), st.floats(-9, 9))
def test_padding_is_numpys_constant_padding(x, padding, value):
    """The border equals numpy.pad's, and the argument stays."""
    before = x.copy()
    sides = ((0, 0), (padding[0], padding[0]), (padding[1], padding[1]))
    np.testing.assert_array_equal(output_size.pad2d(x, padding, value=value), np.pad(x, sides, constant_values=value))
    np.testing.assert_array_equal(x, before)


def test_padding_whole_numbers_with_a_fraction_loses_nothing():
    """A map of ints with a border of 0.5 becomes a map of floats."""
    assert output_size.pad2d(np.ones((1, 1, 1), dtype=int), 1, value=0.5)[0, 0, 0] == 0.5


@given(st.integers(1, 40), st.integers(0, 5), st.integers(1, 4))
def test_same_padding_keeps_the_size(n, half, dilation):
    """With the padding found, the output is as long as the input; a smaller one would not do."""
    kernel = 2 * half + 1
    padding = output_size.same_padding(kernel, dilation=dilation)
    assert isinstance(padding, int)
    assert output_size.conv_output_size(n, kernel, padding=padding, dilation=dilation) == n


@pytest.mark.parametrize("kernel", [0, 2, 10])
def test_an_even_kernel_cannot_keep_the_size(kernel):
    """ValueError that names the kernel, at any dilation."""
    for dilation in (1, 2):
        with pytest.raises(ValueError, match=f"={kernel}"):
            output_size.same_padding(kernel, dilation=dilation)


@given(AXIS)
def test_unread_pixels_are_those_behind_the_last_window(axis):
    """Sliding the window by hand leaves as many pixels at the end as the function says."""
    n, kernel, stride, padding = axis
    found = places(n, kernel, stride, padding)
    if found:
        expected = n + 2 * padding - 1 - found[-1][-1]
        assert output_size.unread_pixels(n, kernel, stride=stride, padding=padding) == expected
    else:
        with pytest.raises(ValueError, match="does not fit"):
            output_size.unread_pixels(n, kernel, stride=stride, padding=padding)


def test_gaps_between_windows_do_not_count():
    """Windows of 1 pixel every 4: of 10 pixels only the last one lies behind the last window."""
    assert output_size.unread_pixels(10, 1, stride=4) == 1
