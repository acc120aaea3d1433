"""What a whole meeting decided: quoted item by item where a question names no matter, only the meeting.

"What did Cabinet decide on 2 December 2024?" The decisions are those of the meeting's records, so
none of them has to be found by its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.language.spelling import INTENT
from qa.language.terms import analyse, content_terms
from qa.library import Library
from qa.papers import DECIDING, Hit, ItemKind, Paper, PaperKind, Passage, Standing, Unit, UnitKind
from qa.questions.question import Kind, Question
from qa.quoting.units import Quote

RECORDING = frozenset({PaperKind.MINUTES, PaperKind.DECISION_RECORD})
"""Papers that tell what was decided at a meeting."""
SETTLED = (*DECIDING, Standing.RECOMMENDED)
DECISIONS = frozenset(content_terms("decisions resolutions"))
MOST_WORDS = 350
"""Words quoted of a meeting; of further items only the title is given."""
LONGEST_SPAN = 31
"""Days: who asks about a longer time asks about no meeting."""


@dataclass(frozen=True, slots=True)
class DecidedAt:
    """What one meeting decided in public: the items quoted, and those only named."""

    body: str | None
    day: date
    council: str | None
    items: tuple[tuple[Quote, ...], ...]
    """The quotes of each item, in the order of the minutes."""
    named: tuple[str, ...] = ()
    """Number and title of each further item that was decided on."""


def decided_at(question: Question, hits: Sequence[Hit], library: Library) -> tuple[DecidedAt, ...]:
    """Return what the meetings decided that a question names by body and day, earliest first.

    Nothing where it names a matter or no day, or where no minutes of such a meeting are held.
    """
    days = [p for p in question.periods if (p.last - p.first).days < LONGEST_SPAN]
    of_decisions = Kind.DECISION in question.kinds or not DECISIONS.isdisjoint(question.terms)
    if not of_decisions or not days or question.minutes:
        return ()
    # "List the decisions of …": the first word asks, and names no matter.
    own = question.facets.matter_terms - INTENT - _words(question.facets.opening_word)
    asked = question.facets.all_terms
    held: dict[tuple[str | None, str | None, date], list[tuple[Paper, Passage]]] = {}
    near = {hit.paper.id for hit in hits}  # a page of several meetings bears the day of one
    for paper in library.papers():
        dated = any(period.covers(paper.meeting_date) for period in days)
        if paper.kind not in RECORDING or paper.superseded_by or not (dated or paper.id in near):
            continue
        if own - _words(paper.council) - _words(paper.body):
            continue  # it names a matter, or another council
        for passage in library.passages_of(paper.id):
            day = passage.meeting_date or paper.meeting_date
            if day is not None and any(period.covers(day) for period in days):
                meeting = (paper.council, passage.body or paper.body, day)
                held.setdefault(meeting, []).append((paper, passage))
    most = max((len(asked & _words(body)) for _, body, _ in held), default=0)
    found = [
        _decided(council, body, day, passages)
        for (council, body, day), passages in held.items()
        if len(asked & _words(body)) == most
    ]
    return tuple(sorted((one for one in found if one.items), key=lambda one: one.day))


def _words(name: str | None) -> frozenset[str]:
    return frozenset(analyse(name or ""))


def _decided(
    council: str | None, body: str | None, day: date, passages: list[tuple[Paper, Passage]]
) -> DecidedAt:
    items: dict[tuple[str, str | None, str | None], list[Quote]] = {}
    for paper, passage in passages:
        is_open = passage.item_kind == ItemKind.MINUTE and not passage.private
        if is_open and passage.standing in SETTLED and (units := tuple(_quotable(passage))):
            key = (paper.id, passage.item_number, passage.item_title)
            items.setdefault(key, []).append(Quote(passage, paper, units))
    quoted: list[tuple[Quote, ...]] = []
    named: list[str] = []
    words = 0
    for (_, number, title), quotes in items.items():
        words += sum(len(unit.text.split()) for quote in quotes for unit in quote.units)
        if quoted and words > MOST_WORDS:
            named.append(" ".join(part for part in (number, title) if part))
        else:
            quoted.append(tuple(quotes))
    return DecidedAt(body, day, council, tuple(quoted), tuple(named))


def _quotable(passage: Passage) -> Iterator[Unit]:
    for unit in passage.units:
        if unit.kind not in (UnitKind.HEADER, UnitKind.HEADING):
            yield unit
