"""Recognise the text of a picture with Tesseract, by the C interface of the system's library.

Nothing is loaded until a scan is met. Tesseract runs within the reader's process and under its
limits: no program is started, no file is written. A process that embeds must not load it: its
OpenMP, loaded before torch's, makes the encoder's bfloat16 products wrong without an error
(docs/adr/0004-ocr.md). What was seen on a page can be kept as JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.document import WhyNoOcr
from qa.papers import WordPlace

WHOLE_PAGE = 3
"""PSM_AUTO: find columns, blocks and lines, but do not turn the page (see `recogniser`)."""


class Tesseract:
    """A recogniser for some languages, with its models loaded."""

    def __init__(self, languages: str) -> None:
        """Load the library and its models. Raises TesseractError."""
        self._library = _load()
        self._engine = self._library.TessBaseAPICreate()
        if self._library.TessBaseAPIInit3(self._engine, None, languages.encode()) != 0:
            self.close()
            raise TesseractError(WhyNoOcr.NO_LANGUAGE)
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


LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.so")
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
    raise TesseractError(WhyNoOcr.NOT_INSTALLED)


class TesseractError(Exception):
    """Tesseract cannot be used; `why` is the reason."""

    def __init__(self, why: WhyNoOcr):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey, a byte a pixel, its rows `stride` bytes apart."""

    pixels: Any
    width: int
    height: int
    stride: int
    dpi: int


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A printed line: its words, left to right."""

    words: tuple[SeenWord, ...]
    box: Box

    @property
    def confidence(self) -> float:
        """The mean over its letters, 0 to 100."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word as recognised, with how sure of it Tesseract is: 0 to 100."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the picture's top left corner."""

    left: int
    top: int
    right: int
    bottom: int


class OutOfTimeError(Exception):
    """A page took longer than it may."""


COLUMNS = 12
"""level, page, block, paragraph, line, word, left, top, width, height, confidence, text."""
WORD, LINE = 5, 4
"""Levels of Tesseract's table of results."""


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


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The lines of a page in reading order, in pixels of the picture that was looked at."""

    lines: tuple[SeenLine, ...]
    width: int
    height: int
    dpi: int
    turn: int = 0
    """Degrees by which the page was turned clockwise for the picture: 0, 90, 180 or 270."""

    @property
    def confidence(self) -> float:
        """The mean over all letters, 0 to 100; 0 where there are none."""
        letters = [len(word.text) for line in self.lines for word in line.words]
        sure = (word.confidence * len(word.text) for line in self.lines for word in line.words)
        return sum(sure) / sum(letters) if letters else 0.0

    def place(self, word: SeenWord) -> WordPlace:
        """Return where a word stands, in shares of the page as it lies in the PDF."""
        left, right = (x / max(self.width, 1) for x in (word.box.left, word.box.right))
        top, bottom = (y / max(self.height, 1) for y in (word.box.top, word.box.bottom))
        sides = {
            0: (left, top, right, bottom),
            90: (top, 1 - right, bottom, 1 - left),
            180: (1 - right, 1 - bottom, 1 - left, 1 - top),
            270: (1 - bottom, left, 1 - top, right),
        }[self.turn]
        return WordPlace(word.text, *(round(min(max(side, 0.0), 1.0), 4) for side in sides))


def page_to_json(page: SeenPage, settings: str) -> bytes:
    """Write a page, and the settings under which it was looked at."""
    lines = [
        [_sides(line.box), [[word.text, _sides(word.box), word.confidence] for word in line.words]]
        for line in page.lines
    ]
    size = [page.width, page.height, page.dpi, page.turn]
    record = {"settings": settings, "size": size, "lines": lines}
    return json.dumps(record, separators=(",", ":")).encode("ascii")


def _sides(box: Box) -> list[int]:
    return [box.left, box.top, box.right, box.bottom]


def page_from_json(data: bytes, settings: str) -> SeenPage | None:
    """Return the page, None where it was looked at under other settings or is out of order."""
    try:
        record = json.loads(data)
        if record["settings"] != settings:
            return None
        width, height, dpi, turn = (int(number) for number in record["size"])
        lines = tuple(
            SeenLine(
                tuple(SeenWord(str(text), _box(at), float(sure)) for text, at, sure in words),
                _box(box),
            )
            for box, words in record["lines"]
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    sound = turn in (0, 90, 180, 270) and all(
        line.words and all(word.text for word in line.words) for line in lines
    )
    return SeenPage(lines, width, height, dpi, turn) if sound else None


def _box(sides: list[Any]) -> Box:
    left, top, right, bottom = (int(side) for side in sides)
    return Box(left, top, right, bottom)
