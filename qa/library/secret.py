"""The secret of a library, with which browsers keep their conversations unreadable on disk."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

NAME = "secret"
SECRET = "browser secret"
"""Under this the catalogue notes it, where several nodes share one."""
_MACHINE = Path("/etc/machine-id")
_LENGTH = 32
"""Hexadecimal digits."""


def library_secret(folder: Path) -> str:
    """Return 32 hexadecimal digits, the same at each start; made where there are none yet.

    They are kept in the library's folder, for its owner only. Where the folder cannot be written
    to, they are made from its place and the machine's id instead: less secret, but the same at
    each start too, so that a conversation outlives a restart.
    """
    path = folder / NAME
    with suppress(OSError):
        if not _read(path):
            _write(path, secrets.token_hex(_LENGTH // 2))
        found = _read(path)
        if found:
            return found
    machine = ""
    with suppress(OSError):
        machine = _MACHINE.read_text(encoding="utf-8").strip()
    made = f"{machine}\n{folder.resolve()}"
    return hashlib.sha256(made.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]


def _read(path: Path) -> str:
    """Return the secret in a file; empty where there is none, or only a part of one."""
    try:
        found = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return found if len(found) == _LENGTH else ""


def _write(path: Path, secret: str) -> None:
    """Write the file whole, readable by its owner only; of two processes, the last one counts."""
    part = path.with_name(f"{NAME}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secret)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
