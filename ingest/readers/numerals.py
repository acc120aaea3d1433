"""Write list numbers in the forms that Word and HTML know."""

from __future__ import annotations

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MAX_ROMAN = 3_999
MAX_LETTER = 520
BULLET = "•"


def letters(count: int) -> str:
    """Return the count as a letter: a to z, then aa, bb and so on as Word does."""
    if not 0 < count <= MAX_LETTER:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """Return the count in small Roman numerals."""
    if not 0 < count <= MAX_ROMAN:
        return str(count)
    written = ""
    for value, sign in ROMAN:
        times, count = divmod(count, value)
        written += sign * times
    return written
