"""Files read side by side come out in order, and the bytes of one are stored once."""

from __future__ import annotations

import shutil
import threading
import zipfile
from itertools import count
from pathlib import Path

import pytest

from ingest.document import STANDARD_SCANS
from ingest.files import outcomes
from ingest.files.discover import look_through
from ingest.files.outcomes import FileReader, Outcome, ReaderHere
from ingest.files.unpack import Spool
from ingest.sandbox.wire import UnderstoodFile
from ingest.understand import restricted_paper

PAPER = """Marrowby Council

Minutes of Cabinet held on {day} March 2020

1. FERRY

RESOLVED: that it sail.
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for day in range(1, 8):
        (folder / f"{day}-minutes.txt").write_text(PAPER.format(day=day))
    for number in (2, 5):
        shutil.copy(folder / "1-minutes.txt", folder / f"{number}-again.txt")
    (folder / "3-empty.txt").write_text("")
    (folder / "4-exempt.txt").write_text("NOT FOR PUBLICATION\n\n" + PAPER.format(day=9))
    return folder


def read(folder: Path, *, at_once: int) -> list[Outcome]:
    files = look_through([folder]).files
    with Spool(folder.parent / f"spool-{at_once}") as spool:
        reader = FileReader({}, spool, STANDARD_SCANS, reads=ReaderHere(at_once))
        return list(reader.outcomes(files))


def test_files_read_side_by_side_give_what_they_give_one_by_one(papers: Path) -> None:
    one_by_one, together = read(papers, at_once=1), read(papers, at_once=4)
    assert together == one_by_one
    assert [outcome.place for outcome in together] == list(range(1, 12))
    copies = [o.found.name for o in together if o.digest and o.understood is None]
    assert copies == ["2-again.txt", "5-again.txt"]
    assert [o.found.name for o in together if o.failure] == ["3-empty.txt"]


def test_members_read_side_by_side_come_in_the_order_of_the_archive(papers: Path) -> None:
    """One of them is an archive itself; one is a copy of another, one is exempt, one is empty."""
    inner = papers.parent / "inner.zip"
    with zipfile.ZipFile(inner, "w") as packed:
        for path in sorted(papers.glob("[67]-*")):
            packed.write(path, path.name)
    with zipfile.ZipFile(papers / "0-all.zip", "w") as packed:
        for number, path in enumerate([*sorted(papers.glob("*.txt")), inner]):
            packed.write(path, f"{9 - number % 10}-{path.name}")
            if number == 4:
                packed.write(inner, "between.zip")
    for path in papers.glob("*.txt"):
        path.unlink()
    one_by_one, together = (
        [(o.found.name, o.digest, o.understood, o.failure) for o in read(papers, at_once=n)]
        for n in (1, 4)
    )
    assert together == one_by_one
    assert len(together) == 11 + 2 + 2


def test_as_many_are_read_at_the_same_time_as_is_said(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first two wait for one another; were they read one by one, they would wait in vain."""
    together, numbers = threading.Barrier(2), count()
    met = []

    def meeting(path: Path, *, name: str, digest: str, **_: object) -> UnderstoodFile:
        if next(numbers) < 2:
            together.wait(30)
            met.append(name)
        return UnderstoodFile("text", restricted_paper("text", name, digest))

    monkeypatch.setattr(outcomes, "understand_paper", meeting)
    read(papers, at_once=2)
    assert sorted(met) == ["1-minutes.txt", "2-again.txt"]


def test_a_run_that_is_given_up_reads_no_further(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    really = outcomes.understand_paper

    def noting(path: Path, *, name: str, **how: object) -> UnderstoodFile:
        begun.append(name)
        return really(path, name=name, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(outcomes, "understand_paper", noting)
    files = look_through([papers]).files
    with Spool(papers.parent / "spool") as spool:
        coming = FileReader({}, spool, STANDARD_SCANS, reads=ReaderHere(2)).outcomes(files)
        next(coming)
        coming.close()
    assert len(begun) <= 4
