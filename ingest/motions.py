"""Find what a meeting decided by carrying a motion, where its minute states no resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest import resolving
from ingest.decisions import DecisionBlock
from ingest.paragraphs import Paragraph
from ingest.sentences import sentences_of
from qa.papers import Standing

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

CARRIED = re.compile(
    r"\b(?:motion|recommendations? (?:was|were))\b"
    r"(?:(?!\b(?:not|lost|fell|rejected)\b)[^.;]){0,80}?\b(?:carried|agreed|approved|passed|adopted)\b"
    r"|\b(?:resolved|agreed) accordingly\b",
    I,
)
"""The motion was carried: "The motion was put and carried by 9 votes to 4"."""
CARRIED_IN_ONE = re.compile(r"\bmoved\b[^.;]{0,160}?\b(?:carried|agreed)\b[^.;]{0,60}?\bthat\b", I)
"""A motion told with its outcome: "It was moved by …, seconded by … and carried, that …"."""
BECAME = re.compile(
    r"\bbecame (?:and was declared )?(?:to be )?the (?:decision|finding|resolution) of\b", I
)
"""The Scottish way; it may be said of an amendment that was carried against the motion."""
AMENDMENT = re.compile(r"\bamendments?\b", I)
AMENDED = re.compile(r"\b(?:as (?:so |thus )?amended|amended motion|substantive)\b", I)
AMENDMENT_TAKEN = re.compile(
    r"\bamendments?\b(?:(?!\b(?:not|lost|fell|rejected)\b)[^.;]){0,80}\b(?:carried|agreed|accepted|incorporated)\b",
    I,
)
MOVED = re.compile(r"\b(?:moved|proposed)\b|^\W*(?:motion|amendment)\W*[.:–-]", I)
MOVED_THAT = re.compile(r"\b(?:moved|proposed)\b.{0,120}?\bthat\b", I | re.S)
TEXT_FOLLOWS = re.compile(
    r"\b(?:substantive motion|motion,? as (?:so )?amended|amended motion)\b.{0,80}:\W*$", I
)
LONGEST_MOTION = 14
"""Paragraphs of a motion at most."""
LONGEST_TOLD = 160
"""Words of a paragraph in which a motion is moved."""


def carried_motions(body: Sequence[Paragraph]) -> list[DecisionBlock]:
    """Return what a minute's paragraphs tell of motions carried: their words and their outcome.

    What was amended is decided in the words of the amended motion only, where those are given;
    what was lost, or found no seconder, is not decided.
    """
    spans: set[tuple[int, int]] = set()
    for index, paragraph in enumerate(body):
        if (said := _outcome(paragraph)) is not None:
            spans.add((index, index + 1))
            text = _words_of(body, index, said)
            if text:
                spans.add(text)
    return list(_apart(sorted(spans), body))


def _outcome(paragraph: Paragraph) -> str | None:
    """Return the sentence by which a motion is carried in a short paragraph, if there is one."""
    if paragraph.is_row or paragraph.words > LONGEST_TOLD:
        return None
    for sentence in sentences_of(paragraph.plain):
        if resolving.EARLIER_MEETING.search(sentence):
            continue
        carried = CARRIED.search(sentence) or CARRIED_IN_ONE.search(sentence)
        mended = carried and AMENDMENT.search(sentence[: carried.start()])
        if (carried and not mended) or BECAME.search(sentence):
            return sentence
    return None


def _words_of(body: Sequence[Paragraph], outcome: int, said: str) -> tuple[int, int] | None:
    """Return where the words of what was carried stand above its outcome."""
    of_amendment = bool(AMENDMENT.search(said)) and bool(BECAME.search(said))
    amended = bool(AMENDED.search(said)) and not of_amendment
    for index in range(outcome - 1, -1, -1):
        text = body[index].plain
        if TEXT_FOLLOWS.search(text):
            return _quoted(body, index + 1, outcome)
        if not amended and not of_amendment and AMENDMENT_TAKEN.search(text):
            amended = True
        if amended or not MOVED.search(text) or bool(AMENDMENT.search(text)) != of_amendment:
            continue
        if text.endswith(":"):
            return _quoted(body, index + 1, outcome)
        told = MOVED_THAT.search(text) and body[index].words <= LONGEST_TOLD
        return (index, index + 1) if told else None
    return None


def _quoted(body: Sequence[Paragraph], start: int, stop: int) -> tuple[int, int] | None:
    """Return the paragraphs of a motion set out below its mover: quoted, or with its parts."""
    if start >= stop:
        return None
    stop = min(stop, start + LONGEST_MOTION)
    if body[start].plain[:1] in "\"“'‘":
        ends = (i for i in range(start, stop) if re.search(r"[\"”'’]\W*$", body[i].plain))
        return (start, next(ends, start) + 1)
    end = start + 1
    while end < stop and (body[end].unit.number or body[end - 1].plain.endswith((":", ";", ","))):
        end += 1
    return (start, end)


def _apart(spans: Sequence[tuple[int, int]], body: Sequence[Paragraph]) -> Iterator[DecisionBlock]:
    """Yield the spans as blocks, in order, none of which overlaps the one before."""
    last = 0
    for start, end in spans:
        if start < last:
            continue
        last = end
        text = " ".join(p.plain for p in body[start:end])
        put_off = resolving.DEFERRED_LIMB.search(text) and not resolving.BE_DONE.search(text)
        yield DecisionBlock(start, end, Standing.DEFERRED if put_off else Standing.DECIDED)
