"""The mistakes that students make with fully connected and convolutional layers, each as a function that makes it.

Finding out which of them an answer makes is left to `explain`.
"""

import numpy as np

from autograder.checks.misconceptions.catalogue import Catalogue
from autograder.reference import layers as right
from autograder.reference.sizes import pair

catalogue = Catalogue(
    "layers",
    functions=(
        "linear",
        "conv_layer",
        "relu",
        "conv_parameters",
        "linear_parameters",
        "linear_as_conv",
        "conv_as_matrix",
    ),
    forbidden=(
        "torch",
        "scipy",
        "numpy.convolve",
        "numpy.correlate",
        "numpy.polymul",
        "numpy.poly1d",
        "numpy.polynomial",
        "numpy.fft",
    ),
)
mistake, probe = catalogue.mistake, catalogue.probe


def _numbers(*shape):
    """The same asymmetric numbers of both signs every time, none of them whole."""
    count = int(np.prod(shape))
    return (((np.arange(count) * 37 + 11) % 101 - 45) / 8 + 0.0625).reshape(shape)


def _views(*arrays):
    """The same numbers in arrays that are not contiguous."""
    return tuple(np.repeat(array, 2, axis=-1)[..., ::2] for array in arrays)


for _outputs, _inputs in ((3, 4), (4, 3), (3, 3), (1, 5), (4, 1), (1, 1)):
    probe("linear", lambda n=_outputs, d=_inputs: (_numbers(d), _numbers(n, d) + 1, _numbers(n) - 2))
probe("linear", lambda: _views(_numbers(5), _numbers(2, 5) + 1, _numbers(2) - 2))

# (C, H, W), (F, C, k, l): first what fits, then other depths, then filters that are too tall, too wide, or both.
for _map, _filters in (
    ((1, 4, 4), (1, 1, 2, 2)),
    ((3, 4, 6), (2, 3, 2, 3)),
    ((2, 6, 4), (4, 2, 3, 2)),
    ((3, 5, 5), (3, 3, 3, 3)),
    ((2, 4, 5), (3, 2, 2, 3)),
    ((3, 3, 4), (2, 3, 3, 2)),
    ((3, 4, 3), (2, 3, 2, 3)),
    ((2, 3, 4), (3, 2, 3, 4)),
    ((4, 1, 1), (2, 4, 1, 1)),
    ((3, 4, 4), (2, 1, 2, 2)),
    ((2, 4, 4), (2, 3, 2, 2)),
    ((1, 4, 4), (2, 3, 2, 2)),
    ((3, 4, 4), (2, 2, 2, 2)),
    ((2, 4, 4), (3, 1, 2, 2)),
    ((3, 4, 4), (3, 2, 2, 2)),
    ((2, 5, 5), (1, 2, 2, 3)),
    ((2, 4, 6), (1, 2, 3, 3)),
    ((2, 6, 3), (1, 2, 4, 2)),
    ((2, 2, 4), (1, 2, 5, 2)),
    ((2, 4, 2), (1, 2, 2, 5)),
    ((2, 2, 5), (1, 2, 3, 2)),
    ((2, 5, 2), (1, 2, 2, 3)),
    ((2, 3, 3), (1, 2, 4, 1)),
    ((2, 3, 3), (1, 2, 1, 4)),
    ((2, 2, 2), (1, 2, 3, 3)),
):
    probe("conv_layer", lambda x=_map, w=_filters: (_numbers(*x), _numbers(*w) + 1, _numbers(w[0]) - 2))
probe("conv_layer", lambda: _views(_numbers(2, 4, 5), _numbers(3, 2, 2, 3) + 1, _numbers(3) - 2))

for _shape in ((6,), (3, 4), (2, 3, 4), (2, 3, 2, 2), (1,), (3, 1)):
    probe("relu", lambda shape=_shape: (_numbers(*shape) * 3,))
probe("relu", lambda: _views(_numbers(2, 3, 4)))
probe("relu", lambda: (-np.abs(_numbers(2, 3)),))
probe("relu", lambda: (np.array([0.0, -0.0, 0.25, -0.25, 50.0]),))

for _bias in (True, False):
    for _sizes in ((3, 6, 5), (4, 10, (2, 3)), (5, 2, (3, 1)), (1, 1, 1), (6, 6, (1, 1))):
        probe("conv_parameters", lambda sizes=_sizes: sizes, bias=_bias)
    for _sizes, _groups in (((4, 6, 3), 2), ((6, 9, (2, 5)), 3), ((8, 8, 3), 8), ((12, 4, (3, 1)), 4), ((4, 2, 3), 2)):
        probe("conv_parameters", lambda sizes=_sizes: sizes, bias=_bias, groups=_groups)
probe("conv_parameters", lambda: (3, 96, 11))
for _sizes, _groups in (((3, 4, 3), 2), ((4, 3, 3), 2), ((5, 7, 3), 2), ((6, 6, 3), 4), ((4, 4, 3), 8), ((6, 6, 1), 12)):
    probe("conv_parameters", lambda sizes=_sizes: sizes, groups=_groups)

for _bias in (True, False):
    for _sizes in ((10, 3), (3, 10), (4, 4), (1, 1), (1, 6)):
        probe("linear_parameters", lambda sizes=_sizes: sizes, bias=_bias)
probe("linear_parameters", lambda: (10, 3))

for _outputs, _shape in (
    (2, (1, 2, 3)),
    (5, (2, 3, 4)),
    (2, (4, 3, 2)),
    (3, (3, 3, 3)),
    (1, (2, 4, 4)),
    (3, (2, 1, 1)),
    (4, (1, 4, 1)),
):
    probe("linear_as_conv", lambda n=_outputs, shape=_shape: (_numbers(n, int(np.prod(shape))), shape))
probe("linear_as_conv", lambda: (_numbers(12, 4).T, (3, 2, 2)))
probe("linear_as_conv", lambda: (*_views(_numbers(3, 12)), (3, 2, 2)))

for _kernel, _image in (
    ((2, 2), (2, 3)),
    ((3, 3), (5, 5)),
    ((2, 3), (4, 6)),
    ((3, 2), (6, 4)),
    ((1, 1), (3, 2)),
    ((3, 1), (4, 5)),
    ((1, 3), (4, 5)),
    ((3, 2), (3, 5)),
    ((2, 3), (5, 3)),
    ((3, 4), (3, 4)),
    ((4, 1), (6, 2)),
    ((3, 2), (2, 5)),
    ((2, 3), (5, 2)),
    ((3, 3), (2, 2)),
    ((3, 4), (4, 3)),
    ((4, 3), (3, 3)),
    ((4, 1), (3, 3)),
    ((1, 4), (3, 3)),
):
    probe("conv_as_matrix", lambda kernel=_kernel, image=_image: (_numbers(*kernel), image))
probe("conv_as_matrix", lambda: (_numbers(3, 2).T, (4, 5)))


# --- linear


@mistake("linear", hint="What does the layer give when x is all zeros?")
def forgets_the_bias(x, weights, bias):
    """The bias is not added."""
    return weights @ x


@mistake("linear", hint="Give each output a different bias, and x zeros: does each output show its own?")
def adds_all_biases_to_each_output(x, weights, bias):
    """The biases are added up, and every output gets their sum."""
    return weights @ x + bias.sum()


@mistake("linear", hint="Give each output a different bias, and x zeros: does each output show its own?")
def adds_the_first_bias_to_each_output(x, weights, bias):
    """Every output gets the first output's bias."""
    return weights @ x + bias[0]


@mistake("linear", hint="How often does the bias appear in the formula? Is it inside the sum over the inputs?")
def adds_the_bias_for_each_input(x, weights, bias):
    """The bias is added once for each input instead of once."""
    return weights @ x + len(x) * bias


@mistake("linear", hint="Try x = zeros: should a layer with a bias be silent?")
def multiplies_by_the_bias(x, weights, bias):
    """The sums are multiplied by the biases instead of added to them."""
    return (weights @ x) * bias


@mistake("linear", hint="What does the layer give when x is all zeros? Look at the sign.")
def subtracts_the_bias(x, weights, bias):
    """The bias is subtracted."""
    return weights @ x - bias


@mistake("linear", hint="Which of the two indices of the weights runs over the outputs? Try a layer of 3 inputs and 2 outputs.")
def reads_the_columns_of_the_weights(x, weights, bias):
    """The weights are transposed: column n instead of row n is used for output n, which works for square weights at best."""
    return weights.T @ x + bias


@mistake("linear", hint="An output is a sum. Is there a mean anywhere in your code?")
def averages_the_inputs(x, weights, bias):
    """The products are averaged instead of added."""
    return weights @ x / len(x) + bias


@mistake("linear", hint="Print the shape of your result. How many axes should it have?")
def keeps_the_products_apart(x, weights, bias):
    """The products are not added up: there is one number for each weight instead of one for each output."""
    return weights * x + bias[:, np.newaxis]


@mistake("linear", hint="Print the shape of your result. How many axes should it have?")
def gives_a_column(x, weights, bias):
    """The values are right, but they stand in a column of shape (N, 1)."""
    return right.linear(x, weights, bias)[:, np.newaxis]


@mistake("linear", hint="Which inputs does your loop meet? Try x with a single value that is not 0, at its end.")
def leaves_out_the_last_input(x, weights, bias):
    """The last input is not read."""
    return weights[:, :-1] @ x[:-1] + bias


@mistake("linear", hint="Look at a layer's output that should be negative. Is rectifying this layer's task?")
def rectifies_the_outputs(x, weights, bias):
    """Negative outputs become 0: that is relu's task, not this layer's."""
    return right.relu(right.linear(x, weights, bias))


@mistake("linear", hint="Try weights that are not whole numbers: does your array hold them?")
def cuts_outputs_to_whole_numbers(x, weights, bias):
    """Results are cut to whole numbers."""
    return np.trunc(right.linear(x, weights, bias))


@mistake("linear", hint="Look at bias after the call. What does += do to an array that somebody gave you?")
def changes_the_bias(x, weights, bias):
    """The values are right, but the bias that was handed in is not what it was."""
    bias += weights @ x
    return bias


@mistake("linear", hint="Print type(...) of what you return.")
def returns_a_list_of_outputs(x, weights, bias):
    """The values are right, but they come as a list instead of an array."""
    return [float(value) for value in right.linear(x, weights, bias)]


# --- conv_layer


def _fits(x, weights):
    return weights.shape[2] <= x.shape[1] and weights.shape[3] <= x.shape[2]


def _require(x, weights):
    """The checks of the right answer, for mistakes that are made elsewhere."""
    if x.shape[0] != weights.shape[1] or not _fits(x, weights):
        raise ValueError("these filters do not belong to this map")


def _slide(x, weights):
    """Sums without bias and without any check: what does not fit gives an empty array."""
    rows, columns = x.shape[1] - weights.shape[2] + 1, x.shape[2] - weights.shape[3] + 1
    if rows < 1 or columns < 1:
        return np.zeros((len(weights), max(rows, 0), max(columns, 0)))
    return right.conv_layer(x, weights, np.zeros(len(weights)))


def _column(bias):
    return bias[:, np.newaxis, np.newaxis]


def _require_depth(x, weights):
    if x.shape[0] != weights.shape[1]:
        raise ValueError("the depths differ")


@mistake("conv_layer", hint="Follow weights[0, 0, 0, 0] by hand: over which pixel of the window does it lie?")
def rotates_the_filters(x, weights, bias):
    """The kernels are rotated by 180 degrees: this is convolution, where a CNN correlates."""
    return right.conv_layer(x, weights[:, :, ::-1, ::-1], bias)


@mistake("conv_layer", hint="Nothing is turned round here. Which axis of the filters do you reverse?")
def turns_the_filters_upside_down(x, weights, bias):
    """The rows of the kernels are reversed."""
    return right.conv_layer(x, weights[:, :, ::-1], bias)


@mistake("conv_layer", hint="Nothing is turned round here. Which axis of the filters do you reverse?")
def mirrors_the_filters(x, weights, bias):
    """The columns of the kernels are reversed."""
    return right.conv_layer(x, weights[..., ::-1], bias)


@mistake("conv_layer", hint="Which channel of the filter lies on channel 0 of the map? Which axes does your code reverse?")
def turns_the_channels_round_too(x, weights, bias):
    """The filters are reversed along all axes, the channels included."""
    return right.conv_layer(x, weights[:, ::-1, ::-1, ::-1], bias)


@mistake("conv_layer", hint="Which rows and which columns of the map enter out[f, 0, 1]?")
def transposes_the_filters(x, weights, bias):
    """Rows and columns of the kernels are exchanged."""
    return right.conv_layer(x, weights.transpose(0, 1, 3, 2), bias)


@mistake("conv_layer", hint="Take two equal channels and a filter of ones: is the result one channel's, or twice that?")
def averages_over_the_channels(x, weights, bias):
    """The channels are averaged instead of added."""
    _require(x, weights)
    return _slide(x, weights) / len(x) + _column(bias)


@mistake("conv_layer", hint="Set channel 0 of the map to zeros. Does the result still change with the other channels?")
def reads_the_first_channel_only(x, weights, bias):
    """Only the first channel of the map is read."""
    _require(x, weights)
    return right.conv_layer(x[:1], weights[:, :1], bias)


@mistake("conv_layer", hint="Several channels meet at one place of the output. What must happen to what is already there?")
def keeps_the_last_channel_only(x, weights, bias):
    """Each channel overwrites the one before it instead of being added."""
    _require(x, weights)
    return right.conv_layer(x[-1:], weights[:, -1:], bias)


@mistake("conv_layer", hint="Where do the channels meet? Print the shape of your result.")
def keeps_the_channels_apart(x, weights, bias):
    """The channels are not added up: there is a map for each filter and channel."""
    _require(x, weights)
    parts = [_slide(x[c : c + 1], weights[:, c : c + 1]) for c in range(len(x))]
    return np.stack(parts, axis=1) + bias[:, np.newaxis, np.newaxis, np.newaxis]


@mistake("conv_layer", hint="Try a map of zeros: by how much does your result exceed the bias? In which loop do you add it?")
def adds_the_bias_for_each_channel(x, weights, bias):
    """The bias is added once for each channel instead of once."""
    return right.conv_layer(x, weights, len(x) * bias)


@mistake("conv_layer", hint="Try a map of zeros: in which loop do you add the bias?")
def adds_the_bias_for_each_weight(x, weights, bias):
    """The bias is added at each weight of the filter, so many times instead of once."""
    return right.conv_layer(x, weights, weights[0].size * bias)


@mistake("conv_layer", hint="What should the layer give on a map of zeros?")
def forgets_the_filters_bias(x, weights, bias):
    """The bias is not added."""
    return right.conv_layer(x, weights, np.zeros(len(bias)))


@mistake("conv_layer", hint="Try a map of zeros and a different bias for each filter.")
def gives_all_filters_the_first_bias(x, weights, bias):
    """All filters get the first filter's bias."""
    return right.conv_layer(x, weights, np.full(len(bias), bias[0]))


@mistake("conv_layer", hint="Along which axis does NumPy lay `bias` when you add (F,) to (F, H', W')? Look up broadcasting.")
def spreads_the_bias_over_the_columns(x, weights, bias):
    """The biases are added along the last axis: each column gets one, instead of each filter."""
    _require(x, weights)
    return _slide(x, weights) + bias


@mistake("conv_layer", hint="Which of the first two axes of the weights is as long as the map has channels?")
def swaps_filters_and_channels(x, weights, bias):
    """The first two axes of the weights are mixed up: it runs only for as many filters as channels, and then wrongly."""
    swapped = weights.transpose(1, 0, 2, 3)
    _require(x, swapped)
    return _slide(x, swapped) + _column(bias)


@mistake("conv_layer", hint="Two filters should give two different maps. Which index picks the filter?")
def uses_the_first_filter_for_all(x, weights, bias):
    """All maps come from the first filter."""
    _require(x, weights)
    return np.repeat(_slide(x, weights[:1]), len(weights), axis=0) + _column(bias)


@mistake("conv_layer", hint="Where is your sum set back to 0? Compare the second map with what its filter alone would give.")
def never_starts_the_sum_again(x, weights, bias):
    """The sum goes on from filter to filter instead of starting again at 0."""
    _require(x, weights)
    return np.cumsum(_slide(x, weights), axis=0) + _column(bias)


@mistake("conv_layer", hint="Channels come first here. Print the shape of your result.")
def puts_the_maps_last(x, weights, bias):
    """The result has the shape (H', W', F): the channels come last."""
    return right.conv_layer(x, weights, bias).transpose(1, 2, 0)


@mistake("conv_layer", hint="Try a map of 4 rows and 6 columns: how many rows should come out?")
def exchanges_rows_and_columns_of_the_result(x, weights, bias):
    """The result is transposed: its rows are the columns."""
    return right.conv_layer(x, weights, bias).transpose(0, 2, 1)


@mistake("conv_layer", hint="How many places has a filter of width l on W columns, if all of it must lie on the map?")
def keeps_the_size_of_the_map(x, weights, bias):
    """Zeros are put around the map so that the size stays, where only whole windows count."""
    _require(x, weights)
    rows, columns = weights.shape[2] - 1, weights.shape[3] - 1
    sides = ((0, 0), (rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2))
    return right.conv_layer(np.pad(x, sides), weights, bias)


@mistake("conv_layer", hint="How many places has a filter of width 3 on 3 columns? Put it into your formula.")
def forgets_the_last_row_and_column(x, weights, bias):
    """The result is one row and one column too small: the + 1 is missing."""
    return right.conv_layer(x, weights, bias)[:, :-1, :-1]


@mistake("conv_layer", hint="Try a map of 4 rows and 6 columns. Where does your code count the columns?")
def takes_the_result_for_square(x, weights, bias):
    """The number of rows is used for the columns too: right for square maps and filters only."""
    out = right.conv_layer(x, weights, bias)
    if out.shape[1] > out.shape[2]:
        raise IndexError("a window beyond the last column")
    return out[:, :, : out.shape[1]]


@mistake("conv_layer", hint="A window gives one sum of products. Is there a mean anywhere in your code?")
def averages_each_window(x, weights, bias):
    """The products in a window are averaged instead of added."""
    _require(x, weights)
    return _slide(x, weights) / weights[0].size + _column(bias)


@mistake("conv_layer", hint="Look at an output that should be negative. Is rectifying this layer's task?")
def rectifies_the_maps(x, weights, bias):
    """Negative values become 0: that is relu's task, not this layer's."""
    return right.relu(right.conv_layer(x, weights, bias))


@mistake("conv_layer", hint="Try weights that are not whole numbers: does your array hold them?")
def cuts_the_maps_to_whole_numbers(x, weights, bias):
    """Sums are cut to whole numbers."""
    return np.trunc(right.conv_layer(x, weights, bias))


@mistake("conv_layer", hint="NumPy stretches an axis of length 1 without a word. What does that do to a filter of one channel?")
def spreads_one_channel_over_all(x, weights, bias):
    """A filter of one channel is accepted and used for every channel of the map, instead of being refused."""
    if weights.shape[1] == 1:
        weights = np.repeat(weights, len(x), axis=1)
    return right.conv_layer(x, weights, bias)


@mistake("conv_layer", hint="NumPy stretches an axis of length 1 without a word. To which of your arrays may that happen?")
def spreads_either_single_channel(x, weights, bias):
    """A filter or a map of one channel is accepted and stretched to the other's depth, instead of being refused."""
    depth = max(len(x), weights.shape[1])
    if weights.shape[1] == 1:
        weights = np.repeat(weights, depth, axis=1)
    if len(x) == 1:
        x = np.repeat(x, depth, axis=0)
    return right.conv_layer(x, weights, bias)


@mistake("conv_layer", hint="What should happen when the filters are not as deep as the map? See 'Raises'.")
def never_looks_at_the_depth(x, weights, bias):
    """Filters of any depth are accepted: what one side has too many is left out."""
    depth = min(len(x), weights.shape[1])
    return right.conv_layer(x[:depth], weights[:, :depth], bias)


@mistake("conv_layer", hint="Filters may be too deep, but also not deep enough. Which of the two do you refuse?")
def accepts_filters_that_are_too_shallow(x, weights, bias):
    """Filters with fewer channels than the map are accepted."""
    return right.conv_layer(x[: weights.shape[1]], weights, bias)


@mistake("conv_layer", hint="Filters may be too shallow, but also too deep. Which of the two do you refuse?")
def accepts_filters_that_are_too_deep(x, weights, bias):
    """Filters with more channels than the map are accepted."""
    return right.conv_layer(x, weights[:, : len(x)], bias)


@mistake("conv_layer", hint="What should happen to a filter of one channel on a map of three, and to one a single row too tall?")
def leaves_the_checks_to_numpy(x, weights, bias):
    """Nothing is checked: NumPy refuses some of it by chance, but not a single channel, nor filters a pixel too tall."""
    sides = x.shape[1] - weights.shape[2] + 1, x.shape[2] - weights.shape[3] + 1
    if min(sides) < 0:
        raise ValueError("negative dimensions are not allowed")
    if min(sides) == 0:
        return np.zeros((len(weights), *sides))
    return spreads_either_single_channel(x, weights, bias)


@mistake("conv_layer", hint="What should happen for filters that have more rows or columns than the map? See 'Raises'.")
def gives_empty_maps_when_nothing_fits(x, weights, bias):
    """Filters that are larger than the map are not refused with a ValueError."""
    _require_depth(x, weights)
    return _slide(x, weights) + _column(bias)


@mistake("conv_layer", hint="Try a map of 2 rows and filters of 3 rows: do you look at the height as well?")
def accepts_filters_that_are_too_tall(x, weights, bias):
    """Filters that are too tall, but not too wide, are accepted."""
    _require_depth(x, weights)
    if weights.shape[3] > x.shape[2]:
        raise ValueError("too wide")
    return _slide(x, weights) + _column(bias)


@mistake("conv_layer", hint="Try a map of 2 columns and filters of 3 columns: do you look at the width as well?")
def accepts_filters_that_are_too_wide(x, weights, bias):
    """Filters that are too wide, but not too tall, are accepted."""
    _require_depth(x, weights)
    if weights.shape[2] > x.shape[1]:
        raise ValueError("too tall")
    return _slide(x, weights) + _column(bias)


@mistake("conv_layer", hint="Is it an error when either side is too long, or only when both are? `and` or `or`?")
def refuses_only_filters_too_tall_and_too_wide(x, weights, bias):
    """Filters are refused only when they are both too tall and too wide."""
    _require_depth(x, weights)
    if weights.shape[2] > x.shape[1] and weights.shape[3] > x.shape[2]:
        raise ValueError("too tall and too wide")
    return _slide(x, weights) + _column(bias)


@mistake("conv_layer", hint="A filter as tall as the map has one place. Is it > or >= that you want?")
def refuses_filters_that_just_fit(x, weights, bias):
    """Filters that are exactly as tall or as wide as the map are refused."""
    if weights.shape[2] >= x.shape[1] or weights.shape[3] >= x.shape[2]:
        raise ValueError("the filters must be smaller than the map")
    return right.conv_layer(x, weights, bias)


@mistake("conv_layer", hint="May 6 filters read a map of 3 channels? Which axis of the weights is the depth?")
def compares_the_channels_with_the_filters(x, weights, bias):
    """The map's channels are compared with the number of filters, so that what is legal is refused."""
    if len(x) != len(weights):
        raise ValueError("unequal numbers")
    return right.conv_layer(x, weights, bias)


@mistake("conv_layer", hint="Must a filter be square? Which of your lines says so?")
def refuses_filters_that_are_not_square(x, weights, bias):
    """Filters that are not square are refused."""
    if weights.shape[2] != weights.shape[3]:
        raise ValueError("not square")
    return right.conv_layer(x, weights, bias)


@mistake("conv_layer", hint="Compare x before and after the call. Does a slice share its memory with the map?")
def changes_the_map(x, weights, bias):
    """The values are right, but the map that was handed in is not what it was."""
    out = right.conv_layer(x, weights, bias)
    x[:, : weights.shape[2], : weights.shape[3]] *= weights[0]
    return out


@mistake("conv_layer", hint="Print type(...) of what you return.")
def returns_lists_of_maps(x, weights, bias):
    """The values are right, but they come as nested lists instead of an array."""
    return right.conv_layer(x, weights, bias).tolist()


@mistake("conv_layer", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_filters_with_another_exception(x, weights, bias):
    """Filters that do not belong to the map are refused, but not with a ValueError."""
    try:
        return right.conv_layer(x, weights, bias)
    except ValueError as error:
        raise AssertionError(str(error)) from None


# --- relu


@mistake("relu", hint="Look at x after the call. Which line of yours writes into it?")
def changes_its_argument(x):
    """The values are right, but the array that was handed in is not what it was."""
    x[x < 0] = 0
    return x


@mistake("relu", hint="What should become of -3: 0, or 3?")
def takes_the_absolute_value(x):
    """Negative values lose their sign instead of becoming 0."""
    return np.abs(x)


@mistake("relu", hint="What should become of -100? There is no slope on the left side.")
def leaks(x):
    """A little of the negative values passes: this is a leaky relu."""
    return np.where(x > 0, x, 0.01 * x)


@mistake("relu", hint="Which values should pass: those above 0, or those below?")
def keeps_the_negative_values(x):
    """The negative values pass and the positive ones become 0."""
    return np.minimum(x, 0)


@mistake("relu", hint="What should become of 7: 7, or 1?")
def gives_ones_and_zeros(x):
    """Positive values become 1: this is a step, not a rectifier."""
    return (x > 0).astype(float)


@mistake("relu", hint="What does the formula give at 0 exactly? A relu has a corner there.")
def smooths_the_corner(x):
    """The corner at 0 is rounded off: this is the softplus."""
    return np.logaddexp(0, x)


@mistake("relu", hint="Try a large value. Is there an upper limit in the definition?")
def stops_at_six(x):
    """Values above 6 are cut to 6."""
    return np.clip(x, 0, 6)


@mistake("relu", hint="Try a value above 1. Is there an upper limit in the definition?")
def stops_at_one(x):
    """Values above 1 are cut to 1."""
    return np.clip(x, 0, 1)


@mistake("relu", hint="How many values go in, and how many come out?")
def drops_the_negative_values(x):
    """The negative values are left out instead of becoming 0, so the shape is lost."""
    return x[x > 0]


@mistake("relu", hint="Print the shapes of what goes in and of what comes out.")
def flattens_the_array(x):
    """The values are right, but they come in one long row."""
    return right.relu(x).ravel()


@mistake("relu", hint="How many values should come out for four that go in? Compare max with maximum in NumPy's manual.")
def gives_the_largest_value(x):
    """One number comes back, the largest of all, instead of one for each value."""
    return max(float(np.max(x)), 0.0)


@mistake("relu", hint="What should become of the value 5 in an array that also holds -3?")
def lifts_the_values_to_zero(x):
    """All values are moved up by the smallest one instead of being cut at 0."""
    return x - x.min()


@mistake("relu", hint="Try an array with two axes. What is `value` in your loop then?")
def handles_one_axis_only(x):
    """It works for arrays with one axis only."""
    if x.ndim != 1:
        raise ValueError("The truth value of an array with more than one element is ambiguous")
    return right.relu(x)


@mistake("relu", hint="Does rectifying need to know how many axes there are? Try a simple row of numbers.")
def handles_three_axes_only(x):
    """It works for feature maps (C, H, W) only."""
    if x.ndim != 3:
        raise ValueError("not enough values to unpack")
    return right.relu(x)


@mistake("relu", hint="Try 0.5: does your array hold it?")
def cuts_the_values_to_whole_numbers(x):
    """Values are cut to whole numbers."""
    return np.trunc(right.relu(x))


@mistake("relu", hint="Print type(...) of what you return.")
def returns_a_list_of_values(x):
    """The values are right, but they come as a list instead of an array."""
    return right.relu(x).tolist()


# --- conv_parameters


def _counts(in_channels, out_channels, kernel_size, groups):
    """Right numbers of weights and of biases, and the right refusals."""
    weights = right.conv_parameters(in_channels, out_channels, kernel_size, bias=False, groups=groups)
    return weights, out_channels


@mistake("conv_parameters", hint="Compare with the lecture's conv1: 34,848 or 34,944? What makes the difference?")
def counts_no_biases(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The biases are never counted."""
    return _counts(in_channels, out_channels, kernel_size, groups)[0]


@mistake("conv_parameters", hint="What should change when somebody says bias=False?")
def counts_biases_always(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The biases are counted even where there are none."""
    return sum(_counts(in_channels, out_channels, kernel_size, groups))


@mistake("conv_parameters", hint="Which of the two, True or False, stands for a layer with biases?")
def turns_the_bias_flag_round(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Biases are counted where there are none, and left out where there are some."""
    return right.conv_parameters(in_channels, out_channels, kernel_size, bias=not bias, groups=groups)


@mistake("conv_parameters", hint="To what does a bias belong: to a filter, or to a channel that comes in?")
def counts_a_bias_for_each_input_channel(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """There is a bias for each input channel instead of one for each filter."""
    return _counts(in_channels, out_channels, kernel_size, groups)[0] + bias * in_channels


@mistake("conv_parameters", hint="How many biases has a layer of 96 filters?")
def counts_one_bias_for_the_layer(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """There is one bias for the whole layer instead of one for each filter."""
    return _counts(in_channels, out_channels, kernel_size, groups)[0] + bool(bias)


@mistake("conv_parameters", hint="How many biases has one filter: one, or one for each of its channels?")
def counts_a_bias_for_each_kernel(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """There is a bias for each channel of each filter instead of one for each filter."""
    return _counts(in_channels, out_channels, kernel_size, groups)[0] + bias * out_channels * (in_channels // groups)


@mistake("conv_parameters", hint="How many biases has a layer of 6 filters in 2 groups? Do the groups share them?")
def divides_the_biases_by_the_groups(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The number of biases is divided by the groups too."""
    return _counts(in_channels, out_channels, kernel_size, groups)[0] + bias * out_channels // groups


@mistake("conv_parameters", hint="How deep is one filter when the channels are split into two groups?")
def ignores_the_groups(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The groups change nothing but the refusals: each filter still reads all channels."""
    _counts(in_channels, out_channels, kernel_size, groups)
    return right.conv_parameters(in_channels, out_channels, kernel_size, bias=bias)


@mistake("conv_parameters", hint="You have counted one group's filters. How many filters has the layer?")
def counts_one_group_only(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Both numbers of channels are divided by the groups: these are the weights of one group."""
    weights, biases = _counts(in_channels, out_channels, kernel_size, groups)
    return weights // groups + bias * biases


@mistake("conv_parameters", hint="Do groups make a layer larger or smaller? Follow one filter: how many channels does it read?")
def multiplies_by_the_groups(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The weights are multiplied by the groups instead of divided."""
    weights, biases = _counts(in_channels, out_channels, kernel_size, groups)
    return weights * groups**2 + bias * biases


@mistake("conv_parameters", hint="The lecture writes 11 x 11 x 3 x 96. Which of the four is missing?")
def forgets_the_depth_of_the_filters(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The filters are taken to be one channel deep."""
    weights, biases = _counts(in_channels, out_channels, kernel_size, groups)
    return weights // (in_channels // groups) + bias * biases


@mistake("conv_parameters", hint="The lecture writes 11 x 11 x 3 x 96. Which of the four is missing?")
def counts_one_filter_only(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The weights of a single filter are counted."""
    weights, biases = _counts(in_channels, out_channels, kernel_size, groups)
    return weights // out_channels + bias * biases


@mistake("conv_parameters", hint="How many weights has a kernel of size 3? Draw it.")
def counts_one_row_of_the_kernel(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """A kernel of size k is taken to have k weights instead of k times k."""
    return right.conv_parameters(in_channels, out_channels, (pair(kernel_size)[0], 1), bias=bias, groups=groups)


@mistake("conv_parameters", hint="How many weights has a kernel of 2 rows and 3 columns? Draw it.")
def adds_the_sides_of_the_kernel(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The kernel's sides are added instead of multiplied."""
    return right.conv_parameters(in_channels, out_channels, (sum(pair(kernel_size)), 1), bias=bias, groups=groups)


@mistake("conv_parameters", hint="Try kernel_size=(2, 3): which of the two does your formula use?")
def squares_the_rows_of_a_pair(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Of a pair only the rows are read, and squared: right for square kernels only."""
    return right.conv_parameters(in_channels, out_channels, pair(kernel_size)[0], bias=bias, groups=groups)


@mistake("conv_parameters", hint="Try kernel_size=(2, 3): which of the two does your formula use?")
def squares_the_columns_of_a_pair(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Of a pair only the columns are read, and squared: right for square kernels only."""
    return right.conv_parameters(in_channels, out_channels, pair(kernel_size)[1], bias=bias, groups=groups)


@mistake("conv_parameters", hint="The kernel's size may also be a pair. Try (2, 3).")
def handles_no_pair(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """It works only when the kernel's size is an int."""
    _counts(in_channels, out_channels, 1, groups)
    if isinstance(kernel_size, tuple):
        raise TypeError("unsupported operand type(s) for **: 'tuple' and 'int'")
    return right.conv_parameters(in_channels, out_channels, kernel_size, bias=bias, groups=groups)


@mistake("conv_parameters", hint="The kernel's size may also be an int. Try 3.")
def handles_pairs_only(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """It works only when the kernel's size is a pair."""
    _counts(in_channels, out_channels, 1, groups)
    if not isinstance(kernel_size, tuple):
        raise TypeError("'int' object is not subscriptable")
    return right.conv_parameters(in_channels, out_channels, kernel_size, bias=bias, groups=groups)


@mistake("conv_parameters", hint="Print type(...) of what you return. What does / give, and what //?")
def counts_with_fractions(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """The number is right, but it is a float."""
    return float(right.conv_parameters(in_channels, out_channels, kernel_size, bias=bias, groups=groups))


@mistake("conv_parameters", hint="One number is asked for.")
def gives_weights_and_biases_apart(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Weights and biases come as a pair instead of as their sum."""
    weights, biases = _counts(in_channels, out_channels, kernel_size, groups)
    return weights, bias * biases


def _any_groups(in_channels, out_channels, kernel_size, bias, groups):
    """The count without any refusal."""
    rows, columns = pair(kernel_size)
    return out_channels * (in_channels // groups) * rows * columns + bias * out_channels


@mistake("conv_parameters", hint="What should happen for 3 channels in 2 groups? See 'Raises'.")
def accepts_any_groups(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Groups that do not divide the channels are not refused with a ValueError."""
    return _any_groups(in_channels, out_channels, kernel_size, bias, groups)


@mistake("conv_parameters", hint="There are two numbers that the groups must divide. Which of them do you check?")
def checks_the_input_channels_only(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Groups that do not divide the output channels are accepted."""
    if in_channels % groups:
        raise ValueError("groups")
    return _any_groups(in_channels, out_channels, kernel_size, bias, groups)


@mistake("conv_parameters", hint="There are two numbers that the groups must divide. Which of them do you check?")
def checks_the_output_channels_only(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Groups that do not divide the input channels are accepted."""
    if out_channels % groups:
        raise ValueError("groups")
    return _any_groups(in_channels, out_channels, kernel_size, bias, groups)


@mistake("conv_parameters", hint="Is it an error when the groups miss either number, or only both? `and` or `or`?")
def refuses_only_when_neither_divides(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Groups are refused only when they divide neither of the two numbers of channels."""
    if in_channels % groups and out_channels % groups:
        raise ValueError("groups")
    return _any_groups(in_channels, out_channels, kernel_size, bias, groups)


@mistake("conv_parameters", hint="Try 6 and 6 channels in 4 groups: 36 can be divided by 4, but can 6?")
def checks_the_product_of_the_channels(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Groups that divide the product of the channels, but not each of them, are accepted."""
    if in_channels * out_channels % groups:
        raise ValueError("groups")
    return _any_groups(in_channels, out_channels, kernel_size, bias, groups)


@mistake("conv_parameters", hint="AlexNet's conv2 has 96 channels, 256 filters and 2 groups. Would you refuse it?")
def wants_the_channels_to_divide_the_filters(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """With groups, the filters must be a multiple of the channels, so that what is legal is refused."""
    if groups > 1 and out_channels % in_channels:
        raise ValueError("channels")
    return right.conv_parameters(in_channels, out_channels, kernel_size, bias=bias, groups=groups)


@mistake("conv_parameters", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_groups_with_another_exception(in_channels, out_channels, kernel_size, bias=True, groups=1):
    """Groups that do not divide the channels are refused, but not with a ValueError."""
    try:
        return right.conv_parameters(in_channels, out_channels, kernel_size, bias=bias, groups=groups)
    except ValueError as error:
        raise AssertionError(str(error)) from None


# --- linear_parameters


@mistake("linear_parameters", hint="What does bias=True stand for? Count a layer with 1 input and 1 output by hand.")
def leaves_the_biases_out(in_features, out_features, bias=True):
    """The biases are never counted."""
    return in_features * out_features


@mistake("linear_parameters", hint="What should change when somebody says bias=False?")
def puts_the_biases_in_always(in_features, out_features, bias=True):
    """The biases are counted even where there are none."""
    return in_features * out_features + out_features


@mistake("linear_parameters", hint="Which of the two, True or False, stands for a layer with biases?")
def counts_biases_the_wrong_way_round(in_features, out_features, bias=True):
    """Biases are counted where there are none, and left out where there are some."""
    return in_features * out_features + (0 if bias else out_features)


@mistake("linear_parameters", hint="To what does a bias belong: to an input, or to an output?")
def counts_a_bias_for_each_input(in_features, out_features, bias=True):
    """There is a bias for each input instead of one for each output."""
    return in_features * out_features + bias * in_features


@mistake("linear_parameters", hint="How many biases has a layer with 3 outputs?")
def counts_one_bias(in_features, out_features, bias=True):
    """There is one bias for the whole layer instead of one for each output."""
    return in_features * out_features + bool(bias)


@mistake("linear_parameters", hint="Draw 2 inputs, 2 outputs and all lines between them. Which of these have a bias?")
def counts_a_bias_for_each_weight(in_features, out_features, bias=True):
    """There is a bias for each weight instead of one for each output."""
    return in_features * out_features * (2 if bias else 1)


@mistake("linear_parameters", hint="To what does a bias belong? Do inputs have any?")
def counts_biases_on_both_sides(in_features, out_features, bias=True):
    """There is a bias for each input and for each output."""
    return in_features * out_features + bias * (in_features + out_features)


@mistake("linear_parameters", hint="Draw 2 inputs, 3 outputs and all lines between them. How many lines are there?")
def adds_inputs_and_outputs(in_features, out_features, bias=True):
    """Inputs and outputs are added instead of multiplied."""
    return in_features + out_features + bias * out_features


@mistake("linear_parameters", hint="Print type(...) of what you return.")
def gives_a_float(in_features, out_features, bias=True):
    """The number is right, but it is a float."""
    return float(right.linear_parameters(in_features, out_features, bias=bias))


@mistake("linear_parameters", hint="One number is asked for.")
def gives_both_numbers_apart(in_features, out_features, bias=True):
    """Weights and biases come as a pair instead of as their sum."""
    return in_features * out_features, bias * out_features


# --- linear_as_conv


@mistake("linear_as_conv", hint="Number 1 of the flattened map: is it the pixel to the right of number 0, or something else?")
def folds_in_column_order(weights, input_shape):
    """The weights are folded in column order: the first axis runs fastest instead of the last one."""
    return weights.reshape((len(weights), *input_shape), order="F")


@mistake("linear_as_conv", hint="Channel 0 comes first, all of it. Are your first H * W weights one channel?")
def takes_the_channels_as_the_last_axis(weights, input_shape):
    """The flattened map is taken to hold the channels of a pixel side by side (height x width x depth)."""
    channels, height, width = input_shape
    return weights.reshape(len(weights), height, width, channels).transpose(0, 3, 1, 2)


@mistake("linear_as_conv", hint="Filters have the shape (F, C, k, l). Print the shape of yours.")
def gives_filters_with_channels_last(weights, input_shape):
    """The filters come with the channels last."""
    channels, height, width = input_shape
    return weights.reshape(len(weights), height, width, channels)


@mistake("linear_as_conv", hint="Try a map of 2 rows and 3 columns. Which comes first in the shape?")
def swaps_height_and_width(weights, input_shape):
    """Height and width are mixed up: right for square maps only."""
    channels, height, width = input_shape
    return weights.reshape(len(weights), channels, width, height)


@mistake("linear_as_conv", hint="In row order, where does weight 1 go: to the right of weight 0, or below it?")
def goes_down_the_columns(weights, input_shape):
    """Each channel is filled column by column instead of row by row."""
    channels, height, width = input_shape
    return weights.reshape(len(weights), channels, width, height).transpose(0, 1, 3, 2)


@mistake("linear_as_conv", hint="`conv_layer` correlates: does anything have to be turned round for that?")
def rotates_the_folded_weights(weights, input_shape):
    """The filters are rotated by 180 degrees, as a convolution would need it."""
    return right.linear_as_conv(weights, input_shape)[:, :, ::-1, ::-1]


@mistake("linear_as_conv", hint="Which weights belong to output 0? Do yours all come from row 0?")
def folds_the_transposed_weights(weights, input_shape):
    """The weights are transposed before they are folded."""
    return weights.T.reshape(len(weights), *input_shape)


@mistake("linear_as_conv", hint="Which weights belong to output 0? Do yours all come from row 0?")
def mixes_outputs_and_channels(weights, input_shape):
    """Channels and outputs are mixed up when folding, so that a filter holds weights of several outputs."""
    channels, height, width = input_shape
    return weights.reshape(channels, len(weights), height, width).transpose(1, 0, 2, 3)


@mistake("linear_as_conv", hint="How many filters are needed for N outputs?")
def gives_the_first_filter_only(weights, input_shape):
    """Only the first output's filter is given."""
    return right.linear_as_conv(weights[:1], input_shape)


@mistake("linear_as_conv", hint="Print the shape of your result. Where are rows and columns?")
def leaves_the_weights_flat(weights, input_shape):
    """The weights are not folded: they are still one row for each output."""
    return weights.copy()


@mistake("linear_as_conv", hint="Must a map be square? Which of your lines says so?")
def takes_the_map_for_square(weights, input_shape):
    """Height and width are computed from a square: maps that are not square fail."""
    side = int(np.sqrt(input_shape[1] * input_shape[2]))
    return weights.reshape(len(weights), input_shape[0], side, side)


@mistake("linear_as_conv", hint="Print the weights and their shape before and after the call. Which line of yours changes them?")
def changes_the_weights(weights, input_shape):
    """The filters are right, but the weights that were handed in are not what they were."""
    out = right.linear_as_conv(weights, input_shape).copy()
    weights[:] = weights[:, ::-1].copy()
    return out


@mistake("linear_as_conv", hint="Print type(...) of what you return.")
def returns_lists_of_filters(weights, input_shape):
    """The values are right, but they come as nested lists instead of an array."""
    return right.linear_as_conv(weights, input_shape).tolist()


@mistake("linear_as_conv", hint="Try weights that are not whole numbers: does your array hold them?")
def cuts_the_weights_to_whole_numbers(weights, input_shape):
    """Weights are cut to whole numbers."""
    return np.trunc(right.linear_as_conv(weights, input_shape))


@mistake("linear_as_conv", hint="Does `conv_layer` want (N, C, H, W) or (C, N, H, W)? Which axis counts the filters?")
def puts_the_channels_before_the_outputs(weights, input_shape):
    """The first two axes are exchanged: channels come before outputs."""
    return right.linear_as_conv(weights, input_shape).transpose(1, 0, 2, 3)


# --- conv_as_matrix


def _places(kernel, input_shape):
    """Rows and columns of places, refused where there are none."""
    rows, columns = input_shape[0] - kernel.shape[0] + 1, input_shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError("the kernel does not fit")
    return rows, columns


def _matrix_or_empty(kernel, input_shape):
    rows, columns = input_shape[0] - kernel.shape[0] + 1, input_shape[1] - kernel.shape[1] + 1
    if rows < 1 or columns < 1:
        return np.zeros((max(rows, 0) * max(columns, 0), input_shape[0] * input_shape[1]))
    return right.conv_as_matrix(kernel, input_shape)


def _filled(kernel, input_shape, column_of):
    """A matrix with `kernel[u, v]` in the column that `column_of(i, j, u, v)` says; IndexError where there is no such one."""
    rows, columns = _places(kernel, input_shape)
    matrix = np.zeros((rows * columns, input_shape[0] * input_shape[1]))
    for i, j, u, v in np.ndindex(rows, columns, *kernel.shape):
        matrix[i * columns + j, column_of(i, j, u, v)] = kernel[u, v]
    return matrix


@mistake("conv_as_matrix", hint="Where does kernel[0, 0] stand in the first row of the matrix? The kernel is slid as it is.")
def rotates_the_kernel(kernel, input_shape):
    """The kernel is rotated by 180 degrees: this is the matrix of the convolution."""
    return right.conv_as_matrix(kernel[::-1, ::-1], input_shape)


@mistake("conv_as_matrix", hint="Follow kernel[0, 1] in the first row of the matrix. Which pixel does it lie on?")
def transposes_the_kernel(kernel, input_shape):
    """Rows and columns of the kernel are exchanged."""
    return right.conv_as_matrix(kernel.T, input_shape)


@mistake("conv_as_matrix", hint="Matrix times image gives the places. Which of the two does a row of the matrix belong to?")
def transposes_the_matrix(kernel, input_shape):
    """The matrix is transposed: its rows belong to pixels."""
    return right.conv_as_matrix(kernel, input_shape).T


@mistake("conv_as_matrix", hint="How far is it from a pixel to the one below it in the flattened image? Try 2 rows, 5 columns.")
def steps_down_by_the_height(kernel, input_shape):
    """The height is used where the width belongs, to step from one row of pixels to the next: right for square images only."""
    return _filled(kernel, input_shape, lambda i, j, u, v: (i + u) * input_shape[0] + j + v)


@mistake("conv_as_matrix", hint="How many numbers lie between a pixel and the one below it in the flattened image?")
def steps_down_by_the_width_of_the_output(kernel, input_shape):
    """The width of the output is used to step from one row of pixels to the next."""
    columns = input_shape[1] - kernel.shape[1] + 1
    return _filled(kernel, input_shape, lambda i, j, u, v: (i + u) * columns + j + v)


@mistake("conv_as_matrix", hint="The kernel's second row lies below its first. Where is the pixel below in the flattened image?")
def lays_the_kernel_on_one_row(kernel, input_shape):
    """All rows of the kernel are laid side by side on one row of pixels."""
    return _filled(kernel, input_shape, lambda i, j, u, v: i * input_shape[1] + j + u * kernel.shape[1] + v)


@mistake("conv_as_matrix", hint="Flatten a small image with ravel(): which pixel becomes the second number?")
def counts_pixels_down_the_columns(kernel, input_shape):
    """The image is flattened in column order."""
    return _filled(kernel, input_shape, lambda i, j, u, v: (j + v) * input_shape[0] + i + u)


@mistake("conv_as_matrix", hint="Does the second row of the matrix belong to the place to the right, or to the one below?")
def counts_places_down_the_columns(kernel, input_shape):
    """The places are counted in column order."""
    rows, columns = _places(kernel, input_shape)
    matrix = right.conv_as_matrix(kernel, input_shape)
    return matrix.reshape(rows, columns, -1).transpose(1, 0, 2).reshape(rows * columns, -1)


@mistake("conv_as_matrix", hint="What comes after the last place in a row of pixels? May the kernel hang over the edge?")
def slides_over_the_ends_of_rows(kernel, input_shape):
    """The kernel does not stop at the end of a row of pixels: there are rows for places that hang over the edge."""
    rows, columns = _places(kernel, input_shape)
    first = right.conv_as_matrix(kernel, input_shape)[0]
    last = (rows - 1) * input_shape[1] + columns - 1
    return np.stack([np.roll(first, move) for move in range(last + 1)])


@mistake("conv_as_matrix", hint="How many places has a kernel that lies wholly on the image? How many rows has your matrix?")
def wraps_around_the_image(kernel, input_shape):
    """There is a row for every pixel, and the kernel comes in again on the other side."""
    _places(kernel, input_shape)
    first = right.conv_as_matrix(kernel, input_shape)[0].reshape(input_shape)
    return np.stack([np.roll(first, move, axis=(0, 1)).ravel() for move in np.ndindex(*input_shape)])


@mistake("conv_as_matrix", hint="A matrix has two axes. Print the shape of yours.")
def leaves_the_pixels_folded(kernel, input_shape):
    """The pixels are not flattened: the result has three axes."""
    return right.conv_as_matrix(kernel, input_shape).reshape(-1, *input_shape)


@mistake("conv_as_matrix", hint="Try a kernel of 2 rows and 3 columns. Which of the two do your loops run to?")
def reads_a_square_of_the_kernel(kernel, input_shape):
    """The kernel's rows are used for its columns too: right for square kernels only."""
    _places(kernel, input_shape)
    side = kernel.shape[0]
    if side > kernel.shape[1]:
        raise IndexError("beyond the last column of the kernel")
    cut = np.zeros(kernel.shape)
    cut[:, :side] = kernel[:, :side]
    return right.conv_as_matrix(cut, input_shape)


@mistake("conv_as_matrix", hint="How many places has a kernel of width 3 on 3 columns? Put it into your formula.")
def forgets_the_last_places(kernel, input_shape):
    """The last place in each row and column is missing: the + 1 is."""
    rows, columns = _places(kernel, input_shape)
    matrix = right.conv_as_matrix(kernel, input_shape).reshape(rows, columns, -1)
    return matrix[:-1, :-1].reshape((rows - 1) * (columns - 1), input_shape[0] * input_shape[1])


@mistake("conv_as_matrix", hint="Try a kernel of halves: does your matrix hold them?")
def cuts_the_kernel_to_whole_numbers(kernel, input_shape):
    """The kernel's values are cut to whole numbers."""
    return np.trunc(right.conv_as_matrix(kernel, input_shape))


@mistake("conv_as_matrix", hint="What should happen for a kernel with more rows or columns than the image? See 'Raises'.")
def gives_an_empty_matrix_when_nothing_fits(kernel, input_shape):
    """Kernels that are larger than the image are not refused with a ValueError."""
    return _matrix_or_empty(kernel, input_shape)


@mistake("conv_as_matrix", hint="Try an image of 2 rows and a kernel of 3 rows: do you look at the height as well?")
def accepts_a_kernel_that_is_too_tall(kernel, input_shape):
    """A kernel that is too tall, but not too wide, is accepted."""
    if kernel.shape[1] > input_shape[1]:
        raise ValueError("too wide")
    return _matrix_or_empty(kernel, input_shape)


@mistake("conv_as_matrix", hint="Try an image of 2 columns and a kernel of 3 columns: do you look at the width as well?")
def accepts_a_kernel_that_is_too_wide(kernel, input_shape):
    """A kernel that is too wide, but not too tall, is accepted."""
    if kernel.shape[0] > input_shape[0]:
        raise ValueError("too tall")
    return _matrix_or_empty(kernel, input_shape)


@mistake("conv_as_matrix", hint="Is it an error when either side is too long, or only when both are? `and` or `or`?")
def refuses_only_a_kernel_too_tall_and_too_wide(kernel, input_shape):
    """A kernel is refused only when it is both too tall and too wide."""
    if kernel.shape[0] > input_shape[0] and kernel.shape[1] > input_shape[1]:
        raise ValueError("too tall and too wide")
    return _matrix_or_empty(kernel, input_shape)


@mistake("conv_as_matrix", hint="Does a kernel of 1 row and 4 columns fit into an image of 3 rows and 3 columns?")
def compares_the_numbers_of_pixels(kernel, input_shape):
    """A kernel is refused only when it has more pixels than the image."""
    if kernel.size > input_shape[0] * input_shape[1]:
        raise ValueError("too many pixels")
    return _matrix_or_empty(kernel, input_shape)


@mistake("conv_as_matrix", hint="A kernel as large as the image has one place. Is it > or >= that you want?")
def refuses_a_kernel_that_just_fits(kernel, input_shape):
    """A kernel that is exactly as tall or as wide as the image is refused."""
    if kernel.shape[0] >= input_shape[0] or kernel.shape[1] >= input_shape[1]:
        raise ValueError("the kernel must be smaller than the image")
    return right.conv_as_matrix(kernel, input_shape)


@mistake("conv_as_matrix", hint="Look at the kernel after the call. Turning a view round turns what it looks at.")
def changes_the_kernel(kernel, input_shape):
    """The matrix is right, but the kernel that was handed in is not what it was."""
    out = right.conv_as_matrix(kernel, input_shape)
    kernel[:] = kernel[::-1, ::-1].copy()
    return out


@mistake("conv_as_matrix", hint="Print type(...) of what you return.")
def returns_a_list_of_rows(kernel, input_shape):
    """The values are right, but they come as nested lists instead of an array."""
    return right.conv_as_matrix(kernel, input_shape).tolist()


@mistake("conv_as_matrix", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_kernels_with_another_exception(kernel, input_shape):
    """A kernel that does not fit is refused, but not with a ValueError."""
    try:
        return right.conv_as_matrix(kernel, input_shape)
    except ValueError as error:
        raise AssertionError(str(error)) from None
