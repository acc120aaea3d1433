"""Put letters together into lines along their own baselines, at whatever angle they stand.

Letters come in the order in which they are drawn. So those of a stamp that runs round in a circle
keep together, and those that were drawn in no order are put in order along the line they stand on.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf.words import address_of


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, or a space that was drawn as one; places in points of the page's own space."""

    char: str
    x: float
    y: float
    """Where it begins on its baseline."""
    angle: float
    """Of its baseline, in radians."""
    size: float
    """Of the type, in points."""
    begin: float
    end: float
    """Where its ink begins and ends along the baseline, about, in points from its own place."""


def put_together(letters: Iterable[Letter]) -> list[str]:
    """Return lines of words. Those of one angle come in reading order."""
    return [words for words, _ in placed_lines(letters)]


def placed_lines(letters: Iterable[Letter]) -> list[tuple[str, Sequence[Letter]]]:
    """Return the same, each with its letters in order."""
    runs = _merged(_drawn_together(letters))
    lines = ((" ".join(run.words().split()), run.letters) for run in runs)
    return [(words, found) for words, found in lines if words]


MAX_LETTERS = 20_000
"""On a page; those beyond are not looked at."""


def letters_of(
    textpage: pdfium.PdfTextPage, angles: Mapping[int, float]
) -> tuple[list[tuple[int, Letter]], bool]:
    """Return letters as drawn, each with the address of the thing drawn; and whether that is all.

    `angles` has the angle of the baseline, in radians, of each thing by pdfium's address of it.
    """
    found: list[tuple[int, Letter]] = []
    handle = textpage.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    matrix = raw.FS_MATRIX()
    for index in range(textpage.count_chars()):
        drawn = raw.FPDFText_GetTextObject(handle, index)
        angle = angles.get(address_of(drawn)) if drawn else None
        if angle is None or raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(handle, index)
        if not code or not raw.FPDFText_GetCharOrigin(handle, index, to_x, to_y):
            continue
        if len(found) >= MAX_LETTERS:
            return found, False
        scale = 1.0
        if raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = min(max(raw.FPDFText_GetFontSize(handle, index) * scale, 0.1), 9_999.0)
        if math.isfinite(x.value) and math.isfinite(y.value):
            char = chr(code) if code < 0x110000 else " "
            begin, end = _ink(textpage.get_charbox(index), (x.value, y.value), angle, size)
            letter = Letter(char, x.value, y.value, angle, size, begin, end)
            found.append((address_of(drawn), letter))
    return found, True


CAPITAL = 0.7
"""Height of a capital letter, as a share of the type's size."""
NEAR_HALF = 0.3
"""Near 45 degrees the frame of a letter does not tell its width from its height."""


def _ink(
    frame: Sequence[float], origin: tuple[float, float], angle: float, size: float
) -> tuple[float, float]:
    """Return where a letter's ink begins and ends along its baseline, from its upright frame."""
    across, up = frame[2] - frame[0], frame[3] - frame[1]
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    if abs(cos - sin) > NEAR_HALF:
        width = (across * cos - up * sin) / (cos * cos - sin * sin)
    else:
        width = (across + up) / (cos + sin) - CAPITAL * size
    width = min(max(width, 0.0), 1.5 * size)
    x, y = (frame[0] + frame[2]) / 2 - origin[0], (frame[1] + frame[3]) / 2 - origin[1]
    middle = x * math.cos(angle) + y * math.sin(angle)
    return middle - width / 2, middle + width / 2


WORD_GAP = 0.34
"""White space between words that have no space in the file, at least, in sizes of the type: a space
has 0.28, and the ink of letters has some white beside it."""
SAME_LINE = 0.5
"""How far off the baseline a letter of the same line may stand, as a share of the type's size."""
NEXT_LETTER = 6.0
"""How far on the next letter of a run may stand, in sizes of the type."""
BEND = math.radians(25)
"""By how much the next letter may be turned, as in a round stamp."""


@dataclass(slots=True)
class _Run:
    """Letters along one baseline, or along an arc."""

    letters: list[Letter] = field(default_factory=list)

    @property
    def turn(self) -> int:
        """The angle of its first letter in steps of three degrees."""
        return round(math.degrees(self.letters[0].angle) / 3) % 120

    @property
    def place(self) -> tuple[float, float]:
        """Where it begins: along the baseline, and off it."""
        return _along(self.letters[0], self.letters[0].angle)

    def takes(self, letter: Letter) -> bool:
        """Whether a letter that is drawn next goes on with this run."""
        last = self.letters[-1]
        bend = abs(math.remainder(letter.angle - last.angle, math.tau))
        if bend > BEND:
            return False
        begin, off = _along(last, last.angle)
        at, off_line = _along(letter, last.angle)
        size = max(last.size, letter.size)
        on = at - begin
        slack = SAME_LINE + (on / size) * math.tan(bend)
        return 0 <= on < NEXT_LETTER * size and abs(off_line - off) < slack * size

    def words(self) -> str:
        """Return its letters with the spaces that a reader sees."""
        gaps = [_gap(a, b) for a, b in zip(self.letters, self.letters[1:], strict=False)]
        inked = [
            gap
            for gap, a, b in zip(gaps, self.letters, self.letters[1:], strict=False)
            if not (a.char.isspace() or b.char.isspace())
        ]
        spaced = any(letter.char.isspace() for letter in self.letters)
        usual = max(0.0, median(inked)) if inked else 0.0
        least = max(0.6, 3 * usual) if spaced else max(WORD_GAP, 2 * usual)
        text = [self.letters[0].char]
        for gap, letter in zip(gaps, self.letters[1:], strict=True):
            text.append(f" {letter.char}" if gap > least else letter.char)
        return "".join(text)


def _along(letter: Letter, angle: float) -> tuple[float, float]:
    """Return where a letter begins along a direction, and how far off it to the left."""
    cos, sin = math.cos(angle), math.sin(angle)
    return letter.x * cos + letter.y * sin, letter.y * cos - letter.x * sin


def _gap(one: Letter, other: Letter) -> float:
    """Return the white space between two letters of a run, in sizes of the type."""
    on = math.hypot(other.x - one.x, other.y - one.y)
    return (on - one.end + other.begin) / max(one.size, other.size)


def _drawn_together(letters: Iterable[Letter]) -> list[_Run]:
    runs: list[_Run] = []
    for letter in letters:
        if not runs or not runs[-1].takes(letter):
            if letter.char.isspace():
                continue
            runs.append(_Run())
        runs[-1].letters.append(letter)
    return runs


def _merged(runs: list[_Run]) -> list[_Run]:
    """Join runs that stand on one baseline side by side, whatever order they were drawn in."""
    by_turn: dict[int, list[_Run]] = {}
    for run in runs:
        by_turn.setdefault(run.turn, []).append(run)
    return [run for turned in by_turn.values() for line in _lines(turned) for run in line]


def _lines(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Yield the runs of each baseline, those side by side joined."""
    runs.sort(key=lambda run: -run.place[1])
    while runs:
        first = runs[0]
        size = first.letters[0].size
        reach = first.place[1] - SAME_LINE * size
        count = next((n for n, run in enumerate(runs) if run.place[1] < reach), len(runs))
        line = sorted(runs[:count], key=lambda run: run.place[0])
        runs = runs[count:]
        joined = [line[0]]
        for run in line[1:]:
            last = joined[-1].letters[-1]
            begin, _ = _along(last, run.letters[0].angle)
            if run.place[0] - begin < NEXT_LETTER * size:
                joined[-1].letters.extend(run.letters)
            else:
                joined.append(run)
        yield joined
