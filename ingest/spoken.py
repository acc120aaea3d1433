"""Judge what stands around a resolution: told, said, moved, or settled without the word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest import patterns
from ingest.decisions import is_of
from ingest.page_items import standings_beside
from ingest.paragraphs import Paragraph
from qa.language.sentences import PARTS_AT_STOPS
from qa.papers import Standing

SHORT_MINUTE = 60
"""Words. A minute as short as this may settle its business in a plain sentence."""
NOTHING_SAID = 12
"""Words. In as few as these, without a word of saying, no business was done."""
SETTLED = re.compile(
    r"\b(?:was|were) (?:then |duly |unanimously |formally |taken as read(?:,| and|, and) )*(?P<verb>agreed|approved|confirmed|adopted|accepted|signed|noted|deferred|withdrawn)\b",
    re.I,
)
DID = re.compile(
    r"(?:^|\band )(?:(?:the )?(?:full )?(?:council|cabinet|executive|committee|panel|board|members)\s+)?(?:then |duly |unanimously |formally )*(?P<verb>agreed|approved|confirmed|adopted|accepted|noted|deferred|received)\s+(?:the|that|to|it|this)\b",
    re.I,
)
"""What a body did in so many words: "The Committee approved the recommendations"."""
MEETING_DID = re.compile(
    r"^(?:the )?(?:full )?(?P<who>council|cabinet|executive|committee|panel|board|members)\b", re.I
)
PULLED = re.compile(
    r"\bhad been withdrawn\b|\bwould be brought back\b|^\W*(?:this item |item |report )?(?:was )?(?:deferred|withdrawn)\b",
    re.I,
)
TAKEN = re.compile(r"\ba decision was (?:made|taken)\b|\bmade a decision\b", re.I)
PAST = re.compile(
    r"\b(?:had|has been|have been|previously|earlier|last (?:year|month|meeting)|in (?:19|20)\d\d|since|when|which|that)\b",
    re.I,
)
MINUTES_AGREED = re.compile(
    r"^(?:the )?(?:[\w'’ ]{0,30})?minutes?\b.{0,120}\b(?:was|were) (?:agreed|approved|confirmed)",
    re.I,
)
VERBS = {
    "noted": Standing.NOTED,
    "received": Standing.NOTED,
    "deferred": Standing.DEFERRED,
    "withdrawn": Standing.DEFERRED,
}


def settle(paragraphs: Sequence[Paragraph], meeting: str | None) -> list[Standing] | None:
    """Return the standing of each paragraph of a short minute that settles its business.

    None where it does not. What was said around the settling sentence is discussed. `meeting`
    names the body that met: what another one agreed settles nothing here.
    """
    beside = standings_beside(paragraphs)
    said = [None if told else p for told, p in zip(beside, paragraphs, strict=True)]
    if sum(p.words for p in said if p) > SHORT_MINUTE:
        return None
    settled = [_settles(paragraph.plain, meeting) if paragraph else None for paragraph in said]
    if not any(settled):
        return None
    pairs = zip(settled, beside, strict=True)
    return [standing or told or Standing.DISCUSSED for standing, told in pairs]


def _settles(text: str, meeting: str | None) -> Standing | None:
    for sentence in PARTS_AT_STOPS.split(text):
        if PULLED.search(sentence):
            return Standing.DEFERRED
        match = SETTLED.search(sentence)
        if match is None and (acting := MEETING_DID.match(sentence)):
            match = DID.search(sentence) if is_of(acting["who"], meeting) else None
        if match and not PAST.search(sentence[: match.start()]):
            return VERBS.get(match["verb"].lower(), Standing.DECIDED)
        if TAKEN.search(sentence):
            return Standing.DECIDED
    return None


def spoken_runs(paragraphs: Sequence[Paragraph]) -> list[tuple[Standing, Sequence[Paragraph]]]:
    """Part a minute's narrative into runs of one standing.

    What was reported, said, asked, moved or voted on is discussed, but that the minutes of the
    last meeting were agreed is a decision. A minute in which nothing was said ("None.") is
    background.
    """
    runs: list[tuple[Standing, Sequence[Paragraph]]] = [
        (standing, [paragraph for _, paragraph in group])
        for standing, group in groupby(_judged(paragraphs), key=lambda pair: pair[0])
    ]
    discussed = [standing for standing, _ in runs] == [Standing.DISCUSSED]
    return [(Standing.BACKGROUND, paragraphs)] if discussed and _is_empty(paragraphs) else runs


def _is_empty(paragraphs: Sequence[Paragraph]) -> bool:
    told = (patterns.DISCUSSION, patterns.MOVING)
    return sum(p.words for p in paragraphs) <= NOTHING_SAID and not any(
        pattern.search(p.plain) for p in paragraphs for pattern in told
    )


def _judged(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Standing, Paragraph]]:
    for told, paragraph in zip(standings_beside(paragraphs), paragraphs, strict=True):
        yield told or _standing_of(paragraph), paragraph


def _standing_of(paragraph: Paragraph) -> Standing:
    agreed = MINUTES_AGREED.match(paragraph.plain) and paragraph.words <= 25
    return Standing.DECIDED if agreed else Standing.DISCUSSED
