"""The library when things go wrong: killed writers, full disks, damaged indexes, two processes."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.answers import Answer
from qa.bootstrap import open_library
from qa.errors import LibraryBusyError, LibraryError, PaperNotFoundError
from qa.library import Library
from qa.library.files import hold_for_writing
from qa.papers import NoFile
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, make_format_1, minutes_text, write_pdf
from tests.ingest.sandbox.hostile_files import zipped
from tests.qa.library.ingest_and_die import STEPS

PROJECT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("ingest_and_die.py")
MATTERS = ("Mill", "Bridge", "Baths", "Market", "Harbour", "Library", "Orchard", "Tramway")


MORE = ("Kiln Lane", "Wharf", "Almshouses")


def write_message(path: Path, attached: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "clerk@brackwater.example", "<1@brackwater.example>"
    mail.set_content(minutes_text("the Chapel", "the roof of the Chapel be mended"))
    mail.add_attachment(attached, filename="kiln.txt")
    path.write_bytes(mail.as_bytes())


def write_paper(folder: Path, matter: str, resolution: str = "the plan be approved") -> None:
    text = minutes_text(f"the {matter}", f"{resolution} for the {matter}")
    (folder / f"{matter.casefold()}.txt").write_text(text)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for matter in MATTERS:
        write_paper(folder, matter)
    return folder


@pytest.fixture
def folder(tmp_path: Path, papers: Path) -> Path:
    """A library that holds the papers, and papers that have changed since."""
    folder = tmp_path / "library"
    library = open_library(folder, create=True)
    ingest([papers], library, FakeEmbedder())
    library.close()
    write_paper(papers, "Mill", "the plan be refused with costs")
    write_paper(papers, "Quarry")
    (papers / "bridge.txt").unlink()
    return folder


def run(folder: Path, papers: Path, *moment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder), str(papers), *moment],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ids(library: Library) -> set[str]:
    return {p.id for paper in library.papers() for p in library.passages_of(paper.id)}


def assert_in_order(library: Library) -> None:
    """All three stores hold the same passages, every vector can be found, every paper is whole."""
    held = ids(library)
    assert set(library.vectors.ids()) == library.words.ids() == held
    assert library.vectors.count() == library.words.count() == library.passage_count() == len(held)
    found = library.passages(sorted(held))
    for passage_id, (_, vector) in found.items():
        nearest = library.nearest(vector, 1)
        assert nearest[0][1] > 0.99, f"the vector of {passage_id} is lost"
    for paper in library.papers():
        assert len(library.passages_of(paper.id)) >= 3
        assert library.why_no_file(paper.id) in (None, NoFile.TEXT_ONLY)
    kept = {path.stem for path in (library.folder / "files").iterdir()}
    assert kept == {p.digest for p in library.papers() if library.why_no_file(p.id) is None}


def ask(library: Library, question: str) -> Answer:
    return Answerer(library, HybridSearcher(library, FakeEmbedder())).ask(question)


def mill(library: Library) -> str:
    return "\n".join(p.text for p in library.passages_of(library.paper("mill.txt").id))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("moment", STEPS)
def test_a_writer_killed_after_any_step_leaves_every_paper_whole(
    folder: Path, papers: Path, moment: str
) -> None:
    child = run(folder, papers, moment)
    _, said = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL, said
    library = open_library(folder)
    try:
        assert_in_order(library)
        old, new = "plan be approved" in mill(library), "be refused" in mill(library)
        assert old is not new, "the paper is the old one or the new one, never both"
        assert ask(library, "What was resolved on the harbour?").citations
        ingest([papers], library, FakeEmbedder(), prune=True)
        assert_in_order(library)
        assert "be refused" in mill(library) and "plan be approved" not in mill(library)
        names = {paper.file for paper in library.papers()}
        assert names == {path.name for path in papers.iterdir()}
        assert library.repair() == []
    finally:
        library.close()


@pytest.mark.parametrize("done", range(1, 9, 2))
def test_a_first_ingest_killed_at_any_time_can_be_finished(
    tmp_path: Path, papers: Path, done: int
) -> None:
    folder = tmp_path / "library"
    child = run(folder, papers, str(done))
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.004 * done)
    child.kill()
    child.communicate(timeout=60)
    library = open_library(folder)
    try:
        assert_in_order(library)
        ingest([papers], library, FakeEmbedder())
        assert_in_order(library)
        assert len(library.papers()) == len(MATTERS)
    finally:
        library.close()


@pytest.mark.parametrize("done", [3, 6, 9, 10])
def test_a_run_after_a_crash_reads_only_what_was_not_finished(
    tmp_path: Path, papers: Path, done: int
) -> None:
    """A real process is killed half-way through text papers, an archive and a message."""
    folder = tmp_path / "library"
    more = {name: minutes_text(f"the {name}", "the works be paid for") for name in MORE}
    (papers / "older.zip").write_bytes(zipped({f"{n}.txt": t.encode() for n, t in more.items()}))
    write_message(papers / "a message.eml", minutes_text("the Kiln", "the kiln be lit"))
    child = run(folder, papers, str(done))
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=60)
    library = open_library(folder)
    finished = library.catalogue.known()
    assert finished or done < 6
    embedder = FakeEmbedder()
    report = ingest([papers], library, embedder)
    assert report.skipped == len(finished)
    assert report.read == len(MATTERS) + len(MORE) + 2 - len(finished)
    assert (report.replaced, report.copies, report.failed) == (0, 0, [])
    assert 0 < embedder.embedded <= report.passages, "what was finished is not embedded again"
    assert len(library.papers()) == len(MATTERS) + len(MORE) + 2
    assert_in_order(library)
    assert not library.unpacked.exists()
    assert ingest([papers], library, embedder).skipped == len(library.papers())
    library.close()


def test_what_a_crash_left_unpacked_is_removed_by_whoever_writes_next(folder: Path) -> None:
    library = open_library(folder)
    library.unpacked.mkdir()
    (library.unpacked / "0.pdf").write_bytes(b"it may be exempt")
    with library.writing():
        assert not library.unpacked.exists()
    library.close()


@pytest.mark.usefixtures("database")
def test_what_readers_see_after_a_crash_is_what_was_committed(folder: Path, papers: Path) -> None:
    library = open_library(folder)
    before = ask(library, "What was resolved on the mill?")
    child = run(folder, papers, "insert")
    child.communicate(timeout=60)
    after = ask(library, "What was resolved on the mill?")
    assert [c.quote for c in after.citations] == [c.quote for c in before.citations]
    library.close()


@pytest.mark.parametrize("limit", [40_000, 230_000])
def test_on_a_full_disk_the_reader_is_told_and_the_library_stays_usable(
    tmp_path: Path, papers: Path, limit: int
) -> None:
    folder = tmp_path / "library"
    for number in range(24):
        write_paper(papers, f"Matter{number}", f"£{number},500 be spent on the works")
    child = run(folder, papers, "full", str(limit))
    _, said = child.communicate(timeout=120)
    assert child.returncode == 1, said
    assert "make room on the disk" in said or "disk has room" in said
    assert "Traceback" not in said and len(said.strip().splitlines()) == 1
    library = open_library(folder)
    try:
        assert_in_order(library)
        ingest([papers], library, FakeEmbedder())
        assert_in_order(library)
        assert len(library.papers()) == len(MATTERS) + 24
    finally:
        library.close()


@pytest.mark.usefixtures("database")
def test_a_reader_sees_what_another_process_stores_and_never_an_error(
    tmp_path: Path, papers: Path
) -> None:
    folder = tmp_path / "library"
    library = open_library(folder, create=True)
    ingest([papers / "mill.txt"], library, FakeEmbedder())
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    for number in range(40):
        write_paper(papers, f"Matter{number}")
    errors: list[BaseException] = []
    asked = 0
    stop = threading.Event()

    def keep_asking() -> None:
        nonlocal asked
        while not stop.is_set():
            try:
                answerer.ask("What was resolved on the mill and on Matter7?")
                asked += 1
            except BaseException as error:
                errors.append(error)
                return

    threads = [threading.Thread(target=keep_asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    child = run(folder, papers, "never")
    try:
        _, said = child.communicate(timeout=300)
    finally:
        child.kill()
        stop.set()
        for thread in threads:
            thread.join()
    assert child.returncode == 0, said
    assert errors == []
    assert asked > 20
    answer = answerer.ask("What was resolved on the tramway?")
    assert any("Tramway" in citation.quote for citation in answer.citations)
    assert answer.searched.papers == len(MATTERS) + 40
    assert_in_order(library)
    library.close()


@pytest.mark.usefixtures("database")
def test_what_is_committed_before_the_indexes_are_opened_counts_as_not_yet_seen(
    folder: Path, papers: Path
) -> None:
    library = open_library(folder)
    names = {paper.file for paper in library.papers()}
    other = open_library(folder)
    ingest([papers], other, FakeEmbedder())
    other.close()
    with hold_for_writing(folder):  # so that the reader cannot mend it
        library.indexes.open()
    assert library.refresh()
    assert_in_order(library)
    assert {paper.file for paper in library.papers()} - names == {"quarry.txt"}
    library.close()


def test_a_library_is_opened_without_its_indexes_until_something_is_searched(folder: Path) -> None:
    library = open_library(folder)
    assert library.papers() and library.coverage() and library.passage_count()
    library.page(library.paper("harbour.txt").id, 1)
    library.refresh()
    assert not library.indexes.are_open
    assert library.search_words({"harbour": 1.0}, 5)
    assert library.indexes.are_open
    library.close()


def test_a_library_is_known_by_an_id_of_its_own(folder: Path, tmp_path: Path) -> None:
    library, again = open_library(folder), open_library(folder)
    other = open_library(tmp_path / "other", create=True)
    assert library.id and library.id == again.id != other.id
    for each in (library, again, other):
        each.close()


@pytest.mark.usefixtures("database")
def test_a_second_process_that_wants_to_write_is_turned_away_at_once(
    folder: Path, papers: Path
) -> None:
    library = open_library(folder)
    with library.writing():
        started = time.perf_counter()
        child = run(folder, papers, "never")
        _, said = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "another process is writing to the library" in said
    assert time.perf_counter() - started < 30
    library.close()


@pytest.mark.usefixtures("database")
def test_the_writers_place_is_free_again_after_an_error(folder: Path) -> None:
    library = open_library(folder)
    with pytest.raises(ValueError, match="stop"), library.writing():
        library.words.remove_papers([paper.id for paper in library.papers()])
        raise ValueError("stop")
    other = open_library(folder)
    with other.writing():
        assert_in_order(other)  # what was not committed is undone
        with pytest.raises(LibraryBusyError), library.writing():
            pass
    other.close()
    library.close()


def damage(path: Path) -> None:
    path.write_bytes(b"this is no index" * 300)


@pytest.mark.parametrize("index", ["chroma", "words"])
def test_an_index_that_was_deleted_is_made_anew_on_opening(folder: Path, index: str) -> None:
    shutil.rmtree(folder / index)
    library = open_library(folder)
    library.indexes.open()
    assert library.mended
    assert_in_order(library)
    assert len(ids(library)) > 20
    library.close()


@pytest.mark.parametrize("file", ["chroma/chroma.sqlite3", "words/meta.json"])
def test_a_damaged_index_is_told_of_and_mended(folder: Path, file: str) -> None:
    damage(folder / file)
    library = open_library(folder)
    library.indexes.open()
    assert any("anew" in what for what in library.mended)
    assert_in_order(library)
    assert len(ids(library)) > 20
    library.close()


@pytest.mark.parametrize("how", ["deleted", "overwritten"])
def test_vectors_that_cannot_be_found_any_more_are_restored(
    tmp_path: Path, papers: Path, how: str
) -> None:
    """Chroma writes its graph to files from a thousand passages on."""
    for number in range(260):
        write_paper(papers, f"Matter{number}", f"£{number},500 be spent on the works")
    library = open_library(tmp_path / "library", create=True)
    ingest([papers], library, FakeEmbedder(dimension=64))
    assert library.passage_count() > 1000
    library.close()
    graph = next((tmp_path / "library" / "chroma").rglob("data_level0.bin"))
    if how == "deleted":
        graph.unlink()
    else:
        graph.write_bytes(b"\x00" * graph.stat().st_size)
    library = open_library(tmp_path / "library")
    with library.writing():
        assert library.mended == ["made the vector index anew: it was damaged or gone"]
        assert library.repair() == []
    assert set(library.vectors.ids()) == library.words.ids() == ids(library)
    library.close()


@pytest.mark.usefixtures("database")
def test_repair_says_what_it_did(folder: Path) -> None:
    library = open_library(folder)
    some = sorted(ids(library))[:5]
    with library.writing():
        library.vectors.remove(some)
        assert library.repair() == ["restored 5 vectors from the catalogue"]
        library.words.remove_papers([library.papers()[0].id])
        library.words.commit()
        assert library.repair() == [f"rebuilt the word index of {len(ids(library))} passages"]
        assert library.repair() == []
    assert_in_order(library)
    library.close()


def test_a_paper_whose_copy_was_deleted_is_named(folder: Path) -> None:
    library = open_library(folder)
    paper = library.paper("harbour.txt")
    library.source(paper.id).unlink()
    assert library.papers_without_file() == [paper]
    library.close()


def test_a_library_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"no library in .*run townclerk ingest PATH first"):
        open_library(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    with pytest.raises(LibraryError, match="cannot be used"):
        open_library(tmp_path / "library", create=True)


def test_a_catalogue_that_is_no_database_is_an_error_that_says_what_to_do(folder: Path) -> None:
    for path in folder.glob("catalogue.sqlite*"):
        damage(path)
    with pytest.raises(LibraryError, match=r"cannot be read .*restore it with townclerk restore"):
        open_library(folder)


def test_a_catalogue_of_another_format_is_an_error(folder: Path) -> None:
    catalogue = sqlite3.connect(folder / "catalogue.sqlite")
    catalogue.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
    catalogue.commit()
    catalogue.close()
    with pytest.raises(LibraryError, match="later version"):
        open_library(folder)


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    library = open_library(folder)
    yield library
    library.close()


@pytest.mark.usefixtures("database")
def test_a_paper_is_found_by_id_by_name_and_by_part_of_its_name(library: Library) -> None:
    paper = library.paper("harbour.txt")
    assert library.paper(paper.id) == library.paper("arbou") == library.paper("HARBOUR") == paper


@pytest.mark.parametrize("name", ["", "nothing", "%", "../harbour.txt", "' OR 1=1 --"])
def test_a_paper_that_is_not_held_is_an_error(library: Library, name: str) -> None:
    with pytest.raises(PaperNotFoundError, match="no paper"):
        library.paper(name)


def test_a_part_of_several_names_is_refused_with_the_names(library: Library) -> None:
    with pytest.raises(PaperNotFoundError, match=r"papers match.*give the whole name"):
        library.paper(".txt")


@pytest.mark.usefixtures("database")
def test_a_whole_name_is_never_in_doubt(tmp_path: Path, library: Library) -> None:
    more = tmp_path / "more" / "sub"
    more.mkdir(parents=True)
    write_paper(more, "Harbour", "the plan be deferred")
    ingest([tmp_path / "more"], library, FakeEmbedder())
    assert library.paper("sub/harbour.txt").file == "sub/harbour.txt"
    assert library.paper("harbour.txt").file == "harbour.txt"


@pytest.mark.usefixtures("database")
def test_a_page_that_is_not_held_is_an_error(library: Library) -> None:
    paper = library.paper("harbour.txt")
    assert "Harbour" in library.page(paper.id, 1).text
    with pytest.raises(PaperNotFoundError, match="no page 2"):
        library.page(paper.id, 2)
    for call in (library.items, library.source):
        with pytest.raises(PaperNotFoundError):
            call("0" * 16)


@pytest.mark.usefixtures("database")
def test_the_lines_of_a_text_paper_count_from_one(library: Library, papers: Path) -> None:
    lines = library.lines(library.paper("harbour.txt").id)
    assert lines == (papers / "harbour.txt").read_text().rstrip("\n").split("\n")


@pytest.mark.parametrize("harm", ["DROP TABLE passages", "UPDATE passages SET passage = '{'"])
def test_what_cannot_be_read_from_the_catalogue_is_an_error_that_says_what_to_do(
    library: Library, harm: str
) -> None:
    paper = library.paper("harbour.txt")
    other = sqlite3.connect(library.folder / "catalogue.sqlite")
    other.execute(harm)
    other.commit()
    other.close()
    with pytest.raises(LibraryError, match=r"cannot be read .*townclerk (restore|doctor)"):
        library.passages_of(paper.id)


def test_a_page_cut_out_of_the_catalogues_file_is_an_error_when_its_rows_are_fetched(
    folder: Path,
) -> None:
    library = open_library(folder)
    names = [paper.id for paper in library.papers()]
    library.close()
    path = folder / "catalogue.sqlite"
    data = bytearray(path.read_bytes())
    for start in range(8192, len(data), 4096):  # the first two pages hold the tables' names
        data[start : start + 4096] = b"\xa5" * len(data[start : start + 4096])
    path.write_bytes(bytes(data))
    with pytest.raises(LibraryError, match=r"townclerk (restore|doctor)"):
        other = open_library(folder)
        for name in names:
            other.passages_of(name)


def test_a_library_from_before_pages_were_marked_withholds_pages_without_text(
    tmp_path: Path,
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    write_pdf(papers / "map.pdf", (minutes_text("the Mill", "the plan be approved"), ""))
    library = open_library(tmp_path / "library", create=True)
    ingest([papers], library, FakeEmbedder())
    paper = library.papers()[0]
    assert library.withheld_pages(paper.id) == frozenset()
    library.close()
    catalogue = sqlite3.connect(tmp_path / "library" / "catalogue.sqlite")
    make_format_1(catalogue)
    catalogue.execute("UPDATE pages SET text = '' WHERE number = 2")
    catalogue.execute("ALTER TABLE pages DROP COLUMN withheld")
    catalogue.commit()
    catalogue.close()
    with pytest.raises(LibraryError, match=r"earlier version .*run townclerk doctor"):
        open_library(tmp_path / "library")
    library = open_library(tmp_path / "library", writer=True)
    assert library.withheld_pages(paper.id) == {2}
    assert "Mill" in library.page(paper.id, 1).text
    library.close()
