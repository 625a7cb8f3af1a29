"""The networks of the lab, running: the lecture's AlexNet, torchvision's, and the small one that lies in the repository.

Their tables, and how a table becomes a network, are left to `reference`; weights to `models`.
"""

from itertools import takewhile

import torch

from autograder.reference.alexnet import alexnet_layers, variants
from autograder.reference.networks import network_of

SMALL_INPUT = (3, 99, 99)
SMALL_WIDTHS = (48, 96, 128, 128, 96)

# torchvision numbers its modules; here they have the lecture's names.
PUBLISHED_NAMES = {
    "conv1": "features.0", "conv2": "features.3", "conv3": "features.6", "conv4": "features.8", "conv5": "features.10",
    "fc6": "classifier.1", "fc7": "classifier.4", "fc8": "classifier.6",
}  # fmt: skip


def variant_network(name):
    """One of the networks that are called AlexNet, untrained.

    Parameters
    ----------
    name : str
        As in `reference.alexnet.variants`: ``original`` is the lecture's (227 pixels, two groups in conv2, conv4 and conv5,
        response normalisation), ``torchvision`` what torchvision has (224 pixels, no groups, no normalisation, other widths).

    Returns
    -------
    torch.nn.Sequential
        It gives scores: the softmax is left to the loss, as PyTorch wants it. torchvision's dropout stands before fc6 and fc7,
        and here after them as in the paper; that is of no consequence but in training.

    Examples
    --------
    >>> with torch.device("meta"):
    ...     network = variant_network("original")
    >>> f"{sum(each.numel() for each in network.parameters()):,}"
    '60,965,224'
    """
    layers, input_shape, _ = variants()[name]
    return network_of([layer for layer in layers if layer["kind"] != "softmax"], input_shape)


def from_published(state):
    """Weights under torchvision's names, renamed for ``variant_network("torchvision")``.

    Parameters
    ----------
    state : dict of str to torch.Tensor
        The published state dict: ``features.0.weight`` to ``classifier.6.bias``.

    Returns
    -------
    dict of str to torch.Tensor
        ``conv1.weight`` to ``fc8.bias``.

    Raises
    ------
    ValueError
        If a name is missing or unknown, or a shape is another one.
    """
    pairs = [(published, ours, part) for ours, published in PUBLISHED_NAMES.items() for part in ("weight", "bias")]
    names = {f"{published}.{part}": f"{ours}.{part}" for published, ours, part in pairs}
    odd = sorted(names.keys() ^ state.keys())
    if odd:
        raise ValueError(f"these are not torchvision's weights of AlexNet: {odd[0]!r} is missing or unknown")
    with torch.device("meta"):  # shapes without numbers
        shapes = {name: tuple(tensor.shape) for name, tensor in variant_network("torchvision").state_dict().items()}
    for published, ours in names.items():
        if tuple(state[published].shape) != shapes[ours]:
            raise ValueError(f"{published!r} has shape {tuple(state[published].shape)}, not {shapes[ours]}")
    return {ours: state[published] for published, ours in names.items()}


def small_layers(classes):
    """The layers of the embedded network: AlexNet's kinds of layers, kernels and strides, with fewer filters and smaller images.

    Parameters
    ----------
    classes : int
        How many scores come out.

    Returns
    -------
    list of dict
        For images of 99 × 99 pixels, in which every stride of the stack divides exactly. There are no groups and no response
        normalisation, as in torchvision's AlexNet.

    Examples
    --------
    >>> [layer["name"] for layer in small_layers(11)][-5:]
    ['fc6', 'relu6', 'fc7', 'relu7', 'fc8']
    """
    stages = takewhile(lambda layer: layer["kind"] != "fc", alexnet_layers(SMALL_WIDTHS, groups=1, norm=False))
    return [
        *stages,
        {"name": "fc6", "kind": "fc", "out_features": 256},
        {"name": "relu6", "kind": "relu"},
        {"name": "fc7", "kind": "fc", "out_features": 256},
        {"name": "relu7", "kind": "relu"},
        {"name": "fc8", "kind": "fc", "out_features": classes},
    ]
