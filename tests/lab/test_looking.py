"""Ways to look into a network: each on a network whose answer is known beforehand."""

import numpy as np
import pytest
import torch

from autograder.lab import looking
from autograder.lab.models import Model, control
from autograder.reference.networks import network_of

LAYERS = [
    {"name": "conv1", "kind": "conv", "filters": 2, "kernel_size": 3, "stride": 2},
    {"name": "pool1", "kind": "pool", "size": 2},
    {"name": "fc", "kind": "fc", "out_features": 2},
]


@pytest.fixture
def model():
    """A network on 13 × 13 pixels: channel 0 wants a bright middle, channel 1 a dark one; score 0 adds channel 0's upper left."""
    network = network_of(LAYERS, (3, 13, 13))
    with torch.no_grad():
        for tensor in network.parameters():
            tensor.zero_()
        network.conv1.weight[0, :, 1, 1], network.conv1.weight[1, :, 1, 1] = 1, -1
        network.fc.weight[0, 0] = 1
    return Model("a known network", network, LAYERS, 13, (0.0,) * 3, (1.0,) * 3)


def test_a_window_is_where_the_gradient_is():
    """The window by arithmetic holds every pixel that a unit's gradient reaches, and ends where it ends."""
    model = control()
    torch.manual_seed(1)
    x = torch.rand(1, 3, 99, 99, requires_grad=True)
    with torch.no_grad():
        for part in model.network:
            if hasattr(part, "weight"):
                part.weight.abs_()
    unit, layer = (2, 3), "conv2"
    model.network[:4](x)[0, :, unit[0], unit[1]].sum().backward()
    rows, columns = np.nonzero(x.grad[0].abs().sum(0).numpy())
    row, column, height, width = looking.field_window(model, layer, unit)
    assert max(row, 0) <= rows.min() <= rows.max() <= row + height - 1
    assert max(column, 0) <= columns.min() <= columns.max() <= column + width - 1
    assert (rows.max(), columns.max()) == (row + height - 1, column + width - 1)


def test_the_most_exciting_places_are_found_in_order(model):
    """Two bright dots on two photographs are found, the brighter one first, with the window that has the dot in its middle."""
    first, second = np.zeros((13, 13, 3)), np.zeros((21, 13, 3))
    first[3, 5], second[15, 9] = 0.5, 1.0
    found = looking.most_exciting(model, "conv1", 0, {"first": first, "second": second}, count=2)
    places = [(each["photograph"], each["unit"], each["value"]) for each in found]
    assert places == [("second", (7, 4), 3.0), ("first", (1, 2), 1.5)]
    assert found[0]["window"] == (14, 8, 3, 3)
    dark = looking.most_exciting(model, "conv1", 1, {"second": second}, count=1)
    assert dark[0]["value"] == 0


def test_one_place_is_not_found_twice(model):
    """A broad bright spot gives one place, and the next one lies beyond half a field."""
    image = np.zeros((13, 13, 3))
    image[3:6, 3:6] = [[[0.5], [0.9], [0.5]]] * 3
    image[9, 9] = 0.2
    units = [each["unit"] for each in looking.most_exciting(model, "conv1", 0, {"it": image}, count=2)]
    assert len(set(units)) == 2
    assert max(abs(units[0][axis] - units[1][axis]) for axis in (0, 1)) > 1


def test_occlusion_finds_the_evidence(model):
    """Covering the one pixel that a score hangs on loses all of it; covering any other loses nothing."""
    image = np.zeros((13, 13, 3))
    image[1, 1] = 1
    lost = looking.occlusion(model, image, score=0, side=3, step=2)
    assert lost.shape == (6, 6)
    assert lost[0, 0] == 3
    assert np.count_nonzero(lost) == 1
    assert not looking.occlusion(model, image, score=1, side=3, step=2).any()


def test_a_shift_is_measured_on_the_real_neighbourhood(model):
    """A shift by the stride moves the map by one unit; on a photograph that repeats with it, nothing changes."""
    repeating = np.tile(np.array([[1.0, 0.0], [0.0, 0.0]]), (10, 15))[:, :, None].repeat(3, axis=2)
    changes = looking.shift_changes(model, repeating, ["conv1", "pool1"], [1, 2, -1], at=(1, 3))
    assert changes["conv1"][1] == changes["pool1"][1] == 0
    assert changes["conv1"][0] > 0.5
    with pytest.raises(ValueError, match="leave the 20 × 30 pixels"):
        looking.shift_changes(model, repeating, ["conv1"], [16], at=(1, 3))
