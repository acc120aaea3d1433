"""Questions as at a day: what an answer says of the papers that were out of sight.

The library is searched through a filter, `Filter(until=day)`. A paper without a date stays in,
since nothing shows that it is later; an answer that cites one says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from qa.answers import Citation
from qa.library import Library
from qa.papers import DECIDING, Hit, Paper, Passage

# --- What a reader must be told of papers that a later version has superseded, and how they rank.

OUTDATED = 0.4
"""Taken from the score of a passage whose paper was superseded. It is little, so that the same
passage of the later paper comes first, but one that differs there is still found beside it."""


def prefer_newer(
    scores: Iterable[float], candidates: Sequence[tuple[Passage, Paper]]
) -> list[float]:
    """Return the scores with those of superseded papers lowered."""
    return [
        score - OUTDATED if paper.superseded_by else score
        for score, (_, paper) in zip(scores, candidates, strict=True)
    ]


def without_outdated(hits: Sequence[Hit], library: Library) -> list[Hit]:
    """Leave out what an earlier version says was decided where the latest says it among the hits.

    Draft and signed minutes hold one resolution, not two; the hits themselves keep both.
    """
    # By title alone: minutes may be numbered anew when they are signed.
    held = {(hit.paper.id, hit.passage.item_title) for hit in hits}
    return [
        hit
        for hit in hits
        if not hit.paper.superseded_by
        or hit.passage.standing not in DECIDING
        or (latest_version(hit.paper, library).id, hit.passage.item_title) not in held
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


def say_as_at(day: date, left_out: int, citations: Sequence[Citation]) -> str:
    """Say as at which day an answer was asked for, and what of it may be later all the same.

    `left_out` is how many papers are held of later meetings.
    """
    left = (
        f"{left_out:,} papers of later meetings were not searched"
        if left_out > 1
        else "1 paper of a later meeting was not searched"
        if left_out
        else "no paper of a later meeting is held"
    )
    said = f"As at {day.day} {day:%B %Y}: {left}."
    undated = [
        f"[{citation.number}]" for citation in citations if citation.paper.meeting_date is None
    ]
    if undated:
        said += f" The paper quoted in {' '.join(undated)} bears no date and may be later."
    return said
