"""Choose the items of a paper: the numbers that belong together.

Each opening has a weight (`weigh`): how likely it is, by itself and by its run, that an item begins
there. `choose` takes the set of them that counts upwards and weighs most. Numbers that go on in
one frame cost nothing, a missing number a little, a new series (another meeting on the same page)
much. The weights are in `data/weights.toml`, with how they were made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.numbering.marks import Reading
from ingest.numbering.openings import NAMES, STEP, Opening

TWICE = 2
"""A number that is printed twice costs as much as so many that are left out."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What is in the data file."""

    of: dict[str, float]
    missing: float
    """What a number that is left out costs."""
    anew: float
    """What it costs to begin another series."""
    broken: float
    """What it costs besides to begin one while the series before goes on further down."""
    sure: float
    """What a series must weigh so that headings without numbers are not looked at."""
    least: float
    """What a series must weigh at all."""
    business: frozenset[str]
    """Words of titles of items in papers of several bodies."""


@cache
def load_weights() -> Weights:
    """Return the weights as they were fitted."""
    raw = tomllib.loads(files("ingest.numbering").joinpath("data/weights.toml").read_text("utf-8"))
    return Weights(
        {name: float(raw["weights"][name]) for name in NAMES},
        float(raw["steps"]["missing"]),
        float(raw["steps"]["anew"]),
        float(raw["steps"]["broken"]),
        float(raw["steps"]["sure"]),
        float(raw["steps"]["least"]),
        frozenset(raw["business"]["words"]),
    )


def weigh(opening: Opening, weights: Weights) -> float:
    """Return the log-odds that an item opens there, as far as it shows beside its series."""
    return sum(weights.of[name] * opening.features.get(name, 0.0) for name in NAMES)


@dataclass(frozen=True, slots=True)
class _Step:
    worth: float
    at: int
    reading: Reading
    before: _Step | None
    """The opening before; None for the first."""
    goes_on: bool
    """Whether a later opening may be the next of its series."""


def choose(openings: Sequence[Opening], weights: Weights) -> tuple[list[Opening], float]:
    """Return the heaviest set of openings, in order, and what it weighs."""
    worths = [weigh(opening, weights) for opening in openings]
    follow = _followed(openings, worths)
    latest: dict[tuple[str, int], _Step] = {}
    stems: dict[tuple[str, tuple[int, ...]], _Step] = {}
    closed: _Step | None = None
    """The best of those so far whose series does not go on."""
    any_best: _Step | None = None
    for at, opening in enumerate(openings):
        assert opening.mark is not None
        steps: list[_Step] = []
        for reading in opening.mark.readings:
            options: list[tuple[float, _Step | None]] = [(0.0, None)]
            for distance in range(0, STEP + 1):
                before = latest.get((reading.frame, reading.count - distance))
                if before is None:
                    continue
                twice = distance == 0 and reading.suffix <= before.reading.suffix
                cost = weights.missing * (TWICE if twice else max(0, distance - 1))
                options.append((before.worth - cost, before))
            if reading.stem and reading.count <= 1:
                above = (*reading.stem[:-1], reading.stem[-1] - 1)
                if before := stems.get((_bare(reading), above)):
                    options.append((before.worth, before))
            if closed is not None:
                options.append((closed.worth - weights.anew, closed))
            if any_best is not None:
                options.append((any_best.worth - weights.anew - weights.broken, any_best))
            worth, before = max(options, key=lambda option: option[0])
            steps.append(
                _Step(worth + worths[at], at, reading, before, follow[at].get(reading, False))
            )
        for step in steps:
            key = (step.reading.frame, step.reading.count)
            if key not in latest or latest[key].worth <= step.worth:
                latest[key] = step
            if step.reading.stem:
                stem = (_bare(step.reading), step.reading.stem)
                if stem not in stems or stems[stem].worth <= step.worth:
                    stems[stem] = step
            if not step.goes_on and (closed is None or closed.worth <= step.worth):
                closed = step
            if any_best is None or any_best.worth <= step.worth:
                any_best = step
    if any_best is None:
        return [], 0.0
    path: list[_Step] = []
    last: _Step | None = any_best
    while last is not None:
        path.append(last)
        last = last.before
    return [openings[step.at] for step in _outermost(path[::-1])], any_best.worth


def _outermost(steps: Sequence[_Step]) -> list[_Step]:
    """Return the steps without the series that stand within another, which goes on behind them."""
    kept: list[_Step] = []
    at = 0
    while at < len(steps):
        here = steps[at].reading
        kept.append(steps[at])
        at += 1
        if at == len(steps) or steps[at].reading.frame == here.frame:
            continue
        back = next(
            (
                later
                for later in range(at + 1, len(steps))
                if steps[later].reading.frame == here.frame
                and 0 < steps[later].reading.count - here.count < STEP
            ),
            None,
        )
        inner = {step.reading.frame for step in steps[at:back]}
        if back is not None and here.frame not in inner:
            at = back
    return kept


def _bare(reading: Reading) -> str:
    """Return a frame without its numbers: what 3.1 and 4.1 share."""
    label, _, group = reading.frame.rpartition("|")
    return f"{label.rpartition('|')[0]}|{len(reading.stem)}|{group}"


def _followed(openings: Sequence[Opening], worths: Sequence[float]) -> list[dict[Reading, bool]]:
    """Return of each opening whether a likely one further down has the next number."""
    ahead: set[tuple[str, int]] = set()
    found: list[dict[Reading, bool]] = []
    for opening, worth in zip(reversed(openings), reversed(worths), strict=True):
        assert opening.mark is not None
        found.append(
            {
                r: any((r.frame, r.count + step) in ahead for step in (1, 2))
                for r in opening.mark.readings
            }
        )
        if worth > 0:
            ahead |= {(r.frame, r.count) for r in opening.mark.readings}
    return found[::-1]


WHOLE = 0.5
"""Share of a paper that a run spans whose items are sentences."""
LEAST_WHOLE = 3
FIRST_WITHIN = 8
"""Paragraphs among which such a run begins: behind the paper's front."""


def whole_run(openings: Sequence[Opening]) -> list[Opening]:
    """Return the run that spans a paper whose items have no titles; none without one.

    Minutes of small councils may number what was said and head nothing. A list within them
    spans less, and stands behind the words that lead in to it.
    """
    best: list[Opening] = []
    runs: dict[str, list[Opening]] = {}
    last: dict[str, int] = {}
    for opening in openings:
        look = opening.features
        if opening.mark is None or look["span"] < WHOLE or look["lower"]:
            continue
        for reading in opening.mark.readings:
            run = runs.setdefault(reading.frame, [])
            due = last.get(reading.frame)
            if due is None or 0 < reading.count - due < STEP:
                run.append(opening)
                last[reading.frame] = reading.count
    for run in runs.values():
        early = run[0].paragraph < FIRST_WITHIN and not run[0].features["behind_open"]
        if early and len(run) > max(len(best), LEAST_WHOLE - 1):
            best = run
    return best
