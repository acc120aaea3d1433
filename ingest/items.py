"""List what was understood of a paper: its minutes, reports and proposals, limb by limb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest import patterns
from ingest.decisions import read_limbs
from ingest.outline import Section
from ingest.pages import PageFinder
from ingest.paragraphs import Paragraph
from qa.papers import Block, Item, Limb, Lines, Standing, Vote

WEIGHT = (
    Standing.DECIDED,
    Standing.DEFERRED,
    Standing.NOTED,
    Standing.RECOMMENDED,
    Standing.PROPOSED,
    Standing.DISCUSSED,
    Standing.BACKGROUND,
)
"""An item has the strongest standing of its blocks."""


def _span(paragraphs: Sequence[Paragraph]) -> Lines:
    return (
        min(p.unit.lines[0] for p in paragraphs),
        max(p.unit.lines[1] for p in paragraphs),
    )


def _person(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    who = match["who"] or match["who2"] or match["who3"]
    return re.sub(r"\s+", " ", who).strip(" ,") if who else None


def read_votes(paragraphs: Sequence[Paragraph]) -> tuple[Vote, ...]:
    """Return the recorded votes: For (n), Against (n), Abstain (n) and what came of it."""
    votes: list[Vote] = []
    counts: dict[str, int] = {}
    for paragraph in paragraphs:
        for line in paragraph.unit.text.split("\n"):
            for name, pattern in (
                ("for", patterns.VOTE_FOR),
                ("against", patterns.VOTE_AGAINST),
                ("abstain", patterns.VOTE_ABSTAIN),
            ):
                if match := pattern.match(line):
                    counts[name] = int(match[1])
        result = patterns.VOTE_RESULT.search(paragraph.plain)
        if result and counts and "(" not in result[0]:
            votes.append(
                Vote(
                    counts.get("for"),
                    counts.get("against"),
                    counts.get("abstain"),
                    result[1].lower(),
                )
            )
            counts = {}
    if "for" in counts and "against" in counts:
        votes.append(Vote(counts["for"], counts["against"], counts.get("abstain"), None))
    return tuple(votes)


def _item(sections: Sequence[Section], pages: PageFinder, *, show_lines: bool) -> Item:
    key = sections[0].item
    assert key is not None
    every = [p for section in sections for p in section.paragraphs]
    limbs: list[Limb] = []
    missing: list[str] = []
    for section in (s for s in sections if s.decision):
        found, gone = read_limbs(section.paragraphs)
        limbs.extend(limb for limb in found if limb not in limbs)
        missing.extend(gone)
    text = " ".join(p.plain for p in every)
    standing = min((s.standing for s in sections), key=WEIGHT.index)
    lines = _span(every)
    return Item(
        number=key.number,
        title=key.title,
        kind=key.kind,
        standing=standing,
        page=pages.span(lines),
        lines=lines if show_lines else None,
        limbs=tuple(limbs),
        missing_limbs=tuple(missing),
        references=key.references,
        moved_by=_person(patterns.MOVED.search(text)) if key.kind == "minute" else None,
        seconded_by=_person(patterns.SECONDED.search(text)) if key.kind == "minute" else None,
        votes=read_votes(every) if key.kind == "minute" else (),
        blocks=tuple(
            Block(
                section.standing,
                _span(section.paragraphs) if show_lines else None,
                pages.span(_span(section.paragraphs)),
                section.heading,
            )
            for section in sections
        ),
        private=key.private,
    )


def list_items(
    sections: Sequence[Section], pages: PageFinder, *, show_lines: bool
) -> tuple[Item, ...]:
    """Return a paper's items in order. Lines are shown for text sources only."""
    items = []
    for key, group in groupby(sections, key=lambda section: section.item):
        if key is not None:
            items.append(_item(list(group), pages, show_lines=show_lines))
    return tuple(items)
