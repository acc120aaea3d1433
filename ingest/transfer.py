"""Carry a `SourceDocument` from the child that read it, as plain data that is checked.

The child has parsed a file that may be hostile, so nothing it says is taken on trust: JSON
instead of pickles, and every field's type and range is looked at before it is used.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from ingest.document import LineRole, PageSays, SourceDocument, SourceTable
from ingest.members import Member
from ingest.sound import MAX_WORDS, sound
from qa.pages import FAR, Frame, Unread, WordPlace
from qa.papers import FileFormat
from qa.passages import SourceLine

FORMATS = frozenset(FileFormat) - {FileFormat.EMAIL}
MAX_NOTICES = 20_000
COLUMNS = ("texts", "on", "sizes", "bold", "gaps")
"""The columns of the lines, in the order of `SourceLine`."""
WORD_CELLS = 6
MEMBER_CELLS = 3
TABLE_CELLS = 5
MAX_MEMBERS = 5_000
HIDDEN = TypeAdapter(dict[int, tuple[Frame, ...]])
ROLES = TypeAdapter(dict[int, LineRole])
NUMBERS = TypeAdapter(dict[int, str])
SAYS = TypeAdapter(PageSays)


class TransferError(ValueError):
    """What came is no document that a reader of ours would send."""


def encode_document(document: SourceDocument) -> bytes:
    """Write a document as one line of JSON in ASCII, its lines as columns."""
    document = sound(document)
    lines = document.lines
    columns = {
        "format": document.format,
        "pages": document.pages,
        "labels": list(document.labels),
        "title": document.title,
        "notices": list(document.notices),
        "marks": list(document.marks),
        "marked": sorted(document.marked),
        "texts": [line.text for line in lines],
        "on": [line.page for line in lines],
        "sizes": [line.size for line in lines],
        "bold": [line.bold for line in lines],
        "gaps": [line.gap for line in lines],
        "recognised": sorted(document.recognised),
        "hidden": {str(page): frames for page, frames in document.hidden.items()},
        "unread": {str(page): why.value for page, why in document.unread.items()},
        "words": [
            [page, word.text, word.left, word.top, word.right, word.bottom]
            for page, words in document.words.items()
            for word in words
        ],
        "tables": [
            [*table.lines, table.headers, list(table.columns), list(table.cuts)]
            for table in document.tables
        ],
        "roles": {str(line): role.value for line, role in document.roles.items()},
        "item_numbers": {str(line): number for line, number in document.item_numbers.items()},
        "says": SAYS.dump_python(document.says, mode="json"),
        "members": None
        if document.members is None
        else [[m.name, m.refusal, m.ignored] for m in document.members],
    }
    return json.dumps(columns, separators=(",", ":")).encode("ascii")


def decode_document(answer: bytes) -> SourceDocument:
    """Check the columns and build the document. Raises TransferError."""
    try:
        data = json.loads(answer)
        pages = data["pages"]
        for name in (*COLUMNS, "labels", "notices", "recognised", "words"):
            require(type(data[name]) is list, name)
        require(data["format"] in FORMATS, "format")
        require(pages is None or (type(pages) is int and pages > 0), "pages")
        check_words([word for word in (data["title"], *data["labels"]) if word is not None])
        require(len(data["notices"]) <= MAX_NOTICES, "notices")
        check_words(data["notices"])
        check_words(data.get("marks", []))
        _check_pages(data.get("marked", []), pages)
        _check_lines(data, pages)
        _check_pages(data["recognised"], pages)
        columns = (data[name] for name in COLUMNS)
        lines = tuple(
            SourceLine(number, *row)
            for number, row in enumerate(zip(*columns, strict=True), start=1)
        )
        return SourceDocument(
            FileFormat(data["format"]),
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
            tuple(data.get("marks", [])),
            frozenset(data.get("marked", [])),
            _hidden(data.get("hidden", {}), pages),
            *_page_marks(data, len(lines)),
        )
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise TransferError("the reader's answer is malformed") from error


def _check_lines(data: dict[str, Any], pages: int | None) -> None:
    texts = data["texts"]
    require(all(type(text) is str for text in texts), "texts")
    together = "".join(texts)
    together.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError
    require("\n" not in together and "\0" not in together, "texts")
    if pages is None:
        require(all(page is None for page in data["on"]), "on")
    else:
        require(all(type(page) is int and 0 < page <= pages for page in data["on"]), "on")
    require(all(type(bold) is bool for bold in data["bold"]), "bold")
    for name in ("sizes", "gaps"):
        numbers = data[name]
        require(all(type(number) in (int, float) for number in numbers), name)
        require(all(math.isfinite(number) and number >= 0 for number in numbers), name)


def _check_pages(found: list[Any], pages: int | None) -> None:
    require(all(type(page) is int and 0 < page <= (pages or 0) for page in found), "pages")


def _unread(told: dict[str, Any], pages: int | None) -> dict[int, Unread]:
    """Check why pages were not read."""
    require(type(told) is dict and all(page.isdecimal() for page in told), "unread")
    found = {int(page): Unread(why) for page, why in told.items()}
    _check_pages(list(found), pages)
    return found


def _hidden(told: Any, pages: int | None) -> dict[int, tuple[Frame, ...]]:
    """Check where pages hold what is not seen on them."""
    found = HIDDEN.validate_python(told)
    _check_pages(list(found), pages)
    for frames in found.values():
        check_frames(frames)
    return found


def _page_marks(
    data: dict[str, Any], lines: int
) -> tuple[dict[int, LineRole], dict[int, str], PageSays]:
    """Check what a web page says that its lines are, and what it says beside them."""
    roles = ROLES.validate_python(data.get("roles", {}))
    numbers = NUMBERS.validate_python(data.get("item_numbers", {}))
    require(all(0 < line <= lines for line in [*roles, *numbers]), "roles")
    said = SAYS.validate_python(data.get("says", {}))
    check_words([*numbers.values(), *said.publishers, said.title or "", said.meeting or ""])
    return roles, numbers, said


def check_frames(frames: Iterable[Frame]) -> None:
    """Raise TransferError unless these are parts that a page may have."""
    require(all(abs(edge) <= FAR for frame in frames for edge in frame), "hidden")


def _word_places(rows: list[Any], pages: int | None) -> dict[int, tuple[WordPlace, ...]]:
    """Check where words stand: page, word, and four shares of the page."""
    found: dict[int, list[WordPlace]] = {}
    require(all(type(row) is list and len(row) == WORD_CELLS for row in rows), "words")
    _check_pages([row[0] for row in rows], pages)
    for page, text, *sides in rows:
        check_words([text])
        require(all(type(side) in (int, float) and 0 <= side <= 1 for side in sides), "words")
        found.setdefault(page, []).append(WordPlace(text, *sides))
    return {page: tuple(words) for page, words in found.items()}


def _tables(rows: list[Any], lines: int) -> tuple[SourceTable, ...]:
    """Check tables: first and last line, heading rows, columns, and where these begin."""
    require(type(rows) is list and len(rows) <= lines, "tables")
    found: list[SourceTable] = []
    for row in rows:
        require(type(row) is list and len(row) == TABLE_CELLS, "tables")
        first, last, headers, columns, cuts = row
        require(all(type(number) is int for number in (first, last, headers)), "tables")
        after = found[-1].lines[1] if found else 0
        require(after < first <= last <= lines and 0 <= headers <= last - first + 1, "tables")
        require(type(columns) is list and type(cuts) is list, "tables")
        check_words(columns)
        require(all(type(cut) in (int, float) and math.isfinite(cut) for cut in cuts), "tables")
        found.append(SourceTable((first, last), headers, tuple(columns), tuple(cuts)))
    return tuple(found)


def _members(rows: list[Any] | None) -> tuple[Member, ...] | None:
    """Check what lies within: name, why it is refused, whether it is of another kind."""
    if rows is None:
        return None
    require(type(rows) is list and len(rows) <= MAX_MEMBERS, "members")
    for row in rows:
        require(type(row) is list and len(row) == MEMBER_CELLS, "members")
        check_words([row[0]] if row[1] is None else row[:2])
        require(type(row[2]) is bool and bool(row[0]), "members")
    return tuple(Member(*row) for row in rows)


def check_words(words: Iterable[Any]) -> None:
    """Raise TransferError unless these are words that may be shown on a line."""
    for word in words:
        require(type(word) is str and len(word) <= MAX_WORDS and word.isprintable(), "words")


def require(condition: bool, field: str) -> None:
    """Raise TransferError unless the condition holds of a field."""
    if not condition:
        raise TransferError(f"the reader's answer is malformed: {field}")
