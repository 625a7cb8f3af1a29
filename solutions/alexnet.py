# ---
# title: AlexNet
# topic: alexnet
# minutes: 150
# ---

# %% [markdown] id="start"
# # Exercise 7: AlexNet
#
# You count AlexNet, build it, look into it, and train a small network of your own. All that you did before comes together here.
#
# When you are done, you can
#
# - say for each layer of a network what it gives and how much it has to learn;
# - build the network of 2012 in PyTorch, with its groups, its overlapping poolings and its 60,965,224 learnables;
# - see what any layer of a network makes of an image, without changing the network;
# - show filters as a picture;
# - train a small convolutional network so that the same seed gives the same network.
#
# **Time**: about 150 minutes. **Points**: 27, of which 2 are for a written answer.
# **Before**: the chapter *AlexNet*; exercises 3 to 6.
#
# ## How this notebook works
#
# - Write your answer in the place of `raise NotImplementedError()`. Leave the function's name and its arguments as they are.
# - Below each answer is an empty cell: try things there. It is never graded.
# - Then comes a locked cell with checks. Run it: it tells you at once what it called, what it expected and what came.
#   More checks of the same kind run when you have handed in, on other inputs.
# - Each function is graded on its own. A mistake in one never costs points of another, so go on when you are stuck.
#   You may call your earlier functions from later ones.
# - NumPy and PyTorch are what you need; scikit-learn brings the digits of task 6. Networks that others have made
#   (`torchvision`, `timm`, `torch.hub`) are not allowed. Your functions leave their arguments unchanged.
#
# Before you hand in, choose *Kernel → Restart Kernel and Run All Cells*: whatever works then works for the grader too.
#
# ## What a layer is here
#
# A layer is a dict. It has a `name` and a `kind`, and by its kind
#
# | kind | further keys (what it is where it is left out) |
# | --- | --- |
# | `conv` | `filters`, `kernel_size`, `stride` (1), `padding` (0), `groups` (1) |
# | `pool` | `size`, `stride` (the size) |
# | `fc` | `out_features`; reads its input flattened |
# | `relu`, `norm`, `dropout`, `softmax` | none: the shape stays, and there is nothing to learn |
#
# Sizes, strides and paddings are an int or a pair (rows, columns). Padding is counted on each side. A shape is `(C, H, W)`.

# %% role="imports" id="imports"
import numpy as np
import torch

from autograder.checks import Inputs, Question
from autograder.checks.networks import example_network

# %% [markdown] id="task_layer_table"
# ## 1 The table (5 points)
#
# Write down for each layer what comes out and what there is to learn. For conv1, the lecture does it by hand:
#
# $$55 = \Big\lfloor \frac{227 + 2 \cdot 0 - 11}{4} \Big\rfloor + 1, \qquad
# \underbrace{96 \cdot 3 \cdot 11 \cdot 11}_{34{,}848 \text{ weights}} + \underbrace{96}_{\text{biases}} = 34{,}944 .$$
#
# - In a convolution with groups, a filter reads the channels of its own group only: conv2 has two groups, so each of its 256
#   filters reads 96 / 2 = 48 channels, and has 48·5·5 weights.
# - A fully connected layer reads all numbers of its input: 256·6·6 for fc6. After it the shape is `(out_features,)`.
# - Each filter, and each output of a fully connected layer, has one bias. All other kinds learn nothing.
#
# The row for conv1 is
#
# ```python
# {"name": "conv1", "kind": "conv", "output_shape": (96, 55, 55), "weights": 34848, "biases": 96, "learnables": 34944}
# ```
#
# Raise a `ValueError` for an unknown kind, for groups that do not divide both channels and filters, for a window that does not fit
# into its padded input, and for a `conv` or `pool` after an `fc`.

# %% role="answer" id="layer_table"
def layer_table(layers, input_shape):
    """What each layer gives and has to learn.

    Parameters
    ----------
    layers : list of dict
        The layers, as above, in the order in which they are computed.
    input_shape : tuple of int
        (C, H, W) of the image.

    Returns
    -------
    list of dict
        A new dict for each layer with the keys name, kind, output_shape (a tuple of ints: (C, H, W), after an fc (out_features,)),
        and the ints weights, biases, and learnables, which is their sum.

    Raises
    ------
    ValueError
        If a kind is unknown, if groups do not divide channels and filters, if a window does not fit, if a conv or a pool follows an fc.
    """
    ### BEGIN SOLUTION
    table, shape = [], tuple(input_shape)
    for layer in layers:
        kind, weights, biases = layer["kind"], 0, 0
        if kind == "fc":
            weights, biases = layer["out_features"] * int(np.prod(shape)), layer["out_features"]
            shape = (layer["out_features"],)
        elif kind in ("conv", "pool"):
            if len(shape) == 1:
                raise ValueError(f"{layer['name']}, a {kind}, follows a fully connected layer")
            channels, padding = shape[0], (0, 0)
            if kind == "pool":
                window, filters = pair_of(layer["size"]), channels
                stride = pair_of(layer.get("stride", window))
            else:
                window, filters, groups = pair_of(layer["kernel_size"]), layer["filters"], layer.get("groups", 1)
                stride, padding = pair_of(layer.get("stride", 1)), pair_of(layer.get("padding", 0))
                if channels % groups or filters % groups:
                    raise ValueError(f"{layer['name']}: {groups} groups of {channels} channels and {filters} filters")
                weights, biases = filters * (channels // groups) * window[0] * window[1], filters
            sides = []
            for side, length, step, border in zip(shape[1:], window, stride, padding, strict=True):
                if length > side + 2 * border:
                    raise ValueError(f"{layer['name']}: {length} does not fit into {side + 2 * border}")
                sides.append((side + 2 * border - length) // step + 1)
            shape = (filters, *sides)
        elif kind not in ("relu", "norm", "dropout", "softmax"):
            raise ValueError(f"{layer['name']}: {kind!r} is no kind of layer")
        table.append({"name": layer["name"], "kind": kind, "output_shape": shape, "weights": weights, "biases": biases})
        table[-1]["learnables"] = weights + biases
    return table


def pair_of(size):
    """(rows, columns) of an int or a pair."""
    return tuple(size) if isinstance(size, (tuple, list)) else (size, size)
    ### END SOLUTION

# %% role="scratch" id="try_layer_table"

# %% role="test" id="test_layer_table_plain" points=1
# Checks conv1 as the lecture counts it, a fully connected layer, layers that learn nothing, and layers one after the other.
question = Question("alexnet.layer_table", layer_table)
conv1 = {"name": "conv1", "kind": "conv", "filters": 96, "kernel_size": 11, "stride": 4}
row = {"name": "conv1", "kind": "conv", "output_shape": (96, 55, 55), "weights": 34848, "biases": 96, "learnables": 34944}
question.on([conv1], (3, 227, 227)).gives([row])
scores = {"name": "fc", "kind": "fc", "out_features": 10}
row = {"name": "fc", "kind": "fc", "output_shape": (10,), "weights": 960, "biases": 10, "learnables": 970}
question.on([scores], (6, 4, 4)).gives([row])
small = [
    {"name": "c1", "kind": "conv", "filters": 4, "kernel_size": 3},
    {"name": "r1", "kind": "relu"},
    {"name": "c2", "kind": "conv", "filters": 5, "kernel_size": 3},
    {"name": "f1", "kind": "fc", "out_features": 7},
    {"name": "f2", "kind": "fc", "out_features": 2},
]
question.on(small, (3, 8, 8)).agrees()
### BEGIN HIDDEN TESTS
draw = Inputs("layer_table_plain")
question.on(small, (2, draw.integer(6, 9), draw.integer(10, 14))).twice()
question.on([{"name": kind, "kind": kind} for kind in ("relu", "norm", "dropout", "softmax")], (3, 4, 5)).agrees()
question.on([{"name": "c", "kind": "conv", "filters": draw.integer(2, 9), "kernel_size": 5}], (draw.integer(2, 9), 9, 12)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_layer_table_padding" points=1
# Checks strides that do not divide, paddings, pairs, and what is left out.
question = Question("alexnet.layer_table", layer_table)
wide = {"name": "wide", "kind": "conv", "filters": 4, "kernel_size": (3, 5), "stride": (1, 2), "padding": (0, 1)}
row = {"name": "wide", "kind": "conv", "output_shape": (4, 8, 9), "weights": 120, "biases": 4, "learnables": 124}
question.on([wide], (2, 10, 20)).gives([row])
question.on([{"name": "c", "kind": "conv", "filters": 3, "kernel_size": 4, "stride": 3}], (2, 9, 12)).agrees()
### BEGIN HIDDEN TESTS
draw = Inputs("layer_table_padding")
question.on([{"name": "c", "kind": "conv", "filters": 6, "kernel_size": 3, "stride": 2, "padding": 2}], (3, 8, 11)).agrees()
question.on([{"name": "c", "kind": "conv", "filters": 6, "kernel_size": 9, "padding": 1}], (3, 7, 8)).agrees()
question.on([wide, {**wide, "name": "again", "stride": (2, 1)}], (2, draw.integer(9, 14), draw.integer(20, 29))).agrees()
question.on([{"name": "c", "kind": "conv", "filters": 2, "kernel_size": (5, 2), "padding": (2, 0)}], (1, 3, 6)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_layer_table_pooling" points=1
# Checks poolings: with a stride, without one (then it is the size), with pairs, between other layers.
question = Question("alexnet.layer_table", layer_table)
pool1 = {"name": "pool1", "kind": "pool", "size": 3, "stride": 2}
row = {"name": "pool1", "kind": "pool", "output_shape": (96, 27, 27), "weights": 0, "biases": 0, "learnables": 0}
question.on([pool1], (96, 55, 55)).gives([row])
question.on([{"name": "p", "kind": "pool", "size": 2}], (5, 9, 6)).agrees()
### BEGIN HIDDEN TESTS
draw = Inputs("layer_table_pooling")
question.on([{"name": "p", "kind": "pool", "size": (2, 3)}], (4, draw.integer(6, 12), draw.integer(6, 12))).agrees()
question.on([{"name": "p", "kind": "pool", "size": (3, 2), "stride": (1, 2)}], (4, 8, 9)).agrees()
question.on([{"name": "p", "kind": "pool", "size": 2, "stride": 3}, {"name": "f", "kind": "fc", "out_features": 3}], (4, 9, 12)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_layer_table_groups" points=1
# Checks groups: conv2 of AlexNet, with 256 filters that read 48 channels each, and others.
question = Question("alexnet.layer_table", layer_table)
conv2 = {"name": "conv2", "kind": "conv", "filters": 256, "kernel_size": 5, "padding": 2, "groups": 2}
row = {"name": "conv2", "kind": "conv", "output_shape": (256, 27, 27), "weights": 307200, "biases": 256, "learnables": 307456}
question.on([conv2], (96, 27, 27)).gives([row])
### BEGIN HIDDEN TESTS
draw = Inputs("layer_table_groups")
groups = draw.integer(2, 4)
question.on([{"name": "c", "kind": "conv", "filters": 3 * groups, "kernel_size": (2, 3), "groups": groups}], (2 * groups, 7, 9)).agrees()
question.on([{"name": "c", "kind": "conv", "filters": 6, "kernel_size": 3, "groups": 6}], (6, 5, 5)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_layer_table_errors" points=1
# Checks that unknown kinds, groups that do not divide, windows that do not fit, and maps after an fc are refused.
question = Question("alexnet.layer_table", layer_table)
fc = {"name": "fc", "kind": "fc", "out_features": 4}
question.on([{"name": "a", "kind": "attention"}], (3, 8, 8)).refuses()
question.on([{"name": "c", "kind": "conv", "filters": 6, "kernel_size": 3, "groups": 2}], (3, 8, 8)).refuses()
question.on([{"name": "c", "kind": "conv", "filters": 4, "kernel_size": 9}], (3, 8, 10)).refuses()
question.on([fc, {"name": "p", "kind": "pool", "size": 1}], (3, 8, 8)).refuses()
question.on([], (3, 8, 8)).gives([])
### BEGIN HIDDEN TESTS
question.on([{"name": "c", "kind": "conv", "filters": 5, "kernel_size": 3, "groups": 3}], (3, 8, 8)).refuses()
question.on([{"name": "c", "kind": "conv", "filters": 4, "kernel_size": (3, 11)}], (3, 8, 10)).refuses()
question.on([{"name": "p", "kind": "pool", "size": 9}], (3, 8, 8)).refuses()
question.on([{"name": "p", "kind": "pool", "size": (3, 9)}], (3, 8, 8)).refuses()
question.on([fc, {"name": "c", "kind": "conv", "filters": 4, "kernel_size": 1}], (3, 8, 8)).refuses()
question.on([{"name": "p", "kind": "pool", "size": 4}, {"name": "q", "kind": "pool", "size": 3}], (3, 8, 8)).refuses()
question.on([{"name": "c", "kind": "conv", "filters": 4, "kernel_size": 9, "padding": 1}], (3, 8, 7)).agrees()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_alexnet_layers"
# ## 2 AlexNet as a list (3 points)
#
# Write AlexNet down as such a list, as in the lecture: for an image of 227 × 227 × 3, with conv2, conv4 and conv5 in two groups.
#
# - The convolutions are called `conv1` to `conv5`, the fully connected layers `fc6` to `fc8`. Other names are yours; none occurs twice.
# - There is a `relu` after each convolution and each fully connected layer, but not after `fc8`.
# - There is no row for the image. Rows for `norm`, `dropout` and `softmax` may be there or be left out.
#
# Here is a way to check yourself: with your own `layer_table`, the learnables of all layers must sum to 60,965,224. But two
# lists with the same sum can still be two different networks.

# %% role="answer" id="alexnet_layers"
def alexnet_layers():
    """The layers of the lecture's AlexNet.

    Returns
    -------
    list of dict
        From conv1 to fc8 (or to a softmax behind it), for images of shape (3, 227, 227).
    """
    ### BEGIN SOLUTION
    layers = []
    for number, filters, kernel, stride, padding, groups in (
        (1, 96, 11, 4, 0, 1),
        (2, 256, 5, 1, 2, 2),
        (3, 384, 3, 1, 1, 1),
        (4, 384, 3, 1, 1, 2),
        (5, 256, 3, 1, 1, 2),
    ):
        sizes = {"kernel_size": kernel, "stride": stride, "padding": padding, "groups": groups}
        layers.append({"name": f"conv{number}", "kind": "conv", "filters": filters, **sizes})
        layers.append({"name": f"relu{number}", "kind": "relu"})
        if number in (1, 2, 5):
            layers.append({"name": f"pool{number}", "kind": "pool", "size": 3, "stride": 2})
    for number, features in ((6, 4096), (7, 4096)):
        layers.append({"name": f"fc{number}", "kind": "fc", "out_features": features})
        layers.append({"name": f"relu{number}", "kind": "relu"})
    return [*layers, {"name": "fc8", "kind": "fc", "out_features": 1000}]
    ### END SOLUTION

# %% role="scratch" id="try_alexnet_layers"

# %% role="test" id="test_alexnet_layers_convolutions" points=1
# Checks conv1 to conv5: filters, kernels, strides, paddings, groups.
question = Question("alexnet.alexnet_layers", alexnet_layers)
question.on().shows(kind="a list of dicts")
question.on().agrees_about("convolutions")
question.passed()

# %% role="test" id="test_alexnet_layers_names" points=1
# Checks fc6 to fc8, and that no name occurs twice.
question = Question("alexnet.alexnet_layers", alexnet_layers)
question.on().agrees_about("fully_connected")
question.on().shows(names="all different")
question.passed()

# %% role="test" id="test_alexnet_layers_between" points=1
# Checks what follows each of them: where there is a relu, where a pooling, and how that pools.
question = Question("alexnet.alexnet_layers", alexnet_layers)
question.on().agrees_about("between")
question.passed()

# %% [markdown] id="task_build_alexnet"
# ## 3 AlexNet as a network (4 points)
#
# Now build it in PyTorch, out of `nn.Conv2d` and `nn.Linear`, and whatever else you like: an `nn.Sequential` or a class of your own
# with a `forward`. It takes a batch `(N, 3, 227, 227)` and gives `(N, num_classes)` scores: the last layer's numbers as they are, with
# no softmax behind them. Response normalisation and dropout may be there or be left out.
#
# `groups` is an argument of `nn.Conv2d`. Between the last pooling and fc6 the map is flattened, in row order, but for the first axis:
# that counts the images.
#
# The checks send noise through your network and watch what each layer is given. So they find a missing activation, or a pooling of
# the wrong kind, also where the number of learnables is right. With 1,000 classes it is 60,965,224.

# %% role="answer" id="build_alexnet"
def build_alexnet(num_classes=1000):
    """The lecture's AlexNet, untrained.

    Parameters
    ----------
    num_classes : int
        How many scores it gives for each image.

    Returns
    -------
    torch.nn.Module
        Takes (N, 3, 227, 227), gives (N, num_classes) scores.
    """
    ### BEGIN SOLUTION
    nn, parts, shape = torch.nn, [], (3, 227, 227)
    layers = alexnet_layers()
    for layer, row in zip(layers, layer_table(layers, shape), strict=True):
        if layer["kind"] == "conv":
            sizes = {name: layer[name] for name in ("kernel_size", "stride", "padding", "groups")}
            parts.append(nn.Conv2d(shape[0], layer["filters"], **sizes))
        elif layer["kind"] == "pool":
            parts.append(nn.MaxPool2d(layer["size"], layer["stride"]))
        elif layer["kind"] == "relu":
            parts.append(nn.ReLU(inplace=True))
        elif layer["kind"] == "fc":
            features = num_classes if layer["name"] == "fc8" else layer["out_features"]
            parts += [nn.Flatten(), nn.Dropout(), nn.Linear(int(np.prod(shape)), features)]
        shape = row["output_shape"]
    return nn.Sequential(*parts)
    ### END SOLUTION

# %% role="scratch" id="try_build_alexnet"

# %% role="test" id="test_build_alexnet_sizes" points=1
# Checks what it is, how much it has to learn, and which scores it gives for two images.
question = Question("alexnet.build_alexnet", build_alexnet)
question.on().shows(network="torch.nn.Module", learnables=60_965_224, scores="float32 of shape (2, 1000)")
question.passed()

# %% role="test" id="test_build_alexnet_layers" points=1
# Checks each convolution and fully connected layer: channels, kernel, stride, padding, groups.
question = Question("alexnet.build_alexnet", build_alexnet)
question.on().agrees_about("layers")
question.passed()

# %% role="test" id="test_build_alexnet_between" points=1
# Checks what is done between the layers and after the last one, by sending noise through the network.
question = Question("alexnet.build_alexnet", build_alexnet)
question.on().agrees_about("between")
question.passed()

# %% role="test" id="test_build_alexnet_classes" points=1
# Checks another number of classes: 10 scores, of negative numbers too, and 56,909,194 learnables.
question = Question("alexnet.build_alexnet", build_alexnet)
question.on(num_classes=10).shows(learnables=56_909_194, scores="float32 of shape (2, 10)")
### BEGIN HIDDEN TESTS
draw = Inputs("build_alexnet_classes")
question.on(num_classes=draw.integer(11, 99)).agrees_about("learnables", "scores")
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_activations"
# ## 4 Looking into a network (5 points)
#
# What does a layer make of an image? PyTorch lets you listen: `module.register_forward_hook(function)` calls
# `function(module, inputs, output)` whenever that module has computed, and gives a handle whose `.remove()` ends it.
#
# Three things go wrong here, and each is tested.
#
# - A later layer may work *in place* (`nn.ReLU(inplace=True)`) and overwrite what you kept. Copy it at once.
# - Dropout and batch normalisation work differently in training. Look in evaluation mode, without gradients.
# - The model is not yours. Leave it as it came: its weights and gradients, its hooks, and the mode of *each* of its parts, which
#   need not all be the same.
#
# `example_network()`, which the first cell has imported, is a small network to try this on: print it.
#
# By hand: a model of one 1 × 1 convolution with the weights 1, 0, 0 and no bias, and an `nn.ReLU(inplace=True)`, give for a red
# pixel of −2 the activations −2 and 0. If your convolution says 0, the second layer has overwritten it.

# %% role="answer" id="activations"
def activations(model, image, layers):
    """What some layers of a network make of an image.

    Parameters
    ----------
    model : torch.nn.Module
        Takes a batch of float32 images; is left as it came.
    image : array, shape (3, H, W)
        One image, without the axis of a batch.
    layers : list of str
        Names as in model.named_modules(), such as "conv1" or "block.conv".

    Returns
    -------
    dict of str to array
        What each of these layers gave, without the axis of the batch.

    Raises
    ------
    ValueError
        If the model has no layer of that name (the message lists its names), or if the image is not (3, H, W).
    """
    ### BEGIN SOLUTION
    if image.ndim != 3 or len(image) != 3:
        raise ValueError(f"this is no image: {image.shape}")
    modules, found, handles = dict(model.named_modules()), {}, []
    for name in layers:
        if name not in modules:
            raise ValueError(f"{name!r} is not one of {list(modules)}")
    modes = {name: module.training for name, module in modules.items()}
    for name in layers:
        def listen(module, inputs, output, name=name):
            found[name] = np.array(output[0].detach())
        handles.append(modules[name].register_forward_hook(listen))
    model.eval()
    with torch.no_grad():
        model(torch.tensor(image.copy(), dtype=torch.float32).unsqueeze(0))
    for handle in handles:
        handle.remove()
    for name, module in modules.items():
        module.training = modes[name]
    return found
    ### END SOLUTION

# %% role="scratch" id="try_activations"

# %% role="test" id="test_activations_plain" points=1
# Checks the example above, and several layers of a small network, some of them inside of others.
question = Question("alexnet.activations", activations)
red = torch.nn.Conv2d(3, 1, 1, bias=False)
red.weight.data = torch.tensor([[[[1.0]], [[0.0]], [[0.0]]]])
model = torch.nn.Sequential(red, torch.nn.ReLU(), torch.nn.Conv2d(1, 2, 1)).eval()
image = np.array([[[-2.0, 1.0]], [[5.0, 5.0]], [[5.0, 5.0]]])
question.on(model, image, ["0", "1"]).gives({"0": np.array([[[-2.0, 1.0]]]), "1": np.array([[[0.0, 1.0]]])})
question.on(example_network(training=False), Inputs("activations").volume(3, 7, 9), ["relu1", "block.relu"]).agrees()
### BEGIN HIDDEN TESTS
draw = Inputs("activations_plain")
question.on(example_network(training=False), draw.volume(3, 8, 6), ["block", "block.relu", "norm"]).twice()
question.on(example_network(training=False), draw.volume(3, 6, 7), ["drop"]).agrees()
question.on(example_network(training=False), draw.volume(3, 6, 7), []).agrees()
question.on(example_network(training=False), draw.volume(3, 5, 8, contiguous=False), ["norm"]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_activations_in_place" points=1
# Checks layers whose output a later layer overwrites.
question = Question("alexnet.activations", activations)
red = torch.nn.Conv2d(3, 1, 1, bias=False)
red.weight.data = torch.tensor([[[[1.0]], [[0.0]], [[0.0]]]])
model = torch.nn.Sequential(red, torch.nn.ReLU(inplace=True)).eval()
image = np.array([[[-2.0, 1.0]], [[5.0, 5.0]], [[5.0, 5.0]]])
question.on(model, image, ["0", "1"]).gives({"0": np.array([[[-2.0, 1.0]]]), "1": np.array([[[0.0, 1.0]]])})
### BEGIN HIDDEN TESTS
draw = Inputs("activations_in_place")
question.on(example_network(training=False), draw.volume(3, 7, 9), ["conv1", "block.conv"]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_activations_mode" points=1
# Checks a model in training mode: it computes as in evaluation, and its weights, gradients and hooks are as before.
question = Question("alexnet.activations", activations)
question.on(example_network(training=True), Inputs("activations").volume(3, 7, 9), ["norm", "drop"]).agrees()
### BEGIN HIDDEN TESTS
draw = Inputs("activations_mode")
question.on(example_network(training=True), draw.volume(3, 7, 9), ["conv1", "relu1", "block.conv", "drop"]).twice()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_activations_modes" points=1
# Checks models in evaluation mode and with parts in different modes: each part is left in its own.
question = Question("alexnet.activations", activations)
question.on(example_network(training=False), Inputs("activations").volume(3, 7, 9), ["norm"]).agrees()
model = example_network(training=True)
model.norm.eval()
question.on(model, Inputs("activations").volume(3, 7, 9), ["norm"]).agrees()
### BEGIN HIDDEN TESTS
model = example_network(training=False)
model.block.train()
question.on(model, Inputs("activations_modes").volume(3, 7, 9), ["drop"]).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_activations_errors" points=1
# Checks that names which the model does not have, and images which are not (3, H, W), are refused.
question = Question("alexnet.activations", activations)
model = example_network(training=False)
draw = Inputs("activations_errors")
question.on(model, draw.volume(3, 7, 9), ["conv9"]).refuses()
question.on(model, draw.volume(1, 7, 9), ["conv1"]).refuses()
question.on(model, draw.image(7, 9), ["conv1"]).refuses()
question.on(model, draw.volume(3, 7, 9), ["norm"]).agrees()
### BEGIN HIDDEN TESTS
question.on(model, draw.volume(3, 7, 9), ["conv1", "conv"]).refuses()
question.on(model, draw.volume(7, 9, 3), ["conv1"]).refuses()
question.on(model, draw.volume(4, 7, 9), ["conv1"]).refuses()
question.on(model, draw.array(1, 3, 7, 9), ["conv1"]).refuses()
question.on(model, draw.array(3, 3, 7, 9), ["conv1"]).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_filter_mosaic"
# ## 5 Filters as a picture (4 points)
#
# conv1's filters have three channels, so each of them is a small colour picture. Lay them side by side, as on the famous page of the
# paper: in row order, `columns` to a row, with `gap` pixels between neighbours.
#
# - Each filter is stretched on its own: its smallest weight, over all of its channels, becomes 0, its largest 1. A filter whose
#   weights are all equal becomes 0.
# - Gaps, and places for which no filter is left, are 1 (white).
# - With $F$ filters of $k \times l$ there are $r = \lceil F / \text{columns} \rceil$ rows, and the picture has
#   $r k + (r-1)\,\text{gap}$ rows of pixels and $\text{columns} \cdot l + (\text{columns} - 1)\,\text{gap}$ columns of pixels.
# - Weights of three channels give a picture `(R, S, 3)`, as matplotlib wants it; weights of one channel give `(R, S)`.
#
# By hand, the two filters `[[2, 3]]` and `[[0, -4]]` in one column with a gap of 1 give
#
# $$\begin{pmatrix} 0 & 1 \\ 1 & 1 \\ 1 & 0 \end{pmatrix}.$$

# %% role="answer" id="filter_mosaic"
def filter_mosaic(weights, columns, gap=1):
    """Filters side by side as one picture.

    Parameters
    ----------
    weights : array, shape (F, C, k, l)
        Filters of C = 1 or C = 3 channels.
    columns : int
        Filters in a row, at least 1.
    gap : int
        Pixels between neighbours, at least 0.

    Returns
    -------
    array, shape (R, S) or (R, S, 3)
        Values in [0, 1].

    Raises
    ------
    ValueError
        If there are not four axes, if C is neither 1 nor 3, if columns or gap is out of range.
    """
    ### BEGIN SOLUTION
    if weights.ndim != 4 or weights.shape[1] not in {1, 3} or columns < 1 or gap < 0:
        raise ValueError(f"no mosaic of {weights.shape} with {columns} columns and a gap of {gap}")
    count, channels, height, width = weights.shape
    down = (count + columns - 1) // columns
    picture = np.ones((channels, down * (height + gap) - gap, columns * (width + gap) - gap))
    for at in range(count):
        lowest = weights[at].min()
        span = weights[at].max() - lowest
        top, left = (at // columns) * (height + gap), (at % columns) * (width + gap)
        picture[:, top : top + height, left : left + width] = (weights[at] - lowest) / (span if span > 0 else 1)
    return picture[0] if channels == 1 else picture.transpose(1, 2, 0)
    ### END SOLUTION

# %% role="scratch" id="try_filter_mosaic"

# %% role="test" id="test_filter_mosaic_grey" points=1
# Checks filters of one channel: the example above, rows and columns, the gap, places that stay empty.
question = Question("alexnet.filter_mosaic", filter_mosaic)
question.on(np.array([[[[2.0, 3.0]]], [[[0.0, -4.0]]]]), 1).gives([[0, 1], [1, 1], [1, 0]])
question.on(np.array([[[[2.0], [3.0]]], [[[0.0], [-4.0]]], [[[5.0], [9.0]]]]), 2, gap=0).gives([[0, 1], [1, 0], [0, 1], [1, 1]])
### BEGIN HIDDEN TESTS
draw = Inputs("filter_mosaic_grey")
question.on(draw.filters(4, 1, 2, 3), 2, gap=2).agrees()
question.on(draw.filters(7, 1, 3, 2), 3).twice()
question.on(draw.filters(6, 1, 3, 3), draw.integer(2, 5), gap=draw.integer(2, 4)).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_filter_mosaic_colour" points=1
# Checks filters of three channels: each is stretched as a whole, and red comes first.
question = Question("alexnet.filter_mosaic", filter_mosaic)
question.on(np.array([[[[0.0]], [[2.0]], [[8.0]]], [[[-1.0]], [[-2.0]], [[-3.0]]]]), 2, gap=0).gives([[[0, 0.25, 1], [1, 0.5, 0]]])
### BEGIN HIDDEN TESTS
draw = Inputs("filter_mosaic_colour")
question.on(draw.filters(5, 3, 3, 2), 3).agrees()
question.on(draw.filters(6, 3, 2, 3), 3, gap=0).agrees()
question.on(draw.filters(draw.integer(3, 9), 3, 4, 3, contiguous=False), 4, gap=2).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_filter_mosaic_edges" points=1
# Checks a single filter, more columns than filters, equal weights, and tiny weights.
question = Question("alexnet.filter_mosaic", filter_mosaic)
question.on(np.full((1, 1, 2, 2), 7.0), 1).gives([[0, 0], [0, 0]])
question.on(np.array([[[[1.0, 2.0]]]]), 2).gives([[0, 1, 1, 1, 1]])
### BEGIN HIDDEN TESTS
draw = Inputs("filter_mosaic_edges")
question.on(draw.filters(3, 1, 2, 2), 5).agrees()
question.on(draw.filters(1, 3, 4, 4), 1).agrees()
question.on(draw.filters(5, 3, 2, 2), 1, gap=3).agrees()
question.on(1e-9 * draw.filters(2, 1, 2, 2), 2).agrees()
question.on(np.stack([np.full((3, 2, 2), -1.0), draw.volume(3, 2, 2), np.full((3, 2, 2), 3.0)]), 2).agrees()
### END HIDDEN TESTS
question.passed()

# %% role="test" id="test_filter_mosaic_errors" points=1
# Checks that two channels, a missing axis, no columns and a negative gap are refused.
question = Question("alexnet.filter_mosaic", filter_mosaic)
draw = Inputs("filter_mosaic_errors")
question.on(draw.filters(4, 2, 3, 3), 2).refuses()
question.on(draw.volume(4, 3, 3), 2).refuses()
question.on(draw.filters(4, 3, 3, 3), 0).refuses()
question.on(draw.filters(4, 3, 3, 3), 2, gap=-1).refuses()
question.on(np.array([[[[1.0, 2.0]]]]), 1, gap=0).gives([[0, 1]])
### BEGIN HIDDEN TESTS
question.on(draw.filters(4, 4, 3, 3), 2).refuses()
question.on(draw.image(3, 3), 2).refuses()
question.on(draw.array(1, 4, 3, 3, 3), 2).refuses()
question.on(draw.filters(4, 3, 3, 3), -1).refuses()
### END HIDDEN TESTS
question.passed()

# %% [markdown] id="task_train_classifier"
# ## 6 A network that learns (4 points)
#
# Train a small convolutional network on handwritten digits of 8 × 8 pixels. scikit-learn brings 1,797 of them:
#
# ```python
# from sklearn.datasets import load_digits
# digits = load_digits()
# images, labels = digits.images[:, None] / 16, digits.target   # (1797, 1, 8, 8) in [0, 1], and (1797,)
# ```
#
# How your network looks is up to you, but for at least one `nn.Conv2d`. It takes float32 images `(m, 1, 8, 8)` and gives `(m, 10)`
# scores.
#
# - An epoch is one pass through all images. 0 epochs give the untrained network.
# - With 30 epochs on four fifths of the digits it must name at least 95 % of the other fifth. A small network does that in a few
#   seconds; the grader allows 20.
# - One seed gives one network, whatever was drawn from the global random state before; another seed gives another network. The first
#   weights are random, and so is the order of the images, if you shuffle them. `torch.manual_seed(seed)` sets the state of both, if
#   it stands before the first of them and both are drawn by PyTorch.
#
# Raise a `ValueError` unless the images are `(n, 1, 8, 8)` and the labels `(n,)`.

# %% role="answer" id="train_classifier"
def train_classifier(images, labels, epochs, seed):
    """A small convolutional network, trained to name digits.

    Parameters
    ----------
    images : array, shape (n, 1, 8, 8)
        Values in [0, 1].
    labels : array of int, shape (n,)
        Digits 0 to 9.
    epochs : int
        Passes through all images; 0 gives the untrained network.
    seed : int
        Decides everything that is drawn at random.

    Returns
    -------
    torch.nn.Module
        With at least one nn.Conv2d; takes float32 (m, 1, 8, 8), gives (m, 10) scores.

    Raises
    ------
    ValueError
        If the images are not (n, 1, 8, 8) or the labels not (n,).
    """
    ### BEGIN SOLUTION
    if images.shape != (len(labels), 1, 8, 8) or labels.ndim != 1:
        raise ValueError(f"images {images.shape} and labels {labels.shape} do not go together")
    torch.manual_seed(seed)
    nn = torch.nn
    network = nn.Sequential(
        nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12 * 4 * 4, 10)
    )
    inputs, targets = torch.tensor(images, dtype=torch.float32), torch.tensor(labels, dtype=torch.long)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(epochs):
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs), 64):
            batch = order[start : start + 64]
            optimiser.zero_grad()
            nn.functional.cross_entropy(network(inputs[batch]), targets[batch]).backward()
            optimiser.step()
    return network
    ### END SOLUTION

# %% role="scratch" id="try_train_classifier"

# %% role="test" id="test_train_classifier_plain" points=1
# Checks what comes back: a network with a convolution that gives ten scores an image, and images and labels as they were.
question = Question("alexnet.train_classifier", train_classifier)
draw = Inputs("train_classifier")
images, labels = draw.numbers.uniform(0, 0.5, (6, 1, 8, 8)), np.array([3, 1, 4, 1, 5, 9])
right = {"network": "torch.nn.Module", "convolutions": "at least one", "scores": "torch.float32 of shape (3, 10)"}
question.on(images, labels, 1, 0).gives(right)
question.on(images, labels, 0, 0).gives(right)
question.passed()

# %% role="test" id="test_train_classifier_seeds" points=1
# Checks the seed: called twice with one seed there is one network, with two seeds there are two.
question = Question("alexnet.train_classifier", train_classifier)
question.tries("called twice with one seed and 0 epochs").finds("the same network")
question.tries("called twice with one seed").finds("the same network")
question.tries("called with two seeds").finds("another network")
question.tries("called with two seeds and 0 epochs").finds("another network")
question.passed()

# %% role="test" id="test_train_classifier_epochs" points=1
# Checks the epochs: 0 train nothing, 1 uses every image, 2 make another network than 1.
question = Question("alexnet.train_classifier", train_classifier)
question.tries("called with 0 epochs and two sets of labels").finds("the same network")
question.tries("called with 1 epoch and another label for the last image").finds("another network")
question.tries("called with 1 epoch and with 2").finds("another network")
question.passed()

# %% role="test" id="test_train_classifier_digits" points=1
# Checks 30 epochs on four fifths of scikit-learn's digits (this takes some seconds), and that odd images and labels are refused.
question = Question("alexnet.train_classifier", train_classifier)
images, labels = np.full((6, 1, 8, 8), 0.5), np.array([3, 1, 4, 1, 5, 9])
question.on(images[:, 0], labels, 1, 0).refuses()
question.on(images, labels[:5], 1, 0).refuses()
### BEGIN HIDDEN TESTS
question.on(images.reshape(6, 64), labels, 1, 0).refuses()
question.on(np.repeat(images, 3, axis=1), labels, 1, 0).refuses()
question.on(np.full((6, 1, 8, 9), 0.5), labels, 1, 0).refuses()
question.on(images, np.array([3, 1, 4, 1, 5, 9, 2]), 1, 0).refuses()
question.on(images, labels[:, None], 1, 0).refuses()
### END HIDDEN TESTS
question.tries("trained for 30 epochs on four fifths of the digits").finds("at least 95 % of the other fifth right")
question.passed()

# %% [markdown] id="ask_alexnet"
# ## 7 In your own words (2 points)
#
# **Which of conv1's filters would Hubel and Wiesel have recognised, and which not?** Three to six sentences. Look at the filters of
# a trained network in the chapter, or in the paper's figure 3. A person reads your answer.

# %% [markdown] role="written" id="written_alexnet" points=2
# **Rubric, 2 points**
#
# - 1 point: the oriented ones, which answer to an edge or a bar of one direction, at one place and of one width: they look like the
#   receptive fields of simple cells in the striate cortex (Hubel and Wiesel 1959, 1962), often with the lobes of a Gabor function.
#   Half a point for "edges" without orientation or without the simple cell.
# - 1 point: half a point each for two of these. Colour blobs and colour pairs, without any direction: Hubel and Wiesel's first maps
#   were made with spots and bars of white light (colour cells were described in the monkey later, 1968, and rather as spots than
#   bars). Gratings of high frequency with many lobes, where simple cells have few. Filters that are noise or nearly dead. All filters
#   are applied at every place, while each cell has a place of its own, and none of them is a complex cell: that needs a second layer.
# - "They all look like the brain" earns nothing.
#
# *Sample, 2 points.* "The ones with a bright and a dark stripe at an angle: that is a simple cell, which fires for a bar of one
# orientation at one place. They would not have known the green and magenta blobs, which have no orientation and need colour, and
# they used white bars. The fine gratings have more stripes than the fields they drew."
#
# *Sample, 1 point.* "The filters with oriented stripes are like simple cells. The others are just random."
#
# *Sample, 0.5 points.* "They detect edges, and so does the cat."

# %% [markdown] id="end"
# ## What you have built
#
# You have counted, built, opened and trained a convolutional network, and you know of each number in its table where it comes from.
# Try `filter_mosaic` on the weights of your own network of task 6, before and after training: what has it learned?
#
# Save the notebook, run it once more from top to bottom, and hand it in. Then go back to the chapter *AlexNet*: with `activations` and
# `filter_mosaic` you have what its lab is made of.
