"""Makes the watch hard to get round where answers are marked: inside the box.

How calls are followed is left to `watch`.  Added here: functions written in C get a skin of Python, so that ``map`` cannot call
them unseen; PyTorch's own dispatcher reports every operation; a forked child reports through shared memory; switching the
profiler off or starting another program in the middle of a watched call counts as a forbidden call itself.  Where all that is
forbidden reports by itself (see `reporters`) or is not loaded, calls are not followed at all, until it is loaded.

What remains: a student who takes the box apart from within can call what they like, unseen.  That earns nothing but the right to
have called ``np.convolve``: the marks are made elsewhere, by comparing what comes back.
"""

import mmap
import multiprocessing.util
import sys
import threading
import types
from functools import cache

from autograder.box import reporters
from autograder.box.watch import OF_ITSELF, watch

_TELLTALE = {"sys.setprofile", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen"}
_SKINNED = {
    "numpy._core.multiarray": ("correlate", "correlate2"),
    "numpy._core._multiarray_umath": ("correlate", "correlate2"),
    "numpy.fft._pocketfft_umath": None,
}
_LOADING = {"exec", "import"}  # whatever a module is loaded from, one of these comes when it is known and has not run yet
_current, _installed = None, False


class guard(watch):  # noqa: N801 (it reads as a verb, as `watch` does)
    """A `watch` for answers that are marked; used in the same way."""

    _page = mmap.mmap(-1, 4096)  # shared with forked children

    def __init__(self, forbidden):
        super().__init__(forbidden, trusted=())
        self._reporting, self._others = _divided(tuple(forbidden), _installed)
        self._operations = None
        torch = sys.modules.get("torch")
        forbids_torch = any(name == "torch" for name in self._targets.packages)
        if torch is not None and forbids_torch:
            self._operations = _reporter(torch)(self)
        self._torch_may_come = torch is None and forbids_torch

    @property
    def call(self):
        """The first forbidden call, in this process or in a forked one."""
        text = self._page[:256].partition(b"\0")[0]
        return text.decode(errors="replace") or None

    @call.setter
    def call(self, name):
        self._page[:256] = (name or "").encode()[:255].ljust(256, b"\0")

    def __enter__(self):
        global _current
        _current = self
        if self._operations is not None:
            self._operations.__enter__()
        self._base, self._follow = sys._getframe(1), None
        self.look()
        return self

    def look(self):
        """Follow calls from now on if something forbidden is loaded that does not report by itself."""
        if self._follow is None and any([name in sys.modules for name in self._others]):
            base = self._base
            super().__enter__()
            self._base = base

    def told(self, forbidden, name, frame):
        """Something reports that it is called, by its own frame."""
        if forbidden in self._reporting and not self._over and not self._found and not self._innocent(frame.f_back):
            self.call, self._found = name, True

    def __exit__(self, *exception):
        global _current
        _current = None
        self._over = True
        if self._follow is not None:
            super().__exit__(*exception)  # where another thread loaded it, this one was not followed: that is found as well
        if self._operations is not None:
            self._operations.__exit__(*exception)
        if self._torch_may_come and "torch" in sys.modules and self.call is None:
            self.call = "torch"  # imported under a name that no text tells: what was called of it was not followed


@cache
def _divided(forbidden, installed):
    """Those that report by themselves, and the packages of the others; the same for each call of an answer."""
    reporting = frozenset(forbidden).intersection(reporters.REPORTING if installed else ())
    return reporting, frozenset(name.partition(".")[0] for name in forbidden if name not in reporting)


def report_alone():
    """Give this process a page of its own to report on, shared with the children that it forks and with nobody else.

    Each submission calls it first: on the warm box's page, one student's forbidden call would be another's too.
    """
    guard._page = mmap.mmap(-1, 4096)


def install():
    """Put Python skins on functions written in C, let forbidden functions report, and listen to audits; once, before any fork."""
    global _installed
    for module, names in _SKINNED.items():
        if module in sys.modules:
            for name in names or dir(sys.modules[module]):
                _skin(sys.modules[module], name)
    OF_ITSELF.add(multiprocessing.util._run_after_forkers.__code__)  # PyTorch tidies up in every forked process
    reporters.install(_told)
    sys.addaudithook(_listen)
    _installed = True


def _told(forbidden, name, frame):
    if _current is not None:
        _current.told(forbidden, name, frame)


def _skin(module, name):
    original = getattr(module, name)
    if not callable(original) or isinstance(original, type) or hasattr(original, "__code__"):
        return

    skin = types.FunctionType(
        _call_original.__code__.replace(co_name=name, co_qualname=name), {"__name__": module.__name__, "original": original}
    )
    skin.__doc__ = original.__doc__
    setattr(module, name, skin)


def _call_original(*arguments, **keywords):
    return original(*arguments, **keywords)  # noqa: F821 (each skin has globals of its own, with the original in them)


def _listen(event, arguments):
    if _current is not None and event in _LOADING:
        _current.look()
    if _current is None or event not in _TELLTALE or _current.call is not None:
        return
    caller = sys._getframe(1).f_globals
    if caller is not _OWN[0] and caller is not _OWN[1]:
        _current.call = event


def _reporter(torch, made=[]):  # noqa: B006 (the class is made once, when PyTorch is there)
    if not made:
        from torch.utils._python_dispatch import TorchDispatchMode

        class Reporter(TorchDispatchMode):
            """Sees every operation on tensors, also one that a function written in C asks for."""

            def __init__(self, seen):
                super().__init__()
                self.seen = seen

            def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
                if self.seen.call is None:
                    self.seen.call = "torch." + operation.name().rpartition("::")[2].partition(".")[0]
                return operation(*args, **(kwargs or {}))

        made.append(Reporter)
    return made[0]


_OWN = (vars(sys.modules[watch.__module__]), vars(threading))
