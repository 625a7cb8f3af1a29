"""Two lists of layers read alike exactly where they mean the same network."""

import numpy as np
import pytest

from autograder.checks.layer_lists import describe_layers
from autograder.reference.alexnet import alexnet_layers

USUAL = (("stride", 1), ("padding", 0), ("groups", 1))
RIGHT = describe_layers(alexnet_layers())


def changed(which, **change):
    """AlexNet's layers with one of them changed."""
    return [layer | change if layer["name"] == which else layer for layer in alexnet_layers()]


def without(*kinds):
    """AlexNet's layers without some kinds."""
    return [layer for layer in alexnet_layers() if layer["kind"] not in kinds]


@pytest.mark.parametrize(
    "layers",
    [
        without("norm", "dropout", "softmax"),
        changed("conv1", kernel_size=(11, 11), stride=[4, 4]),
        changed("conv1", filters=np.int64(96), kernel_size=np.int64(11)),
        changed("pool1", name="overlapping"),
        changed("conv1", note="first"),
        [dict(item for item in layer.items() if item not in USUAL) for layer in alexnet_layers()],
    ],
)
def test_the_same_list_reads_the_same(layers):
    """Rows that may be left out, pairs for ints, NumPy's ints, other names, what is usual left out."""
    assert describe_layers(layers) == RIGHT


@pytest.mark.parametrize(
    "layers",
    [
        without("relu"),
        without("pool"),
        changed("conv1", filters=96.0),
        changed("conv1", kernel_size=11.0),
        changed("conv2", padding=1),
        changed("conv2", name="pool1"),
        changed("pool1", stride=3),
        changed("pool1", padding=1),
        changed("fc6", kind="conv"),
        tuple(alexnet_layers()),
        alexnet_layers()[::-1],
        [{"name": "input", "kind": "input"}, *alexnet_layers()],
        [],
        None,
    ],
)
def test_another_list_reads_otherwise(layers):
    """Kinds, sizes, floats, names, the order and the kind of the whole each show."""
    assert describe_layers(layers) != RIGHT
