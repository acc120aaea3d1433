"""What a part of a resolution is worth: Cabinet's recommendation to Council decides nothing yet."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.papers import Passage, Standing, Unit

TO_COUNCIL = re.compile(
    r"\b(?:the )?(?:full )?council (?:be |is )?(?:recommended|requested|asked|invited) to\b"
    r"|\brecommend(?:s|ed|ing)? (?:to )?(?:the )?(?:full )?council\b"
    r"|\bbe (?:recommended|referred) to (?:the )?(?:full )?council\b",
    re.I,
)


def is_full_council(body: str | None) -> bool:
    """Whether a body is the council itself, to which others recommend."""
    return bool(body and re.fullmatch(r"(?:the )?(?:full |\w+ )*council", body.strip(), re.I))


def standings_of(passage: Passage) -> Mapping[Unit, Standing]:
    """Return each unit's standing: that of the passage, but for what is left to Council.

    Where the words that lead in the limbs recommend to Council, so does every limb after them.
    """
    if passage.standing is not Standing.DECIDED or is_full_council(passage.body):
        return dict.fromkeys(passage.units, passage.standing)
    standings: dict[Unit, Standing] = {}
    all_to_council = False
    for unit in passage.units:
        to_council = bool(TO_COUNCIL.search(unit.text))
        all_to_council = all_to_council or (to_council and unit.text.rstrip().endswith(":"))
        recommended = to_council or all_to_council
        standings[unit] = Standing.RECOMMENDED if recommended else passage.standing
    return standings
