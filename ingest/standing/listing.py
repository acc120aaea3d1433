"""List what a meeting did in an item: each sentence and limb verbatim, with its standing and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import Paragraph
from ingest.standing.features import Meeting
from ingest.standing.judging import ACTS, Judged, judge
from ingest.standing.sentences import VERDICT, VERDICT_WORDS, is_bare
from qa.papers import Decision, Standing

BY_STRUCTURE = 0.8
"""How sure it is that a limb below words that decide is decided, whatever its own words are."""
MERELY_SAID = 0.8
"""Chance from which a sentence within a resolution is only its preamble."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Paragraphs of an item with their standing; `whole` where its layout marks a resolution."""

    paragraphs: Sequence[Paragraph]
    standing: Standing
    whole: bool


def list_decisions(
    parts: Sequence[Resolved], meeting: Meeting, title: str, pages: PageFinder
) -> tuple[Decision, ...]:
    """Return the sentences and limbs by which a meeting did something in an item, in order."""
    paragraphs = [p for part in parts for p in part.paragraphs]
    owner = [part for part in parts for _ in part.paragraphs]
    judged = judge(paragraphs, meeting, title)
    found: list[Decision] = []
    for index, one in enumerate(judged):
        part = owner[one.sentence.paragraph]
        standing, confidence = _standing(one, part)
        if standing is None or one.sentence.heading or is_bare(one.sentence.text):
            continue
        text, lines = one.sentence.text, one.sentence.lines
        before = judged[index - 1] if index else None
        if _is_verdict(text) and before and not before.sentence.heading:
            text = f"{before.sentence.text} {text}"
            lines = (before.sentence.lines[0], lines[1])
            if found and found[-1].lines == before.sentence.lines:
                found.pop()
        found.append(Decision(text, standing, lines, pages.span(lines), round(confidence, 3)))
    return tuple(found)


def _is_verdict(text: str) -> bool:
    return len(text.split()) <= VERDICT_WORDS and bool(VERDICT.fullmatch(text))


def _standing(one: Judged, part: Resolved) -> tuple[Standing | None, float]:
    """Return what a sentence does, and how sure that is; None where it does nothing."""
    if one.standing in ACTS:
        asks = part.whole and part.standing is Standing.RECOMMENDED
        if asks and one.standing is Standing.DECIDED:
            return Standing.RECOMMENDED, one.chance
        return one.standing, one.chance
    if not part.whole or part.standing not in ACTS:
        return None, one.chance
    said = one.standing is Standing.DISCUSSED and one.chance >= MERELY_SAID
    if said and one.sentence.lead is None:
        return None, one.chance
    return part.standing, BY_STRUCTURE
