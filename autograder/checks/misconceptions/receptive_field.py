"""The mistakes that students make with receptive fields, each as a function that makes it.

Finding out which of them an answer makes is left to `explain`.
"""

import math
from warnings import catch_warnings, simplefilter

import numpy as np

from autograder.checks.misconceptions.catalogue import Catalogue
from autograder.checks.networks import describe_network
from autograder.reference import receptive_field as right

catalogue = Catalogue(
    "receptive_field",
    functions=(
        "receptive_field",
        "receptive_fields",
        "receptive_region",
        "layers_needed",
        "build_network",
        "gradient_region",
    ),
)
mistake, probe = catalogue.mistake, catalogue.probe
catalogue.seen_as("build_network", describe_network)

# Inputs on which the mistakes differ from each other: no two layers alike, even kernels, strides that do not divide, one larger
# than its kernel, paddings of every size, no layers at all.
MIXED = [(3, 2, 1), (4, 3, 0), (5, 1, 3)]
TWICE = [(3, 1, 0), (3, 1, 0)]
STACKS = ([], [(1, 1, 0)], [(3, 2, 1)], [(2, 1, 0)], [(2, 3, 5)], TWICE, [(3, 2, 0), (2, 2, 1)], MIXED, MIXED[::-1])
BAD = ((0, 1, 0), (-2, 1, 0), (3, 0, 0), (3, -1, 0), (3, 1, -1))
BAD_STACKS = tuple([*before, bad, *after] for bad in BAD for before, after in (([], []), ([(3, 1, 1)], []), ([], [(3, 1, 1)])))
for _layers in STACKS + BAD_STACKS:
    probe("receptive_field", lambda layers=_layers: (list(layers),))
    probe("receptive_fields", lambda layers=_layers: (list(layers),))
    if all(_layer[0] for _layer in _layers):  # PyTorch warns of kernels of 0, which would puzzle who did not ask for one
        probe("build_network", lambda layers=_layers: ([layer for layer in layers if layer[0] != 1],))
for _layers, _input_size, _units in (
    ([], 6, (0, 4, 5, -1, 6)),
    ([(3, 2, 1)], 7, (0, 1, 3, -1, 4, 5, 20)),
    ([(4, 2, 1)], 8, (0, 1, 3)),
    ([(2, 3, 1)], 6, (0, 1, 2)),
    ([(3, 2, 0)], 6, (0, 2)),
    ([(3, 1, 0), (3, 1, 0)], 5, (0, -1, 1)),
    ([(3, 1, 1), (2, 2, 0)], 8, (0, 1, 3, 4)),
    ([(3, 2, 1), (5, 1, 2), (4, 3, 0)], 19, (0, 1, 2, 3)),
    ([(6, 2, 0)], 5, (0,)),
    ([(6, 1, 0), (3, 1, 2)], 5, (0, 1)),
    ([(3, 1, 0)], 3, (0,)),
    ([(3, 1, 0), (4, 1, 0)], 5, (0,)),
):
    for _unit in _units:
        probe("receptive_region", lambda layers=_layers, unit=_unit, size=_input_size: (list(layers), unit, size))
for _layers in BAD_STACKS:
    probe("receptive_region", lambda layers=_layers: (list(layers), 0, 9))
    probe("gradient_region", lambda layers=_layers: (list(layers), (0, 0), 9))
for _kernel, _target in ((2, 1), (2, 2), (2, 7), (3, 1), (3, 2), (3, 5), (3, 6), (4, 9), (5, 20), (11, 4), (7, 7), (3, 224)):
    probe("layers_needed", lambda kernel=_kernel, target=_target: (kernel, target))
for _kernel, _target in ((1, 5), (1, 1), (0, 5), (-2, 5), (3, 0), (3, -4)):
    probe("layers_needed", lambda kernel=_kernel, target=_target: (kernel, target))
for _layers, _unit, _input_size in (
    ([], (1, 3), 5),
    ([(3, 1, 1)], (0, 2), 5),
    ([(3, 2, 1)], (3, 1), 7),
    ([(2, 3, 0)], (0, 1), 6),
    ([(1, 2, 0)], (1, 0), 4),
    ([(2, 1, 0), (2, 3, 0)], (1, 0), 6),
    ([(1, 3, 0), (2, 1, 0)], (0, 1), 9),
    ([(3, 1, 4)], (0, 5), 4),
    ([(3, 2, 0), (3, 1, 1)], (1, 0), 6),
    ([(3, 1, 0), (3, 1, 0)], (0, 0), 5),
    ([(3, 1, 0)], (-1, 0), 5),
    ([(3, 1, 0)], (0, -1), 5),
    ([(3, 1, 0)], (3, 0), 5),
    ([(3, 1, 0)], (0, 3), 5),
    ([], (5, 0), 5),
    ([(6, 2, 0)], (0, 0), 5),
    ([(6, 1, 0), (3, 1, 2)], (0, 0), 5),
):
    probe("gradient_region", lambda layers=_layers, unit=_unit, size=_input_size: (list(layers), unit, size))


def _follow(layers, size=lambda size, k, s, p, j: size + (k - 1) * j, start=None, jump=lambda j, s: j * s):
    """Size, jump and start after each layer, by the right rules but for those that are given."""
    right.receptive_fields(layers)
    start = start or (lambda start, k, s, p, j: start + ((k - 1) / 2 - p) * j)
    found, fields = (1, 1, 0.0), []
    for k, s, p in layers:
        found = size(found[0], k, s, p, found[1]), jump(found[1], s), start(found[2], k, s, p, found[1])
        fields.append(found)
    return fields


def _last(layers, **rules):
    return ((1, 1, 0.0), *_follow(layers, **rules))[-1]


def _unchecked(layers):
    """The right rules, whatever the layers are."""
    found, fields = (1, 1, 0.0), []
    for k, s, p in layers:
        found = found[0] + (k - 1) * found[1], found[1] * s, found[2] + ((k - 1) / 2 - p) * found[1]
        fields.append(found)
    return fields


def _refuse(layers, is_bad):
    for layer in layers:
        if is_bad(*layer):
            raise ValueError(f"bad layer {layer}")


def _is_bad(k, s, p):
    return k < 1 or s < 1 or p < 0


def _own_stride_first(size, k, s, p, j):
    return size + (k - 1) * j * s


def _start_without_padding(start, k, s, p, j):
    return start + (k - 1) / 2 * j


# --- receptive_field


@mistake("receptive_field", hint="A 1 x 1 kernel sees one pixel. By how many pixels does a layer with it widen the field?")
def adds_the_whole_kernel(layers):
    """Each layer widens the field by the kernel instead of by the kernel less one."""
    return _last(layers, size=lambda size, k, s, p, j: size + k * j)


@mistake("receptive_field", hint="How many pixels does a unit see when there are no layers at all?")
def starts_with_size_zero(layers):
    """The size begins at 0 instead of 1, so that every field is one pixel too narrow."""
    size, jump, start = right.receptive_field(layers)
    return size - 1, jump, start


@mistake("receptive_field", hint="Does a layer's own stride move its own kernel's taps apart, or those of the layers after it?")
def multiplies_by_its_own_stride_first(layers):
    """The jump is multiplied by a layer's own stride before that layer widens the field and moves the start."""
    return _last(layers, size=_own_stride_first, start=lambda start, k, s, p, j: start + ((k - 1) / 2 - p) * j * s)


@mistake("receptive_field", hint="Your start is right. Which jump do you use for the size: the one before or after this layer?")
def widens_by_its_own_stride(layers):
    """The size uses the jump after a layer, where the jump before it is meant; the start is right."""
    return _last(layers, size=_own_stride_first)


@mistake("receptive_field", hint="Your size is right. Which jump do you use for the start: the one before or after this layer?")
def moves_the_start_by_its_own_stride(layers):
    """The start uses the jump after a layer, where the jump before it is meant; the size is right."""
    return _last(layers, start=lambda start, k, s, p, j: start + ((k - 1) / 2 - p) * j * s)


@mistake("receptive_field", hint="Two layers of stride 3: by how many pixels do you move when the last layer moves by one unit?")
def adds_the_strides_less_one(layers):
    """Strides are added up (each less one) instead of multiplied."""
    return _last(layers, jump=lambda j, s: j + s - 1)


@mistake("receptive_field", hint="One layer of stride 1: is the jump 1 or 2? And two layers of stride 3?")
def adds_the_strides(layers):
    """Each layer's stride is added to the jump instead of multiplied with it."""
    return _last(layers, jump=lambda j, s: j + s)


@mistake("receptive_field", hint="What does your code do with the jump of the layers before?")
def keeps_only_the_last_stride(layers):
    """The jump is the last layer's stride alone: what the layers before it skip is forgotten."""
    return _last(layers, jump=lambda j, s: s)


@mistake("receptive_field", hint="After a layer of stride 2, how far apart on the image are two neighbouring units?")
def forgets_the_jump_in_the_size(layers):
    """Every layer widens the field by kernel - 1, as if no layer before it had a stride."""
    return _last(layers, size=lambda size, k, s, p, j: size + k - 1)


@mistake("receptive_field", hint="Two neighbouring units after a layer of stride 2: do they look at neighbouring pixels?")
def leaves_the_jump_at_one(layers):
    """The stride is never used: the jump stays 1."""
    return _last(layers, jump=lambda j, s: j)


@mistake("receptive_field", hint="Do zeros around the image change how many of its pixels a kernel covers on an endless image?")
def widens_the_field_by_the_padding(layers):
    """The padding is counted into the size of the field."""
    return _last(layers, size=lambda size, k, s, p, j: size + (k - 1 + 2 * p) * j)


@mistake("receptive_field", hint="Do zeros around the image change how many of its pixels a kernel covers on an endless image?")
def narrows_the_field_by_the_padding(layers):
    """The padding is taken off the size of the field."""
    return _last(layers, size=lambda size, k, s, p, j: size + (k - 1 - 2 * p) * j)


@mistake("receptive_field", hint="With padding 1, which pixel lies under the middle of a 3-wide kernel at its first place?")
def starts_without_the_padding(layers):
    """The start does not know of the padding."""
    return _last(layers, start=_start_without_padding)


@mistake("receptive_field", hint="Zeros in front of the image: does the first window move to the left or to the right?")
def moves_the_start_to_the_right(layers):
    """The padding is added to the start instead of taken off."""
    return _last(layers, start=lambda start, k, s, p, j: start + ((k - 1) / 2 + p) * j)


@mistake("receptive_field", hint="One padded unit in a later layer: how many pixels of the image is that?")
def forgets_the_jump_of_the_padding(layers):
    """The padding of a later layer is counted in pixels of the image, though its units lie a jump apart."""
    return _last(layers, start=lambda start, k, s, p, j: start + (k - 1) / 2 * j - p)


@mistake("receptive_field", hint="From the edge to the middle of a later layer's kernel: is that counted in units, or in pixels?")
def forgets_the_jump_in_the_start(layers):
    """The start moves by units of each layer's input, as if these were pixels of the image."""
    return _last(layers, start=lambda start, k, s, p, j: start + (k - 1) / 2 - p)


@mistake("receptive_field", hint="Is `start` the field's first pixel, or its middle?")
def gives_the_first_pixel_as_the_start(layers):
    """The start is the field's first pixel instead of its centre."""
    return _last(layers, start=lambda start, k, s, p, j: start - p * j)


@mistake("receptive_field", hint="A 3-wide kernel on the pixels 0, 1 and 2: at which coordinate is its middle?")
def takes_half_the_kernel_for_its_middle(layers):
    """The middle of a kernel is taken to be at kernel / 2, half a pixel too far to the right."""
    return _last(layers, start=lambda start, k, s, p, j: start + (k / 2 - p) * j)


@mistake("receptive_field", hint="A 2-wide kernel on the pixels 0 and 1: at which coordinate is its middle?")
def rounds_the_middle_of_even_kernels(layers):
    """The middle of an even kernel is rounded to a pixel, though it lies between two."""
    return _last(layers, start=lambda start, k, s, p, j: start + ((k - 1) // 2 - p) * j)


@mistake("receptive_field", hint="Which layer comes first in the list: the one at the image, or the last one?")
def walks_from_the_last_layer(layers):
    """The layers are taken in the wrong order, from the last to the first."""
    return right.receptive_field(layers[::-1])


@mistake("receptive_field", hint="Print type(...) of the size. `/` gives floats even where nothing is left over.")
def gives_the_size_as_a_float(layers):
    """The size is a float."""
    size, jump, start = right.receptive_field(layers)
    return float(size), jump, start


@mistake("receptive_field", hint="Print type(...) of the jump. Where does a float come in?")
def gives_the_jump_as_a_float(layers):
    """The jump is a float."""
    size, jump, start = right.receptive_field(layers)
    return size, float(jump), start


@mistake("receptive_field", hint="Print type(...) of what you return.")
def returns_a_list_of_three(layers):
    """The three numbers are right, but they come as a list instead of a tuple."""
    return list(right.receptive_field(layers))


@mistake("receptive_field", hint="In which order are the three numbers asked for?")
def mixes_up_the_order(layers):
    """The three numbers come in another order: the start before the jump."""
    size, jump, start = right.receptive_field(layers)
    return size, start, jump


@mistake("receptive_field", hint="A field has a height and a width. Is its size one side, or how many pixels there are in all?")
def counts_the_pixels_of_the_square(layers):
    """The size is the number of pixels in the square field instead of the length of its side."""
    size, jump, start = right.receptive_field(layers)
    return size**2, jump, start


@mistake("receptive_field", hint="What does a unit see when there is no layer between it and the image?")
def breaks_without_layers(layers):
    """An empty list of layers ends in an error."""
    return right.receptive_fields(layers)[-1]


@mistake("receptive_field", hint="What does a unit see when there is no layer between it and the image: nothing, or itself?")
def sees_nothing_without_layers(layers):
    """Without layers the size is 0, though a pixel sees itself."""
    return right.receptive_field(layers) if layers else (0, 1, 0.0)


@mistake("receptive_field", hint="Is your list as long after the call as before? A loop with `pop` empties the caller's list.")
def empties_the_list(layers):
    """The layers are taken out of the list that was handed in."""
    found = right.receptive_field(layers)
    layers.clear()
    return found


@mistake("receptive_field", hint="What must happen for a kernel of 0, a stride of 0, a padding of -1? See 'Raises'.")
def accepts_any_layer(layers):
    """Nothing is refused: a kernel or a stride of 0 and a negative padding are calculated with."""
    return ((1, 1, 0.0), *_unchecked(layers))[-1]


@mistake("receptive_field", hint="Which kernels are there? Try 0 and -2.")
def accepts_a_kernel_below_one(layers):
    """A kernel of 0 or less is accepted."""
    _refuse(layers, lambda k, s, p: s < 1 or p < 0)
    return accepts_any_layer(layers)


@mistake("receptive_field", hint="What would a stride of 0 mean? And one of -1?")
def accepts_a_stride_below_one(layers):
    """A stride of 0 or less is accepted."""
    _refuse(layers, lambda k, s, p: k < 1 or p < 0)
    return accepts_any_layer(layers)


@mistake("receptive_field", hint="A stride of 0 is refused. What about -1?")
def refuses_only_zeros(layers):
    """Zeros are refused, but negative kernels and strides are accepted."""
    _refuse(layers, lambda k, s, p: k == 0 or s == 0 or p < 0)
    return accepts_any_layer(layers)


@mistake("receptive_field", hint="Can there be fewer than no zeros around an image? Try a padding of -1.")
def accepts_a_negative_padding(layers):
    """A negative padding is accepted."""
    _refuse(layers, lambda k, s, p: k < 1 or s < 1)
    return accepts_any_layer(layers)


@mistake("receptive_field", hint="Put the bad layer second. Do you look at every layer?")
def checks_only_the_first_layer(layers):
    """Only the first layer is checked."""
    _refuse(layers[:1], _is_bad)
    return accepts_any_layer(layers)


@mistake("receptive_field", hint="Put the bad layer first. Do you look at every layer?")
def checks_only_the_last_layer(layers):
    """Only the last layer is checked."""
    _refuse(layers[-1:], _is_bad)
    return accepts_any_layer(layers)


@mistake("receptive_field", hint="Is a layer without padding a bad layer? Look at the limits once more.")
def refuses_a_padding_of_zero(layers):
    """A padding of 0 is refused."""
    _refuse(layers, lambda k, s, p: k < 1 or s < 1 or p < 1)
    return right.receptive_field(layers)


@mistake("receptive_field", hint="May a layer skip pixels? Look at the limits once more.")
def refuses_a_stride_larger_than_the_kernel(layers):
    """A stride larger than the kernel is refused, though such a layer only skips pixels."""
    _refuse(layers, lambda k, s, p: _is_bad(k, s, p) or s > k)
    return right.receptive_field(layers)


@mistake("receptive_field", hint="Must a kernel have a middle pixel here? Look at the limits once more.")
def refuses_even_kernels(layers):
    """Even kernels are refused, though they have a field too."""
    _refuse(layers, lambda k, s, p: _is_bad(k, s, p) or k % 2 == 0)
    return right.receptive_field(layers)


@mistake("receptive_field", hint="A 1 x 1 layer is a layer. Is it < or <= that you want?")
def refuses_a_kernel_of_one(layers):
    """A kernel of 1 is refused."""
    _refuse(layers, lambda k, s, p: _is_bad(k, s, p) or k == 1)
    return right.receptive_field(layers)


# --- receptive_fields


@mistake("receptive_fields", hint="How many entries do you give for two layers?")
def lists_the_image_too(layers):
    """The list begins with the image itself: one entry too many."""
    return [(1, 1, 0.0), *right.receptive_fields(layers)]


@mistake("receptive_fields", hint="How many entries do you give for two layers?")
def gives_only_the_last_field(layers):
    """Only the field after the last layer is given."""
    return right.receptive_fields(layers)[-1:]


@mistake("receptive_fields", hint="Does a later layer see only its own kernel, or also what the layers before it have seen?")
def starts_afresh_at_each_layer(layers):
    """Each layer is taken alone, as if it lay on the image."""
    return [right.receptive_field([layer]) for layer in layers]


@mistake("receptive_fields", hint="Which slice of the list do the first i layers make: does it end before or behind layer i?")
def leaves_out_the_last_layer(layers):
    """The last entry is missing."""
    return right.receptive_fields(layers)[:-1]


@mistake("receptive_fields", hint="Which slice of the list do the first i layers make?")
def is_one_layer_behind(layers):
    """Each entry is the field before its layer instead of after it."""
    return [(1, 1, 0.0), *right.receptive_fields(layers)][:-1] if layers else []


@mistake("receptive_fields", hint="Print type(...) of an entry.")
def lists_lists(layers):
    """The entries are lists instead of tuples."""
    return [list(field) for field in right.receptive_fields(layers)]


@mistake("receptive_fields", hint="Print type(...) of what you return.")
def gives_a_tuple_of_fields(layers):
    """The fields come in a tuple instead of a list."""
    return tuple(right.receptive_fields(layers))


@mistake("receptive_fields", hint="Print type(...) of what you return. Can an array keep ints and floats apart?")
def gives_an_array_of_fields(layers):
    """The fields come as one array of floats instead of a list of triples."""
    return np.array(right.receptive_fields(layers))


@mistake("receptive_fields", hint="Did you append the same list again and again? What happens to it in the next round?")
def repeats_the_last_field(layers):
    """All entries are the same field, the last one: one object was appended many times and changed afterwards."""
    return right.receptive_fields(layers)[-1:] * len(layers)


@mistake("receptive_fields", hint="Which layer does your first entry belong to?")
def lists_from_the_last_layer(layers):
    """The fields stand in the wrong order, the last layer's first."""
    return right.receptive_fields(layers)[::-1]


@mistake("receptive_fields", hint="Which layers lie between image and unit: those before it in the list, or those behind it?")
def takes_the_layers_from_the_end(layers):
    """Entry i takes the layers from i to the end instead of those up to i."""
    return [right.receptive_field(layers[i:]) for i in range(len(layers))]


@mistake("receptive_fields", hint="What is asked for each layer: one number, or three?")
def lists_the_sizes_alone(layers):
    """Only the sizes are given."""
    return [size for size, _, _ in right.receptive_fields(layers)]


@mistake("receptive_fields", hint="How many layers are there in an empty list, and so how many entries?")
def lists_a_pixel_without_layers(layers):
    """Without layers there is one entry, where there should be none."""
    return right.receptive_fields(layers) or [(1, 1, 0.0)]


@mistake("receptive_fields", hint="Try an empty list.")
def cannot_list_without_layers(layers):
    """An empty list of layers ends in an error."""
    right.receptive_fields(layers)
    return [right.receptive_fields(layers)[i] for i in range(max(len(layers), 1))]


@mistake("receptive_fields", hint="A 1 x 1 kernel sees one pixel. By how many pixels does a layer with it widen the field?")
def lists_with_the_whole_kernel(layers):
    """Each layer widens the field by the kernel instead of by the kernel less one."""
    return _follow(layers, size=lambda size, k, s, p, j: size + k * j)


@mistake("receptive_fields", hint="Does a layer's own stride move its own kernel's taps apart, or those of the layers after it?")
def lists_with_its_own_stride_first(layers):
    """The jump is multiplied by a layer's own stride before that layer widens the field and moves the start."""
    return _follow(layers, size=_own_stride_first, start=lambda start, k, s, p, j: start + ((k - 1) / 2 - p) * j * s)


@mistake("receptive_fields", hint="Two layers of stride 3: by how many pixels do you move when the last layer moves by one unit?")
def lists_with_added_strides(layers):
    """Strides are added up (each less one) instead of multiplied."""
    return _follow(layers, jump=lambda j, s: j + s - 1)


@mistake("receptive_fields", hint="With padding 1, which pixel lies under the middle of a 3-wide kernel at its first place?")
def lists_starts_without_the_padding(layers):
    """The start does not know of the padding."""
    return _follow(layers, start=_start_without_padding)


@mistake("receptive_fields", hint="Print type(...) of the sizes. `/` gives floats even where nothing is left over.")
def lists_sizes_as_floats(layers):
    """The sizes are floats."""
    return [(float(size), jump, start) for size, jump, start in right.receptive_fields(layers)]


@mistake("receptive_fields", hint="Is your list as long after the call as before? A loop with `pop` empties the caller's list.")
def empties_the_list_while_listing(layers):
    """The layers are taken out of the list that was handed in."""
    found = right.receptive_fields(layers)
    layers.clear()
    return found


@mistake("receptive_fields", hint="What must happen for a kernel of 0, a stride of 0, a padding of -1? See 'Raises'.")
def lists_any_layer(layers):
    """Nothing is refused: a kernel or a stride of 0 and a negative padding are calculated with."""
    return _unchecked(layers)


@mistake("receptive_fields", hint="Put the bad layer last. Do you look at every layer?")
def lists_a_bad_last_layer(layers):
    """A bad layer is accepted when it is the last one."""
    _refuse(layers[:-1], _is_bad)
    return _unchecked(layers)


@mistake("receptive_fields", hint="Kernel and stride have a limit. Has the padding one too?")
def lists_a_negative_padding(layers):
    """A negative padding is accepted."""
    _refuse(layers, lambda k, s, p: k < 1 or s < 1)
    return _unchecked(layers)


# --- receptive_region


def _units(layers, input_size, count=None):
    """How many units the last layer has; `count` is the rule, where it is not the right one."""
    size = input_size
    for k, s, p in layers:
        size = count(size, k, s, p) if count else right._map_size([(k, s, p)], size)
    return size


def _ends(layers, unit):
    size, jump, start = ((1, 1, 0.0), *_unchecked(layers))[-1]
    first = math.floor(start - (size - 1) / 2) + unit * jump
    return first, first + size - 1


def _cut(first, last, input_size):
    return min(max(first, 0), input_size - 1), min(max(last, 0), input_size - 1)


def _unchecked_region(layers, unit, input_size):
    return _cut(*_ends(layers, unit), input_size)


def _region_of_units(layers, unit, input_size, units):
    if not 0 <= unit < units:
        raise ValueError(f"no unit {unit}")
    return _unchecked_region(layers, unit, input_size)


@mistake("receptive_region", hint="Can a unit see a pixel with a negative number, or one behind the last?")
def is_not_cut_to_the_image(layers, unit, input_size):
    """The field is not cut: it reaches over the borders of the image."""
    right.receptive_region(layers, unit, input_size)
    return _ends(layers, unit)


@mistake("receptive_region", hint="The first pixel is cut. What about the other end?")
def is_cut_at_the_start_only(layers, unit, input_size):
    """The field is cut at its first pixel only: it reaches over the end of the image."""
    right.receptive_region(layers, unit, input_size)
    first, last = _ends(layers, unit)
    return max(first, 0), last


@mistake("receptive_region", hint="The last pixel is cut. What about the other end?")
def is_cut_at_the_end_only(layers, unit, input_size):
    """The field is cut at its last pixel only: it begins before the image."""
    right.receptive_region(layers, unit, input_size)
    first, last = _ends(layers, unit)
    return first, min(last, input_size - 1)


@mistake("receptive_region", hint="What number has the last pixel of an image of 5 pixels?")
def is_cut_one_pixel_late(layers, unit, input_size):
    """The field is cut at `input_size`, one behind the last pixel."""
    right.receptive_region(layers, unit, input_size)
    return _cut(*_ends(layers, unit), input_size + 1)


@mistake("receptive_region", hint="A field of 3 pixels that begins at pixel 0: which one is its last?")
def ends_one_pixel_late(layers, unit, input_size):
    """The last pixel is one too far: first + size, where one is counted twice."""
    right.receptive_region(layers, unit, input_size)
    first, last = _ends(layers, unit)
    return _cut(first, last + 1, input_size)


@mistake("receptive_region", hint="Are both ends part of the field, or is the last one the first that is not, as in a slice?")
def ends_like_a_slice(layers, unit, input_size):
    """The second number is one behind the last pixel, as in a slice."""
    first, last = right.receptive_region(layers, unit, input_size)
    return first, last + 1


@mistake("receptive_region", hint="Is the second number the last pixel, or how many pixels there are?")
def gives_the_length(layers, unit, input_size):
    """The second number is the length of the field instead of its last pixel."""
    first, last = right.receptive_region(layers, unit, input_size)
    return first, last - first + 1


@mistake("receptive_region", hint="Unit 1 after a layer of stride 2: how far is its field from unit 0's?")
def moves_one_pixel_a_unit(layers, unit, input_size):
    """Each unit's field lies one pixel further, whatever the strides."""
    right.receptive_region(layers, unit, input_size)
    first, last = _ends(layers, 0)
    return _cut(first + unit, last + unit, input_size)


@mistake("receptive_region", hint="Work out unit 0 with padding 1 by hand: does its field begin at pixel 0?")
def forgets_the_padding_of_the_region(layers, unit, input_size):
    """The field lies where it would without any padding."""
    right.receptive_region(layers, unit, input_size)
    return _unchecked_region([(k, s, 0) for k, s, _ in layers], unit, input_size)


@mistake("receptive_region", hint="Is pixel 0 the first pixel of the image, or the first zero of the padding?")
def counts_from_the_first_padded_pixel(layers, unit, input_size):
    """Pixels are counted from the corner of the padded image instead of from the image's own."""
    first, last = right.receptive_region(layers, unit, input_size)
    margin = layers[0][2] if layers else 0
    return first + margin, last + margin


@mistake("receptive_region", hint="Which number has the first unit: 0 or 1?")
def counts_units_from_one(layers, unit, input_size):
    """The first unit is taken to be number 1, so that every field is that of the unit before."""
    right.receptive_region(layers, unit, input_size)
    return _unchecked_region(layers, unit - 1, input_size)


@mistake("receptive_region", hint="A field of 4 pixels with its centre at 1.5: which pixels are these?")
def takes_half_the_size_to_each_side(layers, unit, input_size):
    """The field reaches size // 2 pixels to each side of the centre: one pixel too many for an even size."""
    right.receptive_region(layers, unit, input_size)
    size, jump, start = right.receptive_field(layers)
    middle = math.floor(start + unit * jump)
    return _cut(middle - size // 2, middle + size // 2, input_size)


@mistake("receptive_region", hint="Print type(...) of the two ends.")
def gives_the_ends_as_floats(layers, unit, input_size):
    """The ends are floats."""
    first, last = right.receptive_region(layers, unit, input_size)
    return float(first), float(last)


@mistake("receptive_region", hint="Print type(...) of what you return.")
def gives_the_ends_as_a_list(layers, unit, input_size):
    """The ends come as a list instead of a tuple."""
    return list(right.receptive_region(layers, unit, input_size))


@mistake("receptive_region", hint="What does your function need of the layers that an empty list has not?")
def has_no_region_without_layers(layers, unit, input_size):
    """An empty list of layers ends in an error."""
    layers[-1]
    return right.receptive_region(layers, unit, input_size)


@mistake("receptive_region", hint="Without layers the unit is a pixel. How much does it see?")
def sees_the_whole_image_without_layers(layers, unit, input_size):
    """Without layers the whole image is given, though the unit is a single pixel."""
    first, last = right.receptive_region(layers, unit, input_size)
    return (first, last) if layers else (0, input_size - 1)


@mistake("receptive_region", hint="Units are counted from 0. Is there one with the number -1?")
def accepts_a_negative_unit(layers, unit, input_size):
    """A negative unit is accepted."""
    right.receptive_region(layers, max(unit, 0), input_size)
    return _unchecked_region(layers, unit, input_size)


@mistake("receptive_region", hint="How many units has the last layer at this input size, and what must happen for one more?")
def accepts_a_unit_behind_the_last(layers, unit, input_size):
    """A unit behind the last one is accepted."""
    right.receptive_region(layers, min(unit, 0), input_size)
    return _unchecked_region(layers, unit, input_size)


@mistake("receptive_region", hint="Which units does the last layer have at this input size? Work it out, then look at 'Raises'.")
def accepts_any_unit(layers, unit, input_size):
    """Every unit is accepted, whether the last layer has it or not; so is a kernel that does not fit."""
    _refuse(layers, _is_bad)
    return _unchecked_region(layers, unit, input_size)


@mistake("receptive_region", hint="Which layers, kernels and units make no sense? See 'Raises': nothing is refused so far.")
def refuses_nothing(layers, unit, input_size):
    """Nothing is checked: bad layers, kernels that do not fit and units that are not there are calculated with."""
    return _unchecked_region(layers, unit, input_size)


@mistake("receptive_region", hint="With three units, which number has the last one? Is it > or >= that you want?")
def accepts_one_unit_too_many(layers, unit, input_size):
    """The unit right behind the last one is accepted."""
    return _region_of_units(layers, unit, input_size, _units(layers, input_size) + 1)


@mistake("receptive_region", hint="With three units, which number has the last one?")
def refuses_the_last_unit(layers, unit, input_size):
    """The last unit is refused."""
    return _region_of_units(layers, unit, input_size, max(_units(layers, input_size) - 1, 1))


@mistake("receptive_region", hint="A window that would hang over the end: is it a unit? Floor, or ceiling?")
def counts_windows_that_hang_over(layers, unit, input_size):
    """The number of units is rounded up, so that a window that hangs over the end counts."""
    units = _units(layers, input_size, lambda n, k, s, p: -(-right._map_size([(k, 1, p)], n) // s))
    more = _units(layers, input_size, lambda n, k, s, p: -(-(right._map_size([(k, 1, p)], n) - 1) // s) + 1)
    return _region_of_units(layers, unit, input_size, max(units, more))


@mistake("receptive_region", hint="Does the padding make room for more windows?")
def counts_units_without_the_padding(layers, unit, input_size):
    """The number of units is worked out without the padding, so that units at the end are refused."""
    right.receptive_region(layers, 0, input_size)
    units = _units(layers, input_size, lambda n, k, s, p: max((n - k) // s + 1, 1))
    return _region_of_units(layers, unit, input_size, units)


@mistake("receptive_region", hint="How many places has a window that moves by 2 in a row of 7 pixels?")
def counts_units_without_the_stride(layers, unit, input_size):
    """The number of units is worked out with stride 1, so that units are accepted that are not there."""
    right.receptive_region(layers, 0, input_size)
    return _region_of_units(layers, unit, input_size, _units(layers, input_size, lambda n, k, s, p: n + 2 * p - k + 1))


@mistake("receptive_region", hint="Are units counted in pixels of the image? How many has the last layer?")
def accepts_units_up_to_the_input_size(layers, unit, input_size):
    """Every unit below the input size is accepted, as if the last layer had as many units as the image has pixels."""
    right.receptive_region(layers, 0, input_size)
    return _region_of_units(layers, unit, input_size, input_size)


@mistake("receptive_region", hint="A 6-wide kernel on 5 pixels with stride 2: what is -1 / 2, rounded down? And by int()?")
def rounds_towards_zero(layers, unit, input_size):
    """The number of units is rounded towards zero, so that a kernel that is a little too large seems to fit once."""
    _refuse(layers, _is_bad)
    return _region_of_units(layers, unit, input_size, _units(layers, input_size, lambda n, k, s, p: int((n + 2 * p - k) / s) + 1))


@mistake("receptive_region", hint="A kernel that does not fit in the first layer, then a layer with much padding: is all well?")
def looks_at_the_last_map_only(layers, unit, input_size):
    """A kernel that does not fit is overlooked when a later padding makes room again."""
    _refuse(layers, _is_bad)
    return _region_of_units(layers, unit, input_size, _units(layers, input_size, lambda n, k, s, p: (n + 2 * p - k) // s + 1))


@mistake("receptive_region", hint="A kernel exactly as long as the image has one place. Is it > or >= that you want?")
def refuses_a_kernel_that_just_fits(layers, unit, input_size):
    """A kernel that is exactly as long as its padded input is refused."""
    size = input_size
    for k, s, p in layers:
        right._map_size([(k, s, p)], size)
        if k >= size + 2 * p:
            raise ValueError(f"a kernel of {k} does not fit")
        size = right._map_size([(k, s, p)], size)
    return right.receptive_region(layers, unit, input_size)


@mistake("receptive_region", hint="What must happen for a kernel of 0, a stride of 0, a padding of -1? See 'Raises'.")
def finds_a_region_for_any_layer(layers, unit, input_size):
    """Bad layers are not refused: a kernel or a stride of 0 and a negative padding are calculated with."""
    if any(_is_bad(*layer) for layer in layers):
        return _unchecked_region(layers, unit, input_size)
    return right.receptive_region(layers, unit, input_size)


@mistake("receptive_region", hint="Kernel and stride have a limit. Has the padding one too?")
def finds_a_region_for_a_negative_padding(layers, unit, input_size):
    """A negative padding is accepted."""
    _refuse(layers, lambda k, s, p: k < 1 or s < 1)
    return finds_a_region_for_any_layer(layers, unit, input_size)


@mistake("receptive_region", hint="Does every kind of bad number end in a ValueError, the kernel's too?")
def finds_a_region_for_a_kernel_below_one(layers, unit, input_size):
    """A kernel of 0 or less is accepted."""
    _refuse(layers, lambda k, s, p: s < 1 or p < 0)
    return finds_a_region_for_any_layer(layers, unit, input_size)


@mistake("receptive_region", hint="Is your list as long after the call as before?")
def takes_the_layers_out_of_the_list(layers, unit, input_size):
    """The layers are taken out of the list that was handed in."""
    found = right.receptive_region(layers, unit, input_size)
    layers.clear()
    return found


# --- layers_needed


@mistake("layers_needed", hint="Is the target reached when a part of a pixel is still missing?")
def rounds_the_layers_down(kernel, target):
    """The number of layers is rounded down, so that the target may be missed."""
    right.layers_needed(kernel, target)
    return (target - 1) // (kernel - 1)


@mistake("layers_needed", hint="Is the target reached when a part of a pixel is still missing? What does round(2.5) give?")
def rounds_the_layers_to_the_nearest(kernel, target):
    """The number of layers is rounded to the nearest, so that the target may be missed."""
    right.layers_needed(kernel, target)
    return round((target - 1) / (kernel - 1))


@mistake("layers_needed", hint="One 3-wide layer sees 3 pixels. How many do two see: 5 or 6?")
def takes_the_whole_kernel_a_layer(kernel, target):
    """Each layer is taken to add the whole kernel to the field."""
    right.layers_needed(kernel, target)
    return -(-(target - 1) // kernel)


@mistake("layers_needed", hint="One 3-wide layer sees 3 pixels. How many do two see: 5 or 6? And no layer?")
def divides_the_target_by_the_kernel(kernel, target):
    """The target is divided by the kernel, as if the layers' windows lay side by side."""
    right.layers_needed(kernel, target)
    return -(-target // kernel)


@mistake("layers_needed", hint="How wide is the field before the first layer? And is a field as wide as the target enough?")
def forgets_the_pixel_itself(kernel, target):
    """The field is made one pixel wider than it must be: a pixel sees itself, and as wide as the target is enough."""
    right.layers_needed(kernel, target)
    return -(-target // (kernel - 1))


@mistake("layers_needed", hint="How many layers does it take to see one pixel?")
def needs_a_layer_for_one_pixel(kernel, target):
    """At least one layer is asked for, though a pixel sees itself without any."""
    return max(right.layers_needed(kernel, target), 1)


@mistake("layers_needed", hint="Check your answer: one layer fewer must not be enough.")
def counts_one_layer_too_many(kernel, target):
    """One layer too many, except where none is needed."""
    found = right.layers_needed(kernel, target)
    return found + (found > 0)


@mistake("layers_needed", hint="Print type(...) of what you return. np.ceil gives a float.")
def gives_the_layers_as_a_float(kernel, target):
    """The number of layers is a float."""
    return float(right.layers_needed(kernel, target))


@mistake("layers_needed", hint="With stride 1, does each layer multiply the field, or add to it?")
def multiplies_the_fields(kernel, target):
    """The field is taken to be multiplied by the kernel at each layer, as it is with strides."""
    right.layers_needed(kernel, target)
    count, size = 0, 1
    while size < target:
        count, size = count + 1, size * kernel
    return count


@mistake("layers_needed", hint="What if the target is narrower than one kernel?")
def gives_nothing_below_one_kernel(kernel, target):
    """A target narrower than the kernel is taken to need no layer."""
    return right.layers_needed(kernel, target) if target >= kernel else 0


@mistake("layers_needed", hint="What does a stack of 1-wide kernels see? See 'Raises'.")
def accepts_a_kernel_of_one(kernel, target):
    """A kernel of 1 is accepted, though no number of such layers widens the field."""
    if kernel < 1 or target < 1:
        raise ValueError("out of range")
    return right.layers_needed(kernel, target) if kernel > 1 else 0


@mistake("layers_needed", hint="What is kernel - 1 for a kernel of 1, and what do you do with it? See 'Raises'.")
def divides_by_zero_for_a_kernel_of_one(kernel, target):
    """A kernel of 1 ends in a ZeroDivisionError instead of a ValueError; smaller ones and small targets are refused."""
    if kernel < 1 or target < 1:
        raise ValueError("out of range")
    return -(-(target - 1) // (kernel - 1))


@mistake("layers_needed", hint="Which kernels and which targets make no sense? See 'Raises': nothing is refused so far.")
def works_out_anything(kernel, target):
    """Nothing is refused: a kernel of 1 ends in a ZeroDivisionError, other numbers that make no sense are calculated with."""
    return -(-(target - 1) // (kernel - 1))


@mistake("layers_needed", hint="The target is checked. Which kernels make no sense? See 'Raises'.")
def works_with_any_kernel(kernel, target):
    """The kernel is not checked: 1 ends in a ZeroDivisionError, smaller ones are calculated with."""
    right.layers_needed(2, target)
    return -(-(target - 1) // (kernel - 1))


@mistake("layers_needed", hint="1 is refused. What about 0 and negative kernels?")
def refuses_only_a_kernel_of_one(kernel, target):
    """A kernel of 1 is refused, but one of 0 or less is accepted."""
    if kernel == 1 or target < 1:
        raise ValueError("out of range")
    return right.layers_needed(kernel, target) if kernel > 1 else 0


@mistake("layers_needed", hint="What happens for a kernel of 1 or of 0? See 'Raises'.")
def accepts_any_kernel(kernel, target):
    """A kernel below 2 is accepted."""
    right.layers_needed(2, target)
    return right.layers_needed(kernel, target) if kernel > 1 else 0


@mistake("layers_needed", hint="Can a field be 0 pixels wide? See 'Raises'.")
def accepts_a_target_below_one(kernel, target):
    """A target of 0 or less is accepted."""
    return right.layers_needed(kernel, max(target, 1))


@mistake("layers_needed", hint="Is a target of 0 all right as long as it is not negative?")
def refuses_only_negative_targets(kernel, target):
    """A negative target is refused, but 0 is accepted."""
    return right.layers_needed(kernel, 1 if target == 0 else target)


@mistake("layers_needed", hint="Neither number is refused. What does 'Raises' say?")
def accepts_everything(kernel, target):
    """Nothing is refused."""
    return right.layers_needed(kernel, target) if kernel > 1 and target > 0 else 0


@mistake("layers_needed", hint="What does it take to see one pixel? Is that an error?")
def refuses_a_target_of_one(kernel, target):
    """A target of 1 is refused, though it needs no layer."""
    if target < 2:
        raise ValueError("out of range")
    return right.layers_needed(kernel, target)


@mistake("layers_needed", hint="Which is the smallest kernel that widens a field?")
def refuses_a_kernel_of_two(kernel, target):
    """A kernel of 2 is refused."""
    if kernel < 3:
        raise ValueError("out of range")
    return right.layers_needed(kernel, target)


@mistake("layers_needed", hint="May the field be wider than the target?")
def refuses_a_target_that_is_not_met_exactly(kernel, target):
    """A target that no stack meets exactly is refused, though a wider field will do."""
    found = right.layers_needed(kernel, target)
    if (target - 1) % (kernel - 1):
        raise ValueError("no stack sees exactly that much")
    return found


# --- build_network


def _convolution(k, s, p, value=1.0, bias=None, **options):
    """A layer with all weights alike; with `value` None as PyTorch makes it."""
    from torch import nn

    layer = nn.Conv2d(1, 1, k, s, p, bias=bias is not None, **options)
    if value is not None:
        nn.init.constant_(layer.weight, value)
    if bias is not None:
        nn.init.constant_(layer.bias, bias)
    return layer


def _stack(layers, make=_convolution):
    from torch import nn

    right.receptive_fields(layers)
    return nn.Sequential(*(make(*layer) for layer in layers))


@mistake("build_network", hint="Print the parameters of your network. What did PyTorch put there, and what should stand there?")
def keeps_the_random_weights(layers):
    """The weights stay as PyTorch drew them."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, p, value=None))


@mistake("build_network", hint="Print your network's parameters. Which numbers stand there, and which should?")
def keeps_what_pytorch_drew(layers):
    """Weights and bias stay as PyTorch drew them."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, p, value=None, bias=0.25))


@mistake("build_network", hint="The weights are 1. Which other parameter does a Conv2d have unless you tell it not to?")
def keeps_the_random_bias(layers):
    """The bias stays as PyTorch drew it."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, p, bias=0.25))


@mistake("build_network", hint="Every parameter is 1. Is the bias a weight?")
def sets_the_bias_to_one(layers):
    """The bias is set to 1 along with the weights."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, p, bias=1.0))


@mistake("build_network", hint="Does the gradient reach a pixel whose weight is 0?")
def sets_the_weights_to_zero(layers):
    """All weights are 0, so that nothing is seen."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, p, value=0.0))


@mistake("build_network", hint="Is a sum asked for, or a mean?")
def averages_instead_of_adding(layers):
    """The weights are one over the number of pixels in the window: a mean instead of a sum."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, p, value=1 / k**2))


@mistake("build_network", hint="Print the dtype of the parameters.")
def builds_in_double_precision(layers):
    """The network is float64 instead of float32."""
    return _stack(layers).double()


@mistake("build_network", hint="Print your network. Which of the three numbers of a layer is missing?")
def leaves_out_the_padding(layers):
    """The padding is not handed to the convolutions."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, 0))


@mistake("build_network", hint="Print your network. Which of the three numbers of a layer is missing?")
def leaves_out_the_stride(layers):
    """The stride is not handed to the convolutions."""
    return _stack(layers, lambda k, s, p: _convolution(k, 1, p))


@mistake("build_network", hint="In which order does Conv2d take stride and padding? Print your network.")
def swaps_stride_and_padding(layers):
    """Stride and padding have changed places."""
    return _stack(layers, lambda k, s, p: _convolution(k, max(p, 1), s))


@mistake("build_network", hint="Print your network. Is the stride where you want it?")
def takes_the_stride_for_the_dilation(layers):
    """The stride was handed over as the dilation."""
    return _stack(layers, lambda k, s, p: _convolution(k, 1, p, dilation=s))


@mistake("build_network", hint="Where does the padding come from: from the layer, or from the kernel?")
def pads_to_keep_the_size(layers):
    """Every layer is padded by half its kernel, whatever padding is asked for."""
    return _stack(layers, lambda k, s, p: _convolution(k, s, k // 2))


@mistake("build_network", hint="How many layers has your network, and how many were asked for?")
def adds_a_relu_after_each_layer(layers):
    """A ReLU stands behind each convolution."""
    from torch import nn

    return nn.Sequential(*(part for layer in _stack(layers) for part in (layer, nn.ReLU())))


@mistake("build_network", hint="How many layers has your network, and how many were asked for?")
def begins_with_an_identity(layers):
    """The network begins with a layer that does nothing."""
    from torch import nn

    return nn.Sequential(nn.Identity(), *_stack(layers))


@mistake("build_network", hint="Print your network. What stands in it?")
def nests_a_network_in_a_network(layers):
    """Each convolution is wrapped in a Sequential of its own."""
    from torch import nn

    return nn.Sequential(*(nn.Sequential(layer) for layer in _stack(layers)))


@mistake("build_network", hint="How many layers has your network, and how many were asked for?")
def keeps_only_the_last_layer(layers):
    """Only the last layer is in the network."""
    return _stack(layers)[-1:]


@mistake("build_network", hint="Which layer does the image meet first?")
def builds_from_the_last_layer(layers):
    """The layers stand in the wrong order, the last one first."""
    return _stack(layers[::-1])


@mistake("build_network", hint="Print type(...) of what you return. Can you call it with an image?")
def gives_a_list_of_layers(layers):
    """The layers come as a list instead of a network."""
    return list(_stack(layers))


@mistake("build_network", hint="Print type(...) of what you return. Which container of PyTorch can be called with an image?")
def gives_a_module_list(layers):
    """The layers come in a ModuleList, which cannot be called, instead of a Sequential."""
    from torch import nn

    return nn.ModuleList(_stack(layers))


@mistake("build_network", hint="An image has two axes. Which of Conv1d, Conv2d and Conv3d is it?")
def builds_along_one_axis(layers):
    """The convolutions run along one axis only (Conv1d)."""
    from torch import nn

    def make(k, s, p):
        layer = nn.Conv1d(1, 1, k, s, p, bias=False)
        nn.init.ones_(layer.weight)
        return layer

    return _stack(layers, make)


@mistake("build_network", hint="How many channels go into each layer, and how many come out?")
def reads_three_channels(layers):
    """The first layer reads three channels, as for a colour image, instead of one."""
    from torch import nn

    network = _stack(layers)
    if len(network):
        first = network[0]
        network[0] = nn.Conv2d(3, 1, first.kernel_size, first.stride, first.padding, bias=False)
        nn.init.ones_(network[0].weight)
    return network


@mistake("build_network", hint="What does your function return for an empty list?")
def builds_nothing_without_layers(layers):
    """Without layers nothing is returned, where an empty Sequential is asked for."""
    return _stack(layers) if layers else None


@mistake("build_network", hint="How many layers has a network for an empty list?")
def builds_an_identity_without_layers(layers):
    """Without layers the network holds an Identity, where it should be empty."""
    from torch import nn

    return _stack(layers) if layers else nn.Sequential(nn.Identity())


@mistake("build_network", hint="Which bad layers does PyTorch take without a word? Look at the numbers yourself.")
def leaves_the_checks_to_pytorch(layers):
    """Bad layers are left to PyTorch, which builds most of them without a word."""
    from torch import nn

    with catch_warnings():
        simplefilter("ignore")  # about weights that are not there
        return nn.Sequential(*(_convolution(*layer) for layer in layers))


@mistake("build_network", hint="Kernel and stride have a limit. Has the padding one too?")
def builds_a_negative_padding(layers):
    """A negative padding is accepted."""
    _refuse(layers, lambda k, s, p: k < 1 or s < 1)
    return leaves_the_checks_to_pytorch(layers)


@mistake("build_network", hint="Kernel and padding have a limit. Has the stride one too?")
def builds_a_stride_below_one(layers):
    """A stride of 0 or less is accepted."""
    _refuse(layers, lambda k, s, p: k < 1 or p < 0)
    return leaves_the_checks_to_pytorch(layers)


@mistake("build_network", hint="Stride and padding have a limit. Has the kernel one too?")
def builds_a_kernel_below_one(layers):
    """A kernel of 0 or less is accepted."""
    _refuse(layers, lambda k, s, p: s < 1 or p < 0)
    return leaves_the_checks_to_pytorch(layers)


@mistake("build_network", hint="Put the bad layer second. Do you look at every layer?")
def checks_only_the_first_layer_it_builds(layers):
    """Only the first layer is checked."""
    _refuse(layers[:1], _is_bad)
    return leaves_the_checks_to_pytorch(layers)


@mistake("build_network", hint="Is your list as long after the call as before?")
def uses_up_the_list(layers):
    """The layers are taken out of the list that was handed in."""
    network = _stack(layers)
    layers.clear()
    return network


# --- gradient_region


def _reached(layers, unit, input_size):
    """The pixels of one axis that a unit reads, by walking back from layer to layer: what the gradient finds, without PyTorch."""
    sizes = [input_size]
    for layer in layers:
        sizes.append(right._map_size([layer], sizes[-1]))
    units = {unit} if 0 <= unit < sizes[-1] else set()
    for (k, s, p), size in zip(layers[::-1], sizes[-2::-1], strict=True):
        units = {at for one in units for at in range(one * s - p, one * s - p + k) if 0 <= at < size}
    return np.isin(np.arange(input_size), list(units))


def _seen(layers, unit, input_size):
    """The right region."""
    units = right._map_size(layers, input_size)
    if not all(0 <= each < units for each in unit):
        raise ValueError(f"no unit {unit}")
    return _unchecked_seen(layers, unit, input_size)


def _unchecked_seen(layers, unit, input_size):
    return np.outer(*(_reached(layers, each, input_size) for each in unit))


@mistake("gradient_region", hint="Print unit[0] and unit[1]. Which is the row, and which axis of the map is that?")
def swaps_row_and_column(layers, unit, input_size):
    """Row and column have changed places."""
    return _seen(layers, unit[::-1], input_size)


@mistake("gradient_region", hint="Whose gradient is it: one unit's, or that of the sum of the whole map?")
def asks_the_whole_map(layers, unit, input_size):
    """The gradient is that of the whole map's sum: all pixels that any unit sees."""
    _seen(layers, unit, input_size)
    units = range(right._map_size(layers, input_size))
    seen = np.any([_reached(layers, each, input_size) for each in units], axis=0)
    return np.outer(seen, seen)


@mistake("gradient_region", hint="Which unit do you ask: the one that was named, or always the first?")
def asks_the_first_unit(layers, unit, input_size):
    """The first unit is asked, whichever was named."""
    _seen(layers, unit, input_size)
    return _seen(layers, (0, 0), input_size)


@mistake("gradient_region", hint="Can a field hold pixels that no window reads? Try a stride of 3 under a kernel of 2.")
def fills_the_gaps(layers, unit, input_size):
    """Everything between the first and the last pixel is marked, also what the strides skip."""
    seen = _seen(layers, unit, input_size)
    if not seen.any():
        return seen
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    seen[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    return seen


@mistake("gradient_region", hint="Can a padding stand in for units that are not there? Compare with the gradient itself.")
def draws_the_formula(layers, unit, input_size):
    """The box of the formulas is drawn instead of asking the gradient: gaps, and what padding hides, are not seen."""
    _seen(layers, unit, input_size)
    region = np.zeros((input_size, input_size), bool)
    (top, bottom), (left, end) = (_unchecked_region(layers, each, input_size) for each in unit)
    region[top : bottom + 1, left : end + 1] = True
    return region


@mistake("gradient_region", hint="Print the dtype of what you return: is it bool?")
def gives_ones_and_zeros(layers, unit, input_size):
    """The region holds ones and zeros instead of True and False."""
    return _seen(layers, unit, input_size).astype(int)


@mistake("gradient_region", hint="Is the gradient asked for, or where it is not zero?")
def gives_the_gradient_itself(layers, unit, input_size):
    """The gradient itself is given, as floats, instead of where it is not zero."""
    return _seen(layers, unit, input_size).astype(np.float32)


@mistake("gradient_region", hint="Print type(...) of what you return: is it a NumPy array?")
def gives_a_tensor(layers, unit, input_size):
    """The region is a PyTorch tensor instead of a NumPy array."""
    import torch

    return torch.from_numpy(_seen(layers, unit, input_size))


@mistake("gradient_region", hint="Print the shape of what you return. How many axes should there be?")
def keeps_the_batch_and_channel_axes(layers, unit, input_size):
    """The axes of batch and channel are still there."""
    return _seen(layers, unit, input_size)[None, None]


@mistake("gradient_region", hint="Where is your region True: where the gradient is zero, or where it is not?")
def marks_what_is_not_seen(layers, unit, input_size):
    """True stands where the gradient is zero: the wrong way round."""
    return ~_seen(layers, unit, input_size)


@mistake("gradient_region", hint="The gradient is larger in the middle of the field than at its border. Does that matter?")
def marks_only_the_strongest(layers, unit, input_size):
    """Only the pixels with the largest gradient are marked."""
    _seen(layers, unit, input_size)
    counts = [_paths(layers, each, input_size) for each in unit]
    strength = np.outer(*counts)
    return (strength == strength.max()) & (strength > 0)


def _paths(layers, unit, input_size):
    """How many ways lead from a unit to each pixel of one axis: the gradient's size."""
    sizes = [input_size]
    for layer in layers:
        sizes.append(right._map_size([layer], sizes[-1]))
    paths = {unit: 1}
    for (k, s, p), size in zip(layers[::-1], sizes[-2::-1], strict=True):
        below = {}
        for one, count in paths.items():
            for at in range(one * s - p, one * s - p + k):
                if 0 <= at < size:
                    below[at] = below.get(at, 0) + count
        paths = below
    return np.array([paths.get(pixel, 0) for pixel in range(input_size)])


@mistake("gradient_region", hint="Is an edge pixel seen as well? Compare with a count by hand for one 3 x 3 layer.")
def marks_only_pixels_on_several_paths(layers, unit, input_size):
    """Pixels that reach the unit on a single path are left out: larger than 1 is asked for, where it is not 0."""
    _seen(layers, unit, input_size)
    return np.outer(*(_paths(layers, each, input_size) for each in unit)) > 1


@mistake("gradient_region", hint="Does your network pad? Try unit (0, 0) of a 3 x 3 layer with padding 1.")
def builds_without_padding(layers, unit, input_size):
    """The network has no padding, so that the fields lie too far down and to the right, or units are missing."""
    _seen(layers, unit, input_size)
    wide = input_size + 2 * sum(p for _, _, p in layers) * math.prod(s for _, s, _ in layers) + 1
    return _unchecked_seen([(k, s, 0) for k, s, _ in layers], unit, wide)[:input_size, :input_size]


@mistake("gradient_region", hint="Does your network have the strides? Compare unit (1, 0) of a layer with stride 2.")
def builds_without_strides(layers, unit, input_size):
    """The network has no strides, so that the fields lie too close together."""
    _seen(layers, unit, input_size)
    return _unchecked_seen([(k, 1, p) for k, _, p in layers], unit, input_size)


@mistake("gradient_region", hint="Without layers the unit is the pixel. Does its gradient come out of your network too?")
def has_no_gradient_without_layers(layers, unit, input_size):
    """An empty list of layers ends in an error."""
    layers[-1]
    return _seen(layers, unit, input_size)


@mistake("gradient_region", hint="Without layers the unit is the pixel. Which pixels does it see?")
def marks_everything_without_layers(layers, unit, input_size):
    """Without layers the whole image is marked, though the unit is a single pixel."""
    seen = _seen(layers, unit, input_size)
    return seen if layers else np.ones_like(seen)


@mistake("gradient_region", hint="Without layers the unit is the pixel. Which pixels does it see?")
def marks_nothing_without_layers(layers, unit, input_size):
    """Without layers nothing is marked, though the unit is a pixel and sees itself."""
    seen = _seen(layers, unit, input_size)
    return seen if layers else np.zeros_like(seen)


@mistake("gradient_region", hint="Indexing with -1 takes the last unit. Is that the unit that was asked for?")
def takes_negative_units_from_the_end(layers, unit, input_size):
    """A negative row or column is accepted, as Python counts it from the end."""
    return _seen(layers, tuple(max(each, 0) for each in unit), input_size)


@mistake("gradient_region", hint="Which exception does a unit behind the last one raise: ValueError, or another?")
def leaves_large_units_to_the_index(layers, unit, input_size):
    """A unit behind the last one ends in an IndexError of PyTorch's instead of a ValueError."""
    units = right._map_size(layers, input_size)
    if min(unit) < 0:
        raise ValueError("negative")
    if max(unit) >= units:
        raise IndexError("no such unit")
    return _unchecked_seen(layers, unit, input_size)


@mistake("gradient_region", hint="Which units does the last map have? What must happen for any other? See 'Raises'.")
def checks_no_unit(layers, unit, input_size):
    """Units are not checked: negative ones count from the end, large ones end in an IndexError."""
    units = right._map_size(layers, input_size)
    if max(unit) >= units or min(unit) < -units:
        raise IndexError("no such unit")
    return _unchecked_seen(layers, tuple(each % units for each in unit), input_size)


@mistake("gradient_region", hint="Which units and kernels can there not be? PyTorch's own errors are no ValueError.")
def leaves_everything_to_pytorch(layers, unit, input_size):
    """Units and kernels are not checked: PyTorch's own errors come instead of a ValueError, or a unit counted from the end."""
    return checks_no_unit(layers, unit, input_size) if _fits(layers, input_size) else _pytorch_refuses()


@mistake("gradient_region", hint="Which layers, units and kernels can there not be? PyTorch's errors are no ValueError.")
def checks_nothing_at_all(layers, unit, input_size):
    """Nothing is checked, layers neither: PyTorch's own errors come instead of a ValueError, or a unit counted from the end."""
    if any(_is_bad(*layer) for layer in layers):
        _pytorch_refuses()
    return leaves_everything_to_pytorch(layers, unit, input_size)


def _fits(layers, input_size):
    _refuse(layers, _is_bad)
    try:
        return bool(right._map_size(layers, input_size))
    except ValueError:
        return False


def _pytorch_refuses():
    raise RuntimeError("PyTorch does not want this")


@mistake("gradient_region", hint="You look at the row of the unit. What about its column?")
def checks_the_row_only(layers, unit, input_size):
    """Only the unit's row is checked."""
    _seen(layers, (unit[0], 0), input_size)
    return _unchecked_seen(layers, unit, input_size)


@mistake("gradient_region", hint="You look at the column of the unit. What about its row?")
def checks_the_column_only(layers, unit, input_size):
    """Only the unit's column is checked."""
    _seen(layers, (0, unit[1]), input_size)
    return _unchecked_seen(layers, unit, input_size)


@mistake("gradient_region", hint="Is the unit counted in pixels of the image, or in units of the last map?")
def compares_the_unit_with_the_input_size(layers, unit, input_size):
    """The unit is compared with the image's size instead of the last map's."""
    right._map_size(layers, input_size)
    if not all(0 <= each < input_size for each in unit):
        raise ValueError(f"no unit {unit}")
    return _unchecked_seen(layers, unit, input_size)


@mistake("gradient_region", hint="Which exception does a kernel raise that does not fit: ValueError, or PyTorch's own?")
def leaves_kernels_that_do_not_fit_to_pytorch(layers, unit, input_size):
    """A kernel that does not fit ends in a RuntimeError of PyTorch's instead of a ValueError."""
    size = input_size
    for k, s, p in layers:
        _refuse([(k, s, p)], _is_bad)
        if k > size + 2 * p:
            raise RuntimeError("kernel size can't be greater than actual input size")
        size = right._map_size([(k, s, p)], size)
    return _seen(layers, unit, input_size)


@mistake("gradient_region", hint="A kernel that does not fit in the first layer, then a layer with much padding: what happens?")
def checks_the_size_of_the_last_map_only(layers, unit, input_size):
    """A kernel that does not fit in an earlier layer is overlooked when a later padding makes room again."""
    size = input_size
    for k, s, p in layers:
        _refuse([(k, s, p)], _is_bad)
        size = (size + 2 * p - k) // s + 1
    if not all(0 <= each < size for each in unit):
        raise ValueError(f"no unit {unit}")
    try:
        return _unchecked_seen(layers, unit, input_size)
    except ValueError:
        raise RuntimeError("kernel size can't be greater than actual input size") from None


@mistake("gradient_region", hint="What must happen for a kernel of 0, a stride of 0, a padding of -1? See 'Raises'.")
def asks_any_layer(layers, unit, input_size):
    """Bad layers end in an error of PyTorch's instead of a ValueError."""
    if any(_is_bad(*layer) for layer in layers):
        raise RuntimeError("non-positive stride is not supported")
    return _seen(layers, unit, input_size)


@mistake("gradient_region", hint="Kernel and stride have a limit. Has the padding one too?")
def asks_through_a_negative_padding(layers, unit, input_size):
    """A negative padding ends in an error of PyTorch's instead of a ValueError."""
    _refuse(layers, lambda k, s, p: k < 1 or s < 1)
    return asks_any_layer(layers, unit, input_size)


@mistake("gradient_region", hint="Is your list as long after the call as before?")
def empties_the_list_on_the_way(layers, unit, input_size):
    """The layers are taken out of the list that was handed in."""
    seen = _seen(layers, unit, input_size)
    layers.clear()
    return seen
