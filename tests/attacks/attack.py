"""What an attack is: a student's answer or whole notebook, how it hopes to work, and what must become of it.

The attacks themselves stand in `kinds`, the class in which they are tried in `arena`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

SEEN = "seen"  # in a run of nbgrader 0.9.6, or in its code
REASONED = "by its design; not tried"


@dataclass(frozen=True)
class Attack:
    """One attack.

    Parameters
    ----------
    name : str
        What it is called.
    mechanism : str
        How it hopes to work, in a sentence.
    stock : str
        What stock nbgrader does with it, and how that is known.
    here : str
        What must happen here.
    square : str or None
        The answer cell of the question that is attacked; None for an honest one.
    others : dict
        Further answers that are not honest, by question.
    notebook : callable or None
        Makes the whole notebook out of the honest one's list of cells, as bytes.
    earns : dict
        Points by question, where they are not all that there are.
    proof : str
        A text that the attack prints once it has done what it wanted to do, so that one that never ran is noticed.
    """

    name: str
    mechanism: str
    stock: str
    here: str
    square: str | None = None
    others: dict = field(default_factory=dict)
    notebook: Callable | None = None
    earns: dict = field(default_factory=dict)
    proof: str = ""


def wrong(name, mechanism, stock, here, square, **more):
    """An attack whose answer to `square` is wrong and must earn nothing."""
    return Attack(name, mechanism, stock, here, square, earns={"square": 0.0, **more.pop("earns", {})}, **more)


def right(name, mechanism, stock, here, square, **more):
    """An attack whose answer is right, and which wants something else than points."""
    return Attack(name, mechanism, stock, here, square + "\ndef square(x):\n    return x * x\n", **more)
