"""Quote whole resolutions and recommendations, what varies them, and the votes on them.

A resolution has a lead ("RESOLVED that") and limbs. A limb alone misleads, so a short resolution is
quoted whole. A set of recommendations in a report is quoted likewise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.library import Library
from qa.papers import DECIDING, Hit, ItemKind, Passage, Standing, Unit, UnitKind
from qa.questions.question import Kind, Question
from qa.quoting.units import Quote, add_quote, choose_units, cover_of, quotable_units
from qa.retrieval.features import Asked, looks_like_an_answer

LONG_RESOLUTION = 230
"""Words up to which a resolution is quoted whole, limb by limb."""
AS_FULLY = 0.6
"""Share of a narrative's coverage at which its resolution answers as well."""
FORM_ROW = re.compile(r"^\W*(?:report to|report of|subject|date of meeting)\s*:?\W*\t", re.I)
GROUNDS = re.compile(
    r"\b(?:following|these) (?:\w+ )?(?:reasons|grounds)\b|\bon the grounds?\b", re.I
)
"""A resolution that gives its own reasons, as a refusal must."""
NARRATIVE_KINDS = frozenset({Kind.REASON, Kind.WHO, Kind.VOTE})


def wants_decision(question: Question) -> bool:
    """Whether a question is after what was decided, or how it was voted."""
    return Kind.DECISION in question.kinds or Kind.VOTE in question.kinds


def quote_resolution(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Where a minute's narrative was found but its resolution answers as well, quote that.

    A question of what was decided wants it always; another one wants it where the resolution
    covers the matter nearly as fully as the narrative does, in the look of an answer. Of a
    report, its recommendations are quoted. Empty where the hit itself is to be quoted.
    """
    passage, question = hit.passage, asked.question
    if passage.item_kind == ItemKind.REPORT and passage.standing not in (
        *DECIDING,
        Standing.RECOMMENDED,
    ):
        return _quote_recommendations(asked, hit, library)
    if passage.item_kind != ItemKind.MINUTE or passage.standing in DECIDING:
        return []
    deciding = [p for p in library.item_passages(passage) if p.standing in DECIDING]
    if not deciding:
        return []
    put_off = [p for p in deciding if p.standing is Standing.DEFERRED]
    if put_off and Kind.DECISION in question.kinds:
        # Whatever is asked of a decision, that there was none comes first.
        return quote_item(asked, replace(hit, passage=put_off[0]), library)
    reasoned = [p for p in deciding if GROUNDS.search(p.text)]
    if {Kind.REASON, Kind.DECISION} <= set(question.kinds) and reasoned:
        return quote_item(asked, replace(hit, passage=reasoned[0]), library)
    if set(question.kinds) & NARRATIVE_KINDS or question.facets.business.asks_what_was_spoken:
        return []
    best = max(deciding, key=lambda p: asked.cover(p.text))
    if Kind.DECISION not in question.kinds:
        looks = any(looks_like_an_answer(question, unit.text) for unit in best.units)
        if not looks or cover_of(asked, best) < AS_FULLY * cover_of(asked, passage):
            return []
    return quote_item(asked, replace(hit, passage=best), library)


def _quote_recommendations(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Where it is asked what a report asks for, quote its recommendations.

    So too where nothing but a decision is asked about, or only the report's front sheet was found.
    """
    if asked.question.facets.business.asks_for_alternatives:
        return []
    kinds = set(asked.question.kinds)
    front = any(FORM_ROW.search(unit.text) for unit in hit.passage.units)
    of_decision = Kind.DECISION in kinds and (front or kinds <= {Kind.DECISION, Kind.YES_NO})
    if not (of_decision or asked.question.facets.business.asks_for_recommendation):
        return []
    item = library.item_passages(hit.passage)
    found = next((p for p in item if p.standing is Standing.RECOMMENDED), None)
    return quote_item(asked, replace(hit, passage=found), library) if found else []


def quote_item(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Quote the hit; of a resolution or a set of recommendations, the whole where it is short."""
    passage = hit.passage
    chosen = choose_units(asked, passage)
    limbed = passage.item_title is not None and bool(passage.heading)
    whole = limbed and passage.standing in (*DECIDING, Standing.RECOMMENDED)
    if not whole or all(unit.kind == UnitKind.ROW for unit in chosen):
        return [Quote(passage, hit.paper, chosen)]
    parts = [
        p
        for p in library.item_passages(passage)
        if p.standing is passage.standing
        and p.heading == passage.heading
        and abs(p.ordinal - passage.ordinal) < 12
    ]
    words = sum(len(p.text.split()) for p in parts)
    if words <= LONG_RESOLUTION and any(p.id == passage.id for p in parts):
        left_out = {UnitKind.HEADER}
        if passage.standing is Standing.RECOMMENDED:
            left_out.add(UnitKind.ROW)  # The form that follows a report's recommendations.
        kept = [(p, tuple(u for u in p.units if u.kind not in left_out)) for p in parts]
        return [Quote(p, hit.paper, units) for p, units in kept if units]
    return [Quote(passage, hit.paper, choose_units(asked, passage, whole=130))]


# Other resolutions on the matter

SAME_MATTER = 0.85
"""Share of the first passage's coverage at which another resolution is on the same matter."""
VARYING = re.compile(
    r"\b(?:var(?:y|ied)|rescind(?:ed)?|revok(?:e|ed)|supersed(?:e|ed)|amend(?:ed)?|replac(?:e|ed)|set aside|in place of)\b",
    re.I,
)


def with_same_matter(
    asked: Asked, hits: Sequence[Hit], library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Where a decision is asked for and quoted, add others on the matter: it may have been varied.

    They must have the names, the references and the period asked for as fully as the first hit.
    """
    if not wants_decision(asked.question) or quotes[0].passage.standing not in DECIDING:
        return quotes
    first = hits[0]
    least = SAME_MATTER * cover_of(asked, first.passage)
    items = {q.passage.item_id for q in quotes}
    found: list[Quote] = []
    for hit in hits[1:]:
        passage = hit.passage
        if passage.standing not in DECIDING or passage.item_id in items or passage.private:
            continue
        if _fits_as_well(asked, hit, first) and cover_of(asked, passage) >= least:
            items.add(passage.item_id)
            found.extend(quote_item(asked, hit, library))
    quoted = {q.passage.id for q in quotes}
    return [*quotes, *[q for q in found if q.passage.id not in quoted][:4]]


def _fits_as_well(asked: Asked, hit: Hit, first: Hit) -> bool:
    """Whether a hit has the names, references and period asked for as fully as the first one."""
    own, best = hit.features, first.features
    if own is None or best is None:
        return True  # Nothing shows that it lacks them.
    timely = not asked.question.periods or own.period >= best.period
    return own.names >= best.names and own.reference >= best.reference and timely


def with_what_varies(
    asked: Asked, hits: Sequence[Hit], library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add a later resolution that varies the one quoted, so that none is taken as still in force.

    Where the one quoted varies an earlier one itself, that is added: only both tell what holds.
    """
    first = quotes[0].passage
    if first.standing not in DECIDING:
        return quotes
    quoted = {quote.passage.item_id for quote in quotes}
    for varied_first in (True, False):
        for hit in hits:
            passage = hit.passage
            pair = (passage, first) if varied_first else (first, passage)
            if passage.item_id not in quoted and not passage.private and _varies(*pair):
                return [*quotes, *quote_item(asked, hit, library)]
    return quotes


def _varies(later: Passage, earlier: Passage) -> bool:
    """Whether a resolution varies one of an earlier meeting, which it names by its minute."""
    if later.standing not in DECIDING or earlier.standing not in DECIDING:
        return False
    if not (later.meeting_date and earlier.meeting_date and earlier.item_number):
        return False
    if later.meeting_date <= earlier.meeting_date or not VARYING.search(later.text):
        return False
    number = re.escape(earlier.item_number)
    minute = re.compile(rf"\bminutes?\s+(?:no\.?s?\s*|number\s*)?{number}\b", re.I)
    return minute.search(later.text) is not None


# Recorded votes

VOTE_COUNTS = re.compile(
    r"\b(?:for|against|abstain\w*|abstentions?|in favour)\s*[:(–-]\s*\(?\d{1,3}\b"
    r"|\b\d{1,3} (?:votes?|members?|councillors?) (?:for|against|in favour|to \d|voted)\b",
    re.I,
)
VOTE_RESULT = re.compile(
    r"\bunanimous|\b(?:motion|amendment|proposition|recommendation)s?\b.{0,30}\b(?:carried|lost|defeated|fell)\b",
    re.I,
)
LONGEST_VOTE = 14
"""Units from the first count of a recorded vote to its result, names included."""


def with_recorded_vote(
    asked: Asked, lead: Hit, library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Where the vote is asked about, quote the record of it from the counts to the result.

    Only the first of the quotes stays, and only where no vote is recorded.
    """
    if not asked.question.facets.business.asks_of_vote:
        return quotes
    votes = _recorded_votes(library.item_passages(lead.passage))
    votes.sort(key=lambda vote: -asked.cover(" ".join(unit.text for _, unit in vote)))
    words = 0
    found: list[Quote] = []
    for vote in votes[:2]:
        words += sum(len(unit.text.split()) for _, unit in vote)
        if found and words > LONG_RESOLUTION:
            break
        for passage, unit in vote:
            found = add_quote(found, Quote(passage, lead.paper, (unit,)))
    return found or quotes[:1]


def _recorded_votes(passages: Sequence[Passage]) -> list[list[tuple[Passage, Unit]]]:
    """Return the recorded votes of an item, each from its first count to its result."""
    votes: list[list[tuple[Passage, Unit]]] = []
    current: list[tuple[Passage, Unit]] = []
    for passage, unit in ((p, u) for p in passages for u in quotable_units(p)):
        counts, ends = VOTE_COUNTS.search(unit.text), VOTE_RESULT.search(unit.text)
        if counts or current or ends:
            current.append((passage, unit))
        if ends or len(current) > LONGEST_VOTE:
            votes.append(current)
            current = []
    return [v for v in [*votes, current] if any(VOTE_COUNTS.search(unit.text) for _, unit in v)]
