"""Recognise what may not be indexed: papers exempt under Schedule 12A (7A in Scotland).

A paper is withheld where a line near its front says so in the words of a restriction, where the
exempt field of its cover says yes, where its sensitivity label does, or the name of its file.
An agenda that announces exempt items, minutes that record the exclusion of the public, forms that
explain the rule and a public report with an exempt appendix are not themselves exempt.

Of the sensitivity labels, one that says confidential, restricted or the like withholds a paper as
the same words on a sheet do; `OFFICIAL`, `Public`, `General` or `Internal` does not.
`OFFICIAL-SENSITIVE` withholds: a council may have published such a paper and left its label, but
cannot be asked here, and what is let in by mistake cannot be called back. Whoever files the paper
can take the label off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import PurePosixPath

from ingest import wordings
from ingest.exemption import markings
from ingest.exemption.markings import (
    MINUTES,
    OF_A_PART,
    ONLY_A_PART,
    ends_in_marking,
    is_marking,
    spelled,
    stands_out,
    states_restriction,
)
from ingest.layout.paragraphs import OPENING_WORDS, Paragraph

FRONT = 16
"""Paragraphs at a document's front in which its cover says whether it is exempt."""
SHEET = 8
"""Paragraphs at a document's front in which the words of a restriction stand."""
PLACEHOLDER_WORDS = 40
AGENDA = re.compile(r"\W*(?:public )?agenda\b(?!.*\bitem)", re.I)
AGENDA_WORDS = 6
LISTED = 3
"""After so many paragraphs an agenda lists its items."""
ONE_MINUTE = re.compile(r"\W*this minute\b", re.I)
MINUTES_WORDS = 20


def is_restricted(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document is marked exempt or confidential and so must not be indexed.

    It is where a line near its front says so in the words of a restriction, or where the
    cover table's exempt field says yes.
    """
    agenda = body = False
    for position, paragraph in enumerate(paragraphs[:FRONT]):
        text = paragraph.opening
        following = paragraphs[position + 1] if position + 1 < len(paragraphs) else None
        agenda = agenda or bool(paragraph.words <= AGENDA_WORDS and AGENDA.match(text))
        if markings.EXEMPT_NEGATED.search(text):
            continue
        own = list(exempt_fields(paragraph))
        fields = [*own, *_field_below(paragraph, following)]
        if any(field.withholds() for field in fields):
            return True
        if any(markings.OPEN_VALUE.match(field.value) for field in fields) or (
            own and position != 0 and not is_marking(paragraph.plain)
        ):
            continue  # the field is there, and says no
        # An agenda says of the items that it lists that they are exempt.
        listed = position >= SHEET or (agenda and position >= LISTED)
        # An exempt appendix behind a text does not make the text exempt.
        behind = body and markings.APPENDIX.match(text)
        if not listed and not behind and _restricts(paragraph, following, position):
            return True
        body = body or paragraph.words > PLACEHOLDER_WORDS
    return False


def _restricts(paragraph: Paragraph, following: Paragraph | None, position: int) -> bool:
    """Whether a paragraph at a document's front is, or says, that it is withheld."""
    text = paragraph.opening
    if position > 2 and ONE_MINUTE.match(text):
        return False
    if opens_a_sheet(paragraph) or _is_standing(paragraph, position):
        return True
    if position <= 3 and paragraph.words <= MINUTES_WORDS and MINUTES.match(paragraph.plain):
        return True
    if position <= 2 and markings.RESTRICTED_APPENDIX.match(text):
        return True
    if position <= 3 and paragraph.words <= PLACEHOLDER_WORDS and ends_in_marking(text):
        return not wordings.MARKER.match(paragraph.unit.text)
    if markings.VIRTUE.match(text) and markings.ENGLISH_SCHEDULE.search(text):
        return not OF_A_PART.search(text)
    if following is None or paragraph.words + following.words > SPLIT_WORDS:
        return False
    joined = f"{text} {following.plain}"
    return is_marking(joined) and stands_out(joined)


def _is_standing(paragraph: Paragraph, position: int) -> bool:
    if paragraph.is_row or not is_marking(paragraph.plain):
        return False
    return position <= 2 or paragraph.bold or stands_out(paragraph.plain)


def opens_a_sheet(paragraph: Paragraph) -> bool:
    """Whether a paragraph begins with the words of a sheet; a long one must name the schedule."""
    words = paragraph.opening
    if states_restriction(words):
        return True
    if not markings.RESTRICTED_SHEET.match(words) or ONLY_A_PART.match(words):
        return False
    named = markings.ENGLISH_SCHEDULE.search(words) and not OF_A_PART.search(words)
    return paragraph.words <= OPENING_WORDS or bool(named)


# The field of a report's cover that says whether it is exempt

SPLIT_WORDS = 8
"""Words of a marking that stands on two lines."""
VALUE_WORDS = 20
LABEL_LETTERS = 120
SEPARATOR = re.compile(r"[:?]\s*|\s[-–]\s")
"""What parts a label from its value."""


@dataclass(frozen=True, slots=True)
class ExemptField:
    """A field of a cover, filled in, that says whether the report is open."""

    label: str
    value: str

    def withholds(self) -> bool:
        """Whether the field says that the whole report is exempt.

        "Yes - Appendix B only" restricts the appendix; "Yes / No" is a form not filled in.
        """
        label, value = self.label, " ".join(self.value.split()[:VALUE_WORDS])
        if OF_A_PART.search(value) or "appendi" in label.lower():
            return False
        if markings.OPEN_LABEL.match(label):
            return bool(re.match(r"\W*no\b", value, re.I))
        if re.match(r"\W*closed\b", value, re.I) and "open" not in label.lower():
            return False  # the status of a project
        if markings.EXEMPT_VALUE.match(value):
            return True
        asks = markings.SAYS_WITHHELD.search(label) and not markings.EITHER.search(label)
        if not asks or not markings.EXEMPT_YES.match(value):
            return False
        blank = re.search(r"\byes\b\W{0,5}\bno\b", value, re.I)
        return not blank or bool(markings.TICKED.match(value))


def exempt_fields(paragraph: Paragraph) -> Iterator[ExemptField]:
    """Yield the fields in a paragraph or row that say whether a report is open."""
    cells = [cell for cell in paragraph.plain_cells if cell]
    for text in dict.fromkeys([paragraph.plain, *paragraph.plain_lines, *cells]):
        for mark in islice(SEPARATOR.finditer(text[:LABEL_LETTERS]), 2):
            yield from _field(text[: mark.end()], text[mark.end() :])
    for label, value in pairwise(cells):
        yield from _field(label, value)


def _field_below(paragraph: Paragraph, following: Paragraph | None) -> Iterator[ExemptField]:
    """Yield the field of which a paragraph is the label and the next one the value."""
    if following is None or paragraph.is_row or paragraph.words > SPLIT_WORDS:
        return
    if not following.plain.endswith((":", "?")):  # the label goes on
        yield from _field(paragraph.plain, following.plain)


def _field(label: str, value: str) -> Iterator[ExemptField]:
    """Yield a label and its value if they say whether a report is open."""
    if not value.strip() or re.fullmatch(r"\W*part \w+\W*", label, re.I):
        return  # a heading: "Part B: Private Sector Housing"
    if markings.EXEMPT_LABEL.match(label) or markings.OPEN_LABEL.match(label):
        yield ExemptField(label, value)


# Sensitivity labels, which Word, Acrobat and their kin keep beside the text

PREFIX = "Sensitivity label: "
"""Begins the mark by which a reader hands over a label."""
MAX_LABEL = 200
"""Letters of a label's name; Microsoft allows 64."""
NAME_KEY = re.compile(r"MSIP_Label_(?P<id>[0-9A-Za-z-]{1,64})_Name")
"""The property in which Microsoft's labels keep their name."""
OTHER_KEY = re.compile(
    r"Classification(?:ContentMarking)?(?:Header|Footer|Watermark)(?:Text)?|bjDocumentSecurityLabel|"
    r"(?:(?:titus|security|document|government|information)[ _]?)*"
    r"(?:protective[ _]?marking|classification|sensitivity(?:[ _]?label)?|security[ _]?label)",
    re.I,
)
"""The same of other programs, and of what a label prints at the head or foot of each page."""
LABEL_PREFIX = re.compile(
    rf"^\W*(?:{PREFIX}|(?:(?:security|document|information|data) )?"
    r"(?:classification|sensitivity|protective marking)\s*[:–-]\s*)",
    re.I,
)
NEGATED = re.compile(
    r"\b(?:non|not|no|no longer|un)\W{0,2}"
    r"(?:exempt|confidential|restricted|private|sensitive|secret)\b",
    re.I,
)
WITHHELD = re.compile(
    r"\b(?:exempt|confidential|restricted|private|secret|sensitive|in[ -]confidence|"
    r"not[ -]for[ -](?:general[ -]*)?publication|not to be (?:published|disclosed|made public)|"
    r"eithriedig|cyfrinachol|cyfyngedig|preifat|sensitif|nid\W*i\W?w\W*gyhoeddi)\b|^\W*protect\b",
    re.I,
)


def label_marks(properties: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what the sensitivity labels among a document's properties say, as marks."""
    held = {name: value for name, value in properties if value.strip()}
    for name, value in held.items():
        key = NAME_KEY.fullmatch(name)
        if key is not None:
            enabled = held.get(f"MSIP_Label_{key['id']}_Enabled", "true")
            if enabled.strip().lower() in ("false", "0"):
                continue  # it was taken off
        elif not OTHER_KEY.fullmatch(name):
            continue
        yield f"{PREFIX}{value.strip()[:MAX_LABEL]}"


def withholding_label(marks: Iterable[str]) -> str | None:
    """Return the name of the first label among a document's marks that withholds it, or None."""
    for mark in marks:
        prefix = LABEL_PREFIX.match(mark)
        name = spelled(mark[prefix.end() : prefix.end() + MAX_LABEL]) if prefix else ""
        if WITHHELD.search(NEGATED.sub(" ", name)):
            return name
    return None


# Names of files, folders and bookmarks

OPEN_NAME = re.compile(
    r"\b(?:non|not|no longer|un)\W?(?:exempt|confidential|restricted)|\bredact|\bpublic (?:version|copy|report)|\bopen (?:version|report)|"
    r"\bexclu(?:sion|de)|\bexempt(?:ion)? accommodation|\bdeclassified|\bnow public",
    re.I,
)
NAMED = re.compile(
    r"\bnot for publication\b|"
    r"\b(?:exempt|confidential|restricted|private) (?:(?:cabinet|council|committee|covering|cover|board) )?(?:report|appendi(?:x|ces)|annex(?:e|es)?|minutes?|paper|agenda item|briefing|version|copy|pack|supplement)s?\b|"
    r"\b(?:report|appendi(?:x|ces)|annexe?|minutes?|paper) (?:[a-z\d]{1,3} )?(?:exempt|confidential|restricted)\b|"
    r"\bpink papers?\b",
    re.I,
)
"""How a file's name says that what is in it is withheld."""
TAIL = re.compile(
    r"(?:[\[(]\s*|\s[-–—]\s*|_-_|__)(?:exempt|confidential|restricted|not[ _]for[ _]publication|part[ _](?:2|ii)[ _-]+(?:private|exempt|confidential))\s*(?:[\])]|$|\s[-–—]\s|_-_|__)",
    re.I,
)
"""A marking that stands by itself in a name: "Tenders (exempt)"."""
HEAD = re.compile(r"^(?:EXEMPT|CONFIDENTIAL|RESTRICTED)\b(?! [a-z])")


def is_marked_name(name: str) -> bool:
    """Whether a file's name, or a folder's in it, says that what is in it is withheld."""
    return any(_is_marked(part) for part in PurePosixPath(name).parts)


def _is_marked(part: str) -> bool:
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", part)
    words = " ".join(re.split(r"[\W_]+", spelled(stem))).strip()
    if OPEN_NAME.search(words):
        return False
    if is_marking(words) or NAMED.search(words):
        return True
    return bool(TAIL.search(stem) or HEAD.search(stem))
