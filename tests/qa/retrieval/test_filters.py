"""A filter in the indexes and the catalogue: the same in all three, also in an older library."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import tantivy

from qa.answerer import Answerer
from qa.backends import chroma
from qa.backends.sight import admits, sight_of
from qa.backends.tantivy import TantivyWords
from qa.errors import LibraryError
from qa.library import Entry, Library, reading
from qa.library.files import hold_for_writing
from qa.papers import UNKNOWN_PAGE, FileFormat, Paper, PaperKind, PaperPage, Passage, Standing, Unit
from qa.protocols import EVERYTHING, Filter, day_number, latest_day
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder

MATTERS = ("harbour", "quarry", "tramway", "orchard", "market", "baths")
SPRING = Filter(until=date(2024, 3, 1))
EARLIER, LATER = date(2024, 2, 1), date(2024, 5, 1)


def paper_of(name: str, day: date | None) -> Paper:
    digest = name.encode().hex().ljust(64, "0")
    return Paper(
        id=digest[:16],
        file=f"{name}.txt",
        title=f"Report on {name}",
        kind=PaperKind.REPORT,
        format=FileFormat.TEXT,
        digest=digest,
        meeting_date=day,
    )


def passage_of(paper: Paper, ordinal: int, text: str, day: date | None) -> Passage:
    return Passage(
        id=f"{paper.id}-{ordinal}",
        paper_id=paper.id,
        ordinal=ordinal,
        units=(Unit(text, (1, 1)),),
        heading=(),
        standing=Standing.BACKGROUND,
        page=UNKNOWN_PAGE,
        lines=(1, 1),
        meeting_date=day,
    )


def entry_of(folder: Path, name: str, day: date | None, days: Sequence[date | None]) -> Entry:
    """A paper with a passage a matter, whose meetings are on these days in turn."""
    paper = paper_of(name, day)
    passages = tuple(
        passage_of(paper, n, f"The works at the {matter} were told of", days[n % len(days)])
        for n, matter in enumerate(MATTERS)
    )
    source = folder / paper.file
    source.write_text(name)
    vectors = FakeEmbedder().embed([f"{name} {p.text}" for p in passages])
    return Entry(paper, (), (PaperPage(1, name),), passages, vectors, source)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of papers before and after the spring, of no day, and of a pack's two days."""
    folder = tmp_path / "library"
    library = Library.open(folder, create=True)
    days: dict[str, tuple[date | None, Sequence[date | None]]] = {
        "early": (EARLIER, [EARLIER]),
        "late": (LATER, [LATER]),
        "late-on-early": (LATER, [EARLIER]),
        "undated": (None, [None]),
        "pack": (EARLIER, [EARLIER, LATER]),
        "undated-on-late": (None, [LATER]),
    }
    entries = [entry_of(tmp_path, name, day, parts) for name, (day, parts) in days.items()]
    with library.writing():
        library.replace(entries, model=FakeEmbedder().name)
    library.close()
    return folder


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    library = Library.open(folder)
    yield library
    library.close()


def all_ids(library: Library) -> list[str]:
    return [p.id for paper in library.papers() for p in library.passages_of(paper.id)]


def admitted(library: Library) -> set[str]:
    papers = {paper.id: paper for paper in library.papers()}
    held = library.passages(all_ids(library))
    return {id_ for id_, (p, _) in held.items() if SPRING.admits(papers[p.paper_id], p)}


def assert_filtered_alike(library: Library) -> None:
    """Vectors, words and catalogue show the same passages as at the spring, and only these."""
    wanted, view = admitted(library), library.only(SPRING)
    assert len(wanted) == 2 * len(MATTERS) + len(MATTERS) // 2
    for vector in FakeEmbedder().embed([f"late {matter}" for matter in MATTERS]):
        assert {i for i, _ in view.nearest(vector, 100)} == wanted
    found = view.search_words({"work": 1.0}, 100)
    assert {i for i, _ in found} == wanted
    assert set(view.passages(all_ids(library))) == set(all_ids(view)) == wanted


def test_a_filter_admits_what_bears_no_later_day() -> None:
    for day, part, shown in [
        (EARLIER, EARLIER, True),
        (EARLIER, LATER, False),
        (LATER, EARLIER, False),
        (None, LATER, False),
        (None, None, True),
        (SPRING.until, None, True),
    ]:
        paper = paper_of("a", day)
        passage = passage_of(paper, 0, "text", part)
        assert SPRING.admits(paper, passage) is shown
        assert EVERYTHING.admits(paper, passage)
        assert latest_day(paper, passage) == max(day_number(day), day_number(part))
    assert day_number(date(2017, 5, 25)) == 20170525


def test_both_indexes_and_the_catalogue_show_the_same_through_a_filter(library: Library) -> None:
    assert_filtered_alike(library)


def test_both_indexes_and_the_catalogue_show_the_same_of_what_was_chosen(library: Library) -> None:
    papers = {paper.id: paper for paper in library.papers()}
    held = library.passages(all_ids(library))
    for which in (
        Filter(first=EARLIER, last=EARLIER),
        Filter(first=LATER),
        Filter(last=EARLIER, kind=PaperKind.REPORT),
        Filter(last=LATER, until=EARLIER),
        Filter(kind=PaperKind.MINUTES),
        Filter(body="Cabinet"),
    ):
        view = library.only(which)
        shown = {paper.id for paper in view.papers()}
        wanted = {
            id_
            for id_, (p, _) in held.items()
            if p.paper_id in shown and which.admits(papers[p.paper_id], p)
        }
        vector = FakeEmbedder().embed(["late harbour"])[0]
        near = [id_ for id_, _ in view.nearest(vector, 100)]
        assert set(view.passages(near)) == set(view.passages(all_ids(library))) == wanted
        worded = [id_ for id_, _ in view.search_words({"work": 1.0}, 100)]
        assert set(view.passages(worded)) == wanted


def test_a_choice_of_papers_changes_no_score_and_leaves_as_many_as_there_are(
    library: Library,
) -> None:
    view = library.only(Filter(first=LATER))
    vector = FakeEmbedder().embed(["the works at the harbour"])[0]
    whole = dict(library.nearest(vector, 100))
    for k in (1, 4, len(MATTERS)):
        near = view.nearest(vector, k)
        best = sorted((s for i, s in whole.items() if i in set(all_ids(view))), reverse=True)
        assert [s for _, s in near] == pytest.approx(best[:k], abs=2e-3)


def test_a_pack_is_in_sight_by_its_parts(tmp_path: Path) -> None:
    """Of a pack, what is bound in it has a body, a day and a kind of its own."""
    whole = entry_of(tmp_path, "bound", LATER, [EARLIER, LATER])
    pack = replace(whole.paper, kind=PaperKind.PACK, body="Cabinet")
    parts = tuple(
        replace(p, body="Scrutiny Board", part_kind=PaperKind.MINUTES) if p.ordinal % 2 == 0 else p
        for p in whole.passages
    )
    library = Library.open(tmp_path / "of-packs", create=True)
    with library.writing():
        library.replace([replace(whole, paper=pack, passages=parts)], model=FakeEmbedder().name)
    bound, own = set(all_ids(library)[::2]), set(all_ids(library)[1::2])
    for which, shown in (
        (Filter(body="scrutiny  board"), bound),
        (Filter(body="CABINET"), own),
        (Filter(kind=PaperKind.MINUTES), bound),
        (Filter(kind=PaperKind.PACK), bound | own),
        (Filter(last=EARLIER), bound),
        (Filter(first=LATER), own),
        (Filter(body="Scrutiny Board", first=LATER), set()),
    ):
        view = library.only(which)
        assert set(all_ids(view)) == shown and len(view.papers()) == bool(shown)
        vector = FakeEmbedder().embed(["works"])[0]
        assert {i for i, _ in view.nearest(vector, 100)} == shown
        assert {i for i, _ in view.search_words({"work": 1.0}, 100)} == shown
    library.close()


KINDS_OF_FILTER = (
    SPRING,
    Filter(body="scrutiny  board"),
    Filter(body="CABINET", until=EARLIER),
    Filter(kind=PaperKind.MINUTES),
    Filter(kind=PaperKind.PACK, last=EARLIER),
    Filter(first=LATER),
    Filter(last=LATER),
    Filter(first=EARLIER, last=EARLIER, body="Cabinet"),
    Filter(council="no such council"),
)


def test_each_index_admits_what_the_filter_itself_admits(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what is noted in it: fetched and looked at, by Chroma's own filter, and by the words'."""
    whole = entry_of(tmp_path, "bound", LATER, [EARLIER, LATER, None])
    pack = replace(whole.paper, kind=PaperKind.PACK, body="Cabinet", council="Ashcombe Council")
    parts = tuple(
        replace(p, body="Scrutiny Board", part_kind=PaperKind.MINUTES) if p.ordinal % 2 == 0 else p
        for p in whole.passages
    )
    library = Library.open(folder)
    with library.writing():
        library.replace([replace(whole, paper=pack, passages=parts)], model=FakeEmbedder().name)
    papers = library.papers_by_id()
    held = library.passages(all_ids(library))
    vector = FakeEmbedder().embed(["works"])[0]
    for which in (*KINDS_OF_FILTER, Filter(council="ashcombe  COUNCIL")):
        wanted = {i for i, (p, _) in held.items() if which.admits(papers[p.paper_id], p)}
        assert {
            i for i, (p, _) in held.items() if admits(which, sight_of(papers[p.paper_id], p))
        } == wanted
        assert {i for i, _ in library.vectors.nearest(vector, 100, which)} == wanted
        assert set(library.vectors._collection.get(where=chroma._where(which))["ids"]) == wanted
        assert library.words.ids(which) == wanted
        with monkeypatch.context() as patched:
            patched.setattr(reading, "SCANNED", -1)  # as where too many are in sight to compare
            found = {i for i, _ in library.only(which).nearest(vector, 100)}
        assert set(library.only(which).passages(sorted(found))) == found
        assert found == set(library.only(which).passages(sorted(wanted)))
        assert {i for i, _ in library.words.search({"work": 1.0}, 100, which)} == wanted
    library.close()


def test_a_filter_changes_no_score(library: Library) -> None:
    view = library.only(SPRING)
    words = dict(library.search_words({"harbour": 1.0, "work": 0.5}, 100))
    worded = view.search_words({"harbour": 1.0, "work": 0.5}, 100)
    assert worded and all(score == pytest.approx(words[i]) for i, score in worded)
    vector = FakeEmbedder().embed(["the works at the harbour"])[0]
    whole = dict(library.nearest(vector, 100))
    near = view.nearest(vector, 100)
    assert near and all(score == pytest.approx(whole[i], abs=2e-3) for i, score in near)
    assert [s for _, s in near] == sorted((s for _, s in near), reverse=True)


@pytest.mark.parametrize("k", [1, 3, 8, 14])
def test_a_filter_leaves_as_many_of_the_nearest_as_are_asked_for(library: Library, k: int) -> None:
    """Whether they lie among those fetched at first or not."""
    view = library.only(SPRING)
    for vector in FakeEmbedder().embed([f"late {matter} works" for matter in MATTERS]):
        held = library.passages(sorted(admitted(library)))
        best = sorted((float(np.dot(v, vector)) for _, v in held.values()), reverse=True)
        near = [score for _, score in view.nearest(vector, k)]
        assert near == pytest.approx(best[:k], abs=2e-3)


def test_a_day_before_all_dated_papers_shows_those_without_a_date(library: Library) -> None:
    view = library.only(Filter(until=date(2000, 1, 1)))
    assert [paper.file for paper in view.papers()] == ["undated-on-late.txt", "undated.txt"]
    assert {i for i, _ in view.search_words({"work": 1.0}, 100)} == set(all_ids(view))
    assert len(all_ids(view)) == len(MATTERS)


def make_older(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the indexes as a Townclerk made them that knew of no days in them."""
    library = Library.open(folder)
    passages = [p for paper in library.papers() for p in library.passages_of(paper.id)]
    papers = {paper.id: paper for paper in library.papers()}
    vectors = np.stack([v for _, v in library.passages([p.id for p in passages]).values()])
    library.vectors.clear()
    with monkeypatch.context() as patched:
        patched.setattr(chroma, "_metadata", lambda paper, passage: {"date": 0})
        held = library.passages([p.id for p in passages])
        rows = [(papers[passage.paper_id], passage) for passage, _ in held.values()]
        library.vectors.add(rows, vectors)
    library.close()
    shutil.rmtree(folder / "words")
    (folder / "words").mkdir()
    builder = tantivy.SchemaBuilder()
    for name in ("id", "paper"):
        builder.add_text_field(
            name, stored=name == "id", tokenizer_name="raw", index_option="basic"
        )
    for name in ("text", "heading", "title"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(builder.build(), path=str(folder / "words"))
    writer = index.writer(15_000_000, 1)
    for passage in passages:
        document = tantivy.Document()
        document.add_text("id", passage.id)
        document.add_text("paper", passage.paper_id)
        document.add_text("text", " ".join(["work", *passage.text.casefold().split()]))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    catalogue = sqlite3.connect(folder / "catalogue.sqlite")
    catalogue.execute("DELETE FROM meta WHERE key = 'index format'")
    catalogue.execute("DELETE FROM seal")
    catalogue.commit()
    catalogue.close()


def test_the_indexes_of_an_older_library_get_the_days_when_it_is_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_older(folder, monkeypatch)
    library = Library.open(folder)
    library.indexes.open()
    count = 6 * len(MATTERS)
    assert library.mended == [
        f"noted what filters ask for with {count} vectors",
        f"rebuilt the word index of {count} passages",
    ]
    assert_filtered_alike(library)
    assert {path.name for path in folder.glob("words*")} == {"words"}
    library.close()
    again = Library.open(folder)
    again.indexes.open()
    assert again.mended == []
    assert_filtered_alike(again)
    again.close()


def test_a_reader_of_an_older_library_answers_and_is_told_what_to_do_for_a_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_older(folder, monkeypatch)
    with hold_for_writing(folder):  # so that the reader cannot mend it
        library = Library.open(folder)
        library.indexes.open()
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    assert answerer.ask("What was told of the works at the harbour?").hits
    assert len(library.search_words({"work": 1.0}, 100)) == library.passage_count()
    with pytest.raises(LibraryError, match="run townclerk doctor"):
        answerer.ask("What was told of the works at the harbour?", as_at=SPRING.until)
    other = Library.open(folder)  # as doctor does, in another process
    other.indexes.open()
    other.close()
    answer = answerer.ask("What was told of the works at the harbour?", as_at=SPRING.until)
    assert answer.searched.papers == 4
    assert_filtered_alike(library)
    library.close()


def test_a_crash_while_an_older_library_gets_the_days_is_finished_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_older(folder, monkeypatch)
    with monkeypatch.context() as patched:

        def stop(self: TantivyWords) -> None:
            raise KeyboardInterrupt

        patched.setattr(TantivyWords, "commit", stop)
        with pytest.raises(KeyboardInterrupt):
            Library.open(folder).indexes.open()
    library = Library.open(folder)
    library.indexes.open()
    assert library.mended
    assert_filtered_alike(library)
    library.close()


def test_a_thread_that_searches_is_not_disturbed_by_one_that_sees_new_words(
    tmp_path: Path,
) -> None:
    """A hit's place counts only in the state of the index in which it was found."""
    writer, reader = TantivyWords(tmp_path / "words"), TantivyWords(tmp_path / "words")
    mill = paper_of("mill", EARLIER)
    for number in range(20):
        writer.add(mill, [passage_of(mill, number, "the mill", EARLIER)], "")
        writer.commit()
    reader.refresh()
    wrong: list[object] = []
    stop = threading.Event()

    def keep_searching() -> None:
        while not stop.is_set():
            try:
                found = reader.search({"mill": 1.0}, 50)
                wrong.extend(i for i, _ in found if not i.startswith(mill.id))
            except BaseException as error:
                wrong.append(error)

    threads = [threading.Thread(target=keep_searching) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(30):
        other = paper_of(f"quarry{number % 3}", LATER)
        writer.remove_papers([other.id])
        writer.add(other, [passage_of(other, number, "the quarry", LATER)] * 5, "")
        writer.commit()
        reader.refresh()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    writer.close()
