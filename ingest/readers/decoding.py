"""Tell in which encoding a text is, and decode it."""

from __future__ import annotations

import codecs

UNREAD = "\ufffd"
"""Stands for a character that could not be read."""


def decode(data: bytes) -> tuple[str, int]:
    """Return the text and how many characters of it could not be read (shown as U+FFFD).

    UTF-16 by its mark or its zero bytes; UTF-8 where most of what is not ASCII fits it, so that
    one damaged byte does not spoil a paper; else Windows-1252.
    """
    encoding = _wide_encoding(data)
    if encoding is None:
        text = data.decode("utf-8-sig", "replace")
        unread = text.count(UNREAD) - data.count(b"\xef\xbf\xbd")
        if unread == 0 or sum(char > "\x7f" for char in text) > 2 * unread:
            return text, unread
        encoding = "cp1252"
    text = data.decode(encoding, "replace")
    return text, text.count(UNREAD)


SAMPLE = 4_096


def _wide_encoding(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:SAMPLE]
    half = max(1, len(sample) // 2)
    # In UTF-16 every second byte of English text is zero.
    if sample[1::2].count(0) > 0.4 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def unread_notices(count: int) -> tuple[str, ...]:
    """Return the notice of so many characters that could not be read; none for 0."""
    return (f"{count:,} of its characters could not be read",) if count else ()


WHITE = frozenset("\t\n\v\f\r")
MAX_CONTROL_SHARE = 0.02
"""Among the characters of a text; random bytes have 0.1."""


def looks_like_text(data: bytes) -> bool:
    """Whether bytes, such as the start of a file, are text in a known encoding."""
    text, unread = decode(data)
    controls = sum(char < " " and char not in WHITE for char in text)
    return controls + unread <= max(1, MAX_CONTROL_SHARE * len(text))
