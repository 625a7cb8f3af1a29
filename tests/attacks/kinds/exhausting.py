"""Attacks that use things up."""

from attack import REASONED, SEEN, right, wrong

_MACHINE = f"takes what the machine has ({REASONED})"
_OWN = "costs its own question"
_LOOP = "def square(x):\n    while True:\n        "
ATTACKS = [
    wrong("time", "Never ends, in Python.", f"ends by timeout, no points ({REASONED})", _OWN, _LOOP + "pass\n"),
    wrong("time in C", "Never ends, in a function written in C that holds the interpreter: a regular expression.", f"ends by timeout and a killed kernel ({REASONED})", _OWN,
          "import re\ndef square(x):\n    return re.match('(a+)+$', 'a' * 60 + 'b')\n"),
    wrong("sleep", "Sleeps for ever.", f"ends by timeout, no points ({REASONED})", _OWN, "import time\ndef square(x):\n    time.sleep(10**6)\n"),
    wrong("memory", "Takes memory until there is none.", _MACHINE, _OWN, "def square(x):\n    kept = []\n    while True:\n        kept.append(bytearray(10**7))\n"),
    wrong("fork bomb", "Forks until it may not.", _MACHINE, _OWN, "import os\n" + _LOOP + "try:\n            os.fork()\n        except OSError:\n            pass\n"),
    right("disk", "Fills every folder that it may write to.", _MACHINE, "honest points: the scratch folder is small and goes with the box",
          "import os\nfor folder in ('/tmp', '/dev/shm', os.getcwd()):\n    try:\n        with open(folder + '/big', 'wb') as file:\n            for _ in range(1000):\n                file.write(bytes(1 << 20))\n    except OSError:\n        pass\nprint('full')\n", proof="full"),
    right("inodes", "Makes as many empty files as it can.", _MACHINE, "honest points: a few thousand, then no more",
          "import os\ntry:\n    for number in range(20_000):\n        open(f'file{number}', 'w').close()\nexcept OSError:\n    print('no more')\n", proof="no more"),
    right("output", "Prints 20 MB, and 20 MB to stderr.", f"all is stored in the notebook, and stderr gives 0 points ({SEEN})", "honest points: the first part is kept",
          "import sys\nfor stream in (sys.stdout, sys.stderr):\n    for _ in range(200):\n        print('x' * 100_000, file=stream)\n"),
    wrong("recursion", "Recurses without end, with the limit lifted.", f"the kernel crashes ({REASONED})", _OWN, "import sys\nsys.setrecursionlimit(10**9)\ndef square(x):\n    return square(x)\n"),
    wrong("a huge int", "Returns an int that is just small enough to cross, and too large to print.", f"no points ({REASONED})", "wrong, and said in a sentence",
          "def square(x):\n    return 10**19000\n", others={"convolve1d": "def convolve1d(f, g):\n    return 10**19000\n"}, earns={"convolve1d": 0.0}),
    wrong("a huge text", "Raises an exception with a text of 50 MB.", f"all is stored in the notebook ({REASONED})", "crashed; the text is cut", "def square(x):\n    raise ValueError('x' * 50_000_000)\n"),
    right("descriptors", "Opens files until it may not.", _MACHINE, "honest points: a few dozen, then no more",
          "kept = []\ntry:\n    while True:\n        kept.append(open('/dev/null'))\nexcept OSError:\n    print('no more')\nkept.clear()\n", proof="no more"),
]
