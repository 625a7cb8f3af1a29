"""Right answers on the complex plane, where turning is multiplying; a pixel right on a bar's border, never asked for, is outside."""

import cmath

import numpy as np


def plane(size, orientation):
    """x' + i y' of every pixel."""
    steps = np.linspace(-(size // 2), size // 2, size)
    return (steps[None, :] + 1j * steps[:, None]) * np.exp(-1j * orientation)


def gabor(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    if sigma is None:
        sigma = wavelength * 0.4
    z = plane(size, orientation)
    exponent = -(z.real**2 + (aspect * z.imag) ** 2) / 2 / sigma**2 + 1j * (2 * np.pi * z.real / wavelength + phase)
    return np.exp(exponent).real


def bar(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    distance = abs((plane(size, orientation) - offset).real)
    return np.heaviside(width / 2 - distance, 0.0) * polarity


def simple_cell(image, receptive_field):
    rows, columns = image.shape
    if receptive_field.shape != (rows, columns):
        raise ValueError(f"expected {(rows, columns)}, got {receptive_field.shape}")
    return np.float32(max(0, np.trace(image @ receptive_field.T)))


def complex_cell(image, even, odd):
    return abs(complex(np.sum(image * (even + 1j * odd))))


def tuning_curve(receptive_field, orientations, width=3.0):
    cell = np.vectorize(lambda angle: simple_cell(bar(len(receptive_field), angle, 0.0, width), receptive_field), otypes=[float])
    return cell(orientations)


def preferred_orientation(orientations, responses):
    arrow = sum(r * cmath.exp(2j * a) for a, r in zip(orientations, responses))
    half = cmath.phase(arrow) / 2
    return half if half >= 0 else half + cmath.pi


def orientation_selectivity(orientations, responses):
    if not np.any(responses):
        return 0.0
    return abs(np.average(np.exp(1j * orientations) ** 2, weights=responses))
