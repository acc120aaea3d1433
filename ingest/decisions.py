"""Find the resolutions within a minute: where each begins and ends, its limbs and its weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.papers import Limb, Standing

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
OPEN_ENDED = re.compile(r"(?::|\bthat|\bto|\bthat:|[:–—-])\W*$", re.I)
ANY_BODY = ("meeting", "it")
LONGEST_GAP = 2
"""Limbs that may be missing between two found ones."""


@dataclass(frozen=True, slots=True)
class DecisionBlock:
    """Paragraphs [start, end) of a minute that are one resolution."""

    start: int
    end: int
    standing: Standing


def _order(number: str) -> tuple[str, int] | None:
    """Return a limb number's style and its place in the order, or None."""
    bare = number.strip("().")
    style = "paren" if number.startswith("(") else "plain"
    if bare.isdigit():
        return f"{style} 1", int(bare)
    if len(bare) == 1 and bare.isalpha() and bare.lower() not in ("i", "v", "x"):
        return f"{style} a", ord(bare.lower()) - 96
    if bare.lower() in ROMAN:
        return f"{style} i", ROMAN.index(bare.lower()) + 1
    return None


def _begins(paragraph: Paragraph, meeting: str | None) -> bool:
    """Whether a paragraph opens a resolution of this meeting: not of another body or day."""
    text = paragraph.plain
    if paragraph.is_row:
        return False
    if match := patterns.RESOLUTION.match(text):
        named = match["who"]
        return not named or not meeting or named.lower() in (*ANY_BODY, *meeting.lower().split())
    inline = patterns.RESOLUTION_INLINE.search(text)
    if inline is None or patterns.EARLIER.search(text[: inline.start()]):
        return False
    return paragraph.words < 60 or inline[0].isupper()


def _block_end(body: Sequence[Paragraph], start: int, meeting: str | None) -> int:
    """Return the index after the last paragraph of the resolution that begins at `start`."""
    label = re.match(r"\W*decisions?(?: made)?\b", body[start].plain, re.I)
    closing = next(
        (
            i
            for i in range(start + 1, len(body))
            if patterns.DECISION_END.match(body[i].plain) or _begins(body[i], meeting)
        ),
        None,
    )
    if label and closing is not None and patterns.DECISION_END.match(body[closing].plain):
        # "Decision Made: ... Reasons for Decision:" brackets the resolution.
        return closing
    limit = closing if closing is not None else len(body)
    waiting = bool(OPEN_ENDED.search(body[start].plain)) or body[start].words <= 2
    levels: dict[str, int] = {}
    end = start + 1
    while end < limit:
        paragraph = body[end]
        number = paragraph.unit.number
        order = _order(number) if number else None
        if order and _follows(order, levels):
            levels[order[0]] = order[1]
            waiting = False
        elif waiting:
            waiting = bool(OPEN_ENDED.search(paragraph.plain)) and paragraph.words < 40
        elif not _continues(body, end):
            break
        end += 1
    return end


def _follows(order: tuple[str, int], levels: dict[str, int]) -> bool:
    style, place = order
    last = levels.get(style)
    if last is None:
        return place <= 1 + LONGEST_GAP
    return place == 1 or 0 < place - last <= 1 + LONGEST_GAP


def _continues(body: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph without a limb number still belongs to the resolution."""
    paragraph, before = body[index], body[index - 1]
    if (
        paragraph.is_row
        or paragraph.unit.kind == "header"
        or patterns.BULLET.match(paragraph.unit.text)
    ):
        return True
    if re.match(r"[a-z]", paragraph.plain):
        return True
    return before.plain.rstrip().endswith((";", ":", ",", " and", " or", "; and"))


def _weight(text: str) -> Standing:
    """Judge one limb: a thing decided, merely noted, or put off."""
    if patterns.DEFERRED_LIMB.search(text):
        return Standing.DEFERRED
    core = patterns.PREAMBLE.sub("", text)
    if patterns.NOTING.match(core):
        # What is noted may itself speak of approvals: only a second verb decides.
        return Standing.DECIDED if patterns.SECOND_VERB.search(core) else Standing.NOTED
    if patterns.BE_NOTED.search(core) and not patterns.BE_DONE.search(core):
        return Standing.NOTED
    return Standing.DECIDED


def _standing(paragraphs: Sequence[Paragraph]) -> Standing:
    limbs = [
        p.plain
        for p in paragraphs
        if p.unit.number and not re.match(r"\d+\.\s*(?:it was )?resolved", p.plain, re.I)
    ]
    texts = limbs or [" ".join(p.plain for p in paragraphs)]
    weights = {_weight(text) for text in texts}
    if weights == {Standing.DEFERRED} or (len(texts) == 1 and Standing.DEFERRED in weights):
        return Standing.DEFERRED
    return Standing.NOTED if weights == {Standing.NOTED} else Standing.DECIDED


def decision_blocks(body: Sequence[Paragraph], meeting: str | None = None) -> list[DecisionBlock]:
    """Return the resolutions in a minute's paragraphs, in order, not overlapping.

    `meeting` names the body that met, so that what another one agreed is not taken for a
    resolution. The words "moved by …, seconded by …" right above one belong to it.
    """
    blocks: list[DecisionBlock] = []
    index = 0
    while index < len(body):
        if _begins(body[index], meeting):
            end = _block_end(body, index, meeting)
            floor = blocks[-1].end if blocks else 0
            start = index - 1 if index > floor and _is_mover(body[index - 1]) else index
            blocks.append(DecisionBlock(start, end, _standing(body[index:end])))
            index = end
        else:
            index += 1
    return blocks


def _is_mover(paragraph: Paragraph) -> bool:
    text = paragraph.plain
    ends = text.endswith((":", " and", ",")) or paragraph.words <= 14
    return paragraph.words <= 40 and ends and bool(patterns.MOVER_LINE.match(text))


def read_limbs(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Limb, ...], tuple[str, ...]]:
    """Return a resolution's top limbs and the numbers that are missing between them.

    The words after a limb up to the next top number (its own sub-limbs) belong to it.
    """
    limbs: list[list[str]] = []
    numbers: list[tuple[str, tuple[str, int]]] = []
    for paragraph in paragraphs:
        number = paragraph.unit.number
        order = _order(number) if number else None
        resolving = patterns.RESOLUTION.match(paragraph.plain) or (
            patterns.RECOMMENDATION.match(paragraph.plain) and paragraph.words <= 4
        )
        top = order is not None and not resolving and (not numbers or order[0] == numbers[0][1][0])
        if top and order and number and (not numbers or order[1] > numbers[-1][1][1]):
            numbers.append((number, order))
            limbs.append([paragraph.unit.text])
        elif limbs:
            limbs[-1].append(paragraph.unit.text)
    missing = _missing_before(paragraphs, numbers)
    for (number, order), (_, after) in pairwise(numbers):
        for place in range(order[1] + 1, after[1]):
            missing.append(number.replace(number.strip("()."), _label(order[0], place)))
    return tuple(Limb(n, "\n".join(t)) for (n, _), t in zip(numbers, limbs, strict=True)), tuple(
        missing
    )


def _missing_before(
    paragraphs: Sequence[Paragraph], numbers: Sequence[tuple[str, tuple[str, int]]]
) -> list[str]:
    """Return the limbs lost between the words that introduce them and the first one found."""
    if not numbers or not 1 < numbers[0][1][1] <= 1 + LONGEST_GAP:
        return []
    number, (style, first) = numbers[0]
    before = next(i for i, p in enumerate(paragraphs) if p.unit.number == number)
    if not before or not OPEN_ENDED.search(paragraphs[before - 1].plain):
        return []
    return [number.replace(number.strip("()."), _label(style, n)) for n in range(1, first)]


def _label(style: str, place: int) -> str:
    if style.endswith("1"):
        return str(place)
    return ROMAN[place - 1] if style.endswith("i") else chr(96 + place)
