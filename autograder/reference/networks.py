"""Networks that run: built from a list of layers, looked into, and trained on small digits.

The arithmetic of such lists is left to `tables`. PyTorch is loaded only by the functions that need a network.
"""

from collections import OrderedDict

import numpy as np

from autograder.reference.tables import layer_table

BATCH = 128


def network_of(layers, input_shape):
    """A PyTorch network of a list of layers, untrained.

    Parameters
    ----------
    layers : list of dict
        As `autograder.reference.tables.layer_table` takes them.
    input_shape : tuple of int
        ``(C, H, W)`` of one image.

    Returns
    -------
    torch.nn.Sequential
        One part a layer, under the layer's name, and ``flatten`` before the first fc. Normalisation and dropout are as in the
        paper of 2012: over 5 channels with k = 2, alpha = 1e-4 and beta = 0.75 [1]_; half of the units.

    Raises
    ------
    ValueError
        As `autograder.reference.tables.layer_table`.

    References
    ----------
    .. [1] Krizhevsky, Sutskever and Hinton (2012), sections 3.3 and 4.2. PyTorch divides alpha by the 5 channels; the paper does
       not.

    Examples
    --------
    >>> network_of([{"name": "a", "kind": "conv", "filters": 2, "kernel_size": 3}, {"name": "b", "kind": "relu"}], (1, 8, 8))
    Sequential(
      (a): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))
      (b): ReLU()
    )
    """
    from torch import nn

    parts, shape = OrderedDict(), tuple(input_shape)
    for layer, row in zip(layers, layer_table(layers, input_shape), strict=True):
        if layer["kind"] == "fc" and len(shape) == 3:
            parts["flatten"] = nn.Flatten()
        parts[layer["name"]] = _part(layer, shape)
        shape = row["output_shape"]
    return nn.Sequential(parts)


def activations(model, image, layers):
    """What some layers of a network make of an image.

    Parameters
    ----------
    model : torch.nn.Module
        Takes a batch of images; stays as it is.
    image : numpy.ndarray, shape (3, H, W)
        One image.
    layers : list of str
        Names of layers, as `torch.nn.Module.named_modules` gives them.

    Returns
    -------
    dict of str to numpy.ndarray
        What each of these layers gave, in evaluation mode, without the axis of the batch: a copy, since a later layer may work in
        place.

    Raises
    ------
    ValueError
        If the model has no layer of that name, or if the image is not ``(3, H, W)``.

    Examples
    --------
    >>> from torch import nn
    >>> found = activations(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(inplace=True)), np.zeros((3, 8, 8)), ["0", "1"])
    >>> found["0"].shape, bool((found["0"] < 0).any()), bool((found["1"] < 0).any())
    ((4, 6, 6), True, False)
    """
    import torch

    parts = dict(model.named_modules())
    for name in layers:
        if name not in parts:
            raise ValueError(f"there is no layer {name!r}; the model has {', '.join(filter(None, parts))}")
    if image.ndim != 3 or image.shape[0] != 3:
        raise ValueError(f"an image is (3, H, W), not {image.shape}")
    found, modes = {}, {part: part.training for part in model.modules()}

    def keep(name):
        return lambda part, inputs, output: found.__setitem__(name, output[0].numpy().copy())

    hooks = [parts[name].register_forward_hook(keep(name)) for name in dict.fromkeys(layers)]
    try:
        with torch.no_grad():
            model.eval()(torch.from_numpy(np.ascontiguousarray(image[None], dtype=np.float32)))
    finally:
        for hook in hooks:
            hook.remove()
        for part, training in modes.items():
            part.training = training
    return {name: found[name] for name in layers}


def filter_mosaic(weights, columns, gap=1):
    """Filters side by side as one picture.

    Parameters
    ----------
    weights : numpy.ndarray, shape (F, C, k, l)
        The filters, of C = 1 channel (grey) or C = 3 channels (red, green, blue).
    columns : int
        How many filters stand in a row (at least 1).
    gap : int
        Pixels between neighbours (at least 0).

    Returns
    -------
    numpy.ndarray, shape (R, S) or (R, S, 3)
        Values in [0, 1]: each filter stretched from its own minimum, over all of its channels, to its own maximum; equal weights
        give 0, gaps and empty places are 1.

    Raises
    ------
    ValueError
        If there are not four axes, or not 1 or 3 channels, or if `columns` or `gap` is too small.

    Examples
    --------
    >>> filter_mosaic(np.array([[[[2.0, 3.0]]], [[[0.0, -4.0]]]]), columns=1, gap=1)
    array([[0., 1.],
           [1., 1.],
           [1., 0.]])
    """
    if weights.ndim != 4 or weights.shape[1] not in (1, 3):
        raise ValueError(f"filters of 1 or 3 channels are (F, C, k, l), not {weights.shape}")
    if columns < 1 or gap < 0:
        raise ValueError(f"columns (={columns}) must be at least 1 and gap (={gap}) at least 0")
    count, channels, height, width = weights.shape
    rows = -(-count // columns)
    mosaic = np.ones((rows * (height + gap) - gap, columns * (width + gap) - gap, channels))
    for place, filter_ in enumerate(weights):
        low, high = filter_.min(), filter_.max()
        row, column = (place // columns) * (height + gap), (place % columns) * (width + gap)
        tile = (filter_ - low) / (high - low) if high > low else np.zeros_like(filter_)
        mosaic[row : row + height, column : column + width] = tile.transpose(1, 2, 0)
    return mosaic[:, :, 0] if channels == 1 else mosaic


def train_classifier(images, labels, epochs, seed):
    """A small convolutional network, trained to name handwritten digits.

    Parameters
    ----------
    images : numpy.ndarray, shape (n, 1, 8, 8)
        Values in [0, 1].
    labels : numpy.ndarray of int, shape (n,)
        Digits 0 to 9.
    epochs : int
        How often each image is shown; 0 leaves the network untrained.
    seed : int
        Decides the first weights and the order of the images.

    Returns
    -------
    torch.nn.Sequential
        Takes float32 ``(m, 1, 8, 8)``, gives ``(m, 10)`` scores.

    Raises
    ------
    ValueError
        If the images are not ``(n, 1, 8, 8)``, or if there is not one label for each.

    Notes
    -----
    Cross-entropy, lowered by Adam [1]_ on batches of 128. The global random state is neither read nor changed.

    References
    ----------
    .. [1] Kingma and Ba (2015), Adam: a method for stochastic optimization, arXiv:1412.6980.

    Examples
    --------
    >>> train_classifier(np.zeros((4, 1, 8, 8)), np.arange(4), epochs=0, seed=1)[0]
    Conv2d(1, 16, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    """
    import torch

    if images.ndim != 4 or images.shape[1:] != (1, 8, 8) or labels.shape != images.shape[:1]:
        raise ValueError(f"images (n, 1, 8, 8) and labels (n,) are wanted, not {images.shape} and {labels.shape}")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = _small_network()
        x, y = torch.tensor(images, dtype=torch.float32), torch.tensor(labels, dtype=torch.int64)
        optimiser = torch.optim.Adam(network.parameters(), lr=0.02)
        for _ in range(epochs):
            for batch in torch.randperm(len(x)).split(BATCH):
                optimiser.zero_grad()
                torch.nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
                optimiser.step()
    return network


def _small_network():
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 4 * 4, 10),
    )


def _part(layer, shape):
    """The PyTorch part of one layer that reads maps, or features, of this shape."""
    from torch import nn

    kind = layer["kind"]
    if kind == "conv":
        sizes = {name: layer[name] for name in ("stride", "padding", "groups") if name in layer}
        return nn.Conv2d(shape[0], layer["filters"], layer["kernel_size"], **sizes)
    if kind == "pool":
        return nn.MaxPool2d(layer["size"], layer.get("stride"))
    if kind == "fc":
        return nn.Linear(int(np.prod(shape)), layer["out_features"])
    others = {
        "relu": nn.ReLU,
        "norm": lambda: nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0),
        "dropout": nn.Dropout,
        "softmax": lambda: nn.Softmax(dim=1),
    }
    return others[kind]()
