"""Say what is lacking: no minute that decides, limbs not printed, nothing that answers at all."""

from __future__ import annotations

from collections.abc import Sequence

from qa.decline import Verdict
from qa.library import Library
from qa.papers import DECIDING, Coverage, Paper, PaperKind
from qa.passages import Hit, Passage
from qa.question import Question
from qa.quoting import Quote
from qa.saying import item_of, meeting_day

MOST_DAYS = 6
"""Days of meetings that are named; the latest."""


def gap(lead: Quote, library: Library) -> str:
    """Say that no minute that decides the matter is held, and which of the council's are."""
    council = lead.paper.council
    minutes = sorted(
        {
            p.meeting_date
            for p in library.papers()
            if p.kind in (PaperKind.MINUTES, PaperKind.PACK) and p.meeting_date
            if council is None or p.council in (None, council)
        }
    )
    days = ", ".join(f"{day.day} {day:%B %Y}" for day in minutes[-MOST_DAYS:])
    held = f" Minutes or packs are held of {days}." if days else " No minutes are held."
    return f"No minute that decides this is among the papers found for the question.{held}"


def missing_limbs(passage: Passage, library: Library) -> list[str]:
    """Say which limbs of the resolution the copy held does not print."""
    item = item_of(passage, library) if passage.standing in DECIDING else None
    if item is None or not item.missing_limbs:
        return []
    return [f"Limb {', '.join(item.missing_limbs)} is missing in the copy held."]


def say_not_found(
    question: Question, hits: Sequence[Hit], coverage: Coverage, verdict: Verdict
) -> str:
    """Say that the papers held do not answer, what was looked through and what came nearest."""
    span = ""
    if coverage.first and coverage.last:
        first, last = coverage.first, coverage.last
        span = f", of meetings from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    parts = [f"**Not in the papers held.** Looked through {coverage.papers} papers{span}."]
    if verdict.lack is not None and verdict.lack.sentence:
        parts.append(verdict.lack.sentence)
    nearest = list(
        dict.fromkeys(_name(h.passage, h.paper) for h in hits[:5] if not h.passage.private)
    )[:3]
    if nearest:
        parts.append("Nearest, but not an answer: " + "; ".join(nearest) + ".")
    return "\n\n".join(parts)


def _name(passage: Passage, paper: Paper) -> str:
    title = passage.item_title or paper.title
    if not (passage.meeting_date or paper.meeting_date):
        return f"“{title}” ({paper.kind.value})"
    body = passage.body or paper.body or paper.kind.value
    return f"“{title}” ({body}, {meeting_day(passage, paper)})"
