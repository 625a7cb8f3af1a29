"""Says in words what a network is made of and what it does between its layers, whatever weights, classes and names it has.

How an image is followed through a network is left to `autograder.box.tracing`, comparing descriptions to `compare`. PyTorch is
loaded only when there is a network to look at.

What lies between two layers is found by trying: the noise that the one layer gave is rectified, pooled and so on in every way on
a list, until it is what the next layer was given, up to a positive factor and a few percent. So response normalisation (almost
the same factor everywhere where inputs are small) and dropout (nothing, in evaluation mode) make no difference anywhere.
"""

from functools import cache
from itertools import product
from types import SimpleNamespace

import numpy as np

from autograder.box.tracing import noise, trace
from autograder.checks.networks import conv_arguments

SEED, SHAPE = 504, (2, 3, 227, 227)
NEAR, FEW = 0.05, 12
NOTHING = "nothing"
OTHER = "something else"


def dissect(network):
    """A network in plain data.

    Parameters
    ----------
    network : object
        What an answer gave: should be a ``torch.nn.Module`` that takes images of 3 x 227 x 227.

    Returns
    -------
    dict
        ``network`` (its kind), ``learnables`` (how many numbers it has to learn), ``scores`` (what it gives for two images),
        ``layers`` (each convolution and fully connected layer, in the order in which they are computed) and ``between`` (what is
        done before, between and after them). Layers side by side, such as a tower for each group, read like one layer in groups,
        a convolution that covers its whole input like a fully connected layer.
    """
    from torch import nn

    if not isinstance(network, nn.Module):
        return {"network": type(network).__name__, "learnables": "none", "scores": "none", "layers": [], "between": {}}
    found = {"network": "torch.nn.Module", "learnables": sum(part.numel() for part in network.parameters())}
    follow = getattr(network, "__autograder_trace__", None) or (lambda shape, seed: trace(network, shape, seed))
    try:
        told = follow(SHAPE, SEED)
        stages = _stages(list(network.modules()), told["calls"])
        return {**found, "scores": _scores(told), "layers": [stage.words for stage in stages], "between": _between(stages, told)}
    except Exception as error:  # whatever an answer has made of it
        words = f"a network that cannot be looked at ({type(error).__name__}: {error})"
        return {**found, "scores": words, "layers": [], "between": {}}


def _scores(told):
    if told["error"]:
        return f"none: it raised {told['error']}"
    return f"{told['output'].dtype} of shape {tuple(told['output'].shape)}"


def _stages(parts, calls):
    """The layers in the order of their calls; those that are alike and side by side are one."""
    stages = {}
    for number, (place, given, shape) in enumerate(calls, start=1):
        layer = _layer(parts[place], given)
        stages.setdefault(layer.words, []).append((layer, number, shape))
    made, merged = noise(SEED, 0, SHAPE), []
    for same in stages.values():
        stage = _merge(same, made.shape[1])
        merged.append(stage)
        made = stage.made
    return merged


def _layer(part, given):
    """A layer in plain data: zeros put around its input are its padding, and a convolution over all of its input is linear."""
    bias = "" if part.bias is not None else ", bias=False"
    if hasattr(part, "in_features"):
        words = f"Linear({part.in_features}, {part.out_features}{bias})"
        return SimpleNamespace(words=words, inputs=part.in_features, outputs=part.out_features, given=given, conv=None)
    names = ("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation", "groups", "padding_mode")
    conv = SimpleNamespace(**{name: getattr(part, name) for name in names}, bias=bias)
    if tuple(conv.kernel_size) == given.shape[2:] and conv.groups == 1 and conv.padding in ((0, 0), "valid"):
        inputs = given[0].size
        words, flat = f"Linear({inputs}, {conv.out_channels}{bias})", given.reshape(len(given), -1)
        return SimpleNamespace(words=words, inputs=inputs, outputs=conv.out_channels, given=flat, conv=None)
    zeros = 0
    while conv.padding in ((0, 0), "valid", (zeros, zeros)) and min(given.shape[2:]) > 2 and _has_border(given):
        given, zeros = given[:, :, 1:-1, 1:-1], zeros + 1
        conv.padding = (zeros, zeros)
    words = f"Conv2d({conv_arguments(conv)}{bias})"
    return SimpleNamespace(words=words, inputs=conv.in_channels, outputs=conv.out_channels, given=given, conv=conv)


def _has_border(given):
    return not (given[:, :, [0, -1]].any() or given[:, :, :, [0, -1]].any())


def _merge(same, channels):
    """Layers that are alike as one: side by side on all of the input, or each on its part of it."""
    layers = [layer for layer, _, _ in same]
    first, count = layers[0], len(layers)
    shapes = [shape for _, _, shape in same]
    made = None
    if all(shapes):
        made = np.concatenate([noise(SEED, number, tuple(shape)) for _, number, shape in same], axis=1)
        if first.conv is None:
            made = made.reshape(len(made), -1)
    given = first.given
    if count > 1 and first.conv is not None:
        conv = SimpleNamespace(**vars(first.conv))
        conv.out_channels = count * conv.out_channels
        if conv.in_channels * count == channels:
            given = np.concatenate([layer.given for layer in layers], axis=1)
            conv.in_channels, conv.groups = channels, conv.groups * count
        words = f"Conv2d({conv_arguments(conv)}{conv.bias})"
    elif count > 1:
        words = f"Linear({first.inputs}, {count * first.outputs})"
    else:
        words = first.words
    if any(layer.given.shape != first.given.shape for layer in layers):
        words += " on inputs of unlike shapes"
    elif given is first.given and any(not np.array_equal(layer.given, first.given) for layer in layers):
        words += " on unlike inputs"
    return SimpleNamespace(words=words, given=given, made=made)


def _between(stages, told):
    """What is done to the image before the first layer, between each two, and after the last."""
    found, made, name = {}, noise(SEED, 0, SHAPE), "the image"
    for number, stage in enumerate(stages, start=1):
        found[f"{name} and layer {number}"] = recognise(made, stage.given)
        made, name = stage.made, f"layer {number}"
        if made is None:
            return found
    if told["output"] is not None:
        found[f"{name} and the scores"] = recognise(made, told["output"])
    return found


def recognise(made, given):
    """What turns the one array into the other.

    Parameters
    ----------
    made, given : numpy.ndarray
        What a layer gave, ``(N, C, H, W)`` or ``(N, F)``, and what the next one was given.

    Returns
    -------
    str
        ``"relu, max pooling of 3 with stride 2"``, for example; ``"nothing"`` or ``"something else"``.

    Examples
    --------
    >>> made = noise(1, 1, (2, 4, 7, 7))
    >>> recognise(made, np.maximum(made, 0) / 2), recognise(made, made.reshape(2, -1)), recognise(made, made.clip(-1, 1))
    ('relu', 'nothing', 'something else')
    """
    if made.ndim == 4 and len(given) == len(made):
        made, given = _fewer(made, given)
    for words, values in _ways(made, given):
        if values.shape == given.shape and _alike(values, given):
            return words
    kept = given != 0
    for words, values in _ways(made, given):
        if values.shape == given.shape and kept.mean() < 0.9 * (values != 0).mean() and _alike(values * kept, given):
            return _join(words, "dropout that stays on in evaluation")
    return OTHER


def _fewer(made, given):
    """A few of the channels, which show what is done to all, where it is clear which those are."""
    count = made.shape[1]
    if given.ndim == 4 and given.shape[1] == count:
        return made[:, :: max(1, count // FEW)], given[:, :: max(1, count // FEW)]
    return made, given


def _alike(values, given):
    """Whether two arrays are the same up to a positive factor and a few percent, and 0 in the same places."""
    whole = np.vdot(values, values)
    factor = np.vdot(values, given) / whole if whole > 0 else 0.0
    return bool(factor > 0 and (np.abs(given - factor * values) <= NEAR * np.abs(factor * values)).all())


def _ways(made, given):
    """All that may have been done to the noise, in words, with its result: the likely first, each computed when asked for."""
    flat = given.ndim == 2 and made.ndim == 4
    for act, rectify in _activations().items():
        for pool, shrink in _poolings(made.shape, given.shape):
            orders = [(_join(act, pool), lambda: shrink(rectify(made)))]  # noqa: B023 (called at once)
            if act != NOTHING and pool.startswith("average"):
                orders.append((_join(pool, act), lambda: rectify(shrink(made))))  # noqa: B023
            for words, compute in orders:
                values = compute()
                if not flat:
                    yield words, values
                    continue
                yield words, values.reshape(len(values), -1)
                yield _join(words, "flattening with the channels last"), values.transpose(0, 2, 3, 1).reshape(len(values), -1)


def _join(*words):
    """What was done, one after the other."""
    return ", ".join(each for each in words if each != NOTHING) or NOTHING


@cache
def _activations():
    """Activations in words, with what they do to an array."""
    from torch import nn, tensor

    def of(function, **keywords):
        return lambda values: function(tensor(values), **keywords).numpy()

    act = nn.functional
    return {
        "relu": of(act.relu),
        NOTHING: lambda values: values,
        "leaky relu": of(act.leaky_relu),
        "tanh": of(act.tanh),
        "sigmoid": of(act.sigmoid),
        "softmax": of(act.softmax, dim=1),
        "log softmax": of(act.log_softmax, dim=1),
        "relu6": of(act.relu6),
        "elu": of(act.elu),
        "gelu": of(act.gelu),
        "silu": of(act.silu),
        "softplus": of(act.softplus),
        "absolute value": np.abs,
    }


def _poolings(made, given):
    """Poolings that lead from the one shape to the other, in words, with what they do to an array."""
    if len(made) == 2 or (len(given) == 4 and made[2:] == given[2:]):
        return [(NOTHING, lambda values: values)]
    sides = given[2:]
    if len(given) == 2:
        side = round((given[1] / made[1]) ** 0.5)
        sides = (side, side)
        if sides == made[2:]:
            return [(NOTHING, lambda values: values)]
    return [*_windows(made[2:], sides), *_adaptive(sides)]


def _windows(made, given):
    from torch import nn, tensor

    found = []
    for kind, pool in (("max", nn.functional.max_pool2d), ("average", nn.functional.avg_pool2d)):
        for size, stride, padding in product((3, 2, 1, 4, 5), (2, 1, 3, 4), (0, 1)):
            fits = all((before + 2 * padding - size) // stride + 1 == after for before, after in zip(made, given, strict=True))
            if fits and 2 * padding <= size and (size > 1 or kind == "max"):
                words = f"{kind} pooling of {size} with stride {stride}" + (f" and padding {padding}" if padding else "")
                found.append((words, lambda values, p=pool, s=(size, stride, padding): p(tensor(values), *s).numpy()))
    return found


def _adaptive(given):
    from torch import nn, tensor

    kinds = (("average", nn.functional.adaptive_avg_pool2d), ("max", nn.functional.adaptive_max_pool2d))
    return [
        (f"{kind} pooling adapted to {given[0]} x {given[1]}", lambda values, p=pool: p(tensor(values), given).numpy())
        for kind, pool in kinds
        if min(given) > 0
    ]
