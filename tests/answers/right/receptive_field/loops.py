"""Right answers in plain loops, with nothing but Python where nothing else is needed."""

import numpy as np
import torch


def receptive_field(layers):
    size = 1
    jump = 1
    start = 0.0
    for kernel, stride, padding in layers:
        if kernel < 1:
            raise ValueError("kernel %d" % kernel)
        if stride < 1:
            raise ValueError("stride %d" % stride)
        if padding < 0:
            raise ValueError("padding %d" % padding)
        size = size + (kernel - 1) * jump
        start = start + ((kernel - 1) / 2 - padding) * jump
        jump = jump * stride
    return size, jump, start


def receptive_fields(layers):
    fields = []
    for count in range(1, len(layers) + 1):
        fields.append(receptive_field(layers[:count]))
    return fields


def receptive_region(layers, unit, input_size):
    receptive_field(layers)
    units = input_size
    for kernel, stride, padding in layers:
        if units + 2 * padding < kernel:
            raise ValueError("kernel %d does not fit" % kernel)
        units = (units + 2 * padding - kernel) // stride + 1
    if unit < 0 or unit >= units:
        raise ValueError("unit %d of %d" % (unit, units))
    first = last = unit
    for kernel, stride, padding in reversed(layers):
        first = first * stride - padding
        last = last * stride - padding + kernel - 1
    if first < 0:
        first = 0
    if last > input_size - 1:
        last = input_size - 1
    return first, last


def layers_needed(kernel, target):
    if kernel < 2 or target < 1:
        raise ValueError("kernel %d, target %d" % (kernel, target))
    layers = 0
    width = 1
    while width < target:
        width += kernel - 1
        layers += 1
    return layers


def build_network(layers):
    network = torch.nn.Sequential()
    for number, (kernel, stride, padding) in enumerate(layers):
        if kernel < 1 or stride < 1 or padding < 0:
            raise ValueError("layer %d is %r" % (number, layers[number]))
        convolution = torch.nn.Conv2d(1, 1, kernel, stride=stride, padding=padding)
        with torch.no_grad():
            convolution.weight[:] = 1
            convolution.bias[:] = 0
        network.append(convolution)
    return network


def gradient_region(layers, unit, input_size):
    image = torch.ones(1, 1, input_size, input_size, requires_grad=True)
    network = build_network(layers)
    units = input_size
    for kernel, stride, padding in layers:
        if kernel > units + 2 * padding:
            raise ValueError("kernel %d does not fit" % kernel)
        units = (units + 2 * padding - kernel) // stride + 1
    for each in unit:
        if not 0 <= each < units:
            raise ValueError("unit %r of %d" % (unit, units))
    network(image)[0, 0, unit[0], unit[1]].backward()
    seen = np.zeros((input_size, input_size), dtype=bool)
    for row in range(input_size):
        for col in range(input_size):
            if image.grad[0, 0, row, col] != 0:
                seen[row, col] = True
    return seen
