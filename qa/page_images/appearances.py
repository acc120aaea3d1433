"""Draw the notes and fields of a PDF that say what they show, but hold no drawing of it.

Programs that fill in forms often leave the drawing to whoever opens the file; so do some that type
notes on a page. A person sees them, so the copy must show them too. Letters that Helvetica has not
are drawn without their accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

MAX_NOTES = 5_000
"""On a page; those beyond are left as they are."""
MAX_LETTERS = 20_000
"""Of one note or field."""
_HIDDEN = 1 << 1 | 1 << 5
"""Flags of an annotation that is not shown (ISO 32000-1, table 165)."""
_PASSWORD, _MULTILINE = 1 << 13, 1 << 12
"""Flags of a field (ISO 32000-1, table 228)."""
_LETTER = 0.52
"""The width of a letter of Helvetica on average, in sizes of the type, and a little more."""
_LEADING = 1.2
_LARGEST, _SMALLEST = 12.0, 4.0
"""Points of the type in a field that leaves the size to the program."""
_SIZE = re.compile(r"([\d.]+)\s+Tf")
_MARGIN = 2.0


def draw_missing(pdf: Pdf) -> bool:
    """Draw what notes and fields hold and do not draw; return whether there was any."""
    form: Any = pdf.Root.get(Name.AcroForm)
    wanted = isinstance(form, Dictionary) and bool(form.get(Name.NeedAppearances))
    some = False
    for page in pdf.pages:
        notes: Any = page.obj.get(Name.Annots)
        for index in range(min(len(notes), MAX_NOTES) if isinstance(notes, Array) else 0):
            note = notes[index]
            if isinstance(note, Dictionary) and not _number(note.get(Name.F)) & _HIDDEN:
                some |= _draw(pdf, note, form, wanted=wanted)
    if wanted:
        del form[Name.NeedAppearances]
    return some


def _draw(pdf: Pdf, note: Dictionary, form: Any, *, wanted: bool) -> bool:
    kind, drawn = note.get(Name.Subtype), _is_drawn(note)
    frame = _frame(note)
    if frame is None:
        return False
    if kind == Name.StrikeOut and not drawn:
        note.AP = Dictionary(N=_stream(pdf, frame, _lines_through(note, frame)))
        return True
    if kind == Name.FreeText and not drawn:
        words = _text(note.get(Name.Contents))
    elif kind == Name.Widget and (wanted or not drawn):
        field = {key: _inherited(note, key) for key in ("/FT", "/V", "/Ff", "/DA")}
        if field["/FT"] not in (Name.Tx, Name.Ch) or _number(field["/Ff"]) & _PASSWORD:
            return False
        words = _text(field["/V"])
    else:
        return False
    if not words.strip():
        return False
    style = _inherited(note, "/DA") or (form.get(Name.DA) if isinstance(form, Dictionary) else None)
    several = kind == Name.FreeText or _number(_inherited(note, "/Ff")) & _MULTILINE
    content = _typed(words, frame, _size(style), several=bool(several))
    note.AP = Dictionary(N=_stream(pdf, frame, content))
    return True


def _is_drawn(note: Dictionary) -> bool:
    drawn = note.get(Name.AP)
    return isinstance(drawn, Dictionary) and Name.N in drawn


def _frame(note: Dictionary) -> tuple[float, float, float, float] | None:
    held = note.get(Name.Rect)
    try:
        x1, y1, x2, y2 = (float(edge) for edge in held or ())
    except (TypeError, ValueError):
        return None
    left, bottom, right, top = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
    small = 1 < right - left < 1e5 and 1 < top - bottom < 1e5
    return (left, bottom, right, top) if small else None


def _inherited(note: Dictionary, key: str) -> Any:
    """Return what a field has under a key, or those above it."""
    held: Any = note
    for _ in range(20):
        if not isinstance(held, Dictionary):
            return None
        if key in held:
            return held.get(key)
        held = held.get(Name.Parent)
    return None


def _text(value: Any) -> str:
    return str(value)[:MAX_LETTERS] if isinstance(value, String) else ""


def _number(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        return 0


def _size(style: Any) -> float:
    """Return the size of the type in points; 0 where the program may choose."""
    match = _SIZE.search(str(style)) if isinstance(style, String) else None
    try:
        return min(float(match[1]), 100.0) if match else 0.0
    except ValueError:
        return 0.0


def _typed(
    words: str, frame: tuple[float, float, float, float], size: float, *, several: bool
) -> bytes:
    """Return what writes words into a frame, smaller where they do not fit."""
    across, up = frame[2] - frame[0] - 2 * _MARGIN, frame[3] - frame[1]
    size = size or (_LARGEST if several else min(_LARGEST, 0.7 * up))
    while True:
        lines = list(_wrapped(words, max(1, int(across / (size * _LETTER))), several=several))
        fits = len(lines) * size * _LEADING <= up and all(
            len(line) * size * _LETTER <= across for line in lines
        )
        if fits or size <= _SMALLEST:
            break
        size = max(_SMALLEST, size * 0.9)
    top = up - size if several else (up - size) / 2 + 0.2 * size
    written = [b"q BT /F %.2f Tf 0 g %.2f TL %.2f %.2f Td" % (size, size * _LEADING, _MARGIN, top)]
    written += [b"<%s> Tj T*" % _encoded(line).hex().encode("ascii") for line in lines]
    return b"\n".join([*written, b"ET Q"])


def _wrapped(words: str, most: int, *, several: bool) -> Iterator[str]:
    """Yield lines of so many letters at most, cut between words; one where no more are wanted."""
    if not several:
        yield " ".join(words.split())
        return
    for paragraph in words.splitlines():
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > most:
                yield line
                line = word
            else:
                line = f"{line} {word}" if line else word
        yield line


def _encoded(line: str) -> bytes:
    found = bytearray()
    for char in line:
        try:
            found += char.encode("cp1252")
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore")
            found += plain or b"?"
    return bytes(found)


def _lines_through(note: Dictionary, frame: tuple[float, float, float, float]) -> bytes:
    """Return what draws a line through each piece that an annotation strikes."""
    held = note.get(Name.QuadPoints)
    try:
        corners = [float(edge) for edge in held or ()]
    except (TypeError, ValueError):
        corners = []
    left, bottom, right, top = frame
    if len(corners) < 8:
        corners = [left, top, right, top, left, bottom, right, bottom]
    lines = [b"q 0.8 0 0 RG 1 w"]
    for at in range(0, min(len(corners) - 7, 8 * MAX_NOTES), 8):
        xs, ys = corners[at : at + 8 : 2], corners[at + 1 : at + 8 : 2]
        height = (min(ys) + max(ys)) / 2 - bottom
        lines.append(
            b"%.2f %.2f m %.2f %.2f l S" % (min(xs) - left, height, max(xs) - left, height)
        )
    return b"\n".join([*lines, b"Q"])


def _stream(pdf: Pdf, frame: tuple[float, float, float, float], content: bytes) -> Any:
    made = Stream(pdf, content)
    made.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(frame[2] - frame[0], 2), round(frame[3] - frame[1], 2)]),
        Resources=Dictionary(
            Font=Dictionary(
                F=Dictionary(
                    Type=Name.Font,
                    Subtype=Name.Type1,
                    BaseFont=Name.Helvetica,
                    Encoding=Name.WinAnsiEncoding,
                )
            )
        ),
    )
    return pdf.make_indirect(made)
