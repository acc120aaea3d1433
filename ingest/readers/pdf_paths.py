"""The paths drawn on a PDF's page, those within drawings of several parts among them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_calls import (
    address_of,
    drawn_in_form,
    drawn_on_page,
    handle_of,
    kind_of_drawn,
)

FORM_DEPTH = 3
Matrix = tuple[float, float, float, float, float, float]
UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def find_paths(page: pdfium.PdfPage) -> Iterator[tuple[object, Matrix]]:
    """Yield the paths drawn on a page, each with what turns it into the page's space."""
    count = raw.FPDFPage_CountObjects(page.raw)
    return _within(address_of(page.raw), drawn_on_page, count, UNTURNED, FORM_DEPTH)


def _within(
    holder: int, get: Callable[[int, int], int], count: int, matrix: Matrix, depth: int
) -> Iterator[tuple[object, Matrix]]:
    """Yield the paths of a page, or of a drawing on it, with what turns them into its space."""
    for index in range(count):
        drawn = get(holder, index)
        kind = kind_of_drawn(drawn)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield handle_of(drawn), matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth > 0:
            form = handle_of(drawn)
            inner = after(matrix_of(form), matrix)
            within = raw.FPDFFormObj_CountObjects(form)
            yield from _within(drawn, drawn_in_form, within, inner, depth - 1)


def matrix_of(drawn: object) -> Matrix:
    """Return what turns something drawn into the space of what it stands in."""
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(held)):
        return UNTURNED
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def after(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does `first` and then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
