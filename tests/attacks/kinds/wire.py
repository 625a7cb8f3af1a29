"""Attacks on what crosses between the box and the judge."""

from attack import REASONED, right, wrong

_NONE = "no such part"
_CRASH = "no points: what is no answer is `crashed`, and the run goes on"
_REFUSED = "no points: it does not cross"
_RAW = (
    "import os, socket, struct, sys\ndef channel():\n    for number in range(3, 64):\n        try:\n"
    "            return socket.socket(fileno=os.dup(number)), number\n        except OSError:\n            continue\n"
)


def _returns(name, mechanism, code, stock=f"an error, no points ({REASONED})", here=_REFUSED, **more):
    return wrong(name, mechanism, stock, here, code, **more)


ATTACKS = [
    _returns("pickle hooks", "Returns objects with __reduce__, __getstate__ and __deepcopy__ that run code when they are read.",
             "import os\nclass Bomb:\n    def __reduce__(self):\n        return os._exit, (0,)\n    __getstate__ = __deepcopy__ = __copy__ = __reduce__\ndef square(x):\n    return [Bomb(), {Bomb(): Bomb()}]\n"),
    _returns("object arrays", "Returns arrays of objects, of fields and of dates.",
             "import numpy as np\ndef square(x):\n    return [np.array([object()] * 3), np.zeros(3, [('a', 'O'), ('b', 'f8')]), np.array(['2020'], 'M8[D]'), np.ma.masked_all(3)]\n"),
    _returns("a huge list", "Returns a list of two million numbers.", "def square(x):\n    return [0] * 2_000_000\n"),
    _returns("a deep list", "Returns a list nested a hundred thousand deep, and one that contains itself.",
             "def square(x):\n    a = [9]\n    if x == 3:\n        a.append(a)\n    for i in range(10**5):\n        a = [a]\n    return a\n"),
    _returns("an array of strides", "Returns an array that claims terabytes of one repeated number.",
             "import numpy as np\ndef square(x):\n    return np.lib.stride_tricks.as_strided(np.array([9]), (1 << 40,), (0,))\n"),
    _returns("zero-sized arrays", "Returns empty arrays with axes of 2**40, which equal anything.",
             "import numpy as np\ndef square(x):\n    return np.empty((1 << 40, 0)) if np.ndim(x) else np.empty((0, 3))\n"),
    _returns("false lengths", "Writes the head of a message of 4 GB with 4096 buffers of 2**63 bytes to the judge.",
             _RAW + "def square(x):\n    wire, _ = channel()\n    wire.sendall(struct.pack('<II', 100, 4096) + struct.pack('<Q', (1 << 63) - 1) * 4096)\n    return 0\n", _NONE, _CRASH),
    _returns("noise on every descriptor", "Writes random bytes to every open file descriptor.",
             "import os\ndef square(x):\n    for number in range(64):\n        try:\n            os.write(number, os.urandom(4096))\n        except OSError:\n            pass\n    return 0\n", f"garbles its own kernel's messages ({REASONED})", _CRASH),
    _returns("half a message", "Sends half a message and stops.", _RAW + "import time\ndef square(x):\n    channel()[0].sendall(struct.pack('<II', 1000, 0) + b'x' * 10)\n    time.sleep(1000)\n", _NONE, "no points: `too slow`"),
    _returns("hangs up", "Closes the way to the judge, or shuts it down.", _RAW + "def square(x):\n    wire, number = channel()\n    wire.shutdown(socket.SHUT_RDWR)\n    os.close(number)\n    return 0\n", _NONE, _CRASH),
    _returns("file descriptors", "Sends open files along with a message to the judge.",
             _RAW + "def square(x):\n    wire, _ = channel()\n    files = [os.open('/proc/self/stat', os.O_RDONLY) for _ in range(20)]\n    socket.send_fds(wire, [b'\\0' * 8], files)\n    return 0\n", _NONE, _CRASH),
    _returns("never reads", "Answers a loop over an endless iterator in advance and never reads a request, so that the judge waits to be read.",
             _RAW + "import time\nfrom autograder.box.wire import Codec\ndef square(x):\n    return 0\nclass Endless:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        body, _ = Codec().pack({'value': 0.25})\n        wire, _ = channel()\n"
             "        for _ in range(100_000):\n            wire.sendall(struct.pack('<II', len(body), 0) + body)\n        time.sleep(1000)\ndef halve(x):\n    return Endless() if isinstance(x, list) else 0\n",
             _NONE, "no points: `too slow`; the judge waits no longer to be read than to read", others={"halve": "pass\n"}, earns={"halve": 0.0}),
    _returns("different every time", "Gives another answer at every call, and detects that it is called twice.",
             "calls = 0\ndef square(x):\n    global calls\n    calls += 1\n    return [9, 49][calls % 2]\n", f"some points, if it is lucky ({REASONED})", "no points here: each call is compared for itself",
             others={"convolve1d": "import numpy as np\nknown = {}\ndef convolve1d(f, g):\n    key = (f.tobytes(), g.tobytes())\n    known[key] = known.get(key, 0) + 1\n    return np.full(len(f) + len(g) - 1, known[key], float)\n"},
             earns={"convolve1d": 0.0}),
    _returns("one hash for all", "Returns a set of large ints that all have one hash, which takes hours to build.",
             "class Many(set):\n    pass\ndef square(x):\n    from autograder.box import wire\n    wire._WRITE[list] = lambda codec, value, buffers, depth: [wire.SET, *([wire.BIGINT, (k * ((1 << 61) - 1) << 4).to_bytes(12, 'big', signed=True)] for k in range(1, 150_000))]\n    return []\n",
             _NONE, "no points: such keys are counted"),
    _returns("an oracle", "Asks the judge's reference, lent to a later function, to compute something enormous.",
             "def square(x):\n    return 0\n", _NONE, "no points for that answer: what may be asked for is bounded in size and time",
             others={"correlate1d": "def correlate1d(f, g):\n    import numpy as np\n    for size in (10**6, 30_000):\n        try:\n            convolve1d(np.ones(size), np.ones(size))\n        except ValueError:\n            pass\n    return f\n"}, earns={"correlate1d": 0.0}),
    _returns("forged callbacks", "Calls back under numbers that were never given, with arguments that are none.",
             _RAW + "from autograder.box.wire import Codec\ndef square(x):\n    wire, _ = channel()\n    for number in (0, 10**6, -1, True, 'convolve1d', None):\n        body, _ = Codec().pack({'callback': number, 'arguments': [[]], 'keywords': {'a': 1}})\n        wire.sendall(struct.pack('<II', len(body), 0) + body)\n    return 0\n",
             _NONE, "no points: the judge answers that there is nothing to call back", earns=dict.fromkeys(("halve", "convolve1d", "correlate1d", "double"), 0.0)),
    _returns("a forged error", "Answers with errors of kinds that are not on the list: Stopped, KeyboardInterrupt, SystemExit.",
             "import sys\nerrors = sys.modules['autograder.box.errors']\nerrors.describe = lambda error, cells: ['SystemExit', 'Stopped', 'right', [['test_square_0', '<module>', 2]]]\ndef square(x):\n    raise KeyboardInterrupt\n", f"a KeyboardInterrupt ends the cell, no points ({REASONED})", _CRASH),
    _returns("frames of another cell", "Names the hidden test as the place of its error, so that the page quotes it.",
             "import sys\nerrors = sys.modules['autograder.box.errors']\nerrors.describe = lambda error, cells: ['ValueError', 'ValueError', '', [['test_square_0', 'square', 4], ['/etc/passwd', 'square', 1]]]\ndef square(x):\n    raise ValueError\n", _NONE, "no points: only lines of the student's own cells are quoted"),
    right("tells what is right", "Prints, raises and returns what the hidden checks hand over, to learn what they expect.", f"tells: hidden tests run in its kernel ({REASONED})",
          "honest points; an expected value never crosses to the box",
          "import gc\ndef watch(*things):\n    for thing in gc.get_objects():\n        if type(thing) is list and any(type(each) is str and each.startswith('PLANT' + 'ED-') for each in thing):\n            print(thing)\nwatch()\nprint('looked')\n", proof="looked"),
]
