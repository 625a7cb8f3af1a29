"""A network reads alike exactly where it is made of the same layers and does the same between them, in whatever style."""

import numpy as np
import pytest
import torch
from torch import nn

from autograder.box.tracing import noise
from autograder.checks.dissect import dissect, recognise
from autograder.checks.misconceptions.alexnet import catalogue
from autograder.reference.alexnet import build_alexnet

MADE = noise(1, 1, (2, 24, 13, 13))


def words(change):
    """What is recognised in what a function makes of noise."""
    return recognise(MADE, change(torch.tensor(MADE)).numpy())


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda x: x, "nothing"),
        (lambda x: 0.5 * x, "nothing"),
        (lambda x: x.relu(), "relu"),
        (lambda x: nn.LocalResponseNorm(5, k=2.0)(x.relu()), "relu"),
        (lambda x: nn.LocalResponseNorm(5, alpha=5e-4)(x.relu()), "relu"),
        (lambda x: nn.LocalResponseNorm(5)(nn.MaxPool2d(3, 2)(x)).relu(), "relu, max pooling of 3 with stride 2"),
        (lambda x: nn.MaxPool2d(3, 2)(x.relu()).flatten(1), "relu, max pooling of 3 with stride 2"),
        (lambda x: nn.MaxPool2d(2)(x.relu()), "relu, max pooling of 2 with stride 2"),
        (lambda x: nn.MaxPool2d(3, 2)(x), "max pooling of 3 with stride 2"),
        (lambda x: nn.AvgPool2d(3, 2)(x.relu()), "relu, average pooling of 3 with stride 2"),
        (lambda x: nn.AvgPool2d(3, 2)(x).relu(), "average pooling of 3 with stride 2, relu"),
        (lambda x: x.relu()[:, :, ::2, ::2], "relu, max pooling of 1 with stride 2"),
        (lambda x: x.relu().permute(0, 2, 3, 1).flatten(1), "relu, flattening with the channels last"),
        (lambda x: nn.functional.relu6(x), "relu6"),
        (lambda x: nn.functional.leaky_relu(x), "leaky relu"),
        (lambda x: x.tanh(), "tanh"),
        (lambda x: -x, "something else"),
        (lambda x: x.relu().roll(1, dims=1), "something else"),
        (lambda x: x.relu() + 0.1, "something else"),
    ],
)
def test_what_was_done_is_recognised(change, found):
    """Activations and poolings by name; a factor and response normalisation read like nothing."""
    assert words(change) == found


def test_dropout_that_stays_on_is_recognised():
    """Half of the values gone, the others doubled."""
    torch.manual_seed(1)
    assert words(lambda x: nn.functional.dropout(x.relu())) == "relu, dropout that stays on in evaluation"


def test_the_cheap_alexnet_of_the_catalogue_reads_like_the_reference():
    """Mistakes are made from it, and right answers are compared with it."""
    assert dissect(catalogue.reference("build_alexnet")()) == dissect(build_alexnet())


class Small(nn.Module):
    """Three layers, with what is done before each of them left to the test."""

    def __init__(self, *parts, then=nn.Identity()):  # noqa: B008 (it holds nothing)
        super().__init__()
        self.parts, self.then = nn.ModuleList(parts), then

    def forward(self, x):
        """One part after the other."""
        for part in self.parts:
            x = part(x)
        return self.then(x)


PLAIN = dissect(Small(nn.Conv2d(3, 8, 7, 8, padding=2, groups=1), nn.ReLU(), nn.Conv2d(8, 4, 3, padding=1, groups=2)))


class Towers(nn.Module):
    """The same, a tower for each group."""

    def __init__(self):
        super().__init__()
        self.one, self.other = (nn.Sequential(nn.Conv2d(3, 4, 7, 8, 2), nn.ReLU(), nn.Conv2d(4, 2, 3, padding=1)) for _ in "ab")

    def forward(self, x):
        """Both towers."""
        return torch.cat([self.one(x), self.other(x)], dim=1)


@pytest.mark.parametrize(
    "network",
    [
        Small(nn.ZeroPad2d(2), nn.Conv2d(3, 8, 7, 8), nn.ReLU(), nn.ZeroPad2d(1), nn.Conv2d(8, 4, 3, groups=2)),
        Towers(),
        Small(nn.Conv2d(3, 8, 7, 8, 2), nn.Dropout(), nn.ReLU(), nn.LocalResponseNorm(3), nn.Conv2d(8, 4, 3, 1, 1, 1, 2)),
    ],
)
def test_another_style_reads_the_same(network):
    """Zeros put around by hand, a tower for each group, dropout and normalisation make no difference."""
    found = dissect(network)
    assert (found["layers"], found["between"]) == (PLAIN["layers"], PLAIN["between"])


@pytest.mark.parametrize(
    "network",
    [
        Small(nn.Conv2d(3, 8, 7, 8, padding=2), nn.ReLU(), nn.Conv2d(8, 4, 3, padding=1)),
        Small(nn.Conv2d(3, 8, 7, 8), nn.ReLU(), nn.Conv2d(8, 4, 3, padding=1, groups=2)),
        Small(nn.Conv2d(3, 8, 7, 8, padding=2, padding_mode="reflect"), nn.ReLU(), nn.Conv2d(8, 4, 3, padding=1, groups=2)),
        Small(nn.Conv2d(3, 8, 7, 8, padding=2), nn.Conv2d(8, 4, 3, padding=1, groups=2)),
        Small(nn.ReLU(), nn.Conv2d(3, 8, 7, 8, padding=2), nn.ReLU(), nn.Conv2d(8, 4, 3, padding=1, groups=2)),
        Small(nn.Conv2d(3, 8, 7, 8, padding=2), nn.ReLU(), nn.Conv2d(8, 4, 3, padding=1, groups=2), then=nn.ReLU()),
        Small(nn.Conv2d(3, 9, 7, 8), nn.ReLU(), nn.Conv2d(8, 4, 3)),
    ],
)
def test_another_network_reads_otherwise(network):
    """Groups, padding, its kind, a relu more or less, and a network that breaks."""
    found = dissect(network)
    assert (found["layers"], found["between"]) != (PLAIN["layers"], PLAIN["between"])


def test_what_a_network_raised_can_be_read():
    """The error stands in the place of the scores."""
    assert "it raised RuntimeError" in dissect(Small(nn.Conv2d(4, 8, 7)))["scores"]
    assert dissect([1, 2])["network"] == "list"


def test_noise_is_the_same_for_both_sides_and_cannot_be_spoilt():
    """It follows from its number; an activation that works in place gets a copy."""
    before = noise(3, 0, (2, 3, 8, 8)).copy()
    dissect(Small(nn.ReLU(inplace=True), nn.Conv2d(3, 1, 3)))
    assert np.array_equal(noise(3, 0, (2, 3, 8, 8)), before)
    assert not noise(3, 0, (2, 3, 8, 8)).flags.writeable
