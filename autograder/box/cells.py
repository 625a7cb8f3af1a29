"""Runs the text of cells in a namespace, and finds which helpers of other cells an answer needs.

What is asked of the results is left to `worker`.  This runs inside the box, since even reading a student's text as Python is
work that a hostile text can abuse.
"""

import ast
import builtins
import re
import types
import unicodedata

_MAGIC = re.compile(r"^(\s*)(?:[%!]|\?|.*\?\s*$)")
_STAR = re.compile(r"\bimport[\s\\]*\*")


def parse(source, name):
    """The syntax tree of a cell; lines that only a notebook understands (``%matplotlib inline``, ``!ls``) count for nothing.

    Raises
    ------
    SyntaxError
        If it is no Python even without them.
    """
    return _read(source, lambda text: ast.parse(text, name))


def compiled(source, name):
    """The code of a cell, which is ready sooner than its syntax tree; reads and raises what `parse` does."""
    return _read(source, lambda text: compile(text, name, "exec", dont_inherit=True))


def _read(source, read):
    try:
        return read(source)
    except SyntaxError:
        lines = [_MAGIC.sub(r"\1pass #", line) if _MAGIC.match(line) else line for line in source.splitlines()]
        return read("\n".join(lines))


def run(tree, name, namespace):
    """Execute a parsed cell."""
    exec(compile(tree, name, "exec", dont_inherit=True), namespace)


def may_need(code, texts, known):
    """Whether an answer could need something of other cells: `helpers`, which takes longer, tells what.

    Parameters
    ----------
    code : types.CodeType
        The answer's, compiled.
    texts : list of str
        The other cells.
    known : set of str
        Names that are there already.

    Returns
    -------
    bool
        False only if none of the texts holds a word that the code reads as a name and that is not known.
    """
    wanted = _names_in(code) - known - set(vars(builtins))
    texts = [text if text.isascii() else unicodedata.normalize("NFKC", text) for text in texts]  # as Python reads names
    return any(_STAR.search(text) or not wanted.isdisjoint(re.findall(r"\w+", text)) for text in texts)


def _names_in(code):
    """The names, but for its own variables, that a piece of code reads, however deep inside; attributes are among them."""
    inner = [part for part in code.co_consts if isinstance(part, types.CodeType)]
    return {*code.co_names, *(name for part in inner for name in _names_in(part))}


def module(statements):
    """A piece of code made of single statements."""
    return ast.Module(body=statements, type_ignores=[])


def bound_by(node):
    """The names that a statement at the top of a cell binds."""
    names = set()
    for child in _outside_functions(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(child.name)
        elif isinstance(child, (ast.Import, ast.ImportFrom)):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in child.names}
        elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            names.add(child.id)
        elif isinstance(child, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and child.name:
            names.add(child.name)
    return names


def _outside_functions(node):
    yield node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return
    for child in ast.iter_child_nodes(node):
        yield from _outside_functions(child)


def used_by(tree):
    """The names that a piece of code reads, however deep inside."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def wanted_by(answer, known):
    """The names that an answer reads and neither binds itself nor finds there already."""
    own = set().union(*map(bound_by, answer.body)) if answer.body else set()
    return used_by(answer) - own - known - set(vars(builtins))


def helpers(answer, before, known):
    """The statements of other cells that an answer needs.

    Parameters
    ----------
    answer : ast.Module
        The answer's cell.
    before : list of ast.Module
        The cells that come before it, in their order.
    known : set of str
        Names that are there already.

    Returns
    -------
    ast.Module
        Top-level statements that bind a name which the answer, or one of these statements, reads and nobody else binds;
        and ``from ... import *`` where names are still missing.
    """
    statements = [node for tree in before for node in tree.body]
    binds = [bound_by(node) for node in statements]
    own = set().union(*map(bound_by, answer.body)) if answer.body else set()
    wanted = wanted_by(answer, known)
    taken, left = set(), set(wanted)
    while left:
        found = {i for i, names in enumerate(binds) if names & left} - taken
        taken |= found
        met = set().union(*(binds[i] for i in taken)) if taken else set()
        more = set().union(*(used_by(statements[i]) for i in found)) if found else set()
        left = (more - own - known - met - set(vars(builtins))) if found else set()
        wanted |= more - own - known - set(vars(builtins))
    met = set().union(*(binds[i] for i in taken)) if taken else set()
    if wanted - met:
        taken |= {i for i, names in enumerate(binds) if "*" in names}
    return module([statements[i] for i in sorted(taken)])


def absent_checks():
    """Modules with the names of the checks and nothing behind them: cells that import them run, and learn nothing.

    Returns
    -------
    dict
        Modules by name, for `sys.modules`.
    """

    class Nothing:
        """Takes any call and any attribute."""

        def __init__(self, *arguments, **keywords):
            pass

        def __call__(self, *arguments, **keywords):
            return self

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return self

    checks = types.ModuleType("autograder.checks")
    checks.Question = checks.Inputs = Nothing
    checks.CheckFailed = type("CheckFailed", (AssertionError,), {})
    return {"autograder.checks": checks}
