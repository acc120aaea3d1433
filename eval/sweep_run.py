"""Running a sweep over libraries: opened as they are, or their papers cut anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from eval.candidates import MEASURED, Advance, Pool
from eval.fitting import Plan
from eval.gold.questions import GoldQuestion
from eval.opened_libraries import pools_of
from eval.recutting import content_digest, recut
from eval.sweeping import WEIGHTS, Cell, Sweep, sweep
from qa.errors import SettingsError


def check_choices(weights: Sequence[str], by: str) -> None:
    """Raise SettingsError where a weighing or the measure is none that there is."""
    for name in weights:
        if name not in WEIGHTS:
            raise SettingsError(f"no weights {name!r}; there are {', '.join(WEIGHTS)}")
    if by not in MEASURED:
        raise SettingsError(f"cannot choose by {by!r}; there are {', '.join(MEASURED)}")


def run_sweep(
    cells: Sequence[Cell],
    questions: Sequence[GoldQuestion],
    libraries: Sequence[Path],
    out: Path,
    *,
    plan: Plan,
    by: str,
    progress: Advance = lambda done, total: None,
    step: Callable[[str], None] = lambda what: None,
) -> Sweep:
    """Score the cells over libraries; what is scored or ingested already is kept in `out`."""

    def find_pools(words: int | None, pool: int) -> list[Pool]:
        if words is None:
            return pools_of(questions, libraries, pool=pool)
        step(f"passages of {words} words, pool {pool}")
        cut = [recut(library, words, out / "libraries") for library in libraries]
        return pools_of(questions, cut, pool=pool)

    return sweep(
        cells, find_pools, questions, out / "cells", _made_from(questions, libraries),
        plan=plan, by=by, progress=progress,
    )  # fmt: skip


def _made_from(questions: Sequence[GoldQuestion], libraries: Sequence[Path]) -> str:
    from qa.bootstrap import open_library

    held = content_digest([open_library(folder) for folder in libraries])
    return json.dumps([held, [asdict(question) for question in questions]], default=str)
