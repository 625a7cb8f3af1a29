"""Right answers with dataclasses, recursion and small helpers, exact fractions, and no gradient where sets will do."""

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import accumulate

import numpy as np
from torch import nn, no_grad, ones_like


@dataclass(frozen=True)
class Layer:
    kernel: int
    stride: int
    padding: int

    def __post_init__(self):
        if min(self.kernel, self.stride) < 1 or self.padding < 0:
            raise ValueError(f"{self} is out of range")

    def units(self, pixels):
        room = pixels + 2 * self.padding - self.kernel
        if room < 0:
            raise ValueError(f"{self} does not fit into {pixels} pixels")
        return 1 + room // self.stride

    def reads(self, unit):
        left = unit * self.stride - self.padding
        return range(left, left + self.kernel)


@dataclass(frozen=True)
class Field:
    size: int = 1
    jump: int = 1
    start: Fraction = Fraction(0)

    def under(self, layer):
        middle = Fraction(layer.kernel - 1, 2) - layer.padding
        return Field(self.size + (layer.kernel - 1) * self.jump, self.jump * layer.stride, self.start + middle * self.jump)

    def as_tuple(self):
        return self.size, self.jump, float(self.start)


def stack(layers):
    return [Layer(*each) for each in layers]


def receptive_field(layers):
    return reduce(Field.under, stack(layers), Field()).as_tuple()


def receptive_fields(layers):
    first, *rest = accumulate(stack(layers), Field.under, initial=Field())
    return [each.as_tuple() for each in rest]


def seen(layers, unit, pixels):
    """The pixels that a unit reads, layer by layer back to the image."""
    if not layers:
        if not 0 <= unit < pixels:
            raise ValueError(f"no unit {unit} among {pixels}")
        return {unit}
    *before, last = layers
    below = reduce(lambda size, layer: layer.units(size), before, pixels)
    if not 0 <= unit < last.units(below):
        raise ValueError(f"no unit {unit}")
    return set().union(*(seen(before, each, pixels) for each in last.reads(unit) if 0 <= each < below))


def receptive_region(layers, unit, input_size):
    pixels = seen(stack(layers), unit, input_size)
    return min(pixels), max(pixels)


def layers_needed(kernel, target):
    if kernel <= 1 or target <= 0:
        raise ValueError(f"kernel {kernel}, target {target}")
    return 0 if target == 1 else 1 + layers_needed(kernel, max(target - kernel + 1, 1))


class Ones(nn.Conv2d):
    def __init__(self, layer):
        super().__init__(1, 1, layer.kernel, layer.stride, layer.padding, bias=False)
        self.weight = nn.Parameter(ones_like(self.weight))


class Network(nn.Sequential):
    """A Sequential is a Sequential, whatever it is called."""


def build_network(layers):
    with no_grad():
        return Network(*map(Ones, stack(layers)))


def gradient_region(layers, unit, input_size):
    rows, columns = (seen(stack(layers), each, input_size) for each in unit)
    region = np.full((input_size, input_size), False)
    for row in rows:
        region[row, list(columns)] = True
    return region
