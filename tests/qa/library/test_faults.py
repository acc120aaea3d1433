"""No fault of a library's files loses a paper, and none is silent: harm of every kind, for real.

The process that uses the library afterwards is one of its own. Whatever was done to the files, it
ends with an exit code, never by a signal.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from eval.speed.crowd import read_words, store_crowd
from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.library import Library
from qa.library.backup import make_backup, restore_backup
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, minutes_text
from tests.qa.library.use_library import DIMENSION, QUESTION

PROJECT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("use_library.py")
MATTERS = ("Harbour", "Mill", "Bridge")
CROWD = 1_200
"""Passages besides, since Chroma writes its graph to files from a thousand on."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library, its back-up beside it, as each test copies it."""
    top = tmp_path_factory.mktemp("sound")
    (top / "papers").mkdir()
    for matter in MATTERS:
        text = minutes_text(f"the {matter}", f"the plan be approved for the {matter}")
        (top / "papers" / f"{matter.casefold()}.txt").write_text(text)
    embedder = FakeEmbedder(dimension=DIMENSION)
    with closing(Library.open(top / "library", create=True)) as library:
        ingest([top / "papers"], library, embedder)
        store_crowd(library, embedder, read_words(None, [], 3), passages=CROWD, seed=3)
        make_backup(library, top / "backup.tar")
        assert library.care.are_settled()
    return top


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound / "library", tmp_path / "library")
    return tmp_path / "library"


def use(folder: Path, *steps: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPT), str(folder), *steps],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), f"ended by {done.returncode}: {done.stderr}"
    assert "Traceback" not in done.stderr
    if done.returncode:
        sentences = [line for line in done.stderr.splitlines() if "made anew" not in line]
        assert len(sentences) <= 1, done.stderr
        assert all(line.startswith("townclerk: ") for line in sentences)
    return done


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data, chance = bytearray(path.read_bytes()), random.Random(7)
    for _ in range(200):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data))


def blot(path: Path) -> None:
    """As a bad block of a disk."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4096] = b"\xff" * len(data[middle : middle + 4096])
    path.write_bytes(bytes(data))


def remove(path: Path) -> None:
    path.unlink()


PAIRS_OF_INDEX_FILES = (
    ("chroma/chroma.sqlite3", "words/meta.json"),
    ("chroma/*/data_level0.bin", "words/*.idx"),
)


def ask(library: Library) -> str:
    embedder = FakeEmbedder(dimension=DIMENSION)
    answer = Answerer(library, HybridSearcher(library, embedder)).ask(QUESTION)
    return " ".join(citation.quote for citation in answer.citations)


def quotes(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("harm", [empty, flip, blot])
def test_harmed_indexes_are_said_and_made_anew_by_the_next_question(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    for pair in PAIRS_OF_INDEX_FILES:
        for name in pair:
            harm(max(folder.glob(name), key=lambda path: path.stat().st_size))
        asked = use(folder, "ask", "ask")
        assert asked.returncode == 0, asked.stderr
        for index in ("vector", "word"):
            said = f"the {index} index in {folder} is damaged or gone"
            assert asked.stderr.count(said) == 1, pair
        assert "approved for the Harbour" in asked.stdout
    with closing(Library.open(folder)) as library:
        assert library.vectors.count() == library.words.count() == library.passage_count()
        assert library.mended == []


@pytest.mark.parametrize("harm", [empty, cut, flip, remove])
def test_a_harmed_catalogue_loses_no_paper(
    sound: Path, folder: Path, harm: Callable[[Path], None]
) -> None:
    copies = {path.name for path in (folder / "files").iterdir()}
    with closing(Library.open(folder)) as library:
        before = f"{[paper.file for paper in library.papers()]}\n"
    harm(folder / "catalogue.sqlite")
    asked, checked = use(folder, "ask"), use(folder, "doctor")
    assert {path.name for path in (folder / "files").iterdir()} == copies
    assert checked.returncode == 1
    assert "townclerk restore BACKUP" in checked.stderr or "--from-files" in checked.stdout
    assert asked.returncode == 0 or "townclerk " in asked.stderr.removeprefix("townclerk: ")
    assert "Harbour" in asked.stdout or asked.returncode
    restore_backup(sound / "backup.tar", folder, replace=True).close()
    after = use(folder, "doctor", "ask", "papers")
    assert after.returncode == 0
    assert after.stdout.endswith(before)


def test_a_lost_catalogue_is_made_anew_from_the_librarys_own_files(
    tmp_path: Path, sound: Path
) -> None:
    folder = tmp_path / "library"
    with closing(Library.open(folder, create=True)) as library:
        ingest([sound / "papers"], library, FakeEmbedder(dimension=DIMENSION))
    before = use(folder, "papers").stdout
    empty(folder / "catalogue.sqlite")
    lost = use(folder, "doctor")
    assert lost.returncode == 1
    assert "held without a catalogue: harbour.txt" in lost.stdout
    assert "townclerk doctor --from-files" in lost.stderr
    again = use(folder, "read", "doctor", "ask", "papers")
    assert again.returncode == 0
    assert again.stdout.startswith(f"{len(MATTERS)} read\n")
    assert again.stdout.endswith(before)


def test_a_paper_of_which_no_file_is_kept_is_named_when_the_catalogue_is_lost(
    tmp_path: Path, sound: Path
) -> None:
    folder, page = tmp_path / "library", PROJECT / "samples/papers/cabinet-2025-03-20-minutes.html"
    with closing(Library.open(folder, create=True)) as library:
        ingest([sound / "papers", page], library, FakeEmbedder(dimension=DIMENSION))
        assert page.name in {paper.file for paper in library.papers()}
    empty(folder / "catalogue.sqlite")
    again = use(folder, "read", "papers")
    assert again.returncode == 0
    assert f"{page.name} is not held any more" in again.stdout
    assert f"run townclerk ingest with {page}" in again.stdout
    assert "harbour.txt" in again.stdout.splitlines()[-1]


def test_a_question_never_removes_a_file(folder: Path) -> None:
    """Not of an empty catalogue, and not of one that is another library's."""
    copies = {path.name for path in (folder / "files").iterdir()}
    for path in folder.glob("catalogue.sqlite*"):
        empty(path)
    assert use(folder, "ask").returncode == 1
    other = folder.parent / "other"
    with closing(Library.open(other, create=True)) as library:
        text = minutes_text("the Harbour", "the plan be approved for the Harbour")
        (folder.parent / "harbour.txt").write_text(text)
        ingest([folder.parent / "harbour.txt"], library, FakeEmbedder(dimension=DIMENSION))
    shutil.copyfile(other / "catalogue.sqlite", folder / "catalogue.sqlite")
    assert use(folder, "ask").returncode == 0
    found = use(folder, "doctor")
    assert found.returncode == 1
    assert "belongs to no paper held; it is left alone" in found.stdout
    assert {path.name for path in (folder / "files").iterdir()} == copies


def words_in_catalogue(folder: Path, old: bytes, new: bytes) -> None:
    path = folder / "catalogue.sqlite"
    data = path.read_bytes()
    assert old in data and len(old) == len(new)
    path.write_bytes(data.replace(old, new))


def test_a_byte_that_flips_in_a_papers_words_is_never_quoted(folder: Path) -> None:
    old, new = b"be approved for the Harbour", b"be apprised for the Harbour"
    words_in_catalogue(folder, old, new)
    asked = use(folder, "ask")
    assert asked.returncode == 1
    assert "a record of it is damaged" in asked.stderr and "townclerk doctor" in asked.stderr
    checked = use(folder, "doctor")
    assert checked.returncode == 1
    assert "a record of harbour.txt in the catalogue is damaged" in checked.stdout
    mended = use(folder, "read", "doctor", "ask")
    assert mended.returncode == 0
    assert "approved for the Harbour" in quotes(mended)


@pytest.mark.parametrize("harm", [flip, remove])
def test_a_harmed_copy_is_named_and_taken_in_again_with_its_paper(
    sound: Path, folder: Path, harm: Callable[[Path], None]
) -> None:
    with closing(Library.open(folder)) as library:
        copy = library.source(library.paper("mill.txt").id)
    harm(copy)
    checked = use(folder, "doctor")
    assert checked.returncode == 1
    assert "the copy of mill.txt is" in checked.stdout and "run townclerk ingest" in checked.stdout
    with closing(Library.open(folder)) as library:
        ingest([sound / "papers"], library, FakeEmbedder(dimension=DIMENSION))
    assert use(folder, "doctor").returncode == 0


@pytest.mark.parametrize("name", ["chroma/chroma.sqlite3", "words/*.idx"])
def test_an_index_that_is_damaged_under_a_running_process_is_mended(
    folder: Path, name: str
) -> None:
    with closing(Library.open(folder)) as library:
        before = ask(library)
        assert "approved for the Harbour" in before
        path = max(folder.glob(name), key=lambda each: each.stat().st_size)
        with path.open("r+b") as file:
            file.write(b"\xff" * (path.stat().st_size // 2))
        assert ask(library) == before
        noticed = "made the vector index anew: it was damaged or gone" in library.mended
        # What is searched of the words may lie in the half that is sound.
        assert noticed or name.startswith("words")
