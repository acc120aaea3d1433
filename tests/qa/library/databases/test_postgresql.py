"""A catalogue in PostgreSQL, over a server of its own: cut connections, two nodes, what it refuses.

What both databases do alike is in `test_library`, whose tests run over each.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.engines import EMBEDDED, Engines
from qa.errors import (
    CatalogueLostError,
    LibraryBusyError,
    LibraryError,
    MissingExtraError,
    SettingsError,
)
from qa.library import Library
from qa.library.checking import check_library, copies_to_read
from qa.library.databases.folder import FILE, NOTE
from qa.library.moving import copy_to_postgresql
from qa.pool.crew import Staffing
from qa.pool.readiness import Readiness
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, minutes_text
from tests.postgresql import PostgresServer

psycopg = pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
PROJECT = Path(__file__).parents[4]
DYING = PROJECT / "tests/qa/library/ingest_and_die.py"
MATTERS = ("Harbour", "Mill", "Bridge")
QUESTION = "What was resolved on the harbour?"


def write_paper(folder: Path, matter: str, outcome: str = "approved") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{matter.casefold()}.txt"
    path.write_text(minutes_text(f"the {matter}", f"the plan be {outcome} for the {matter}"))
    return path


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers, and a library of them in SQLite, as each test copies both."""
    top = tmp_path_factory.mktemp("ingested")
    for matter in MATTERS:
        write_paper(top / "papers", matter)
    with closing(Library.open(top / "library", create=True)) as library:
        ingest([top / "papers"], library, FakeEmbedder())
    return top


@pytest.fixture
def papers(ingested: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ingested / "papers", tmp_path / "papers")


@pytest.fixture
def engines(postgresql: PostgresServer) -> Engines:
    return Engines(postgresql.create())


@pytest.fixture
def library(ingested: Path, tmp_path: Path, engines: Engines) -> Iterator[Library]:
    folder = shutil.copytree(ingested / "library", tmp_path / "library")
    assert engines.catalogue
    copy_to_postgresql(folder, EMBEDDED, engines.catalogue)
    (folder / FILE).unlink()
    library = Library.open(folder, engines=engines)
    yield library
    library.close()


def quotes(library: Library) -> str:
    answer = Answerer(library, HybridSearcher(library, FakeEmbedder())).ask(QUESTION)
    return " ".join(citation.quote for citation in answer.citations)


def behind(engines: Engines) -> psycopg.Connection[tuple[object, ...]]:
    assert engines.catalogue
    return psycopg.connect(engines.catalogue, autocommit=True)


def cut_all(engines: Engines) -> None:
    """End all connections to the database, as an administrator may."""
    with behind(engines) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


# Connections that are cut


def test_a_connection_that_was_cut_is_opened_anew_by_the_next_statement(
    library: Library, engines: Engines
) -> None:
    before = quotes(library)
    assert "approved for the Harbour" in before
    cut_all(engines)
    assert library.passage_count() > 3
    cut_all(engines)
    with library.catalogue.transaction():
        library.catalogue.set_meta("tried", "yes")
    cut_all(engines)
    assert library.catalogue.damaged() == {}
    assert quotes(library) == before


def test_a_connection_that_is_cut_within_a_transaction_stores_nothing_and_says_so(
    library: Library, engines: Engines
) -> None:
    generation = library.catalogue.generation
    with (
        pytest.raises(LibraryError, match="connection to the catalogue's database was lost"),
        library.catalogue.transaction(),
    ):
        library.catalogue.delete(library.papers()[0].id)
        cut_all(engines)
        library.catalogue.set_meta("tried", "yes")
    assert library.catalogue.generation == generation
    assert library.passage_count() == sum(len(library.passages_of(p.id)) for p in library.papers())
    with library.catalogue.transaction():
        library.catalogue.set_meta("tried", "again")
    assert library.catalogue.meta("tried") == "again"


def test_a_writer_that_lost_its_place_stores_nothing_more(
    library: Library, engines: Engines
) -> None:
    generation = library.catalogue.generation
    with pytest.raises(LibraryError, match="held the library for writing was lost"):  # noqa: SIM117
        with library.writing():
            cut_all(engines)
            library.remove_files(["mill.txt"])
    assert library.catalogue.generation == generation
    with library.writing():
        assert library.remove_files(["mill.txt"]) == 1


def test_a_server_that_is_down_is_told_and_all_goes_on_once_it_is_back(
    library: Library, papers: Path, engines: Engines, postgresql: PostgresServer
) -> None:
    ready = Readiness(library.folder, lambda: library, lambda: Staffing(1, ready=1), None)
    before = quotes(library)
    assert ready.parts()["catalogue"].ok
    for how in (signal.SIGINT, signal.SIGQUIT):
        postgresql.stop(how)
        try:
            with pytest.raises(LibraryError, match=r"cannot be reached.*see that PostgreSQL runs"):
                library.refresh()
            with pytest.raises(LibraryError, match="cannot be reached"):
                Library.open(library.folder, engines=engines)
            part = ready.parts()["catalogue"]
            assert not part.ok and "the catalogue's database cannot be reached" in part.detail
            assert "127.0.0.1" not in part.detail
        finally:
            postgresql.start()
        assert ready.parts()["catalogue"].ok
        assert quotes(library) == before
    write_paper(papers, "Quarry")
    ingest([papers], library, FakeEmbedder())
    assert "quarry.txt" in {paper.file for paper in library.papers()}


def test_many_threads_ask_while_connections_are_cut(library: Library, engines: Engines) -> None:
    errors: list[BaseException] = []
    pages = {paper.id: library.page(paper.id, 1).text for paper in library.papers()}
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                assert {id_: library.page(id_, 1).text for id_ in pages} == pages
            except BaseException as error:
                errors.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(24)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        library.passage_count()
    with behind(engines) as other:
        [open_] = other.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        ).fetchone() or [0]
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert int(str(open_)) <= 10


# What no error holds


@pytest.mark.parametrize(
    "harm",
    ["password", "user", "database", "port", "host", "scheme", "broken", "option"],
)
def test_no_error_holds_the_password(
    tmp_path: Path, postgresql: PostgresServer, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = postgresql.create()
    wrong = {
        "password": url.replace(postgresql.password, "other-secret"),
        "user": url.replace("clerk:", "nobody:"),
        "database": f"{url}-gone",
        "port": url.replace(str(postgresql.port), "1"),
        "host": url.replace("127.0.0.1", "no-such-host.invalid"),
        "scheme": url.replace("postgresql", "mysql"),
        "broken": url.replace("/library", "/%zz"),
        "option": f"{url}?sslmode={postgresql.password}",
    }[harm]
    with pytest.raises((LibraryError, SettingsError)) as raised:
        Library.open(tmp_path / "library", create=True, engines=Engines(wrong))
    error: BaseException | None = raised.value
    while error is not None:
        assert postgresql.password not in str(error) and "other-secret" not in str(error)
        error = error.__cause__
    assert "TOWNCLERK_CATALOGUE_URL" in str(raised.value)
    assert postgresql.password not in caplog.text + repr(Engines(wrong))


def test_without_psycopg_the_error_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("psycopg")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "qa.library.databases.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"townclerk\[postgresql\]"):
        Library.open(tmp_path / "library", engines=Engines("postgresql://host/database"))


# Two nodes


def test_another_node_sees_what_was_stored_and_may_not_write_meanwhile(
    library: Library, tmp_path: Path, papers: Path, engines: Engines
) -> None:
    with closing(Library.open(tmp_path / "other-node", engines=engines)) as other:
        assert other.id == library.id
        assert {p.file for p in other.papers()} == {p.file for p in library.papers()}
        with library.writing():
            with pytest.raises(LibraryBusyError, match="here or on another machine"):
                other.catalogue.database.held().__enter__()
            assert not other.refresh()
        write_paper(papers, "Quarry")
        ingest([papers], library, FakeEmbedder())
        assert other.refresh()
        assert "quarry.txt" in {p.file for p in other.papers()}
        with other.catalogue.database.held():
            pass


def test_a_node_that_is_killed_while_it_writes_frees_the_writers_place(
    library: Library, tmp_path: Path, papers: Path, engines: Engines
) -> None:
    write_paper(papers, "Quarry")
    assert engines.catalogue
    child = subprocess.run(
        [sys.executable, str(DYING), str(tmp_path / "other-node"), str(papers), "insert"],
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "TOWNCLERK_CATALOGUE_URL": engines.catalogue,
        },
        timeout=120,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    with library.writing():
        assert "quarry.txt" not in {paper.file for paper in library.papers()}
    ingest([papers], library, FakeEmbedder())
    assert "quarry.txt" in {paper.file for paper in library.papers()}


# Whose folder it is


def test_a_folder_of_another_library_is_refused(
    library: Library, tmp_path: Path, papers: Path, postgresql: PostgresServer
) -> None:
    assert (library.folder / NOTE).read_text().strip() == library.id
    second = Engines(postgresql.create())
    with closing(Library.open(tmp_path / "second", create=True, engines=second)):
        pass
    with pytest.raises(LibraryError, match="belongs to another library"):
        Library.open(library.folder, engines=second)
    with pytest.raises(LibraryError, match="set TOWNCLERK_CATALOGUE_URL to its address"):
        Library.open(library.folder, create=True)
    with pytest.raises(LibraryError, match="set TOWNCLERK_CATALOGUE_URL to its address"):
        Library.open(library.folder)


def test_a_folder_with_a_catalogue_of_its_own_is_refused(
    tmp_path: Path, papers: Path, engines: Engines
) -> None:
    with closing(Library.open(tmp_path / "own", create=True)):
        pass
    with pytest.raises(LibraryError, match="townclerk catalogue copy"):
        Library.open(tmp_path / "own", create=True, engines=engines)


def test_an_empty_database_is_no_library_until_papers_come(
    tmp_path: Path, engines: Engines
) -> None:
    with pytest.raises(LibraryError, match=r"no library in the database.*townclerk ingest PATH"):
        Library.open(tmp_path / "library", engines=engines)
    assert not (tmp_path / "library").exists()


def test_a_database_of_another_program_is_left_alone(tmp_path: Path, engines: Engines) -> None:
    with behind(engines) as other:
        other.execute("CREATE TABLE meta (name TEXT)")
    with pytest.raises(LibraryError, match="name an empty database"):
        Library.open(tmp_path / "library", create=True, engines=engines)


def test_a_database_that_keeps_other_letters_is_refused(
    tmp_path: Path, postgresql: PostgresServer
) -> None:
    url = postgresql.create("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(LibraryError, match="ENCODING 'UTF8'"):
        Library.open(tmp_path / "library", create=True, engines=Engines(url))
    with behind(Engines(url)) as other:
        assert other.execute("SELECT * FROM pg_tables WHERE schemaname = 'public'").fetchall() == []


# Damage, and what is left of papers


def test_a_damaged_record_is_never_quoted_and_doctor_names_its_paper(
    library: Library, engines: Engines
) -> None:
    health = check_library(library)
    assert (health.mended, health.faults) == ([], [])
    with behind(engines) as other:
        other.execute(
            "UPDATE passages SET passage = "
            "convert_to(replace(convert_from(passage, 'UTF8'), 'approved', 'refused'), 'UTF8') "
            "WHERE paper_id = %s",
            (library.paper("harbour.txt").id,),
        )
    library.reading.forget()
    with pytest.raises(LibraryError, match="a record of it is damaged"):
        quotes(library)
    [fault] = check_library(library).faults
    assert "a record of harbour.txt in the catalogue is damaged" in fault


def test_a_lost_catalogue_is_made_anew_from_the_librarys_own_files(
    library: Library, engines: Engines
) -> None:
    files, id_ = {paper.file for paper in library.papers()}, library.id
    library.close()
    with behind(engines) as other:
        other.execute("DROP SCHEMA public CASCADE")
        other.execute("CREATE SCHEMA public")
    with pytest.raises(CatalogueLostError, match="townclerk doctor --from-files"):
        Library.open(library.folder, engines=engines)
    from ingest.pipeline import ingest_kept

    again, copies, missing = copies_to_read(library.folder, engines)
    with closing(again):
        assert missing == []
        ingest_kept(copies, again, FakeEmbedder())
        assert {paper.file for paper in again.papers()} == files
        assert again.id == id_


def test_no_row_of_a_paper_that_went_is_left_when_writing_ends(
    library: Library, engines: Engines, papers: Path
) -> None:
    (papers / "mill.txt").unlink()
    ingest([papers], library, FakeEmbedder(), prune=True)
    library.close()
    with behind(engines) as other:
        other.execute("CREATE EXTENSION pgstattuple")
        for table in ("papers", "pages", "passages"):
            [dead] = other.execute(
                "SELECT dead_tuple_count FROM pgstattuple(%s)", (table,)
            ).fetchone() or [None]
            assert dead == 0, table


def test_a_text_that_postgresql_cannot_keep_is_refused_in_words(library: Library) -> None:
    with pytest.raises(LibraryError, match=r"\(NUL\)"), library.catalogue.transaction():
        library.catalogue.see("a\0b", "0" * 64, Path("somewhere"))
    assert library.catalogue.known().keys() == {f"{m.casefold()}.txt" for m in MATTERS}


def test_the_folder_may_be_lost_and_the_catalogue_stays(library: Library, engines: Engines) -> None:
    library.close()
    shutil.rmtree(library.folder)
    with closing(Library.open(library.folder, engines=engines)) as again:
        assert len(again.papers()) == len(MATTERS)
        assert again.papers_without_file() == []
        assert all(again.source(paper.id).exists() for paper in again.papers())
