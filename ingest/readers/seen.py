"""What was seen in the picture of a page: words and where they stand, as numbers and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qa.pages import WordPlace


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the picture's top left corner."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word as recognised, with how sure of it Tesseract is: 0 to 100."""

    text: str
    box: Box
    confidence: float


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
class SeenPage:
    """The lines of a page in reading order, in pixels of the picture that was looked at."""

    lines: tuple[SeenLine, ...]
    width: int
    height: int
    dpi: int
    turn: int = 0
    """Degrees, clockwise, by which the page was turned for the picture: 0, 90, 180 or 270."""

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
    told = {"settings": settings, "size": size, "lines": lines}
    return json.dumps(told, separators=(",", ":")).encode("ascii")


def page_from_json(data: bytes, settings: str) -> SeenPage | None:
    """Return the page, None where it was looked at under other settings or is out of order."""
    try:
        told = json.loads(data)
        if told["settings"] != settings:
            return None
        width, height, dpi, turn = (int(number) for number in told["size"])
        lines = tuple(
            SeenLine(
                tuple(SeenWord(str(text), _box(at), float(sure)) for text, at, sure in words),
                _box(box),
            )
            for box, words in told["lines"]
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    sound = turn in (0, 90, 180, 270) and all(
        line.words and all(word.text for word in line.words) for line in lines
    )
    return SeenPage(lines, width, height, dpi, turn) if sound else None


def _sides(box: Box) -> list[int]:
    return [box.left, box.top, box.right, box.bottom]


def _box(sides: list[Any]) -> Box:
    left, top, right, bottom = (int(side) for side in sides)
    return Box(left, top, right, bottom)
