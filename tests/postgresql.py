"""A PostgreSQL server of the tests' own, on the loopback interface, with a password.

PostgreSQL refuses to be run by root, so then it is run as another user, in a folder of that user's.
"""

from __future__ import annotations

import itertools
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

USER = "clerk"
PASSWORD = secrets.token_hex(12)
PATIENCE = 60
"""Seconds; only a busy machine or a fault needs them."""
_numbers = itertools.count(1)


class PostgresServer:
    """A cluster of its own in a temporary folder; started, ended and started again."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self._folder, self._programs, self._user = folder, programs, user
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._child: subprocess.Popen[bytes] | None = None
        (folder / "password").write_text(PASSWORD)
        self._run(
            *("initdb", "-D", str(folder / "data"), "-U", USER, "-A", "scram-sha-256"),
            *("--pwfile", str(folder / "password"), "-E", "UTF8", "--locale=C.UTF-8", "-N"),
        )

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        found = pwd.getpwnam(self._user)
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}

    def _run(self, program: str, *given: str) -> None:
        done = subprocess.run(
            [self._programs / program, *given],
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            **self._as_user(),
        )
        if done.returncode:
            pytest.skip(f"{program} does not run here: {done.stderr.strip()[:200]}")

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._child = subprocess.Popen(
                [
                    *(self._programs / "postgres", "-D", self._folder / "data"),
                    *("-c", "listen_addresses=127.0.0.1", "-p", str(self.port)),
                    *("-k", self._folder, "-c", "fsync=off"),
                ],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._as_user(),
            )
        import psycopg

        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.connect("postgres").close()
                return
            except psycopg.OperationalError:
                assert self._child.poll() is None, (self._folder / "log").read_text()
                assert time.monotonic() < until
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT cuts all connections, SIGQUIT as a crash does."""
        if self._child is not None:
            self._child.send_signal(how)
            self._child.wait(PATIENCE)
            self._child = None

    def connect(self, database: str) -> Any:
        import psycopg

        return psycopg.connect(self.url(database), autocommit=True, connect_timeout=10)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def create(self, options: str = "") -> str:
        """Make an empty database; return its address."""
        name = f"library{next(_numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} {options}")
        return self.url(name)


@contextmanager
def a_server() -> Iterator[PostgresServer]:
    pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
    programs = _programs()
    user = None
    if os.getuid() == 0:
        user = next((name for name in ("postgres", "nobody") if _is_user(name)), None)
        if user is None:
            pytest.skip("PostgreSQL is not run by root, and there is no other user for it")
    folder = Path(tempfile.mkdtemp(prefix="townclerk-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        server = PostgresServer(folder, programs, user)
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)  # nothing of it is needed any more
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    named = shutil.which("postgres")
    found = [Path(named)] if named else sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return found[-1].resolve().parent


def _is_user(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False
