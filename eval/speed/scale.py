"""Asking in a crowd: how fast and how well among many thousand other passages.

The same questions are asked of the papers alone and of the same papers among a crowd (see
`eval.speed.crowd`), in turns, each time in a process of its own, so that a busy machine slows
both. What is reported is the first asking of each question, by a process that has answered others.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.gold.questions import GoldQuestion
from eval.processes import BenchmarkError, Finished, ingest_papers, run_worker
from eval.progress import Step
from eval.ranking.measures import DEPTH
from eval.runs.runner import WARM_UP
from eval.runs.summary import Value, at, holder, score_rankings
from eval.speed.reading import Spread
from eval.tuning.baselines import wording_by_id
from eval.workers.messages import LibraryTimes, TimeLibrary

ALONE, CROWDED = "the papers alone", "in the crowd"
REST = "all else"
SEED = 20170525
STEP_EVERY = 10_000
"""Passages stored after which it is said how many there are."""

Round = tuple[Finished, LibraryTimes]
"""A library asked once, by a process of its own."""


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
    rounds: dict[str, list[Round]] = {ALONE: [], CROWDED: []}
    sides = ((ALONE, alone), (CROWDED, crowded))
    for turn in range(repeats):
        for name, folder in sides if turn % 2 == 0 else sides[::-1]:
            step(f"asking {len(questions)} questions, {turn + 1} of {repeats}: {name}")
            rounds[name].append(_ask(questions, folder))
    return Scale(
        questions=len(questions),
        repeats=repeats,
        alone=_asked(ALONE, rounds[ALONE], questions, alone),
        crowded=_asked(CROWDED, rounds[CROWDED], questions, crowded),
        load=load,
        processors=os.cpu_count() or 1,
    )


def _ask(questions: Sequence[GoldQuestion], folder: Path) -> Round:
    from qa.backends.sentence_transformers import DEFAULT_MODEL
    from qa.bootstrap import open_library

    with closing(open_library(folder)) as held:  # and so mended, if need be, before it is timed
        embedder = held.model_name or DEFAULT_MODEL
    task = TimeLibrary(
        library=folder,
        embedder=embedder,
        questions=wording_by_id(questions),
        warm_up=WARM_UP,
        depth=DEPTH,
    )
    return run_worker("eval.workers.scaling", task, LibraryTimes)


def _asked(
    name: str, rounds: Sequence[Round], questions: Sequence[GoldQuestion], folder: Path
) -> Asked:
    times = [times for _, times in rounds]
    last = times[-1]
    return Asked(
        library=name,
        papers=last.papers,
        passages=last.passages,
        p50_ms=Spread.of([at(each.times_ms, 50) for each in times]),
        p95_ms=Spread.of([at(each.times_ms, 95) for each in times]),
        again_p50_ms=Spread.of([at(each.again_ms, 50) for each in times]),
        stages=_stages(times),
        open_seconds=Spread.of([each.open_seconds for each in times]),
        first_answer_seconds=Spread.of([each.first_answer_seconds for each in times]),
        library_mib=Spread.of([each.resident_mib for each in times]),
        peak_mib=max(finished.peak_mib for finished, _ in rounds),
        disk_mib=sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20,
        values=score_rankings(questions, last.rankings, holder(last.files)),
    )


def _stages(rounds: Sequence[LibraryTimes]) -> dict[str, Stage]:
    """Sum up each stage, that which takes most first; what no stage counts is all else."""
    spent = [
        [
            {**stages, REST: total - sum(stages.values())}
            for stages, total in zip(each.stages_ms, each.times_ms, strict=True)
        ]
        for each in rounds
    ]
    whole = sum(sum(each.times_ms) for each in rounds)
    names = {name for questions in spent for stages in questions for name in stages}

    def stage(name: str) -> Stage:
        taken = [[stages.get(name, 0.0) for stages in questions] for questions in spent]
        return Stage(
            p50_ms=Spread.of([at(each, 50) for each in taken]),
            p95_ms=Spread.of([at(each, 95) for each in taken]),
            share=sum(map(sum, taken)) / whole,
        )

    stages = {name: stage(name) for name in names}
    return dict(sorted(stages.items(), key=lambda entry: -entry[1].share))


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
    alone = begin_library(papers, folder, library=library, step=step)
    crowded = folder / f"crowded-{passages}"
    if not crowded.exists():
        part = fresh(folder / "crowded.part")
        copy_library(alone, part)
        add_crowd(part, passages, words_from=words_from, step=step)
        part.rename(crowded)
    return alone, crowded


def begin_library(
    papers: Sequence[Path], folder: Path, *, library: Path | None, step: Step
) -> Path:
    """Make, in a folder, the library of the papers alone; return where it is.

    With `library`, a copy of it stands for the papers. Raises BenchmarkError without either.
    """
    alone = folder / "alone"
    if not alone.exists():
        part = fresh(folder / "alone.part")
        if library:
            copy_library(library, part)
        elif not papers:
            raise BenchmarkError("name papers to ingest, or a library with --library")
        else:
            step(f"ingesting {len(papers)} papers")
            ingest_papers(papers, part)
        part.rename(alone)
    return alone


def add_crowd(
    folder: Path,
    passages: int,
    *,
    words_from: Path | None,
    step: Step,
    seed: int = SEED,
    first: int = 0,
) -> float:
    """Store a crowd in the library in a folder; return the seconds from the first batch stored.

    Another `seed` writes other papers; `first` is the number of the first of them.
    """
    from eval.speed.crowd import COUNCIL, read_words, store_crowd
    from qa.bootstrap import load_embedder, open_library

    with closing(open_library(folder)) as held:
        own = [paper for paper in held.papers() if paper.council != COUNCIL]
        texts = (p.text for paper in own for p in held.passages_of(paper.id))
        words = read_words(words_from, texts, seed)
        steps, began, ended = 0, 0.0, 0.0

        def stored(done: int, total: int) -> None:
            nonlocal steps, began, ended
            ended = time.perf_counter()
            began = began or ended
            if done // STEP_EVERY > steps:
                steps = done // STEP_EVERY
                step(f"{done:,} of {total:,} passages stored")

        step(f"making {passages:,} other passages")
        store_crowd(
            held,
            load_embedder(held.model_name, "auto"),
            words,
            passages=passages,
            seed=seed,
            first=first,
            stored=stored,
        )
    return ended - began


def fresh(folder: Path) -> Path:
    """Return a folder that is not there, what was cut off before being removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def copy_library(library: Path, to: Path) -> None:
    """Copy a library that nobody writes to meanwhile. Raises BenchmarkError without room."""
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
