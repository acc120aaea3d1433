"""Whether what a question asks about was done, so that its answer may begin with "Yes".

"Did the Cabinet approve it?" is answered so only where a decision of the record says it plainly:
the sentence quoted is on the very matter, has all figures of the question and refuses nothing, and
nothing else in its item says otherwise. In doubt the line says what stands there, and no yes.
"""

from __future__ import annotations

from qa.judgement.features import NUMBER
from qa.papers import ItemKind, Standing, Unit
from qa.premises.evidence import Evidence
from qa.questions.outcomes import NOT, Does, verbs_in, words_of
from qa.quoting.standing import standings_of

ON_IT = 0.8
"""Share of the question's matter that the sentence must have, under its headings."""
CLEAR = frozenset((Standing.DECIDED, Standing.RECORDED, Standing.DISCUSSED))
"""Standings of the other passages of an item beside which a decision is clear."""


def is_confirmed(evidence: Evidence, answering: Unit) -> bool:
    """Whether `answering`, the unit of the first quote that answers, says that it was done."""
    lead, taken = evidence.lead, evidence.asked.question.facets.premises.outcome
    if lead is None or taken is None or not taken.is_asked or taken.of_amendment:
        return False
    if taken.does is not Does.PASSED or answering not in lead.units:
        return False
    passage = lead.passage
    decided = (
        passage.item_kind is ItemKind.MINUTE
        and standings_of(passage).get(answering) is Standing.DECIDED
        and evidence.may_be_of(passage)
        and all(p.standing in CLEAR for p in evidence.library.item_passages(passage))
    )
    if not decided or evidence.cover(answering, passage, lead.paper) < ON_IT:
        return False
    words = words_of(answering.text)
    settled = [v for v in verbs_in(words) if v.does in (Does.PASSED, Does.REFUSED, Does.DEFERRED)]
    read = f"{answering.text} {' '.join(passage.heading)} {passage.item_title}"
    held = frozenset(number.rstrip(".,") for number in NUMBER.findall(read))
    return (
        all(v.does is Does.PASSED and not v.negated for v in settled)
        and NOT.isdisjoint(word.lower() for word in words)
        and evidence.asked.question.facets.numbers <= held
    )
