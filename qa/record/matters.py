"""A matter in time order: what each paper says of it, step by step, each with its standing.

The papers of the council are looked through item by item, in place of a search for the best few
passages. A unit tells a step where enough of the matter's words stand in it or over it, rarer words
counting more; or where its item bears a rare word of the matter in its title.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa.language.dates import format_day
from qa.language.sentences import PARTS_AT_ENDS
from qa.language.terms import term_set
from qa.papers import DECIDING, ItemKind, Paper, Passage, Standing, Unit, UnitKind
from qa.record.business import entry_of
from qa.record.entries import (
    Entry,
    Group,
    Listing,
    ListingKind,
    count_of,
    in_order,
    without_repeats,
)
from qa.record.register import passages_by_item

if TYPE_CHECKING:
    from qa.library import Library

ENOUGH = 0.4
"""Share of the weight of the unit that has most of the matter, to tell a step with its headings."""
OUTSIDE = 0.6
"""The same for background that stands in no item."""
ALONE = 0.5
"""The same of a unit by itself, that needs no word of the titles on the matter."""
OF_TITLES = 0.5
"""Share of the best title's weight that a title has, to mark its item as one on the matter."""
LEAST_TERMS = 2
"""Terms of a matter that a unit has with its headings, where the matter has so many."""
IN_TITLE = 0.25
"""Share of what the best unit has that a title has, to mark its item as one on the matter."""
LONGEST = 80
"""Words of a sentence; what is longer is a list, in which any words meet."""
MOST_A_STEP = 3
"""Units told of one item."""
LEAST_WORDS = 4
MOST_STEPS = 60
MOST_PASSAGES, MOST_PAPERS = 10_000, 400
"""Looked through at most: a word of the matter may stand in a third of all that is held."""
MOST_NAMED = 6
"""Papers named that were not read in full."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An item, or what stands outside all items of a paper, that has terms of the matter."""

    paper: Paper
    title: frozenset[str]
    passages: tuple[Passage, ...]
    holding: frozenset[str]
    """The ids of the paper's passages that have any of the terms."""


def matter_over_time(
    library: Library,
    papers: Iterable[Paper],
    terms: frozenset[str],
    covers: Callable[[date | None], bool],
    spelt: Mapping[str, str] = MappingProxyType({}),
) -> Listing | None:
    """Return the steps of a matter over these papers, earliest first; None where none is found.

    `spelt` is how the question spells each term.
    """
    found: list[_Found] = []
    frequency: Counter[str] = Counter()
    total = 0
    unread: list[str] = []
    holding, whole_library = _holding(library, terms)
    for paper in papers:
        if paper.superseded_by or not covers(paper.meeting_date):
            continue
        unread += [paper.file] if any("not read" in notice for notice in paper.notices) else []
        held = holding.get(paper.id)
        if held is None:  # none of its passages has a term
            total += library.item_count(paper.id) + 1
            continue
        for item, passages in passages_by_item(library, paper).items():
            total += 1
            title = term_set(item.title or "") & terms
            told = title.union(*(term_set(p.text) & terms for p in passages if p.id in held))
            frequency.update(told)
            if told:
                found.append(_Found(paper, title, passages, held))
    weights = {term: math.log(1 + total / frequency[term]) for term in terms if frequency[term]}
    if not weights:
        return None
    # Words of the question that no line on the matter has are not asked of any.
    units = [
        _weight(own | over, weights) for one in found for own, over, _, _ in _units(one, weights)
    ]
    if not units:  # the papers have titles on the matter, and no words
        return None
    whole = max(units)
    best = max(_weight(one.title, weights) for one in found)
    marks = max(OF_TITLES * best, IN_TITLE * whole)
    marking = [one.title for one in found if one.title and _weight(one.title, weights) >= marks]
    core = frozenset[str]().union(*marking)
    least = _Least(whole, marks, min(LEAST_TERMS, len(terms)))
    entries = without_repeats(
        in_order(entry for one in found for entry in _steps(one, weights, least, core))
    )
    if not entries:
        return None
    left = len(entries) - MOST_STEPS
    entries = entries[:MOST_STEPS]
    groups = _by_day(entries)
    span = f"from {groups[0].title} to {groups[-1].title}" if groups[1:] else groups[0].title
    line = f"{count_of(len(groups), 'step')}, {span}: {_whose(entries)}."
    lacks = ["Steps are found by the words of the matter; a step in other words is not shown."]
    missing = sorted(spelt.get(term, term) for term in terms if not frequency[term])
    if missing:
        lacks.append(f"No paper looked through has: {', '.join(missing)}.")
    if left > 0:
        lacks.append(f"{left} later passages are left out.")
    if not whole_library:
        lacks.append(
            f"Only the {len(holding)} papers that have most of its words were looked through."
        )
    if unread:
        lacks.append(
            f"Not read in full, and so perhaps with more: {', '.join(unread[:MOST_NAMED])}."
        )
    return Listing(ListingKind.MATTER, line, groups, tuple(lacks))


def _holding(library: Library, terms: frozenset[str]) -> tuple[dict[str, frozenset[str]], bool]:
    """Return the passages that have any of the terms, by paper, from the word index.

    Of a large library, those of the papers that have most of the terms, and the rarest; and whether
    these are all that have any.
    """
    held: dict[str, set[str]] = {}
    weights = dict.fromkeys(sorted(terms), 1.0)
    found = library.search_words(weights, MOST_PASSAGES)
    whole = len(found) < MOST_PASSAGES
    for passage_id, _ in found:
        paper_id = passage_id.rpartition("-")[0]
        if paper_id in held or len(held) < MOST_PAPERS:  # the best come first
            held.setdefault(paper_id, set()).add(passage_id)
        else:
            whole = False
    return {paper_id: frozenset(passages) for paper_id, passages in held.items()}, whole


def _whose(entries: Sequence[Entry]) -> str:
    """Return whose papers they are."""
    councils = dict.fromkeys(entry.paper.council for entry in entries)
    named = sorted(council for council in councils if council)
    told = named[:MOST_NAMED] + (["papers that name no council"] if None in councils else [])
    return " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)


def _units(
    one: _Found, weights: Mapping[str, float]
) -> Iterator[tuple[frozenset[str], frozenset[str], Unit, Passage]]:
    """Yield the units of an item: the matter's terms in its best sentence, and those over it."""
    for passage in one.passages:
        over = one.title | (term_set(" ".join(passage.heading[-1:])) & weights.keys())
        holds = passage.id in one.holding
        for unit in passage.units:
            if unit.kind in (UnitKind.HEADER, UnitKind.HEADING):
                continue
            own = (
                frozenset[str]()
                if not holds
                else max(
                    (term_set(sentence) & weights.keys() for sentence in _sentences(unit.text)),
                    key=lambda terms: _weight(terms, weights),
                    default=frozenset(),
                )
            )
            yield frozenset(own), frozenset(over), unit, passage


@dataclass(frozen=True, slots=True)
class _Least:
    """What a step has at least."""

    whole: float
    """The weight of the best unit of all."""
    title: float
    """The weight of a title that marks its item as one on the matter."""
    terms: int


def _steps(
    one: _Found, weights: Mapping[str, float], least: _Least, core: frozenset[str]
) -> list[Entry]:
    """Return the units of an item that tell what was done with the matter, in order.

    `core` are the terms of titles on the matter: a unit elsewhere has one of them, or more.
    """
    by_title = bool(one.title) and _weight(one.title, weights) >= least.title
    scored: list[tuple[float, int, Unit, Passage]] = []
    for own, over, unit, passage in _units(one, weights):
        acts = passage.standing in (*DECIDING, Standing.RECOMMENDED)
        loose = passage.standing is Standing.BACKGROUND and passage.item_title is None
        share = OUTSIDE if loose else ENOUGH
        # One word of a name of two is another name.
        enough = bool(own) and len(own | over) >= least.terms
        enough = enough and _weight(own | over, weights) >= share * least.whole
        alone = _weight(own, weights) >= ALONE * least.whole
        enough = enough and (not core or alone or bool(core & own))
        if enough or (by_title and (own or acts)):
            told = _weight(own, weights) / least.whole + 0.3 * acts
            scored.append((told, len(scored), unit, passage))
    chosen = sorted(sorted(scored, key=lambda s: -s[0])[:MOST_A_STEP], key=lambda s: s[1])
    return [_entry(unit, passage, one.paper) for _, _, unit, passage in chosen]


def _weight(terms: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(term, 0.0) for term in terms)


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text of a usual length."""
    told = [sentence for sentence in PARTS_AT_ENDS.split(text) if len(sentence.split()) <= LONGEST]
    return [sentence for sentence in told if len(sentence.split()) >= LEAST_WORDS]


def _entry(unit: Unit, passage: Passage, paper: Paper) -> Entry:
    entry = entry_of(unit, passage, paper, None, None)
    # Of business taken in private the public record has a line, and no decision.
    standing = Standing.EXEMPT if passage.private else entry.standing
    minuted = passage.item_kind is ItemKind.MINUTE
    return replace(entry, is_minuted=minuted, standing=standing)


def _by_day(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """Return a group for each day, in order; a paper that bears no day has one of its own."""
    groups: dict[date | str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.day or entry.paper.id, []).append(entry)
    return tuple(Group(_title(held[0]), tuple(held)) for held in groups.values())


def _title(entry: Entry) -> str:
    return format_day(entry.day) if entry.day else f"no day known ({entry.paper.title})"
