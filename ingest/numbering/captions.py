"""Items by the captions that committee systems print, where their pages were kept as text.

On such pages the number is in a caption (`Meeting: 21/09/2011 - Council (Item 62)`), behind a title
(`… ref: 5529`), or not there at all: the title is what stands below `Agenda item`, or before
`Minutes:`. The captions are those of the systems, the same for all the councils that run them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.numbering.marks import read_mark
from ingest.numbering.openings import Opening, paragraph_lines
from ingest.numbering.titles import FILE_NOTE, Title

DAY = r"\d{1,2}/\d{1,2}/\d{4}"
MEETING = re.compile(rf"Meeting:\s+(?P<meeting>{DAY}\s+-\s+.+?)\s+\(Item\s+(?P<number>[\w./]+)\)$")
PUBLISHED = re.compile(rf"(?P<day>{DAY})\s+-\s+(?P<title>.+?)\s+ref:\s+(?P<number>\d+)\b")
MADE_AT = re.compile(rf"(?:Made|Decided) at meeting:\s+(?P<meeting>{DAY}\s+-\s+.+)$")
SHEET = re.compile(r"(?:agenda item|decision details|officer decision details)\W*$", re.I)
"""The heading of a page about one item, whose title stands below it."""
MAKER = re.compile(r"decision maker:\s", re.I)
"""The first label below the title of a decision on a page of its own."""
FRONT = 6
"""Paragraphs among which the heading of such a page stands."""
MADE_WITHIN = 8
"""Paragraphs below a title in which the meeting is named at which it was decided."""
LABELLED = re.compile(
    r"^[\s|]*(?P<title>(?:[^\W\d_]|\d{1,4}[.)]?\s)[^|]{2,200}?)??[\s|]*(?P<label>\b(?:Minutes|Cofnodion):\s+)(?=\S)"
)
"""A line that holds a title and the minute: `Apologies Minutes: There were none.`"""
OPENING_WORDS = 10
"""Words of a minute by which it is called where its title is lost."""


@dataclass(frozen=True, slots=True)
class Captioned:
    """An item whose place the captions give."""

    opening: Opening
    number: str | None
    meeting: str | None = None
    """The words that name the meeting at which it was taken: day and body."""
    below: bool = False
    """Whether it is a part of the item before it."""


def captioned_items(paragraphs: Sequence[Paragraph]) -> list[Captioned]:
    """Return the items that captions of a committee system mark, in order; none without them."""
    if found := [c for i in range(len(paragraphs) - 1) if (c := _of_meeting(paragraphs, i))]:
        return found
    if found := [c for i in range(len(paragraphs)) if (c := _published(paragraphs, i))]:
        return found
    return _sheet(paragraphs)


def labelled_items(paragraphs: Sequence[Paragraph]) -> list[Captioned]:
    """Return the items of a page whose lines hold title, label and minute; none without several."""
    found = []
    for index, paragraph in enumerate(paragraphs):
        for line, text in enumerate(paragraph_lines(paragraph)):
            if match := LABELLED.match(text):
                found.append(_labelled(index, line, text, match))
    return found if len(found) > 1 else []


def _labelled(index: int, line: int, text: str, match: re.Match[str]) -> Captioned:
    tail = text[match.start("label") :]
    if match["title"]:
        title = Title(wordings.plain(match["title"]).strip(" |"), 1, tail)
        mark = read_mark(title.text)
        if mark and re.search(r"\w", title.text[mark.end :]):
            named = Title(title.text[mark.end :].strip(), 1, tail)
            return Captioned(Opening(index, line, mark, named, index), mark.printed)
        return Captioned(Opening(index, line, None, title, index), None)
    words = text[match.end() :].split()[:OPENING_WORDS]
    return Captioned(
        Opening(index, line, None, Title(" ".join(words).strip(" .,;:"), 0), index), None
    )


def _of_meeting(paragraphs: Sequence[Paragraph], index: int) -> Captioned | None:
    match = MEETING.match(paragraphs[index].plain)
    if match is None:
        return None
    text = FILE_NOTE.sub("", paragraphs[index + 1].plain)
    mark = read_mark(text)
    if mark and mark.printed == match["number"]:
        text = text[mark.end :]
    title = Title(text.strip(" .:"), len(paragraph_lines(paragraphs[index + 1])))
    opening = Opening(index, 0, None, title, index + 1)
    return Captioned(opening, match["number"], match["meeting"])


def _published(paragraphs: Sequence[Paragraph], index: int) -> Captioned | None:
    match = PUBLISHED.match(paragraphs[index].plain)
    if match is None:
        return None
    title = Title(match["title"].strip(), len(paragraph_lines(paragraphs[index])))
    meeting = _made_at(paragraphs, index)
    return Captioned(Opening(index, 0, None, title, index), match["number"], meeting)


def _sheet(paragraphs: Sequence[Paragraph]) -> list[Captioned]:
    for index in range(min(FRONT, len(paragraphs) - 1)):
        headed = SHEET.match(paragraphs[index].plain)
        labelled = MAKER.match(paragraphs[index + 1].plain)
        if not headed and not labelled:
            continue
        at = index + 1 if headed else index
        title = Title(FILE_NOTE.sub("", paragraphs[at].plain), len(paragraph_lines(paragraphs[at])))
        if not title.text or paragraphs[at].words > TITLE_WORDS:
            return []
        meeting = _made_at(paragraphs, at, len(paragraphs))
        return [Captioned(Opening(index, 0, None, title, at), None, meeting)]
    return []


TITLE_WORDS = 45
"""Words of the longest title."""


def _made_at(paragraphs: Sequence[Paragraph], start: int, within: int = MADE_WITHIN) -> str | None:
    below = (MADE_AT.match(p.plain) for p in paragraphs[start + 1 : start + within])
    return next((match["meeting"] for match in below if match), None)
