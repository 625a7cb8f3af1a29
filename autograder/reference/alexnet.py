"""AlexNet: the lecture's network, its relatives, and a PyTorch network of each.

What a list of layers costs is left to `tables`, what can be done with any network to `networks`; the exercise's functions that
live there can be had from here too.
"""

from typing import NamedTuple

from autograder.reference.networks import activations, filter_mosaic, network_of, train_classifier
from autograder.reference.tables import layer_costs, layer_table, totals

__all__ = [
    "Variant",
    "activations",
    "alexnet_layers",
    "build_alexnet",
    "filter_mosaic",
    "layer_costs",
    "layer_table",
    "totals",
    "train_classifier",
    "variants",
]


class Variant(NamedTuple):
    """One of the networks that are called AlexNet: its layers, the images it is given, and where it comes from."""

    layers: list
    input_shape: tuple
    source: str


def alexnet_layers(widths=(96, 256, 384, 384, 256), groups=2, conv1_padding=0, norm=True):
    """The layers of the lecture's AlexNet, or of a relative with other widths.

    Parameters
    ----------
    widths : tuple of int
        How many filters conv1 to conv5 have.
    groups : int
        Into how many groups conv2, conv4 and conv5 are split; 2 for the original's two graphics cards.
    conv1_padding : int
        Padding of conv1 on each side, in pixels.
    norm : bool
        Whether local response normalisation follows conv1 and conv2.

    Returns
    -------
    list of dict
        From ``conv1`` to the softmax, for `layer_table`; the image has no row of its own.

    Notes
    -----
    The order convolution, ReLU, normalisation, pooling is the paper's [1]_, section 3.5.

    References
    ----------
    .. [1] Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional neural networks, NIPS 25.

    Examples
    --------
    >>> [layer["name"] for layer in alexnet_layers() if layer["kind"] in ("conv", "pool", "fc")]
    ['conv1', 'pool1', 'conv2', 'pool2', 'conv3', 'conv4', 'conv5', 'pool5', 'fc6', 'fc7', 'fc8']
    """
    first, second, third, fourth, fifth = widths
    return [
        *_stage(1, first, 11, stride=4, padding=conv1_padding, norm=norm, pool=True),
        *_stage(2, second, 5, padding=2, groups=groups, norm=norm, pool=True),
        *_stage(3, third, 3, padding=1),
        *_stage(4, fourth, 3, padding=1, groups=groups),
        *_stage(5, fifth, 3, padding=1, groups=groups, pool=True),
        {"name": "fc6", "kind": "fc", "out_features": 4096},
        {"name": "relu6", "kind": "relu"},
        {"name": "dropout6", "kind": "dropout"},
        {"name": "fc7", "kind": "fc", "out_features": 4096},
        {"name": "relu7", "kind": "relu"},
        {"name": "dropout7", "kind": "dropout"},
        {"name": "fc8", "kind": "fc", "out_features": 1000},
        {"name": "softmax", "kind": "softmax"},
    ]


def variants():
    """The networks that go by the name of AlexNet.

    Returns
    -------
    dict of str to Variant
        ``original`` (the lecture's: 227, two groups), ``ungrouped``, ``torchvision`` (224), ``paper`` (the paper's words taken
        literally: 224 without padding), ``padded`` (224, padded by 2 so that it is the original again) and ``one_weird_trick``
        (the widths of the follow-up paper's footnote).

    Examples
    --------
    >>> for name, variant in variants().items():
    ...     print(name, f"{totals(layer_costs(variant.layers, variant.input_shape))['learnables']:,}")
    original 60,965,224
    ungrouped 62,378,344
    torchvision 61,100,840
    paper 49,430,888
    padded 60,965,224
    one_weird_trick 61,838,248
    """
    small, large = (3, 224, 224), (3, 227, 227)
    one_card = {"groups": 1, "conv1_padding": 2, "norm": False}
    narrow, footnote = alexnet_layers((64, 192, 384, 256, 256), **one_card), alexnet_layers((64, 192, 384, 384, 256), **one_card)
    return {
        "original": Variant(alexnet_layers(), large, "the lecture, Caffe's bvlc_alexnet, MATLAB's alexnet"),
        "ungrouped": Variant(alexnet_layers(groups=1), large, "the original's widths on one graphics card"),
        "torchvision": Variant(narrow, small, "torchvision.models.alexnet"),
        "paper": Variant(alexnet_layers(), small, "the paper of 2012, word for word: 224 pixels, no padding"),
        "padded": Variant(alexnet_layers(conv1_padding=2), small, "224 pixels, with a padding that the paper does not mention"),
        "one_weird_trick": Variant(footnote, small, "Krizhevsky (2014), arXiv:1404.5997, a footnote"),
    }


def build_alexnet(num_classes=1000):
    """The lecture's AlexNet as a PyTorch network, untrained.

    Parameters
    ----------
    num_classes : int
        How many scores it gives.

    Returns
    -------
    torch.nn.Sequential
        Takes ``(N, 3, 227, 227)``, gives ``(N, num_classes)`` scores, without softmax; its parts are named as in
        `alexnet_layers`.

    Examples
    --------
    >>> network = build_alexnet(10)
    >>> network.conv1, network.fc8
    (Conv2d(3, 96, kernel_size=(11, 11), stride=(4, 4)), Linear(in_features=4096, out_features=10, bias=True))
    """
    *layers, last, _ = alexnet_layers()
    return network_of([*layers, last | {"out_features": num_classes}], (3, 227, 227))


def _stage(number, filters, kernel_size, stride=1, padding=0, groups=1, norm=False, pool=False):
    """One convolution and what follows it: ReLU, and where asked for normalisation and overlapping pooling."""
    conv = {"filters": filters, "kernel_size": kernel_size, "stride": stride, "padding": padding, "groups": groups}
    stage = [{"name": f"conv{number}", "kind": "conv"} | conv, {"name": f"relu{number}", "kind": "relu"}]
    if norm:
        stage.append({"name": f"norm{number}", "kind": "norm"})
    if pool:
        stage.append({"name": f"pool{number}", "kind": "pool", "size": 3, "stride": 2})
    return stage
