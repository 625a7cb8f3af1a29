"""The mistakes that students make with Hubel and Wiesel's cells, each as a function that makes it.

Finding out which of them an answer makes is left to `explain`.
"""

import numpy as np

from autograder.checks.misconceptions.catalogue import Catalogue
from autograder.reference import visual_cortex as right

catalogue = Catalogue(
    "visual_cortex",
    functions=(
        "gabor",
        "bar",
        "simple_cell",
        "complex_cell",
        "tuning_curve",
        "preferred_orientation",
        "orientation_selectivity",
    ),
)
mistake, probe = catalogue.mistake, catalogue.probe

# Inputs on which the mistakes differ from each other: nothing symmetric, no angle that is a mirror image of another, and no bar
# whose border runs through the centre of a pixel.
IMAGE = np.array([[1.0, -2.0, 0.5, 3.0], [-1.5, 4.0, 2.0, -0.5], [2.5, 1.0, -3.0, 0.25]])
EVEN = np.array([[2.0, 1.0, -0.5, 1.5], [0.5, -1.0, 3.0, 2.0], [1.0, -2.0, 0.75, -4.0]])
ODD = np.array([[-1.0, 2.5, 1.0, 0.5], [3.0, -0.5, 1.5, 1.0], [-2.0, 0.25, 4.0, 1.0]])
SQUARE = np.array([[0.5, -1.0, 2.0], [3.0, 1.0, -2.5], [-0.75, 4.0, 1.5]])
FIELD = np.random.default_rng(1959).normal(size=(7, 7)).round(3)
ANGLES = np.array([2.5, 0.3, 1.1, 1.9])
RESPONSES = np.array([4.0, 1.0, 0.5, 2.0])

probe("gabor", lambda: (5, 4.0, 0.4), phase=0.7, sigma=1.5, aspect=1.7)
probe("gabor", lambda: (5, 4.0, 0.4))
probe("gabor", lambda: (7, 5.0, 2.0), aspect=0.5)
probe("gabor", lambda: (7, 5.0, 2.0), phase=-1.2)
probe("gabor", lambda: (3, 2.5, 0.0), sigma=2.0)
probe("gabor", lambda: (5, 3.0, 4.0), sigma=0.8)
probe("gabor", lambda: (5, 9.0, -0.6), phase=0.5)
probe("gabor", lambda: (1, 3.0, 1.0), phase=0.5)

probe("bar", lambda: (9, 0.4))
probe("bar", lambda: (9, 2.0), offset=1.3, width=2.2, polarity=-1.0)
probe("bar", lambda: (9, 2.0), offset=-2.1, width=4.6)
probe("bar", lambda: (7, 0.7), width=1.4, polarity=-1.0)
probe("bar", lambda: (7, 0.0), offset=1.0)
probe("bar", lambda: (11, 3.7), offset=3.2, width=2.7)
probe("bar", lambda: (5, 0.0), offset=9.0)
probe("bar", lambda: (1, 0.3))

for _field in (EVEN, -EVEN, ODD):
    probe("simple_cell", lambda field=_field: (IMAGE.copy(), field.copy()))
probe("simple_cell", lambda: (IMAGE[:, :3].copy(), SQUARE.copy()))
probe("simple_cell", lambda: (-IMAGE[:, :3], SQUARE.copy()))
probe("simple_cell", lambda: (np.array([[2.0]]), np.array([[3.5]])))
probe("simple_cell", lambda: (np.array([[2.0]]), np.array([[-3.5]])))
probe("simple_cell", lambda: (np.repeat(IMAGE, 2)[::2].reshape(3, 4).T, EVEN.T))
for _shape in ((1, 4), (3, 1), (1, 1), (4, 3), (2, 6), (3, 3), (2, 4), (3, 5)):
    probe("simple_cell", lambda shape=_shape: (IMAGE.copy(), np.full(shape, 1.5)))

probe("complex_cell", lambda: (IMAGE.copy(), EVEN.copy(), ODD.copy()))
probe("complex_cell", lambda: (IMAGE.copy(), -EVEN, ODD.copy()))
probe("complex_cell", lambda: (IMAGE.copy(), ODD.copy(), EVEN.copy()))
probe("complex_cell", lambda: (-IMAGE, EVEN.copy(), -ODD))
probe("complex_cell", lambda: (IMAGE[:, :3].copy(), SQUARE.copy(), SQUARE.T.copy()))
probe("complex_cell", lambda: (np.array([[-2.0]]), np.array([[1.5]]), np.array([[2.0]])))
probe("complex_cell", lambda: (np.zeros((2, 3)), np.ones((2, 3)), np.ones((2, 3))))

probe("tuning_curve", lambda: (FIELD.copy(), ANGLES.copy()), width=2.2)
probe("tuning_curve", lambda: (FIELD.copy(), ANGLES.copy()))
probe("tuning_curve", lambda: (-FIELD, np.array([4.0, -0.8])))
probe("tuning_curve", lambda: (SQUARE.copy(), np.array([0.7, 0.2, 1.6])), width=0.8)
probe("tuning_curve", lambda: (np.array([[2.0]]), np.array([0.7, 0.2])))
probe("tuning_curve", lambda: (-np.ones((5, 5)), np.array([0.7, 0.2, 1.6])))

for _function in ("preferred_orientation", "orientation_selectivity"):
    probe(_function, lambda: (ANGLES.copy(), RESPONSES.copy()))
    probe(_function, lambda: (ANGLES.copy(), RESPONSES[::-1].copy()))
    probe(_function, lambda: (np.array([0.2, 0.9, 1.4]), np.array([0.5, 3.0, 1.0])))
    probe(_function, lambda: (np.array([-2.0, 4.0, 7.0]), np.array([2.0, 3.0, 0.25])))
    probe(_function, lambda: (np.array([1.2]), np.array([0.5])))
probe("orientation_selectivity", lambda: (ANGLES.copy(), np.zeros(4)))
probe("orientation_selectivity", lambda: (np.pi * np.arange(4) / 4, np.ones(4)))


def _grid(size, start=None):
    """x and y of each pixel; `start` is the coordinate of the corner, -(size // 2) where it is right."""
    numbers = np.arange(size) + (-(size // 2) if start is None else start)
    return np.meshgrid(numbers.astype(float), numbers.astype(float))


def _turn(x, y, orientation):
    """x' and y' of pixels with these x and y."""
    return x * np.cos(orientation) + y * np.sin(orientation), -x * np.sin(orientation) + y * np.cos(orientation)


def _gabor(window_axes, wave_axis, wavelength, phase, sigma, aspect):
    """The Gabor formula with a window and a wave on axes of one's own choice."""
    across, along = window_axes
    sigma = 0.4 * wavelength if sigma is None else sigma
    window = np.exp(-(across**2 + aspect**2 * along**2) / (2 * sigma**2))
    return window * np.cos(2 * np.pi * wave_axis / wavelength + phase)


def _bar(distance, width, polarity):
    """A bar where the distance from its middle line is at most half its width."""
    return np.where(np.abs(distance) <= width / 2, polarity, 0.0)


def _arrows(orientations, responses, times=2):
    """The sum of the responses as arrows at a multiple of their orientation."""
    return np.sum(responses * np.exp(1j * times * orientations))


def _product(image, field):
    """The inner product, for images of one shape."""
    right.simple_cell(image, field)
    return float(np.sum(image * field))


# --- gabor


@mistake("gabor", hint="Row 0 is the top of the picture. Is its y positive or negative? Then look at the signs in x' and y'.")
def turns_the_gabor_the_other_way(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The stripes turn the wrong way: y grows upward, or the sines in x' and y' have each other's signs."""
    return right.gabor(size, wavelength, -orientation, phase, sigma, aspect)


@mistake("gabor", hint="Turning keeps every pixel's distance from the centre. Does x'² + y'² still equal x² + y²?")
def mixes_the_signs_of_the_turn(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """x' is right, but the sine in y' has the wrong sign, so that the window is bent out of shape."""
    x, y = _grid(size)
    across, _ = _turn(x, y, orientation)
    return _gabor((across, x * np.sin(orientation) + y * np.cos(orientation)), across, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="Print x for a size of 3. Does it change from column to column, or from row to row?")
def swaps_x_and_y_in_the_gabor(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """x and y have changed places: x grows from row to row, so the picture comes out mirrored at its diagonal."""
    return right.gabor(size, wavelength, orientation, phase, sigma, aspect).T


@mistake("gabor", hint="A grating of orientation 0 has upright stripes. Yours?")
def turns_the_gabor_by_a_quarter(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """Everything is turned by 90 degrees: x' and y' have changed roles in the whole formula."""
    across, along = _turn(*_grid(size), orientation)
    return _gabor((along, across), along, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="Along which of the two turned axes do the stripes run, and along which do they change?")
def lets_the_wave_run_along_the_stripes(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The cosine changes along y' instead of x', while the window is right."""
    across, along = _turn(*_grid(size), orientation)
    return _gabor((across, along), along, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="Which unit does np.cos expect, and which unit has the orientation?")
def takes_the_gabors_orientation_in_degrees(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The orientation is taken as degrees, but it comes in radians."""
    return right.gabor(size, wavelength, np.deg2rad(orientation), phase, sigma, aspect)


@mistake("gabor", hint="Which unit does np.cos expect, and which unit has the phase?")
def takes_the_phase_in_degrees(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The phase is taken as degrees, but it comes in radians."""
    return right.gabor(size, wavelength, orientation, np.deg2rad(phase), sigma, aspect)


@mistake("gabor", hint="What does the centre pixel hold when the phase is 0? What is the sine of 0?")
def takes_the_sine(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The grating is a sine instead of a cosine: a quarter of a wavelength off."""
    return right.gabor(size, wavelength, orientation, phase - np.pi / 2, sigma, aspect)


@mistake("gabor", hint="Compare the sign before the phase with the formula's.")
def subtracts_the_phase(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The phase is subtracted instead of added: the grating moves the wrong way."""
    return right.gabor(size, wavelength, orientation, -phase, sigma, aspect)


@mistake("gabor", hint="Where in the formula does the phase stand: beside x', or beside the whole fraction?")
def adds_the_phase_to_the_pixels(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The phase is added to x' as if it were pixels, instead of to the angle inside the cosine."""
    return right.gabor(size, wavelength, orientation, 2 * np.pi * phase / wavelength, sigma, aspect)


@mistake("gabor", hint="Does your code use everything that it is handed?")
def ignores_the_phase(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The phase is never used."""
    return right.gabor(size, wavelength, orientation, 0.0, sigma, aspect)


@mistake("gabor", hint="After how many pixels should the cosine have gone through one whole turn?")
def forgets_two_pi(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The factor 2π is missing, so that the stripes are more than six times too far apart."""
    sigma = 0.4 * wavelength if sigma is None else sigma
    return right.gabor(size, 2 * np.pi * wavelength, orientation, phase, sigma, aspect)


@mistake("gabor", hint="After how many pixels should the cosine have gone through one whole turn, and how large is that?")
def takes_half_a_turn_for_a_wave(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The cosine gets π x' / wavelength: only half a turn in each wavelength."""
    sigma = 0.4 * wavelength if sigma is None else sigma
    return right.gabor(size, 2 * wavelength, orientation, phase, sigma, aspect)


@mistake("gabor", hint="With a longer wavelength the stripes should lie further apart. Do yours?")
def multiplies_by_the_wavelength(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """x' is multiplied by the wavelength, as if that were a frequency, instead of divided by it."""
    sigma = 0.4 * wavelength if sigma is None else sigma
    return right.gabor(size, 1 / wavelength, orientation, phase, sigma, aspect)


@mistake("gabor", hint="How large is sigma when nobody gives one? Work it out for a wavelength of 10.")
def defaults_sigma_to_the_wavelength(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """Without a sigma the whole wavelength is taken, so that the window is too wide."""
    return right.gabor(size, wavelength, orientation, phase, wavelength if sigma is None else sigma, aspect)


@mistake("gabor", hint="Call it with a sigma of 1 and with one of 3. Do the pictures differ?")
def ignores_the_given_sigma(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The default is used for sigma even where one is given."""
    return right.gabor(size, wavelength, orientation, phase, None, aspect)


@mistake("gabor", hint="Put x' = 1, y' = 0, sigma = 1 into your exponent. Is it -1/2?")
def forgets_the_two_in_the_exponent(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The exponent is divided by sigma² instead of 2 sigma², so that the window is too narrow."""
    sigma = 0.4 * wavelength if sigma is None else sigma
    return right.gabor(size, wavelength, orientation, phase, sigma / np.sqrt(2), aspect)


@mistake("gabor", hint="An exponent has no unit. Which power of sigma makes the pixels cancel?")
def forgets_to_square_sigma(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The exponent is divided by 2 sigma instead of 2 sigma²."""
    sigma = 0.4 * wavelength if sigma is None else sigma
    return right.gabor(size, wavelength, orientation, phase, np.sqrt(sigma), aspect)


@mistake("gabor", hint="Far from the centre, is your picture as strong as in its middle?")
def forgets_the_window(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """There is no Gaussian window: this is a grating that fills the picture."""
    across, _ = _turn(*_grid(size), orientation)
    return np.cos(2 * np.pi * across / wavelength + phase)


@mistake("gabor", hint="Which of the two squares in the exponent does the aspect belong to?")
def puts_the_aspect_on_the_other_axis(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The aspect stretches the window across the stripes instead of along them."""
    across, along = _turn(*_grid(size), orientation)
    return _gabor((along, across), across, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="Look once more at the powers in the exponent: all of them.")
def forgets_to_square_the_aspect(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The aspect is not squared."""
    return right.gabor(size, wavelength, orientation, phase, sigma, np.sqrt(aspect))


@mistake("gabor", hint="An aspect of 2 should make the window half as long along the stripes. Is yours longer?")
def divides_by_the_aspect(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """y' is divided by the aspect instead of multiplied, so that the window grows where it should shrink."""
    return right.gabor(size, wavelength, orientation, phase, sigma, 1 / aspect)


@mistake("gabor", hint="Call it with an aspect of 1 and with one of 3. Do the pictures differ?")
def ignores_the_aspect(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The aspect is never used: the window is always round."""
    return right.gabor(size, wavelength, orientation, phase, sigma)


@mistake("gabor", hint="When the stripes turn, should an oval window stay where it is?")
def leaves_the_window_upright(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The window is made from x and y instead of x' and y', so that only the grating turns."""
    x, y = _grid(size)
    return _gabor((x, y), _turn(x, y, orientation)[0], wavelength, phase, sigma, aspect)


@mistake("gabor", hint="What are x and y of the pixel in the middle of a 5 by 5 picture? Print yours.")
def counts_from_the_corner(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The coordinates are 0 in the corner instead of in the centre."""
    across, along = _turn(*_grid(size, 0), orientation)
    return _gabor((across, along), across, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="What is size / 2 for a size of 5? Which coordinate does the middle pixel get then?")
def lies_half_a_pixel_off(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The centre lies half a pixel beside the middle pixel, as it does for size / 2."""
    across, along = _turn(*_grid(size, -size / 2), orientation)
    return _gabor((across, along), across, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="Print your coordinates for a size of 3. Are there as many negative ones as positive ones?")
def lies_one_pixel_off(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The centre lies one pixel beside the middle."""
    across, along = _turn(*_grid(size, -(size // 2) - 1), orientation)
    return _gabor((across, along), across, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="How many pixels is your coordinate's step from one column to the next?")
def scales_the_coordinates_to_one(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The coordinates run from -1 to 1 instead of counting pixels."""
    x, y = (axis / max(size // 2, 1) for axis in _grid(size))
    across, along = _turn(x, y, orientation)
    return _gabor((across, along), across, wavelength, phase, sigma, aspect)


@mistake("gabor", hint="Print the shape of what you return for a size of 3.")
def takes_the_size_for_a_radius(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The picture reaches `size` pixels to each side of the centre, so that it is about twice too large."""
    return right.gabor(2 * size + 1, wavelength, orientation, phase, sigma, aspect)


@mistake("gabor", hint="Is there a mean in the formula? What should the centre pixel hold at phase 0?")
def takes_the_mean_away(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The mean is subtracted, so that the values sum to 0. That is often useful, but not asked here."""
    field = right.gabor(size, wavelength, orientation, phase, sigma, aspect)
    return field - field.mean()


@mistake("gabor", hint="How large is the Gaussian in its centre, by the formula?")
def divides_by_the_windows_area(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The window is divided by 2π sigma², as a probability density would be."""
    width = 0.4 * wavelength if sigma is None else sigma
    return right.gabor(size, wavelength, orientation, phase, sigma, aspect) / (2 * np.pi * width**2)


@mistake("gabor", hint="The formula means something for every angle. Why refuse one?")
def refuses_angles_outside_half_a_turn(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """An orientation outside of [0, π) is refused, though every angle is legal."""
    if not 0 <= orientation < np.pi:
        raise ValueError(f"orientation {orientation}")
    return right.gabor(size, wavelength, orientation, phase, sigma, aspect)


@mistake("gabor", hint="Stripes turned by π look the same, but which side of the centre is the bright one on?")
def folds_the_gabors_orientation(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The orientation is folded into [0, π) first, which mirrors receptive fields that are not even."""
    return right.gabor(size, wavelength, orientation % np.pi, phase, sigma, aspect)


@mistake("gabor", hint="Print type(...) of what you return.")
def returns_the_gabor_as_lists(size, wavelength, orientation, phase=0.0, sigma=None, aspect=1.0):
    """The values are right, but they come as lists instead of an array."""
    return right.gabor(size, wavelength, orientation, phase, sigma, aspect).tolist()


# --- bar


@mistake("bar", hint="Row 0 is the top of the picture. Is its y positive or negative? Then look at the signs in x'.")
def turns_the_bar_the_other_way(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The bar turns the wrong way: y grows upward, or the sine in x' has the wrong sign."""
    return right.bar(size, -orientation, offset, width, polarity)


@mistake("bar", hint="Print x for a size of 3. Does it change from column to column, or from row to row?")
def swaps_x_and_y_in_the_bar(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """x and y have changed places: x grows from row to row, so the picture comes out mirrored at its diagonal."""
    return right.bar(size, orientation, offset, width, polarity).T


@mistake("bar", hint="A bar of orientation 0 stands upright. Yours?")
def turns_the_bar_by_a_quarter(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The bar is turned by 90 degrees: distances are measured along y' instead of x'."""
    _, along = _turn(*_grid(size), orientation)
    return _bar(along - offset, width, polarity)


@mistake("bar", hint="Which unit does np.cos expect, and which unit has the orientation?")
def takes_the_bars_orientation_in_degrees(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The orientation is taken as degrees, but it comes in radians."""
    return right.bar(size, np.deg2rad(orientation), offset, width, polarity)


@mistake("bar", hint="How far is it from the middle of a bar of width 3 to its border?")
def makes_the_bar_twice_as_wide(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The width is taken to each side of the middle line, so that the bar is twice as wide as asked."""
    return right.bar(size, orientation, offset, 2 * width, polarity)


@mistake("bar", hint="What is 3 // 2, and what is half of 3?")
def rounds_half_the_width_down(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """Half the width is rounded down to a whole pixel."""
    return right.bar(size, orientation, offset, 2 * (width // 2), polarity)


@mistake("bar", hint="How wide is the bar when nobody says how wide?")
def defaults_the_bars_width_to_one(size, orientation, offset=0.0, width=1.0, polarity=1.0):
    """Without a width the bar is 1 pixel wide instead of 3."""
    return right.bar(size, orientation, offset, width, polarity)


@mistake("bar", hint="Call it with two widths. Do the pictures differ?")
def ignores_the_width_of_the_bar(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The bar is always 3 pixels wide."""
    return right.bar(size, orientation, offset, 3.0, polarity)


@mistake("bar", hint="For an upright bar, should a positive offset move it to the right or to the left?")
def moves_the_bar_the_other_way(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The offset has the wrong sign."""
    return right.bar(size, orientation, -offset, width, polarity)


@mistake("bar", hint="Call it with two offsets. Do the pictures differ?")
def ignores_the_offset(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The bar always runs through the centre."""
    return right.bar(size, orientation, 0.0, width, polarity)


@mistake("bar", hint="Along which axis is the offset measured: along x, or along the turned x'?")
def moves_the_bar_to_the_right(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The offset is taken off x before turning: right for an upright bar, too short for a slanting one."""
    return right.bar(size, orientation, offset * np.cos(orientation), width, polarity)


@mistake("bar", hint="A bar runs along y'. What happens to it if you move it along y', too?")
def moves_the_bar_along_itself(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The offset is taken off both x and y before turning, so that part of it moves the bar along itself."""
    return right.bar(size, orientation, offset * (np.cos(orientation) + np.sin(orientation)), width, polarity)


@mistake("bar", hint="What does a polarity of -1 look like? Print the values on the bar.")
def ignores_the_polarity(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """Every bar is bright."""
    return right.bar(size, orientation, offset, width)


@mistake("bar", hint="What value should the grey beside a dark bar have?")
def puts_a_dark_bar_on_white(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """A dark bar is drawn as 0 on a background of 1, instead of -1 on 0."""
    bright = right.bar(size, orientation, offset, width)
    return bright if polarity > 0 else 1.0 - bright


@mistake("bar", hint="What value should pixels beside the bar have, whatever the polarity?")
def gives_the_background_the_other_sign(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """Pixels beside the bar hold minus the polarity instead of 0."""
    return polarity * (2 * right.bar(size, orientation, offset, width) - 1)


@mistake("bar", hint="What does the polarity change: the bar's brightness, or also its place?")
def lets_the_polarity_move_the_bar(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The polarity also turns the sign of the offset."""
    return right.bar(size, orientation, polarity * offset, width, polarity)


@mistake("bar", hint="Which pixels far to the left satisfy your condition?")
def forgets_the_absolute_value(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """Only one border is checked, so that everything on one side of the bar is filled."""
    across, _ = _turn(*_grid(size), orientation)
    return np.where(across - offset <= width / 2, polarity, 0.0)


@mistake("bar", hint="Which comes first in the definition: taking the offset away, or the absolute value?")
def draws_two_bars(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The absolute value is taken before the offset is subtracted, which draws a bar on each side."""
    across, _ = _turn(*_grid(size), orientation)
    return _bar(np.abs(across) - offset, width, polarity)


@mistake("bar", hint="Where does the offset point to: the bar's middle line, or its border?")
def starts_the_bar_at_the_offset(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The bar begins at the offset instead of having its middle there."""
    return right.bar(size, orientation, offset + width / 2, width, polarity)


@mistake("bar", hint="Does the definition say where a bar ends along y'?")
def gives_the_bar_ends(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The bar stops half a size from its middle along y', so that a slanting one misses the corners."""
    _, along = _turn(*_grid(size), orientation)
    return np.where(np.abs(along) <= size / 2, right.bar(size, orientation, offset, width, polarity), 0.0)


@mistake("bar", hint="Which values may a pixel of the picture have? Print np.unique of yours.")
def softens_the_border(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The bar fades over its border pixels instead of ending sharply."""
    across, _ = _turn(*_grid(size), orientation)
    return polarity * np.clip(width / 2 + 0.5 - np.abs(across - offset), 0.0, 1.0)


@mistake("bar", hint="Should x' be a whole number? When does it matter?")
def rounds_the_coordinates(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """x' is rounded to whole pixels before it is compared."""
    across, _ = _turn(*_grid(size), orientation)
    return _bar(np.round(across) - offset, width, polarity)


@mistake("bar", hint="What are x and y of the pixel in the middle of a 5 by 5 picture? Print yours.")
def counts_the_bar_from_the_corner(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The coordinates are 0 in the corner instead of in the centre."""
    across, _ = _turn(*_grid(size, 0), orientation)
    return _bar(across - offset, width, polarity)


@mistake("bar", hint="What is size / 2 for a size of 5? Which coordinate does the middle pixel get then?")
def draws_the_bar_half_a_pixel_off(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The centre lies half a pixel beside the middle pixel, as it does for size / 2."""
    across, _ = _turn(*_grid(size, -size / 2), orientation)
    return _bar(across - offset, width, polarity)


@mistake("bar", hint="Print your coordinates for a size of 3. Are there as many negative ones as positive ones?")
def draws_the_bar_one_pixel_off(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The centre lies one pixel beside the middle."""
    across, _ = _turn(*_grid(size, -(size // 2) - 1), orientation)
    return _bar(across - offset, width, polarity)


@mistake("bar", hint="What should the picture hold when the bar lies wholly outside of it?")
def refuses_a_bar_outside_the_picture(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """An offset beyond the border of the picture is refused, though it only leaves the picture empty."""
    if abs(offset) > size // 2:
        raise ValueError(f"offset {offset}")
    return right.bar(size, orientation, offset, width, polarity)


@mistake("bar", hint="A bar turned by π looks the same, but on which side of the centre does x' grow?")
def folds_the_bars_orientation(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The orientation is folded into [0, π) first, which moves bars beside the centre to the other side."""
    return right.bar(size, orientation % np.pi, offset, width, polarity)


@mistake("bar", hint="Print the dtype of what you return. Which numbers should stand there?")
def returns_true_and_false(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The picture holds True and False instead of numbers."""
    return right.bar(size, orientation, offset, width) > 0


@mistake("bar", hint="Print the dtype of what you return. The exercise asks for floats.")
def returns_whole_numbers(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The values are right, but they are kept as whole numbers instead of floats."""
    return right.bar(size, orientation, offset, width, polarity).astype(int)


@mistake("bar", hint="Print type(...) of what you return.")
def returns_the_bar_as_lists(size, orientation, offset=0.0, width=3.0, polarity=1.0):
    """The values are right, but they come as lists instead of an array."""
    return right.bar(size, orientation, offset, width, polarity).tolist()


# --- simple_cell


@mistake("simple_cell", hint="Can a cell fire less than not at all?")
def forgets_to_rectify(image, receptive_field):
    """Negative sums are returned as they are: the rectification is missing."""
    return _product(image, receptive_field)


@mistake("simple_cell", hint="Read the task once more: what should happen to a negative sum, and to unequal shapes?")
def adds_up_and_nothing_else(image, receptive_field):
    """The products are added up, but there is neither a rectification nor a look at the shapes."""
    return float(np.sum(image * receptive_field))


@mistake("simple_cell", hint="What should the response be to the negative of an image that the cell likes?")
def takes_the_absolute_value(image, receptive_field):
    """Negative sums lose their sign instead of becoming 0."""
    return abs(_product(image, receptive_field))


@mistake("simple_cell", hint="Which half of the number line should be cut off?")
def keeps_the_negative_half(image, receptive_field):
    """The positive responses are cut off instead of the negative ones."""
    return min(0.0, _product(image, receptive_field))


@mistake("simple_cell", hint="Write down the formula's steps in order. What comes before the rectification?")
def rectifies_every_product(image, receptive_field):
    """Each product is rectified before adding, so that inhibition never counts."""
    _product(image, receptive_field)
    return float(np.maximum(image * receptive_field, 0).sum())


@mistake("simple_cell", hint="Can a pixel of the image be negative? Should a dark pixel count?")
def rectifies_the_image(image, receptive_field):
    """The image is rectified before the products are added, so that dark pixels never count."""
    return max(0.0, _product(np.maximum(image, 0), receptive_field))


@mistake("simple_cell", hint="What are the negative weights of a receptive field there for?")
def rectifies_the_field(image, receptive_field):
    """The receptive field is rectified before the products are added, so that inhibition never counts."""
    return max(0.0, _product(image, np.maximum(receptive_field, 0)))


@mistake("simple_cell", hint="Show the cell twice as many pixels of the same kind. Should the response stay the same?")
def takes_the_mean(image, receptive_field):
    """The mean of the products is taken instead of their sum."""
    return max(0.0, _product(image, receptive_field) / image.size)


@mistake("simple_cell", hint="Double the receptive field. Should the response stay the same?")
def divides_by_the_fields_norm(image, receptive_field):
    """The response is divided by the length of the receptive field."""
    return max(0.0, _product(image, receptive_field) / float(np.linalg.norm(receptive_field)))


@mistake("simple_cell", hint="Is there a mean in the formula? Try an image whose pixels are all 1.")
def takes_the_images_mean_away(image, receptive_field):
    """The mean of the image is subtracted first, so that the cell does not see its brightness."""
    return max(0.0, _product(image - image.mean(), receptive_field))


@mistake("simple_cell", hint="Double the image. Does your response double, too?")
def squares_the_response(image, receptive_field):
    """The rectified response is squared."""
    return max(0.0, _product(image, receptive_field)) ** 2


@mistake("simple_cell", hint="Which pixel does the weight in the top left corner belong to?")
def turns_the_field_round(image, receptive_field):
    """The receptive field is rotated by 180 degrees before multiplying, as in a convolution."""
    return max(0.0, _product(image, receptive_field[::-1, ::-1]))


@mistake("simple_cell", hint="For arrays with two axes, what does @ (or np.dot) add up? Try an image of 3 by 4 pixels.")
def multiplies_matrices(image, receptive_field):
    """The images are multiplied as matrices instead of pixel by pixel."""
    _product(image, receptive_field)
    return max(0.0, float(np.sum(image @ receptive_field)))


@mistake("simple_cell", hint="What does NumPy do with shapes (3, 4) and (1, 4)? Is that what you want here?")
def lets_unequal_shapes_through(image, receptive_field):
    """Unequal shapes are not refused: a row, a column or a single number is silently spread over the image."""
    return max(0.0, float(np.sum(image * receptive_field)))


@mistake("simple_cell", hint="Which two shapes have 12 pixels? Are they the same picture?")
def compares_the_number_of_pixels(image, receptive_field):
    """Shapes count as equal when they have as many pixels."""
    if image.size != receptive_field.size:
        raise ValueError(f"{image.size} and {receptive_field.size} pixels")
    return max(0.0, float(image.ravel() @ receptive_field.ravel()))


@mistake("simple_cell", hint="A shape has two numbers. Which of them do you compare?")
def compares_the_heights_alone(image, receptive_field):
    """Only the heights are compared, so that another width gets through."""
    if len(image) != len(receptive_field):
        raise ValueError(f"{len(image)} and {len(receptive_field)} rows")
    width = min(image.shape[1], receptive_field.shape[1])
    return max(0.0, float(np.sum(image[:, :width] * receptive_field[:, :width])))


@mistake("simple_cell", hint="Call it with images of 3 by 4 and of 4 by 3 pixels. Which kind of error should come?")
def raises_no_value_error(image, receptive_field):
    """Unequal shapes never end in a ValueError: another kind of error comes, or even a number."""
    assert image.shape == receptive_field.shape, "unequal shapes"
    return right.simple_cell(image, receptive_field)


@mistake("simple_cell", hint="Must an image be as wide as it is high?")
def refuses_images_that_are_not_square(image, receptive_field):
    """Images that are not square are refused, though they are legal."""
    if image.shape[0] != image.shape[1]:
        raise ValueError(f"not square: {image.shape}")
    return right.simple_cell(image, receptive_field)


@mistake("simple_cell", hint="Look at the image after the call. What does *= do to the array that you were handed?")
def multiplies_in_place(image, receptive_field):
    """The image that was handed in is multiplied in place, so that the caller's array is changed."""
    response = right.simple_cell(image, receptive_field)
    image *= receptive_field
    return response


@mistake("simple_cell", hint="How many numbers does a cell answer with? Print the shape of yours.")
def adds_up_one_axis_alone(image, receptive_field):
    """The products are added over the rows alone, which leaves one number for each column."""
    _product(image, receptive_field)
    return np.maximum(np.sum(image * receptive_field, axis=0), 0)


@mistake("simple_cell", hint="Print type(...) and the shape of what you return: a number was asked.")
def returns_an_array_of_one(image, receptive_field):
    """The response is right, but it comes as an array with one entry instead of a number."""
    return np.array([right.simple_cell(image, receptive_field)])


# --- complex_cell


@mistake("complex_cell", hint="With inner products of 3 and 4, the response is 5. Yours?")
def forgets_the_root(image, even, odd):
    """The squares are added, but the root is missing."""
    return right.complex_cell(image, even, odd) ** 2


@mistake("complex_cell", hint="Show the cell an image and its negative. Should the two responses differ?")
def rectifies_before_squaring(image, even, odd):
    """The inner products are rectified before squaring, so that one of the two polarities is lost."""
    return float(np.hypot(right.simple_cell(image, even), right.simple_cell(image, odd)))


@mistake("complex_cell", hint="With inner products of 3 and 4, the response is 5. Yours?")
def adds_the_absolute_values(image, even, odd):
    """The absolute values of the inner products are added, without squares and root."""
    return abs(_product(image, even)) + abs(_product(image, odd))


@mistake("complex_cell", hint="What happens to your sum when one inner product is the negative of the other?")
def adds_before_squaring(image, even, odd):
    """The inner products are added first and squared then, so that they can cancel."""
    return abs(_product(image, even) + _product(image, odd))


@mistake("complex_cell", hint="What is left of the response if a bar stands where the even field sees nothing?")
def forgets_the_odd_field(image, even, odd):
    """Only the even field counts."""
    return abs(_product(image, even))


@mistake("complex_cell", hint="What is left of the response if a bar stands where the odd field sees nothing?")
def forgets_the_even_field(image, even, odd):
    """Only the odd field counts."""
    return abs(_product(image, odd))


@mistake("complex_cell", hint="With inner products of 3 and 4, the response is 5: neither the larger nor the smaller.")
def takes_the_larger_one(image, even, odd):
    """The larger of the two absolute values is taken."""
    return max(abs(_product(image, even)), abs(_product(image, odd)))


@mistake("complex_cell", hint="With inner products of 3 and 4, is there anything left to divide?")
def averages_the_squares(image, even, odd):
    """The mean of the two squares is taken instead of their sum."""
    return right.complex_cell(image, even, odd) / float(np.sqrt(2))


@mistake("complex_cell", hint="An inner product adds first. When do you square?")
def squares_every_product(image, even, odd):
    """The products are squared pixel by pixel and added then, instead of squaring the two sums."""
    _product(image, even), _product(image, odd)
    return float(np.sqrt(np.sum((image * even) ** 2 + (image * odd) ** 2)))


@mistake("complex_cell", hint="Is there a number of pixels in the formula?")
def takes_the_mean_over_pixels(image, even, odd):
    """The mean of the products is taken instead of their sum."""
    return right.complex_cell(image, even, odd) / image.size


@mistake("complex_cell", hint="Is there anything between the two squares but a plus?")
def subtracts_the_squares(image, even, odd):
    """The squares are subtracted from each other instead of added."""
    return float(np.sqrt(abs(_product(image, even) ** 2 - _product(image, odd) ** 2)))


@mistake("complex_cell", hint="Double both fields. Should the response stay the same?")
def divides_by_the_norms_of_the_fields(image, even, odd):
    """Each inner product is divided by the length of its field."""
    products = [_product(image, field) / float(np.linalg.norm(field)) for field in (even, odd)]
    return float(np.hypot(*products))


@mistake("complex_cell", hint="Which pixels meet in image @ even? Try an image of 3 by 4 pixels.")
def multiplies_whole_matrices(image, even, odd):
    """The images are multiplied as matrices instead of pixel by pixel."""
    _product(image, even), _product(image, odd)
    return float(np.hypot(np.sum(image @ even), np.sum(image @ odd)))


@mistake("complex_cell", hint="May an inner product be negative here? What becomes of it?")
def refuses_negative_products(image, even, odd):
    """A negative inner product is refused, though it is legal."""
    if min(_product(image, even), _product(image, odd)) < 0:
        raise ValueError("a negative inner product")
    return right.complex_cell(image, even, odd)


@mistake("complex_cell", hint="What is the complex cell's response in the dark? What does the formula say?")
def refuses_a_dark_image(image, even, odd):
    """An image that holds nothing but zeros is refused, though it is legal."""
    if not image.any():
        raise ValueError("an empty image")
    return right.complex_cell(image, even, odd)


@mistake("complex_cell", hint="How many numbers does a cell answer with?")
def returns_both_products(image, even, odd):
    """The two inner products come back as a pair, instead of one response."""
    return _product(image, even), _product(image, odd)


@mistake("complex_cell", hint="Python's complex numbers know their own length. Which function gives it?")
def returns_a_complex_number(image, even, odd):
    """The two inner products come back as one complex number, instead of its length."""
    return complex(_product(image, even), _product(image, odd))


@mistake("complex_cell", hint="Print type(...) and the shape of what you return: a number was asked.")
def returns_an_array_with_the_response(image, even, odd):
    """The response is right, but it comes as an array with one entry instead of a number."""
    return np.array([right.complex_cell(image, even, odd)])


@mistake("complex_cell", hint="Look at both fields after the call. What does *= do to the array that you were handed?")
def multiplies_the_fields_in_place(image, even, odd):
    """The receptive fields that were handed in are multiplied in place, so that the caller's arrays are changed."""
    response = right.complex_cell(image, even, odd)
    even *= image
    odd *= image
    return response


# --- tuning_curve


def _curve(receptive_field, orientations, width, **keywords):
    """A tuning curve with bars that may be off-centre or dark."""
    shown = [right.bar(len(receptive_field), angle, width=width, **keywords) for angle in orientations]
    return np.array([right.simple_cell(image, receptive_field) for image in shown])


@mistake("tuning_curve", hint="Call it with two widths. Do the curves differ?")
def ignores_the_width(receptive_field, orientations, width=3.0):
    """Every bar is 3 pixels wide, whatever width was asked."""
    return right.tuning_curve(receptive_field, orientations)


@mistake("tuning_curve", hint="How wide is the bar when nobody says how wide?")
def defaults_the_width_to_one(receptive_field, orientations, width=1.0):
    """Without a width the bar is 1 pixel wide instead of 3."""
    return right.tuning_curve(receptive_field, orientations, width)


@mistake("tuning_curve", hint="In which unit do the orientations come, and in which does the bar want them?")
def takes_the_orientations_in_degrees(receptive_field, orientations, width=3.0):
    """The orientations are taken as degrees, but they come in radians."""
    return right.tuning_curve(receptive_field, np.deg2rad(orientations), width)


@mistake("tuning_curve", hint="In which unit do the orientations come, and in which does the bar want them?")
def turns_the_orientations_into_degrees(receptive_field, orientations, width=3.0):
    """The orientations are turned into degrees before the bars are drawn, but a bar wants radians."""
    return right.tuning_curve(receptive_field, np.rad2deg(orientations), width)


@mistake("tuning_curve", hint="Which cell is asked: one that can answer with less than nothing?")
def leaves_negative_responses(receptive_field, orientations, width=3.0):
    """Negative sums are left in the curve: the simple cell's rectification is missing."""
    return _curve(receptive_field, orientations, width) - _curve(receptive_field, orientations, width, polarity=-1.0)


@mistake("tuning_curve", hint="What is a simple cell's response where the sum is negative?")
def takes_the_sums_size(receptive_field, orientations, width=3.0):
    """Negative sums lose their sign instead of becoming 0."""
    return _curve(receptive_field, orientations, width) + _curve(receptive_field, orientations, width, polarity=-1.0)


@mistake("tuning_curve", hint="Bright or dark: which bar is asked for?")
def shows_dark_bars(receptive_field, orientations, width=3.0):
    """The bars shown are dark."""
    return _curve(receptive_field, orientations, width, polarity=-1.0)


@mistake("tuning_curve", hint="Where in the picture is the bar asked for?")
def shows_the_bar_beside_the_centre(receptive_field, orientations, width=3.0):
    """The bars lie one pixel beside the centre."""
    return _curve(receptive_field, orientations, width, offset=1.0)


@mistake("tuning_curve", hint="Is the bar moved about in a tuning curve, or only turned?")
def moves_the_bar_for_the_best_response(receptive_field, orientations, width=3.0):
    """At each orientation the bar is also moved, and the best response is kept."""
    half = len(receptive_field) // 2
    curves = [_curve(receptive_field, orientations, width, offset=each) for each in range(-half, half + 1)]
    return np.max(curves, axis=0)


@mistake("tuning_curve", hint="In which order are the responses asked for? Try orientations that go down.")
def sorts_the_orientations(receptive_field, orientations, width=3.0):
    """The responses come in the order of the sorted orientations, not of the given ones."""
    return right.tuning_curve(receptive_field, np.sort(orientations), width)


@mistake("tuning_curve", hint="Which entry of the result belongs to orientations[0]?")
def runs_the_curve_backwards(receptive_field, orientations, width=3.0):
    """The responses come in the opposite order."""
    return right.tuning_curve(receptive_field, orientations[::-1], width)


@mistake("tuning_curve", hint="Which way does a bar turn when its orientation grows? Row 0 is the top of the picture.")
def turns_the_bars_the_other_way(receptive_field, orientations, width=3.0):
    """The bars turn the wrong way, as with a y that grows upward."""
    return right.tuning_curve(receptive_field, -orientations, width)


@mistake("tuning_curve", hint="A bar of orientation 0 stands upright. Which pixels does yours cover?")
def turns_the_bars_by_a_quarter(receptive_field, orientations, width=3.0):
    """The bars are turned by 90 degrees: orientation 0 is taken for a lying bar."""
    return right.tuning_curve(receptive_field, orientations + np.pi / 2, width)


@mistake("tuning_curve", hint="Are the responses asked for, or how they compare with the largest?")
def divides_by_the_largest_response(receptive_field, orientations, width=3.0):
    """The curve is divided by its largest response."""
    responses = right.tuning_curve(receptive_field, orientations, width)
    return responses / responses.max() if responses.any() else responses


@mistake("tuning_curve", hint="A simple cell adds up. Does a larger receptive field change your responses by a factor?")
def averages_over_the_pixels(receptive_field, orientations, width=3.0):
    """The responses are divided by the number of pixels."""
    return right.tuning_curve(receptive_field, orientations, width) / receptive_field.size


@mistake("tuning_curve", hint="What are the negative weights of a receptive field there for?")
def leaves_out_the_inhibition(receptive_field, orientations, width=3.0):
    """The negative weights of the receptive field are set to 0 before it is used."""
    return right.tuning_curve(np.maximum(receptive_field, 0), orientations, width)


@mistake("tuning_curve", hint="How many numbers are asked for? Print the shape of yours.")
def returns_the_best_response_alone(receptive_field, orientations, width=3.0):
    """Only the largest response comes back, instead of one for each orientation."""
    return float(right.tuning_curve(receptive_field, orientations, width).max())


@mistake("tuning_curve", hint="Print the shape of what you return. How many axes should it have?")
def returns_a_column(receptive_field, orientations, width=3.0):
    """The responses come as a column with two axes instead of one."""
    return right.tuning_curve(receptive_field, orientations, width)[:, None]


@mistake("tuning_curve", hint="Print type(...) of what you return.")
def returns_the_curve_as_a_list(receptive_field, orientations, width=3.0):
    """The values are right, but they come as a list instead of an array."""
    return right.tuning_curve(receptive_field, orientations, width).tolist()


@mistake("tuning_curve", hint="Print the dtype of the array that you fill. Can it hold a half?")
def cuts_the_responses_to_whole_numbers(receptive_field, orientations, width=3.0):
    """What is behind the decimal point is lost: the array that is filled holds whole numbers."""
    return np.trunc(right.tuning_curve(receptive_field, orientations, width))


@mistake("tuning_curve", hint="Look at the orientations after the call. Which line of yours changes them?")
def sorts_the_callers_orientations(receptive_field, orientations, width=3.0):
    """The orientations that were handed in are sorted in place, so that the caller's array is changed."""
    responses = right.tuning_curve(receptive_field, orientations, width)
    orientations.sort()
    return responses


@mistake("tuning_curve", hint="A bar is the same after half a turn. Why refuse an angle?")
def refuses_orientations_beyond_half_a_turn(receptive_field, orientations, width=3.0):
    """Orientations outside of [0, π) are refused, though every angle is legal."""
    if np.any(orientations < 0) or np.any(orientations >= np.pi):
        raise ValueError(f"orientations {orientations}")
    return right.tuning_curve(receptive_field, orientations, width)


# --- preferred_orientation


@mistake("preferred_orientation", hint="0 and π are the same bar. Where do their arrows point if you do not double the angle?")
def forgets_to_double_the_angle(orientations, responses):
    """The angles are not doubled, so that orientations near 0 and near π pull in opposite directions."""
    return float(np.angle(_arrows(orientations, responses, 1)) % np.pi)


@mistake("preferred_orientation", hint="You doubled every angle. What must happen to the angle that comes out?")
def forgets_to_halve_the_angle(orientations, responses):
    """The angle of the sum is not halved, so that it is still twice the orientation."""
    return float(np.angle(_arrows(orientations, responses)) % (2 * np.pi))


@mistake("preferred_orientation", hint="Which comes first: halving, or folding into the range? Try one cell at 3π/4.")
def folds_before_halving(orientations, responses):
    """The doubled angle is folded into [0, π) before it is halved, or π/2 is added instead of π: half the range is lost."""
    return float(np.angle(_arrows(orientations, responses)) % np.pi / 2)


@mistake("preferred_orientation", hint="Can your result be negative? Which range is asked for?")
def lets_the_angle_be_negative(orientations, responses):
    """The result lies between -π/2 and π/2 instead of in [0, π)."""
    return float(np.angle(_arrows(orientations, responses)) / 2)


@mistake("preferred_orientation", hint="After how much of a turn is a bar the same again? Which range is asked for?")
def folds_into_a_whole_turn(orientations, responses):
    """The result is folded into [0, 2π) instead of [0, π)."""
    return float(np.angle(_arrows(orientations, responses)) / 2 % (2 * np.pi))


@mistake("preferred_orientation", hint="What does taking away a minus sign do to an angle? Which bar is the same as one at -0.3?")
def takes_away_the_minus_sign(orientations, responses):
    """A negative angle loses its sign, as by abs or arccos, which mirrors the bar, instead of being turned by π."""
    return abs(float(np.angle(_arrows(orientations, responses)) / 2))


@mistake("preferred_orientation", hint="Should a response right beside the largest one have no say?")
def takes_the_largest_response(orientations, responses):
    """The orientation with the largest response is taken, so that the others have no say."""
    return float(orientations[np.argmax(responses)] % np.pi)


@mistake("preferred_orientation", hint="What is the mean of 0.1 and π - 0.1, and which bar lies between these two?")
def averages_the_angles(orientations, responses):
    """The angles are averaged as plain numbers, which goes wrong where the circle closes."""
    return float(np.sum(responses * orientations) / np.sum(responses) % np.pi)


@mistake("preferred_orientation", hint="In which unit do the orientations come?")
def reads_the_orientations_as_degrees(orientations, responses):
    """The orientations are taken as degrees, but they come in radians."""
    return right.preferred_orientation(np.deg2rad(orientations), responses)


@mistake("preferred_orientation", hint="In which unit is the result asked for?")
def gives_the_preference_in_degrees(orientations, responses):
    """The result is in degrees instead of radians."""
    return float(np.rad2deg(right.preferred_orientation(orientations, responses)))


@mistake("preferred_orientation", hint="Which quadrants can arctan of a quotient give? Which function takes both parts?")
def loses_the_quadrant(orientations, responses):
    """The angle comes from arctan of a quotient, which cannot tell an arrow from its opposite."""
    arrow = _arrows(orientations, responses)
    with np.errstate(all="ignore"):
        return float(np.arctan(arrow.imag / arrow.real) / 2 % np.pi)


@mistake("preferred_orientation", hint="In which order does arctan2 want the two parts?")
def swaps_the_parts(orientations, responses):
    """The real and the imaginary part are swapped."""
    arrow = _arrows(orientations, responses)
    return float(np.arctan2(arrow.real, arrow.imag) / 2 % np.pi)


@mistake("preferred_orientation", hint="Compare the sign in your exponent with the formula's.")
def turns_the_arrows_the_other_way(orientations, responses):
    """The arrows turn the wrong way: the exponent, or the result, has the wrong sign."""
    return right.preferred_orientation(-orientations, responses)


@mistake("preferred_orientation", hint="Change one response. Should the result change?")
def forgets_the_responses(orientations, responses):
    """Every orientation counts the same, whatever the response."""
    return right.preferred_orientation(orientations, np.ones_like(responses))


@mistake("preferred_orientation", hint="Is the response squared in the formula?")
def squares_the_weights(orientations, responses):
    """The responses are squared before they weigh the arrows."""
    return right.preferred_orientation(orientations, responses**2)


@mistake("preferred_orientation", hint="Test it with a cell that answers one orientation only. Is the result that one?")
def gives_the_direction_across(orientations, responses):
    """The result is the direction across the preferred bar, 90 degrees off."""
    return float((right.preferred_orientation(orientations, responses) + np.pi / 2) % np.pi)


@mistake("preferred_orientation", hint="The formula means something for every angle. Why refuse one?")
def refuses_angles_beyond_half_a_turn(orientations, responses):
    """Orientations outside of [0, π) are refused, though every angle is legal."""
    if np.any(orientations < 0) or np.any(orientations >= np.pi):
        raise ValueError(f"orientations {orientations}")
    return right.preferred_orientation(orientations, responses)


@mistake("preferred_orientation", hint="Look at the responses after the call. What does /= do to a handed-in array?")
def normalises_in_place(orientations, responses):
    """The responses that were handed in are divided in place, so that the caller's array is changed."""
    answer = right.preferred_orientation(orientations, responses)
    responses /= responses.sum()
    return answer


@mistake("preferred_orientation", hint="Look at the orientations after the call. What does *= do to a handed-in array?")
def doubles_in_place(orientations, responses):
    """The orientations that were handed in are doubled in place, so that the caller's array is changed."""
    answer = right.preferred_orientation(orientations, responses)
    orientations *= 2
    return answer


@mistake("preferred_orientation", hint="Print type(...) and the shape of what you return: a number was asked.")
def returns_an_array_with_the_angle(orientations, responses):
    """The angle is right, but it comes as an array with one entry instead of a number."""
    return np.array([right.preferred_orientation(orientations, responses)])


# --- orientation_selectivity


@mistake("orientation_selectivity", hint="0 and π are the same bar. Where do their arrows point in your sum?")
def forgets_to_double(orientations, responses):
    """The angles are not doubled, so that orientations near 0 and near π cancel."""
    total = np.sum(responses)
    return float(abs(_arrows(orientations, responses, 1)) / total) if total else 0.0


@mistake("orientation_selectivity", hint="Double all responses. Should the selectivity change?")
def forgets_to_divide(orientations, responses):
    """The length of the sum is not divided by anything, so that a stronger cell counts as more selective."""
    return float(abs(_arrows(orientations, responses)))


@mistake("orientation_selectivity", hint="Double all responses. Should the selectivity change?")
def divides_by_the_count(orientations, responses):
    """The sum is divided by the number of orientations instead of the sum of the responses."""
    return float(abs(_arrows(orientations, responses)) / len(responses))


@mistake("orientation_selectivity", hint="What is the largest value that your index can reach? It should be 1.")
def divides_by_the_largest(orientations, responses):
    """The sum is divided by the largest response instead of the sum of the responses."""
    largest = np.max(responses)
    return float(abs(_arrows(orientations, responses)) / largest) if largest else 0.0


@mistake("orientation_selectivity", hint="What is the largest value that your index can reach? It should be 1.")
def divides_by_the_root_of_squares(orientations, responses):
    """The sum is divided by the root of the summed squares of the responses instead of their sum."""
    total = np.linalg.norm(responses)
    return float(abs(_arrows(orientations, responses)) / total) if total else 0.0


@mistake("orientation_selectivity", hint="What comes out for a cell that never answers?")
def divides_by_zero(orientations, responses):
    """A cell without any response gives nan, since 0 is divided by 0."""
    with np.errstate(all="ignore"):
        return float(np.abs(_arrows(orientations, responses)) / np.sum(responses))


@mistake("orientation_selectivity", hint="What comes out for a cell that never answers: an error?")
def refuses_a_silent_cell(orientations, responses):
    """A cell without any response is refused, though its selectivity is 0."""
    if not np.any(responses):
        raise ValueError("no response")
    return right.orientation_selectivity(orientations, responses)


@mistake("orientation_selectivity", hint="Is a cell that never answers selective?")
def calls_a_silent_cell_selective(orientations, responses):
    """A cell without any response gets 1 instead of 0."""
    return right.orientation_selectivity(orientations, responses) if np.any(responses) else 1.0


@mistake("orientation_selectivity", hint="Which function gives the length of a complex number?")
def takes_the_real_part(orientations, responses):
    """Only the real part of the sum counts, so that slanting bars are lost."""
    total = np.sum(responses)
    return float(abs(_arrows(orientations, responses).real) / total) if total else 0.0


@mistake("orientation_selectivity", hint="Which function gives the length of a complex number?")
def takes_the_imaginary_part(orientations, responses):
    """Only the imaginary part of the sum counts, so that upright and lying bars are lost."""
    total = np.sum(responses)
    return float(abs(_arrows(orientations, responses).imag) / total) if total else 0.0


@mistake("orientation_selectivity", hint="By hand for the task's example: what does your code give at each step?")
def forgets_the_root_of_the_length(orientations, responses):
    """The squared length of the sum is divided by the squared sum: a root is missing."""
    return right.orientation_selectivity(orientations, responses) ** 2


@mistake("orientation_selectivity", hint="Which end of the range should a cell get that answers one orientation only?")
def gives_the_circular_variance(orientations, responses):
    """The result is 1 minus the selectivity: the circular variance."""
    return 1.0 - right.orientation_selectivity(orientations, responses)


@mistake("orientation_selectivity", hint="Do all responses have a say in your index, or only two of them?")
def compares_the_largest_with_the_smallest(orientations, responses):
    """Only the largest and the smallest response count: their difference over their sum."""
    high, low = np.max(responses), np.min(responses)
    return float((high - low) / (high + low)) if high else 0.0


@mistake("orientation_selectivity", hint="When you add arrows, does the order of adding and taking the length matter?")
def adds_the_lengths(orientations, responses):
    """The length of each arrow is taken before adding, so that the result is always 1."""
    return 1.0 if np.any(responses) else 0.0


@mistake("orientation_selectivity", hint="In which unit do the orientations come?")
def reads_orientations_as_degrees(orientations, responses):
    """The orientations are taken as degrees, but they come in radians."""
    return right.orientation_selectivity(np.deg2rad(orientations), responses)


@mistake("orientation_selectivity", hint="Is the response squared in the formula?")
def squares_the_responses(orientations, responses):
    """The responses are squared before they weigh the arrows."""
    return right.orientation_selectivity(orientations, responses**2)


@mistake("orientation_selectivity", hint="Should a selective cell get 1 or 100?")
def gives_per_cent(orientations, responses):
    """The result is in per cent instead of between 0 and 1."""
    return 100 * right.orientation_selectivity(orientations, responses)


@mistake("orientation_selectivity", hint="Look at the responses after the call. What does /= do to a handed-in array?")
def normalises_the_callers_responses(orientations, responses):
    """The responses that were handed in are divided in place, so that the caller's array is changed."""
    answer = right.orientation_selectivity(orientations, responses)
    responses /= responses.sum() or 1.0
    return answer


@mistake("orientation_selectivity", hint="Print what you return: how long is it, and in which direction does it point?")
def returns_the_mean_arrow(orientations, responses):
    """The mean arrow comes back as a complex number, instead of its length."""
    total = np.sum(responses)
    return complex(_arrows(orientations, responses) / total) if total else 0j


@mistake("orientation_selectivity", hint="Print type(...) and the shape of what you return: a number was asked.")
def returns_an_array_with_the_index(orientations, responses):
    """The selectivity is right, but it comes as an array with one entry instead of a number."""
    return np.array([right.orientation_selectivity(orientations, responses)])
