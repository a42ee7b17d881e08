"""A filter of system calls for what Landlock does not cover: sockets, other processes, new processes, hidden ways.

Threads are allowed, processes and programs are not; of sockets only unnamed pairs. What is refused gives an error
that Python shows as usual; calls newer than this table do not exist. Written as classic BPF, no library needed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from autograder.sandbox.landlock import libc

ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, EQUAL, GREATER, ALL_SET, MASK, RETURN = 0x20, 0x15, 0x25, 0x45, 0x54, 0x06
NUMBER, ARCH, ARGUMENTS = 0, 4, 16
ARCHES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
NEWEST = 462  # mseal: from here on every system counts alike, and newer calls are unknown to us
CLONE_THREAD = 0x10000
AT_REAL_CALLS = 0x40000000  # the x32 numbers of x86_64
TSYNC = 1

# name → number on x86_64 and on aarch64 (None: the system has no such call)
REFUSED = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424),
    "process_madvise": (440, 440), "process_mrelease": (448, 448),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "tkill": (200, 130),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "statmount": (457, 457), "listmount": (458, 458), "swapon": (167, 224), "swapoff": (168, 225),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262),
    "inotify_init": (253, None), "inotify_init1": (294, 26), "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "acct": (163, 89), "syslog": (103, 116), "reboot": (169, 142), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58), "iopl": (172, None),
    "ioperm": (173, None), "modify_ldt": (154, None), "personality": (135, 92), "lookup_dcookie": (212, 18),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190), "semop": (65, 193),
    "semctl": (66, 191), "semtimedop": (220, 192), "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188),
    "msgctl": (71, 187), "mq_open": (240, 180), "mq_unlink": (241, 181), "mq_notify": (244, 184),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "fallocate": (285, 47), "copy_file_range": (326, 285),
    "truncate": (76, 45), "vmsplice": (278, 75), "migrate_pages": (256, 238), "move_pages": (279, 239),
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143),
    "setresuid": (117, 147), "setresgid": (119, 149), "setgroups": (116, 159), "setfsuid": (122, 151),
    "setfsgid": (123, 152), "capset": (126, 91), "landlock_create_ruleset": (444, 444), "mknod": (133, None),
    "mknodat": (259, 33), "symlink": (88, None), "symlinkat": (266, 36), "link": (86, None), "linkat": (265, 37),
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
}  # fmt: skip
# What is said instead of "not permitted": what Python shows best, or what has the C library do it another way.
INSTEAD = {"socket": errno.ENETUNREACH, "connect": errno.ENETUNREACH, "fallocate": errno.EOPNOTSUPP}
# Libraries fall back when a call does not exist, and give up when it is refused.
ABSENT = {"clone3": (435, 435), "openat2": (437, 437), "sendmmsg": (307, 269)}
# Landlock lets modes and times of any own file be changed, and priorities reach any own process; libraries that ask
# for this must not fail.
PRETENDED = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274),
    "sched_setaffinity": (203, 122), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88),
}  # fmt: skip
CLONE, KILL_CALL, TGKILL, PRLIMIT = (56, 220), (62, 129), (234, 131), (302, 261)
FCNTL, IOCTL, PRCTL, SOCKETPAIR = (72, 25), (16, 29), (157, 167), (53, 199)
OPEN, OPENAT = (2, None), (257, 56)
OWNERS = (8, 10, 15, 1026)  # F_SETOWN, F_SETSIG, F_SETOWN_EX, F_NOTIFY: ways to have the system signal others
TERMINAL = (0x5412, 0x541C, 0x8901, 0x8902, 0x40049409, 0x4020940D)  # TIOCSTI, TIOCLINUX, owners, reflinks
OUR_DEATH = (1, 0x59616D61)  # PR_SET_PDEATHSIG, PR_SET_PTRACER


def known() -> bool:
    """Whether the numbers of this machine's system calls are in the table."""
    return platform.machine() in ARCHES


def install() -> None:
    """Filters this process from now on; it must have one thread. Raises OSError."""
    code = program()
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(38, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    if libc.syscall(317 if _column() == 0 else 277, ctypes.c_uint(1), ctypes.c_uint(TSYNC), header):
        raise OSError(ctypes.get_errno(), "seccomp")


def program() -> bytes:
    """The filter for this machine and this process (it names the process's own number)."""
    me, column = os.getpid(), _column()
    lines = [_load(ARCH), _line(EQUAL, ARCHES[platform.machine()][1], 1, 0), _give(KILL), _load(NUMBER)]
    lines += [_line(GREATER, NEWEST, 0, 1), _give(ERRNO | errno.ENOSYS)]
    for table, verdict in ((REFUSED, errno.EPERM), (ABSENT, errno.ENOSYS), (PRETENDED, 0)):
        for name, numbers in table.items():
            given = INSTEAD.get(name, verdict)
            lines += _when(numbers[column], [_give(ERRNO | given)])
    lines += _when(CLONE[column], [_argument(0), _line(ALL_SET, CLONE_THREAD, 1, 0), _refuse(), _allow()])
    for numbers in (KILL_CALL, TGKILL):
        lines += _when(numbers[column], [_argument(0), _line(EQUAL, me, 1, 0), _refuse(), _allow()])
    lines += _when(PRLIMIT[column], _own(0, me))
    lines += _when(FCNTL[column], _not_one_of(1, OWNERS))
    lines += _when(IOCTL[column], _not_one_of(1, TERMINAL))
    lines += _when(PRCTL[column], _not_one_of(0, OUR_DEATH))
    # a pair of datagram sockets could send to a named socket of the system
    stream = [_argument(1), _line(MASK, 0xF), _line(EQUAL, 1, 1, 0), _refuse(), _allow()]
    lines += _when(SOCKETPAIR[column], stream)
    for numbers, place in ((OPEN, 1), (OPENAT, 2)):  # before Landlock 3 a file opened for reading could be emptied
        emptied = [_argument(place), _line(MASK, 0o1003), _line(EQUAL, 0o1000, 0, 1), _refuse(), _allow()]
        lines += _when(numbers[column], emptied)
    lines.append(_allow())
    return b"".join(lines)


def _column() -> int:
    return ARCHES[platform.machine()][0]


def _line(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value & 0xFFFFFFFF)


def _load(place: int) -> bytes:
    return _line(LOAD, place)


def _argument(number: int) -> bytes:
    return _load(ARGUMENTS + 8 * number)


def _give(verdict: int) -> bytes:
    return _line(RETURN, verdict)


def _allow() -> bytes:
    return _give(ALLOW)


def _refuse() -> bytes:
    return _give(ERRNO | errno.EPERM)


def _when(number: int | None, block: list[bytes]) -> list[bytes]:
    """The block for this call; it ends with a verdict, so the number stays loaded for the other calls."""
    return [] if number is None else [_line(EQUAL, number, 0, len(block)), *block]


def _own(place: int, me: int) -> list[bytes]:
    """Only for the process itself: its number, or 0."""
    return [_argument(place), _line(EQUAL, 0, 2, 0), _line(EQUAL, me, 1, 0), _refuse(), _allow()]


def _not_one_of(place: int, values: tuple[int, ...]) -> list[bytes]:
    checks = [_line(EQUAL, value, len(values) - number, 0) for number, value in enumerate(values)]
    return [_argument(place), *checks, _allow(), _refuse()]
