"""Slides windows and filters over feature maps: what `layers` and `output_size` share.

Zeros around a map, and the sizes that come out, are left to `output_size`.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, size, stride=(1, 1)):
    """Every place of a window on a feature map, without copying a pixel.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        The feature map.
    size : tuple of int
        The window's rows and columns, ``(k, l)``.
    stride : tuple of int
        Steps down and to the right, in pixels, ``(S, T)``.

    Returns
    -------
    numpy.ndarray, shape (C, floor((H - k) / S) + 1, floor((W - l) / T) + 1, k, l)
        A read-only view of `x`.

    Raises
    ------
    ValueError
        If the window is taller or wider than the map.

    Examples
    --------
    >>> windows(np.arange(12.0).reshape(1, 3, 4), (2, 2), stride=(1, 2))[0, 1, 1]
    array([[ 6.,  7.],
           [10., 11.]])
    """
    if size[0] > x.shape[1] or size[1] > x.shape[2]:
        raise ValueError(f"a window of {size[0]} x {size[1]} does not fit into a map of {x.shape[1]} x {x.shape[2]}")
    return sliding_window_view(x, size, axis=(1, 2))[:, :: stride[0], :: stride[1]]


def slide_filters(x, weights, bias, stride=(1, 1)):
    """Lay each filter on every window of a feature map, multiply, add up over all channels, and add its bias.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        The feature map, already padded.
    weights : numpy.ndarray, shape (F, C, k, l)
        One filter for each map that comes out, as deep as `x`.
    bias : numpy.ndarray, shape (F,)
        One number for each filter.
    stride : tuple of int
        Steps down and to the right, in pixels.

    Returns
    -------
    numpy.ndarray, shape (F, H', W')
        ``out[f, i, j] = bias[f] + sum over c, u, v of x[c, i S + u, j T + v] weights[f, c, u, v]``.

    Raises
    ------
    ValueError
        If the filters are not as deep as `x`, or do not fit.

    Examples
    --------
    >>> slide_filters(np.ones((3, 5, 5)), np.ones((1, 3, 3, 3)), np.array([0.5]), stride=(2, 2))
    array([[[27.5, 27.5],
            [27.5, 27.5]]])
    """
    if x.shape[0] != weights.shape[1]:
        raise ValueError(f"filters {weights.shape[1]} channels deep cannot read a map of {x.shape[0]} channels")
    if len(bias) != len(weights):
        raise ValueError(f"{len(weights)} filters need as many biases, not {len(bias)}")
    places = windows(x, weights.shape[2:], stride)
    return np.tensordot(weights, places, axes=((1, 2, 3), (0, 3, 4))) + bias[:, np.newaxis, np.newaxis]
