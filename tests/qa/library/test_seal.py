"""Sealing the indexes while another process opens them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qa.backends.chroma import DATABASE
from qa.library.indexes import seal
from qa.library.indexes.seal import VECTORS


def test_a_database_that_another_process_opens_at_this_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / VECTORS
    folder.mkdir()
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        db.execute("CREATE TABLE acquire_write (id INTEGER)")
        db.execute("INSERT INTO acquire_write VALUES (1)")
    connect = sqlite3.connect
    tries: list[Path] = []
    fails = 2

    def failing(path: Path) -> sqlite3.Connection:
        tries.append(path)
        if len(tries) <= fails:
            raise sqlite3.OperationalError("disk I/O error")
        return connect(path)

    monkeypatch.setattr(seal, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(sqlite3, "connect", failing)
    seal.forget_openings(tmp_path)
    assert len(tries) == 3
    with closing(connect(folder / DATABASE)) as db:
        assert db.execute("SELECT count(*) FROM acquire_write").fetchone() == (0,)
    fails = 9
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        seal.forget_openings(tmp_path)
    assert len(tries) == 6
