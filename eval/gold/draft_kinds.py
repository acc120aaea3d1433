"""The kinds of question that can be drafted from an item of a paper, each from its own units.

What was decided, recommended or proposed; how a vote went and who moved; a table's figure; a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eval.answers.figures import FigureKind, read_figures, readable
from qa.language.numbers import ORDINAL_WORDS
from qa.language.terms import in_mixed_case
from qa.papers import Item, ItemKind, Paper, Passage, Standing, Unit, UnitKind, Vote

ROUTINE = re.compile(
    r"\b(?:apolog\w+|declarations?|disclosures?|substitut\w+|membership|minutes|chair\w*|mayor|"
    r"urgent (?:business|items?)|exclusion of|press and public|exempt|confidential|"
    r"dates? of (?:the )?(?:next|future) meetings?|announcements?|webcast\w*|welcome|any other)\b",
    re.I,
)
"""Titles of the business that every meeting has: nobody asks about it."""
LEAD = re.compile(
    r"^(?:\W*(?:resolved|agreed|decided|decision(?: made)?|recommend(?:ed|ations?)?|that|"
    r"[\w ]{0,40}\b(?:asked|recommended|requested|invited) to(?: agree)?(?: that)?)\b\W*)+$",
    re.I,
)
"""Words that only introduce what follows."""
MOVED = re.compile(
    r"^\W*(?:it was )?(?:moved|proposed)\b.{0,160}\b(?:seconded|and)\b.{0,80}$", re.I
)
"""Who moved, and not yet what."""
RESOLVED = re.compile(
    r"^\s*(?:resolved|agreed|decision(?: made)?)\b[\s:–—-]*(?:that\b[\s,:]*)?", re.I
)
NOTED = re.compile(r"\b(?:reports?|updates?|position|content\w*) be (?:received|noted)\W*$", re.I)
"""A resolution that decides nothing worth asking."""
PROPOSES = re.compile(
    r"\b(?:propos\w+|would|will be|to be (?:reduced|increased|ended|closed))\b", re.I
)
CAPTION = re.compile(r"^(?:table|schedule|appendix)\s+\w+\s*[:.–-]\s*(?P<words>\w.{5,120})", re.I)
ROW = re.compile(
    r"^(?P<label>.*(?<!\d)[A-Za-z].*?)(?P<figures>(?:[\s|]+[(£−–-]*\d[\d,.]*[%)mk]*)+)[\s|]*$", re.S
)
"""A label, then figures to the end of the row."""
LIMB_NUMBER = re.compile(r"^\s*(?:\(?[\divxa-z]{1,4}[).]|\d+(?:\.\d+)+)\s+", re.I)
ORDINALS = (*ORDINAL_WORDS, *["later"] * 50)
DECIDED = (Standing.DECIDED, Standing.NOTED, Standing.DEFERRED)
LONGEST_FACT = 30
"""Words of a unit that a key fact takes over; a person shortens it to what matters."""


@dataclass(frozen=True, slots=True)
class Matter:
    """An item of a paper with its passages."""

    paper: Paper
    item: Item
    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        """The item's title in sentence case where it is printed in capitals."""
        return in_mixed_case(self.item.title)

    @property
    def routine(self) -> bool:
        """Whether every meeting has such business, so that nobody asks about it."""
        return bool(ROUTINE.search(self.item.title))

    @property
    def meeting(self) -> str:
        """The body and the date, as a question names them."""
        day = next((p.meeting_date for p in self.passages if p.meeting_date), None)
        day = day or self.paper.meeting_date
        when = f" on {day.day} {day:%B %Y}" if day else ""
        body = next((p.body for p in self.passages if p.body), None) or self.paper.body
        return f"{body or 'the meeting'}{when}"

    def units(self, *standings: Standing) -> list[Unit]:
        """Return what the passages of these standings say, without what only introduces it."""
        return [
            unit
            for passage in self.passages
            if passage.standing in standings
            for unit in passage.units
            if unit.kind in (UnitKind.LIMB, UnitKind.PARAGRAPH) and has_content(unit.text)
        ]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with its answer, and the units in which the answer stands."""

    question: str
    category: str
    answer: str
    key_facts: tuple[str, ...]
    standing: Standing
    units: tuple[Unit, ...]
    anchors: tuple[str, ...] = ()
    """What the quote of each unit must hold, where the unit is long."""


def decisions(matter: Matter) -> Iterator[Proposal]:
    """What was decided on a matter: the limbs of its resolution."""
    standing = matter.item.standing
    if matter.item.kind != ItemKind.MINUTE or standing not in DECIDED or matter.routine:
        return
    units = [unit for unit in matter.units(standing) if not MOVED.match(one_line(unit.text))]
    if units and not NOTED.search(one_line(units[0].text)):
        asked = f"What was decided on {matter.title} at {matter.meeting}?"
        yield _listed(asked, "decision", standing, units)


def recommendations(matter: Matter) -> Iterator[Proposal]:
    """What a report asks for."""
    units = matter.units(Standing.RECOMMENDED)
    limbs = [unit for unit in units if unit.kind == UnitKind.LIMB] or units[:1]
    if matter.item.kind == ItemKind.REPORT and limbs and not matter.routine:
        asked = f"What does the report on {matter.title} recommend?"
        yield _listed(asked, "recommendation", Standing.RECOMMENDED, limbs)


def proposals(matter: Matter) -> Iterator[Proposal]:
    """What a budget proposal would do."""
    if matter.item.kind == ItemKind.PROPOSAL:
        units = [u for u in matter.units(Standing.PROPOSED) if len(u.text.split()) >= 10]
        units = [unit for unit in units if PROPOSES.search(unit.text)]
        if units:
            asked = f"What is proposed for {matter.title}?"
            yield _listed(asked, "proposal", Standing.PROPOSED, units[:1])


def figures(matter: Matter) -> Iterator[Proposal]:
    """How much a row of a table shows; its figures are the answer."""
    for passage in matter.passages:
        headers = [unit for unit in passage.units if unit.kind == UnitKind.HEADER]
        for unit in passage.units:
            label, values = row_of(unit.text)
            if unit.kind == UnitKind.ROW and headers and values:
                columns = " / ".join(one_line(header.text) for header in headers[-2:])
                yield Proposal(
                    question=f"How much is shown for {label} ({_table(matter, headers)})?",
                    category="table",
                    answer=f"{one_line(unit.text)} [columns: {columns}]",
                    key_facts=values[:3],
                    standing=passage.standing,
                    units=(unit,),
                )


def _table(matter: Matter, headers: list[Unit]) -> str:
    """Name a table: its caption or its item, and its paper."""
    captions = (CAPTION.match(one_line(header.text)) for header in headers)
    name = next((match["words"] for match in captions if match), matter.title)
    paper = one_line(matter.paper.title)
    return name if paper in (name, "") else f"{name}; {paper}"


def dates(matter: Matter) -> Iterator[Proposal]:
    """Which date a decision or recommendation sets, where its limb has just one."""
    if matter.routine:
        return
    for standing in (*DECIDED, Standing.RECOMMENDED):
        for unit in matter.units(standing):
            text = readable(unit.text)
            found = [
                text[figure.start : figure.end]
                for figure in read_figures(text)
                if figure.kind is FigureKind.DATE
                and isinstance(figure.value, tuple)
                and None not in figure.value
            ]
            if len(found) == 1:
                what = "decision" if standing in DECIDED else "recommendation"
                yield Proposal(
                    question=f"What date does the {what} on {matter.title} give?",
                    category="when",
                    answer=one_line(unit.text),
                    key_facts=(one_line(found[0]),),
                    standing=standing,
                    units=(unit,),
                    anchors=(re.escape(one_line(found[0])),),
                )


def _listed(asked: str, category: str, standing: Standing, units: list[Unit]) -> Proposal:
    said = [one_line(unit.text) for unit in units[:4]]
    bare = (RESOLVED.sub("", LIMB_NUMBER.sub("", text)) for text in said)
    facts = tuple(" ".join(text.split()[:LONGEST_FACT]) for text in bare)
    return Proposal(asked, category, " ".join(said), facts, standing, tuple(units[:4]))


def votes(matter: Matter) -> Iterator[Proposal]:
    """How each recorded vote went, in the order in which they were taken."""
    left = [unit for passage in matter.passages for unit in passage.units]
    for number, vote in enumerate(matter.item.votes):
        counts = {"For": vote.votes_for, "Against": vote.against, "Abstain": vote.abstain}
        given = {name: count for name, count in counts.items() if count is not None}
        patterns = [_count_pattern(name, count) for name, count in given.items()]
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
    """Return the first units, in order, that hold one pattern after another; None without one."""
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


def _count_pattern(name: str, count: int) -> str:
    """Return the pattern of a count of votes as papers print it: For (41), 41 for."""
    return rf"(?i:\b{name}\w*\W{{0,4}}{count}\b|\b{count}\W{{1,3}}{name}\w*)"


def _unit_where(matter: Matter, pattern: str) -> Unit | None:
    units = (unit for passage in matter.passages for unit in passage.units)
    return next((unit for unit in units if re.search(pattern, one_line(unit.text))), None)


def _vote_facts(given: Mapping[str, int], vote: Vote) -> tuple[str, ...]:
    counts = tuple(f"{name} {count}" for name, count in given.items())
    return (*counts, vote.result) if vote.result else counts


DRAFTERS: Mapping[str, Callable[[Matter], Iterator[Proposal]]] = {
    "decision": decisions,
    "recommendation": recommendations,
    "proposal": proposals,
    "figure": figures,
    "vote": votes,
    "who": movers,
    "when": dates,
}


def one_line(text: str) -> str:
    """Return a text with single spaces and no line breaks."""
    return " ".join(text.split())


def has_content(text: str) -> bool:
    """Say whether a unit is more than a heading or the words that introduce others."""
    return len(text.split()) >= 4 and not LEAD.match(one_line(text))


def row_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a row's label and its figures as printed, noughts left out; none for a total."""
    match = ROW.match(text)
    if not match:
        return "", ()
    label = one_line(match["label"]).strip(" |-–")
    routine = re.match(r"(?:sub-?\s?)?total|net\b|of which|less\b", label, re.I)
    if routine or not 1 <= len(label.split()) <= 16 or len(re.findall(r"[A-Za-z]", label)) < 4:
        return "", ()
    values = figures_of(match["figures"])
    return label, tuple(value for value in values if re.search(r"[1-9]", value))


def figures_of(text: str) -> tuple[str, ...]:
    """Return a row's figures as printed, those in brackets as negatives are."""
    clean = readable(text)
    kinds = (FigureKind.AMOUNT, FigureKind.PERCENT, FigureKind.NUMBER)
    return tuple(
        dict.fromkeys(
            clean[figure.start : figure.end].strip()
            for figure in read_figures(clean)
            if figure.kind in kinds and not clean[figure.start].isalpha()
        )
    )
