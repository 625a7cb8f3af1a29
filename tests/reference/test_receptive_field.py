"""The receptive field's formulas against what a network reads, pixel by pixel, and against the lecture's numbers."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reference.receptive_field import (
    build_network,
    gradient_region,
    layers_needed,
    receptive_field,
    receptive_fields,
    receptive_region,
)

# conv1, pool1, conv2, pool2, conv3, conv4, conv5, pool5, fc6, fc7, fc8: kernel, stride, padding; then size, jump, start.
ALEXNET = [
    ((11, 4, 0), (11, 4, 5.0)),
    ((3, 2, 0), (19, 8, 9.0)),
    ((5, 1, 2), (51, 8, 9.0)),
    ((3, 2, 0), (67, 16, 17.0)),
    ((3, 1, 1), (99, 16, 17.0)),
    ((3, 1, 1), (131, 16, 17.0)),
    ((3, 1, 1), (163, 16, 17.0)),
    ((3, 2, 0), (195, 32, 33.0)),
    ((6, 1, 0), (355, 32, 113.0)),
    ((1, 1, 0), (355, 32, 113.0)),
    ((1, 1, 0), (355, 32, 113.0)),
]
OUT_OF_RANGE = [(0, 1, 0), (-1, 1, 0), (3, 0, 0), (3, -2, 0), (3, 1, -1)]
NOT_THREE_INTS = [(3, 1), (3, 1, 0, 1), (2.5, 1, 0), (3, 1.0, 0), ("3", 1, 0)]

layer = st.builds(lambda k, s, p: (k, s, p), st.integers(1, 5), st.integers(1, 3), st.integers(0, 4))


def units(layers, input_size):
    """Length of every map on the way, or None where a kernel does not fit."""
    sizes = [input_size]
    for kernel, stride, padding in layers:
        if sizes[-1] + 2 * padding < kernel:
            return None
        sizes.append((sizes[-1] + 2 * padding - kernel) // stride + 1)
    return sizes


def pixels_that_matter(layers, unit, input_size):
    """The pixels whose change changes the unit: one pixel lit at a time, each layer a loop that adds up its window."""
    found = []
    for pixel in range(input_size):
        signal = [0] * input_size
        signal[pixel] = 1
        for kernel, stride, padding in layers:
            padded = [0] * padding + signal + [0] * padding
            signal = [sum(padded[at : at + kernel]) for at in range(0, len(padded) - kernel + 1, stride)]
        if signal[unit]:
            found.append(pixel)
    return found


def fits_exactly(layers, input_size):
    """Whether every padding is smaller than its kernel and every layer reads its padded input to the last pixel."""
    sizes = units(layers, input_size)
    return sizes is not None and all(
        padding < kernel and (size + 2 * padding - kernel) % stride == 0
        for (kernel, stride, padding), size in zip(layers, sizes, strict=False)
    )


def test_alexnet_has_the_published_fields():
    """Every row of AlexNet's table: size, jump and start."""
    layers, fields = map(list, zip(*ALEXNET, strict=True))
    assert receptive_fields(layers) == fields
    assert receptive_field(layers) == fields[-1]


def test_alexnet_for_224_pixels_starts_two_pixels_earlier():
    """Padding 2 in conv1 moves every start by two pixels and changes no size."""
    layers = [(11, 4, 2)] + [each for each, _ in ALEXNET[1:]]
    assert receptive_fields(layers) == [(size, jump, start - 2) for _, (size, jump, start) in ALEXNET]


def test_the_lectures_two_layers_see_five_pixels():
    """Two 3 x 3 layers on a 5 x 5 image: the one unit sees all of it."""
    layers = [(3, 1, 0), (3, 1, 0)]
    assert receptive_field(layers) == (5, 1, 2.0)
    assert receptive_region(layers, 0, 5) == (0, 4)
    assert gradient_region(layers, (0, 0), 5).all()


def test_no_layers_see_one_pixel():
    """Without layers a unit is its pixel, and there is no field to list."""
    assert receptive_field([]) == (1, 1, 0.0)
    assert receptive_fields([]) == []
    assert receptive_region([], 3, 5) == (3, 3)
    assert np.argwhere(gradient_region([], (1, 3), 5)).tolist() == [[1, 3]]
    assert len(build_network([])) == 0


def test_the_kinds_are_as_promised():
    """Size and jump are ints, start is a float, also for NumPy's ints."""
    for layers in ([(3, 2, 1)], [(np.int64(3), np.int64(2), np.int64(1))], []):
        assert [type(each) for each in receptive_field(layers)] == [int, int, float]
    assert type(receptive_fields([(3, 2, 1)])) is list
    assert [type(each) for each in receptive_region([(3, 2, 1)], 0, 5)] == [int, int]


@given(st.lists(layer, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_size_jump_and_start_are_what_lit_pixels_show(layers):
    """In the middle of a large image, a unit's lit pixels span `size` around its centre, the next unit's lie `jump` on."""
    size, jump, start = receptive_field(layers)
    input_size = 3 * size + 3 * jump
    unit = next(u for u in range(units(layers, input_size)[-1]) if start + u * jump - (size - 1) / 2 >= size)
    mine, next_ones = (pixels_that_matter(layers, each, input_size) for each in (unit, unit + 1))
    assert mine[-1] - mine[0] + 1 == size
    assert (mine[0] + mine[-1]) / 2 == start + unit * jump
    assert next_ones[0] - mine[0] == jump


@given(st.lists(layer, max_size=3), st.integers(1, 14))
@settings(max_examples=150, deadline=None)
def test_the_region_is_what_lit_pixels_show(layers, input_size):
    """Where padding is small and nothing is left over, the region's ends are the first and the last pixel that matter."""
    if not fits_exactly(layers, input_size):
        return
    for unit in range(units(layers, input_size)[-1]):
        seen = pixels_that_matter(layers, unit, input_size)
        assert receptive_region(layers, unit, input_size) == (seen[0], seen[-1])


@given(st.lists(layer, max_size=3), st.integers(1, 12), st.data())
@settings(max_examples=60, deadline=None)
def test_the_gradient_finds_what_lit_pixels_show(layers, input_size, data):
    """Rows and columns are independent: the gradient's pixels are the crossings of those that matter, gaps too."""
    sizes = units(layers, input_size)
    if sizes is None:
        return
    row, col = (data.draw(st.integers(0, sizes[-1] - 1)) for _ in range(2))
    expected = np.zeros((input_size, input_size), bool)
    expected[np.ix_(pixels_that_matter(layers, row, input_size), pixels_that_matter(layers, col, input_size))] = True
    region = gradient_region(layers, (row, col), input_size)
    assert region.dtype == bool
    np.testing.assert_array_equal(region, expected)


@given(st.lists(layer, max_size=4))
@settings(deadline=None)
def test_the_list_ends_with_the_whole_stack(layers):
    """Entry i of the list is the field of the first i + 1 layers."""
    assert receptive_fields(layers) == [receptive_field(layers[: i + 1]) for i in range(len(layers))]


@given(st.lists(layer, max_size=4), st.integers(0, 4))
@settings(deadline=None)
def test_padding_moves_the_field_and_nothing_else(layers, padding):
    """Another padding in the first layer moves the start by the difference; size and jump stay."""
    kernel, stride, before = (3, 2, 1)
    one, other = ([(kernel, stride, each), *layers] for each in (before, padding))
    size, jump, start = receptive_field(one)
    assert receptive_field(other) == (size, jump, start + before - padding)


@given(st.integers(2, 9), st.integers(1, 60))
def test_layers_needed_is_the_first_stack_that_reaches_the_target(kernel, target):
    """That many layers see the target, one fewer does not."""
    count = layers_needed(kernel, target)
    assert receptive_field([(kernel, 1, 0)] * count)[0] >= target
    assert count == 0 or receptive_field([(kernel, 1, 0)] * (count - 1))[0] < target


def test_the_network_is_the_one_described():
    """One float32 convolution a layer, every weight 1 and no bias: an image of ones gives products of window areas."""
    network = build_network([(3, 1, 0), (2, 2, 1)])
    assert type(network) is torch.nn.Sequential
    assert [type(each) for each in network] == [torch.nn.Conv2d] * 2
    found = [(each.kernel_size, each.stride, each.padding) for each in network]
    assert found == [((3, 3), (1, 1), (0, 0)), ((2, 2), (2, 2), (1, 1))]
    assert all(each.dtype == torch.float32 and (each == 1).all() for each in network.parameters())
    assert network(torch.ones(1, 1, 5, 5))[0, 0].tolist() == [[9.0, 18.0], [18.0, 36.0]]


@pytest.mark.parametrize("bad", OUT_OF_RANGE + NOT_THREE_INTS)
@pytest.mark.parametrize("place", [0, 1])
def test_a_bad_layer_is_refused_everywhere(bad, place):
    """Each function that takes layers refuses a bad one, wherever it stands, and names it."""
    layers = [(3, 1, 0)]
    layers.insert(place, bad)
    calls = [
        (receptive_field, ()),
        (receptive_fields, ()),
        (receptive_region, (0, 9)),
        (build_network, ()),
        (gradient_region, ((0, 0), 9)),
    ]
    for function, more in calls:
        with pytest.raises(ValueError, match=str(bad[0])):
            function(layers, *more)


@pytest.mark.parametrize("unit", [-1, 3, 100])
def test_a_unit_that_is_not_there_is_refused(unit):
    """Seven pixels under a 3-wide kernel with stride 2 have the units 0, 1 and 2."""
    layers = [(3, 2, 0)]
    with pytest.raises(ValueError, match=str(unit)):
        receptive_region(layers, unit, 7)
    for place in ((unit, 0), (0, unit)):
        with pytest.raises(ValueError, match=str(unit)):
            gradient_region(layers, place, 7)


@pytest.mark.parametrize("layers", [[(6, 1, 0)], [(3, 1, 0), (4, 1, 0)], [(9, 1, 1)]])
def test_a_kernel_that_does_not_fit_is_refused(layers):
    """A kernel larger than its padded input has no place, in the first layer or later."""
    for function, unit in ((receptive_region, 0), (gradient_region, (0, 0))):
        with pytest.raises(ValueError, match="does not fit"):
            function(layers, unit, 5)


@pytest.mark.parametrize(("kernel", "target"), [(1, 5), (0, 5), (-3, 5), (3, 0), (3, -1)])
def test_layers_needed_refuses_what_has_no_answer(kernel, target):
    """A 1-wide kernel never widens a field, and no field is narrower than a pixel."""
    with pytest.raises(ValueError, match="at least"):
        layers_needed(kernel, target)


def test_importing_the_module_does_not_load_torch():
    """Only the functions that build a network load PyTorch: the formulas work with NumPy alone."""
    code = "import sys, autograder.reference.receptive_field as r; r.receptive_field([]); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
