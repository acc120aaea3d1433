"""What is filled in, chosen or ticked in the form on a page of a PDF, with what it answers.

A field's name is often made by a program ("Text12"). So the words that are printed beside a field
are given too, as far as the next field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
) -> str:
    """Hand over a field of page `number`, and return its value.

    `widgets` are the frames of the page's fields, and `form` is None where the file has no form.
    """
    kind = raw.FPDFAnnot_GetFormFieldType(form, widget) if form is not None else -1
    if kind in BOXES:
        ticked = raw.FPDFAnnot_IsChecked(form, widget)
        values = [_asked(raw.FPDFAnnot_GetFormFieldExportValue, form, widget)] if ticked else []
        where = SeenAt.CHOICE
    elif kind in LISTS:
        values = list(_chosen(form, widget)) or [_value(form, widget)]
        where = SeenAt.CHOICE
    elif kind == raw.FPDF_FORMFIELD_PUSHBUTTON:
        return ""
    else:
        shown = kind < 0 or not raw.FPDFAnnot_GetFormFieldFlags(form, widget) & PASSWORD
        values = [_value(form, widget)] if shown else []
        where = SeenAt.FIELD
    if kind not in BOXES and not any(map(str.strip, values)):
        return ""
    if kind in BOXES and not values:
        return ""
    before, after = _printed_beside(rectangle_of(widget), widgets, textpage)
    where = SeenAt.HIDDEN if hidden else where
    for value in values:
        for name in _names(form, widget, before):
            seen.add_named(name, value, where, number)
    if kind in BOXES:
        seen.add_named(before.rstrip(" :"), after, where, number)
    return "\n".join(values)


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
    return list(dict.fromkeys(filter(None, names))) or [""]


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


def _printed_beside(
    field: Frame, widgets: Sequence[Frame], textpage: pdfium.PdfTextPage
) -> tuple[str, str]:
    """Return the words on the line before a field, else above it; and those after it."""
    left, bottom, right, top = field
    middle = (bottom + top) / 2
    level = [other for other in widgets if other != field and other[1] < middle < other[3]]
    begin = max((other[2] for other in level if other[2] <= left + 1), default=left - BESIDE)
    end = min((other[0] for other in level if other[0] >= right - 1), default=right + BESIDE)
    line = top - min(top - bottom, LINE) / 2
    low, high = line - BAND, line + BAND
    before = _bounded(textpage, (max(begin, left - BESIDE), low, left, high))
    after = _bounded(textpage, (right, low, min(end, right + BESIDE), high))
    return before or _bounded(textpage, (left, top + BAND, right, top + LINE / 2)), after


def _bounded(textpage: pdfium.PdfTextPage, frame: Frame) -> str:
    left, bottom, right, top = frame
    if right - left < 1 or top - bottom < 1:
        return ""
    return " ".join(textpage.get_text_bounded(left, bottom, right, top).split())
