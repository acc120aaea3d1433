"""Answer by quoting: what was decided, recommended or proposed, and what is not held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answerability.judge import Verdict
from qa.answerability.private import PrivateItems
from qa.answers import Citation
from qa.library import Library
from qa.papers import (
    DECIDING,
    Coverage,
    Hit,
    Item,
    ItemId,
    ItemKind,
    Paper,
    PaperKind,
    Passage,
    Standing,
    TableRow,
    Unit,
    UnitKind,
    Vote,
    in_words,
    is_sum,
    row_values,
)
from qa.questions.question import Kind, Question
from qa.quoting.choose import choose_quotes, is_decided
from qa.quoting.cite import block, cite
from qa.quoting.resolutions import wants_decision
from qa.quoting.standing import StandingQuote, give_standing, standings_of, with_standing
from qa.quoting.units import Quote, choose_units, unit_scores
from qa.retrieval.features import Asked

# --- Say it: the sentences round the quotes, which claim no more than the quotes do.

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

REFUSING = re.compile(
    r"\b(?:refus|reject|not (?:be )?(?:accept|agree|approv|support)|declin|lost|oppos|no action|cease|withdrawn?)",
    re.I,
)


def meeting_day(passage: Passage, paper: Paper) -> str:
    """Return the day of the meeting in words."""
    day = passage.meeting_date or paper.meeting_date
    return f"{day.day} {day:%B %Y}" if day else "undated"


def premise(question: Question, lead: Quote) -> list[str]:
    """Correct a question that takes as approved what was put off, or as refused what was not."""
    asked = question.facets.business
    if lead.passage.standing is Standing.DEFERRED and asked.takes_as_approved:
        return ["The minute held does not approve this: it was deferred."]
    resolved = " ".join(unit.text for unit in lead.units)
    decided = lead.passage.standing is Standing.DECIDED
    if decided and asked.takes_as_refused and not REFUSING.search(resolved):
        return ["The resolution held does not refuse this; it reads:"]
    return []


def votes_in_short(question: Question, lead: Quote, library: Library) -> list[str]:
    """Say in a line how each recorded vote of the item went, where that is asked."""
    item = item_of(lead.passage, library)
    if item is None or not question.facets.business.asks_of_vote:
        return []
    told = [_vote_in_words(vote) for vote in item.votes if vote.votes_for is not None]
    return [f"Recorded votes: {'; then '.join(told)}."] if told else []


def item_of(passage: Passage, library: Library) -> Item | None:
    """Return the numbered item to which a passage belongs, None where it has none."""
    if passage.item_number is None:
        return None
    items = library.items(passage.paper_id)
    return next((i for i in items if i.id_in(passage.paper_id) == passage.item_id), None)


def _vote_in_words(vote: Vote) -> str:
    counts = [("for", vote.votes_for), ("against", vote.against), ("abstaining", vote.abstain)]
    said = ", ".join(f"{count} {word}" for word, count in counts if count is not None)
    return f"{said} ({vote.result})" if vote.result else said


def wholly_left(quote: Quote) -> bool:
    """Whether all that is quoted of a resolution only recommends to Council."""
    standings = standings_of(quote.passage)
    left = all(standings[unit] is Standing.RECOMMENDED for unit in quote.units)
    return left and quote.passage.standing is Standing.DECIDED


def left_to_council(quote: Quote) -> str:
    """Say which limbs of a resolution only recommend to Council, so that none is taken as final."""
    standings = standings_of(quote.passage)
    left = [unit for unit in quote.units if standings[unit] is Standing.RECOMMENDED]
    if not left or quote.passage.standing is not Standing.DECIDED:
        return ""
    numbers = [unit.number for unit in left if unit.number]
    if len(left) == len(quote.units) or not numbers:
        return " It recommends this to Council; it is not final until Council decides."
    which = f"Limb {numbers[0]} is" if len(numbers) == 1 else f"Limbs {', '.join(numbers)} are"
    return f" {which} recommended to Council, not final until Council decides."


def introduce(passage: Passage, paper: Paper, standing: Standing, *, left: bool = False) -> str:
    """Return the sentence that says what a quote is and where it stands.

    `standing` is that of the quote, which in the report on a draft is more than background;
    `left` says that all of it is left to Council.
    """
    body = passage.body or paper.body or "the meeting"
    if paper.kind is PaperKind.DECISION_RECORD:
        body = "the decision maker named in the record"  # often one member, not the body
    title = passage.item_title or " > ".join(passage.heading[-2:]) or paper.title
    minute = (
        f"minute {passage.item_number}, "
        if passage.item_kind == ItemKind.MINUTE and passage.item_number
        else ""
    )
    report = f"; report {', '.join(passage.references[:2])}" if passage.references else ""
    word = "Recommended to Council" if left else WORD[passage.standing]
    if passage.standing in DECIDING:
        return f"**{word}** by {body}, {meeting_day(passage, paper)} ({minute}{title}{report})."
    if passage.standing is Standing.RECOMMENDED:
        when = meeting_day(passage, paper)
        return f"**Recommended, not a decision**: the report “{title}” to {body}, {when}."
    if standing is Standing.PROPOSED:
        where = " > ".join(passage.heading) or title
        return f"**Proposed, not a decision**: {paper.title} ({where})."
    kind = {PaperKind.MINUTES: "the minutes"}.get(paper.kind, f"the {paper.kind.value}")
    where = f"{kind} “{title}”" if passage.item_title else f"“{paper.title}”"
    if passage.standing is Standing.DISCUSSED and standing is not Standing.DISCUSSED:
        return f"**How it was decided**: {where}, {meeting_day(passage, paper)}."
    prefix = (
        "**Discussed, not a decision**"
        if passage.standing is Standing.DISCUSSED
        else "**Background**"
    )
    return f"{prefix}: {where}, {meeting_day(passage, paper)}."


# --- Say what is lacking: no minute that decides, limbs not printed, nothing that answers at all.

MOST_DAYS = 6
"""Days of meetings that are named; the latest."""


def gap(lead: Quote, library: Library) -> str:
    """Say that no minute that decides the matter is held, and which of the council's are."""
    council = lead.paper.council
    minutes = sorted(
        {
            p.meeting_date
            for p in library.papers()
            if p.kind in (PaperKind.MINUTES, PaperKind.PACK) and p.meeting_date
            if council is None or p.council in (None, council)
        }
    )
    days = ", ".join(f"{day.day} {day:%B %Y}" for day in minutes[-MOST_DAYS:])
    held = f" Minutes or packs are held of {days}." if days else " No minutes are held."
    return f"No minute that decides this is among the papers found for the question.{held}"


def missing_limbs(passage: Passage, library: Library) -> list[str]:
    """Say which limbs of the resolution the copy held does not print."""
    item = item_of(passage, library) if passage.standing in DECIDING else None
    if item is None or not item.missing_limbs:
        return []
    return [f"Limb {', '.join(item.missing_limbs)} is missing in the copy held."]


def say_not_found(
    question: Question, hits: Sequence[Hit], coverage: Coverage, verdict: Verdict
) -> str:
    """Say that the papers held do not answer, what was looked through and what came nearest."""
    span = ""
    if coverage.first and coverage.last:
        first, last = coverage.first, coverage.last
        span = f", of meetings from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    parts = [f"**Not in the papers held.** Looked through {coverage.papers} papers{span}."]
    if verdict.lack is not None and verdict.lack.sentence:
        parts.append(verdict.lack.sentence)
    nearest = list(
        dict.fromkeys(_name(h.passage, h.paper) for h in hits[:5] if not h.passage.private)
    )[:3]
    if nearest:
        parts.append("Nearest, but not an answer: " + "; ".join(nearest) + ".")
    return "\n\n".join(parts)


def _name(passage: Passage, paper: Paper) -> str:
    title = passage.item_title or paper.title
    if not (passage.meeting_date or paper.meeting_date):
        return f"“{title}” ({paper.kind.value})"
    body = passage.body or paper.body or paper.kind.value
    return f"“{title}” ({body}, {meeting_day(passage, paper)})"


# --- Read out the quoted rows of a table: each figure with the column in which it stands.

MOST_ROWS = 3
"""Rows of a table that are read out; all are quoted."""
MARKUP = re.compile(r"</?[a-z]{1,3}>|\*{2,}")


def read_rows(quote: Quote) -> list[str]:
    """Read out the quoted rows of a table, each figure with its column; nothing where unknown."""
    tables: dict[str, list[TableRow]] = {}
    for unit in quote.units:
        if unit.row is not None:
            tables.setdefault(unit.row.caption or "", []).append(unit.row)
    return [
        _read_table(caption, rows)
        for caption, rows in tables.items()
        if any(_has_figures(row) for row in rows)
    ]


def _read_table(known: str, rows: Sequence[TableRow]) -> str:
    # The caption often says what the figures are counted in.
    told = [
        in_words(replace(row, unit=None) if row.unit and row.unit in known else row)
        for row in rows[:MOST_ROWS]
    ]
    return MARKUP.sub("", f"{known.rstrip(' :') or 'From the table'}: {'; '.join(told)}.")


def _has_figures(row: TableRow) -> bool:
    """Whether figures stand under named columns; a form's labels and values need no reading."""
    return any(name and is_sum(value) for name, value in row_values(row))


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
    chance: float | None = None
    """That the papers held answer the question, 0 to 1; None where it was not judged."""
    declined_by: str | None = None
    """Which check found what the papers lack; None where they answer, or may not be shown."""


def compose(
    asked: Asked, hits: Sequence[Hit], library: Library, related: Sequence[Hit] = ()
) -> Composed:
    """Return a quoted answer. `related` are hits on a decision that bears on a mere proposal."""
    quotes = choose_quotes(asked, hits, library)
    lead = quotes[0]
    if lead.passage.standing in DECIDING and wants_decision(asked.question):
        quotes = _in_time(quotes)
    extra = [Quote(h.passage, h.paper, _approving(asked, h)) for h in related]
    told = [with_standing(asked, quote, library) for quote in [*quotes, *extra]]
    cited = [
        give_standing(each, citations)
        for each, citations in zip(told, cite(library, [*quotes, *extra]), strict=True)
    ]
    parts = [
        *premise(asked.question, lead),
        *votes_in_short(asked.question, lead, library),
        *_quoted(told[: len(quotes)], cited),
    ]
    standing = next(each.standing for each in told if each.quote is lead)
    decided = any(p.standing in DECIDING for p in library.item_passages(lead.passage))
    if _of_decision(asked.question) and not (decided or is_decided(asked, lead, hits)):
        parts.append(gap(lead, library))
    if extra:
        parts.append("Related, from another paper:")
        parts.extend(block(c) for citations in cited[len(quotes) :] for c in citations)
    parts.extend(missing_limbs(lead.passage, library))
    return Composed("\n\n".join(parts), tuple(c for group in cited for c in group), standing)


def _quoted(told: Sequence[StandingQuote], cited: Sequence[Sequence[Citation]]) -> list[str]:
    """Return each quote with what it is and where it stands, said once for each item."""
    parts: list[str] = []
    last: tuple[ItemId, Standing] | None = None
    for each, citations in zip(told, cited, strict=False):
        quote = each.quote
        key = (quote.passage.item_id, quote.passage.standing)
        if key != last:
            said = introduce(quote.passage, quote.paper, each.standing, left=wholly_left(quote))
            parts.append(said + left_to_council(quote))
        last = key
        parts.extend(read_rows(quote))
        parts.extend(block(citation) for citation in citations)
    return parts


def _of_decision(question: Question) -> bool:
    """Whether what was decided is asked, and not what was asked for or not chosen."""
    asked = question.facets.business
    before = asked.asks_for_recommendation or asked.asks_for_alternatives
    return Kind.DECISION in question.kinds and not before


def _in_time(quotes: list[Quote]) -> list[Quote]:
    """Put quotes in the order of their meetings, where all have a date; what was decided first."""
    dated = [
        (q.passage.meeting_date, q.passage.standing not in DECIDING, q.passage.ordinal, q)
        for q in quotes
        if q.passage.meeting_date
    ]
    if len(dated) < len(quotes):
        return quotes
    return [entry[-1] for entry in sorted(dated, key=lambda entry: entry[:3])]


def _approving(asked: Asked, hit: Hit) -> tuple[Unit, ...]:
    units = [u for u in hit.passage.units if APPROVED.search(u.text)] or list(hit.passage.units)
    scores = unit_scores(asked, units)
    return (units[max(range(len(units)), key=lambda i: scores[i])],)


def compose_exempt(asked: Asked, hits: Sequence[Hit], library: Library) -> Composed:
    """Say that the matter was taken in private, and quote no more than the public record."""
    private = next(h for h in hits if h.passage.private)
    quotes = []
    for passage in library.passages_of(private.passage.paper_id):
        opening = passage.item_title and re.search(
            r"exclusion|local government act", passage.item_title, re.I
        )
        if opening and not passage.private and passage.item_kind == ItemKind.MINUTE:
            quotes.append(
                Quote(
                    passage,
                    private.paper,
                    tuple(u for u in passage.units if u.kind != UnitKind.HEADER),
                )
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


def compose_private_items(items: PrivateItems, library: Library) -> Composed:
    """List the business of a meeting that was taken in private, by its public lines."""
    cited = cite(library, items.quotes)
    parts = [f"**Taken in private** ({items.meeting}); the public papers list:"]
    for quote, group in zip(items.quotes, cited, strict=True):
        title = quote.passage.item_title or ""
        if title not in " ".join(group[0].quote.split()):
            parts.append(f"{quote.passage.item_number or ''} {title}:".strip())
        parts.extend(block(c) for c in group)
    citations = tuple(c for group in cited for c in group)
    return Composed("\n\n".join(parts), citations, Standing.BACKGROUND)


def compose_withheld(line: Quote, library: Library) -> Composed:
    """Quote the public line that says that what is asked for is not published."""
    cited = cite(library, [line])[0]
    parts = ["**Not published.** The papers held keep this back; they say only:"]
    parts.extend(block(citation) for citation in cited)
    return Composed("\n\n".join(parts), tuple(cited), None)
