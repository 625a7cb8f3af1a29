"""The mistakes that students make with a whole network, each as a function that makes it.

Finding out which of them an answer makes is left to `explain`, seeing it in a network to `dissect`. PyTorch is loaded only by
what needs a network.
"""

import copy
from functools import cache
from math import ceil, prod

import numpy as np

from autograder.checks.dissect import dissect
from autograder.checks.layer_lists import describe_layers
from autograder.checks.misconceptions.catalogue import Catalogue
from autograder.checks.networks import example_network
from autograder.reference import alexnet as right
from autograder.reference import networks
from autograder.reference.sizes import pair

catalogue = Catalogue(
    "alexnet",
    functions=("layer_table", "alexnet_layers", "build_alexnet", "activations", "filter_mosaic", "train_classifier"),
    forbidden=("torchvision", "timm", "torch.hub"),
)
mistake, probe, experiment = catalogue.mistake, catalogue.probe, catalogue.experiment
catalogue.seen_as("alexnet_layers", describe_layers)
catalogue.seen_as("build_alexnet", dissect)


# --- layer_table


def conv(name, filters, kernel_size, **more):
    """A row of kind conv."""
    return {"name": name, "kind": "conv", "filters": filters, "kernel_size": kernel_size, **more}


def pool(name, size, **more):
    """A row of kind pool."""
    return {"name": name, "kind": "pool", "size": size, **more}


def fc(name, out_features):
    """A row of kind fc."""
    return {"name": name, "kind": "fc", "out_features": out_features}


def plain(name, kind):
    """A row of a kind that keeps the shape."""
    return {"name": name, "kind": kind}


MIXED = [
    conv("c1", 8, (3, 5), stride=(2, 1), padding=(1, 0), groups=2),
    plain("r1", "relu"),
    plain("n1", "norm"),
    pool("p1", (2, 3)),
    conv("c2", 6, 3, padding=1, groups=2),
    pool("p2", 3, stride=2),
    fc("f1", 7),
    plain("r2", "relu"),
    plain("d", "dropout"),
    fc("f2", 3),
    plain("s", "softmax"),
]
for _layers, _shape in (
    (MIXED, (6, 20, 26)),
    ([conv("c", 5, 3)], (2, 8, 9)),
    ([conv("c", 5, 4, stride=3)], (2, 9, 12)),
    ([conv("c", 4, 3, padding=2, stride=2)], (3, 8, 10)),
    ([pool("p", 2, stride=3), pool("q", 3)], (4, 11, 13)),
    ([pool("p", (3, 2), stride=(1, 2))], (4, 6, 8)),
    ([fc("f", 4)], (2, 3, 5)),
    ([plain("r", "relu")], (1, 2, 3)),
    ([], (1, 2, 3)),
    ([{"name": "a", "kind": "attention"}], (3, 8, 8)),
    ([conv("c", 6, 3, groups=2)], (3, 8, 8)),
    ([conv("c", 5, 3, groups=3)], (3, 8, 8)),
    ([conv("c", 4, 9)], (3, 8, 10)),
    ([conv("c", 4, (3, 11))], (3, 8, 10)),
    ([conv("c", 4, 9, padding=1)], (3, 7, 7)),
    ([pool("p", 9)], (3, 8, 8)),
    ([pool("p", (3, 9))], (3, 8, 8)),
    ([fc("f", 4), conv("c", 4, 1)], (3, 8, 8)),
    ([fc("f", 4), pool("p", 1)], (3, 8, 8)),
):
    probe("layer_table", lambda layers=_layers, shape=_shape: ([dict(layer) for layer in layers], shape))


class Counting:
    """The right table, with rules that a mistake may change."""

    refuses = ("kind", "channels", "filters", "conv", "pool", "rows", "columns", "after conv", "after pool")

    def table(self, layers, shape):
        """The rows."""
        rows = []
        for layer in layers:
            out, weights, biases = self.layer(layer, shape)
            rows.append(self.row(layer, out, weights, biases))
            shape = self.next(layer, shape, out)
        return rows

    def row(self, layer, out, weights, biases):
        """One row."""
        row = {"name": layer["name"], "kind": layer["kind"], "output_shape": out, "weights": weights, "biases": biases}
        return row | {"learnables": weights + biases}

    def next(self, layer, shape, out):
        """What the next layer is given."""
        return out

    def layer(self, layer, shape):
        """Output shape, weights and biases."""
        kind = layer["kind"]
        if kind == "fc":
            return (layer["out_features"],), self.features(shape) * layer["out_features"], self.fc_biases(layer["out_features"])
        if kind in ("conv", "pool"):
            if len(shape) != 3:
                if f"after {kind}" in self.refuses:
                    raise ValueError(f"{kind} after fc")
                return shape, 0, 0
            return self.conv(layer, shape) if kind == "conv" else self.pool(layer, shape)
        if kind not in ("relu", "norm", "dropout", "softmax") and "kind" in self.refuses:
            raise ValueError(f"unknown kind {kind}")
        return shape, 0, 0

    def conv(self, layer, shape):
        """A convolution."""
        filters, groups = layer["filters"], layer.get("groups", 1)
        for name, number in (("channels", shape[0]), ("filters", filters)):
            if number % groups and name in self.refuses:
                raise ValueError(f"{number} in {groups} groups")
        kernel, stride, padding = (self.sizes(layer, name, usual) for name, usual in self.usual)
        out = (filters, *self.slide(shape[1:], kernel, stride, padding, "conv"))
        return out, self.weights(filters, shape[0], kernel, groups), self.biases(filters, groups)

    usual = (("kernel_size", None), ("stride", 1), ("padding", 0))

    def sizes(self, layer, name, usual):
        """One of a layer's pairs."""
        return pair(layer.get(name, usual), name)

    def pool(self, layer, shape):
        """A pooling."""
        size = self.sizes(layer, "size", None)
        return (shape[0], *self.slide(shape[1:], size, self.pool_stride(layer), (0, 0), "pool")), 0, 0

    def pool_stride(self, layer):
        """A pooling's stride."""
        return pair(layer.get("stride", layer["size"]))

    def slide(self, sides, kernel, stride, padding, kind):
        """Rows and columns that come out."""
        found = []
        for axis, n, k, s, p in zip(("rows", "columns"), sides, kernel, stride, padding, strict=True):
            if n + 2 * p < k and {kind, axis} <= set(self.refuses):
                raise ValueError(f"{k} in {n}")
            found.append(self.size(n, k, s, p))
        return tuple(found)

    def size(self, n, k, s, p):
        """The length of one axis."""
        return (n + 2 * p - k) // s + 1

    def features(self, shape):
        """What an fc reads."""
        return prod(shape)

    def fc_biases(self, features):
        """An fc's biases."""
        return features

    def weights(self, filters, channels, kernel, groups):
        """A convolution's weights."""
        return filters * (channels // groups) * prod(kernel)

    def biases(self, filters, groups):
        """A convolution's biases."""
        return filters


def counts(name, explanation, hint, **changes):
    """Register a mistake in the table: the right rules but for those that are given."""

    def layer_table(layers, input_shape):
        made = type(name, (Counting,), changes)()
        return made.table(layers, input_shape)

    layer_table.__name__, layer_table.__doc__ = name, explanation
    return mistake("layer_table", hint)(layer_table)


def _without(*names):
    return tuple(name for name in Counting.refuses if name not in names)


counts(
    "pads_on_one_side_only",
    "The padding is counted once instead of on both sides.",
    "Padding is counted per side. How many rows does a padding of 1 add?",
    size=lambda self, n, k, s, p: (n + p - k) // s + 1,
)
counts(
    "forgets_the_padding",
    "The padding plays no part in the output's size.",
    "What does conv2's padding of 2 do to its 27 rows?",
    size=lambda self, n, k, s, p: (n - k) // s + 1,
)
counts(
    "forgets_the_stride",
    "The stride plays no part in the output's size.",
    "How far does the window move from one place to the next?",
    size=lambda self, n, k, s, p: n + 2 * p - k + 1,
)
counts(
    "rounds_the_size_up",
    "Where the stride does not divide, the size is rounded up instead of down.",
    "What happens to rows at the end that fill no whole window?",
    size=lambda self, n, k, s, p: ceil((n + 2 * p - k) / s) + 1,
)
counts(
    "forgets_the_one",
    "The last place of the window is not counted: the 1 in the formula is missing.",
    "A window as large as its input: in how many places can it lie?",
    size=lambda self, n, k, s, p: (n + 2 * p - k) // s,
)
counts(
    "forgets_the_groups",
    "A filter has weights for all channels, though it reads its own group's only.",
    "In two groups, how many of conv2's 96 channels does one filter read?",
    weights=lambda self, filters, channels, kernel, groups: filters * channels * prod(kernel),
)
counts(
    "divides_twice_by_the_groups",
    "Channels and filters are both divided by the groups, and the groups are not added up.",
    "Each group has half of the filters. How many groups are there?",
    weights=lambda self, filters, channels, kernel, groups: (filters // groups) * (channels // groups) * prod(kernel),
)
counts(
    "multiplies_by_the_groups",
    "The weights are multiplied by the groups instead of divided.",
    "Do groups make a layer's weights more, or fewer?",
    weights=lambda self, filters, channels, kernel, groups: filters * channels * groups * prod(kernel),
)
counts(
    "forgets_the_channels",
    "A filter is counted as flat: the channels that it reads are missing.",
    "How deep is a filter of conv1 that reads red, green and blue?",
    weights=lambda self, filters, channels, kernel, groups: filters * prod(kernel),
)
counts(
    "squares_the_rows_of_the_kernel",
    "The kernel is taken to be square: its rows are counted twice.",
    "How many weights has a kernel of 3 rows and 5 columns?",
    weights=lambda self, filters, channels, kernel, groups: filters * (channels // groups) * kernel[0] ** 2,
)
counts(
    "forgets_the_biases_of_convolutions",
    "Convolutions have no biases.",
    "The lecture counts 34,848 + 96 for conv1. What are the 96?",
    biases=lambda self, filters, groups: 0,
)
counts(
    "has_a_bias_a_group",
    "A convolution has a bias for each filter and group.",
    "Each filter adds one number to its map. How many filters are there in all?",
    biases=lambda self, filters, groups: filters * groups,
)
counts(
    "has_one_bias_a_layer",
    "A convolution has one bias in all.",
    "The lecture counts 34,848 + 96 for conv1. What are the 96?",
    biases=lambda self, filters, groups: 1,
)
counts(
    "forgets_the_biases_of_fc",
    "Fully connected layers have no biases.",
    "Each of fc6's 4,096 units adds a number of its own. Where are they?",
    fc_biases=lambda self, features: 0,
)
counts(
    "reads_the_channels_only",
    "A fully connected layer reads one number a channel instead of the whole map.",
    "fc6 reads 6 x 6 x 256 numbers. What does yours read?",
    features=lambda self, shape: shape[0],
)
counts(
    "reads_one_channel",
    "A fully connected layer reads one channel of the map.",
    "fc6 reads 6 x 6 x 256 numbers. What does yours read?",
    features=lambda self, shape: prod(shape[1:]) if len(shape) == 3 else shape[0],
)
counts(
    "keeps_the_axes_after_fc",
    "What a fully connected layer gives has the shape (out_features, 1, 1).",
    "How many axes are there once a map has been flattened?",
    row=lambda self, layer, out, weights, biases: Counting.row(
        self, layer, (*out, 1, 1) if len(out) == 1 else out, weights, biases
    ),
)
counts(
    "gives_a_number_after_fc",
    "After a fully connected layer the shape is an int instead of a tuple.",
    "Print type(...) of the last output_shape. How is a tuple of one written?",
    row=lambda self, layer, out, weights, biases: Counting.row(self, layer, out[0] if len(out) == 1 else out, weights, biases),
)
counts(
    "puts_the_channels_last",
    "The shapes are (H, W, C), as the lecture writes them, instead of (C, H, W).",
    "Where do the channels stand in this course's arrays?",
    row=lambda self, layer, out, weights, biases: Counting.row(self, layer, (*out[1:], out[0]), weights, biases),
)
counts(
    "gives_the_shapes_as_lists",
    "The shapes are lists instead of tuples.",
    "Print type(...) of an output_shape.",
    row=lambda self, layer, out, weights, biases: Counting.row(self, layer, list(out), weights, biases),
)
counts(
    "counts_in_floats",
    "Weights and biases are floats.",
    "Print type(...) of a count. Where does `/` stand for `//`?",
    row=lambda self, layer, out, weights, biases: Counting.row(self, layer, out, float(weights), float(biases)),
)
counts(
    "leaves_the_biases_out_of_the_sum",
    "The learnables are the weights alone.",
    "What does a layer learn besides its weights?",
    row=lambda self, layer, out, weights, biases: Counting.row(self, layer, out, weights, biases) | {"learnables": weights},
)
counts(
    "has_no_sum",
    "The rows have no learnables.",
    "Which six keys has a row?",
    row=lambda self, layer, out, weights, biases: {
        key: value for key, value in Counting.row(self, layer, out, weights, biases).items() if key != "learnables"
    },
)
counts(
    "keeps_all_that_the_layer_says",
    "The rows also hold the layer's own sizes.",
    "Which six keys has a row, and which has yours?",
    row=lambda self, layer, out, weights, biases: {**layer, **Counting.row(self, layer, out, weights, biases)},
)
counts(
    "reads_the_image_at_every_layer",
    "Every layer is computed as if it lay on the image.",
    "What does conv2 read: the image, or what pool1 gives?",
    next=lambda self, layer, shape, out: shape if len(out) == 3 else out,
)
counts(
    "keeps_the_number_of_channels",
    "The next layer's channels are the image's, though a convolution has as many maps as filters.",
    "How many channels does a layer after 96 filters read?",
    next=lambda self, layer, shape, out: (shape[0], *out[1:]) if len(out) == 3 else out,
)
counts(
    "strides_as_far_as_the_kernel",
    "A convolution without a stride moves by its kernel, as a pooling does.",
    "What is a convolution's stride where none is given?",
    conv=lambda self, layer, shape: Counting.conv(self, {"stride": layer["kernel_size"], **layer}, shape),
)
counts(
    "pools_with_stride_one",
    "A pooling without a stride moves by one.",
    "What is a pooling's stride where none is given?",
    pool_stride=lambda self, layer: pair(layer.get("stride", 1)),
)
counts(
    "pools_without_overlap_always",
    "A pooling moves by its size, whatever its stride says.",
    "AlexNet's windows are 3 wide and move by 2. By how much do yours move?",
    pool_stride=lambda self, layer: pair(layer["size"]),
)
counts(
    "swaps_rows_and_columns",
    "The first number of a pair is taken for the columns.",
    "In a pair, which comes first: rows or columns?",
    sizes=lambda self, layer, name, usual: Counting.sizes(self, layer, name, usual)[::-1],
)
counts(
    "takes_the_first_of_a_pair",
    "The first number of a pair serves for rows and columns.",
    "What does (3, 5) say about the columns?",
    sizes=lambda self, layer, name, usual: (Counting.sizes(self, layer, name, usual)[0],) * 2,
)
counts(
    "lets_poolings_learn",
    "A pooling is counted as if each of its windows had weights.",
    "What could a pooling learn? The largest number is the largest number.",
    pool=lambda self, layer, shape: (Counting.pool(self, layer, shape)[0], prod(pair(layer["size"])) * shape[0], 0),
)
counts(
    "pools_over_the_channels",
    "A pooling leaves one channel over.",
    "What does a pooling do to the number of channels?",
    pool=lambda self, layer, shape: ((1, *Counting.pool(self, layer, shape)[0][1:]), 0, 0),
)
counts(
    "accepts_any_kind",
    "An unknown kind of layer is taken for one that keeps the shape.",
    "What must happen for a kind that is not on the list? See 'Raises'.",
    refuses=_without("kind"),
)
counts(
    "checks_the_filters_only",
    "Groups that do not divide the channels are accepted.",
    "3 channels in 2 groups: how many would each have?",
    refuses=_without("channels"),
)
counts(
    "checks_the_channels_only",
    "Groups that do not divide the filters are accepted.",
    "5 filters in 3 groups: how many would each have?",
    refuses=_without("filters"),
)
counts(
    "accepts_any_groups",
    "Groups that divide neither channels nor filters are accepted.",
    "What must happen for 3 channels in 2 groups? See 'Raises'.",
    refuses=_without("channels", "filters"),
)
counts(
    "accepts_windows_that_do_not_fit",
    "A window that is larger than its padded input is accepted, and the sizes become 0 or negative.",
    "Print the output shape for a kernel of 9 on 8 pixels. Can there be such a map?",
    refuses=_without("conv", "pool"),
)
counts(
    "accepts_poolings_that_do_not_fit",
    "A pooling window that is larger than its input is accepted.",
    "You look at the convolutions' windows. What about those of poolings?",
    refuses=_without("pool"),
)
counts(
    "accepts_convolutions_that_do_not_fit",
    "A kernel that is larger than its padded input is accepted.",
    "You look at the poolings' windows. What about the kernels of convolutions?",
    refuses=_without("conv"),
)
counts(
    "looks_at_the_rows_only",
    "A window that is too wide is accepted; only its rows are looked at.",
    "You compare the rows. What about the columns?",
    refuses=_without("columns"),
)
counts(
    "accepts_maps_after_fc",
    "A convolution or a pooling after a fully connected layer is accepted.",
    "What is left of rows and columns once a map has been flattened?",
    refuses=_without("after conv", "after pool"),
)


@mistake("layer_table", hint="A kernel of 9 fits into 7 pixels with a padding of 1 on each side. Do you refuse it?")
def refuses_kernels_that_fit_with_padding(layers, input_shape):
    """A kernel that fits only thanks to the padding is refused."""
    shape = input_shape
    for layer, row in zip(layers, right.layer_table(layers, input_shape), strict=True):
        if layer["kind"] == "conv" and any(k > n for k, n in zip(pair(layer["kernel_size"]), shape[1:], strict=True)):
            raise ValueError("too large")
        shape = row["output_shape"]
    return right.layer_table(layers, input_shape)


@mistake("layer_table", hint="Which exception comes for a pooling after an fc: ValueError, or an IndexError of your own code?")
def breaks_on_maps_after_fc(layers, input_shape):
    """A convolution or a pooling after a fully connected layer ends in an IndexError instead of a ValueError."""
    kinds = [layer["kind"] for layer in layers]
    if "fc" in kinds and {"conv", "pool"} & set(kinds[kinds.index("fc") :]):
        raise IndexError("tuple index out of range")
    return right.layer_table(layers, input_shape)


@mistake("layer_table", hint="Which exception does an unknown kind raise: ValueError, or a KeyError of a dict of yours?")
def breaks_on_unknown_kinds(layers, input_shape):
    """An unknown kind ends in a KeyError instead of a ValueError."""
    for layer in layers:
        if layer["kind"] not in ("conv", "pool", "fc", "relu", "norm", "dropout", "softmax"):
            raise KeyError(layer["kind"])
    return right.layer_table(layers, input_shape)


@mistake("layer_table", hint="Are the layers that were handed in the same after the call? Make a new dict for each row.")
def writes_into_the_layers(layers, input_shape):
    """The rows are written into the very dicts that were handed in."""
    table = right.layer_table(layers, input_shape)
    for layer, row in zip(layers, table, strict=True):
        layer.update(row)
    return table


@mistake("layer_table", hint="How many rows are asked for? A relu learns nothing, but it is a layer.")
def leaves_out_what_learns_nothing(layers, input_shape):
    """Only layers with something to learn have a row."""
    return [row for row in right.layer_table(layers, input_shape) if row["learnables"]]


@mistake("layer_table", hint="Print type(...) of what you return: a list, or a dict by name?")
def gives_a_dict_by_name(layers, input_shape):
    """The table is a dict by the layers' names instead of a list."""
    return {row["name"]: row for row in right.layer_table(layers, input_shape)}


@mistake("layer_table", hint="Does your table begin with the image, or with the first layer?")
def begins_with_the_image(layers, input_shape):
    """The table has a row for the image."""
    image = {"name": "input", "kind": "input", "output_shape": tuple(input_shape), "weights": 0, "biases": 0, "learnables": 0}
    return [image, *right.layer_table(layers, input_shape)]


# --- alexnet_layers


def _list(**changes):
    """The right list, with some layers' entries changed; None takes a layer out."""
    layers = []
    for layer in right.alexnet_layers():
        change = changes.get(layer["name"], {})
        if change is not None:
            layers.append(layer | change)
    return layers


def _for(names, change):
    return {name: change for name in names}


def lists(name, explanation, hint, make):
    """Register a mistake in the list of AlexNet's layers."""

    def alexnet_layers():
        return make()

    alexnet_layers.__name__, alexnet_layers.__doc__ = name, explanation
    return mistake("alexnet_layers", hint)(alexnet_layers)


def _after(name, layer, layers=None):
    """The list with one more layer behind that of a name."""
    layers = layers or _list()
    place = [each["name"] for each in layers].index(name) + 1
    return [*layers[:place], layer, *layers[place:]]




@catalogue.likewise("alexnet_layers")
def _right_layers():
    return right.alexnet_layers()


probe("alexnet_layers", tuple)
CONVS = ("conv1", "conv2", "conv3", "conv4", "conv5")
POOLS = ("pool1", "pool2", "pool5")
RELUS = ("relu1", "relu2", "relu3", "relu4", "relu5", "relu6", "relu7")
lists(
    "pads_the_first_layer",
    "conv1 is padded by 2, as for 224 pixels, though 227 need no padding.",
    "(227 - 11) / 4 is whole. What padding does conv1 need?",
    lambda: _list(conv1={"padding": 2}),
)
lists(
    "pads_nothing",
    "No layer is padded.",
    "conv2 keeps its 27 rows. Which padding does a 5-wide kernel need for that?",
    lambda: _list(**_for(CONVS, {"padding": 0})),
)
lists(
    "pads_conv2_by_one",
    "conv2 is padded by 1, as its 3-wide followers are.",
    "conv2 keeps its 27 rows. Which padding does a 5-wide kernel need for that?",
    lambda: _list(conv2={"padding": 1}),
)
lists(
    "moves_conv1_by_one",
    "conv1 has stride 1.",
    "55 rows come out of 227. By how many pixels does conv1 move?",
    lambda: _list(conv1={"stride": 1}),
)
lists(
    "begins_with_seven_by_seven",
    "conv1's kernel is 7 wide, as in a later network.",
    "34,848 weights in 96 filters of 3 channels: how many rows and columns has each?",
    lambda: _list(conv1={"kernel_size": 7}),
)
lists(
    "uses_three_by_three_in_conv2",
    "conv2's kernel is 3 wide.",
    "307,200 weights in 256 filters of 48 channels: how many rows and columns has each?",
    lambda: _list(conv2={"kernel_size": 3}),
)
lists(
    "lists_no_groups",
    "No layer is in groups.",
    "conv2, conv4 and conv5 were split over two graphics cards. Where does your list say so?",
    lambda: _list(**_for(CONVS, {"groups": 1})),
)
lists(
    "splits_conv3_too",
    "conv3 is in two groups, though it reads both halves.",
    "Which one of the later convolutions reads the maps of both graphics cards?",
    lambda: _list(conv3={"groups": 2}),
)
lists(
    "splits_conv3_in_place_of_conv5",
    "conv3 is in two groups and conv5 is not; the number of learnables is the same.",
    "Which of conv3, conv4 and conv5 reads the maps of both graphics cards?",
    lambda: _list(conv3={"groups": 2}, conv5={"groups": 1}),
)
lists(
    "splits_conv2_only",
    "Only conv2 is in two groups.",
    "Which other two convolutions stay on their own graphics card?",
    lambda: _list(conv4={"groups": 1}, conv5={"groups": 1}),
)
lists(
    "lists_one_tower",
    "The widths are those of one graphics card: half of the filters.",
    "34,848 weights in conv1: how many filters of 11 x 11 x 3 is that?",
    lambda: _list(**{name: {"filters": layer["filters"] // 2} for layer in _list() if (name := layer["name"]) in CONVS}),
)
lists(
    "lists_torchvisions_widths",
    "The widths are those of a later version with 64, 192, 384, 256 and 256 filters.",
    "There are several AlexNets. Which one has the lecture, and how many filters has its conv1?",
    lambda: _list(conv1={"filters": 64}, conv2={"filters": 192}, conv4={"filters": 256}),
)
lists(
    "swaps_the_last_widths",
    "conv4 has 256 filters and conv5 has 384.",
    "6 x 6 x 256 numbers reach fc6. How many filters has conv5?",
    lambda: _list(conv4={"filters": 256}, conv5={"filters": 384}),
)
lists(
    "pools_by_two",
    "Poolings are 2 wide: they do not overlap.",
    "AlexNet's poolings overlap. How wide is a window that moves by 2?",
    lambda: _list(**_for(POOLS, {"size": 2})),
)
lists(
    "pools_by_three_without_overlap",
    "Poolings move by 3: they do not overlap.",
    "27 rows come out of 55. By how much does a 3-wide window move?",
    lambda: _list(**_for(POOLS, {"stride": 3})),
)
lists(
    "forgets_the_last_pooling",
    "There is no pooling after conv5.",
    "6 x 6 x 256 numbers reach fc6. What turns 13 rows into 6?",
    lambda: _list(pool5=None),
)
lists(
    "pools_after_conv3_too",
    "There is a pooling after conv3.",
    "conv3, conv4 and conv5 all give 13 rows. Where are the three poolings?",
    lambda: _after("relu3", pool("pool3", 3, stride=2)),
)
lists(
    "lists_no_relu",
    "There is no relu at all.",
    "What does the network compute without any non-linearity between its layers?",
    lambda: _list(**dict.fromkeys(RELUS)),
)
lists(
    "lists_relus_after_convolutions_only",
    "There is no relu after the fully connected layers.",
    "Two fully connected layers without anything between them: what could one of them not do?",
    lambda: _list(relu6=None, relu7=None),
)
lists(
    "lists_relus_after_fc_only",
    "There is no relu after the convolutions.",
    "What stands between a convolution and what comes next?",
    lambda: _list(**dict.fromkeys(RELUS[:5])),
)
lists(
    "rectifies_the_last_layer",
    "There is a relu after fc8, which would hide the negative scores.",
    "Are scores allowed to be negative?",
    lambda: _after("fc8", plain("relu8", "relu")),
)
lists(
    "makes_fc6_a_convolution",
    "fc6 is listed as a convolution over 6 x 6.",
    "The numbers are the same, but which kind has the lecture's fc6?",
    lambda: [conv("fc6", 4096, 6) if layer["name"] == "fc6" else layer for layer in _list()],
)
lists(
    "gives_fc7_thousand_features",
    "fc7 gives 1,000 features, as many as there are classes.",
    "Which layer gives the scores: fc7 or fc8?",
    lambda: _list(fc7={"out_features": 1000}),
)
lists(
    "forgets_fc7",
    "fc7 is missing.",
    "How many fully connected layers has AlexNet?",
    lambda: _list(fc7=None, relu7=None, dropout7=None),
)
lists(
    "counts_the_fc_from_one",
    "The fully connected layers are called fc1 to fc3.",
    "The lecture goes on counting after conv5. What is the next number?",
    lambda: _list(fc6={"name": "fc1"}, fc7={"name": "fc2"}, fc8={"name": "fc3"}),
)
lists(
    "gives_names_twice",
    "Several layers have the same name.",
    "Names find a layer. How would you ask for the second relu?",
    lambda: [layer | {"name": layer["kind"]} if layer["kind"] == "relu" else layer for layer in _list()],
)
lists(
    "lists_the_image",
    "There is a row for the image.",
    "Is the image a layer?",
    lambda: [plain("input", "input"), *_list()],
)
lists(
    "gives_a_tuple_of_layers",
    "The layers come as a tuple instead of a list.",
    "Print type(...) of what you return.",
    lambda: tuple(_list()),
)
lists(
    "gives_a_dict_of_layers",
    "The layers come as a dict by name instead of a list.",
    "Print type(...) of what you return.",
    lambda: {layer["name"]: layer for layer in _list()},
)


# --- build_alexnet

probe("build_alexnet", tuple, num_classes=7)


@cache
def light():
    """Layers that learn as much as PyTorch's own but hold and compute nothing: only the shapes are right."""
    import torch
    from torch import nn

    class Conv2d(nn.Conv2d):
        def forward(self, x):
            if x.shape[1] != self.in_channels or min(x.shape[2:]) + 2 * self.padding[0] < self.kernel_size[0]:
                return super().forward(x)  # PyTorch's own error
            sides = ((n + 2 * self.padding[0] - self.kernel_size[0]) // self.stride[0] + 1 for n in x.shape[2:])
            return torch.zeros(1).expand(len(x), self.out_channels, *sides)

    class Linear(nn.Linear):
        def forward(self, x):
            if x.shape[-1] != self.in_features:
                return super().forward(x)
            return torch.zeros(1).expand(*x.shape[:-1], self.out_features)

    def made(kind):
        def make(*arguments, **keywords):
            with torch.device("meta"):
                layer = kind(*arguments, **keywords)
            for name, parameter in layer.named_parameters():
                layer._parameters[name] = nn.Parameter(torch.zeros(1).expand(parameter.shape))
            return layer

        return make

    return made(Conv2d), made(Linear)


def _parts(num_classes, groups=(1, 2, 1, 2, 2), widths=(96, 256, 384, 384, 256), bias=True, **changes):
    """AlexNet's parts by name, some of them changed."""
    from torch import nn

    make_conv, make_linear = light()
    kernels = [(11, 4, 0), (5, 1, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1)]
    parts, channels = {}, 3
    for number, (filters, split, (kernel, stride, padding)) in enumerate(zip(widths, groups, kernels, strict=True), start=1):
        change = changes.get(f"conv{number}", {})
        sizes = {"stride": stride, "padding": padding, "groups": split, "bias": bias} | change
        parts[f"conv{number}"] = make_conv(channels, filters, sizes.pop("kernel_size", kernel), **sizes)
        parts[f"relu{number}"] = nn.ReLU()
        if number in (1, 2, 5):
            parts[f"pool{number}"] = nn.MaxPool2d(3, 2)
        channels = filters
    parts["flatten"] = nn.Flatten()
    parts["fc6"], parts["relu6"] = make_linear(changes.get("features", channels * 36), 4096, bias=bias), nn.ReLU()
    parts["fc7"], parts["relu7"] = make_linear(4096, 4096, bias=bias), nn.ReLU()
    parts["fc8"] = make_linear(4096, num_classes, bias=bias)
    return parts


def _chain(parts):
    from torch import nn

    return nn.Sequential(*(part for part in parts.values() if part is not None))


@catalogue.likewise("build_alexnet")
def _right_alexnet(num_classes=1000):
    return _chain(_parts(num_classes))


def builds(name, explanation, hint, change=None, **changes):
    """Register a mistake in building AlexNet: other sizes, or parts that stand in for those of their names."""

    def build_alexnet(num_classes=1000):
        from torch import nn

        parts = _parts(num_classes, **changes)
        return _chain(parts | (change(nn) if change else {}))

    build_alexnet.__name__, build_alexnet.__doc__ = name, explanation
    return mistake("build_alexnet", hint)(build_alexnet)


def _function(compute):
    """A module that computes this, and has nothing to learn."""
    from torch import nn

    module = nn.Module()
    module.forward = compute
    return module


LAYERS = dict(zip(RELUS, (*CONVS, "fc6", "fc7"), strict=True))
for _relu, _layer in LAYERS.items():
    builds(
        f"forgets_the_relu_after_{_layer}",
        f"There is no relu after {_layer}; the number of learnables is the same.",
        f"What does the network do between {_layer} and the next layer?",
        lambda nn, relu=_relu: {relu: None},
    )
builds(
    "forgets_every_relu",
    "There is no relu at all: all layers together compute a single linear map, but for the poolings.",
    "What does the network do between its layers, besides pooling?",
    lambda nn: dict.fromkeys(LAYERS),
)
builds(
    "rectifies_the_convolutions_only",
    "There is no relu after fc6 and fc7.",
    "What does the network do between its fully connected layers?",
    lambda nn: {"relu6": None, "relu7": None},
)
builds(
    "rectifies_the_fc_only",
    "There is no relu after the convolutions.",
    "What does the network do between its convolutions?",
    lambda nn: dict.fromkeys(RELUS[:5]),
)
builds(
    "rectifies_the_scores",
    "There is a relu after fc8: no score is ever negative.",
    "May a score be negative? What stands behind your last layer?",
    lambda nn: {"relu8": nn.ReLU()},
)
builds(
    "ends_with_a_softmax",
    "The network ends with a softmax: it gives probabilities instead of scores.",
    "Scores are asked for. What do yours sum to?",
    lambda nn: {"softmax": nn.Softmax(dim=1)},
)
builds(
    "ends_with_a_log_softmax",
    "The network ends with a log softmax: it gives logarithms of probabilities instead of scores.",
    "Scores are asked for. What does the last line of your network do to them?",
    lambda nn: {"softmax": nn.LogSoftmax(dim=1)},
)
builds(
    "ends_with_a_sigmoid",
    "The network ends with a sigmoid.",
    "Scores are asked for. What does the last line of your network do to them?",
    lambda nn: {"sigmoid": nn.Sigmoid()},
)
for _name, _kind in (("tanh", "Tanh"), ("sigmoid", "Sigmoid"), ("leaky_relu", "LeakyReLU"), ("gelu", "GELU")):
    builds(
        f"uses_{_name}_for_relu",
        f"The activation is {_name.replace('_', ' ')} instead of relu.",
        "The paper's section 3.1 is called after its activation. Which one is it?",
        lambda nn, kind=_kind: {relu: getattr(nn, kind)() for relu in LAYERS},
    )
builds(
    "pads_conv1_by_two",
    "conv1 is padded by 2: it gives 56 rows instead of 55, and the number of learnables is the same.",
    "How many rows does your conv1 give? The lecture has 55.",
    conv1={"padding": 2},
)
builds(
    "pads_no_convolution",
    "No convolution is padded, and fc6 was made to fit what is left.",
    "How many rows do your conv2 and conv3 give? The lecture has 27 and 13.",
    conv2={"padding": 0},
    conv3={"padding": 0},
    conv4={"padding": 0},
    conv5={"padding": 0},
    features=256,
)
builds(
    "pads_conv2_too_little",
    "conv2 is padded by 1 and gives 25 rows.",
    "Which padding lets a 5-wide kernel keep 27 rows?",
    conv2={"padding": 1},
    features=256 * 25,
)
builds(
    "strides_conv1_by_three",
    "conv1 moves by 3 instead of 4; fc6 was made to fit.",
    "How many rows does your conv1 give? The lecture has 55.",
    conv1={"stride": 3},
    features=256 * 64,
)
builds(
    "uses_a_small_conv2",
    "conv2's kernel is 3 wide instead of 5.",
    "How many learnables has your conv2? The lecture has 307,456.",
    conv2={"kernel_size": 3, "padding": 1},
)
builds(
    "builds_without_groups",
    "No convolution is in groups: 62,378,344 learnables.",
    "`groups` is an argument of Conv2d. Which layers need it?",
    groups=(1, 1, 1, 1, 1),
)
builds(
    "puts_conv3_into_groups_too",
    "conv3 is in two groups too.",
    "Which of the convolutions reads the maps of both graphics cards?",
    groups=(1, 2, 2, 2, 2),
)
builds(
    "puts_conv3_into_groups_in_place_of_conv5",
    "conv3 is in two groups and conv5 is not; the number of learnables is the same.",
    "Which of conv3, conv4 and conv5 reads the maps of both graphics cards?",
    groups=(1, 2, 2, 2, 1),
)
builds(
    "puts_conv2_alone_into_groups",
    "Only conv2 is in two groups.",
    "Which convolutions are in groups in your list of layers?",
    groups=(1, 2, 1, 1, 1),
)
builds(
    "builds_one_tower",
    "The network is half as wide: the filters of one graphics card.",
    "How many filters has your conv1? The lecture has 96.",
    widths=(48, 128, 192, 192, 128),
)
builds(
    "builds_the_later_widths",
    "The widths are 64, 192, 384, 256 and 256, with padding in conv1: a later version of AlexNet.",
    "There are several AlexNets. How many filters has the lecture's conv1?",
    widths=(64, 192, 384, 256, 256),
    groups=(1, 1, 1, 1, 1),
    conv1={"padding": 2},
)
builds(
    "pools_two_by_two",
    "The poolings are 2 wide instead of 3; the shapes and the number of learnables are the same.",
    "AlexNet's poolings overlap. How wide is a window that moves by 2?",
    lambda nn: {name: nn.MaxPool2d(2) for name in POOLS},
)
builds(
    "pools_the_average",
    "The poolings take the average instead of the largest; the number of learnables is the same.",
    "What does AlexNet keep of each window: its largest number, or its mean?",
    lambda nn: {name: nn.AvgPool2d(3, 2) for name in POOLS},
)
builds(
    "pools_the_average_at_the_end",
    "The last pooling takes the average instead of the largest; the number of learnables is the same.",
    "Two of your poolings are right. What does the one before fc6 do?",
    lambda nn: {"pool5": nn.AvgPool2d(3, 2)},
)
builds(
    "pads_the_poolings",
    "The poolings are padded by 1, and an adaptive average hides it before fc6.",
    "How many rows does your first pooling give? The lecture has 27.",
    lambda nn: {
        **{name: nn.MaxPool2d(3, 2, padding=1) for name in POOLS},
        "flatten": nn.Sequential(nn.AdaptiveAvgPool2d(6), nn.Flatten()),
    },
)
builds(
    "pools_without_overlap",
    "The poolings move by 3, their size, since their stride was left out; fc6 was made to fit.",
    "What is MaxPool2d's stride where none is given?",
    lambda nn: {name: nn.MaxPool2d(3) for name in POOLS},
    features=256 * 4,
)
builds(
    "lacks_the_last_pooling",
    "There is no pooling after conv5; fc6 reads all of 13 x 13.",
    "How many numbers does your fc6 read? The lecture has 6 x 6 x 256.",
    lambda nn: {"pool5": None},
    features=256 * 169,
)
builds(
    "flattens_channels_last",
    "The map is flattened with its channels last.",
    "In which order are arrays flattened in this course? Do you move an axis before?",
    lambda nn: {"flatten": _function(lambda x: x.permute(0, 2, 3, 1).flatten(1))},
)
builds(
    "flattens_the_batch_too",
    "All images of a batch are flattened into one: more than one image ends in an error.",
    "Give your network two images. What must stay of the first axis when you flatten?",
    lambda nn: {"flatten": _function(lambda x: x.reshape(1, -1))},
)
builds(
    "forgets_to_flatten",
    "The map is not flattened before fc6, which ends in an error.",
    "Print the shape that reaches fc6. How many axes should it have?",
    lambda nn: {"flatten": None},
)
builds(
    "drops_out_in_evaluation_too",
    "Dropout stays on in evaluation mode: two calls with one image give different scores.",
    "`F.dropout` has an argument `training`. What is it where you leave it out?",
    lambda nn: {"relu6": nn.Sequential(nn.ReLU(), _function(lambda x: nn.functional.dropout(x, 0.5)))},
)
builds(
    "builds_without_biases",
    "No layer has biases.",
    "How many learnables has your network? The lecture counts a bias for each filter and unit.",
    bias=False,
)
builds(
    "learns_the_normalisation",
    "Batch normalisation stands for response normalisation: it has learnables of its own.",
    "How many learnables has your network? Which part has those that are too many?",
    lambda nn: {"relu1": nn.Sequential(nn.ReLU(), nn.BatchNorm2d(96)), "relu2": nn.Sequential(nn.ReLU(), nn.BatchNorm2d(256))},
)
builds(
    "builds_for_224_pixels",
    "fc6 expects 5 x 5 x 256 numbers, as 224 pixels without padding would give: 227 pixels end in an error.",
    "How many rows has the map that reaches fc6, for an image of 227 pixels?",
    features=256 * 25,
)


@mistake("build_alexnet", hint="How many scores does build_alexnet(10) give?")
def always_has_thousand_classes(num_classes=1000):
    """The number of classes is ignored: there are always 1,000 scores."""
    return _chain(_parts(1000))


@mistake("build_alexnet", hint="How many fully connected layers has AlexNet? Count yours.")
def lacks_fc7(num_classes=1000):
    """fc7 is missing."""
    return _chain(_parts(num_classes) | {"fc7": None, "relu7": None})


@mistake("build_alexnet", hint="Print type(...) of what you return. Can it be called with a batch of images?")
def gives_a_list_of_layers(num_classes=1000):
    """A list of layers is given instead of a network."""
    return list(_parts(num_classes).values())


@mistake("build_alexnet", hint="Is what you return a class or a network? Look for the brackets behind the class's name.")
def gives_a_class(num_classes=1000):
    """The class of the network is given instead of a network."""
    return type(_chain({}))


# --- activations


def _picture(*shape):
    return np.random.default_rng(8).standard_normal(shape)


def _mixed():
    network = example_network()
    network.norm.eval()
    return network


for _make, _names in (
    (example_network, ["conv1", "relu1", "block.conv", "drop"]),
    (lambda: example_network(False), ["block", "conv1"]),
    (_mixed, ["relu1"]),
    (example_network, []),
    (example_network, ["conv1", "conv9"]),
    (example_network, ["conv"]),
):
    probe("activations", lambda make=_make, names=_names: (make(), _picture(3, 7, 9), list(names)))
for _shape in ((1, 7, 9), (7, 9), (7, 9, 3), (1, 3, 7, 9), (4, 7, 9), (3, 3, 7, 9)):
    probe("activations", lambda shape=_shape: (example_network(False), _picture(*shape), ["conv1"]))


def _refuse_strangers(model, image, layers):
    right.activations(model, image, [])
    names = dict(model.named_modules())
    if not set(layers) <= set(names):
        raise ValueError("unknown")
    return names


def _recorded(model, image, layers, keep):
    """Hooks on the named layers around one pass; the state of the model is the caller's to mind."""
    import torch

    parts, found = dict(model.named_modules()), {}
    hooks = [
        parts[name].register_forward_hook(lambda part, given, made, name=name: found.__setitem__(name, keep(given, made)))
        for name in layers
    ]
    with torch.no_grad():
        model(torch.tensor(np.ascontiguousarray(image, np.float32))[None])
    for hook in hooks:
        hook.remove()
    return found


def _in_evaluation(model, compute):
    """Compute something in evaluation mode, each part's own mode put back."""
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    found = compute()
    for part, mode in modes:
        part.training = mode
    return found


def _copy(given, made):
    return made[0].numpy().copy()


@mistake("activations", hint="Ask the model's `training` before the forward pass. What should it be, and what does dropout do?")
def stays_in_training_mode(model, image, layers):
    """The model computes in whatever mode it came: dropout and batch normalisation work as in training."""
    _refuse_strangers(model, image, layers)
    return _recorded(model, image, layers, _copy)


@mistake("activations", hint="Ask the model's `training` after the call. Was it so before?")
def leaves_evaluation_mode(model, image, layers):
    """The model is left in evaluation mode, though it came in training mode."""
    found = right.activations(model, image, layers)
    model.eval()
    return found


@mistake("activations", hint="Call it on a model in evaluation mode. In which mode is it afterwards?")
def leaves_training_mode(model, image, layers):
    """The model is put into training mode afterwards, also where it came in evaluation mode."""
    found = right.activations(model, image, layers)
    model.train()
    return found


@mistake("activations", hint="Each part has a mode of its own. What does `model.train(...)` do to a part in another one?")
def restores_one_mode_for_all(model, image, layers):
    """All parts get the whole model's mode afterwards, also those that were in another one."""
    mode = model.training
    found = right.activations(model, image, layers)
    model.train(mode)
    return found


@mistake("activations", hint="A later layer may write into the same memory. When do you copy what a layer gave?")
def keeps_what_a_later_layer_overwrites(model, image, layers):
    """What a layer gave is kept without a copy, and a later layer that works in place overwrites it."""
    _refuse_strangers(model, image, layers)
    return _in_evaluation(model, lambda: _recorded(model, image, layers, lambda given, made: made[0].numpy()))


@mistake("activations", hint="What does `register_forward_hook` return, and what must be done with it in the end?")
def leaves_its_hooks(model, image, layers):
    """The hooks stay on the model."""
    found = right.activations(model, image, layers)
    for name in layers:
        model.get_submodule(name).register_forward_hook(lambda *_: None)
    return found


@mistake("activations", hint="Print the shapes. Is there an axis of length 1 in front?")
def keeps_the_batch_axis(model, image, layers):
    """The axis of the batch is still there."""
    return {name: values[None] for name, values in right.activations(model, image, layers).items()}


@mistake("activations", hint="Print type(...) of an entry: a NumPy array, or a tensor?")
def gives_tensors(model, image, layers):
    """The entries are PyTorch tensors instead of NumPy arrays."""
    import torch

    return {name: torch.from_numpy(values) for name, values in right.activations(model, image, layers).items()}


@mistake("activations", hint="Print type(...) of what you return. How would one ask it for conv1?")
def gives_a_list(model, image, layers):
    """A list is given instead of a dict by name."""
    return list(right.activations(model, image, layers).values())


@mistake("activations", hint="A hook is given the layer's input and its output. Which of them do you keep?")
def keeps_the_inputs(model, image, layers):
    """What each layer was given is kept instead of what it gave."""
    _refuse_strangers(model, image, layers)
    return _in_evaluation(model, lambda: _recorded(model, image, layers, lambda given, made: given[0][0].numpy().copy()))


@mistake("activations", hint="Functions made in a loop all see the loop's last name. How can each hook keep its own?")
def keeps_all_under_the_last_name(model, image, layers):
    """All hooks write under the last name, as functions made in a loop do."""
    found = right.activations(model, image, layers)
    return {name: found[name] for name in layers[-1:]}


@mistake("activations", hint="Which layers were asked for, and which do you give?")
def gives_every_layer(model, image, layers):
    """All of the model's layers are given, whichever were asked for."""
    right.activations(model, image, layers)
    return right.activations(model, image, [name for name, _ in model.named_modules()])


@mistake("activations", hint="Ask for a part inside a part, such as 'block.conv'. Do you look inside of children?")
def knows_the_outer_layers_only(model, image, layers):
    """Parts inside of parts are not found."""
    children = dict(model.named_children())
    right.activations(model, image, [])
    if not set(layers) <= set(children):
        raise ValueError("unknown")
    return right.activations(model, image, layers)


@mistake("activations", hint="Which exception does a name raise that the model does not have: ValueError, or another?")
def breaks_on_unknown_names(model, image, layers):
    """An unknown name ends in a KeyError instead of a ValueError."""
    right.activations(model, image, [])
    if not set(layers) <= set(dict(model.named_modules())):
        raise KeyError("conv9")
    return right.activations(model, image, layers)


@mistake("activations", hint="What must happen for a name that the model does not have? See 'Raises'.")
def passes_over_unknown_names(model, image, layers):
    """Unknown names are passed over."""
    return right.activations(model, image, [name for name in layers if name in dict(model.named_modules())])


@mistake("activations", hint="What must happen for an image that is not (3, H, W)? See 'Raises'.")
def accepts_any_image(model, image, layers):
    """The image's shape is not looked at: PyTorch's own errors come, or an image of a batch's shape is accepted."""
    _refuse_names_only(model, layers)
    if image.shape[-3:-2] != (3,):
        raise RuntimeError("expected input to have 3 channels")
    return right.activations(model, image.reshape(-1, *image.shape[-3:])[0], layers)


def _refuse_names_only(model, layers):
    if not set(layers) <= set(dict(model.named_modules())):
        raise ValueError("unknown")


@mistake("activations", hint="A grey image has three axes too, if it is (1, H, W). How many channels do you ask for?")
def counts_the_axes_only(model, image, layers):
    """An image with three axes but not three channels ends in an error of PyTorch's instead of a ValueError."""
    if image.ndim != 3:
        raise ValueError(f"an image of {image.ndim} axes")
    _refuse_names_only(model, layers)
    if image.shape[0] != 3:
        raise RuntimeError("expected input to have 3 channels")
    return right.activations(model, image, layers)


@mistake("activations", hint="Is an array of shape (3, 3, 7, 9) one image? How many axes do you ask for?")
def looks_at_the_first_axis_only(model, image, layers):
    """What has a first axis of 3 is taken for an image, however many axes follow."""
    if image.shape[0] != 3:
        raise ValueError(f"an image of shape {image.shape}")
    _refuse_names_only(model, layers)
    if image.ndim != 3:
        raise RuntimeError("expected 3D or 4D input")
    return right.activations(model, image, layers)


@mistake("activations", hint="Channels come first in this course. Do you accept an image with its channels last?")
def turns_channels_last_images(model, image, layers):
    """An image with its channels last is turned instead of refused."""
    if image.ndim == 3 and image.shape[0] != 3 and image.shape[2] == 3:
        image = image.transpose(2, 0, 1)
    return right.activations(model, image, layers)


@mistake("activations", hint="Compare the numbers: does the model get the image as it was handed in?")
def scales_the_image(model, image, layers):
    """The image is divided by 255 on the way."""
    return right.activations(model, image / 255, layers)


@mistake("activations", hint="Is the image the same after the call? `image -= ...` writes into the caller's array.")
def centres_the_image_in_place(model, image, layers):
    """The image's mean is taken off, in the very array that was handed in."""
    right.activations(model, image, layers)
    image -= image.mean()
    return right.activations(model, image, layers)


@mistake("activations", hint="Print a gradient, `model.conv1.weight.grad`, before and after. Who asked to clear it?")
def clears_the_gradients(model, image, layers):
    """The gradients that the model came with are cleared."""
    found = right.activations(model, image, layers)
    model.zero_grad()
    return found


@mistake("activations", hint="Print `requires_grad` of a parameter before and after. There is another way to need no gradients.")
def freezes_the_model(model, image, layers):
    """The model's parameters no longer ask for gradients afterwards."""
    found = right.activations(model, image, layers)
    model.requires_grad_(False)
    return found


@mistake("activations", hint="Print the dtype of the weights before and after. Which should adapt: the model or the image?")
def makes_the_model_double(model, image, layers):
    """The model is turned into float64 to go with the image, and stays so."""
    found = right.activations(model, image, layers)
    model.double()
    return found


# --- filter_mosaic

for _shape, _columns, _gap in (
    ((5, 3, 3, 2), 3, 1),
    ((4, 1, 2, 3), 2, 2),
    ((3, 1, 2, 2), 5, 1),
    ((6, 3, 2, 3), 3, 0),
    ((7, 1, 3, 3), 1, 3),
    ((1, 3, 4, 4), 1, 1),
):
    probe("filter_mosaic", lambda shape=_shape, columns=_columns: (_picture(*shape), columns), gap=_gap)
probe("filter_mosaic", lambda: (_picture(5, 3, 3, 2), 3))
probe("filter_mosaic", lambda: (np.stack([np.full((1, 2, 2), 3.0), _picture(1, 2, 2), np.full((1, 2, 2), -1.0)]), 2))
probe("filter_mosaic", lambda: (1e-9 * _picture(2, 1, 2, 2), 2))
for _shape, _columns, _gap in (
    ((4, 2, 3, 3), 2, 1),
    ((4, 4, 3, 3), 2, 1),
    ((4, 3, 3), 2, 1),
    ((3, 3), 2, 1),
    ((1, 4, 3, 3, 3), 2, 1),
    ((4, 3, 3, 3), 0, 1),
    ((4, 3, 3, 3), -1, 1),
    ((4, 3, 3, 3), 2, -1),
):
    probe("filter_mosaic", lambda shape=_shape, columns=_columns: (_picture(*shape), columns), gap=_gap)


def _tiles(weights):
    """Each filter scaled as it should be."""
    low, high = weights.min(axis=(1, 2, 3), keepdims=True), weights.max(axis=(1, 2, 3), keepdims=True)
    return (weights - low) / np.where(high > low, high - low, 1.0)


def _refuse(weights, columns, gap, *, axes=True, channels=True, columns_below=1, gap_below=0):
    if axes and weights.ndim != 4:
        raise ValueError(f"{weights.ndim} axes")
    if channels and weights.shape[1] not in (1, 3):
        raise ValueError(f"{weights.shape[1]} channels")
    if columns < columns_below or gap < gap_below:
        raise ValueError(f"{columns} columns, gap {gap}")


def _lay(tiles, columns, gap, place=None, background=1.0, border=0, rows=None):
    """Tiles `(F, C, k, l)` on a mosaic."""
    count, channels, k, h = tiles.shape
    rows = -(-count // columns) if rows is None else rows
    place = place or (lambda at: divmod(at, columns))
    mosaic = np.full((rows * (k + gap) - gap + 2 * border, columns * (h + gap) - gap + 2 * border, channels), background)
    for at, tile in enumerate(tiles):
        row, column = place(at)
        if row < rows and column < columns:
            top, left = border + row * (k + gap), border + column * (h + gap)
            mosaic[top : top + k, left : left + h] = tile.transpose(1, 2, 0)
    return mosaic[:, :, 0] if channels == 1 else mosaic


def shows(name, explanation, hint, make):
    """Register a mistake in the mosaic: ``make(weights, columns, gap)`` for what is legal."""

    def filter_mosaic(weights, columns, gap=1):
        _refuse(weights, columns, gap)
        return make(weights, columns, gap)

    filter_mosaic.__name__, filter_mosaic.__doc__ = name, explanation
    return mistake("filter_mosaic", hint)(filter_mosaic)


def _scaled(weights, axes):
    low, high = weights.min(axis=axes, keepdims=True), weights.max(axis=axes, keepdims=True)
    return (weights - low) / np.where(high > low, high - low, 1.0)


shows(
    "scales_all_filters_together",
    "All filters are scaled by the smallest and largest of all weights, so that weak ones look grey.",
    "Each filter has a minimum and a maximum of its own. Over which axes do you take yours?",
    lambda weights, columns, gap: _lay(_scaled(weights, (0, 1, 2, 3)), columns, gap),
)
shows(
    "scales_each_channel_apart",
    "Red, green and blue are each scaled by their own minimum and maximum, which makes other colours.",
    "A filter has one minimum over all of its channels. Over which axes do you take yours?",
    lambda weights, columns, gap: _lay(_scaled(weights, (2, 3)), columns, gap),
)
shows(
    "does_not_scale",
    "The weights are shown as they are, not scaled to [0, 1].",
    "Which values may a picture have?",
    lambda weights, columns, gap: _lay(weights, columns, gap),
)
shows(
    "clips_the_weights",
    "The weights are cut to [0, 1] instead of scaled.",
    "What becomes of the negative weights?",
    lambda weights, columns, gap: _lay(weights.clip(0, 1), columns, gap),
)
shows(
    "scales_by_the_largest_magnitude",
    "Each filter is scaled around a grey of 0.5 by its largest magnitude, so that its minimum is not always 0.",
    "Which weight of a filter must become 0, and which 1?",
    lambda weights, columns, gap: _lay(
        0.5 + weights / (2 * np.abs(weights).max(axis=(1, 2, 3), keepdims=True)), columns, gap
    ),
)
shows(
    "forgets_to_take_off_the_minimum",
    "Each filter is divided by its range, but its minimum is not taken off first.",
    "Which weight of a filter must become 0?",
    lambda weights, columns, gap: _lay(
        weights / np.maximum(np.ptp(weights, axis=(1, 2, 3), keepdims=True), 1e-300), columns, gap
    ),
)
shows(
    "divides_by_the_maximum",
    "The minimum is taken off, and what is left is divided by the old maximum.",
    "After the minimum is taken off, what is the largest value?",
    lambda weights, columns, gap: _lay(
        (weights - weights.min(axis=(1, 2, 3), keepdims=True)) / weights.max(axis=(1, 2, 3), keepdims=True), columns, gap
    ),
)
shows(
    "divides_by_zero_range",
    "A filter of equal weights is divided by a range of 0, and its pixels are no numbers.",
    "What are maximum minus minimum of a filter whose weights are all equal?",
    lambda weights, columns, gap: _lay(_scaled_blindly(weights), columns, gap),
)
shows(
    "shows_equal_weights_white",
    "A filter of equal weights is shown as 1 instead of 0.",
    "What should a filter of equal weights be: 0, or 1?",
    lambda weights, columns, gap: _lay(np.where(_range(weights) > 0, _tiles(weights), 1.0), columns, gap),
)
shows(
    "shows_equal_weights_grey",
    "A filter of equal weights is shown as 0.5 instead of 0.",
    "What should a filter of equal weights be: 0, or grey?",
    lambda weights, columns, gap: _lay(np.where(_range(weights) > 0, _tiles(weights), 0.5), columns, gap),
)
shows(
    "adds_a_little_to_the_range",
    "Something small is added to the range, so that filters with tiny weights stay dark.",
    "Try weights of 1e-9. Is the largest of a filter still 1?",
    lambda weights, columns, gap: _lay(
        (weights - weights.min(axis=(1, 2, 3), keepdims=True)) / (_range(weights) + 1e-8), columns, gap
    ),
)
shows(
    "leaves_the_gaps_black",
    "Gaps and empty places are 0 instead of 1.",
    "Which value do gaps and empty places have?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, gap, background=0.0),
)
shows(
    "leaves_the_empty_places_black",
    "Places without a filter are 0 instead of 1; the gaps are right.",
    "Which value do places have for which no filter is left?",
    lambda weights, columns, gap: _lay(_with_blanks(_tiles(weights), columns, 0.0), columns, gap),
)
shows(
    "frames_the_mosaic",
    "There is a gap around the whole mosaic, where only neighbours have one between them.",
    "How many gaps lie between three filters in a row?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, gap, border=gap),
)
shows(
    "ends_each_filter_with_a_gap",
    "There is a gap behind the last column and below the last row.",
    "How many gaps lie between three filters in a row?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, gap, border=gap)[gap:, gap:],
)
shows(
    "forgets_the_gap",
    "There is no gap between the filters.",
    "Where do you use `gap`?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, 0),
)
shows(
    "always_leaves_one_pixel",
    "The gap is always one pixel.",
    "Where do you use `gap`?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, 1),
)
shows(
    "fills_column_by_column",
    "The filters run down the columns instead of along the rows.",
    "Which filter stands to the right of the first one?",
    lambda weights, columns, gap: _lay(
        _tiles(weights), columns, gap, place=lambda at: divmod(at, -(-len(weights) // columns))[::-1]
    ),
)
shows(
    "takes_columns_for_rows",
    "`columns` is taken for the number of rows.",
    "Three columns: how many filters stand side by side?",
    lambda weights, columns, gap: _lay(_tiles(weights), -(-len(weights) // columns), gap, rows=columns),
)
shows(
    "drops_the_last_row",
    "Filters that do not fill a whole row are left out.",
    "Five filters in three columns: how many rows are there? Which way do you round?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, gap, rows=max(1, len(weights) // columns)),
)
shows(
    "adds_an_empty_row",
    "There is a row too many where the filters fill the last row exactly.",
    "Six filters in three columns: how many rows are there?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, gap, rows=len(weights) // columns + 1),
)
shows(
    "shrinks_to_the_filters",
    "Where there are fewer filters than columns, the mosaic is narrower than it should be.",
    "Three filters in five columns: how wide is the mosaic?",
    lambda weights, columns, gap: _lay(_tiles(weights), min(columns, len(weights)), gap),
)
shows(
    "shows_blue_for_red",
    "The channels are in the order blue, green, red.",
    "Which channel comes first: red or blue?",
    lambda weights, columns, gap: _lay(_tiles(weights[:, ::-1]), columns, gap),
)
shows(
    "shows_the_mean_of_the_channels",
    "Filters of three channels are shown in grey.",
    "Does your mosaic of colour filters have a last axis of 3?",
    lambda weights, columns, gap: _lay(_tiles(weights.mean(axis=1, keepdims=True)), columns, gap),
)
shows(
    "keeps_an_axis_for_grey",
    "Mosaics of one channel have a last axis of 1.",
    "Which shape has a grey picture?",
    lambda weights, columns, gap: _lay(_tiles(weights), columns, gap).reshape(
        *_lay(_tiles(weights), columns, gap).shape[:2], weights.shape[1]
    ),
)
shows(
    "puts_the_channels_first",
    "The mosaic's channels come first, though a picture has them last.",
    "Where do the channels stand in the picture that is asked for?",
    lambda weights, columns, gap: np.moveaxis(_lay(_tiles(weights), columns, gap), -1, 0)
    if weights.shape[1] == 3
    else _lay(_tiles(weights), columns, gap),
)
shows(
    "turns_each_filter",
    "Rows and columns of each filter have changed places.",
    "Use a filter with 2 rows and 3 columns. Which axes do you move?",
    lambda weights, columns, gap: _lay(_tiles(weights.swapaxes(2, 3)), columns, gap),
)
shows(
    "gives_whole_numbers",
    "The mosaic holds whole numbers from 0 to 255.",
    "Which values, and which dtype, are asked for?",
    lambda weights, columns, gap: np.round(255 * _lay(_tiles(weights), columns, gap)).astype(np.uint8),
)


def _range(weights):
    return np.ptp(weights, axis=(1, 2, 3), keepdims=True)


def _scaled_blindly(weights):
    with np.errstate(invalid="ignore", divide="ignore"):
        return (weights - weights.min(axis=(1, 2, 3), keepdims=True)) / _range(weights)


def _with_blanks(tiles, columns, value):
    """The tiles, with one of this value for each place of the last row that has none."""
    missing = -len(tiles) % columns
    return np.concatenate([tiles, np.full((missing, *tiles.shape[1:]), value)])


def _mosaic(weights, columns, gap):
    return _lay(_tiles(weights), columns, gap)


@mistake("filter_mosaic", hint="Are the weights the same after the call? `weights -= ...` writes into the caller's array.")
def scales_in_place(weights, columns, gap=1):
    """The weights are scaled in the very array that was handed in."""
    _refuse(weights, columns, gap)
    weights[...] = _tiles(weights)
    return _mosaic(weights, columns, gap)


@mistake("filter_mosaic", hint="What is the gap where none is given?")
def has_another_usual_gap(weights, columns, gap=2):
    """The gap is 2 where none is given."""
    _refuse(weights, columns, gap)
    return _mosaic(weights, columns, gap)


@mistake("filter_mosaic", hint="What must happen for two channels, no columns, a gap of -1? See 'Raises'.")
def lays_anything(weights, columns, gap=1):
    """Nothing is refused: what NumPy cannot do ends in errors of its own."""
    if weights.ndim != 4 or columns == 0:
        raise IndexError("too many indices")
    return _lay(_tiles(weights), abs(columns), abs(gap))


@mistake("filter_mosaic", hint="Two channels make no colour. What must happen?")
def accepts_any_channels(weights, columns, gap=1):
    """Filters of two or four channels are accepted."""
    _refuse(weights, columns, gap, channels=False)
    return _mosaic(weights, columns, gap)


@mistake("filter_mosaic", hint="What must happen for weights with three axes? See 'Raises'.")
def guesses_missing_axes(weights, columns, gap=1):
    """Weights with three axes are taken for filters of one channel."""
    if weights.ndim == 3:
        weights = weights[:, None]
    return right.filter_mosaic(weights, columns, gap)


@mistake("filter_mosaic", hint="What would a mosaic without columns be? Which exception do you raise?")
def accepts_any_columns(weights, columns, gap=1):
    """No or negative columns end in another error, or in a picture."""
    _refuse(weights, columns, gap, columns_below=-9)
    return _mosaic(weights, max(1, columns), gap)


@mistake("filter_mosaic", hint="What would a gap of -1 be?")
def accepts_a_negative_gap(weights, columns, gap=1):
    """A negative gap is accepted, and the filters overlap."""
    _refuse(weights, columns, gap, gap_below=-9)
    return _mosaic(weights, columns, gap)


@mistake("filter_mosaic", hint="May neighbours touch? Try a gap of 0.")
def refuses_no_gap(weights, columns, gap=1):
    """A gap of 0 is refused."""
    _refuse(weights, columns, gap, gap_below=1)
    return _mosaic(weights, columns, gap)


# --- train_classifier

OTHERS, ENOUGH = "another network", 0.95
SAME = "the same network"


def examples(count=40):
    """A few made-up images with a bright pixel that gives the digit away."""
    numbers = np.random.default_rng(9)
    labels = np.arange(count) * 7 % 10
    images = numbers.uniform(0, 0.3, (count, 1, 8, 8))
    images[np.arange(count), 0, labels % 5 + 1, labels // 5 * 4 + 1] = 1.0
    return images, labels


def network_in_words(network):
    """A classifier in plain data."""
    import torch

    if not isinstance(network, torch.nn.Module):
        return {"network": type(network).__name__, "convolutions": "", "scores": ""}
    convolutions = sum(isinstance(part, torch.nn.Conv2d) for part in network.modules())
    found = {"network": "torch.nn.Module", "convolutions": "at least one" if convolutions else "none"}
    try:
        scores = network.eval()(torch.zeros(3, 1, 8, 8))
        return found | {"scores": f"{scores.dtype} of shape {tuple(scores.shape)}"}
    except Exception as error:
        return found | {"scores": f"none: it raised {type(error).__name__}"}


catalogue.seen_as("train_classifier", network_in_words)


def scores_of(network, images=None):
    """A network's scores."""
    import torch

    if not isinstance(network, torch.nn.Module):
        raise TypeError(f"a network is wanted, not a {type(network).__name__}")
    images = np.random.default_rng(10).uniform(0, 1, (12, 1, 8, 8)) if images is None else images
    with torch.no_grad():
        return network.eval()(torch.tensor(images, dtype=torch.float32)).numpy()


def compared(one, other):
    """Whether two networks give the same scores, but for rounding."""
    one, other = scores_of(one), scores_of(other)
    return SAME if np.allclose(one, other, rtol=0, atol=1e-5 * max(1e-3, np.abs(one).max())) else OTHERS


@experiment("train_classifier", "called twice with one seed")
def same_seed(train):
    """One seed, one network, whatever has been drawn from the global random state in between."""
    return compared(train(*examples(300), 1, 5), train(*examples(300), 1, 5))


@experiment("train_classifier", "called twice with one seed and 0 epochs")
def same_seed_untrained(train):
    """The first weights follow from the seed."""
    return compared(train(*examples(), 0, 5), train(*examples(), 0, 5))


@experiment("train_classifier", "called with two seeds")
def other_seed(train):
    """Another seed, another network: also where it is only the order of several batches that it decides."""
    return compared(train(*examples(300), 1, 5), train(*examples(300), 1, 6))


@experiment("train_classifier", "called with two seeds and 0 epochs")
def other_seed_untrained(train):
    """Another seed, other first weights."""
    return compared(train(*examples(), 0, 5), train(*examples(), 0, 6))


@experiment("train_classifier", "called with 0 epochs and two sets of labels")
def untrained(train):
    """Without a pass the labels make no difference."""
    images, labels = examples()
    return compared(train(images, labels, 0, 5), train(images, labels[::-1].copy(), 0, 5))


@experiment("train_classifier", "called with 1 epoch and another label for the last image")
def last_image(train):
    """A pass uses each image, the last one too."""
    images, labels = examples(37)
    other = labels.copy()
    other[-1] = (other[-1] + 3) % 10
    return compared(train(images, labels, 1, 5), train(images, other, 1, 5))


@experiment("train_classifier", "called with 0 epochs and with 1")
def first_pass(train):
    """The first pass makes a difference."""
    return compared(train(*examples(), 0, 5), train(*examples(), 1, 5))


@experiment("train_classifier", "called with 1 epoch and with 2")
def more_epochs(train):
    """Another pass makes a difference."""
    return compared(train(*examples(), 1, 5), train(*examples(), 2, 5))


@experiment("train_classifier", "asked for the images that it was trained on")
def learned(train):
    """Whether anything was learned; used to tell mistakes apart, not to grade."""
    images, labels = examples()
    named = scores_of(train(images, labels, 40, 5), images).argmax(axis=1)
    if np.mean(named == (labels + 1) % 10) > 0.6:
        return "the next digit for most of them"
    return "most of them right" if np.mean(named == labels) > 0.6 else "few of them right"


@experiment("train_classifier", "trained for 30 epochs on four fifths of the digits", probe=False)
def digits(train):
    """The share of held-back digits that it names rightly, in words."""
    from sklearn.datasets import load_digits

    known = load_digits()
    images, labels, held = known.images[:, None] / 16, known.target, np.arange(len(known.target)) % 5 == 2
    network = train(images[~held], labels[~held], 30, 504)
    share = np.mean(scores_of(network, images[held]).argmax(axis=1) == labels[held])
    return "at least 95 % of the other fifth right" if share >= ENOUGH else f"{share:.1%} of the other fifth right"


probe("train_classifier", lambda: (*examples(5), 1, 3))
probe("train_classifier", lambda: (*(part * scale for part, scale in zip(examples(5), (0.5, 1), strict=True)), 0, 3))
for _images, _labels in (
    ((6, 8, 8), (6,)),
    ((6, 64), (6,)),
    ((6, 3, 8, 8), (6,)),
    ((6, 1, 8, 9), (6,)),
    ((6, 1, 8, 8), (5,)),
    ((6, 1, 8, 8), (7,)),
    ((6, 1, 8, 8), (6, 1)),
):
    probe("train_classifier", lambda images=_images, labels=_labels: (np.full(images, 0.5), np.ones(labels, int), 1, 3))


_trained = {}


def _as_right(images, labels, epochs, seed):
    """The reference's network, trained once for all mistakes that share it."""
    key = images.shape, images.tobytes(), labels.shape, labels.tobytes(), epochs, seed
    if key not in _trained:
        _trained[key] = right.train_classifier(images, labels, epochs, seed)
    return copy.deepcopy(_trained[key])


def _train(
    images, labels, epochs, seed, *, weights_seed=None, order=None, steps=None, step=True, network=None, batch=16
):
    """Training with choices; the order of the images is right unless another is given."""
    import torch

    _as_right(images[:0], labels[:0], 0, 0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed if weights_seed is None else weights_seed)
        made = network() if network else networks._small_network()
    x, y = torch.tensor(images, dtype=torch.float32), torch.tensor(labels, dtype=torch.int64)
    optimiser = torch.optim.Adam(made.parameters(), lr=0.02)
    draw = order or np.random.default_rng(seed).permutation
    for _ in range(epochs):
        batches = torch.from_numpy(np.asarray(draw(len(x)))).split(batch)
        for indices in batches[:steps] if steps is None or steps > 0 else [part for part in batches if len(part) == batch]:
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(made(x[indices]), y[indices]).backward()
            if step:
                optimiser.step()
    return made


def _checked(images, labels):
    _as_right(images, labels, 0, 0)


def trains(name, explanation, hint, make):
    """Register a mistake in training: ``make(images, labels, epochs, seed)`` for what is legal."""

    def train_classifier(images, labels, epochs, seed):
        _checked(images, labels)
        return make(images, labels, epochs, seed)

    train_classifier.__name__, train_classifier.__doc__ = name, explanation
    return mistake("train_classifier", hint)(train_classifier)


def _any_number():
    return int.from_bytes(np.random.bytes(4), "little")


trains(
    "ignores_the_seed",
    "The seed is ignored: a fixed one stands in the code.",
    "Call it with two seeds and compare the weights. Where do you use `seed`?",
    lambda images, labels, epochs, seed: _as_right(images, labels, epochs, 42),
)
trains(
    "never_seeds",
    "Nothing is seeded: two calls with one seed give different networks.",
    "Call it twice with one seed and compare the weights. Where do you use `seed`?",
    lambda images, labels, epochs, seed: _as_right(images, labels, epochs, _any_number()),
)
trains(
    "seeds_the_weights_only",
    "The first weights follow the seed, but the order of the images is drawn from a global random state.",
    "With 0 epochs your networks agree, with more they do not. What else is drawn at random?",
    lambda images, labels, epochs, seed: _train(images, labels, epochs, seed, order=np.random.permutation, batch=128),
)
trains(
    "seeds_the_order_only",
    "The order of the images follows the seed, but the first weights are the same whatever the seed.",
    "Call it with two seeds and 0 epochs. Must the seed be set before or after the network is made?",
    lambda images, labels, epochs, seed: _train(images, labels, epochs, seed, weights_seed=1, batch=128),
)
trains(
    "trains_once_more",
    "There is one pass too many: 0 epochs train already.",
    "How often does your loop run for 0 epochs, and for 1?",
    lambda images, labels, epochs, seed: _as_right(images, labels, epochs + 1, seed),
)
trains(
    "trains_once_less",
    "There is one pass too few: 1 epoch trains nothing.",
    "How often does your loop run for 1 epoch, and for 2?",
    lambda images, labels, epochs, seed: _as_right(images, labels, max(0, epochs - 1), seed),
)
trains(
    "trains_at_least_once",
    "0 epochs are taken for 1.",
    "What is asked for 0 epochs?",
    lambda images, labels, epochs, seed: _as_right(images, labels, max(1, epochs), seed),
)
trains(
    "ignores_the_epochs",
    "The number of passes stands in the code: `epochs` is ignored.",
    "Where do you use `epochs`?",
    lambda images, labels, epochs, seed: _as_right(images, labels, 5, seed),
)
trains(
    "never_steps",
    "The weights are never changed: gradients are computed, but no step is made.",
    "Compare the weights before and after an epoch. What does `backward` do, and what does it not?",
    lambda images, labels, epochs, seed: _train(images, labels, epochs, seed, step=False, batch=128),
)
trains(
    "uses_the_first_batch_only",
    "Each pass uses the first images alone.",
    "How many images does one pass use? Is there a `break` or a `return` inside of the loop?",
    lambda images, labels, epochs, seed: _train(images, labels, epochs, seed, steps=1, order=range, batch=4),
)
trains(
    "drops_the_last_batch",
    "Images that fill no whole batch are never used.",
    "37 images in batches of 36: what happens to the last one?",
    lambda images, labels, epochs, seed: _train(images, labels, epochs, seed, steps=-1, order=range, batch=36),
)
trains(
    "learns_the_next_digit",
    "The network learns another digit than the label.",
    "Compare what it says of an image that it was trained on with that image's label.",
    lambda images, labels, epochs, seed: _as_right(images, (labels + 1) % 10, epochs, seed),
)
trains(
    "learns_shuffled_labels",
    "The images are shuffled without their labels: image and label no longer belong together.",
    "Do images and labels go through the same shuffling?",
    lambda images, labels, epochs, seed: _as_right(
        images, np.random.default_rng(seed).permutation(labels) if epochs else labels, epochs, seed
    ),
)


def _dense():
    from torch import nn

    return nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def _doubling():
    return networks._small_network().double()


trains(
    "builds_no_convolution",
    "The network has no convolution.",
    "Which of your layers slides a kernel over the image?",
    lambda images, labels, epochs, seed: _train(images, labels, epochs, seed, network=_dense, batch=128),
)
trains(
    "gives_the_losses_too",
    "A tuple of the network and something else is given.",
    "Print type(...) of what you return.",
    lambda images, labels, epochs, seed: (_as_right(images, labels, epochs, seed), [0.5]),
)
trains(
    "gives_the_digits",
    "The digits that it names are given instead of the network.",
    "What is asked for: the network, or what it says?",
    lambda images, labels, epochs, seed: scores_of(_as_right(images, labels, epochs, seed), images).argmax(axis=1),
)
trains(
    "leaves_float64_weights",
    "The network's weights are float64, since the images were: float32 images end in an error.",
    "Print the dtype of your network's weights. Which dtype will it be given?",
    lambda images, labels, epochs, seed: _as_right(images, labels, epochs, seed).double(),
)
trains(
    "stretches_the_images_in_place",
    "The images are divided by their maximum in the very array that was handed in.",
    "Are the images the same after the call? `images /= ...` writes into the caller's array.",
    lambda images, labels, epochs, seed: _as_right(
        np.divide(images, images.max() or 1, out=images), labels, epochs, seed
    ),
)


@mistake("train_classifier", hint="What must happen for images of another shape, or too few labels? See 'Raises'.")
def checks_no_input(images, labels, epochs, seed):
    """Nothing is refused: what PyTorch cannot do ends in errors of its own."""
    if images.shape[1:] != (1, 8, 8) or len(labels) < len(images) or labels.ndim > 1:
        raise RuntimeError("shapes do not go together")
    return _as_right(images, labels[: len(images)], epochs, seed)


@mistake("train_classifier", hint="You look at the images' shape. What about the number of labels?")
def checks_the_images_only(images, labels, epochs, seed):
    """Unequal numbers of images and labels are not refused."""
    if images.ndim != 4 or images.shape[1:] != (1, 8, 8):
        raise ValueError(f"images of shape {images.shape}")
    return checks_no_input(images, labels, epochs, seed)


@mistake("train_classifier", hint="You count images and labels. What about the images' shape?")
def checks_the_numbers_only(images, labels, epochs, seed):
    """Images of another shape are not refused."""
    if len(images) != len(labels) or labels.ndim != 1:
        raise ValueError(f"{len(images)} images and {len(labels)} labels")
    return checks_no_input(images, labels, epochs, seed)


@mistake("train_classifier", hint="Images (n, 8, 8) or (n, 64) are not (n, 1, 8, 8). What must happen?")
def reshapes_the_images(images, labels, epochs, seed):
    """Images of another shape are reshaped instead of refused."""
    if images[0].size == 64:
        images = images.reshape(-1, 1, 8, 8)
    return _as_right(images, labels, epochs, seed)
