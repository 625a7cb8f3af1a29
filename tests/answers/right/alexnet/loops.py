"""Right answers in plain loops, written out step by step, as a first course teaches it."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def layer_table(layers, input_shape):
    rows = []
    shape = tuple(input_shape)
    for layer in layers:
        kind = layer["kind"]
        weights = 0
        biases = 0
        if kind == "conv" or kind == "pool":
            if len(shape) != 3:
                raise ValueError("%s after a fully connected layer" % layer["name"])
            C, H, W = shape
            if kind == "conv":
                size = layer["kernel_size"]
                stride = layer.get("stride", 1)
                padding = layer.get("padding", 0)
                groups = layer.get("groups", 1)
                F_ = layer["filters"]
                if C % groups != 0 or F_ % groups != 0:
                    raise ValueError("groups %d, channels %d, filters %d" % (groups, C, F_))
            else:
                size = layer["size"]
                stride = layer.get("stride", size)
                padding = 0
                F_ = C
            k, l = size if not isinstance(size, int) else (size, size)
            s, t = stride if not isinstance(stride, int) else (stride, stride)
            p, q = padding if not isinstance(padding, int) else (padding, padding)
            if k > H + 2 * p or l > W + 2 * q:
                raise ValueError("window %d x %d on %d x %d" % (k, l, H, W))
            if kind == "conv":
                weights = F_ * (C // groups) * k * l
                biases = F_
            shape = (F_, (H + 2 * p - k) // s + 1, (W + 2 * q - l) // t + 1)
        elif kind == "fc":
            inputs = 1
            for n in shape:
                inputs *= n
            weights = inputs * layer["out_features"]
            biases = layer["out_features"]
            shape = (layer["out_features"],)
        elif kind not in ["relu", "norm", "dropout", "softmax"]:
            raise ValueError("kind %r" % kind)
        row = {}
        row["name"] = layer["name"]
        row["kind"] = kind
        row["output_shape"] = shape
        row["weights"] = weights
        row["biases"] = biases
        row["learnables"] = weights + biases
        rows.append(row)
    return rows


def alexnet_layers():
    layers = []
    layers.append({"name": "conv1", "kind": "conv", "filters": 96, "kernel_size": 11, "stride": 4})
    layers.append({"name": "relu1", "kind": "relu"})
    layers.append({"name": "norm1", "kind": "norm"})
    layers.append({"name": "pool1", "kind": "pool", "size": 3, "stride": 2})
    layers.append({"name": "conv2", "kind": "conv", "filters": 256, "kernel_size": 5, "padding": 2, "groups": 2})
    layers.append({"name": "relu2", "kind": "relu"})
    layers.append({"name": "norm2", "kind": "norm"})
    layers.append({"name": "pool2", "kind": "pool", "size": 3, "stride": 2})
    layers.append({"name": "conv3", "kind": "conv", "filters": 384, "kernel_size": 3, "padding": 1})
    layers.append({"name": "relu3", "kind": "relu"})
    layers.append({"name": "conv4", "kind": "conv", "filters": 384, "kernel_size": 3, "padding": 1, "groups": 2})
    layers.append({"name": "relu4", "kind": "relu"})
    layers.append({"name": "conv5", "kind": "conv", "filters": 256, "kernel_size": 3, "padding": 1, "groups": 2})
    layers.append({"name": "relu5", "kind": "relu"})
    layers.append({"name": "pool5", "kind": "pool", "size": 3, "stride": 2})
    layers.append({"name": "fc6", "kind": "fc", "out_features": 4096})
    layers.append({"name": "relu6", "kind": "relu"})
    layers.append({"name": "drop6", "kind": "dropout"})
    layers.append({"name": "fc7", "kind": "fc", "out_features": 4096})
    layers.append({"name": "relu7", "kind": "relu"})
    layers.append({"name": "drop7", "kind": "dropout"})
    layers.append({"name": "fc8", "kind": "fc", "out_features": 1000})
    layers.append({"name": "prob", "kind": "softmax"})
    return layers


class AlexNet(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 96, 11, stride=4)
        self.conv2 = nn.Conv2d(96, 256, 5, padding=2, groups=2)
        self.conv3 = nn.Conv2d(256, 384, 3, padding=1)
        self.conv4 = nn.Conv2d(384, 384, 3, padding=1, groups=2)
        self.conv5 = nn.Conv2d(384, 256, 3, padding=1, groups=2)
        self.fc6 = nn.Linear(9216, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, num_classes)

    def forward(self, x):
        x = F.max_pool2d(F.local_response_norm(F.relu(self.conv1(x)), 5), 3, 2)
        x = F.max_pool2d(F.local_response_norm(F.relu(self.conv2(x)), 5), 3, 2)
        x = F.relu(self.conv3(x))
        x = F.relu(self.conv4(x))
        x = F.relu(self.conv5(x))
        x = F.max_pool2d(x, 3, 2)
        x = x.view(x.size(0), -1)
        x = F.dropout(F.relu(self.fc6(x)), 0.5, self.training)
        x = F.dropout(F.relu(self.fc7(x)), 0.5, self.training)
        return self.fc8(x)


def build_alexnet(num_classes=1000):
    return AlexNet(num_classes)


def activations(model, image, layers):
    if image.ndim != 3 or image.shape[0] != 3:
        raise ValueError("image of shape %s" % (image.shape,))
    names = [name for name, _ in model.named_modules()]
    for name in layers:
        if name not in names:
            raise ValueError("no layer %s in %s" % (name, names))
    was_training = []
    for module in model.modules():
        was_training.append(module.training)
    results = {}
    handles = []
    for name, module in model.named_modules():
        if name in layers:

            def hook(module, inputs, output, name=name):
                results[name] = output.detach().clone()[0].numpy()

            handles.append(module.register_forward_hook(hook))
    model.eval()
    with torch.no_grad():
        model(torch.from_numpy(image.astype(np.float32).copy())[None])
    for handle in handles:
        handle.remove()
    for module, mode in zip(model.modules(), was_training):
        module.training = mode
    return results


def filter_mosaic(weights, columns, gap=1):
    if weights.ndim != 4:
        raise ValueError("weights of shape %s" % (weights.shape,))
    F_, C, k, l = weights.shape
    if C != 1 and C != 3:
        raise ValueError("%d channels" % C)
    if columns < 1:
        raise ValueError("%d columns" % columns)
    if gap < 0:
        raise ValueError("gap %d" % gap)
    rows = F_ // columns
    if F_ % columns != 0:
        rows += 1
    picture = np.ones((rows * k + (rows - 1) * gap, columns * l + (columns - 1) * gap, C))
    for f in range(F_):
        low = weights[f].min()
        high = weights[f].max()
        for c in range(C):
            for i in range(k):
                for j in range(l):
                    value = 0.0
                    if high > low:
                        value = (weights[f, c, i, j] - low) / (high - low)
                    picture[f // columns * (k + gap) + i, f % columns * (l + gap) + j, c] = value
    if C == 1:
        return picture[:, :, 0]
    return picture


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 16, 3)
        self.fc = nn.Linear(16 * 3 * 3, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv(x)), 2)
        return self.fc(x.view(-1, 16 * 3 * 3))


def train_classifier(images, labels, epochs, seed):
    if images.ndim != 4 or images.shape[1:] != (1, 8, 8):
        raise ValueError("images of shape %s" % (images.shape,))
    if labels.ndim != 1 or len(images) != len(labels):
        raise ValueError("%d images, %d labels" % (len(images), len(labels)))
    torch.manual_seed(seed)
    np.random.seed(seed)
    model = Digits()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    model.train()
    for epoch in range(epochs):
        order = np.random.permutation(len(images))
        for i in range(0, len(order), 64):
            batch = order[i : i + 64]
            x = torch.from_numpy(images[batch]).float()
            y = torch.from_numpy(labels[batch]).long()
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
    model.eval()
    return model
