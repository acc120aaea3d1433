"""Cut sections into passages: a few whole units each, of one standing, under one heading.

A passage is what is searched and quoted from. It never mixes a decision with anything else. A row
of a table that begins one brings its column headings with it, and what is too short for a passage
of its own joins the next one of its item. The length is measured in docs/adr/0002.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.business.outline import SOFT, Section
from ingest.layout.headings import PART
from ingest.layout.pages import PageFinder
from qa.language.dates import YEARS_AT_COLUMNS
from qa.language.sentences import PARTS_HELD
from qa.papers import ItemKind, Passage, Standing, Unit, UnitKind

PASSAGE_WORDS = 120
"""Room for a resolution of usual length (docs/adr/0002)."""
MERGE_BELOW = 45
"""Sections shorter than this join the next under the same item."""
TAIL = 25
"""Words by which a passage may be too long, so that no such rest of a section is left."""
LIST_GROWTH = 1.75
"""How much longer than others a passage may be, so that no list is cut in the middle."""
UNENDED = re.compile(r"(?:[:;,–—-]|[:;,]? (?:and|or|a|neu))\W*$", re.I)
"""How a unit ends whose sentence goes on in the next: a lead, or a point of a list."""
COLUMNS = re.compile(
    rf"£|%|{YEARS_AT_COLUMNS}|\b(?:budget|forecast|actual|variance|total|year)\b",
    re.I,
)


@dataclass(slots=True)
class Draft:
    """The units of a passage that is being cut, and the section of each."""

    sections: list[Section]
    units: list[Unit]
    header: list[Unit]
    """Column headings from further up that are repeated above the passage's first row."""
    goes_on: bool = False
    """Whether the first section began in an earlier passage, and its heading stands there."""
    is_rest: bool = False
    """Whether it is the few words left of a section, too few for a passage of their own."""

    @property
    def words(self) -> int:
        """Words in the units, the repeated headings left out."""
        return sum(len(unit.text.split()) for unit in self.units)


def cut_passages(
    paper_id: str,
    sections: Sequence[Section],
    pages: PageFinder,
    *,
    max_words: int = PASSAGE_WORDS,
) -> list[Passage]:
    """Return a paper's passages of about `max_words` words at most, in the paper's order."""
    passages = []
    for ordinal, draft in enumerate(_draft_passages(sections, max_words)):
        first = draft.sections[0]
        item = first.item if all(s.item == first.item for s in draft.sections) else None
        span = (min(u.lines[0] for u in draft.units), max(u.lines[1] for u in draft.units))
        passages.append(
            Passage(
                id=f"{paper_id}-{ordinal:05d}",
                paper_id=paper_id,
                ordinal=ordinal,
                units=pages.place([*draft.header, *draft.units]),
                heading=_heading(draft.sections),
                standing=_standing(draft),
                page=pages.span(span),
                lines=span,
                item_number=item.number if item else None,
                item_title=item.title if item else None,
                item_kind=item.kind if item else None,
                body=first.particulars.body,
                meeting_date=first.particulars.meeting_date,
                references=item.references if item else first.particulars.references,
                part_kind=first.particulars.kind,
                private=item.private if item else False,
            )
        )
    return passages


def _heading(sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the path that all of a passage's sections share, or that of the first."""
    first = sections[0].heading
    shared = 0
    while shared < len(first) and all(
        s.heading[: shared + 1] == first[: shared + 1] for s in sections
    ):
        shared += 1
    return (
        first if shared == 0 or len(set(id(s) for s in sections)) == 1 else first[: max(shared, 1)]
    )


def _standing(draft: Draft) -> Standing:
    """Return the standing of most of the words; only soft standings are ever mixed.

    The law and the risks of a proposal that stand with its saving are proposed with it.
    """
    if all(
        section.item and section.item.kind == ItemKind.PROPOSAL for section in draft.sections
    ) and any(section.standing is Standing.PROPOSED for section in draft.sections):
        return Standing.PROPOSED
    weights: dict[Standing, int] = {}
    for section, unit in zip(draft.sections, draft.units, strict=True):
        weights[section.standing] = weights.get(section.standing, 0) + len(unit.text.split())
    return max(weights, key=lambda standing: weights[standing])


def _draft_passages(sections: Sequence[Section], max_words: int) -> Iterator[Draft]:
    """Yield drafts of the passages, in order, none of which is a few words left of a section."""
    held: Draft | None = None
    for draft in _cut(sections, max_words):
        if held and draft.is_rest:
            _share(held, draft, max_words)
        if held:
            yield held
        held = draft if draft.units else None
    if held:
        yield held


def _share(held: Draft, rest: Draft, max_words: int) -> None:
    """Add the rest of a section to the passage before it; if that is too long, even the two out."""
    if held.words + rest.words <= max_words + TAIL:
        held.sections += rest.sections
        held.units += rest.units
        rest.units = []
        return
    section = rest.sections[0]
    while len(held.units) > 1 and held.sections[-2] is section and not rest.header:
        words = len(held.units[-1].text.split())
        if (
            held.units[-1].kind in (UnitKind.ROW, UnitKind.HEADER)
            or rest.words + words > held.words - words
        ):
            return
        rest.sections.insert(0, held.sections.pop())
        rest.units.insert(0, held.units.pop())


def _cut(sections: Sequence[Section], max_words: int) -> Iterator[Draft]:
    draft = Draft([], [], [])
    for section in sections:
        header: list[Unit] = []
        rows_seen = False
        for paragraph in section.paragraphs:
            if paragraph.unit.kind == UnitKind.HEADER:
                for unit in paragraph.pieces:
                    header, rows_seen = _headed(header, unit, rows_seen), False
            elif paragraph.is_row:
                rows_seen = True
            elif paragraph.words > 12:
                header, rows_seen = [], False
            for unit in [u for piece in paragraph.pieces for u in _fitting(piece, max_words)]:
                if _closes(draft, section, unit, max_words):
                    coming = _coming_headings(draft, section)
                    goes_on = draft.sections[-1] is section
                    yield draft
                    repeat = header if unit.kind == UnitKind.ROW and unit not in header else []
                    repeat = list(paragraph.heads) or repeat
                    own = {unit.lines for unit in coming.units}
                    repeat = [unit for unit in repeat if unit.lines not in own]
                    draft = Draft(coming.sections, coming.units, repeat, goes_on)
                draft.sections.append(section)
                draft.units.append(unit)
    if draft.units:
        yield draft


def _closes(draft: Draft, section: Section, unit: Unit, max_words: int) -> bool:
    """Whether the passage ends before this unit."""
    if not draft.units:
        return False
    words = len(unit.text.split())
    before = draft.sections[-1]
    full = draft.words + words > max_words
    if section is before:
        if full and draft.words + words <= LIST_GROWTH * max_words and _runs_on(draft, unit):
            return False
        # A lone number or a few words are not worth a passage of their own.
        return full and not (words < 8 and draft.words + words <= max_words + 15)
    soft = section.standing in SOFT and before.standing in SOFT and not _parts(before, section)
    same_item = section.item == before.item and section.item is not None
    same_item = same_item or _both_on_agenda(before, section)
    if section.item is None and before.item is None:
        same_item = (
            section.heading[:-1] == before.heading[:-1] or section.heading == before.heading[:-1]
        ) and not _is_new_sheet(before, section)
    if not same_item or section.decision != before.decision:
        return True
    if section.standing is not before.standing and not soft:
        return True
    if full or draft.words >= MERGE_BELOW:
        return True
    # The heading of the rest stands further up: joined to the next section, it would be lost.
    draft.is_rest = draft.goes_on and section.heading[: len(before.heading)] != before.heading
    return draft.is_rest


def _runs_on(draft: Draft, unit: Unit) -> bool:
    """Whether a unit goes on with the list, or the resolution's limbs, in which a passage is."""
    before = draft.units[-1]
    if UnitKind.ROW in (unit.kind, before.kind) or UnitKind.HEADER in (unit.kind, before.kind):
        return False
    limbs = before.kind == unit.kind == UnitKind.LIMB and draft.sections[-1].decision
    return limbs or bool(UNENDED.search(before.text.rstrip()))


def _parts(before: Section, section: Section) -> bool:
    """Whether one of two sections of a report proposes and the other does not."""
    proposes = [s.standing is Standing.PROPOSED for s in (before, section)]
    return proposes[0] != proposes[1] and not (
        section.item and section.item.kind == ItemKind.PROPOSAL
    )


def _is_new_sheet(before: Section, section: Section) -> bool:
    """Whether a section begins another appendix, or such a part, of a paper of several."""
    differ = section.heading[:1] != before.heading[:1]
    return differ and any(PART.match(heading) for heading in section.heading[:1])


def _both_on_agenda(before: Section, section: Section) -> bool:
    """Whether two sections are public items of an agenda: what is private keeps its title."""
    items = (before.item, section.item)
    return all(i is not None and i.kind == ItemKind.AGENDA_ITEM and not i.private for i in items)


def _coming_headings(draft: Draft, section: Section) -> Draft:
    """Take the column headings at a passage's end: they belong to the rows of the next."""
    keep = len(draft.units)
    while keep and draft.units[keep - 1].kind == UnitKind.HEADER:
        keep -= 1
    if keep == 0 or any(other is not section for other in draft.sections[keep:]):
        return Draft([], [], [])
    coming = Draft(draft.sections[keep:], draft.units[keep:], [])
    del draft.sections[keep:], draft.units[keep:]
    return coming


def _headed(header: list[Unit], unit: Unit, rows_seen: bool) -> list[Unit]:
    """Return the headings of the rows to come.

    Lines that follow one another make up the columns' headings; one that comes after rows is
    a group's name within the same columns, or begins a new table where it names columns too.
    """
    if not rows_seen:
        return [*header, unit]
    if COLUMNS.search(unit.text) or not header or unit.page != header[0].page:
        return [unit]
    named = [h for h in header if COLUMNS.search(h.text)] or header[:1]
    return [*named, unit]


def _fitting(unit: Unit, max_words: int) -> list[Unit]:
    """Return a unit, cut at sentences where it is longer than a passage."""
    if len(unit.text.split()) <= max_words or unit.kind == UnitKind.ROW:
        return [unit]
    pieces, held = [], ""
    for sentence in PARTS_HELD.split(unit.text):
        if held and len(held.split()) + len(sentence.split()) > max_words * 2 // 3:
            pieces.append(held)
            held = sentence
        else:
            held = f"{held} {sentence}".strip()
    pieces.append(held)
    first = [replace(unit, text=pieces[0])]
    return first + [
        replace(unit, text=piece, number=None, kind=UnitKind.PARAGRAPH) for piece in pieces[1:]
    ]
