"""Find the numbers that Word shows before list paragraphs but does not store in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx.styles import ListPlace, value_of, w
from ingest.readers.rows import BULLET, letters, roman

LEVELS = 9
PLACE = re.compile(r"%([1-9])")


class Numbering:
    """The lists of a document, each counting as its paragraphs come by."""

    def __init__(self, document: Any):
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        parts = (
            relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external and relation.reltype.endswith("/numbering")
        )
        root = getattr(next(parts, None), "element", None)
        if root is None:
            return
        abstract = {
            entry.get(w("abstractNumId")): _levels(entry) for entry in root.iter(w("abstractNum"))
        }
        for entry in root.iter(w("num")):
            reference = entry.find(w("abstractNumId"))
            source = value_of(reference)
            levels = dict(abstract.get(source, {}))
            overrides = _overrides(entry, levels)
            # Lists that share a definition go on counting, unless one restarts it.
            key = f"num {entry.get(w('numId'))}" if overrides else f"abstract {source}"
            self._lists[entry.get(w("numId"))] = (key, {**levels, **overrides})

    def next_number(self, place: ListPlace | None) -> str:
        """Return the number or bullet of the next paragraph at a place; empty if it has none."""
        if place is None or place[0] not in self._lists or not 0 <= place[1] < LEVELS:
            return ""
        key, levels = self._lists[place[0]]
        level = place[1]
        counts = self._counts.setdefault(key, [None] * LEVELS)
        settings = levels.get(level, _Level())
        before = counts[level]
        counts[level] = settings.start if before is None else before + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        if settings.form == "bullet":
            return BULLET
        if settings.form == "none":
            return ""

        def number_at(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            settings, count = levels.get(level, _Level()), counts[level]
            return _in_form(settings.start if count is None else count, settings.form)

        return PLACE.sub(number_at, settings.pattern)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1


def _levels(parent: Any) -> dict[int, _Level]:
    levels = {}
    for element in parent.iter(w("lvl")):
        number = _whole(element.get(w("ilvl")))
        levels[number] = _Level(
            form=value_of(element.find(w("numFmt"))) or "decimal",
            pattern=(value_of(element.find(w("lvlText"))) or "")[:40],
            start=_whole(value_of(element.find(w("start"))), 1),
        )
    return levels


def _whole(text: str | None, usual: int = 0) -> int:
    return int(text) if text and text.isdigit() and len(text) < 7 else usual


def _overrides(entry: Any, levels: dict[int, _Level]) -> dict[int, _Level]:
    found = {}
    for override in entry.iter(w("lvlOverride")):
        number = _whole(override.get(w("ilvl")))
        level = _levels(override).get(number, levels.get(number, _Level()))
        start = value_of(override.find(w("startOverride")))
        if start is not None:
            level = _Level(level.form, level.pattern, _whole(start, 1))
        found[number] = level
    return found


def _in_form(count: int, form: str) -> str:
    if form.endswith("Letter"):
        written = letters(count)
    elif form.endswith("Roman"):
        written = roman(count)
    else:
        return f"{count:02}" if form == "decimalZero" else str(count)
    return written.upper() if form.startswith("upper") else written
