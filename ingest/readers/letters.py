"""Show letters as a reader sees them: wrong encodings mended, invisible signs gone, marks raised.

All readers of written formats use these, so that a figure reads the same in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ftfy import fix_encoding
from ftfy.fixes import fix_c1_controls

STRUCK = "it holds words that are struck out; they were not read"
"""The notice of such words."""
MISREAD = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|[\u0080-\u009f]"
)
"""UTF-8 that was read as Windows-1252 has these: a letter of a lead byte before one of another
byte. Or a byte of Windows-1252 that was read as Latin-1."""
CUT_QUOTE = re.compile("\u00e2\u20ac(?=[\\s.,;:!?)]|$)")
"""A closing quotation mark of which the last byte was lost, as it is where it has no letter."""
WELSH = str.maketrans(
    {"\u00b7": "\u0177", "\u00b5": "\u0175", "\u00b6": "\u0176", "\u00b4": "\u0174"}
)
CIRCUMFLEX = re.compile("\u00c5([\u00b4-\u00b7])")
"""The letters of Welsh with a circumflex, read wrongly; no text has these two signs together."""
UNSEEN = dict.fromkeys(
    map(
        ord,
        "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
        "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff",
    )
)
SEEN_AS: dict[int, str | None] = {**UNSEEN, ord("\u2011"): "-", ord("\u2010"): "-"}
"""Signs that no reader sees, and hyphens that look like the usual one."""


def mend(text: str) -> str:
    """Return a text with its letters as they were meant, without signs that are not seen."""
    if text.isascii():
        return text
    if MISREAD.search(text):
        text = CIRCUMFLEX.sub(lambda found: found[1].translate(WELSH), text)
        text = "\n".join(
            fix_c1_controls(fix_encoding(CUT_QUOTE.sub("\u201d", line)))
            if MISREAD.search(line)
            else line
            for line in text.split("\n")
        )
    return text.translate(SEEN_AS)


# What stands raised

PIECE = tuple[str, bool]
"""A piece of a line, and whether it stands raised."""
ORDINALS = frozenset({"st", "nd", "rd", "th"})
POWERS = frozenset({"2", "3"})
UNIT = re.compile(r"(?:^|[\s\d/(.,])(?:[mck]?m|ft|yd|in|miles?|metres?|feet)\s?$", re.I)
"""Ends with a unit of length, of which a raised 2 or 3 makes an area or a room."""
MILLIONS = re.compile(r"[\u00a3$\u20ac]\s?[\d,.]+\s?m\s?$", re.I)
NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{2,4})(?:\s?[,\u2013-]\s?\d{1,3})*[\])]?")
RAISED_LETTERS = str.maketrans(
    "0123456789abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)


def join_pieces(pieces: Iterable[PIECE]) -> str:
    """Return a line from its pieces; a note's raised mark stands apart from what is before it.

    So no figure takes in the mark: £50 with a raised 3 is "£50 ³". The 2 of m² and the letters of
    21st stay.
    """
    line = ""
    marked = False
    for text, raised in _runs_of(pieces):
        if raised:
            shown = raise_text(line, text)
            marked = shown != text and not _is_power(line, text.strip())
            line += shown
            continue
        line += f" {text}" if marked and text[0].isalnum() else text
        marked = False
    return line


def raise_text(before: str, text: str) -> str:
    """Return raised text as it is to stand after the text before it on its line."""
    mark, lead = text.strip(), before[-24:]
    last = lead[-1:]
    if not mark or (mark.lower() in ORDINALS and last.isdigit()):
        return text
    if _is_power(lead, mark):
        return mark.translate(RAISED_LETTERS)
    if not NOTE_MARK.fullmatch(mark) or (mark.isalpha() and last.isalpha()):
        return text
    shown = mark if mark[0] in "[(" else mark.translate(RAISED_LETTERS)
    space = "" if not last or last.isspace() or last in "([\u201c\u2018" else " "
    return space + shown + (" " if text[-1:].isspace() else "")


def _is_power(before: str, mark: str) -> bool:
    lead = before[-24:]
    return mark in POWERS and bool(UNIT.search(lead)) and not MILLIONS.search(lead)


def note_mark(mark: str) -> str:
    """Return the mark of a note, raised, as it stands before the note's text."""
    return mark.translate(RAISED_LETTERS) if NOTE_MARK.fullmatch(mark) else mark


def _runs_of(pieces: Iterable[PIECE]) -> Iterable[PIECE]:
    """Join neighbours that are raised alike: a mark may be written in several runs."""
    held: PIECE | None = None
    for text, raised in pieces:
        if not text:
            continue
        if held is not None and held[1] == raised:
            held = (held[0] + text, raised)
            continue
        if held is not None:
            yield held
        held = (text, raised)
    if held is not None:
        yield held


# Boxes to tick

TICKED = "\u2612"
EMPTY = "\u2610"
BOXES = {
    TICKED: f"{TICKED} (ticked)",
    "\u2611": "\u2611 (ticked)",
    EMPTY: f"{EMPTY} (not ticked)",
}
"""What is said beside a box, since "Yes" stands beside the empty box too."""
BOX = re.compile("[\u2610-\u2612](?!\\s?\\((?:not )?ticked\\))")


def name_boxes(text: str) -> str:
    """Return a text in which each box says whether it is ticked."""
    return BOX.sub(lambda box: BOXES[box[0]], text) if BOX.search(text) else text


# Letters of symbol fonts

SYMBOL_LETTERS = {
    "wingdings": {
        **dict.fromkeys((0x6F, 0x71, 0xA8, 0x72, 0x70), EMPTY),
        **dict.fromkeys((0x78, 0xFD), TICKED),
        **dict.fromkeys((0xFE,), "\u2611"),
        **dict.fromkeys((0xFC,), "\u2713"),
        **dict.fromkeys((0xFB,), "\u2717"),
        **dict.fromkeys((0xE0, 0xE8, 0xF0), "\u2192"),
    },
    "wingdings 2": {
        **dict.fromkeys((0xA3, 0x2A, 0x30), EMPTY),
        **dict.fromkeys((0x53, 0x54, 0x78), TICKED),
        **dict.fromkeys((0x52,), "\u2611"),
        **dict.fromkeys((0x50,), "\u2713"),
        **dict.fromkeys((0x4F,), "\u2717"),
    },
    "symbol": {
        0xA3: "\u2264", 0xB3: "\u2265", 0xB0: "\u00b0", 0xB1: "\u00b1", 0xB4: "\u00d7",
        0x2D: "\u2212", 0xD6: "\u221a", 0xBB: "\u2248", 0xB9: "\u2260", 0x6D: "\u00b5",
        0xA2: "\u2032", 0xAE: "\u2192", 0x44: "\u0394", 0x53: "\u03a3",
    },
}  # fmt: skip
"""By font: its letters that are signs which papers use, as the letters of Unicode."""
BULLET = "\u2022"


def symbols(text: str, font: str) -> str:
    """Return what letters of a symbol font show; one that is not known is a bullet."""
    known = SYMBOL_LETTERS.get(font.lower(), {})
    return "".join(char if char.isspace() else known.get(ord(char) & 0xFF, BULLET) for char in text)


def is_symbol_font(font: str) -> bool:
    """Whether a font shows signs in place of letters."""
    return font.lower() in SYMBOL_LETTERS or font.lower() in ("webdings", "wingdings 3")
