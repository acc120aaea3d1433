"""What a part of a passage is worth: a limb left to Council, a figure of a draft budget."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.papers import ItemKind, Standing
from qa.passages import Passage, Unit

TO_COUNCIL = re.compile(
    r"\b(?:the )?(?:full )?council (?:be |is )?(?:recommended|requested|asked|invited) to\b"
    r"|\brecommend(?:s|ed|ing)? (?:to )?(?:the )?(?:full )?council\b"
    r"|\bbe (?:recommended|referred) to (?:the )?(?:full )?council\b",
    re.I,
)
LEADS_ON = re.compile(r"(?::|\b(?:that|to)|[-–—])\s*$", re.I)
"""How words end that lead in limbs."""
DRAFT_PAPER = re.compile(
    r"\b(?:draft|proposed)\b.{0,40}\b(?:budget|programme|capital|charges|tariff|strategy|plan|policy)\b",
    re.I,
)
DRAFTED = re.compile(r"\b(?:draft|propos(?:ed|al|als|es|ing))\b", re.I)


def is_full_council(body: str | None) -> bool:
    """Whether a body is the council itself, to which others recommend."""
    return bool(
        body and re.fullmatch(r"(?:the )?(?:(?!of\b)[\w'’&-]+ )*council", body.strip(), re.I)
    )


def standings_of(passage: Passage) -> Mapping[Unit, Standing]:
    """Return each unit's standing: that of the passage, but for what is left to Council.

    Where the words that lead in the limbs recommend to Council, so does every limb after them.
    In the report on a draft budget or plan, what it says of the draft, and its tables of figures,
    are no more than proposed.
    """
    if passage.standing is Standing.BACKGROUND:
        return {unit: _of_a_draft(unit, passage) for unit in passage.units}
    if passage.standing is not Standing.DECIDED or is_full_council(passage.body):
        return dict.fromkeys(passage.units, passage.standing)
    standings: dict[Unit, Standing] = {}
    all_to_council = False
    for unit in passage.units:
        to_council = bool(TO_COUNCIL.search(unit.text))
        all_to_council = all_to_council or bool(to_council and LEADS_ON.search(unit.text))
        recommended = to_council or all_to_council
        standings[unit] = Standing.RECOMMENDED if recommended else passage.standing
    return standings


def _of_a_draft(unit: Unit, passage: Passage) -> Standing:
    title = passage.item_title or (passage.heading[0] if passage.heading else "")
    if passage.item_kind == ItemKind.MINUTE or not DRAFT_PAPER.search(title):
        return passage.standing
    drafted = unit.row is not None or DRAFTED.search(unit.text)
    return Standing.PROPOSED if drafted else passage.standing
