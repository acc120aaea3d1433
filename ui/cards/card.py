"""The card of an answer: its line, the quotes behind it and where they stand.

A quote is in sight where all that is needed fits in about sixty words. Up to twelve lines it is so
too where the line only points to it, or tells one limb of a resolution. Else it is folded, as is a
row of which the line tells every cell or most, and the fold says what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.answers import Answer, AnswerStatus, Citation, Shown
from qa.language.dates import format_day
from qa.language.sentences import first_words, sentences_of
from qa.papers import DECIDING, PaperKind, Standing
from qa.quoting.lines import quote_lines
from qa.writing.labels import format_where

MOST_WORDS = 60
"""Words in sight: line, quotes and places, as long as the quotes can be folded."""
MOST_LINES, WORDS_A_LINE = 12, 12
"""Of a quote that is not folded though it is long, and how many words go on a line."""
MOST_ROWS = 12
"""Of a table that is in sight."""
LEAST_LIMBS = 3
"""Lines of a resolution with several limbs: the words that lead them in are one."""
LONGEST_THAT_FOLLOWS = 30
"""Words of the sentence after the one that answers."""
MOST_WORDS_OF_A_TITLE = 14


_Pair = tuple[Shown, tuple[Citation, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes of one item with where they stand."""

    citations: tuple[Citation, ...]
    where: str
    answering: str = ""
    notes: tuple[str, ...] = ()
    folded: str = ""
    """What is folded, in words; empty where the quotes are in sight."""
    standing: Standing | None = None
    """Of the quotes, where it is not that of the answer."""
    goes_on: str = ""
    """Of folded quotes: the sentence that follows the one that the line is made of, which may
    take back what that says; empty where there is none, or it is long."""

    @property
    def first(self) -> int:
        """The number of the quote that answers."""
        return min(citation.number for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Listed:
    """An item of a listing with what is quoted of it."""

    title: str
    citations: tuple[Citation, ...]
    label: str = ""
    standing: Standing = Standing.BACKGROUND
    """Of its quotes, the one that counts most."""
    several: bool = False
    """Whether its quotes have several standings."""
    day: str = ""
    notes: tuple[str, ...] = ()
    quotes: bool = True
    """Whether the quotes say more than the title."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of an answer."""

    line_of: tuple[Citation, ...]
    groups: tuple[Group, ...]
    more: tuple[Group, ...]
    listed: tuple[tuple[str, tuple[Listed, ...]], ...]
    """Items of a listing below the meeting or motion that they are of."""

    @property
    def more_folded(self) -> str:
        """What is folded behind the rest, in words; empty where there is nothing."""
        number = sum(len(group.citations) for group in self.more)
        return f"{number} more source{'s' if number > 1 else ''}" if number else ""


def card_of(answer: Answer) -> Card | None:
    """Return the card of an answer; None where it does not say how its quotes are shown."""
    if not answer.shown:
        return None
    cited = {citation.number: citation for citation in answer.citations}
    held = [(shown, tuple(cited[number] for number in shown.citations)) for shown in answer.shown]
    held = [(shown, citations) for shown, citations in held if citations]
    line_of = tuple(cited[number] for number in answer.line_of)
    if any(shown.title for shown, _ in held):
        return Card(line_of, (), (), _listed(answer, held))
    held = [pair for shown, citations in held for pair in _of_line_first(answer, shown, citations)]
    needed = [pair for pair in held if not pair[0].folded]
    more = [pair for pair in held if pair[0].folded]
    if needed and _has_limbs(_whole(*needed[0], more)[0]):
        needed[0], more = _whole(*needed[0], more)
    folds = _folds(answer, needed)
    for at, is_folded in enumerate(folds):
        if is_folded:  # then it can be whole
            needed[at], more = _whole(*needed[at], more)
    followed = [
        _following(*pair) if is_folded else ""
        for pair, is_folded in zip(needed, folds, strict=True)
    ]
    groups = [
        _group(answer, shown, citations, fold, said=needed[0][1] if at else ())
        for at, ((shown, citations), fold) in enumerate(zip(needed, folds, strict=True))
    ]
    groups = [replace(group, goes_on=text) for group, text in zip(groups, followed, strict=True)]
    behind = tuple(_group(answer, *pair, False) for pair in more)
    return Card(line_of, tuple(groups), behind, ())


def _whole(
    shown: Shown, citations: tuple[Citation, ...], more: Sequence[_Pair]
) -> tuple[_Pair, list[_Pair]]:
    """Add to a group what else is quoted of the same item and standing, in the paper's order."""
    same = [other for _, other in more if _item_of(other) == _item_of(citations)]
    whole = [*citations, *(citation for other in same for citation in other)]
    left = [pair for pair in more if pair[1] not in same]
    return (shown, tuple(sorted(whole, key=lambda citation: citation.at))), left


def _has_limbs(pair: _Pair) -> bool:
    """Whether the line tells one of several limbs of a resolution."""
    shown, citations = pair
    lines = sum(len(quote_lines(citation.quote)) for citation in citations)
    is_text = not any(citation.parts for citation in citations)
    is_decided = citations[0].standing is Standing.DECIDED
    return bool(shown.answering) and is_text and is_decided and lines >= LEAST_LIMBS


def _following(shown: Shown, citations: Sequence[Citation]) -> str:
    """Return the sentence that follows the words that answer in a quote of prose."""
    last = shown.answering.split("…")[-1].strip() or shown.answering.split("…")[0].strip()
    for citation in citations:
        sentences = sentences_of(" ".join(citation.quote.split()))
        for sentence, following in pairwise(sentences):
            if last and not citation.parts and last in sentence:
                return following if _words(following) <= LONGEST_THAT_FOLLOWS else ""
    return ""


def _item_of(citations: Sequence[Citation]) -> tuple[object, ...]:
    first = citations[0]
    return first.paper.id, first.minute, first.heading, first.standing


def _of_line_first(answer: Answer, shown: Shown, citations: tuple[Citation, ...]) -> list[_Pair]:
    """Part off the rows that the line is not made of: one finds them behind the rest."""
    own = tuple(citation for citation in citations if citation.number in answer.line_of)
    if shown.folded or not own or not all(citation.tables for citation in citations):
        return [(shown, citations)]
    left = tuple(citation for citation in citations if citation not in own)
    return [(shown, own), *([(replace(shown, folded=True), left)] if left else [])]


def _folds(answer: Answer, needed: Sequence[_Pair]) -> list[bool]:
    """Return for each group whether its quotes are folded."""
    left = MOST_WORDS - _words(answer.line or "")
    left -= sum(_words(format_where(citations)) for _, citations in needed)
    is_exempt = answer.status is AnswerStatus.EXEMPT
    folds = []
    for at, (shown, citations) in enumerate(needed):
        words = sum(_words(citation.quote) for citation in citations)
        tables = [table for citation in citations for table in citation.tables]
        rows = [row for table in tables for row in table.rows]
        if any(shown.answering in row for row in rows):
            folds.append(_is_told(answer, rows) or len(rows) > MOST_ROWS)
        elif (at == 0 and _is_needed(answer, (shown, citations))) or is_exempt:
            folds.append(words > MOST_LINES * WORDS_A_LINE)
        else:
            folds.append(words > left)
        if not folds[-1]:
            left -= words
    return folds


def _is_told(answer: Answer, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the line has every cell of the only row, or most of them: its name and two more."""
    line = answer.line or ""
    cells = [" ".join(cell.split()) for row in rows for cell in row if cell.strip()]
    told = sum(cell in line for cell in cells)
    return len(rows) == 1 and (told == len(cells) or (told >= CELLS_TOLD and 2 * told > len(cells)))


CELLS_TOLD = 3
"""Cells of a row that a line tells, from which on the row is folded though another is left."""


def _is_needed(answer: Answer, lead: _Pair) -> bool:
    """Whether the line alone does not tell: it only points to the quote, or tells one limb."""
    return not answer.line_of or _has_limbs(lead)


def _words(text: str) -> int:
    return len(text.split())


def _group(
    answer: Answer,
    shown: Shown,
    citations: tuple[Citation, ...],
    is_folded: bool,
    said: Sequence[Citation] = (),
) -> Group:
    standing = citations[0].standing
    return Group(
        citations,
        format_where(citations, said=said[0].paper.council if said else None),
        # Of what is merely nearest no words are said to answer.
        answering=shown.answering if answer.status is AnswerStatus.ANSWERED else "",
        notes=shown.notes,
        folded=name_fold(citations) if is_folded else "",
        standing=None if standing is answer.standing else standing,
    )


def name_fold(citations: Sequence[Citation]) -> str:
    """Return what a fold of these quotes holds: `The resolution, word for word`."""
    first = citations[0]
    if first.standing is Standing.DECIDED:
        what = "The resolution"
    elif first.standing is Standing.RECOMMENDED:
        what = "The recommendation"
    elif first.standing is Standing.PROPOSED:
        what = "The proposal"
    elif first.minute or first.standing in DECIDING or first.paper.kind is PaperKind.MINUTES:
        what = "The minute"
    else:
        what = "The paper"
    return f"{what}, word for word"


def _listed(answer: Answer, held: Sequence[_Pair]) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    below: dict[str, list[Listed]] = {}
    for shown, citations in held:
        standings = {citation.standing for citation in citations}
        day = format_day(shown.day) if shown.day else ""
        heading = "" if shown.heading == day else shown.heading
        below.setdefault(heading, []).append(
            Listed(
                first_words(shown.title, MOST_WORDS_OF_A_TITLE),
                citations,
                shown.label,
                min(standings, key=_FIRST.index),
                len(standings) > 1,
                "" if day in f"{heading} {shown.label}" else day,
                shown.notes,
                {citation.quote for citation in citations} != {shown.title},
            )
        )
    return tuple((heading, tuple(items)) for heading, items in below.items())


_FIRST = (
    Standing.EXEMPT,
    Standing.DECIDED,
    Standing.DEFERRED,
    Standing.LOST,
    Standing.NOTED,
    Standing.RECOMMENDED,
    Standing.PROPOSED,
    Standing.RECORDED,
    Standing.DISCUSSED,
    Standing.BACKGROUND,
)
"""Standings, that which counts most first."""
