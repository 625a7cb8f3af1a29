"""Trains the embedded network: a first layer by k-means, then all layers together by back-propagation.

Where photographs come from is left to `photographs`, measuring the result to `measure`, keeping it to `models`.
"""

from dataclasses import asdict, dataclass
from math import cos, pi

import torch
from torch import nn
from torch.nn import functional

from autograder.lab.first_layer import kmeans_filters
from autograder.lab.networks import SMALL_INPUT, SMALL_WIDTHS, small_layers
from autograder.lab.photographs import TRAINED_ON, pairs_of_views
from autograder.reference.networks import network_of

SIDE = SMALL_INPUT[1]


@dataclass(frozen=True)
class Recipe:
    """What decides the network. The same recipe gives the same weights on the same kind of processor, with the same PyTorch."""

    seed: int = 504
    steps: int = 300
    patches: int = 4000  # of each grey photograph, for k-means
    places: int = 6  # on each photograph, in each step
    rate: float = 0.05
    first_layer_rate: float = 0.2  # as a share of the rate
    momentum: float = 0.9
    decay: float = 1e-3
    temperature: float = 0.2


def train(recipe, step=lambda: None):
    """Train the embedded network.

    Parameters
    ----------
    recipe : Recipe
        How.
    step : callable
        Called after each step.

    Returns
    -------
    network : torch.nn.Sequential
        Of `networks.small_layers`, with one score for each photograph of `photographs.TRAINED_ON`.
    begun_with : torch.Tensor, shape (48, 3, 11, 11)
        The filters of conv1 as k-means left them.

    Notes
    -----
    Each step shows two views of some places of every photograph. The network learns to name the photograph (cross-entropy of the
    scores), and to find the partner of each view among all others (the same loss, of the cosines of fc6's outputs, divided by a
    temperature [1]_). Batch normalisation helps while it trains, and is folded into the weights afterwards.

    References
    ----------
    .. [1] Chen, Kornblith, Norouzi and Hinton (2020), A simple framework for contrastive learning of visual
       representations, ICML.
    """
    generator = torch.Generator().manual_seed(recipe.seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed)
        network = untrained(len(TRAINED_ON))
    start_first_layer(network, generator, recipe.patches)
    begun_with = network.conv1.weight.detach().clone()
    learner = with_batch_norm(network)
    optimiser, rates = _optimiser(learner, recipe)
    names = torch.arange(len(TRAINED_ON)).repeat_interleave(recipe.places).repeat(2)
    for number in range(recipe.steps):
        warm = min(1, (number + 1) / 20) * (1 + cos(pi * number / recipe.steps)) / 2
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * warm
        codes, scores = _codes_and_scores(learner, pairs_of_views(TRAINED_ON, recipe.places, generator, SIDE).flatten(0, 1))
        loss = functional.cross_entropy(scores, names) + partner_loss(codes, recipe.temperature)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step()
    return folded(learner, network), begun_with


def untrained(classes, seed=None):
    """The embedded network with random weights, drawn so that signals keep their size from layer to layer (He et al., 2015).

    Parameters
    ----------
    classes : int
        How many scores come out.
    seed : int, optional
        Without it the global random state decides.

    Returns
    -------
    torch.nn.Sequential
        Of `networks.small_layers`.
    """
    if seed is not None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return untrained(classes)
    network = network_of(small_layers(classes), SMALL_INPUT)
    for part in network:
        if hasattr(part, "weight"):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            nn.init.zeros_(part.bias)
    return network


def start_first_layer(network, generator, patches):
    """Give conv1 the filters of k-means, each scaled so that its outputs on photographs have standard deviation 1."""
    filters = kmeans_filters(SMALL_WIDTHS[0], TRAINED_ON, generator, count=patches)
    seen = pairs_of_views(TRAINED_ON, 4, generator, SIDE)[0]
    spread = functional.conv2d(seen, filters, stride=network.conv1.stride).std(dim=(0, 2, 3))
    with torch.no_grad():
        network.conv1.weight.copy_(filters / spread[:, None, None, None])


def with_batch_norm(network):
    """The same layers, with batch normalisation between each layer that learns and its ReLU; the layers are shared."""
    learner, parts = nn.Sequential(), list(network.named_children())
    for (name, part), (_, after) in zip(parts, [*parts[1:], (None, None)], strict=True):
        learner.add_module(name, part)
        if hasattr(part, "weight") and isinstance(after, nn.ReLU):
            kind = nn.BatchNorm2d if part.weight.ndim == 4 else nn.BatchNorm1d
            learner.add_module(f"{name}_norm", kind(len(part.weight)))
    return learner


def folded(learner, network):
    """The plain network, its weights changed so that it computes what the learner does in evaluation mode.

    Parameters
    ----------
    learner : torch.nn.Sequential
        As `with_batch_norm` made it; do not use it any more.
    network : torch.nn.Sequential
        The network that it was made from.

    Returns
    -------
    torch.nn.Sequential
        The network.

    Notes
    -----
    With ``scale = gamma / sqrt(variance + eps)`` weights become ``weights scale`` and biases ``(bias - mean) scale + beta``.
    """
    with torch.no_grad():
        for name, part in network.named_children():
            norm = getattr(learner, f"{name}_norm", None)
            if norm is not None:
                scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
                part.weight.mul_(scale.reshape(-1, *[1] * (part.weight.ndim - 1)))
                part.bias.copy_((part.bias - norm.running_mean) * scale + norm.bias)
    return network.eval()


def partner_loss(codes, temperature):
    """How badly each of 2n codes finds its partner, n places on, among all others."""
    units = functional.normalize(codes, dim=1)
    alike = units @ units.T / temperature
    alike = alike.masked_fill(torch.eye(len(alike), dtype=torch.bool), float("-inf"))
    half = len(codes) // 2
    return functional.cross_entropy(alike, torch.arange(2 * half).roll(half))


def _codes_and_scores(learner, images):
    """What the ReLU after fc6 gives, and the scores."""
    names = [name for name, _ in learner.named_children()]
    split = names.index("relu6") + 1
    codes = learner[:split](images)
    return codes, learner[split:](codes)


def _optimiser(learner, recipe):
    """SGD with Nesterov's momentum, and the rates of conv1 and of the rest."""
    first = list(learner.conv1.parameters())
    rest = [each for name, each in learner.named_parameters() if not name.startswith("conv1.")]
    optimiser = torch.optim.SGD([{"params": first}, {"params": rest}], lr=0.0, momentum=recipe.momentum, nesterov=True)
    for group in optimiser.param_groups:
        group["weight_decay"] = recipe.decay
    return optimiser, (recipe.rate * recipe.first_layer_rate, recipe.rate)


def described(recipe):
    """The recipe in plain data."""
    return asdict(recipe)
