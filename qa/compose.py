"""Answer by quoting: what was decided, recommended or proposed, and what is not held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers import Citation
from qa.decline import Verdict
from qa.features import DECIDING, MONEY
from qa.library import Library
from qa.papers import Coverage, Hit, Paper, PaperKind, Passage, Standing, Unit
from qa.question import Kind, Question
from qa.quoting import Asked, Quote, block, choose_units, cite, unit_scores

LONG_RESOLUTION = 230
"""Words up to which a resolution is quoted whole, limb by limb."""
NEW_MATTER = 0.22
"""Share of the question that a further passage must newly cover to be quoted too."""
SAME_MATTER = 0.85
"""Share of the first passage's coverage at which another resolution is on the same matter."""
MOST_QUOTES = 4

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
PROPOSING = re.compile(r"\b(?:it is proposed|the proposal is|proposed to)\b", re.I)
APPROVED = re.compile(
    r"\b(?:cabinet|executive|council|committee)\b[^.]{0,80}\b(?:approved|agreed|resolved|authorised)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text with its citations and standing."""

    text: str
    citations: tuple[Citation, ...]
    standing: Standing | None


# --- choosing what to quote --------------------------------------------------------------


def choose_quotes(asked: Asked, hits: Sequence[Hit], library: Library) -> list[Quote]:
    """Choose the quotes that answer, the first the one that answers most."""
    lead = hits[0]
    quotes = _resolution_of(asked, lead, library) or _item_quotes(asked, lead, library)
    if _wants_decision(asked.question) and quotes[0].passage.standing in DECIDING:
        quotes.extend(_same_matter(asked, hits, library, quotes))
    covered = " ".join(unit.text for quote in quotes for unit in quote.units)
    covered += " " + " ".join(lead.passage.heading)
    for hit in hits[1:6]:
        if len(quotes) >= MOST_QUOTES or any(q.passage.id == hit.passage.id for q in quotes):
            continue
        gain = asked.cover(f"{covered} {hit.passage.text}") - asked.cover(covered)
        if gain >= NEW_MATTER:
            quotes.append(Quote(hit.passage, hit.paper, choose_units(asked, hit.passage)))
            covered += " " + hit.passage.text
    if lead.passage.item_kind == "proposal":
        quotes = _proposal(asked, lead, library, quotes)
    return quotes[: MOST_QUOTES + 2]


def _resolution_of(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Where a minute's narrative was found but its resolution is asked for, quote that.

    A question of what was decided wants it always; one that may be answered yes or no wants
    it where the resolution speaks of the matter nearly as fully as the narrative does.
    """
    passage = hit.passage
    kinds = set(asked.question.kinds)
    if passage.item_kind != "minute" or passage.standing in DECIDING:
        return []
    deciding = [p for p in library.item_passages(passage) if p.standing in DECIDING]
    unsuited = kinds & {Kind.REASON, Kind.WHO, Kind.VOTE}
    if not deciding or not kinds & {Kind.DECISION, Kind.YES_NO} or unsuited:
        return []
    best = max(deciding, key=lambda p: asked.cover(p.text))
    if Kind.DECISION not in kinds and asked.cover(best.text) < 0.6 * asked.cover(passage.text):
        return []
    return _item_quotes(asked, Hit(1, hit.score, best, hit.paper, hit.parts), library)


def _wants_decision(question: Question) -> bool:
    return Kind.DECISION in question.kinds or Kind.VOTE in question.kinds


def _item_quotes(asked: Asked, hit: Hit, library: Library) -> list[Quote]:
    """Quote the hit; of a resolution or a set of recommendations, the whole where it is short."""
    passage = hit.passage
    if passage.standing not in (*DECIDING, Standing.RECOMMENDED) or not _limbed(passage):
        return [Quote(passage, hit.paper, choose_units(asked, passage))]
    parts = [
        p
        for p in library.item_passages(passage)
        if p.standing is passage.standing
        and p.heading == passage.heading
        and abs(p.ordinal - passage.ordinal) < 12
    ]
    words = sum(len(p.text.split()) for p in parts)
    if words <= LONG_RESOLUTION and any(p.id == passage.id for p in parts):
        return [Quote(p, hit.paper, tuple(u for u in p.units if u.kind != "header")) for p in parts]
    return [Quote(passage, hit.paper, choose_units(asked, passage, whole=130))]


def _limbed(passage: Passage) -> bool:
    return passage.item_title is not None and bool(passage.heading)


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
        named = hit.parts.get("names", 0) >= lead.parts.get("names", 0)
        if named and _matter(asked, hit) >= SAME_MATTER * best:
            if asked.question.periods and hit.parts.get("period", 0) < lead.parts.get("period", 0):
                continue
            seen.add(key)
            found.extend(_item_quotes(asked, hit, library))
    return [q for q in found if q.passage.id not in {x.passage.id for x in quotes}][:4]


def _matter(asked: Asked, hit: Hit) -> float:
    return asked.cover(hit.passage.text + " " + " ".join(hit.passage.heading))


def _proposal(asked: Asked, hit: Hit, library: Library, quotes: list[Quote]) -> list[Quote]:
    """Where a proposal as such is asked about, quote what it proposes and what it would save."""
    kinds = set(asked.question.kinds)
    if not kinds & {Kind.DECISION, Kind.OTHER} or Kind.FIGURE in kinds:
        return quotes
    parts = library.item_passages(hit.passage)
    quoted = {unit for quote in quotes for unit in quote.units}
    change = next((p for p in parts if PROPOSING.search(p.text)), None)
    if change is not None and not any(PROPOSING.search(unit.text) for unit in quoted):
        quotes = [Quote(change, hit.paper, choose_units(asked, change)), *quotes]
    for passage in parts:
        for index, unit in enumerate(passage.units):
            above = passage.units[index - 1].text if index else ""
            saving = re.search(r"\bsaving|income|budget planning", f"{above} {unit.text}", re.I)
            if MONEY.search(unit.text) and saving:
                if unit not in quoted:
                    quotes.append(Quote(passage, hit.paper, (unit,)))
                return quotes
    return quotes


# --- saying it ---------------------------------------------------------------------------


def compose(
    asked: Asked, hits: Sequence[Hit], library: Library, related: Sequence[Hit] = ()
) -> Composed:
    """Return a quoted answer. `related` are hits on a decision that bears on a mere proposal."""
    quotes = choose_quotes(asked, hits, library)
    lead = _lead(quotes, hits)
    if lead.passage.standing in DECIDING and _wants_decision(asked.question):
        quotes = _in_time(quotes)
    extra = [Quote(h.passage, h.paper, _approving(asked, h)) for h in related]
    cited = cite(library, [*quotes, *extra])
    parts: list[str] = []
    last: tuple[str, str | None, Standing] | None = None
    for quote, citations in zip(quotes, cited, strict=False):
        key = (quote.passage.paper_id, quote.passage.item_number, quote.passage.standing)
        if key != last:
            parts.append(introduce(quote.passage, quote.paper))
        last = key
        header = _columns(quote)
        if header:
            parts.append(f"Columns: {header}")
        parts.extend(block(citation) for citation in citations)
    standing = lead.passage.standing
    if standing not in DECIDING and _wants_decision(asked.question):
        parts.append(gap(lead.passage, library))
    if extra:
        parts.append("Related, from another paper:")
        parts.extend(block(c) for citations in cited[len(quotes) :] for c in citations)
    missing = _missing_limbs(lead.passage, library)
    if missing:
        parts.append(f"Limb {', '.join(missing)} is missing in the copy held.")
    return Composed("\n\n".join(parts), tuple(c for group in cited for c in group), standing)


def _lead(quotes: Sequence[Quote], hits: Sequence[Hit]) -> Quote:
    """Return the quote that answers most: the first hit's, else the first chosen."""
    return next((q for q in quotes if q.passage.id == hits[0].passage.id), quotes[0])


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
    if passage.standing not in DECIDING or passage.item_number is None:
        return ()
    for item in library.items(passage.paper_id):
        if item.number == passage.item_number and item.title == passage.item_title:
            return item.missing_limbs
    return ()


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
