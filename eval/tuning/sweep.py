"""A small grid over settings: every cell scored, and a choice that has not seen the question.

Each cell is kept as one JSON file as soon as it is scored, so that a sweep that was cut off
goes on where it was. A cell made from other gold, papers or code is scored anew. Libraries are
opened as they are, or their papers are ingested anew with passages of another length.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from eval.gold.questions import GoldQuestion
from eval.processes import BenchmarkError, ingest_papers
from eval.progress import Advance, Step
from eval.runs.records import KeptPart, code_digest
from eval.statistics import mean
from eval.tuning.fitting import (
    MEASURED,
    Plan,
    Pool,
    Scores,
    Variant,
    Weighing,
    averaged,
    pools_of,
    score_pools,
    split,
)
from qa.errors import SettingsError

if TYPE_CHECKING:
    from qa.library import Library

INGESTED = "ingested"
"""Name of the file that says that a library is whole."""
FindPools = Callable[[int | None, int], Sequence[Pool]]
"""Gives the candidates for words a passage (None: as the library has them) and a pool."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One setting of everything that is swept."""

    words: int | None
    """Words a passage; None: as the library was cut."""
    pool: int
    """Candidates taken from each index."""
    weights: Weighing

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
    words: Sequence[int | None], pools: Sequence[int], weights: Sequence[Weighing]
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
            scored = score_pools(found, cell.weights, plan)
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
    text = json.dumps([made_from, asdict(plan), code_digest()])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


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


def check_choices(weights: Sequence[str], by: str) -> tuple[Weighing, ...]:
    """Return the weighings by name; raise SettingsError where one, or the measure, is unknown."""
    for name in weights:
        if name not in list(Weighing):
            raise SettingsError(f"no weights {name!r}; there are {', '.join(Weighing)}")
    if by not in MEASURED:
        raise SettingsError(f"cannot choose by {by!r}; there are {', '.join(MEASURED)}")
    return tuple(map(Weighing, weights))


def run_sweep(
    cells: Sequence[Cell],
    questions: Sequence[GoldQuestion],
    libraries: Sequence[Path],
    out: Path,
    *,
    plan: Plan,
    by: str,
    progress: Advance = lambda done, total: None,
    step: Step = lambda what: None,
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


def recut(library: Path, words: int, folder: Path) -> Path:
    """Return a library of the same papers with passages of about so many words.

    The papers are read again from where they were ingested. Raises BenchmarkError where they
    are not there any more.
    """
    from qa.bootstrap import open_library

    held = open_library(library)
    target = folder / f"words-{words}-{content_digest([held])}"
    if (target / INGESTED).exists():
        return target
    roots = _roots(held)
    held.close()
    ingest_papers(roots, target, passage_words=words)
    (target / INGESTED).touch()
    return target


def _roots(library: Library) -> list[Path]:
    """Return the folders under which the papers have the names that the library knows."""
    roots: dict[Path, None] = {}
    for file, path in library.catalogue.origins().items():
        origin = Path(path)
        if not origin.exists():
            raise BenchmarkError(
                f"{origin} is not there any more, and passages can be cut anew only from the "
                "papers; sweep without --passage-words, or ingest the papers again"
            )
        parts = len(Path(file).parts)
        roots[origin if parts == 1 else origin.parents[parts - 1]] = None
    return list(roots)


def content_digest(libraries: Sequence[Library]) -> str:
    """Return a digest of the papers held and of how they are cut."""
    parts = [f"{paper.id} {paper.file}" for library in libraries for paper in library.papers()] + [
        f"{library.passage_count()} {library.model_name}" for library in libraries
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
