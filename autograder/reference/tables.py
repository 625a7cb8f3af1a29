"""What each layer of a network gives, has to learn, computes, stores and sees, for any list of layers.

Which lists are AlexNets is left to `alexnet`, networks that run to `networks`.

A layer is a dict with `name` and `kind` and, by kind: ``conv``: `filters`, `kernel_size`, `stride` (1), `padding` (0), `groups`
(1); ``pool``: `size`, `stride` (the size); ``fc``: `out_features`; ``relu``, ``norm``, ``dropout`` and ``softmax``: nothing, and
the shape stays. Sizes, strides and paddings are ints or pairs (rows, columns); what has a value in brackets may be left out.
"""

from math import prod

from autograder.reference.layers import conv_parameters, linear_parameters
from autograder.reference.output_size import conv_output_shape
from autograder.reference.receptive_field import receptive_field
from autograder.reference.sizes import pair

SHAPE_STAYS = ("relu", "norm", "dropout", "softmax")
BYTES = 4  # of a float32


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

    >>> conv1 = {"name": "conv1", "kind": "conv", "filters": 96, "kernel_size": 11, "stride": 4}
    >>> layer_table([conv1], (3, 227, 227))
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
    >>> conv1 = {"name": "conv1", "kind": "conv", "filters": 96, "kernel_size": 11, "stride": 4}
    >>> row = layer_costs([conv1], (3, 227, 227))[0]
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
    >>> convs = [{"name": f"conv{i}", "kind": "conv", "filters": 10, "kernel_size": 3} for i in (1, 2)]
    >>> totals(layer_table(convs, (3, 9, 9)))
    {'weights': 1170, 'biases': 20, 'learnables': 1190}
    """
    rows = list(table)
    columns = ("weights", "biases", "learnables", "multiply_adds", "units", "activation_bytes", "learnable_bytes")
    return {column: sum(row[column] for row in rows) for column in columns if all(column in row for row in rows)}


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
