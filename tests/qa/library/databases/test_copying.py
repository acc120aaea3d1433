"""A catalogue copied from SQLite into PostgreSQL and back, and back-ups of one that is there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.engines import EMBEDDED, Engines
from qa.errors import LibraryError
from qa.library import Library
from qa.library.backup import make_backup, restore_backup
from qa.library.databases.copying import TABLES
from qa.library.databases.folder import FILE, NOTE
from qa.library.moving import copy_to_folder, copy_to_postgresql
from tests.fakes import FakeEmbedder, minutes_text, write_pdf
from tests.postgresql import PostgresServer

psycopg = pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
MATTERS = ("Harbour", "Mill", "Bridge")


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers, and a library of them, as each test copies both."""
    top = tmp_path_factory.mktemp("ingested")
    folder = top / "papers"
    folder.mkdir()
    for matter in MATTERS:
        text = minutes_text(f"the {matter}", f"the plan be approved for the {matter}, £4½m")
        (folder / f"{matter.casefold()}.txt").write_text(text)
    write_pdf(folder / "map.pdf", (minutes_text("the Quay", "the plan be noted"), ""))
    with closing(Library.open(top / "library", create=True)) as library:
        ingest([folder], library, FakeEmbedder())
    return top


@pytest.fixture
def papers(ingested: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ingested / "papers", tmp_path / "papers")


@pytest.fixture
def folder(ingested: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ingested / "library", tmp_path / "library")


@pytest.fixture
def engines(postgresql: PostgresServer) -> Engines:
    return Engines(postgresql.create())


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(folder / FILE)) as db:
        return {
            table: sorted(db.execute(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
            for table, columns in TABLES.items()
        }


def test_the_columns_that_are_copied_are_all_there_are(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE)) as db:
        found = {
            str(table): tuple(row[1] for row in db.execute(f"PRAGMA table_info({table})"))
            for [table] in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert found == TABLES


def test_there_and_back_every_record_is_the_same_byte_by_byte(
    folder: Path, tmp_path: Path, engines: Engines
) -> None:
    assert engines.catalogue
    before = rows(folder)
    assert min(len(before[table]) for table in ("papers", "pages", "passages", "seal")) > 0
    copied = copy_to_postgresql(folder, EMBEDDED, engines.catalogue)
    assert copied.papers == 4 and copied.rows == sum(map(len, before.values()))
    (folder / FILE).rename(tmp_path / "moved.sqlite")
    with closing(Library.open(folder, engines=engines)) as library:
        assert len(library.papers()) == 4
        assert library.catalogue.damaged() == {}
        assert len(library.words.ids()) == library.passage_count()
        assert library.care.are_settled()
    copy_to_folder(folder, engines, folder)
    assert rows(folder) == before
    assert not (folder / NOTE).exists()
    with closing(Library.open(folder)) as library:
        assert len(library.papers()) == 4
        assert library.care.are_settled()
    copy_to_folder(folder, EMBEDDED, tmp_path / "other")
    with closing(Library.open(tmp_path / "other")) as library:
        assert library.vectors.count() == library.words.count() == library.passage_count()


def test_a_copy_goes_into_an_empty_database_only(folder: Path, engines: Engines) -> None:
    assert engines.catalogue
    copy_to_postgresql(folder, EMBEDDED, engines.catalogue)
    with pytest.raises(LibraryError, match="name an empty one"):
        copy_to_postgresql(folder, EMBEDDED, engines.catalogue)
    with pytest.raises(LibraryError, match="there is a catalogue in"):
        copy_to_folder(folder, EMBEDDED, folder)


@pytest.mark.parametrize("harm", ["damaged", "NUL"])
def test_a_copy_that_cannot_be_whole_leaves_nothing(
    folder: Path, engines: Engines, harm: str
) -> None:
    assert engines.catalogue
    with closing(sqlite3.connect(folder / FILE)) as db, db:
        if harm == "damaged":
            db.execute("UPDATE passages SET ordinal = ordinal + 1 WHERE ordinal = 1")
        else:
            db.execute("UPDATE origins SET path = ? WHERE file = 'mill.txt'", ("a\0b",))
    with pytest.raises(LibraryError, match="is damaged" if harm == "damaged" else "NUL"):
        copy_to_postgresql(folder, EMBEDDED, engines.catalogue)
    with psycopg.connect(engines.catalogue) as other:
        found = other.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert found == []


def test_a_backup_of_a_catalogue_in_postgresql_is_restored_into_either(
    folder: Path, tmp_path: Path, papers: Path, engines: Engines, postgresql: PostgresServer
) -> None:
    assert engines.catalogue
    copy_to_postgresql(folder, EMBEDDED, engines.catalogue)
    (folder / FILE).unlink()
    with closing(Library.open(folder, engines=engines)) as library:
        backup = make_backup(library, tmp_path / "backup.tar")
        held = {p.id: library.passages_of(p.id) for p in library.papers()}
        assert (backup.papers, backup.lost) == (4, ())
    into = {"file": EMBEDDED, "other": Engines(postgresql.create())}
    for name, chosen in into.items():
        with closing(restore_backup(backup.path, tmp_path / name, engines=chosen)) as again:
            assert {p.id: again.passages_of(p.id) for p in again.papers()} == held
            assert again.papers_without_file() == []
            assert set(again.vectors.ids()) == {p.id for ps in held.values() for p in ps}
    # In place of what was changed since, which is kept.
    (papers / "mill.txt").unlink()
    with closing(Library.open(folder, engines=engines)) as library:
        ingest([papers], library, FakeEmbedder(), prune=True)
        reader = Library.open(folder, engines=engines)
        assert len(reader.papers()) == 3
        newest = int(reader.catalogue.generation.partition("-")[0])
        with pytest.raises(LibraryError, match="--replace"):
            restore_backup(backup.path, folder, engines=engines)
    with closing(restore_backup(backup.path, folder, replace=True, engines=engines)) as again:
        assert len(again.papers()) == 4
        assert again.papers_without_file() == []
    with closing(reader):
        assert reader.refresh()
        assert len(reader.papers()) == 4
        assert min(reader.catalogue.stamps().values()) > newest
    [kept] = folder.glob("replaced-*/catalogue.sqlite")
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("SELECT count(*) FROM papers").fetchone() == (3,)
