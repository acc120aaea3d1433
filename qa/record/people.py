"""What one person moved, seconded and voted for or against; and who voted how on a matter.

From the motions, decisions and votes of the records. Nothing is concluded from who was present.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa.language.terms import analyse, stem, term_set
from qa.papers import Item, Lines, Motion, MotionOutcome, Paper, Standing, Vote
from qa.questions.outcomes import Does, verbs_in, words_of
from qa.questions.record import Word, is_person, name_in, speaks_of
from qa.record.business import entry_of, entry_of_act, is_on
from qa.record.entries import Entry, Group, Listing, ListingKind, count_of, labelled
from qa.record.register import RECORDING, Meeting, Placed, items_of

if TYPE_CHECKING:
    from qa.library import Library

ON_THE_MATTER = 0.5
"""Share of a matter's terms that an item with its motions has, to be about it."""
MOST_LEFT_OVER = 1
"""Terms left over of a question that may be no matter; of more of them other votes are not told."""
TOGETHER = "Voted on together with the motion before."
OUTCOMES = {
    MotionOutcome.CARRIED: Standing.DECIDED,
    MotionOutcome.LOST: Standing.LOST,
    MotionOutcome.WITHDRAWN: Standing.LOST,
    MotionOutcome.DEFERRED: Standing.DEFERRED,
}


def acts_of(
    library: Library,
    meetings: Sequence[Meeting],
    asked: frozenset[str],
    *,
    votes_only: bool,
    names: Sequence[str] = (),
    spelt: Mapping[str, str] = MappingProxyType({}),
) -> Listing | None:
    """Return what a person moved, seconded and voted on; None where nothing, or nobody is named.

    `asked` are the words of the question's matter, among them the name; `names` those that it
    writes as names, in order; `spelt` is how it spells each term. What is left beside the name
    narrows the acts, if any bear it. What the minutes say beside the records, of who moved or
    seconded, is listed after them.
    """
    acts = [
        (meeting, entry, role, who)
        for meeting in meetings
        for one in items_of(library, meeting)
        if not one.item.private
        for entry in _motions(one, meeting)
        for role, who in _parts_in(entry, votes_only=votes_only)
    ]
    written = [term for name in names for term in analyse(name) if term in asked]
    name = _name(asked, frozenset(written), [who for _, _, _, who in acts])
    own = [act for act in acts if name and is_person(name, act[3])]
    if not votes_only and len(written) > 1:
        name = name or frozenset(written)
        full = [word for word in names if stem(word) in written]
        own += [
            (meeting, entry, "Named", " ".join(word.capitalize() for word in full))
            for meeting in meetings
            for entry in _named_beside(library, meeting, full, [act[1] for act in own])
        ]
    if not own:
        return None
    left = asked - name
    narrowed = [act for act in own if left and is_on(left, act[1])]
    groups: dict[str, list[Entry]] = {}
    for meeting, entry, role, _ in narrowed or own:
        groups.setdefault(meeting.title, []).append(labelled(entry, role))
    printed = list(dict.fromkeys(who for _, _, _, who in narrowed or own))
    number = len(narrowed or own)
    done = count_of(number, "vote" if votes_only else "motion")
    where = next(iter(groups)) if len(groups) == 1 else count_of(len(groups), "meeting")
    how = "" if votes_only else " moved, seconded or voted on"
    line = f"{done}{how} by {printed[0]}: {where}."
    lacks = ["Only what minutes record by name is listed; a show of hands has no names."]
    if left and not narrowed:
        words = ", ".join(sorted(spelt.get(term, term) for term in left))
        lacks.append(f"None of these lines has: {words}.")
    if len({_given(who) for who in printed}) > 1:
        lacks.append(f"The name is printed as {', '.join(printed)}; these may be several persons.")
    listed = tuple(Group(title, tuple(entries)) for title, entries in groups.items())
    return Listing(ListingKind.PERSON, line, listed, tuple(lacks))


def _named_beside(
    library: Library, meeting: Meeting, name: Sequence[str], told: Sequence[Entry]
) -> Iterator[Entry]:
    """Yield lines of the minutes that name a person beside a mover's or a seconder's verb.

    By the whole name, or by the initials that the paper prints beside it. Items of which the
    records have told what that person did are left out.
    """
    items = {(entry.paper.id, entry.item_number, entry.item_title) for entry in told}
    whole = r"\s+".join(map(re.escape, name))
    short = "".join(word[0] for word in name).upper()
    for paper in meeting.papers:
        passages = library.passages_of(paper.id) if paper.kind in RECORDING else ()
        text = "\n".join(passage.text for passage in passages)
        beside = rf"(?i:{whole})\s*\(?{short}\b|\b{short}\s*\((?i:{whole})"
        introduced = len(short) > 1 and re.search(beside, text) is not None
        if not introduced and not _is_present(library, paper, name):
            continue
        names = [rf"(?i:{whole})", *([rf"\b{short}\b"] if introduced else [])]
        pattern = re.compile("|".join(names))
        for passage in passages:
            if passage.private or (paper.id, passage.item_number, passage.item_title) in items:
                continue
            for unit in passage.units:
                verbs = verbs_in(words_of(unit.text)) if pattern.search(unit.text) else []
                if not any(verb.does in (Does.MOVED, Does.SECONDED) for verb in verbs):
                    continue
                entry = entry_of(unit, passage, paper, None, meeting)
                yield replace(entry, is_minuted=passage.item_number is not None)


def _is_present(library: Library, paper: Paper, name: Sequence[str]) -> bool:
    """Whether the records of a paper's meeting have somebody of this name."""
    terms = frozenset(map(stem, name))
    items = library.items(paper.id)
    records = [*paper.records, *(record for item in items for record in item.records)]
    return any(is_person(terms, record.who) for record in records)


def _name(asked: frozenset[str], names: frozenset[str], printed: Sequence[str]) -> frozenset[str]:
    """Return the words that name a person of the records; none where no such name is asked for.

    All words that are asked for; or, beside other words, all of a name that is written as one.
    """
    if any(is_person(asked, who) for who in printed):
        return asked
    found = [name_in(asked, who) for who in printed]
    written = [name for name in found if len(name) > 1 and name <= names]
    return max(written, key=len, default=frozenset())


def votes_on(
    library: Library, meetings: Sequence[Meeting], matter: frozenset[str], *, every: bool = False
) -> Listing | None:
    """Return how each motion about a matter was voted on; None where no vote is recorded on it.

    Those with names of voters come first. With `every`, all votes of meetings where no item is on
    the matter, if that is one word at most. Where no matter is named and there is no vote, the
    motions without one.
    """
    found: list[tuple[float, bool, Group]] = []
    for meeting in meetings:
        for one in items_of(library, meeting):
            entries = () if one.item.private else tuple(divisions_of(one, meeting))
            if not any(entry.votes for entry in entries):
                continue
            told = term_set(" ".join([one.item.title, *(entry.text for entry in entries)]))
            share = len(matter & told) / len(matter) if matter else 1.0
            named = any(_has_names(entry.votes) for entry in entries)
            found.append((share, named, Group(f"{one.item.title}, {meeting.title}", entries)))
    on_it = [one for one in found if one[0] >= ON_THE_MATTER]
    on_it = [one for one in on_it if one[1]] or on_it
    best = max((share for share, _, _ in on_it), default=0.0)
    groups = tuple(group for share, _, group in on_it if share == best)
    if not groups and every and len(matter) <= MOST_LEFT_OVER:
        groups = tuple(group for _, _, group in found)
    if not groups:
        return None if matter else _without_votes(library, meetings)
    motions = [entry for group in groups for entry in group.entries]
    with_names = sum(_has_names(entry.votes) for entry in motions)
    where = groups[0].title if len(groups) == 1 else count_of(len(groups), "item")
    voted = sum(bool(entry.votes) for entry in motions)
    line = f"{count_of(len(motions), 'motion')} recorded; {voted} with a vote, "
    line += f"{with_names} with names of who voted how: {where}."
    lacks = tuple(
        f"Of the motion of {entry.moved_by or 'a member'} no names of voters are recorded."
        for entry in motions
        if not _has_names(entry.votes) and entry.note != TOGETHER
    )
    return Listing(ListingKind.VOTES, line, groups, tuple(dict.fromkeys(lacks)))


def _without_votes(library: Library, meetings: Sequence[Meeting]) -> Listing | None:
    """Return the motions of meetings, and say that there was no vote.

    None where their minutes have a word of voting: there may be one that was not understood.
    """
    listing = motions_listed(library, meetings)
    passages = (p for m in meetings for paper in m.papers for p in library.passages_of(paper.id))
    if listing is None or any(speaks_of(Word.VOTED, term_set(p.text)) for p in passages):
        return None
    where = listing.groups[0].title if len(listing.groups) == 1 else "these meetings"
    line = f"No vote with counts or names was found; {count_of(len(listing.entries), 'motion')} "
    return replace(listing, line=f"{line}recorded: {where}.")


def motions_listed(library: Library, meetings: Sequence[Meeting]) -> Listing | None:
    """Return all motions that meetings record, with who moved and who seconded each, or None."""
    groups = []
    for meeting in meetings:
        entries = tuple(
            labelled(entry, "Moved")
            for one in items_of(library, meeting)
            if not one.item.private
            for entry in _motions(one, meeting)
        )
        if entries:
            groups.append(Group(meeting.title, entries))
    if not groups:
        return None
    number = sum(len(group.entries) for group in groups)
    where = groups[0].title if len(groups) == 1 else count_of(len(groups), "meeting")
    line = f"{count_of(number, 'motion')} recorded with a mover or a seconder: {where}."
    lacks = ("Only what minutes record by name is listed.",)
    return Listing(ListingKind.PERSON, line, tuple(groups), lacks)


def _has_names(votes: Sequence[Vote]) -> bool:
    return any(vote.names_for or vote.names_against or vote.names_abstain for vote in votes)


def _motions(one: Placed, meeting: Meeting) -> Iterator[Entry]:
    """Yield each motion of an item, and each decision with a mover that settles none of them."""
    told = []
    for motion in one.item.motions:
        told.append((motion.moved_by, motion.seconded_by, term_set(motion.text)))
        yield _of_motion(motion, one, meeting)
    for decision in one.item.decisions:
        if decision.moved_by is None and decision.seconded_by is None:
            continue
        words = term_set(decision.text)
        by = (decision.moved_by, decision.seconded_by)
        if any(by == (m, s) and (not t or t & words) for m, s, t in told):
            continue
        yield entry_of_act(decision, decision.standing, one, meeting)


def _of_motion(motion: Motion, one: Placed, meeting: Meeting) -> Entry:
    entry = entry_of_act(motion, _standing_of(motion, one.item), one, meeting)
    if not entry.text.strip():
        entry = replace(entry, text=_words_at(motion.lines, one) or one.item.title)
    note = "" if motion.outcome else "The minutes do not say what became of it."
    return replace(entry, note=note)


def _words_at(lines: Lines, one: Placed) -> str:
    """Return the line of an item that stands at the place of a motion without words of its own."""
    units = (unit for passage in one.passages for unit in passage.units)
    return next((u.text for u in units if u.lines[0] <= lines[1] and lines[0] <= u.lines[1]), "")


def _standing_of(motion: Motion, item: Item) -> Standing:
    """Return a motion's standing by its outcome, or by the decision that settles it."""
    if motion.outcome is not None:
        return OUTCOMES[motion.outcome]
    words = term_set(motion.text)
    for decision in item.decisions:
        if decision.moved_by == motion.moved_by and words <= term_set(decision.text):
            return decision.standing
    return Standing.PROPOSED


def _parts_in(entry: Entry, *, votes_only: bool) -> Iterator[tuple[str, str]]:
    """Yield what each person named did, and the name as printed."""
    if not votes_only:
        if entry.moved_by:
            yield "Moved", entry.moved_by
        if entry.seconded_by:
            yield "Seconded", entry.seconded_by
    for vote in entry.votes:
        for role, names in vote.sides:
            for who in names:
                yield role, who


def divisions_of(one: Placed, meeting: Meeting) -> Iterator[Entry]:
    """Yield an item's motions and voted decisions; what was voted on together is told once."""
    told: list[Vote] = []
    for motion in one.item.motions:
        fresh = tuple(vote for vote in motion.votes if vote not in told)
        told += fresh
        entry = _of_motion(motion, one, meeting)
        if motion.votes and not fresh:
            entry = replace(entry, note=TOGETHER)
        yield replace(entry, votes=fresh, label=motion.kind.value.capitalize())
    for decision in one.item.decisions:
        fresh = tuple(vote for vote in decision.votes if vote not in told and _is_counted(vote))
        told += fresh
        if fresh:
            entry = entry_of_act(decision, decision.standing, one, meeting)
            yield replace(entry, votes=fresh, label="Vote")


def _is_counted(vote: Vote) -> bool:
    """Whether a vote has counts or names, and does not only say that it was unanimous."""
    return _has_names([vote]) or vote.votes_for is not None or vote.against is not None


def _given(who: str) -> str:
    """Return the first letter of a printed name's first word that is no title."""
    return "".join(analyse(who)[-2:-1])[:1]
