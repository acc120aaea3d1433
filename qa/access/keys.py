"""API keys: made and revoked on the command line, checked by the service.

A key is `tc_ID_SECRET` with 256 random bits as the secret. The file holds its SHA-256 and never the
key: a random secret of that length needs no slow hash. The file lies beside the library and not in
it, so that a library may be read-only, and so that its copies carry no keys. The service reads the
file anew as soon as it changes. When a key was last used stands in a second file, which only the
service writes; where it cannot, nothing else suffers.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import logging
import os
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa.access.scopes import Scope
from qa.errors import TownclerkError

_FORMAT = 1
_ID_LENGTH = 10
_KEY = re.compile(rf"tc_([a-z0-9]{{{_ID_LENGTH}}})_([A-Za-z0-9_-]{{43}})", re.ASCII)
_NAME = re.compile(r"[^\W_][\w .@-]{0,59}")
_ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_SECRET_BYTES = 32
_USED_SECONDS = 60
"""How often the use of keys is written down, at most."""
_NO_HASH = "0" * 64

log = logging.getLogger(__name__)


class KeysError(TownclerkError):
    """The file of keys cannot be read or written, or a key cannot be made or found."""


class KeyRefusedError(TownclerkError):
    """A key that was sent is not one to let in; the message says why."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key: everything but the key itself."""

    id: str
    name: str
    hash: str
    """SHA-256 of the secret, as 64 hexadecimal digits."""
    scopes: tuple[Scope, ...]
    made: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def why_not(self, now: datetime) -> str | None:
        """Return why the key is no longer let in; None if it is."""
        if self.revoked is not None:
            return f"This key was revoked on {self.revoked:%d %B %Y}."
        if self.expires is not None and self.expires <= now:
            return f"This key ran out on {self.expires:%d %B %Y}."
        return None


_KEYS = TypeAdapter(tuple[Key, ...])


class KeyFile:
    """The keys in a file. A file that is not there holds none."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._used_path = self.path.with_name(f"{self.path.stem}-used.json")
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._keys: dict[str, Key] = {}
        self._used: dict[str, str] = {}
        self._written = 0.0
        self._used_complaint = False

    def listed(self) -> list[Key]:
        """Return all keys, in the order in which they were made.

        Raises:
            KeysError: the file cannot be read.
        """
        with self._lock:
            self._refresh()
            return list(self._keys.values())

    def any_live(self) -> bool:
        """Return whether some key would be let in now.

        Raises:
            KeysError: the file cannot be read.
        """
        now = _now()
        return any(key.why_not(now) is None for key in self.listed())

    def check(self, text: str) -> Key:
        """Return the key that was sent, and note its use.

        Raises:
            KeyRefusedError: it is unknown, revoked or has run out.
            KeysError: the file cannot be read, so nobody can tell.
        """
        form = _KEY.fullmatch(text)
        found_id, secret = form.groups() if form else ("", "")
        with self._lock:
            self._refresh()
            key = self._keys.get(found_id)
        # An id that is not there takes as long as one that is.
        right = hmac.compare_digest(key.hash if key else _NO_HASH, _hash(secret))
        if key is None or not right:
            raise KeyRefusedError("This key is not known here.")
        why_not = key.why_not(_now())
        if why_not:
            raise KeyRefusedError(f"{why_not} Ask the administrator for a new one.")
        self._note_use(key)
        return key

    def make(self, name: str, scopes: tuple[Scope, ...], days: int | None = None) -> str:
        """Make a key, and return it: the only time that it is seen.

        Raises:
            KeysError: the name is taken or odd, or the file cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise KeysError(
                f"{name!r} cannot be the name of a key: take letters, digits, spaces and . @ - _, "
                "60 at most, a letter or digit first"
            )
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        now = _now()
        with self._changing() as keys:
            if any(key.name == name and key.why_not(now) is None for key in keys.values()):
                raise KeysError(f"there is a key {name} already; revoke it first, or take a name")
            ids = (_new_id() for _ in iter(int, 1))
            key = Key(
                id=next(new for new in ids if new not in keys),
                name=name,
                hash=_hash(secret),
                scopes=tuple(scope for scope in Scope if scope in scopes),
                made=now,
                expires=now + timedelta(days=days) if days else None,
            )
            keys[key.id] = key
        return f"tc_{key.id}_{secret}"

    def revoke(self, name_or_id: str) -> Key:
        """Revoke the live key of this name or id, and return it.

        Raises:
            KeysError: there is no such key, or the file cannot be written.
        """
        now = _now()
        with self._changing() as keys:
            for key in keys.values():
                if name_or_id in (key.id, key.name) and key.why_not(now) is None:
                    keys[key.id] = replace(key, revoked=now)
                    return keys[key.id]
            raise KeysError(f"no key {name_or_id} is in use; townclerk keys list shows all")

    def last_used(self) -> dict[str, datetime]:
        """Return when each key was last used, by id; keys never used are left out."""
        try:
            found = json.loads(self._used_path.read_text(encoding="utf-8"))
            return {str(key): datetime.fromisoformat(when) for key, when in found.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def _refresh(self) -> None:
        """Read the file again if it is another one than before.

        Raises:
            KeysError: it cannot be read.
        """
        try:
            state = self.path.stat()
            seen = (state.st_mtime_ns, state.st_size, state.st_ino, state.st_mode)
            if seen == self._seen:
                return
            if state.st_mode & 0o022:
                raise KeysError(f"others may write to {self.path}; run chmod 600 {self.path}")
            keys = _read(self.path)
        except FileNotFoundError:
            self._keys, self._seen = {}, None
            return
        except OSError as error:
            self._seen = None
            raise KeysError(
                f"the keys in {self.path} cannot be read ({error.strerror}); let the account of "
                "the service own the file"
            ) from error
        self._keys, self._seen = keys, seen

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Key]]:
        """Lend the keys to change, alone among all processes, and store them afterwards.

        Raises:
            KeysError: the file cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock_path = self.path.with_name(f"{self.path.name}.lock")
            with os.fdopen(os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as lock:
                _give_to_owner_of_folder(lock_path)
                fcntl.flock(lock, fcntl.LOCK_EX)
                keys = _read(self.path) if self.path.exists() else {}
                yield keys
                shown = json.loads(_KEYS.dump_json(tuple(keys.values())))
                _write(self.path, {"format": _FORMAT, "keys": shown})
        except OSError as error:
            raise KeysError(
                f"the keys in {self.path} cannot be changed ({error.strerror})"
            ) from error

    def _note_use(self, key: Key) -> None:
        """Write down when keys were used: the first use at once, others once a minute."""
        with self._lock:
            first = key.id not in self._used
            if first and not self._used:
                self._used = {each: str(when) for each, when in self.last_used().items()}
            self._used[key.id] = _now().isoformat(timespec="minutes")
            if not first and time.monotonic() - self._written < _USED_SECONDS:
                return
            self._written = time.monotonic()
            used = {each: when for each, when in self._used.items() if each in self._keys}
            try:
                _write(self._used_path, used)
            except OSError as error:
                if not self._used_complaint:
                    log.warning("when keys are used is not written down: %s", error)
                self._used_complaint = True


def _read(path: Path) -> dict[str, Key]:
    """Return the keys of a file by id.

    Raises:
        KeysError: it is not a file of keys.
        OSError: it cannot be read.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] != _FORMAT:
            raise KeysError(f"{path} was written by a later version of Townclerk; update this one")
        return {key.id: key for key in _KEYS.validate_python(held["keys"])}
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise KeysError(
            f"{path} is not a file of keys, or is damaged; restore it, or remove it and make new "
            "keys"
        ) from error


def _write(path: Path, content: object) -> None:
    """Replace a file in one step; only its owner can read it.

    Raises:
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        _give_to_owner_of_folder(made)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _give_to_owner_of_folder(path: Path) -> None:
    """Where root runs the command, let the account own the file that owns its folder."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        with suppress(OSError):  # a folder on another machine may not allow it
            os.chown(path, owner.st_uid, owner.st_gid)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_id() -> str:
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))


def _now() -> datetime:
    return datetime.now(UTC)
