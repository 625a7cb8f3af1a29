"""Runs cells in the page: what they print, draw and raise goes out as it comes; a page's own order decides what runs before.

What cells need of each other is left to `cells`, loading Python and its packages to `worker.mjs`. The standard library is all
that is needed here, so that this can be tried outside of a browser.
"""

import ast
import importlib.util
import io
import linecache
import sys
import time
import traceback
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from cells import plan, units_of

LONGEST = 60_000  # letters of one run that a page can still show
WHY_NOT = {"torch": "PyTorch has no version for web browsers. Run this cell in a notebook"}
HERE = "<cell "


class Session:
    """One page's Python.

    Parameters
    ----------
    tell : callable
        Hears ``tell(kind, text)``: of the kinds ``"text"`` (printed), ``"result"``, ``"figure"`` (SVG), ``"figure-dark"``,
        ``"error"``, ``"note"``, and, where answers are checked, ``"passed"`` and ``"failed"``.
    """

    def __init__(self, tell):
        self.tell, self.styled = tell, False
        self.forget()

    def forget(self):
        """Begin with nothing defined."""
        self.names, self.done = {"__name__": "__main__", "__missing__": Missing}, []

    def modules(self, sources, index):
        """Top names of the modules that running one cell will import."""
        return sorted(plan(list(sources), index).imports)

    def run(self, sources, index):
        """Run one cell of a page, and before it what it needs of the cells above; true if nothing was raised."""
        wanted = plan(list(sources), index)
        if not self._fits(wanted):
            self.forget()
        fresh = [unit for unit in wanted.before if unit not in self.done]
        if fresh:
            numbers = sorted({unit.cell + 1 for unit in fresh})
            self.tell("note", f"Ran first, from the cells above: {_listed(numbers)}.")
        for unit in fresh:
            if not self._execute(unit.source, f"{HERE}{unit.cell + 1}>", quiet=True):
                self.tell("note", f"The mistake is in cell {unit.cell + 1}, which this one needs.")
                return False
            self.done.append(unit)
        self._style()
        self.done += units_of(wanted.target.source, index)
        return self._execute(wanted.target.source, f"{HERE}{index + 1}>")

    def _style(self):
        """Draw in the book's style, as its first cell asks for; a later cell needs nothing else of that line."""
        book = sys.modules.get("course_figures")
        if book and not self.styled:
            book.use_style()
            self.styled = True

    def _fits(self, wanted):
        """Whether what has been run so far is what the page's order would have run, as far as this cell can tell."""
        target = wanted.target
        matters = target.reads | target.deferred | target.changes
        matters = matters.union(*(unit.binds | unit.reads | unit.deferred | unit.changes for unit in wanted.before))
        position = {unit: place for place, unit in enumerate(wanted.before)}
        last = -1
        for unit in self.done:
            if unit in position:
                if position[unit] < last:
                    return False
                last = position[unit]
            elif (unit.binds | unit.changes) & matters:
                return False
        # What is still to run must not come before what has run.
        missing = [place for unit, place in position.items() if unit not in self.done]
        return not missing or min(missing) > last

    def check(self, before, answer, tests):
        """Run an answer and its checks, each told as passed or failed; the cells before it may be wrong without harm.

        Parameters
        ----------
        before : list of (str, str)
            Names and texts of the cells above: the imports and the other answers.
        answer : (str, str)
            The answer's name and text.
        tests : list of (str, str)
            The names and texts of its checks.
        """
        self._prepare(before)
        if not self._execute(answer[1], f"<{answer[0]}>", result=False):
            return False
        verdicts = [self._test(name, source) for name, source in tests]
        return all(verdicts)

    def attempt(self, before, source):
        """Run a free cell below answers."""
        self._prepare(before)
        return self._execute(source, "<your lines>")

    def _prepare(self, before):
        self.forget()
        for name, source in before:
            # A mistake in another answer is told at that answer, and costs nothing here.
            self._execute(source, f"<{name}>", quiet=True, told=False)

    def _test(self, name, source):
        said = io.StringIO()
        try:
            with redirect_stdout(said), redirect_stderr(said):
                exec(self._compiled(source, f"<{name}>"), self.names)
        except BaseException as error:
            text = str(error) if hasattr(error, "verdict") else readable(error)
            self.tell("failed", text)
            return False
        self.tell("passed", said.getvalue().strip())
        return True

    def _execute(self, source, name, quiet=False, told=True, result=True):
        """Run a text; give whether it ended without an exception."""
        try:
            with self._heard(quiet):
                tree = self._parsed(source, name)
                shown = tree.body.pop() if result and _shows(source, tree) else None
                exec(compile(tree, name, "exec"), self.names)
                value = eval(compile(ast.Expression(shown.value), name, "eval"), self.names) if shown else None
            if value is not None and not quiet:
                self.tell("result", repr(value)[:LONGEST])
            self._draw(quiet)
        except BaseException as error:
            self._draw(quiet=True)
            if told:
                self.tell("error", readable(error))
            return False
        return True

    def _parsed(self, source, name):
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        return ast.fix_missing_locations(_Imports().visit(ast.parse(source, name)))

    def _compiled(self, source, name):
        return compile(self._parsed(source, name), name, "exec")

    @contextmanager
    def _heard(self, quiet):
        """Send what is printed, warnings too, on its way; or nowhere."""
        out = _Printed((lambda kind, text: None) if quiet else self.tell)
        with redirect_stdout(out), redirect_stderr(out):
            try:
                yield
            finally:
                out.send()

    def _draw(self, quiet):
        """Send the figures that a run has left, and close them."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return
        for number in pyplot.get_fignums():
            if not quiet:
                svg = io.StringIO()
                pyplot.figure(number).savefig(svg, format="svg")
                self.tell("figure", svg.getvalue())
                self.tell("figure-dark", _in_dark_colours(svg.getvalue()))
            pyplot.close(number)


def _listed(numbers):
    """Numbers as one writes them in a sentence."""
    words = [str(number) for number in numbers]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _shows(source, tree):
    """Whether a text ends with a value to show: an expression without a semicolon."""
    return bool(tree.body) and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";")


def _in_dark_colours(svg):
    """Swap the book's colours for their partners on dark pages, where the figure was drawn in its style."""
    book = sys.modules.get("course_figures")
    for pair in book.COLOURS.values() if book else ():
        svg = svg.replace(pair.light, pair.dark)
    return svg


def readable(error):
    """An exception in the words of Python, without the lines that only this program runs.

    Examples
    --------
    >>> readable(ValueError("no such kernel"))
    'ValueError: no such kernel'
    """
    if isinstance(error, SystemExit):
        return "SystemExit: the cell asked Python to end, which a page does not do."
    told = traceback.TracebackException.from_exception(error, limit=-40)
    frames = [frame for frame in told.stack if not frame.filename.endswith("session.py")]
    first = next((place for place, frame in enumerate(frames) if frame.filename.startswith("<")), len(frames))
    told.stack = traceback.StackSummary.from_list(frames[first:])
    lines = told.format(chain=False) if told.stack else told.format_exception_only()
    absent = error.name if isinstance(error, ModuleNotFoundError) and error.name else ""
    return "".join(lines).strip() + (f"\n{absent} is not among the packages of this site's Python." if absent else "")


class _Printed(io.TextIOBase):
    """What is printed, in pieces that a page can take, and no more than it can show."""

    def __init__(self, tell):
        self.tell, self.waiting, self.sent, self.last = tell, [], 0, time.monotonic()

    def writable(self):
        return True

    def write(self, text):
        if self.sent < LONGEST:
            self.waiting.append(text)
            self.sent += len(text)
            if self.sent >= LONGEST:
                self.waiting.append("\n... the rest of what was printed is left out\n")
                self.send()
            elif time.monotonic() - self.last > 0.1:
                self.send()
        return len(text)

    def send(self):
        if self.waiting:
            self.tell("text", "".join(self.waiting))
        self.waiting, self.last = [], time.monotonic()


class _Imports(ast.NodeTransformer):
    """Lets a cell name a module that is not there: only using it is a mistake, so a page's first cell still runs."""

    def visit_Import(self, node):
        """Put a stand-in in the place of ``import torch``."""
        return [self._one(alias, alias.name, ast.Import([alias]), node) for alias in node.names]

    def visit_ImportFrom(self, node):
        """Put stand-ins in the place of ``from torch import nn``."""
        if not node.module or _is_there(node.module):
            return node
        return [self._one(alias, f"{node.module}.{alias.name}", node, node) for alias in node.names]

    def _one(self, alias, path, otherwise, node):
        if _is_there(path):
            return ast.copy_location(otherwise, node)
        name = alias.asname or alias.name.partition(".")[0]
        made = ast.Call(ast.Name("__missing__", ast.Load()), [ast.Constant(path)], [])
        return ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], made), node)


def _is_there(path):
    top = path.partition(".")[0]
    return top in sys.modules or importlib.util.find_spec(top) is not None


class Missing:
    """A module that is not there, or a part of one: it can be named and passed on, but not used."""

    def __init__(self, path):
        self._path = path

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Missing(f"{self._path}.{name}")

    def __mro_entries__(self, bases):
        raise self._error()

    def __call__(self, *arguments, **keywords):
        """Say why there is nothing to call."""
        raise self._error()

    def _error(self):
        top = self._path.partition(".")[0]
        reason = WHY_NOT.get(top, f"this site's Python has no package of that name: {top}")
        return ModuleNotFoundError(f"{self._path} cannot be used here: {reason}.")
