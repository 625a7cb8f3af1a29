"""Asks the Linux kernel for what Python 3.11 has no function for: namespaces, mounts, capabilities, a filter of system calls.

What is asked for, and in which order, is left to `confinement` and `launch`.
"""

import ctypes
import os
import platform
import signal
import struct

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
NOSUID, NODEV, NOEXEC, READ_ONLY, REMOUNT, BIND, RECURSIVE, PRIVATE = 2, 4, 8, 1, 32, 4096, 16384, 1 << 18
_SET_SECCOMP, _SET_NO_NEW_PRIVS, _GET_TID_ADDRESS = 22, 38, 40
_CHILD_CLEARTID, _CHILD_SETTID = 0x00200000, 0x01000000
_COLLAPSE, _LARGE = 25, 2 << 20

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags):
    """Leave these namespaces of the parent for new ones."""
    _checked(_libc.unshare(flags), "unshare")


def fork_into(flags):
    """Fork, with the child in new namespaces: one fork where `os.fork` and `unshare` would need two, and each costs 20 ms here.

    Parameters
    ----------
    flags : int
        Which namespaces, such as ``NEWUSER | NEWPID``.

    Returns
    -------
    int
        0 in the child, its pid in the parent.
    """
    python, machine = ctypes.pythonapi, platform.machine()
    own, address = ctypes.PyDLL(None, use_errno=True), ctypes.c_void_p()
    if _libc.prctl(_GET_TID_ADDRESS, ctypes.byref(address), 0, 0, 0) == 0 and address.value:
        flags |= _CHILD_CLEARTID | _CHILD_SETTID  # as the C library's own fork does, so that it knows its thread's number
    words = [flags | signal.SIGCHLD, 0, 0, address.value or 0, 0]
    if machine == "aarch64":
        words[3], words[4] = words[4], words[3]
    own.syscall.restype = ctypes.c_long
    python.PyOS_BeforeFork()
    pid = own.syscall(_MACHINES[machine][1], *map(ctypes.c_ulong, words))
    if pid == 0:
        python.PyOS_AfterFork_Child()
        return 0
    python.PyOS_AfterFork_Parent()
    _checked(pid, "clone")
    return pid


def mount(source, target, kind=None, flags=0, options=None):
    """Mount a file system, or change how one is mounted."""
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    _checked(_libc.mount(*texts[:3], ctypes.c_ulong(flags), texts[3]), f"mount {target}")


def collapse_pages():
    """Hold the memory of this process in large pages from now on, where the kernel can: Linux 6.1 and later.

    A fork copies a table with an entry for each page, and its end takes that table down again. With PyTorch loaded that would be
    tens of thousands of entries. A page that is written to later is copied alone, as before.
    """
    with open("/proc/self/maps") as maps:
        lines = [line.split() for line in maps]
    for place, rights, _, _, inode, *_ in lines:
        low, high = (int(end, 16) for end in place.split("-"))
        low, high = -(-low // _LARGE) * _LARGE, high // _LARGE * _LARGE
        if rights == "rw-p" and inode == "0" and low < high:
            _libc.madvise(ctypes.c_void_p(low), ctypes.c_size_t(high - low), _COLLAPSE)  # if it cannot, all is as it was


def drop_capabilities():
    """Give every capability back, those over one's own namespace too."""
    header, data = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    _checked(_libc.capset(header, data), "capset")


def no_new_privileges():
    """Never again gain rights by starting a program."""
    _checked(_libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


# System calls that an answer never needs and that have opened sandboxes before, or that hold memory which no limit counts.
_X86 = """ptrace 101 mount 165 umount2 166 pivot_root 155 chroot 161 setns 308 unshare 272 bpf 321 keyctl 250 add_key 248
request_key 249 process_vm_readv 310 process_vm_writev 311 perf_event_open 298 userfaultfd 323 memfd_create 319 kexec_load 246
kexec_file_load 320 open_by_handle_at 304 name_to_handle_at 303 init_module 175 finit_module 313 delete_module 176 shmget 29
msgget 68 semget 64 mq_open 240 swapon 167 reboot 169 acct 163 syslog 103 kcmp 312 personality 135 iopl 172 ioperm 173"""
_ARM = """ptrace 117 mount 40 umount2 39 pivot_root 41 chroot 51 setns 268 unshare 97 bpf 280 keyctl 219 add_key 217
request_key 218 process_vm_readv 270 process_vm_writev 271 perf_event_open 241 userfaultfd 282 memfd_create 279 kexec_load 104
kexec_file_load 294 open_by_handle_at 265 name_to_handle_at 264 init_module 105 finit_module 273 delete_module 106 shmget 194
msgget 186 semget 190 mq_open 180 swapon 224 reboot 142 acct 89 syslog 116 kcmp 272 personality 92"""
_EVERYWHERE = """io_uring_setup 425 io_uring_enter 426 io_uring_register 427 open_tree 428 move_mount 429 fsopen 430 fsconfig 431
fsmount 432 fspick 433 pidfd_getfd 438 mount_setattr 442 memfd_secret 447"""
# Machine: the kernel's number for it, then clone, clone3, socket, then what is refused.
_MACHINES = {"x86_64": (0xC000003E, 56, 435, 41, _X86), "aarch64": (0xC00000B7, 220, 435, 198, _ARM)}
_FAMILIES = (1, 2, 10)  # sockets between processes and of the internet protocols, which lead nowhere in an own network namespace
_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


def can_filter():
    """Whether `filter_system_calls` knows this machine."""
    return platform.machine() in _MACHINES


def filter_program(machine):
    """The filter for one kind of machine, as the kernel reads it: eight bytes an instruction.

    Parameters
    ----------
    machine : str
        As `platform.machine` says it.

    Returns
    -------
    bytes
        A program of classic BPF.
    """
    number, clone, clone3, socket, refused = _MACHINES[machine]
    refused = [int(each) for each in (refused + " " + _EVERYWHERE).split()[1::2]]
    code = []

    def emit(operation, value, yes=0, no=0):
        code.append(struct.pack("=HBBI", operation, yes, no, value))

    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    emit(load, 4)  # which machine's numbers these are
    emit(equal, number, yes=1)
    emit(give, _KILL)
    emit(load, 0)  # the number of the call
    if machine == "x86_64":
        emit(at_least, 0x40000000, no=1)  # the same calls under other numbers
        emit(give, _EPERM)
    for each in refused:
        emit(equal, each, no=1)
        emit(give, _EPERM)
    emit(equal, clone3, no=1)
    emit(give, _ENOSYS)  # its flags lie behind a pointer; the C library then falls back on clone
    emit(equal, clone, no=4)
    emit(load, 16)
    emit(any_bit, NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET, no=1)
    emit(give, _EPERM)
    emit(give, _ALLOW)
    emit(equal, socket, no=len(_FAMILIES) + 2)
    emit(load, 16)
    for left, family in zip(range(len(_FAMILIES), 0, -1), _FAMILIES, strict=True):
        emit(equal, family, yes=left)
    emit(give, _EPERM)
    emit(give, _ALLOW)
    return b"".join(code)


def filter_system_calls():
    """Refuse dangerous system calls from now on, in this process and all that it starts; needs `no_new_privileges` first."""
    program = filter_program(platform.machine())
    memory = ctypes.create_string_buffer(program)
    pointer = struct.pack("=H6xQ", len(program) // 8, ctypes.addressof(memory))
    _checked(_libc.prctl(_SET_SECCOMP, 2, ctypes.c_char_p(pointer), 0, 0), "seccomp")
