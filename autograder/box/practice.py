"""Lets the warm box answer harmless requests, so that each fork finds done what Python does only at first use.

What a request means is left to `worker`.  Python compiles for speed what has run a few times, and a fork would have to do that
for itself, on pages of memory that it no longer shared.
"""

import sys

import numpy as np

from autograder.box.channel import Channel, pair
from autograder.box.wire import Codec
from autograder.box.worker import Worker

ROUNDS = 12  # Python takes eight calls to see that a function is worth it
CELL = """import numpy as np

def answer(values, factor=2.0):
    out = np.zeros(values.shape)
    for i in range(len(values)):
        out[i] = values[i] * factor
    print(out.sum())
    return out

def changes(values):
    values[0] = 1.0
    raise ValueError("practice")
"""


def practise():
    """Ask a worker in this very process for what tests ask for; nothing of it stays but what Python has learnt."""
    streams = sys.stdout, sys.stderr
    near, far = map(Channel, pair())
    try:
        worker, judge = Worker(far, 1 << 16), Codec(layouts=True, take=lambda tag, told: told)
        for request in _requests():
            near.send(*judge.pack(request))
            worker.answer()
            judge.unpack(*near.receive())
    finally:
        sys.stdout, sys.stderr = streams
        near.close()
        far.close()


def _requests():
    values, forbidden = np.ones((3, 4)), ["numpy.convolve", "numpy.fft", "torch"]
    yield {"do": "begin", "seed": 0, "cells": [["<practice>", "import numpy as np"]]}
    for _ in range(ROUNDS):
        yield {"do": "define", "name": "<practice>", "source": CELL, "before": ["def unused():\n    pass"]}
        yield {"do": "name", "name": "answer"}
        yield {"do": "name", "name": "changes"}
        yield {"do": "name", "name": "nowhere"}
        for target, arguments in ((0, [values]), (0, [values[::-2, ::2], 3]), (1, [values]), (1, [[1, 2.5, (None, "a")]])):
            yield {"do": "call", "target": target, "arguments": arguments, "keywords": {}, "watch": forbidden}
