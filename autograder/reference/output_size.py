"""Stride, padding and dilation: which sizes come out of a convolution, and the convolution itself.

Padding is counted in pixels per side. Channels in groups are left to `layers`, pooling to `pooling`.
"""

import numpy as np

from autograder.reference.sizes import pair
from autograder.reference.sliding import slide_filters


def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    """Length of one spatial axis after a convolution or a pooling window.

    Parameters
    ----------
    n : int
        Length of the input, in pixels (at least 1).
    kernel : int
        Length of the kernel, in weights (at least 1).
    stride : int
        From one place of the kernel to the next, in pixels (at least 1).
    padding : int
        Zeros added on each side, in pixels (at least 0).
    dilation : int
        From one weight of the kernel to the next, in pixels (at least 1).

    Returns
    -------
    int
        Length of the output, in pixels (at least 1).

    Raises
    ------
    ValueError
        If a number is too small, or if the dilated kernel is longer than the padded input.

    Notes
    -----
    ``floor((n + 2 padding - dilation (kernel - 1) - 1) / stride) + 1`` [1]_

    References
    ----------
    .. [1] Dumoulin and Visin (2016), arXiv:1603.07285, relationship 15.

    Examples
    --------
    >>> conv_output_size(227, 11, stride=4)
    55
    """
    sizes = {"n": n, "kernel": kernel, "stride": stride, "dilation": dilation, "padding": padding}
    for name, value in sizes.items():
        least = 0 if name == "padding" else 1
        if value < least:
            raise ValueError(f"`{name}` (={value}) must be at least {least}")
    room = n + 2 * padding - (dilation * (kernel - 1) + 1)
    if room < 0:
        raise ValueError(f"a kernel that spans {dilation * (kernel - 1) + 1} pixels does not fit into {n + 2 * padding}")
    return room // stride + 1


def conv_output_shape(input_shape, filters, kernel_size, stride=1, padding=0):
    """Shape of the feature map that comes out of a convolutional layer.

    Parameters
    ----------
    input_shape : tuple of int
        ``(C, H, W)``.
    filters : int
        How many filters the layer has.
    kernel_size, stride : int or pair of int
        Rows, then columns.
    padding : int or pair of int
        Pixels added above and below, then left and right.

    Returns
    -------
    tuple of int
        ``(filters, H', W')``: the depth of the input plays no part.

    Raises
    ------
    ValueError
        If the kernel does not fit.

    Examples
    --------
    >>> conv_output_shape((3, 227, 227), 96, 11, stride=4)
    (96, 55, 55)
    >>> conv_output_shape((1, 7, 10), 2, (3, 5), stride=(2, 1), padding=(0, 2))
    (2, 3, 10)
    """
    names = ("kernel_size", "stride", "padding")
    by_axis = zip(*(pair(value, name) for value, name in zip((kernel_size, stride, padding), names, strict=True)), strict=True)
    height, width = (
        conv_output_size(n, kernel, stride=step, padding=zeros)
        for n, (kernel, step, zeros) in zip(input_shape[1:], by_axis, strict=True)
    )
    return filters, height, width


def pad2d(x, padding, value=0.0):
    """Put a border around every channel of a feature map.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        The feature map.
    padding : int or pair of int
        ``(P, Q)``: P rows above and as many below, Q columns on the left and as many on the right.
    value : float
        What the border is filled with.

    Returns
    -------
    numpy.ndarray, shape (C, H + 2 P, W + 2 Q)
        A new array.

    Raises
    ------
    ValueError
        If a padding is negative.

    Examples
    --------
    >>> pad2d(np.array([[[1.0, 2.0]]]), (1, 0), value=-1.0)
    array([[[-1., -1.],
            [ 1.,  2.],
            [-1., -1.]]])
    """
    rows, columns = pair(padding, "padding")
    if rows < 0 or columns < 0:
        raise ValueError(f"`padding` (={padding}) must be at least 0")
    channels, height, width = x.shape
    padded = np.full((channels, height + 2 * rows, width + 2 * columns), value, dtype=np.result_type(x, value))
    padded[:, rows : rows + height, columns : columns + width] = x
    return padded


def conv2d(x, weights, bias, stride=1, padding=0):
    """A convolutional layer with stride and padding.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        The feature map that comes in.
    weights : numpy.ndarray, shape (F, C, k, l)
        One filter for each map that comes out, as deep as `x`.
    bias : numpy.ndarray, shape (F,)
        One number for each filter.
    stride : int or pair of int
        Steps down and to the right, in pixels, ``(S, T)``.
    padding : int or pair of int
        Zeros added above and below, then left and right, in pixels.

    Returns
    -------
    numpy.ndarray, shape (F, H', W')
        ``out[f, i, j] = bias[f] + sum over c, u, v of padded[c, i S + u, j T + v] weights[f, c, u, v]`` [1]_; for H' and W' see
        `conv_output_size`.

    Raises
    ------
    ValueError
        If the filters are not as deep as `x`, or do not fit into the padded map.

    References
    ----------
    .. [1] PyTorch's manual, ``torch.nn.Conv2d``.

    Examples
    --------
    >>> conv2d(np.ones((1, 5, 5)), np.ones((1, 1, 3, 3)), np.zeros(1), stride=2, padding=1)
    array([[[4., 6., 4.],
            [6., 9., 6.],
            [4., 6., 4.]]])
    """
    steps = pair(stride, "stride")
    if min(steps) < 1:
        raise ValueError(f"`stride` (={stride}) must be at least 1")
    return slide_filters(pad2d(x, padding), weights, bias, steps)


def same_padding(kernel, dilation=1):
    """The padding with which a convolution of stride 1 keeps the size.

    Parameters
    ----------
    kernel : int
        Length of the kernel, in weights, odd.
    dilation : int
        From one weight to the next, in pixels (at least 1).

    Returns
    -------
    int
        Pixels on each side.

    Raises
    ------
    ValueError
        If the kernel is even: the two sides would have to differ.

    Notes
    -----
    ``dilation (kernel - 1) / 2`` [1]_

    References
    ----------
    .. [1] Dumoulin and Visin (2016), arXiv:1603.07285, relationships 3 and 15.

    Examples
    --------
    >>> same_padding(5), same_padding(3, dilation=4)
    (2, 4)
    """
    if kernel % 2 == 0:
        raise ValueError(f"`kernel` (={kernel}) must be odd: an even one cannot keep the size with equal sides")
    return dilation * (kernel - 1) // 2


def unread_pixels(n, kernel, stride=1, padding=0):
    """How many pixels at the end no window reaches, because the stride does not divide.

    Parameters
    ----------
    n : int
        Length of the input, in pixels.
    kernel : int
        Length of the kernel, in pixels.
    stride : int
        From one window to the next, in pixels.
    padding : int
        Zeros added on each side, in pixels.

    Returns
    -------
    int
        How many of the padded input's last pixels lie behind the last window; gaps between windows do not count.

    Raises
    ------
    ValueError
        If the kernel does not fit into the padded input.

    Examples
    --------
    >>> unread_pixels(227, 11, stride=4), unread_pixels(224, 11, stride=4)
    (0, 1)
    """
    last = (conv_output_size(n, kernel, stride=stride, padding=padding) - 1) * stride
    return n + 2 * padding - (last + kernel)
