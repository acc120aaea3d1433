"""What is filled in, chosen or ticked in the form on a page of a PDF, with what it answers.

A field's name is often made by a program ("Text12"). So the words that are printed beside a field
are given too, as far as the next field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SeenAt
from ingest.readers.pdf.beside.handles import wide_text
from ingest.readers.seen import SeenGatherer
from qa.page_images.drawing import rectangle_of
from qa.papers import Frame

LISTS = frozenset({raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
BOXES = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
PASSWORD = 1 << 13
"""The flag of a field that shows dots in place of what is typed (ISO 32000-1, table 228)."""


def see_field(
    form: Any,
    widget: Any,
    textpage: pdfium.PdfTextPage,
    widgets: Sequence[Frame],
    number: int,
    seen: SeenGatherer,
    *,
    hidden: bool,
) -> Filled:
    """Hand over a field of page `number`; return what a person sees in it.

    `widgets` are the frames of the page's fields, and
    `form` is None where the file has no form.
    """
    seen_as = Filled()
    kind = raw.FPDFAnnot_GetFormFieldType(form, widget) if form is not None else -1
    if kind in BOXES:
        values = list(_ticked(form, widget))
        where = SeenAt.CHOICE
        seen_as = Filled((TICK if values else NO_TICK,), sure=True)
    elif kind in LISTS:
        values = list(_chosen(form, widget)) or [_value(form, widget)]
        where = SeenAt.CHOICE
        seen_as = Filled(_lines(values), sure=True)
    elif kind == raw.FPDF_FORMFIELD_PUSHBUTTON:
        return seen_as
    else:
        plain = kind < 0 or not raw.FPDFAnnot_GetFormFieldFlags(form, widget) & PASSWORD
        values = [_value(form, widget)] if plain else []
        seen_as = Filled(_lines(values))
        where = SeenAt.FIELD
    if not any(map(str.strip, values)):
        return seen_as
    where = SeenAt.HIDDEN if hidden else where
    frame = rectangle_of(widget)
    row = sorted({frame, *(other for other in widgets if _level(frame, other))})
    if kind in BOXES:
        asked, label = _label_of_box(frame, row, textpage)
        seen.add_named(asked, label, where, number)
        before = ""
    else:
        before = _printed_before(frame, row, textpage)
    for value in values:
        for name in _names(form, widget, before):
            seen.add_named(name, value, where, number)
    return seen_as


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person sees in a field, a line each; of a box a sign, be it ticked or not."""

    lines: tuple[str, ...] = ()
    sure: bool = False
    """Whether nothing else in the field's drawing counts: a list shows all its entries."""


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for value in values for line in value.splitlines())
    return tuple(line for line in lines if line)


def _asked(function: Any, form: Any, widget: Any) -> str:
    return wide_text(lambda room, size: int(function(form, widget, room, size)))


def text_of(note: Any, key: bytes) -> str:
    """Return a text or name that an annotation holds under a key."""
    return wide_text(lambda room, size: int(raw.FPDFAnnot_GetStringValue(note, key, room, size)))


def _value(form: Any, widget: Any) -> str:
    known = _asked(raw.FPDFAnnot_GetFormFieldValue, form, widget) if form is not None else ""
    return known or text_of(widget, b"V")


def _names(form: Any, widget: Any, before: str) -> list[str]:
    """Return what a field is called: by what is printed before it, and in the file."""
    if form is not None:
        told = _asked(raw.FPDFAnnot_GetFormFieldAlternateName, form, widget)
        name = _asked(raw.FPDFAnnot_GetFormFieldName, form, widget)
    else:
        told, name = text_of(widget, b"TU"), text_of(widget, b"T")
    names = [" ".join(one.split()).rstrip(" :") for one in (before, told or name)]
    distinct = {one.casefold(): one for one in reversed(names) if one}
    return list(reversed(distinct.values())) or [""]


OFF = "Off"
"""How a box that is not ticked is drawn (ISO 32000-1, 12.7.4.2.3)."""


def _ticked(form: Any, widget: Any) -> Iterator[str]:
    """Yield what a box stands for, if it is drawn ticked."""
    drawn = text_of(widget, b"AS")
    if drawn not in ("", OFF) or (not drawn and raw.FPDFAnnot_IsChecked(form, widget)):
        yield _asked(raw.FPDFAnnot_GetFormFieldExportValue, form, widget) or drawn or TICK


TICK, NO_TICK = "\u2612", "\u2610"
"""Stand for a ticked box, and for one that is not ticked."""
MAX_OPTIONS = 500


def _chosen(form: Any, widget: Any) -> Iterator[str]:
    """Yield the entries of a list that are chosen, as they are shown."""
    for index in range(min(raw.FPDFAnnot_GetOptionCount(form, widget), MAX_OPTIONS)):
        if raw.FPDFAnnot_IsOptionSelected(form, widget, index):
            yield wide_text(partial(_option, form, widget, index))


def _option(form: Any, widget: Any, index: int, room: Any, size: int) -> int:
    return int(raw.FPDFAnnot_GetOptionLabel(form, widget, index, room, size))


BESIDE = 400.0
"""Points to either side within which a field's label is printed."""
LINE = 18.0
"""Points; the label of a higher field stands beside its first line."""
BAND = 3.0
"""Points above and below the middle of a line, through which all its letters reach."""


def _level(field: Frame, other: Frame) -> bool:
    return other[1] < _first_line(field) < other[3]


def _first_line(field: Frame) -> float:
    """Return the middle of the first line in a field."""
    return field[3] - min(field[3] - field[1], LINE) / 2


def _printed_before(field: Frame, row: Sequence[Frame], textpage: pdfium.PdfTextPage) -> str:
    """Return the words on the line before a field, as far as the field before; else above it."""
    left, _, right, top = field
    begin = max((other[2] for other in row if other[2] <= left + 1), default=left - BESIDE)
    before = _on_line(textpage, field, max(begin, left - BESIDE), left)
    return before or _bounded(textpage, (left, top + BAND, right, top + LINE / 2))


QUESTION = re.compile(r"(.*[:?])(.+)")


def _label_of_box(
    field: Frame, row: Sequence[Frame], textpage: pdfium.PdfTextPage
) -> tuple[str, str]:
    """Return what a box answers, and its label.

    Labels stand after their boxes where there are words after the last box of the row.
    """
    place = row.index(field)
    last = row[-1][2]
    if _on_line(textpage, field, last, last + BESIDE):
        end = row[place + 1][0] if place + 1 < len(row) else field[2] + BESIDE
        asked = _on_line(textpage, field, row[0][0] - BESIDE, row[0][0])
        return asked.rstrip(" :"), _on_line(textpage, field, field[2], end)
    begin = row[place - 1][2] if place else field[0] - BESIDE
    label = _on_line(textpage, field, begin, field[0])
    first = _on_line(textpage, field, row[0][0] - BESIDE, row[0][0])
    if (question := QUESTION.fullmatch(first)) is None:
        return "", label
    return question[1].rstrip(" :"), label if place else question[2].strip()


def _on_line(textpage: pdfium.PdfTextPage, field: Frame, left: float, right: float) -> str:
    """Return the words that stand level with a field between two places across the page."""
    line = _first_line(field)
    return _bounded(textpage, (left, line - BAND, right, line + BAND))


def _bounded(textpage: pdfium.PdfTextPage, frame: Frame) -> str:
    left, bottom, right, top = frame
    if right - left < 1 or top - bottom < 1:
        return ""
    return " ".join(textpage.get_text_bounded(left, bottom, right, top).split())
