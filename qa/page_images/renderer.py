"""Pages of a PDF as pictures, and copies of a PDF with what is seen alone.

`qa.page_images.renderer` keeps the child process in which `qa.page_images.worker` draws them.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.errors import TownclerkError
from qa.papers import Frame, PaperPage, Unread, WordPlace

# --- The warm child process that draws pages of a PDF, kept within limits.
#
# pypdfium2 is not thread safe and a PDF may be hostile, so the drawing is done in
# `qa.page_images.worker`: one request at a time, no file written, at most 2 GiB of memory, and an
# end by force when it takes too long. The child is kept between pages, because starting one costs
# several times what a page does.

TIME_LIMIT = 10.0
"""Seconds for one page, a new child's start included."""
MIN_WIDTH, MAX_WIDTH = 200, 2000

_PROJECT = Path(__file__).resolve().parents[2]


class PageImageError(TownclerkError):
    """The page cannot be drawn: the PDF is damaged, locked, or takes too much."""


class PageDrawer:
    """Draws pages in a child process, which it starts when first needed."""

    def __init__(self, *, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def draw(
        self,
        pdf: Path,
        number: int,
        *,
        quote: str | None,
        width: int,
        words: Sequence[WordPlace] = (),
        hidden: Sequence[Frame] = (),
    ) -> bytes:
        """Return page `number` (from 1) as PNG. Raises PageImageError where that fails."""
        png = self._ask(
            task="draw_page",
            pdf=str(pdf),
            number=number,
            quote=quote,
            width=min(max(width, MIN_WIDTH), MAX_WIDTH),
            words=_rows(words),
            hidden=hidden,
        )
        if not png:
            raise PageImageError(
                f"page {number} cannot be shown as a picture; open the paper itself instead"
            )
        return png

    def quote_top(
        self,
        pdf: Path,
        number: int,
        quote: str,
        words: Sequence[WordPlace] = (),
        hidden: Sequence[Frame] = (),
    ) -> float | None:
        """Return how far down the page (0 to 1) the quote begins, None where it is not there."""
        reply = self._ask(
            task="quote_top",
            pdf=str(pdf),
            number=number,
            quote=quote,
            words=_rows(words),
            hidden=hidden,
        )
        top: float | None = json.loads(reply) if reply else None
        return top

    def copy(self, pdf: Path, hidden: Mapping[int, Sequence[Frame]]) -> bytes:
        """Return a copy that holds only what is seen. Raises PageImageError where that fails."""
        copied = self._ask(task="copy_pages", pdf=str(pdf), hidden=hidden)
        if not copied:
            raise PageImageError("no copy of this paper can be made")
        return copied

    def _ask(self, **request: object) -> bytes | None:
        """Return the child's reply, no bytes where it cannot, None where it had to be ended."""
        with self._lock:
            child = self._running_child()
            out_of_time = threading.Timer(self._time_limit, child.kill)
            out_of_time.start()
            try:
                reply = _exchange(child, request)
            finally:
                out_of_time.cancel()
            if reply is None:
                self._end_child()
        return reply

    def close(self) -> None:
        """End the child; a later call to draw starts another."""
        with self._lock:
            self._end_child()

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end_child()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "qa.page_images.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Nothing of the service's environment: it may hold keys.
                env={"PYTHONPATH": str(_PROJECT), "PATH": os.defpath},
            )
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _rows(words: Sequence[WordPlace]) -> list[list[str | float]]:
    return [[word.text, word.left, word.top, word.right, word.bottom] for word in words]


def _exchange(child: subprocess.Popen[bytes], request: dict[str, object]) -> bytes | None:
    """Send a request and return the reply; no bytes for an error, None where the child died."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.flush()
        header = json.loads(child.stdout.readline() or "null")
        if header is None:
            return None
        size = int(header.get("bytes", 0))
        reply = child.stdout.read(size)
    except (OSError, ValueError):
        return None
    return reply if len(reply) == size else None


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
