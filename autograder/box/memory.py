"""Remembers what arguments were, says which ones a call has changed, and keeps the beginning of what was printed.

What a change means for an answer is left to the judge.
"""

import io
import sys

import numpy as np

from autograder.box import networks

UNCHANGING = frozenset({type(None), bool, int, float, complex, str, bytes})  # most arguments are made of nothing else


def remember(value):
    """A copy of the data in a value: arrays, tensors, containers, the state of networks."""
    if type(value) in UNCHANGING:
        return value
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(remember, value))
    if type(value) is dict:
        return {key: remember(item) for key, item in value.items()}
    if type(value) is set:
        return set(value)
    if _is_tensor(value):
        return value.detach().clone()
    if networks.is_network(value):
        return remember(networks.describe(value))
    return value


def changed(now, before):
    """The arguments that are no longer what they were, as pairs of place and present value.

    Parameters
    ----------
    now, before : list of (int or str, object)
        Arguments by place or keyword, after and before the call.

    Returns
    -------
    list
        A network is given by its description.
    """
    before = dict(before)
    return [
        [place, networks.describe(value) if networks.is_network(value) else value]
        for place, value in now
        if not unchanged(value, before[place])
    ]


def unchanged(now, before):
    """Whether a value still is what `remember` kept of it."""
    if type(now) in UNCHANGING:
        return type(now) is type(before) and (now == before or now != now)
    if networks.is_network(now) and type(before) is dict:
        return unchanged(networks.describe(now), before)
    if isinstance(now, np.ndarray):
        return (now.shape, now.dtype, now.tobytes()) == (before.shape, before.dtype, before.tobytes())
    if _is_tensor(now):
        return unchanged(now.detach().numpy(), before.numpy())
    if type(now) is not type(before):
        return False
    if type(now) in (list, tuple):
        return len(now) == len(before) and all(map(unchanged, now, before))
    if type(now) is dict:
        return now.keys() == before.keys() and all(unchanged(now[key], before[key]) for key in now)
    if type(now) is set:
        return now == before
    return True


def _is_tensor(value):
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


class Kept(io.TextIOBase):
    """A text stream that keeps the first characters written since they were last taken, and counts the rest.

    Parameters
    ----------
    most : int
        How many characters to keep.
    """

    def __init__(self, most):
        self.most, self.parts, self.size = most, [], 0

    def writable(self):
        """Always."""
        return True

    def write(self, text):
        """Keep what there is room for."""
        if self.size < self.most:
            self.parts.append(text[: self.most - self.size])
        self.size += len(text)
        return len(text)

    def take(self):
        """What was written, and begin anew."""
        text = "".join(self.parts)
        if self.size > self.most:
            text += f"\n[{self.size - self.most} more characters]"
        self.parts, self.size = [], 0
        return text
