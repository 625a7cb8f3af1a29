"""Reads what cells of Python need of each other, without running them; used in the page and when the book is built.

Running them is left to `session`. The standard library is all that is needed here.
"""

import ast
import symtable
from dataclasses import dataclass, field
from functools import lru_cache

# The course's own modules, and what they import in turn.
OWN = {"autograder": {"numpy"}, "course_figures": {"numpy", "matplotlib"}}
# What one function of them needs beyond that.
OWN_FUNCTIONS = {("course_figures", "photograph"): {"skimage"}}
# What is not for students' machines, and so not for a page: the networks of chapter 7.
OWN_PARTS = {"autograder.lab": {"torch"}}


@dataclass(frozen=True)
class Unit:
    """What runs as one: a statement of an earlier cell, or the whole of the cell that was asked for.

    Parameters
    ----------
    cell : int
        Which cell of the page, from 0.
    source : str
        Its text.
    whole : bool
        Whether it is a whole cell.
    binds, reads, deferred, changes : frozenset of str
        Names that it sets; that it reads when it runs; that its functions read when they are called; whose values it may change.
    modules : frozenset of str
        Top names of the modules that it imports.
    """

    cell: int
    source: str
    whole: bool = True
    binds: frozenset = frozenset()
    reads: frozenset = frozenset()
    deferred: frozenset = frozenset()
    changes: frozenset = frozenset()
    modules: frozenset = frozenset()


def unit_of(source, cell, whole=True):
    """Read one unit; a text that is no Python needs and gives nothing.

    Examples
    --------
    >>> unit = unit_of("y = x + 1\\ny[0] = 2", cell=3)
    >>> sorted(unit.binds), sorted(unit.reads), sorted(unit.changes)
    (['y'], ['x'], [])
    """
    parts = [set() for _ in range(5)]
    binds, reads, deferred, changes, modules = parts
    for node in _parsed(source).body:
        found = _Statement(node)
        # What the cell itself has set by then is not taken from the page above.
        reads |= found.reads - binds
        changes |= found.changes - binds
        deferred |= found.deferred
        modules |= found.modules
        binds |= found.binds
    return Unit(cell, source, whole, *map(frozenset, parts))


class _Statement:
    """The names of one statement."""

    def __init__(self, node):
        table = symtable.symtable(ast.unparse(node), "cell", "exec")
        inner = _loop_names(node) | _comprehended(node)
        names = table.get_symbols()
        self.binds = {each.get_name() for each in names if each.is_assigned() or each.is_imported() or each.is_namespace()}
        self.binds -= _comprehended(node)
        self.reads = {each.get_name() for each in names if each.is_referenced()} - inner
        self.deferred = set()
        for child in table.get_children():
            later = child.get_type() == "function" and _is_named(child)
            _outer_names(child, self.deferred if later else self.reads)
        self.changes = _changed(node) - _loop_names(node)
        self.modules = {name for each in ast.walk(node) for name in _imported(each)}


def _loop_names(node):
    """Names that a loop or a `with` sets before its lines read them."""
    targets = [node.target] if isinstance(node, ast.For) else []
    targets += [item.optional_vars for item in getattr(node, "items", ()) if item.optional_vars]
    return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}


COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _comprehended(node):
    """Names that are set in comprehensions and stand nowhere else; from Python 3.12 on `symtable` counts them as the module's."""
    inside, outside, waiting = set(), set(), [(node, False)]
    while waiting:
        each, within = waiting.pop()
        within = within or isinstance(each, COMPREHENSIONS)
        if isinstance(each, ast.Name):
            (inside if within else outside).add((each.id, isinstance(each.ctx, ast.Store)))
        waiting += [(child, within) for child in ast.iter_child_nodes(each)]
    return {name for name, stored in inside if stored} - {name for name, _ in outside}


def _is_named(table):
    return table.get_name() not in ("lambda", "listcomp", "genexpr", "setcomp", "dictcomp")


def _outer_names(table, names):
    """Add the names that a function or class, and what is inside of it, takes from the module."""
    names |= {each.get_name() for each in table.get_symbols() if each.is_global() and each.is_referenced()}
    for child in table.get_children():
        _outer_names(child, names)


def _changed(tree):
    """Names whose values a text may change: by item, attribute, augmented assignment, or a call for its effect."""
    changed = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            changed.add(_root(node))
        elif isinstance(node, ast.AugAssign):
            changed.add(_root(node.target))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            # Called for its effect, on the object it belongs to or on what it is given first.
            given = [each for each in node.value.args[:1] if not isinstance(each, ast.Call)]
            owner = [node.value.func] if isinstance(node.value.func, ast.Attribute) else []
            changed.update(map(_root, [*owner, *given]))
    return changed - {""}


def _root(node):
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _imported(node):
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return {node.module.partition(".")[0]} if isinstance(node, ast.ImportFrom) and node.module and not node.level else set()


@lru_cache(maxsize=500)
def units_of(source, cell):
    """A cell in its statements, so that nobody who needs NumPy has to wait for the figure below it."""
    return tuple(unit_of(_alone(source, node), cell, whole=False) for node in _parsed(source).body)


def _alone(source, node):
    """The text of one statement, with blank lines before it: a traceback must count lines as the reader does."""
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return "\n" * (first - 1) + "\n".join(source.splitlines()[first - 1 : node.end_lineno])


@dataclass
class Plan:
    """What must run for one cell: the earlier units that it needs, in the page's order, and the cell itself.

    Parameters
    ----------
    before : list of Unit
        Units of earlier cells.
    target : Unit
        The whole cell that was asked for.
    """

    before: list
    target: Unit
    units: list = field(init=False)

    def __post_init__(self):
        self.units = [*self.before, self.target]

    @property
    def imports(self):
        """Modules that must be there before the cell can run, also those that it merely names."""
        named = set().union(*(unit.modules for unit in self.units))
        return self.required.union(named, *(OWN.get(name, ()) for name in named))

    @property
    def required(self):
        """Modules without which the cell cannot do its work: those whose imported names are read, by it or on its way."""
        read = set().union(*(unit.reads | unit.deferred for unit in self.units))
        found = set()
        for unit in self.units:
            for node in ast.walk(_parsed(unit.source)):
                found |= _read_modules(node, read)
        return found


def _parsed(source):
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _read_modules(node, read):
    """The modules behind an import, if one of the names that it binds is read."""
    found = set()
    for alias in getattr(node, "names", ()) if isinstance(node, (ast.Import, ast.ImportFrom)) else ():
        if (alias.asname or alias.name.partition(".")[0]) in read:
            for module in _imported(node):
                found |= OWN.get(module, {module})
                found |= OWN_FUNCTIONS.get((module, alias.name), set())
            found |= OWN_PARTS.get(".".join((getattr(node, "module", None) or "").split(".")[:2]), set())
    return found


def plan(sources, index):
    """What must run, in the page's order, so that one cell finds what the page above it has made.

    Parameters
    ----------
    sources : list of str
        The page's cells.
    index : int
        Which of them is wanted.

    Returns
    -------
    Plan

    Examples
    --------
    >>> made = plan(["import numpy as np\\nimport torch", "x = np.ones(2)", "y = torch.ones(2)", "x + 1"], 3)
    >>> [unit.source for unit in made.units]
    ['import numpy as np', 'x = np.ones(2)', 'x + 1']
    """
    earlier = [unit for cell in range(index) for unit in units_of(sources[cell], cell)]
    target = unit_of(sources[index], index)
    # Whoever draws from a random generator changes it.
    generators = {name for unit in earlier if "default_rng(" in unit.source for name in unit.binds}
    called = set(target.deferred)
    while True:
        wanted, chosen = target.reads | target.changes | called, []
        for unit in reversed(earlier):
            touched = unit.binds | unit.changes | (unit.reads & generators)
            if touched & wanted:
                chosen.append(unit)
                wanted = (wanted - unit.binds) | unit.reads | unit.changes
        further = called.union(*(unit.deferred for unit in chosen))
        if further == called:
            return Plan(chosen[::-1], target)
        called = further

