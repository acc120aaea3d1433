"""What an agenda calls an item: its title, without what else its line or its cell tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.language.sentences import first_sentence

PAGES = re.compile(r"\(\s*pages?\b[^)]*\)?\s*$|\bpages?\s+\d+\s*(?:[-–]|to)\s*\d+\s*$", re.I)
BELOW_TITLE = re.compile(
    r"(?<=Meeting)\s+(?=Minutes of )|(?<=Minutes)\s+(?=Minutes of )|(?<=\w)\s+(?=(?:Joint )?Report (?:of|by) (?:the )?[A-Z]|(?:Members|Councillors|The Chair(?:man)?) (?:are|is)\b"
    r"|To (?:receive|consider|confirm|approve|note|agree|sign)\b)"
)
"""Where an agenda that lost its line breaks goes on from the title to what is below it."""
COLUMNS = re.compile(
    r"\W*(?:agenda )?(?:items?|no\.?)(?: no\.?| number)?\W+(?:items?|subject|title|details?|description|business|report)\b.{0,70}\bpages?\b.{0,12}",
    re.I,
)
"""Heads a table of items that gives their pages, and often who reports, in columns of their own."""
LONGEST_HEADER = 14
IN_COLUMNS = re.compile(
    r"\s+\d{1,3}\s*[-–]\s*\d{1,3}(?:\s*\([^()]{3,20}\))?$"
    r"|(?<!\bfrom)(?<!\bby)(?<!\bof)(?<!\bfor)(?<!\bto)(?<!\band)\s+(?:The (?:Deputy )?Leader|(?:Cllrs?|Councillors?)\.?\s[A-Z][^.:;]{1,50}"
    r"|Oral(?: report)?|Verbal(?: report| update)?|Attached|To follow)$"
)
"""What stands in those columns, printed right behind the title."""


def has_columns(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether an agenda is a table whose items have their pages in a column."""
    return any(
        COLUMNS.fullmatch(p.plain) for p in paragraphs if p.words <= LONGEST_HEADER and not p.is_row
    )


def agenda_title(text: str, *, columns: bool = False) -> str:
    """Return an item's title without its pages, its report's author and what is asked.

    `columns`: what stood in other columns of the agenda's table may follow the title.
    """
    text = BELOW_TITLE.split(first_sentence(text), maxsplit=1)[0]
    while (shorter := _shorter(text, columns=columns)) != text:
        text = shorter
    return text


def _shorter(text: str, *, columns: bool) -> str:
    text = PAGES.sub("", text).strip(" *.\t")
    if not columns:
        return text
    references = patterns.references(text)
    if references and text.endswith(f" {references[-1]}"):
        text = text.removesuffix(references[-1]).strip()
    return IN_COLUMNS.sub("", text)
