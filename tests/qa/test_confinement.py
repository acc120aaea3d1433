"""What a confined process can still do, tried by one for each attempt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qa.confinement import can_confine

CONFINED = """
import ctypes, os, socket, subprocess, sys
from pathlib import Path
from qa.confinement import confine, leave_network
folder = Path(sys.argv[1])
leave_network()
confine([folder])
try:
    print(eval(sys.argv[2]))
except OSError as error:
    print(type(error).__name__)
"""
PARTS = can_confine()
LANDLOCK = pytest.mark.skipif(not PARTS["landlock"], reason="this system has no Landlock")
SECCOMP = pytest.mark.skipif(not PARTS["seccomp"], reason="this system has no libseccomp")


def confined(folder: Path, attempt: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(folder), attempt],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "held"
    held.mkdir()
    (held / "paper.txt").write_text("a public paper", "utf-8")
    (tmp_path / "secret.txt").write_text("a secret", "utf-8")
    (held / "link.txt").symlink_to(tmp_path / "secret.txt")
    return held


def test_what_it_may_read_it_reads(folder: Path) -> None:
    assert confined(folder, "(folder / 'paper.txt').read_text()") == "a public paper"


def test_it_still_loads_modules(folder: Path) -> None:
    assert confined(folder, "__import__('pypdfium2').__name__") == "pypdfium2"


@LANDLOCK
@pytest.mark.parametrize(
    "attempt",
    [
        "(folder.parent / 'secret.txt').read_text()",
        "(folder / 'link.txt').read_text()",
        "(folder / '..' / 'secret.txt').read_text()",
        "Path('/etc/passwd').read_text()",
        "Path('/proc/self/environ').read_bytes()",
        "Path('/proc/1/environ').read_bytes()",
        "os.listdir(folder.parent)",
        "(folder / 'new.txt').write_text('x')",
        "(folder / 'paper.txt').write_text('x')",
        "Path('/tmp/townclerk-confined').write_text('x')",
    ],
)
def test_no_other_file_is_read_and_none_is_written(folder: Path, attempt: str) -> None:
    assert confined(folder, attempt) == "PermissionError"
    assert (folder / "paper.txt").read_text("utf-8") == "a public paper"


@SECCOMP
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socketpair()",
        "socket.socket(socket.AF_UNIX)",
        "os.fork()",
        "os.execv(sys.executable, ['python'])",
        "subprocess.run(['/bin/true'])",
        "os.kill(os.getppid(), 0)",
        "os.chmod(folder / 'paper.txt', 0o777)",
        "os.unlink(folder / 'paper.txt')",
        "os.rename(folder / 'paper.txt', folder / 'other.txt')",
        "os.symlink('/etc/passwd', folder / 'passwd')",
        "os.setuid(1)",
        "os.unshare(os.CLONE_NEWUSER) if hasattr(os, 'unshare') else socket.socket()",
    ],
)
def test_calls_that_no_reader_needs_are_refused(folder: Path, attempt: str) -> None:
    assert confined(folder, attempt) == "PermissionError"


CAPABILITIES_HELD = """(
    lambda libc, data: libc.capget((ctypes.c_uint32 * 2)(0x20080522, 0), data) or list(data)
)(ctypes.CDLL(None), (ctypes.c_uint32 * 6)())"""
MAY_GET_NEW_RIGHTS = "ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)"


def test_it_has_no_rights_and_gets_none(folder: Path) -> None:
    # /proc may not be read any more, so the system is asked.
    assert confined(folder, CAPABILITIES_HELD.replace("\n", " ")) == "[0, 0, 0, 0, 0, 0]"
    assert confined(folder, MAY_GET_NEW_RIGHTS) == "1"
