"""The kinds of question that can be drafted from an item of a paper, each from its own units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from eval.draft_matters import Matter, Proposal
from eval.draft_votes import movers, votes
from eval.draft_wording import (
    CAPTION,
    LIMB_NUMBER,
    MOVED,
    NOTED,
    PROPOSES,
    RESOLVED,
    one_line,
    row_of,
)
from eval.figure_reading import read_figures, readable
from eval.figures import FigureKind
from qa.papers import ItemKind, Standing
from qa.passages import Unit, UnitKind

DECIDED = (Standing.DECIDED, Standing.NOTED, Standing.DEFERRED)
LONGEST_FACT = 30
"""Words of a unit that a key fact takes over; a person shortens it to what matters."""


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


DRAFTERS: Mapping[str, Callable[[Matter], Iterator[Proposal]]] = {
    "decision": decisions,
    "recommendation": recommendations,
    "proposal": proposals,
    "figure": figures,
    "vote": votes,
    "who": movers,
    "when": dates,
}


def _listed(asked: str, category: str, standing: Standing, units: list[Unit]) -> Proposal:
    said = [one_line(unit.text) for unit in units[:4]]
    bare = (RESOLVED.sub("", LIMB_NUMBER.sub("", text)) for text in said)
    facts = tuple(" ".join(text.split()[:LONGEST_FACT]) for text in bare)
    return Proposal(asked, category, " ".join(said), facts, standing, tuple(units[:4]))
