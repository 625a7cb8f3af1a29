"""Describes a network in words, so that two networks can be compared layer by layer and a student reads the difference.

What a right network is, is left to `reference`, what a network computes between its layers to `dissect`. PyTorch is loaded only
when there is a network to look at.
"""

from autograder.box.memory import unchanged
from autograder.box.networks import describe


def describe_network(network):
    """A stack of convolutions in plain data: all that counts for what it computes, and nothing else.

    Parameters
    ----------
    network : object
        What an answer gave: should be a ``torch.nn.Sequential``.

    Returns
    -------
    dict
        ``kind``, and ``layers``: for each what it was made with, its weights and its bias in words. A bias of zeros reads like
        none, ``padding="valid"`` like 0.

    Examples
    --------
    >>> from torch import nn
    >>> describe_network(nn.Sequential(nn.ReLU()))
    {'kind': 'torch.nn.Sequential', 'layers': [{'layer': 'ReLU', 'weights': '', 'bias': ''}]}
    >>> describe_network([3, 1, 0])
    {'kind': 'list', 'layers': []}
    """
    from torch import nn

    if not isinstance(network, nn.Sequential):
        return {"kind": type(network).__name__, "layers": []}
    return {"kind": "torch.nn.Sequential", "layers": [_describe_layer(layer, nn.Conv2d) for layer in network]}


def _describe_layer(layer, convolution):
    if not isinstance(layer, convolution):
        return {"layer": type(layer).__name__, "weights": "", "bias": ""}
    try:
        return {"layer": f"Conv2d({conv_arguments(layer)})", "weights": _weights(layer.weight), "bias": _bias(layer.bias)}
    except Exception as error:  # whatever an answer has made of it
        return {"layer": f"a Conv2d that cannot be looked at ({type(error).__name__})", "weights": "", "bias": ""}


def conv_arguments(layer):
    """What the layer was made with, as one would write it; what is usually left out only where it was not."""
    padding = _padding(layer)
    parts = [f"{layer.in_channels}, {layer.out_channels}, kernel_size={_pair(layer.kernel_size)}"]
    parts += [f"stride={_pair(layer.stride)}", f"padding={padding}"]
    unusual = {"dilation": (_pair(layer.dilation), (1, 1)), "groups": (layer.groups, 1)}
    if padding != (0, 0):
        unusual["padding_mode"] = (layer.padding_mode, "zeros")
    parts += [f"{name}={value}" for name, (value, usual) in unusual.items() if value != usual]
    return ", ".join(parts)


def _padding(layer):
    """Padding on each side in pixels, also where a word stands for it."""
    if layer.padding == "valid":
        return 0, 0
    if layer.padding == "same":
        totals = (step * (size - 1) for size, step in zip(_pair(layer.kernel_size), _pair(layer.dilation), strict=True))
        return tuple(total // 2 if total % 2 == 0 else total / 2 for total in totals)
    return _pair(layer.padding)


def _weights(weight):
    values = weight.detach()
    first, largest = float(values.flatten()[0]), float(values.abs().max())
    described = f"all {first:.6g}" if bool((values == first).all()) else "not all alike"
    if described == "not all alike" and largest <= values.numel() ** -0.5:  # PyTorch's own limit where there is one channel
        described = "small and not all alike"
    return f"{values.dtype}, of shape {tuple(values.shape)}, {described}"


def _bias(bias):
    if bias is None or not bool(bias.detach().any()):
        return "0 or none"
    return "1" if bool((bias.detach() == 1).all()) else "not 0"


def _pair(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def example_network(training=True):
    """A small network to look into, the same each time, with much that can go wrong.

    Parameters
    ----------
    training : bool
        Its mode.

    Returns
    -------
    torch.nn.Sequential
        Takes images of three channels; with parts inside of parts, work in place, dropout, batch normalisation, and a gradient.

    Examples
    --------
    >>> [name for name, _ in example_network().named_modules() if name]
    ['conv1', 'relu1', 'norm', 'block', 'block.conv', 'block.relu', 'drop']
    """
    import numpy as np
    import torch
    from torch import nn

    numbers = np.random.default_rng(7)
    network = nn.Sequential()
    network.add_module("conv1", nn.Conv2d(3, 4, 3))
    network.add_module("relu1", nn.ReLU(inplace=True))
    network.add_module("norm", nn.BatchNorm2d(4))
    block = nn.Sequential()
    block.add_module("conv", nn.Conv2d(4, 5, 2))
    block.add_module("relu", nn.ReLU(inplace=True))
    network.add_module("block", block)
    network.add_module("drop", nn.Dropout(1.0))
    for tensor in [*network.parameters(), *network.buffers()]:
        if tensor.is_floating_point():
            values = numbers.uniform(0.2, 1.0, tuple(tensor.shape))
            signs = numbers.choice([-1.0, 1.0], tuple(tensor.shape)) if tensor.ndim > 1 else 1.0
            tensor.data = torch.tensor(values * signs, dtype=torch.float32)
    network.conv1.weight.grad = torch.ones(4, 3, 3, 3)
    network.train(training)
    return network


class Snapshot:
    """What a network was before a call: its modes, values, gradients and hooks.

    Parameters
    ----------
    network : torch.nn.Module
        The network.

    Examples
    --------
    >>> from torch import nn
    >>> network = nn.Sequential(nn.Dropout())
    >>> before = Snapshot(network)
    >>> network[0].training = False
    >>> before.changes(), before.restore(), before.changes(), network[0].training
    (('modes',), None, (), True)
    """

    def __init__(self, network):
        self.network = network
        self.told = _copied(describe(network))
        self.parts = [(part, _tables(part)) for part in network.modules()]
        self.modes = [(part, part.training) for part in network.modules()]
        tensors = [*network.parameters(), *network.buffers()]
        self.values = [(each, each.detach().clone(), each.requires_grad, _copied(each.grad)) for each in tensors]

    def changes(self):
        """What of the network is no longer what it was, in words; empty where all is."""
        return tuple(sorted(_changes(describe(self.network), self.told)))

    def restore(self):
        """Make the network what it was."""
        for part, mode in self.modes:
            part.training = mode
        for part, tables in self.parts:
            for name, entries in tables.items():
                vars(part)[name].clear()
                vars(part)[name].update(entries)
        for tensor, value, tracked, gradient in self.values:
            tensor.data = value.clone()
            tensor.requires_grad_(tracked)
            tensor.grad = _copied(gradient)


def _changes(now, before):
    """What differs between two descriptions of a network."""
    kinds = {"training": "modes", "buffers": "buffers", "gradients": "gradients", "hooks": "hooks"}
    found = {words for key, words in kinds.items() if not unchanged(now[key], before[key])}
    for place, words in ((1, "weights"), (2, "choice of what learns")):
        if not unchanged(*([[each[0], each[place]] for each in told["parameters"]] for told in (now, before))):
            found.add(words)
    if [name for name, _ in now["children"]] != [name for name, _ in before["children"]]:
        return found | {"parts"}
    return found.union(
        *(_changes(one, other) for (_, one), (_, other) in zip(now["children"], before["children"], strict=True) if "kind" in one)
    )


def _tables(part):
    """A module's tables by name: of parameters, buffers, parts, hooks."""
    return {name: value.copy() for name, value in vars(part).items() if isinstance(value, dict)}


def _copied(told):
    """The same description, with tensors of its own."""
    if isinstance(told, dict):
        return {key: _copied(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_copied(value) for value in told]
    return told.detach().clone() if hasattr(told, "detach") else told
