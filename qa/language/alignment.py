"""Where a quote stands in a text, whatever white space, hyphens and quote marks lie between.

Only letters and digits are compared, without case, so that a line break, a hyphen at a line's
end (pdfium gives U+FFFE for it), a curly quote or a ligature never hides a quote.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import takewhile

PART_LETTERS = 24
"""Letters a part must have to be marked on its own; about five words, so never a chance match."""


def find_quote(text: str, quote: str) -> list[tuple[int, int]]:
    """Return the half-open spans of `text` on which the quote stands, in order.

    A quote of which only part is here (it runs over a page, or a running header cuts it)
    gives the parts that are; nothing of it gives an empty list.
    """
    letters, places = _letters(text)
    wanted, _ = _letters(quote)
    if not wanted:
        return []
    whole = _first_at_a_word(letters, places, text, wanted)
    if whole is not None:
        return [_with_marks(text, quote.strip(), *_span(places, whole, len(wanted)))]
    return _join([_span(places, start, size) for start, size in _parts(letters, quote)], text)


def find_words(text: str, words: str) -> list[tuple[int, int]]:
    """Return the half-open spans of `text` on which the words stand, each time that they do.

    They stand where a word begins: "allot" is found in "allotments", "lot" is not.
    """
    wanted, _ = _letters(words)
    if not wanted:
        return []
    letters, places = _letters(text)
    spans = []
    start = letters.find(wanted)
    while start >= 0:
        before = places[start] - 1
        if before < 0 or not text[before].isalnum():
            spans.append(_with_marks(text, words.strip(), *_span(places, start, len(wanted))))
            start += len(wanted) - 1
        start = letters.find(wanted, start + 1)
    return spans


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits alone, without case, and where each stands."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isascii():
            if char.isalnum():
                letters.append(char.lower())
                places.append(place)
            continue
        for part in unicodedata.normalize("NFKD", char).casefold():
            if part.isalnum():
                letters.append(part)
                places.append(place)
    return "".join(letters), places


def _first_at_a_word(letters: str, places: list[int], text: str, wanted: str) -> int | None:
    """Return where `wanted` stands first, at the edges of words if it does so anywhere."""
    first = start = letters.find(wanted)
    while start >= 0:
        before, after = places[start] - 1, places[start + len(wanted) - 1] + 1
        inside_a_word = (before >= 0 and text[before].isalnum()) or (
            after < len(text) and text[after].isalnum()
        )
        if not inside_a_word:
            return start
        start = letters.find(wanted, start + 1)
    return first if first >= 0 else None


def _parts(letters: str, quote: str) -> list[tuple[int, int]]:
    """Return (start, length) of the longest runs of the quote's words that are here."""
    words = [_letters(word)[0] for word in quote.split()]
    parts: list[tuple[int, int]] = []
    here = first = 0
    while first < len(words):
        last = _longest_run(letters, words, first)
        run = "".join(words[first:last])
        if len(run) < PART_LETTERS:
            first += 1
            continue
        start = letters.find(run, here)
        start = start if start >= 0 else letters.find(run)
        parts.append((start, len(run)))
        here, first = start + len(run), last
    return parts


def _longest_run(letters: str, words: list[str], first: int) -> int:
    """Return the end of the longest run of words from `first` that is here, by halving."""
    low, high = first, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if "".join(words[first:middle]) in letters:
            low = middle
        else:
            high = middle - 1
    return low


def _span(places: list[int], start: int, size: int) -> tuple[int, int]:
    return places[start], places[start + size - 1] + 1


def _with_marks(text: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the marks at the quote's ends: a pound sign, brackets, a full stop."""
    marks = _count_marks(quote)
    while start > 0 and marks and _is_mark(text[start - 1]):
        start, marks = start - 1, marks - 1
    marks = _count_marks(reversed(quote))
    while end < len(text) and marks and _is_mark(text[end]):
        end, marks = end + 1, marks - 1
    return start, end


def _count_marks(chars: Iterable[str]) -> int:
    """Return how many stand before the first letter; some signs hold letters, such as № and ℃."""
    return sum(1 for _ in takewhile(lambda char: not _letters(char)[0], chars))


def _is_mark(char: str) -> bool:
    return not (char.isalnum() or char.isspace())


def _join(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Put the spans in order, and make one of those with no letter between them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not any(char.isalnum() for char in text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
