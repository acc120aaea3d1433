"""Which motion or amendment of an item a question is about, and where the minutes settle it.

One minute may hold several motions, each with an outcome of its own. Which of them is meant is
judged by the kind and the mover that the question names, and by what of its matter stands in the
words of each. Where two fit alike, none is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from qa.language.synonyms import met_otherwise
from qa.language.terms import stem, term_set
from qa.library import Library
from qa.papers import (
    Decision,
    Hit,
    Item,
    Lines,
    Motion,
    MotionKind,
    MotionOutcome,
    Passage,
    Unit,
    UnitKind,
    Vote,
)
from qa.questions.matter import SIDES
from qa.questions.question import Kind
from qa.quoting.resolutions import item_of
from qa.quoting.units import Quote, add_quote
from qa.retrieval.features import Asked

AS_GOOD = 0.75
"""Share of the best motion's worth from which another fits as well."""
ON_IT = 0.33
"""Share of the question's matter that a motion must have, under the title of its item."""
ELSEWHERE = 0.5
"""The same of a motion of another item than the one found."""
NOT_ON_IT = 0.7
"""Share of another item's motion up to which the motions of the item found are not meant."""
AMENDMENT, MOTION = stem("amendment"), stem("motion")


@dataclass(frozen=True, slots=True)
class MotionMeant:
    """The motion or amendment that a question is about."""

    motion: Motion
    item: Item
    is_named: bool = True
    """Whether the question has words of it, or its kind; else it is what the others amend."""

    @property
    def settled(self) -> tuple[Decision, ...]:
        """The decisions of the item that settle it."""
        return tuple(d for d in self.item.decisions if self.motion in motions_of(d, self.item))

    @property
    def is_lost(self) -> bool:
        """Whether it was put and lost, or withdrawn."""
        return self.motion.outcome in (MotionOutcome.LOST, MotionOutcome.WITHDRAWN)

    @property
    def is_carried(self) -> bool:
        """Whether it was carried in its first words."""
        return self.motion.outcome is MotionOutcome.CARRIED and not self.is_altered

    @property
    def is_altered(self) -> bool:
        """Whether its first words were changed, or may have been: an amendment was not lost."""
        return any(
            other.kind is MotionKind.AMENDMENT
            and other.amends is not None
            and other.amends == self.motion.text
            and other.outcome not in (MotionOutcome.LOST, MotionOutcome.WITHDRAWN)
            for other in self.item.motions
        )

    def holds(self, unit: Unit) -> bool:
        """Whether a unit has the words of the motion, or settles it and no other."""
        return _within(unit.lines, self.motion.lines) or self.is_settled_in(unit)

    def is_settled_in(self, unit: Unit) -> bool:
        """Whether a decision that settles it stands in a unit."""
        return any(_stands_in(each, unit) for each in self.settled)


def item_with(passage: Passage, library: Library) -> Item | None:
    """Return the public item in which a passage stands, or None."""
    item = None if passage.private else item_of(passage, library)
    return None if item is None or item.private else item


def motions_of(decision: Decision, item: Item) -> tuple[Motion, ...]:
    """Return the motions of an item that a decision settles: those of its votes, else of its place."""
    voted = [m for m in item.motions if set(m.votes) & set(decision.votes)]
    return tuple(voted or (m for m in item.motions if _within(decision.lines, m.lines)))


def asks_of_motion(asked: Asked) -> bool:
    """Whether a question asks what became of something, who voted, or names what was moved."""
    question = asked.question
    taken = question.facets.premises.outcome
    return (
        question.facets.business.asks_of_vote
        or bool({Kind.VOTE, Kind.DECISION} & set(question.kinds))
        or (taken is not None and taken.is_asked)
        or _names_a_motion(asked)
    )


def asks_of_its_end(asked: Asked) -> bool:
    """Whether it asks what became of one thing: not at large what was decided, nor only who moved."""
    question = asked.question
    if question.facets.business.asks_of_vote or question.facets.premises.outcome is not None:
        return True
    # A question of the kind that asks of no vote asks who moved or seconded.
    return not {Kind.WHO, Kind.VOTE} & set(question.kinds) and _names_a_motion(asked)


def _names_a_motion(asked: Asked) -> bool:
    return bool({AMENDMENT, MOTION} & asked.weights.keys())


def motion_meant(asked: Asked, passage: Passage, library: Library) -> MotionMeant | None:
    """Return the motion that a question is about, of the item in which a passage stands.

    None where the item has fewer than two, where another decision of it fits better, and where
    several fit alike.
    """
    item = item_with(passage, library)
    if item is None or len(item.motions) < 2 or not asks_of_motion(asked):
        return None
    return _meant_of(asked, item, library.item_passages(passage))


def _meant_of(asked: Asked, item: Item, passages: Sequence[Passage]) -> MotionMeant | None:
    candidates = _of_kind_and_mover(asked, item)
    words = {id(m): _words_of(asked, m, item, passages) for m in candidates}
    free = [d for d in item.decisions if not motions_of(d, item)]
    rivals = [
        term_set(d.text) for d in free if not any(_meet(d.lines, m.lines) for m in item.motions)
    ]
    held = [words[id(m)] for m in candidates]
    everywhere = frozenset[str].intersection(*held) if len(held) > 1 else frozenset[str]()
    matter = {t: w for t, w in _matter(asked).items() if t not in everywhere}
    worth = [sum(w for t, w in matter.items() if t in own) for own in held]
    others = [sum(w for t, w in matter.items() if t in own) for own in rivals]
    fitting = candidates
    best = max(worth, default=0.0)
    if max(others, default=0.0) > best:
        return None
    if best:
        fitting = [m for m, of in zip(candidates, worth, strict=True) if of > AS_GOOD * best]
        on_it = max(_share(_matter(asked), words[id(m)] | term_set(item.title)) for m in fitting)
        if on_it < ON_IT:
            return None
    elif not asks_of_its_end(asked):
        return None
    named = best > 0 or AMENDMENT in asked.weights
    return _the_one(asked, fitting, item, named=named)


def _of_kind_and_mover(asked: Asked, item: Item) -> list[Motion]:
    """Return the motions of an item of the kind, and by the mover, that a question names."""
    found = list(item.motions)
    if AMENDMENT in asked.weights:
        found = [m for m in found if m.kind is MotionKind.AMENDMENT]
    mover = asked.question.facets.premises.mover
    by = [m for m in found if mover is not None and is_named(mover, m.moved_by or "")]
    return by or found


def _the_one(
    asked: Asked, fitting: Sequence[Motion], item: Item, *, named: bool
) -> MotionMeant | None:
    """Return the only one of several that fit: by its own verbs, or the motion that others amend."""
    if len(fitting) > 1:
        said = {t: w for t, w in asked.weighed.items() if t not in (AMENDMENT, MOTION)}
        worth = [sum(w for t, w in said.items() if t in term_set(m.text)) for m in fitting]
        best = [m for m, of in zip(fitting, worth, strict=True) if of == max(worth)]
        moved = [m for m in best if m.kind is MotionKind.MOTION]
        amending = [m for m in best if m.kind is MotionKind.AMENDMENT]
        of_one = len(moved) == 1 and all(m.amends == moved[0].text for m in amending)
        fitting = moved if of_one else best
    return MotionMeant(fitting[0], item, named) if len(fitting) == 1 else None


def _words_of(
    asked: Asked, motion: Motion, item: Item, passages: Iterable[Passage]
) -> frozenset[str]:
    """Return the terms of a motion, of the units that are its own, and of what settles it alone."""
    texts = [motion.text, *(d.text for d in item.decisions if motions_of(d, item) == (motion,))]
    for unit in _units(passages):
        holding = [m for m in item.motions if _within(unit.lines, m.lines)]
        if holding == [motion] and unit.kind is not UnitKind.HEADING:
            texts.append(unit.text)
    held = term_set(" ".join(texts)) | term_set(motion.moved_by or "")
    return held | met_otherwise(asked.question.others, held)


def _matter(asked: Asked) -> Mapping[str, float]:
    """Return the weighed terms of a question that fit not any matter; all where it has no others."""
    own = {t: w for t, w in asked.weighed.items() if t not in SIDES}
    return own or asked.weighed


def _share(weighed: Mapping[str, float], held: Set[str]) -> float:
    total = sum(weighed.values())
    return sum(w for t, w in weighed.items() if t in held) / total if total else 0.0


def is_named(surname: str, name: str) -> bool:
    """Whether a name as printed is that of a person with a surname."""
    return surname.lower() in re.findall(r"[\w’'-]+", name.lower())


def format_vote(vote: Vote) -> str:
    """Return the counts of a vote as people write them: 10 for, 16 against, 2 abstentions (lost)."""
    counts = []
    for count, one, many in (
        (vote.votes_for, "for", "for"),
        (vote.against, "against", "against"),
        (vote.abstain, "abstention", "abstentions"),
    ):
        if count is not None:
            counts.append(f"{count} {one if count == 1 else many}")
    if vote.casting:
        counts.append("casting vote")
    text = ", ".join(counts)
    return f"{text} ({vote.result})" if vote.result else text


# What is quoted of it


def quotes_of_motion(
    asked: Asked,
    lead: Passage,
    answering: Unit,
    hits: Sequence[Hit],
    library: Library,
    *,
    itself: bool = False,
) -> list[Quote]:
    """Return quotes of the motion that a question is about, where what leads is of another.

    `answering` is the unit of `lead` that was judged to answer. What settles the motion comes
    first, then its own words. None where what leads is of it, or where none is surely meant; of
    another item none is where the unit is quoted for `itself`.
    """
    if not asks_of_its_end(asked) and Kind.DECISION not in asked.question.kinds:
        return []
    meant = motion_meant(asked, lead, library)
    found = None if itself else _in_another_item(asked, lead, hits, library)
    if found is not None:
        passage, meant = found
    elif meant is not None and not meant.holds(answering):
        passage = lead
    else:
        return []
    paper = library.papers_by_id()[passage.paper_id]
    public = [p for p in library.item_passages(passage) if not p.private]
    quotes: list[Quote] = []
    for has in (meant.is_settled_in, meant.holds):
        for each in public:
            units = tuple(u for u in each.units if u.kind is not UnitKind.HEADING and has(u))
            if units:
                quotes = add_quote(quotes, Quote(each, paper, units, units[-1]))
    return quotes


def _in_another_item(
    asked: Asked, lead: Passage, hits: Sequence[Hit], library: Library
) -> tuple[Passage, MotionMeant] | None:
    """Return a motion of another item that was found, where it fits and those of this one do not."""
    if not (asked.question.facets.business.asks_of_vote or _names_a_motion(asked)):
        return None
    own = item_with(lead, library)
    here = _best_share(asked, own, library.item_passages(lead)) if own is not None else 0.0
    best: tuple[float, Passage, MotionMeant] | None = None
    for hit in hits:
        item = item_with(hit.passage, library)
        if item is None or not item.motions or item is own:
            continue
        passages = library.item_passages(hit.passage)
        there = _best_share(asked, item, passages)
        if there >= ELSEWHERE and here <= NOT_ON_IT * there and (best is None or there > best[0]):
            one = _meant_of(asked, item, passages)
            best = (there, hit.passage, one) if one is not None else best
    return best[1:] if best is not None else None


def _best_share(asked: Asked, item: Item, passages: Sequence[Passage]) -> float:
    """Return the best share of the question's matter that a motion has, with its item's title."""
    title = term_set(item.title)
    shares = (
        _share(_matter(asked), title | _words_of(asked, motion, item, passages))
        for motion in _of_kind_and_mover(asked, item)
    )
    return max(shares, default=0.0)


def _units(passages: Iterable[Passage]) -> Iterator[Unit]:
    for passage in passages:
        if not passage.private:
            yield from passage.units


def _within(inner: Lines, outer: Lines) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _stands_in(decision: Decision, unit: Unit) -> bool:
    """Whether a decision stands in a unit; two units may share a line on which one sentence ends."""
    if not _meet(unit.lines, decision.lines):
        return False
    told, own = (" ".join(text.split()) for text in (decision.text, unit.text))
    return told in own or own in told or _within(decision.lines, unit.lines)


def _meet(one: Lines, other: Lines) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
