"""A vector index that was opened goes on serving while another process changes the library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.backends.chroma import ChromaVectors
from qa.bootstrap import open_library
from qa.library import Library
from qa.library.indexes import since
from tests.fakes import FakeEmbedder, minutes_text

PROJECT = Path(__file__).parents[4]
MATTERS = ("Mill", "Bridge", "Baths", "Market")
INGEST = """
import sys
from pathlib import Path
from ingest.pipeline import ingest
from qa.bootstrap import open_library
from tests.fakes import FakeEmbedder
library = open_library(Path(sys.argv[1]))
ingest([Path(sys.argv[2])], library, FakeEmbedder())
library.close()
"""


def write(folder: Path, matter: str, resolved: str) -> Path:
    path = folder / f"{matter.casefold()}.txt"
    path.write_text(minutes_text(f"the {matter}", f"the {resolved} of the {matter} be approved"))
    return path


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for matter in MATTERS:
        write(folder, matter, "repair")
    return folder


def ingest_elsewhere(library: Path, papers: Path) -> None:
    """Bring the library up to date with the folder, in a process of its own."""
    subprocess.run(
        [sys.executable, "-c", INGEST, str(library), str(papers)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=True,
        capture_output=True,
    )


def held(library: Library) -> set[str]:
    return {p.id for paper in library.papers() for p in library.passages_of(paper.id)}


def assert_all_are_found(library: Library) -> None:
    """Each passage held is the nearest to its own vector, and nothing else is found."""
    ids = held(library)
    for passage_id, (_, vector) in library.passages(sorted(ids)).items():
        found = library.nearest(vector, len(ids))
        assert {i for i, _ in found} == ids and len(found) == len(ids)
        assert found[0][1] == pytest.approx(1, abs=1e-2)
        assert passage_id in {i for i, score in found if score > 0.99}


@pytest.fixture
def reopened(monkeypatch: pytest.MonkeyPatch) -> list[ChromaVectors]:
    """The indexes that were opened anew."""
    told: list[ChromaVectors] = []
    refresh = ChromaVectors.refresh

    def counted(vectors: ChromaVectors) -> None:
        told.append(vectors)
        refresh(vectors)

    monkeypatch.setattr(ChromaVectors, "refresh", counted)
    return told


def test_what_comes_changes_and_goes_is_seen_without_opening_it_anew(
    tmp_path: Path, papers: Path, reopened: list[ChromaVectors]
) -> None:
    folder = tmp_path / "library"
    library = open_library(folder, create=True)
    ingest([papers], library, FakeEmbedder())
    assert_all_are_found(library)
    write(papers, "Quarry", "closing")
    ingest_elsewhere(folder, papers)
    assert library.refresh() and len(library.papers()) == len(MATTERS) + 1
    assert_all_are_found(library)
    write(papers, "Mill", "demolition")
    (papers / "bridge.txt").unlink()
    ingest_elsewhere(folder, papers)
    assert library.refresh()
    assert_all_are_found(library)
    assert reopened == []
    library.close()


def test_where_much_has_changed_it_is_opened_anew(
    tmp_path: Path,
    papers: Path,
    reopened: list[ChromaVectors],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(since, "MOST", 0)
    folder = tmp_path / "library"
    library = open_library(folder, create=True)
    ingest([papers], library, FakeEmbedder())
    assert_all_are_found(library)
    write(papers, "Quarry", "closing")
    ingest_elsewhere(folder, papers)
    assert library.refresh()
    assert len(reopened) == 1
    assert_all_are_found(library)
    library.close()
