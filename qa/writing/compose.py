"""The answer in words: quotes, each with a sentence that says what it is and where it stands.

`compose` answers by quoting. The functions after it say why there is no such answer: nothing
found, business taken in private, a matter that is not published. Each returns the text in
Markdown with its citations. The sentences round the quotes claim no more than the quotes do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answerability.judge import Verdict
from qa.answerability.private import KeptBack, PrivateItems
from qa.answers import Citation
from qa.language.dates import format_day
from qa.language.rows import in_words, row_values
from qa.language.terms import content_terms
from qa.library import Library
from qa.papers import (
    DECIDING,
    Coverage,
    Decision,
    Hit,
    Item,
    ItemId,
    ItemKind,
    Motion,
    Paper,
    PaperKind,
    Passage,
    Standing,
    TableRow,
    Unit,
    UnitKind,
    Vote,
    is_sum,
)
from qa.premises.premise import premise_of
from qa.questions.question import Kind, Question
from qa.quoting.choose import choose_quotes, is_decided
from qa.quoting.cite import block, cite
from qa.quoting.resolutions import wants_decision
from qa.quoting.standing import StandingQuote, give_standing, standings_of, with_standing
from qa.quoting.units import Quote, add_quote, choose_units, unit_scores
from qa.retrieval.amendments import joined
from qa.retrieval.features import Asked

APPROVED = re.compile(
    r"\b(?:cabinet|executive|council|committee)\b[^.]{0,80}\b(?:approved|agreed|resolved|authorised)\b",
    re.I,
)
"""A body that is said to have approved something."""

NO_MATTER = "no matter"
"""The check that declines a follow-up which came without the questions that it rests on."""

DONE = {
    Standing.DECIDED: "Decided",
    Standing.NOTED: "Noted",
    Standing.DEFERRED: "Deferred",
    Standing.LOST: "Not carried",
}
"""What a meeting did, in a word."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text with its citations and standing."""

    text: str
    citations: tuple[Citation, ...]
    standing: Standing | None
    chance: float | None = None
    """That the papers held answer the question, 0 to 1; None if it was not judged."""
    declined_by: str | None = None
    """Which check found what the papers lack; None if they answer, or may not be shown."""


def compose(
    asked: Asked, hits: Sequence[Hit], library: Library, related: Sequence[Hit] = ()
) -> Composed:
    """Return an answer in quotes; its standing is that of the quote that answers most.

    `related` are hits on a decision that bears on a mere proposal; one unit of each is quoted.
    """
    quotes = choose_quotes(asked, hits, library)
    if (premise := premise_of(asked, quotes, hits, library)) is not None:
        quotes = add_quote(quotes, premise.quote)
    lead = quotes[0]
    if lead.passage.standing in DECIDING and wants_decision(asked.question):
        quotes = _by_meeting_date(quotes)
    quoted, beside = _cite_with_standing(asked, quotes, related, library)
    parts = [
        *([premise.sentence] if premise is not None else []),
        *_describe_votes(asked.question, lead, library),
        *_report_how_it_ended(lead, library),
        *_format_quotes(quoted),
        *_report_no_decision(asked, lead, hits, library),
        *(["Related, from another paper:"] if beside else []),
        *(block(citation) for _, citations in beside for citation in citations),
        *_report_missing_limbs(lead, library),
    ]
    standing = next(told.standing for told, _ in quoted if told.quote is lead)
    return _composed(parts, [citations for _, citations in [*quoted, *beside]], standing)


def compose_not_found(
    hits: Sequence[Hit], searched: Coverage, verdict: Verdict, unread: str = ""
) -> Composed:
    """Say that the papers held do not answer, what was searched and what came nearest.

    `unread` is a sentence on papers that were not read in full (`qa.writing.unread`).
    """
    span = ""
    if searched.first and searched.last:
        span = f", of meetings from {format_day(searched.first)} to {format_day(searched.last)}"
    parts = [f"**Not in the papers held.** Looked through {searched.papers} papers{span}."]
    if verdict.lack is not None and verdict.lack.sentence:
        parts.append(verdict.lack.sentence)
    public = (hit for hit in hits[:5] if not hit.passage.private)
    nearest = list(dict.fromkeys(_name_hit(hit) for hit in public))[:3]
    if nearest:
        parts.append("Nearest, but not an answer: " + "; ".join(nearest) + ".")
    if unread:
        parts.append(unread)
    declined_by = verdict.lack.check if verdict.lack is not None else None
    return Composed("\n\n".join(parts), (), None, verdict.chance, declined_by)


def compose_no_matter() -> Composed:
    """Say that a question rests on an earlier one that is not known, and what to ask instead."""
    text = (
        "**Not enough to go by.** This question names no matter, and the questions before it, if "
        "there were any, are not known here. Ask again and name the matter, or the meeting and its "
        "day. For example: “Who moved the motion on the library?”"
    )
    return Composed(text, (), None, declined_by=NO_MATTER)


def compose_exempt(asked: Asked, hits: Sequence[Hit], library: Library) -> Composed:
    """Say that the matter was taken in private, and quote no more than the public record."""
    private = next(hit for hit in hits if hit.passage.private)
    quotes = [Quote(private.passage, private.paper, choose_units(asked, private.passage))]
    for passage in library.passages_of(private.passage.paper_id):
        public_minute = not passage.private and passage.item_kind == ItemKind.MINUTE
        if public_minute and _EXCLUSION.search(passage.item_title or ""):
            units = tuple(unit for unit in passage.units if unit.kind != UnitKind.HEADER)
            quotes.insert(0, Quote(passage, private.paper, units))
            break
    cited = cite(library, quotes)
    opening = (
        "**Considered in private.** The press and public were excluded while this was taken; "
        "the public record says only:"
    )
    return _composed([opening, *(block(c) for group in cited for c in group)], cited, None)


_EXCLUSION = re.compile(r"exclusion|local government act", re.I)
"""In the title of the minute that excludes the press and public."""


def compose_private_items(items: PrivateItems, library: Library) -> Composed:
    """List the business of a meeting that was taken in private, by its public lines."""
    cited = cite(library, items.quotes)
    parts = [f"**Taken in private** ({items.meeting}); the public papers list:"]
    for quote, citations in zip(items.quotes, cited, strict=True):
        title = quote.passage.item_title or ""
        if title not in " ".join(citations[0].quote.split()):
            parts.append(f"{quote.passage.item_number or ''} {title}:".strip())
        parts.extend(block(citation) for citation in citations)
    return _composed(parts, cited, Standing.BACKGROUND)


def compose_withheld(kept: KeptBack, library: Library) -> Composed:
    """Quote the public line that says that what is asked for is not published.

    A line that names what it keeps back, such as the figure, is not quoted: only its paper is named.
    """
    if not kept.quotable:
        where = _name_hit(kept.line)
        return Composed(f"**Not published.** The papers held keep this back: {where}.", (), None)
    cited = cite(library, [kept.line])
    opening = "**Not published.** The papers held keep this back; they say only:"
    return _composed([opening, *(block(citation) for citation in cited[0])], cited, None)


def note_private(hit: Hit) -> str:
    """Say that a further part of the matter was taken in private; nothing of it is quoted."""
    number = hit.passage.item_number
    where = f"minute {number}, {_meeting_day(hit.passage, hit.paper)}" if number else _name_hit(hit)
    return f"A further part of this was taken in private ({where}); it is not in the public record."


def _composed(
    parts: Sequence[str], cited: Sequence[Sequence[Citation]], standing: Standing | None
) -> Composed:
    citations = tuple(citation for group in cited for citation in group)
    return Composed("\n\n".join(parts), citations, standing)


# Choose and cite

_Cited = tuple[StandingQuote, list[Citation]]
"""A quote with its standing for the question, and its citations."""


def _by_meeting_date(quotes: list[Quote]) -> list[Quote]:
    """Return quotes in the order of their meetings, of one meeting the decisions first.

    They stay as they are if one has no date.
    """
    dated = [
        (quote.passage.meeting_date, quote.passage.standing not in DECIDING, quote.passage.ordinal)
        for quote in quotes
        if quote.passage.meeting_date
    ]
    if len(dated) < len(quotes):
        return quotes
    return [quotes[i] for i in sorted(range(len(quotes)), key=lambda i: dated[i])]


def _cite_with_standing(
    asked: Asked, quotes: Sequence[Quote], related: Sequence[Hit], library: Library
) -> tuple[list[_Cited], list[_Cited]]:
    """Return the quotes and one quote of each related hit, cited and with their standing."""
    everything = [*quotes]
    for hit in related:
        units = [u for u in hit.passage.units if APPROVED.search(u.text)] or list(hit.passage.units)
        scores = unit_scores(asked, units)
        best = units[max(range(len(units)), key=lambda i: scores[i])]
        everything.append(Quote(hit.passage, hit.paper, (best,)))
    told = [with_standing(asked, quote, library) for quote in everything]
    cited = [
        (each, give_standing(each, citations))
        for each, citations in zip(told, cite(library, everything), strict=True)
    ]
    return cited[: len(quotes)], cited[len(quotes) :]


# The votes asked for


def _describe_votes(question: Question, lead: Quote, library: Library) -> list[str]:
    """Give the counts of the recorded votes asked for, if the question asks about votes."""
    item = _item_of(lead.passage, library) if question.facets.business.asks_of_vote else None
    votes = [_format_vote(vote) for vote in (_votes_asked(question, lead, item) if item else ())]
    return [f"Recorded votes: {'; then '.join(votes)}."] if votes else []


def _report_how_it_ended(lead: Quote, library: Library) -> list[str]:
    """Say what the minutes record of an amendment whose notice is quoted."""
    if lead.paper.kind is not PaperKind.AMENDMENT:
        return []
    items = library.items(lead.paper.id)
    item = next((i for i in items if i.id_in(lead.paper.id) == lead.passage.item_id), None)
    for motion in item.motions if item else ():
        found = joined(library, lead.paper, motion)
        if found and found.motion.outcome:
            votes = [
                _format_vote(replace(vote, result=None))
                for vote in found.motion.votes
                if vote.votes_for is not None
            ]
            told = f" ({'; then '.join(votes)})" if votes else ""
            title = found.paper.title
            return [
                f"This is the notice of an amendment. In “{title}” it was {found.motion.outcome.value}{told}."
            ]
    return []


def _votes_asked(question: Question, lead: Quote, item: Item) -> Sequence[Vote]:
    """Return the counted votes on what the question names, or on what is quoted; else all."""
    counted = [vote for vote in item.votes if vote.votes_for is not None]
    if len(counted) < 2:
        return counted
    terms = frozenset(question.terms) - frozenset(content_terms(item.title))
    nearness = [_nearness(terms, vote.on or "") for vote in counted]
    if max(nearness)[0] and nearness.count(max(nearness)) == 1:
        return [counted[nearness.index(max(nearness))]]
    told: list[Decision | Motion] = [*item.decisions, *item.motions]
    quoted = [unit.lines for unit in lead.units]
    tied = {
        vote
        for each in told
        if any(each.lines[0] <= last and first <= each.lines[1] for first, last in quoted)
        for vote in each.votes
    }
    return [vote for vote in counted if vote in tied] or counted


def _nearness(terms: frozenset[str], motion: str) -> tuple[int, float]:
    """Return how many of a question's terms a motion has, and the share of its own that these are."""
    own = frozenset(content_terms(motion))
    return len(terms & own), len(terms & own) / max(1, len(own))


def _format_vote(vote: Vote) -> str:
    counts = [("for", vote.votes_for), ("against", vote.against), ("abstaining", vote.abstain)]
    text = ", ".join(f"{count} {side}" for side, count in counts if count is not None)
    return f"{text} ({vote.result})" if vote.result else text


def _item_of(passage: Passage, library: Library) -> Item | None:
    """Return the numbered item that a passage belongs to, or None."""
    if passage.item_number is None:
        return None
    items = library.items(passage.paper_id)
    return next((i for i in items if i.id_in(passage.paper_id) == passage.item_id), None)


# The quotes, each with what it is and where it stands


def _format_quotes(quoted: Sequence[_Cited]) -> list[str]:
    """Return the quotes as blocks, with one introduction for those of the same item."""
    parts: list[str] = []
    last: tuple[ItemId, Standing] | None = None
    for told, citations in quoted:
        passage = told.quote.passage
        if (passage.item_id, passage.standing) != last:
            parts.append(_introduce(told.quote, told.standing) + note_left_to_council(told.quote))
        last = (passage.item_id, passage.standing)
        parts.extend(format_rows(told.quote))
        parts.extend(block(citation) for citation in citations)
    return parts


def _introduce(quote: Quote, standing: Standing) -> str:
    """Return the sentence that says what a quote is and where it stands.

    `standing` is that of the quote for the question: a part of a report on a draft may be proposed
    though the report is background.
    """
    passage, paper = quote.passage, quote.paper
    day, body = _meeting_day(passage, paper), passage.body or paper.body or "the meeting"
    if paper.kind is PaperKind.DECISION_RECORD:
        body = "the decision maker named in the record"  # often one member, not the body
    title = passage.item_title or " > ".join(passage.heading[-2:]) or paper.title
    if passage.standing in DECIDING:
        is_minute = passage.item_kind == ItemKind.MINUTE and passage.item_number
        minute = f"minute {passage.item_number}, " if is_minute else ""
        report = f"; report {', '.join(passage.references[:2])}" if passage.references else ""
        wholly_left = len(_left_to_council(quote)) == len(quote.units)
        word = "Recommended to Council" if wholly_left else DONE[passage.standing]
        return f"**{word}** by {body}, {day} ({minute}{title}{report})."
    if passage.standing is Standing.RECOMMENDED:
        return f"**Recommended, not a decision**: the report “{title}” to {body}, {day}."
    if standing is Standing.PROPOSED:
        return (
            f"**Proposed, not a decision**: {paper.title} ({' > '.join(passage.heading) or title})."
        )
    kind = "the minutes" if paper.kind is PaperKind.MINUTES else f"the {paper.kind.value}"
    where = f"{kind} “{title}”" if passage.item_title else f"“{paper.title}”"
    if passage.standing is Standing.RECORDED:
        return f"**Recorded in the minutes**: {where}, {day}."
    if passage.standing is not Standing.DISCUSSED:
        return f"**Background**: {where}, {day}."
    if standing is Standing.DISCUSSED:
        return f"**Discussed, not a decision**: {where}, {day}."
    return f"**How it was decided**: {where}, {day}."


def note_left_to_council(quote: Quote) -> str:
    """Say which limbs of a resolution only recommend to Council, so that none is taken as final.

    Return a sentence to add behind another; no text if there is no such limb.
    """
    left = _left_to_council(quote)
    if not left:
        return ""
    numbers = [unit.number for unit in left if unit.number]
    if len(left) == len(quote.units) or not numbers:
        return " It recommends this to Council; it is not final until Council decides."
    which = f"Limb {numbers[0]} is" if len(numbers) == 1 else f"Limbs {', '.join(numbers)} are"
    return f" {which} recommended to Council, not final until Council decides."


def _left_to_council(quote: Quote) -> list[Unit]:
    """Return the units quoted of a resolution that only recommend to Council."""
    if quote.passage.standing is not Standing.DECIDED:
        return []
    standings = standings_of(quote.passage)
    return [unit for unit in quote.units if standings[unit] is Standing.RECOMMENDED]


def _meeting_day(passage: Passage, paper: Paper) -> str:
    day = passage.meeting_date or paper.meeting_date
    return format_day(day) if day else "undated"


_MAX_ROWS = 3
"""Rows of a table that are put into words; all are quoted."""
_TABLE_MARKUP = re.compile(r"</?[a-z]{1,3}>|\*{2,}")


def format_rows(quote: Quote) -> list[str]:
    """Return a line for each table quoted, in which each figure has the name of its column.

    A table without figures under named columns, such as a form, gets no line.
    """
    tables: dict[str, list[TableRow]] = {}
    for unit in quote.units:
        if unit.row is not None:
            tables.setdefault(unit.row.caption or "", []).append(unit.row)
    return [
        _format_table(caption, rows)
        for caption, rows in tables.items()
        if any(name and is_sum(value) for row in rows for name, value in row_values(row))
    ]


def _format_table(caption: str, rows: Sequence[TableRow]) -> str:
    # The caption often says what the figures are counted in.
    texts = [
        in_words(replace(row, unit=None) if row.unit and row.unit in caption else row)
        for row in rows[:_MAX_ROWS]
    ]
    return _TABLE_MARKUP.sub("", f"{caption.rstrip(' :') or 'From the table'}: {'; '.join(texts)}.")


# What is not held

_MAX_DAYS = 6
"""Days of meetings that are named; the latest."""


def _report_no_decision(
    asked: Asked, lead: Quote, hits: Sequence[Hit], library: Library
) -> list[str]:
    """Say that no minute held decides the matter, if the question asks what was decided."""
    business = asked.question.facets.business
    asks_before = business.asks_for_recommendation or business.asks_for_alternatives
    if (
        Kind.DECISION not in asked.question.kinds
        or asks_before
        or any(p.standing in DECIDING for p in library.item_passages(lead.passage))
        or is_decided(asked, lead, hits)
    ):
        return []
    council = lead.paper.council
    days = sorted(
        {
            paper.meeting_date
            for paper in library.papers()
            if paper.kind in (PaperKind.MINUTES, PaperKind.PACK) and paper.meeting_date
            if council is None or paper.council in (None, council)
        }
    )
    latest = ", ".join(map(format_day, days[-_MAX_DAYS:]))
    held = f"Minutes or packs are held of {latest}." if latest else "No minutes are held."
    return [f"No minute that decides this is among the papers found for the question. {held}"]


def _report_missing_limbs(lead: Quote, library: Library) -> list[str]:
    """Say which limbs of a resolution the copy held does not print."""
    item = _item_of(lead.passage, library) if lead.passage.standing in DECIDING else None
    if item is None or not item.missing_limbs:
        return []
    return [f"Limb {', '.join(item.missing_limbs)} is missing in the copy held."]


def _name_hit(hit: Hit | Quote) -> str:
    passage, paper = hit.passage, hit.paper
    title = passage.item_title or paper.title
    if not (passage.meeting_date or paper.meeting_date):
        return f"“{title}” ({paper.kind.value})"
    body = passage.body or paper.body or paper.kind.value
    return f"“{title}” ({body}, {_meeting_day(passage, paper)})"
