"""Measures what one forward pass costs: the memory of every layer's output, and the time that the layer takes.

What it should cost by arithmetic is left to `reference.alexnet.layer_costs`.
"""

from statistics import median
from time import perf_counter

import torch


def forward_costs(network, images, repeats=5):
    """Memory and time of a forward pass, layer by layer.

    Parameters
    ----------
    network : torch.nn.Sequential
        Its layers are run one after the other, in evaluation mode, without gradients. It is left as it came.
    images : torch.Tensor, shape (N, C, H, W)
        What goes in.
    repeats : int
        How often each layer is timed, after one run to warm up.

    Returns
    -------
    list of dict
        For each layer its `name`, `output_shape` (without N), `activation_bytes` of the whole batch, `learnable_bytes`, and
        `seconds`, the median of the repeats.

    Examples
    --------
    >>> from torch import nn
    >>> rows = forward_costs(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU()), torch.zeros(1, 1, 5, 5))
    >>> [(row["output_shape"], row["activation_bytes"], row["learnable_bytes"]) for row in rows]
    [((2, 3, 3), 72, 80), ((2, 3, 3), 72, 0)]
    """
    training = {module: module.training for module in network.modules()}
    network.eval()
    try:
        with torch.no_grad():
            return list(_costs(network, images, repeats))
    finally:
        for module, mode in training.items():
            module.training = mode


def _costs(network, x, repeats):
    for name, layer in network.named_children():
        output = layer(x)
        yield {
            "name": name,
            "output_shape": tuple(output.shape[1:]),
            "activation_bytes": output.numel() * output.element_size(),
            "learnable_bytes": sum(each.numel() * each.element_size() for each in layer.parameters()),
            "seconds": median(_seconds(layer, x) for _ in range(repeats)),
        }
        x = output


def _seconds(layer, x):
    before = perf_counter()
    layer(x)
    return perf_counter() - before
