"""Answer by quoting: what was decided, recommended or proposed, and what is not held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers import Citation
from qa.choosing import VOTE_ASKED, choose_quotes, wants_decision
from qa.decline import Verdict
from qa.effect import standings_of
from qa.features import DECIDING
from qa.library import Library
from qa.papers import Coverage, Hit, Item, Paper, PaperKind, Passage, Standing, Unit, Vote
from qa.question import Question
from qa.quoting import Asked, Quote, block, choose_units, cite, unit_scores

WORD = {
    Standing.DECIDED: "Decided",
    Standing.NOTED: "Noted",
    Standing.DEFERRED: "Deferred",
    Standing.RECOMMENDED: "Recommended",
    Standing.PROPOSED: "Proposed",
    Standing.DISCUSSED: "Discussed",
    Standing.BACKGROUND: "Background",
    Standing.EXEMPT: "Exempt",
}
APPROVED = re.compile(
    r"\b(?:cabinet|executive|council|committee)\b[^.]{0,80}\b(?:approved|agreed|resolved|authorised)\b",
    re.I,
)


AS_APPROVED = re.compile(
    r"\b(?:why|when|how|who|since|now that|after)\b.{0,80}\b(?:approv|agree|accept|adopt|back|pass)",
    re.I,
)
AS_REFUSED = re.compile(
    r"\b(?:refus|reject|turn(?:ed)? down|block|veto|oppos|threw out|throw out|scrap|cancel)", re.I
)
REFUSING = re.compile(
    r"\b(?:refus|reject|not (?:be )?(?:accept|agree|approv|support)|declin|lost|oppos|no action|cease|withdrawn?)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text with its citations and standing."""

    text: str
    citations: tuple[Citation, ...]
    standing: Standing | None


def compose(
    asked: Asked, hits: Sequence[Hit], library: Library, related: Sequence[Hit] = ()
) -> Composed:
    """Return a quoted answer. `related` are hits on a decision that bears on a mere proposal."""
    quotes = choose_quotes(asked, hits, library)
    lead = quotes[0]
    if lead.passage.standing in DECIDING and wants_decision(asked.question):
        quotes = _in_time(quotes)
    extra = [Quote(h.passage, h.paper, _approving(asked, h)) for h in related]
    cited = cite(library, [*quotes, *extra])
    parts: list[str] = []
    last: tuple[str, str | None, Standing] | None = None
    for quote, citations in zip(quotes, cited, strict=False):
        key = (quote.passage.paper_id, quote.passage.item_number, quote.passage.standing)
        if key != last:
            parts.append(introduce(quote.passage, quote.paper) + left_to_council(quote))
        last = key
        header = _columns(quote)
        if header:
            parts.append(f"Columns: {header}")
        parts.extend(block(citation) for citation in citations)
    standing = _standing(asked, lead)
    parts[:0] = [*premise(asked.question, lead), *votes_in_short(asked.question, lead, library)]
    decided_here = any(p.standing in DECIDING for p in library.item_passages(lead.passage))
    if wants_decision(asked.question) and not decided_here:
        parts.append(gap(lead.passage, library))
    if extra:
        parts.append("Related, from another paper:")
        parts.extend(block(c) for citations in cited[len(quotes) :] for c in citations)
    missing = _missing_limbs(lead.passage, library)
    if missing:
        parts.append(f"Limb {', '.join(missing)} is missing in the copy held.")
    return Composed("\n\n".join(parts), tuple(c for group in cited for c in group), standing)


def _in_time(quotes: list[Quote]) -> list[Quote]:
    """Put quotes in the order of their meetings, where all have a date."""
    dated = [
        (q.passage.meeting_date, q.passage.ordinal, q) for q in quotes if q.passage.meeting_date
    ]
    if len(dated) < len(quotes):
        return quotes
    return [quote for _, _, quote in sorted(dated, key=lambda entry: entry[:2])]


def _approving(asked: Asked, hit: Hit) -> tuple[Unit, ...]:
    units = [u for u in hit.passage.units if APPROVED.search(u.text)] or list(hit.passage.units)
    scores = unit_scores(asked, units)
    return (units[max(range(len(units)), key=lambda i: scores[i])],)


def _columns(quote: Quote) -> str | None:
    if not any(unit.kind == "row" for unit in quote.units):
        return None
    headers = [u.text for u in quote.passage.units if u.kind == "header"]
    return " ".join(" ".join(headers).split())[:300] or None


def _when(passage: Passage, paper: Paper) -> str:
    day = passage.meeting_date or paper.meeting_date
    return f"{day.day} {day:%B %Y}" if day else "a date that the paper does not give"


def _standing(asked: Asked, quote: Quote) -> Standing:
    """Return the standing of what answers, the unit that speaks most of the question."""
    standings = standings_of(quote.passage)
    scores = unit_scores(asked, quote.units)
    best = quote.units[max(range(len(scores)), key=lambda i: scores[i])]
    return standings[best]


def premise(question: Question, lead: Quote) -> list[str]:
    """Correct a question that takes as approved what was put off, or as refused what was not."""
    if lead.passage.standing is Standing.DEFERRED and AS_APPROVED.search(question.text):
        return ["The minute held does not approve this: it was deferred."]
    resolved = " ".join(unit.text for unit in lead.units)
    decided = lead.passage.standing is Standing.DECIDED
    if decided and AS_REFUSED.search(question.text) and not REFUSING.search(resolved):
        return ["The resolution held does not refuse this; it reads:"]
    return []


def votes_in_short(question: Question, lead: Quote, library: Library) -> list[str]:
    """Say in a line how each recorded vote of the item went, where that is asked."""
    item = _item(lead.passage, library)
    if item is None or not VOTE_ASKED.search(question.text):
        return []
    told = [_vote_in_words(vote) for vote in item.votes if vote.votes_for is not None]
    return [f"Recorded votes: {'; then '.join(told)}."] if told else []


def _vote_in_words(vote: Vote) -> str:
    counts = [("for", vote.votes_for), ("against", vote.against), ("abstaining", vote.abstain)]
    said = ", ".join(f"{count} {word}" for word, count in counts if count is not None)
    return f"{said} ({vote.result})" if vote.result else said


def left_to_council(quote: Quote) -> str:
    """Say which limbs of a resolution only recommend to Council, so that none is taken as final."""
    standings = standings_of(quote.passage)
    left = [unit for unit in quote.units if standings[unit] is not quote.passage.standing]
    if not left:
        return ""
    numbers = [unit.number for unit in left if unit.number]
    if len(left) == len(quote.units) or not numbers:
        return " It recommends this to Council; it is not final until Council decides."
    which = f"Limb {numbers[0]} is" if len(numbers) == 1 else f"Limbs {', '.join(numbers)} are"
    return f" {which} recommended to Council, not final until Council decides."


def introduce(passage: Passage, paper: Paper) -> str:
    """Return the sentence that says what a quote is and where it stands."""
    body = passage.body or paper.body or "the meeting"
    title = passage.item_title or " > ".join(passage.heading[-2:]) or paper.title
    minute = (
        f"minute {passage.item_number}, "
        if passage.item_kind == "minute" and passage.item_number
        else ""
    )
    word = WORD[passage.standing]
    if passage.standing in DECIDING:
        tail = " Nothing more was decided." if passage.standing is Standing.NOTED else ""
        return f"**{word}** by {body}, {_when(passage, paper)} ({minute}{title}).{tail}"
    if passage.standing is Standing.RECOMMENDED:
        when = _when(passage, paper)
        return f"**Recommended, not a decision**: the report “{title}” to {body}, {when}."
    if passage.standing is Standing.PROPOSED:
        where = " > ".join(passage.heading) or title
        return f"**Proposed, not a decision**: {paper.title} ({where})."
    kind = {PaperKind.MINUTES: "the minutes"}.get(paper.kind, f"the {paper.kind.value}")
    where = f"{kind} “{title}”" if passage.item_title else f"“{paper.title}”"
    prefix = (
        "**Discussed, not a decision**"
        if passage.standing is Standing.DISCUSSED
        else "**Background**"
    )
    return f"{prefix}: {where}, {_when(passage, paper)}."


def gap(passage: Passage, library: Library) -> str:
    """Say that no minute that decides the matter is held, and which minutes are."""
    minutes = sorted(
        {
            p.meeting_date
            for p in library.papers()
            if p.kind in (PaperKind.MINUTES, PaperKind.PACK) and p.meeting_date
        }
    )
    days = ", ".join(f"{day.day} {day:%B %Y}" for day in minutes[:6])
    held = f" Minutes or packs are held of {days}." if days else " No minutes are held."
    return f"No minute that decides this is among the papers found for the question.{held}"


def _missing_limbs(passage: Passage, library: Library) -> tuple[str, ...]:
    item = _item(passage, library) if passage.standing in DECIDING else None
    return item.missing_limbs if item else ()


def _item(passage: Passage, library: Library) -> Item | None:
    for item in library.items(passage.paper_id):
        if item.number == passage.item_number and item.title == passage.item_title:
            return item if passage.item_number is not None else None
    return None


def say_not_found(
    question: Question, hits: Sequence[Hit], coverage: Coverage, verdict: Verdict
) -> str:
    """Say that the papers held do not answer, what was looked through and what came nearest."""
    span = ""
    if coverage.first and coverage.last:
        first, last = coverage.first, coverage.last
        span = f", of meetings from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    parts = [f"**Not in the papers held.** Looked through {coverage.papers} papers{span}."]
    if verdict.reason:
        parts.append(verdict.reason)
    nearest = list(
        dict.fromkeys(_name(h.passage, h.paper) for h in hits[:5] if not h.passage.private)
    )[:3]
    if nearest:
        parts.append("Nearest, but not an answer: " + "; ".join(nearest) + ".")
    return "\n\n".join(parts)


def _name(passage: Passage, paper: Paper) -> str:
    title = passage.item_title or paper.title
    return (
        f"“{title}” ({passage.body or paper.body or paper.kind.value}, {_when(passage, paper)})"
        if (passage.meeting_date or paper.meeting_date)
        else f"“{title}” ({paper.kind.value})"
    )


def compose_exempt(asked: Asked, hits: Sequence[Hit], library: Library) -> Composed:
    """Say that the matter was taken in private, and quote no more than the public record."""
    private = next(h for h in hits if h.passage.private)
    quotes = []
    for passage in library.passages_of(private.passage.paper_id):
        opening = passage.item_title and re.search(
            r"exclusion|local government act", passage.item_title, re.I
        )
        if opening and not passage.private and passage.item_kind == "minute":
            quotes.append(
                Quote(passage, private.paper, tuple(u for u in passage.units if u.kind != "header"))
            )
            break
    quotes.append(Quote(private.passage, private.paper, choose_units(asked, private.passage)))
    cited = cite(library, quotes)
    parts = [
        "**Considered in private.** The press and public were excluded while this was taken; "
        "the public record says only:"
    ]
    parts.extend(block(c) for group in cited for c in group)
    return Composed("\n\n".join(parts), tuple(c for group in cited for c in group), None)
