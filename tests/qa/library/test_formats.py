"""What an earlier version kept, and fields that records have had since, within one format."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.errors import LibraryError
from qa.library import Entry, Library
from qa.library.checking import check_library
from qa.library.formats import CHECKED, checksum
from qa.papers import Item, Paper, PaperKind, PaperPage
from qa.protocols import part_of
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, make_format_3

MINUTES = """ASHCOMBE BOROUGH COUNCIL

CABINET

MINUTES of the meeting held on 14 March 2024

Present: Councillors Ann Hale (Chair) and Tom Rudd

51. APOLOGIES FOR ABSENCE

There were none.

52. THE MILL

It was moved by Councillor Hale, seconded by Councillor Rudd, and on being put to the vote (For 6,
Against 2, Abstentions 1) carried.

RESOLVED that the plan for the Mill be approved.

The meeting closed at 8.10 pm.
"""
SINCE = {"identity", "records", "decisions", "motions", "labels", "casting", "on", "manner"} | {
    f"names_{side}" for side in ("for", "against", "abstain", "not_voting")
}
"""Fields of papers, items, votes and rows that the version before did not keep."""


def without(record: object) -> object:
    """Return what was read from JSON without the fields kept since, however deep."""
    if isinstance(record, dict):
        return {key: without(value) for key, value in record.items() if key not in SINCE}
    return [without(value) for value in record] if isinstance(record, list) else record


def as_it_was(catalogue: sqlite3.Connection) -> None:
    """Take out of each record what is kept since, as if it had been written before."""
    catalogue.create_function("checksum", -1, checksum)
    for table, column in (("papers", "paper"), ("papers", "items"), ("passages", "passage")):
        for key, record in catalogue.execute(f"SELECT id, {column} FROM {table}").fetchall():
            kept = json.dumps(without(json.loads(record)))
            catalogue.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (kept, key))
        for sum_, of in CHECKED[table]:
            catalogue.execute(f"UPDATE {table} SET {sum_} = checksum({', '.join(of)})")
    catalogue.commit()


def held(library: Library) -> tuple[Paper, tuple[Item, ...]]:
    [paper] = library.papers()
    return paper, library.items(paper.id)


def test_a_library_without_the_fields_kept_since_is_asked_checked_and_rebuilt(
    tmp_path: Path,
) -> None:
    papers, folder = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    (papers / "mill.txt").write_text(MINUTES)
    library = Library.open(folder, create=True)
    ingest([papers], library, FakeEmbedder())
    now, items = held(library)
    library.close()
    mill = items[-1]
    assert now.identity and mill.decisions and mill.motions and mill.motions[0].votes

    catalogue = sqlite3.connect(folder / "catalogue.sqlite")
    as_it_was(catalogue)
    catalogue.close()

    library = Library.open(folder)
    paper, were = held(library)
    assert paper == replace(now, identity=(), records=())
    assert [replace(item, decisions=(), motions=(), records=(), votes=()) for item in items] == [
        replace(item, votes=()) for item in were
    ]
    answer = Answerer(library, HybridSearcher(library, FakeEmbedder())).ask(
        "What was decided on the plan for the Mill?"
    )
    assert "the plan for the Mill be approved" in answer.citations[0].quote
    health = check_library(library)
    assert (health.mended, health.faults) == ([], [])
    ingest([papers], library, FakeEmbedder(), rebuild=True)
    assert held(library) == (now, items)
    library.close()


def test_a_library_of_format_2_gets_its_stamps_from_a_writer(tmp_path: Path) -> None:
    papers, folder = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    (papers / "mill.txt").write_text(MINUTES)
    library = Library.open(folder, create=True)
    ingest([papers], library, FakeEmbedder())
    library.close()
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as catalogue, catalogue:
        make_format_3(catalogue)
        catalogue.execute("ALTER TABLE papers DROP COLUMN stamp")
        catalogue.execute("UPDATE meta SET value = '2' WHERE key = 'format'")

    with pytest.raises(LibraryError, match="townclerk doctor"):
        Library.open(folder)

    library = Library.open(folder, writer=True)
    assert list(library.catalogue.stamps().values()) == [0]
    (papers / "mill.txt").write_text(MINUTES.replace("8.10", "8.15"))
    ingest([papers], library, FakeEmbedder())
    [stamp] = library.catalogue.stamps().values()
    assert stamp > 0 and library.catalogue.generation.startswith(f"{stamp}-")
    library.close()


def test_a_library_of_format_3_gets_its_parts_and_numbers_of_items(tmp_path: Path) -> None:
    papers, folder = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    (papers / "mill.txt").write_text(MINUTES)
    library = Library.open(folder, create=True)
    ingest([papers], library, FakeEmbedder())
    [paper] = library.papers()
    passages, copy = library.passages_of(paper.id), library.source(paper.id)
    own = [None, *([date(2024, 2, 1)] * (len(passages) - 1))]
    bound = [replace(p, meeting_date=day) for p, day in zip(passages, own, strict=True)]
    pack = replace(paper, id="ab" * 8, kind=PaperKind.PACK, file="pack.txt", digest="ab" * 32)
    theirs = tuple(replace(p, id=f"{pack.id}-{p.ordinal}", paper_id=pack.id) for p in bound)
    vectors = FakeEmbedder().embed([p.text for p in theirs])
    entry = Entry(pack, library.items(paper.id), (PaperPage(1, MINUTES),), theirs, vectors, copy)
    with library.writing():
        library.replace([entry], model=FakeEmbedder().name)
    parts, counts = library.catalogue.parts(), library.catalogue.item_counts()
    assert {part.part[1] for part in parts[pack.id]} == {None, date(2024, 2, 1)}
    assert library.parts_of(pack) == frozenset(map(part_of, theirs))
    assert counts == {id_: len(library.items(id_)) for id_ in (paper.id, pack.id)}
    assert all(counts.values())
    library.close()
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as catalogue, catalogue:
        make_format_3(catalogue)
    again = Library.open(folder, writer=True)
    assert again.catalogue.parts() == parts and again.catalogue.item_counts() == counts
    again.close()
