"""A library that may only be read is asked and served all the same; nothing in it is written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from eval.speed.crowd import read_words, store_crowd
from ingest.pipeline import ingest
from qa.library import Library
from tests.fakes import FakeEmbedder, minutes_text
from tests.qa.library.use_library import DIMENSION

PROJECT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("use_library.py")
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
"""As root a process may write whatever the modes say, unless it gives that up."""


@pytest.fixture(params=[0, 1_200], ids=["small", "with a graph in files"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv here to give that up")
    (tmp_path / "harbour.txt").write_text(
        minutes_text("the Harbour", "the plan be approved for the Harbour")
    )
    embedder = FakeEmbedder(dimension=DIMENSION)
    with closing(Library.open(tmp_path / "library", create=True)) as library:
        ingest([tmp_path / "harbour.txt"], library, embedder)
        if request.param:
            store_crowd(library, embedder, read_words(None, [], 3), passages=request.param, seed=3)
    return tmp_path / "library"


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
    }


def close_to_writing(folder: Path) -> dict[str, tuple[int, int]]:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return state(folder)


def use(folder: Path, *steps: str) -> subprocess.CompletedProcess[str]:
    rights = WITHOUT_RIGHTS if os.geteuid() == 0 else ()
    return subprocess.run(
        [*rights, sys.executable, "-W", "error", str(SCRIPT), str(folder), *steps],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_it_is_asked_and_listed_and_not_a_byte_of_it_changes(folder: Path) -> None:
    before = close_to_writing(folder)
    done = use(folder, "ask", "papers")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "approved for the Harbour" in done.stdout and "harbour.txt" in done.stdout
    assert state(folder) == before


def test_a_damaged_index_there_is_told_with_who_can_mend_it(folder: Path) -> None:
    (folder / "words" / "meta.json").write_text("{}")
    before = close_to_writing(folder)
    done = use(folder, "ask")
    assert done.returncode == 1
    assert "the word index" in done.stderr and "run townclerk doctor as a user who" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert state(folder) == before


def test_who_wants_to_write_there_is_told_to_get_permission(folder: Path) -> None:
    close_to_writing(folder)
    done = use(folder, "doctor")
    assert done.returncode == 1
    assert "cannot be written to" in done.stderr and "permission" in done.stderr
    assert len(done.stderr.splitlines()) == 1
