"""Stands in the judge for a student's PyTorch modules: parts and parameters are seen here, the output is computed in the box.

The talk is left to `connection`.  A stand-in is an instance of PyTorch's own kind too, so that a test may ask
``isinstance(part, torch.nn.Conv2d)``, iterate over children and compare weights.  What it gives when called carries no gradient.
"""

import sys
from functools import cache
from weakref import finalize

from autograder.box.networks import describe, is_network, kind_of
from autograder.box.wire import WireError

__all__ = ["apply", "copy_into", "describe_own", "is_network", "is_tensor", "make", "number_of"]
_DTYPES = (
    "float16", "bfloat16", "float32", "float64", "int64", "int32", "int16", "int8", "uint8", "bool", "complex64",
    "complex128",
)  # fmt: skip
# What describes a module beside its class's own constants: sizes and rates.
_SIZES = ("size", "num_features", "output_size", "in_features", "out_features")
_MORE = frozenset((*_SIZES, "alpha", "beta", "k", "p", "inplace", "eps", "momentum"))
_MOST = 5000  # parts of a network


def number_of(thing):
    """The number under which the box keeps a student's network; None for anything else."""
    return vars(thing).get("_box_number") if is_network(thing) else None


def describe_own(network):
    """A network of a test's own, as plain data for the box.

    Raises
    ------
    autograder.box.wire.WireError
        If a part of it is of no kind of PyTorch's own: its computation cannot be sent.
    """
    for name, part in network.named_modules():
        if not kind_of(part)[1]:
            raise WireError(f"{name or 'the network'} is a {type(part).__name__}, which is no kind of PyTorch's own")
    return describe(network)


def is_tensor(value):
    """Whether something is a tensor, without importing PyTorch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def make(connection, told):
    """The stand-in for a network that a box describes."""
    try:
        return _make(connection, told, [0])
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise WireError(f"a network that is none: {type(error).__name__}") from None


def _make(connection, told, count):
    from torch import nn

    count[0] += 1
    number = told["number"]
    if type(number) is not int or count[0] > _MOST:
        raise WireError("a network that is none")
    if "kind" not in told:
        return connection.networks[number]
    kind = getattr(nn, told["kind"], None) if type(told["kind"]) is str and told["kind"].isalnum() else None
    proper = isinstance(kind, type) and issubclass(kind, nn.Module) and kind is not nn.Module
    stand_in = _class(kind if proper else None)
    made = stand_in.__new__(stand_in)
    nn.Module.__init__(made)
    vars(made).update(_box=connection, _box_number=number, training=told["training"] is True)
    connection.networks[number] = made
    finalize(made, connection.gone.append, number).atexit = False
    for name, value in told["attributes"].items():
        if proper and name in _attributes(kind):
            vars(made)[name] = tuple(value) if type(value) is list else value
    for name, tensor, requires_grad in told["parameters"]:
        made.register_parameter(name, nn.Parameter(_tensor(tensor), requires_grad=requires_grad is True))
    for name, tensor in told["buffers"]:
        made.register_buffer(name, _tensor(tensor))
    for name, child in told["children"]:
        made.add_module(name, _make(connection, child, count))
    if proper and hasattr(kind, "reset_parameters") and "bias" not in made._parameters:
        made.register_parameter("bias", None)
    return made


def _tensor(told):
    """A tensor, or one without memory where only the shape was told."""
    import torch

    if type(told) is list:
        name, *shape = told
        if name not in _DTYPES or not all(type(size) is int and 0 <= size < 1 << 40 for size in shape):
            raise WireError("a tensor that is none")
        return torch.empty(shape, dtype=getattr(torch, name), device="meta")
    if type(told) is not torch.Tensor:
        raise WireError("a tensor that is none")
    return told.detach()


@cache
def _attributes(kind):
    """What PyTorch's own kind of module is described by: sizes, strides, rates."""
    return frozenset(getattr(kind, "__constants__", ())) | _MORE


@cache
def _class(kind):
    """The class of stand-ins for one of PyTorch's own kinds."""
    from torch import nn

    class Network(kind or nn.Module):
        """A student's network or a part of it."""

        def forward(self, *arguments, **keywords):
            """Let the box compute the output."""
            return self._box.value("forward", target=self._box_number, arguments=list(arguments), keywords=keywords)

        def train(self, mode=True):
            """Change the mode there, and of all parts here."""
            self._box.value("mode", target=self._box_number, training=bool(mode))
            for part in self.modules():
                part.training = bool(mode)
            return self

        def __autograder_trace__(self, shape, seed):
            """Let the box follow an image through the network, as `autograder.box.tracing.trace` does."""
            return self._box.value("trace", target=self._box_number, shape=list(shape), seed=seed)

        def __deepcopy__(self, memo):
            return self

    Network.__name__ = Network.__qualname__ = kind.__name__ if kind else "Module"
    return Network


def copy_into(tensor, now):
    """Overwrite a tensor's values."""
    import torch

    with torch.no_grad():
        tensor.copy_(now)


def apply(network, told):
    """Do to the judge's own network what an answer did to its copy: mode, values, gradients, hooks."""
    try:
        _apply(network, told)
    except (KeyError, TypeError, ValueError, RuntimeError):
        raise WireError("a network that is none") from None


def _apply(network, told):
    network.training = told["training"] is True
    for name, tensor, requires_grad in told["parameters"]:
        network._parameters[name].data = _tensor(tensor).clone()
        network._parameters[name].requires_grad_(requires_grad is True)
    for name, tensor in told["buffers"]:
        copy_into(network._buffers[name], _tensor(tensor))
    gradients = dict(told["gradients"])
    for name, parameter in network._parameters.items():
        if parameter is not None:
            parameter.grad = gradients.get(name)
    hooks = sum(len(hooks) for name, hooks in vars(network).items() if name.endswith("_hooks"))
    for _ in range(min(100, told["hooks"]) - hooks):
        network.register_forward_hook(_left_behind)
    for name, child in told["children"]:
        if "kind" in child:
            _apply(network._modules[name], child)


def _left_behind(module, inputs, output):
    """Stands for a hook that an answer has left on a network."""
