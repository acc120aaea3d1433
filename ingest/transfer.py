"""Carry a `SourceDocument` from the child that read it, as plain data that is checked.

The child has parsed a file that may be hostile, so nothing it says is taken on trust: JSON
instead of pickles, and every field's type and range is looked at before it is used.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from ingest.document import SourceDocument, SourceTable
from ingest.members import Member
from qa.papers import SourceLine, Unread, WordPlace

FORMATS = frozenset({"pdf", "text", "docx", "html", "zip"})
MAX_NOTICES = 20_000
MAX_WORDS = 1_000
"""Characters of a title or notice."""
COLUMNS = ("texts", "on", "sizes", "bold", "gaps")
"""The columns of the lines, in the order of `SourceLine`."""
WORD_CELLS = 6
MEMBER_CELLS = 3
TABLE_CELLS = 5
MAX_MEMBERS = 5_000
UNREAD = "\ufffd"
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class TransferError(ValueError):
    """What came is no document that a reader of ours would send."""


def encode_document(document: SourceDocument) -> bytes:
    """Write a document as one line of JSON in ASCII, its lines as columns."""
    lines = document.lines
    columns = {
        "format": document.format,
        "pages": document.pages,
        "labels": [_words(label) or None for label in document.labels],
        "title": _words(document.title) or None,
        "notices": [_words(notice) for notice in document.notices],
        "texts": _sound_texts([line.text for line in lines]),
        "on": [line.page for line in lines],
        "sizes": [line.size for line in lines],
        "bold": [line.bold for line in lines],
        "gaps": [line.gap for line in lines],
        "recognised": sorted(document.recognised),
        "unread": {str(page): why.value for page, why in document.unread.items()},
        "words": [
            [page, _words(word.text), word.left, word.top, word.right, word.bottom]
            for page, words in document.words.items()
            for word in words
        ],
        "tables": [
            [*table.lines, table.headers, [_words(c) for c in table.columns], list(table.cuts)]
            for table in document.tables
        ],
        "members": None
        if document.members is None
        else [[_words(m.name), _words(m.refusal) or None, m.ignored] for m in document.members],
    }
    return json.dumps(columns, separators=(",", ":")).encode("ascii")


def _words(text: str | None) -> str:
    """Return a title, label or notice on one line, without characters that do not print."""
    joined = " ".join((text or "").split())
    return "".join(char for char in joined if char.isprintable())[:MAX_WORDS]


def _sound_texts(texts: list[str]) -> list[str]:
    """Replace what no line may hold (line feeds, NULs, lone surrogates), if there is any."""
    together = "".join(texts)
    if "\n" not in together and "\0" not in together and not LONE_SURROGATE.search(together):
        return texts
    swap = str.maketrans({"\n": " ", "\0": UNREAD})
    return [LONE_SURROGATE.sub(UNREAD, text.translate(swap)) for text in texts]


def decode_document(data: dict[str, Any]) -> SourceDocument:
    """Check the columns and build the document. Raises TransferError."""
    try:
        pages = data["pages"]
        for name in (*COLUMNS, "labels", "notices", "recognised", "words"):
            _require(type(data[name]) is list, name)
        _require(data["format"] in FORMATS, "format")
        _require(pages is None or (type(pages) is int and pages > 0), "pages")
        _check_words([word for word in (data["title"], *data["labels"]) if word is not None])
        _require(len(data["notices"]) <= MAX_NOTICES, "notices")
        _check_words(data["notices"])
        _check_lines(data, pages)
        _check_pages(data["recognised"], pages)
        columns = (data[name] for name in COLUMNS)
        lines = tuple(
            SourceLine(number, *row)
            for number, row in enumerate(zip(*columns, strict=True), start=1)
        )
        return SourceDocument(
            data["format"],
            lines,
            pages,
            tuple(data["labels"]),
            data["title"],
            tuple(data["notices"]),
            frozenset(data["recognised"]),
            _word_places(data["words"], pages),
            _members(data["members"]),
            _tables(data.get("tables", []), len(lines)),
            _unread(data["unread"], pages),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise TransferError("the reader's answer is malformed") from error


def _check_lines(data: dict[str, Any], pages: int | None) -> None:
    texts = data["texts"]
    _require(all(type(text) is str for text in texts), "texts")
    together = "".join(texts)
    together.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError
    _require("\n" not in together and "\0" not in together, "texts")
    if pages is None:
        _require(all(page is None for page in data["on"]), "on")
    else:
        _require(all(type(page) is int and 0 < page <= pages for page in data["on"]), "on")
    _require(all(type(bold) is bool for bold in data["bold"]), "bold")
    for name in ("sizes", "gaps"):
        numbers = data[name]
        _require(all(type(number) in (int, float) for number in numbers), name)
        _require(all(math.isfinite(number) and number >= 0 for number in numbers), name)


def _check_pages(found: list[Any], pages: int | None) -> None:
    _require(all(type(page) is int and 0 < page <= (pages or 0) for page in found), "pages")


def _unread(told: dict[str, Any], pages: int | None) -> dict[int, Unread]:
    """Check why pages were not read."""
    _require(type(told) is dict and all(page.isdecimal() for page in told), "unread")
    found = {int(page): Unread(why) for page, why in told.items()}
    _check_pages(list(found), pages)
    return found


def _word_places(rows: list[Any], pages: int | None) -> dict[int, tuple[WordPlace, ...]]:
    """Check where words stand: page, word, and four shares of the page."""
    found: dict[int, list[WordPlace]] = {}
    _require(all(type(row) is list and len(row) == WORD_CELLS for row in rows), "words")
    _check_pages([row[0] for row in rows], pages)
    for page, text, *sides in rows:
        _check_words([text])
        _require(all(type(side) in (int, float) and 0 <= side <= 1 for side in sides), "words")
        found.setdefault(page, []).append(WordPlace(text, *sides))
    return {page: tuple(words) for page, words in found.items()}


def _tables(rows: list[Any], lines: int) -> tuple[SourceTable, ...]:
    """Check tables: first and last line, heading rows, columns, and where these begin."""
    _require(type(rows) is list and len(rows) <= lines, "tables")
    found: list[SourceTable] = []
    for row in rows:
        _require(type(row) is list and len(row) == TABLE_CELLS, "tables")
        first, last, headers, columns, cuts = row
        _require(all(type(number) is int for number in (first, last, headers)), "tables")
        after = found[-1].lines[1] if found else 0
        _require(after < first <= last <= lines and 0 <= headers <= last - first + 1, "tables")
        _require(type(columns) is list and type(cuts) is list, "tables")
        _check_words(columns)
        _require(all(type(cut) in (int, float) and math.isfinite(cut) for cut in cuts), "tables")
        found.append(SourceTable((first, last), headers, tuple(columns), tuple(cuts)))
    return tuple(found)


def _members(rows: list[Any] | None) -> tuple[Member, ...] | None:
    """Check what lies within: name, why it is refused, whether it is of another kind."""
    if rows is None:
        return None
    _require(type(rows) is list and len(rows) <= MAX_MEMBERS, "members")
    for row in rows:
        _require(type(row) is list and len(row) == MEMBER_CELLS, "members")
        _check_words([row[0]] if row[1] is None else row[:2])
        _require(type(row[2]) is bool and bool(row[0]), "members")
    return tuple(Member(*row) for row in rows)


def _check_words(words: list[Any]) -> None:
    for word in words:
        _require(type(word) is str and len(word) <= MAX_WORDS and word.isprintable(), "words")


def _require(condition: bool, field: str) -> None:
    if not condition:
        raise TransferError(f"the reader's answer is malformed: {field}")
