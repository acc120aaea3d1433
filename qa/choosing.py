"""Choose what to quote: what answers, the whole of its resolution, what that leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.features import (
    DECIDING,
    MERELY,
    MONEY,
    PROPOSAL_ASKED,
    looks_like_an_answer,
)
from qa.library import Library
from qa.papers import Hit, Passage, Standing, Unit
from qa.question import Kind, Question
from qa.quoting import Asked, Quote, choose_units, said_by

LONG_RESOLUTION = 230
"""Words up to which a resolution is quoted whole, limb by limb."""
NEW_MATTER = 0.22
"""Share of the question that a further passage must newly cover to be quoted too."""
REST_OF_ITEM = 0.14
"""The same for another unit of the item that answers."""
LEAST_OF_REST = 0.22
"""Share of the question that such a unit must cover by itself."""
SAME_MATTER = 0.85
"""Share of the first passage's coverage at which another resolution is on the same matter."""
AS_FULLY = 0.75
"""Share of a narrative's coverage at which its resolution answers as well."""
MOST_QUOTES = 4
MOST_TO_FOLLOW = 70
"""Words of the next passage that complete a quote which ends on a colon."""
ENDED = re.compile(r"[.;:!?…][\s)”\"'’*]*(?:and|or)?\s*$")
LEADS_ON = re.compile(r":\s*[-–]?\s*$")
WIDEST_ITEM = 40
"""Passages of an item that are searched for what the first quote leaves open."""
PROPOSING = re.compile(r"\b(?:it is proposed|the proposal is|proposed to)\b", re.I)
SAVING = re.compile(r"\bsaving|income|budget planning", re.I)
VOTE_ASKED = re.compile(r"\bvot(?:e|es|ed|ing)\b|\babstain|\b(?:carried|lost|defeated)\b", re.I)
COUNTS = re.compile(
    r"\b(?:for|against|abstain\w*|abstentions?|in favour)\s*[:(–-]\s*\(?\d{1,3}\b"
    r"|\b\d{1,3} (?:votes?|members?|councillors?) (?:for|against|in favour|to \d|voted)\b",
    re.I,
)
RESULT = re.compile(
    r"\bunanimous|\b(?:motion|amendment|proposition|recommendation)s?\b.{0,30}\b(?:carried|lost|defeated|fell)\b",
    re.I,
)
VARYING = re.compile(
    r"\b(?:var(?:y|ied)|rescind(?:ed)?|revok(?:e|ed)|supersed(?:e|ed)|amend(?:ed)?|replac(?:e|ed)|set aside|in place of)\b",
    re.I,
)
LONGEST_VOTE = 14
"""Units from the first count of a recorded vote to its result, names included."""
ASKED_FOR = re.compile(
    r"\b(?:is|are|was|were|be|being) (?:asked|recommended|invited|requested) to\b|\brecommendations?\b|\bwhat (?:is|are|was|were) (?:being )?recommended\b|\b(?:ask|recommend)(?:s|ed)? (?:the )?(?:cabinet|executive|council|committee|members)\b",
    re.I,
)
BEFORE_DECIDED = re.compile(
    r"\bproposed (?:decision|record of decision)\b|\bbefore (?:the decision|(?:it|this) was (?:approved|agreed|decided))\b",
    re.I,
)
"""What came before the decision is asked, not the decision."""
FORM_ROW = re.compile(r"^\W*(?:report to|report of|subject|date of meeting)\s*:?\W*\t", re.I)
SPOKEN = re.compile(
    r"\b(?:suggest\w*|ask(?:ed|s)?|sa(?:id|y|ys)|told|tell|comment\w*|raised?|respon[ds]\w*|argu\w+|concerns?|views?|discuss\w*|debate\w*|mention\w*|explain\w*|report back)\b",
    re.I,
)
"""What was said at a meeting is in its narrative, not in the resolution."""
NARRATIVE_KINDS = frozenset({Kind.REASON, Kind.WHO, Kind.VOTE})


def wants_decision(question: Question) -> bool:
    """Whether what was decided, or how it was voted, is what the question is after."""
    return Kind.DECISION in question.kinds or Kind.VOTE in question.kinds


def choose_quotes(asked: Asked, hits: Sequence[Hit], library: Library) -> list[Quote]:
    """Choose the quotes that answer, the first the one that answers most."""
    lead = _lead(asked, hits)
    quotes = _resolution_of(asked, lead, library) or _item_quotes(asked, lead, library)
    if wants_decision(asked.question) and quotes[0].passage.standing in DECIDING:
        quotes.extend(_same_matter(asked, hits, library, quotes))
    quotes = _with_what_varies(asked, hits, library, quotes)
    if lead.passage.item_kind == "proposal":
        quotes = _proposal(asked, lead, library, quotes)
    quotes = _with_recorded_vote(asked, lead, library, quotes)
    quotes = _with_rest_of_item(asked, lead, library, quotes)
    quotes = _with_what_follows(library, quotes)
    quotes = _with_other_passages(asked, hits, lead, quotes)
    return quotes[: MOST_QUOTES + 2]


# --- the passage that answers ------------------------------------------------------------


def _lead(asked: Asked, hits: Sequence[Hit]) -> Hit:
    """Return the hit that answers: the first, unless it merely proposes what another decides.

    An officer who does not ask for a proposal wants what was decided on it, if that is held.
    """
    first, question = _numbered(asked, hits) or hits[0], asked.question
    best = _matter(asked, first)
    if first.passage.standing in DECIDING and BEFORE_DECIDED.search(question.text):
        earlier = [h for h in hits[1:8] if h.passage.standing not in DECIDING]
        return next((h for h in earlier if _matter(asked, h) >= 0.6 * best), first)
    asks_for_proposal = PROPOSAL_ASKED.search(question.text)
    of_decision = Kind.DECISION in question.kinds and first.passage.item_kind != "minute"
    if not asks_for_proposal and (first.passage.standing in MERELY or of_decision):
        for hit in hits[1:5]:
            decided = hit.passage.standing in DECIDING and not hit.passage.private
            if decided and _matter(asked, hit) >= 0.9 * best and _answers(question, hit):
                return hit
    return first


def _numbered(asked: Asked, hits: Sequence[Hit]) -> Hit | None:
    """Return the first hit of the minute that is asked for by its number, of its meeting."""
    if not asked.question.minutes:
        return None
    found = [h for h in hits if h.passage.item_number in asked.question.minutes]
    dated = [h for h in found if h.parts.get("period", 0.0) > 0]
    of_it = dated or found
    return next((h for h in of_it if h.passage.standing in DECIDING), next(iter(of_it), None))


def _answers(question: Question, hit: Hit) -> bool:
    return any(looks_like_an_answer(question, unit.text) for unit in hit.passage.units)


def _matter(asked: Asked, hit: Hit) -> float:
    return asked.cover(hit.passage.text + " " + " ".join(hit.passage.heading))


def _resolution_of(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Where a minute's narrative was found but its resolution answers as well, quote that.

    A question of what was decided wants it always; another one wants it where the resolution
    speaks of the matter nearly as fully as the narrative does, in the look of an answer.
    """
    passage, question = hit.passage, asked.question
    if passage.item_kind == "report" and passage.standing not in (*DECIDING, Standing.RECOMMENDED):
        return _recommendations_of(asked, hit, library)
    if passage.item_kind != "minute" or passage.standing in DECIDING:
        return []
    deciding = [p for p in library.item_passages(passage) if p.standing in DECIDING]
    if not deciding:
        return []
    put_off = [p for p in deciding if p.standing is Standing.DEFERRED]
    if put_off and Kind.DECISION in question.kinds:
        # Whatever is asked of a decision, that there was none comes first.
        return _item_quotes(asked, replace(hit, passage=put_off[0]), library)
    if set(question.kinds) & NARRATIVE_KINDS or SPOKEN.search(question.text):
        return []
    best = max(deciding, key=lambda p: asked.cover(p.text))
    if Kind.DECISION not in question.kinds:
        told, resolved = _matter(asked, hit), _matter(asked, replace(hit, passage=best))
        looks = any(looks_like_an_answer(question, unit.text) for unit in best.units)
        share = 0.6 if Kind.YES_NO in question.kinds else AS_FULLY
        if resolved < share * told or not looks:
            return []
    return _item_quotes(asked, replace(hit, passage=best), library)


def _recommendations_of(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Where it is asked what a report asks for, quote its recommendations.

    So too where a decision is asked about and only the report's front sheet was found.
    """
    front = any(FORM_ROW.search(unit.text) for unit in hit.passage.units)
    of_decision = front and Kind.DECISION in asked.question.kinds
    if not (of_decision or ASKED_FOR.search(asked.question.text)):
        return []
    item = library.item_passages(hit.passage)
    found = next((p for p in item if p.standing is Standing.RECOMMENDED), None)
    return _item_quotes(asked, replace(hit, passage=found), library) if found else []


def _item_quotes(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Quote the hit; of a resolution or a set of recommendations, the whole where it is short."""
    passage = hit.passage
    chosen = choose_units(asked, passage)
    limbed = passage.item_title is not None and bool(passage.heading)
    whole = limbed and passage.standing in (*DECIDING, Standing.RECOMMENDED)
    if not whole or all(unit.kind == "row" for unit in chosen):
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
        # The form that follows a report's recommendations is none of them.
        left_out = ("header", "row") if passage.standing is Standing.RECOMMENDED else ("header",)
        told = [(p, tuple(u for u in p.units if u.kind not in left_out)) for p in parts]
        return [Quote(p, hit.paper, units) for p, units in told if units]
    return [Quote(passage, hit.paper, choose_units(asked, passage, whole=130))]


def _same_matter(
    asked: Asked, hits: Sequence[Hit], library: Library, quotes: Sequence[Quote]
) -> list[Quote]:
    """Quote other resolutions on the same matter: a decision may have been varied since."""
    lead = hits[0]
    best = _matter(asked, lead)
    seen = {(q.passage.paper_id, q.passage.item_number) for q in quotes}
    found: list[Quote] = []
    for hit in hits[1:]:
        passage = hit.passage
        key = (passage.paper_id, passage.item_number)
        if passage.standing not in DECIDING or key in seen or passage.private:
            continue
        named = all(
            hit.parts.get(part, 0) >= lead.parts.get(part, 0) for part in ("names", "reference")
        )
        if named and _matter(asked, hit) >= SAME_MATTER * best:
            if asked.question.periods and hit.parts.get("period", 0) < lead.parts.get("period", 0):
                continue
            seen.add(key)
            found.extend(_item_quotes(asked, hit, library))
    return [q for q in found if q.passage.id not in {x.passage.id for x in quotes}][:4]


def _with_what_varies(
    asked: Asked, hits: Sequence[Hit], library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add a later resolution that varies the one quoted, so that none is taken as still in force."""
    first = quotes[0].passage
    if first.standing not in DECIDING or not first.item_number or not first.meeting_date:
        return quotes
    minute = re.compile(
        rf"\bminutes?\s+(?:no\.?s?\s*|number\s*)?{re.escape(first.item_number)}\b", re.I
    )
    quoted = {(q.passage.paper_id, q.passage.item_number) for q in quotes}
    for hit in hits:
        passage = hit.passage
        later = passage.meeting_date is not None and passage.meeting_date > first.meeting_date
        varies = minute.search(passage.text) and VARYING.search(passage.text)
        if later and varies and passage.standing in DECIDING and not passage.private:
            if (passage.paper_id, passage.item_number) in quoted:
                continue
            return [*quotes, *_item_quotes(asked, hit, library)]
    return quotes


# --- what it leaves open -----------------------------------------------------------------


def _proposal(asked: Asked, hit: Hit, library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where a proposal is asked about, quote what it proposes and what it would save."""
    kinds = set(asked.question.kinds)
    if not kinds & {Kind.DECISION, Kind.OTHER, Kind.FIGURE}:
        return quotes
    parts = library.item_passages(hit.passage)
    quoted = {unit for quote in quotes for unit in quote.units}
    if Kind.FIGURE not in kinds:
        change = next((p for p in parts if PROPOSING.search(p.text)), None)
        if change is not None and not any(PROPOSING.search(unit.text) for unit in quoted):
            quotes = [Quote(change, hit.paper, choose_units(asked, change)), *quotes]
    elif any(MONEY.search(u.text) for u in quoted) or not SAVING.search(asked.question.text):
        return quotes
    for passage in parts:
        for index, unit in enumerate(passage.units):
            above = passage.units[index - 1].text if index else ""
            if MONEY.search(unit.text) and SAVING.search(f"{above} {unit.text}"):
                if unit not in quoted:
                    quotes.append(Quote(passage, hit.paper, (unit,)))
                return quotes
    return quotes


def _with_recorded_vote(
    asked: Asked, lead: Hit, library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Where the vote is asked about, quote the record of it from the counts to the result."""
    if not VOTE_ASKED.search(asked.question.text):
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
            found = _added(found, Quote(passage, lead.paper, (unit,)))
    return [*found, *(q for q in quotes[:1] if not found)]


def _recorded_votes(passages: Sequence[Passage]) -> list[list[tuple[Passage, Unit]]]:
    """Return the recorded votes of an item, each from its first count to its result."""
    votes: list[list[tuple[Passage, Unit]]] = []
    current: list[tuple[Passage, Unit]] = []
    for passage, unit in ((p, u) for p in passages for u in _quotable(p)):
        counts, ends = COUNTS.search(unit.text), RESULT.search(unit.text)
        if counts or current or ends:
            current.append((passage, unit))
        if ends or len(current) > LONGEST_VOTE:
            votes.append(current)
            current = []
    return [vote for vote in [*votes, current] if any(COUNTS.search(u.text) for _, u in vote)]


def _with_rest_of_item(
    asked: Asked, lead: Hit, library: Library, quotes: list[Quote]
) -> list[Quote]:
    """Add units of the item that answer a part of the question which the quotes leave open."""
    item = library.item_passages(lead.passage) if lead.passage.item_title else []
    passages = [lead.passage, *(p for p in item if p.id != lead.passage.id)][:WIDEST_ITEM]
    for _ in range(2):
        found = _best_gain(asked, passages, quotes, " ".join(lead.passage.heading))
        if found is None or len(quotes) >= MOST_QUOTES:
            break
        quotes = _added(quotes, Quote(found[0], lead.paper, (found[1],)))
    return quotes


def _best_gain(
    asked: Asked, passages: Sequence[Passage], quotes: Sequence[Quote], heading: str
) -> tuple[Passage, Unit] | None:
    """Return the unit that newly covers most of the question, if that is enough."""
    covered = " ".join([heading, *(told_by(unit) for quote in quotes for unit in quote.units)])
    quoted = {(q.passage.id, unit) for q in quotes for unit in q.units}
    before = asked.cover(covered)
    best, found = REST_OF_ITEM, None
    for passage in passages:
        for unit in _quotable(passage):
            if (passage.id, unit) in quoted or not looks_like_an_answer(asked.question, unit.text):
                continue
            gain = asked.cover(f"{covered} {unit.text}") - before
            if gain >= best and asked.cover(unit.text) >= LEAST_OF_REST:
                best, found = gain + 1e-9, (passage, unit)
    return found


def _quotable(passage: Passage) -> Iterator[Unit]:
    return (unit for unit in passage.units if unit.kind not in ("header", "heading"))


def _added(quotes: list[Quote], new: Quote) -> list[Quote]:
    """Add a quote; units of a passage that is quoted already join it, in their order."""
    for index, quote in enumerate(quotes):
        if quote.passage.id == new.passage.id:
            held = {*quote.units, *new.units}
            units = tuple(unit for unit in quote.passage.units if unit in held)
            return [*quotes[:index], replace(quote, units=units), *quotes[index + 1 :]]
    return [*quotes, new]


def _with_what_follows(library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where the first quote ends on a colon or in mid-sentence, add what comes after it."""
    first = quotes[0]
    last = first.units[-1]
    unfinished = last.kind != "row" and len(last.text.split()) > 12 and not ENDED.search(last.text)
    if last != first.passage.units[-1] or not (LEADS_ON.search(last.text) or unfinished):
        return quotes
    following = f"{first.passage.paper_id}-{first.passage.ordinal + 1:05d}"
    held = library.passages([following])
    if following not in held or any(q.passage.id == following for q in quotes):
        return quotes
    passage = held[following][0]
    units: list[Unit] = []
    for unit in _quotable(passage):
        if sum(len(u.text.split()) for u in [*units, unit]) > MOST_TO_FOLLOW:
            break
        units.append(unit)
        if unfinished:
            break
    if not units or passage.standing is not first.passage.standing or passage.private:
        return quotes
    return [first, Quote(passage, first.paper, tuple(units)), *quotes[1:]]


def told_by(unit: Unit) -> str:
    """Return what a quoted unit tells: a row with its columns and the caption of its table."""
    return f"{said_by(unit)} {unit.row.caption or ''}" if unit.row is not None else unit.text


def _with_other_passages(
    asked: Asked, hits: Sequence[Hit], lead: Hit, quotes: list[Quote]
) -> list[Quote]:
    """Add other passages that cover a part of the question which the quotes leave open."""
    covered = " ".join(told_by(unit) for quote in quotes for unit in quote.units)
    covered += " " + " ".join(lead.passage.heading)
    for hit in [hit for hit in hits[:6] if hit is not hits[0] or lead is not hits[0]]:
        if len(quotes) >= MOST_QUOTES or any(q.passage.id == hit.passage.id for q in quotes):
            continue
        gain = asked.cover(f"{covered} {hit.passage.text}") - asked.cover(covered)
        if gain >= NEW_MATTER:
            quotes = [*quotes, Quote(hit.passage, hit.paper, choose_units(asked, hit.passage))]
            covered += " " + hit.passage.text
    return quotes
