"""Questions drafted from how a matter was put and voted on: who moved it, and how votes went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from eval.draft_matters import Matter, Proposal
from eval.draft_wording import one_line
from qa.language.numbers import ORDINAL_WORDS
from qa.papers import Vote
from qa.passages import Unit

ORDINALS = (*ORDINAL_WORDS, *["later"] * 50)


def votes(matter: Matter) -> Iterator[Proposal]:
    """How each recorded vote went, in the order in which they were taken."""
    left = [unit for passage in matter.passages for unit in passage.units]
    for number, vote in enumerate(matter.item.votes):
        counts = {"For": vote.votes_for, "Against": vote.against, "Abstain": vote.abstain}
        given = {name: count for name, count in counts.items() if count is not None}
        patterns = [_said(name, count) for name, count in given.items()]
        found = _following(left, patterns)
        if len(given) < 2 or found is None:
            continue
        left = left[left.index(found[-1]) :]
        which = f"{ORDINALS[number]} vote" if len(matter.item.votes) > 1 else "vote"
        said = ", ".join(f"{name.lower()} {count}" for name, count in given.items())
        yield Proposal(
            question=f"How did the {which} go on {matter.title} at {matter.meeting}?",
            category="vote",
            answer=f"{said}{f': {vote.result}' if vote.result else ''}.",
            key_facts=_vote_facts(given, vote),
            standing=matter.item.standing,
            units=tuple(found),
            anchors=tuple(patterns),
        )


def _following(units: list[Unit], patterns: list[str]) -> list[Unit] | None:
    """Return the first units, in order, that say one after another; None where one is not said."""
    found: list[Unit] = []
    for pattern in patterns:
        start = units.index(found[-1]) if found else 0
        unit = next((u for u in units[start:] if re.search(pattern, one_line(u.text))), None)
        if unit is None:
            return None
        found.append(unit)
    return found


def movers(matter: Matter) -> Iterator[Proposal]:
    """Who moved and seconded."""
    item = matter.item
    if not item.moved_by or len(item.moved_by.split()) > 6 or matter.routine:
        return
    unit = _unit_where(matter, re.escape(item.moved_by))
    if unit is None:
        return
    seconded = item.seconded_by if item.seconded_by and item.seconded_by in unit.text else None
    who = "moved and seconded" if seconded else "moved"
    answer = f"Moved by {item.moved_by}" + (f", seconded by {seconded}." if seconded else ".")
    yield Proposal(
        question=f"Who {who} the motion on {matter.title} at {matter.meeting}?",
        category="who",
        answer=answer,
        key_facts=tuple(filter(None, (item.moved_by, seconded))),
        standing=item.standing,
        units=(unit,),
        anchors=(re.escape(seconded or item.moved_by),),
    )


def _said(name: str, count: int) -> str:
    """Return the pattern of a count of votes as papers print it: For (41), 41 for."""
    return rf"(?i:\b{name}\w*\W{{0,4}}{count}\b|\b{count}\W{{1,3}}{name}\w*)"


def _unit_where(matter: Matter, pattern: str) -> Unit | None:
    units = (unit for passage in matter.passages for unit in passage.units)
    return next((unit for unit in units if re.search(pattern, one_line(unit.text))), None)


def _vote_facts(given: Mapping[str, int], vote: Vote) -> tuple[str, ...]:
    counts = tuple(f"{name} {count}" for name, count in given.items())
    return (*counts, vote.result) if vote.result else counts
