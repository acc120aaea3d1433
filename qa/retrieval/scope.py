"""Which of the papers held a search looks at, and what an answer says of the others.

- Superseded papers rank lower than their later versions (`prefer_newer`).
- As at a day, only papers of meetings up to that day are in sight: the library is searched through
  `Filter(until=day)`. A paper without a date stays in, since nothing shows that it is later.
- A council that a question names keeps the search to its papers, as far as they are near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from qa.answers import Citation, as_code
from qa.language.dates import format_day
from qa.language.issues import LATE, spaced
from qa.papers import DECIDING, Hit, Paper, PaperKind, Passage

if TYPE_CHECKING:
    from qa.library import Library
    from qa.retrieval.features import Asked

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
    """Return the hits without decisions of an earlier version that the latest one has too.

    Draft and signed minutes hold one resolution, not two; the hits that a reader sees keep both.
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


def later_first(hits: Sequence[Hit], asked: Asked, library: Library) -> list[Hit]:
    """Return the hits with what is later before what it replaces.

    A passage of a superseded paper gives its place to the passage of the latest version that says
    the same, figures apart; where none does, one of the latest version that holds as much of the
    question comes before it. A late sheet that holds as much of the question as the first hit comes
    before the report of the same meeting; not before what a meeting decided, which is later.
    """
    current = list({hit.passage.id: hit for hit in (_in_latest(h, library) for h in hits)}.values())
    if len(current) < 2:
        return current
    lead = current[0]
    latest = latest_version(lead.paper, library).id if lead.paper.superseded_by else ""
    changed = not is_late(lead.paper) and lead.passage.standing not in DECIDING
    held = asked.cover(_read(lead.passage))
    for place, hit in enumerate(current[1:], 1):
        if hit.paper.id == latest:
            wanted = LARGELY * held
        elif (
            changed
            and is_late(hit.paper)
            and of_one_meeting(hit.paper, lead.paper)
            and FIGURE.search(hit.passage.text)
        ):
            wanted = NEARLY * held
        else:
            continue
        if asked.cover(_read(hit.passage)) >= wanted:
            return [hit, *current[:place], *current[place + 1 :]]
    return current


SAME_TEXT = 85.0
"""Of 100: likeness of two passages, figures apart, from which one is the other's later form."""


def _in_latest(hit: Hit, library: Library) -> Hit:
    """Return a hit in the latest version of its paper, where that has the passage too."""
    if not hit.paper.superseded_by:
        return hit
    latest = latest_version(hit.paper, library)
    held = library.passages_of(latest.id)
    found = process.extractOne(
        _without_figures(hit.passage),
        [_without_figures(passage) for passage in held],
        scorer=fuzz.ratio,
        score_cutoff=SAME_TEXT,
    )
    return replace(hit, passage=held[found[2]], paper=latest) if found is not None else hit


def _without_figures(passage: Passage) -> str:
    return FIGURES.sub("0", passage.text.lower())


FIGURES = re.compile(r"\d[\d,.]*")
NEARLY, LARGELY = 0.9, 0.7
"""Share of what the first hit holds of the question that a late sheet must hold at least, and a
passage of the latest version of the first hit's paper."""
FIGURE = re.compile(r"\d")


def _read(passage: Passage) -> str:
    return " ".join([*passage.heading, passage.text])


def is_late(paper: Paper) -> bool:
    """Whether a paper came after the agenda of its meeting, to change or complete it."""
    name = f"{spaced(PurePosixPath(paper.file).stem)} | {paper.title}"
    return paper.kind is PaperKind.SUPPLEMENT or bool(LATE.search(name))


def of_one_meeting(one: Paper, other: Paper) -> bool:
    """Whether two papers are of one day, and nothing known of their bodies differs.

    Where the day of one is not known, both must be known to be of one body.
    """
    named = ((one.council, other.council), (one.body, other.body))
    if one.id == other.id or any(a and b and a.casefold() != b.casefold() for a, b in named):
        return False
    if one.meeting_date is None or other.meeting_date is None:
        return bool(one.body and other.body) and one.meeting_date != other.meeting_date
    return one.meeting_date == other.meeting_date


def latest_version(paper: Paper, library: Library) -> Paper:
    """Return the last of a paper's later versions that are held; the paper itself if none is."""
    papers = library.papers_by_id()
    seen = {paper.id}
    while (following := papers.get(paper.superseded_by or "")) and following.id not in seen:
        paper = following
        seen.add(paper.id)
    return paper


SURE = 0.75
"""Confidence from which a paper's council narrows a search; below, its name only weighs."""


def sure_council(paper: Paper) -> str | None:
    """Return the council whose paper it surely is; None where that is not sure."""
    told = next((basis for basis in paper.identity if basis.field == "council"), None)
    return paper.council if told is None or told.confidence >= SURE else None


def sure_councils(library: Library) -> frozenset[str | None]:
    """Return the councils whose papers are surely in sight; None among them for any other paper."""
    return frozenset(map(sure_council, library.papers()))


def councils_held(library: Library) -> frozenset[str | None]:
    """Return the councils that the papers in sight name; None among them where one names none."""
    return frozenset(paper.council for paper in library.papers())


def days_held(library: Library) -> frozenset[date | None]:
    """Return the days that the papers in sight bear; None among them where one bears none."""
    return frozenset(paper.meeting_date for paper in library.papers())


# What an answer says of it


def state_superseded(citations: Sequence[Citation], library: Library) -> str:
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
        f"superseded by {as_code(newer.file)}."
        for paper_id, newer in latest.items()
    )


def state_day(day: date, left_out: int, citations: Sequence[Citation]) -> str:
    """Return as at which day an answer was asked for, and which quotes may be later all the same.

    `left_out` is how many papers of later meetings are held.
    """
    left = (
        f"{left_out:,} papers of later meetings were not searched"
        if left_out > 1
        else "1 paper of a later meeting was not searched"
        if left_out
        else "no paper of a later meeting is held"
    )
    sentences = f"As at {format_day(day)}: {left}."
    undated = [
        f"[{citation.number}]" for citation in citations if citation.paper.meeting_date is None
    ]
    if undated:
        sentences += f" The paper quoted in {' '.join(undated)} bears no date and may be later."
    return sentences


def state_councils(named: frozenset[str], found: Iterable[Paper], councils: Set[str | None]) -> str:
    """Return, after a blank line, whether a council named kept the search to its papers.

    `named` are those that the question names, `found` the papers of the hits, `councils`
    those of all papers held. Where the papers are of one council only, the text is empty.
    """
    if not named or len(councils - {None}) < 2:
        return ""
    names = " and ".join(sorted(named))
    of_named = [paper.council in (None, *named) for paper in found]
    if of_named and all(of_named):
        return f"\n\nOnly the papers of {names}, and those that name no council, were searched."
    if any(of_named):
        return ""  # What was quoted before came in too.
    return f"\n\nNothing in the papers of {names} is near the question; all papers were searched."
