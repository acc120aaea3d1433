"""Tesseract, by the C interface of the system's own library (see docs/adr/0010-ocr.md).

Nothing is loaded until a scan is met. It runs within the reader's process and under its
limits: no program is started, no file written. A process that embeds must not load it: its
OpenMP, coming before torch's, makes the encoder's bfloat16 products silently wrong.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.readers.seen import Box, SeenLine, SeenWord
from ingest.scans import NO_LANGUAGE, NOT_INSTALLED

LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.so")
WHOLE_PAGE = 3
"""PSM_AUTO: find columns, blocks and lines; do not turn the page (see `turning`)."""
WORD, LINE = 5, 4
"""Levels of Tesseract's table of results."""
COLUMNS = 12
"""level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""

_INT, _POINTER, _TEXT = ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "TessBaseAPICreate": (_POINTER, []),
    "TessBaseAPIInit3": (_INT, [_POINTER, _TEXT, _TEXT]),
    "TessBaseAPISetPageSegMode": (None, [_POINTER, _INT]),
    "TessBaseAPISetImage": (None, [_POINTER, _POINTER, _INT, _INT, _INT, _INT]),
    "TessBaseAPISetSourceResolution": (None, [_POINTER, _INT]),
    "TessBaseAPIRecognize": (_INT, [_POINTER, _POINTER]),
    "TessBaseAPIGetTsvText": (_POINTER, [_POINTER, _INT]),
    "TessBaseAPIClear": (None, [_POINTER]),
    "TessBaseAPIDelete": (None, [_POINTER]),
    "TessDeleteText": (None, [_POINTER]),
    "TessVersion": (_TEXT, []),
    "TessMonitorCreate": (_POINTER, []),
    "TessMonitorDelete": (None, [_POINTER]),
    "TessMonitorSetDeadlineMSecs": (None, [_POINTER, _INT]),
}


class TesseractError(Exception):
    """Tesseract cannot be used; the message says why, in the words of `ingest.scans`."""


class OutOfTimeError(Exception):
    """A page took longer than it may."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey, a byte a pixel, its rows `stride` bytes apart."""

    pixels: Any
    width: int
    height: int
    stride: int
    dpi: int


class Tesseract:
    """A recogniser for some languages, with its models loaded."""

    def __init__(self, languages: str) -> None:
        """Load the library and its models. Raises TesseractError."""
        self._library = _load()
        self._engine = self._library.TessBaseAPICreate()
        if self._library.TessBaseAPIInit3(self._engine, None, languages.encode()) != 0:
            self.close()
            raise TesseractError(NO_LANGUAGE)
        self._library.TessBaseAPISetPageSegMode(self._engine, WHOLE_PAGE)

    @property
    def version(self) -> str:
        """Of Tesseract, such as 5.3.0."""
        return bytes(self._library.TessVersion()).decode("ascii", "replace")

    def close(self) -> None:
        """Let go of the models; nothing can be recognised after."""
        self._library.TessBaseAPIDelete(self._engine)

    def recognise(self, picture: Picture, seconds: float) -> list[SeenLine]:
        """Return the lines of a page, in reading order. Raises OutOfTimeError."""
        library, engine = self._library, self._engine
        library.TessBaseAPISetImage(
            engine, picture.pixels, picture.width, picture.height, 1, picture.stride
        )
        library.TessBaseAPISetSourceResolution(engine, picture.dpi)
        monitor = library.TessMonitorCreate()
        try:
            library.TessMonitorSetDeadlineMSecs(monitor, max(1, int(seconds * 1000)))
            if library.TessBaseAPIRecognize(engine, monitor) != 0:
                raise OutOfTimeError
            return list(read_table(self._table()))
        finally:
            library.TessMonitorDelete(monitor)
            library.TessBaseAPIClear(engine)

    def _table(self) -> str:
        text = self._library.TessBaseAPIGetTsvText(self._engine, 0)
        if not text:
            return ""
        try:
            return ctypes.string_at(text).decode("utf-8", "replace")
        finally:
            self._library.TessDeleteText(text)


def _load() -> ctypes.CDLL:
    # More threads than one make a page slower, and a reader may start none.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    for name in LIBRARIES:
        try:
            library = ctypes.CDLL(name)
            for function, (result, arguments) in _FUNCTIONS.items():
                found = getattr(library, function)
                found.restype, found.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        return library
    raise TesseractError(NOT_INSTALLED)


def read_table(table: str) -> Iterator[SeenLine]:
    """Yield the lines of Tesseract's table of results that have words."""
    held: list[SeenWord] = []
    place: Box | None = None
    for row in table.split("\n"):
        cells = row.split("\t", COLUMNS - 1)
        if len(cells) != COLUMNS or not cells[0].isdigit():
            continue
        level, left, top, width, height = (int(cells[column]) for column in (0, 6, 7, 8, 9))
        box = Box(left, top, left + width, top + height)
        if level == WORD and (text := cells[-1].strip()):
            held.append(SeenWord(text, box, float(cells[10])))
        elif level == LINE:
            if held and place:
                yield SeenLine(tuple(held), place)
            held, place = [], box
    if held and place:
        yield SeenLine(tuple(held), place)
