"""Confines one submission: a process in namespaces of its own, without rights, with limits on what it may use.

What runs there is left to `worker`, who asks for it to `zygote`.  Each step either works or raises: a box that is half closed
never runs a line.

From outside in: user, process, mount, network, IPC, host-name and cgroup namespaces of its own; a read-only system; an own
``/proc``; a scratch folder in memory that is home and working folder; no capability, no new privileges, a filter of system
calls; limits on memory, processor time, processes, files.
"""

import os
import resource
import sys
from dataclasses import dataclass

from autograder.box import kernel
from autograder.box.libraries import ENVIRONMENT

SCRATCH, HOME = "/tmp", "/tmp/home"
_OWN = kernel.NEWUSER | kernel.NEWPID | kernel.NEWNS | kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWCGROUP
_MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Parameters
    ----------
    cpu_seconds : float
        Processor time of one test cell, or of one answer's definition: the limit that counts, at any load of the machine.
    strike_seconds : float
        The same for what follows in a question that has once run out of time.
    idle_seconds : float
        Time in which nothing at all is computed.
    wall_seconds : float
        A far outer bound for one test cell.
    memory_mb, scratch_mb, processes, files : int
        Memory beyond what the warm box holds, the scratch folder, processes and threads, open files.
    output_kb : int
        What is kept of stdout and of stderr.
    """

    cpu_seconds: float = 20.0
    strike_seconds: float = 4.0
    idle_seconds: float = 20.0
    wall_seconds: float = 1200.0
    memory_mb: int = 1024
    scratch_mb: int = 64
    processes: int = 64
    files: int = 256
    output_kb: int = 64


def fork(walls):
    """Fork; with `walls` the child is the first process of namespaces of its own."""
    return kernel.fork_into(_OWN) if walls else os.fork()


def settle(user, group):
    """As the first process of a new user namespace: keep the user's number, the only one there is now."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def furnish(limits):
    """As the first process: an own /proc, a scratch folder, shared memory; all else is read-only already."""
    kernel.mount(None, "/", flags=kernel.RECURSIVE | kernel.PRIVATE)
    plain = kernel.NOSUID | kernel.NODEV
    kernel.mount("proc", "/proc", "proc", plain | kernel.NOEXEC)
    kernel.mount("tmpfs", SCRATCH, "tmpfs", plain, f"size={limits.scratch_mb}m,nr_inodes=4096,mode=700")
    kernel.mount("tmpfs", "/dev/shm", "tmpfs", plain, f"size={limits.scratch_mb // 2}m,nr_inodes=1024,mode=700")
    os.mkdir(HOME, 0o700)


def give_up_rights():
    """No capability, none to be gained, and no system call that is not for answers."""
    kernel.no_new_privileges()
    kernel.drop_capabilities()
    if kernel.can_filter():
        kernel.filter_system_calls()


def limit(limits, outer_cpu_seconds=3600):
    """Limits that the kernel holds for each process; processor time is counted from outside, here only as a last resort."""
    held = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: outer_cpu_seconds,
        resource.RLIMIT_DATA: _data_now() + limits.memory_mb * _MB,
        resource.RLIMIT_FSIZE: limits.scratch_mb * _MB,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for kind, most in held.items():
        resource.setrlimit(kind, (most, most))


def _data_now():
    """The bytes of memory that the fork has taken over, which no submission should pay for."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmData")) * 1024


def use(first, descendants):
    """What a submission uses now.

    Parameters
    ----------
    first : int
        The first process of its namespace.
    descendants : callable
        Gives the fields of ``/proc/<pid>/stat`` (from the third on) of all processes, by pid.

    Returns
    -------
    dict
        ``cpu`` (seconds of it and of all its descendants, ended ones too), ``memory`` (bytes), ``asleep`` (whether all sleep).
    """
    stats = descendants()
    family, grown = {first}, True
    while grown:
        more = {pid for pid, fields in stats.items() if int(fields[1]) in family} - family
        family |= more
        grown = bool(more)
    mine = [stats[pid] for pid in family if pid in stats]
    ticks = sum(int(part) for fields in mine for part in fields[11:15])
    pages = sum(int(fields[21]) for fields in mine)
    asleep = all(fields[0] in "STtZ" for fields in mine)
    cpu, memory = ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE")
    return {"cpu": cpu, "memory": memory, "asleep": asleep, "family": len(mine)}


def all_processes():
    """The fields of ``/proc/<pid>/stat`` after the name, for all processes that can be seen."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    found[int(name)] = file.read().rpartition(b")")[2].decode().split()
            except OSError:  # it has ended meanwhile
                continue
    return found


def protections():
    """What a confined process sees of the walls around it.

    Returns
    -------
    dict
        Each protection by name, True where it is there.
    """
    with open("/proc/self/status") as lines:
        status = dict(line.split(":", 1) for line in lines)
    with open("/proc/net/dev") as devices:
        interfaces = {line.split(":")[0].strip() for line in devices if ":" in line}
    alone = {pid for pid in all_processes() if pid > 3}
    allowed = {*ENVIRONMENT, "HOME", "TMPDIR", "MPLCONFIGDIR"}
    return {
        "not root": os.getuid() != 0,
        "no capabilities": int(status["CapEff"], 16) == 0,
        "no new privileges": status["NoNewPrivs"].strip() == "1",
        "filter of system calls": status["Seccomp"].strip() == "2",
        "no network": interfaces <= {"lo"},
        "own processes": os.getpid() < 4 and not alone,
        "read-only system": not any(os.access(place, os.W_OK) for place in ("/", "/usr", "/etc", "/dev", *sys.path)),
        "small scratch folder": os.statvfs(SCRATCH).f_blocks * os.statvfs(SCRATCH).f_frsize < 1 << 30,
        "cleared environment": set(os.environ) <= allowed,
        "isolated interpreter": bool(sys.flags.isolated),
        "limited memory": resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY,
        "limited processes": resource.getrlimit(resource.RLIMIT_NPROC)[0] != resource.RLIM_INFINITY and os.getuid() != 0,
        "limited files": resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY,
    }
