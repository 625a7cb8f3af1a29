"""AlexNet, layer by layer: what each layer gives, has to learn, computes, stores and sees, for the lecture's network and its kin.

It does arithmetic alone, for any list of layers of these kinds; networks that run are left to `alexnet_network`.

A layer is a dict with `name` and `kind` and, by kind: ``conv``: `filters`, `kernel_size`, `stride` (1), `padding` (0), `groups`
(1); ``pool``: `size`, `stride` (the size); ``fc``: `out_features`; ``relu``, ``norm``, ``dropout`` and ``softmax``: nothing, and
the shape stays. Sizes, strides and paddings are ints or pairs (rows, columns); what has a value in brackets may be left out.
"""

from math import prod
from typing import NamedTuple

from autograder.reference.layers import conv_parameters, linear_parameters
from autograder.reference.output_size import conv_output_shape
from autograder.reference.receptive_field import receptive_field
from autograder.reference.sizes import pair

SHAPE_STAYS = ("relu", "norm", "dropout", "softmax")
BYTES = 4  # of a float32


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


def layer_table(layers, input_shape):
    """What each layer gives and has to learn.

    Parameters
    ----------
    layers : list of dict
        The layers in the order in which they are computed.
    input_shape : tuple of int
        ``(C, H, W)`` of the image.

    Returns
    -------
    list of dict
        One for each layer, with `name`, `kind`, `output_shape` (``(C, H, W)``; after an fc ``(out_features,)``), `weights`,
        `biases` and `learnables`, which is their sum.

    Raises
    ------
    ValueError
        If a kind is unknown, if groups do not divide the channels and the filters, if a window does not fit, or if a
        convolution or a pooling follows an fc.

    Notes
    -----
    A filter of a grouped convolution reads the channels of its own group only, so that its ``C / groups`` channels count.

    Examples
    --------
    The lecture's row: 55 x 55 x 96, and 34,848 + 96 to learn.

    >>> layer_table(alexnet_layers()[:1], (3, 227, 227))
    [{'name': 'conv1', 'kind': 'conv', 'output_shape': (96, 55, 55), 'weights': 34848, 'biases': 96, 'learnables': 34944}]
    """
    table, shape = [], tuple(input_shape)
    for layer in layers:
        try:
            name, kind = layer["name"], layer["kind"]
            shape, weights, biases = _output(layer, shape)
        except KeyError as missing:
            raise ValueError(f"the layer {layer!r} has no {missing}") from None
        except ValueError as error:
            raise ValueError(f"layer {name!r}: {error}") from None
        row = {"name": name, "kind": kind, "output_shape": shape}
        table.append(row | {"weights": weights, "biases": biases, "learnables": weights + biases})
    return table


def layer_costs(layers, input_shape):
    """The table, with what each layer computes, stores and sees.

    Parameters
    ----------
    layers : list of dict
        The layers in the order in which they are computed.
    input_shape : tuple of int
        ``(C, H, W)`` of the image.

    Returns
    -------
    list of dict
        The rows of `layer_table`, each also with `multiply_adds` (of one image, without the additions of biases), `units`
        (numbers that come out), `activation_bytes` and `learnable_bytes` (as float32), and `field_size`, `jump` and `start` of
        the receptive field: pairs (rows, columns), in pixels of the image.

    Raises
    ------
    ValueError
        As `layer_table`.

    Notes
    -----
    Each weight of a convolution is used once for each place of the map: ``weights * H' * W'`` multiply-adds. An fc reads its
    whole input, as a convolution with a kernel as large as the map would; its field, 355 pixels after fc6, is larger than the
    image, which means that it sees all of it.

    Examples
    --------
    >>> row = layer_costs(alexnet_layers()[:1], (3, 227, 227))[0]
    >>> row["multiply_adds"], row["activation_bytes"], row["field_size"], row["jump"], row["start"]
    (105415200, 1161600, (11, 11), (4, 4), (5.0, 5.0))
    """
    table, shape, axes = [], tuple(input_shape), ([], [])
    for layer, row in zip(layers, layer_table(layers, input_shape), strict=True):
        for axis, window in zip(axes, _windows(layer, shape), strict=True):
            axis.append(window)
        shape = row["output_shape"]
        sizes, jumps, starts = zip(*map(receptive_field, axes), strict=True)
        cost = {
            "multiply_adds": row["weights"] * prod(shape[1:]),
            "units": prod(shape),
            "activation_bytes": BYTES * prod(shape),
            "learnable_bytes": BYTES * row["learnables"],
        }
        table.append(row | cost | {"field_size": sizes, "jump": jumps, "start": starts})
    return table


def totals(table):
    """The sums of a table's columns.

    Parameters
    ----------
    table : list of dict
        Rows of `layer_table` or `layer_costs`, all of them or those that one asks about.

    Returns
    -------
    dict of str to int
        For each column that can be added up, its sum.

    Examples
    --------
    >>> table = layer_table(alexnet_layers(), (3, 227, 227))
    >>> totals(row for row in table if row["kind"] == "conv")
    {'weights': 2332704, 'biases': 1376, 'learnables': 2334080}
    """
    rows = list(table)
    columns = ("weights", "biases", "learnables", "multiply_adds", "units", "activation_bytes", "learnable_bytes")
    return {column: sum(row[column] for row in rows) for column in columns if all(column in row for row in rows)}


def _stage(number, filters, kernel_size, stride=1, padding=0, groups=1, norm=False, pool=False):
    """One convolution and what follows it: ReLU, and where asked for normalisation and overlapping pooling."""
    conv = {"filters": filters, "kernel_size": kernel_size, "stride": stride, "padding": padding, "groups": groups}
    stage = [{"name": f"conv{number}", "kind": "conv"} | conv, {"name": f"relu{number}", "kind": "relu"}]
    if norm:
        stage.append({"name": f"norm{number}", "kind": "norm"})
    if pool:
        stage.append({"name": f"pool{number}", "kind": "pool", "size": 3, "stride": 2})
    return stage


def _output(layer, shape):
    """A layer's output shape, weights and biases."""
    kind = layer["kind"]
    if kind in SHAPE_STAYS:
        return shape, 0, 0
    if kind == "fc":
        features = prod(shape)
        return (layer["out_features"],), linear_parameters(features, layer["out_features"], bias=False), layer["out_features"]
    if kind not in ("conv", "pool"):
        raise ValueError(f"unknown kind {kind!r}: conv, pool, fc, {', '.join(SHAPE_STAYS)} are known")
    if len(shape) != 3:
        raise ValueError(f"a {kind} needs a (C, H, W) input, and an fc has left {shape}")
    if kind == "pool":
        return conv_output_shape(shape, shape[0], layer["size"], layer.get("stride", layer["size"])), 0, 0
    filters, kernel_size = layer["filters"], layer["kernel_size"]
    output = conv_output_shape(shape, filters, kernel_size, layer.get("stride", 1), layer.get("padding", 0))
    return output, conv_parameters(shape[0], filters, kernel_size, bias=False, groups=layer.get("groups", 1)), filters


def _windows(layer, shape):
    """What a layer is to a receptive field along each axis: kernel, stride and padding."""
    if layer["kind"] == "conv":
        sizes = layer["kernel_size"], layer.get("stride", 1), layer.get("padding", 0)
    elif layer["kind"] == "pool":
        sizes = layer["size"], layer.get("stride", layer["size"]), 0
    elif layer["kind"] == "fc" and len(shape) == 3:
        sizes = shape[1:], 1, 0
    else:
        sizes = 1, 1, 0
    return zip(*map(pair, sizes), strict=True)
