"""Pooling against PyTorch, against loops written from the definition, and by what must hold for every map."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional

from autograder.reference.pooling import (
    avg_pool2d,
    global_avg_pool,
    max_pool2d,
    max_pool2d_backward,
    min_pool2d,
    shift,
    shift_distance,
)

POOLS = [max_pool2d, avg_pool2d, min_pool2d]
# channels, height, width, size, stride: remainders, overlaps, gaps between windows, one pixel, exact fits.
CASES = [
    (1, 4, 4, 2, None),
    (3, 7, 9, 3, 2),
    (2, 5, 8, 2, 3),
    (2, 6, 5, 5, 1),
    (4, 1, 1, 1, None),
    (2, 9, 4, 4, 2),
    (1, 3, 8, 3, None),
]

whole = st.integers(-3, 3).map(float)  # few values, so that there are ties
maps = arrays(float, st.tuples(st.integers(1, 3), st.integers(1, 7), st.integers(1, 7)), elements=whole)


def pooled_by_loops(x, size, stride, reduce):
    """Every window by hand."""
    channels, height, width = x.shape
    return np.array(
        [
            [
                [reduce(x[c, i : i + size, j : j + size]) for j in range(0, width - size + 1, stride)]
                for i in range(0, height - size + 1, stride)
            ]
            for c in range(channels)
        ]
    )


def returned_by_loops(x, grad, size, stride):
    """Each window's gradient added to its first maximum in row order, pixel by pixel."""
    out = np.zeros(x.shape)
    for c, i, j in np.ndindex(*grad.shape):
        best = None
        for row in range(i * stride, i * stride + size):
            for col in range(j * stride, j * stride + size):
                if best is None or x[c, row, col] > x[c, best[0], best[1]]:
                    best = row, col
        out[c, best[0], best[1]] += grad[c, i, j]
    return out


@st.composite
def poolings(draw):
    """A map, a window that fits, and a stride."""
    x = draw(maps)
    return x, draw(st.integers(1, min(x.shape[1:]))), draw(st.integers(1, 4))


def pool_back(x, size, stride=None):
    """The way back with some gradient: for errors that come before its shape matters."""
    return max_pool2d_backward(x, np.ones((1, 1, 1)), size, stride=stride)


def random_map(*shape, seed=0):
    """Normal numbers, negative ones too."""
    return np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize(("channels", "height", "width", "size", "stride"), CASES)
def test_pooling_agrees_with_pytorch(channels, height, width, size, stride):
    """Maximum, mean and (by its negative) minimum are PyTorch's, whatever is left over."""
    x = random_map(channels, height, width)
    tensor = torch.from_numpy(x)
    np.testing.assert_allclose(max_pool2d(x, size, stride=stride), functional.max_pool2d(tensor, size, stride).numpy())
    np.testing.assert_allclose(avg_pool2d(x, size, stride=stride), functional.avg_pool2d(tensor, size, stride).numpy())
    np.testing.assert_allclose(min_pool2d(x, size, stride=stride), -functional.max_pool2d(-tensor, size, stride).numpy())


@pytest.mark.parametrize(("channels", "height", "width", "size", "stride"), CASES)
def test_the_way_back_agrees_with_autograd(channels, height, width, size, stride):
    """Without ties, the gradient is the one that PyTorch finds."""
    x = random_map(channels, height, width)
    tensor = torch.from_numpy(x).requires_grad_()
    pooled = functional.max_pool2d(tensor, size, stride)
    grad = random_map(*pooled.shape, seed=1)
    pooled.backward(torch.from_numpy(grad))
    np.testing.assert_allclose(max_pool2d_backward(x, grad, size, stride=stride), tensor.grad.numpy())


@given(poolings())
def test_pooling_is_the_definition(case):
    """Loops over windows give the same, ties and all."""
    x, size, stride = case
    for pool, reduce in zip(POOLS, (np.max, np.mean, np.min), strict=True):
        np.testing.assert_allclose(pool(x, size, stride=stride), pooled_by_loops(x, size, stride, reduce))


@given(poolings())
def test_the_way_back_is_the_definition(case):
    """With ties, the first maximum in row order gets the gradient; overlaps add up."""
    x, size, stride = case
    grad = random_map(*max_pool2d(x, size, stride).shape)
    np.testing.assert_allclose(max_pool2d_backward(x, grad, size, stride=stride), returned_by_loops(x, grad, size, stride))


@given(poolings())
def test_no_gradient_is_lost(case):
    """What goes back adds up, channel by channel, to what came."""
    x, size, stride = case
    grad = random_map(*max_pool2d(x, size, stride).shape)
    np.testing.assert_allclose(max_pool2d_backward(x, grad, size, stride).sum(axis=(1, 2)), grad.sum(axis=(1, 2)))


@given(poolings())
def test_minimum_mean_and_maximum_are_ordered(case):
    """In every window the mean lies between the two, and the minimum is the negative's maximum turned round."""
    x, size, stride = case
    low, mean, high = (pool(x, size, stride) for pool in (min_pool2d, avg_pool2d, max_pool2d))
    assert (low <= mean + 1e-12).all()
    assert (mean <= high + 1e-12).all()
    np.testing.assert_array_equal(low, -max_pool2d(-x, size, stride))


@given(maps, st.integers(-9, 9), st.integers(-9, 9))
def test_shift_is_the_definition(x, rows, cols):
    """``out[c, i, j] = x[c, i - rows, j - cols]``, and 0 outside, also where everything moves out."""
    _, height, width = x.shape
    expected = np.zeros_like(x)
    for c, i, j in np.ndindex(*x.shape):
        if 0 <= i - rows < height and 0 <= j - cols < width:
            expected[c, i, j] = x[c, i - rows, j - cols]
    np.testing.assert_array_equal(shift(x, rows, cols), expected)


@given(maps, st.integers(-3, 3), st.integers(-3, 3), st.data())
@settings(deadline=None)
def test_shift_distance_is_the_definition(x, rows, cols, data):
    """Norm of the difference over norm of the map that stayed; 0 where that is 0."""
    size = data.draw(st.integers(1, min(x.shape[1:])))
    before = pooled_by_loops(x, size, size, np.max)
    after = pooled_by_loops(shift(x, rows, cols), size, size, np.max)
    below = np.sqrt((before**2).sum())
    expected = np.sqrt(((after - before) ** 2).sum()) / below if below else 0.0
    found = shift_distance(x, rows, cols, size=size)
    assert type(found) is float
    assert found == pytest.approx(expected)


def test_a_pooled_map_that_is_zero_gives_no_distance():
    """A map whose pooled values are all 0 has the distance 0, although moving it changes something."""
    x = np.array([[[0.0, -1, -1, 0], [0, -1, -1, 0]]])
    assert np.abs(max_pool2d(shift(x, 0, 1), 2)).sum() > 0
    assert shift_distance(x, 0, 1, size=2) == 0.0


def test_a_lit_pixel_may_move_inside_its_window():
    """One pixel to the right inside a window changes nothing; out of it, everything."""
    x = np.zeros((1, 4, 4))
    x[0, 0, 0] = 3
    assert shift_distance(x, 1, 1, size=2) == 0.0
    assert shift_distance(x, 0, 2, size=2) == pytest.approx(np.sqrt(2))
    assert shift_distance(x, 0, 1) == pytest.approx(np.sqrt(2))


@pytest.mark.parametrize(("size", "expected"), [(55, 27), (27, 13), (13, 6)])
def test_alexnets_poolings_have_the_published_sizes(size, expected):
    """AlexNet pools 3 x 3 with stride 2: 55 to 27, 27 to 13, 13 to 6."""
    assert max_pool2d(random_map(2, size, size), 3, stride=2).shape == (2, expected, expected)


def test_global_average_is_one_number_a_channel():
    """The same as average-pooling with a window as large as the (square) map."""
    x = random_map(3, 4, 4)
    assert global_avg_pool(x).shape == (3,)
    np.testing.assert_allclose(global_avg_pool(x), avg_pool2d(x, 4)[:, 0, 0])
    np.testing.assert_allclose(global_avg_pool(random_map(2, 3, 5)), random_map(2, 3, 5).reshape(2, -1).mean(axis=1))


@pytest.mark.parametrize("pool", POOLS)
def test_arguments_stay_and_views_are_fine(pool):
    """A view that is not contiguous gives what its copy gives, and is not changed."""
    view = random_map(10, 9, 4).transpose(2, 1, 0)[:, ::-2, ::3]
    before = view.copy()
    np.testing.assert_allclose(pool(view, 2, stride=1), pool(before, 2, stride=1))
    np.testing.assert_array_equal(shift(view, 1, -1), shift(before, 1, -1))
    grad = random_map(*pool(view, 2).shape)
    np.testing.assert_array_equal(max_pool2d_backward(view, grad, 2), max_pool2d_backward(before, grad, 2))
    np.testing.assert_array_equal(view, before)


@pytest.mark.parametrize("pool", [*POOLS, pool_back])
@pytest.mark.parametrize(
    ("shape", "size", "stride"),
    [
        ((2, 3, 5), 4, None),
        ((2, 5, 3), 4, None),
        ((2, 3, 3), 0, None),
        ((2, 3, 3), -1, 1),
        ((2, 3, 3), 2, 0),
        ((2, 3, 3), 2, -1),
        ((3, 3), 2, None),
        ((1, 2, 3, 3), 2, None),
    ],
)
def test_windows_that_cannot_be_are_refused(pool, shape, size, stride):
    """Too tall or too wide for one side alone, below 1, or a map without three axes."""
    with pytest.raises(ValueError, match=r"\d"):
        pool(np.ones(shape), size, stride=stride)


@pytest.mark.parametrize("shape", [(2, 2, 2), (1, 2, 3), (1, 3, 2), (2, 3), (1, 1, 1), (1, 1, 4), (2, 2), (4,)])
def test_a_gradient_of_another_shape_is_refused(shape):
    """The gradient has the pooled map's shape, channels too; nothing is broadcast."""
    with pytest.raises(ValueError, match="shape"):
        max_pool2d_backward(np.ones((1, 4, 4)), np.ones(shape), 2)
