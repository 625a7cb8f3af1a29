"""The mistakes that students make with stride, padding and dilation, each as a function that makes it.

Finding out which of them an answer makes is left to `explain`.
"""

import math

import numpy as np

from autograder.checks.misconceptions.catalogue import Catalogue
from autograder.reference import output_size as right
from autograder.reference.sizes import pair

catalogue = Catalogue(
    "output_size",
    functions=(
        "conv_output_size",
        "conv_output_shape",
        "pad2d",
        "conv2d",
        "same_padding",
        "unread_pixels",
    ),
    forbidden=(
        "torch",
        "scipy",
        "numpy.pad",
        "numpy.convolve",
        "numpy.correlate",
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


# n, kernel, stride, padding, dilation: strides that divide and that do not, odd and even kernels; then what must be refused.
for _n, _kernel, _stride, _padding, _dilation in (
    (7, 3, 1, 0, 1),
    (7, 3, 2, 0, 1),
    (7, 3, 3, 0, 1),
    (8, 2, 5, 0, 1),
    (9, 4, 1, 0, 1),
    (9, 1, 4, 0, 1),
    (10, 4, 3, 2, 1),
    (27, 5, 1, 2, 1),
    (224, 11, 4, 2, 1),
    (4, 6, 1, 1, 1),
    (5, 5, 2, 0, 1),
    (1, 3, 1, 1, 1),
    (8, 3, 3, 1, 1),
    (7, 3, 1, 0, 2),
    (12, 4, 1, 0, 3),
    (9, 1, 1, 0, 5),
    (10, 3, 2, 1, 2),
    (14, 3, 3, 2, 4),
    (5, 3, 1, 0, 2),
    (3, 4, 1, 0, 1),
    (3, 3, 1, 0, 2),
    (2, 4, 5, 0, 1),
    (4, 7, 3, 1, 1),
    (4, 7, 1, 1, 1),
    (0, 1, 1, 0, 1),
    (0, 3, 1, 2, 1),
    (-2, 3, 1, 4, 1),
    (5, 0, 1, 0, 1),
    (5, -3, 1, 0, 1),
    (5, 3, 0, 0, 1),
    (5, 3, -2, 0, 1),
    (5, 3, 1, -1, 1),
    (5, 3, 1, 0, 0),
    (5, 3, 1, 0, -1),
):
    probe("conv_output_size", lambda n=_n, k=_kernel: (n, k), stride=_stride, padding=_padding, dilation=_dilation)
probe("conv_output_size", lambda: (32, 5))

for _shape, _filters, _kernel, _stride, _padding in (
    ((3, 32, 32), 6, 5, 1, 0),
    ((3, 7, 10), 2, 3, 1, 0),
    ((1, 227, 227), 96, 11, 4, 0),
    ((4, 8, 13), 5, 2, 3, 1),
    ((2, 9, 9), 4, (1, 7), 1, 0),
    ((2, 9, 9), 4, 3, (1, 4), 0),
    ((2, 9, 9), 4, 3, 1, (0, 5)),
    ((1, 7, 10), 2, (3, 5), (2, 1), (0, 2)),
    ((2, 12, 17), 5, (4, 2), (3, 5), (1, 2)),
    ((3, 3, 8), 7, (5, 2), 1, (1, 0)),
    ((1, 4, 9), 2, (4, 9), 1, 0),
    ((1, 4, 9), 2, 5, 1, 0),
    ((1, 9, 4), 2, 5, 1, 0),
    ((1, 3, 3), 2, 5, 1, 0),
    ((1, 4, 9), 2, (7, 2), 1, (1, 3)),
    ((1, 4, 9), 2, (6, 2), 4, 0),
    ((6, 3, 2), 2, 3, 1, 0),
    ((8, 1, 9), 2, 3, 1, 0),
    ((9, 9, 1), 2, 3, 1, 0),
):
    _options = {"stride": _stride, "padding": _padding}
    probe("conv_output_shape", lambda shape=_shape, f=_filters, k=_kernel: (shape, f, k), **_options)
probe("conv_output_shape", lambda: ((3, 7, 10), 2, (3, 5)))

for _shape in ((1, 3, 3), (3, 2, 4), (2, 4, 2), (1, 1, 1)):
    for _padding in (0, 1, 3, (1, 2), (2, 0), (0, 2)):
        probe("pad2d", lambda shape=_shape, padding=_padding: (_numbers(*shape), padding))
        probe("pad2d", lambda shape=_shape, padding=_padding: (_numbers(*shape), padding), value=-1.5)
probe("pad2d", lambda: (*_views(_numbers(2, 3, 4)), (2, 1)), value=0.5)

# (C, H, W), (F, C, k, l), stride, padding: first what fits, then other depths, then what is too tall, too wide, or both.
for _map, _weights, _stride, _padding in (
    ((1, 5, 5), (1, 1, 3, 3), 1, 0),
    ((3, 4, 6), (2, 3, 2, 3), 1, 0),
    ((2, 6, 4), (4, 2, 3, 2), 1, 1),
    ((3, 5, 5), (3, 3, 3, 3), 2, 1),
    ((2, 7, 7), (3, 2, 3, 3), 2, 0),
    ((2, 8, 6), (3, 2, 3, 2), 3, 0),
    ((2, 7, 9), (4, 2, 2, 3), (3, 2), 0),
    ((2, 7, 7), (1, 2, 2, 2), (1, 3), 0),
    ((2, 5, 4), (3, 2, 2, 3), 1, (0, 2)),
    ((2, 5, 5), (1, 2, 3, 3), 1, (2, 1)),
    ((3, 6, 5), (2, 3, 3, 2), (3, 2), (1, 2)),
    ((2, 3, 4), (3, 2, 3, 4), 1, 0),
    ((2, 2, 3), (3, 2, 4, 5), 1, 1),
    ((4, 1, 1), (2, 4, 1, 1), 1, 0),
    ((2, 5, 4), (3, 2, 1, 1), 3, 0),
    ((3, 4, 3), (2, 3, 2, 3), 1, 0),
    ((3, 4, 4), (2, 1, 2, 2), 1, 0),
    ((1, 4, 4), (2, 3, 2, 2), 1, 0),
    ((2, 4, 4), (2, 3, 2, 2), 1, 0),
    ((3, 4, 4), (2, 2, 2, 2), 1, 0),
    ((2, 5, 5), (1, 2, 2, 3), 1, 0),
    ((2, 4, 6), (1, 2, 3, 3), 1, 0),
    ((2, 6, 3), (1, 2, 4, 2), 1, 0),
    ((2, 2, 4), (1, 2, 5, 2), 1, 0),
    ((2, 4, 2), (1, 2, 2, 5), 1, 0),
    ((2, 2, 5), (1, 2, 3, 2), 1, 0),
    ((2, 5, 2), (1, 2, 2, 3), 1, 0),
    ((2, 3, 3), (1, 2, 4, 1), 1, 0),
    ((2, 3, 3), (1, 2, 1, 4), 1, 0),
    ((2, 2, 3), (1, 2, 6, 3), 1, (1, 2)),
    ((2, 3, 2), (1, 2, 3, 6), 1, (2, 1)),
    ((2, 2, 2), (1, 2, 3, 3), 1, 0),
    ((2, 2, 2), (1, 2, 5, 5), 4, 1),
):
    _options = {"stride": _stride, "padding": _padding}
    probe("conv2d", lambda x=_map, w=_weights: (_numbers(*x), _numbers(*w) + 1, _numbers(w[0]) - 2), **_options)
probe("conv2d", lambda: _views(_numbers(2, 4, 5), _numbers(3, 2, 2, 3) + 1, _numbers(3) - 2))

_odd = ((1, 1), (3, 1), (5, 1), (11, 1), (1, 4), (3, 2), (3, 3), (5, 2), (7, 3))
_even = ((2, 1), (4, 2), (6, 3), (2, 2), (12, 1))
for _kernel, _dilation in (*_odd, *_even):
    probe("same_padding", lambda kernel=_kernel: (kernel,), dilation=_dilation)
probe("same_padding", lambda: (7,))

for _n, _kernel, _stride, _padding in (
    (7, 3, 1, 0),
    (7, 3, 3, 0),
    (10, 1, 4, 0),
    (227, 11, 4, 0),
    (224, 11, 4, 0),
    (224, 11, 4, 2),
    (12, 3, 7, 0),
    (9, 4, 2, 0),
    (20, 5, 4, 0),
    (6, 6, 3, 0),
    (7, 3, 3, 1),
    (5, 2, 8, 2),
    (4, 6, 2, 1),
    (6, 3, 5, 3),
    (11, 4, 6, 1),
    (3, 4, 1, 0),
    (4, 7, 2, 1),
    (2, 9, 4, 0),
    (5, 6, 3, 0),
):
    probe("unread_pixels", lambda n=_n, k=_kernel: (n, k), stride=_stride, padding=_padding)
probe("unread_pixels", lambda: (9, 3))


# --- conv_output_size


def _checked(n, kernel, stride, padding, dilation):
    """The right refusals, for mistakes that are made elsewhere; gives the room that the kernel has to move."""
    right.conv_output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)
    return n + 2 * padding - dilation * (kernel - 1) - 1


def _refuse(least, **sizes):
    """Refuse the sizes below `least`, if any."""
    if any(value < least for value in sizes.values()):
        raise ValueError(f"below {least}: {sizes}")


def _size(n, kernel, stride, padding, dilation):
    """The formula, refused where the kernel does not fit, without a look at the other sizes."""
    room = n + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1


@mistake("conv_output_size", hint="Count the places of a kernel of 3 on 7 pixels at stride 3. Can there be a third of a place?")
def forgets_the_floor(n, kernel, stride=1, padding=0, dilation=1):
    """Nothing is rounded down: the result is a float, and a fraction where the stride does not divide."""
    return _checked(n, kernel, stride, padding, dilation) / stride + 1


@mistake("conv_output_size", hint="Print type(...) of what you return. What does / give, and what //?")
def gives_a_whole_float(n, kernel, stride=1, padding=0, dilation=1):
    """The number is right, but it is a float, as from np.floor."""
    return float(_checked(n, kernel, stride, padding, dilation) // stride + 1)


@mistake("conv_output_size", hint="Draw 7 pixels, a kernel of 3 and stride 3. Is there a window that hangs over the end?")
def rounds_up(n, kernel, stride=1, padding=0, dilation=1):
    """A last window that hangs over the end is counted: rounded up instead of down."""
    return math.ceil(_checked(n, kernel, stride, padding, dilation) / stride) + 1


@mistake("conv_output_size", hint="Draw the windows where the stride nearly divides. Does the last one lie wholly on the input?")
def rounds_to_the_nearest(n, kernel, stride=1, padding=0, dilation=1):
    """The result is rounded to the nearest whole number instead of down."""
    return round(_checked(n, kernel, stride, padding, dilation) / stride) + 1


@mistake("conv_output_size", hint="How many pixels longer does padding 1 make an axis? Padding is counted on each side.")
def counts_the_padding_once(n, kernel, stride=1, padding=0, dilation=1):
    """The padding is added on one side only."""
    _checked(n, kernel, stride, padding, dilation)
    return (n + padding - dilation * (kernel - 1) - 1) // stride + 1


@mistake("conv_output_size", hint="Try padding=1: what should change?")
def forgets_the_padding(n, kernel, stride=1, padding=0, dilation=1):
    """The padding changes nothing."""
    return (_checked(n, kernel, stride, padding, dilation) - 2 * padding) // stride + 1


@mistake("conv_output_size", hint="A kernel as long as the input has one place. What does your formula give?")
def forgets_the_plus_one(n, kernel, stride=1, padding=0, dilation=1):
    """The first place of the kernel is not counted: the + 1 is missing."""
    return _checked(n, kernel, stride, padding, dilation) // stride


@mistake("conv_output_size", hint="Three weights lie 2 pixels apart: how many steps lead from the first to the last?")
def dilates_every_weight(n, kernel, stride=1, padding=0, dilation=1):
    """The kernel is taken to span dilation times kernel pixels: as many gaps as weights, where there is one fewer."""
    _checked(n, kernel, stride, padding, dilation)
    return (n + 2 * padding - dilation * kernel) // stride + 1


@mistake("conv_output_size", hint="Try dilation=2: what should change?")
def forgets_the_dilation(n, kernel, stride=1, padding=0, dilation=1):
    """The dilation changes nothing."""
    _checked(n, kernel, stride, padding, dilation)
    return (n + 2 * padding - kernel) // stride + 1


@mistake("conv_output_size", hint="At dilation 1 the weights lie side by side. How many pixels does a kernel of 3 span then?")
def takes_the_dilation_for_the_gap(n, kernel, stride=1, padding=0, dilation=1):
    """Dilation is taken to be the number of pixels left out between two weights, so that 1 already spreads them."""
    _checked(n, kernel, stride, padding, dilation)
    return (n + 2 * padding - (dilation + 1) * (kernel - 1) - 1) // stride + 1


@mistake("conv_output_size", hint="How many gaps has a kernel of 4 weights? Does your span grow with each of them?")
def adds_the_dilation_once(n, kernel, stride=1, padding=0, dilation=1):
    """The kernel grows by one gap only, however many weights it has."""
    _checked(n, kernel, stride, padding, dilation)
    return (n + 2 * padding - (kernel + dilation - 1)) // stride + 1


@mistake("conv_output_size", hint="Try stride=2: what should change?")
def forgets_the_stride(n, kernel, stride=1, padding=0, dilation=1):
    """The stride changes nothing."""
    return _checked(n, kernel, stride, padding, dilation) + 1


@mistake("conv_output_size", hint="Is the first place one of those that the stride divides? Try a kernel of 1 and stride 4.")
def divides_the_first_place_too(n, kernel, stride=1, padding=0, dilation=1):
    """All places at stride 1 are divided by the stride: the + 1 stands inside the fraction."""
    return (_checked(n, kernel, stride, padding, dilation) + 1) // stride


@mistake("conv_output_size", hint="Does your result depend on the kernel? Try one as long as the input.")
def divides_the_input_by_the_stride(n, kernel, stride=1, padding=0, dilation=1):
    """The size is the input's over the stride, as if the padding always kept it."""
    _checked(n, kernel, stride, padding, dilation)
    return -(-n // stride)


@mistake("conv_output_size", hint="Try an even kernel. Where does your formula halve it?")
def takes_an_even_kernel_for_odd(n, kernel, stride=1, padding=0, dilation=1):
    """The kernel is halved and doubled again, so that an even one is counted as the next odd one."""
    _checked(n, kernel, stride, padding, dilation)
    return (n + 2 * padding - dilation * 2 * (kernel // 2) - 1) // stride + 1


@mistake("conv_output_size", hint="Which of stride and dilation moves the kernel, and which spreads its weights?")
def swaps_stride_and_dilation(n, kernel, stride=1, padding=0, dilation=1):
    """Stride and dilation are mixed up."""
    _checked(n, kernel, stride, padding, dilation)
    return (n + 2 * padding - stride * (kernel - 1) - 1) // dilation + 1


@mistake("conv_output_size", hint="Is a stride that does not divide an error? Look at 7 pixels and stride 3.")
def refuses_a_stride_that_does_not_divide(n, kernel, stride=1, padding=0, dilation=1):
    """A stride that does not divide is refused, where the last pixels are just left unread."""
    if _checked(n, kernel, stride, padding, dilation) % stride:
        raise ValueError("the stride does not divide")
    return right.conv_output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)


@mistake("conv_output_size", hint="A kernel as long as the padded input has one place. Is it > or >= that you want?")
def refuses_a_kernel_that_just_fits(n, kernel, stride=1, padding=0, dilation=1):
    """A kernel that spans exactly the padded input is refused."""
    if _checked(n, kernel, stride, padding, dilation) == 0:
        raise ValueError("no room to move")
    return right.conv_output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)


@mistake("conv_output_size", hint="Does padding help a kernel to fit? Try 4 pixels, a kernel of 6 and padding 1.")
def compares_the_kernel_with_the_bare_input(n, kernel, stride=1, padding=0, dilation=1):
    """Whether the kernel fits is asked without the padding, so that what is legal is refused."""
    if dilation * (kernel - 1) + 1 > n:
        raise ValueError("the kernel does not fit")
    return right.conv_output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)


@mistake("conv_output_size", hint="How many pixels does a kernel of 3 span at dilation 2? Is it that number that you compare?")
def compares_the_kernel_without_its_dilation(n, kernel, stride=1, padding=0, dilation=1):
    """Whether the kernel fits is asked without the dilation."""
    _refuse(1, n=n, kernel=kernel, stride=stride, dilation=dilation)
    _refuse(0, padding=padding)
    if kernel > n + 2 * padding:
        raise ValueError("the kernel does not fit")
    return (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@mistake("conv_output_size", hint="What should happen when the kernel is longer than the padded input? See 'Raises'.")
def accepts_a_kernel_that_does_not_fit(n, kernel, stride=1, padding=0, dilation=1):
    """A kernel that is longer than the padded input is not refused with a ValueError."""
    _refuse(1, n=n, kernel=kernel, stride=stride, dilation=dilation)
    _refuse(0, padding=padding)
    return (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@mistake("conv_output_size", hint="Try 2 pixels, a kernel of 4 and stride 5: what do int(-0.4) and -2 // 5 give?")
def cuts_negative_fractions(n, kernel, stride=1, padding=0, dilation=1):
    """A negative fraction is cut towards 0, so that with a long stride a kernel that does not fit is accepted."""
    _refuse(1, n=n, kernel=kernel, stride=stride, dilation=dilation)
    _refuse(0, padding=padding)
    size = int((n + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1
    _refuse(1, size=size)
    return size


@mistake("conv_output_size", hint="Can an image have 0 pixels? See 'Raises': n has a smallest value too.")
def accepts_an_empty_input(n, kernel, stride=1, padding=0, dilation=1):
    """An input below 1 pixel is accepted if padding makes up for it."""
    _refuse(1, kernel=kernel, stride=stride, dilation=dilation)
    _refuse(0, padding=padding)
    return _size(n, kernel, stride, padding, dilation)


@mistake("conv_output_size", hint="Can a kernel have 0 weights? See 'Raises'.")
def accepts_an_empty_kernel(n, kernel, stride=1, padding=0, dilation=1):
    """A kernel below 1 weight is accepted."""
    _refuse(1, n=n, stride=stride, dilation=dilation)
    _refuse(0, padding=padding)
    return _size(n, kernel, stride, padding, dilation)


@mistake("conv_output_size", hint="What does a stride of 0, or of -2, mean? See 'Raises', and which exception that asks for.")
def accepts_a_stride_below_one(n, kernel, stride=1, padding=0, dilation=1):
    """A stride below 1 is not refused with a ValueError (dividing by 0 raises another exception)."""
    _refuse(1, n=n, kernel=kernel, dilation=dilation)
    _refuse(0, padding=padding)
    return _size(n, kernel, stride, padding, dilation)


@mistake("conv_output_size", hint="What does a negative padding mean? See 'Raises'.")
def accepts_a_negative_padding(n, kernel, stride=1, padding=0, dilation=1):
    """A padding below 0 is accepted."""
    _refuse(1, n=n, kernel=kernel, stride=stride, dilation=dilation)
    return _size(n, kernel, stride, padding, dilation)


@mistake("conv_output_size", hint="What does a dilation of 0 mean? At dilation 1 the weights lie side by side. See 'Raises'.")
def accepts_a_dilation_below_one(n, kernel, stride=1, padding=0, dilation=1):
    """A dilation below 1 is accepted."""
    _refuse(1, n=n, kernel=kernel, stride=stride)
    _refuse(0, padding=padding)
    return _size(n, kernel, stride, padding, dilation)


@mistake("conv_output_size", hint="You refuse 0. What about -2?")
def refuses_zeros_only(n, kernel, stride=1, padding=0, dilation=1):
    """Sizes of 0 are refused, but negative ones are accepted."""
    if 0 in (n, kernel, stride, dilation):
        raise ValueError("a size of 0")
    return _size(n, kernel, stride, padding, dilation)


@mistake("conv_output_size", hint="Which sizes make no sense? 'Raises' lists them one by one.")
def checks_only_whether_the_kernel_fits(n, kernel, stride=1, padding=0, dilation=1):
    """Whether the kernel fits is checked, but not whether the sizes make sense."""
    return _size(n, kernel, stride, padding, dilation)


@mistake("conv_output_size", hint="Which sizes must be refused? 'Raises' lists them one by one.")
def refuses_nothing(n, kernel, stride=1, padding=0, dilation=1):
    """Nothing is refused: any sizes are put into the formula."""
    return (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@mistake("conv_output_size", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_sizes_with_another_exception(n, kernel, stride=1, padding=0, dilation=1):
    """Sizes that make no sense are refused, but not with a ValueError."""
    try:
        return right.conv_output_size(n, kernel, stride=stride, padding=padding, dilation=dilation)
    except ValueError as error:
        raise AssertionError(str(error)) from None


# --- conv_output_shape


def _require_fit(input_shape, kernel_size, stride, padding):
    right.conv_output_shape(input_shape, 1, kernel_size, stride=stride, padding=padding)


def _shape(input_shape, filters, kernel_size, stride, padding):
    """The formula on both axes without any refusal."""
    sizes = zip(input_shape[1:], pair(kernel_size), pair(stride), pair(padding), strict=True)
    return (filters, *((n + 2 * p - k) // s + 1 for n, k, s, p in sizes))


def _swapped(value):
    return pair(value)[::-1]


@mistake("conv_output_shape", hint="What gives the output its channels: the input's channels, or the filters?")
def keeps_the_depth_of_the_input(input_shape, filters, kernel_size, stride=1, padding=0):
    """The output gets the input's number of channels instead of the number of filters."""
    return (input_shape[0], *right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)[1:])


@mistake("conv_output_shape", hint="A filter reads all channels. How many maps does one filter give?")
def multiplies_filters_and_channels(input_shape, filters, kernel_size, stride=1, padding=0):
    """The output gets a map for each filter and input channel."""
    shape = right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)
    return (filters * input_shape[0], *shape[1:])


@mistake("conv_output_shape", hint="How many axes has a feature map? Where are the filters in your result?")
def leaves_the_filters_out(input_shape, filters, kernel_size, stride=1, padding=0):
    """Only rows and columns are given."""
    return right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)[1:]


@mistake("conv_output_shape", hint="Channels come first here. Where does the lecture put them?")
def gives_the_channels_last(input_shape, filters, kernel_size, stride=1, padding=0):
    """The filters come last, as the lecture writes it."""
    count, *sides = right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)
    return (*sides, count)


@mistake("conv_output_shape", hint="Channels come first here: which entry of input_shape is the height?")
def reads_the_channels_last(input_shape, filters, kernel_size, stride=1, padding=0):
    """The input's shape is read as (H, W, C)."""
    _require_fit(input_shape, kernel_size, stride, padding)
    height, width, channels = input_shape
    return _shape((channels, height, width), filters, kernel_size, stride, padding)


@mistake("conv_output_shape", hint="Try an input of 7 rows and 10 columns: which of them comes first in your result?")
def gives_columns_before_rows(input_shape, filters, kernel_size, stride=1, padding=0):
    """The result has columns before rows."""
    count, rows, columns = right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)
    return count, columns, rows


@mistake("conv_output_shape", hint="A pair is (rows, columns). Which of its entries do you use for the height?")
def reads_pairs_as_columns_and_rows(input_shape, filters, kernel_size, stride=1, padding=0):
    """All pairs are read as (columns, rows)."""
    swapped = _swapped(kernel_size), _swapped(stride), _swapped(padding)
    _require_fit(input_shape, kernel_size, stride, padding)
    return _shape(input_shape, filters, *swapped)


@mistake("conv_output_shape", hint="Try a kernel of 1 row and 7 columns: which side of the output gets smaller?")
def swaps_the_sides_of_the_kernel(input_shape, filters, kernel_size, stride=1, padding=0):
    """The kernel's pair is read as (columns, rows)."""
    _require_fit(input_shape, kernel_size, stride, padding)
    return _shape(input_shape, filters, _swapped(kernel_size), stride, padding)


@mistake("conv_output_shape", hint="Try stride=(1, 4): which side of the output gets smaller?")
def swaps_the_two_strides(input_shape, filters, kernel_size, stride=1, padding=0):
    """The strides' pair is read as (columns, rows)."""
    return right.conv_output_shape(input_shape, filters, kernel_size, stride=_swapped(stride), padding=padding)


@mistake("conv_output_shape", hint="Try padding=(0, 5): which side of the output gets larger?")
def swaps_the_two_paddings(input_shape, filters, kernel_size, stride=1, padding=0):
    """The paddings' pair is read as (columns, rows)."""
    _require_fit(input_shape, kernel_size, stride, padding)
    return _shape(input_shape, filters, kernel_size, stride, _swapped(padding))


@mistake("conv_output_shape", hint="Try a kernel of (1, 7). Which of the two numbers does your formula for the columns use?")
def uses_the_first_of_each_pair(input_shape, filters, kernel_size, stride=1, padding=0):
    """The first number of each pair is used for both axes."""
    _require_fit(input_shape, kernel_size, stride, padding)
    return _shape(input_shape, filters, pair(kernel_size)[0], pair(stride)[0], pair(padding)[0])


@mistake("conv_output_shape", hint="Try an input of 7 rows and 10 columns. Where does your code count the columns?")
def takes_the_output_for_square(input_shape, filters, kernel_size, stride=1, padding=0):
    """The number of rows is used for the columns too: right for square images only."""
    count, rows, _ = right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)
    return count, rows, rows


@mistake("conv_output_shape", hint="How many rows does padding 1 add? Padding is counted on each side.")
def pads_one_side_only(input_shape, filters, kernel_size, stride=1, padding=0):
    """The padding is added on one side only."""
    _require_fit(input_shape, kernel_size, stride, padding)
    sizes = zip(input_shape[1:], pair(kernel_size), pair(stride), pair(padding), strict=True)
    return (filters, *((n + p - k) // s + 1 for n, k, s, p in sizes))


@mistake("conv_output_shape", hint="Try padding=1: what should change?")
def leaves_the_padding_out(input_shape, filters, kernel_size, stride=1, padding=0):
    """The padding changes nothing but which kernels fit."""
    _require_fit(input_shape, kernel_size, stride, padding)
    return _shape(input_shape, filters, kernel_size, stride, 0)


@mistake("conv_output_shape", hint="Try stride=2: what should change?")
def leaves_the_stride_out(input_shape, filters, kernel_size, stride=1, padding=0):
    """The stride changes nothing."""
    return right.conv_output_shape(input_shape, filters, kernel_size, padding=padding)


@mistake("conv_output_shape", hint="A kernel as large as the input has one place. What does your formula give?")
def leaves_out_the_first_place(input_shape, filters, kernel_size, stride=1, padding=0):
    """The + 1 is missing."""
    count, rows, columns = right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)
    return count, rows - 1, columns - 1


@mistake("conv_output_shape", hint="Does the last window lie wholly on the input when the stride does not divide?")
def rounds_both_sides_up(input_shape, filters, kernel_size, stride=1, padding=0):
    """A last window that hangs over the end is counted: rounded up instead of down."""
    _require_fit(input_shape, kernel_size, stride, padding)
    sizes = zip(input_shape[1:], pair(kernel_size), pair(stride), pair(padding), strict=True)
    return (filters, *(-((k - n - 2 * p) // s) + 1 for n, k, s, p in sizes))


@mistake("conv_output_shape", hint="Print the types of the three entries. What does / give, and what //?")
def gives_floats_for_the_sides(input_shape, filters, kernel_size, stride=1, padding=0):
    """Rows and columns come as floats."""
    count, rows, columns = right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)
    return count, float(rows), float(columns)


@mistake("conv_output_shape", hint="Print type(...) of what you return. A tuple is asked for.")
def gives_a_list(input_shape, filters, kernel_size, stride=1, padding=0):
    """The numbers are right, but they come as a list instead of a tuple."""
    return list(right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding))


@mistake("conv_output_shape", hint="Kernel, stride and padding may be ints too. Try 3 for each.")
def handles_pairs_only(input_shape, filters, kernel_size, stride=1, padding=0):
    """It works only when all three sizes are pairs."""
    if not all(isinstance(each, tuple) for each in (kernel_size, stride, padding)):
        raise TypeError("'int' object is not subscriptable")
    return right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)


@mistake("conv_output_shape", hint="Kernel, stride and padding may be pairs too. Try (3, 5) for each.")
def handles_ints_only(input_shape, filters, kernel_size, stride=1, padding=0):
    """It works only when all three sizes are ints."""
    if any(isinstance(each, tuple) for each in (kernel_size, stride, padding)):
        raise TypeError("unsupported operand type(s) for *: 'int' and 'tuple'")
    return right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)


@mistake("conv_output_shape", hint="What should happen when the kernel is larger than the padded input? See 'Raises'.")
def gives_a_shape_for_what_does_not_fit(input_shape, filters, kernel_size, stride=1, padding=0):
    """A kernel that does not fit is not refused with a ValueError."""
    return _shape(input_shape, filters, kernel_size, stride, padding)


@mistake("conv_output_shape", hint="Try 4 rows and a kernel of 5 rows: do you look at the height as well?")
def checks_the_width_only(input_shape, filters, kernel_size, stride=1, padding=0):
    """A kernel that is too tall, but not too wide, is accepted."""
    if pair(kernel_size)[1] > input_shape[2] + 2 * pair(padding)[1]:
        raise ValueError("too wide")
    return _shape(input_shape, filters, kernel_size, stride, padding)


@mistake("conv_output_shape", hint="Try 4 columns and a kernel of 5 columns: do you look at the width as well?")
def checks_the_height_only(input_shape, filters, kernel_size, stride=1, padding=0):
    """A kernel that is too wide, but not too tall, is accepted."""
    if pair(kernel_size)[0] > input_shape[1] + 2 * pair(padding)[0]:
        raise ValueError("too tall")
    return _shape(input_shape, filters, kernel_size, stride, padding)


@mistake("conv_output_shape", hint="Is it an error when either side is too long, or only when both are? `and` or `or`?")
def refuses_only_a_kernel_too_tall_and_too_wide(input_shape, filters, kernel_size, stride=1, padding=0):
    """A kernel is refused only when it is both too tall and too wide."""
    fits = [k <= n + 2 * p for n, k, p in zip(input_shape[1:], pair(kernel_size), pair(padding), strict=True)]
    if not any(fits):
        raise ValueError("too tall and too wide")
    return _shape(input_shape, filters, kernel_size, stride, padding)


@mistake("conv_output_shape", hint="A kernel as large as the padded input has one place. Is it > or >= that you want?")
def refuses_an_output_of_one_pixel(input_shape, filters, kernel_size, stride=1, padding=0):
    """A kernel that fits exactly along an axis is refused."""
    if any(n + 2 * p == k for n, k, p in zip(input_shape[1:], pair(kernel_size), pair(padding), strict=True)):
        raise ValueError("no room to move")
    return right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)


@mistake("conv_output_shape", hint="Does padding help a kernel to fit? Try 3 rows, a kernel of 5 rows and padding 1.")
def checks_the_fit_without_padding(input_shape, filters, kernel_size, stride=1, padding=0):
    """Whether the kernel fits is asked without the padding, so that what is legal is refused."""
    _require_fit(input_shape, kernel_size, stride, 0)
    return _shape(input_shape, filters, kernel_size, stride, padding)


@mistake("conv_output_shape", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_shapes_with_another_exception(input_shape, filters, kernel_size, stride=1, padding=0):
    """A kernel that does not fit is refused, but not with a ValueError."""
    try:
        return right.conv_output_shape(input_shape, filters, kernel_size, stride=stride, padding=padding)
    except ValueError as error:
        raise AssertionError(str(error)) from None


# --- pad2d


@mistake("pad2d", hint="How many rows does padding 1 add in all? Look at all four sides of your result.")
def pads_below_and_right_only(x, padding, value=0.0):
    """The border is added at the bottom and on the right only."""
    rows, columns = pair(padding)
    return right.pad2d(x, padding, value=value)[:, rows:, columns:].copy()


@mistake("pad2d", hint="How many rows does padding 1 add in all? Look at all four sides of your result.")
def pads_above_and_left_only(x, padding, value=0.0):
    """The border is added at the top and on the left only."""
    rows, columns = pair(padding)
    return right.pad2d(x, padding, value=value)[:, : x.shape[1] + rows, : x.shape[2] + columns].copy()


@mistake("pad2d", hint="How wide should the border be on each side for padding 3? Is that number shared between the two sides?")
def shares_the_padding_between_the_sides(x, padding, value=0.0):
    """The padding is taken as the sum of both sides and halved."""
    rows, columns = pair(padding)
    top, left = rows - rows // 2, columns - columns // 2
    return right.pad2d(x, padding, value=value)[:, top : x.shape[1] + top + rows, left : x.shape[2] + left + columns].copy()


@mistake("pad2d", hint="Look at a padded map of one value: where does it lie?")
def leaves_the_map_in_the_corner(x, padding, value=0.0):
    """The result has the right shape, but the map lies in its top left corner."""
    padded = np.full_like(right.pad2d(x, padding, value=value), value)
    padded[:, : x.shape[1], : x.shape[2]] = x
    return padded


@mistake("pad2d", hint="A pair is (rows, columns): does (1, 0) make the map taller or wider?")
def reads_the_padding_as_columns_and_rows(x, padding, value=0.0):
    """The pair is read as (columns, rows)."""
    return right.pad2d(x, _swapped(padding), value=value)


@mistake("pad2d", hint="Try padding=(1, 2): does your code use both numbers?")
def uses_the_first_padding_for_both(x, padding, value=0.0):
    """The first number of the pair is used for both axes."""
    return right.pad2d(x, pair(padding)[0], value=value)


@mistake("pad2d", hint="Print the shape of your result for padding 1. Which axes have grown?")
def pads_rows_only(x, padding, value=0.0):
    """Only rows are added, above and below."""
    return right.pad2d(x, (pair(padding)[0], 0), value=value)


@mistake("pad2d", hint="Print the shape of your result for padding 1. Which axes have grown?")
def pads_columns_only(x, padding, value=0.0):
    """Only columns are added, left and right."""
    return right.pad2d(x, (0, pair(padding)[1]), value=value)


@mistake("pad2d", hint="Print the shape of your result. Should there be more channels than before?")
def pads_the_channels_too(x, padding, value=0.0):
    """Channels of border are added in front and behind as well."""
    depth = pair(padding)[0]
    padded = right.pad2d(x, padding, value=value)
    more = np.full((depth, *padded.shape[1:]), value)
    return np.concatenate([more, padded, more])


@mistake("pad2d", hint="Try a map of three channels. Which of them do you copy?")
def copies_the_first_channel_only(x, padding, value=0.0):
    """Only the first channel is copied; the others hold nothing but the border's value."""
    padded = right.pad2d(x, padding, value=value)
    padded[1:] = value
    return padded


@mistake("pad2d", hint="Try a map of three channels. Do they come out different from each other?")
def copies_the_first_channel_to_all(x, padding, value=0.0):
    """All channels of the result are the first one."""
    return np.repeat(right.pad2d(x[:1], padding, value=value), len(x), axis=0)


@mistake("pad2d", hint="Try value=5.0: what should change?")
def always_pads_with_zeros(x, padding, value=0.0):
    """The border holds zeros whatever the value."""
    return right.pad2d(x, padding)


@mistake("pad2d", hint="What should stand in the border: the value, or the pixels next to it?")
def repeats_the_pixels_at_the_border(x, padding, value=0.0):
    """The border repeats the outermost pixels instead of holding the value."""
    rows, columns = pair(padding)
    return np.pad(x, ((0, 0), (rows, rows), (columns, columns)), mode="edge")


@mistake("pad2d", hint="What should stand in the border: the value, or pixels from the other side?")
def continues_the_map_around(x, padding, value=0.0):
    """The border holds the pixels from the other side, as if the map were round."""
    rows, columns = pair(padding)
    return np.pad(x, ((0, 0), (rows, rows), (columns, columns)), mode="wrap")


@mistake("pad2d", hint="Try value=5.0: do the pixels inside stay as they were?")
def adds_the_value_to_the_map(x, padding, value=0.0):
    """The value is added to the map's own pixels too."""
    rows, columns = pair(padding)
    padded = right.pad2d(x, padding, value=value)
    padded[:, rows : rows + x.shape[1], columns : columns + x.shape[2]] += value
    return padded


@mistake("pad2d", hint="Try value=-1.5 and a map of zeros. Do zeros inside the map stay?")
def replaces_zeros_and_less(x, padding, value=0.0):
    """Pixels of the map that are not above 0 are taken for border, so they become the value too."""
    rows, columns = pair(padding)
    padded = right.pad2d(x, padding, value=value)
    inside = padded[:, rows : rows + x.shape[1], columns : columns + x.shape[2]]
    inside[inside <= 0] = value
    return padded


@mistake("pad2d", hint="Try padding=0. What is a[0:-0] in Python?")
def fails_without_padding(x, padding, value=0.0):
    """It fails where a padding is 0, since the slice [0:-0] is empty."""
    if 0 in pair(padding):
        raise ValueError("could not broadcast input array into an empty slice")
    return right.pad2d(x, padding, value=value)


@mistake("pad2d", hint="The padding may also be an int. Try 2.")
def handles_pairs_of_paddings_only(x, padding, value=0.0):
    """It works only when the padding is a pair."""
    if not isinstance(padding, tuple):
        raise TypeError("cannot unpack non-iterable int object")
    return right.pad2d(x, padding, value=value)


@mistake("pad2d", hint="The padding may also be a pair. Try (1, 2).")
def handles_one_padding_only(x, padding, value=0.0):
    """It works only when the padding is an int."""
    if isinstance(padding, tuple):
        raise TypeError("can only concatenate tuple to tuple")
    return right.pad2d(x, padding, value=value)


@mistake("pad2d", hint="Try a map of halves: does your array hold them?")
def cuts_the_map_to_whole_numbers(x, padding, value=0.0):
    """The map's values are cut to whole numbers."""
    return right.pad2d(np.trunc(x), padding, value=value)


@mistake("pad2d", hint="Look at x after the call. Which line of yours writes into it?")
def changes_the_map(x, padding, value=0.0):
    """The result is right, but the map that was handed in is not what it was."""
    padded = right.pad2d(x, padding, value=value)
    x[:, :1] = value + 1.0
    return padded


@mistake("pad2d", hint="Print type(...) of what you return.")
def returns_padded_lists(x, padding, value=0.0):
    """The values are right, but they come as nested lists instead of an array."""
    return right.pad2d(x, padding, value=value).tolist()


# --- conv2d


def _require(x, weights, padding):
    """The checks of the right answer, for mistakes that are made elsewhere."""
    if x.shape[0] != weights.shape[1]:
        raise ValueError("the depths differ")
    _require_fit(x.shape, weights.shape[2:], 1, padding)


def _sums(x, weights, stride, padding):
    """Sums without bias and without any check: what does not fit gives an empty array."""
    padded = right.pad2d(x, padding)
    if weights.shape[2] > padded.shape[1] or weights.shape[3] > padded.shape[2]:
        rows, columns = padded.shape[1] - weights.shape[2] + 1, padded.shape[2] - weights.shape[3] + 1
        return np.zeros((len(weights), max(rows, 0), max(columns, 0)))
    return right.conv2d(padded, weights, np.zeros(len(weights)), stride=stride)


def _column(bias):
    return bias[:, np.newaxis, np.newaxis]


def _require_depth(x, weights):
    if x.shape[0] != weights.shape[1]:
        raise ValueError("the depths differ")


@mistake("conv2d", hint="Follow weights[0, 0, 0, 0] by hand: over which pixel of the window does it lie?")
def rotates_the_filters(x, weights, bias, stride=1, padding=0):
    """The kernels are rotated by 180 degrees: this is convolution, where a CNN correlates."""
    return right.conv2d(x, weights[:, :, ::-1, ::-1], bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Nothing is turned round here. Which axis of the filters do you reverse?")
def turns_the_filters_upside_down(x, weights, bias, stride=1, padding=0):
    """The rows of the kernels are reversed."""
    return right.conv2d(x, weights[:, :, ::-1], bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Nothing is turned round here. Which axis of the filters do you reverse?")
def mirrors_the_filters(x, weights, bias, stride=1, padding=0):
    """The columns of the kernels are reversed."""
    return right.conv2d(x, weights[..., ::-1], bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Which rows and which columns of the padded map enter out[f, 0, 1]?")
def transposes_the_filters(x, weights, bias, stride=1, padding=0):
    """Rows and columns of the kernels are exchanged."""
    return right.conv2d(x, weights.transpose(0, 1, 3, 2), bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Try stride=2: what should change?")
def ignores_the_stride(x, weights, bias, stride=1, padding=0):
    """The stride changes nothing."""
    return right.conv2d(x, weights, bias, padding=padding)


@mistake("conv2d", hint="Try padding=1: what should change?")
def ignores_the_padding(x, weights, bias, stride=1, padding=0):
    """The padding changes nothing but which filters fit."""
    _require(x, weights, padding)
    return _sums(x, weights, stride, 0) + _column(bias)


@mistake("conv2d", hint="Which pixels does the window of out[f, 0, 1] cover at stride 2? Where in the map does it begin?")
def moves_one_pixel_at_a_time(x, weights, bias, stride=1, padding=0):
    """The result has the right shape, but its windows lie one pixel apart instead of one stride."""
    out = right.conv2d(x, weights, bias, stride=stride, padding=padding)
    return right.conv2d(x, weights, bias, padding=padding)[:, : out.shape[1], : out.shape[2]]


@mistake("conv2d", hint="Does the stride move the window, or spread what is inside it?")
def spreads_the_weights_by_the_stride(x, weights, bias, stride=1, padding=0):
    """The stride is used as a dilation: the weights are spread, and the window moves by one pixel."""
    steps = pair(stride)
    _require(x, weights, padding)
    sides = [step * (side - 1) + 1 for step, side in zip(steps, weights.shape[2:], strict=True)]
    spread = np.zeros((*weights.shape[:2], *sides))
    spread[:, :, :: steps[0], :: steps[1]] = weights
    return right.conv2d(x, spread, bias, padding=padding)


@mistake("conv2d", hint="Where is the border: on all four sides, or on two? Padding 1 adds two rows in all.")
def pads_the_far_sides_only(x, weights, bias, stride=1, padding=0):
    """Zeros are added at the bottom and on the right only."""
    _require(x, weights, padding)
    rows, columns = pair(padding)
    return _sums(right.pad2d(x, padding)[:, rows:, columns:], weights, stride, 0) + _column(bias)


@mistake("conv2d", hint="A pair is (rows, columns). Try stride=(1, 3): which side of the output gets smaller?")
def swaps_the_strides(x, weights, bias, stride=1, padding=0):
    """The strides' pair is read as (columns, rows)."""
    return right.conv2d(x, weights, bias, stride=_swapped(stride), padding=padding)


@mistake("conv2d", hint="A pair is (rows, columns). Try padding=(0, 2): which side of the output gets larger?")
def swaps_the_paddings(x, weights, bias, stride=1, padding=0):
    """The paddings' pair is read as (columns, rows)."""
    return right.conv2d(x, weights, bias, stride=stride, padding=_swapped(padding))


@mistake("conv2d", hint="Try stride=(1, 3): does your code use both numbers?")
def uses_the_first_stride_for_both(x, weights, bias, stride=1, padding=0):
    """The first number of the strides is used for both axes."""
    return right.conv2d(x, weights, bias, stride=pair(stride)[0], padding=padding)


@mistake("conv2d", hint="Try padding=(0, 2): does your code use both numbers?")
def uses_the_first_of_both_paddings(x, weights, bias, stride=1, padding=0):
    """The first number of the paddings is used for both axes."""
    return right.conv2d(x, weights, bias, stride=stride, padding=pair(padding)[0])


@mistake("conv2d", hint="Stride and padding may be pairs too. Try (2, 1).")
def handles_equal_sizes_only(x, weights, bias, stride=1, padding=0):
    """It works only when stride and padding are ints."""
    if isinstance(stride, tuple) or isinstance(padding, tuple):
        raise TypeError("unsupported operand type(s) for //: 'int' and 'tuple'")
    return right.conv2d(x, weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Does the last window lie wholly on the padded map? What does the floor in the formula do?")
def reads_beyond_the_end(x, weights, bias, stride=1, padding=0):
    """Where the stride does not divide, one more window is read that hangs over the end."""
    _require(x, weights, padding)
    padded = right.pad2d(x, padding)
    rest = [(side - own) % step for side, own, step in zip(padded.shape[1:], weights.shape[2:], pair(stride), strict=True)]
    more = [step - left if left else 0 for left, step in zip(rest, pair(stride), strict=True)]
    longer = np.pad(padded, ((0, 0), (0, more[0]), (0, more[1])))
    return _sums(longer, weights, stride, 0) + _column(bias)


@mistake("conv2d", hint="A range stops before its end. Is the place where the filter just touches the border among yours?")
def stops_before_the_last_window(x, weights, bias, stride=1, padding=0):
    """The last window is left out where the stride divides exactly."""
    out = right.conv2d(x, weights, bias, stride=stride, padding=padding)
    padded = right.pad2d(x, padding)
    rest = [(side - own) % step for side, own, step in zip(padded.shape[1:], weights.shape[2:], pair(stride), strict=True)]
    return out[:, : out.shape[1] - (rest[0] == 0), : out.shape[2] - (rest[1] == 0)]


@mistake("conv2d", hint="Try a map of 5 rows and 9 columns. Where does your code count the columns?")
def gives_as_many_columns_as_rows(x, weights, bias, stride=1, padding=0):
    """The number of rows is used for the columns too: right for square maps and filters only."""
    out = right.conv2d(x, weights, bias, stride=stride, padding=padding)
    if out.shape[1] > out.shape[2]:
        raise IndexError("a window beyond the last column")
    return out[:, :, : out.shape[1]]


@mistake("conv2d", hint="What should stand in the border: zeros, or the pixels next to it?")
def repeats_the_outermost_pixels(x, weights, bias, stride=1, padding=0):
    """The border repeats the outermost pixels instead of holding zeros."""
    rows, columns = pair(padding)
    return right.conv2d(np.pad(x, ((0, 0), (rows, rows), (columns, columns)), mode="edge"), weights, bias, stride=stride)


@mistake("conv2d", hint="What belongs into the border: zeros around the map that goes in, or around the map that comes out?")
def pads_the_result(x, weights, bias, stride=1, padding=0):
    """The zeros are put around the result instead of around the input."""
    return right.pad2d(right.conv2d(x, weights, bias, stride=stride), padding)


@mistake("conv2d", hint="Does padding help a filter to fit? Try 2 rows, filters of 4 rows and padding 1.")
def compares_with_the_bare_map(x, weights, bias, stride=1, padding=0):
    """Whether the filters fit is asked without the padding, so that what is legal is refused."""
    _require(x, weights, 0)
    return right.conv2d(x, weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="A filter as tall as the padded map has one place. Is it > or >= that you want?")
def refuses_filters_that_just_fit(x, weights, bias, stride=1, padding=0):
    """Filters that are exactly as tall or as wide as the padded map are refused."""
    padded = right.pad2d(x, padding)
    if weights.shape[2] >= padded.shape[1] or weights.shape[3] >= padded.shape[2]:
        raise ValueError("the filters must be smaller than the padded map")
    return right.conv2d(x, weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="What should happen to a filter of one channel on a map of three, and to one a single row too tall?")
def leaves_the_checks_to_numpy(x, weights, bias, stride=1, padding=0):
    """Nothing is checked: NumPy refuses some of it by chance, but not a single channel, nor filters a pixel too tall."""
    sides = _shape(x.shape, len(weights), weights.shape[2:], stride, padding)[1:]
    if min(sides) < 0:
        raise ValueError("negative dimensions are not allowed")
    if min(sides) == 0:
        return np.zeros((len(weights), *sides))
    return spreads_either_single_channel(x, weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="What should happen for filters that have more rows or columns than the padded map? See 'Raises'.")
def gives_empty_maps_when_nothing_fits(x, weights, bias, stride=1, padding=0):
    """Filters that are larger than the padded map are not refused with a ValueError."""
    _require_depth(x, weights)
    return _sums(x, weights, stride, padding) + _column(bias)


@mistake("conv2d", hint="Try a map of 2 rows and filters of 3 rows: do you look at the height as well?")
def accepts_filters_that_are_too_tall(x, weights, bias, stride=1, padding=0):
    """Filters that are too tall, but not too wide, are accepted."""
    _require_depth(x, weights)
    if weights.shape[3] > x.shape[2] + 2 * pair(padding)[1]:
        raise ValueError("too wide")
    return _sums(x, weights, stride, padding) + _column(bias)


@mistake("conv2d", hint="Try a map of 2 columns and filters of 3 columns: do you look at the width as well?")
def accepts_filters_that_are_too_wide(x, weights, bias, stride=1, padding=0):
    """Filters that are too wide, but not too tall, are accepted."""
    _require_depth(x, weights)
    if weights.shape[2] > x.shape[1] + 2 * pair(padding)[0]:
        raise ValueError("too tall")
    return _sums(x, weights, stride, padding) + _column(bias)


@mistake("conv2d", hint="NumPy stretches an axis of length 1 without a word. What does that do to a filter of one channel?")
def spreads_one_channel_over_all(x, weights, bias, stride=1, padding=0):
    """A filter of one channel is accepted and used for every channel of the map, instead of being refused."""
    if weights.shape[1] == 1:
        weights = np.repeat(weights, len(x), axis=1)
    return right.conv2d(x, weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="NumPy stretches an axis of length 1 without a word. To which of your arrays may that happen?")
def spreads_either_single_channel(x, weights, bias, stride=1, padding=0):
    """A filter or a map of one channel is accepted and stretched to the other's depth, instead of being refused."""
    if len(x) == 1:
        x = np.repeat(x, weights.shape[1], axis=0)
    if weights.shape[1] == 1:
        weights = np.repeat(weights, len(x), axis=1)
    return right.conv2d(x, weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="What should happen when the filters are not as deep as the map? See 'Raises'.")
def never_looks_at_the_depth(x, weights, bias, stride=1, padding=0):
    """Filters of any depth are accepted: what one side has too many is left out."""
    depth = min(len(x), weights.shape[1])
    return right.conv2d(x[:depth], weights[:, :depth], bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Filters may be too deep, but also not deep enough. Which of the two do you refuse?")
def accepts_filters_that_are_too_shallow(x, weights, bias, stride=1, padding=0):
    """Filters with fewer channels than the map are accepted."""
    return right.conv2d(x[: weights.shape[1]], weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="May 6 filters read a map of 3 channels? Which axis of the weights is the depth?")
def compares_the_channels_with_the_filters(x, weights, bias, stride=1, padding=0):
    """The map's channels are compared with the number of filters, so that what is legal is refused."""
    if len(x) != len(weights):
        raise ValueError("unequal numbers")
    return right.conv2d(x, weights, bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Which of the first two axes of the weights is as long as the map has channels?")
def swaps_filters_and_channels(x, weights, bias, stride=1, padding=0):
    """The first two axes of the weights are mixed up: it runs only for as many filters as channels, and then wrongly."""
    swapped = weights.transpose(1, 0, 2, 3)
    _require(x, swapped, padding)
    return _sums(x, swapped, stride, padding) + _column(bias)


@mistake("conv2d", hint="Set channel 0 of the map to zeros. Does the result still change with the other channels?")
def reads_the_first_channel_only(x, weights, bias, stride=1, padding=0):
    """Only the first channel of the map is read."""
    _require(x, weights, padding)
    return right.conv2d(x[:1], weights[:, :1], bias, stride=stride, padding=padding)


@mistake("conv2d", hint="Take two equal channels and a filter of ones: is the result one channel's, or twice that?")
def averages_over_the_channels(x, weights, bias, stride=1, padding=0):
    """The channels are averaged instead of added."""
    _require(x, weights, padding)
    return _sums(x, weights, stride, padding) / len(x) + _column(bias)


@mistake("conv2d", hint="Try a map of zeros: by how much does your result exceed the bias? In which loop do you add it?")
def adds_the_bias_for_each_channel(x, weights, bias, stride=1, padding=0):
    """The bias is added once for each channel instead of once."""
    return right.conv2d(x, weights, len(x) * bias, stride=stride, padding=padding)


@mistake("conv2d", hint="What should the layer give on a map of zeros?")
def forgets_the_bias(x, weights, bias, stride=1, padding=0):
    """The bias is not added."""
    return right.conv2d(x, weights, np.zeros(len(bias)), stride=stride, padding=padding)


@mistake("conv2d", hint="Try a map of zeros and a different bias for each filter.")
def gives_all_filters_the_first_bias(x, weights, bias, stride=1, padding=0):
    """All filters get the first filter's bias."""
    return right.conv2d(x, weights, np.full(len(bias), bias[0]), stride=stride, padding=padding)


@mistake("conv2d", hint="Along which axis does NumPy lay `bias` when you add (F,) to (F, H', W')? Look up broadcasting.")
def spreads_the_bias_over_the_columns(x, weights, bias, stride=1, padding=0):
    """The biases are added along the last axis: each column gets one, instead of each filter."""
    _require(x, weights, padding)
    return _sums(x, weights, stride, padding) + bias


@mistake("conv2d", hint="Is the bias part of the map? Then it would be filtered too. Try a filter of zeros.")
def adds_the_bias_before_the_filter(x, weights, bias, stride=1, padding=0):
    """The bias is added to the map before it is filtered, instead of to the result."""
    _require(x, weights, padding)
    moved = [_sums(right.pad2d(x, padding) + own, weights[f : f + 1], stride, 0)[0] for f, own in enumerate(bias)]
    return np.array(moved)


@mistake("conv2d", hint="Channels come first here. Print the shape of your result.")
def puts_the_maps_last(x, weights, bias, stride=1, padding=0):
    """The result has the shape (H', W', F): the channels come last."""
    return right.conv2d(x, weights, bias, stride=stride, padding=padding).transpose(1, 2, 0)


@mistake("conv2d", hint="Try weights that are not whole numbers: does your array hold them?")
def cuts_the_sums_to_whole_numbers(x, weights, bias, stride=1, padding=0):
    """Sums are cut to whole numbers."""
    return np.trunc(right.conv2d(x, weights, bias, stride=stride, padding=padding))


@mistake("conv2d", hint="Look at the weights after the call. Turning a view round turns what it looks at.")
def changes_the_filters(x, weights, bias, stride=1, padding=0):
    """The values are right, but the filters that were handed in are not what they were."""
    out = right.conv2d(x, weights, bias, stride=stride, padding=padding)
    weights[:] = weights[:, :, ::-1, ::-1].copy()
    return out


@mistake("conv2d", hint="Print type(...) of what you return.")
def returns_lists_of_maps(x, weights, bias, stride=1, padding=0):
    """The values are right, but they come as nested lists instead of an array."""
    return right.conv2d(x, weights, bias, stride=stride, padding=padding).tolist()


@mistake("conv2d", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_filters_with_another_exception(x, weights, bias, stride=1, padding=0):
    """Filters that do not belong to the map are refused, but not with a ValueError."""
    try:
        return right.conv2d(x, weights, bias, stride=stride, padding=padding)
    except ValueError as error:
        raise AssertionError(str(error)) from None


# --- same_padding


def _require_odd(kernel):
    if kernel % 2 == 0:
        raise ValueError("an even kernel")


@mistake("same_padding", hint="How many pixels does a kernel of 3 span at dilation 3?")
def leaves_the_dilation_out(kernel, dilation=1):
    """The dilation changes nothing."""
    return right.same_padding(kernel)


@mistake("same_padding", hint="A kernel of 3 at dilation 2 spans 5 pixels. How many of them lie on one side of its centre?")
def halves_the_dilated_kernel(kernel, dilation=1):
    """Dilation times the whole kernel is halved, where one weight, the centre, does not count."""
    _require_odd(kernel)
    return dilation * kernel // 2


@mistake("same_padding", hint="Padding is counted on each side. What size comes out with yours?")
def gives_both_sides_together(kernel, dilation=1):
    """The padding of both sides is added up."""
    return 2 * right.same_padding(kernel, dilation=dilation)


@mistake("same_padding", hint="Print type(...) of what you return. What does / give, and what //?")
def gives_a_float(kernel, dilation=1):
    """The number is right, but it is a float."""
    return float(right.same_padding(kernel, dilation=dilation))


@mistake("same_padding", hint="Put your padding for a kernel of 3 into the formula. What size comes out of 10 pixels?")
def pads_one_too_many(kernel, dilation=1):
    """The kernel is rounded up when it is halved: one pixel too many."""
    _require_odd(kernel)
    return dilation * (kernel - 1) // 2 + 1


@mistake("same_padding", hint="How many gaps lie on one side of the centre of a kernel of 7? Does each of them grow?")
def adds_the_dilation(kernel, dilation=1):
    """The dilation is added instead of multiplied."""
    return right.same_padding(kernel) + dilation - 1


@mistake("same_padding", hint="At dilation 1 the weights lie side by side. Put your padding into the formula.")
def takes_the_dilation_for_a_gap(kernel, dilation=1):
    """Dilation is taken to be the number of pixels left out between two weights, so that 1 already spreads them."""
    return (dilation + 1) * right.same_padding(kernel)


@mistake("same_padding", hint="Does a kernel of 5 need as much as one of 3?")
def is_always_one(kernel, dilation=1):
    """The padding is 1 whatever the kernel: right for 3 only."""
    _require_odd(kernel)
    return 1


@mistake("same_padding", hint="How many numbers are asked for?")
def gives_a_pair(kernel, dilation=1):
    """The number comes twice, as a pair."""
    return (right.same_padding(kernel, dilation=dilation),) * 2


@mistake("same_padding", hint="Does a kernel of 4 keep the size with your padding? See 'Raises'.")
def accepts_an_even_kernel(kernel, dilation=1):
    """Even kernels are not refused with a ValueError."""
    return dilation * (kernel - 1) // 2


@mistake("same_padding", hint="Try a kernel of 4 at dilation 2. What do you test for being even?")
def refuses_only_fractions(kernel, dilation=1):
    """An even kernel is refused only where the padding would be a fraction, so an even dilation lets it pass."""
    if dilation * (kernel - 1) % 2:
        raise ValueError("a fraction")
    return dilation * (kernel - 1) // 2


@mistake("same_padding", hint="Which of the two must be odd: the kernel, or the dilation?")
def refuses_an_even_dilation(kernel, dilation=1):
    """An even dilation is refused too, although it is legal."""
    if dilation % 2 == 0:
        raise ValueError("an even dilation")
    return right.same_padding(kernel, dilation=dilation)


@mistake("same_padding", hint="A kernel of one weight keeps every size. With which padding?")
def refuses_a_kernel_of_one(kernel, dilation=1):
    """A kernel of one weight is refused, although it needs no padding."""
    if kernel < 2:
        raise ValueError("too small a kernel")
    return right.same_padding(kernel, dilation=dilation)


@mistake("same_padding", hint="Which kernels have no centre: the odd or the even ones?")
def refuses_odd_kernels(kernel, dilation=1):
    """Odd kernels are refused instead of even ones."""
    if kernel % 2:
        raise ValueError("an odd kernel")
    return dilation * kernel // 2


@mistake("same_padding", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_even_kernels_with_another_exception(kernel, dilation=1):
    """Even kernels are refused, but not with a ValueError."""
    try:
        return right.same_padding(kernel, dilation=dilation)
    except ValueError as error:
        raise AssertionError(str(error)) from None


# --- unread_pixels


def _rest(n, kernel, stride, padding):
    """The room of the first window, refused where there is none."""
    right.unread_pixels(n, kernel, stride=stride, padding=padding)
    return n + 2 * padding - kernel


@mistake("unread_pixels", hint="Of which pixels do you count the last ones? Read again: of the padded input's.")
def counts_without_the_padding(n, kernel, stride=1, padding=0):
    """The padding changes nothing."""
    return (_rest(n, kernel, stride, padding) - 2 * padding) % stride


@mistake("unread_pixels", hint="How many pixels longer does padding 1 make the input? Padding is counted on each side.")
def adds_the_padding_once(n, kernel, stride=1, padding=0):
    """The padding is added on one side only."""
    return (_rest(n, kernel, stride, padding) - padding) % stride


@mistake("unread_pixels", hint="Do the windows start one stride before the input? Draw 7 pixels, a kernel of 3 and stride 3.")
def divides_the_whole_input(n, kernel, stride=1, padding=0):
    """The whole input is divided by the stride: the kernel is not taken off first."""
    return (_rest(n, kernel, stride, padding) + kernel) % stride


@mistake("unread_pixels", hint="Draw 7 pixels, a kernel of 3 and stride 3. How many pixels are left when the first window lies?")
def takes_off_one_pixel_too_few(n, kernel, stride=1, padding=0):
    """One pixel too many is divided by the stride: the number of places at stride 1 instead of the steps between them."""
    return (_rest(n, kernel, stride, padding) + 1) % stride


@mistake("unread_pixels", hint="Draw 7 pixels, a kernel of 3 and stride 3. How many pixels are left when the first window lies?")
def takes_off_one_pixel_too_many(n, kernel, stride=1, padding=0):
    """One pixel too few is divided by the stride."""
    return (_rest(n, kernel, stride, padding) - 1) % stride


@mistake("unread_pixels", hint="Only the pixels behind the last window count. Try a kernel of 1 and stride 4.")
def counts_the_gaps_too(n, kernel, stride=1, padding=0):
    """Pixels in gaps between windows are counted too."""
    gaps = max(stride - kernel, 0) * (_rest(n, kernel, stride, padding) // stride)
    return gaps + right.unread_pixels(n, kernel, stride=stride, padding=padding)


@mistake("unread_pixels", hint="Are you counting pixels that are left, or pixels that are missing for one more window?")
def counts_what_is_missing(n, kernel, stride=1, padding=0):
    """The pixels that are missing for one more window are counted instead of those that are left."""
    return -_rest(n, kernel, stride, padding) % stride


@mistake("unread_pixels", hint="The window moves on. Where does the last one lie?")
def counts_behind_the_first_window(n, kernel, stride=1, padding=0):
    """The pixels behind the first window are counted instead of those behind the last one."""
    return _rest(n, kernel, stride, padding)


@mistake("unread_pixels", hint="By how many pixels does the window move: by the stride, or by its own length?")
def moves_by_the_kernel(n, kernel, stride=1, padding=0):
    """The windows are laid side by side: they move by the kernel's length instead of by the stride."""
    return _rest(n, kernel, stride, padding) % kernel


@mistake("unread_pixels", hint="A number of pixels is asked for. Can it be a fraction?")
def gives_the_fraction_that_the_floor_cuts(n, kernel, stride=1, padding=0):
    """The fraction that the floor cuts off is given instead of the pixels behind it."""
    return _rest(n, kernel, stride, padding) / stride % 1


@mistake("unread_pixels", hint="Print type(...) of what you return. What does / give, and what //?")
def gives_a_float_of_pixels(n, kernel, stride=1, padding=0):
    """The number is right, but it is a float."""
    return float(right.unread_pixels(n, kernel, stride=stride, padding=padding))


@mistake("unread_pixels", hint="A number of pixels is asked for. How many are left with a long stride, such as 8?")
def says_only_whether_pixels_are_left(n, kernel, stride=1, padding=0):
    """The result is 1 wherever pixels are left, however many."""
    return min(right.unread_pixels(n, kernel, stride=stride, padding=padding), 1)


@mistake("unread_pixels", hint="Read again: do the zeros at the end count?")
def leaves_out_the_zeros_at_the_end(n, kernel, stride=1, padding=0):
    """Only pixels of the image itself are counted, not the zeros of the padding."""
    return max(right.unread_pixels(n, kernel, stride=stride, padding=padding) - padding, 0)


@mistake("unread_pixels", hint="Where does the first window lie? At how many ends can pixels be left?")
def counts_both_ends(n, kernel, stride=1, padding=0):
    """The pixels are counted twice, as if they were left at both ends."""
    return 2 * right.unread_pixels(n, kernel, stride=stride, padding=padding)


@mistake("unread_pixels", hint="What should happen when the kernel is longer than the padded input? See 'Raises'.")
def counts_where_nothing_fits(n, kernel, stride=1, padding=0):
    """A kernel that does not fit is not refused with a ValueError."""
    return (n + 2 * padding - kernel) % stride


@mistake("unread_pixels", hint="Does padding help a kernel to fit? Try 4 pixels, a kernel of 6 and padding 1.")
def compares_with_the_bare_input(n, kernel, stride=1, padding=0):
    """Whether the kernel fits is asked without the padding, so that what is legal is refused."""
    if kernel > n:
        raise ValueError("the kernel does not fit")
    return right.unread_pixels(n, kernel, stride=stride, padding=padding)


@mistake("unread_pixels", hint="A kernel as long as the padded input has one place. Is it > or >= that you want?")
def refuses_what_just_fits(n, kernel, stride=1, padding=0):
    """A kernel that is exactly as long as the padded input is refused."""
    if kernel >= n + 2 * padding:
        raise ValueError("no room to move")
    return right.unread_pixels(n, kernel, stride=stride, padding=padding)


@mistake("unread_pixels", hint="Are pixels that are left over an error, or what you are asked to count?")
def refuses_pixels_that_are_left(n, kernel, stride=1, padding=0):
    """A stride that does not divide is refused, where the pixels that are left should be counted."""
    if _rest(n, kernel, stride, padding) % stride:
        raise ValueError("the stride does not divide")
    return 0


@mistake("unread_pixels", hint="Which exception does 'Raises' ask for? An assert raises another one.")
def refuses_kernels_with_another_exception(n, kernel, stride=1, padding=0):
    """A kernel that does not fit is refused, but not with a ValueError."""
    try:
        return right.unread_pixels(n, kernel, stride=stride, padding=padding)
    except ValueError as error:
        raise AssertionError(str(error)) from None
