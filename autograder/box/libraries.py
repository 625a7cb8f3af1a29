"""Says which libraries a box should have ready, and in which environment it runs.

Importing them is left to `warm`.  This is light, since a command that starts a box waits for it.
"""

import re

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
LIBRARIES = ("numpy", "matplotlib", "torch")
OPTIMISERS = "torch.optim"  # of its own, since the first of them loads 800 modules, which takes as long as PyTorch itself
_NAMED = re.compile(r"\b(matplotlib|torch|optim)\b")


def named_in(*texts):
    """What a box for these texts should have ready: some of `LIBRARIES` and `OPTIMISERS`; the rest can still be imported.

    Examples
    --------
    >>> named_in("import torch", "from torch import nn"), named_in("import numpy as np")
    (('numpy', 'torch'), ('numpy',))
    >>> named_in("import torch", "torch.optim.Adam")
    ('numpy', 'torch', 'torch.optim')
    """
    found = {name for text in texts for name in _NAMED.findall(text)}
    optimisers = (OPTIMISERS,) if {"torch", "optim"} <= found else ()
    return (*(name for name in LIBRARIES if name == "numpy" or name in found), *optimisers)
