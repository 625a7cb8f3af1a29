"""Makes the pictures that explorers show: a photograph to filter, the cat, and what the embedded network makes of it.

Where they are put, and for which explorers, is left to `explorers`.
"""

from pathlib import Path

import numpy as np
from course_figures import photograph
from PIL import Image

# The part of the photograph that explorers show: 96 × 96 pixels, small enough to follow one of them.
CAMERA = (40, 120, 192, 192)
# The chapters' window of the cat, as large as AlexNet's images.
CAT = (40, 110, 227, 227)
# Each layer that has maps, and where they are taken: a convolution's after its ReLU.
MAPS = {f"conv{number}": f"relu{number}" for number in range(1, 6)} | {name: name for name in ("pool1", "pool2", "pool5")}
COLUMNS, ROWS = 4, 2


def camera(folder):
    """The photograph that one can follow pixel by pixel."""
    save(folder / "camera.png", photograph("camera", CAMERA, shrink=2))


def cat(folder):
    """The cat in colour."""
    save(folder / "cat.jpg", photograph("chelsea", CAT, grey=False), quality=88)


def network(folder):
    """The first layer's filters of the embedded network, and its maps of the cat; made anew only when the network has changed."""
    from autograder.lab.models import EMBEDDED, embedded
    from autograder.reference.networks import activations, filter_mosaic

    last = folder / "filters-conv1.png"
    if last.exists() and last.stat().st_mtime > max(path.stat().st_mtime for path in (EMBEDDED, Path(__file__))):
        return
    model = embedded()
    found = activations(model.stages, model.prepared(photograph("chelsea", CAT, grey=False)), list(MAPS.values()))
    for name, layer in MAPS.items():
        save(folder / f"maps-{name}.png", strongest(found[layer]))
    save(last, filter_mosaic(model.network.conv1.weight.detach().numpy(), columns=8))


PICTURES = {"convolution": [camera], "pooling": [camera], "receptive_field": [cat], "alexnet": [cat, network]}


def strongest(maps):
    """The maps with the largest values, the strongest first, each from 0 to its own maximum, with white between them."""
    chosen = maps[np.argsort(-maps.max(axis=(1, 2)))[: ROWS * COLUMNS]]
    high = chosen.max(axis=(1, 2), keepdims=True)
    tiles = np.pad(chosen / np.where(high > 0, high, 1), [(0, 0), (0, 1), (0, 1)], constant_values=1)
    _, height, width = tiles.shape
    rows = tiles.reshape(ROWS, COLUMNS, height, width).transpose(0, 2, 1, 3)
    return rows.reshape(ROWS * height, COLUMNS * width)[:-1, :-1]


def save(path, picture, **options):
    """Write values from 0 to 1 as a picture file."""
    Image.fromarray(np.round(255 * np.clip(picture, 0, 1)).astype(np.uint8)).save(path, **options)
