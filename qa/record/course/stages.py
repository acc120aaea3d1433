"""A matter in stages: proposed, recommended, decided, varied, and what came of it.

The steps are those of `qa.record.matters`. Here each item is one stage, what was decided in it is
whole, and beside it stand the votes, what had been asked for, and whether it was changed later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from qa.language.terms import term_set
from qa.papers import ItemId, Limb, Paper, PaperKind, Standing, UnitKind
from qa.record.beside import Piece, asked_for, paired, pieces, resolved_in
from qa.record.business import entry_of
from qa.record.course.later import LaterChange, changes_after
from qa.record.entries import Entry, Listing
from qa.record.people import divisions_of
from qa.record.plan import matter_for
from qa.record.register import Meeting, Placed, items_of, meetings_held, passages_by_item

if TYPE_CHECKING:
    from qa.library import Library
    from qa.questions.question import Question


class StageKind(StrEnum):
    """What a stage is, in the order in which those of one day are told."""

    PROPOSAL = "Proposal"
    RECOMMENDATION = "Recommendation"
    MENTION = "Mentioned"
    DISCUSSION = "Discussion"
    DECISION = "Decision"
    VARIATION = "Variation"
    PUT_OFF = "Put off"
    LOST = "Not carried"
    NOTED = "Noted"
    PRIVATE = "Taken in private"
    PROGRESS = "Progress"


_KINDS = {
    Standing.DECIDED: StageKind.DECISION,
    Standing.LOST: StageKind.LOST,
    Standing.DEFERRED: StageKind.PUT_OFF,
    Standing.NOTED: StageKind.NOTED,
    Standing.EXEMPT: StageKind.PRIVATE,
    Standing.RECOMMENDED: StageKind.RECOMMENDATION,
    Standing.PROPOSED: StageKind.PROPOSAL,
    Standing.RECORDED: StageKind.DISCUSSION,
    Standing.DISCUSSED: StageKind.DISCUSSION,
    Standing.BACKGROUND: StageKind.MENTION,
}
"""The strongest standing first."""
_STRENGTH = list(_KINDS)
ON_IT = 2
"""Terms of a matter that an item's title has, to be on the matter; of a single term that one."""
_DONE = (StageKind.DECISION, StageKind.VARIATION)


@dataclass(frozen=True, slots=True)
class Compared:
    """A limb resolved beside the same limb as a paper asked for it."""

    resolved: Entry
    asked: Entry
    paper: Paper
    """The one that asked."""
    pieces: tuple[tuple[Piece, str], ...]

    @property
    def differs(self) -> bool:
        """Whether any word was left out or added."""
        return any(piece is not Piece.SAME for piece, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Stage:
    """What one item of one paper says of the matter, or what stands outside its items."""

    kind: StageKind
    standing: Standing
    entries: tuple[Entry, ...]
    """Its words: of an item that decided, all that was decided; else those on the matter."""
    meeting: Meeting | None = None
    """The meeting in whose minutes it stands."""
    motions: tuple[Entry, ...] = ()
    compared: tuple[Compared, ...] = ()
    only_asked: tuple[Entry, ...] = ()
    """Limbs that a paper asked for and the meeting did not resolve."""
    change: LaterChange | None = None
    """What a later decision did to this one."""

    @property
    def first(self) -> Entry:
        """The first of its entries, which tells day, paper and item."""
        return self.entries[0]


def course_of(library: Library, question: Question) -> tuple[Listing | None, tuple[Stage, ...]]:
    """Return what the papers say of the matter that a question names: as listed, and in stages."""
    listing = matter_for(question, library)
    if listing is None:
        return None, ()
    return listing, stages_of(library, listing, question.facets.content_terms)


def stages_of(library: Library, listing: Listing, terms: frozenset[str]) -> tuple[Stage, ...]:
    """Return the stages of a matter's listing, in time order, those without a day last.

    `terms` are the matter's: an item that has two of them in its title is told whole.
    """
    by_item: dict[tuple[date | None, str, str], list[Entry]] = {}
    for entry in listing.entries:
        by_item.setdefault((entry.day, entry.paper.id, entry.name), []).append(entry)
    days = {entry.day for entry in listing.entries if entry.is_minuted}
    meetings = meetings_held(library, lambda day: day in days)
    record = _Record(library, meetings, terms)
    found = [record.stage(entries) for entries in by_item.values()]
    varying = {
        (stage.change.entry.paper.id, stage.change.entry.name)
        for stage in found
        if stage.change is not None
    }
    first_done = min((s.first.day for s in found if s.kind in _DONE and s.first.day), default=None)
    named = [_named(stage, varying, first_done) for stage in found]
    order = list(StageKind)
    return tuple(
        sorted(
            named,
            key=lambda s: (s.first.day is None, s.first.day or date.max, order.index(s.kind)),
        )
    )


def _named(stage: Stage, varying: set[tuple[str, str]], first_done: date | None) -> Stage:
    """Return a stage with its kind as the others tell it: what varies one, what comes after."""
    kind = stage.kind
    day = stage.first.day
    if kind is StageKind.DECISION and (stage.first.paper.id, stage.first.name) in varying:
        kind = StageKind.VARIATION
    elif kind is StageKind.MENTION and first_done is not None and day is not None:
        kind = StageKind.PROGRESS if day > first_done else kind
    return replace(stage, kind=kind)


class _Record:
    """The items of the meetings on a matter, each meeting read once."""

    def __init__(
        self, library: Library, meetings: Sequence[Meeting], terms: frozenset[str]
    ) -> None:
        self._library, self._meetings, self._terms = library, meetings, terms
        self._items: dict[str, dict[ItemId, Placed]] = {}
        self._changes: dict[str, Mapping[ItemId, LaterChange]] = {}

    def stage(self, entries: Sequence[Entry]) -> Stage:
        """Return the entries of one item as a stage."""
        standing = min((e.standing for e in entries), key=_STRENGTH.index)
        if standing is Standing.BACKGROUND and _is_proposal(entries[0].paper):
            standing = Standing.PROPOSED
        plain = Stage(_KINDS[standing], standing, self._told(entries, standing))
        if not entries[0].is_minuted or standing is Standing.EXEMPT:
            return plain
        for meeting in self._meetings:
            one = self._find(meeting, entries[0])
            if one is not None:
                return self._minuted(one, meeting, plain)
        return plain

    def _told(self, entries: Sequence[Entry], standing: Standing) -> tuple[Entry, ...]:
        """Return the entries of the stage's own standing that say more than their item's title.

        Of a report on the matter itself, all that it recommends.
        """
        own = [e for e in entries if e.standing is standing] or list(entries)
        own = [e for e in own if not term_set(e.text) <= term_set(e.name)] or own
        first = own[0]
        if standing is not Standing.RECOMMENDED or not self._is_on(first.item_title):
            return tuple(own)
        wanted = ItemId(first.paper.id, first.item_number, first.item_title)
        limbs = [
            entry_of(unit, passage, first.paper, None, None)
            for passage in passages_by_item(self._library, first.paper).get(wanted, ())
            if passage.standing is standing
            for unit in passage.units
            if unit.kind is UnitKind.LIMB
        ]
        return tuple(limbs or own)

    def _is_on(self, title: str | None) -> bool:
        shared = term_set(title or "") & self._terms
        return len(shared) >= min(ON_IT, len(self._terms))

    def _find(self, meeting: Meeting, entry: Entry) -> Placed | None:
        if meeting.day != entry.day or entry.paper not in meeting.papers:
            return None
        if meeting.id not in self._items:
            items = items_of(self._library, meeting)
            self._items[meeting.id] = {one.item.id_in(one.paper.id): one for one in items}
            self._changes[meeting.id] = changes_after(self._library, meeting)
        wanted = ItemId(entry.paper.id, entry.item_number, entry.item_title)
        return self._items[meeting.id].get(wanted)

    def _minuted(self, one: Placed, meeting: Meeting, plain: Stage) -> Stage:
        """Return the stage of an item of minutes, with all that was decided in it."""
        resolved = resolved_in(one, meeting)
        if one.item.private or not resolved or not self._is_on(one.item.title):
            return Stage(plain.kind, plain.standing, plain.entries, meeting)
        asked = asked_for(self._library, meeting, one)
        beside, left = paired(resolved, asked)
        compared = tuple(
            Compared(
                resolved[place], limb, paper, pieces(limb.text, _limb_of(resolved[place], one))
            )
            for place in sorted(beside)
            for paper, limb in beside[place]
        )
        standing = one.item.standing
        return Stage(
            kind=_KINDS[standing],
            standing=standing,
            entries=tuple(resolved),
            meeting=meeting,
            motions=tuple(divisions_of(one, meeting)),
            compared=compared,
            only_asked=tuple(left),
            change=self._changes[meeting.id].get(one.item.id_in(one.paper.id)),
        )


def _is_proposal(paper: Paper) -> bool:
    return paper.kind in (PaperKind.BUDGET_PROPOSALS, PaperKind.AMENDMENT)


def _limb_of(entry: Entry, one: Placed) -> str:
    """Return the limb that a decision holds, without the words that lead it in."""
    words = " ".join(entry.text.split())

    def within(limb: Limb) -> bool:
        return " ".join(limb.text.split()) in words

    held = [limb for limb in one.item.limbs if within(limb)]
    return held[0].text if len(held) == 1 else entry.text
