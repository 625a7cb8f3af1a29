"""What the kernel is asked for, beyond what tests/box/test_sandbox.py sees of it from inside of a box."""

import ctypes
import mmap
import re
import subprocess
import sys

from autograder.box import kernel

SIZE = 16 << 20
PROGRAM = f"""
import re
from autograder.box import kernel
kept = [bytes([number % 251]) * 4000 for number in range({SIZE} // 4000)]
kernel.collapse_pages()
assert all(each == bytes([number % 251]) * 4000 for number, each in enumerate(kept))
print(re.search(r"AnonHugePages: *(\\d+)", open("/proc/self/smaps_rollup").read())[1])
"""


def test_memory_in_large_pages_is_what_it_was():
    """All that is in memory stays; most of it lies in large pages, wherever the kernel makes any when it is asked."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    large = int(re.search(r"\d+", done.stdout)[0]) * 1024
    assert large > SIZE // 2 or not the_kernel_can()


def the_kernel_can():
    """Whether a piece of memory of one's own can be put into a large page."""
    memory = mmap.mmap(-1, 4 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory[:] = b"x" * len(memory)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    aligned = -(-address // kernel._LARGE) * kernel._LARGE
    return kernel._libc.madvise(ctypes.c_void_p(aligned), ctypes.c_size_t(kernel._LARGE), kernel._COLLAPSE) == 0
