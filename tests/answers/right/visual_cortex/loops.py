"""Right answers with plain loops and the math module, as someone writes them who comes from C."""

import math

import numpy as np


def gabor(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    if sigma is None:
        sigma = 0.4 * wavelength
    out = np.zeros((size, size))
    middle = (size - 1) // 2
    c = math.cos(orientation)
    s = math.sin(orientation)
    for i in range(size):
        for j in range(size):
            y = i - middle
            x = j - middle
            xp = x * c + y * s
            yp = -x * s + y * c
            envelope = math.exp(-(xp * xp + aspect * aspect * yp * yp) / (2 * sigma * sigma))
            out[i][j] = envelope * math.cos(2 * math.pi * xp / wavelength + phase)
    return out


def bar(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    rows = []
    middle = size // 2
    for y in range(-middle, middle + 1):
        row = []
        for x in range(-middle, middle + 1):
            xp = x * math.cos(orientation) + y * math.sin(orientation)
            if abs(xp - offset) <= width / 2:
                row.append(float(polarity))
            else:
                row.append(0.0)
        rows.append(row)
    return np.array(rows)


def simple_cell(image, receptive_field):
    if image.shape != receptive_field.shape:
        raise ValueError("shapes %s and %s differ" % (image.shape, receptive_field.shape))
    total = 0.0
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            total += image[i, j] * receptive_field[i, j]
    if total < 0:
        return 0
    return total


def complex_cell(image, even, odd):
    e = 0.0
    o = 0.0
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            e += image[i, j] * even[i, j]
            o += image[i, j] * odd[i, j]
    return math.sqrt(e**2 + o**2)


def tuning_curve(receptive_field, orientations, width=3.0):
    responses = np.zeros(len(orientations))
    for k in range(len(orientations)):
        stimulus = bar(receptive_field.shape[0], orientations[k], width=width)
        responses[k] = simple_cell(stimulus, receptive_field)
    return responses


def preferred_orientation(orientations, responses):
    east = 0.0
    south = 0.0
    for angle, response in zip(orientations, responses):
        east += response * math.cos(2 * angle)
        south += response * math.sin(2 * angle)
    angle = math.atan2(south, east) / 2
    while angle < 0:
        angle += math.pi
    return angle


def orientation_selectivity(orientations, responses):
    east = south = total = 0.0
    for angle, response in zip(orientations, responses):
        east += response * math.cos(2 * angle)
        south += response * math.sin(2 * angle)
        total += response
    if total == 0:
        return 0
    return math.sqrt(east * east + south * south) / total
