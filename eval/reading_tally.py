"""Counting what was read right: found out of there, and what was given that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one thing that could be read."""

    RIGHT = "right"
    MISSED = "missed"
    """It is there and nothing was given for it."""
    WRONG = "wrong"
    """It is there and something else was given: missed, and false as well."""
    FALSE = "false"
    """It was given and is not there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing compared: its measure, what became of it, and what to show where it went wrong."""

    measure: str
    outcome: Outcome
    file: str
    what: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A measure over some papers. `share` is None where there was nothing to find."""

    measure: str
    found: int
    there: int
    false: int

    @property
    def share(self) -> float | None:
        """Return found out of there; undefined is not zero."""
        return self.found / self.there if self.there else None


class Findings:
    """Collects the findings about one paper."""

    def __init__(self, file: str) -> None:
        """Start with none."""
        self.file = file
        self.all: list[Finding] = []

    def add(self, measure: str, outcome: Outcome, what: str) -> None:
        """Note one finding."""
        self.all.append(Finding(measure, outcome, self.file, what))

    def compare(self, measure: str, what: str, *, right: bool, given: object) -> None:
        """Note something that is there: right, missed (nothing given) or wrong (shown)."""
        if right:
            self.add(measure, Outcome.RIGHT, what)
        elif given is None or given == "":
            self.add(measure, Outcome.MISSED, what)
        else:
            self.add(measure, Outcome.WRONG, f"{what}; read as {given}")

    def absent(self, measure: str, what: str, given: object) -> None:
        """Note something that is not there: false where it was given, else nothing."""
        if given is not None and given != "":
            self.add(measure, Outcome.FALSE, f"{what}: the paper gives none; read as {given}")


def tallies(findings: Iterable[Finding], measures: Sequence[str]) -> list[Tally]:
    """Count the findings of each measure, in the order of `measures`."""
    outcomes: dict[str, list[Outcome]] = {measure: [] for measure in measures}
    for finding in findings:
        outcomes[finding.measure].append(finding.outcome)
    return [_tally(measure, given) for measure, given in outcomes.items()]


def _tally(measure: str, outcomes: Sequence[Outcome]) -> Tally:
    false = sum(outcome in (Outcome.WRONG, Outcome.FALSE) for outcome in outcomes)
    there = sum(outcome is not Outcome.FALSE for outcome in outcomes)
    return Tally(measure, outcomes.count(Outcome.RIGHT), there, false)
