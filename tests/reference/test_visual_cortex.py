"""The reference answers of `visual_cortex` against loops from the definitions, scikit-image's Gabor kernel, and properties."""

import math
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage.filters import gabor_kernel

from autograder.reference.visual_cortex import (
    bar,
    complex_cell,
    gabor,
    orientation_selectivity,
    preferred_orientation,
    simple_cell,
    tuning_curve,
)

QUARTERS = np.pi * np.array([0.0, 0.25, 0.5, 0.75])
odd_sizes = st.integers(0, 5).map(lambda half: 2 * half + 1)
angles = st.floats(-7, 7)
values = st.floats(-10, 10)
images = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(*[arrays(float, shape, elements=values)] * 3)
)
curves = st.integers(1, 9).flatmap(
    lambda n: st.tuples(arrays(float, n, elements=angles), arrays(float, n, elements=st.floats(0, 10)))
)


def pixel_by_pixel(size, orientation, value_at):
    """An image made from the definition: `value_at(x', y')` at each pixel, with y downward and the centre at (0, 0)."""
    half = (size - 1) / 2
    image = np.zeros((size, size))
    for row in range(size):
        for column in range(size):
            x, y = column - half, row - half
            across = x * math.cos(orientation) + y * math.sin(orientation)
            along = -x * math.sin(orientation) + y * math.cos(orientation)
            image[row, column] = value_at(across, along)
    return image


def clear_of_borders(size, orientation, offset, width):
    """Whether no pixel's centre lies so near a bar's border that rounding would decide."""
    gaps = pixel_by_pixel(size, orientation, lambda across, _: abs(abs(across - offset) - width / 2))
    return gaps.min() > 1e-6


# --- gabor


@given(odd_sizes, st.floats(1, 20), angles, angles, st.floats(0.5, 9), st.floats(0.1, 4))
def test_gabor_is_its_formula_at_every_pixel(size, wavelength, orientation, phase, sigma, aspect):
    """Each pixel holds the formula's value at its own rotated coordinates."""

    def value_at(across, along):
        window = math.exp(-(across**2 + aspect**2 * along**2) / (2 * sigma**2))
        return window * math.cos(2 * math.pi * across / wavelength + phase)

    expected = pixel_by_pixel(size, orientation, value_at)
    np.testing.assert_allclose(gabor(size, wavelength, orientation, phase, sigma, aspect), expected, atol=1e-12)


@pytest.mark.parametrize("orientation", [0.0, 0.4, 1.3, 2.0, 2.9, -0.7])
@pytest.mark.parametrize("aspect", [0.5, 1.0, 2.0])
def test_gabor_is_scikit_images(orientation, aspect):
    """It is scikit-image's kernel, which is divided by its window's area and whose second sigma is ours over the aspect."""
    wavelength, phase, sigma, size = 5.0, 0.6, 2.5, 9
    theirs = gabor_kernel(
        1 / wavelength, theta=orientation, sigma_x=sigma, sigma_y=sigma / aspect, offset=phase, n_stds=9
    ).real
    theirs *= 2 * math.pi * sigma * sigma / aspect
    rows, columns = (np.array(theirs.shape) - size) // 2
    cut = theirs[rows : rows + size, columns : columns + size]
    np.testing.assert_allclose(gabor(size, wavelength, orientation, phase, sigma, aspect), cut, atol=1e-12)


def test_gabor_by_hand():
    """With wavelength 4 the neighbours left and right lie a quarter wave off, those above and below only under the window."""
    side = math.exp(-1 / (2 * 1.6**2))
    np.testing.assert_allclose(gabor(3, 4.0, 0.0), [[0, side, 0], [0, 1, 0], [0, side, 0]], atol=1e-15)
    np.testing.assert_allclose(gabor(3, 4.0, np.pi / 2), [[0, 0, 0], [side, 1, side], [0, 0, 0]], atol=1e-15)


@given(st.floats(1, 20), angles, angles)
def test_gabor_takes_sigma_from_the_wavelength(wavelength, orientation, phase):
    """Without sigma it is 0.4 wavelengths, whatever else is given."""
    given_sigma = gabor(7, wavelength, orientation, phase=phase, sigma=0.4 * wavelength)
    np.testing.assert_array_equal(gabor(7, wavelength, orientation, phase=phase), given_sigma)


@given(odd_sizes, st.floats(1, 20), angles, st.floats(0.1, 4))
def test_gabor_rotated_by_half_a_turn(size, wavelength, orientation, aspect):
    """Rotating the picture by 180° leaves an even Gabor as it is and turns the sign of an odd one; so does adding π."""
    even = gabor(size, wavelength, orientation, aspect=aspect)
    odd = gabor(size, wavelength, orientation, phase=-np.pi / 2, aspect=aspect)
    np.testing.assert_allclose(even[::-1, ::-1], even, atol=1e-12)
    np.testing.assert_allclose(odd[::-1, ::-1], -odd, atol=1e-12)
    np.testing.assert_allclose(gabor(size, wavelength, orientation + np.pi, aspect=aspect), even, atol=1e-9)


@given(odd_sizes, st.floats(1, 20), angles, angles, st.floats(0.1, 4))
def test_gabor_turned_by_a_quarter(size, wavelength, orientation, phase, aspect):
    """Adding π/2 to the orientation turns the picture by 90° clockwise, since y grows downward."""
    before = gabor(size, wavelength, orientation, phase=phase, aspect=aspect)
    after = gabor(size, wavelength, orientation + np.pi / 2, phase=phase, aspect=aspect)
    np.testing.assert_allclose(after, np.rot90(before, -1), atol=1e-9)


@given(odd_sizes, st.floats(1, 20), angles, angles)
def test_gabor_phases_add_like_vectors(size, wavelength, orientation, phase):
    """Any phase is a mixture of the even and the odd one, and half a turn of phase turns the sign."""
    even, odd = (gabor(size, wavelength, orientation, phase=each) for each in (0.0, -np.pi / 2))
    shifted = gabor(size, wavelength, orientation, phase=phase)
    np.testing.assert_allclose(shifted, math.cos(phase) * even - math.sin(phase) * odd, atol=1e-9)
    np.testing.assert_allclose(gabor(size, wavelength, orientation, phase=phase + np.pi), -shifted, atol=1e-9)
    assert np.abs(shifted).max() <= 1


@pytest.mark.parametrize(
    "arguments",
    [(4, 4.0, 0.0), (0, 4.0, 0.0), (-3, 4.0, 0.0), (5, 0.0, 0.0), (5, -4.0, 0.0), (5, 4.0, 0.0, 0.0, 0.0)],
)
def test_gabor_refuses_what_has_no_centre_or_no_width(arguments):
    """Even sizes, wavelengths and sigmas that are not above 0 raise an error that names the value."""
    culprit = arguments[-1] if len(arguments) > 3 else arguments[0] if arguments[0] != 5 else arguments[1]
    with pytest.raises(ValueError, match=f"={culprit}"):
        gabor(*arguments)


# --- bar


@given(odd_sizes, angles, st.floats(-5, 5), st.floats(0, 9), st.sampled_from([1.0, -1.0]))
def test_bar_is_its_definition_at_every_pixel(size, orientation, offset, width, polarity):
    """A pixel has the polarity if its centre is within half a width of the middle line, and is 0 otherwise."""
    assume(clear_of_borders(size, orientation, offset, width))
    expected = pixel_by_pixel(size, orientation, lambda across, _: polarity if abs(across - offset) <= width / 2 else 0)
    np.testing.assert_array_equal(bar(size, orientation, offset, width, polarity), expected)


def test_bar_by_hand():
    """An upright bar at offset 1 lies right of the centre; a quarter turn puts it below, an eighth along '/'."""
    upright = bar(3, 0.0, offset=1.0, width=1.0)
    np.testing.assert_array_equal(upright, [[0, 0, 1], [0, 0, 1], [0, 0, 1]])
    np.testing.assert_array_equal(bar(3, np.pi / 2, offset=1.0, width=1.0), [[0, 0, 0], [0, 0, 0], [1, 1, 1]])
    np.testing.assert_array_equal(bar(3, np.pi / 4, width=1.0), np.fliplr(np.eye(3)))


@given(odd_sizes, angles, st.floats(-5, 5), st.floats(0, 9))
def test_bar_and_its_opposite(size, orientation, offset, width):
    """A dark bar is minus the bright one, and turning by 180° is the same as the offset's other sign."""
    assume(clear_of_borders(size, orientation, offset, width))
    bright = bar(size, orientation, offset, width)
    np.testing.assert_array_equal(bar(size, orientation, offset, width, polarity=-1.0), -bright)
    np.testing.assert_array_equal(bar(size, orientation, -offset, width), bright[::-1, ::-1])
    assert set(np.unique(bright)) <= {0.0, 1.0}


@given(odd_sizes, angles, st.floats(-5, 5), st.floats(0, 9))
def test_bar_grows_with_its_width(size, orientation, offset, width):
    """A wider bar covers all that a narrower one covers, and one as wide as the diagonal covers everything."""
    assert (bar(size, orientation, offset, width + 1) >= bar(size, orientation, offset, width)).all()
    assert bar(size, orientation, width=1.5 * size + 1).all()


def test_bar_keeps_its_border_pixels():
    """A pixel whose centre lies on the border belongs to the bar: width 2 covers three columns."""
    np.testing.assert_array_equal(bar(5, 0.0, width=2.0)[0], [0, 1, 1, 1, 0])


def test_bar_holds_floats_for_whole_numbers():
    """The dtype does not depend on how the polarity is written."""
    assert bar(3, 0, polarity=-1).dtype == float


@pytest.mark.parametrize("bad", [{"size": 4}, {"size": 3, "width": -1.0}, {"size": 3, "polarity": 0.5}])
def test_bar_refuses_what_is_no_bar(bad):
    """Even sizes, negative widths and polarities other than 1 and -1 raise an error that names the value."""
    culprit = list(bad.values())[-1]
    with pytest.raises(ValueError, match=f"={culprit}"):
        bar(orientation=0.0, **bad)


# --- the cells


@given(images)
def test_simple_cell_is_the_positive_part_of_a_sum(pictures):
    """The response is the sum of the products where that is positive, else 0, and is a float."""
    image, field, _ = pictures
    total = math.fsum(image[i, j] * field[i, j] for i in range(image.shape[0]) for j in range(image.shape[1]))
    assert simple_cell(image, field) == pytest.approx(max(total, 0.0), abs=1e-9)
    assert isinstance(simple_cell(image, field), float)
    assert simple_cell(image, field) - simple_cell(-image, field) == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize("other", [(1, 5), (4, 1), (1, 1), (5, 4), (2, 10), (4, 4), (5, 5), (20,)])
def test_cells_refuse_other_shapes(other):
    """A field of another shape is refused, also one that would broadcast or has as many pixels."""
    image, field = np.ones((4, 5)), np.ones(other)
    for call in (
        lambda: simple_cell(image, field),
        lambda: simple_cell(field, image),
        lambda: complex_cell(image, field, image),
        lambda: complex_cell(image, image, field),
    ):
        with pytest.raises(ValueError, match=r"\(4, 5\)"):
            call()


@given(images)
def test_complex_cell_is_the_length_of_two_inner_products(pictures):
    """The response is the length of the vector of both inner products, whatever their signs."""
    image, even, odd = pictures
    products = [float(np.vdot(image, field)) for field in (even, odd)]
    response = complex_cell(image, even, odd)
    assert response == pytest.approx(math.dist(products, (0, 0)), abs=1e-9)
    assert response == pytest.approx(complex_cell(-image, even, odd))
    assert response == pytest.approx(complex_cell(image, odd, even))
    squares = [simple_cell(sign * image, field) ** 2 for sign in (1, -1) for field in (even, odd)]
    assert response**2 == pytest.approx(sum(squares), abs=1e-6)


def test_complex_cell_tolerates_shifts_and_the_simple_cell_does_not():
    """Hubel and Wiesel's difference: a bar a quarter of a wavelength off silences the simple cell, not the complex one."""
    even, odd = gabor(21, 8.0, 0.3), gabor(21, 8.0, 0.3, phase=-np.pi / 2)
    shown = [bar(21, 0.3, offset=offset, width=2.5) for offset in (0.0, 1.0, 2.0)]
    simple = [simple_cell(image, even) for image in shown]
    complex_ = [complex_cell(image, even, odd) for image in shown]
    assert simple[2] < 0.2 * simple[0]
    assert min(complex_) > 0.6 * max(complex_)


# --- tuning


@settings(max_examples=50)
@given(odd_sizes, st.lists(angles, min_size=1, max_size=5), st.floats(0.3, 6), st.integers(0, 99))
def test_tuning_curve_shows_one_bar_after_the_other(size, orientations, width, seed):
    """Each entry is the response to the bar of that orientation, found pixel by pixel."""
    assume(all(clear_of_borders(size, each, 0.0, width) for each in orientations))
    field = np.random.default_rng(seed).normal(size=(size, size))
    expected = []
    for orientation in orientations:
        lit = pixel_by_pixel(size, orientation, lambda across, _: abs(across) <= width / 2)
        expected.append(max(0.0, float((lit * field).sum())))
    np.testing.assert_allclose(tuning_curve(field, np.array(orientations), width=width), expected, atol=1e-12)


def test_tuning_curve_peaks_at_the_gabors_orientation():
    """A Gabor prefers bars along its own stripes, and the further off the less; pixels cost a fraction of a step."""
    tested = np.pi * np.arange(8) / 8
    for best in range(8):
        responses = tuning_curve(gabor(21, 8.0, tested[best]), tested)
        ordered = np.roll(responses, -best)
        assert responses.argmax() == best
        assert ordered[0] > ordered[1] > ordered[2]
        preferred = preferred_orientation(tested, responses)
        assert abs((preferred - tested[best] + np.pi / 2) % np.pi - np.pi / 2) < 0.05


def test_tuning_curve_keeps_float_and_shape():
    """No orientations give an empty curve; a single pixel is seen by every bar."""
    assert tuning_curve(np.ones((3, 3)), np.array([])).shape == (0,)
    np.testing.assert_array_equal(tuning_curve(np.array([[2.0]]), QUARTERS), [2.0] * 4)


@pytest.mark.parametrize(
    ("shape", "said"), [((3, 5), "(3, 5)"), ((3,), "(3,)"), ((1, 3, 3), "(1, 3, 3)"), ((4, 4), "=4")]
)
def test_tuning_curve_refuses_fields_without_a_centre(shape, said):
    """A receptive field that is not square is refused with its shape, one of even side with that side."""
    with pytest.raises(ValueError, match=re.escape(said) + ".*must be"):
        tuning_curve(np.ones(shape), QUARTERS)


@given(curves)
def test_preferred_orientation_and_selectivity_are_one_vector(curve):
    """Together they are the mean vector, found here by adding cosines and sines of the doubled angles."""
    orientations, responses = curve
    total = math.fsum(responses)
    assume(total > 1e-3)
    east = math.fsum(r * math.cos(2 * a) for a, r in zip(orientations, responses, strict=True))
    south = math.fsum(r * math.sin(2 * a) for a, r in zip(orientations, responses, strict=True))
    selectivity = orientation_selectivity(orientations, responses)
    assert 0 <= selectivity <= 1
    assert selectivity == pytest.approx(math.hypot(east, south) / total, abs=1e-9)
    assume(math.hypot(east, south) > 1e-6)
    preferred = preferred_orientation(orientations, responses)
    assert 0 <= preferred < math.pi
    gap = preferred - math.atan2(south, east) / 2
    assert abs((gap + math.pi / 2) % math.pi - math.pi / 2) < 1e-6


@given(curves, angles, st.floats(0.1, 10))
def test_turning_the_stimuli_turns_the_preference(curve, turn, gain):
    """Adding an angle to all orientations adds it to the preference; a gain on all responses changes nothing."""
    orientations, responses = curve
    assume(responses.sum() > 1e-3)  # with the smallest numbers that there are, a gain rounds responses away
    assume(orientation_selectivity(orientations, responses) > 1e-3)
    before = preferred_orientation(orientations, responses)
    after = preferred_orientation(orientations + turn, gain * responses)
    assert abs((after - before - turn + math.pi / 2) % math.pi - math.pi / 2) < 1e-6
    selectivity = orientation_selectivity(orientations, responses)
    assert orientation_selectivity(orientations + turn, gain * responses) == pytest.approx(selectivity, abs=1e-6)


def test_preferred_orientation_by_hand():
    """The four quarters: arrows that point right, down, left and up after doubling."""
    assert preferred_orientation(QUARTERS, np.array([0.0, 1.0, 2.0, 1.0])) == pytest.approx(np.pi / 2)
    assert preferred_orientation(QUARTERS, np.array([1.0, 1.0, 1.0, 3.0])) == pytest.approx(3 * np.pi / 4)
    assert orientation_selectivity(QUARTERS, np.array([0.0, 1.0, 2.0, 1.0])) == pytest.approx(0.5)
    assert orientation_selectivity(QUARTERS, np.array([1.0, 1.0, 1.0, 3.0])) == pytest.approx(1 / 3)
    assert orientation_selectivity(QUARTERS, np.array([0.0, 0.0, 5.0, 0.0])) == pytest.approx(1)


def test_preferred_orientation_never_reaches_pi():
    """A preference a rounding error below 0 is 0 or just below π, not π, which is outside of [0, π)."""
    for tiny in (-1e-18, -1e-17, -1e-16, -1e-12):
        assert 0 <= preferred_orientation(np.array([tiny]), np.array([1.0])) < np.pi


def test_no_response_has_no_selectivity():
    """A silent cell, and a cell that was never tested, prefer nothing: 0, without a warning."""
    with np.errstate(all="raise"):
        assert orientation_selectivity(QUARTERS, np.zeros(4)) == 0.0
        assert orientation_selectivity(np.array([]), np.array([])) == 0.0


def test_unequal_numbers_are_refused():
    """Each orientation needs one response, also where the shapes would broadcast."""
    for function in (preferred_orientation, orientation_selectivity):
        with pytest.raises(ValueError, match=r"\(4,\) and \(1,\)"):
            function(QUARTERS, np.ones(1))


def test_arguments_stay_as_they_were():
    """No function changes what it is given, and views that are not contiguous are read rightly."""
    rng = np.random.default_rng(5)
    image, even, odd = (np.repeat(rng.normal(size=(5, 5)), 2, axis=1)[::-1, ::2] for _ in range(3))
    responses = np.repeat(np.abs(rng.normal(size=4)), 2)[::2]
    arrays_given = [image, even, odd, responses, QUARTERS]
    before = [each.copy() for each in arrays_given]
    results = [
        simple_cell(image, even),
        complex_cell(image, even, odd),
        tuning_curve(even, QUARTERS),
        preferred_orientation(QUARTERS, responses),
        orientation_selectivity(QUARTERS, responses),
    ]
    assert all((now == then).all() for now, then in zip(arrays_given, before, strict=True))
    image, even, odd, responses, quarters = before
    np.testing.assert_allclose(results[0], simple_cell(image, even))
    np.testing.assert_allclose(results[1], complex_cell(image, even, odd))
    np.testing.assert_allclose(results[2], tuning_curve(even, quarters))
    np.testing.assert_allclose(results[3], preferred_orientation(quarters, responses))
    np.testing.assert_allclose(results[4], orientation_selectivity(quarters, responses))
