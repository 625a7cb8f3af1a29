"""Hubel and Wiesel's cells: receptive fields, the bars shown to them, their responses and what these say about a cell.

Filters that slide over a whole image are left to `convolution`: each cell here looks at one place.

The centre pixel of a square image of odd size is (0, 0); ``x`` grows to the right, ``y`` grows downward, as the columns
and rows of an array do. An orientation ``θ`` in radians turns these axes clockwise, as one sees them on a screen::

    x' =  x cos θ + y sin θ        across a bar
    y' = -x sin θ + y cos θ        along a bar

so that a bar of orientation 0 is vertical.
"""

from operator import index

import numpy as np


def gabor(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """Receptive field of a simple cell: a grating under a Gaussian window.

    Parameters
    ----------
    size : int
        Height and width, in pixels (odd).
    wavelength : float
        Distance from one crest of the grating to the next, in pixels (above 0).
    orientation : float
        Direction of the stripes, in radians clockwise from the vertical.
    phase : float
        Where the grating stands, in radians: 0 puts a bright stripe in the centre, -π/2 a dark and a bright one
        beside it.
    sigma : float, optional
        Standard deviation of the window across the stripes, in pixels (above 0); without it ``0.4 * wavelength``.
    aspect : float
        How much narrower the window is along the stripes: its standard deviation there is ``sigma / aspect``.

    Returns
    -------
    numpy.ndarray, shape (size, size)
        Positive where light excites the cell, negative where light inhibits it.

    Raises
    ------
    ValueError
        If `size` is even or below 1, or if `wavelength` or `sigma` is not above 0.

    Notes
    -----
    ``exp(-(x'² + aspect² y'²) / (2 sigma²)) cos(2π x'/wavelength + phase)`` [1]_ [2]_

    References
    ----------
    .. [1] Hubel and Wiesel (1962), J. Physiol. 160, 106: simple cells, and how they are mapped.
    .. [2] Jones and Palmer (1987), J. Neurophysiol. 58(6): Gabor functions fitted to simple cells of the cat.

    Examples
    --------
    >>> gabor(3, 4.0, 0.0).round(4) + 0.0
    array([[0.    , 0.8226, 0.    ],
           [0.    , 1.    , 0.    ],
           [0.    , 0.8226, 0.    ]])
    """
    across, along = _turned_axes(size, orientation)
    _positive(wavelength, "wavelength")
    sigma = 0.4 * wavelength if sigma is None else _positive(sigma, "sigma")
    window = np.exp(-(across**2 + aspect**2 * along**2) / (2 * sigma**2))
    return window * np.cos(2 * np.pi * across / wavelength + phase)


def bar(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """A bright or dark bar on grey, the stimulus that Hubel and Wiesel's cells answered.

    Parameters
    ----------
    size : int
        Height and width of the image, in pixels (odd).
    orientation : float
        Direction of the bar, in radians clockwise from the vertical.
    offset : float
        How far the bar's middle line lies from the image's centre along ``x'``, in pixels (of either sign).
    width : float
        Width of the bar, in pixels (at least 0).
    polarity : float
        1 for a bright bar, -1 for a dark one.

    Returns
    -------
    numpy.ndarray, shape (size, size)
        `polarity` on the bar, which runs from edge to edge, and 0 elsewhere.

    Raises
    ------
    ValueError
        If `size` is even or below 1, `width` is below 0, or `polarity` is neither 1 nor -1.

    Notes
    -----
    ``polarity`` where ``abs(x' - offset) <= width/2``, else 0. [1]_

    References
    ----------
    .. [1] Hubel and Wiesel (1959), J. Physiol. 148, 574: bars of light, and the orientation that a cell answers best.

    Examples
    --------
    >>> bar(5, np.pi / 4, width=1.0)
    array([[0., 0., 0., 0., 1.],
           [0., 0., 0., 1., 0.],
           [0., 0., 1., 0., 0.],
           [0., 1., 0., 0., 0.],
           [1., 0., 0., 0., 0.]])
    """
    across, _ = _turned_axes(size, orientation)
    if width < 0:
        raise ValueError(f"`width` (={width}) must be at least 0")
    if polarity not in (1, -1):
        raise ValueError(f"`polarity` (={polarity}) must be 1 (bright) or -1 (dark)")
    return np.where(np.abs(across - offset) <= width / 2, float(polarity), 0.0)


def simple_cell(image, receptive_field):
    """Response of a simple cell: how well the image fits its receptive field, and never below 0.

    Parameters
    ----------
    image : numpy.ndarray, shape (H, W)
        What the cell sees.
    receptive_field : numpy.ndarray, shape (H, W)
        Weight of each pixel.

    Returns
    -------
    float
        The response (at least 0, since a cell cannot fire less than not at all).

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    ``max(0, Σ image[i, j] receptive_field[i, j])`` [1]_

    References
    ----------
    .. [1] Lindsay (2021), J. Cogn. Neurosci. 33(10), 2017: simple cells as a convolution with a rectification.

    Examples
    --------
    >>> image = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> simple_cell(image, np.array([[1.0, 0.0], [-1.0, 1.0]]))
    2.0
    >>> simple_cell(image, np.array([[-1.0, 0.0], [1.0, -1.0]]))
    0.0
    """
    return max(0.0, _inner_product(image, receptive_field))


def complex_cell(image, even, odd):
    """Response of a complex cell by the energy model: the same for a bright bar, a dark bar and a bar nearby.

    Parameters
    ----------
    image : numpy.ndarray, shape (H, W)
        What the cell sees.
    even, odd : numpy.ndarray, shape (H, W)
        Two receptive fields a quarter of a wavelength apart, such as Gabors of phase 0 and -π/2.

    Returns
    -------
    float
        The response (at least 0).

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    ``sqrt((Σ image even)² + (Σ image odd)²)`` [1]_

    References
    ----------
    .. [1] Adelson and Bergen (1985), J. Opt. Soc. Am. A 2(2), 284.

    Examples
    --------
    >>> complex_cell(np.array([[1.0, 2.0]]), np.array([[1.0, 1.0]]), np.array([[2.0, 1.0]]))
    5.0
    """
    return float(np.hypot(_inner_product(image, even), _inner_product(image, odd)))


def tuning_curve(receptive_field, orientations, width=3.0):
    """Responses of a simple cell to a centred bright bar at each of several orientations.

    Parameters
    ----------
    receptive_field : numpy.ndarray, shape (S, S)
        The cell's weights; S is odd.
    orientations : numpy.ndarray, shape (n,)
        Directions of the bar, in radians, in any order.
    width : float
        Width of the bar, in pixels.

    Returns
    -------
    numpy.ndarray, shape (n,)
        One response for each orientation, in the same order.

    Raises
    ------
    ValueError
        If the receptive field is not square, or its side is even.

    Notes
    -----
    ``simple_cell(bar(S, θ, width=width), receptive_field)`` for each ``θ`` [1]_

    References
    ----------
    .. [1] Hubel and Wiesel (1959), J. Physiol. 148, 574.

    Examples
    --------
    >>> cell = np.array([[0.0, 1.0, 5.0], [0.0, 2.0, 2.0], [4.0, 0.0, -3.0]])
    >>> tuning_curve(cell, np.pi * np.array([0.0, 0.25, 0.5, 0.75]), width=1.0)
    array([ 3., 11.,  4.,  0.])
    """
    shape = np.shape(receptive_field)
    if len(shape) != 2 or shape[0] != shape[1]:
        raise ValueError(f"`receptive_field` (of shape {shape}) must be square")
    bars = (bar(shape[0], orientation, width=width) for orientation in orientations)
    return np.array([simple_cell(image, receptive_field) for image in bars], dtype=float)


def preferred_orientation(orientations, responses):
    """The orientation that a cell answers best, from all its responses together.

    Parameters
    ----------
    orientations : numpy.ndarray, shape (n,)
        Directions of the bar, in radians.
    responses : numpy.ndarray, shape (n,)
        The cell's response to each (at least 0).

    Returns
    -------
    float
        The preferred orientation, in radians in [0, π). It means nothing where the responses favour none; then it is 0.

    Raises
    ------
    ValueError
        If the numbers of orientations and responses differ.

    Notes
    -----
    Half the angle of ``Σ r e^{2iθ}``. Doubling makes 0 and π, the same bar, the same direction. [1]_

    References
    ----------
    .. [1] Mazurek, Kager and Van Hooser (2014), Front. Neural Circuits 8, 92.

    Examples
    --------
    >>> quarters = np.pi * np.array([0.0, 0.25, 0.5, 0.75])
    >>> preferred_orientation(quarters, np.array([1.0, 1.0, 1.0, 3.0])) / np.pi
    0.75
    """
    angle = np.angle(_summed_vector(orientations, responses)) / 2
    # The remainder of a tiny negative angle rounds to π itself, whose remainder is 0.
    return float(angle % np.pi % np.pi)


def orientation_selectivity(orientations, responses):
    """How strongly a cell prefers one orientation: 0 not at all, 1 if it answers a single one.

    Parameters
    ----------
    orientations : numpy.ndarray, shape (n,)
        Directions of the bar, in radians.
    responses : numpy.ndarray, shape (n,)
        The cell's response to each (at least 0).

    Returns
    -------
    float
        The selectivity, in [0, 1]; 0 where there is no response.

    Raises
    ------
    ValueError
        If the numbers of orientations and responses differ.

    Notes
    -----
    ``|Σ r e^{2iθ}| / Σ r``, which is 1 minus the circular variance. [1]_

    References
    ----------
    .. [1] Ringach, Shapley and Hawken (2002), J. Neurosci. 22(13), 5639.

    Examples
    --------
    >>> quarters = np.pi * np.array([0.0, 0.25, 0.5, 0.75])
    >>> round(orientation_selectivity(quarters, np.array([0.0, 1.0, 2.0, 1.0])), 12)
    0.5
    >>> orientation_selectivity(quarters, np.zeros(4))
    0.0
    """
    length, total = abs(_summed_vector(orientations, responses)), np.sum(responses)
    return float(min(1.0, length / total)) if total else 0.0


def _turned_axes(size, orientation):
    """The coordinates ``x'`` and ``y'`` of every pixel, each of shape (size, size)."""
    if index(size) < 1 or size % 2 == 0:
        raise ValueError(f"`size` (={size}) must be odd and at least 1, so that there is a centre pixel")
    half = size // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    cosine, sine = np.cos(orientation), np.sin(orientation)
    return x * cosine + y * sine, -x * sine + y * cosine


def _positive(value, name):
    if not value > 0:
        raise ValueError(f"`{name}` (={value}) must be above 0")
    return value


def _inner_product(image, field):
    """Sum of the products of two images of one shape."""
    if np.shape(image) != np.shape(field):
        raise ValueError(f"the image has shape {np.shape(image)}, but the receptive field has shape {np.shape(field)}")
    return float(np.sum(image * field))


def _summed_vector(orientations, responses):
    """``Σ r e^{2iθ}``: each response as an arrow at twice its orientation, laid end to end."""
    if np.shape(orientations) != np.shape(responses):
        shapes = f"{np.shape(orientations)} and {np.shape(responses)}"
        raise ValueError(f"each orientation needs one response, but the shapes are {shapes}")
    return np.sum(responses * np.exp(2j * np.asarray(orientations)))
