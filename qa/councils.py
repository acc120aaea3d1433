"""The councils whose papers are held: their places, and which of them a search was kept to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa.papers import Paper

RANKS = frozenset(
    """the of and upon council county borough city district metropolitan london royal parish town
    unitary""".split()  # noqa: SIM905
)


def place_words(council: str) -> frozenset[str]:
    """Return the words of a council's name that say where it is, lower case."""
    return frozenset(re.findall(r"[^\W\d_]{3,}", council.lower())) - RANKS


def say_councils(named: frozenset[str], found: Iterable[Paper], papers: Sequence[Paper]) -> str:
    """Say, after a blank line, that a council named kept the search to its papers, or could not.

    `named` are those that the question names, `found` the papers of the hits, `papers` all that
    are held. Where the papers are of one council only there is nothing to say.
    """
    if not named or len({paper.council for paper in papers if paper.council}) < 2:
        return ""
    names = " and ".join(sorted(named))
    if any(paper.council in (None, *named) for paper in found):
        return f"\n\nOnly the papers of {names}, and those that name no council, were searched."
    return f"\n\nNothing in the papers of {names} is near the question; all papers were searched."
