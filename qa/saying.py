"""Say it: the sentences round the quotes, which claim no more than the quotes do."""

from __future__ import annotations

import re

from qa.effect import standings_of
from qa.library import Library
from qa.papers import DECIDING, Item, ItemKind, Paper, PaperKind, Standing, Vote
from qa.passages import Passage
from qa.question import Question
from qa.quoting import Quote

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
