"""Pages of a PDF as pictures, and the copy of a PDF that may be kept and handed out.

A PDF may be hostile and pdfium is not thread safe, so the drawing is done in a child process,
`qa.page_images.worker`: one request at a time, no file written, at most 2 GiB of memory, and an
end by force when it takes too long. The child is kept between pages, because starting one costs
several times what a page does.

Frames are (left, bottom, right, top) in points of the page.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import TownclerkError
from qa.papers import Frame, PaperPage, Unread, WordPlace

MIN_WIDTH, MAX_WIDTH = 200, 2000
"""Pixels of a picture."""
_PAGE_SECONDS = 10.0
"""For one page, a new child's start included."""
_COPY_SECONDS = 120.0
"""For the copy of a paper, most of it for pages that become pictures."""
_PROJECT = Path(__file__).resolve().parents[2]
_WHY_NOT_SHOWN = {
    Unread.SCANNED: "This page was scanned and not read, so it is not shown: install Tesseract "
    "and ingest the paper again.",
    Unread.GARBLED: "The type of this page does not say which letters it shows, and it was not "
    "read, so it is not shown: install Tesseract and ingest the paper again.",
    Unread.FAILED: "This page could not be read, so it is not shown: open the paper, print it to "
    "a new PDF, and ingest that.",
}


class PageImageError(TownclerkError):
    """The page cannot be drawn: the PDF is damaged, locked, or takes too much."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Where marks stand on the picture of a page."""

    shape: float | None = None
    """Its width by its height; None if the page cannot be drawn."""
    marks: tuple[Frame, ...] = ()
    """Each as left, top, right, bottom, in shares of the picture from its top left corner."""


def render_page(
    pdf: Path,
    number: int,
    *,
    quote: str | None = None,
    width: int = 1000,
    words: Sequence[WordPlace] = (),
    hidden: Sequence[Frame] = (),
    every: bool = False,
) -> bytes:
    """Return page `number` (from 1) of a PDF as PNG, with the quote highlighted.

    `width` is in pixels and kept between 200 and 2,000. `words` are the places of the words of
    a page that OCR read, since the PDF itself holds none. `hidden` are the places where the page
    holds what cannot be seen; a quote is not marked there. With `every`, the quote is words that
    are marked each time that they stand on the page.

    Raises:
        PageImageError: the page cannot be drawn.
    """
    return _drawer.draw(
        pdf, number, quote=quote, width=width, words=words, hidden=hidden, every=every
    )


def find_marks(
    pdf: Path,
    number: int,
    quote: str | None,
    words: Sequence[WordPlace] = (),
    hidden: Sequence[Frame] = (),
    *,
    every: bool = False,
) -> Marked:
    """Return the shape of a page's picture, and where `render_page` marks it.

    A quote is one mark; with `every` there is one each time that the words stand on the page.
    """
    return _drawer.find_marks(pdf, number, quote, words, hidden, every=every)


def public_copy(
    pdf: Path, blank: Mapping[int, str], hidden: Mapping[int, Sequence[Frame]]
) -> bytes:
    """Return the copy of a PDF that may be kept and handed out (`qa.page_images.copying`).

    `blank` are the pages, from 1, that become blank ones, each with the words that stand there
    instead. `hidden` says on which pages something cannot be seen, and where: they become pictures.

    Raises:
        PageImageError: the copy cannot be made, or takes too long.
    """
    return _copier.copy(pdf, blank, hidden)


def can_draw() -> bool:
    """Return whether the process that draws pages answers. Waits for what is being drawn."""
    return _drawer.answers()


def why_not_shown(page: PaperPage) -> str | None:
    """Return what to say instead of a page that nothing could read; None for any other page."""
    return _WHY_NOT_SHOWN[page.unread] if page.unread else None


class PageDrawer:
    """Draws pages in a child process, which it starts when first needed."""

    def __init__(self, *, time_limit: float = _PAGE_SECONDS) -> None:
        """Take the seconds that one request may last."""
        self._time_limit = time_limit
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder = ""
        """The only one from which the child may read papers."""
        self._let_in: tuple[int, int] | None = None
        """Which folder stood there when the child began; it may not read one put in its place."""

    def draw(
        self,
        pdf: Path,
        number: int,
        *,
        quote: str | None,
        width: int,
        words: Sequence[WordPlace] = (),
        hidden: Sequence[Frame] = (),
        every: bool = False,
    ) -> bytes:
        """Return page `number` as PNG, as `render_page` does."""
        png = self._request(
            task="draw_page",
            pdf=pdf,
            number=number,
            quote=quote,
            width=min(max(width, MIN_WIDTH), MAX_WIDTH),
            words=_word_rows(words),
            hidden=hidden,
            every=every,
        )
        if not png:
            raise PageImageError(
                f"page {number} cannot be shown as a picture; open the paper itself instead"
            )
        return png

    def find_marks(
        self,
        pdf: Path,
        number: int,
        quote: str | None,
        words: Sequence[WordPlace] = (),
        hidden: Sequence[Frame] = (),
        *,
        every: bool = False,
    ) -> Marked:
        """Return where page `number` is marked, as `find_marks` does."""
        reply = self._request(
            task="find_marks",
            pdf=pdf,
            number=number,
            quote=quote,
            words=_word_rows(words),
            hidden=hidden,
            every=every,
        )
        if not reply:
            return Marked()
        found = json.loads(reply)
        return Marked(found["shape"], tuple((a, b, c, d) for a, b, c, d in found["marks"]))

    def copy(
        self, pdf: Path, blank: Mapping[int, str], hidden: Mapping[int, Sequence[Frame]]
    ) -> bytes:
        """Return a copy, as `public_copy` does."""
        copied = self._request(task="copy_pdf", pdf=pdf, blank=blank, hidden=hidden)
        if not copied:
            raise PageImageError("no copy of this paper can be made")
        return copied

    def answers(self) -> bool:
        """Return whether the child answers, starting it where it does not run."""
        try:
            return bool(self._request(task="ping"))
        except OSError:  # it cannot be started
            return False

    def close(self) -> None:
        """End the child; a later request starts another."""
        with self._lock:
            self._end_child()

    def _request(self, *, pdf: Path | None = None, **request: object) -> bytes | None:
        """Return the child's reply; no bytes if the task failed, None if the child had to end."""
        folder = self._folder
        if pdf is not None:
            path = Path(os.path.abspath(pdf))  # noqa: PTH100 - a link is read under its own name
            request["pdf"], folder = str(path), str(path.parent)
        with self._lock:
            child = self._running_child(folder)
            out_of_time = threading.Timer(self._time_limit, child.kill)
            out_of_time.start()
            try:
                reply = _exchange(child, request)
            finally:
                out_of_time.cancel()
            if reply is None:
                self._end_child()
        return reply

    def _running_child(self, folder: str) -> subprocess.Popen[bytes]:
        there = _identity(folder)
        is_running = self._child is not None and self._child.poll() is None
        if self._child is None or not is_running or (folder, there) != (self._folder, self._let_in):
            self._end_child()
            self._folder, self._let_in = folder, there
            self._child = subprocess.Popen(
                [sys.executable, "-m", "qa.page_images.worker", *([folder] if folder else [])],
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


def _identity(folder: str) -> tuple[int, int] | None:
    """Return what tells a folder from another one of its name; None where there is none."""
    try:
        found = os.stat(folder)  # noqa: PTH116 - an empty name is no folder
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _word_rows(words: Sequence[WordPlace]) -> list[list[str | float]]:
    return [[word.text, word.left, word.top, word.right, word.bottom] for word in words]


def _exchange(child: subprocess.Popen[bytes], request: dict[str, object]) -> bytes | None:
    """Send a request and return the reply; no bytes for an error, None if the child died."""
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


_drawer = PageDrawer()
_copier = PageDrawer(time_limit=_COPY_SECONDS)
"""In a child of its own, so that no page has to wait for a copy."""
atexit.register(_drawer.close)
atexit.register(_copier.close)
