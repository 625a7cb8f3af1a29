"""Two networks read alike exactly where they compute the same with the same parts."""

import pytest
import torch
from torch import nn

from autograder.checks.networks import describe_network
from autograder.checks.outcome import run


def ones(*arguments, **keywords):
    """A convolution whose weights are all 1."""
    layer = nn.Conv2d(*arguments, **{"bias": False, **keywords})
    nn.init.ones_(layer.weight)
    return layer


def with_bias(value):
    """The same with a bias."""
    layer = ones(1, 1, 3, padding=1, bias=True)
    nn.init.constant_(layer.bias, value)
    return layer


PLAIN = describe_network(nn.Sequential(ones(1, 1, 3, padding=1)))


class Own(nn.Sequential):
    """A Sequential of one's own."""


@pytest.mark.parametrize(
    "network",
    [
        nn.Sequential(ones(1, 1, (3, 3), (1, 1), (1, 1))),
        nn.Sequential(ones(1, 1, 3, padding="same")),
        nn.Sequential(with_bias(0.0)),
        Own(ones(1, 1, 3, padding=1)),
    ],
)
def test_the_same_network_reads_the_same(network):
    """Pairs for ints, a word for the padding, a bias of zeros and a subclass make no difference."""
    assert describe_network(network) == PLAIN


@pytest.mark.parametrize(
    "network",
    [
        nn.Sequential(ones(1, 1, 3)),
        nn.Sequential(ones(1, 1, 3, stride=2, padding=1)),
        nn.Sequential(ones(1, 1, 3, padding=1, dilation=2)),
        nn.Sequential(ones(1, 1, 3, padding=1, padding_mode="circular")),
        nn.Sequential(ones(1, 2, 3, padding=1)),
        nn.Sequential(ones(1, 1, 3, padding=1, dtype=torch.float64)),
        nn.Sequential(nn.Conv2d(1, 1, 3, padding=1, bias=False)),
        nn.Sequential(with_bias(0.5)),
        nn.Sequential(ones(1, 1, 3, padding=1), nn.Identity()),
        nn.Sequential(nn.Sequential(ones(1, 1, 3, padding=1))),
        nn.Sequential(nn.LazyConv2d(1, 3, padding=1)),
        nn.Sequential(),
        nn.ModuleList([ones(1, 1, 3, padding=1)]),
        ones(1, 1, 3, padding=1),
        None,
        PLAIN,
    ],
)
def test_another_network_reads_otherwise(network):
    """Sizes, weights, bias, dtype, number and kind of the layers and of the whole each show; so does the description itself."""
    assert describe_network(network) != PLAIN


def test_a_view_stands_in_for_the_value():
    """What a call gives is kept as the view shows it; an error is kept as it is."""
    assert run(len, ("abc",), {}, view=str).value == "3"
    assert run(len, (3,), {}, view=str).kind == "broke"
