"""Read text and Markdown papers: lines as a reader sees them, numbered from 1.

Where the file has no marks of web pages or Markdown, lines are numbered as an editor numbers them.
What a program that shows Markdown hides or shows elsewhere (properties, comments, struck words,
titles of links) is handed over by itself.
"""

from __future__ import annotations

import re
from pathlib import Path

from ingest.document import SeenAt, SourceDocument
from ingest.readers.decoding import UNREAD, decode, unread_notices
from ingest.readers.letters import STRUCK, mend
from ingest.readers.markup import show_marks
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer, flowing
from ingest.readers.tables.in_text import read_tables
from qa.errors import ReadError
from qa.papers import FileFormat, SourceLine

MAX_LINES = 1_000_000
"""Some twenty times a budget book of 900 pages."""


def read_text(path: Path) -> SourceDocument:
    """Read a .txt or .md paper.

    Lines end where Unicode says that they must (UAX 14), an end of a page among them. Raises
    ReadError for a file of more than a million lines.
    """
    data = path.read_bytes()
    if data.count(b"\n") + data.count(b"\r") > 2 * MAX_LINES:
        raise ReadError(TOO_LONG)
    text, unread = decode(data)
    unread += text.count("\0")
    text = part_lines(mend(text.replace("\0", UNREAD)))
    seen = SeenGatherer()
    _see_beside(text, seen)
    shown = show_marks(text, markdown=path.suffix.lower() in MARKDOWN)
    for words in shown.struck:
        seen.add(words, SeenAt.CHANGE)
    lines = shown.text.split("\n")
    if not lines[-1]:
        lines.pop()
    if len(lines) > MAX_LINES:
        raise ReadError(TOO_LONG)
    numbered, tables = read_tables([SourceLine(n, line) for n, line in enumerate(lines, start=1)])
    notices = {
        **dict.fromkeys(unread_notices(unread), True),
        STRUCK: bool(shown.struck),
        MORE_THAN_LOOKED_AT: seen.full,
    }
    return SourceDocument(
        format=FileFormat.TEXT,
        lines=numbered,
        tables=tables,
        notices=tuple(notice for notice, holds in notices.items() if holds),
        seen=seen.found(),
        unseen=seen.full,
    )


MARKDOWN = frozenset({".md", ".markdown"})
TOO_LONG = f"the text has over {MAX_LINES:,} lines; split it into papers"
LINE_END = re.compile("\r\r?\n|[\r\v\u2028\u2029]")
PAGE_END = re.compile("(?:(?<=\n)|(?<=\\A)) *\f|\f(?=\n|\\Z)")


def part_lines(text: str) -> str:
    """Return a text with a line feed where a line ends; the end of a page ends a line too."""
    if not text.isprintable():
        text = LINE_END.sub("\n", text)
    if "\f" in text:
        text = PAGE_END.sub("", text).replace("\f", "\n")
    return text


FRONT = re.compile(
    r"\A\ufeff?(?:---|\+\+\+)[ \t]*\n(.{0,20000}?)\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.S
)
"""Properties that stand before a Markdown text."""
PROPERTY = re.compile(r"[\"']?([\w .-]{1,80}?)[\"']?\s*[:=]\s*(.*)")
MARK_UP = re.compile(r"<[^<>]*>")
COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.S)
PICTURE = re.compile(r"!\[([^\[\]\n]{1,1000})\]\(")
LINK = re.compile(r"\]\([^()\s]{0,2000}\s+(?:\"([^\"\n]{1,1000})\"|'([^'\n]{1,1000})')\s*\)")


def _see_beside(text: str, seen: SeenGatherer) -> None:
    """Hand over what a program that shows Markdown does not show as text."""
    if front := FRONT.match(text):
        name = ""
        for line in front[1].splitlines():
            if pair := PROPERTY.fullmatch(line.strip()):
                name, value = pair[1], pair[2]
            else:  # an entry of a list, or a text of several lines
                value = line.strip(" -")
            where = SeenAt.TITLE if name.lower() == "title" else SeenAt.PROPERTY
            seen.add_named("" if where is SeenAt.TITLE else name, value.strip("\"'[] "), where)
    for comment in COMMENT.finditer(text):
        seen.add(flowing(MARK_UP.sub(" ", comment[1])), SeenAt.HIDDEN)
    for picture in PICTURE.finditer(text):
        seen.add(picture[1], SeenAt.PICTURE)
    for link in LINK.finditer(text):
        seen.add(link[1] or link[2], SeenAt.LINK)
