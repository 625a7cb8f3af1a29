"""The layers of a network with one image as input: fully connected, convolutional, rectifying, and what they have to learn.

Stride and padding are left to `output_size`.
"""

import numpy as np

from autograder.reference.sizes import pair
from autograder.reference.sliding import slide_filters, windows


def linear(x, weights, bias):
    """A fully connected layer: every output reads every input.

    Parameters
    ----------
    x : numpy.ndarray, shape (D,)
        The input.
    weights : numpy.ndarray, shape (N, D)
        One row for each output.
    bias : numpy.ndarray, shape (N,)
        One number for each output.

    Returns
    -------
    numpy.ndarray, shape (N,)
        ``out[n] = bias[n] + sum over d of weights[n, d] x[d]``.

    Raises
    ------
    ValueError
        If the shapes do not go together.

    Examples
    --------
    >>> linear(np.array([1.0, 2.0]), np.array([[3.0, 4.0], [0.0, -1.0], [1.0, 1.0]]), np.array([0.5, 0.0, -3.0]))
    array([11.5, -2. ,  0. ])
    """
    if weights.shape != (len(bias), len(x)):
        raise ValueError(f"{len(x)} inputs and {len(bias)} biases do not go with weights of shape {weights.shape}")
    return weights @ x + bias


def conv_layer(x, weights, bias):
    """A convolutional layer: every output reads a small window, and all windows share their weights.

    Parameters
    ----------
    x : numpy.ndarray, shape (C, H, W)
        The feature map that comes in.
    weights : numpy.ndarray, shape (F, C, k, l)
        One filter for each map that comes out, as deep as `x`.
    bias : numpy.ndarray, shape (F,)
        One number for each filter.

    Returns
    -------
    numpy.ndarray, shape (F, H - k + 1, W - l + 1)
        ``out[f, i, j] = bias[f] + sum over c, u, v of x[c, i + u, j + v] weights[f, c, u, v]``: correlation, as in CNN
        libraries [1]_, with stride 1 and no padding.

    Raises
    ------
    ValueError
        If the filters are not as deep as `x`, or do not fit.

    References
    ----------
    .. [1] PyTorch's manual, ``torch.nn.Conv2d``.

    Examples
    --------
    >>> conv_layer(np.zeros((3, 32, 32)), np.zeros((6, 3, 5, 5)), np.zeros(6)).shape
    (6, 28, 28)
    """
    return slide_filters(x, weights, bias)


def relu(x):
    """The rectified linear unit: positive values pass, all others become 0.

    Parameters
    ----------
    x : numpy.ndarray
        Any shape.

    Returns
    -------
    numpy.ndarray
        The same shape: ``max(x, 0)``, entry by entry.

    Examples
    --------
    >>> relu(np.array([[-2.0, 0.5], [3.0, -0.0]]))
    array([[0. , 0.5],
           [3. , 0. ]])
    """
    return np.where(x > 0, x, 0.0)


def conv_parameters(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """How many numbers a convolutional layer has to learn.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels that come in, and filters.
    kernel_size : int or pair of int
        Rows and columns of a filter.
    bias : bool
        Whether each filter has a bias.
    groups : int
        Into how many groups the channels are split; a filter reads the channels of its own group only.

    Returns
    -------
    int
        Weights, and biases if there are any. The size of the image plays no part.

    Raises
    ------
    ValueError
        If the groups do not divide both numbers of channels.

    Notes
    -----
    ``out_channels * (in_channels / groups) * k * l``, plus ``out_channels`` biases [1]_.

    References
    ----------
    .. [1] PyTorch's manual, ``torch.nn.Conv2d``, the shape of `weight`.

    Examples
    --------
    >>> conv_parameters(3, 96, 11)
    34944
    >>> conv_parameters(96, 256, 5, groups=2)
    307456
    """
    for name, channels in (("in_channels", in_channels), ("out_channels", out_channels)):
        if groups < 1 or channels % groups:
            raise ValueError(f"`{name}` (={channels}) must be divisible by `groups` (={groups})")
    rows, columns = pair(kernel_size, "kernel_size")
    return out_channels * (in_channels // groups) * rows * columns + (out_channels if bias else 0)


def linear_parameters(in_features, out_features, bias=True):
    """How many numbers a fully connected layer has to learn.

    Parameters
    ----------
    in_features, out_features : int
        Inputs and outputs.
    bias : bool
        Whether each output has a bias.

    Returns
    -------
    int
        Weights, and biases if there are any.

    Examples
    --------
    >>> linear_parameters(6 * 6 * 256, 4096)
    37752832
    """
    return in_features * out_features + (out_features if bias else 0)


def linear_as_conv(weights, input_shape):
    """The filters that make a convolutional layer do what a fully connected one does.

    Parameters
    ----------
    weights : numpy.ndarray, shape (N, C * H * W)
        Weights of a fully connected layer that reads a map flattened in row order.
    input_shape : tuple of int
        The map's shape, ``(C, H, W)``.

    Returns
    -------
    numpy.ndarray, shape (N, C, H, W)
        Filters as large as the map: each has one place to lie, so that each gives one number (a view of `weights` where
        that is possible).

    Raises
    ------
    ValueError
        If the weights do not belong to a map of that shape.

    Examples
    --------
    >>> linear_as_conv(np.arange(12.0).reshape(2, 6), (1, 2, 3))[1]
    array([[[ 6.,  7.,  8.],
            [ 9., 10., 11.]]])
    """
    channels, height, width = input_shape
    if weights.shape[1] != channels * height * width:
        raise ValueError(f"{weights.shape[1]} weights an output do not go with an input of shape {input_shape}")
    return weights.reshape(len(weights), channels, height, width)


def conv_as_matrix(kernel, input_shape):
    """The matrix that does to a flattened image what sliding a kernel over it does.

    Parameters
    ----------
    kernel : numpy.ndarray, shape (k, l)
        Rows, then columns.
    input_shape : tuple of int
        The image's shape, ``(H, W)``.

    Returns
    -------
    numpy.ndarray, shape ((H - k + 1) * (W - l + 1), H * W)
        A row for each place of the kernel, with the kernel's values in the columns of the pixels under it, and 0 elsewhere:
        few weights that are not zero, and the same ones in every row.

    Raises
    ------
    ValueError
        If the kernel is taller or wider than the image.

    Notes
    -----
    Flattening is in row order: the pixel ``(i, j)`` is column ``i W + j``. Correlation, so the kernel is not rotated. Along one
    axis such a matrix is a Toeplitz matrix, each row the one above moved by one place [1]_; here it is made of such blocks.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville (2016), Deep Learning, section 9.1.

    Examples
    --------
    >>> conv_as_matrix(np.array([[1.0, 2.0]]), (2, 3))
    array([[1., 2., 0., 0., 0., 0.],
           [0., 1., 2., 0., 0., 0.],
           [0., 0., 0., 1., 2., 0.],
           [0., 0., 0., 0., 1., 2.]])
    """
    pixels = np.arange(np.prod(input_shape)).reshape(1, *input_shape)
    under = windows(pixels, kernel.shape).reshape(-1, kernel.size)
    matrix = np.zeros((len(under), pixels.size))
    np.put_along_axis(matrix, under, kernel.reshape(1, -1), axis=1)
    return matrix
