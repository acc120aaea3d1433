"""A small grid over settings: every cell scored, and a choice that has not seen the question.

Each cell is kept as one JSON file as soon as it is scored, so that a sweep that was cut off
goes on where it was. A cell made from other gold, papers or code is scored anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

from pydantic import ValidationError

from eval.ablation import Scores, Variant
from eval.candidates import Advance, Pool, averaged
from eval.circumstances import code_digest
from eval.fitting import Plan, by_hand, out_of_fold, split, weights_of
from eval.gold.questions import GoldQuestion
from eval.records import KeptPart
from eval.statistics import mean
from qa.features import Weights

WEIGHTS: dict[str, Callable[[Sequence[Pool], Plan], Scores]] = {
    "shipped": lambda pools, plan: [pool.score(pool.features, Weights()) for pool in pools],
    "fitted": lambda pools, plan: out_of_fold(pools, plan),
    "by hand": lambda pools, plan: [pool.score(pool.features, by_hand()) for pool in pools],
    "summed": lambda pools, plan: [
        pool.score(pool.features, weights_of(vectors=1.0, words=1.0)) for pool in pools
    ],
}
"""Ways of weighing: as in the code, fitted out of fold, set by hand, the two z-scores summed."""

FindPools = Callable[[int | None, int], Sequence[Pool]]
"""Gives the candidates for words a passage (None: as the library has them) and a pool."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One setting of everything that is swept."""

    words: int | None
    """Words a passage; None: as the library was cut."""
    pool: int
    """Candidates taken from each index."""
    weights: str

    @property
    def name(self) -> str:
        """Name the cell in a table."""
        words = f"{self.words} words, " if self.words else ""
        return f"{words}pool {self.pool}, {self.weights}"

    @property
    def file(self) -> str:
        """Name the cell's file."""
        words = self.words or "held"
        return f"words-{words}_pool-{self.pool}_{self.weights.replace(' ', '-')}.json"


class CellFile(KeptPart):
    """A cell as it is kept."""

    mark: str
    """Of the gold, papers, plan and code that it was made from."""
    cell: Cell
    scores: dict[str, dict[str, float]]
    """{question: {measure: value}}."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Every cell's scores, and those of the choice made out of fold."""

    cells: tuple[Cell, ...]
    variants: tuple[Variant, ...]
    """In the order of the cells; the first cell is what the others are compared with."""
    chosen: Variant
    picks: dict[str, int]
    """How often each cell was chosen, over folds and seeds."""
    by: str
    """The measure by which the choice is made."""


def grid(
    words: Sequence[int | None], pools: Sequence[int], weights: Sequence[str]
) -> tuple[Cell, ...]:
    """Return every combination, in the order given."""
    return tuple(Cell(*values) for values in product(words, pools, weights))


def sweep(
    cells: Sequence[Cell],
    find_pools: FindPools,
    questions: Sequence[GoldQuestion],
    folder: Path,
    made_from: str,
    *,
    plan: Plan,
    by: str,
    progress: Advance = lambda done, total: None,
) -> Sweep:
    """Score the cells that are not kept yet, and choose among all."""
    kept: dict[Cell, dict[str, dict[str, float]]] = {}
    mark = _mark(made_from, plan)
    for (words, pool), own in _by_pool(cells):
        for cell in own:
            if (scores := _kept(folder / cell.file, mark)) is not None:
                kept[cell] = scores
        missing = [cell for cell in own if cell not in kept]
        found = find_pools(words, pool) if missing else ()
        for cell in missing:
            scored = WEIGHTS[cell.weights](found, plan)
            kept[cell] = {one.question.id: score for one, score in zip(found, scored, strict=True)}
            _keep(folder / cell.file, mark, cell, kept[cell])
            progress(len(kept), len(cells))
        progress(len(kept), len(cells))
    asked = [q for q in questions if all(q.id in scores for scores in kept.values())]
    variants = [Variant(cell.name, [kept[cell][q.id] for q in asked]) for cell in cells]
    chosen, picks = choose(variants, asked, plan, by)
    return Sweep(tuple(cells), tuple(variants), chosen, picks, by)


def choose(
    variants: Sequence[Variant], questions: Sequence[GoldQuestion], plan: Plan, by: str
) -> tuple[Variant, dict[str, int]]:
    """Score each question by the cell that is best on the other folds; the first of equals."""
    scores: list[Scores] = [[] for _ in questions]
    picks = dict.fromkeys((variant.name for variant in variants), 0)
    for seed in range(plan.seeds):
        for held_out in split(questions, plan.folds, seed):
            away = set(held_out)
            seen = [index for index in range(len(questions)) if index not in away]
            values = [mean([variant.scores[i][by] for i in seen]) or 0.0 for variant in variants]
            best = variants[values.index(max(values))]
            picks[best.name] += 1
            for index in held_out:
                scores[index].append(best.scores[index])
    return Variant("chosen out of fold", [averaged(by_seed) for by_seed in scores]), picks


def _by_pool(cells: Sequence[Cell]) -> Iterator[tuple[tuple[int | None, int], list[Cell]]]:
    for key in dict.fromkeys((cell.words, cell.pool) for cell in cells):
        yield key, [cell for cell in cells if (cell.words, cell.pool) == key]


def _mark(made_from: str, plan: Plan) -> str:
    told = json.dumps([made_from, asdict(plan), code_digest()])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _kept(path: Path, mark: str) -> dict[str, dict[str, float]] | None:
    try:
        found = CellFile.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None  # not there yet, or cut off while it was written
    return found.scores if found.mark == mark else None


def _keep(path: Path, mark: str, cell: Cell, scores: dict[str, dict[str, float]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    text = CellFile(mark=mark, cell=cell, scores=scores).model_dump_json(indent=1)
    part.write_text(text, encoding="utf-8")
    part.replace(path)
