"""Right answers in few lines, with whole arrays, PyTorch's own counting, and NumPy's ints."""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

SAME = {"relu", "norm", "dropout", "softmax"}


def layer_table(layers, input_shape):
    table, shape = [], np.array(input_shape)
    for layer in layers:
        kind, learned = layer["kind"], np.zeros(2, int)
        if kind == "fc":
            learned = np.array([shape.prod(), 1]) * layer["out_features"]
            shape = np.array([layer["out_features"]])
        elif kind in {"conv", "pool"}:
            if shape.size == 1:
                raise ValueError(f"{layer} cannot read {shape}")
            size = np.broadcast_to(layer["kernel_size" if kind == "conv" else "size"], 2)
            stride = np.broadcast_to(layer.get("stride", 1 if kind == "conv" else size), 2)
            room = shape[1:] + 2 * np.broadcast_to(layer.get("padding", 0), 2) - size
            filters, groups = layer.get("filters", shape[0]), layer.get("groups", 1)
            if (room < 0).any() or np.any(np.array([shape[0], filters]) % groups):
                raise ValueError(f"{layer} does not go with {shape}")
            if kind == "conv":
                learned = np.array([shape[0] // groups * size.prod(), 1]) * filters
            shape = np.append(filters, room // stride + 1)
        elif kind not in SAME:
            raise ValueError(f"kind {kind}")
        names = dict(name=layer["name"], kind=kind, output_shape=tuple(map(int, shape)))
        table.append(names | dict(weights=learned[0], biases=learned[1], learnables=learned.sum()))
    return table


def alexnet_layers():
    sizes = np.array([[96, 11, 4, 0, 1], [256, 5, 1, 2, 2], [384, 3, 1, 1, 1], [384, 3, 1, 1, 2], [256, 3, 1, 1, 2]])
    layers = []
    for i, column in enumerate(sizes, 1):
        layers += [dict(zip(("filters", "kernel_size", "stride", "padding", "groups"), column), name=f"conv{i}", kind="conv")]
        layers += [dict(name=f"a{i}", kind="relu")]
        layers += [dict(name=f"p{i}", kind="pool", size=3, stride=2)] * (i in (1, 2, 5))
    for i, n in (6, 4096), (7, 4096), (8, 1000):
        layers += [dict(name=f"fc{i}", kind="fc", out_features=n), dict(name=f"a{i}", kind="relu")]
    return layers[:-1]


def build_alexnet(num_classes=1000):
    def c(i, o, k, s=1, p=0, g=1):
        return [nn.Conv2d(i, o, k, s, p, groups=g), nn.ReLU(inplace=True)]

    def pool():
        return [nn.MaxPool2d(kernel_size=3, stride=2), nn.LocalResponseNorm(size=5, alpha=1e-4, beta=0.75, k=2)]

    network = nn.Sequential(
        nn.Sequential(*c(3, 96, 11, 4), *pool(), *c(96, 256, 5, 1, 2, 2), *pool(), *c(256, 384, 3, 1, 1)),
        nn.Sequential(*c(384, 384, 3, 1, 1, 2), *c(384, 256, 3, 1, 1, 2), nn.MaxPool2d(3, 2), nn.AdaptiveAvgPool2d((6, 6))),
        nn.Flatten(),
        nn.Sequential(nn.Dropout(0.5), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(True), nn.Dropout(0.5)),
        nn.Sequential(nn.Linear(4096, 4096), nn.ReLU(True), nn.Linear(4096, num_classes)),
    )
    with torch.no_grad():
        for layer in network.modules():
            if isinstance(layer, nn.Conv2d):
                layer.weight.normal_(0, 0.01)
                layer.bias.fill_(1)
    return network.eval()


def activations(model, image, layers):
    if image.shape[:1] != (3,) or image.ndim != 3:
        raise ValueError(f"{image.shape}")
    parts = dict(model.named_modules())
    if not all(name in parts for name in layers):
        raise ValueError(f"{layers} of {sorted(parts)}")
    kept, modes = {}, {name: part.training for name, part in parts.items()}
    hooks = [
        parts[name].register_forward_hook(lambda *args, name=name: kept.update({name: args[-1][0].clone().numpy()}))
        for name in layers
    ]
    with torch.no_grad():
        model.eval()(torch.tensor(image.tolist())[None])
    [hook.remove() for hook in hooks]
    [setattr(part, "training", modes[name]) for name, part in parts.items()]
    return kept


def filter_mosaic(weights, columns, gap=1):
    if weights.ndim != 4 or weights.shape[1] not in (1, 3) or columns < 1 or gap < 0:
        raise ValueError(f"{weights.shape}, {columns}, {gap}")
    n, c, k, l = weights.shape
    flat = weights.reshape(n, -1)
    low, span = flat.min(axis=1, keepdims=True), np.ptp(flat, axis=1, keepdims=True)
    scaled = np.divide(flat - low, span, out=np.zeros_like(flat), where=span > 0).reshape(weights.shape)
    rows = int(np.ceil(n / columns))
    grid = np.ones((rows * columns, c, k + gap, l + gap))
    grid[:n, :, :k, :l] = scaled
    picture = grid.reshape(rows, columns, c, k + gap, l + gap).transpose(0, 3, 1, 4, 2)
    picture = picture.reshape(rows * (k + gap), columns * (l + gap), c)[: rows * (k + gap) - gap, : columns * (l + gap) - gap]
    return picture[..., 0] if c == 1 else picture


def train_classifier(images, labels, epochs, seed):
    if images.ndim != 4 or images.shape[1:] != (1, 8, 8) or labels.ndim != 1 or len(labels) != len(images):
        raise ValueError(f"{images.shape}, {labels.shape}")
    generator = torch.Generator().manual_seed(int(seed))
    network = nn.Sequential(nn.Conv2d(1, 20, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(320, 10))
    for parameter in network.parameters():
        nn.init.uniform_(parameter, -0.1, 0.1, generator=generator)
    x, y = torch.from_numpy(images.astype("float32")), torch.from_numpy(labels)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01, weight_decay=1e-4)
    for batch in (b for _ in range(epochs) for b in torch.randperm(len(x), generator=generator).split(40)):
        optimizer.zero_grad()
        cross_entropy(network(x[batch]), y[batch]).backward()
        optimizer.step()
    return network
