"""Holds what the explorers compute: their arithmetic, run by Node, against the reference on shared cases.

What a reader does with them in a browser is left to test_explorers.
"""

import itertools
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from autograder.reference import alexnet, convolution, layers, output_size, pooling, receptive_field, visual_cortex

EXPLORERS = Path(__file__).resolve().parents[2] / "book" / "explorers"
CASES = Path(__file__).with_name("explorer_cases.mjs")
STEMS = sorted(path.stem for path in EXPLORERS.glob("*.mjs") if (EXPLORERS / "arithmetic" / path.name).exists())
THE_FIELDS, THE_PRESETS = {"the": "FIELDS"}, {"the": "PRESETS"}
NONSENSE = ("", "x", "NaN", "Infinity", "1e999", "-1e9", "0.123", ",", "<b>", "%", "__proto__", "constructor", "1,2,3")


def ask(explorer, calls):
    """Let Node call functions of an explorer's arithmetic and of its settings; one result for each [name, *arguments]."""
    modules = [(EXPLORERS / "arithmetic" / f"{name}.mjs").as_uri() for name in (explorer, "fields")]
    asked = json.dumps({"modules": modules, "calls": calls})
    done = subprocess.run(["node", str(CASES)], input=asked, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def start_of(explorer):
    """An explorer's setting at the start, and its presets."""
    return ask(explorer, [["fromAddress", "", THE_FIELDS], ["PRESETS"]])


def in_rows_of(count, answers):
    """A list's entries, so many at a time."""
    return zip(*[iter(answers)] * count, strict=True)


@pytest.mark.parametrize("explorer", STEMS)
def test_address_brings_every_setting_back(explorer):
    """Each preset, written into an address and read again, is the same setting, and known by its name."""
    start, presets = start_of(explorer)
    settings = [start | {key: value for key, value in each.items() if key != "title"} for each in presets.values()]
    addresses = ask(explorer, [["toAddress", each, THE_FIELDS] for each in settings])
    assert ask(explorer, [["fromAddress", each, THE_FIELDS] for each in addresses]) == settings
    assert ask(explorer, [["presetOf", each, THE_PRESETS] for each in settings]) == list(presets)


@pytest.mark.parametrize("explorer", STEMS)
def test_nonsense_in_an_address_is_ignored(explorer):
    """A value that is no value of its field leaves that field as it is at the start, and others as the address says."""
    start, _ = start_of(explorer)
    searches = [f"?{name}={text}" for name in start for text in NONSENSE] + ["?", "?nothing=1&__proto__=2"]
    assert ask(explorer, [["fromAddress", each, THE_FIELDS] for each in searches]) == [start] * len(searches)
    preset = list(start_of(explorer)[1].values())[-1]
    [address] = ask(explorer, [["toAddress", start | preset, THE_FIELDS]])
    [first, *_] = start
    broken = address.replace(f"{first}=", f"{first}=x")
    [read] = ask(explorer, [["fromAddress", broken, THE_FIELDS]])
    assert read == {name: start[name] if name == first else preset.get(name, start[name]) for name in start}


def test_fields_keep_their_limits():
    """Numbers outside the limits or between the steps, lists of another length, and unknown names are no values."""
    number = {"start": 3, "least": 1, "most": 9, "step": 2}
    cases = [
        ("5", number, 5), ("4", number, None), ("-1", number, None), ("11", number, None), (" ", number, None),
        ("0.15", {"start": 0, "step": 0.05}, 0.15), ("0.16", {"start": 0, "step": 0.05}, None),
        ("1,2", {"start": [0, 0]}, [1, 2]), ("1", {"start": [0, 0]}, None), ("1,", {"start": [0, 0]}, None),
        ("1", {"start": False}, True), ("0", {"start": True}, False), ("true", {"start": False}, None),
        ("b", {"start": "a", "choices": {"a": "A", "b": "B"}}, "b"), ("toString", {"start": "a", "choices": {"a": "A"}}, None),
    ]  # fmt: skip
    assert ask("convolution", [["read", text, field] for text, field, _ in cases]) == [value for *_, value in cases]


def as_image(array):
    """An array as the explorers keep an image."""
    return {"height": array.shape[0], "width": array.shape[1], "values": array.ravel().tolist()}


def as_array(image):
    """An explorer's image as an array."""
    return np.reshape(image["values"], (image["height"], image["width"]))


def test_convolution_is_the_references():
    """For random images and kernels and for every preset, flipped and not, with and without bias, it is filter_image's."""
    numbers = np.random.default_rng(2)
    presets = start_of("convolution")[1].values()
    kernels = [numbers.normal(size=(3, 3)) for _ in range(5)] + [np.reshape(each["kernel"], (3, 3)) for each in presets]
    cases = [
        (numbers.normal(size=shape), kernel, flip, bias)
        for shape, kernel in zip([(5, 7), (1, 1), (8, 3), (2, 2)] * 3, kernels, strict=True)
        for flip in (True, False)
        for bias in (0, -0.25)
    ]
    answers = ask("convolution", [["filtered", as_image(image), kernel.tolist(), *rest] for image, kernel, *rest in cases])
    for (image, kernel, flip, bias), answer in zip(cases, answers, strict=True):
        expected = convolution.filter_image(image, kernel if flip else kernel[::-1, ::-1].copy(), bias)
        assert np.allclose(as_array(answer), expected)


def test_products_add_up_to_the_output():
    """The nine products of a pixel, at the border too, and the bias add up to its output; a pixel outside counts as 0."""
    image = np.arange(12.0).reshape(3, 4)
    kernel = [[1, 2, 3], [4, 5, 6], [7, 8, 10]]
    for row, column in ((0, 0), (1, 2), (2, 3)):
        common = [as_image(image), kernel, True]
        nine, value = ask("convolution", [["products", *common, row, column], ["output", *common, 2, row, column]])
        assert len(nine) == 9
        assert sum(each["weight"] * each["pixel"] for each in nine) + 2 == pytest.approx(value)
        assert nine[0]["weight"] == 10
        outside = [each for each in nine if not (0 <= each["row"] < 3 and 0 <= each["column"] < 4)]
        assert all(each["pixel"] == 0 for each in outside)


def test_presets_are_the_references_kernels():
    """Blur, sharpen and Laplacian are exercise 1's kernels; the first four equal themselves when flipped, the rest do not."""
    kernels = {name: np.reshape(each["kernel"], (3, 3)) for name, each in start_of("convolution")[1].items()}
    assert np.allclose(kernels["blur"], convolution.blur_kernel(3))
    assert np.array_equal(kernels["sharpen"], convolution.sharpen_kernel())
    assert np.array_equal(kernels["laplacian"], convolution.laplacian_kernel())
    same = ask("convolution", [["symmetric", each.tolist()] for each in kernels.values()])
    assert same == [True] * 4 + [False] * (len(kernels) - 4)


ANGLES = np.radians([0, 20, 45, 90, 117, 135, 179])


def test_fields_and_bars_are_the_references():
    """A Gabor of any phase, width and aspect, and a bar of any offset, width and polarity, are the reference's pixel by pixel."""
    gabors = [(9, 6.0, angle, phase, 3.0, 1.4) for angle in ANGLES for phase in (0, 0.7, -np.pi / 2)]
    bars = list(itertools.product([11], ANGLES, (0, -2, 3), (1, 3), (1, -1)))
    answers = ask("visual_cortex", [["gabor", *each] for each in gabors] + [["bar", *each] for each in bars])
    expected = [visual_cortex.gabor(*each) for each in gabors] + [visual_cortex.bar(*each) for each in bars]
    for answer, image in zip(answers, expected, strict=True):
        assert np.allclose(as_array(answer), image)


def test_every_bar_of_the_explorer_is_the_references():
    """For every whole degree, and for offsets and widths of all sizes, no pixel of the bar is another than the reference's."""
    settings = [
        {"orientation": degree, "offset": offset, "width": width, "polarity": polarity}
        for degree in range(180)
        for offset, width, polarity in ((0, 3, "bright"), (-16, 11, "dark"), (6, 1, "bright"))
    ]
    for setting, answer in zip(settings, ask("visual_cortex", [["barOf", each] for each in settings]), strict=True):
        sign = 1 if setting["polarity"] == "bright" else -1
        expected = visual_cortex.bar(41, np.radians(setting["orientation"]), setting["offset"], setting["width"], sign)
        assert np.array_equal(as_array(answer), expected), setting


def test_cells_are_the_references():
    """Both cells answer random pictures and each preset's bar as the reference's cells do; the wiring is of the right phase."""
    numbers = np.random.default_rng(1962)
    start, presets = start_of("visual_cortex")
    for preset in presets.values():
        setting = start | preset
        aspect = {"long": 0.5, "round": 1, "short": 2}[setting["field"]]
        angle = np.radians(setting["cell"])
        even, odd = (visual_cortex.gabor(41, 12.0, angle, phase, aspect=aspect) for phase in (0, -np.pi / 2))
        fields, bar = ask("visual_cortex", [["fieldsOf", setting], ["barOf", setting]])
        assert np.allclose(as_array(fields["even"]), even)
        assert np.allclose(as_array(fields["odd"]), odd)
        for image in (as_array(bar), numbers.normal(size=(41, 41))):
            [answer] = ask("visual_cortex", [["answers", as_image(image), fields]])
            assert answer["simple"] == pytest.approx(visual_cortex.simple_cell(image, even))
            assert answer["complex"] == pytest.approx(visual_cortex.complex_cell(image, even, odd))


def test_tuning_is_the_references():
    """The tuning curve, the preferred orientation and the selectivity are the reference's, for silent and for even cells too."""
    numbers = np.random.default_rng(7)
    angles = np.radians(np.arange(0, 180, 3))
    for field in (visual_cortex.gabor(15, 6.0, 2.1, 0.7), numbers.normal(size=(9, 9)), np.zeros((5, 5)), np.ones((5, 5))):
        [curve] = ask("visual_cortex", [["tuningCurve", as_image(field), angles.tolist(), 2]])
        assert np.allclose(curve, visual_cortex.tuning_curve(field, angles, width=2))
        asked = [angles.tolist(), curve]
        preferred, selectivity = ask("visual_cortex", [["preferredOrientation", *asked], ["orientationSelectivity", *asked]])
        assert preferred == pytest.approx(visual_cortex.preferred_orientation(angles, np.array(curve)))
        assert selectivity == pytest.approx(visual_cortex.orientation_selectivity(angles, np.array(curve)), abs=1e-9)


def test_the_way_between_two_orientations_is_the_shorter_one():
    """From 170° to 10° it leads over 179° and 0°; the first orientation is left out and the last is there."""
    ways = ask("visual_cortex", [["between", *ends] for ends in ((3, 6), (6, 3), (178, 1), (1, 178), (5, 5))])
    assert ways == [[4, 5, 6], [5, 4, 3], [179, 0, 1], [0, 179, 178], []]


def test_layers_are_counted_as_the_reference_counts():
    """Shapes, weights and biases of the layer and of the fully connected one are the reference's, up to the largest setting."""
    start, presets = start_of("layers")
    largest = {"height": 227, "width": 227, "channels": 512, "filters": 4096, "kernel": 1, "groups": 512, "bias": True}
    odd = {"height": 9, "width": 14, "channels": 6, "filters": 4, "kernel": 3, "groups": 2, "bias": False}
    settings = [start | each for each in [*presets.values(), largest, odd]]
    answers = ask("layers", [[name, each] for each in settings for name in ("counts", "outputShape", "weightShape", "problem")])
    for each, (counts, out, weights, problem) in zip(settings, in_rows_of(4, answers), strict=True):
        channels, filters, kernel, groups = (each[name] for name in ("channels", "filters", "kernel", "groups"))
        shape = (channels, each["height"], each["width"])
        assert problem == ""
        assert tuple(out) == output_size.conv_output_shape(shape, filters, kernel)
        assert weights == [filters, channels // groups, kernel, kernel]
        total = {name: count["weights"] + count["biases"] for name, count in counts.items()}
        assert total["shared"] == layers.conv_parameters(channels, filters, kernel, each["bias"], groups)
        inputs, outputs = int(np.prod(shape)), int(np.prod(out))
        assert total["full"] == layers.linear_parameters(inputs, outputs, each["bias"])
        reads = kernel * kernel * channels // groups
        assert counts["local"] == {"weights": outputs * reads, "biases": outputs * each["bias"], "products": outputs * reads}
        assert counts["shared"]["products"] == outputs * reads


def test_the_first_setting_is_the_lectures_layer():
    """32 × 32 × 3 with six filters of 5 × 5 × 3 gives 28 × 28 × 6, with 450 weights and 352,800 multiply-adds."""
    start, _ = start_of("layers")
    out, counts = ask("layers", [["outputShape", start], ["counts", start]])
    assert (start["height"], start["width"], start["channels"], out) == (32, 32, 3, [6, 28, 28])
    assert counts["shared"] == {"weights": 450, "biases": 6, "products": 352_800}
    assert counts["full"]["weights"] == 14_450_688


def test_impossible_layers_are_refused_as_the_reference_refuses():
    """A kernel that does not fit, and groups that do not divide channels or filters, are named; all else is possible."""
    start, _ = start_of("layers")
    small = start | {"height": 4, "width": 6}
    choices = itertools.product((3, 4), (4, 6), (4, 5), (1, 2, 4))
    cases = [small | dict(zip(("channels", "filters", "kernel", "groups"), each, strict=True)) for each in choices]
    for case, problem in zip(cases, ask("layers", [["problem", each] for each in cases]), strict=True):
        try:
            layers.conv_parameters(case["channels"], case["filters"], case["kernel"], groups=case["groups"])
            output_size.conv_output_shape((case["channels"], 4, 6), case["filters"], case["kernel"])
        except ValueError:
            assert problem, case
        else:
            assert problem == "", case


def test_a_filter_reads_the_channels_of_its_group():
    """With two groups the first half of the filters reads the first half of the channels, and the rest the rest."""
    setting = {"channels": 4, "filters": 6, "groups": 2}
    read = ask("layers", [["channelsOf", setting, each] for each in range(6)])
    assert read == [[0, 2]] * 3 + [[2, 4]] * 3


def setting_of(n, kernel, stride, padding, dilation):
    """A setting of the output size explorer."""
    return {"input": n, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}


def test_output_sizes_are_the_references():
    """Sizes for thousands of settings are the reference's, and 0 where it refuses; so are the pixels behind the last window."""
    cases = list(itertools.product(range(1, 13), range(1, 5), range(1, 6), range(3), range(1, 4)))
    cases += [(227, 11, 4, 0, 1), (224, 11, 4, 0, 1), (224, 11, 4, 2, 1), (256, 15, 8, 14, 8)]
    answers = ask("output_size", [[name, setting_of(*each)] for each in cases for name in ("outputSize", "leftOver")])
    for (n, k, s, p, d), (size, left) in zip(cases, in_rows_of(2, answers), strict=True):
        try:
            expected = output_size.conv_output_size(n, k, stride=s, padding=p, dilation=d)
        except ValueError:
            expected = 0
        assert size == expected, (n, k, s, p, d)
        if expected:
            assert left == output_size.unread_pixels(n, d * (k - 1) + 1, stride=s, padding=p)


def test_unread_pixels_are_those_that_change_nothing():
    """How often each place is read, and the pixels that are not, are what the reference's convolution of impulses shows."""
    cases = [(7, 3, 3, 0, 1), (9, 2, 3, 0, 1), (7, 3, 1, 1, 1), (10, 3, 2, 1, 2), (5, 2, 4, 2, 3), (2, 4, 5, 0, 1)]
    answers = ask("output_size", [[name, setting_of(*each)] for each in cases for name in ("timesRead", "unread")])
    for (n, k, s, p, d), (times, unread) in zip(cases, in_rows_of(2, answers), strict=True):
        ones = np.zeros((1, 1, 1, d * (k - 1) + 1))
        ones[..., ::d] = 1
        if ones.size > n + 2 * p:
            expected = [0] * (n + 2 * p)
        else:
            impulses = np.eye(n + 2 * p)[:, None, None]
            expected = [output_size.conv2d(each, ones, np.zeros(1), stride=(1, s)).sum() for each in impulses]
        assert times == expected, (n, k, s, p, d)
        assert unread == [pixel for pixel in range(n) if not expected[pixel + p]]


def random_stacks(count):
    """Random images' sizes and stacks of one to four layers, some of whose kernels do not fit."""
    numbers = np.random.default_rng(5)
    for _ in range(count):
        depth = numbers.integers(1, 5)
        columns = numbers.integers(1, 6, depth), numbers.integers(1, 4, depth), numbers.integers(0, 4, depth)
        yield int(numbers.integers(1, 24)), np.transpose(columns).tolist()


def fitting(size, stack):
    """The layers of a stack as far as their kernels fit, and the number of units after them."""
    for depth, (kernel, stride, padding) in enumerate(stack):
        try:
            size = output_size.conv_output_size(size, kernel, stride, padding)
        except ValueError:
            return stack[:depth], size
    return stack, size


def test_fields_are_the_references():
    """Size, jump and start after every layer are the reference's, for random stacks and every preset."""
    stacks = [stack for _, stack in random_stacks(40)] + [each["layers"] for each in start_of("receptive_field")[1].values()]
    for stack, levels in zip(stacks, ask("receptive_field", [["fields", each] for each in stacks]), strict=True):
        found = [(each["size"], each["jump"], each["start"]) for each in levels]
        assert found == [(1, 1, 0), *receptive_field.receptive_fields(stack)]


def test_stacks_end_where_a_kernel_does_not_fit():
    """The number of units of the highest level there is, and which one that is, are the reference's."""
    cases = list(random_stacks(80))
    answers = ask(
        "receptive_field",
        [
            [name, *args]
            for size, stack in cases
            for name, *args in (("units", size, stack), ("top", {"size": size, "layers": stack}))
        ],
    )
    short = 0
    for (size, stack), (units, top) in zip(cases, in_rows_of(2, answers), strict=True):
        kept, count = fitting(size, stack)
        assert (top, units[-1], len(units)) == (len(kept), count, len(kept) + 1)
        short += len(kept) < len(stack)
    assert 5 < short < 60


def test_what_a_unit_sees_is_the_references():
    """The region cut to the image is the reference's; the pixels that are read are those with a gradient, without gaps."""
    asked, cases = [], []
    for size, stack in random_stacks(30):
        kept, count = fitting(size, stack)
        for unit in {0, count // 2, count - 1}:
            cases.append((size, kept, unit))
            asked += [["region", size, kept, len(kept), unit], ["members", size, kept, len(kept), unit]]
    for (size, stack, unit), (region, members) in zip(cases, in_rows_of(2, ask("receptive_field", asked)), strict=True):
        assert tuple(region) == receptive_field.receptive_region(stack, unit, size)
        seen = receptive_field.gradient_region(stack, (unit, unit), size)
        assert members[0] == np.flatnonzero(seen.any(axis=0)).tolist(), (size, stack, unit)


def test_pointing_finds_the_unit_above_a_place():
    """The unit nearest to each unit's own centre is that unit; beyond the ends it is the first and the last."""
    field, count = {"size": 7, "jump": 2, "start": 0.5}, 4
    places = [-9, *(0.5 + 2 * unit for unit in range(count)), 99]
    assert ask("receptive_field", [["nearest", field, count, each] for each in places]) == [0, 0, 1, 2, 3, 3]


def test_the_unit_that_one_looks_at_is_there():
    """A unit or a level beyond the stack's is moved to the last one there is, also where a kernel does not fit."""
    start, _ = start_of("receptive_field")
    far = start | {"below": 9, "at": [99, 1]}
    asked = [far, far | {"below": 0}, far | {"below": 0, "size": 1}, far | {"size": 1, "layers": [[3, 1, 0]]}]
    levels = [settled["below"] for settled in ask("receptive_field", [["settle", each] for each in asked])]
    assert levels == [2, 0, 0, 0]
    assert [each["at"] for each in ask("receptive_field", [["settle", each] for each in asked])] == [
        [6, 1],
        [1, 1],
        [0, 0],
        [0, 0],
    ]


def blur_pooled(x, pool, size, stride):
    """The chapter's blur-pooling: windows at every place, (1, 2, 1)/4 along both axes with mirrored borders, then the stride."""
    x = np.pad(pool(x, size, 1), [(0, 0), (1, 1), (1, 1)], mode="reflect")
    x = (x[:, :-2] + 2 * x[:, 1:-1] + x[:, 2:]) / 4
    return ((x[:, :, :-2] + 2 * x[:, :, 1:-1] + x[:, :, 2:]) / 4)[:, ::stride, ::stride]


POOLS = {"max": pooling.max_pool2d, "average": pooling.avg_pool2d, "min": pooling.min_pool2d}


def test_pooling_is_the_references():
    """Maximum, average and minimum of any size and stride, with and without blur, on images that are not square."""
    numbers = np.random.default_rng(6)
    cases = [
        (numbers.normal(size=shape), {"kind": kind, "size": size, "stride": stride, "blur": blur})
        for shape in ((5, 8), (9, 4))
        for kind, size, stride, blur in itertools.product(POOLS, (1, 2, 3, 4), (1, 2, 3), (False, True))
    ]
    answers = ask("pooling", [["pooled", as_image(image), setting] for image, setting in cases])
    for (image, setting), answer in zip(cases, answers, strict=True):
        pool, size, stride = POOLS[setting["kind"]], setting["size"], setting["stride"]
        expected = blur_pooled(image[None], pool, size, stride) if setting["blur"] else pool(image[None], size, stride)
        assert np.allclose(as_array(answer), expected[0]), setting


def test_moves_and_distances_are_the_references():
    """A shift in any direction, also beyond the border, and the distance after it are the reference's; an empty map gives 0."""
    numbers = np.random.default_rng(16)
    images = [numbers.normal(size=(6, 9)), np.zeros((4, 4))]
    cases = list(itertools.product(images, (-7, -1, 0, 2), (-3, 0, 1, 12), (1, 2, 3)))
    moved = ask("pooling", [["shifted", as_image(image), *by] for image, *by, _ in cases])
    pairs = [(as_image(image), after, size) for (image, *_, size), after in zip(cases, moved, strict=True)]
    setting = {"kind": "max", "blur": False}
    asked = [(each, setting | {"size": size, "stride": size}) for *pair, size in pairs for each in pair]
    pooled = ask("pooling", [["pooled", *each] for each in asked])
    distances = ask("pooling", [["distance", *pair] for pair in in_rows_of(2, pooled)])
    for (image, rows, columns, size), after, distance in zip(cases, moved, distances, strict=True):
        assert np.array_equal(as_array(after), pooling.shift(image[None], rows, columns)[0])
        assert distance == pytest.approx(pooling.shift_distance(image[None], rows, columns, size))


def test_the_feature_map_is_the_chapters():
    """It is the correlation with (1, -1) along the row, followed by a ReLU, one column narrower than the picture."""
    image = np.random.default_rng(4).normal(size=(3, 7))
    [answer] = ask("pooling", [["features", as_image(image)]])
    assert np.allclose(as_array(answer), np.maximum(image[:, :-1] - image[:, 1:], 0))


def test_only_what_can_be_seen_counts_as_changed():
    """A value has changed if it differs by more than a twentieth of the largest; too large a window is refused."""
    before, after = np.array([[4.0, -8, 0, 1]]), np.array([[4.0, -8.5, 0.5, 1.3]])
    changed, fits, tall = ask(
        "pooling",
        [["changed", as_image(before), as_image(after)], ["problem", as_image(before), 1], ["problem", as_image(before), 2]],
    )
    assert (changed, fits, bool(tall)) == ([False, True, True, False], "", True)


@pytest.mark.parametrize("variant", alexnet.variants())
def test_every_alexnet_is_the_references(variant):
    """Shapes, learnables, multiply-adds, bytes and fields of each layer that has a row, and all sums, are the reference's."""
    layers_, input_shape, _ = alexnet.variants()[variant]
    costs = alexnet.layer_costs(layers_, input_shape)
    expected = [row for row in costs if row["kind"] in ("conv", "pool", "fc")]
    [rows] = ask("alexnet", [["tableOf", variant]])
    same = {"name": "name", "kind": "kind", "weights": "weights", "biases": "biases", "products": "multiply_adds"}
    same |= {"units": "units", "bytes": "activation_bytes", "learnableBytes": "learnable_bytes"}
    assert [[row[ours] for ours in same] for row in rows] == [[row[theirs] for theirs in same.values()] for row in expected]
    assert [tuple(row["shape"]) for row in rows] == [row["output_shape"] for row in expected]
    fields = [(row["size"], row["jump"], row["start"]) for row in rows]
    assert fields == [tuple(row[column][0] for column in ("field_size", "jump", "start")) for row in expected]
    [sums] = ask("alexnet", [["totals", rows]])
    whole = alexnet.totals(costs)
    assert [sums[name] for name in ("weights", "biases", "products", "learnableBytes")] == [
        whole[name] for name in ("weights", "biases", "multiply_adds", "learnable_bytes")
    ]


def test_the_explorer_has_all_alexnets():
    """No variant of the reference is missing, and each layer's stack, followed alone, ends at that layer's field."""
    [variants] = ask("alexnet", [["VARIANTS"]])
    assert variants.keys() == alexnet.variants().keys()
    [rows] = ask("alexnet", [["tableOf", "original"]])
    assert all(receptive_field.receptive_field(row["stack"]) == (row["size"], row["jump"], row["start"]) for row in rows)


def test_link_to_the_stack_is_read_by_the_receptive_field_explorer():
    """The stack of every layer up to fc6, written into an address, is read again as it was."""
    start, _ = start_of("receptive_field")
    [rows] = ask("alexnet", [["tableOf", "torchvision"]])
    settings = [start | {"size": 224, "layers": row["stack"]} for row in rows]
    addresses = ask("receptive_field", [["toAddress", each, THE_FIELDS] for each in settings])
    assert ask("receptive_field", [["fromAddress", each, THE_FIELDS] for each in addresses]) == settings
