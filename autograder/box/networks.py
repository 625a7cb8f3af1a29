"""Describes PyTorch modules as plain data, and builds modules of PyTorch's own kinds from such a description.

What stands for a student's module in the judge is left to the judge.
"""

import sys

MOST = 64 << 20  # bytes of parameters and buffers: beyond, shapes alone are told
_PLAIN = (type(None), bool, int, float, str)


def is_network(value):
    """Whether something is a PyTorch module, without importing PyTorch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.nn.Module)


def kind_of(module):
    """The name of the first of PyTorch's own kinds that a module is, and whether it is exactly that; ``""`` for none."""
    nn = sys.modules["torch"].nn
    for base in type.mro(type(module)):
        if base is not nn.Module and getattr(nn, base.__name__, None) is base:
            return base.__name__, base is type(module)
    return "", False


def describe(module, hold=None, whole=True):
    """A module as plain data and tensors.

    Parameters
    ----------
    module : torch.nn.Module
        What to describe.
    hold : callable, optional
        Gives the number under which a module is kept here.
    whole : bool
        Whether gradients and hooks are told too.

    Returns
    -------
    dict
        Its kind, mode, plain attributes, parameters, buffers and children.
    """
    small = sum(tensor.numel() * tensor.element_size() for tensor in [*module.parameters(), *module.buffers()]) <= MOST
    return _describe(module, hold, whole, small, {})


def _describe(module, hold, whole, small, met):
    number = hold(module) if hold else len(met)
    if id(module) in met:
        return {"number": met[id(module)]}
    met[id(module)] = number
    kind, _ = kind_of(module)
    told = {
        "number": number,
        "kind": kind,
        "type": type(module).__name__[:100],
        "training": bool(module.training),
        "attributes": {name: value for name, value in vars(module).items() if _is_plain(value)},
        "parameters": [[name, _tensor(tensor, small), bool(tensor.requires_grad)] for name, tensor in _own(module._parameters)],
        "buffers": [[name, _tensor(tensor, small)] for name, tensor in _own(module._buffers)],
        "children": [[name, _describe(child, hold, whole, small, met)] for name, child in _own(module._modules)],
    }
    if whole:
        told["gradients"] = [[name, tensor.grad] for name, tensor in _own(module._parameters) if tensor.grad is not None]
        told["hooks"] = sum(len(hooks) for name, hooks in vars(module).items() if name.endswith("_hooks"))
    return told


def _own(named):
    return [(name, value) for name, value in named.items() if value is not None]


def _tensor(tensor, small):
    return tensor.detach() if small else [str(tensor.dtype).removeprefix("torch."), *tensor.shape]


def _is_plain(value):
    if type(value) in (tuple, list):
        return len(value) < 20 and all(type(item) in _PLAIN for item in value)
    return type(value) in _PLAIN


def build(told, met=None):
    """A module of PyTorch's own kinds, as it was described by a trusted judge."""
    from torch import nn

    met = {} if met is None else met
    if told["number"] in met:
        return met[told["number"]]
    kind = getattr(nn, told["kind"])
    module = met[told["number"]] = kind.__new__(kind)
    nn.Module.__init__(module)
    vars(module).update(told["attributes"])
    for name, tensor, requires_grad in told["parameters"]:
        module.register_parameter(name, nn.Parameter(tensor.clone(), requires_grad=requires_grad))
    for name, tensor in told["buffers"]:
        module.register_buffer(name, tensor.clone())
    for name, child in told["children"]:
        module.add_module(name, build(child, met))
    for name, gradient in told.get("gradients", ()):
        module._parameters[name].grad = gradient.clone()
    _fill_empty(module, kind)
    return module


def _fill_empty(module, kind):
    """What is None in the original (a bias that is not wanted) must be there as None."""
    for name in ("weight", "bias", "running_mean", "running_var", "num_batches_tracked"):
        if name not in module._parameters and name not in module._buffers and name in getattr(kind, "__annotations__", {}):
            module.register_parameter(name, None)
    if "bias" not in module._parameters and hasattr(kind, "reset_parameters"):
        module.register_parameter("bias", None)
