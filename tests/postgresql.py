"""PostgreSQL for tests: a real server of their own, with a database for each that asks."""

from __future__ import annotations

import itertools
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from eval.faults import servers
from eval.faults.servers import MissingProgramError

_numbers = itertools.count(1)


class PostgresServer(servers.PostgresServer):
    """A server that makes empty databases."""

    def connect(self, database: str) -> Any:
        import psycopg

        return psycopg.connect(self.url(database), autocommit=True, connect_timeout=10)

    def create(self, options: str = "") -> str:
        """Make an empty database; return its address."""
        name = f"library{next(_numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} {options}")
        return self.url(name)


@contextmanager
def a_server() -> Iterator[PostgresServer]:
    pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
    folder = Path(tempfile.mkdtemp(prefix="townclerk-pg-"))
    try:
        try:
            server = PostgresServer(folder / "data")
        except MissingProgramError as error:
            pytest.skip(str(error))
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)  # nothing of it is needed any more
    finally:
        shutil.rmtree(folder, ignore_errors=True)
