"""Right answers with a class for the turned axes, helpers, recursion and float32, as someone writes them who likes structure."""

from dataclasses import dataclass
from functools import partial, reduce
from operator import add, mul

import numpy as np


@dataclass(frozen=True)
class Retina:
    """A square patch of pixels, seen from a turned head."""

    size: int
    orientation: float

    def turned(self, quarter=0):
        angle = self.orientation + quarter * np.pi / 2
        return np.fromfunction(partial(self._coordinate, angle), (self.size, self.size))

    def _coordinate(self, angle, row, column):
        middle = (self.size - 1) / 2
        return (column - middle) * np.cos(angle) + (row - middle) * np.sin(angle)

    @property
    def across(self):
        return self.turned()

    @property
    def along(self):
        return self.turned(quarter=1)


class Neuron:
    """Something with a receptive field that answers an image."""

    def __init__(self, field):
        self.field = field

    def drive(self, image):
        if self.field.shape != image.shape:
            raise ValueError("this cell sees {} pixels, not {}".format(self.field.shape, image.shape))
        return reduce(add, map(mul, image.flat, self.field.flat))

    def __call__(self, image):
        return float(max(self.drive(image), 0.0))


def gaussian(values, deviation):
    return np.exp(-(values**2) / (2 * deviation**2))


def gabor(size, wavelength, orientation, *, phase=0.0, sigma=None, aspect=1.0):
    retina = Retina(size, orientation)
    deviation = 2 * wavelength / 5 if sigma is None else sigma
    window = gaussian(retina.across, deviation) * gaussian(aspect * retina.along, deviation)
    grating = np.cos(2 * np.pi * retina.across / wavelength + phase)
    return (window * grating).astype(np.float32)


def bar(size, orientation, *, offset=0.0, width=3.0, polarity=1.0):
    canvas = np.zeros((size, size), dtype=np.float32)
    across = Retina(size, orientation).across
    left, right = offset - width / 2, offset + width / 2
    canvas[(left <= across) & (across <= right)] = polarity
    return canvas


def simple_cell(image, receptive_field):
    return Neuron(receptive_field)(image)


def complex_cell(image, even, odd):
    return sum(Neuron(field).drive(image) ** 2 for field in (even, odd)) ** 0.5


def tuning_curve(receptive_field, orientations, *, width=3.0):
    cell, size = Neuron(receptive_field), len(receptive_field)

    def respond(angles):
        if len(angles) == 0:
            return []
        return [cell(bar(size, angles[0], width=width)), *respond(angles[1:])]

    return np.array(respond(orientations), dtype=np.float64)


def population_vector(orientations, responses):
    doubled = np.multiply(orientations, 2)
    return np.array([np.dot(responses, np.cos(doubled)), np.dot(responses, np.sin(doubled))])


def preferred_orientation(orientations, responses):
    cosine, sine = population_vector(orientations, responses)
    return np.float32((np.arctan2(-sine, -cosine) + np.pi) / 2)


def orientation_selectivity(orientations, responses):
    try:
        strength = 1 / float(responses.sum())
    except ZeroDivisionError:
        return 0.0
    return np.hypot(*population_vector(orientations, responses)) * strength
