"""Kill a real ingest at random moments, and see that no paper is lost or doubled.

Typed papers of an invented council are ingested by the command itself, in a process of its own,
which is killed (SIGKILL). Half of the kills, or more, come after a first paper has been stored.
After each the library is opened as any reader opens it, and looked through. The next run goes on
with the same library; once a run ends by itself, the library must hold every paper once, and a new
one is begun.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from eval.processes import ROOT, BenchmarkError
from eval.progress import Step

PAPERS = 160
"""Invented papers that each library is to hold: several groups of what is stored together."""
EARLY_SECONDS, LATE_SECONDS = 12.0, 6.0
"""A kill comes at random within so long after the start, or after the first paper was stored."""
POLL_SECONDS = 0.005
MATTERS = [
    "baths",
    "bridge",
    "harbour",
    "kiln",
    "library",
    "market",
    "mill",
    "orchard",
    "quarry",
    "theatre",
    "tramway",
    "wharf",
]


@dataclass(slots=True)
class Kills:
    """What came of the kills; papers are counted over all of them."""

    kills: int = 0
    after_first: int = 0
    """Kills that came once a paper had been stored."""
    while_storing: int = 0
    """Kills that left an index unlike the catalogue, or unsealed."""
    finished: int = 0
    """Runs that ended by themselves, before a kill came."""
    lost: int = 0
    """Papers stored before a kill that were not held after it."""
    doubled: int = 0
    """Papers held twice, or with a passage twice in an index or lacking there."""
    unreadable: list[str] = field(default_factory=list)
    """What a reader was told who could not use the library after a kill."""
    wrong: list[str] = field(default_factory=list)
    """What was wrong when a run had ended by itself."""
    mending_seconds: list[float] = field(default_factory=list)
    """How long a reader waited after each kill until the indexes were open."""


def measure_kills(times: int, *, seed: int = 0, step: Step = lambda what: None) -> Kills:
    """Kill so many ingests. Raises BenchmarkError where one fails by itself."""
    chance, result = random.Random(seed), Kills()
    with tempfile.TemporaryDirectory(prefix="townclerk-kills-") as name:
        folder = Path(name)
        papers = write_papers(folder / "papers")
        library = folder / "library"
        while result.kills < times:
            late = chance.random() < 0.75
            if _run_and_kill(papers, library, late=late, chance=chance, result=result):
                step(f"{result.kills} of {times} kills")
            if result.finished and not library.exists():
                step("a library is whole; the next is begun")
    return result


def write_papers(folder: Path) -> Path:
    """Write the invented papers; return their folder."""
    folder.mkdir()
    for number in range(PAPERS):
        matter = f"{MATTERS[number % len(MATTERS)]} of ward {number // len(MATTERS) + 1}"
        (folder / f"minutes-{number:03}.txt").write_text(
            f"BRACKWATER BOROUGH COUNCIL\n\nCABINET\n\nMINUTES of the meeting held on "
            f"{number % 28 + 1} March 2024\n\n51. APOLOGIES FOR ABSENCE\n\nThere were none.\n\n"
            f"52. THE {matter.upper()}\n\nThe Cabinet considered a report on the {matter}.\n\n"
            f"RESOLVED that:\n\n(1) £{number + 1},500 be spent on the {matter}; and\n\n"
            "(2) the report be noted.\n\nThe meeting closed at 8.10 pm.\n",
            encoding="utf-8",
        )
    return folder


def _run_and_kill(
    papers: Path, library: Path, *, late: bool, chance: random.Random, result: Kills
) -> bool:
    """Ingest until the run ends or is killed; return whether it was killed."""
    before = _stored(library)
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            [
                *(sys.executable, "-c", "from ui.cli import main; main()"),
                *("ingest", "--quiet", "--library", str(library), str(papers)),
            ],
            env={**os.environ, "PYTHONPATH": ROOT},
            stdout=said,
            stderr=said,
        )
        try:
            while late and child.poll() is None and _stored(library) <= before:
                time.sleep(POLL_SECONDS)
            end = time.monotonic() + chance.uniform(0, LATE_SECONDS if late else EARLY_SECONDS)
            while child.poll() is None and time.monotonic() < end:
                time.sleep(POLL_SECONDS)
            held = _stored_names(library)
            child.kill()
            code = child.wait()
        finally:
            if child.poll() is None:
                child.kill()
        said.seek(0)
        if code not in (0, -signal.SIGKILL):
            raise BenchmarkError(f"an ingest failed by itself: {said.read()[-500:]}")
    if code == 0:
        result.finished += 1
        _look_through(library, held, result)
        names = _stored_names(library)
        if len(names) != PAPERS:
            result.wrong.append(f"{len(names)} of {PAPERS} papers after a run that ended")
        shutil.rmtree(library)
        return False
    result.kills += 1
    result.after_first += bool(held)
    if (library / "catalogue.sqlite").exists():
        _look_through(library, held, result)
    return True


def _stored(library: Path) -> int:
    return len(_stored_names(library))


def _stored_names(library: Path) -> list[str]:
    """Return the file names of the papers in the catalogue, as any process sees it now."""
    path = library / "catalogue.sqlite"
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            return [str(row[0]) for row in db.execute("SELECT file FROM papers ORDER BY file")]
    except sqlite3.OperationalError:  # its tables are being made
        return []


def _look_through(library: Path, held: list[str], result: Kills) -> None:
    from qa.bootstrap import open_library
    from qa.errors import LibraryError

    started = time.perf_counter()
    try:
        opened = open_library(library)
    except LibraryError as error:
        if held or "there is no library" not in str(error):
            result.unreadable.append(str(error))
        return
    with closing(opened):
        result.while_storing += not opened.care.are_settled()
        try:
            words, vectors = sorted(opened.words.ids()), sorted(opened.vectors.ids())
        except LibraryError as error:
            result.unreadable.append(str(error))
            return
        result.mending_seconds.append(time.perf_counter() - started)
        names = [paper.file for paper in opened.papers()]
        result.lost += len(set(held) - set(names))
        result.doubled += len(names) - len(set(names))
        passages = sorted(p.id for paper in opened.papers() for p in opened.passages_of(paper.id))
        result.doubled += (words != passages) + (vectors != passages)
        result.lost += len(opened.papers_without_file())
