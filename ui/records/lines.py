"""A line of the record as the templates show it: its words, its badge, its place and its votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answers import paper_url
from qa.language.dates import format_day
from qa.language.sentences import first_words
from qa.language.terms import term_set
from qa.papers import PageKind, Paper, Standing, Vote
from qa.record.business import SAME
from qa.record.compose import votes_in_words
from qa.record.course.later import LaterChange
from qa.record.entries import Entry
from qa.writing.labels import LATER_CHANGED, STANDING_LABELS, format_page

MOST_WORDS = 60
"""Words of a step that are shown; its page has them all."""
_PASSED = frozenset({Standing.DECIDED, Standing.NOTED, Standing.DEFERRED})


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of ours, below `up`."""

    words: str
    href: str
    """From the root of the service, without a slash before it."""
    of: str = ""
    """What a screen reader is told besides, so that no two links say the same."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A standing in words, and the class that gives its colour."""

    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote: its counts, and folded who voted how."""

    counts: str
    names: tuple[tuple[str, str], ...] = ()
    """Each side with the names on it; none where the paper gives no names."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Words of a paper, with where they stand."""

    text: str
    place: Link
    badge: Badge | None = None
    """None where it is that of the item."""
    said: str = ""
    """Who moved and seconded it; or what is said of it."""
    votes: tuple[VoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What a later decision did."""

    said: str
    link: Link
    texts: tuple[str, ...]


def badge_of(standing: Standing, change: LaterChange | None = None) -> Badge:
    """Return the badge of a standing; of a decision that was changed later it says so."""
    if change is not None and standing is Standing.DECIDED:
        return Badge(LATER_CHANGED, "changed")
    return Badge(STANDING_LABELS[standing], standing.value)


def line_of(entry: Entry, of: Standing | None = None, *, short: bool = False) -> Line:
    """Return an entry; with a badge where its standing is not that of its item, `of`."""
    return Line(
        text=shortened(entry.text) if short else whole(entry.text),
        place=place_of(entry),
        badge=None if entry.standing is of else badge_of(entry.standing),
    )


def done_lines(
    entries: Sequence[Entry], motions: Sequence[Entry], of: Standing
) -> tuple[Line, ...]:
    """Return what was moved and decided in an item, in the order of its minutes.

    Of a motion whose words are those resolved there is only who moved it, and how it was voted on.
    """
    resolved = frozenset[str]().union(*(term_set(entry.text) for entry in entries))
    told = {(motion.moved_by, motion.seconded_by) for motion in motions}
    lines: list[tuple[int, Line]] = []
    for motion in motions:
        at, said = _at(motion), moved_by(motion)
        words = term_set(motion.text)
        is_resolved = motion.standing in _PASSED and len(words & resolved) >= SAME * len(words)
        if is_resolved:
            # Before the resolution, though its words begin with it.
            lines.append((at - 1, _moved(motion, said, Line("", place_of(motion)))))
        else:
            said = f"{motion.label or 'Motion'}: {said[:1].lower()}{said[1:] or 'mover not named'}"
            lines.append((at, _moved(motion, said, line_of(motion))))
    for entry in entries:
        line = line_of(entry, of)
        if (entry.moved_by, entry.seconded_by) not in told:
            line = _moved(entry, moved_by(entry), line)
        lines.append((_at(entry), line))
    lines.sort(key=lambda pair: pair[0])
    return tuple(line for _, line in lines if line.text or line.said or line.votes)


def _at(entry: Entry) -> int:
    return 2 * entry.lines[0] if entry.lines else 0


def _moved(entry: Entry, said: str, line: Line) -> Line:
    told = ". ".join(part for part in (said, entry.note) if part)
    return replace(line, said=told, votes=tuple(map(vote_line, entry.votes)))


def place_of(entry: Entry) -> Link:
    """Return the link that opens the page of an entry, as the links of answers do."""
    href = paper_url(entry.paper, entry.page, entry.lines).lstrip("/")
    if entry.page.kind is PageKind.UNKNOWN and entry.lines:
        words = f"line {entry.lines[0]}"
    elif entry.page.kind is PageKind.UNKNOWN:
        words = "the paper"
    else:
        words = format_page(entry.page)
    return Link(words, href, entry.paper.title)


def paper_link(paper: Paper) -> Link:
    """Return the link that opens a paper."""
    return Link(paper.title, f"papers/{paper.id}")


def moved_by(entry: Entry) -> str:
    """Return who moved and seconded something; empty where the paper does not say."""
    parts = [f"Moved by {entry.moved_by}"] if entry.moved_by else []
    if entry.seconded_by:
        parts.append(f"{'seconded' if parts else 'Seconded'} by {entry.seconded_by}")
    return ", ".join(parts)


def vote_line(vote: Vote) -> VoteLine:
    """Return a vote with its counts in sight, and its names apart."""
    sides = tuple((side, ", ".join(names)) for side, names in vote.sides if names)
    counts = (vote.votes_for, vote.against, vote.abstain, len(vote.names_not_voting) or None)
    told = [
        f"{side.lower()}: {count if count is not None else len(names)}"
        for (side, names), count in zip(vote.sides, counts, strict=True)
        if count is not None or names
    ]
    if not told:
        said = vote.manner or (vote.result.value if vote.result else "") or votes_in_words(vote)
        return VoteLine(said.capitalize() if said else "A vote was taken", sides)
    note = f"Casting vote: {vote.casting}" if vote.casting else ""
    return VoteLine(", ".join(told).capitalize(), sides, note)


def changed(change: LaterChange | None) -> Changed | None:
    """Return what a later decision did, with a link to it."""
    if change is None:
        return None
    entry = change.entry
    day = format_day(change.meeting.day) if change.meeting.day else "a later day"
    numbers = [f"({number})" for number in change.limbs]
    part = "Part " if len(numbers) == 1 else "Parts "
    what = f"{part}{' and '.join(numbers)} changed" if numbers else "Changed"
    where = f"minute {entry.item_number}" if entry.item_number else "a later minute"
    href = f"meetings/{change.meeting.id}#{anchor(entry.item_number, entry.item_title)}"
    return Changed(
        said=f"{what} by {change.meeting.body or 'the meeting'} on {day}:",
        link=Link(where, href, entry.item_title or ""),
        texts=tuple(whole(entry.text) for entry in change.entries),
    )


def anchor(number: str | None, title: str | None) -> str:
    """Return the id of an item on its meeting's page."""
    name = number or title or "item"
    return "item-" + "".join(char if char.isalnum() else "-" for char in name.lower())[:60]


def whole(text: str) -> str:
    """Return the words of a text as printed, a table's cells with a bar between."""
    if "\t" in text:
        return " | ".join(" ".join(cell.split()) for cell in text.split("\t") if cell.strip())
    return " ".join(text.split())


def shortened(text: str) -> str:
    """Return the first words of a text, with a sign that more follow."""
    return first_words(whole(text), MOST_WORDS)
