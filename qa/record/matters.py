"""A matter in time order: what each paper says of it, step by step, each with its standing.

The papers of the council are looked through item by item, in place of a search for the best few
passages. Which words a passage has is asked of the word index; only passages in which a step may
stand are read. A unit tells a step where enough of the matter's words stand in it or over it, rarer
words counting more; or where its item bears a rare word of the matter in its title.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa.language.dates import format_day
from qa.language.sentences import PARTS_AT_ENDS
from qa.language.terms import analyse
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

if TYPE_CHECKING:
    from qa.library import Library
    from qa.library.databases.entries import Head, ItemHead

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
READ_FIRST, READ_AT_ONCE = 50, 500
"""Passages read while the best unit is looked for, and at all."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An item, or what stands outside all items of a paper, that has terms of the matter."""

    paper: Paper
    item: ItemHead
    title: frozenset[str]
    """The terms of the matter that its title has."""
    texts: Mapping[str, frozenset[str]]
    """The same of its passages' texts, by their ids; of those that have any."""

    def over(self, head: Head, weights: _Weights) -> frozenset[str]:
        """Return the terms of the matter that stand over a passage."""
        return self.title | weights.terms.intersection(head.heading)


class _Weights:
    """What each term of a matter counts: more if it is rarer."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.terms = frozenset(weights)
        self._of, self._sums = weights, dict[frozenset[str], float]()

    def of(self, terms: frozenset[str]) -> float:
        """Return the sum over terms: the same in whatever order, and no less of more terms."""
        if terms not in self._sums:
            self._sums[terms] = math.fsum(self._of.get(term, 0.0) for term in terms)
        return self._sums[terms]


class _Words:
    """The units of passages, each passage read once, and only those that may count."""

    def __init__(self, library: Library, weights: _Weights) -> None:
        self._library, self._weights = library, weights
        self._units: dict[str, list[tuple[frozenset[str], Unit, Passage]]] = {}

    def read(self, found: Iterable[tuple[_Found, Head]]) -> None:
        """Read passages of items; those that were read are not read again."""
        holds = {head.id: head.id in one.texts for one, head in found if head.id not in self._units}
        ids = list(holds)
        for start in range(0, len(ids), READ_AT_ONCE):
            held = self._library.passages(ids[start : start + READ_AT_ONCE])
            for passage, _ in held.values():
                self._units[passage.id] = [
                    (self._best(unit) if holds[passage.id] else frozenset(), unit, passage)
                    for unit in passage.units
                    if unit.kind not in (UnitKind.HEADER, UnitKind.HEADING)
                ]

    def of(self, head: Head) -> list[tuple[frozenset[str], Unit, Passage]]:
        """Return the units of a passage that was read: the matter's terms in its best sentence."""
        return self._units.get(head.id, [])

    def _best(self, unit: Unit) -> frozenset[str]:
        told = (self._weights.terms.intersection(analyse(s)) for s in _sentences(unit.text))
        return max(told, key=self._weights.of, default=frozenset())


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
        for item in library.heads_of(paper.id):
            total += 1
            title = terms.intersection(item.title)
            texts = {head.id: held[head.id] for head in item.passages if head.id in held}
            told = title.union(*texts.values())
            frequency.update(told)
            if told:
                found.append(_Found(paper, item, title, texts))
    # Words of the question that no line on the matter has are not asked of any.
    weights = _Weights(
        {term: math.log(1 + total / frequency[term]) for term in terms if frequency[term]}
    )
    if not weights.terms:
        return None
    words = _Words(library, weights)
    whole = _most(found, weights, words)
    if not whole:  # the papers have titles on the matter, and no words
        return None
    best = max(weights.of(one.title) for one in found)
    marks = max(OF_TITLES * best, IN_TITLE * whole)
    marking = [one.title for one in found if one.title and weights.of(one.title) >= marks]
    core = frozenset[str]().union(*marking)
    least = _Least(whole, marks, min(LEAST_TERMS, len(terms)), core, weights)
    telling = [(one, _telling(one, least)) for one in found]
    words.read((one, head) for one, heads in telling for head in heads)
    entries = without_repeats(
        in_order(entry for one, heads in telling for entry in _steps(one, heads, words, least))
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


def _holding(
    library: Library, terms: frozenset[str]
) -> tuple[dict[str, dict[str, frozenset[str]]], bool]:
    """Return, by paper, the passages whose text has any of the terms, with those that it has.

    From the word index. A paper of which only titles and headings have any has no passages there.
    Of a large library, the papers that have most of the terms, and the rarest; and whether these
    are all that have any.
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
    texts = library.terms_in(held, terms)
    return {
        paper_id: {id_: texts[id_] for id_ in passages if id_ in texts}
        for paper_id, passages in held.items()
    }, whole


def _whose(entries: Sequence[Entry]) -> str:
    """Return whose papers they are."""
    councils = dict.fromkeys(entry.paper.council for entry in entries)
    named = sorted(council for council in councils if council)
    told = named[:MOST_NAMED] + (["papers that name no council"] if None in councils else [])
    return " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)


def _most(found: Sequence[_Found], weights: _Weights, words: _Words) -> float:
    """Return the weight of the unit that has most of the matter, with what stands over it; else 0.

    A unit has no more than its passage, so those passages that may have most are read first.
    """
    passages = [
        (weights.of(one.texts.get(head.id, frozenset()) | one.over(head, weights)), one, head)
        for one in found
        for head in one.item.passages
    ]
    passages.sort(key=lambda entry: -entry[0])
    most = 0.0
    for start in range(0, len(passages), READ_FIRST):
        part = passages[start : start + READ_FIRST]
        if part[0][0] <= most:
            break
        words.read((one, head) for _, one, head in part)
        for _, one, head in part:
            over = one.over(head, weights)
            most = max([most, *(weights.of(own | over) for own, _, _ in words.of(head))])
    return most


@dataclass(frozen=True, slots=True)
class _Least:
    """What a step has at least."""

    whole: float
    """The weight of the best unit of all."""
    title: float
    """The weight of a title that marks its item as one on the matter."""
    terms: int
    core: frozenset[str]
    """The terms of titles on the matter: a unit elsewhere has one of them, or more."""

    weights: _Weights

    def is_on(self, one: _Found) -> bool:
        """Whether the title of an item marks it as one on the matter."""
        return bool(one.title) and self.weights.of(one.title) >= self.title

    def is_reached(self, own: frozenset[str], one: _Found, head: Head) -> bool:
        """Whether a unit of a passage has it, that has these terms of the matter itself.

        Where a unit has it, one with more terms has it too.
        """
        all_ = own | one.over(head, self.weights)
        if not own or len(all_) < self.terms:  # one word of a name of two is another name
            return False
        loose = head.standing is Standing.BACKGROUND and not one.item.is_item
        if self.weights.of(all_) < (OUTSIDE if loose else ENOUGH) * self.whole:
            return False
        alone = self.weights.of(own) >= ALONE * self.whole
        return alone or not self.core or bool(self.core & own)


def _acts(head: Head) -> bool:
    return head.standing in (*DECIDING, Standing.RECOMMENDED)


def _telling(one: _Found, least: _Least) -> list[Head]:
    """Return the passages of an item of which any unit may tell a step, in order."""
    if least.is_on(one):
        return [head for head in one.item.passages if head.id in one.texts or _acts(head)]
    return [
        head
        for head in one.item.passages
        if head.id in one.texts and least.is_reached(one.texts[head.id], one, head)
    ]


def _steps(one: _Found, heads: Sequence[Head], words: _Words, least: _Least) -> list[Entry]:
    """Return the units of an item that tell what was done with the matter, in order."""
    by_title = least.is_on(one)
    scored: list[tuple[float, int, Unit, Passage]] = []
    for head in heads:
        acts = _acts(head)
        for own, unit, passage in words.of(head):
            if least.is_reached(own, one, head) or (by_title and (own or acts)):
                told = least.weights.of(own) / least.whole + 0.3 * acts
                scored.append((told, len(scored), unit, passage))
    chosen = sorted(sorted(scored, key=lambda s: -s[0])[:MOST_A_STEP], key=lambda s: s[1])
    return [_entry(unit, passage, one.paper) for _, _, unit, passage in chosen]


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
