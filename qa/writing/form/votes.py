"""What the record says of a motion in words: its votes, who moved and seconded it, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.language.sentences import first_words
from qa.language.terms import content_terms
from qa.library import Library
from qa.papers import (
    DECIDING,
    Decision,
    Item,
    Motion,
    MotionKind,
    MotionOutcome,
    PaperKind,
    Standing,
    Vote,
    VoteResult,
)
from qa.questions.question import Kind, Question
from qa.questions.record import name_in
from qa.quoting.motions import MotionMeant, format_vote
from qa.quoting.resolutions import item_of
from qa.quoting.standing import StandingQuote
from qa.quoting.units import Quote
from qa.retrieval.amendments import joined


def votes_asked(question: Question, lead: Quote, library: Library) -> Sequence[Vote]:
    """Return the recorded votes asked for, those counted; none if the question asks of no vote."""
    item = item_of(lead.passage, library) if question.facets.business.asks_of_vote else None
    return _votes_asked(question, lead, item) if item else ()


def vote_meant(
    question: Question, lead: Quote, votes: Sequence[Vote], library: Library
) -> Vote | None:
    """Return the counted vote that a question asks for; None where another could be meant.

    `votes` are those of `votes_asked`. It is the only one of the item, or of the motion that the
    question names.
    """
    item = item_of(lead.passage, library)
    if len(votes) != 1 or item is None:
        return None
    counted = [each for each in item.votes if each.votes_for is not None]
    named = _nearness(_of_the_motion(question, item), votes[0].on or "")[0]
    return votes[0] if len(counted) == 1 or named else None


def describe_voters(question: Question, vote: Vote, item_title: str) -> list[str]:
    """Return who voted how: the one voter whom a question names, or the side that it asks for.

    A name is one that is written as such and is no word of the matter.
    """
    matter = frozenset(content_terms(f"{item_title} {vote.on or ''}"))
    named = {term for name in question.names for term in content_terms(name)}
    written = frozenset(named - matter)
    voters = [
        (name, side) for side, names in vote.sides for name in names if name_in(written, name)
    ]
    if voters:
        [(name, side), *others] = voters
        return [f"{name} {side[0].lower()}{side[1:]}; {format_vote(vote)}"] if not others else []
    told = [
        f"{side} ({len(names)}): {', '.join(names)}"
        for (side, names), count in zip(vote.sides, vote.counts, strict=True)
        if names and count in (None, len(names)) and side.lower() == question.facets.business.side
    ]
    return told if Kind.WHO in question.kinds and len(told) == 1 else []


def describe_movers(question: Question, lead: Quote, library: Library) -> list[str]:
    """Return who moved and seconded what is quoted, if the question asks for it."""
    asks = {Kind.VOTE, Kind.WHO} <= set(
        question.kinds
    ) and not question.facets.business.asks_of_vote
    item = item_of(lead.passage, library) if asks else None
    quoted: list[Decision | Motion | Item] = [*_quoted(lead, item)] if item else []
    told = map(_movers, [*quoted, *([item] if item else [])])
    return [*filter(None, told)][:1]


def _movers(record: Decision | Motion | Item) -> str:
    """Return who moved and seconded, as a sentence begins; empty where it is not known."""
    told = [
        f"{done} by {who}"
        for done, who in (("moved", record.moved_by), ("seconded", record.seconded_by))
        if who
    ]
    text = ", ".join(told)
    return text[:1].upper() + text[1:]


MOST_OF_A_MOTION = 12
"""Words of a motion that are told beside its outcome."""


def describe_motion(question: Question, meant: MotionMeant) -> list[str]:
    """Return what the record says of a motion, the fullest first; empty where it has no outcome.

    Its first words are told beside it unless they were altered before it was carried.
    """
    motion = meant.motion
    if motion.outcome is None:
        return []
    counted = votes_on(motion)
    told = "; then ".join(map(format_vote, counted))
    is_one = len(counted) == 1
    if not is_one or counted[0].result is None or counted[0].result.value != motion.outcome.value:
        told = f"{motion.outcome.value}{f' ({told})' if told else ''}"
    asks_who = Kind.WHO in question.kinds and not question.facets.business.side
    movers = _movers(motion) if asks_who and meant.is_named else ""
    led = [f"{movers}; {told}", told] if movers else [told]
    kind = "amendment" if motion.kind is MotionKind.AMENDMENT else ""
    if motion.outcome is MotionOutcome.CARRIED and meant.is_altered:
        return [f"{each} – as altered" for each in led]
    words = first_words(motion.text.strip(' .;:“”"'), MOST_OF_A_MOTION)
    about = ": ".join(filter(None, (kind, words)))
    fullest = [f"{led[0]} – {about}"] if about else []
    return [*fullest, *(f"{each} – {kind}" for each in led if kind), *led]


def standing_of_motion(meant: MotionMeant, lead: StandingQuote) -> Standing:
    """Return the standing of what is quoted of a motion: a decision of another does not count."""
    motion = meant.motion
    if meant.is_lost:
        return Standing.LOST
    if motion.outcome is MotionOutcome.DEFERRED:
        return Standing.DEFERRED
    settles = meant.is_settled_in(lead.answering)
    decided = lead.standing in DECIDING
    if motion.outcome is MotionOutcome.CARRIED and not meant.is_altered:
        is_other = lead.standing is Standing.LOST or (decided and not meant.holds(lead.answering))
        return Standing.RECORDED if is_other else lead.standing
    return lead.standing if settles or not decided else Standing.RECORDED


def standing_carried(
    votes: Sequence[Vote], lead: StandingQuote, library: Library
) -> Standing | None:
    """Return the standing of an item whose motion was carried by the votes told; None of others.

    It is that of a quote which only tells how the vote went. An amendment is of the debate.
    """
    item = item_of(lead.quote.passage, library)
    told = lead.standing in (Standing.DISCUSSED, Standing.BACKGROUND)
    if item is None or not votes or not told or item.standing not in CARRIED:
        return None
    amending = {v for m in item.motions if m.kind is MotionKind.AMENDMENT for v in m.votes}
    carried = all(v.result is VoteResult.CARRIED and v not in amending for v in votes)
    return item.standing if carried else None


CARRIED = (Standing.DECIDED, Standing.RECOMMENDED)
"""What an item may be of which the motion was carried."""


def votes_on(motion: Motion) -> list[Vote]:
    """Return the counted votes on a motion."""
    return [vote for vote in motion.votes if vote.votes_for is not None]


def describe_how_it_ended(lead: Quote, library: Library) -> str:
    """Say what the minutes record of an amendment whose notice is quoted; empty if nothing."""
    if lead.paper.kind is not PaperKind.AMENDMENT:
        return ""
    items = library.items(lead.paper.id)
    item = next((i for i in items if i.id_in(lead.paper.id) == lead.passage.item_id), None)
    for motion in item.motions if item else ():
        found = joined(library, lead.paper, motion)
        if found and found.motion.outcome:
            votes = [
                format_vote(replace(vote, result=None))
                for vote in found.motion.votes
                if vote.votes_for is not None
            ]
            told = f" ({'; then '.join(votes)})" if votes else ""
            return (
                f"This is the notice of an amendment. In “{found.paper.title}” it was "
                f"{found.motion.outcome.value}{told}."
            )
    return ""


def _votes_asked(question: Question, lead: Quote, item: Item) -> Sequence[Vote]:
    """Return the counted votes on what the question names, or on what is quoted; else all."""
    counted = [vote for vote in item.votes if vote.votes_for is not None]
    if len(counted) < 2:
        return counted
    terms = _of_the_motion(question, item)
    nearness = [_nearness(terms, vote.on or "") for vote in counted]
    if max(nearness)[0] and nearness.count(max(nearness)) == 1:
        return [counted[nearness.index(max(nearness))]]
    tied = {vote for each in _quoted(lead, item) for vote in each.votes}
    return [vote for vote in counted if vote in tied] or counted


def _of_the_motion(question: Question, item: Item) -> frozenset[str]:
    """Return the terms of a question that are not those of the whole item."""
    return frozenset(question.terms) - frozenset(content_terms(item.title))


def _quoted(lead: Quote, item: Item) -> list[Decision | Motion]:
    """Return the decisions and motions of an item that stand in what is quoted."""
    lines = [unit.lines for unit in lead.units]
    told: list[Decision | Motion] = [*item.decisions, *item.motions]
    return [
        each
        for each in told
        if any(each.lines[0] <= last and first <= each.lines[1] for first, last in lines)
    ]


def _nearness(terms: frozenset[str], motion: str) -> tuple[int, float]:
    """Return how many of a question's terms a motion has, and the share of its own that these are."""
    own = frozenset(content_terms(motion))
    return len(terms & own), len(terms & own) / max(1, len(own))
