"""Right answers without a loop in sight: matrices, strides and einsum."""

import numpy as np
from numpy.lib.stride_tricks import as_strided


def convolve1d(f, g):
    products = np.multiply.outer(f, g)
    places = np.add.outer(np.arange(f.size), np.arange(g.size))
    return np.bincount(places.ravel(), weights=products.ravel(), minlength=f.size + g.size - 1)


def correlate1d(f, g):
    padded = np.concatenate([np.zeros(f.size - 1), g, np.zeros(f.size - 1)])
    rows = np.arange(f.size + g.size - 1)[:, None] + np.arange(f.size)
    return padded[rows] @ f


def correlate2d(image, kernel):
    out_shape = tuple(np.subtract(image.shape, kernel.shape) + 1)
    if min(out_shape) <= 0:
        raise ValueError(f"{kernel.shape} does not fit into {image.shape}")
    windows = as_strided(image, out_shape + kernel.shape, image.strides * 2, writeable=False)
    return np.einsum("ijuv,uv->ij", windows, kernel)


def convolve2d(image, kernel):
    return correlate2d(image, np.flip(kernel))


def filter_image(image, kernel, bias=0.0):
    if not all(side % 2 for side in kernel.shape):
        raise ValueError(f"even side in {kernel.shape}")
    (k, l), (H, W) = kernel.shape, image.shape
    padded = np.pad(image, [(k // 2,) * 2, (l // 2,) * 2])
    shifted = np.array([[padded[u : u + H, v : v + W] for v in range(l)] for u in range(k)])
    return np.tensordot(kernel[::-1, ::-1], shifted) + bias


def laplacian_kernel():
    cross = np.abs(np.add.outer([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0])) == 1
    cross &= np.abs(np.subtract.outer([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0])) == 1
    return cross - 4.0 * np.outer([0, 1, 0], [0, 1, 0])


def blur_kernel(size):
    return np.broadcast_to(np.float64(size) ** -2, (size, size))


def sharpen_kernel(amount=1.0):
    second = np.array([1.0, -2.0, 1.0])
    line = np.array([0.0, 1.0, 0.0])
    return np.outer(line, line) - amount * (np.outer(second, line) + np.outer(line, second))
