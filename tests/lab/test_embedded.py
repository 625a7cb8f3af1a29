"""The embedded network's file: it is what its description says, and it has learned what the lab shows."""

import hashlib
import json
import subprocess
import sys

import numpy as np
import pytest
import torch

from autograder.course import CourseError
from autograder.lab import models
from autograder.lab.making import MEASURED
from autograder.lab.measure import best_colour, colour_share, places_found, selectivity
from autograder.lab.photographs import HELD_BACK, TRAINED_ON
from autograder.lab.training import Recipe, described, partner_loss, train


@pytest.fixture(scope="module")
def about():
    """What is written beside the weights."""
    return models.about_embedded()


@pytest.fixture(scope="module")
def network():
    """The embedded network."""
    return models.embedded().network


def test_the_file_is_the_one_described(about, network):
    """Its hash, size and count are as written down, and its recipe and photographs are those of the code."""
    content = models.EMBEDDED.read_bytes()
    assert hashlib.sha256(content).hexdigest() == about["sha256"]
    assert len(content) < 3_000_000
    assert sum(each.numel() for each in network.parameters()) == about["learnables"]
    assert about["recipe"] == described(Recipe())
    assert [each["name"] for each in about["photographs"]] == [each.name for each in TRAINED_ON]
    assert [each["name"] for each in about["held_back"]] == [each.name for each in HELD_BACK]
    assert models.kept(network) == content


def test_its_first_layer_is_selective_and_coloured(about, network):
    """At least 80 % of conv1's filters are above 0.3 on chapter 2's selectivity, with pairs of colours among them."""
    filters = network.conv1.weight.detach().numpy()
    selective = selectivity(filters)
    assert np.isclose((selective > 0.3).mean(), about["selective"])
    assert about["selective"] >= 0.8
    coloured = colour_share(filters) > 0.5
    assert coloured.sum() == about["colour_filters"] >= 4
    assert (selective[coloured] > 0.3).sum() >= 3
    assert (selectivity(models.control().network.conv1.weight.detach().numpy()) > 0.3).mean() < 0.25


def test_its_deeper_layers_find_places_of_photographs_never_trained_on(about, network):
    """Measured anew, each layer finds as many as is written down, and every deeper stage more than untrained and than pixels."""
    found = places_found(network, MEASURED)
    for name in MEASURED:
        assert abs(found[name] - about["places_found"][name]) < 0.02, name
    for name in ("pool2", "relu3", "relu4", "pool5", "relu6"):
        assert found[name] > about["untrained_places_found"][name] + 0.05, name
        assert found[name] > found["input"] + 0.05, name


def test_training_is_decided_by_its_recipe():
    """Two trainings of a few steps give the same weights to the bit, whatever the global random state; another seed, others."""
    recipe, steps = Recipe(steps=2, places=2, patches=60), []
    torch.manual_seed(1)
    first, begun = train(recipe, lambda: steps.append(None))
    torch.manual_seed(2)
    again, _ = train(recipe)
    assert len(steps) == 2
    assert models.kept(first) == models.kept(again)
    assert models.kept(train(Recipe(seed=1, steps=2, places=2, patches=60))[0]) != models.kept(first)
    assert not torch.equal(first.conv1.weight, begun)


def test_the_partner_loss_wants_partners_alike():
    """It is small where each code is nearest to its partner, and larger where it is nearest to another's."""
    codes = torch.eye(4)
    assert partner_loss(torch.cat([codes, codes]), 0.1) < 0.01
    assert partner_loss(torch.cat([codes, codes.roll(1, 0)]), 0.1) > 5


def test_a_model_is_chosen_by_name(monkeypatch):
    """Without a choice it is the embedded one; a name that is none is refused with the list."""
    monkeypatch.delenv(models.CHOICE, raising=False)
    assert models.chosen().name == "the embedded network"
    monkeypatch.setenv(models.CHOICE, "control")
    assert models.chosen().name == "the untrained network"
    monkeypatch.setenv(models.CHOICE, "imagenet")
    with pytest.raises(CourseError, match=r"imagenet.*embedded, published, control"):
        models.chosen()


def test_making_it_again_writes_both_files(tmp_path, monkeypatch):
    """The weights and what they are lie side by side, and the description's hash is the weights'."""
    monkeypatch.setattr(models, "EMBEDDED", tmp_path / "embedded.npz")
    network = models.control().network
    models.keep(network, lambda model: {"first": float(model.network.conv1.bias[0])})
    written = json.loads((tmp_path / "embedded.json").read_text())
    assert written["sha256"] == hashlib.sha256((tmp_path / "embedded.npz").read_bytes()).hexdigest()
    again = models.embedded().network.state_dict()
    assert all(torch.allclose(tensor, again[name], rtol=1e-3, atol=1e-3) for name, tensor in network.state_dict().items())


def test_colour_is_measured_apart_from_orientation():
    """A grey edge has no colour; a red and green edge is all colour; both are as selective."""
    edge = np.repeat(np.sign(np.arange(11) - 5)[None], 11, axis=0).astype(float)
    grey, red_green = np.stack([edge] * 3), np.stack([edge, -edge, 0 * edge])
    assert np.allclose(colour_share(np.stack([grey, red_green])), [0, 1])
    one, other = selectivity(np.stack([grey, red_green]))
    assert np.isclose(one, other)
    assert one > 0.3
    colours, fields = best_colour(np.stack([grey, red_green]))
    assert np.allclose(np.abs(colours), [[3**-0.5] * 3, [2**-0.5, 2**-0.5, 0]])
    assert fields.shape == (2, 11, 11)


def test_the_course_loads_without_torch():
    """The package, and the lab's package, load no PyTorch."""
    code = "import sys, autograder, autograder.lab; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
