"""Asking in a crowd: how fast and how well among many thousand other passages.

The same questions are asked of the papers alone and of the same papers among a crowd, in turns,
each time in a process of its own, so that a busy machine slows both. What is reported is the first
asking of each question, by a process that has answered others. See `eval.speed.crowd` for what the
crowd is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from eval.gold.questions import GoldQuestion
from eval.processes import BenchmarkError, run_worker
from eval.runs.rankings import holder, rankings_from, score_rankings
from eval.runs.summary import Value
from eval.speed.bench import ingest_with_townclerk
from eval.speed.reading import Spread
from eval.statistics import percentile

WORKER = "eval.speed.workers.scaling"
ALONE, CROWDED = "the papers alone", "in the crowd"
REST = "all else"

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage takes of a question: milliseconds, and its share of all time spent."""

    p50_ms: Spread
    p95_ms: Spread
    share: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Several rounds of the same questions of one library."""

    library: str
    papers: int
    passages: int
    p50_ms: Spread
    p95_ms: Spread
    again_p50_ms: Spread
    """Of the same questions asked once more, when much is kept at hand."""
    stages: Mapping[str, Stage]
    open_seconds: Spread
    first_answer_seconds: Spread
    library_mib: Spread
    """Memory in use after asking, less what was in use with the model loaded."""
    peak_mib: float
    disk_mib: float
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Scale:
    """What was measured of both libraries."""

    questions: int
    repeats: int
    alone: Asked
    crowded: Asked
    load: float
    """Processes that wanted a processor in the minute before asking began."""
    processors: int


def ask_in_turns(
    questions: Sequence[GoldQuestion],
    alone: Path,
    crowded: Path,
    *,
    repeats: int,
    step: Step = lambda what: None,
) -> Scale:
    """Ask both libraries, in turns, as often as is said."""
    load = os.getloadavg()[0]
    told: dict[str, list[dict[str, Any]]] = {ALONE: [], CROWDED: []}
    sides = ((ALONE, alone), (CROWDED, crowded))
    for turn in range(repeats):
        for name, folder in sides if turn % 2 == 0 else sides[::-1]:
            step(f"asking {len(questions)} questions, {turn + 1} of {repeats}: {name}")
            told[name].append(_ask(questions, folder))
    return Scale(
        questions=len(questions),
        repeats=repeats,
        alone=_asked(ALONE, told[ALONE], questions, alone),
        crowded=_asked(CROWDED, told[CROWDED], questions, crowded),
        load=load,
        processors=os.cpu_count() or 1,
    )


def _ask(questions: Sequence[GoldQuestion], folder: Path) -> dict[str, Any]:
    from qa.bootstrap import open_library

    with closing(open_library(folder)) as held:  # and so mended, if need be, before it is timed
        embedder = held.model_name
    asked = {question.id: question.question for question in questions}
    task = {"library": str(folder), "embedder": embedder, "questions": asked}
    finished, told = run_worker(WORKER, task)
    return {**told, "peak_mib": finished.peak_mib}


def _asked(
    name: str, rounds: Sequence[dict[str, Any]], questions: Sequence[GoldQuestion], folder: Path
) -> Asked:
    last = rounds[-1]
    return Asked(
        library=name,
        papers=last["papers"],
        passages=last["passages"],
        p50_ms=_percentiles(rounds, 50, "total"),
        p95_ms=_percentiles(rounds, 95, "total"),
        again_p50_ms=_spread([percentile(told["again_ms"], 50) or 0.0 for told in rounds]),
        stages=_stages(rounds),
        open_seconds=_spread([told["open_seconds"] for told in rounds]),
        first_answer_seconds=_spread([told["first_answer_seconds"] for told in rounds]),
        library_mib=_spread([told["resident_mib"] for told in rounds]),
        peak_mib=max(told["peak_mib"] for told in rounds),
        disk_mib=_disk_mib(folder),
        values=score_rankings(questions, rankings_from(last["rankings"]), holder(last["files"])),
    )


def _stages(rounds: Sequence[dict[str, Any]]) -> dict[str, Stage]:
    """Sum up each stage, that which takes most first; what no stage counts is all else."""
    for told in rounds:
        for spent in told["stages_ms"]:
            timed = sum(value for stage, value in spent.items() if stage not in ("total", REST))
            spent[REST] = spent["total"] - timed
    every = [spent for told in rounds for spent in told["stages_ms"]]
    whole = sum(spent["total"] for spent in every)
    names = {name for spent in every for name in spent} - {"total"}
    shares = {name: sum(spent.get(name, 0.0) for spent in every) / whole for name in names}
    return {
        name: Stage(_percentiles(rounds, 50, name), _percentiles(rounds, 95, name), share)
        for name, share in sorted(shares.items(), key=lambda entry: -entry[1])
    }


def _percentiles(rounds: Sequence[dict[str, Any]], percent: float, stage: str) -> Spread:
    return _spread(
        [
            percentile([spent.get(stage, 0.0) for spent in told["stages_ms"]], percent) or 0.0
            for told in rounds
        ]
    )


def _spread(values: Sequence[float]) -> Spread:
    return Spread(median(values), min(values), max(values))


def _disk_mib(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20


# --- The two libraries of a measurement of scale: some papers alone, and the same in a crowd.

SEED = 20170525
TOLD_EVERY = 10_000
"""Passages after which it is told how many are stored."""


@contextmanager
def kept_in(folder: Path | None) -> Iterator[Path]:
    """Give the folder for the libraries; one that goes with the measurement where none is named."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="townclerk-scale-") as name:
        yield Path(name)


def make_libraries(
    papers: Sequence[Path],
    folder: Path,
    *,
    passages: int,
    library: Path | None = None,
    words_from: Path | None = None,
    step: Step = lambda what: None,
) -> tuple[Path, Path]:
    """Make, in a folder, a library of the papers and one with the crowd besides; return both.

    With `library`, a copy of it stands for the papers. What an earlier call has finished is
    used as it is. Raises BenchmarkError where there is neither.
    """
    alone, crowded = folder / "alone", folder / f"crowded-{passages}"
    if not alone.exists():
        part = _fresh(folder / "alone.part")
        if library:
            _copy(library, part)
        elif not papers:
            raise BenchmarkError("name papers to ingest, or a library with --library")
        else:
            step(f"ingesting {len(papers)} papers")
            ingest_with_townclerk(papers, part)
        part.rename(alone)
    if not crowded.exists():
        part = _fresh(folder / "crowded.part")
        _copy(alone, part)
        add_crowd(part, passages, words_from=words_from, step=step)
        part.rename(crowded)
    return alone, crowded


def add_crowd(folder: Path, passages: int, *, words_from: Path | None, step: Step) -> None:
    """Store a crowd in the library in a folder."""
    from eval.speed.crowd import read_words, store_crowd
    from qa.bootstrap import load_embedder, open_library

    with closing(open_library(folder)) as held:
        texts = (p.text for paper in held.papers() for p in held.passages_of(paper.id))
        words = read_words(words_from, texts, SEED)

        def stored(done: int, total: int) -> None:
            if done // TOLD_EVERY > told[0]:
                told[0] = done // TOLD_EVERY
                step(f"{done:,} of {total:,} passages stored")

        told = [0]
        step(f"making {passages:,} other passages")
        store_crowd(
            held, load_embedder(held.model_name), words, passages=passages, seed=SEED, stored=stored
        )


def _fresh(folder: Path) -> Path:
    """Return a folder that is not there, what was cut off before being removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def _copy(library: Path, to: Path) -> None:
    from qa.bootstrap import open_library
    from qa.library.files import hold_for_writing

    open_library(library).close()  # which says what to do where there is no library
    try:
        with hold_for_writing(library):
            shutil.copytree(library, to)
    except OSError as error:
        raise BenchmarkError(
            f"{library} cannot be copied ({error.strerror}); make room on the disk, or name "
            "another folder with --keep"
        ) from error
