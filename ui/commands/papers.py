"""What was understood of a paper, as lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qa.papers import Item, Paper, Vote
from qa.writing.labels import STANDING_LABELS, format_page

LONGEST = 90
"""Letters shown of a decision or a limb."""
INDENT = " " * 9


def describe_paper(paper: Paper, items: Iterable[Item]) -> Iterator[str]:
    """Yield the lines that show a paper: what it is and by what words, then item by item."""
    yield paper.title
    yield f"{paper.kind.value}, {paper.body or 'no body'}, {paper.meeting_date or 'no date'}"
    for basis in paper.identity:
        where = f"page {basis.page}" if basis.page else f"line {basis.line}" if basis.line else ""
        told = ", ".join(part for part in (where, f"sure to {basis.confidence:.2f}") if part)
        yield f"  {basis.field}: {basis.value} (“{_short(basis.words)}”, {told})"
    for notice in paper.notices:
        yield f"  note: {notice}"
    for item in items:
        yield f"{item.number or '-':>6}  {STANDING_LABELS[item.standing]}: {item.title}"
        yield from _describe_acts(item)


def _describe_acts(item: Item) -> Iterator[str]:
    """Yield a line for each limb, decision and motion of an item, and for what is missing."""
    if not item.decisions:
        for limb in item.limbs:
            yield f"{INDENT}{limb.number} {_short(limb.text.removeprefix(limb.number))}"
    for decision in item.decisions:
        label = STANDING_LABELS[decision.standing]
        yield f"{INDENT}{label}, {format_page(decision.page)}: {_short(decision.text)}"
        if decision.moved_by:
            seconder = f", seconded by {decision.seconded_by}" if decision.seconded_by else ""
            yield f"{INDENT}  moved by {decision.moved_by}{seconder}"
        for vote in decision.votes:
            yield f"{INDENT}  {describe_vote(vote)}"
    for motion in item.motions:
        outcome = motion.outcome.value if motion.outcome else "outcome not known"
        mover = f" of {motion.moved_by}" if motion.moved_by else ""
        yield f"{INDENT}{motion.kind.value}{mover}, {outcome}: {_short(motion.text)}"
    if item.missing_limbs:
        yield f"{INDENT}missing in the copy held: {', '.join(item.missing_limbs)}"


def describe_vote(vote: Vote) -> str:
    """Return a vote in words: its counts, or the manner in which it was agreed."""
    counts = [
        f"{count} {word}"
        for count, word in (
            (vote.votes_for, "for"),
            (vote.against, "against"),
            (vote.abstain, "abstaining"),
        )
        if count is not None
    ]
    told = ", ".join(counts) or vote.manner or "not counted"
    casting = f", casting vote of {vote.casting}" if vote.casting else ""
    return f"vote: {told}{casting}"


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= LONGEST else joined[: LONGEST - 1] + "…"
