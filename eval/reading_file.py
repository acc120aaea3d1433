"""Taking the files of truth (`tests/truth/README.md`), checked as they are taken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.fields import Fields
from eval.reading_truth import (
    ITEM_KINDS,
    MEETING,
    STANDINGS,
    Accepted,
    Place,
    TrueBlock,
    TrueItem,
    TruePage,
    TruePaper,
    TrueRow,
    one_or_more,
)
from qa.errors import GoldError

PAPER_KEYS = frozenset(
    {"file", "note", "meeting", "items", "items_complete", "blocks", "pages"}
) | {
    "rows",
    "rows_complete",
}
ITEM_KEYS = frozenset(
    {"number", "title", "kind", "lines", "pages", "standing", "limbs", "note"}
) | {
    "missing_limbs",
    "references",
    "moved_by",
    "seconded_by",
    "votes",
}


def load_truth(paths: Sequence[Path]) -> list[TruePaper]:
    """Read the files of truth in files and folders. Raises GoldError where one is not in order."""
    files = list(_json_files(paths))
    if not files:
        raise GoldError(f"no *.json files of truth in {', '.join(map(str, paths)) or 'nothing'}")
    return [_read(file) for file in files]


def _json_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise GoldError(f"{path}: no such file or folder")
        yield from sorted(path.glob("*.json")) if path.is_dir() else [path]


def _read(file: Path) -> TruePaper:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GoldError(f"{file.name}: not JSON: {error}") from None
    fields = Fields(raw, file.name, PAPER_KEYS, frozenset({"file"}))
    where = file.name
    return TruePaper(
        fields.text("file"),
        _meeting(fields.value("meeting") or {}, where),
        tuple(_item(item, f"{where}: item {n}") for n, item in enumerate(fields.items("items"), 1)),
        _complete(fields.value("items_complete"), where),
        tuple(_block(each, f"{where}: block {n}") for n, each in _numbered(fields, "blocks")),
        tuple(_row(each, f"{where}: row {n}") for n, each in _numbered(fields, "rows")),
        tuple(_page(each, f"{where}: page {n}") for n, each in _numbered(fields, "pages")),
    )


def _numbered(fields: Fields, key: str) -> Iterator[tuple[int, Any]]:
    yield from enumerate(fields.items(key), 1)


def _meeting(raw: object, where: str) -> dict[str, Accepted]:
    known = frozenset(MEETING)
    fields = Fields(raw, f"{where}: meeting", known, frozenset())
    return {key: one_or_more(fields.value(key)) for key in MEETING if fields.has(key)}


def _complete(value: object, where: str) -> frozenset[str]:
    if isinstance(value, list) and ITEM_KINDS.issuperset(value):
        return frozenset(value)
    if value in (True, False, None):
        return ITEM_KINDS if value else frozenset()
    raise GoldError(f"{where}: items_complete must be true, false or a list of kinds of item")


def _item(raw: object, where: str) -> TrueItem:
    fields = Fields(raw, where, ITEM_KEYS, frozenset({"kind"}))
    if not ITEM_KINDS.issuperset(one_or_more(fields.value("kind"))):
        raise GoldError(f"{where}: kind must be one of {', '.join(sorted(ITEM_KINDS))}")
    if fields.has("standing"):
        _standings(fields, where)
    stated = {key: fields.value(key) for key in ITEM_KEYS if fields.has(key)}
    return TrueItem(Place(fields.lines("lines"), fields.lines("pages")), stated)


def _block(raw: object, where: str) -> TrueBlock:
    known = frozenset({"lines", "page", "words", "standing", "trap", "note"})
    fields = Fields(raw, where, known, frozenset({"standing"}))
    place, words = _place(fields), fields.text("words", default="")
    if place.lines is None and not (place.pages and words):
        raise GoldError(f"{where}: needs lines, or a page and words")
    return TrueBlock(place, words, _standings(fields, where), fields.text("trap", default=""))


def _standings(fields: Fields, where: str) -> frozenset[str]:
    standings = one_or_more(fields.value("standing"))
    if not STANDINGS.issuperset(standings):
        raise GoldError(f"{where}: standing must be one of {', '.join(sorted(STANDINGS))}")
    return frozenset(map(str, standings))


def _row(raw: object, where: str) -> TrueRow:
    known = frozenset({"line", "page", "cells", "headers", "caption", "unit", "note"})
    fields = Fields(raw, where, known, frozenset({"cells"}))
    if not (fields.has("line") or fields.has("page")):
        raise GoldError(f"{where}: needs a line or a page")
    caption, unit = fields.text("caption", default=""), fields.text("unit", default="")
    return TrueRow(_place(fields), fields.texts("cells"), fields.texts("headers"), caption, unit)


def _page(raw: object, where: str) -> TruePage:
    known = frozenset({"line", "page", "printed", "note"})
    fields = Fields(raw, where, known, frozenset({"printed"}))
    line, page, printed = fields.count("line"), fields.count("page"), fields.value("printed")
    if page is not None and line is None and isinstance(printed, str | None):
        return TruePage(None, page, None, printed)
    if line is None or page is not None:
        raise GoldError(f"{where}: needs a line and its printed pages, or a PDF's page and number")
    if printed == "unknown":
        return TruePage(line, None, None, None)
    one = isinstance(printed, int)
    span = Fields({"printed": [printed, printed] if one else printed}, where, known, frozenset())
    return TruePage(line, None, span.lines("printed"), None)


def _place(fields: Fields) -> Place:
    lines, line, page = fields.lines("lines"), fields.count("line"), fields.count("page")
    return Place(lines or ((line, line) if line else None), (page, page) if page else None)
