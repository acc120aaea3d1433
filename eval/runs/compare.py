"""Two runs over the same questions: which is better, on what, and what was set otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.measures import MEASURES, NEITHER_IS_BETTER, direction
from eval.runs.records import Kept, Run, RunError
from eval.runs.summary import at
from eval.runs.wordings import shares_of
from eval.statistics import PAIRED_RESAMPLES, ROUNDING, Difference, difference

NOT_SETTINGS = frozenset({"made", "format", "not_held", "machine.load"})
"""Circumstances in which any two runs differ."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A question on which two runs differ by some measure."""

    id: str
    question: str
    category: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    """Names of the measures by which the second run is better, and worse."""
    mended: tuple[str, ...]
    new: tuple[str, ...]
    """Faults that only the first run had, and that only the second has."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side."""

    names: tuple[str, str]
    questions: int
    asked: int
    """Wordings in which they were asked."""
    resamples: int
    measures: dict[str, Difference]
    """Over all wordings, in the worst wording, and how far wordings were treated alike."""
    latency: dict[str, tuple[tuple[float, float], tuple[float, float]]]
    """By stage, p50 and p95 in milliseconds of each run."""
    settings: dict[str, tuple[Any, Any]]
    """What was set or held otherwise, by name."""
    changed: tuple[Changed, ...]


def compare_runs(first: Run, second: Run, *, resamples: int = PAIRED_RESAMPLES) -> Comparison:
    """Compare the second run with the first. Raises RunError unless both asked the same gold."""
    _check_gold(first, second)
    others = {record.outcome.id: record for record in second.records}
    pairs = [(record, others[record.outcome.id]) for record in first.records]
    before, after = (shares_of(run.outcomes) for run in (first, second))
    return Comparison(
        names=(first.name, second.name),
        questions=first.circumstances.gold.questions,
        asked=len(pairs),
        resamples=resamples,
        measures={
            name: difference(
                [(share, after[name][question]) for question, share in own.items()],
                pool=True,
                resamples=resamples,
            )
            for name, own in before.items()
        },
        latency=_latency(pairs),
        settings=settings_changed(first.circumstances.shown(), second.circumstances.shown()),
        changed=tuple(changed for a, b in pairs if (changed := _changed(a, b))),
    )


def settings_changed(
    first: Mapping[str, Any], second: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Return what differs in the circumstances of two runs, by dotted name."""
    a, b = dict(flat(first)), dict(flat(second))
    names = [name for name in dict.fromkeys([*a, *b]) if name not in NOT_SETTINGS]
    return {name: (a.get(name), b.get(name)) for name in names if a.get(name) != b.get(name)}


def _check_gold(first: Run, second: Run) -> None:
    if first.gold_digest == second.gold_digest:
        return
    counts = [f"{run.name}: {len(run.records)} questions" for run in (first, second)]
    raise RunError(
        f"the two runs asked different gold ({', '.join(counts)}), so their figures cannot be "
        "compared; run both set-ups on the same gold files"
    )


def flat(value: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value of nested mappings with its dotted name."""
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from flat(item, f"{above}{name}.")
        else:
            yield f"{above}{name}", item


def _changed(first: Kept, second: Kept) -> Changed | None:
    better: list[str] = []
    worse: list[str] = []
    for measure in MEASURES:
        a = first.outcome.shares[measure.name].value
        b = second.outcome.shares[measure.name].value
        if measure.name in NEITHER_IS_BETTER or a is None or b is None or abs(a - b) < ROUNDING:
            continue
        (better if (b - a) * direction(measure.name) > 0 else worse).append(measure.name)
    before, after = first.line.faults, second.line.faults
    mended = tuple(fault for fault in before if fault not in after)
    new = tuple(fault for fault in after if fault not in before)
    if not (better or worse or mended or new):
        return None
    outcome, asked = first.outcome, first.line.question
    return Changed(outcome.id, asked, outcome.category, tuple(better), tuple(worse), mended, new)


def _latency(
    pairs: Sequence[tuple[Kept, Kept]],
) -> dict[str, tuple[tuple[float, float], tuple[float, float]]]:
    def both(stage: str, side: int) -> tuple[float, float]:
        taken = [pair[side].outcome.times[stage] for pair in pairs if _has(pair[side], stage)]
        return at(taken, 50), at(taken, 95)

    stages = dict.fromkeys(stage for pair in pairs for stage in pair[0].outcome.times)
    shared = [s for s in stages if all(any(_has(p[side], s) for p in pairs) for side in (0, 1))]
    return {stage: (both(stage, 0), both(stage, 1)) for stage in shared}


def _has(record: Kept, stage: str) -> bool:
    return stage in record.outcome.times
