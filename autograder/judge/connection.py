"""The judge's end of the talk with a box: asks, waits as long as the limits allow, and reads answers that nobody vouches for.

What stands for a student's objects is left to `stand_ins`, what a result is worth to `trial`.
"""

import re
import signal
import time
from weakref import WeakValueDictionary

from autograder.box.channel import Closed, Late
from autograder.box.errors import KINDS
from autograder.box.sandbox import BoxLost
from autograder.box.watch import ForbiddenCall
from autograder.box.wire import CALLBACK, HANDLE, NETWORK, Codec, WireError
from autograder.judge import bounds, networks, stand_ins
from autograder.judge.blame import blame
from autograder.judge.verdicts import Stopped, crashed

PATIENCE = 0.2  # seconds between two looks at what a box uses
PRINTED = 64 * 1024
_NAME = re.compile(r"[\w.]{1,200}\Z")


class Connection:
    """The talk with one confined process.

    Parameters
    ----------
    place : autograder.box.sandbox.Place
        The process.
    limits : autograder.box.confinement.Limits
        What it may use.
    cells : set of str
        Names of the cells that run there, for telling where an error arose.
    """

    def __init__(self, place, limits, cells=()):
        self.place, self.limits, self.cells = place, limits, set(cells)
        self.codec = Codec(self._give, self._take, layouts=True)
        self.callbacks, self.networks, self.classes = {}, WeakValueDictionary(), {}
        self.named = {}  # stand-ins by the names that a test used, until the box says that a name stands for something else
        self.gone = []  # numbers of networks that nothing stands for here any more
        self.forbidden, self.watched, self.before_change = (), None, lambda: None
        self.printed = []
        self.room = PRINTED
        self.start(limits.cpu_seconds)

    def start(self, cpu_seconds):
        """Begin a test cell: its processor time is counted from now on."""
        self.allowed, self.begun = cpu_seconds, time.monotonic()
        self.wall = self.limits.wall_seconds * min(1.0, cpu_seconds / self.limits.cpu_seconds)
        self.waited = self.idle = 0.0  # since the last look; since anything was computed
        self.base = self.cpu = None  # seen at the first look: most cells end before, and what was computed until then is little

    def ask(self, do, **fields):
        """Ask for one thing; gives the fields of the answer.

        Raises
        ------
        Stopped
            If no answer can come any more.
        Exception
            What the student's code raised, as the nearest kind on a fixed list.
        """
        try:
            packed = self.codec.pack({"do": do, **self._forgotten(), **fields})
        except WireError as error:
            raise TypeError(f"the test hands something over that cannot cross: {error}") from None
        answer = self._exchange(packed)
        self._keep(answer)
        if answer.get("forbidden") is not None:
            raise ForbiddenCall(_checked_name(answer["forbidden"]))
        return answer

    def _forgotten(self):
        """The networks that the box need not keep for this side any longer: a few large ones would fill its memory."""
        gone, self.gone[:] = [number for number in self.gone if number not in self.networks], []
        return {"forget": gone} if gone else {}

    def value(self, do, **fields):
        """Ask for one thing; gives the value, or raises what the student's code raised."""
        answer = self.ask(do, **fields)
        if "error" in answer:
            raise self.error(answer["error"])
        if "value" not in answer:
            raise crashed("no result")
        return answer["value"]

    def error(self, told):
        """The exception that an answer raised, with the line of its cell as the end of its traceback."""
        shape = [str, str, str, list]
        if type(told) is not list or [type(part) for part in told] != shape or told[0] not in KINDS:
            raise crashed("no error")
        kind, name, text, frames = told
        if kind == "MemoryError":
            raise Stopped("too much memory", f"The answer needed more than {self.limits.memory_mb} MB: {text[:200]}")
        if (kind, name) == ("TypeError", "WireError"):
            return stand_ins.Untouchable(text)
        if kind != name and name.isidentifier():
            text = f"{name}: {text}" if text else name
        return blame(KINDS[kind](text), frames, self.cells)

    def _exchange(self, packed):
        """Send, serve callbacks meanwhile, and receive the answer."""
        try:
            while True:
                self.place.channel.send(*packed, PATIENCE, self._unread)
                answer = self.codec.unpack(*self._receive())
                if type(answer) is not dict or not all(type(key) is str for key in answer):
                    raise WireError("not an answer")
                if "callback" not in answer:
                    return answer
                packed = self.codec.pack(self._call_back(answer))
        except WireError as error:
            raise crashed(error) from None
        except Closed:
            raise self._ended() from None
        except BoxLost as error:
            raise Stopped("could not judge", f"The box was lost: {error}.") from None

    def _receive(self):
        while True:
            begun = time.monotonic()
            try:
                answer = self.place.channel.receive(PATIENCE)
            except Late:
                self._look(silent=PATIENCE)
                continue
            self.waited += time.monotonic() - begun
            if self.waited > PATIENCE:
                self._look()
            return answer

    def _unread(self):
        """The box does not read what it was sent: that is waiting too."""
        self._look(silent=PATIENCE)

    def _look(self, silent=0.0):
        """Compare what the box uses with the limits.

        Only time in which no answer came counts as idle, no more of it at once than the judge meant to wait: on a busy machine
        the judge itself may have slept for long, and the box with it.
        """
        use = self._use()
        if self.base is None:
            self.base = self.cpu = use["cpu"]
        self.idle = self.idle + silent if silent and use["asleep"] and use["cpu"] <= self.cpu else 0.0
        self.waited, self.cpu = 0.0, use["cpu"]
        if use["cpu"] - self.base > self.allowed:
            raise Stopped("too slow", f"The answer computed for more than {self.allowed:g} seconds.")
        if self.idle > self.limits.idle_seconds:
            raise Stopped("too slow", f"The answer waited for {self.limits.idle_seconds:g} seconds and computed nothing.")
        if time.monotonic() - self.begun > self.wall:
            raise Stopped("too slow", f"The answer took more than {self.wall:g} seconds.")
        if use["memory"] > 2 * self.limits.memory_mb << 20:
            raise Stopped("too much memory", f"The answer's processes needed more than {2 * self.limits.memory_mb} MB.")

    def _use(self):
        try:
            return self.place.use()
        except BoxLost as error:
            raise Stopped("could not judge", f"The box was lost: {error}.") from None

    def _ended(self):
        """Why the other side hung up."""
        try:
            status = self.place.end()
        except BoxLost as error:
            return Stopped("could not judge", f"The box was lost: {error}.")
        if status == -signal.SIGXCPU:
            return Stopped("too slow", "The answer computed for far too long.")
        how = f"by signal {-status}" if status and status < 0 else "without a word"
        return Stopped("crashed", f"The answer ended its own process {how}.")

    def _keep(self, answer):
        """Keep what was printed, which is shown and never scored; forget names that no longer stand for what they did."""
        if "renamed" in answer:
            self.named.clear()
        for name in ("out", "err"):
            text = answer.get(name, "")
            if type(text) is str and text and self.room > 0:
                self.printed.append((name, text[: self.room]))
                self.room -= len(text)

    def take_printed(self):
        """What was printed to stdout and to stderr since this was last asked."""
        printed, self.printed, self.room = self.printed, [], PRINTED
        return tuple("".join(text for name, text in printed if name == wanted) for wanted in ("out", "err"))

    def _call_back(self, request):
        """Compute for the box what it may ask for just now."""
        function = self.callbacks.get(request.get("callback")) if type(request.get("callback")) is int else None
        arguments, keywords = request.get("arguments"), request.get("keywords")
        try:
            if function is None or type(arguments) is not list or type(keywords) is not dict:
                raise RuntimeError("there is nothing to call back now")
            if bounds.size(arguments) + bounds.size(keywords) > bounds.ASKED:
                raise ValueError("too much to compute is asked for")
            with bounds.time(self.limits.cpu_seconds):
                return {"value": function(*arguments, **keywords)}
        except Exception as error:
            kind = type(error).__name__
            return {"error": [kind if kind in KINDS else "RuntimeError", str(error)[:500]]}

    def _give(self, thing):
        """What stands on the wire for something of the judge's."""
        if isinstance(thing, stand_ins.StandIn):
            return HANDLE, stand_ins.number_of(thing)
        if networks.is_network(thing):
            number = networks.number_of(thing)
            return (NETWORK, networks.describe_own(thing)) if number is None else (HANDLE, number)
        if callable(thing) and not isinstance(thing, type):
            number = next((number for number, known in self.callbacks.items() if known is thing), len(self.callbacks))
            self.callbacks[number] = thing
            return CALLBACK, number
        raise WireError(f"a {type(thing).__name__}")

    def _take(self, tag, told):
        """What stands in the judge for something of the student's."""
        if tag == HANDLE:
            return stand_ins.make(self, told)
        if tag == NETWORK:
            return networks.make(self, told)
        raise WireError("an unknown tag")


def _checked_name(name):
    if type(name) is not str or not _NAME.match(name):
        raise crashed("no name")
    return name
