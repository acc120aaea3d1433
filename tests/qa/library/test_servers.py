"""A library whose vectors are on a real Chroma server, and nodes that share a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from eval.faults.servers import ChromaServer
from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.backends.chroma_server import ServedVectors
from qa.engines import EMBEDDED, Engines, VectorServer
from qa.errors import LibraryError
from qa.library import Library
from qa.library.catalogue import Catalogue
from qa.library.checking import check_library
from qa.library.databases.sqlite import SQLiteFile
from qa.library.files import KeptFiles
from qa.library.reading import Reading
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, minutes_text
from tests.servers import chroma_server

MATTERS = ("Harbour", "Mill", "Bridge")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path_factory.mktemp("server") / "data") as server:
        yield server


@pytest.fixture
def server(running: ChromaServer, request: pytest.FixtureRequest) -> VectorServer:
    return VectorServer(running.url, collection=re.sub(r"\W", "", request.node.name))


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for matter in MATTERS:
        write(folder, matter)
    return folder


def write(folder: Path, matter: str) -> Path:
    path = folder / f"{matter.casefold()}.txt"
    path.write_text(minutes_text(f"the {matter}", f"the plan be approved for the {matter}"))
    return path


def asked(library: Library, matter: str) -> str:
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    answer = answerer.ask(f"What was decided on the plan for the {matter}?")
    return answer.citations[0].paper.file if answer.citations else ""


def near(library: Library, matter: str) -> list[float]:
    """Return how near the nearest passages are; several may be equally near."""
    vector = FakeEmbedder().embed_question(f"the plan for the {matter}")
    return [round(score, 3) for _, score in library.nearest(vector, 5)]


def test_vectors_on_a_server_answer_as_embedded_ones(
    tmp_path: Path, papers: Path, server: VectorServer
) -> None:
    with closing(Library.open(tmp_path / "embedded", create=True)) as own:
        ingest([papers], own, FakeEmbedder())
        wanted = {matter: (asked(own, matter), near(own, matter)) for matter in MATTERS}
    engines = Engines(vectors=server)
    with closing(Library.open(tmp_path / "served", create=True, engines=engines)) as library:
        ingest([papers], library, FakeEmbedder())
        assert not (tmp_path / "served" / "chroma").exists()
        assert {m: (asked(library, m), near(library, m)) for m in MATTERS} == wanted
        (papers / "mill.txt").unlink()
        ingest([papers], library, FakeEmbedder(), prune=True)
        assert ServedVectors(server).count() == library.passage_count()
        assert asked(library, "Mill") != "mill.txt"


def test_a_library_moves_to_a_server_and_back_without_embedding_anew(
    tmp_path: Path, papers: Path, server: VectorServer
) -> None:
    folder, embedder = tmp_path / "library", FakeEmbedder()
    with closing(Library.open(folder, create=True)) as library:
        ingest([papers], library, embedder)
        wanted = near(library, "Harbour")
    done = embedder.embedded

    with closing(Library.open(folder, engines=Engines(vectors=server))) as library:
        assert near(library, "Harbour") == wanted
        assert any("filled the vector index on" in line for line in library.mended)
        write(papers, "Ferry")
        ingest([papers], library, embedder)
        new = near(library, "Ferry")
    assert embedder.embedded < 2 * done

    with closing(Library.open(folder)) as library:  # the folder's own are from before
        assert near(library, "Ferry") == new
        assert any("kept elsewhere" in line for line in library.mended)


def test_a_server_that_lost_its_vectors_is_filled_from_the_catalogue(
    tmp_path: Path, papers: Path, server: VectorServer
) -> None:
    engines = Engines(vectors=server)
    with closing(Library.open(tmp_path / "library", create=True, engines=engines)) as library:
        ingest([papers], library, FakeEmbedder())
        wanted = near(library, "Bridge")
    ServedVectors(server).clear()
    with closing(Library.open(tmp_path / "library", engines=engines)) as library:
        assert near(library, "Bridge") == wanted
        assert check_library(library).faults == []


def test_calls_keep_to_the_most_records_that_are_allowed(
    tmp_path: Path, papers: Path, server: VectorServer
) -> None:
    engines = Engines(vectors=replace(server, records=2))
    with closing(Library.open(tmp_path / "library", create=True, engines=engines)) as library:
        ingest([papers], library, FakeEmbedder())
        vectors = ServedVectors(replace(server, records=2))
        assert vectors.batch == 2
        assert len(set(vectors.ids())) == library.passage_count() > 2
        assert len(near(library, "Mill")) == 2


def test_a_server_that_is_down_is_said_and_found_again(tmp_path: Path, papers: Path) -> None:
    with chroma_server(tmp_path / "data") as running:
        engines = Engines(vectors=VectorServer(running.url, key="secret-key"))
        with closing(Library.open(tmp_path / "library", create=True, engines=engines)) as library:
            ingest([papers], library, FakeEmbedder())
            wanted = near(library, "Mill")
            running.stop(kill=True)
            with pytest.raises(LibraryError, match="see that it runs") as caught:
                near(library, "Mill")
            assert "secret-key" not in str(caught.value)
            write(papers, "Ferry")
            with pytest.raises(LibraryError, match="see that it runs"):
                ingest([papers], library, FakeEmbedder())
            running.start()
            assert near(library, "Mill") == wanted
            ingest([papers], library, FakeEmbedder())
            assert asked(library, "Ferry") == "ferry.txt"


def node(folder: Path, owner: Path, vectors: VectorServer | None) -> Library:
    """Open a node's own folder over the catalogue and the files of another."""
    folder.mkdir(exist_ok=True)
    catalogue, files = Catalogue(SQLiteFile(owner / "catalogue.sqlite")), KeptFiles(owner / "files")
    engines = Engines(catalogue="shared", vectors=vectors)
    return Library(folder, catalogue, files, Reading(catalogue, files), engines=engines)


@pytest.mark.parametrize("served", [True, False])
def test_a_node_fills_its_own_indexes_and_catches_up(
    tmp_path: Path, papers: Path, server: VectorServer, served: bool
) -> None:
    vectors = server if served else None
    with (
        closing(
            Library.open(
                tmp_path / "owner", create=True, engines=replace(EMBEDDED, vectors=vectors)
            )
        ) as owner,
        closing(node(tmp_path / "late", tmp_path / "owner", vectors)) as late,
    ):
        ingest([papers], owner, FakeEmbedder())
        late.refresh()
        assert near(late, "Harbour") == near(owner, "Harbour")
        assert asked(late, "Harbour") == "harbour.txt"

        write(papers, "Ferry")
        (papers / "mill.txt").unlink()
        ingest([papers], owner, FakeEmbedder(), prune=True)
        assert late.refresh()
        assert asked(late, "Ferry") == "ferry.txt"
        assert late.words.ids() == owner.words.ids()
        assert set(late.vectors.ids()) == set(owner.vectors.ids())
        assert not late.refresh()
    with closing(node(tmp_path / "late", tmp_path / "owner", vectors)) as again:
        assert again.care.are_settled()
