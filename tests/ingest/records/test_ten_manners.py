"""Motions, movers and votes are read from minutes in ten manners, each tied to its motion."""

from __future__ import annotations

import re
from functools import cache

import pytest

from ingest.layout.furniture import find_furniture
from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import join_lines
from ingest.records.motions.moved import Business
from ingest.records.motions.reading import read_business
from ingest.records.people import read_initials
from qa.papers import Motion, Vote
from tests.ingest.records.ten_manners import TEN
from tests.ingest.written import text_paper

OPENS = re.compile(r"\d[\d/]*\.?\s+[A-Z]")
NAMES = {manner.name: manner for manner in TEN}
MOTIONS = [(m.name, number) for m in TEN for number in m.motions]
VOTES = [(m.name, number) for m in TEN for number in m.motions | m.votes]
MAIN = [(m.name, number) for m in TEN for number in m.main]


@cache
def read(name: str, number: str) -> tuple[Business, tuple[Motion, ...]]:
    """Read the paragraphs from an item's number to the next item's."""
    document = text_paper(NAMES[name].text)
    every = join_lines(document.lines, document.format)
    starts = [i for i, p in enumerate(every) if OPENS.match(p.plain)]
    first = next(i for i in starts if re.match(rf"{number}\.?\s", every[i].plain))
    last = next((i for i in starts if i > first), len(every))
    initials = read_initials(paragraph.plain for paragraph in every)
    business = read_business(every[first:last], lambda: initials)
    return business, business.motions(PageFinder(document, find_furniture(document)))


def part(words: str | None, of: str | None) -> bool:
    return (words is None and of is None) or (words or "\0").lower() in (of or "").lower()


@pytest.mark.parametrize(("name", "number"), MOTIONS)
def test_each_motion_has_its_mover_words_and_outcome(name: str, number: str) -> None:
    _, found = read(name, number)
    true = NAMES[name].motions[number]
    assert [(m.kind.value, m.moved_by, m.seconded_by) for m in found] == [
        (t.kind, t.mover, t.seconder) for t in true
    ]
    for motion, wanted in zip(found, true, strict=True):
        assert part(wanted.words, motion.text), motion.text
        assert (motion.outcome and motion.outcome.value) == wanted.outcome, motion.text
        assert part(wanted.amends, motion.amends), motion.amends


@pytest.mark.parametrize(("name", "number"), VOTES)
def test_each_vote_is_on_its_motion(name: str, number: str) -> None:
    business, _ = read(name, number)
    found: tuple[Vote, ...] = business.votes()
    true = NAMES[name].votes.get(number, ())
    assert [(v.votes_for, v.against, v.abstain) for v in found] == [t.counts for t in true]
    for vote, wanted in zip(found, true, strict=True):
        assert part(wanted.on, vote.on), vote.on
        assert (len(vote.names_for), len(vote.names_against)) == wanted.names
        assert vote.casting == wanted.casting
        assert wanted.result is None or vote.result == wanted.result


@pytest.mark.parametrize(("name", "number"), MAIN)
def test_an_items_mover_is_that_of_the_motion_that_settled_it(name: str, number: str) -> None:
    main = read(name, number)[0].main()
    assert main is not None
    assert (main.mover, main.seconder) == NAMES[name].main[number]
