"""List what a meeting did in an item: each sentence and limb verbatim, with its standing and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import wordings
from ingest.layout.pages import PageFinder
from ingest.layout.paragraphs import Paragraph
from ingest.standing.features import ADDRESSES, JOINS, OFFICE_FIRST, Meeting
from ingest.standing.judging import ACTS, Judged, judge
from ingest.standing.rows import Columns, header_columns, read_row, standing_of
from ingest.standing.sentences import is_bare, is_verdict, names_columns
from qa.papers import Decision, Lines, Standing

BY_STRUCTURE = 0.8
"""How sure it is that a limb below words that decide is decided, whatever its own words are."""
MERELY_SAID = 0.8
"""Chance from which a sentence within a resolution is only its preamble."""
LONGEST_MATTER = 8
"""Lines, none of them a sentence, that name the matter of a verdict."""


FORM = re.compile(
    r"\W*(?:(?:to be )?signed\b(?!.*\b(?:as|true|correct)\b)|chair(?:man|person)?\W*$|(?:i’w |i'w )?h?arwydd|llofnod|decision status\b|total\b|sub-?total\b|cyfanswm\b)",
    re.I,
)
"""Where the chair signs, and the sum of a list."""
MOVING = re.compile(
    r"\W*(?:it was )?(?:prop(?:osed|oser|\.)?|moved|mover|seconded|seconder|cynig(?:iwyd|ydd))\b(?:(?!\b(?:that|to|agreed|carried|resolved"
    r"|approved|accepted|unanimously|favour)\b).)*$",
    re.I,
)
"""Who moved and who seconded, and no more."""
MOVING_WORDS = 14
MOVED_AND_AGREED = re.compile(
    r"\W*(?:it was )?(?:prop(?:osed|oser|\.)?|moved|mover|seconded|seconder|cynig(?:iwyd|ydd))\b"
    r"(?:(?!\b(?:that|to|bod)\b).)*$",
    re.I,
)
"""Who moved and seconded what stands before, with how it was agreed: "..., all in favour"."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Paragraphs of an item with their standing; `whole` where its layout marks a resolution."""

    paragraphs: Sequence[Paragraph]
    standing: Standing
    whole: bool
    recorded: bool = False
    """Whether it is the decision in a record of one decision, in which nothing was only said."""


@dataclass(frozen=True, slots=True)
class _Act:
    """Sentences [first, last] by which a meeting does something."""

    first: int
    last: int
    text: str
    standing: Standing
    chance: float


def list_decisions(
    parts: Sequence[Resolved], meeting: Meeting, title: str, pages: PageFinder
) -> tuple[Decision, ...]:
    """Return the sentences and limbs by which a meeting did something in an item, in order."""
    paragraphs = [p for part in parts for p in part.paragraphs]
    owner = [part for part in parts for _ in part.paragraphs]
    judged = _with_elected(judge(paragraphs, meeting, title), title)
    found: list[Decision] = []
    for act in _acts(judged, paragraphs, owner):
        lines: Lines = (judged[act.first].sentence.lines[0], judged[act.last].sentence.lines[1])
        chance = round(act.chance, 3)
        found.append(Decision(act.text, act.standing, lines, pages.span(lines), chance))
    return tuple(found)


def _acts(
    judged: Sequence[Judged], paragraphs: Sequence[Paragraph], owner: Sequence[Resolved]
) -> list[_Act]:
    acts: list[_Act] = []
    header: Columns | None = None
    reasons: int | None = None
    for index, one in enumerate(judged):
        sentence = one.sentence
        paragraph = paragraphs[sentence.paragraph]
        if _gives_reasons(sentence.text):
            reasons = sentence.paragraph
        if sentence.heading or reasons == sentence.paragraph:
            continue
        standing, chance = _standing(one, owner[sentence.paragraph])
        if paragraph.is_row:
            if columns := header_columns(paragraph):
                header = columns
                continue
            row = read_row(paragraph, header)
            if row and _is_led_by(judged, index, Standing.NOTED):
                row = replace(row, standing=Standing.NOTED)  # what others did
            if FORM.match(sentence.text):
                continue
            if row and not is_bare(row.text) and not is_verdict(row.text):
                acts.append(_Act(index, index, row.text, row.standing, max(chance, BY_STRUCTURE)))
                continue
        else:
            header = None
        if is_verdict(sentence.text) and index:
            verdict = standing or standing_of(sentence.text, sure=True)
            start = _matter(judged, index)
            if start is not None and verdict is not None:
                start = _with_label(judged, start)
                while acts and acts[-1].last >= start:
                    acts.pop()
                text = _joined(judged, start, index)
                acts.append(_Act(start, index, text, verdict, max(chance, BY_STRUCTURE)))
                continue
        if standing is None or is_bare(sentence.text) or _is_aside(one):
            continue
        if (
            acts
            and acts[-1].last == index - 1
            and not sentence.first
            and _only_moves(sentence.text)
        ):
            text = f"{acts[-1].text} {sentence.text}"
            acts[-1] = replace(acts[-1], last=index, text=text)
            continue
        first = _with_label(judged, index)
        acts.append(_Act(first, index, _joined(judged, first, index), standing, chance))
    return acts


ELECTING = re.compile(r"elect|appoint|office.?bearers|ethol|penod", re.I)
ENTRY_WORDS = 20


def _with_elected(judged: list[Judged], title: str) -> list[Judged]:
    """Return sentences with those that name who was elected to an office as decided.

    Each line of such a list says an office and a name; that they were elected is said once.
    """
    under, elected = title, False
    lists: list[int] = []
    for index, one in enumerate(judged):
        text = one.sentence.text
        under = text if one.sentence.heading else under
        if not ELECTING.search(under):
            continue
        elected = elected or (one.standing is Standing.DECIDED and bool(ELECTED.search(text)))
        short = len(text.split()) <= ENTRY_WORDS and not one.sentence.heading
        if short and one.standing not in ACTS and OFFICE_FIRST.match(text):
            lists.append(index)
    if elected and len(lists) > 1:
        for index in lists:
            judged[index] = replace(judged[index], standing=Standing.DECIDED, chance=BY_STRUCTURE)
    return judged


ELECTED = re.compile(
    r"\b(?:re-?)?elected|appoint(?:ed|ments)|etholwyd|penodwyd|unopposed|agreed", re.I
)


def _joined(judged: Sequence[Judged], first: int, last: int) -> str:
    return " ".join(judged[i].sentence.text for i in range(first, last + 1))


def _with_label(judged: Sequence[Judged], index: int) -> int:
    """Return where a limb begins with the label right above it: "RESOLVED:"."""
    lead = judged[index].sentence.lead
    labelled = lead == index - 1 and judged[index - 1].standing in ACTS
    return index - 1 if labelled and is_bare(judged[index - 1].sentence.text) else index


def _matter(judged: Sequence[Judged], verdict: int) -> int | None:
    """Return where the matter of a verdict begins: the sentence before it, or lines that name it."""
    start = verdict - 1
    before = judged[start].sentence
    if before.heading or is_verdict(before.text) or before.text.endswith(":"):
        return None
    if names_columns(before.text):
        return None
    while (
        not judged[start].sentence.listed
        and start
        and verdict - start < LONGEST_MATTER
        and judged[start].sentence.first
        and not judged[start - 1].sentence.heading
        and judged[start - 1].sentence.text[-1:] not in ".:;!?"
        and not is_verdict(judged[start - 1].sentence.text)
    ):
        start -= 1
    return start


def _gives_reasons(text: str) -> bool:
    return bool(wordings.REASONS.match(text) or wordings.ALTERNATIVES.match(text))


def _is_aside(one: Judged) -> bool:
    """Whether a sentence says nothing of its own: who moved, a signature, a note, a table's header."""
    text = one.sentence.text
    bracketed = text.startswith("(") and text.endswith((")", ")."))
    nothing = not re.search(r"[^\W\d_]{3}", text) or bool(FORM.match(text)) or _only_names(text)
    return (
        nothing
        or names_columns(text)
        or (MOVING.match(text) is not None and len(text.split()) <= MOVING_WORDS)
    ) or (one.sentence.lead is not None and (bracketed or text.lower().startswith("note:")))


def _only_moves(text: str) -> bool:
    """Whether a sentence says who moved and seconded what stands before it, and no more."""
    return MOVED_AND_AGREED.match(text) is not None and len(text.split()) <= MOVING_WORDS


def _only_names(text: str) -> bool:
    """Whether a text is persons by their titles, and no more: an entry of a roll."""
    words = re.findall(r"[^\W\d_]+", text)
    named = all(word[0].isupper() or word.lower() in JOINS for word in words)
    return bool(words) and words[0].lower() in ADDRESSES and named


def _is_led_by(judged: Sequence[Judged], index: int, standing: Standing) -> bool:
    """Whether the words that lead a sentence in have a standing."""
    lead = judged[index].sentence.lead
    return lead is not None and judged[lead].standing is standing


def _standing(one: Judged, part: Resolved) -> tuple[Standing | None, float]:
    """Return what a sentence does, and how sure that is; None where it does nothing."""
    if one.standing in ACTS:
        asks = part.whole and part.standing is Standing.RECOMMENDED
        if asks and one.standing is Standing.DECIDED:
            return Standing.RECOMMENDED, one.chance
        return one.standing, one.chance
    if not part.whole or part.standing not in ACTS:
        return None, one.chance
    said = one.standing is Standing.DISCUSSED and one.chance >= MERELY_SAID
    text = one.sentence.text
    marked = wordings.RESOLUTION.match(text) or wordings.RECOMMENDING.match(text)
    if said and one.sentence.lead is None and not (marked or part.recorded):
        return None, one.chance
    return part.standing, BY_STRUCTURE
