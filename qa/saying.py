"""Say it: the sentences round the quotes, which claim no more than the quotes do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.choosing.votes import VOTE_ASKED
from qa.decline import Verdict
from qa.effect import standings_of
from qa.library import Library
from qa.papers import DECIDING, Coverage, Item, Paper, PaperKind, Standing, Vote
from qa.passages import Hit, Passage
from qa.question import Question
from qa.quoting import Quote
from qa.table_rows import TableRow, in_words, is_sum, row_values

MOST_ROWS = 3
"""Rows of a table that are read out; all are quoted."""
MOST_DAYS = 6
MARKUP = re.compile(r"</?[a-z]{1,3}>|\*{2,}")

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


def _when(passage: Passage, paper: Paper) -> str:
    day = passage.meeting_date or paper.meeting_date
    return f"{day.day} {day:%B %Y}" if day else "undated"


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
        if passage.item_kind == "minute" and passage.item_number
        else ""
    )
    report = f"; report {', '.join(passage.references[:2])}" if passage.references else ""
    word = "Recommended to Council" if left else WORD[passage.standing]
    if passage.standing in DECIDING:
        return f"**{word}** by {body}, {_when(passage, paper)} ({minute}{title}{report})."
    if passage.standing is Standing.RECOMMENDED:
        when = _when(passage, paper)
        return f"**Recommended, not a decision**: the report “{title}” to {body}, {when}."
    if standing is Standing.PROPOSED:
        where = " > ".join(passage.heading) or title
        return f"**Proposed, not a decision**: {paper.title} ({where})."
    kind = {PaperKind.MINUTES: "the minutes"}.get(paper.kind, f"the {paper.kind.value}")
    where = f"{kind} “{title}”" if passage.item_title else f"“{paper.title}”"
    if passage.standing is Standing.DISCUSSED and standing is not Standing.DISCUSSED:
        return f"**How it was decided**: {where}, {_when(passage, paper)}."
    prefix = (
        "**Discussed, not a decision**"
        if passage.standing is Standing.DISCUSSED
        else "**Background**"
    )
    return f"{prefix}: {where}, {_when(passage, paper)}."


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


def missing_limbs(passage: Passage, library: Library) -> list[str]:
    """Say which limbs of the resolution the copy held does not print."""
    item = _item(passage, library) if passage.standing in DECIDING else None
    if item is None or not item.missing_limbs:
        return []
    return [f"Limb {', '.join(item.missing_limbs)} is missing in the copy held."]


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
