"""What a meeting was asked to resolve beside what it resolved, limb by limb, with the difference.

What was asked stands in the papers of the meeting that only propose or recommend: its reports and
its proposed record of decision. A limb resolved is set beside the limb asked that it shares most
words with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from qa.language.terms import term_set
from qa.papers import MERELY, Paper, PaperKind, UnitKind
from qa.record.business import decisions_of, entry_of
from qa.record.entries import Entry, Group, Listing, ListingKind, count_of
from qa.record.register import Meeting, Placed, items_of, passages_by_item

if TYPE_CHECKING:
    from qa.library import Library

ON_THE_MATTER = 0.6
"""Share of the matter's terms that an item or a paper's title has."""
LEAST_WORDS = 4
NUMBER = re.compile(r"^\W*(?:\d+\.\d+|\w{1,3}[.)])\s+")
"""The number at the start of a limb."""
_MARKS = ".,;:()“”\"'"
ALIKE = 0.4
"""Share of the terms of two limbs together that they share, to be set beside one another."""


def asked_beside_resolved(
    library: Library, meetings: Sequence[Meeting], matter: frozenset[str]
) -> Listing | None:
    """Return what was asked beside what was resolved on a matter; None where either is not held."""
    for meeting in meetings:
        scored = [(_share(matter, one.item.title), one) for one in items_of(library, meeting)]
        share, one = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if one is None or share < ON_THE_MATTER or one.item.private:
            continue
        resolved = resolved_in(one, meeting)
        asked = asked_for(library, meeting, one)
        if resolved and asked:
            return _set_beside(meeting, one, resolved, asked, library.reach)
    return None


def _share(matter: frozenset[str], text: str) -> float:
    return len(matter & term_set(text)) / len(matter)


def _leads(entry: Entry) -> bool:
    """Whether an entry only leads in the limbs after it."""
    return entry.text.rstrip().endswith((":", "to", "that")) and len(entry.text.split()) < 8


def resolved_in(one: Placed, meeting: Meeting) -> list[Entry]:
    """Return what was resolved in an item, without lines that only lead in others."""
    return [entry for entry in decisions_of(one, meeting) if not _leads(entry)]


def asked_for(library: Library, meeting: Meeting, one: Placed) -> dict[Paper, list[Entry]]:
    """Return the limbs that each paper of the meeting asks for on the matter, in order."""
    found: dict[Paper, list[Entry]] = {}
    title = term_set(one.item.title)
    for paper in meeting.papers:
        if paper.kind in (PaperKind.MINUTES, PaperKind.AGENDA):
            continue
        of_paper = term_set(f"{paper.title} {paper.file}")
        for item, passages in passages_by_item(library, paper).items():
            # A pack or a supplement binds reports on other matters, each an item of its own.
            if len(title & (term_set(item.title or "") | of_paper)) < ON_THE_MATTER * len(title):
                continue
            for passage in passages:
                if passage.standing not in MERELY:
                    continue
                for unit in passage.units:
                    if unit.kind is UnitKind.LIMB and len(unit.text.split()) >= LEAST_WORDS:
                        entry = entry_of(unit, passage, paper, None, meeting)
                        found.setdefault(paper, []).append(entry)
    return found


def _set_beside(
    meeting: Meeting,
    one: Placed,
    resolved: Sequence[Entry],
    asked: dict[Paper, list[Entry]],
    reach: str,
) -> Listing:
    lines: list[Entry] = []
    set_beside, left = paired(resolved, asked)
    differing = 0
    for place, entry in enumerate(resolved):
        beside = set_beside.get(place, [])
        note = "" if beside else f"No paper {reach} asks for this."
        lines.append(replace(entry, label="Resolved", note=note))
        differing += not beside
        told: set[tuple[str, str]] = set()
        for paper, limb in beside:
            note = difference(limb.text, entry.text)
            if (paper.id, note) in told:
                continue
            told.add((paper.id, note))
            differing += bool(note)
            label = f"Asked in {paper.title or paper.file}"
            lines.append(replace(limb, label=label, note=note or "The same words."))
    groups = [Group(f"{one.item.title}, {meeting.title}", tuple(lines))]
    if left:
        asked_only = tuple(replace(limb, label="Asked") for limb in left)
        groups.append(Group("Asked, and not among what was resolved", asked_only))
    line = (
        f"{count_of(len(resolved), 'limb')} resolved, beside what "
        f"{count_of(len(asked), 'paper')} asked; {count_of(differing, 'difference')}."
    )
    return Listing(ListingKind.BESIDE, line, tuple(groups))


def paired(
    resolved: Sequence[Entry], asked: Mapping[Paper, Sequence[Entry]]
) -> tuple[dict[int, list[tuple[Paper, Entry]]], list[Entry]]:
    """Return the limbs asked for by the place of the limb resolved that they are most like.

    With those that are like none.
    """
    beside: dict[int, list[tuple[Paper, Entry]]] = {}
    left: list[Entry] = []
    for paper, limbs in asked.items():
        for limb in limbs:
            score, place = max((alike(entry, limb), i) for i, entry in enumerate(resolved))
            if score >= ALIKE:
                beside.setdefault(place, []).append((paper, limb))
            else:
                left.append(limb)
    return beside, left


def alike(one: Entry, other: Entry) -> float:
    """Return the share of the terms of both that two limbs share, 0 to 1."""
    a, b = term_set(one.text), term_set(other.text)
    return len(a & b) / max(1, len(a | b))


class Piece(StrEnum):
    """What became of some words of a limb asked."""

    SAME = "same"
    LEFT_OUT = "left out"
    ADDED = "added"


def pieces(asked: str, resolved: str) -> tuple[tuple[Piece, str], ...]:
    """Return the words of both limbs in order, each run with whether it was left out or added."""
    a, b = _words(asked), _words(resolved)
    keys = [[word.strip(_MARKS).lower() for word in words] for words in (a, b)]
    matcher = SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)
    found: list[tuple[Piece, str]] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found.append((Piece.SAME, " ".join(b[k:m])))
            continue
        found += [(Piece.LEFT_OUT, " ".join(a[i:j]))] if j > i else []
        found += [(Piece.ADDED, " ".join(b[k:m]))] if m > k else []
    return tuple(found)


def difference(asked: str, resolved: str) -> str:
    """Say which words of a limb asked were left out, and which were added; empty if none."""
    parts = pieces(asked, resolved)
    gone = [text.strip(_MARKS) for piece, text in parts if piece is Piece.LEFT_OUT]
    new = [text.strip(_MARKS) for piece, text in parts if piece is Piece.ADDED]
    told = []
    if gone:
        told.append(f"not in what was resolved: “{'”, “'.join(gone)}”")
    if new:
        told.append(f"only in what was resolved: “{'”, “'.join(new)}”")
    return f"Differs; {'; '.join(told)}." if told else ""


def _words(text: str) -> list[str]:
    """Return the words of a limb without its number."""
    return [word for word in NUMBER.sub("", text).split() if word.strip(_MARKS)]
