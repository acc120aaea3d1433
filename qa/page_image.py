"""Pages of a PDF as pictures, and copies of a PDF with what is seen alone.

`qa.page_drawer` keeps the child process in which `qa.page_image_worker` draws them.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.page_drawer import PageDrawer
from qa.pages import Frame, PaperPage, Unread, WordPlace

COPY_TIME_LIMIT = 60.0
"""Seconds for a copy of a paper."""
WHY_NOT_SHOWN = {
    Unread.SCANNED: "This page was scanned and not read, so it is not shown: install Tesseract "
    "and ingest the paper again.",
    Unread.GARBLED: "The type of this page does not say which letters it shows, and it was not "
    "read, so it is not shown: install Tesseract and ingest the paper again.",
    Unread.FAILED: "This page could not be read, so it is not shown: open the paper, print it to "
    "a new PDF, and ingest that.",
}

_drawer = PageDrawer()
_copier = PageDrawer(time_limit=COPY_TIME_LIMIT)
"""On its own, so that no page has to wait for a copy."""
atexit.register(_drawer.close)
atexit.register(_copier.close)


def render_page(
    pdf: Path,
    number: int,
    *,
    quote: str | None = None,
    width: int = 1000,
    words: Sequence[WordPlace] = (),
    hidden: Sequence[Frame] = (),
) -> bytes:
    """Return page `number` (from 1) of a PDF as PNG, the quote highlighted where it stands.

    `width` is in pixels and kept between 200 and 2,000. `words` are the places of the words of
    a page that OCR read, where the PDF itself holds none; `hidden` is where the page holds what
    is not seen, which no quote is marked by. Raises PageImageError.
    """
    return _drawer.draw(pdf, number, quote=quote, width=width, words=words, hidden=hidden)


def shown_copy(pdf: Path, hidden: Mapping[int, Sequence[Frame]]) -> bytes:
    """Return a copy of a PDF in which the pages with something hidden are pictures.

    `hidden` says where on which pages, from 1. Raises PageImageError, as where it takes too long.
    """
    return _copier.copy(pdf, hidden)


def why_not_shown(page: PaperPage) -> str | None:
    """Return what to tell of a page that nothing could read; None of any other."""
    return WHY_NOT_SHOWN[page.unread] if page.unread else None


def quote_top(
    pdf: Path,
    number: int,
    quote: str,
    words: Sequence[WordPlace] = (),
    hidden: Sequence[Frame] = (),
) -> float | None:
    """Return how far down a page (0 to 1) a quote begins, None where it is not seen on it."""
    return _drawer.quote_top(pdf, number, quote, words, hidden)
