"""Pdfium's functions that are called for each word, line or drawing of a page.

They take and give addresses in the place of handles, so that ctypes has nothing to check: that
takes 0.4 of the 0.8 millionths of a second that a call costs otherwise.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw


def address_of(handle: Any) -> int:
    """Return the address to which a handle of pdfium's, or a record for it to fill, stands."""
    return ctypes.addressof(getattr(handle, "contents", handle))


def handle_of(address: int) -> Any:
    """Return the handle, for pdfium's other functions, of something drawn on a page."""
    return ctypes.cast(address, raw.FPDF_PAGEOBJECT)


def _by_address(function: Any) -> Callable[..., Any]:
    kinds = [function.restype, *function.argtypes]
    kinds = [ctypes.c_void_p if hasattr(kind, "contents") else kind for kind in kinds]
    call: Callable[..., Any] = ctypes.CFUNCTYPE(*kinds)(_place(function))
    return call


def _place(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0


loose_box = _by_address(raw.FPDFText_GetLooseCharBox)
char_box = _by_address(raw.FPDFText_GetCharBox)
text_matrix = _by_address(raw.FPDFText_GetMatrix)
font_size = _by_address(raw.FPDFText_GetFontSize)
font_weight = _by_address(raw.FPDFText_GetFontWeight)
font_name = _by_address(raw.FPDFText_GetFontInfo)
drawn_on_page = _by_address(raw.FPDFPage_GetObject)
drawn_in_form = _by_address(raw.FPDFFormObj_GetObject)
kind_of_drawn = _by_address(raw.FPDFPageObj_GetType)
