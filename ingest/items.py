"""List what was understood of a paper: its minutes, reports and proposals, limb by limb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest import movers
from ingest.limbs import order_of, read_limbs
from ingest.outline import ItemKey, Section
from ingest.pages import PageFinder
from ingest.paragraphs import Paragraph
from ingest.votes import read_votes
from qa.pages import Lines
from qa.papers import Block, Item, ItemKind, Limb, Standing

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
    who = next((name for name in match.groupdict().values() if name), "")
    # "Mr Oakford, Deputy Leader": the name ends where the office begins, but not at an honour.
    who = re.split(r",(?!\s*(?:OBE|MBE|CBE|BEM|JP|QC|KC|DL)\b)", who)[0]
    return re.sub(r"\s+", " ", who).strip() or None


def _item(sections: Sequence[Section], pages: PageFinder, *, show_lines: bool) -> Item:
    key = sections[0].item
    assert key is not None
    every = [p for section in sections for p in section.paragraphs]
    limbs, missing = _limbs(sections, minute=key.kind == ItemKind.MINUTE)
    text = " ".join(p.plain for p in every)
    standing = min((s.standing for s in sections), key=WEIGHT.index)
    lines = _span(every)
    if key.title_lines:
        lines = (min(lines[0], key.title_lines[0]), lines[1])
    return Item(
        number=key.number,
        title=key.title,
        kind=key.kind,
        standing=standing,
        page=pages.span(lines),
        lines=lines if show_lines else None,
        limbs=limbs,
        missing_limbs=missing,
        references=key.references,
        moved_by=_person(movers.MOVED.search(text)) if key.kind == ItemKind.MINUTE else None,
        seconded_by=_person(movers.SECONDED.search(text)) if key.kind == ItemKind.MINUTE else None,
        votes=read_votes(every) if key.kind == ItemKind.MINUTE else (),
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


def _limbs(
    sections: Sequence[Section], *, minute: bool
) -> tuple[tuple[Limb, ...], tuple[str, ...]]:
    """Return an item's limbs and the missing ones.

    A minute may hold several resolutions. A report asks once: what it asks again at its end,
    or what a document bound in it asked, adds limbs only where the numbers go on.
    """
    limbs: list[Limb] = []
    missing: list[str] = []
    for section in (s for s in sections if s.decision):
        found, gone = read_limbs(section.paragraphs)
        if not minute and limbs and not _goes_on(limbs[-1], found):
            continue
        limbs.extend(limb for limb in found if limb not in limbs)
        missing.extend(gone)
    return tuple(limbs), tuple(missing)


def _goes_on(last: Limb, found: Sequence[Limb]) -> bool:
    before, after = order_of(last.number), order_of(found[0].number) if found else None
    return bool(before and after and before[0] == after[0] and before[1] < after[1])


def list_items(
    sections: Sequence[Section], pages: PageFinder, *, show_lines: bool
) -> tuple[Item, ...]:
    """Return a paper's items in order. Lines are shown for text sources only."""
    items = []
    proposals: set[ItemKey] = set()
    for key, group in groupby(sections, key=lambda section: section.item):
        if key is not None and key not in proposals:
            if key.kind == ItemKind.PROPOSAL:
                proposals.add(key)  # what is told of it further down lists it no second time
            items.append(_item(list(group), pages, show_lines=show_lines))
    return tuple(items)
