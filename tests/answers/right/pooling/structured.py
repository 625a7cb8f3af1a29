"""Right answers with a class for windows, recursion over channels and axes, and float32 where that is enough."""

from functools import partial
from math import fsum, hypot, prod

import numpy as np


class Windows:
    """Walks over the windows of one map, as slices."""

    def __init__(self, shape, size, stride=None):
        if len(shape) != 3:
            raise ValueError("a feature map has three axes, not %d" % len(shape))
        self.size = size
        self.stride = self.size if stride is None else stride
        for number in (self.size, self.stride):
            if number <= 0:
                raise ValueError("%d is below 1" % number)
        self.grid = tuple(self._places(side) for side in shape[1:])
        self.shape = (shape[0], *map(len, self.grid))

    def _places(self, side):
        if self.size > side:
            raise ValueError("a window of %d on a side of %d" % (self.size, side))
        return [slice(at, at + self.size) for at in range(0, side + 1 - self.size, self.stride)]

    def __iter__(self):
        for i, rows in enumerate(self.grid[0]):
            for j, columns in enumerate(self.grid[1]):
                yield i, j, rows, columns


def pool(reduce, x, size, stride=None):
    windows = Windows(x.shape, size, stride)
    out = np.zeros(windows.shape, dtype=np.float32 if reduce is np.mean else float)
    for i, j, rows, columns in windows:
        for channel, map_ in zip(out, x):
            channel[i, j] = reduce(map_[rows, columns])
    return out


max_pool2d = partial(pool, np.max)
avg_pool2d = partial(pool, np.mean)
min_pool2d = partial(pool, np.min)


def global_avg_pool(x):
    """Exact sums, channel by channel."""
    return np.array([fsum(channel.flat) for channel in x]) / prod(x.shape[1:])


def max_pool2d_backward(x, grad, size, stride=None):
    windows = Windows(x.shape, size, stride)
    if tuple(grad.shape) != windows.shape:
        raise ValueError("the gradient is %s, the map %s" % (grad.shape, windows.shape))
    if len(x) > 1:  # one channel at a time
        parts = (max_pool2d_backward(x[c : c + 1], grad[c : c + 1], size, stride) for c in range(len(x)))
        return np.concatenate(list(parts))
    back = np.zeros_like(x)
    for i, j, rows, columns in windows:
        window = x[0, rows, columns]
        row, column = next(at for at in np.ndindex(window.shape) if window[at] == window.max())
        back[0, rows, columns][row, column] += grad[0, i, j]
    return back


def along(x, distance, axis):
    """Moves one axis step by step."""
    if distance == 0:
        return x
    zero = np.zeros_like(x.take([0], axis))
    if distance > 0:
        kept = x.take(range(x.shape[axis] - 1), axis)
        return along(np.concatenate([zero, kept], axis), distance - 1, axis)
    kept = x.take(range(1, x.shape[axis]), axis)
    return along(np.concatenate([kept, zero], axis), distance + 1, axis)


def shift(x, rows, cols):
    return along(along(x, rows, 1), cols, 2)


def shift_distance(x, rows, cols, size=1):
    before, after = max_pool2d(x, size), max_pool2d(shift(x, rows, cols), size)
    norm = hypot(*before.flat)
    return hypot(*(after - before).flat) / norm if norm else 0
