"""What a unit of a stack of convolutions sees of the image: its receptive field, by formula and by gradient.

The sizes of the maps on the way are left to `output_size`. PyTorch is loaded only by the functions that need a network.

A layer is ``(kernel, stride, padding)``: three ints, the same for rows and columns, padding on each side. Everything is written
along one axis, with the centre of pixel `i` at coordinate `i`.
"""

from operator import index

import numpy as np

from autograder.reference.output_size import conv_output_size


def receptive_field(layers):
    """Size, jump and start of the receptive fields of the last layer's units.

    Parameters
    ----------
    layers : list of tuple of int
        ``(kernel, stride, padding)`` of each layer, the first one first; may be empty.

    Returns
    -------
    size : int
        From the field's first to its last pixel, both counted, on an image without end.
    jump : int
        Distance between the fields of neighbouring units, in pixels.
    start : float
        Centre of unit 0's field, in pixels; ``(1, 1, 0.0)`` without layers: a pixel sees itself.

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0.

    Notes
    -----
    For each layer, with the jump before it: ``size += (kernel - 1) jump``, ``start += ((kernel - 1) / 2 - padding) jump``, and
    then ``jump *= stride`` [1]_.

    References
    ----------
    .. [1] Araujo, Norris and Sim (2019), Computing receptive fields of convolutional neural networks, Distill,
       doi:10.23915/distill.00021.

    Examples
    --------
    Two 3 x 3 layers, and AlexNet's conv1 and pool1:

    >>> receptive_field([(3, 1, 0), (3, 1, 0)])
    (5, 1, 2.0)
    >>> receptive_field([(11, 4, 0), (3, 2, 0)])
    (19, 8, 9.0)
    """
    return ((1, 1, 0.0), *receptive_fields(layers))[-1]


def receptive_fields(layers):
    """Size, jump and start after each layer of a stack.

    Parameters
    ----------
    layers : list of tuple of int
        ``(kernel, stride, padding)`` of each layer, the first one first; may be empty.

    Returns
    -------
    list of tuple
        What `receptive_field` gives for the first layer, the first two, and so on; empty without layers.

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0.

    Examples
    --------
    >>> receptive_fields([(3, 1, 1), (2, 2, 0), (3, 1, 1)])
    [(3, 1, 0.0), (4, 2, 0.5), (8, 2, 0.5)]
    """
    size, jump, start = 1, 1, 0.0
    fields = []
    for kernel, stride, padding in _checked(layers):
        size += (kernel - 1) * jump
        start += ((kernel - 1) / 2 - padding) * jump
        jump *= stride
        fields.append((size, jump, start))
    return fields


def receptive_region(layers, unit, input_size):
    """First and last pixel of one unit's receptive field, cut to the image.

    Parameters
    ----------
    layers : list of tuple of int
        ``(kernel, stride, padding)`` of each layer, the first one first; may be empty.
    unit : int
        Which unit of the last layer, counted from 0 along one axis.
    input_size : int
        Length of the image along that axis, in pixels.

    Returns
    -------
    first, last : int
        Both belong to the field.

    Raises
    ------
    ValueError
        If a layer is out of range, if a kernel does not fit into its padded input, or if the last layer has no such unit.

    Notes
    -----
    The field is ``start + unit jump`` plus and minus ``(size - 1) / 2``, cut to ``0 .. input_size - 1``. Where a padding is as
    large as its kernel, or a layer leaves pixels unread that a later padding stands in for, a field can be smaller than that:
    `gradient_region` shows what is really read.

    Examples
    --------
    >>> receptive_region([(3, 1, 1), (3, 1, 1)], 0, 7)
    (0, 2)
    >>> receptive_region([(3, 1, 1), (3, 1, 1)], 3, 7)
    (1, 5)
    """
    units = _map_size(layers, input_size)
    if not 0 <= unit < units:
        raise ValueError(f"there is no unit {unit}: {len(layers)} layers on {input_size} pixels have units 0 to {units - 1}")
    size, jump, start = receptive_field(layers)
    first = int(start - (size - 1) / 2) + unit * jump
    return tuple(min(max(end, 0), input_size - 1) for end in (first, first + size - 1))


def layers_needed(kernel, target):
    """How many stride-1 layers it takes until the receptive field is wide enough.

    Parameters
    ----------
    kernel : int
        Kernel of every layer, in pixels (at least 2).
    target : int
        Width that the field must reach, in pixels (at least 1).

    Returns
    -------
    int
        The smallest number of layers; 0 for a target of 1, which a pixel reaches by itself.

    Raises
    ------
    ValueError
        If the kernel is below 2 or the target below 1.

    Notes
    -----
    ``L`` layers see ``1 + L (kernel - 1)`` pixels, so ``L = ceil((target - 1) / (kernel - 1))``.

    Examples
    --------
    >>> layers_needed(3, 5), layers_needed(3, 6), layers_needed(3, 224)
    (2, 3, 112)
    """
    if kernel < 2 or target < 1:
        raise ValueError(f"kernel (={kernel}) must be at least 2 and target (={target}) at least 1")
    return -(-(target - 1) // (kernel - 1))


def build_network(layers):
    """A network of these layers through which every pixel of a field counts: one channel, every weight 1.

    Parameters
    ----------
    layers : list of tuple of int
        ``(kernel, stride, padding)`` of each layer, the first one first; may be empty.

    Returns
    -------
    torch.nn.Sequential
        One ``Conv2d(1, 1, kernel, stride, padding)`` a layer, float32, without bias; takes ``(N, 1, H, W)``.

    Raises
    ------
    ValueError
        If a kernel or a stride is below 1, or a padding below 0.

    Notes
    -----
    Positive weights cannot cancel: a gradient through this network is zero only where nothing is read [1]_.

    References
    ----------
    .. [1] Luo, Li, Urtasun and Zemel (2016), Understanding the effective receptive field, arXiv:1701.04128, section 2.

    Examples
    --------
    >>> build_network([(3, 2, 1)])
    Sequential(
      (0): Conv2d(1, 1, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), bias=False)
    )
    """
    from torch import float32, nn

    network = nn.Sequential(
        *(nn.Conv2d(1, 1, kernel, stride, padding, bias=False, dtype=float32) for kernel, stride, padding in _checked(layers))
    )
    for layer in network:
        nn.init.ones_(layer.weight)
    return network


def gradient_region(layers, unit, input_size):
    """The pixels that one unit really reads, found by its gradient with respect to the image.

    Parameters
    ----------
    layers : list of tuple of int
        ``(kernel, stride, padding)`` of each layer, the first one first; may be empty.
    unit : tuple of int
        ``(row, col)`` of the unit in the last map, counted from 0.
    input_size : int
        Height and width of the image, in pixels.

    Returns
    -------
    numpy.ndarray of bool, shape (input_size, input_size)
        True where the gradient through `build_network` is not zero; without layers at the unit alone.

    Raises
    ------
    ValueError
        If a layer is out of range, if a kernel does not fit into its padded input, or if the last map has no such unit.

    Examples
    --------
    The unit in the middle of the top row sees two rows and three columns:

    >>> gradient_region([(3, 1, 1)], (0, 2), 5).astype(int)
    array([[0, 1, 1, 1, 0],
           [0, 1, 1, 1, 0],
           [0, 0, 0, 0, 0],
           [0, 0, 0, 0, 0],
           [0, 0, 0, 0, 0]])
    """
    import torch

    units = _map_size(layers, input_size)
    row, col = unit
    if not (0 <= row < units and 0 <= col < units):
        raise ValueError(f"there is no unit {unit}: the last map of {input_size} x {input_size} pixels is {units} x {units}")
    image = torch.zeros(1, 1, input_size, input_size, requires_grad=True)
    (gradient,) = torch.autograd.grad(build_network(layers)(image)[0, 0, row, col], image)
    return np.asarray(gradient[0, 0] != 0)


def _checked(layers):
    """The layers, each three ints in range."""
    checked = []
    for layer in layers:
        try:
            kernel, stride, padding = map(index, layer)
        except (TypeError, ValueError):
            raise ValueError(f"a layer is three ints (kernel, stride, padding), not {layer!r}") from None
        if kernel < 1 or stride < 1 or padding < 0:
            raise ValueError(f"kernel and stride of {layer!r} must be at least 1, and its padding at least 0")
        checked.append((kernel, stride, padding))
    return checked


def _map_size(layers, input_size):
    """How many units the last layer has along one axis of an image of this size."""
    size = input_size
    for kernel, stride, padding in _checked(layers):
        size = conv_output_size(size, kernel, stride, padding)
    return size
