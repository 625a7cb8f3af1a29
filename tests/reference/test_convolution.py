"""The reference for chapter 1 against SciPy, PyTorch and the definitions."""

import numpy as np
import pytest
import scipy.signal
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.reference import convolution

NUMBERS = st.floats(-100, 100)
SIGNALS = arrays(float, st.integers(1, 9), elements=NUMBERS)
SHAPES = st.tuples(st.integers(1, 5), st.integers(1, 5))


@st.composite
def image_and_kernel(draw):
    """An image and a kernel that fits into it, both of any shape."""
    kernel = draw(arrays(float, SHAPES, elements=NUMBERS))
    more = draw(SHAPES)
    return draw(arrays(float, (kernel.shape[0] + more[0] - 1, kernel.shape[1] + more[1] - 1), elements=NUMBERS)), kernel


@given(SIGNALS, SIGNALS)
def test_convolution_of_signals_is_scipys(f, g):
    """Full convolution equals SciPy's direct method."""
    np.testing.assert_allclose(convolution.convolve1d(f, g), scipy.signal.convolve(f, g, method="direct"), atol=1e-9)


@given(SIGNALS, SIGNALS)
def test_correlation_of_signals_follows_its_definition(f, g):
    """Entry i is the sum over m of f[m] g[m + n] at the lag n = i - (M - 1)."""
    found = convolution.correlate1d(f, g)
    for i, value in enumerate(found):
        lag = i - (len(f) - 1)
        terms = [f[m] * g[m + lag] for m in range(len(f)) if 0 <= m + lag < len(g)]
        assert value == pytest.approx(sum(terms), abs=1e-9)


@given(SIGNALS, SIGNALS)
def test_only_convolution_commutes(f, g):
    """f * g is g * f; the correlation of g with f is that of f with g, read backwards."""
    np.testing.assert_allclose(convolution.convolve1d(f, g), convolution.convolve1d(g, f), atol=1e-9)
    np.testing.assert_allclose(convolution.correlate1d(f, g), convolution.correlate1d(g, f)[::-1], atol=1e-9)


@given(image_and_kernel())
def test_images_are_correlated_as_pytorch_does(both):
    """PyTorch's conv2d is the valid correlation; convolving is that with the kernel rotated."""
    image, kernel = both
    as_batch = torch.from_numpy(image.copy())[None, None]
    expected = torch.nn.functional.conv2d(as_batch, torch.from_numpy(kernel.copy())[None, None])[0, 0].numpy()
    np.testing.assert_allclose(convolution.correlate2d(image, kernel), expected, atol=1e-9)
    np.testing.assert_allclose(convolution.convolve2d(image, kernel[::-1, ::-1]), expected, atol=1e-9)


@given(arrays(float, SHAPES, elements=NUMBERS), st.sampled_from([(1, 1), (3, 3), (1, 5), (5, 3), (3, 1)]), st.floats(-9, 9))
def test_filtering_is_scipys_same_convolution_plus_bias(image, shape, bias):
    """The filtered image is SciPy's zero-filled convolution of the same size, plus the bias, also for a kernel larger than it."""
    kernel = np.random.default_rng(7).standard_normal(shape)
    full = scipy.signal.convolve2d(image, kernel, mode="full")
    rows, columns = shape[0] // 2, shape[1] // 2
    expected = full[rows : rows + image.shape[0], columns : columns + image.shape[1]]
    np.testing.assert_allclose(convolution.filter_image(image, kernel, bias=bias), expected + bias, atol=1e-9)


@pytest.mark.parametrize("shape", [(4, 2), (2, 4), (4, 4)])
def test_a_kernel_that_does_not_fit_is_refused_with_both_shapes(shape):
    """Too tall, too wide, or both: ValueError, and the message names the kernel's and the image's shape."""
    for function in (convolution.correlate2d, convolution.convolve2d):
        with pytest.raises(ValueError, match=r"\(\d, \d\).*\(3, 3\)"):
            function(np.zeros((3, 3)), np.zeros(shape))


@pytest.mark.parametrize("shape", [(2, 3), (3, 2), (4, 4)])
def test_a_kernel_without_a_centre_is_refused(shape):
    """One even side is enough: ValueError, and the message names the shape."""
    with pytest.raises(ValueError, match=str(shape[0])):
        convolution.filter_image(np.zeros((9, 9)), np.zeros(shape))


def test_the_three_kernels_do_to_a_flat_image_what_their_names_say():
    """On a flat image the Laplacian gives 0; blurring and sharpening leave it as it is."""
    flat = np.full((7, 7), 5.0)
    inner = np.s_[3:4, 3:4]
    assert convolution.filter_image(flat, convolution.laplacian_kernel())[inner] == pytest.approx(0)
    assert convolution.filter_image(flat, convolution.blur_kernel(5))[inner] == pytest.approx(5)
    assert convolution.filter_image(flat, convolution.sharpen_kernel(amount=3.0))[inner] == pytest.approx(5)


def test_sharpening_by_nothing_is_the_impulse():
    """With amount 0 the image stays."""
    image = np.random.default_rng(3).standard_normal((4, 6))
    np.testing.assert_allclose(convolution.filter_image(image, convolution.sharpen_kernel(amount=0.0)), image)
