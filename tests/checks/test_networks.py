"""Two networks read alike exactly where they compute the same with the same parts."""

import pytest
import torch
from torch import nn

from autograder.checks.networks import Snapshot, describe_network
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


def example():
    """A network with a mode, weights, a buffer, a gradient and a hook of its own."""
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Sequential(nn.Dropout()))
    network[0].weight.grad = torch.ones(2, 1, 3, 3)
    network[0].register_forward_hook(lambda *_: None)
    network[1].eval()
    return network


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda network: network(torch.zeros(1, 1, 5, 5)), ()),
        (lambda network: network.eval(), ("modes",)),
        (lambda network: network.train(), ("modes",)),
        (lambda network: network[0].weight.data.mul_(2), ("weights",)),
        (lambda network: network.double(), ("buffers", "gradients", "weights")),
        (lambda network: network[1].running_mean.add_(1), ("buffers",)),
        (lambda network: network.zero_grad(), ("gradients",)),
        (lambda network: network[0].weight.grad.zero_(), ("gradients",)),
        (lambda network: network.requires_grad_(False), ("choice of what learns",)),
        (lambda network: network[2][0].register_forward_hook(lambda *_: None), ("hooks",)),
        (lambda network: network[0]._forward_hooks.clear(), ("hooks",)),
        (lambda network: network.append(nn.ReLU()), ("parts",)),
    ],
)
def test_what_a_call_changed_in_a_network_is_seen_and_put_back(change, found):
    """Each kind of change has its own word, and afterwards there is none."""
    network = example()
    before = Snapshot(network)
    change(network)
    assert before.changes() == found
    before.restore()
    assert before.changes() == ()


def test_a_network_that_an_answer_left_changed_counts_as_a_changed_argument():
    """Also at the second try: it is put back in between."""
    network = example()
    for _ in range(2):
        found = run(lambda model: model.eval() and None, (network,), {})
        assert (found.changed, found.how) == ((0,), ("modes",))
    assert network.training
    assert not network[1].training
