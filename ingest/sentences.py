"""Cut a minute's paragraph where, behind what was reported, the meeting resolves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import patterns, resolving
from ingest.decisions import is_of
from ingest.paragraphs import Paragraph
from qa.language.sentences import PARTS_MINUTED
from qa.passages import UnitKind

ACTS = re.compile(
    r"(?:It was (?:then |therefore |unanimously )*resolved\b"
    r"|(?:The )?(?P<who>Council|Cabinet|Executive|Committee|Sub-Committee|Panel|Board|Meeting)\s+"
    r"(?:unanimously |therefore |then |accordingly |duly )*"
    r"(?:agreed|resolved|approved|decided|noted|instructed|remitted|continued)\b)",
)
GOES_ON = re.compile(
    r"(?:It|The (?:Council|Cabinet|Executive|Committee|Sub-Committee|Panel|Board|Meeting))"
    r" (?:also |further |then )?(?:agreed|resolved|approved|decided|noted|instructed|remitted)\b"
)
ITEM_MARK = re.compile(r"\(?\w{1,4}[.)]\s")


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text."""
    return PARTS_MINUTED.split(text)


def part_lead_ins(body: Sequence[Paragraph], meeting: str | None) -> list[Paragraph]:
    """Part what was reported from the words, at its end, that the limbs below complete."""
    parted: list[Paragraph] = []
    for index, paragraph in enumerate(body):
        below = body[index + 1] if index + 1 < len(body) else None
        ends = paragraph.plain.endswith((":", "–", "-")) and below is not None
        limbs = below is not None and (below.unit.number or patterns.BULLET.match(below.unit.text))
        cut = _last_act(paragraph, meeting) if ends and limbs else None
        parted += _cut(paragraph, cut) if cut else [paragraph]
    return parted


def part_outcomes(body: Sequence[Paragraph], meeting: str | None) -> list[Paragraph]:
    """Part what was reported from the sentences, at its end, in which the meeting resolves."""
    parted: list[Paragraph] = []
    for paragraph in body:
        cut = _last_act(paragraph, meeting)
        parted += _cut(paragraph, cut) if cut else [paragraph]
    return parted


def _last_act(paragraph: Paragraph, meeting: str | None) -> int | None:
    """Return where the sentences begin that end a paragraph and in which the meeting resolves."""
    if paragraph.is_row or len(paragraph.pieces) != 1:
        return None
    text = paragraph.unit.text
    starts = [match.end() for match in PARTS_MINUTED.finditer(text)]
    at = None
    for start in reversed(starts):
        if acts := ACTS.match(text, start):
            sentence = PARTS_MINUTED.split(text[start:])[0]
            earlier = resolving.EARLIER.search(" ".join(sentence.split()[:8]))
            at = start if is_of(acts["who"], meeting) and not earlier else None
            break
        if not GOES_ON.match(text, start):
            break
    return at


def _cut(paragraph: Paragraph, at: int) -> Iterator[Paragraph]:
    """Yield a paragraph's two parts; a line in which both stand is a line of each."""
    unit = paragraph.unit
    first, rest = unit.text[:at].rstrip(), unit.text[at:]
    begins = min(unit.lines[0] + unit.text[:at].count("\n"), unit.lines[1])
    ends = min(unit.lines[0] + first.count("\n"), unit.lines[1])
    for text, lines, number in (
        (first, (unit.lines[0], ends), unit.number),
        (rest, (begins, unit.lines[1]), None),
    ):
        kind = unit.kind if number or text is first else UnitKind.PARAGRAPH
        piece = replace(unit, text=text, lines=lines, number=number, kind=kind)
        plain = patterns.plain(text.replace("\n", " "))
        yield replace(paragraph, unit=piece, plain=plain, pieces=(piece,))
