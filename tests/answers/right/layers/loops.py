"""Right answers to exercise 3 with plain loops over single numbers."""

import numpy as np


def linear(x, weights, bias):
    out = np.zeros(len(bias))
    for n in range(len(bias)):
        total = bias[n]
        for d in range(len(x)):
            total += weights[n, d] * x[d]
        out[n] = total
    return out


def conv_layer(x, weights, bias):
    C, H, W = x.shape
    F, depth, k, l = weights.shape
    if depth != C:
        raise ValueError(f"the input has {C} channels, the filters have {depth}")
    if k > H or l > W:
        raise ValueError(f"no room for {k} x {l} on {H} x {W}")
    out = np.zeros((F, H - k + 1, W - l + 1))
    for f in range(F):
        for i in range(H - k + 1):
            for j in range(W - l + 1):
                for c in range(C):
                    for u in range(k):
                        for v in range(l):
                            out[f, i, j] += x[c, i + u, j + v] * weights[f, c, u, v]
                out[f, i, j] += bias[f]
    return out


def relu(x):
    out = x.copy()
    for place in np.ndindex(out.shape):
        if out[place] < 0:
            out[place] = 0
    return out


def conv_parameters(in_channels, out_channels, kernel_size, bias=True, groups=1):
    if in_channels % groups != 0 or out_channels % groups != 0:
        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels}")
    try:
        k, l = kernel_size
    except TypeError:
        k = l = kernel_size
    count = 0
    for _ in range(out_channels):
        count += in_channels // groups * k * l
        if bias:
            count += 1
    return count


def linear_parameters(in_features, out_features, bias=True):
    count = 0
    for _ in range(out_features):
        count += in_features
        if bias:
            count += 1
    return count


def linear_as_conv(weights, input_shape):
    C, H, W = input_shape
    out = np.zeros((weights.shape[0], C, H, W))
    for n in range(weights.shape[0]):
        d = 0
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    out[n, c, i, j] = weights[n, d]
                    d += 1
    return out


def conv_as_matrix(kernel, input_shape):
    k, l = kernel.shape
    H, W = input_shape
    if k > H or l > W:
        raise ValueError(f"a kernel of {k} x {l} does not fit into {H} x {W}")
    out = np.zeros(((H - k + 1) * (W - l + 1), H * W))
    row = 0
    for i in range(H - k + 1):
        for j in range(W - l + 1):
            for u in range(k):
                for v in range(l):
                    out[row, (i + u) * W + j + v] = kernel[u, v]
            row += 1
    return out
