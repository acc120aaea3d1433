"""What an ingest leaves in the library: all three stores, whatever was done to the files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ingest.document import SourceDocument
from ingest.files import outcomes
from ingest.pipeline import Report, ingest, summary
from ingest.sandbox.isolation import Isolation, read_paper, understand_paper
from ingest.sandbox.wire import STANDARD_LIMITS, UnderstoodFile
from ingest.understand import understand
from qa.errors import IndexMismatchError, LibraryBusyError, ReadError
from qa.library import Library
from qa.papers import FileFormat, Paper, Passage
from qa.protocols import Vectors
from tests.fakes import FakeEmbedder, minutes_text, write_pdf

MILL = minutes_text("the Old Mill", "the lease of the Old Mill be renewed for five years")
BRIDGE = minutes_text("the Tolbooth Bridge", "the bridge be closed to lorries from 1 June 2024")
POOL = minutes_text("the Priory Baths", "the baths be opened on Sundays at £4.50 a swim")
RESTRICTED = (
    "NOT FOR PUBLICATION\n\nThis report is not for publication by virtue of paragraph 3 of "
    "Part 1 of Schedule 12A of the Local Government Act 1972.\n\n"
    "Report to Cabinet, 14 March 2024\n\n"
    "SALE OF ZEBEDEE YARD\n\nThe highest offer, from Wobbleton Estates, is £7,654,321.\n"
)
SECRETS = ("zebede", "zebedee", "wobbleton", "7654321", "7,654,321")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "mill.txt").write_text(MILL)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def take_in(library: Library, *paths: Path, prune: bool = False, rebuild: bool = False) -> Report:
    return ingest(list(paths), library, FakeEmbedder(), prune=prune, rebuild=rebuild)


def counts(report: Report) -> dict[str, int]:
    names = ("read", "replaced", "skipped", "copies", "pruned")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def stored_ids(library: Library) -> set[str]:
    return {p.id for paper in library.papers() for p in library.passages_of(paper.id)}


def assert_stores_agree(library: Library) -> None:
    ids = stored_ids(library)
    assert set(library.vectors.ids()) == ids
    assert library.words.ids() == ids
    assert library.vectors.count() == library.words.count() == library.passage_count() == len(ids)
    files = set((library.folder / "files").iterdir())
    kept = [paper.id for paper in library.papers() if library.why_no_file(paper.id) is None]
    assert files == {library.source(paper_id) for paper_id in kept}
    assert not library.papers_without_file()


def text_of(library: Library, name: str | None = None) -> str:
    """The text of the passages of one paper, or of all papers held."""
    papers = [library.paper(name)] if name else library.papers()
    return "\n".join(p.text for paper in papers for p in library.passages_of(paper.id))


def files_of(library: Library) -> set[str]:
    return {paper.file for paper in library.papers()}


def test_a_second_ingest_reads_nothing_again(library: Library, papers: Path) -> None:
    assert counts(take_in(library, papers)) == {"read": 2}
    embedder = FakeEmbedder()
    again = ingest([papers], library, embedder)
    assert counts(again) == {"skipped": 2}
    assert embedder.embedded == 0
    assert again.passages == 0
    assert_stores_agree(library)


def test_a_changed_file_is_replaced_whole(library: Library, papers: Path) -> None:
    take_in(library, papers)
    (papers / "mill.txt").write_text(POOL)
    assert counts(take_in(library, papers)) == {"replaced": 1, "skipped": 1}
    assert files_of(library) == {"bridge.txt", "mill.txt"}
    assert "Old Mill" not in text_of(library)
    assert "£4.50" in text_of(library)
    assert_stores_agree(library)


def test_a_file_that_is_gone_stays_until_it_is_pruned(library: Library, papers: Path) -> None:
    take_in(library, papers)
    (papers / "mill.txt").unlink()
    assert counts(take_in(library, papers)) == {"skipped": 1}
    assert "mill.txt" in files_of(library)
    assert counts(take_in(library, papers, prune=True)) == {"skipped": 1, "pruned": 1}
    assert files_of(library) == {"bridge.txt"}
    assert_stores_agree(library)


def test_pruning_with_an_empty_folder_is_refused_and_drops_nothing(
    library: Library, papers: Path, tmp_path: Path
) -> None:
    (empty := tmp_path / "not mounted").mkdir()
    assert counts(take_in(library, empty, prune=True)) == {}
    take_in(library, papers)
    with pytest.raises(ReadError, match="nothing was dropped; check the folder"):
        take_in(library, empty, prune=True)
    assert files_of(library) == {"mill.txt", "bridge.txt"}


def test_of_a_paper_that_went_no_word_is_left_in_the_folder(library: Library, papers: Path) -> None:
    (papers / "mill.txt").write_text(MILL.replace("Old Mill", "Quernstone Granary"))
    take_in(library, papers)
    assert b"Quernstone" in library_bytes(library.folder)
    (papers / "mill.txt").unlink()
    take_in(library, papers, prune=True)
    held = library_bytes(library.folder).lower()
    assert b"quernston" not in held
    assert b"tolbooth" in held


def library_bytes(folder: Path) -> bytes:
    """All that the library holds, but for the administrator's list."""
    paths = [path for path in sorted(folder.rglob("*")) if path.parent.name != "review"]
    return b"\n".join(path.read_bytes() for path in paths if path.is_file())


def test_the_same_bytes_under_two_names_are_one_paper_with_two_places(
    library: Library, papers: Path
) -> None:
    (papers / "supplement").mkdir()
    (papers / "supplement" / "mill-again.txt").write_text(MILL)
    assert counts(take_in(library, papers)) == {"read": 2, "copies": 1}
    assert library.paper("mill.txt").same_as == ("supplement/mill-again.txt",)
    assert library.paper("supplement/mill-again.txt").file == "mill.txt"
    assert library.coverage().papers == 2
    assert counts(take_in(library, papers)) == {"skipped": 3}
    assert_stores_agree(library)


@pytest.mark.parametrize("gone", ["mill.txt", "mill-again.txt"])
def test_a_paper_stays_while_one_of_its_places_does(
    library: Library, papers: Path, gone: str
) -> None:
    (papers / "mill-again.txt").write_text(MILL)
    take_in(library, papers)
    (papers / gone).unlink()
    report = take_in(library, papers, prune=True)
    assert counts(report) == {"skipped": 2}
    left = ({"mill.txt", "mill-again.txt"} - {gone}).pop()
    assert library.paper(left).same_as == ()
    assert files_of(library) == {"bridge.txt", left}
    assert_stores_agree(library)


@pytest.mark.parametrize("changed", ["mill.txt", "mill-again.txt"])
def test_changing_one_of_two_places_keeps_the_paper_in_the_other(
    library: Library, papers: Path, changed: str
) -> None:
    (papers / "mill-again.txt").write_text(MILL)
    take_in(library, papers)
    (papers / changed).write_text(POOL)
    take_in(library, papers)
    left = ({"mill.txt", "mill-again.txt"} - {changed}).pop()
    assert files_of(library) == {"bridge.txt", "mill.txt", "mill-again.txt"}
    assert "five years" in text_of(library, left)
    assert "£4.50" in text_of(library, changed)
    assert_stores_agree(library)
    assert counts(take_in(library, papers)) == {"skipped": 3}


def test_a_file_that_becomes_a_copy_of_another_leaves_its_old_text(
    library: Library, papers: Path
) -> None:
    take_in(library, papers)
    (papers / "mill.txt").write_text(BRIDGE)
    assert counts(take_in(library, papers)) == {"skipped": 1, "copies": 1}
    assert files_of(library) == {"bridge.txt"}
    assert "Old Mill" not in text_of(library)
    assert_stores_agree(library)


def test_two_files_may_change_names(library: Library, papers: Path) -> None:
    take_in(library, papers)
    (papers / "mill.txt").write_text(BRIDGE)
    (papers / "bridge.txt").write_text(MILL)
    take_in(library, papers)
    assert files_of(library) == {"bridge.txt", "mill.txt"}
    assert "lorries" in text_of(library, "mill.txt")
    assert "five years" in text_of(library, "bridge.txt")
    assert_stores_agree(library)


def test_a_paper_moves_to_a_new_name_while_its_old_name_takes_another(
    library: Library, papers: Path
) -> None:
    take_in(library, papers)
    (papers / "zz-mill.txt").write_text(MILL)
    (papers / "mill.txt").write_text(POOL)
    take_in(library, papers)
    assert files_of(library) == {"bridge.txt", "mill.txt", "zz-mill.txt"}
    assert "five years" in text_of(library, "zz-mill.txt")
    assert "£4.50" in text_of(library, "mill.txt")
    assert_stores_agree(library)
    assert counts(take_in(library, papers)) == {"skipped": 3}


def test_a_renamed_file_is_the_same_paper(library: Library, papers: Path) -> None:
    take_in(library, papers)
    (papers / "mill.txt").rename(papers / "old-mill.txt")
    report = take_in(library, papers, prune=True)
    assert counts(report) == {"skipped": 1, "copies": 1}
    assert files_of(library) == {"bridge.txt", "old-mill.txt"}
    assert library.paper("old-mill.txt").same_as == ()
    assert_stores_agree(library)


def test_two_folders_may_each_hold_a_file_of_one_name(library: Library, tmp_path: Path) -> None:
    for folder, text in (("cabinet", MILL), ("council", BRIDGE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "minutes.txt").write_text(text)
    take_in(library, tmp_path / "cabinet", tmp_path / "council")
    assert files_of(library) == {"minutes.txt", "council/minutes.txt"}
    assert "five years" in text_of(library, "minutes.txt")
    assert "lorries" in text_of(library, "council/minutes.txt")
    again = take_in(library, tmp_path / "council", tmp_path / "cabinet")
    assert counts(again) == {"skipped": 2}


def test_folders_taken_in_one_after_the_other_do_not_push_each_other_out(
    library: Library, tmp_path: Path
) -> None:
    for folder, text in (("cabinet", MILL), ("council", BRIDGE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "minutes.txt").write_text(text)
        assert counts(take_in(library, tmp_path / folder)) == {"read": 1}
    assert files_of(library) == {"minutes.txt", "council/minutes.txt"}
    (tmp_path / "council" / "minutes.txt").write_text(POOL)
    assert counts(take_in(library, tmp_path / "council")) == {"replaced": 1}
    assert "lorries" not in text_of(library) and "five years" in text_of(library)
    assert_stores_agree(library)


def test_a_file_is_one_paper_however_it_is_reached(library: Library, papers: Path) -> None:
    take_in(library, papers / "mill.txt")
    assert counts(take_in(library, papers.parent)) == {"read": 1, "skipped": 1}
    assert files_of(library) == {"papers/bridge.txt", "mill.txt"}
    (papers / "mill.txt").write_text(POOL)
    assert counts(take_in(library, papers)) == {"replaced": 1, "skipped": 1}
    assert "five years" not in text_of(library)


def test_a_library_among_the_papers_does_not_take_itself_in(papers: Path) -> None:
    library = Library.open(papers / "library", create=True)
    assert counts(take_in(library, papers)) == {"read": 2}
    assert counts(take_in(library, papers)) == {"skipped": 2}
    assert library.paper("mill.txt").same_as == ()
    library.close()


def test_papers_that_moved_with_their_folder_keep_their_names(
    library: Library, papers: Path
) -> None:
    take_in(library, papers)
    moved = papers.rename(papers.with_name("moved"))
    (moved / "mill.txt").write_text(POOL)
    assert counts(take_in(library, moved)) == {"replaced": 1, "skipped": 1}
    assert files_of(library) == {"bridge.txt", "mill.txt"}


def test_bad_files_beside_good_ones_are_named_with_the_reason(
    library: Library, papers: Path
) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (papers / "empty.txt").write_bytes(b"")
    (papers / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    (papers / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (papers / "letter.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64)
    os.mkfifo(papers / "pipe.txt")
    report = take_in(library, papers)
    assert counts(report) == {"read": 2}
    assert {name for name, _ in report.failed} == {
        "broken.pdf",
        "empty.txt",
        "picture.pdf",
        "pipe.txt",
    }
    assert len(report.ignored) == 1
    told = "\n".join(summary(report))
    assert "2 read, 4 failed" in told
    assert "failed: empty.txt: the file is empty; download or save it again" in told
    assert "1 file of other kinds left alone (1 .jpg): photo.jpg" in told
    assert "left alone: letter.doc: the file is in Office's old format" in told
    assert_stores_agree(library)


def test_a_paper_that_cannot_be_read_any_more_is_kept_as_it_was(
    library: Library, papers: Path
) -> None:
    take_in(library, papers)
    (papers / "mill.txt").write_bytes(b"")
    report = take_in(library, papers, prune=True)
    assert [name for name, _ in report.failed] == ["mill.txt"]
    assert "five years" in text_of(library)


def test_a_fault_in_understanding_one_paper_does_not_stop_the_rest(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumbling = Isolation("tests.ingest.sandbox.bad_readers:read_but_stumble_at_the_bridge")
    stumble = partial(understand_paper, isolation=stumbling)
    monkeypatch.setattr(outcomes, "understand_paper", stumble)
    report = take_in(library, papers)
    assert counts(report) == {"read": 1}
    assert [name for name, _ in report.failed] == ["bridge.txt"]
    assert "LookupError" in report.failed[0][1] and "Tolbooth" not in report.failed[0][1]
    stumbling.close()
    monkeypatch.undo()
    assert counts(take_in(library, papers)) == {"read": 1, "skipped": 1}


def test_an_exempt_paper_leaves_no_trace(library: Library, papers: Path) -> None:
    (papers / "offers.txt").write_text(RESTRICTED)
    report = take_in(library, papers)
    assert counts(report) == {"read": 2}
    assert library.coverage().papers == 2
    told = "\n".join(summary(report)).casefold()
    held = library_bytes(library.folder).decode("utf-8", "replace").casefold()
    for secret in (*SECRETS, "offers.txt"):
        assert secret not in told
        assert secret not in held
    assert_stores_agree(library)


def test_a_paper_that_becomes_exempt_is_withdrawn_wherever_it_is_filed(
    library: Library, papers: Path
) -> None:
    (papers / "offers.txt").write_text(RESTRICTED.split("Act 1972.\n\n")[1])
    take_in(library, papers)
    assert b"Wobbleton" in library_bytes(library.folder)
    (papers / "offers.txt").write_text(RESTRICTED)
    assert counts(take_in(library, papers)) == {"skipped": 2}
    held = library_bytes(library.folder).decode("utf-8", "replace").casefold()
    assert [secret for secret in SECRETS if secret in held] == []
    assert files_of(library) == {"bridge.txt", "mill.txt"}
    assert_stores_agree(library)


def test_a_rebuild_withdraws_what_an_earlier_version_did_not_know_to_be_exempt(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("offers.txt", "offers-again.txt"):
        (papers / name).write_text(RESTRICTED)

    def unaware(path: Path, *, name: str, digest: str, **_: object) -> UnderstoodFile:
        lines = tuple(line for line in read_paper(path).lines if line.number > 4)
        public = SourceDocument(FileFormat.TEXT, lines)
        return UnderstoodFile("text", understand(public, name=name, digest=digest))

    monkeypatch.setattr(outcomes, "understand_paper", unaware)
    take_in(library, papers)
    assert "Wobbleton" in text_of(library)
    monkeypatch.undo()
    take_in(library, papers / "offers.txt", rebuild=True)
    held = library_bytes(library.folder).decode("utf-8", "replace").casefold()
    assert [secret for secret in SECRETS if secret in held] == []
    assert files_of(library) == {"bridge.txt", "mill.txt"}
    assert_stores_agree(library)


def test_another_model_is_refused_with_what_to_do(library: Library, papers: Path) -> None:
    take_in(library, papers)
    with pytest.raises(IndexMismatchError, match=r"built with fake-16, not other-8.*--rebuild"):
        ingest([papers], library, FakeEmbedder("other-8", 8))
    assert library.model_name == "fake-16"
    assert_stores_agree(library)


def test_a_rebuild_with_another_model_embeds_all_that_is_held(
    library: Library, papers: Path
) -> None:
    take_in(library, papers)
    (papers / "bridge.txt").unlink()
    other = FakeEmbedder("other-8", 8)
    ingest([papers], library, other, rebuild=True)
    assert library.model_name == "other-8"
    assert files_of(library) == {"bridge.txt", "mill.txt"}
    assert 0 < other.embedded <= library.passage_count()  # none of them twice
    assert_stores_agree(library)
    for passage in library.passages_of(library.paper("bridge.txt").id):
        vector = library.passages([passage.id])[passage.id][1]
        assert vector.shape == (8,)
        assert library.vectors.nearest(vector, 1)[0][1] == pytest.approx(1, abs=1e-3)


def test_a_process_that_reads_is_told_when_the_model_has_changed(
    library: Library, papers: Path
) -> None:
    take_in(library, papers)
    reader = Library.open(library.folder)
    ingest([papers], library, FakeEmbedder("other-8", 8), rebuild=True)
    with pytest.raises(IndexMismatchError, match="start Townclerk again"):
        reader.refresh()
    reader.close()


def test_a_rebuild_that_cuts_fewer_passages_leaves_none_of_the_old(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(library, papers)
    before = library.passage_count()

    def shorter(path: Path, *, name: str, digest: str, **_: object) -> UnderstoodFile:
        whole = understand(read_paper(path), name=name, digest=digest)
        return UnderstoodFile("text", replace(whole, passages=whole.passages[:1]))

    monkeypatch.setattr(outcomes, "understand_paper", shorter)
    take_in(library, papers, rebuild=True)
    assert library.passage_count() == 2 < before
    assert_stores_agree(library)


def test_a_second_writer_is_turned_away_at_once(library: Library, papers: Path) -> None:
    other = Library.open(library.folder)
    with library.writing(), pytest.raises(LibraryBusyError, match="another process is writing"):
        take_in(other, papers)
    assert counts(take_in(other, papers)) == {"read": 2}
    other.close()


def test_a_library_opened_before_another_wrote_loses_nothing_when_it_writes(
    library: Library, papers: Path
) -> None:
    other = Library.open(library.folder)
    take_in(library, papers / "mill.txt")
    take_in(other, papers / "bridge.txt")
    library.refresh()
    assert_stores_agree(library)
    assert_stores_agree(other)
    other.close()


def test_a_failed_embedder_leaves_the_library_as_it_was(library: Library, papers: Path) -> None:
    class Failing(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            raise RuntimeError("out of memory")

    take_in(library, papers / "mill.txt")
    with pytest.raises(RuntimeError, match="out of memory"):
        ingest([papers], library, Failing())
    assert files_of(library) == {"mill.txt"}
    assert_stores_agree(library)
    assert counts(take_in(library, papers)) == {"read": 1, "skipped": 1}


def test_a_paper_without_any_text_is_held_with_a_notice(library: Library, tmp_path: Path) -> None:
    scan = write_pdf(tmp_path / "scan.pdf", ("",), footers=False)
    report = take_in(library, scan)
    assert counts(report) == {"read": 1}
    assert library.passages_of(library.paper("scan.pdf").id) == []
    assert_stores_agree(library)


def test_progress_counts_every_file_once(library: Library, papers: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    ingest([papers], library, FakeEmbedder(), progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "bridge.txt"), (2, 2, "mill.txt")]


def test_each_paper_knows_its_meeting(library: Library, papers: Path) -> None:
    take_in(library, papers)
    paper: Paper = library.paper("mill.txt")
    passages: list[Passage] = library.passages_of(paper.id)
    assert str(paper.meeting_date) == "2024-03-14"
    assert {passage.paper_id for passage in passages} == {paper.id}


def test_a_paper_too_slow_to_understand_is_reported_and_the_rest_go_on(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = "\n\n".join(f"({n % 30}) that plot {n} be let at £{n} a year." for n in range(150_000))
    (papers / "a-slow.txt").write_text(slow)
    limits = replace(STANDARD_LIMITS, cpu=3.0)
    monkeypatch.setattr(outcomes, "understand_paper", partial(understand_paper, limits=limits))
    report = take_in(library, papers)
    assert counts(report) == {"read": 2}
    ((name, reason),) = report.failed
    assert name == "a-slow.txt"
    assert re.match(r"understanding what it says was stopped after \d s of processor time", reason)
    assert files_of(library) == {"bridge.txt", "mill.txt"}
    assert_stores_agree(library)


def test_what_came_of_an_ingest_is_noted_for_the_services_figures(
    library: Library, papers: Path
) -> None:
    assert library.last_ingest() == {}
    (papers / "empty.txt").write_bytes(b"")
    take_in(library, papers)
    noted = library.last_ingest()
    assert (noted["stored"], noted["failed"]) == (2, 1)
    assert noted["ended"] > 1.7e9 and noted["seconds"] > 0
