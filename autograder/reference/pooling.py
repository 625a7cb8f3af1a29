"""Pooling, its way back, and how much it tolerates when an image moves.

Each channel is pooled alone, with windows that never leave the map. Padding and convolution are left to `output_size`.
"""

from operator import index

import numpy as np

from autograder.reference.sliding import windows


def max_pool2d(x, size, stride=None):
    """The largest value of each window.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        A feature map, channels first.
    size : int
        Height and width of the window, in pixels (at least 1, at most the shorter side).
    stride : int, optional
        Step from one window to the next, in pixels (at least 1); `size` where it is left out.

    Returns
    -------
    numpy.ndarray, shape (C, H', W')
        ``H' = floor((H - size) / stride) + 1``: last rows and columns that fill no window are left out.

    Raises
    ------
    ValueError
        If `x` has not three axes, if `size` is below 1 or larger than a side, or if `stride` is below 1.

    Notes
    -----
    AlexNet's windows overlap: size 3, stride 2 [1]_.

    References
    ----------
    .. [1] Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional neural networks, section 3.4.

    Examples
    --------
    >>> x = np.array([[[1.0, 5, 2, 0], [3, -1, 4, 4], [0, 0, -2, -3], [7, 1, -5, -4]]])
    >>> max_pool2d(x, 2)
    array([[[ 5.,  4.],
            [ 7., -2.]]])
    """
    return _places(x, size, stride).max(axis=(3, 4))


def avg_pool2d(x, size, stride=None):
    """The mean of each window; arguments, shape and errors are those of `max_pool2d`.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        A feature map, channels first.
    size : int
        Height and width of the window, in pixels.
    stride : int, optional
        Step from one window to the next, in pixels; `size` where it is left out.

    Returns
    -------
    numpy.ndarray, shape (C, H', W')
        Each window's sum over ``size * size``.

    Raises
    ------
    ValueError
        If `x` has not three axes, if `size` is below 1 or larger than a side, or if `stride` is below 1.

    Examples
    --------
    >>> avg_pool2d(np.array([[[1.0, 5, 2, 0], [3, -1, 4, 4]]]), 2)
    array([[[2. , 2.5]]])
    """
    return _places(x, size, stride).mean(axis=(3, 4))


def min_pool2d(x, size, stride=None):
    """The smallest value of each window; arguments, shape and errors are those of `max_pool2d`.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        A feature map, channels first.
    size : int
        Height and width of the window, in pixels.
    stride : int, optional
        Step from one window to the next, in pixels; `size` where it is left out.

    Returns
    -------
    numpy.ndarray, shape (C, H', W')
        The same as ``-max_pool2d(-x, size, stride)``.

    Raises
    ------
    ValueError
        If `x` has not three axes, if `size` is below 1 or larger than a side, or if `stride` is below 1.

    Examples
    --------
    >>> min_pool2d(np.array([[[1.0, 5, 2, 0], [3, -1, 4, 4]]]), 2)
    array([[[-1.,  0.]]])
    """
    return _places(x, size, stride).min(axis=(3, 4))


def global_avg_pool(x):
    """The mean of each channel.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        A feature map, channels first.

    Returns
    -------
    numpy.ndarray, shape (C,)
        One number a channel, as in the network that did away with fully connected layers [1]_.

    References
    ----------
    .. [1] Lin, Chen and Yan (2014), Network in network, arXiv:1312.4400, section 3.2.

    Examples
    --------
    >>> global_avg_pool(np.array([[[1.0, 2, 6]], [[-1, 0, 4]]]))
    array([3., 1.])
    """
    return x.mean(axis=(1, 2))


def max_pool2d_backward(x, grad, size, stride=None):
    """The gradient of max-pooling: what each pixel of the input contributed.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        The feature map that was pooled.
    grad : numpy.ndarray, shape (C, H', W')
        Gradient of a loss with respect to ``max_pool2d(x, size, stride)``.
    size : int
        Height and width of the window, in pixels.
    stride : int, optional
        Step from one window to the next, in pixels; `size` where it is left out.

    Returns
    -------
    numpy.ndarray, shape (C, H, W)
        The gradient with respect to `x`.

    Raises
    ------
    ValueError
        As for `max_pool2d`, or if `grad` has another shape than the pooled map.

    Notes
    -----
    Each window's gradient goes to its first maximum in row order; where windows overlap, what a pixel gets adds up.

    Examples
    --------
    The 4 is the maximum of both windows:

    >>> max_pool2d_backward(np.array([[[1.0, 4, 2], [0, 3, 2]]]), np.array([[[10.0, 1]]]), 2, stride=1)
    array([[[ 0., 11.,  0.],
            [ 0.,  0.,  0.]]])
    """
    places = _places(x, size, stride)
    pooled = places.shape[:3]
    if grad.shape != pooled:
        raise ValueError(f"the gradient has shape {grad.shape}, but the pooled map has {pooled}")
    step = size if stride is None else stride
    first = places.reshape(*pooled, -1).argmax(axis=3)
    channel, row, column = np.indices(first.shape)
    into = np.zeros(x.shape)
    np.add.at(into, (channel, row * step + first // size, column * step + first % size), grad)
    return into


def shift(x, rows, cols):
    """A feature map moved down and to the right, with zeros where nothing moves in.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        A feature map, channels first.
    rows, cols : int
        How far down and how far to the right, in pixels; negative numbers move up and to the left.

    Returns
    -------
    numpy.ndarray, shape (C, H, W)
        ``out[c, i, j] = x[c, i - rows, j - cols]``, and 0 where that lies outside.

    Examples
    --------
    >>> shift(np.array([[[1.0, 2, 3], [4, 5, 6]]]), 1, -1)
    array([[[0., 0., 0.],
            [2., 3., 0.]]])
    """
    _, height, width = x.shape
    moved = np.zeros_like(x)
    to_rows, from_rows = _overlap(rows, height)
    to_cols, from_cols = _overlap(cols, width)
    moved[:, to_rows, to_cols] = x[:, from_rows, from_cols]
    return moved


def shift_distance(x, rows, cols, size=1):
    """How much a max-pooled map changes when the image moves, relative to the map.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        A feature map, channels first.
    rows, cols : int
        How far down and how far to the right the map moves, in pixels.
    size : int, optional
        Height and width of the pooling window, in pixels; 1 pools nothing.

    Returns
    -------
    float
        0 where nothing changes, and where the pooled map is zero everywhere.

    Notes
    -----
    ``|max_pool2d(shift(x)) - max_pool2d(x)| / |max_pool2d(x)|``, each norm the root of the sum of squares over all entries.

    Examples
    --------
    A bright pixel that moves inside its window goes unnoticed; one that leaves it does not:

    >>> x = np.zeros((1, 2, 4))
    >>> x[0, 0, 0] = 1
    >>> shift_distance(x, 0, 1, size=2), round(shift_distance(x, 0, 2, size=2), 4)
    (0.0, 1.4142)
    """
    before = max_pool2d(x, size)
    after = max_pool2d(shift(x, rows, cols), size)
    norm = np.linalg.norm(before)
    return float(np.linalg.norm(after - before) / norm) if norm else 0.0


def _places(x, size, stride):
    """Every window of every channel, (C, H', W', size, size), once the arguments are known to be good."""
    if x.ndim != 3:
        raise ValueError(f"x must have three axes (C, H, W), but its shape is {x.shape}")
    size, stride = index(size), index(size if stride is None else stride)
    if size < 1 or stride < 1:
        raise ValueError(f"size (={size}) and stride (={stride}) must be at least 1")
    return windows(x, (size, size), (stride, stride))


def _overlap(distance, length):
    """Where values go to, and where they come from, along an axis on which they move."""
    distance = min(max(distance, -length), length)
    to = slice(max(distance, 0), length + min(distance, 0))
    return to, slice(to.start - distance, to.stop - distance)
