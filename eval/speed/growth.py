"""What grows with a library: asking, memory, start, one more paper, at several sizes.

Each size is made of the one before it and more of the same crowd (`eval.speed.crowd`), and measured
by processes of its own: one that asks (`eval.workers.growing`), one that asks while papers come and
go, and one that searches the very same vectors as llama-index does with Chroma.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from eval.gold.questions import GoldQuestion
from eval.processes import run_worker
from eval.progress import Step
from eval.ranking.measures import DEPTH
from eval.runs.runner import WARM_UP
from eval.runs.summary import Value, at, holder, score_rankings
from eval.speed.scale import add_crowd, begin_library
from eval.tuning.baselines import check_packages, wording_by_id
from eval.workers.messages import Changed, GrowingTask, GrowingWork, Grown, PlainlyFound

SIZES = (10_000, 100_000, 300_000, 1_000_000)
MADE = "made.json"
"""Beside the libraries: how many passages a second each was made with."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How long one kind of question took, in milliseconds."""

    p50_ms: float
    p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float
    """Of the processor's own time, which a busy machine does not stretch."""


@dataclass(frozen=True, slots=True)
class Size:
    """All that was measured of a library."""

    papers: int
    passages: int
    stored_per_second: float
    asking: Mapping[str, Asking]
    open_seconds: float
    resident_mib: float
    found_share: float
    values: Mapping[str, Value]
    changed: Changed
    plain: Mapping[str, float] | None
    """Of llama-index with Chroma: p50 and p95 in ms, MiB, hit@1; None where it was left out."""
    disk_mib: float
    load: float


def measure_growth(
    questions: Sequence[GoldQuestion],
    libraries: Mapping[int, Path],
    *,
    plainly: bool,
    step: Step = lambda what: None,
) -> list[Size]:
    """Measure each library, smallest first; with llama-index beside it where that is wanted."""
    if plainly:
        check_packages()
    return [
        _measured(questions, folder, plainly=plainly, step=step)
        for _, folder in sorted(libraries.items())
    ]


def _measured(
    questions: Sequence[GoldQuestion], folder: Path, *, plainly: bool, step: Step
) -> Size:
    from qa.bootstrap import open_library

    with closing(open_library(folder)) as held:  # and so mended, if need be, before it is timed
        embedder = held.model_name
        files = [name for paper in held.papers() for name in (paper.file, *paper.same_as)]
    load = os.getloadavg()[0]

    def task(work: GrowingWork) -> GrowingTask:
        asked = wording_by_id(questions)
        return GrowingTask(
            work=work,
            library=folder,
            embedder=embedder,
            questions=asked,
            warm_up=WARM_UP,
            depth=DEPTH,
        )

    step(f"{folder.name}: asking {len(questions)} questions, narrowed in several ways")
    _, grown = run_worker("eval.workers.growing", task(GrowingWork.ASK), Grown)
    step(f"{folder.name}: one paper comes and goes")
    _, changed = run_worker("eval.workers.growing", task(GrowingWork.CHANGE), Changed)
    plain = None
    if plainly:
        step(f"{folder.name}: llama-index with Chroma over the same vectors")
        _, found = run_worker("eval.workers.growing", task(GrowingWork.PLAIN), PlainlyFound)
        scored = score_rankings(questions, found.rankings, holder(files))
        plain = {
            "p50_ms": at(found.times_ms, 50),
            "p95_ms": at(found.times_ms, 95),
            "mib": found.resident_mib,
            "hit@1": scored["hit@1"].value or 0.0,
        }
    return Size(
        papers=grown.papers,
        passages=grown.passages,
        stored_per_second=_made(folder.parent).get(folder.name, 0.0),
        asking={
            kind: Asking(
                at(times, 50), at(times, 95), *(at(grown.cpu_ms[kind], share) for share in (50, 95))
            )
            for kind, times in grown.asking_ms.items()
        },
        open_seconds=grown.open_seconds,
        resident_mib=grown.resident_mib,
        found_share=grown.found_share,
        values=score_rankings(questions, grown.rankings, holder(files)),
        changed=changed,
        plain=plain,
        disk_mib=sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20,
        load=load,
    )


def make_sizes(
    papers: Sequence[Path],
    folder: Path,
    sizes: Sequence[int],
    *,
    library: Path | None = None,
    words_from: Path | None = None,
    step: Step = lambda what: None,
) -> dict[int, Path]:
    """Make a library of each size in a folder; return {size: its folder}.

    What an earlier call has finished is used as it is. Raises BenchmarkError where there are
    neither papers nor a library to begin with.
    """
    before = begin_library(papers, folder, library=library, step=step)
    made: dict[int, Path] = {}
    for place, size in enumerate(sorted(sizes), 1):
        made[size] = place_of = folder / f"of-{size}"
        if not place_of.exists():
            _grow(before, place_of, size, seed=place, words_from=words_from, step=step)
        before = place_of
    return made


def _grow(
    before: Path, to: Path, size: int, *, seed: int, words_from: Path | None, step: Step
) -> None:
    """Make a library of a size from a smaller one."""
    from eval.speed.scale import copy_library, fresh
    from qa.bootstrap import open_library

    part = fresh(to.with_name(f"{to.name}.part"))
    copy_library(before, part)
    with closing(open_library(part)) as held:
        more, papers = size - held.passage_count(), len(held.papers())
    started = time.perf_counter()
    taken = add_crowd(part, max(0, more), words_from=words_from, step=step, seed=seed, first=papers)
    rates = {**_made(to.parent), to.name: more / (taken or time.perf_counter() - started)}
    (to.parent / MADE).write_text(json.dumps(rates), encoding="utf-8")
    part.rename(to)


def _made(folder: Path) -> dict[str, float]:
    path = folder / MADE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
