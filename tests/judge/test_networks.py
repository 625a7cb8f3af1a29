"""PyTorch modules that students build, and those that tests hand to students."""

import assignments as made
import pytest

BUILD = {
    "sequential": (
        "import torch\ndef build(layers):\n    parts = []\n    for k, s, p in layers:\n"
        "        part = torch.nn.Conv2d(1, 1, k, stride=s, padding=p, bias=False)\n        torch.nn.init.ones_(part.weight)\n"
        "        parts.append(part)\n    return torch.nn.Sequential(*parts)"
    ),
    "own class": (
        "import torch\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.conv = torch.nn.Conv2d(1, 2, 3)\n        self.fc = torch.nn.Linear(8, 10)\n"
        "        self.drop = torch.nn.Dropout(0.5)\n    def forward(self, x):\n"
        "        return self.drop(self.fc(self.conv(x).flatten(1)))\ndef build():\n    return Net()"
    ),
}


def verdict(grade, test, answer):
    """The verdict on an answer, and the message."""
    (question,) = grade(made.assignment(("build", "import torch\n" + test)), {"build": answer}).questions
    return question["verdict"], question["tests"][0]["message"]


SEQUENTIAL = [
    "net = build([(3, 2, 1), (5, 1, 0)])\nassert isinstance(net, torch.nn.Sequential)\nassert len(net) == 2",
    "net = build([(3, 2, 1), (5, 1, 0)])\nassert all(isinstance(child, torch.nn.Conv2d) for child in net)",
    "net = build([(3, 2, 1)])\nassert (net[0].kernel_size, net[0].stride, net[0].padding) == ((3, 3), (2, 2), (1, 1))",
    "net = build([(3, 2, 1)])\nassert net[0].bias is None and bool((net[0].weight == 1).all())",
    "net = build([(3, 2, 1)])\nassert net[0].weight.dtype == torch.float32 and sum(p.numel() for p in net.parameters()) == 9",
    "x = torch.ones(1, 1, 9, 9)\nassert torch.equal(build([(3, 1, 0)])(x), torch.full((1, 1, 7, 7), 9.0))",
    "net = build([])\nassert isinstance(net, torch.nn.Sequential) and len(net) == 0 and list(net.children()) == []",
    "x = torch.ones(1, 1, 5, 5)\nassert torch.equal(build([])(x), x)",
]


@pytest.mark.parametrize("test", SEQUENTIAL)
def test_a_network_can_be_looked_at_like_any_other(grade, test):
    """Kinds, children, sizes, weights and outputs are what they are."""
    assert verdict(grade, test, BUILD["sequential"]) == ("right", "")


OWN = [
    "net = build()\nassert isinstance(net, torch.nn.Module) and isinstance(net.conv, torch.nn.Conv2d)",
    "net = build()\nassert [name for name, _ in net.named_modules()] == ['', 'conv', 'fc', 'drop']",
    "net = build().eval()\nx = torch.rand(3, 1, 4, 4)\nassert torch.equal(net(x), net(x)) and net(x).shape == (3, 10)",
    "net = build().train()\nx = torch.rand(30, 1, 4, 4)\nassert not torch.equal(net(x), net(x))",
    "net = build().eval()\nx = torch.rand(3, 1, 4, 4)\n"
    "right = torch.nn.functional.linear(torch.nn.functional.conv2d(x, net.conv.weight, net.conv.bias).flatten(1),"
    " net.fc.weight, net.fc.bias)\nassert torch.allclose(net(x), right)",
    "net = build()\nassert set(net.state_dict()) == {'conv.weight', 'conv.bias', 'fc.weight', 'fc.bias'}",
    "net = build()\nx = torch.rand(2, 1, 4, 4)\n"
    "assert torch.allclose(net.conv(x), torch.nn.functional.conv2d(x, net.conv.weight, net.conv.bias))",
]


@pytest.mark.parametrize("test", OWN)
def test_a_network_of_the_students_own_class_computes_in_the_box(grade, test):
    """Its parts and parameters are seen, its output is asked for, in either mode."""
    assert verdict(grade, test, BUILD["own class"]) == ("right", "")


def test_a_large_network_shows_its_sizes_without_sending_its_weights(grade):
    """AlexNet's 61 million learnables are counted, and its output computed."""
    answer = (
        "import torch\ndef build():\n"
        "    return torch.nn.Sequential(torch.nn.Linear(3000, 8000), torch.nn.ReLU(), torch.nn.Linear(8000, 10))"
    )
    test = "net = build()\nassert sum(p.numel() for p in net.parameters()) == 3000 * 8000 + 8000 + 80010\n"
    assert verdict(grade, test + "assert net(torch.zeros(2, 3000)).shape == (2, 10)", answer) == ("right", "")


def test_a_network_is_kept_no_longer_than_the_test_needs_it(grade):
    """Networks of 100 MB, one after the other, fit into a box of 300 MB; a part that is still held stays usable."""
    answer = (
        "import torch\ndef build():\n    part = torch.nn.Linear(1, 1)\n"
        "    part.weight = torch.nn.Parameter(torch.ones(5000, 5000))\n    return torch.nn.Sequential(part)"
    )
    test = "for _ in range(4):\n    assert build()(torch.ones(1, 5000)).shape == (1, 5000)\n"
    test += "part = build()[0]\nbuild()\nassert part(torch.ones(1, 5000)).shape == (1, 5000)"
    assert verdict(grade, test, answer) == ("right", "")


@pytest.mark.parametrize(("middle", "right"), [("nn.ReLU()", True), ("nn.Tanh()", False)])
def test_what_a_network_does_between_its_layers_is_seen_from_here(grade, middle, right):
    """The box follows the noise, the judge compares it with noise of its own."""
    answer = f"from torch import nn\ndef build():\n    return nn.Sequential(nn.Conv2d(3, 4, 5), {middle}, nn.Conv2d(4, 1, 3))"
    test = "from autograder.checks.dissect import dissect\n"
    test += "assert dissect(build())['between']['layer 1 and layer 2'] == 'relu'"
    assert verdict(grade, test, answer)[0] == ("right" if right else "wrong")


HANDED = "net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.ReLU(inplace=True))\n"
X = "x = torch.rand(1, 1, 6, 6)\n"


@pytest.mark.parametrize(
    ("answer", "test", "right"),
    [
        ("return net.eval()(x)", "assert torch.allclose(build(net, x), net.eval()(x))", True),
        ("net.eval()", "build(net, x)\nassert net.training and net[1].training", False),
        ("net[0].train(False)", "build(net, x)\nassert net[0].training", False),
        ("net[0].register_forward_hook(lambda *a: None)", "build(net, x)\nassert not net[0]._forward_hooks", False),
        ("net(x).sum().backward()", "build(net, x)\nassert all(p.grad is None for p in net.parameters())", False),
        ("net(x)", "before = net[1].running_mean.clone()\nbuild(net, x)\nassert torch.equal(before, net[1].running_mean)", False),
        ("net.requires_grad_(False)", "build(net, x)\nassert all(p.requires_grad for p in net.parameters())", False),
        ("net.double()", "build(net, x)\nassert net[0].weight.dtype == torch.float32", False),
        ("net[0].weight.data.zero_()", "w = net[0].weight.clone()\nbuild(net, x)\nassert torch.equal(w, net[0].weight)", False),
        ("x.zero_()", "before = x.clone()\nbuild(net, x)\nassert torch.equal(before, x)", False),
        ("return [name for name, _ in net.named_modules()]", "assert build(net, x) == ['', '0', '1', '2']", True),
    ],
)
def test_a_network_can_be_handed_to_an_answer_and_what_changes_is_seen(grade, answer, test, right):
    """Mode, hooks, gradients, buffers and weights: what an answer leaves changed is changed in the test's own network."""
    found = verdict(grade, HANDED + X + test, f"import torch\ndef build(net, x):\n    {answer}")
    assert found[0] == ("right" if right else "wrong"), found


def test_a_network_of_the_tests_own_class_is_refused_with_a_reason(grade):
    """What cannot be sent is said to the person who wrote the test."""
    test = "class Mine(torch.nn.Module):\n    def forward(self, x):\n        return x\nbuild(Mine())"
    found = verdict(grade, test, "def build(net):\n    return 1")
    assert found[0] == "could not judge"
    assert "Mine" in found[1]
