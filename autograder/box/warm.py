"""Imports what answers use, and does once what is slow only the first time, so that each fork finds it done.

Forking is left to `zygote`.  PyTorch is told to use one thread before anything is forked: a child of a process whose thread
pool has worked hangs.
"""

import contextlib
import io
import os
import random
import sys

from autograder.box import guard
from autograder.box.libraries import LIBRARIES, OPTIMISERS


def warm_up(libraries):
    """Import libraries, as far as they are installed, and use them once.

    Parameters
    ----------
    libraries : iterable of str
        As `autograder.box.libraries.named_in` gives them.

    Returns
    -------
    dict
        Version of each library by name.
    """
    versions = {}
    for name in libraries:
        with contextlib.suppress(ImportError):
            _USES[name]()
            if name in LIBRARIES:
                versions[name] = sys.modules[name].__version__
    guard.install()
    if len(os.listdir("/proc/self/task")) > 1:  # a fork has one thread, and would wait for the others for ever
        raise RuntimeError("a library has started threads, so that nothing can be forked")
    return versions


def seed(value):
    """Begin the shared random numbers of a child at a value of its own."""
    random.seed(value)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(value % (1 << 32))
    if "torch" in sys.modules:
        # Not by its own `manual_seed`, which also notes, with a traceback, what graphics cards are to do later.
        sys.modules["torch"].default_generator.manual_seed(value)


def _numpy():
    import numpy as np
    import numpy.fft
    import numpy.polynomial  # NumPy imports these two at first use

    np.tensordot(np.ones((2, 3)), np.ones((3, 2)), 1)
    np.einsum("ij,jk->ik", np.ones((2, 3)), np.ones((3, 2)), optimize=True)
    np.lib.stride_tricks.sliding_window_view(np.ones((4, 4)), (2, 2))
    np.random.default_rng(0).normal(size=3)


def _matplotlib():
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.imshow([[0.0, 1.0]])
    axes.set_title("warm")
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)


def _torch():
    import torch
    import torch.utils.data
    from torch import nn

    torch.set_num_threads(1)
    with contextlib.suppress(RuntimeError):  # it may be set only once
        torch.set_num_interop_threads(1)
    scores = _small_network()(torch.zeros(2, 1, 8, 8))
    nn.functional.cross_entropy(scores, torch.tensor([0, 1])).backward(retain_graph=True)
    scores.backward(torch.ones(2, 2))  # with a gradient of one's own, which loads 500 modules


def _small_network():
    from torch import nn

    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(18, 2))


def _optimisers():
    import torch

    network = _small_network()
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimiser = kind(network.parameters(), lr=0.1)
        network(torch.zeros(2, 1, 8, 8)).sum().backward()
        optimiser.step()
        optimiser.zero_grad()


_USES = {"numpy": _numpy, "matplotlib": _matplotlib, "torch": _torch, OPTIMISERS: _optimisers}
