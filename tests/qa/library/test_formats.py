"""What an earlier version kept, and fields that records have had since, within one format."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.errors import LibraryError
from qa.library import Library
from qa.library.checking import check_library
from qa.library.formats import CHECKED, checksum
from qa.papers import Item, Paper
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder

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
