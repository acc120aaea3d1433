"""Say what another issue of a paper has in place of what is quoted from it.

Where a later issue is quoted, the reader may hold the earlier one, and its figure; where a late sheet
changes a report, the report still says the old. And where two issues differ of which nothing tells
the later, both are said. What is compared is the sentence quoted and the one most like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from qa.answers import Citation, as_code
from qa.language.dates import format_day
from qa.language.sentences import PARTS_QUOTED
from qa.library import Library
from qa.papers import Hit, Paper, Passage
from qa.retrieval.scope import is_late, latest_version, of_one_meeting

ALIKE = 80.0
"""Of 100: likeness of two sentences, figures apart, from which one is the other's earlier form."""
SAME = 92.0
"""The same of sentences in papers of which it is not known that they are versions."""
UNCHANGED = 97.0
"""Likeness, figures apart, from which two sentences with the same figures say the same."""
MOST_STATED = 2
LONGEST = 320
"""Letters of a sentence that is told."""
FIGURE = re.compile(r"\d[\d,.]*")
WORD = re.compile(r"\w+")


def state_issues(citations: Sequence[Citation], hits: Sequence[Hit], library: Library) -> str:
    """Return, each after a blank line, what other issues have in place of what is quoted."""
    told: dict[str, None] = {}
    quoted = {citation.paper.id for citation in citations}
    for citation in citations:
        if len(told) < MOST_STATED and not citation.paper.superseded_by:
            told.update(dict.fromkeys(_of_earlier(citation, quoted, hits, library)))
            told.update(dict.fromkeys(_of_changed(citation, quoted, hits)))
            told.update(dict.fromkeys(_of_unordered(citation, quoted, hits, library)))
    return "".join(f"\n\n{sentence}" for sentence in list(told)[:MOST_STATED])


def _of_earlier(
    citation: Citation, quoted: set[str], hits: Sequence[Hit], library: Library
) -> Iterator[str]:
    """Yield what the version before has, where that differs and is not quoted itself."""
    before = citation.paper.supersedes
    if before is None or before in quoted:
        return
    paper = library.paper(before)
    file = as_code(paper.file)
    near = _nearest(citation.quote, library.passages_of(before))
    pairs = list(_pairs(citation.quote, near, ALIKE))
    changed = [pair for pair in pairs if _differ(*pair)]
    found = [hit.passage for hit in hits if hit.paper.id == before]
    if not pairs and (said := _of_matter(citation.quote, found)):
        day = f" of {format_day(paper.meeting_date)}" if paper.meeting_date else ""
        yield f"The earlier {file}{day} says: {_told(said)}"
    for _, other in sorted(changed, key=lambda pair: _figures(pair[0]) == _figures(pair[1])):
        yield f"The earlier version, {file}, had here: {_told(other)}"


def _of_changed(citation: Citation, quoted: set[str], hits: Sequence[Hit]) -> Iterator[str]:
    """Yield what a report has on the matter of a late sheet for the same meeting."""
    if not is_late(citation.paper) or not FIGURE.search(citation.quote):
        return
    for hit in hits:
        paper = hit.paper
        if paper.id in quoted or is_late(paper) or not of_one_meeting(paper, citation.paper):
            continue
        best = _of_matter(citation.quote, [hit.passage])
        if FIGURE.search(best) and _figures(best) != _figures(citation.quote):
            yield f"{as_code(paper.file)}, issued before it, has: {_told(best)}"
            return


def _of_matter(quote: str, passages: Iterable[Passage]) -> str:
    """Return the sentence that shares most words with a quote; empty where none shares enough."""
    words = _matter(quote)
    ranked = {part: len(words & _matter(part)) for part in _sentences(passages)}
    # Of those that share most the one with a figure, then the shortest.
    best = max(ranked, key=lambda p: (ranked[p], bool(FIGURE.search(p)), -len(p)), default="")
    return best if ranked.get(best, 0) >= LEAST_SHARED else ""


LEAST_SHARED = 3
"""Words, short ones apart, that a sentence of another issue has in common with what is quoted."""


def _matter(text: str) -> set[str]:
    return {word for word in WORD.findall(text.lower()) if len(word) > 3 and not word.isdigit()}


def _of_unordered(
    citation: Citation, quoted: set[str], hits: Sequence[Hit], library: Library
) -> Iterator[str]:
    """Yield what another print of the paper has, of which nobody knows if it is the later."""
    for hit in hits:
        paper = hit.paper
        if paper.id in quoted or not _may_be_prints(paper, citation.paper):
            continue
        if citation.minute and citation.minute != hit.passage.item_number:
            continue  # another minute: of two prints both number it alike
        if latest_version(paper, library).id == latest_version(citation.paper, library).id:
            continue
        for part, other in _pairs(citation.quote, [hit.passage], SAME):
            if _figures(other) != _figures(part):
                yield (
                    f"{as_code(paper.file)} has instead: {_told(other)} The papers do not say "
                    "which of the two is the later."
                )
                return


def _may_be_prints(one: Paper, other: Paper) -> bool:
    """Whether two papers have one title and kind, and are of one meeting or of no known day."""
    if one.kind is not other.kind or WORD.findall(one.title.lower()) != WORD.findall(
        other.title.lower()
    ):
        return False
    same = of_one_meeting(one, other)
    return same or (one.meeting_date is None and other.meeting_date is None)


NEAREST = 6
"""Passages of another issue in which what is quoted is looked for."""


def _nearest(quote: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages that have most words of a quote."""
    words = _matter(quote)
    return sorted(passages, key=lambda held: -len(words & _matter(held.text)))[:NEAREST]


LEAST_WORDS = 5
"""Of a sentence that is compared; shorter ones are like many others."""


def _pairs(quote: str, passages: Iterable[Passage], least: float) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a quote with the one most like it, figures apart, if one is enough."""
    parts = list(_sentences(passages))
    bare = [_bare(part) for part in parts]
    for line in quote.split("\n"):
        for part in PARTS_QUOTED.split(line.strip()):
            if len(part.split()) < LEAST_WORDS:
                continue
            found = process.extractOne(_bare(part), bare, scorer=fuzz.ratio, score_cutoff=least)
            if found is not None:
                yield part, parts[found[2]]


def _sentences(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield the units of public passages, and their sentences."""
    for passage in passages:
        for unit in passage.units if not passage.private else ():
            for line in (" ".join(line.split()) for line in unit.text.split("\n")):
                yield from PARTS_QUOTED.split(line) if line else ()


def _differ(quote: str, other: str) -> bool:
    return _figures(quote) != _figures(other) or (
        fuzz.ratio(_bare(quote), _bare(other)) < UNCHANGED
    )


def _figures(text: str) -> list[str]:
    return [figure.rstrip(".,") for figure in FIGURE.findall(text)]


def _bare(text: str) -> str:
    return FIGURE.sub("0", " ".join(text.lower().split()))


def _told(text: str) -> str:
    return f"“{text if len(text) <= LONGEST else f'{text[:LONGEST].rstrip()} …'}”"
