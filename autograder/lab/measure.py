"""Measures a network: how its first filters are tuned, and whether its layers find a place of a photograph again.

Pictures of the same are left to the book.
"""

import numpy as np
import torch
from torch.nn import functional

from autograder.lab.photographs import HELD_BACK, pairs_of_views
from autograder.reference.visual_cortex import bar, orientation_selectivity, simple_cell

ORIENTATIONS = np.radians(np.arange(0, 180, 15))


def best_colour(filters):
    """Each filter's own colour axis, and what the filter is along it.

    Parameters
    ----------
    filters : numpy.ndarray, shape (F, 3, k, k)
        Of a first layer.

    Returns
    -------
    colours : numpy.ndarray, shape (F, 3)
        Of length 1: the mixture of red, green and blue along which the filter's weights vary most.
    fields : numpy.ndarray, shape (F, k, k)
        The filter's weights for a bar of this colour; the weight of the largest size is positive.

    Examples
    --------
    A filter of one weight, which wants red and no green:

    >>> colours, fields = best_colour(np.array([[[[3.0]], [[-4.0]], [[0.0]]]]))
    >>> colours.round(1) + 0.0, fields.round(1)
    (array([[ 0.6, -0.8,  0. ]]), array([[[5.]]]))
    """
    flat = filters.reshape(len(filters), 3, -1).astype(float)
    axes = np.linalg.svd(flat, full_matrices=False)[0][:, :, 0]
    fields = np.einsum("fc,fcn->fn", axes, flat)
    largest = np.take_along_axis(fields, np.abs(fields).argmax(axis=1)[:, None], axis=1)
    signs = np.where(largest < 0, -1.0, 1.0)
    return axes * signs, (fields * signs).reshape(len(filters), *filters.shape[2:])


def colour_share(filters):
    """Which share of each filter's squared weights is colour: 0 for a grey filter, 1 for one that no grey image excites.

    Parameters
    ----------
    filters : numpy.ndarray, shape (F, 3, k, k)
        Of a first layer.

    Returns
    -------
    numpy.ndarray, shape (F,)
        ``Σ (w - mean over the channels)² / Σ w²``.
    """
    grey = filters.mean(axis=1, keepdims=True)
    return ((filters - grey) ** 2).sum(axis=(1, 2, 3)) / (filters**2).sum(axis=(1, 2, 3))


def swept_tuning(field, orientations=ORIENTATIONS, width=2.0):
    """The largest response at each orientation while a bar sweeps across, as in the chapter on Hubel and Wiesel.

    Parameters
    ----------
    field : numpy.ndarray, shape (k, k)
        A simple cell's weights; k is odd.
    orientations : numpy.ndarray, shape (n,)
        Of the bar, in radians.
    width : float
        Of the bar, in pixels.

    Returns
    -------
    numpy.ndarray, shape (n,)
    """
    size = field.shape[0]
    places = range(-(size // 2), size // 2 + 1)
    return np.array([max(simple_cell(bar(size, angle, place, width), field) for place in places) for angle in orientations])


def selectivity(filters):
    """Orientation selectivity of the filters of a first layer, each measured with a swept bar of its own colour.

    Parameters
    ----------
    filters : numpy.ndarray, shape (F, 3, k, k)
        Of a first layer; k is odd.

    Returns
    -------
    numpy.ndarray, shape (F,)
        Chapter 2's measure: 0 if all orientations are answered alike, 1 if one alone is answered.
    """
    _, fields = best_colour(filters)
    return np.array([orientation_selectivity(ORIENTATIONS, swept_tuning(field)) for field in fields])


def places_found(network, layers, photographs=HELD_BACK, places=75, seed=99, side=99):
    """How often a layer finds a place again, in another view and other light, among all other places.

    Parameters
    ----------
    network : torch.nn.Sequential
        The embedded one, or a rival.
    layers : list of str
        Whose outputs are compared; ``"input"`` compares the pixels.
    photographs : tuple of Photograph
        Where the places lie. Without it: those that the network was never trained on.
    places : int
        How many on each photograph.
    seed : int
        Decides the places and the views.
    side : int
        Height and width of a view, in pixels.

    Returns
    -------
    dict of str to float
        For each layer the share of places whose nearest neighbour is the same place; near is what has a large cosine, after the
        mean over all views is taken off. Guessing finds one in ``places * len(photographs)``.
    """
    first, second = pairs_of_views(photographs, places, torch.Generator().manual_seed(seed), side, margin=0.1)
    found = {}
    with torch.no_grad():
        for name, part in [("input", torch.nn.Identity()), *network.eval().named_children()]:
            first, second = part(first), part(second)
            if name in layers:
                found[name] = _share_found(first.flatten(1), second.flatten(1))
    return found


def _share_found(first, second):
    mean = torch.cat([first, second]).mean(dim=0)
    alike = functional.normalize(first - mean, dim=1) @ functional.normalize(second - mean, dim=1).T
    return float((alike.argmax(dim=1) == torch.arange(len(alike))).float().mean())
