"""Looks into a network: what excites a unit and which pixels it sees, what a score depends on, what a shift changes.

What a layer makes of an image is left to `reference.networks.activations`, drawing to the book.
"""

import numpy as np
import torch

from autograder.reference.networks import activations
from autograder.reference.tables import layer_costs

BATCH = 64  # so many images at a time, whatever the memory


def field_window(model, layer, unit):
    """The pixels that a unit sees, by arithmetic; they may lie beyond the image.

    Parameters
    ----------
    model : models.Model
        With the layers' table.
    layer : str
        A layer before the fully connected ones.
    unit : tuple of int
        ``(row, column)`` on this layer's map.

    Returns
    -------
    tuple of int
        ``(row, column, height, width)`` of the window in pixels of the image.

    Examples
    --------
    >>> from autograder.lab.models import control
    >>> field_window(control(), "conv1", (0, 1)), field_window(control(), "pool2", (0, 0))
    ((0, 4, 11, 11), (-16, -16, 67, 67))
    """
    rows = {row["name"]: row for row in layer_costs(model.layers, (3, model.side, model.side))}
    size, jump, start = (rows[layer][column] for column in ("field_size", "jump", "start"))
    first = (round(start[axis] + unit[axis] * jump[axis] - (size[axis] - 1) / 2) for axis in (0, 1))
    return (*first, *size)


def most_exciting(model, layer, channel, photographs, count):
    """Where on some photographs one channel of a layer answers most.

    Parameters
    ----------
    model : models.Model
        Whose network.
    layer : str
        A layer before the fully connected ones.
    channel : int
        Which map of it.
    photographs : dict of str to numpy.ndarray, shape (H, W, 3)
        Values in [0, 1]; they may differ in size.
    count : int
        How many places; each unit within half a receptive field of a chosen one is passed over.

    Returns
    -------
    list of dict
        The strongest first: `photograph` (its name), `unit` (row and column), `window` (as `field_window`), and `value`.
    """
    found = []
    for name, photograph in photographs.items():
        answer = activations(model.stages, model.prepared(photograph), [layer])[layer][channel]
        for _ in range(count):
            unit = tuple(int(each) for each in np.unravel_index(answer.argmax(), answer.shape))
            window = field_window(model, layer, unit)
            found.append({"photograph": name, "unit": unit, "window": window, "value": float(answer[unit])})
            reach = max(1, window[2] // 2 // _jump(model, layer))
            answer[max(0, unit[0] - reach) : unit[0] + reach + 1, max(0, unit[1] - reach) : unit[1] + reach + 1] = -np.inf
    return sorted(found, key=lambda each: -each["value"])[:count]


def _jump(model, layer):
    return field_window(model, layer, (1, 0))[0] - field_window(model, layer, (0, 0))[0]


def occlusion(model, image, score, side, step):
    """How much of a score is lost when a grey square covers a part of the image. [1]_

    Parameters
    ----------
    model : models.Model
        Whose network.
    image : numpy.ndarray, shape (S, S, 3)
        Values in [0, 1]; S is the model's side.
    score : int
        Which one.
    side : int
        Height and width of the square, in pixels.
    step : int
        How far the square moves each time, in pixels.

    Returns
    -------
    numpy.ndarray, shape (n, n)
        The score of the whole image minus that with the square, for each of its places: ``n = floor((S - side) / step) + 1``.

    References
    ----------
    .. [1] Zeiler and Fergus (2014), Visualizing and understanding convolutional networks, ECCV.
    """
    whole = model.prepared(image)
    places = range(0, whole.shape[1] - side + 1, step)
    covered = np.repeat(whole[None], 1 + len(places) ** 2, axis=0)
    corners = [(row, column) for row in places for column in places]
    for copy, (row, column) in zip(covered[1:], corners, strict=True):
        copy[:, row : row + side, column : column + side] = 0  # the network's grey
    with torch.no_grad():
        scores = torch.cat([model.network(part)[:, score] for part in torch.from_numpy(covered).split(BATCH)]).numpy()
    return (scores[0] - scores[1:]).reshape(len(places), len(places))


def shift_changes(model, photograph, layers, shifts, at):
    """How much each layer's output changes when the camera moves a little.

    Parameters
    ----------
    model : models.Model
        Whose network.
    photograph : numpy.ndarray, shape (H, W, 3)
        Larger than the model's images, so that what moves out on one side comes in on the other.
    layers : list of str
        Whose outputs are compared.
    shifts : list of int
        By how many pixels to the right.
    at : tuple of int
        Row and column of the first image's corner.

    Returns
    -------
    dict of str to list of float
        For each layer and shift ``||shifted - first|| / ||first||``; 0 where nothing changes.

    Raises
    ------
    ValueError
        If a shifted image does not lie on the photograph.
    """
    (row, column), (height, width) = at, photograph.shape[:2]
    places = [column, *(column + shift for shift in shifts)]
    if row + model.side > height or not 0 <= min(places) <= max(places) <= width - model.side:
        raise ValueError(f"images of {model.side} pixels at {at}, shifted by {list(shifts)}, leave the {height} × {width} pixels")
    outputs = [
        activations(model.network, model.prepared(photograph[row : row + model.side, left : left + model.side]), layers)
        for left in places
    ]
    first = outputs[0]
    return {
        name: [float(np.linalg.norm(each[name] - first[name]) / np.linalg.norm(first[name])) for each in outputs[1:]]
        for name in layers
    }
