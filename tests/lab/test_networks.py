"""The lab's networks: what runs is what the table counts, also after training's scaffolding is taken away."""

import pytest
import torch

from autograder.lab.costs import forward_costs
from autograder.lab.networks import SMALL_INPUT, small_layers, variant_network
from autograder.lab.training import folded, untrained, with_batch_norm
from autograder.reference.alexnet import layer_costs, layer_table, totals, variants


@pytest.mark.parametrize("name", ["original", "ungrouped", "torchvision"])
def test_what_runs_is_what_the_table_counts(name):
    """Every layer's output, weights and memory are the table's, measured on a network that computes."""
    layers, input_shape, _ = variants()[name]
    expected = {row["name"]: row for row in layer_costs(layers, input_shape)}
    network = variant_network(name)
    rows = {row["name"]: row for row in forward_costs(network, torch.zeros(1, *input_shape), repeats=1)}
    assert sum(each.numel() for each in network.parameters()) == totals(expected.values())["learnables"]
    assert expected.keys() - rows.keys() == {"softmax"}
    for each, row in rows.items():
        if each != "flatten":
            assert row["output_shape"] == expected[each]["output_shape"]
            assert row["activation_bytes"] == expected[each]["activation_bytes"]
            assert row["learnable_bytes"] == expected[each]["learnable_bytes"]
        assert row["seconds"] > 0


def test_groups_and_normalisation_are_the_lectures():
    """The lecture's network has two groups in conv2, conv4 and conv5 and the paper's normalisation; torchvision's has neither."""
    with torch.device("meta"):
        original, torchvision = variant_network("original"), variant_network("torchvision")
    assert [original.get_submodule(f"conv{number}").groups for number in range(1, 6)] == [1, 2, 1, 2, 2]
    assert [torchvision.get_submodule(f"conv{number}").groups for number in range(1, 6)] == [1] * 5
    norms = [part for part in original if isinstance(part, torch.nn.LocalResponseNorm)]
    assert len(norms) == 2
    x = torch.full((1, 5, 1, 1), 100.0)
    assert torch.isclose(norms[0](x)[0, 2], 100 / (2 + 1e-4 * 5 * x[0, 2] ** 2) ** 0.75)
    assert not any(isinstance(part, torch.nn.LocalResponseNorm) for part in torchvision)


def test_measuring_leaves_the_network_as_it_came():
    """Costs are measured in evaluation mode, and each part's own mode comes back."""
    network = untrained(3, seed=1).train()
    network.conv2.eval()
    forward_costs(network, torch.zeros(1, *SMALL_INPUT), repeats=1)
    assert [part.training for part in network.modules()] == [part is not network.conv2 for part in network.modules()]


def test_every_stride_of_the_small_network_divides():
    """No pixel of a 99-pixel image, and of no map, stays unread."""
    sides = [row["output_shape"][1] for row in layer_table(small_layers(5), SMALL_INPUT) if row["kind"] in ("conv", "pool")]
    assert sides == [23, 11, 11, 5, 5, 5, 5, 2]
    for before, after in ((99 - 11, 4), (23 - 3, 2), (11 - 3, 2), (5 - 3, 2)):
        assert before % after == 0


def test_folding_changes_nothing():
    """The plain network computes what the learner with batch normalisation does, and it has no normalisation left."""
    network = untrained(4, seed=1)
    learner = with_batch_norm(network)
    for part in learner:
        if "BatchNorm" in type(part).__name__:
            generator = torch.Generator().manual_seed(3)
            for tensor, low in ((part.weight.data, 0.5), (part.bias.data, -1), (part.running_mean, -1), (part.running_var, 0.5)):
                tensor.uniform_(low, 2, generator=generator)
    x = torch.randn(3, *SMALL_INPUT, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        expected = learner.eval()(x)
        found = folded(learner, network)(x)
    assert torch.allclose(found, expected, rtol=1e-4, atol=1e-4)
    assert [name for name, _ in network.named_children() if "norm" in name] == []
    assert sum("norm" in name for name, _ in learner.named_children()) == 7
