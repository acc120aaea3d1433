"""Find the resolutions within a minute: where each begins and ends, and its weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import patterns, resolving
from ingest.document import LineRole
from ingest.limbs import LONGEST_GAP, OPEN_ENDED, Order, order_of
from ingest.paragraphs import Paragraph
from ingest.weighing import standing_of
from qa.papers import Standing
from qa.passages import UnitKind

ANY_BODY = ("meeting", "it", "members")
LEAST_CUT = 8
"""Words from which a paragraph that ends without a stop is a sentence cut off."""
LONGEST_INSERTION = 8
"""Paragraphs, none of them a sentence, that may stand between two limbs."""


@dataclass(frozen=True, slots=True)
class DecisionBlock:
    """Paragraphs [start, end) of a minute that are one resolution."""

    start: int
    end: int
    standing: Standing


def _begins(body: Sequence[Paragraph], index: int, meeting: str | None) -> bool:
    """Whether a paragraph opens a resolution of this meeting: not of another body or day."""
    paragraph = body[index]
    text = paragraph.plain
    if paragraph.is_row or paragraph.role is LineRole.BESIDE:
        return False
    if match := resolving.RESOLUTION.match(text):
        return is_of(match["who"], meeting)
    if resolving.RECOMMENDING.match(text):
        return True
    if (match := resolving.LED_IN.search(text)) and index + 1 < len(body):
        below = body[index + 1].plain
        return is_of(match["who"], meeting) and bool(resolving.RESOLVING_LIMB.match(below))
    inline = resolving.RESOLUTION_INLINE.search(text)
    if inline is None:
        return False
    # A clerk puts in capitals what this meeting did.
    marked = inline[0].split()[-1].isupper()
    earlier = resolving.EARLIER_MEETING if marked else resolving.EARLIER
    if earlier.search(text[: inline.start()]):
        return False
    return paragraph.words < 60 or marked


def is_of(named: str | None, meeting: str | None) -> bool:
    """Whether the body that acts in a sentence is the one that met."""
    return not named or not meeting or named.lower() in (*ANY_BODY, *meeting.lower().split())


def _block_end(body: Sequence[Paragraph], start: int, meeting: str | None) -> int:
    """Return the index after the last paragraph of the resolution that begins at `start`."""
    label = re.match(r"\W*decisions?(?: made)?\b", body[start].plain, re.I)
    closing = next(
        (
            i
            for i in range(start + 1, len(body))
            if resolving.DECISION_END.match(body[i].plain) or _begins(body, i, meeting)
        ),
        None,
    )
    if label and closing is not None and resolving.DECISION_END.match(body[closing].plain):
        # "Decision Made: ... Reasons for Decision:" brackets the resolution.
        return closing
    limit = closing if closing is not None else len(body)
    waiting = bool(OPEN_ENDED.search(body[start].plain)) or body[start].words <= 2
    levels: dict[str, int] = {}
    last: Order | None = None
    end = start + 1
    while end < limit:
        paragraph = body[end]
        number = paragraph.unit.number
        order = order_of(number, last) if number else None
        if order and _follows(order, levels, waiting=waiting):
            levels[order[0]] = order[1]
            last = order
            waiting = False
        elif waiting:
            waiting = bool(OPEN_ENDED.search(paragraph.plain)) and paragraph.words < 40
        elif not _continues(body, end):
            coming = _next_limb(body, end, limit, levels)
            if coming is None:
                break
            end = coming
            continue
        end += 1
    return end


def _cut_off(above: Paragraph, below: Paragraph) -> bool:
    """Whether a paragraph of a PDF stops in the middle of a sentence that goes on in the next."""
    ends = re.search(r"[.;:?!”\"')\]–-]\W*$|(?i:\bnoted|\bagreed|\bapproved)$", above.plain)
    full = above.unit.page is not None and above.words > LEAST_CUT and not above.is_row
    return full and not ends and not below.bold and not below.plain.isupper()


def _next_limb(
    body: Sequence[Paragraph], start: int, limit: int, levels: dict[str, int]
) -> int | None:
    """Return where the next limb in order stands, behind a table that the reader took for text."""
    for index in range(start, min(limit, start + LONGEST_INSERTION)):
        number = body[index].unit.number
        order = order_of(number) if number else None
        if order and order[1] > 1 and levels.get(order[0]) == order[1] - 1:
            return index
        if body[index].words > 40 or body[index].plain.endswith("."):
            return None
    return None


def _follows(order: Order, levels: dict[str, int], *, waiting: bool) -> bool:
    style, place = order
    last = levels.get(style)
    if last is None and style.startswith("dotted") and not waiting:
        return False  # the minute's own paragraph, below a resolution that is done
    if last is None:
        return place <= 1 + LONGEST_GAP
    return place == 1 or 0 < place - last <= 1 + LONGEST_GAP


def _continues(body: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph without a limb number still belongs to the resolution."""
    paragraph, before = body[index], body[index - 1]
    if (
        paragraph.is_row
        or paragraph.unit.kind == UnitKind.HEADER
        or patterns.BULLET.match(paragraph.unit.text)
    ):
        return True
    if re.match(r"[a-z]", paragraph.plain) or _cut_off(before, paragraph):
        return True
    return before.plain.rstrip().endswith((";", ":", ",", " and", " or", "; and"))


def decision_blocks(body: Sequence[Paragraph], meeting: str | None = None) -> list[DecisionBlock]:
    """Return the resolutions in a minute's paragraphs, in order, not overlapping.

    `meeting` names the body that met, so that what another one agreed is not taken for a
    resolution. The words "moved by …, seconded by …" right above one belong to it.
    """
    blocks: list[DecisionBlock] = []
    index = 0
    while index < len(body):
        if published := _published(body, index, meeting):
            blocks.append(published)
            index = published.end
        elif _begins(body, index, meeting):
            end = _block_end(body, index, meeting)
            floor = blocks[-1].end if blocks else 0
            start = index - 1 if index > floor and _is_mover(body[index - 1]) else index
            blocks.append(DecisionBlock(start, end, standing_of(body[index:end])))
            index = end
        else:
            index += 1
    return blocks


def _published(body: Sequence[Paragraph], start: int, meeting: str | None) -> DecisionBlock | None:
    """Return the decision that a web page publishes under a label of its own, whole.

    None where its text says itself where it resolves: what stands above that was said.
    """
    if body[start].role is not LineRole.DECISION:
        return None
    if start and body[start - 1].role is LineRole.DECISION:
        return None
    end = next(
        (
            i
            for i in range(start + 1, len(body))
            if body[i].role is not LineRole.DECISION or resolving.DECISION_END.match(body[i].plain)
        ),
        len(body),
    )
    told = body[start + 1 : end]
    if not told or any(_begins(body, i, meeting) for i in range(start + 1, end)):
        return None
    return DecisionBlock(start, end, standing_of(told))


def _is_mover(paragraph: Paragraph) -> bool:
    text = paragraph.plain
    ends = text.endswith((":", " and", ",")) or paragraph.words <= 14
    return paragraph.words <= 40 and ends and bool(resolving.MOVER_LINE.match(text))
