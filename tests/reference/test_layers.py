"""The reference for chapter 3 against PyTorch, the definitions and the lecture's numbers."""

from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.reference import layers
from autograder.reference.convolution import correlate2d

NUMBERS = st.floats(-100, 100)
SIDES = st.integers(1, 4)


@st.composite
def map_and_filters(draw):
    """A feature map, filters that fit into it, and their biases, of any shapes."""
    count, depth, rows, columns = (draw(SIDES) for _ in range(4))
    height, width = rows + draw(SIDES) - 1, columns + draw(SIDES) - 1
    shapes = (depth, height, width), (count, depth, rows, columns), (count,)
    return tuple(draw(arrays(float, shape, elements=NUMBERS)) for shape in shapes)


@st.composite
def kernel_and_image(draw):
    """A kernel and an image that it fits into."""
    rows, columns = draw(SIDES), draw(SIDES)
    height, width = rows + draw(SIDES) - 1, columns + draw(SIDES) - 1
    return draw(arrays(float, (rows, columns), elements=NUMBERS)), draw(arrays(float, (height, width), elements=NUMBERS))


def conv_layer_by_definition(x, weights, bias):
    """Six loops over the formula."""
    _, height, width = x.shape
    count, depth, rows, columns = weights.shape
    out = np.empty((count, height - rows + 1, width - columns + 1))
    for f, i, j in product(*map(range, out.shape)):
        terms = (weights[f, c, u, v] * x[c, i + u, j + v] for c, u, v in product(range(depth), range(rows), range(columns)))
        out[f, i, j] = sum(terms) + bias[f]
    return out


@given(st.data(), st.integers(1, 6), st.integers(1, 6))
def test_a_fully_connected_layer_is_pytorchs(data, inputs, outputs):
    """The weighted sums plus the biases equal torch.nn.functional.linear."""
    x, weights, bias = (data.draw(arrays(float, shape, elements=NUMBERS)) for shape in ((inputs,), (outputs, inputs), (outputs,)))
    expected = torch.nn.functional.linear(*map(torch.from_numpy, (x, weights, bias))).numpy()
    np.testing.assert_allclose(layers.linear(x, weights, bias), expected, atol=1e-9)


@given(map_and_filters())
def test_a_convolutional_layer_is_pytorchs_and_follows_its_definition(given_arrays):
    """The layer equals torch.nn.functional.conv2d, and six loops over the formula."""
    found = layers.conv_layer(*given_arrays)
    expected = torch.nn.functional.conv2d(*map(torch.from_numpy, given_arrays)).numpy()
    np.testing.assert_allclose(found, expected, atol=1e-8)
    np.testing.assert_allclose(found, conv_layer_by_definition(*given_arrays), atol=1e-8)


@given(map_and_filters(), st.integers(0, 3), st.integers(0, 3))
def test_a_convolutional_layer_moves_with_its_input(given_arrays, rows, columns):
    """Looking at the input from another corner gives the output from that corner: weights are shared."""
    x, weights, bias = given_arrays
    rows, columns = min(rows, x.shape[1] - weights.shape[2]), min(columns, x.shape[2] - weights.shape[3])
    moved = layers.conv_layer(x[:, rows:, columns:], weights, bias)
    np.testing.assert_allclose(moved, layers.conv_layer(x, weights, bias)[:, rows:, columns:], atol=1e-8)


@pytest.mark.parametrize("shape", [(1, 2, 4, 2), (1, 2, 2, 6), (1, 1, 2, 2), (1, 3, 2, 2), (1, 2, 9, 9)])
def test_filters_that_do_not_belong_to_the_map_are_refused(shape):
    """Too tall, too wide, too shallow (one channel does not stand for all) or too deep: ValueError."""
    with pytest.raises(ValueError, match=r"\d"):
        layers.conv_layer(np.zeros((2, 3, 5)), np.zeros(shape), np.zeros(1))


def test_a_bias_too_few_is_refused():
    """One bias does not stand for two filters."""
    with pytest.raises(ValueError, match="2 filters"):
        layers.conv_layer(np.zeros((1, 3, 3)), np.zeros((2, 1, 2, 2)), np.zeros(1))
    with pytest.raises(ValueError, match="1 biases"):
        layers.linear(np.zeros(3), np.zeros((2, 3)), np.zeros(1))


@given(arrays(float, array_shapes(max_dims=4, max_side=4), elements=NUMBERS))
def test_rectifying_is_pytorchs_and_happens_once(x):
    """relu equals torch.relu, leaves its argument alone, and does nothing to what is rectified already."""
    before = x.copy()
    found = layers.relu(x)
    np.testing.assert_array_equal(found, torch.relu(torch.from_numpy(x)).numpy())
    np.testing.assert_array_equal(layers.relu(found), found)
    np.testing.assert_array_equal(x, before)


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.integers(1, 4), st.booleans())
def test_a_convolutional_layer_learns_as_much_as_pytorchs(groups, deep, many, rows, columns, bias):
    """The number of parameters is that of torch.nn.Conv2d, with and without groups and biases."""
    built = torch.nn.Conv2d(groups * deep, groups * many, (rows, columns), bias=bias, groups=groups)
    expected = sum(each.numel() for each in built.parameters())
    assert layers.conv_parameters(groups * deep, groups * many, (rows, columns), bias=bias, groups=groups) == expected


@given(st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_a_fully_connected_layer_learns_as_much_as_pytorchs(inputs, outputs, bias):
    """The number of parameters is that of torch.nn.Linear."""
    expected = sum(each.numel() for each in torch.nn.Linear(inputs, outputs, bias=bias).parameters())
    assert layers.linear_parameters(inputs, outputs, bias=bias) == expected


@pytest.mark.parametrize(("in_channels", "out_channels", "groups"), [(3, 4, 2), (4, 3, 2), (3, 3, 2), (4, 4, 0), (4, 4, -2)])
def test_groups_that_do_not_divide_both_are_refused(in_channels, out_channels, groups):
    """One of the two channels is enough; the message names the groups."""
    with pytest.raises(ValueError, match=f"groups` \\(={groups}\\)"):
        layers.conv_parameters(in_channels, out_channels, 3, groups=groups)


def test_the_lectures_layers_have_the_lectures_parameters():
    """32x32x3 with six filters of 5x5x3 gives 28x28x6 and 450 + 6 numbers; AlexNet's conv1 has 34,848 + 96."""
    assert layers.conv_layer(np.ones((3, 32, 32)), np.ones((6, 3, 5, 5)), np.zeros(6)).shape == (6, 28, 28)
    assert layers.conv_parameters(3, 6, 5) == 450 + 6
    assert layers.conv_parameters(3, 96, 11, bias=False) == 34_848
    assert layers.conv_parameters(3, 96, 11) == 34_944


def test_alexnets_layers_add_up():
    """Five convolutional layers (three of them in two groups) and three fully connected ones have 60,965,224 parameters."""
    convolutional = ((3, 96, 11, 1), (96, 256, 5, 2), (256, 384, 3, 1), (384, 384, 3, 2), (384, 256, 3, 2))
    weights = [layers.conv_parameters(c, f, k, bias=False, groups=g) for c, f, k, g in convolutional]
    assert weights == [34_848, 307_200, 884_736, 663_552, 442_368]
    connected = [layers.linear_parameters(*sizes) for sizes in ((9216, 4096), (4096, 4096), (4096, 1000))]
    assert connected == [37_752_832, 16_781_312, 4_097_000]
    assert sum(layers.conv_parameters(c, f, k, groups=g) for c, f, k, g in convolutional) + sum(connected) == 60_965_224


@given(st.data(), SIDES, st.tuples(SIDES, SIDES, SIDES))
def test_a_fully_connected_layer_is_a_convolution_with_filters_as_large_as_the_map(data, outputs, shape):
    """conv_layer with the reshaped weights gives what linear gives on the flattened map."""
    x = data.draw(arrays(float, shape, elements=NUMBERS))
    weights = data.draw(arrays(float, (outputs, x.size), elements=NUMBERS))
    bias = data.draw(arrays(float, outputs, elements=NUMBERS))
    found = layers.conv_layer(x, layers.linear_as_conv(weights, shape), bias)
    assert found.shape == (outputs, 1, 1)
    np.testing.assert_allclose(found.ravel(), layers.linear(x.ravel(), weights, bias), atol=1e-8)


def test_weights_of_another_input_are_refused():
    """The number of weights must be that of the map's values."""
    with pytest.raises(ValueError, match=r"7 weights.*\(1, 2, 3\)"):
        layers.linear_as_conv(np.zeros((2, 7)), (1, 2, 3))


@given(kernel_and_image())
def test_the_matrix_of_a_kernel_correlates(both):
    """The matrix times the flattened image is the flattened correlation."""
    kernel, image = both
    matrix = layers.conv_as_matrix(kernel, image.shape)
    assert matrix.shape == (correlate2d(image, kernel).size, image.size)
    np.testing.assert_allclose(matrix @ image.ravel(), correlate2d(image, kernel).ravel(), atol=1e-8)


def test_the_matrix_of_a_kernel_is_sparse_and_shares_its_weights():
    """Each row holds the kernel's values and zeros only."""
    matrix = layers.conv_as_matrix(np.array([[1.0, -2.0], [3.0, 4.0]]), (4, 5))
    assert {tuple(sorted(row[row != 0])) for row in matrix} == {(-2.0, 1.0, 3.0, 4.0)}


@pytest.mark.parametrize("shape", [(4, 1), (1, 6), (5, 6)])
def test_the_matrix_of_a_kernel_that_does_not_fit_is_refused(shape):
    """Too tall, too wide, or both: ValueError that names the sizes."""
    with pytest.raises(ValueError, match=f"{shape[0]} x {shape[1]}"):
        layers.conv_as_matrix(np.ones(shape), (3, 5))
