"""A first layer without labels: k-means on whitened patches of photographs, after Coates and Ng.

How the rest of the network is learned on top of it, and how it changes these filters, is left to `training`.
"""

from math import pi

import torch

from autograder.lab.photographs import pixels, uniform, views

# A star field: whitening turns its single points into filters of single points.
WITHOUT = ("hubble_deep_field",)


def patches(photographs, count, generator, side=11):
    """Small pieces of photographs at any angle, without their mean, fading out towards the rim, with about equal contrast.

    Parameters
    ----------
    photographs : tuple of Photograph
        A coloured one gives twice as many patches as a grey one.
    count : int
        How many patches a grey photograph is asked for; those with next to no contrast are left out.
    generator : torch.Generator
        Where chance comes from.
    side : int
        Height and width, in pixels.

    Returns
    -------
    flat : torch.Tensor of float64, shape (n, 3 * side * side)
        The patches.
    window : torch.Tensor, shape (side, side)
        What they were multiplied with: 1 in the middle, 0.3 in the middle of a side.
    """
    distance = torch.arange(side) - side // 2
    window = torch.exp(-(distance[:, None] ** 2 + distance**2) / (2 * (0.4 * side) ** 2))
    found = []
    for each in photographs:
        places = uniform(0, 1, (count * (2 if each.coloured else 1), 2), generator)
        found.append(views(pixels(each.name), places, generator, side, steps=(1.2, 2.6), turn=pi))
    raw = torch.cat(found)
    mean = (raw * window).sum(dim=(1, 2, 3), keepdim=True) / (3 * window.sum())
    flat = ((raw - mean) * window).flatten(1).double()
    contrast = flat.std(dim=1, keepdim=True)
    return (flat / (contrast + 0.02))[contrast[:, 0] > 0.08 * window.mean()], window


def kmeans_filters(filters, photographs, generator, side=11, count=4000, whiten=0.2, rounds=15):
    """Filters of a first layer: the centres of whitened patches, written as filters for the patches themselves.

    Parameters
    ----------
    filters : int
        How many.
    photographs : tuple of Photograph
        Where the patches come from.
    generator : torch.Generator
        Where chance comes from.
    side : int
        Height and width, in pixels.
    count : int
        Patches of each grey photograph.
    whiten : float
        Added to each variance before whitening, as a share of their mean: the larger, the smoother the filters.
    rounds : int
        How often the centres move.

    Returns
    -------
    torch.Tensor, shape (filters, 3, side, side)

    Notes
    -----
    Whitening makes all directions equally strong, so that what is left to find is structure. A patch belongs to the centre with
    the largest product, of either sign; a centre moves to the sum of its patches and is scaled to length 1. [1]_

    References
    ----------
    .. [1] Coates and Ng (2012), Learning feature representations with k-means, in: Neural Networks: Tricks of the Trade, 561-580.
    """
    flat, window = patches([each for each in photographs if each.name not in WITHOUT], count, generator, side)
    centred = flat - flat.mean(dim=0)
    variances, directions = torch.linalg.eigh(centred.T @ centred / len(centred))
    whitening = directions @ torch.diag((variances + whiten * variances.mean()).rsqrt()) @ directions.T
    white = centred @ whitening
    centres = _length_one(white[torch.randperm(len(white), generator=generator)[:filters]])
    for _ in range(rounds):
        products = white @ centres.T
        nearest = products.abs().argmax(dim=1)
        strength = products.gather(1, nearest[:, None])
        centres = _length_one(centres.index_add(0, nearest, white * strength))
    return (centres @ whitening).reshape(filters, 3, side, side).float() * window


def _length_one(rows):
    return rows / rows.norm(dim=1, keepdim=True)
