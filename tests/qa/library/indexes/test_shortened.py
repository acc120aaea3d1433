"""A large library's vectors are searched shortened, and what is found is compared whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.backends import shortened
from qa.bootstrap import open_library
from qa.library import Library
from qa.library.indexes import care
from tests.fakes import FakeEmbedder, minutes_text

MATTERS = ("Mill", "Bridge", "Baths", "Market", "Quarry", "Wharf", "Chapel", "Orchard")
DIMENSION, SHORT = 64, 16
PROJECT = Path(__file__).parents[4]
INGEST = f"""
import sys
from pathlib import Path
from ingest.pipeline import ingest
from qa.backends import shortened
from qa.bootstrap import open_library
from qa.library.indexes import care
from tests.fakes import FakeEmbedder
care.WHOLE, shortened.LENGTH = {len(MATTERS)}, {SHORT}
library = open_library(Path(sys.argv[1]))
ingest([Path(sys.argv[2])], library, FakeEmbedder(name="fake-{DIMENSION}", dimension={DIMENSION}))
library.close()
"""


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "WHOLE", len(MATTERS))
    monkeypatch.setattr(shortened, "LENGTH", SHORT)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for matter in MATTERS:
        write(folder, matter)
    return folder


@pytest.fixture
def library(tmp_path: Path, papers: Path) -> Iterator[Library]:
    with closing(open_library(tmp_path / "library", create=True)) as library:
        take_in(papers, library)
        yield library


def write(folder: Path, matter: str) -> None:
    text = minutes_text(f"the {matter}", f"the repair of the {matter} be approved")
    (folder / f"{matter.casefold()}.txt").write_text(text)


def take_in(papers: Path, library: Library, dimension: int = DIMENSION) -> None:
    embedder = FakeEmbedder(name=f"fake-{dimension}", dimension=dimension)
    ingest([papers], library, embedder, prune=True, rebuild=dimension != DIMENSION)


def held(library: Library) -> list[str]:
    return sorted(p.id for paper in library.papers() for p in library.passages_of(paper.id))


def length_kept(library: Library) -> int:
    [id_] = held(library)[:1]
    return len(library.vectors.vectors([id_])[id_])


def assert_all_are_found(library: Library) -> None:
    """Each passage is found with its true similarity to each of the vectors, best first."""
    ids = held(library)
    vectors = {id_: vector for id_, (_, vector) in library.passages(ids).items()}
    for vector in vectors.values():
        found = library.nearest(vector, len(ids))
        assert {id_ for id_, _ in found} == set(ids) and len(found) == len(ids)
        assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
        for id_, score in found:
            assert score == pytest.approx(float(vectors[id_] @ vector), abs=1e-3)


def test_vectors_are_shortened_once_they_are_many(library: Library, papers: Path) -> None:
    assert library.passage_count() > care.WHOLE
    assert length_kept(library) == SHORT
    assert len([said for said in library.mended if said.startswith("shortened")]) == 1
    assert_all_are_found(library)
    write(papers, "Tannery")
    (papers / "mill.txt").unlink()
    take_in(papers, library)
    assert length_kept(library) == SHORT
    assert_all_are_found(library)
    with library.writing():
        assert library.repair() == []
    assert len([said for said in library.mended if said.startswith("shortened")]) == 1


def test_a_few_stay_whole_and_a_process_that_asks_goes_on_while_they_are_shortened(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "WHOLE", 10_000)
    with closing(open_library(tmp_path / "few", create=True)) as library:
        take_in(papers, library)
        assert length_kept(library) == DIMENSION
        assert_all_are_found(library)
        write(papers, "Tannery")
        subprocess.run(
            [sys.executable, "-c", INGEST, str(library.folder), str(papers)],
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            check=True,
            capture_output=True,
        )
        assert library.refresh()
        assert_all_are_found(library)
        assert length_kept(library) == SHORT


def test_what_shortens_them_is_made_anew_where_it_is_damaged(library: Library) -> None:
    library.close()
    (library.folder / "chroma" / shortened.FILE).write_bytes(b"")
    with closing(open_library(library.folder)) as again:
        assert_all_are_found(again)
        assert length_kept(again) == SHORT
        assert any("vector index" in said for said in again.mended)


def test_vectors_of_another_model_are_shortened_anew(library: Library, papers: Path) -> None:
    take_in(papers, library, dimension=DIMENSION + 8)
    assert length_kept(library) == SHORT
    assert_all_are_found(library)


def test_where_they_cannot_be_shortened_they_are_searched_whole(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "WHOLE", 10_000)
    with closing(open_library(tmp_path / "few", create=True)) as library:
        take_in(papers, library)
        monkeypatch.setattr(care, "WHOLE", len(MATTERS))
        in_the_way = library.folder / "chroma.part"
        in_the_way.write_text("no folder can be made here")
        write(papers, "Tannery")
        take_in(papers, library)
        assert length_kept(library) == DIMENSION
        assert_all_are_found(library)
        in_the_way.unlink()
        with library.writing():
            pass
        assert length_kept(library) == SHORT
        assert_all_are_found(library)
