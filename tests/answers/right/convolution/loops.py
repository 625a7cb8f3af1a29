"""Right answers in plain loops, as someone writes them who comes from another language."""

import numpy as np


def convolve1d(f, g):
    M = len(f)
    N = len(g)
    out = [0.0] * (M + N - 1)
    for i in range(M):
        for j in range(N):
            out[i + j] += float(f[i]) * float(g[j])
    return np.array(out)


def correlate1d(f, g):
    M = len(f)
    N = len(g)
    out = [0.0] * (M + N - 1)
    for i in range(M):
        for j in range(N):
            out[j - i + M - 1] += float(f[i]) * float(g[j])
    return np.array(out)


def correlate2d(image, kernel):
    H, W = image.shape
    k, l = kernel.shape
    if k > H:
        raise ValueError("the kernel has %d rows, the image only %d" % (k, H))
    if l > W:
        raise ValueError("the kernel has %d columns, the image only %d" % (l, W))
    out = np.zeros((H - k + 1, W - l + 1))
    for i in range(H - k + 1):
        for j in range(W - l + 1):
            s = 0.0
            for u in range(k):
                for v in range(l):
                    s += image[i + u][j + v] * kernel[u][v]
            out[i][j] = s
    return out


def convolve2d(image, kernel):
    k, l = kernel.shape
    flipped = np.zeros((k, l))
    for u in range(k):
        for v in range(l):
            flipped[u, v] = kernel[k - 1 - u, l - 1 - v]
    return correlate2d(image, flipped)


def filter_image(image, kernel, bias=0.0):
    H, W = image.shape
    k, l = kernel.shape
    if k % 2 == 0 or l % 2 == 0:
        raise ValueError("even kernel: %d x %d" % (k, l))
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            s = bias
            for u in range(k):
                for v in range(l):
                    y = i + k // 2 - u
                    x = j + l // 2 - v
                    if 0 <= y < H and 0 <= x < W:
                        s += image[y, x] * kernel[u, v]
            out[i, j] = s
    return out


def laplacian_kernel():
    return np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], dtype=np.float64)


def blur_kernel(size):
    kernel = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            kernel[i, j] = 1.0 / (size * size)
    return kernel


def sharpen_kernel(amount=1.0):
    L = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    kernel = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            kernel[i, j] = (1 if i == j == 1 else 0) - amount * L[i][j]
    return kernel
