"""What was done with a matter, beside what a question says was done with it.

A matter is lost, deferred or only noted where the record of its item says so: its motions with
their votes, and the standing of its decisions. A row of a table has its own outcome in its cells.
"""

from __future__ import annotations

from dataclasses import replace

from qa.language.sentences import PARTS_QUOTED
from qa.language.terms import term_set
from qa.papers import (
    DECIDING,
    MERELY,
    Decision,
    Item,
    ItemKind,
    Lines,
    Motion,
    MotionKind,
    MotionOutcome,
    Passage,
    Standing,
    Unit,
    UnitKind,
    VoteResult,
)
from qa.premises.corrected import Premise, PremiseKind
from qa.premises.evidence import Evidence, is_public
from qa.questions.outcomes import Does, Verb, verbs_in, words_of
from qa.quoting.motions import format_vote, is_named, motion_meant
from qa.quoting.standing import standings_of
from qa.quoting.units import Quote, quotable_units

ON_IT = 0.7
"""Share of the question's matter that a unit must have, to be on it."""
ASKED_FOR = 0.65
"""The same, for a paper to ask for it: that is told as no more than not shown."""
AS_MUCH = 0.9
"""Share of the lead's own coverage from which another passage is on the matter as well."""
UNSURE = frozenset((Standing.RECORDED, Standing.RECOMMENDED))
"""Standings of a minute beside which an outcome is not clear."""
OF_CONTENT = frozenset(("agreed", "decided", "resolved"))
"""Verbs that say no more than that something was settled, where what it was follows them."""
SUPPORTING = OF_CONTENT | frozenset(("endorsed", "passed", "voted", "carried"))
"""Verbs that say no more of a matter than that a body recommended it to another."""
ONLY = {
    Standing.DEFERRED: "deferred",
    Standing.NOTED: "only noted",
    Standing.RECOMMENDED: "only recommended to another body",
}
"""What was done with a matter in place of what the question says."""
LEADS_IN = frozenset(("to", "that", ":", "-", ","))
STRICT = frozenset(("approved", "adopted", "authorised", "authorized", "granted", "awarded"))
"""Verbs that say more than that a report was received."""


def wrong_outcome(evidence: Evidence) -> Premise | None:
    """Return what was done in place of what the question says, or None."""
    taken = evidence.asked.question.facets.premises.outcome
    if taken is None or evidence.asked.question.facets.outcome.asks_of_a_return:
        return None
    if taken.does is Does.PASSED:
        return (
            _refused_in_row(evidence)
            or _lost(evidence)
            or _put_off(evidence)
            or _only_asked_for(evidence)
        )
    return _not_refused(evidence) if taken.does is Does.REFUSED else None


def _premise(
    evidence: Evidence, found: str, sentence: str, quote: Quote, *, contradicted: bool = True
) -> Premise:
    taken = evidence.asked.question.facets.premises.outcome
    assert taken is not None
    told = f"No. {sentence}" if taken.is_asked and contradicted else sentence
    return Premise(PremiseKind.OUTCOME, taken.done, found, told, quote, contradicted)


def _done(evidence: Evidence) -> str:
    taken = evidence.asked.question.facets.premises.outcome
    assert taken is not None
    return taken.done


# Lost or refused


def _refused_in_row(evidence: Evidence) -> Premise | None:
    """A row of a table on the very matter says in one of its cells that it was refused."""
    rows = [
        (evidence.cover(unit, passage, paper), unit, passage, paper)
        for unit, passage, paper in evidence.units()
        if unit.kind is UnitKind.ROW and passage.item_kind is ItemKind.MINUTE
        if evidence.may_be_of(passage)
    ]
    if not rows:
        return None
    best, unit, passage, paper = max(rows, key=lambda row: row[0])
    others = [row[0] for row in rows if row[1] is not unit]
    if best < ON_IT or any(other >= AS_MUCH * best for other in others):
        return None
    refusal = _opening_refusal(unit)
    if refusal is None:
        return None
    sentence = f"Not {_done(evidence)}: the minutes record it as {refusal}."
    return _premise(evidence, refusal, sentence, Quote(passage, paper, (unit,)))


def _opening_refusal(unit: Unit) -> str | None:
    """Return the verb by which a row's last sentences refuse, where no other outcome is in it."""
    verbs = [verb for verb in verbs_in(words_of(unit.text)) if verb.is_done]
    settled = [verb for verb in verbs if verb.does in (Does.PASSED, Does.REFUSED)]
    if not settled or not all(verb.does is Does.REFUSED and not verb.negated for verb in settled):
        return None
    return settled[0].done


def _lost(evidence: Evidence) -> Premise | None:
    """The motion or amendment that the question speaks of was not carried."""
    taken = evidence.asked.question.facets.premises.outcome
    assert taken is not None
    for passage, paper in evidence.on_matter(ON_IT):
        item = evidence.item_of(passage) if evidence.may_be_of(passage) else None
        lost = None if item is None else _lost_in(evidence, item, passage)
        quote = None if lost is None else evidence.quote_of(lost, passage, paper)
        if quote is not None:
            subject = "the amendment" if taken.of_amendment else "it"
            sentence = f"Not {taken.done}: by the minutes {subject} was lost."
            return _premise(evidence, Standing.LOST.value, sentence, quote)
    return None


def _lost_in(evidence: Evidence, item: Item, passage: Passage) -> Decision | Motion | None:
    """Return the record that says that what the question speaks of was lost in an item, or None.

    Where several motions were put, it must be clear of which of them the question speaks.
    """
    taken = evidence.asked.question.facets.premises
    assert taken.outcome is not None
    meant = motion_meant(evidence.asked, passage, evidence.library)
    if meant is not None and meant.motion.outcome is not None:
        return meant.motion if meant.motion.outcome is MotionOutcome.LOST else None
    kind = MotionKind.AMENDMENT if taken.outcome.of_amendment else MotionKind.MOTION
    motions = [motion for motion in item.motions if motion.kind is kind]
    if taken.mover is not None:
        motions = [m for m in motions if is_named(taken.mover, m.moved_by or "")] or motions
    amends = taken.outcome.of_amendment
    told = [d for d in item.decisions if ("amendment" in d.text.lower()) is amends]
    carried = [d for d in told if d.standing is Standing.DECIDED and not _refuses(d)]
    lost: list[Decision | Motion] = [d for d in told if _refuses(d)]
    lost += [m for m in motions if m.outcome is MotionOutcome.LOST]
    if any(motion.outcome is not MotionOutcome.LOST for motion in motions) or carried:
        return None
    return lost[0] if lost else None


def _refuses(decision: Decision) -> bool:
    """Whether a decision says that what was moved was not carried, and its vote says so too."""
    if decision.standing is Standing.LOST:
        return True
    results = {vote.result for vote in decision.votes if vote.result is not None}
    first = next(
        (v for v in verbs_in(words_of(decision.text)) if v.does in (Does.PASSED, Does.REFUSED)),
        None,
    )
    return results == {VoteResult.LOST} and first is not None and first.refuses


# Deferred, or only noted


def _put_off(evidence: Evidence) -> Premise | None:
    """All that the meeting did with the matter was to defer it, to note it or to recommend it."""
    taken, subject = evidence.asked.question.facets.premises.outcome, evidence.subject
    assert taken is not None
    if subject is None or taken.is_asked:
        return None
    about, paper = subject
    item = evidence.item_of(about)
    if item is None or not item.decisions:
        return None
    standings = _settled_as(evidence, about, item)
    if standings in ({Standing.DEFERRED}, {Standing.DEFERRED, Standing.NOTED}):
        wanted = Standing.DEFERRED
    elif standings == {Standing.NOTED} and _done(evidence) in STRICT and not _also_passes(item):
        wanted = Standing.NOTED
    elif standings == {Standing.RECOMMENDED} and _done(evidence) not in SUPPORTING:
        wanted = Standing.RECOMMENDED
    else:
        return None
    if _is_settled_elsewhere(evidence, about):
        return None
    of_standing = [each for each in item.decisions if each.standing is wanted]
    quote = evidence.quote_of((of_standing or item.decisions)[0], about, paper)
    if quote is None:
        return None
    sentence = f"Not {_done(evidence)}: it was {ONLY[wanted]}."
    return _premise(evidence, wanted.value, sentence, quote)


def _also_passes(item: Item) -> bool:
    """Whether a decision of an item that is noted has a verb by which a body says yes as well."""
    for decision in item.decisions:
        words = words_of(decision.text)
        for verb in verbs_in(words):
            after = words[verb.at + 1].lower() if verb.at + 1 < len(words) else ""
            leads_in = verb.done in OF_CONTENT and after in LEADS_IN
            if verb.does is Does.PASSED and not verb.negated and not leads_in:
                return True
    return False


def _settled_as(evidence: Evidence, passage: Passage, item: Item) -> set[Standing]:
    """Return what the meeting did with an item: its decisions, and passages that hold none of them.

    A passage that holds a decision is settled as that decision is, whatever else stands in it; one
    that is deferred defers the only decision that it holds. A decision in a passage of debate, such
    as an option that was weighed, counts only where nothing else is settled.
    """
    settled = {
        id(decision): Standing.DEFERRED if _only_defers(decision) else decision.standing
        for decision in item.decisions
    }
    beside: set[Standing] = set()
    sure: set[int] = set()
    for each in evidence.library.item_passages(passage):
        held = [d for d in item.decisions if _is_within(d.lines, each.lines)]
        if each.standing not in DECIDING and each.standing not in UNSURE:
            continue
        sure.update(map(id, held))
        if not held:
            beside.add(each.standing)
        elif len(held) == 1 and each.standing is Standing.DEFERRED:
            settled[id(held[0])] = Standing.DEFERRED
    told = {standing for of, standing in settled.items() if of in sure}
    return beside | told or set(settled.values())


def _only_defers(decision: Decision) -> bool:
    """Whether the only verb of an outcome in a decision, but for those of content, is to defer."""
    verbs = {verb.does for verb in verbs_in(words_of(decision.text)) if verb.done not in OF_CONTENT}
    return verbs == {Does.DEFERRED}


def _is_within(inner: Lines, outer: Lines) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_settled_elsewhere(evidence: Evidence, about: Passage) -> bool:
    """Whether a decision on the same matter stands in another item, of the days asked about.

    The same item of another copy of the minutes is none.
    """
    own = (term_set(about.item_title or ""), about.meeting_date)
    return any(
        passage.standing is Standing.DECIDED
        and passage.item_id != about.item_id
        and (term_set(passage.item_title or ""), passage.meeting_date) != own
        for passage, _ in evidence.rivals
    )


# Carried, and not by all


def not_unanimous(evidence: Evidence) -> Premise | None:
    """Return the last counted vote of the item, where in each somebody was against or abstained."""
    subject = evidence.subject
    if subject is None or not evidence.asked.question.facets.premises.unanimous:
        return None
    about, paper = subject
    item = evidence.item_of(about)
    records: list[Decision | Motion] = [*item.motions, *item.decisions] if item else []
    votes = [(vote, each) for each in records for vote in each.votes if vote.votes_for is not None]
    if not votes or not all(vote.against or vote.abstain for vote, _ in votes):
        return None
    vote, record = votes[-1]
    quote = evidence.quote_of(record, about, paper)
    if quote is None:
        return None
    told = format_vote(replace(vote, result=None))
    return Premise(PremiseKind.VOTE, "unanimous", told, f"Not unanimous: {told}.", quote)


# Recommended, and no decision held


def _only_asked_for(evidence: Evidence) -> Premise | None:
    """The papers found ask for the decision, and none of them records it."""
    lead, taken = evidence.lead, evidence.asked.question.facets.premises.outcome
    assert taken is not None
    if lead is None or taken.is_asked or lead.passage.item_kind is ItemKind.MINUTE:
        return None
    asking = [
        (max(map(evidence.own_cover, PARTS_QUOTED.split(unit.text))), passage, paper, unit)
        for passage, paper in evidence.on_matter(ASKED_FOR)
        if passage.paper_id == lead.passage.paper_id
        for unit in quotable_units(passage)
        if standings_of(passage)[unit] in MERELY
    ]
    if not asking:
        return None
    best, passage, paper, unit = max(asking, key=lambda each: each[0])
    if not best or _states_it_as_done(evidence, best):
        return None
    standing = standings_of(passage)[unit]
    asks = "recommend" if standing is Standing.RECOMMENDED else "propose"
    return _premise(
        evidence,
        standing.value,
        f"Not shown as {taken.done}: the papers found only {asks} it.",
        Quote(passage, paper, (unit,)),
        contradicted=False,
    )


def _first_units(passage: Passage) -> tuple[Unit, ...]:
    units = [u for u in passage.units if u.kind not in (UnitKind.HEADER, UnitKind.HEADING)]
    return tuple(units[:2]) or passage.units[:1]


def _states_it_as_done(evidence: Evidence, asked_for: float) -> bool:
    """Whether minutes were found on the matter, or a sentence that says as much of it as done.

    `asked_for` is how much of the matter the sentence has that asks for it.
    """
    for passage, paper in evidence.found:
        settles = passage.item_kind is ItemKind.MINUTE or passage.standing in (
            *DECIDING,
            Standing.RECORDED,
        )
        if settles and evidence.cover_of(passage, paper) >= AS_MUCH * ASKED_FOR:
            return True
        for unit in quotable_units(passage):
            for sentence in PARTS_QUOTED.split(unit.text):
                verbs = verbs_in(words_of(sentence))
                done = any(verb.is_done and verb.does is Does.PASSED for verb in verbs)
                if done and evidence.own_cover(sentence) >= AS_MUCH * asked_for:
                    return True
    return False


# Taken as refused


def _not_refused(evidence: Evidence) -> Premise | None:
    """A decision of the item says yes, and none of what the meeting did in it says no."""
    lead = evidence.lead
    item = None if lead is None else evidence.item_of(lead.passage)
    if lead is None or item is None or lead.passage.standing is not Standing.DECIDED:
        return None
    of_item = filter(is_public, evidence.library.item_passages(lead.passage))
    settled = [p for p in of_item if p.standing in DECIDING or p.standing in UNSURE]
    if any(_says_no(verb) for p in settled for verb in verbs_in(words_of(p.text))):
        return None
    carried = [m for m in item.motions if m.outcome is MotionOutcome.CARRIED]
    if len(item.motions) == 1 and carried:
        proof = evidence.quote_of(carried[0], lead.passage, lead.paper)
        if proof is not None and evidence.cover_apart(lead.passage, lead.paper) >= ON_IT:
            sentence = f"Not {_done(evidence)}: by the minutes it was carried."
            return _premise(evidence, MotionOutcome.CARRIED.value, sentence, proof)
    for decision in item.decisions:
        verb = _strict_yes(decision)
        quote = verb and evidence.quote_of(decision, lead.passage, lead.paper)
        if verb and quote:
            cover = evidence.cover(quote.units[0], quote.passage, quote.paper)
            if cover >= ON_IT:
                sentence = f"Not {_done(evidence)}: it was {verb.done}."
                return _premise(evidence, verb.done, sentence, quote)
    return None


def _says_no(verb: Verb) -> bool:
    return verb.does is Does.REFUSED or (verb.does is Does.PASSED and verb.negated)


def _strict_yes(decision: Decision) -> Verb | None:
    """Return the verb by which a decision approves, or None."""
    if decision.standing is not Standing.DECIDED:
        return None
    verbs = verbs_in(words_of(decision.text))
    return next((v for v in verbs if v.does is Does.PASSED and v.past and v.done in STRICT), None)
