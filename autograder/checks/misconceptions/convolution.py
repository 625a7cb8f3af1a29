"""The mistakes that students make with convolution and correlation, each as a function that makes it.

Finding out which of them an answer makes is left to `explain`.
"""

import numpy as np

from autograder.checks.misconceptions.catalogue import Catalogue
from autograder.reference import convolution as right

catalogue = Catalogue(
    "convolution",
    functions=(
        "convolve1d",
        "correlate1d",
        "correlate2d",
        "convolve2d",
        "filter_image",
        "laplacian_kernel",
        "blur_kernel",
        "sharpen_kernel",
    ),
    forbidden=(
        "numpy.convolve",
        "numpy.correlate",
        "numpy.polymul",
        "numpy.poly1d",
        "numpy.polynomial",
        "numpy.fft",
        "scipy",
        "torch",
    ),
)
mistake, probe = catalogue.mistake, catalogue.probe

# Inputs on which the mistakes differ from each other: nothing symmetric, nothing square alone, negative values among them.
F, G = np.array([1.0, -2.0, 4.0, 0.5]), np.array([3.0, 1.0, -0.5])
IMAGE = np.array([[1, 2, -1, 3, 0.5], [0, 4, 1.5, -2, 2.5], [2, -3, 5, 1, -1.5], [6, 0.25, 1, 2, -4]])
WIDE, TALL = np.array([[1.0, 2.0, -3.0], [0.5, 4.0, 1.5]]), np.array([[2.0, -1.0], [0.5, 3.0], [1.0, -4.0]])
SQUARE = np.array([[1.0, 2.0, 0.5], [-1.0, 3.0, 4.0], [0.0, -2.0, 1.5]])
for _function in ("convolve1d", "correlate1d"):
    probe(_function, lambda: (F.copy(), G.copy()))
    probe(_function, lambda: (G.copy(), F.copy()))
    probe(_function, lambda: (F[:3].copy(), G.copy()))
    probe(_function, lambda: (F.copy(), np.array([2.0])))
    probe(_function, lambda: (np.array([-3.0]), np.array([2.0])))
    probe(_function, lambda: (np.repeat(F, 2)[::2], np.repeat(G, 3)[::3]))
for _function in ("correlate2d", "convolve2d"):
    probe(_function, lambda: (IMAGE.copy(), WIDE.copy()))
    probe(_function, lambda: (IMAGE.copy(), TALL.copy()))
    probe(_function, lambda: (IMAGE[:, :4].copy(), SQUARE.copy()))
    probe(_function, lambda: (IMAGE[:3, :3].copy(), SQUARE.copy()))
    probe(_function, lambda: (IMAGE.copy(), np.array([[2.0]])))
    probe(_function, lambda: (IMAGE.T.copy(), np.array([[1.0, -2.0]])))
    probe(_function, lambda: (IMAGE[:2].copy(), TALL.copy()))
    probe(_function, lambda: (IMAGE[:, :2].copy(), WIDE.copy()))
    probe(_function, lambda: (IMAGE[:2, :2].copy(), SQUARE.copy()))
for _bias in (0.0, 0.75, -2.5):
    probe("filter_image", lambda: (IMAGE.copy(), SQUARE.copy()), bias=_bias)
    probe("filter_image", lambda: (IMAGE.copy(), np.array([[1.0, 2.0, -3.0, 0.5, 4.0]])), bias=_bias)
    probe("filter_image", lambda: (IMAGE.copy(), np.array([[1.0], [-2.0], [0.5]])), bias=_bias)
    probe("filter_image", lambda: (IMAGE[:2, :2].copy(), SQUARE.copy()), bias=_bias)
probe("filter_image", lambda: (IMAGE[:4, :4].copy(), SQUARE.copy()))
probe("filter_image", lambda: (IMAGE.copy(), np.array([[2.0]])))
probe("filter_image", lambda: (IMAGE.copy(), WIDE.copy()))
probe("filter_image", lambda: (IMAGE.copy(), TALL.copy()))
probe("filter_image", lambda: (IMAGE.copy(), np.ones((2, 2))))
probe("laplacian_kernel", lambda: ())
for _size in (1, 3, 5, 7):
    probe("blur_kernel", lambda size=_size: (size,))
for _amount in (0.0, 1.0, 0.5, 2.5):
    probe("sharpen_kernel", lambda: (), amount=_amount)
probe("sharpen_kernel", lambda: ())


def _correlate_full(f, g):
    return right.convolve1d(f[::-1], g)


def _unchecked(image, kernel):
    """Valid correlation without a look at the sizes: an empty array where nothing fits."""
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if rows <= 0 or columns <= 0:
        return np.zeros((max(rows, 0), max(columns, 0)))
    return right.correlate2d(image, kernel)


# --- convolve1d


@mistake("convolve1d", hint="In the sum over m of f[m] g[n - m], which way does g run while m grows?")
def slides_without_reversing(f, g):
    """Nothing is reversed before sliding: this is correlation, not convolution."""
    return _correlate_full(f, g)


@mistake("convolve1d", hint="Correlation with a reversed signal is one flip. Count yours: what do two flips do?")
def correlates_the_other_way(f, g):
    """The wrong signal is reversed: the result comes out back to front compared with a correlation."""
    return right.convolve1d(f, g[::-1])


@mistake("convolve1d", hint="At which n does the first overlap begin, and at which does the last one end?")
def keeps_only_full_overlaps(f, g):
    """Only the places where the shorter signal fits wholly into the longer one are kept ('valid')."""
    short = min(len(f), len(g))
    return right.convolve1d(f, g)[short - 1 : max(len(f), len(g))]


@mistake("convolve1d", hint="How many samples do M and N samples give when every overlap counts?")
def keeps_the_length_of_the_signal(f, g):
    """Only as many values as the first signal has are kept ('same')."""
    start = (len(g) - 1) // 2
    return right.convolve1d(f, g)[start : start + len(f)]


@mistake("convolve1d", hint="Write down the last index n for which f[m] g[n - m] is not always zero.")
def stops_one_sample_early(f, g):
    """The last sample is missing: the result is one too short."""
    return right.convolve1d(f, g)[:-1]


@mistake("convolve1d", hint="What should happen to a product that falls behind the end: does it come back at the front?")
def wraps_around(f, g):
    """The signals are treated as if they were circular, so that the end leaks into the beginning."""
    length = max(len(f), len(g))
    out = np.zeros(len(f) + len(g) - 1)
    for i, value in enumerate(right.convolve1d(f, g)):
        out[i % length] += value
    return out


@mistake("convolve1d", hint="Several products meet at one n. What must happen to those that are already there?")
def overwrites_instead_of_adding(f, g):
    """Products that meet at one place overwrite each other instead of adding up."""
    out = np.zeros(len(f) + len(g) - 1)
    for m, sample in enumerate(f):
        out[m : m + len(g)] = sample * g
    return out


@mistake("convolve1d", hint="Try a signal with negative values, and one with halves: does your array hold them?")
def cuts_to_whole_numbers(f, g):
    """Sums are kept as whole numbers: what is behind the decimal point is lost."""
    return np.trunc(right.convolve1d(f, g))


@mistake("convolve1d", hint="Print type(...) of what you return.")
def returns_a_list_from_convolve1d(f, g):
    """The values are right, but they come as a list instead of an array."""
    return [float(value) for value in right.convolve1d(f, g)]


@mistake("convolve1d", hint="Look at g after the call. Which line of yours changes it? A flipped view is not a copy.")
def reverses_the_kernel_in_place(f, g):
    """The kernel that was handed in is reversed in place, so the caller's array is changed."""
    out = right.convolve1d(f, g)
    g[:] = g[::-1].copy()
    return out


@mistake("convolve1d", hint="Try it with the short signal first. Does your loop care which of the two is longer?")
def needs_the_long_signal_first(f, g):
    """It works only when the first signal is at least as long as the second."""
    if len(f) < len(g):
        return right.convolve1d(f, g)[: 2 * len(f) - 1]
    return right.convolve1d(f, g)


# --- correlate1d


@mistake("correlate1d", hint="In f[m] g[m + n], do both indices grow together, or one against the other?")
def convolves_instead(f, g):
    """One signal is reversed: this is convolution."""
    return right.convolve1d(f, g)


@mistake("correlate1d", hint="Entry 0 belongs to the lag -(M - 1). Is it there that your first and last samples meet?")
def runs_the_lags_backwards(f, g):
    """The values are right but the lags run the other way round, as in numpy.correlate(f, g, 'full')."""
    return _correlate_full(f, g)[::-1]


@mistake("correlate1d", hint="Write down the smallest and the largest lag at which the signals still touch.")
def correlates_only_full_overlaps(f, g):
    """Only the lags at which the shorter signal lies wholly on the longer one are kept ('valid')."""
    short = min(len(f), len(g))
    return _correlate_full(f, g)[short - 1 : max(len(f), len(g))]


@mistake("correlate1d", hint="Is lag 0 the first entry? What about g lying to the left of f?")
def drops_negative_lags(f, g):
    """Only the lags from 0 on are kept."""
    return _correlate_full(f, g)[len(f) - 1 :]


@mistake("correlate1d", hint="Where is the lag 0 in your result? Compare with i - (M - 1).")
def starts_one_lag_late(f, g):
    """Everything lies one place too far to the left: the first lag is missing and a zero was put at the end."""
    return np.append(_correlate_full(f, g)[1:], 0.0)


@mistake("correlate1d", hint="The definition is a plain sum of products. Is there anything that you divide by?")
def divides_by_the_norms(f, g):
    """The result is normalised by the lengths of the signals: this is a correlation coefficient."""
    return _correlate_full(f, g) / (np.linalg.norm(f) * np.linalg.norm(g))


@mistake("correlate1d", hint="The definition has no mean in it. Try signals that are all positive.")
def subtracts_the_means(f, g):
    """The mean of each signal is taken off first, as in statistics."""
    return _correlate_full(f - f.mean(), g - g.mean())


@mistake("correlate1d", hint="Look at f after the call. Reversing a view reverses what it looks at.")
def reverses_the_signal_in_place(f, g):
    """The signal that was handed in is reversed in place, so the caller's array is changed."""
    out = _correlate_full(f, g)
    f[:] = f[::-1].copy()
    return out


@mistake("correlate1d", hint="Print type(...) of what you return.")
def returns_a_list_from_correlate1d(f, g):
    """The values are right, but they come as a list instead of an array."""
    return [float(value) for value in _correlate_full(f, g)]


# --- correlate2d


@mistake("correlate2d", hint="Follow kernel[0, 0] by hand: over which pixel of the window does it lie?")
def rotates_the_kernel(image, kernel):
    """The kernel is rotated by 180 degrees: this is convolution."""
    return right.convolve2d(image, kernel)


@mistake("correlate2d", hint="Correlation does nothing to the kernel. Which axis do you turn round?")
def flips_the_rows_of_the_kernel(image, kernel):
    """The kernel is turned upside down before sliding."""
    return right.correlate2d(image, kernel[::-1])


@mistake("correlate2d", hint="How many places has a kernel of width l in a row of W pixels?")
def keeps_the_size_of_the_image(image, kernel):
    """Zeros are put around the image so that the size stays ('same'), where only whole windows count ('valid')."""
    rows, columns = kernel.shape
    above, left = (rows - 1) // 2, (columns - 1) // 2
    padded = np.pad(image, ((above, rows - 1 - above), (left, columns - 1 - left)))
    return right.correlate2d(padded, kernel)


@mistake("correlate2d", hint="How many places has a kernel of width 3 in a row of 3 pixels? Put it into your formula.")
def forgets_the_last_row_and_column(image, kernel):
    """The output is one row and one column too small: the + 1 is missing."""
    return right.correlate2d(image, kernel)[:-1, :-1]


@mistake("correlate2d", hint="Try a kernel of 2 rows and 3 columns, and write down which of H, W goes with which of k, l.")
def swaps_the_sides_of_the_kernel(image, kernel):
    """Height and width of the kernel are mixed up: it works for square kernels only."""
    rows, columns = image.shape[0] - kernel.shape[1] + 1, image.shape[1] - kernel.shape[0] + 1
    if rows <= 0 or columns <= 0:
        raise ValueError("the kernel does not fit")
    if kernel.shape[0] == kernel.shape[1]:
        return right.correlate2d(image, kernel)
    out = np.zeros((rows, columns))
    whole = right.correlate2d(image, kernel) if kernel.shape[0] <= image.shape[0] and kernel.shape[1] <= image.shape[1] else out
    top, left = min(rows, whole.shape[0]), min(columns, whole.shape[1])
    out[:top, :left] = whole[:top, :left]
    return out


@mistake("correlate2d", hint="A window gives one sum of products. Is there a mean anywhere in your code?")
def averages_the_window(image, kernel):
    """The products in a window are averaged instead of added."""
    return right.correlate2d(image, kernel) / kernel.size


@mistake("correlate2d", hint="Which rows and which columns of the image enter out[0, 1]?")
def transposes_the_kernel(image, kernel):
    """Rows and columns of the kernel are exchanged."""
    if kernel.T.shape[0] > image.shape[0] or kernel.T.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return right.correlate2d(image, kernel.T)


@mistake("correlate2d", hint="What should happen for a kernel that has more rows or columns than the image? See 'Raises'.")
def gives_an_empty_array_when_nothing_fits(image, kernel):
    """A kernel that is larger than the image is accepted."""
    return _unchecked(image, kernel)


@mistake("correlate2d", hint="Try an image of 2 rows and a kernel of 3 rows: do you look at the height as well?")
def looks_only_at_the_width(image, kernel):
    """A kernel that is too tall, but not too wide, is accepted."""
    if kernel.shape[1] > image.shape[1]:
        raise ValueError("too wide")
    return _unchecked(image, kernel)


@mistake("correlate2d", hint="Try an image of 2 columns and a kernel of 3 columns: do you look at the width as well?")
def looks_only_at_the_height(image, kernel):
    """A kernel that is too wide, but not too tall, is accepted."""
    if kernel.shape[0] > image.shape[0]:
        raise ValueError("too tall")
    return _unchecked(image, kernel)


@mistake("correlate2d", hint="Is it an error when either side is too long, or only when both are? `and` or `or`?")
def refuses_only_when_both_sides_are_too_long(image, kernel):
    """A kernel is refused only when it is both too tall and too wide."""
    if kernel.shape[0] > image.shape[0] and kernel.shape[1] > image.shape[1]:
        raise ValueError("too tall and too wide")
    return _unchecked(image, kernel)


@mistake("correlate2d", hint="A kernel as large as the image has one place. Is it > or >= that you want?")
def refuses_a_kernel_that_just_fits(image, kernel):
    """A kernel that is exactly as tall or as wide as the image is refused."""
    if kernel.shape[0] >= image.shape[0] or kernel.shape[1] >= image.shape[1]:
        raise ValueError("the kernel must be smaller than the image")
    return right.correlate2d(image, kernel)


@mistake("correlate2d", hint="Compare the image before and after the call. Does a slice share its memory with the image?")
def multiplies_into_the_image(image, kernel):
    """The products are written into the image that was handed in."""
    out = right.correlate2d(image, kernel)
    image[: kernel.shape[0], : kernel.shape[1]] *= kernel
    return out


@mistake("correlate2d", hint="Print type(...) of what you return.")
def returns_nested_lists(image, kernel):
    """The values are right, but they come as nested lists instead of an array."""
    return right.correlate2d(image, kernel).tolist()


# --- convolve2d


@mistake("convolve2d", hint="What turns correlation into convolution? Try a kernel that is not symmetric.")
def leaves_the_kernel_as_it_is(image, kernel):
    """The kernel is slid as it is: this is correlation. Convolution rotates it by 180 degrees first."""
    return right.correlate2d(image, kernel)


@mistake("convolve2d", hint="A rotation by 180 degrees turns round both axes. Which one do you turn?")
def flips_only_the_rows(image, kernel):
    """The kernel is flipped upside down only: its columns stay."""
    return right.correlate2d(image, kernel[::-1])


@mistake("convolve2d", hint="A rotation by 180 degrees turns round both axes. Which one do you turn?")
def flips_only_the_columns(image, kernel):
    """The kernel is flipped left to right only: its rows stay."""
    return right.correlate2d(image, kernel[:, ::-1])


@mistake("convolve2d", hint="Turn a sheet of paper by 180 degrees: do its rows become columns?")
def transposes_instead_of_rotating(image, kernel):
    """The kernel is transposed instead of rotated by 180 degrees."""
    if kernel.T.shape[0] > image.shape[0] or kernel.T.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return right.correlate2d(image, kernel.T)


@mistake("convolve2d", hint="Once more round: how many quarter turns are 180 degrees?")
def rotates_by_a_quarter_turn(image, kernel):
    """The kernel is rotated by 90 degrees instead of 180."""
    turned = np.rot90(kernel)
    if turned.shape[0] > image.shape[0] or turned.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return right.correlate2d(image, turned)


@mistake("convolve2d", hint="Rotating the image as well undoes what rotating the kernel did, and turns the result round.")
def rotates_the_image_too(image, kernel):
    """Image and kernel are both rotated, so the result comes out rotated and not convolved."""
    return right.correlate2d(image[::-1, ::-1], kernel[::-1, ::-1])


@mistake("convolve2d", hint="Only windows that lie wholly in the image count. What do you put around it?")
def pads_to_keep_the_size(image, kernel):
    """Zeros are put around the image so that the size stays ('same')."""
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    rows, columns = kernel.shape
    above, left = (rows - 1) // 2, (columns - 1) // 2
    padded = np.pad(image, ((above, rows - 1 - above), (left, columns - 1 - left)))
    return right.convolve2d(padded, kernel)


@mistake("convolve2d", hint="Only windows that lie wholly in the image count. Does an overlap of one pixel count?")
def gives_every_overlap(image, kernel):
    """Every overlap of at least one pixel is kept ('full')."""
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    rows, columns = kernel.shape
    return right.convolve2d(np.pad(image, ((rows - 1,) * 2, (columns - 1,) * 2)), kernel)


@mistake("convolve2d", hint="What should happen for a kernel that has more rows or columns than the image? See 'Raises'.")
def accepts_a_kernel_that_is_too_large(image, kernel):
    """A kernel that is larger than the image is accepted."""
    return _unchecked(image, kernel[::-1, ::-1])


@mistake("convolve2d", hint="Is it an error when either side is too long, or only when both are? `and` or `or`?")
def refuses_only_if_too_tall_and_too_wide(image, kernel):
    """A kernel is refused only when it is both too tall and too wide."""
    if kernel.shape[0] > image.shape[0] and kernel.shape[1] > image.shape[1]:
        raise ValueError("too tall and too wide")
    return _unchecked(image, kernel[::-1, ::-1])


@mistake("convolve2d", hint="A kernel as large as the image has one place. Is it > or >= that you want?")
def refuses_an_exact_fit(image, kernel):
    """A kernel that is exactly as tall or as wide as the image is refused."""
    if kernel.shape[0] >= image.shape[0] or kernel.shape[1] >= image.shape[1]:
        raise ValueError("the kernel must be smaller than the image")
    return right.convolve2d(image, kernel)


@mistake("convolve2d", hint="Look at the kernel after the call: does `kernel[:] = ...` make a new array?")
def rotates_the_kernel_in_place(image, kernel):
    """The kernel that was handed in is rotated in place, so the caller's array is changed."""
    out = right.convolve2d(image, kernel)
    kernel[...] = kernel[::-1, ::-1].copy()
    return out


# --- filter_image


@mistake("filter_image", hint="This function convolves. Try a kernel that is not symmetric.")
def filters_by_correlation(image, kernel, bias=0.0):
    """The kernel is not rotated: this is correlation."""
    return right.filter_image(image, kernel[::-1, ::-1], bias=bias)


@mistake("filter_image", hint="Is there anything in your code that uses `bias`?")
def forgets_the_bias(image, kernel, bias=0.0):
    """The bias is not added."""
    return right.filter_image(image, kernel)


@mistake("filter_image", hint="One bias for each output pixel. How often is it added while you go through the kernel?")
def adds_the_bias_at_every_product(image, kernel, bias=0.0):
    """The bias is added once for each entry of the kernel instead of once for each pixel."""
    return right.filter_image(image, kernel, bias=bias * kernel.size)


@mistake("filter_image", hint="The bias belongs to the result. What do the pixels at the border tell if it is added before?")
def adds_the_bias_to_the_image(image, kernel, bias=0.0):
    """The bias is added to the image before filtering instead of to the result."""
    return right.filter_image(image + bias, kernel)


@mistake("filter_image", hint="What lies outside the image: zeros, or copies of its border?")
def repeats_the_border(image, kernel, bias=0.0):
    """Outside the image the nearest pixel is repeated, where zeros are asked for."""
    return _filter_padded(image, kernel, bias, mode="edge")


@mistake("filter_image", hint="What lies outside the image: zeros, or its mirror image?")
def mirrors_the_border(image, kernel, bias=0.0):
    """Outside the image its mirror image is used, where zeros are asked for."""
    return _filter_padded(image, kernel, bias, mode="symmetric")


@mistake("filter_image", hint="What lies to the left of the first column: zeros, or the last column?")
def wraps_the_border(image, kernel, bias=0.0):
    """The image is continued by its other side, where zeros are asked for."""
    return _filter_padded(image, kernel, bias, mode="wrap")


@mistake("filter_image", hint="What is the shape of your result, and what should it be?")
def filters_without_padding(image, kernel, bias=0.0):
    """Only whole windows are kept ('valid'), so that the result is smaller than the image."""
    right.filter_image(image, kernel)
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return right.convolve2d(image, kernel) + bias


@mistake("filter_image", hint="Try a kernel of one row and five columns: how much padding does each axis need?")
def pads_both_axes_alike(image, kernel, bias=0.0):
    """The padding of the rows is used for the columns too: it works for square kernels only."""
    right.filter_image(image, kernel)
    half = kernel.shape[0] // 2
    padded = np.pad(image, half)
    if kernel.shape[1] > padded.shape[1]:
        raise IndexError("the kernel does not fit")
    return right.convolve2d(padded, kernel) + bias


@mistake("filter_image", hint="Which kernels have no centre pixel? See 'Raises'.")
def accepts_an_even_kernel(image, kernel, bias=0.0):
    """A kernel with an even side is accepted, though it has no centre."""
    return _filter_padded(image, kernel, bias, mode="constant")


@mistake("filter_image", hint="Try kernels of 2 x 3 and of 3 x 2: one even side is enough.")
def refuses_only_when_both_sides_are_even(image, kernel, bias=0.0):
    """A kernel is refused only when both of its sides are even."""
    if kernel.shape[0] % 2 == 0 and kernel.shape[1] % 2 == 0:
        raise ValueError("both sides are even")
    return _filter_padded(image, kernel, bias, mode="constant")


@mistake("filter_image", hint="The image is padded. May the kernel be larger than the image then? Try 3 x 3 on 2 x 2.")
def refuses_a_kernel_larger_than_the_image(image, kernel, bias=0.0):
    """A kernel that is larger than the image is refused, though zeros around the image make room for it."""
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    return right.filter_image(image, kernel, bias=bias)


@mistake("filter_image", hint="An edge filter gives negative values. What becomes of them in your result?")
def cuts_negative_values(image, kernel, bias=0.0):
    """Negative results are set to zero, as if they were to be shown as a picture."""
    return np.maximum(right.filter_image(image, kernel, bias=bias), 0)


@mistake("filter_image", hint="Does the image look the same after the call? `+=` on an argument changes the caller's array.")
def writes_into_the_image(image, kernel, bias=0.0):
    """The result is written into the image that was handed in."""
    image[...] = right.filter_image(image, kernel, bias=bias)
    return image


def _filter_padded(image, kernel, bias, mode):
    if mode != "constant":
        right.filter_image(image, kernel)
    rows, columns = kernel.shape
    padded = np.pad(image, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)), mode=mode)
    return right.convolve2d(padded, kernel) + bias


# --- laplacian_kernel


@mistake("laplacian_kernel", hint="Which sign has the centre in the lecture's kernel?")
def has_the_signs_turned_round():
    """All signs are turned round: the centre is +4."""
    return -right.laplacian_kernel()


@mistake("laplacian_kernel", hint="What do the values of an edge kernel sum to? A flat region must give 0.")
def has_a_positive_centre_only():
    """The centre is +4 while the neighbours are +1: flat regions do not give 0."""
    return np.array([[0.0, 1.0, 0.0], [1.0, 4.0, 1.0], [0.0, 1.0, 0.0]])


@mistake("laplacian_kernel", hint="How many neighbours does the lecture's kernel use: four, or eight?")
def uses_eight_neighbours():
    """The diagonal neighbours are used too, with -8 in the centre: another Laplacian than the lecture's."""
    return np.array([[1.0, 1.0, 1.0], [1.0, -8.0, 1.0], [1.0, 1.0, 1.0]])


@mistake("laplacian_kernel", hint="Which neighbours share a side with the centre?")
def uses_the_diagonals():
    """The ones stand in the corners instead of beside the centre."""
    return np.array([[1.0, 0.0, 1.0], [0.0, -4.0, 0.0], [1.0, 0.0, 1.0]])


@mistake("laplacian_kernel", hint="Add the values up: a flat region must give 0.")
def has_minus_one_in_the_centre():
    """The centre is -1, so that the values do not sum to 0."""
    return np.array([[0.0, 1.0, 0.0], [1.0, -1.0, 1.0], [0.0, 1.0, 0.0]])


@mistake("laplacian_kernel", hint="The lecture's kernel is not scaled. What stands beside the centre?")
def is_divided_by_four():
    """The kernel is divided by 4."""
    return right.laplacian_kernel() / 4


@mistake("laplacian_kernel", hint="That is the kernel that sharpens. Which one finds edges, and gives 0 where nothing changes?")
def sharpens_instead():
    """This is the sharpening kernel, with 5 in the centre."""
    return right.sharpen_kernel()


@mistake("laplacian_kernel", hint="A second derivative along one axis only. What about the other?")
def looks_along_the_rows_only():
    """The second derivative is taken along the rows only."""
    return np.array([[0.0, 0.0, 0.0], [1.0, -2.0, 1.0], [0.0, 0.0, 0.0]])


@mistake("laplacian_kernel", hint="Print type(...) of what you return.")
def returns_a_list_of_lists():
    """The values are right, but they come as nested lists instead of an array."""
    return right.laplacian_kernel().tolist()


@mistake("laplacian_kernel", hint="Print the dtype. An array of whole numbers cannot hold what you multiply it by later.")
def holds_whole_numbers():
    """The values are right, but the array holds whole numbers (an int dtype) instead of floats."""
    return right.laplacian_kernel().astype(int)


# --- blur_kernel


@mistake("blur_kernel", hint="What do the values sum to? A flat image must stay as bright as it was.")
def keeps_all_ones(size):
    """All values are 1: the picture becomes brighter instead of blurred."""
    return np.ones((size, size))


@mistake("blur_kernel", hint="How many values are there in a kernel of this size?")
def divides_by_the_side(size):
    """The values are divided by the side instead of by the number of values."""
    return np.full((size, size), 1 / size)


@mistake("blur_kernel", hint="How many values are there in a kernel of this size? Is it always nine?")
def divides_by_nine(size):
    """The values are 1/9 whatever the size: right for 3 only."""
    return np.full((size, size), 1 / 9)


@mistake("blur_kernel", hint="Does your kernel depend on `size`?")
def is_always_three_wide(size):
    """The kernel is 3 by 3 whatever the size."""
    return np.full((3, 3), 1 / 9)


@mistake("blur_kernel", hint="A box blur weighs all pixels alike. Is your kernel flat?")
def weighs_the_centre_more(size):
    """The weights fall off from the centre, as in a Gaussian or triangle blur, instead of being equal."""
    ramp = np.minimum(np.arange(1, size + 1), np.arange(size, 0, -1)).astype(float)
    kernel = np.outer(ramp, ramp)
    return kernel / kernel.sum()


@mistake("blur_kernel", hint="An image is blurred along both axes. What is the shape of your kernel?")
def is_a_single_row(size):
    """The kernel is one row: it blurs along the rows only."""
    return np.full((1, size), 1 / size)


@mistake("blur_kernel", hint="What is the shape of your kernel? How many axes has it?")
def is_flat(size):
    """The kernel has one axis instead of two."""
    return np.full(size * size, 1 / size**2)


@mistake("blur_kernel", hint="Count the pixels between your kernel's first and last: is `size` the side or the half side?")
def takes_size_for_the_half_side(size):
    """The size is taken as a radius: the kernel is 2 size + 1 wide."""
    side = 2 * size + 1
    return np.full((side, side), 1 / side**2)


@mistake("blur_kernel", hint="Print type(...) of what you return.")
def returns_lists_of_equal_values(size):
    """The values are right, but they come as nested lists instead of an array."""
    return right.blur_kernel(size).tolist()


# --- sharpen_kernel


@mistake("sharpen_kernel", hint="Is the Laplacian added to the image or taken off it? Try it on a bright dot.")
def adds_the_laplacian(amount=1.0):
    """The Laplacian is added instead of subtracted: this blurs."""
    return 2 * _impulse() - right.sharpen_kernel(amount=amount)


@mistake("sharpen_kernel", hint="Try amount=0: what must the kernel do then?")
def ignores_the_amount(amount=1.0):
    """The amount is not used."""
    return right.sharpen_kernel()


@mistake("sharpen_kernel", hint="Try amount=0: the image must stay. Which part of the kernel does `amount` belong to?")
def scales_the_whole_kernel(amount=1.0):
    """The amount multiplies the impulse too, so that the image becomes darker or brighter."""
    return amount * right.sharpen_kernel()


@mistake("sharpen_kernel", hint="Without the impulse, what is left of the image? Try amount=0.")
def forgets_the_impulse(amount=1.0):
    """Only the Laplacian is left: the image itself is missing."""
    return -amount * right.laplacian_kernel()


@mistake("sharpen_kernel", hint="Where does the unit impulse have its one?")
def takes_ones_for_the_impulse(amount=1.0):
    """The unit impulse is taken to be all ones."""
    return np.ones((3, 3)) - amount * right.laplacian_kernel()


@mistake("sharpen_kernel", hint="Where does the unit impulse have its one? Compare with np.eye(3).")
def takes_the_identity_matrix_for_the_impulse(amount=1.0):
    """The unit impulse is taken to be the identity matrix, with ones on the diagonal."""
    return np.eye(3) - amount * right.laplacian_kernel()


@mistake("sharpen_kernel", hint="Only one of the nine values changes in your kernel when `amount` does. Which others should?")
def scales_the_centre_only(amount=1.0):
    """The amount changes the centre alone: the neighbours stay -1."""
    kernel = right.sharpen_kernel()
    kernel[1, 1] = 1 + 4 * amount
    return kernel


@mistake("sharpen_kernel", hint="Which Laplacian is the lecture's: the one with four neighbours, or with eight?")
def sharpens_with_eight_neighbours(amount=1.0):
    """The Laplacian with eight neighbours is used."""
    return _impulse() - amount * np.array([[1.0, 1.0, 1.0], [1.0, -8.0, 1.0], [1.0, 1.0, 1.0]])


@mistake("sharpen_kernel", hint="The values already sum to 1 without dividing. Try amount=1 by hand.")
def divides_by_the_sum_of_sizes(amount=1.0):
    """The kernel is divided by the sum of its absolute values."""
    kernel = right.sharpen_kernel(amount=amount)
    return kernel / np.abs(kernel).sum()


@mistake("sharpen_kernel", hint="Print type(...) of what you return.")
def returns_sharpening_lists(amount=1.0):
    """The values are right, but they come as nested lists instead of an array."""
    return right.sharpen_kernel(amount=amount).tolist()


def _impulse():
    return right.sharpen_kernel(amount=0.0)
