"""What stands around a process that runs a stranger's code: its files, its rights, its limits. Entered once, for good.

Two means of the Linux kernel, both without root and without helper programs: Landlock for files, seccomp for all the
rest. Where one is missing, code is not run at all (see `missing`).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import stat
import struct
import sys
import sysconfig
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from autograder.sandbox import landlock, seccomp

# Libraries, fonts, time zones and what C libraries ask for; nothing of a person, nothing of /etc beyond this.
SYSTEM = (
    *("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/usr/share/fonts", "/usr/local/share/fonts"),
    *("/usr/share/fontconfig", "/usr/share/zoneinfo", "/usr/share/locale", "/usr/share/mime", "/etc/fonts"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/dev/urandom", "/dev/random", "/dev/zero"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu"),
    *(f"/proc/self/{name}" for name in ("status", "stat", "statm", "maps", "cmdline")),
)
FIRST_USER, USERS = 60_100, 4_000
READ_ANY = 1 << 2  # CAP_DAC_READ_SEARCH: a Python that lies in root's home stays readable; Landlock says which files
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS = 1, 4, 8
SIGKILL = 9
WRITTEN = 4  # a work may write its limit of disk so many times over


@cache
def missing() -> str:
    """Why no sandbox can be built here, as a Russian phrase; "" when it can."""
    if not sys.platform.startswith("linux"):
        return "на этой системе нет средств изоляции (нужен Linux)"
    if not seccomp.known():
        return "для этого процессора фильтр системных вызовов не описан"
    if not landlock.version():
        return "ядро системы не даёт Landlock (нужен Linux 5.13 или новее, на многих серверах 6.1)"
    if ctypes.CDLL(None, use_errno=True).prctl(21, 0, 0, 0, 0) < 0:
        return "ядро системы не даёт seccomp"
    return ""


def python_folders() -> list[str]:
    """Where this Python and its libraries lie: exact folders, since an environment may hold a course as well."""
    found = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    base = {"base": sys.base_prefix, "platbase": sys.base_prefix}
    found |= {sysconfig.get_paths(vars=base)[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found |= {os.path.join(prefix, part) for prefix in (sys.prefix, sys.base_prefix) for part in ("lib", "etc/fonts")}
    return sorted(os.path.realpath(path) for path in found)


def package_folder(module: str) -> str | None:
    """The folder of a module's top package (or its file), found without importing what lies below."""
    loaded = sys.modules.get(module.split(".")[0])
    places = list(getattr(loaded, "__path__", ())) or [getattr(loaded, "__file__", None)]
    return os.path.realpath(places[0]) if places[0] else None


def enter(scratch: str, readable: Sequence[str], limits: dict[str, int], threads: int) -> None:
    """Shuts the calling process in: it must have one thread, `scratch` must be its own folder, `threads` is what
    the user has running by now (see `threads_of_user`). Raises OSError."""
    is_root = os.geteuid() == 0
    limit(limits, 0 if is_root else threads)
    if is_root:
        _become_nobody(scratch)
    landlock.libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    landlock.restrict((*SYSTEM, *readable), (scratch, "/dev/null"))
    seccomp.install()


def limit(limits: dict[str, int], already: int = 0) -> None:
    """Limits of memory, processor, files and threads; `already`: threads the user has elsewhere, which count too."""
    wanted = {
        resource.RLIMIT_AS: limits["memory"],
        resource.RLIMIT_CPU: limits["cpu"],
        resource.RLIMIT_FSIZE: limits["file"],
        resource.RLIMIT_NPROC: already + limits["processes"],
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for name, most in wanted.items():
        hard = resource.getrlimit(name)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (most, most))


def _become_nobody(scratch: str) -> None:
    """Root becomes a user of its own for each process, with no right but to read what Landlock leaves."""
    user = FIRST_USER + os.getpid() % USERS
    for base, folders, names in os.walk(scratch):
        for name in (*folders, *names):
            os.chown(os.path.join(base, name), user, user, follow_symlinks=False)
    os.chown(scratch, user, user)
    landlock.libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    header = struct.pack("=Ii", 0x20080522, 0)
    if landlock.libc.capset(header, struct.pack("=6I", READ_ANY, READ_ANY, 0, 0, 0, 0)):
        raise OSError(ctypes.get_errno(), "capset")
    landlock.libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)


def threads_of_user() -> int:
    """How many threads the user has by now: the limit counts them all. Root has none of its own."""
    me, count = os.getuid(), 0
    if me == 0:
        return 0
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if entry.stat().st_uid == me:
                    count += len(os.listdir(f"/proc/{entry.name}/task"))
            except OSError:
                continue
    return count


def folder_size(folder: str | Path, most: int) -> int:
    """Bytes on disk under a folder, links not followed; stops counting once over `most`. Every entry counts 4 KiB."""
    total, waiting = 0, [os.fspath(folder)]
    while waiting and total <= most:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    total += max(entry.stat(follow_symlinks=False).st_blocks * 512, 4_096)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    if total > most:
                        break
        except OSError:
            continue
    return total


def hidden_size(pid: int) -> int:
    """Bytes on disk that a process holds and no folder shows: files it deleted (or never named) and keeps open; and
    what it has written in all above four times that, since a mapping keeps a deleted file too."""
    held: dict[tuple[int, int], int] = {}
    with contextlib.suppress(OSError):
        for handle in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                found = os.stat(handle.path)
                if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                    held[found.st_dev, found.st_ino] = found.st_blocks * 512
    written = 0
    with contextlib.suppress(OSError, ValueError), open(f"/proc/{pid}/io") as file:
        counts = dict(line.split(": ") for line in file.read().splitlines())
        written = int(counts["write_bytes"]) - int(counts["cancelled_write_bytes"])
    return max(sum(held.values()), written // WRITTEN)
