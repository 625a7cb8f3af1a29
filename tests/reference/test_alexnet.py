"""Every number of AlexNet that the course prints, against the arithmetic that the course teaches."""

from itertools import pairwise
from math import prod

import pytest

from autograder.reference.alexnet import alexnet_layers, layer_costs, layer_table, totals, variants

# name, output (C, H, W), weights, biases, multiply-adds, field size, jump, start, padding in effect.
ORIGINAL = [
    ("conv1", (96, 55, 55), 34_848, 96, 105_415_200, 11, 4, 5, 0),
    ("pool1", (96, 27, 27), 0, 0, 0, 19, 8, 9, 0),
    ("conv2", (256, 27, 27), 307_200, 256, 223_948_800, 51, 8, 9, 16),
    ("pool2", (256, 13, 13), 0, 0, 0, 67, 16, 17, 16),
    ("conv3", (384, 13, 13), 884_736, 384, 149_520_384, 99, 16, 17, 32),
    ("conv4", (384, 13, 13), 663_552, 384, 112_140_288, 131, 16, 17, 48),
    ("conv5", (256, 13, 13), 442_368, 256, 74_760_192, 163, 16, 17, 64),
    ("pool5", (256, 6, 6), 0, 0, 0, 195, 32, 33, 64),
    ("fc6", (4096,), 37_748_736, 4_096, 37_748_736, 355, 32, 113, 64),
    ("fc7", (4096,), 16_777_216, 4_096, 16_777_216, 355, 32, 113, 64),
    ("fc8", (1000,), 4_096_000, 1_000, 4_096_000, 355, 32, 113, 64),
]
TORCHVISION = [
    ("conv1", (64, 55, 55), 23_232, 64, 70_276_800, 11, 4, 3, 2),
    ("pool1", (64, 27, 27), 0, 0, 0, 19, 8, 7, 2),
    ("conv2", (192, 27, 27), 307_200, 192, 223_948_800, 51, 8, 7, 18),
    ("pool2", (192, 13, 13), 0, 0, 0, 67, 16, 15, 18),
    ("conv3", (384, 13, 13), 663_552, 384, 112_140_288, 99, 16, 15, 34),
    ("conv4", (256, 13, 13), 884_736, 256, 149_520_384, 131, 16, 15, 50),
    ("conv5", (256, 13, 13), 589_824, 256, 99_680_256, 163, 16, 15, 66),
    ("pool5", (256, 6, 6), 0, 0, 0, 195, 32, 31, 66),
    ("fc6", (4096,), 37_748_736, 4_096, 37_748_736, 355, 32, 111, 66),
    ("fc7", (4096,), 16_777_216, 4_096, 16_777_216, 355, 32, 111, 66),
    ("fc8", (1000,), 4_096_000, 1_000, 4_096_000, 355, 32, 111, 66),
]
# learnables and multiply-adds of the whole network.
TOTALS = {
    "original": (60_965_224, 724_406_816),
    "ungrouped": (62_378_344, 1_135_256_096),
    "torchvision": (61_100_840, 714_188_480),
    "paper": (49_430_888, None),
    "padded": (60_965_224, 724_406_816),
    "one_weird_trick": (61_838_248, 838_788_800),
}
# of the convolutions and of the fully connected layers: learnables, their share in percent, multiply-adds, their share.
PARTS = {
    "original": [(2_334_080, 3.83, 665_784_864, 91.91), (58_631_144, 96.17, 58_621_952, 8.09)],
    "torchvision": [(2_469_696, 4.04, 655_566_528, 91.79), (58_631_144, 95.96, 58_621_952, 8.21)],
}


def costs(name):
    """The whole table of one variant."""
    variant = variants()[name]
    return layer_costs(variant.layers, variant.input_shape)


def of_kind(table, *kinds):
    """The rows of these kinds."""
    return [row for row in table if row["kind"] in kinds]


@pytest.mark.parametrize(("name", "rows"), [("original", ORIGINAL), ("torchvision", TORCHVISION)])
def test_each_row_of_the_table_is_the_lectures(name, rows):
    """Shapes, learnables, work, receptive field, jump, start and padding in effect, row by row and the same along both axes."""
    table = of_kind(costs(name), "conv", "pool", "fc")
    assert len(table) == len(rows)
    for row, (layer, shape, weights, biases, work, size, jump, start, padding) in zip(table, rows, strict=True):
        assert (row["name"], row["output_shape"], row["weights"], row["biases"]) == (layer, shape, weights, biases)
        assert row["learnables"] == weights + biases
        assert (row["multiply_adds"], row["units"]) == (work, prod(shape))
        assert (row["field_size"], row["jump"], row["start"]) == ((size, size), (jump, jump), (start, start))
        assert (size - 1) / 2 - row["start"][0] == padding


@pytest.mark.parametrize(("name", "weights", "biases"), [("original", 60_954_656, 10_568), ("torchvision", 61_090_496, 10_344)])
def test_weights_and_biases_add_up(name, weights, biases):
    """The last line of each of the lecture's tables."""
    total = totals(costs(name))
    assert (total["weights"], total["biases"]) == (weights, biases)
    assert total["learnable_bytes"] == 4 * (weights + biases)


@pytest.mark.parametrize("name", TOTALS)
def test_each_variant_has_its_own_number_of_learnables(name):
    """The number tells the variants apart, and the multiply-adds with it."""
    learnables, work = TOTALS[name]
    total = totals(costs(name))
    assert total["learnables"] == learnables
    assert work in (None, total["multiply_adds"])


def test_there_are_no_other_variants():
    """A variant without a total would be one that nothing holds."""
    assert variants().keys() == TOTALS.keys()


@pytest.mark.parametrize("name", PARTS)
def test_the_fully_connected_part_has_the_parameters_and_the_convolutions_the_work(name):
    """Nearly all learnables lie in fc6 to fc8, nearly all multiply-adds in conv1 to conv5."""
    table = costs(name)
    whole = totals(table)
    for kind, (learnables, learnables_share, work, work_share) in zip(("conv", "fc"), PARTS[name], strict=True):
        part = totals(of_kind(table, kind))
        assert (part["learnables"], part["multiply_adds"]) == (learnables, work)
        assert round(100 * learnables / whole["learnables"], 2) == learnables_share
        assert round(100 * work / whole["multiply_adds"], 2) == work_share


def test_the_papers_224_pixels_do_not_fit_the_papers_60_million():
    """Without padding, 224 pixels give maps of 54, 26, 12 and 5, and too few weights; with a padding of 2 they give 55 again."""
    literal = {row["name"]: row["output_shape"][1] for row in of_kind(costs("paper"), "conv", "pool")}
    assert [literal[name] for name in ("conv1", "pool1", "pool2", "pool5")] == [54, 26, 12, 5]
    assert costs("padded")[0]["output_shape"] == (96, 55, 55)


def test_every_stride_of_the_original_divides_exactly():
    """At 227 no window leaves a pixel over, and the last unit sits in the middle of 0 to 226; at 224 it is half a pixel off."""
    sizes = [227, 55, 27, 27, 13, 13, 13, 13]
    for size, layer in zip(sizes, of_kind(alexnet_layers(), "conv", "pool"), strict=True):
        kernel = layer.get("kernel_size", layer.get("size"))
        assert (size + 2 * layer.get("padding", 0) - kernel) % layer["stride"] == 0
    assert costs("original")[-1]["start"] == (226 / 2, 226 / 2)
    assert costs("torchvision")[-1]["start"] == (223 / 2 - 0.5, 223 / 2 - 0.5)


def test_the_neurons_of_the_abstract_are_the_outputs_of_the_convolutions():
    """290,400 + 186,624 + 64,896 + 64,896 + 43,264 = 650,080, the abstract's 650,000; figure 2 says 253,440 of conv1."""
    table = costs("original")
    assert [row["units"] for row in of_kind(table, "conv")] == [290_400, 186_624, 64_896, 64_896, 43_264]
    assert totals(of_kind(table, "conv"))["units"] == 650_080
    assert totals(of_kind(table, "fc"))["units"] == 9_192
    assert totals(of_kind(table, "conv", "fc"))["units"] == 659_272
    assert 55 * 48 * 96 == 253_440 != table[0]["units"]


def test_what_a_counting_tool_adds_to_the_multiply_adds():
    """714,691,904, as thop prints it: one addition more for each output of a convolution, and two for each of 6 x 6 x 256."""
    table = costs("torchvision")
    additions = totals(of_kind(table, "conv"))["units"] + 2 * 6 * 6 * 256
    assert totals(table)["multiply_adds"] + additions == 714_691_904


def test_layers_that_keep_the_shape_learn_and_multiply_nothing():
    """ReLU, normalisation, dropout and softmax: the row before them, with nothing to learn."""
    table = costs("original")
    for before, row in pairwise(table):
        if row["kind"] in ("relu", "norm", "dropout", "softmax"):
            assert row["output_shape"] == before["output_shape"]
            assert (row["learnables"], row["multiply_adds"], row["field_size"]) == (0, 0, before["field_size"])


def test_the_table_is_written_anew_and_knows_pairs_and_defaults():
    """Rows are new dicts, arguments stay, a pool's stride is its size, and rows and columns are counted apart."""
    layers = [
        {"name": "a", "kind": "conv", "filters": 4, "kernel_size": (3, 5), "stride": (1, 2), "padding": (0, 1), "groups": 2},
        {"name": "b", "kind": "pool", "size": (2, 3)},
        {"name": "c", "kind": "fc", "out_features": 7},
    ]
    before = [dict(layer) for layer in layers]
    table = layer_costs(layers, (6, 10, 20))
    assert layers == before
    assert [row["output_shape"] for row in table] == [(4, 8, 9), (4, 4, 3), (7,)]
    assert [row["learnables"] for row in table] == [4 * 3 * 15 + 4, 0, 48 * 7 + 7]
    assert [row["field_size"] for row in table] == [(3, 5), (4, 9), (10, 21)]
    assert (table[1]["jump"], table[1]["start"]) == ((2, 6), (1.5, 3.0))


@pytest.mark.parametrize(
    ("layers", "named"),
    [
        ([{"name": "a", "kind": "attention"}], "attention"),
        ([{"name": "a", "kind": "conv", "filters": 4, "kernel_size": 3, "groups": 2}], "groups"),
        ([{"name": "a", "kind": "conv", "filters": 4, "kernel_size": 3, "groups": 3}], "groups"),
        ([{"name": "a", "kind": "conv", "filters": 4, "kernel_size": (3, 11)}], "11"),
        ([{"name": "a", "kind": "pool", "size": 11}], "11"),
        ([{"name": "a", "kind": "fc", "out_features": 7}, {"name": "b", "kind": "pool", "size": 1}], "'b'"),
        ([{"name": "a", "kind": "fc", "out_features": 7}, {"name": "b", "kind": "conv", "filters": 1, "kernel_size": 1}], "'b'"),
        ([{"name": "a", "kind": "conv", "kernel_size": 3}], "filters"),
    ],
)
def test_what_cannot_be_counted_is_refused(layers, named):
    """The message names what is wrong."""
    with pytest.raises(ValueError, match=named):
        layer_table(layers, (3, 10, 10))
