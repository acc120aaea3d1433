"""Judge what stands around a resolution: told, said, moved, or settled without the word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.papers import Standing

SHORT_MINUTE = 60
"""Words. A minute as short as this may settle its business in a plain sentence."""
SETTLED = re.compile(
    r"\b(?:was|were) (?:then |duly |unanimously |formally )*(?P<verb>agreed|approved|confirmed|adopted|accepted|signed|noted|deferred|withdrawn)\b",
    re.I,
)
TAKEN = re.compile(r"\ba decision was (?:made|taken)\b|\bmade a decision\b", re.I)
PAST = re.compile(
    r"\b(?:had|has been|have been|previously|earlier|last (?:year|month|meeting)|in (?:19|20)\d\d|since|when|which|that)\b",
    re.I,
)
MINUTES_AGREED = re.compile(
    r"^(?:the )?(?:[\w'’ ]{0,30})?minutes\b.{0,120}\b(?:was|were) (?:agreed|approved|confirmed)",
    re.I,
)
VERBS = {
    "noted": Standing.NOTED,
    "deferred": Standing.DEFERRED,
    "withdrawn": Standing.DEFERRED,
}


def settle(paragraphs: Sequence[Paragraph]) -> Standing | None:
    """Return what a short minute without the word "resolved" settles; None where it does not."""
    if sum(p.words for p in paragraphs) > SHORT_MINUTE:
        return None
    text = " ".join(p.plain for p in paragraphs)
    for sentence in re.split(r"(?<=[.;])\s+", text):
        match = SETTLED.search(sentence)
        if match and not PAST.search(sentence[: match.start()]):
            return VERBS.get(match["verb"].lower(), Standing.DECIDED)
        if TAKEN.search(sentence):
            return Standing.DECIDED
    return None


@dataclass(frozen=True, slots=True)
class _Run:
    """What the paragraph before was, whether it announced this one, and the run's own number."""

    standing: Standing | None = None
    announces: bool = False
    number: str | None = None


def _style(number: str | None) -> str:
    return re.sub(r"\d+", "1", re.sub(r"[a-zA-Z]+", "a", number or ""))


def _standing_of(paragraph: Paragraph, run: _Run) -> Standing:
    text = paragraph.plain
    if MINUTES_AGREED.match(text) and paragraph.words <= 25:
        return Standing.DECIDED
    if patterns.MOVING.search(text):
        return Standing.PROPOSED
    number = paragraph.unit.number
    under = number and _style(number) != _style(run.number)
    bullet = patterns.BULLET.match(paragraph.unit.text)
    cut = re.match(r"[a-z]", text)  # the rest of a sentence that a page cut in two
    spoken = run.standing in (Standing.PROPOSED, Standing.DISCUSSED)
    announced = run.announces and not (number and not under)
    if spoken and run.standing and (announced or under or bullet or cut):
        return run.standing
    return Standing.DISCUSSED if patterns.DISCUSSION.search(text) else Standing.BACKGROUND


def spoken_runs(paragraphs: Sequence[Paragraph]) -> list[tuple[Standing, Sequence[Paragraph]]]:
    """Part a narrative into runs of one standing: background, discussed, proposed (moved).

    A paragraph of background between two of discussion belongs to the discussion.
    """
    standings: list[Standing] = []
    run = _Run()
    for paragraph in paragraphs:
        standing = _standing_of(paragraph, run)
        standings.append(standing)
        begins = standing is not run.standing or patterns.DISCUSSION.search(paragraph.plain)
        number = paragraph.unit.number if begins else run.number
        run = _Run(standing, paragraph.plain.endswith((":", " that")), number)
    for index in range(1, len(standings) - 1):
        around = {standings[index - 1], standings[index + 1]}
        if standings[index] is Standing.BACKGROUND and around == {Standing.DISCUSSED}:
            standings[index] = Standing.DISCUSSED
    pairs = list(zip(standings, paragraphs, strict=True))
    return [
        (standing, [paragraph for _, paragraph in group])
        for standing, group in groupby(pairs, key=lambda pair: pair[0])
    ]
