"""Say which papers may hold what was sought in vain, since they were not read in full.

What could not be read of a paper is in its notices. Where an answer is not found, the papers nearest
to the question, and those that are named by its words, are told with what was not read of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.answers import as_code
from qa.papers import Hit, Paper
from qa.retrieval.features import Asked

if TYPE_CHECKING:
    from qa.library import Library

NEAR = 5
"""Hits whose papers count as near to the question."""
NAMED = 0.5
"""Share of the question's terms, by weight, that a paper's title and file name hold at least."""
MOST_TOLD = 3
LONGEST = 160
"""Letters of a notice that are told."""


def state_unread(asked: Asked, hits: Sequence[Hit], library: Library) -> str:
    """Return a sentence on papers that were not read in full and may answer; empty if none may.

    `hits` are what was found for the question, the best first; `library` what may be searched.
    """
    near = {hit.paper.id: place for place, hit in reversed(list(enumerate(hits[:NEAR])))}
    told = []
    for paper in library.once(_with_notices):
        named = asked.cover(f"{paper.title} {PurePosixPath(paper.file).stem}")
        if paper.id in near or named >= NAMED:
            told.append((near.get(paper.id, NEAR), -named, paper.file, paper.notices[0]))
    if not told:
        return ""
    told.sort()
    listed = "; ".join(f"{as_code(file)} ({_short(why)})" for _, _, file, why in told[:MOST_TOLD])
    more = f"; and {len(told) - MOST_TOLD:,} more" if len(told) > MOST_TOLD else ""
    return f"It may be in what was not read: {listed}{more}."


def _with_notices(library: Library) -> tuple[Paper, ...]:
    return tuple(paper for paper in library.papers() if paper.notices)


def _short(notice: str) -> str:
    return notice if len(notice) <= LONGEST else f"{notice[:LONGEST].rstrip()} …"
