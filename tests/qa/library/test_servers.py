"""A library whose vectors are on a real Chroma server, and nodes that share a catalogue."""

from __future__ import annotations

import re
import shutil
import signal
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
from qa.library.checking import check_library
from qa.library.moving import copy_to_folder, copy_to_postgresql
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, minutes_text
from tests.postgresql import PostgresServer
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


def near(library: Library, matter: str) -> object:
    """Return how near the nearest passage is; further ones may be equally near, or be missed."""
    return pytest.approx(nearest(library, matter)[0], abs=0.002)


def nearest(library: Library, matter: str) -> list[float]:
    vector = FakeEmbedder().embed_question(f"the plan for the {matter}")
    return [score for _, score in library.nearest(vector, 5)]


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
        assert {m: (asked(library, m), nearest(library, m)[0]) for m in MATTERS} == wanted
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
        assert nearest(library, "Harbour")[0] == wanted
        assert any("filled the vector index on" in line for line in library.mended)
        write(papers, "Ferry")
        ingest([papers], library, embedder)
        new = near(library, "Ferry")
    assert embedder.embedded < 2 * done

    with closing(Library.open(folder)) as library:  # the folder's own are from before
        assert nearest(library, "Ferry")[0] == new
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
        assert nearest(library, "Bridge")[0] == wanted
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
        assert len(nearest(library, "Mill")) == 2


def test_a_server_that_is_down_is_said_and_found_again(tmp_path: Path, papers: Path) -> None:
    with chroma_server(tmp_path / "data") as running:
        engines = Engines(vectors=VectorServer(running.url, key="secret-key"))
        with closing(Library.open(tmp_path / "library", create=True, engines=engines)) as library:
            ingest([papers], library, FakeEmbedder())
            wanted = near(library, "Mill")
            running.stop(signal.SIGKILL)
            with pytest.raises(LibraryError, match="see that it runs") as caught:
                near(library, "Mill")
            assert "secret-key" not in str(caught.value)
            write(papers, "Ferry")
            with pytest.raises(LibraryError, match="see that it runs"):
                ingest([papers], library, FakeEmbedder())
            running.start()
            assert nearest(library, "Mill")[0] == wanted
            ingest([papers], library, FakeEmbedder())
            assert asked(library, "Ferry") == "ferry.txt"


@pytest.mark.parametrize("served", [True, False])
def test_a_node_fills_its_own_indexes_and_catches_up(
    tmp_path: Path,
    papers: Path,
    server: VectorServer,
    postgresql: PostgresServer,
    served: bool,
) -> None:
    engines = Engines(postgresql.create(), server if served else None)
    first, late = tmp_path / "first", tmp_path / "late"
    with (
        closing(Library.open(first, create=True, engines=engines)) as owner,
        closing(Library.open(late, engines=engines)) as node,
    ):
        ingest([papers], owner, FakeEmbedder())
        node.refresh()
        assert nearest(node, "Harbour")[0] == near(owner, "Harbour")
        assert node.browser_secret == owner.browser_secret
        assert asked(node, "Harbour") == "harbour.txt"
        mill = node.paper("mill.txt")
        copy = node.source(mill.id)
        assert copy.is_relative_to(late) and copy.read_bytes() == (papers / "mill.txt").read_bytes()

        write(papers, "Ferry")
        (papers / "mill.txt").unlink()
        ingest([papers], owner, FakeEmbedder(), prune=True)
        assert node.refresh()
        assert asked(node, "Ferry") == "ferry.txt"
        assert node.words.ids() == owner.words.ids()
        assert set(node.vectors.ids()) == set(owner.vectors.ids())
        assert not copy.exists()  # nothing of a paper that went stays on any node
        assert not node.refresh()
    with closing(Library.open(late, engines=engines)) as again:
        assert again.care.are_settled()


def test_a_node_that_is_lost_with_its_folder_takes_nothing_with_it(
    tmp_path: Path, papers: Path, server: VectorServer, postgresql: PostgresServer
) -> None:
    engines = Engines(postgresql.create(), server)
    with closing(Library.open(tmp_path / "first", create=True, engines=engines)) as owner:
        ingest([papers], owner, FakeEmbedder())
        wanted = {paper.file: owner.source(paper.id).read_bytes() for paper in owner.papers()}
    shutil.rmtree(tmp_path / "first")
    with closing(Library.open(tmp_path / "second", engines=engines)) as other:
        assert asked(other, "Bridge") == "bridge.txt"
        held = {paper.file: other.source(paper.id).read_bytes() for paper in other.papers()}
        assert held == wanted
        assert check_library(other).faults == []


def test_a_library_with_its_copies_moves_to_postgresql_and_back(
    tmp_path: Path, papers: Path, postgresql: PostgresServer
) -> None:
    own, url = tmp_path / "own", postgresql.create()
    with closing(Library.open(own, create=True)) as library:
        ingest([papers], library, FakeEmbedder())
        wanted = {paper.file: library.source(paper.id).read_bytes() for paper in library.papers()}
    copy_to_postgresql(own, EMBEDDED, url)
    engines = Engines(url)
    with closing(Library.open(tmp_path / "node", engines=engines)) as node:
        assert {p.file: node.source(p.id).read_bytes() for p in node.papers()} == wanted
    copy_to_folder(tmp_path / "node", engines, tmp_path / "back")
    with closing(Library.open(tmp_path / "back")) as back:
        assert asked(back, "Mill") == "mill.txt"
        assert {p.file: back.source(p.id).read_bytes() for p in back.papers()} == wanted
