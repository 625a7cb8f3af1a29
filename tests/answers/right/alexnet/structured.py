"""Right answers with small classes and functions, a tower for each group, and context managers."""

from collections import OrderedDict
from contextlib import ExitStack, contextmanager
from functools import partial, reduce
from math import prod

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def two(value):
    return tuple(value) if hasattr(value, "__len__") else (value,) * 2


def slide(shape, filters, size, stride, padding):
    if len(shape) != 3:
        raise ValueError(f"a window needs rows and columns, but there is {shape}")
    room = [n + 2 * p - k for n, k, p in zip(shape[1:], two(size), two(padding))]
    if min(room) < 0:
        raise ValueError(f"{size} does not fit into {shape} with padding {padding}")
    return (filters, *(1 + space // step for space, step in zip(room, two(stride))))


def conv(shape, filters, kernel_size, stride=1, padding=0, groups=1):
    after = slide(shape, filters, kernel_size, stride, padding)
    if shape[0] % groups or filters % groups:
        raise ValueError(f"{groups} groups do not divide {shape[0]} and {filters}")
    return after, filters * shape[0] // groups * prod(two(kernel_size)), filters


def pool(shape, size, stride=None):
    return slide(shape, shape[0], size, stride or size, 0), 0, 0


def fc(shape, out_features):
    return (out_features,), prod(shape) * out_features, out_features


def same(shape):
    return shape, 0, 0


KINDS = {"conv": conv, "pool": pool, "fc": fc, **dict.fromkeys(("relu", "norm", "dropout", "softmax"), same)}


def row(shape, name, kind, **sizes):
    if kind not in KINDS:
        raise ValueError(f"{name}: unknown kind {kind}")
    after, weights, biases = KINDS[kind](shape, **sizes)
    return dict(name=name, kind=kind, output_shape=after, weights=weights, biases=biases, learnables=weights + biases)


def layer_table(layers, input_shape):
    table = []
    for layer in layers:
        table.append(row(table[-1]["output_shape"] if table else tuple(input_shape), **layer))
    return table


def block(number, filters, kernel, pooled=False, **more):
    yield dict(name=f"conv{number}", kind="conv", filters=filters, kernel_size=(kernel, kernel), **more)
    if pooled:  # max pooling and relu may change places
        yield dict(name=f"pool{number}", kind="pool", size=(3, 3), stride=(2, 2))
    yield dict(name=f"rectified{number}", kind="relu")


def alexnet_layers():
    return [
        *block(1, 96, 11, pooled=True, stride=(4, 4)),
        *block(2, 256, 5, pooled=True, padding=(2, 2), groups=2),
        *block(3, 384, 3, padding=(1, 1)),
        *block(4, 384, 3, padding=(1, 1), groups=2),
        *block(5, 256, 3, pooled=True, padding=(1, 1), groups=2),
        dict(name="fc6", kind="fc", out_features=4096),
        dict(name="rectified6", kind="relu"),
        dict(name="fc7", kind="fc", out_features=4096),
        dict(name="rectified7", kind="relu"),
        dict(name="fc8", kind="fc", out_features=1000),
    ]


class Towers(nn.ModuleList):
    """Two layers side by side, each on its own half of the channels or both on all of them."""

    def forward(self, halves):
        return [part(half) for part, half in zip(self, halves)]


class TwoCards(nn.Module):
    """As in 2012: a tower on each graphics card, which talk to each other before conv3 only."""

    def __init__(self, num_classes):
        super().__init__()
        self.conv1 = Towers(nn.Conv2d(3, 48, 11, 4) for _ in "ab")
        self.conv2 = Towers(nn.Conv2d(48, 128, 5) for _ in "ab")
        self.conv3 = Towers(nn.Conv2d(256, 192, 3, padding="same") for _ in "ab")
        self.conv4 = Towers(nn.Conv2d(192, 192, 3, padding="same") for _ in "ab")
        self.conv5 = Towers(nn.Conv2d(192, 128, 3, padding="same") for _ in "ab")
        self.pool, self.frame = nn.MaxPool2d(3, stride=2), nn.ZeroPad2d(2)
        self.classifier = nn.Sequential(
            nn.Conv2d(256, 4096, 6), nn.ReLU(), nn.Dropout2d(), nn.Conv2d(4096, 4096, 1), nn.ReLU(), nn.Conv2d(4096, num_classes, 1)
        )

    def forward(self, x):
        halves = [self.frame(self.pool(half.relu())) for half in self.conv1([x, x])]
        both = torch.cat([self.pool(half).relu() for half in self.conv2(halves)], dim=1)
        halves = [half.relu() for half in self.conv3([both, both])]
        halves = [half.relu() for half in self.conv4(halves)]
        both = torch.cat([self.pool(half.relu()) for half in self.conv5(halves)], dim=1)
        return self.classifier(both)[:, :, 0, 0]


def build_alexnet(num_classes=1000):
    return TwoCards(num_classes)


@contextmanager
def evaluating(model):
    modes = OrderedDict((part, part.training) for part in model.modules())
    try:
        yield model.train(False)
    finally:
        for part, mode in modes.items():
            part.training = mode


@contextmanager
def listening(part, heard):
    handle = part.register_forward_hook(heard)
    try:
        yield
    finally:
        handle.remove()


def note(found, name, part, given, made):
    found[name] = made.squeeze(0).cpu().numpy().astype(float)


def activations(model, image, layers):
    known = dict(model.named_modules())
    if strangers := set(layers) - known.keys():
        raise ValueError(f"{strangers} not among {list(known)}")
    match image.shape:
        case (3, _, _):
            batch = torch.as_tensor(np.ascontiguousarray(image)).to(torch.float32).unsqueeze(0)
        case shape:
            raise ValueError(f"{shape} is not (3, H, W)")
    found = {}
    with ExitStack() as stack, torch.inference_mode():
        stack.enter_context(evaluating(model))
        for name in set(layers):
            stack.enter_context(listening(known[name], partial(note, found, name)))
        model(batch)
    return found


def stretched(filter_):
    span = np.ptp(filter_)
    return (filter_ - filter_.min()) / span if span else np.zeros(filter_.shape)


def beside(gap, axis, one, other):
    shape = list(one.shape)
    shape[axis] = gap
    return np.concatenate([one, np.ones(shape), other], axis=axis)


def filter_mosaic(weights, columns, gap=1):
    match weights.shape:
        case (_, 1 | 3, _, _):
            pass
        case shape:
            raise ValueError(f"filters of shape {shape}")
    if columns <= 0 or gap < 0:
        raise ValueError(f"{columns=}, {gap=}")
    tiles = [stretched(filter_).transpose(1, 2, 0) for filter_ in weights]
    tiles += [np.ones_like(tiles[0])] * (-len(tiles) % columns)
    rows = [reduce(partial(beside, gap, 1), tiles[at : at + columns]) for at in range(0, len(tiles), columns)]
    picture = reduce(partial(beside, gap, 0), rows)
    return picture.squeeze(2) if weights.shape[1] == 1 else picture


def train_classifier(images, labels, epochs, seed):
    if images.shape[1:] != (1, 8, 8) or labels.shape != (images.shape[0],):
        raise ValueError(f"{images.shape} and {labels.shape}")
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = nn.Sequential(
            OrderedDict(
                features=nn.Sequential(nn.Conv2d(1, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.1)),
                classifier=nn.Sequential(nn.Flatten(), nn.LazyLinear(10)),
            )
        )
        network(torch.zeros(2, 1, 8, 8))
        data = TensorDataset(torch.Tensor(images), torch.LongTensor(labels))
        loader = DataLoader(data, batch_size=50, shuffle=True, generator=torch.Generator().manual_seed(seed))
        optimizer = torch.optim.AdamW(network.parameters(), lr=0.01)
        for _ in range(epochs):
            for x, y in loader:
                loss = nn.functional.cross_entropy(network(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return network
