"""Confine a process of ours that opens files from outside, before it opens one.

A PDF or Word file may be made to take over its reader. What the reader cannot do, the file
cannot do either:

- it gets no rights that it has not got (`no_new_privs`), and gives up those that root has;
- it has no network;
- it reads the file, Python and the system's libraries only, and writes nowhere (Landlock);
- the system refuses calls that no reader needs: to start programs or processes, open sockets,
  look into other processes, change modes and owners of files (seccomp).

Landlock and seccomp are parts of Linux. Landlock needs Linux 5.13; seccomp needs the library
libseccomp, which nearly every system has. Where one is missing the others still hold;
`can_confine` says which are there.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path


def confine(readable: Iterable[Path]) -> None:
    """Give up, for good, all that a reader does not need.

    `readable` are the files and folders that may be read beside Python and the system's libraries.
    The process must have one thread only. Call `leave_network` before: after, it is refused.
    """
    libc = _libc()
    libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)  # no other process of this user may look into it
    _drop_capabilities(libc)
    _allow_reading(libc, [*_PYTHON_AND_SYSTEM, *readable])
    _refuse_calls()


def leave_network() -> bool:
    """Move to a network of its own with nothing in it; return whether the system permits that."""
    unshare = _libc().unshare
    return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)


def can_confine() -> dict[str, bool]:
    """Return which parts of the system that confine a reader are there, by name."""
    return {"landlock": _landlock_version(_libc()) > 0, "seccomp": _load_seccomp() is not None}


_NO_NEW_RIGHTS, _DUMPABLE, _DROP_FROM_BOUND, _AMBIENT, _AMBIENT_CLEAR = 38, 4, 24, 47, 4
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_CAPABILITIES = 64
_CAPABILITIES_VERSION_3 = 0x20080522


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up the rights that root has over others' files, processes and the system."""
    libc.prctl(_AMBIENT, _AMBIENT_CLEAR, 0, 0, 0)
    for capability in range(_CAPABILITIES):
        libc.prctl(_DROP_FROM_BOUND, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())


# Files: Landlock, see the kernel's documentation (userspace-api/landlock)

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""Numbers of the system calls; the same on each kind of processor."""
_ASK_VERSION = 1
_BELOW_PATH = 1
_RUN, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version of Landlock knows; from 5 on they are 16."""
_LATEST_FILE_RIGHTS = 16
_TCP = 0b11
"""To bind and to connect; from version 4 on."""
_OUTSIDE = 0b11
"""To reach sockets without a path, and to signal, what is outside; from version 6 on."""
_SITE = ("site-packages", "dist-packages")
_PYTHON_AND_SYSTEM = [
    *(Path(prefix) for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)),
    *(Path(entry) for entry in sys.path if entry.endswith(_SITE)),
    Path(__file__).parent,
    Path(__file__).parents[1] / "ingest",
    *(Path(name) for name in ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime")),
    *(Path(name) for name in ("/dev/null", "/dev/urandom", "/sys/devices/system/cpu")),
    *(Path(value) for name in ("TESSDATA_PREFIX",) if (value := os.environ.get(name))),
]


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _BelowPath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def _landlock_version(libc: ctypes.CDLL) -> int:
    """Return the version that the kernel has; 0 or less where it has none."""
    return int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION))


def _allow_reading(libc: ctypes.CDLL, paths: Iterable[Path]) -> None:
    """Let the process read these files and folders, and nothing else; nothing may be written."""
    version = _landlock_version(libc)
    if version <= 0:
        return
    rights = (1 << _FILE_RIGHTS.get(version, _LATEST_FILE_RIGHTS)) - 1
    ruleset = _Ruleset(rights, _TCP if version >= 4 else 0, _OUTSIDE if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), 0)
    if rules < 0:
        return
    for path in paths:
        with contextlib.suppress(OSError):  # what is not there need not be read
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            allowed = _READ_FILE | (_READ_FOLDER | _RUN if path.is_dir() else 0)
            rule = _BelowPath(allowed, place)
            libc.syscall(_ADD_RULE, rules, _BELOW_PATH, ctypes.byref(rule), 0)
            os.close(place)
    libc.syscall(_RESTRICT_SELF, rules, 0)
    os.close(rules)


# Calls: seccomp, by libseccomp, which knows the numbers of calls on each kind of processor

_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_REFUSED = """
    socket socketpair connect bind listen accept accept4
    sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg
    execve execveat fork vfork clone clone3 unshare setns ptrace process_vm_readv process_vm_writev
    pidfd_open pidfd_getfd pidfd_send_signal kill tkill kcmp
    mount umount umount2 move_mount open_tree fsopen fsmount fspick pivot_root chroot mknod mknodat
    chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat
    setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
    unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat
    mkdir mkdirat rmdir truncate
    name_to_handle_at open_by_handle_at fanotify_init fanotify_mark inotify_init inotify_init1
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
    keyctl add_key request_key init_module finit_module delete_module kexec_load kexec_file_load
    reboot swapon swapoff acct quotactl syslog sethostname setdomainname
    settimeofday clock_settime clock_adjtime adjtimex iopl ioperm
    shmget shmat shmctl msgget msgsnd msgrcv semget semop mq_open mq_unlink
    setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset
""".split()  # noqa: SIM905
"""Calls that no reader needs. A list of those that it needs would be safer, but depends on the
system's libraries: on a newer system a reader would stop for want of a harmless call."""


def _load_seccomp() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    library.seccomp_rule_add_array.argtypes = [
        *(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int),
        *(ctypes.c_uint, ctypes.c_void_p),
    ]
    for name in ("seccomp_load", "seccomp_release"):
        getattr(library, name).argtypes = [ctypes.c_void_p]
    library.seccomp_release.restype = None
    return library


def _refuse_calls() -> None:
    """Have the system refuse, with an error, the calls that no reader needs."""
    library = _load_seccomp()
    rules = library.seccomp_init(_ALLOW) if library is not None else None
    if library is None or rules is None:
        return
    for name in _REFUSED:
        number = library.seccomp_syscall_resolve_name(name.encode("ascii"))
        if number >= 0:  # this kind of processor has it
            library.seccomp_rule_add_array(rules, _ERROR | errno.EPERM, number, 0, None)
    library.seccomp_load(rules)
    library.seccomp_release(rules)
