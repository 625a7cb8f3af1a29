"""The attacks, by kind: a module each, with a list ``ATTACKS``."""

from importlib import import_module

KINDS = {
    "forging": "Forging",
    "shadowing": "Shadow modules and startup files",
    "reading": "Reading",
    "writing": "Writing",
    "wire": "The wire itself",
    "staying": "Staying alive",
    "exhausting": "Exhausting",
    "surgery": "Notebook surgery",
    "markup": "Mark-up in feedback",
}


def attacks():
    """Every attack with the name of its kind, in the order of `KINDS`."""
    return [(kind, attack) for kind in KINDS for attack in import_module(f"kinds.{kind}").ATTACKS]
