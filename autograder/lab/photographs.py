"""The photographs that the embedded network is trained and measured on, and random views of them.

All of them come with scikit-image and scikit-learn, so nothing is fetched. What is learned from them is left to `first_layer` and
`training`.
"""

from functools import cache
from math import pi
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

GREY, SPREAD = 0.45, 0.25  # what is taken off a pixel, and what the rest is divided by


class Photograph(NamedTuple):
    """One photograph: its name in its package, who gave it, and on what terms."""

    name: str
    by: str
    terms: str
    coloured: bool = True


# Only photographs whose terms stand beside them in their package. With scikit-image come others that state none.
TRAINED_ON = (
    Photograph("astronaut", "NASA", "public domain"),
    Photograph("rocket", "SpaceX", "public domain"),
    Photograph("retina", "Mikael Häggström", "CC0 1.0"),
    Photograph("hubble_deep_field", "NASA", "public domain"),
    Photograph("immunohistochemistry", "Center for Microscopy and Molecular Imaging", "no known restrictions"),
    Photograph("china", "danielbuechele, Flickr", "CC BY 2.0"),
    Photograph("flower", "vultilion, Flickr", "CC BY 2.0"),
    Photograph("camera", "Lav Varshney", "CC0", coloured=False),
    Photograph("brick", "CC0Textures", "CC0", coloured=False),
    Photograph("grass", "linolafett, DeviantArt", "CC0", coloured=False),
    Photograph("clock", "Stefan van der Walt", "public domain", coloured=False),
)
HELD_BACK = (
    Photograph("chelsea", "Stefan van der Walt", "CC0"),
    Photograph("coffee", "Rachel Michetti", "CC0"),
    Photograph("coins", "Brooklyn Museum", "no known restrictions", coloured=False),
    Photograph("gravel", "CC0Textures", "CC0", coloured=False),
)


@cache
def pixels(name):
    """A photograph as a network wants it.

    Parameters
    ----------
    name : str
        As in `TRAINED_ON` and `HELD_BACK`.

    Returns
    -------
    torch.Tensor, shape (3, H, W)
        From 0 (black) to 1 (white); a grey photograph has three equal channels. Do not change it: it is kept.

    Examples
    --------
    >>> pixels("chelsea").shape
    torch.Size([3, 300, 451])
    """
    if name in ("china", "flower"):
        from sklearn.datasets import load_sample_image

        picture = load_sample_image(f"{name}.jpg")
    else:
        from skimage import data

        picture = getattr(data, name)()
    channels = np.broadcast_to(picture[..., None], (*picture.shape, 3)) if picture.ndim == 2 else picture
    return torch.tensor(channels.transpose(2, 0, 1) / 255, dtype=torch.float32)


def normalised(images):
    """Pixels as the embedded network takes them: grey is 0, and most lie between -2 and 2."""
    return (images - GREY) / SPREAD


def uniform(low, high, shape, generator):
    """Random numbers between two bounds."""
    return low + (high - low) * torch.rand(shape, generator=generator)


def views(photograph, places, generator, side, steps=(0.8, 1.6), turn=pi / 9, wander=10.0):
    """Square pieces of a photograph, each seen a little differently.

    Parameters
    ----------
    photograph : torch.Tensor, shape (3, H, W)
        Where they are cut out.
    places : torch.Tensor, shape (n, 2)
        Their middles, as shares of height and width.
    generator : torch.Generator
        Where chance comes from.
    side : int
        Height and width of a piece, in pixels of the piece.
    steps : tuple of float
        From how many to how many pixels of the photograph one pixel of the piece moves on.
    turn : float
        By up to how much a piece is turned to either side, in radians.
    wander : float
        By how many pixels of the photograph a middle may lie elsewhere, along each axis.

    Returns
    -------
    torch.Tensor, shape (n, 3, side, side)
        Beyond its border the photograph is mirrored.
    """
    count, size = len(places), torch.tensor(photograph.shape[:0:-1])  # width, height
    middle = places.flip(1) * (size - 1) + uniform(-wander, wander, (count, 2), generator)
    reach = side / 2 * steps[0] * (steps[1] / steps[0]) ** torch.rand(count, generator=generator)
    angle = uniform(-turn, turn, count, generator)
    cosine, sine = reach * angle.cos(), reach * angle.sin()
    rows = torch.stack([cosine, -sine, sine, cosine], dim=1).reshape(count, 2, 2)
    # affine_grid's coordinates run from -1 at a picture's one edge to 1 at the other.
    placed = torch.cat([rows, (middle + 0.5 - size / 2)[:, :, None]], dim=2) * 2 / size[:, None]
    grid = functional.affine_grid(placed, (count, 3, side, side), align_corners=False)
    return functional.grid_sample(photograph.expand(count, -1, -1, -1), grid, padding_mode="reflection", align_corners=False)


def recoloured(images, generator):
    """The images in other light: contrast, brightness, tint and saturation vary.

    Parameters
    ----------
    images : torch.Tensor, shape (n, 3, H, W)
        From 0 to 1.
    generator : torch.Generator
        Where chance comes from.

    Returns
    -------
    torch.Tensor, shape (n, 3, H, W)
        About from 0 to 1.
    """
    one, three = (len(images), 1, 1, 1), (len(images), 3, 1, 1)
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    contrast = uniform(0.6, 1.4, one, generator) * uniform(0.85, 1.15, three, generator)
    images = mean + (images - mean) * contrast + uniform(-0.15, 0.15, one, generator)
    grey = images.mean(dim=1, keepdim=True)
    return grey + (images - grey) * uniform(0.0, 1.3, one, generator)


def pairs_of_views(photographs, count, generator, side, margin=0.06):
    """Two views, in other light, of each of several places.

    Parameters
    ----------
    photographs : tuple of Photograph
        Where the places lie.
    count : int
        How many places on each photograph.
    generator : torch.Generator
        Where chance comes from.
    side : int
        Height and width of a view, in pixels.
    margin : float
        How far from the border a place must lie, as a share of the photograph's height and width.

    Returns
    -------
    torch.Tensor, shape (2, n, 3, side, side)
        Normalised; ``[0, i]`` and ``[1, i]`` show the same place. `count` places of the first photograph come first.
    """
    first, second = [], []
    for photograph in photographs:
        places = uniform(margin, 1 - margin, (count, 2), generator)
        for part in first, second:
            part.append(views(pixels(photograph.name), places, generator, side))
    return torch.stack([normalised(recoloured(torch.cat(part), generator)) for part in (first, second)])
