"""Right answers to exercise 4 with recursion, helper functions and classes."""

import operator

import numpy as np


class Axis:
    """One spatial axis: how long it is, and what slides along it."""

    def __init__(self, n, kernel, stride, padding, dilation=1):
        if any(value < 1 for value in (n, kernel, stride, dilation)) or padding < 0:
            raise ValueError(f"bad axis: n={n}, kernel={kernel}, stride={stride}, padding={padding}, dilation={dilation}")
        self.length = n + 2 * padding
        self.span = dilation * (kernel - 1) + 1
        self.stride = stride
        if self.span > self.length:
            raise ValueError(f"{self.span} pixels do not fit into {self.length}")

    @property
    def starts(self):
        return range(0, self.length - self.span + 1, self.stride)

    @property
    def unread(self):
        return self.length - self.span - self.starts[-1]


def both(value):
    """Rows and columns of an int or a pair."""
    try:
        return (operator.index(value),) * 2
    except TypeError:
        return tuple(value)


def axes(shape, kernel_size, stride, padding):
    """The axis of the rows and that of the columns."""
    return [Axis(*each) for each in zip(shape, both(kernel_size), both(stride), both(padding), strict=True)]


def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    return len(Axis(n, kernel, stride, padding, dilation).starts)


def conv_output_shape(input_shape, filters, kernel_size, stride=1, padding=0):
    return (filters,) + tuple(len(axis.starts) for axis in axes(input_shape[1:], kernel_size, stride, padding))


def pad2d(x, padding, value=0.0):
    rows, columns = both(padding)
    if rows:
        inner = pad2d(x, (rows - 1, columns), value=value)
        line = np.full_like(inner[:, :1], value)
        return np.concatenate((line, inner, line), axis=1)
    if columns:
        return pad2d(x.transpose(0, 2, 1), (columns, 0), value=value).transpose(0, 2, 1)
    return x


def conv2d(x, weights, bias, stride=1, padding=0):
    if len(x) != weights.shape[1]:
        raise ValueError(f"{len(x)} channels, but filters for {weights.shape[1]}")
    down, right = axes(x.shape[1:], weights.shape[2:], stride, padding)
    padded = pad2d(x, padding)

    def unit(weight, offset, i, j):
        return np.vdot(weight, padded[:, i : i + weight.shape[1], j : j + weight.shape[2]]) + offset

    filters = list(zip(weights, bias, strict=True))
    return np.array([[[unit(*each, i, j) for j in right.starts] for i in down.starts] for each in filters])


def same_padding(kernel, dilation=1):
    if kernel % 2 == 0:
        raise ValueError(f"an even kernel ({kernel}) has no middle")
    return 0 if kernel == 1 else dilation + same_padding(kernel - 2, dilation=dilation)


def unread_pixels(n, kernel, stride=1, padding=0):
    return Axis(n, kernel, stride, padding).unread
