"""The citations of an answer as they are shown: those of one item together, with what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.answers import Citation, Shown
from qa.quoting.standing import StandingQuote
from qa.writing.form.shown import note_left_to_council


def grouped(
    told: Sequence[StandingQuote],
    cited: Sequence[Sequence[Citation]],
    *,
    folded: bool = False,
    answering: str = "",
    note: str = "",
) -> list[Shown]:
    """Return quotes that follow one another of one item and standing as one group each.

    `answering` are the words of the first quote that the answer's line is made of; `note` is said
    of each group.
    """
    groups: list[Shown] = []
    key = None
    for each, citations in zip(told, cited, strict=True):
        passage = each.quote.passage
        before, key = key, (passage.item_id, passage.standing)
        numbers = tuple(citation.number for citation in citations)
        notes = tuple(filter(None, (note, note_left_to_council(each.quote).strip())))
        if groups and key == before:
            last = groups[-1]
            groups[-1] = Shown(
                (*last.citations, *numbers),
                notes=_each_once((*last.notes, *notes)),
                answering=last.answering,
                folded=folded,
            )
        else:
            own = "" if groups else answering
            groups.append(Shown(numbers, notes=_each_once(notes), answering=own, folded=folded))
    return groups


def _each_once(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes))


def one_group(citations: Iterable[Citation], *, folded: bool = False) -> Shown:
    """Return citations as one group."""
    return Shown(tuple(citation.number for citation in citations), folded=folded)
