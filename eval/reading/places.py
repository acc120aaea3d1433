"""Reading measured: what a library understood of its papers, against what a person read.

The measures are defined in `docs/reading.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.reading.truth import MEETING, TruePaper
from eval.reading_found import ReadingStore, find_paper
from eval.reading_items import measure_items, measure_meeting
from eval.reading_places import measure_blocks, measure_pages
from eval.reading_rows import measure_rows
from eval.reading_tally import Finding, Findings, Outcome, Tally, tallies

MEASURES = (
    *(f"meeting: {field}" for field in MEETING),
    *("minutes", "agenda items", "reports", "proposals", "numbers", "titles", "proposal titles"),
    *("places of items", "limbs", "sub-limbs", "missing limbs", "votes", "movers and seconders"),
    *("references", "standing of items", "standing of blocks", "standing, one right"),
    *("not decided, nor read so", "rows", "rows with headers"),
    *("cells under their headers", "rows with caption"),
    *("rows with unit", "exact pages", "exact pages, not wrong", "exact pages not founded"),
    *("page ranges that hold it", "pages told", "unknown pages", "printed numbers"),
)
"""Every measure, in the order of the report."""


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """What came of comparing: all findings, and the papers of the truth that are not held."""

    papers: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_held: tuple[str, ...]

    def overall(self) -> list[Tally]:
        """Return every measure over all the papers held."""
        return tallies(self.findings, MEASURES)

    def of(self, file: str) -> list[Tally]:
        """Return every measure over one paper."""
        return tallies((each for each in self.findings if each.file == file), MEASURES)

    def misses(self) -> list[Finding]:
        """Return what went wrong, in the order of measures and papers."""
        wrong = [each for each in self.findings if each.outcome is not Outcome.RIGHT]
        return sorted(wrong, key=lambda each: MEASURES.index(each.measure))


def score_reading(truths: Sequence[TruePaper], store: ReadingStore) -> ReadingScore:
    """Compare each paper of the truth with what the store holds of it.

    A paper that is not held is named and not counted.
    """
    findings: list[Finding] = []
    held: list[str] = []
    not_held: list[str] = []
    for truth in truths:
        about = score_paper(truth, store)
        (not_held if about is None else held).append(truth.file)
        findings += about or ()
    return ReadingScore(tuple(held), tuple(findings), tuple(not_held))


def score_paper(truth: TruePaper, store: ReadingStore) -> list[Finding] | None:
    """Compare one paper, measure by measure; None where it is not held."""
    found = find_paper(store, truth)
    if found is None:
        return None
    findings = Findings(truth.file)
    measure_meeting(truth, found.paper, findings)
    measure_items(truth, found, findings)
    measure_blocks(truth, found, findings)
    measure_rows(truth, found, findings)
    measure_pages(truth, found, store, findings)
    return findings.all
