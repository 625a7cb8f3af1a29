"""Convolution and correlation of signals and images, and the lecture's three kernels.

Feature maps with channels, strides and padding are left to `layers` and `output_size`.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def convolve1d(f, g):
    """Full convolution of two signals: one is reversed, slid along the other, and multiplied.

    Parameters
    ----------
    f : numpy.ndarray, shape (M,)
        The signal.
    g : numpy.ndarray, shape (N,)
        The kernel.

    Returns
    -------
    numpy.ndarray, shape (M + N - 1,)
        Every overlap of at least one sample.

    Notes
    -----
    ``out[n] = sum over m of f[m] g[n - m]``: each sample of `f` lays down a copy of `g` that starts there, and the copies add
    up [1]_. Swapping `f` and `g` changes nothing.

    References
    ----------
    .. [1] Oppenheim and Schafer (2010), Discrete-Time Signal Processing, 3rd ed., section 2.3.

    Examples
    --------
    >>> convolve1d(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.5]))
    array([0. , 1. , 2.5, 4. , 1.5])
    """
    out = np.zeros(len(f) + len(g) - 1)
    for m, sample in enumerate(f):
        out[m : m + len(g)] += sample * g
    return out


def correlate1d(f, g):
    """Full cross-correlation of two signals: slid and multiplied, nothing reversed.

    Parameters
    ----------
    f : numpy.ndarray, shape (M,)
        The signal that stays.
    g : numpy.ndarray, shape (N,)
        The signal that moves.

    Returns
    -------
    numpy.ndarray, shape (M + N - 1,)
        Entry `i` is the lag ``n = i - (M - 1)``, so that lags run from ``-(M - 1)`` to ``N - 1``.

    Notes
    -----
    ``out[i] = sum over m of f[m] g[m + n]``: the convolution of the reversed `f` with `g`. Swapping `f` and `g` reverses the
    result, which is why ``numpy.correlate(f, g, "full")`` runs the other way [1]_.

    References
    ----------
    .. [1] NumPy's manual, ``numpy.correlate``, Notes.

    Examples
    --------
    >>> correlate1d(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.5]))
    array([0. , 3. , 3.5, 2. , 0.5])
    """
    return convolve1d(f[::-1], g)


def correlate2d(image, kernel):
    """Valid cross-correlation of an image: the kernel slid as it is, wherever it fits.

    Parameters
    ----------
    image : numpy.ndarray, shape (H, W)
        Rows, then columns.
    kernel : numpy.ndarray, shape (k, l)
        Rows, then columns.

    Returns
    -------
    numpy.ndarray, shape (H - k + 1, W - l + 1)
        One number for each place of the kernel.

    Raises
    ------
    ValueError
        If the kernel is taller or wider than the image.

    Notes
    -----
    ``out[i, j] = sum over u, v of image[i + u, j + v] kernel[u, v]``: what CNN libraries call convolution [1]_.

    References
    ----------
    .. [1] PyTorch's manual, ``torch.nn.Conv2d``.

    Examples
    --------
    >>> correlate2d(np.arange(9.0).reshape(3, 3), np.array([[1.0, 0.0], [0.0, -1.0]]))
    array([[-4., -4.],
           [-4., -4.]])
    """
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError(f"the kernel {kernel.shape} does not fit into the image {image.shape}")
    return np.tensordot(sliding_window_view(image, kernel.shape), kernel, axes=2)


def convolve2d(image, kernel):
    """Valid convolution of an image: the kernel rotated by 180 degrees, then slid.

    Parameters
    ----------
    image : numpy.ndarray, shape (H, W)
        Rows, then columns.
    kernel : numpy.ndarray, shape (k, l)
        Rows, then columns.

    Returns
    -------
    numpy.ndarray, shape (H - k + 1, W - l + 1)
        One number for each place of the kernel.

    Raises
    ------
    ValueError
        If the kernel is taller or wider than the image.

    Notes
    -----
    ``out[i, j] = sum over u, v of image[i + k - 1 - u, j + l - 1 - v] kernel[u, v]``.

    Examples
    --------
    >>> convolve2d(np.arange(9.0).reshape(3, 3), np.array([[1.0, 0.0], [0.0, -1.0]]))
    array([[4., 4.],
           [4., 4.]])
    """
    return correlate2d(image, kernel[::-1, ::-1])


def filter_image(image, kernel, bias=0.0):
    """Convolution that keeps the image's size, with zeros outside the image, plus a bias.

    Parameters
    ----------
    image : numpy.ndarray, shape (H, W)
        Rows, then columns.
    kernel : numpy.ndarray, shape (k, l)
        Odd sides, so that the kernel has a centre.
    bias : float
        Added to every pixel.

    Returns
    -------
    numpy.ndarray, shape (H, W)
        The filtered image.

    Raises
    ------
    ValueError
        If a side of the kernel is even.

    Examples
    --------
    >>> filter_image(np.array([[1.0, 2.0], [3.0, 4.0]]), np.ones((3, 3)), bias=0.5)
    array([[10.5, 10.5],
           [10.5, 10.5]])
    """
    rows, columns = kernel.shape
    if rows % 2 == 0 or columns % 2 == 0:
        raise ValueError(f"a kernel of shape {kernel.shape} has no centre: both sides must be odd")
    padded = np.pad(image, ((rows // 2, rows // 2), (columns // 2, columns // 2)))
    return convolve2d(padded, kernel) + bias


def laplacian_kernel():
    """The lecture's Laplacian: the four neighbours minus four times the centre.

    Returns
    -------
    numpy.ndarray, shape (3, 3)
        Values that sum to 0: flat regions give 0.

    Examples
    --------
    >>> laplacian_kernel()
    array([[ 0.,  1.,  0.],
           [ 1., -4.,  1.],
           [ 0.,  1.,  0.]])
    """
    return np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])


def blur_kernel(size):
    """The box blur: each pixel becomes the mean of its neighbourhood.

    Parameters
    ----------
    size : int
        Side of the kernel, in pixels, odd.

    Returns
    -------
    numpy.ndarray, shape (size, size)
        Equal values that sum to 1.

    Examples
    --------
    >>> float(blur_kernel(5)[0, 0])
    0.04
    """
    return np.full((size, size), 1 / size**2)


def sharpen_kernel(amount=1.0):
    """Sharpening: the image minus some of its Laplacian, as one kernel.

    Parameters
    ----------
    amount : float
        How much, at least 0; 0 leaves the image alone.

    Returns
    -------
    numpy.ndarray, shape (3, 3)
        Values that sum to 1.

    Notes
    -----
    ``impulse - amount * laplacian``: convolution is linear in its kernel, so two filters become one.

    Examples
    --------
    >>> sharpen_kernel()
    array([[ 0., -1.,  0.],
           [-1.,  5., -1.],
           [ 0., -1.,  0.]])
    """
    impulse = np.zeros((3, 3))
    impulse[1, 1] = 1.0
    return impulse - amount * laplacian_kernel()
