"""The networks that the lab looks into, each with its weights: the embedded one, the untrained control, the published one.

How the embedded one came to be is left to `training`, how the published one comes here to `weights`.
"""

import hashlib
import io
import json
import os
import pickle
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.lab.networks import SMALL_INPUT, from_published, small_layers, variant_network
from autograder.lab.photographs import GREY, SPREAD, TRAINED_ON
from autograder.lab.training import untrained
from autograder.lab.weights import ALEXNET, cache_path, checked
from autograder.reference.alexnet import variants
from autograder.reference.networks import network_of

HERE = Path(__file__).parent
EMBEDDED = HERE / "embedded.npz"
CHOICE = "LAB_NETWORK"


@dataclass(frozen=True)
class Model:
    """A network with weights, and what one has to know to show it a photograph.

    Parameters
    ----------
    name : str
        For people.
    network : torch.nn.Sequential
        In evaluation mode; its layers have the lecture's names.
    layers : list of dict
        Its table's rows, for `reference.tables`.
    side : int
        Height and width of the images that it scores, in pixels.
    mean, spread : tuple of float
        For each colour, what is taken off a pixel in [0, 1], and what the rest is divided by.
    """

    name: str
    network: nn.Sequential
    layers: list
    side: int
    mean: tuple
    spread: tuple

    @property
    def stages(self):
        """The network from the image to pool5, which takes images of any size; the layers are shared."""
        return self.network[: [name for name, _ in self.network.named_children()].index("flatten")]

    def prepared(self, image):
        """A photograph, ``(H, W, 3)`` in [0, 1], as the network takes it: ``(3, H, W)``, float32."""
        channels = (np.asarray(image) - np.array(self.mean)) / np.array(self.spread)
        return np.ascontiguousarray(channels.transpose(2, 0, 1), dtype=np.float32)


def embedded():
    """The small network that this project trained, from the file in the package.

    Returns
    -------
    Model

    Examples
    --------
    >>> embedded().network.conv1
    Conv2d(3, 48, kernel_size=(11, 11), stride=(4, 4))
    """
    layers = small_layers(len(TRAINED_ON))
    network = network_of(layers, SMALL_INPUT)
    with np.load(EMBEDDED, allow_pickle=False) as arrays:
        network.load_state_dict({name: torch.from_numpy(arrays[name].astype(np.float32)) for name in arrays.files})
    return _small("the embedded network", network)


def control(seed=504):
    """The embedded network before any training: the same layers, random weights.

    Parameters
    ----------
    seed : int
        Which ones.

    Returns
    -------
    Model
    """
    return _small("the untrained network", untrained(len(TRAINED_ON), seed))


def published():
    """torchvision's AlexNet with the weights that were learned from ImageNet, if `autograder alexnet-weights` has fetched them.

    Returns
    -------
    Model

    Raises
    ------
    CourseError
        If the file is not there, or is not what it says.
    """
    path = cache_path(ALEXNET)
    if not path.is_file():
        raise CourseError(f"{path}: not there; fetch it with `autograder alexnet-weights`")
    network = variant_network("torchvision")
    try:
        state = torch.load(checked(ALEXNET, path), map_location="cpu", weights_only=True)
        network.load_state_dict(from_published(state))
    except (ValueError, pickle.UnpicklingError) as error:
        raise CourseError(f"{path}: not weights of AlexNet ({str(error).splitlines()[0]})") from None
    imagenet = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    return Model("AlexNet, learned from ImageNet", network.eval(), variants()["torchvision"].layers, 224, *imagenet)


def chosen():
    """The model that the lab's page works on: the embedded one, or the one that the variable LAB_NETWORK names.

    Returns
    -------
    Model

    Raises
    ------
    CourseError
        If the variable names none.
    """
    name = os.environ.get(CHOICE, "embedded")
    makers = {"embedded": embedded, "published": published, "control": control}
    if name not in makers:
        raise CourseError(f"{CHOICE} (={name}) must be one of {', '.join(makers)}")
    return makers[name]()


def kept(network):
    """The bytes of a file that holds a network's weights as float16 arrays; the same weights give the same bytes.

    Parameters
    ----------
    network : torch.nn.Module

    Returns
    -------
    bytes
        An .npz file, for `numpy.load` without pickle.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, tensor in network.state_dict().items():
            array = io.BytesIO()
            np.lib.format.write_array(array, tensor.numpy().astype(np.float16), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), array.getvalue(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def keep(network, description):
    """Write the embedded network's weights, and beside them what they are.

    Parameters
    ----------
    network : torch.nn.Module
        What was trained.
    description : callable
        Given the model as it will be read, returns plain data: how it was made and how well it does.

    Returns
    -------
    dict
        What was written beside: the description, the file's sha256, and how many weights it has.
    """
    content = kept(network)
    write_atomically(EMBEDDED, content)
    about = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "learnables": sum(each.numel() for each in network.parameters()),
    } | description(embedded())
    write_atomically(EMBEDDED.with_suffix(".json"), json.dumps(about, indent=2) + "\n")
    return about


def about_embedded():
    """What is written beside the embedded network: its recipe, its photographs, and how well it does."""
    return json.loads(EMBEDDED.with_suffix(".json").read_text(encoding="utf-8"))


def _small(name, network):
    return Model(name, network.eval(), small_layers(len(TRAINED_ON)), SMALL_INPUT[1], (GREY,) * 3, (SPREAD,) * 3)
