"""Cut sections into passages: a few whole units each, of one standing, under one heading."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.drafts import PASSAGE_WORDS, Draft, draft_passages
from ingest.outline import Section
from ingest.pages import PageFinder
from qa.papers import ItemKind, Standing
from qa.passages import Passage


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


def cut_passages(
    paper_id: str,
    sections: Sequence[Section],
    pages: PageFinder,
    *,
    max_words: int = PASSAGE_WORDS,
) -> list[Passage]:
    """Cut a paper's sections into passages of about so many words at most, in order.

    A passage never mixes a decision with anything else; a row of a table that begins a
    passage brings its column headings with it.
    """
    passages = []
    for ordinal, draft in enumerate(draft_passages(sections, max_words)):
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
                part_kind=first.particulars.kind,
                private=item.private if item else False,
            )
        )
    return passages
