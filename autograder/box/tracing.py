"""Follows an image through a network, to see what happens between its layers, whatever weights they have.

What that says about the network is left to the checks. The network's layers (`Conv2d`, `Linear`) are called as always, but what
they give is replaced by noise that both sides can draw: so the input of each layer shows what was done to the noise before it.
"""

from functools import lru_cache

import numpy as np

SCALE, MOST, CALLS = 2.0, 1 << 22, 200


@lru_cache(64)
def noise(seed, number, shape):
    """The numbers that stand for what a layer gives: float32, normally distributed with standard deviation 2.

    Parameters
    ----------
    seed, number : int
        Which layer's, counted in the order of the calls from 1; 0 is the image.
    shape : tuple of int
        At most four million numbers.

    Returns
    -------
    numpy.ndarray
        Not to be written into: it is kept for the next who asks.
    """
    if np.prod(shape) > MOST:
        raise ValueError(f"a layer gives {np.prod(shape):,} numbers")
    values = np.random.default_rng([seed, number]).standard_normal(shape, dtype=np.float32) * np.float32(SCALE)
    values.flags.writeable = False
    return values


def trace(network, shape, seed):
    """What each layer of a network is given when every layer gives noise.

    Parameters
    ----------
    network : torch.nn.Module
        The network; left in evaluation mode.
    shape : tuple of int
        Of the batch of images.
    seed : int
        For the noise.

    Returns
    -------
    dict
        ``calls``: of each layer, in the order of the calls, its place among ``network.modules()``, its input, and its output's
        shape; ``output``: what the network gave, or None; ``error``: what it raised instead, as a text.
    """
    import torch

    calls, hooks = [], []
    for place, part in enumerate(network.modules()):
        if isinstance(part, (torch.nn.Conv2d, torch.nn.Linear)):
            hooks += _hooks(part, place, seed, calls)
    try:
        with torch.no_grad():
            output = network.eval()(torch.tensor(noise(seed, 0, shape)))
        return {"calls": calls, "output": output.numpy().copy(), "error": ""}
    except Exception as error:
        return {"calls": calls, "output": None, "error": f"{type(error).__name__}: {error}"[:500]}
    finally:
        for hook in hooks:
            hook.remove()


def _hooks(part, place, seed, calls):
    """Keep what a layer is given, and put noise in the place of what it gives."""
    import torch

    def before(part, inputs):
        calls.append([place, inputs[0].numpy().copy(), []])
        if len(calls) > CALLS:
            raise RecursionError(f"more than {CALLS} layers are called")

    def after(part, inputs, output):
        calls[-1][2] = list(output.shape)
        return torch.tensor(noise(seed, len(calls), tuple(output.shape)))

    return part.register_forward_pre_hook(before), part.register_forward_hook(after)
