"""Times the reference `conv2d` on AlexNet's five convolutional layers against PyTorch's, on one thread, in one run.

Whether the values are right is left to the tests; here both are only compared once, so that the race is between equals.

Run it from the repository's root:  python benchmarks/reference.py
It prints a table and, at last, the worst ratio; it exits with 1 if that is above the limit.
"""

import argparse
import os
import sys
import time
from itertools import chain

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))  # before NumPy and PyTorch start theirs

import numpy as np  # noqa: E402
import torch  # noqa: E402

from autograder.reference.output_size import conv2d  # noqa: E402

LIMIT = 3.0
# name, input shape, filters, kernel, stride, padding, groups: the original network on 227 x 227 pixels
LAYERS = (
    ("conv1", (3, 227, 227), 96, 11, 4, 0, 1),
    ("conv2", (96, 27, 27), 256, 5, 1, 2, 2),
    ("conv3", (256, 13, 13), 384, 3, 1, 1, 1),
    ("conv4", (384, 13, 13), 384, 3, 1, 1, 2),
    ("conv5", (384, 13, 13), 256, 3, 1, 1, 2),
)


def contenders(shape, filters, kernel, stride, padding, groups):
    """The same layer twice, on the same float64 numbers: the reference's (a group at a time) and PyTorch's."""
    numbers = np.random.default_rng(227)
    x = numbers.standard_normal(shape)
    weights, bias = numbers.standard_normal((filters, shape[0] // groups, kernel, kernel)), numbers.standard_normal(filters)
    parts = [list(np.split(values, groups)) for values in (x, weights, bias)]
    tensors = [torch.from_numpy(values) for values in (x[np.newaxis], weights, bias)]

    def ours():
        maps = [conv2d(*each, stride=stride, padding=padding) for each in zip(*parts, strict=True)]
        return maps[0] if groups == 1 else np.concatenate(maps)

    def theirs():
        return torch.nn.functional.conv2d(*tensors, stride=stride, padding=padding, groups=groups)[0].numpy()

    return ours, theirs


def best_times(functions, rounds):
    """The shortest time of each function in seconds; they take turns, so that a busy moment hits all of them."""
    times = [[] for _ in functions]
    for kept, function in chain.from_iterable([list(zip(times, functions, strict=True))] * rounds):
        start = time.perf_counter()
        function()
        kept.append(time.perf_counter() - start)
    return [min(each) for each in times]


def main():
    """Print the table; exit with 1 if the worst ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="how often each layer is timed; the best counts (default: 15)")
    rounds = max(1, parser.parse_args().rounds)
    torch.set_num_threads(1)
    print(f"{'layer':<8}{'output':>16}{'reference':>14}{'PyTorch':>12}{'ratio':>8}")
    worst = 0.0
    for name, *layer in LAYERS:
        ours, theirs = contenders(*layer)
        np.testing.assert_allclose(ours(), theirs(), rtol=1e-9, atol=1e-9)
        mine, rival = best_times((ours, theirs), rounds)
        output = " x ".join(map(str, ours().shape))
        print(f"{name:<8}{output:>16}{mine * 1e3:>11.2f} ms{rival * 1e3:>9.2f} ms{mine / rival:>8.2f}")
        worst = max(worst, mine / rival)
    print(f"worst ratio: {worst:.2f} (limit {LIMIT:g}, one thread, float64)")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
