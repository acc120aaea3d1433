"""The parts of a service over a real library, with one thing at a time out of order."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa.engines import Engines, VectorServer
from qa.library import Library
from qa.pool.crew import Staffing
from qa.pool.messages import Model
from qa.pool.readiness import Readiness
from tests.conftest import Samples
from tests.qa.pool.family import eventually
from tests.servers import chroma_server

WELL = Staffing(wanted=2, ready=2)


@pytest.fixture(scope="module")
def folder(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("readiness") / "library"
    shutil.copytree(samples.folder, copy)
    return copy


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    opened = Library.open(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("part", "file", "says"),
    [
        ("vectors", "chroma/chroma.sqlite3", "townclerk doctor"),
        ("words", "words/meta.json", "townclerk doctor"),
        ("catalogue", "catalogue.sqlite", "no library in its folder"),
        ("files", "files/{first}", "the copies of 1 of 12 papers"),
    ],
)
def test_a_part_of_the_library_that_is_gone_is_named(
    folder: Path, library: Library, part: str, file: str, says: str
) -> None:
    path = folder / file.format(first=sorted(p.name for p in (folder / "files").iterdir())[0])
    ready = Readiness(folder, lambda: library, lambda: WELL, None)
    path.rename(path.with_suffix(".gone"))
    try:
        eventually(lambda: not ready.parts()[part].ok)
        assert says in ready.parts()[part].detail
        wrong = {name for name, each in ready.parts().items() if not each.ok}
        assert wrong - {"files"} <= {
            part
        }  # without a catalogue nobody knows which files to look for
    finally:
        path.with_suffix(".gone").rename(path)


def test_no_file_is_missed_of_a_paper_of_which_none_is_kept(folder: Path, library: Library) -> None:
    assert len(library.papers()) == 14
    ready = Readiness(folder, lambda: library, lambda: WELL, None)
    eventually(lambda: ready.parts()["files"].detail == "all 12 copies there")
    assert ready.parts()["files"].ok


@pytest.mark.parametrize(
    ("staffing", "says"),
    [
        (Staffing(2), "they are being started"),
        (Staffing(2, fault="it is damaged"), "none can be started: it is damaged"),
        (Staffing(2, ready=2, stopping=True), "being stopped"),
    ],
)
def test_workers_that_cannot_answer_are_told_of(
    folder: Path, library: Library, staffing: Staffing, says: str
) -> None:
    part = Readiness(folder, lambda: library, lambda: staffing, None).parts()["workers"]
    assert not part.ok
    assert says in part.detail


def test_no_sentence_names_the_folder(folder: Path, library: Library) -> None:
    fault = f"there is no library in {folder}; run townclerk ingest PATH first"
    ready = Readiness(folder, lambda: library, lambda: Staffing(1, fault=fault), None)
    assert str(folder) not in str(ready.parts())
    assert "there is no library in its folder" in ready.parts()["workers"].detail


@pytest.fixture
def hung() -> Iterator[str]:
    """The address of a server that takes connections and never says anything."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"


@pytest.fixture
def closed() -> str:
    """The address of no server."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(("server", "why"), [("hung", "ReadTimeout"), ("closed", "ConnectError")])
def test_a_language_model_that_does_not_answer_is_told_and_not_waited_for(
    folder: Path,
    library: Library,
    server: str,
    why: str,
    request: pytest.FixtureRequest,
) -> None:
    url: str = request.getfixturevalue(server)
    model = Model(name="m", url=url, key=None, seconds=60)
    ready = Readiness(folder, lambda: library, lambda: WELL, model)
    looked: Callable[[], bool] = lambda: not ready.parts()["language_model"].ok  # noqa: E731
    assert not looked()  # nothing is known yet, and it does not wait to know
    eventually(looked)
    part = ready.parts()["language_model"]
    assert why in part.detail
    assert not part.needed


def test_a_chroma_server_that_goes_and_comes_back_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.pool.readiness.LOOK_AGAIN", 0.05)
    shutil.copytree(folder, tmp_path / "library")
    with chroma_server(tmp_path / "data") as server:
        engines = Engines(vectors=VectorServer(server.url))
        with closing(Library.open(tmp_path / "library", engines=engines)) as library:
            assert library.vectors.count() == library.passage_count()
            ready = Readiness(tmp_path / "library", lambda: library, lambda: WELL, None)
            eventually(lambda: str(library.passage_count()) in ready.parts()["vectors"].detail)
            server.stop(signal.SIGKILL)
            eventually(lambda: not ready.parts()["vectors"].ok)
            assert server.url not in ready.parts()["vectors"].detail
            server.start()
            eventually(lambda: ready.parts()["vectors"].ok)
