"""Compare what OCR read with a person's transcription of the same paper.

A transcription is Markdown with marks: `{{signature}}`, `{{page:2}}`, `{{filled:9th}}` for what
was written into a form, `[Illegible]`. It may put things in another order than the page does, add
headings or notes of its own, and is held to be right only as far as it was checked. So each of its
paragraphs is looked for wherever it may stand, and those not found are counted apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from eval.edits import edits_anywhere

NOTES = re.compile(r"^#+\s*Document Notes\b", re.I | re.M)
"""What follows this heading is about the paper and not of it."""
FILLED = re.compile(r"\{\{filled:(.*?)\}\}", re.S)
MARK = re.compile(r"\{\{.*?\}\}|\{\w+\}|\[illegible\]|<[^>]*>", re.I | re.S)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
FORMAT = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+][ \t]|\|)[ \t]*|\*\*|__|[*|`\\]", re.M)
PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\xad\xa0", "''\"\"--- ")
SHORT = 20
"""Letters below which a paragraph could be found by chance."""
FOUND_WITHIN = 0.4
"""A paragraph with more edits than this a letter is held to be absent from the page."""


@dataclass(frozen=True, slots=True)
class TranscriptScore:
    """How far OCR agrees with a transcription; edits and letters are counted over paragraphs."""

    paragraphs: int
    found: int
    letters: int
    """Of the paragraphs found."""
    edits: int
    whole_letters: int
    whole_edits: int
    """Between the whole texts in their own order, additions on either side included."""

    @property
    def error_rate(self) -> float | None:
        """Edits a letter over the paragraphs found; None where none is."""
        return self.edits / self.letters if self.letters else None

    @property
    def whole_error_rate(self) -> float | None:
        """Edits a letter over the whole, whatever the order."""
        return self.whole_edits / self.whole_letters if self.whole_letters else None


def score_transcript(transcription: str, read: str) -> TranscriptScore:
    """Compare a transcription with what OCR read of the same pages."""
    found = plain_text(read)
    counted = [(text, edits_anywhere(text, found)) for text in paragraphs(transcription)]
    there = [(text, count) for text, count in counted if count <= FOUND_WITHIN * len(text)]
    whole = plain_text(FORMAT.sub("", _printed(transcription)))
    return TranscriptScore(
        len(counted),
        len(there),
        sum(len(text) for text, _ in there),
        sum(count for _, count in there),
        len(whole),
        Levenshtein.distance(whole, found),
    )


def paragraphs(transcription: str) -> Iterator[str]:
    """Yield the paragraphs, and the lines of lists, that are long enough to be looked for."""
    for piece in re.split(r"\n\s*\n|\n(?=\s*[-*+>|]\s)|  \n", _printed(transcription)):
        text = plain_text(FORMAT.sub("", piece))
        if len(text) >= SHORT:
            yield text


def plain_text(text: str) -> str:
    """Return a text on one line, with straight quotes and plain hyphens."""
    return " ".join(text.translate(PLAIN).split())


def _printed(transcription: str) -> str:
    """Leave out the marks and the transcriber's notes."""
    text = NOTES.split(transcription, maxsplit=1)[0]
    text = MARK.sub(" ", FILLED.sub(r"\1", text))
    return LINK.sub(r"\1", text)
