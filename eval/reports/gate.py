"""Holding a run to a committed baseline: it fails where a measure got worse.

Worse is: the whole 95 % paired interval of the change lies on the worse side; or, of what a
council is promised (`NEVER_WORSE`), worse at all; or nothing is left to measure. Times are not
held to it: they are the machine's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Literal

from eval.measures import NEVER_WORSE, WORST, direction, label_of
from eval.reports.printer import Blocks, Line, Table, as_object, figure, interval
from eval.runs.records import Circumstances, KeptPart, Run, RunError
from eval.runs.wordings import by_question, shares_of
from eval.statistics import Difference, Share, difference

FORMAT = 2


class BaselineFile(KeptPart):
    """A baseline as it stands in its file."""

    format: Literal[2]
    circumstances: Circumstances
    questions: tuple[str, ...]
    measures: dict[str, tuple[tuple[int | float, int | float], ...]]
    """{measure: part and whole of its share for every question, in their order}. The measures
    are those of `eval.runs.wordings.shares_of`."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The shares of every question in a run that was good enough to keep."""

    gold_digest: str
    shares: Mapping[str, Mapping[str, Share]]
    """By measure, then by question."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A run held to a baseline."""

    changes: dict[str, Difference]
    failed: dict[str, str]
    """What got worse, and why that fails."""
    unknown: tuple[str, ...]
    """Measures that the baseline does not have."""

    @property
    def passed(self) -> bool:
        """Whether nothing got worse."""
        return not self.failed


def write_baseline(run: Run, path: Path) -> None:
    """Write a run's shares; one line a measure, so that a change reads well in a diff."""
    ids = list(by_question(run.outcomes))
    measures = {
        name: [_in_short(share) for share in own.values()]
        for name, own in shares_of(run.outcomes).items()
        if direction(name)
    }
    head = {"format": FORMAT, "circumstances": run.circumstances.shown(), "questions": ids}
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    rows = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in measures.items()]
    text = "\n".join(["{", *lines, ' "measures": {', ",\n".join(rows), " }", "}", ""])
    path.write_text(text, encoding="utf-8")


def _in_short(share: Share) -> list[float]:
    """Return part and whole, whole numbers without a point: most are, and the file is long."""
    return [int(value) if value == int(value) else value for value in astuple(share)]


def read_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises RunError where there is none or it is not in order."""
    again = "write one with: townclerk eval baseline RUN --out FILE"
    try:
        kept = BaselineFile.model_validate_json(path.read_bytes())
        shares = {
            name: {
                identity: Share(*share) for identity, share in zip(kept.questions, row, strict=True)
            }
            for name, row in kept.measures.items()
        }
    except (OSError, ValueError) as error:
        raise RunError(f"{path}: no baseline that this version can read; {again}") from error
    return Baseline(kept.circumstances.gold.digest, shares)


def hold_to(run: Run, baseline: Baseline) -> Gate:
    """Hold a run to a baseline. Raises RunError where they are over different gold."""
    if run.gold_digest != baseline.gold_digest:
        raise RunError(
            f"{run.name} asked other questions than the baseline; run the baseline's gold, or "
            "write a new baseline with: townclerk eval baseline RUN --out FILE"
        )
    judged = {name: own for name, own in shares_of(run.outcomes).items() if direction(name)}
    changes = {
        name: difference(
            [(baseline.shares[name][question], share) for question, share in own.items()],
            pool=True,
        )
        for name, own in judged.items()
        if name in baseline.shares
    }
    reasons = {name: _why_worse(name, change) for name, change in changes.items()}
    return Gate(
        changes=changes,
        failed={name: reason for name, reason in reasons.items() if reason},
        unknown=tuple(name for name in judged if name not in baseline.shares),
    )


def gate_blocks(gate: Gate) -> Blocks:
    """Show what changed, and what of it fails."""
    rows = []
    for name, made in gate.changes.items():
        if made.change == 0 and name not in gate.failed:
            continue
        if made.questions:
            change = figure(made.change, sign=True), interval(made.interval, sign=True)
            values = figure(made.first), figure(made.second)
            rows.append((label_of(name), *values, *change, gate.failed.get(name, "")))
    same = sum(made.change == 0 for made in gate.changes.values())
    unknown = f"Not in the baseline, so not held to it: {', '.join(gate.unknown)}"
    return [
        Line(f"{same} of {len(gate.changes)} measures as in the baseline."),
        *(
            [Table(("measure", "baseline", "run", "change", "95 % interval", ""), rows)]
            if rows
            else []
        ),
        *([Line(unknown)] if gate.unknown else []),
        Line("PASSED" if gate.passed else f"FAILED: {', '.join(gate.failed)}", "bold"),
    ]


def gate_json(gate: Gate) -> dict[str, Any]:
    """Show a run held to a baseline as one object."""
    return {"passed": gate.passed, **as_object(gate)}


def _why_worse(name: str, made: Difference) -> str:
    if made.first and made.second is None and direction(name) > 0:
        return "nothing left to measure"
    if made.change is None or made.change * direction(name) >= 0:
        return ""
    if name.removeprefix(WORST) in NEVER_WORSE:
        return "may never get worse"
    if made.interval is None:
        return ""
    low, high = made.interval
    worst_side = high < 0 if direction(name) > 0 else low > 0
    return "worse by more than chance" if worst_side else ""
