"""Proposing gold questions from what was understood of the papers, for a person to judge.

A draft is a question whose answer stands in known units: a resolution's limbs, a row of a
table, a recorded vote. Nothing is drafted from business taken in private.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from eval.draft_kinds import DRAFTERS
from eval.draft_matters import Matter, Proposal
from eval.gold.questions import Evidence
from eval.likeness import same_place
from eval.places import names_of
from eval.wording import plain
from qa.papers import FileFormat, ItemId, Standing
from qa.passages import Unit

if TYPE_CHECKING:
    from eval.gold.questions import GoldQuestion
    from qa.library import Library
    from qa.papers import Paper
    from qa.passages import Passage

LONGEST_QUOTE = 60
"""Words of a unit that are quoted; a quote stays contiguous where it is cut."""
AROUND = 8
"""Words on either side of a count, name or date that a long unit is quoted for."""
MOST_EVIDENCE = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed gold question, with where its answer stands."""

    id: str
    question: str
    category: str
    answer: str
    key_facts: tuple[str, ...]
    standing: Standing
    evidence: tuple[Evidence, ...]
    paper: str
    """Title of the paper, for the person who judges."""


def draft_questions(
    library: Library,
    count: int,
    *,
    seed: int = 0,
    kinds: Sequence[str] = tuple(DRAFTERS),
    besides: Sequence[GoldQuestion] = (),
) -> list[Draft]:
    """Return at most `count` drafts, taken in turn from all papers and, in each, from all kinds.

    What the questions `besides` rest on is not asked again. The same seed and library give the
    same drafts.
    """
    draw = random.Random(seed)
    private = _private_titles(library)
    papers = sorted(library.papers(), key=lambda paper: paper.id)
    draw.shuffle(papers)
    by_paper = [_in_turn(_by_kind(library, paper, kinds, private), draw) for paper in papers]
    known = [item for question in besides for item in question.evidence]
    drafts: list[Draft] = []
    asked = {plain(question.question) for question in besides}
    for draft in chain.from_iterable(zip_longest(*by_paper)):
        if draft is None or len(drafts) == count:
            continue
        if plain(draft.question) in asked:
            continue
        if not any(same_place(mine, item) for mine in draft.evidence for item in known):
            drafts.append(draft)
            asked.add(plain(draft.question))
            known.extend(draft.evidence)
    return drafts


def _by_kind(
    library: Library, paper: Paper, kinds: Sequence[str], private: frozenset[str]
) -> dict[str, list[Draft]]:
    matters = list(_matters(library, paper, private))
    return {
        kind: [
            _draft(paper, kind, proposal)
            for matter in matters
            for proposal in DRAFTERS[kind](matter)
        ]
        for kind in kinds
    }


def _in_turn(by_kind: dict[str, list[Draft]], draw: random.Random) -> list[Draft]:
    """Mix the kinds of one paper: one of each, then another of each."""
    for drafts in by_kind.values():
        draw.shuffle(drafts)
    kinds = [drafts for drafts in by_kind.values() if drafts]
    draw.shuffle(kinds)
    return [draft for turn in zip_longest(*kinds) for draft in turn if draft is not None]


def _matters(library: Library, paper: Paper, private: frozenset[str]) -> Iterator[Matter]:
    """Yield each item of a paper with its passages, private ones left out whole."""
    items = {item.id_in(paper.id): item for item in library.items(paper.id)}
    passages: dict[ItemId, list[Passage]] = {}
    for passage in library.passages_of(paper.id):
        passages.setdefault(passage.item_id, []).append(passage)
    for key, own in passages.items():
        if key.title is None or plain(key.title) in private or any(map(is_private, own)):
            continue
        item = items.get(key)
        if item is not None and item.standing is not Standing.EXEMPT:
            yield Matter(paper, item, tuple(own))


def is_private(passage: Passage) -> bool:
    """Say whether a passage is of business taken in private."""
    return passage.private or passage.standing is Standing.EXEMPT


def _private_titles(library: Library) -> frozenset[str]:
    """Return the titles under which anything was taken in private, at whichever meeting."""
    return frozenset(
        plain(passage.item_title)
        for paper in library.papers()
        for passage in library.passages_of(paper.id)
        if passage.item_title and is_private(passage)
    )


def _draft(paper: Paper, kind: str, proposal: Proposal) -> Draft:
    anchors = proposal.anchors or ("",) * len(proposal.units)
    pairs = zip(proposal.units, anchors, strict=True)
    found = (_evidence(paper, unit, anchor) for unit, anchor in pairs)
    evidence = tuple(dict.fromkeys(found))[:MOST_EVIDENCE]
    mark = hashlib.sha256(f"{paper.id}\n{kind}\n{proposal.question}\n{evidence}".encode())
    return Draft(
        id=f"draft-{kind}-{mark.hexdigest()[:8]}",
        question=proposal.question,
        category=proposal.category,
        answer=proposal.answer,
        key_facts=proposal.key_facts,
        standing=proposal.standing,
        evidence=evidence,
        paper=paper.title,
    )


def _evidence(paper: Paper, unit: Unit, anchor: str) -> Evidence:
    lines = unit.lines if paper.format == FileFormat.TEXT else None
    page = unit.page if paper.format == FileFormat.PDF else None
    doc = names_of(paper)[0].split("/")[-1]
    return Evidence(doc=doc, quote=quoted(unit.text, anchor), lines=lines, page=page)


def quoted(text: str, anchor: str = "") -> str:
    """Return the first words of a text, or the few round what the anchor matches, contiguous."""
    words = text.split()
    match = re.search(anchor, " ".join(words)) if anchor else None
    if match is None:
        return " ".join(words[:LONGEST_QUOTE])
    before = len(" ".join(words)[: match.start()].split())
    after = len(" ".join(words)[: match.end()].split())
    return " ".join(words[max(0, before - AROUND) : after + AROUND])
