"""Read the number or letter with which a line begins, whatever its form.

`C 11/069`, `24.03.05`, `article 19`, `(iv)`, `2839.`, `6A` are marks. A mark is read into a
*frame*, the part of it that stays the same from item to item, and a *count*, the part that goes
up. Some marks bear several readings: `142/20` may count its first part or its last, `i)` may be a
letter or a Roman number. Which reading is right shows only beside the other marks of the paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.dates import MONTH

LEAD = re.compile(r"[\s>]*(?:#{1,6}\s+|[*†•]\s+(?=[\dA-Z]{1,4}[\d./)]))?(?P<bold>(?:\*\*|__)\s*)?")
"""Signs before a mark: of Markdown, or of a key decision."""
NUMBER = re.compile(
    r"(?P<open>\()?"
    r"(?:(?P<word>(?!(?-i:(?!ITEM|EITEM)[A-Z]{3,5})\s)"
    r"[^\W\d_]{3,12}(?:[ ][^\W\d_]{2,8})?(?:[ ]no\.?)?)\s+)?"
    r"(?P<prefix>(?-i:[A-Z]{1,5}[a-z]{0,4}\.?(?:\s?[/.-]\s?|\s)?|[a-z]{1,3}/))?"
    r"(?P<digits>\d{1,4}(?:\s?/\s?\d{1,4}|[.-]\d{1,4}){0,5})"
    r"(?P<suffix>(?-i:[A-Z]|[a-z])(?![^\W\d_]))?"
    r"(?P<close>\)|\\?[.:)]|\s?[-–—](?=\s))?"
    r"(?:(?P<bare>\W*$)|(?=\s|\*|[A-Z“‘'\"(])|(?<=[.)])(?=[^\W\d_]))",
)
LETTER = re.compile(
    r"(?P<open>\()?(?:(?P<roman>[ivxl]{1,6}|[IVXL]{1,6})|(?P<letter>[A-Za-z]))(?P<close>\\?\)|\\?\.(?!\w\.))"
    r"(?:(?P<bare>\W*$)|(?=\s|\*)|(?<=\))(?=[A-Z]))"
)
NO_MARK = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\b|[ap]\.?m\b|noon\b|hours\b|%|{MONTH}\b|\d{{1,3}}(?:,\d{{3}})+)",
    re.I,
)
"""What follows a number that is a day, a time or a sum."""
DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d$")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a mark: what stays the same, and what counts."""

    frame: str
    count: int
    suffix: int = 0
    """The place of a letter behind the count: 1 for the A of 6A; 0 without one."""
    stem: tuple[int, ...] = ()
    """The numbers before the count, which a level above counts."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark at the start of a line."""

    printed: str
    """Without the words and the closing signs around it; brackets are kept."""
    readings: tuple[Reading, ...]
    end: int
    """Where in the line the words after it begin."""
    style: str
    """One of: number, dotted, slashed, prefixed, letter, roman."""
    closed: str
    """The sign that closes it, `()` where it is in brackets; empty without one."""
    worded: bool = False
    """Whether a word such as item or article stands before it."""
    bold: bool = False
    """Whether Markdown's sign for bold type opens before it and does not close in it."""
    indent: int = 0
    """White space before it, in letters."""

    @property
    def letters(self) -> bool:
        """Whether it is a letter or a Roman number."""
        return self.style in ("letter", "roman")


def read_mark(text: str, indent: int = 0) -> Mark | None:
    """Return the mark with which a line begins, or None. `indent`: white space cut off before."""
    lead = LEAD.match(text)
    start = lead.end() if lead else 0
    bold = bool(lead and lead["bold"])
    indent += len(text) - len(text.lstrip(" \t>"))
    if (match := LETTER.match(text, start)) and (mark := _letter(match, bold, indent)):
        return mark
    match = NUMBER.match(text, start)
    if match is None or NO_MARK.match(text[match.end() :].lstrip()):
        return None
    return _number(match, bold, indent)


def _number(match: re.Match[str], bold: bool, indent: int) -> Mark | None:
    digits = re.sub(r"\s", "", match["digits"])
    if DATE.fullmatch(digits) or (match["open"] and match["close"] != ")"):
        return None
    word, prefix = (match["word"] or "").lower(), match["prefix"] or ""
    if re.fullmatch(r"[A-Z][a-z]+\.\s", prefix):  # a word cut short: "Min. 23", "No. 4"
        word, prefix = f"{word} {prefix}".strip().lower(), ""
    close = "()" if match["open"] else (match["close"] or "").strip().lstrip("\\")
    parts = [(int(part[0]), part.start(), part.end()) for part in re.finditer(r"\d+", digits)]
    label = f"{word}|{prefix.strip()}|"
    group = close if close in ("()", ")") else "."
    suffix = match["suffix"] or ""
    place = ord(suffix.lower()) - 96 if suffix else 0
    label = f"{_depth(indent)}{label}"
    readings = [_counting(digits, parts, len(parts) - 1, label, group, place)]
    if len(parts) == 2 and ("/" in digits or digits.endswith(".0")) and not suffix:
        readings.append(_counting(digits, parts, 0, label, group, 0))
    style = "number"
    if len(parts) > 1:
        style = "slashed" if "/" in digits else "dotted"
    if prefix:
        style = "prefixed"
    printed = f"{prefix}{digits}{suffix}" if not match["open"] else f"({prefix}{digits}{suffix})"
    return Mark(
        printed, tuple(readings), match.end(), style, close, bool(word), bold=bold, indent=indent
    )


def _counting(
    digits: str,
    parts: list[tuple[int, int, int]],
    which: int,
    label: str,
    group: str,
    suffix: int,
) -> Reading:
    count, start, end = parts[which]
    frame = f"{label}{digits[:start]}*{digits[end:]}|{group}"
    stem = tuple(part[0] for part in parts[:which])
    return Reading(frame, count, suffix, stem)


def _letter(match: re.Match[str], bold: bool, indent: int) -> Mark | None:
    text = match["roman"] or match["letter"]
    close = match["close"].lstrip("\\")
    group = "()" if match["open"] and close == ")" else close
    if match["open"] and close != ")":
        return None
    case, depth = "A" if text.isupper() else "a", _depth(indent)
    readings = []
    if len(text) == 1:
        readings.append(Reading(f"{depth}{case}|{group}", ord(text.lower()) - 96))
    value = roman_value(text.lower()) if match["roman"] else None
    if value:
        readings.append(Reading(f"{depth}{'I' if case == 'A' else 'i'}|{group}", value))
    if not readings:
        return None
    style = "roman" if value and len(text) > 1 else "letter"
    printed = {"()": f"({text})", ")": f"{text})"}.get(group, text)
    return Mark(printed, tuple(readings), match.end(), style, group, bold=bold, indent=indent)


def _depth(indent: int) -> str:
    """Return a sign for how deep a mark is set in, so that lists within lists are apart."""
    return "" if indent < 2 else ">" if indent < 5 else ">>"


def roman_value(text: str) -> int | None:
    """Return the value of a Roman number in small letters, up to 89; None if it is none."""
    if not re.fullmatch(r"(?:x[lx]|l?x{0,3})?(?:i[xv]|v?i{0,3})", text) or not text:
        return None
    values = [ROMAN[letter] for letter in text]
    return sum(
        -value if any(later > value for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )
