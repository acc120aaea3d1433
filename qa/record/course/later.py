"""Whether a later decision that is held varies or rescinds an earlier one, and which.

Only what is certain is told, by four things together: the later meeting is one of the same body;
its resolution names the minute by its number; it, or its item, names the day of the earlier
meeting; and it says that it varies (`qa.language.issues.VARYING`), or repeats a sum or a day of
the earlier decision and gives another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa.answers import Citation
from qa.language.alignment import find_quote
from qa.language.dates import find_days, format_day
from qa.language.issues import VARYING
from qa.language.numbers import MONEY
from qa.language.terms import TOKEN, analyse, stem, term_set
from qa.papers import ItemId, ItemKind, Limb, Standing
from qa.questions.question import MINUTE
from qa.record.business import SAME, decisions_of
from qa.record.entries import Entry
from qa.record.register import RECORDING, Meeting, Placed, items_of, meetings_held

if TYPE_CHECKING:
    from qa.library import Library

# "(2)", "(2) and (3)" behind the number of a minute.
_LIMBS = re.compile(r"(?:\s*(?:,|and|&|to)?\s*\(\w{1,4}\))+")
_LIMB = re.compile(r"\((\w{1,4})\)")


@dataclass(frozen=True, slots=True)
class LaterChange:
    """What a later meeting did to a decision."""

    entries: tuple[Entry, ...]
    """What it resolved on it, word for word, each with its page; one or more, of one item."""
    meeting: Meeting
    limbs: tuple[str, ...] = ()
    """Numbers of the limbs that it changes, without brackets; none where it names the whole."""

    @property
    def entry(self) -> Entry:
        """The first of them, for a link."""
        return self.entries[0]


def later_change(library: Library, decided: Citation | Placed) -> LaterChange | None:
    """Return the latest decision in sight that varies or rescinds what was decided.

    `decided` is a citation of minutes, or an item of them. None where no such decision is held,
    where it is not certain, and for a quote that has none of the limbs that were changed.
    """
    found = _placed(library, decided) if isinstance(decided, Citation) else decided
    if found is None or found.item.standing is not Standing.DECIDED:
        return None
    meeting = _meeting_of(library, found)
    if meeting is None:
        return None
    change = changes_after(library, meeting).get(found.item.id_in(found.paper.id))
    if change is None or isinstance(decided, Placed):
        return change
    return change if _quotes_any(decided.quote, found.item.limbs, change.limbs) else None


def name_change(change: LaterChange) -> str:
    """Return which meeting changed a decision, in a few words: body, day, minute, limbs changed."""
    entry = change.entry
    day = format_day(entry.day) if entry.day else None
    minute = f"minute {entry.item_number}" if entry.item_number else None
    body = change.meeting.body or entry.paper.title
    told = ", ".join(part for part in (body, day, minute) if part)
    if not change.limbs:
        return told
    limbs = " and ".join(f"({limb})" for limb in change.limbs)
    return f"{told} (of limb{'s' if len(change.limbs) > 1 else ''} {limbs})"


def changes_after(library: Library, meeting: Meeting) -> Mapping[ItemId, LaterChange]:
    """Return what later meetings of the same body did to the decisions of a meeting, by item."""
    if meeting.day is None:
        return {}
    day = meeting.day
    later = [
        other
        for other in meetings_held(library, lambda on: on is not None and on > day)
        if other.is_of_the_body_of(meeting) and _may_name(library, other)
    ]
    found: dict[ItemId, LaterChange] = {}
    if not later:
        return found
    ours = {
        one.item.number: one
        for one in items_of(library, meeting)
        if one.item.number and one.item.standing is Standing.DECIDED and not one.item.private
    }
    for other in later:  # the latest counts
        by_item: dict[str, list[tuple[Entry, tuple[str, ...]]]] = defaultdict(list)
        for one in items_of(library, other):
            if one.item.private or _is_on_minutes(one) or not _names_day(one, day):
                continue
            for entry in decisions_of(one, other):
                for number, limbs in _minutes_named(entry.text):
                    earlier = ours.get(number)
                    if earlier and _changes(entry, limbs, earlier, day):
                        by_item[number].append((entry, limbs))
        for number, changing in by_item.items():
            whole = any(not limbs for _, limbs in changing)
            named = () if whole else tuple(dict.fromkeys(n for _, ls in changing for n in ls))
            earlier = ours[number]
            found[earlier.item.id_in(earlier.paper.id)] = LaterChange(
                tuple(entry for entry, _ in changing), other, named
            )
    return found


def _placed(library: Library, citation: Citation) -> Placed | None:
    """Return the item of minutes that a citation quotes; None where it quotes none, or several."""
    if citation.minute is None or citation.standing is not Standing.DECIDED:
        return None
    passages = [
        passage
        for passage in library.passages_of(citation.paper.id)
        if passage.item_kind is ItemKind.MINUTE and passage.item_number == citation.minute
    ]
    if len({passage.item_id for passage in passages}) > 1:  # of several meetings bound in a pack
        passages = [p for p in passages if find_quote(p.text, citation.quote)]
    if len({passage.item_id for passage in passages}) != 1:
        return None
    held = passages[0].item_id
    for item in library.items(citation.paper.id):
        if item.kind is ItemKind.MINUTE and item.id_in(citation.paper.id) == held:
            return Placed(citation.paper, item, tuple(passages))
    return None


def _meeting_of(library: Library, one: Placed) -> Meeting | None:
    """Return the meeting whose minutes an item is of."""
    days = {p.meeting_date or one.paper.meeting_date for p in one.passages}
    held = [
        meeting
        for meeting in meetings_held(library, lambda day: day in days)
        if one.paper.id in {paper.id for paper in meeting.papers}
    ]
    wanted = one.item.id_in(one.paper.id)
    if len(held) == 1:
        return held[0]
    for meeting in held:
        if any(o.item.id_in(o.paper.id) == wanted for o in items_of(library, meeting)):
            return meeting
    return None


def _may_name(library: Library, meeting: Meeting) -> bool:
    """Whether a meeting's decisions name a minute at all: quick, since it reads no passages."""
    known = library.once(_papers_that_name)
    for paper in meeting.papers:
        if paper.kind in RECORDING and paper.id not in known:
            known[paper.id] = any(
                MINUTE.search(text)
                for item in library.items(paper.id)
                for text in (*(d.text for d in item.decisions), *(limb.text for limb in item.limbs))
            )
    return any(known.get(paper.id, False) for paper in meeting.papers)


def _papers_that_name(_: Library) -> dict[str, bool]:
    """Return {id of a paper: whether its decisions name a minute}, as far as it was asked yet."""
    return {}


def _is_on_minutes(one: Placed) -> bool:
    """Whether an item is on the minutes themselves: it mends the record, and no decision."""
    return stem("minutes") in term_set(one.item.title)


def _names_day(one: Placed, day: date) -> bool:
    text = " ".join(passage.text for passage in one.passages)
    return any(found.day == day for found in find_days(text))


def _minutes_named(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each minute that a text names by its number, with the limbs named behind it."""
    for match in MINUTE.finditer(text):
        behind = _LIMBS.match(text, match.end())
        yield match[1], tuple(_LIMB.findall(behind[0])) if behind else ()


def _changes(entry: Entry, limbs: tuple[str, ...], earlier: Placed, day: date) -> bool:
    """Whether a decision that names an earlier one varies it, for certain."""
    if entry.standing is not Standing.DECIDED:
        return False
    if VARYING.search(entry.text):
        return True
    before = " ".join(
        limb.text for limb in earlier.item.limbs if not limbs or limb.number.strip("()") in limbs
    )
    old, new = _values(before), _values(entry.text) - {day.isoformat()}
    return bool(limbs) and bool(old & new) and bool(new - old)


def _values(text: str) -> set[str]:
    """Return the sums and the days that a text names."""
    sums = {term for sum_ in TOKEN.findall(text) if MONEY.match(sum_) for term in analyse(sum_)}
    return sums | {found.day.isoformat() for found in find_days(text)}


def _quotes_any(quote: str, limbs: tuple[Limb, ...], changed: tuple[str, ...]) -> bool:
    """Whether a quote has any of the limbs changed; true where nobody can tell."""
    own = term_set(quote)
    texts = [term_set(limb.text) for limb in limbs if limb.number.strip("()") in changed]
    if not changed or not texts:
        return True
    return any(len(own & text) >= SAME * min(len(own), len(text)) for text in texts)
