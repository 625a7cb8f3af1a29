"""Makes the file of the embedded network: trains it, measures what the file holds, and writes both down.

How each of these is done is left to `training`, `measure` and `models`.
"""

import numpy as np
import torch

from autograder.lab.measure import colour_share, places_found, selectivity
from autograder.lab.models import control, keep
from autograder.lab.photographs import HELD_BACK, TRAINED_ON
from autograder.lab.training import described, train

# The last layer of each stage, the hidden fully connected layers, and the pixels themselves.
MEASURED = ("input", "pool1", "pool2", "relu3", "relu4", "pool5", "relu6", "relu7")


def make_embedded(recipe, step=lambda: None):
    """Train the embedded network and put it, with its description, into the package.

    Parameters
    ----------
    recipe : training.Recipe
        How.
    step : callable
        Called after each step.

    Returns
    -------
    dict
        The description, as `models.about_embedded` reads it.
    """
    network, begun_with = train(recipe, step)
    return keep(network, lambda model: description(recipe, model.network, begun_with))


def description(recipe, network, begun_with):
    """What is written beside the weights: everything measured on the network as it is read from the file.

    Parameters
    ----------
    recipe : training.Recipe
        How it was made.
    network : torch.nn.Sequential
        The embedded network.
    begun_with : torch.Tensor, shape (48, 3, 11, 11)
        conv1's filters as k-means left them.

    Returns
    -------
    dict
    """
    filters = network.conv1.weight.detach()
    kept = torch.nn.functional.cosine_similarity(filters.flatten(1), begun_with.flatten(1))
    return {
        "recipe": described(recipe),
        "made_with": {"torch": torch.__version__, "numpy": np.__version__},
        "photographs": [each._asdict() for each in TRAINED_ON],
        "held_back": [each._asdict() for each in HELD_BACK],
        "selective": float(np.mean(selectivity(filters.numpy()) > 0.3)),
        "selective_by_kmeans_alone": float(np.mean(selectivity(begun_with.numpy()) > 0.3)),
        "colour_filters": int(np.sum(colour_share(filters.numpy()) > 0.5)),
        "likeness_to_kmeans": {"median": float(kept.median()), "lowest": float(kept.min())},
        "places_found": places_found(network, MEASURED),
        "untrained_places_found": places_found(control().network, MEASURED),
    }
