"""Back-ups, and what a running service does when its library goes, comes back or is replaced."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from ingest.pipeline import ingest
from qa.errors import LibraryError
from qa.library import Library
from qa.library.backup import make_backup, restore_backup
from tests.fakes import FakeEmbedder, minutes_text
from tests.qa.library.use_library import DIMENSION, QUESTION

PROJECT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("serve_library.py")


def take_in(folder: Path, *matters: str, outcome: str = "approved") -> None:
    papers = folder.parent / f"papers-{'-'.join(matters)}"
    papers.mkdir(parents=True, exist_ok=True)
    for matter in matters:
        text = minutes_text(f"the {matter}", f"the plan be {outcome} for the {matter}")
        (papers / f"{matter.casefold()}.txt").write_text(text)
    with closing(Library.open(folder, create=True)) as library:
        ingest([papers], library, FakeEmbedder(dimension=DIMENSION))


def backed_up(folder: Path, target: Path) -> Path:
    with closing(Library.open(folder)) as library:
        return make_backup(library, target).path


def names(folder: Path) -> list[str]:
    with closing(Library.open(folder)) as library:
        assert set(library.vectors.ids()) == library.words.ids()
        assert library.papers_without_file() == []
        return [paper.file for paper in library.papers()]


@contextmanager
def service(folder: Path) -> Iterator[httpx.Client]:
    child = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    port = child.stdout.readline().strip()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            yield client
        assert child.poll() is None, "it was to run until it is stopped"
    finally:
        child.terminate()
        child.communicate(timeout=60)


def answer(client: httpx.Client) -> tuple[int, str]:
    reply = client.post("/api/ask", json={"question": QUESTION})
    quotes = " ".join(c["quote"] for c in reply.json().get("citations", ()))
    return reply.status_code, quotes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    take_in(tmp_path / "library", "Harbour", "Mill")
    return tmp_path / "library"


def test_a_backup_is_one_file_for_its_owner_alone_and_makes_the_same_library(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "review.jsonl").write_text("for a person\n")
    (tmp_path / "kept").mkdir()
    path = backed_up(folder, tmp_path / "kept")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list((tmp_path / "kept").iterdir()) == [path]
    restore_backup(path, tmp_path / "again").close()
    assert names(tmp_path / "again") == names(folder)
    assert (tmp_path / "again" / "review.jsonl").read_text() == "for a person\n"
    with (
        closing(Library.open(folder)) as library,
        closing(Library.open(tmp_path / "again")) as again,
    ):
        assert again.id == library.id
        assert again.mended == []
        take = [(p, again.passages_of(p.id)) for p in again.papers()]
        assert take == [(p, library.passages_of(p.id)) for p in library.papers()]


@pytest.mark.parametrize("harm", ["cut", "flipped", "other", "foreign"])
def test_a_backup_that_is_not_whole_is_refused_and_harms_nothing(
    folder: Path, tmp_path: Path, harm: str
) -> None:
    path = backed_up(folder, tmp_path / "backup.tar")
    data = path.read_bytes()
    if harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif harm == "flipped":
        path.write_bytes(data.replace(b"approved for the Mill", b"approwed for the Mill"))
    elif harm == "other":
        path.write_bytes(b"no tar" * 500)
    else:
        with tarfile.open(path, "a") as tar:
            tar.add(folder / "names.jsonl", "../outside")
    before = names(folder)
    with pytest.raises(LibraryError, match=r"not a whole back-up .*use another"):
        restore_backup(path, folder, replace=True)
    assert names(folder) == before
    assert not (folder / "restoring").exists()
    assert not (tmp_path / "outside").exists()


def test_a_library_that_is_there_gives_way_only_if_told_and_is_kept(
    folder: Path, tmp_path: Path
) -> None:
    path = backed_up(folder, tmp_path / "backup.tar")
    take_in(folder, "Quarry")
    with pytest.raises(LibraryError, match="--replace"):
        restore_backup(path, folder)
    assert "quarry.txt" in names(folder)
    restore_backup(path, folder, replace=True).close()
    assert names(folder) == ["harbour.txt", "mill.txt"]
    [kept] = folder.glob("replaced-*")
    assert {p.suffix for p in kept.iterdir()} == {".sqlite", ".txt"}


def test_a_backup_made_while_papers_come_and_go_is_of_one_moment(
    folder: Path, tmp_path: Path
) -> None:
    failed: list[BaseException] = []

    def change() -> None:
        try:
            for number in range(4):
                take_in(folder, f"Quarry{number}")
                with closing(Library.open(folder)) as library, library.writing():
                    library.remove_files([f"quarry{number}.txt"])
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=change)
    writer.start()
    made = 0
    while writer.is_alive() or made == 0:
        with closing(Library.open(folder)) as library:
            backup = make_backup(library, tmp_path / f"backup-{made}.tar")
        assert backup.lost == ()
        made += 1
    writer.join()
    assert failed == []
    for number in {0, made // 2, made - 1}:
        restore_backup(tmp_path / f"backup-{number}.tar", tmp_path / f"again-{number}").close()
        assert {"harbour.txt", "mill.txt"} <= set(names(tmp_path / f"again-{number}"))


def test_a_service_notices_that_its_library_has_gone_and_come_back(
    folder: Path, tmp_path: Path
) -> None:
    with service(folder) as client:
        assert "approved for the Harbour" in answer(client)[1]
        folder.rename(tmp_path / "away")
        assert answer(client)[0] == 503
        assert client.get("/api/health").status_code == 503
        (tmp_path / "away").rename(folder)
        assert "approved for the Harbour" in answer(client)[1]


def test_a_service_goes_on_with_a_library_that_was_put_in_place_of_its_own(
    folder: Path, tmp_path: Path
) -> None:
    path = backed_up(folder, tmp_path / "backup.tar")
    take_in(tmp_path / "other" / "library", "Harbour", outcome="refused")
    with service(folder) as client:
        assert "approved for the Harbour" in answer(client)[1]
        folder.rename(tmp_path / "away")
        shutil.copytree(tmp_path / "other" / "library", folder)
        assert answer(client)[0] == 200
        assert "refused for the Harbour" in answer(client)[1]
        restore_backup(path, folder, replace=True).close()
        assert "approved for the Harbour" in answer(client)[1]
        assert client.get("/api/health").json()["papers"] == 2
        made = backed_up(folder, tmp_path / "second.tar")
        assert made.exists() and answer(client)[0] == 200
