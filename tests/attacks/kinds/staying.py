"""Attacks that stay alive after their submission."""

from attack import REASONED, SEEN, right

_STAYS = f"stays, as the grader's process, through the rest of the run ({REASONED})"
_HERE = "all is gone with the box; honest points"
_DAEMON = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True:\n            time.sleep(0.05)\n    os._exit(0)\n"
ATTACKS = [
    right("daemon", "Forks twice into a session of its own and waits for the next student.", _STAYS, _HERE, _DAEMON),
    right("deaf daemon", "The same, deaf to every signal that can be ignored.", _STAYS, _HERE,
          "import signal\nfor number in range(1, 65):\n    try:\n        signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError):\n        pass\n" + _DAEMON),
    right("thread at exit", "Starts threads that are no daemons and never end.", f"the kernel is killed after a while ({REASONED})", _HERE,
          "import threading, time\nfor _ in range(3):\n    threading.Thread(target=lambda: time.sleep(10**6), daemon=False).start()\n"),
    right("last words", "Registers atexit functions, finalisers and handlers that never return.", f"kernel shutdown waits, then kills ({REASONED})", _HERE,
          "import atexit, time, weakref, signal\natexit.register(time.sleep, 10**6)\nclass Last:\n    def __del__(self):\n        time.sleep(10**6)\nlast = Last()\nsignal.signal(signal.SIGTERM, lambda *a: time.sleep(10**6))\n"),
    right("another program", "Starts a shell in the background that outlives its parent.", _STAYS, _HERE,
          "import subprocess\nprogram = subprocess.Popen(['/bin/sh', '-c', 'trap \"\" TERM HUP; while :; do sleep 1; done'], start_new_session=True)\n"),
    right("swallows interrupts", "Leaves a loop that swallows KeyboardInterrupt and SystemExit in a child.", f"ends the run of that submission: it gets nothing ({SEEN})", _HERE,
          "import os, time\nif os.fork() == 0:\n    while True:\n        try:\n            time.sleep(0.05)\n        except BaseException:\n            pass\n"),
    right("stopped child", "Leaves stopped children and zombies behind.", _STAYS, _HERE,
          "import os, signal, time\nfor _ in range(3):\n    if os.fork() == 0:\n        os.kill(os.getpid(), signal.SIGSTOP)\nif os.fork() == 0:\n    os._exit(0)\n"),
]
