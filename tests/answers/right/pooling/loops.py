"""Right answers in plain loops, one number at a time."""

import numpy as np


def windows(x, size, stride):
    if len(x.shape) != 3:
        raise ValueError("expected three axes, got shape %s" % (x.shape,))
    if stride is None:
        stride = size
    if size < 1 or stride < 1:
        raise ValueError("size %d, stride %d" % (size, stride))
    _, height, width = x.shape
    if height < size or width < size:
        raise ValueError("size %d on %d x %d" % (size, height, width))
    return range(0, height - size + 1, stride), range(0, width - size + 1, stride)


def pooled(x, size, stride, pick):
    tops, lefts = windows(x, size, stride)
    out = np.empty((x.shape[0], len(tops), len(lefts)))
    for c in range(x.shape[0]):
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                values = []
                for row in range(top, top + size):
                    for col in range(left, left + size):
                        values.append(x[c, row, col])
                out[c, i, j] = pick(values)
    return out


def max_pool2d(x, size, stride=None):
    return pooled(x, size, stride, max)


def avg_pool2d(x, size, stride=None):
    return pooled(x, size, stride, lambda values: sum(values) / len(values))


def min_pool2d(x, size, stride=None):
    return pooled(x, size, stride, min)


def global_avg_pool(x):
    means = np.zeros(x.shape[0])
    for c in range(x.shape[0]):
        for i in range(x.shape[1]):
            for j in range(x.shape[2]):
                means[c] += x[c, i, j]
    means /= x.shape[1] * x.shape[2]
    return means


def max_pool2d_backward(x, grad, size, stride=None):
    tops, lefts = windows(x, size, stride)
    if grad.shape != (x.shape[0], len(tops), len(lefts)):
        raise ValueError("gradient of shape %s" % (grad.shape,))
    out = np.zeros(x.shape)
    for c in range(x.shape[0]):
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                best_row, best_col = top, left
                for row in range(top, top + size):
                    for col in range(left, left + size):
                        if x[c, row, col] > x[c, best_row, best_col]:
                            best_row, best_col = row, col
                out[c, best_row, best_col] += grad[c, i, j]
    return out


def shift(x, rows, cols):
    channels, height, width = x.shape
    out = np.zeros((channels, height, width))
    for i in range(height):
        for j in range(width):
            if 0 <= i - rows < height and 0 <= j - cols < width:
                out[:, i, j] = x[:, i - rows, j - cols]
    return out


def shift_distance(x, rows, cols, size=1):
    here = max_pool2d(x, size)
    there = max_pool2d(shift(x, rows, cols), size)
    above = 0.0
    below = 0.0
    for a, b in zip(here.flatten(), there.flatten()):
        above += (b - a) ** 2
        below += a**2
    if below == 0:
        return 0.0
    return (above / below) ** 0.5
