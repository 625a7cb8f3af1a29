"""Right answers with cumulative sums and products, NumPy's ints, and PyTorch's own functions."""

import numpy as np
import torch


def columns(layers):
    table = np.array(layers, dtype=int).reshape(-1, 3)
    if (table < [1, 1, 0]).any():
        raise ValueError(f"out of range: {layers}")
    return table.T


def receptive_field(layers):
    kernels, strides, paddings = columns(layers)
    jumps = np.append(1, strides).cumprod()
    before = jumps[: len(layers)]
    return 1 + (kernels - 1) @ before, jumps[-1], float(before @ ((kernels - 1) / 2 - paddings))


def receptive_fields(layers):
    kernels, strides, paddings = columns(layers)
    jumps = np.concatenate([[1], np.cumprod(strides)])
    sizes = 1 + np.cumsum((kernels - 1) * jumps[:-1])
    starts = np.cumsum(((kernels - 1) / 2 - paddings) * jumps[:-1])
    return list(zip(sizes, jumps[1:], starts))


def receptive_region(layers, unit, input_size):
    size, jump, start = receptive_field(layers)
    units = np.int64(input_size)
    for kernel, stride, padding in layers:
        room = units + 2 * padding - kernel
        if room < 0:
            raise ValueError(f"no room for {kernel} in {units}")
        units = np.floor_divide(room, stride) + 1
    if unit not in range(units):
        raise ValueError(f"{unit} is not in 0..{units - 1}")
    ends = np.clip(start + unit * jump + np.array([-0.5, 0.5]) * (size - 1), 0, input_size - 1)
    return tuple(ends.astype(int))


def layers_needed(kernel, target):
    if not (kernel >= 2 and target >= 1):
        raise ValueError(f"{kernel=}, {target=}")
    return int(np.ceil((target - 1) / (kernel - 1)))


def build_network(layers):
    columns(layers)
    made = [
        torch.nn.Conv2d(1, 1, kernel_size=(k, k), stride=(s, s), padding=(p, p), bias=False, dtype=torch.float32)
        for k, s, p in layers
    ]
    for layer in made:
        layer.weight.data.fill_(1.0)
    return torch.nn.Sequential(*made)


def gradient_region(layers, unit, input_size):
    image = torch.rand(1, 1, input_size, input_size).requires_grad_()
    network = build_network(layers)
    try:
        out = network(image)
    except RuntimeError as error:
        raise ValueError(str(error)) from None
    row, col = unit
    if not (0 <= row < out.shape[2] and 0 <= col < out.shape[3]):
        raise ValueError(f"{unit} lies outside {tuple(out.shape[2:])}")
    chosen = torch.zeros_like(out)
    chosen[..., row, col] = 1
    out.backward(chosen)
    return (image.grad != 0).squeeze(0).squeeze(0).numpy()
