"""Find letters that a font does not name: the file says which shape to draw, not which letter.

They come out as control characters, as code points for private use, or as other letters than those
seen. A single sign of this kind is a bullet, a tick or an arrow, and the fonts of such signs are
known. What is left is taken out of the text; OCR may read it from the picture.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pypdfium2.raw as raw

from ingest.readers.pdf.sight.edits import Edits, things_of
from ingest.readers.pdf.words import Characters, by_address

UNNAMED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\uffff\ue000-\uf8ff]")
"""Stands for a letter that a font does not name."""
FEW_LETTERS = 40
GARBLED_SHARE = 0.1
"""More letters of this kind, and a greater share of the page's, leave too little to read."""
FONT_SHARE = 0.06
"""Share of a font's letters from which on it names none: in text in a shifted code, only spaces,
digits and stops come out as control characters."""
SYMBOL, WINGDINGS = "symbol", "wingdings"
SIGNS = {
    SYMBOL: {
        0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xAB: "↔", 0xAC: "←",
        0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xDE: "⇒", 0xD6: "√",
    },
    WINGDINGS: {
        0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐",
        0x6E: "■", 0xA7: "▪", 0x6C: "●", 0xE8: "→", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓",
        0xE9: "↑", 0xEA: "↓", 0xE7: "←", 0xF0: "⇒", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹",
    },
}  # fmt: skip
"""By the fonts' own codes, which come out as U+F000 and the code (the fonts' published tables)."""
BULLET = "•"
UNKNOWN = "\ufffd"
"""Stands for a letter within a word that has no name."""
WORD = re.compile(r"[^ \t\r\n]*[^\W\d_][^ \t\r\n]*")


@dataclass(slots=True)
class Unnamed:
    """What of a page's text is in letters that no font names."""

    edits: Edits = field(default_factory=dict)
    """What stands in place of each letter: a sign, or nothing."""
    lost: list[int] = field(default_factory=list)
    """The places of letters that are left out."""
    broken: list[int] = field(default_factory=list)
    """The places of the letters of words within which one has no name, such as "fi" joined."""
    coded: bool = False
    """Whether all letters of the page are others than those seen."""
    whole: bool = False
    """Whether so much is lost that the page as a whole cannot be read."""


def find_unnamed(text: str, chars: Characters) -> Unnamed:
    """Return the letters of a page that no font names.

    Most pages take a search of the text, and a look at the ends of each line.
    """
    coded = is_in_code(text)
    found = Unnamed(coded=coded, whole=coded)
    if UNNAMED.search(text) is None and not _ends_unnamed(text, chars):
        return found
    things = things_of(text, chars)
    fonts = {thing: font_of(thing) or 0 for thing in set(things.values())}
    unnamed = _unnamed(text, chars, things, fonts)
    named: dict[int, str] = {}
    letters, without, words = Counter[int](), Counter[int](), set[int]()
    for place, thing in things.items():
        font = fonts[thing]
        letters[font] += 1
        if place in unnamed:
            without[font] += 1
            if font not in named:
                named[font] = _name(chars, chars.index(place))
            if place + 1 in unnamed and fonts[things[place + 1]] == font:
                words.add(font)
    bad = {
        font
        for font in words
        if without[font] > FONT_SHARE * letters[font] and not _is_of_signs(named[font])
    }
    for place, thing in things.items():
        font = fonts[thing]
        if font in bad:
            found.lost.append(place)
        elif place in unnamed:
            found.edits[place] = sign_of(text[place], named[font]) or _sign(text, place)
    lost = set(found.lost)
    for match in UNNAMED.finditer(text):
        found.edits.setdefault(match.start(), "")  # letters that pdfium made
    found.edits.update(dict.fromkeys(found.lost, ""))
    for word in WORD.finditer(text):
        places = range(*word.span())
        inner = [at for at in places if found.edits.get(at) == "" and at not in lost]
        if inner and len(inner) < len(places):
            found.broken.extend(places)
            found.edits.update(dict.fromkeys(inner, UNKNOWN))
    if len(found.lost) > max(FEW_LETTERS, GARBLED_SHARE * len(text)):
        found.whole = True
    return found


def _unnamed(
    text: str, chars: Characters, things: Mapping[int, int], fonts: Mapping[int, int]
) -> set[int]:
    """Return the places of letters without a name.

    Where a font gives no names at all, the codes of its letters come out. They often are the
    letters seen; they are not where they make no words.
    """
    found = {place for place in things if UNNAMED.match(text[place])}
    codes: dict[int, list[int]] = {}
    for place, thing in things.items():
        if place not in found and has_no_name(chars.address, chars.index(place)) == 1:
            codes.setdefault(fonts[thing], []).append(place)
    for places in codes.values():
        if not _make_words("".join(text[place] for place in places)):
            found.update(places)
    return found


FEWEST = 12
"""Letters from which on it is told how often each stands."""
SIGNS_SHARE = 0.3
"""Share of signs among letters, from which on these make no words."""


def _make_words(codes: str) -> bool:
    small = codes.lower()
    letters = sum(char.isalpha() for char in small)
    if len(small) >= FEWEST and sum(char.isalnum() for char in small) < (1 - SIGNS_SHARE) * len(
        small
    ):
        return False
    return letters < FEWEST or sum(map(small.count, COMMON)) >= COMMON_SHARE * letters


def _ends_unnamed(text: str, chars: Characters) -> bool:
    """Whether a line begins or ends with a letter that its font does not name."""
    position = 0
    for piece in text.split("\r\n"):
        if content := piece.strip():
            first = position + len(piece) - len(piece.lstrip())
            for place in (first, first + len(content) - 1):
                index = chars.index(place)
                if index >= 0 and has_no_name(chars.address, index) == 1:
                    return True
        position += len(piece) + 2
    return False


has_no_name = by_address(raw.FPDFText_HasUnicodeMapError)
font_of = by_address(raw.FPDFTextObj_GetFont)


def _is_of_signs(font: str) -> bool:
    return any(name in font for name in (*SIGNS, "webdings", "dingbats"))


def _name(chars: Characters, index: int) -> str:
    room = ctypes.create_string_buffer(128)
    if index < 0:
        return ""
    raw.FPDFText_GetFontInfo(chars.raw, index, room, len(room), None)
    return room.value.decode("latin-1").lower().replace(" ", "")


def sign_of(char: str, font: str) -> str | None:
    """Return the sign that a code of a font of signs stands for, if that is known."""
    for name, signs in SIGNS.items():
        if name in font:
            return signs.get(ord(char) & 0xFF)
    return SIGNS[SYMBOL].get(0xB7) if ord(char) == 0xF0B7 else None


def _sign(text: str, place: int) -> str:
    """Return a bullet for a sign by itself or before a line's first word; nothing for any other."""
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if not before.strip() and not after.strip():
        return BULLET
    opens = before in ("", "\n") and (after.isupper() or after.isdecimal() or after == "(")
    return f"{BULLET} " if opens else ""


COMMON = "etaoinsrhldu"
"""The letters that make some 80 of 100 in English, some 70 in Welsh, 60 and more in the other
languages of Europe."""
COMMON_SHARE = 0.55
LEAST_LETTERS = 200
LONG_WORD = re.compile("[a-z]{5,}")


def is_in_code(text: str) -> bool:
    """Whether a page's letters are others than those seen, by how often each stands."""
    small = text.lower()
    letters = sum(map(small.count, "abcdefghijklmnopqrstuvwxyz"))
    if letters < LEAST_LETTERS or 2 * letters < len(small) - small.count(" "):
        return False
    if sum(map(small.count, COMMON)) >= COMMON_SHARE * letters:
        return False
    words = "".join(LONG_WORD.findall(small))  # a list of postcodes has none
    return len(words) >= LEAST_LETTERS and sum(map(words.count, COMMON)) < COMMON_SHARE * len(words)
