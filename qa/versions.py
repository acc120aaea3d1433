"""What a reader must be told of papers that a later version has superseded, and how they rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.answers import Citation
from qa.library import Library
from qa.papers import Paper, Passage

OUTDATED = 1.0
"""Taken from the score of a passage whose paper was superseded: about what a heading's match
gives. The same passage of the later paper comes first; one that was left out there is found."""


def prefer_newer(
    scores: Iterable[float], candidates: Sequence[tuple[Passage, Paper]]
) -> list[float]:
    """Return the scores with those of superseded papers lowered."""
    return [
        score - OUTDATED if paper.superseded_by else score
        for score, (_, paper) in zip(scores, candidates, strict=True)
    ]


def latest_version(paper: Paper, library: Library) -> Paper:
    """Return the last of a paper's later versions that are held; the paper itself if none is."""
    papers = {held.id: held for held in library.papers()}
    seen = {paper.id}
    while (following := papers.get(paper.superseded_by or "")) and following.id not in seen:
        paper = following
        seen.add(paper.id)
    return paper


def say_superseded(citations: Sequence[Citation], library: Library) -> str:
    """Return a sentence for each paper cited that was superseded, after a blank line each."""
    numbers: dict[str, list[int]] = {}
    latest: dict[str, Paper] = {}
    for citation in citations:
        newer = latest_version(citation.paper, library)
        if newer.id != citation.paper.id:
            numbers.setdefault(citation.paper.id, []).append(citation.number)
            latest[citation.paper.id] = newer
    return "".join(
        f"\n\nThe paper quoted in {' '.join(f'[{number}]' for number in numbers[paper_id])} was "
        f"superseded by {_shown(newer.file)}."
        for paper_id, newer in latest.items()
    )


def _shown(name: str) -> str:
    """Return a file's name as code, which Markdown leaves as it is."""
    plain = name.replace("`", "'")
    return f"`{plain}`"
