"""What one person moved, seconded and voted for or against; and who voted how on a matter.

From the motions, decisions and votes of the records. Nothing is concluded from who was present.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.language.terms import analyse, term_set
from qa.papers import Item, Motion, MotionOutcome, Standing, Vote
from qa.questions.record import is_person
from qa.record.entries import Entry, Group, Listing, ListingKind, count_of, labelled
from qa.record.register import Meeting, Placed, items_of

if TYPE_CHECKING:
    from qa.library import Library

ON_THE_MATTER = 0.5
"""Share of a matter's terms that an item with its motions has, to be about it."""
TOGETHER = "Voted on together with the motion before."
OUTCOMES = {
    MotionOutcome.CARRIED: Standing.DECIDED,
    MotionOutcome.LOST: Standing.LOST,
    MotionOutcome.WITHDRAWN: Standing.LOST,
    MotionOutcome.DEFERRED: Standing.DEFERRED,
}


def acts_of(
    library: Library, meetings: Sequence[Meeting], name: frozenset[str], *, votes_only: bool
) -> Listing | None:
    """Return what the person of this name moved, seconded and voted on; None where nothing."""
    groups = []
    printed: dict[str, None] = {}
    for meeting in meetings:
        found: list[Entry] = []
        for one in items_of(library, meeting):
            if one.item.private:
                continue
            for entry in _motions(one, meeting):
                for role, who in _parts_in(entry, votes_only=votes_only):
                    if is_person(name, who):
                        printed.setdefault(who)
                        found.append(labelled(entry, role))
        if found:
            groups.append(Group(meeting.title, tuple(found)))
    if not groups:
        return None
    number = sum(len(group.entries) for group in groups)
    done = count_of(number, "vote" if votes_only else "motion")
    where = groups[0].title if len(groups) == 1 else count_of(len(groups), "meeting")
    how = "" if votes_only else " moved, seconded or voted on"
    line = f"{done}{how} by {next(iter(printed))}: {where}."
    lacks = ["Only what minutes record by name is listed; a show of hands has no names."]
    if len({_given(who) for who in printed}) > 1:
        lacks.append(f"The name is printed as {', '.join(printed)}; these may be several persons.")
    return Listing(ListingKind.PERSON, line, tuple(groups), tuple(lacks))


def votes_on(
    library: Library, meetings: Sequence[Meeting], matter: frozenset[str]
) -> Listing | None:
    """Return who voted how on each motion about a matter; None where no names are recorded."""
    found: list[tuple[float, Group]] = []
    for meeting in meetings:
        for one in items_of(library, meeting):
            if one.item.private or not any(_has_names(m.votes) for m in one.item.motions):
                continue
            told = term_set(" ".join([one.item.title, *(m.text for m in one.item.motions)]))
            share = len(matter & told) / len(matter) if matter else 1.0
            if share >= ON_THE_MATTER:
                entries = tuple(divisions_of(one, meeting))
                found.append((share, Group(f"{one.item.title}, {meeting.title}", entries)))
    best = max((share for share, _ in found), default=0.0)
    groups = tuple(group for share, group in found if share == best)
    if not groups:
        return None
    motions = [entry for group in groups for entry in group.entries]
    named = sum(_has_names(entry.votes) for entry in motions)
    line = (
        f"{count_of(len(motions), 'motion')} recorded on {groups[0].title}; "
        f"{named} with the names of who voted how."
    )
    lacks = tuple(
        f"Of the motion of {entry.moved_by or 'a member'} no names of voters are recorded."
        for entry in motions
        if not _has_names(entry.votes) and entry.note != TOGETHER
    )
    return Listing(ListingKind.VOTES, line, groups, lacks)


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
        yield Entry(
            decision.text, decision.standing, one.paper, decision.page, decision.lines,
            meeting.day, one.item.number, one.item.title, True,
            decision.moved_by, decision.seconded_by, decision.votes,
        )  # fmt: skip


def _of_motion(motion: Motion, one: Placed, meeting: Meeting) -> Entry:
    return Entry(
        text=motion.text,
        standing=_standing_of(motion, one.item),
        paper=one.paper,
        page=motion.page,
        lines=motion.lines,
        day=meeting.day,
        item_number=one.item.number,
        item_title=one.item.title,
        is_minuted=True,
        moved_by=motion.moved_by,
        seconded_by=motion.seconded_by,
        votes=motion.votes,
        note="" if motion.outcome else "The minutes do not say what became of it.",
    )


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
        for role, names in sides_of(vote):
            for who in names:
                yield role, who


def sides_of(vote: Vote) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each side of a vote in words, with the names on it."""
    return (
        ("Voted for", vote.names_for),
        ("Voted against", vote.names_against),
        ("Abstained", vote.names_abstain),
        ("Did not vote", vote.names_not_voting),
    )


def divisions_of(one: Placed, meeting: Meeting) -> Iterator[Entry]:
    """Yield an item's motions; a vote on a motion against an amendment is told once."""
    told: list[Vote] = []
    for motion in one.item.motions:
        fresh = tuple(vote for vote in motion.votes if vote not in told)
        told += fresh
        entry = _of_motion(motion, one, meeting)
        if motion.votes and not fresh:
            entry = replace(entry, note=TOGETHER)
        yield replace(entry, votes=fresh, label=motion.kind.value.capitalize())


def _given(who: str) -> str:
    """Return the first letter of a printed name's first word that is no title."""
    return "".join(analyse(who)[-2:-1])[:1]
