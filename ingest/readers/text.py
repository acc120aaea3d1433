"""Read text and Markdown papers: every line is kept, numbered as an editor numbers it.

What a program that shows Markdown hides or shows elsewhere (properties, comments, titles of links)
is among the lines as it stands, and handed over by itself too.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.document import SeenAt, SourceDocument
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer, flowing
from ingest.readers.text_tables import read_tables
from qa.errors import ReadError
from qa.papers import FileFormat, SourceLine

MAX_LINES = 1_000_000
"""Some twenty times a budget book of 900 pages."""
UNREAD = "\ufffd"
"""Stands for a character that could not be read."""


def read_text(path: Path) -> SourceDocument:
    """Read a .txt or .md paper. Lines end at a line feed only, so numbers match the file's.

    Raises ReadError for a file of more than a million lines.
    """
    data = path.read_bytes()
    if data.count(b"\n") > MAX_LINES:
        raise ReadError(f"the text has over {MAX_LINES:,} lines; split it into papers")
    text, unread = decode(data)
    unread += text.count("\0")
    lines = text.replace("\0", UNREAD).replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    seen = SeenGatherer()
    _see_beside("\n".join(lines), seen)
    numbered, tables = read_tables([SourceLine(n, line) for n, line in enumerate(lines, start=1)])
    return SourceDocument(
        format=FileFormat.TEXT,
        lines=numbered,
        tables=tables,
        notices=(*unread_notices(unread), *([MORE_THAN_LOOKED_AT] if seen.full else ())),
        seen=seen.found(),
        unseen=seen.full,
    )


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


def decode(data: bytes) -> tuple[str, int]:
    """Return the text and how many characters of it could not be read (shown as U+FFFD).

    UTF-16 by its mark or its zero bytes; UTF-8 where most of what is not ASCII fits it, so that
    one damaged byte does not spoil a paper; else Windows-1252.
    """
    encoding = _wide_encoding(data)
    if encoding is None:
        text = data.decode("utf-8-sig", "replace")
        unread = text.count(UNREAD) - data.count(b"\xef\xbf\xbd")
        if unread == 0 or sum(char > "\x7f" for char in text) > 2 * unread:
            return text, unread
        encoding = "cp1252"
    text = data.decode(encoding, "replace")
    return text, text.count(UNREAD)


SAMPLE = 4_096


def _wide_encoding(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:SAMPLE]
    half = max(1, len(sample) // 2)
    # In UTF-16 every second byte of English text is zero.
    if sample[1::2].count(0) > 0.4 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def unread_notices(count: int) -> tuple[str, ...]:
    """Return the notice of so many characters that could not be read; none for 0."""
    return (f"{count:,} of its characters could not be read",) if count else ()


WHITE = frozenset("\t\n\v\f\r")
MAX_CONTROL_SHARE = 0.02
"""Among the characters of a text; random bytes have 0.1."""


def looks_like_text(data: bytes) -> bool:
    """Whether bytes, such as the start of a file, are text in a known encoding."""
    text, unread = decode(data)
    controls = sum(char < " " and char not in WHITE for char in text)
    return controls + unread <= max(1, MAX_CONTROL_SHARE * len(text))
