"""Ask pdfium for texts and things that must be given back."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_BYTES = 400_000
"""Of one text. The rest of a longer one is not looked at."""


def wide_text(ask: Callable[[Any, int], int]) -> str:
    """Return a text that pdfium writes in UTF-16.

    `ask` is given the room for it and the bytes in that room, and returns how many are needed.
    """
    length = ask(None, 0)
    if length <= 2:  # nothing but the end mark
        return ""
    room = ctypes.create_string_buffer(length)  # with less, pdfium writes nothing
    ask(ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), len(room))
    return room.raw[:MAX_BYTES].decode("utf-16-le", "replace").rstrip("\0\ufffd")


@contextmanager
def annotation(page: pdfium.PdfPage, index: int) -> Iterator[Any]:
    """Open an annotation of a page, counted from 0; gives None where there is none."""
    note = raw.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield note or None
    finally:
        if note:
            raw.FPDFPage_CloseAnnot(note)


@contextmanager
def form_of(pdf: pdfium.PdfDocument) -> Iterator[Any]:
    """Open the form that a document holds, without running anything; gives None where none is."""
    if pdf.get_formtype() == raw.FORMTYPE_NONE:
        yield None
        return
    settings = raw.FPDF_FORMFILLINFO(version=2)
    form = raw.FPDFDOC_InitFormFillEnvironment(pdf.raw, settings)
    try:
        yield form or None
    finally:
        if form:
            raw.FPDFDOC_ExitFormFillEnvironment(form)
