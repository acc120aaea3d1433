"""A listing in words: first how many there are and of what, then a line each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers import Citation, Shown
from qa.language.dates import format_day
from qa.language.sentences import PARTS_AT_STOPS
from qa.papers import Hit, Paper, Standing, Vote
from qa.questions.question import Question
from qa.record.entries import Entry, Listing, ListingKind, count_of
from qa.record.plan import listing_for
from qa.writing.compose import Composed
from qa.writing.form.standings import SAID
from qa.writing.labels import name_pages

if TYPE_CHECKING:
    from qa.library import Library

MOST_WORDS = 60
"""Words shown of one entry; the citation has them all."""
SHORT_LIST = 12
"""Entries up to which a list is short, and twice as many words are shown of each."""
LONGEST_LINE = 25
"""Words of an answer's first line, by the contract."""
MOST_SHOWN = 40
"""Entries shown; of further ones it is said how many there are, and of which item."""
LONGEST_CELL = 25
"""Words of a table's cell that are shown as a whole; of a longer one the first `CUT_CELL`."""
CUT_CELL = 10


def answer_from_record(
    question: Question, library: Library, hits: Sequence[Hit] = ()
) -> Composed | None:
    """Return what the record answers, in words; None where a search answers.

    `hits` are what a search found; they tell the council where the question names none.
    """
    listing = listing_for(question, library, hits)
    return compose_listing(listing) if listing is not None else None


def compose_listing(listing: Listing) -> Composed:
    """Return a listing in words, with a citation for each entry that is shown."""
    parts: list[str] = []
    citations: list[Citation] = []
    items: list[Shown] = []
    notes: list[str] = []
    same_day = len({entry.day for entry in listing.entries}) == 1
    several = len(listing.groups) > 1
    councils = {entry.paper.council for entry in listing.entries}
    most = MOST_WORDS if len(listing.entries) > SHORT_LIST else 2 * MOST_WORDS
    for group in listing.groups:
        shown, left = _shown(group.entries, MOST_SHOWN - len(citations))
        lines = []
        for entry in shown:
            citations.append(entry.cite(len(citations) + 1))
            several_councils = len(councils) > 1
            lines.append(_line(entry, listing.kind, len(citations), most, several_councils))
            heading = group.title if several else ""
            _add(items, entry, heading, listing.kind, len(citations), same_day)
        if several:
            parts.append(f"**{group.title}**")
        if lines:
            parts.append("\n".join(lines))
        if left:
            notes.append(f"Not shown here: {'; '.join(left)}.")
            parts.append(notes[-1])
        parts += group.lacks
        notes += group.lacks
    parts += listing.lacks
    notes += listing.lacks
    standings = [entry.standing for entry in listing.entries]
    number = len(listing.entries)
    cut = f" {len(citations)} of {number} lines are shown." if len(citations) < number else ""
    said = f"{listing.line}{cut}"
    return Composed(
        "\n\n".join([f"**{said}**", *parts]),
        tuple(citations),
        _standing(listing.kind, standings),
        line=_first_words(said),
        shown=tuple(items),
        notes=tuple(notes),
    )


def _first_words(said: str) -> str:
    """Return a first line with as many words as the contract allows; what it counts comes first."""
    words = said.split()
    return said if len(words) <= LONGEST_LINE else f"{' '.join(words[: LONGEST_LINE - 1])} …"


def _add(
    items: list[Shown],
    entry: Entry,
    heading: str,
    kind: ListingKind,
    number: int,
    same_day: bool,
) -> None:
    """Add an entry to what is shown; one of the same item and label joins the entry before it."""
    shown = Shown(
        (number,),
        heading=heading,
        label=entry.label,
        title=entry.name or entry.paper.title,
        day=None if same_day else entry.day,
        notes=tuple(_said_of(entry, kind)),
    )
    last = items[-1] if items else None
    if last is not None and replace(last, citations=()) == replace(shown, citations=()):
        items[-1] = replace(last, citations=(*last.citations, number))
    else:
        items.append(shown)


def _said_of(entry: Entry, kind: ListingKind) -> list[str]:
    """Return who moved an entry, how it was voted on and what was found out about it."""
    said = []
    if entry.moved_by and kind in (ListingKind.PERSON, ListingKind.VOTES):
        seconder = f", seconded by {entry.seconded_by}" if entry.seconded_by else ""
        said.append(f"moved by {entry.moved_by}{seconder}")
    if kind is ListingKind.VOTES:
        said += [in_words for vote in entry.votes if (in_words := votes_in_words(vote))]
    return [*said, *([entry.note] if entry.note else [])]


def _shown(entries: Sequence[Entry], room: int) -> tuple[list[Entry], list[str]]:
    """Return the entries that are shown, and how many are left out of which item.

    Of a long list each item has its first few lines before any has more, so that none is missing.
    """
    items: dict[str, list[Entry]] = {}
    for entry in entries:
        items.setdefault(entry.name or entry.paper.id, []).append(entry)
    most = max(map(len, items.values()), default=0)
    while most > 1 and sum(min(most, len(held)) for held in items.values()) > room:
        most -= 1
    first = {id(entry) for held in items.values() for entry in held[:most]}
    kept = [entry for entry in entries if id(entry) in first][: max(0, room)]
    left = [
        f"{count_of(gone, 'line')} of {held[0].name or held[0].paper.title}"
        for held in items.values()
        if (gone := sum(not any(entry is one for one in kept) for entry in held))
    ]
    return kept, left


def _standing(kind: ListingKind, standings: Sequence[Standing]) -> Standing:
    """Return the standing of a listing: that a decision is in it, else that of its first entry."""
    if kind is ListingKind.PAPERS:
        return standings[0]
    if kind is ListingKind.PRIVATE:  # what was decided is not told, but that it was in private
        return Standing.BACKGROUND
    return Standing.DECIDED if Standing.DECIDED in standings else standings[0]


def _line(entry: Entry, kind: ListingKind, number: int, most: int, names_council: bool) -> str:
    said = entry.label or SAID[entry.standing]
    said += ", in the lines below" if entry.leads else ", in part" if entry.is_part else ""
    if entry.label and kind in (ListingKind.PERSON, ListingKind.VOTES):
        said = f"{entry.label} ({SAID[entry.standing].lower()})"
    told = "" if kind is ListingKind.BESIDE and entry.label.startswith("Asked in") else entry.name
    told = told or (entry.paper.title if kind is ListingKind.MATTER else "")
    told = told if kind is not ListingKind.VOTES else ""
    day = format_day(entry.day) if kind is ListingKind.FIGURES and entry.day else ""
    council = _council_of(entry.paper) if names_council else ""
    names = ", ".join(part for part in (told, day, council) if part)
    name = f" ({names})" if names else ""
    pages = name_pages(entry.page)
    where = f", {pages}" if pages else ""
    parts = [
        f"- **{said}**{name}: “{_short(entry.text, most)}” [{number}]{where}",
        *_said_of(entry, kind),
    ]
    return "; ".join(part.rstrip(".") for part in parts) + "."


def _council_of(paper: Paper) -> str:
    """Return whose paper it is; of one that names no council, where it is filed."""
    return paper.council or f"no council named, {paper.file}"


def votes_in_words(vote: Vote) -> str:
    """Return each side of a vote with its count and its names."""
    told = []
    for (side, names), count in zip(vote.sides, vote.counts, strict=True):
        if names:
            told.append(f"{side.lower()} ({count or len(names)}): {', '.join(names)}")
        elif count is not None:
            told.append(f"{side.lower()}: {count or 'nobody'}")
    if vote.casting:
        told.append(f"casting vote: {vote.casting}")
    return "; ".join(told)


def _short(text: str, most: int) -> str:
    """Return a text up to the last sentence or limb that fits; the whole of a short one."""
    if "\t" in text:
        return " | ".join(_cell(cell) for cell in text.split("\t") if cell.strip())
    joined = " ".join(text.split())
    if len(joined.split()) <= most:
        return joined
    kept = ""
    for piece in PARTS_AT_STOPS.split(joined):
        if kept and len(f"{kept} {piece}".split()) > most:
            break
        kept = f"{kept} {piece}".strip()
    return kept if len(kept.split()) <= 2 * most else f"{' '.join(kept.split()[:most])} …"


def _cell(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= LONGEST_CELL else f"{' '.join(words[:CUT_CELL])} …"
