"""Cut sections into passages: a few whole units each, of one standing, under one heading."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.outline import SOFT, Section
from ingest.pages import PageFinder
from ingest.paragraphs import Paragraph
from qa.papers import Passage, Standing, Unit

SENTENCE = re.compile(r"(?:(?<=[.;?!])|(?<=[.;?!][\"”’)]))\s+(?=[A-Z(“\"‘'•-])")
COLUMNS = re.compile(
    r"£|%|\b(?:19|20)\d\d\b|\b\d\d[-/]\d\d\b|\b(?:budget|forecast|actual|variance|total|year)\b",
    re.I,
)
PASSAGE_WORDS = "PASSAGE_WORDS"
"""The variable by which a sweep cuts passages of another length; no setting of the product."""
MAX_WORDS = int(os.environ.get(PASSAGE_WORDS, "120"))
"""Room for a resolution of usual length; 150 retrieved a little worse on both corpora."""
MERGE_BELOW = 45
"""Sections shorter than this join the next under the same item."""


@dataclass(slots=True)
class _Draft:
    sections: list[Section]
    units: list[Unit]
    header: list[Unit]

    @property
    def words(self) -> int:
        return sum(len(unit.text.split()) for unit in self.units)


def _units(paragraph: Paragraph) -> list[Unit]:
    """Return a paragraph's contiguous pieces, those longer than a passage cut at sentences."""
    return [unit for piece in paragraph.pieces for unit in _sentences(piece)]


def _sentences(unit: Unit) -> list[Unit]:
    if len(unit.text.split()) <= MAX_WORDS or unit.kind == "row":
        return [unit]
    pieces, held = [], ""
    for sentence in SENTENCE.split(unit.text):
        if held and len(held.split()) + len(sentence.split()) > MAX_WORDS * 2 // 3:
            pieces.append(held)
            held = sentence
        else:
            held = f"{held} {sentence}".strip()
    pieces.append(held)
    first = [replace(unit, text=pieces[0])]
    return first + [
        replace(unit, text=piece, number=None, kind="paragraph") for piece in pieces[1:]
    ]


def _closes(draft: _Draft, section: Section, unit: Unit, words: int) -> bool:
    """Whether the passage ends before this unit."""
    if not draft.units:
        return False
    before = draft.sections[-1]
    full = draft.words + words > MAX_WORDS
    if section is before:
        # A lone number or a few words are not worth a passage of their own.
        return full and not (words < 8 and draft.words + words <= MAX_WORDS + 15)
    soft = section.standing in SOFT and before.standing in SOFT and not _parts(before, section)
    same_item = section.item == before.item and section.item is not None
    same_item = same_item or (_on_agenda(before) and _on_agenda(section))
    if section.item is None and before.item is None:
        same_item = (
            section.heading[:-1] == before.heading[:-1] or section.heading == before.heading[:-1]
        )
    if not same_item or section.decision != before.decision:
        return True
    if section.standing is not before.standing and not soft:
        return True
    return full or draft.words >= MERGE_BELOW


def _parts(before: Section, section: Section) -> bool:
    """Whether one of two sections of a report proposes and the other does not."""
    proposes = [s.standing is Standing.PROPOSED for s in (before, section)]
    return proposes[0] != proposes[1] and not (section.item and section.item.kind == "proposal")


def _on_agenda(section: Section) -> bool:
    return section.item is not None and section.item.kind == "agenda item"


def _drafts(sections: Sequence[Section]) -> Iterator[_Draft]:
    draft = _Draft([], [], [])
    for section in sections:
        header: list[Unit] = []
        rows_seen = False
        for paragraph in section.paragraphs:
            if paragraph.unit.kind == "header":
                for unit in paragraph.pieces:
                    header, rows_seen = _headed(header, unit, rows_seen), False
            elif paragraph.is_row:
                rows_seen = True
            elif paragraph.words > 12:
                header, rows_seen = [], False
            for unit in _units(paragraph):
                if _closes(draft, section, unit, len(unit.text.split())):
                    coming = _coming_headings(draft, section)
                    yield draft
                    repeat = header if unit.kind == "row" and unit not in header else []
                    repeat = list(paragraph.heads) or repeat
                    own = {unit.lines for unit in coming.units}
                    repeat = [unit for unit in repeat if unit.lines not in own]
                    draft = _Draft(coming.sections, coming.units, repeat)
                draft.sections.append(section)
                draft.units.append(unit)
    if draft.units:
        yield draft


def _coming_headings(draft: _Draft, section: Section) -> _Draft:
    """Take the column headings at a passage's end: they belong to the rows of the next."""
    keep = len(draft.units)
    while keep and draft.units[keep - 1].kind == "header":
        keep -= 1
    if keep == 0 or any(other is not section for other in draft.sections[keep:]):
        return _Draft([], [], [])
    coming = _Draft(draft.sections[keep:], draft.units[keep:], [])
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


def _standing(draft: _Draft) -> Standing:
    """Return the standing of most of the words; only soft standings are ever mixed.

    The law and the risks of a proposal that stand with its saving are proposed with it.
    """
    if all(section.item and section.item.kind == "proposal" for section in draft.sections) and any(
        section.standing is Standing.PROPOSED for section in draft.sections
    ):
        return Standing.PROPOSED
    weights: dict[Standing, int] = {}
    for section, unit in zip(draft.sections, draft.units, strict=True):
        weights[section.standing] = weights.get(section.standing, 0) + len(unit.text.split())
    return max(weights, key=lambda standing: weights[standing])


def cut_passages(paper_id: str, sections: Sequence[Section], pages: PageFinder) -> list[Passage]:
    """Cut a paper's sections into passages of about 120 words, in order.

    A passage never mixes a decision with anything else; a row of a table that begins a
    passage brings its column headings with it.
    """
    passages = []
    for ordinal, draft in enumerate(_drafts(sections)):
        first = draft.sections[0]
        item = first.item if all(s.item == first.item for s in draft.sections) else None
        span = (min(u.lines[0] for u in draft.units), max(u.lines[1] for u in draft.units))
        passages.append(
            Passage(
                id=f"{paper_id}-{ordinal:05d}",
                paper_id=paper_id,
                ordinal=ordinal,
                units=tuple(pages.place(unit) for unit in [*draft.header, *draft.units]),
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
                private=item.private if item else False,
            )
        )
    return passages
