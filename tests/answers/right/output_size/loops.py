"""Right answers to exercise 4 with plain loops: the kernel is slid until it does not fit any more."""

import numpy as np


def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    if n < 1 or kernel < 1 or stride < 1 or dilation < 1 or padding < 0:
        raise ValueError(f"sizes out of range: {n}, {kernel}, {stride}, {padding}, {dilation}")
    length = n + padding + padding
    last = 0
    for _ in range(kernel - 1):
        last += dilation
    if last >= length:
        raise ValueError(f"the kernel ends at {last}, the input at {length - 1}")
    count = 0
    while last < length:
        count += 1
        last += stride
    return count


def conv_output_shape(input_shape, filters, kernel_size, stride=1, padding=0):
    out = [filters]
    for axis in range(2):
        k = kernel_size if isinstance(kernel_size, int) else kernel_size[axis]
        s = stride if isinstance(stride, int) else stride[axis]
        p = padding if isinstance(padding, int) else padding[axis]
        out.append(conv_output_size(input_shape[axis + 1], k, stride=s, padding=p))
    return tuple(out)


def pad2d(x, padding, value=0.0):
    if isinstance(padding, int):
        P = Q = padding
    else:
        P, Q = padding
    C, H, W = x.shape
    out = np.empty((C, H + 2 * P, W + 2 * Q))
    for c in range(C):
        for i in range(H + 2 * P):
            for j in range(W + 2 * Q):
                if P <= i < P + H and Q <= j < Q + W:
                    out[c, i, j] = x[c, i - P, j - Q]
                else:
                    out[c, i, j] = value
    return out


def conv2d(x, weights, bias, stride=1, padding=0):
    S, T = (stride, stride) if isinstance(stride, int) else stride
    P, Q = (padding, padding) if isinstance(padding, int) else padding
    C, H, W = x.shape
    F, depth, k, l = weights.shape
    if depth != C:
        raise ValueError(f"{depth} is not {C}")
    if k > H + 2 * P or l > W + 2 * Q:
        raise ValueError(f"no room for {k} x {l}")
    out = np.zeros((F, (H + 2 * P - k) // S + 1, (W + 2 * Q - l) // T + 1))
    for f, i, j in np.ndindex(out.shape):
        out[f, i, j] = bias[f]
        for c in range(C):
            for u in range(k):
                for v in range(l):
                    row, column = i * S + u - P, j * T + v - Q
                    if 0 <= row < H and 0 <= column < W:
                        out[f, i, j] += x[c, row, column] * weights[f, c, u, v]
    return out


def same_padding(kernel, dilation=1):
    if kernel % 2 != 1:
        raise ValueError(f"{kernel} is even")
    padding = 0
    while 2 * padding < dilation * (kernel - 1):
        padding += 1
    return padding


def unread_pixels(n, kernel, stride=1, padding=0):
    end = kernel
    length = n + 2 * padding
    if end > length:
        raise ValueError(f"{kernel} is more than {length}")
    while end + stride <= length:
        end += stride
    return length - end
