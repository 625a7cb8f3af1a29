"""Says in words what a list of layers holds, so that two lists can be compared whatever else they name.

What the right list is, is left to `reference`.
"""

from numbers import Integral

WEIGHTED = {"conv": "convolutions", "fc": "fully_connected"}
FREE = ("norm", "dropout", "softmax")


def describe_layers(layers):
    """A list of layers in plain data, without the rows that may be left out.

    Parameters
    ----------
    layers : object
        What an answer gave: should be a list of dicts.

    Returns
    -------
    dict
        ``kind``; ``convolutions`` and ``fully_connected``: each by its place and name, with its sizes; ``between``: what follows
        each of them; ``names``: whether they are all different.

    Examples
    --------
    >>> layers = [{"name": "a", "kind": "conv", "filters": 6, "kernel_size": 5}, {"name": "b", "kind": "relu"}]
    >>> describe_layers(layers)["convolutions"]
    {'1 a': '6 filters of (5, 5), stride (1, 1), padding (0, 0), groups 1'}
    >>> describe_layers(layers)["between"]
    {'after 1 a': 'relu'}
    """
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        return {"kind": f"a {type(layers).__name__}", "convolutions": {}, "fully_connected": {}, "between": {}, "names": ""}
    found = {"kind": "a list of dicts", "convolutions": {}, "fully_connected": {}, "between": {}, "names": _names(layers)}
    place, name = 0, "the image"
    after = {}
    for layer in layers:
        if layer.get("kind") in WEIGHTED:
            place, name = place + 1, f"{place + 1} {layer.get('name')}"
            found[WEIGHTED[layer["kind"]]][name] = _sizes(layer)
            after[name] = []
        elif layer.get("kind") not in FREE:
            after.setdefault(name, []).append(_sizes(layer))
    found["between"] = {f"after {name}": ", ".join(sorted(rows, reverse=True)) or "nothing" for name, rows in after.items()}
    return found


def _names(layers):
    names = [layer.get("name") for layer in layers]
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    return f"{twice[0]!r} twice" if twice else "all different"


def _sizes(layer):
    """One layer's sizes; those that were left out as they are then."""
    if layer["kind"] == "conv":
        filters, kernel = layer.get("filters", "?"), _pair(layer.get("kernel_size", "?"))
        stride, padding = _pair(layer.get("stride", 1)), _pair(layer.get("padding", 0))
        return f"{filters} filters of {kernel}, stride {stride}, padding {padding}, groups {layer.get('groups', 1)}"
    if layer["kind"] == "fc":
        return f"{layer.get('out_features', '?')} features"
    if layer["kind"] == "pool":
        size = layer.get("size", "?")
        padded = f", padding {_pair(layer['padding'])}" if layer.get("padding") else ""
        return f"pool of {_pair(size)} with stride {_pair(layer.get('stride', size))}{padded}"
    return str(layer["kind"])


def _pair(value):
    both = value if isinstance(value, (tuple, list)) else (value, value)
    return tuple(int(each) if isinstance(each, Integral) else each for each in both)
