"""The commands of the AlexNet lab: `alexnet-weights` fetches the published weights, `lab-model` trains the embedded network.

How either is done is left to `autograder.lab`.
"""

from contextlib import contextmanager
from dataclasses import replace

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, progress


@contextmanager
def _bytes_bar(what, total):
    """A bar that counts bytes on a terminal, one line elsewhere; gives a function that is told how many are there."""
    if not ERR.is_terminal:
        ERR.print(f"{what}: {total:,} bytes")
        yield lambda _: None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=ERR) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@click.command("alexnet-weights")
@click.option("--from", "address", metavar="ADDRESS", help="Another place that has the same file, such as a mirror of your own.")
def alexnet_weights(address):
    """Fetch AlexNet's published ImageNet weights (244 MB), check them, and say where they lie.

    \b
    They go where torchvision looks for them: ~/.cache/torch/hub/checkpoints, or below TORCH_HOME.
    A run that is cut off goes on where it ended. The lab works without them, on the embedded network.
    \b
    Examples:
      autograder alexnet-weights
      autograder alexnet-weights --from http://mirror.example/alexnet-owt-7be5be79.pth
    """
    from autograder.lab.models import published
    from autograder.lab.weights import ALEXNET, cache_path, fetch

    wanted = ALEXNET._replace(address=address) if address else ALEXNET
    path = cache_path(ALEXNET)
    if not path.exists():
        with _bytes_bar(ALEXNET.name, ALEXNET.size) as step:
            fetch(wanted, path, step)
    model = published()
    learnables = sum(each.numel() for each in model.network.parameters())
    OUT.print(escape(f"{path}: checked, {learnables:,} learnables"))
    OUT.print("To use them in the lab: LAB_NETWORK=published jupyter lab")


@click.command("lab-model")
@click.option("--steps", type=click.IntRange(1), help="Another number of steps than the recipe's, to try something out.")
def lab_model(steps):
    """Train the lab's embedded network anew from the packaged photographs, measure it, and put it in its place.

    \b
    For authors. About three minutes on one idle core; the file that lies in the repository came out of this command.
    \b
    Examples:
      autograder lab-model
      autograder lab-model --steps 20
    """
    import torch

    from autograder.lab.making import make_embedded
    from autograder.lab.training import Recipe

    torch.set_num_threads(1)  # sums come out the same, and two threads gain nothing here
    recipe = replace(Recipe(), **({"steps": steps} if steps else {}))
    with progress("Training the embedded network, steps", recipe.steps) as step:
        about = make_embedded(recipe, step)
    for layer, share in about["places_found"].items():
        OUT.print(f"{layer:8} finds {share:6.1%} of the places, untrained {about['untrained_places_found'][layer]:6.1%}")
    OUT.print(f"{about['learnables']:,} learnables; {about['selective']:.0%} of conv1's filters have a selectivity above 0.3")
