"""Words that stand in a PDF's text and that nobody sees on its page: a redaction that failed.

A box, a picture or a note drawn over words does not take them out of the file, nor does type in
the colour of what it stands on. Which words may be hidden is told by frames and colours; whether
they are is told by drawing the page with and without them: where nothing changes, nothing shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_characters import Characters
from ingest.readers.pdf_covers import Drawn, look_over
from ingest.readers.pdf_looks import Letter, Looks, address_of
from ingest.readers.pdf_suspects import Suspect, find_suspects
from ingest.readers.pdf_unseen import letter_places, marked_places, noted, places_on_scan
from qa.pages import Frame

MARK = "\u2588"
"""Stands where a box on the page does: it is what a reader sees there."""
NOTHING = "\ufdd0"
"""Stands for each further letter under that box, and is written nowhere; no text holds it."""
LETTER = re.compile("[^\\s\ufffe]")
BETWEEN = re.compile("[ \\t\ufffe]*")
"""What may stand between hidden letters of one run."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The places in a page's text of letters that are not seen on it."""

    boxed: frozenset[int] = frozenset()
    """Where a reader sees a box."""
    blank: frozenset[int] = frozenset()
    """Where a reader sees nothing but paper."""
    places: tuple[Frame, ...] = ()
    """Where on the page the file holds what is not seen there, letters or not."""
    marked: bool = False
    """Whether parts of the page are marked to be taken out, which was not done."""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.boxed or self.blank)


def find_hidden(
    page: pdfium.PdfPage, text: str, chars: Characters, *, scanned: bool = False
) -> Hidden:
    """Return which letters of a page's text cannot be seen on it, and what else is not."""
    drawn = look_over(page)
    boxed, blank = _find_letters(page, text, chars, drawn)
    marked = list(marked_places(drawn))
    over_scan = places_on_scan(drawn, page.get_size()) if scanned else ()
    letters = letter_places(text, sorted(boxed | blank), chars)
    return Hidden(boxed, blank, noted([*marked, *over_scan, *letters]), bool(marked))


def _find_letters(
    page: pdfium.PdfPage, text: str, chars: Characters, drawn: Drawn
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the places of hidden letters: where a box is seen, and where only paper is."""
    suspects = {address_of(suspect.handle): suspect for suspect in find_suspects(drawn)}
    letters = list(_letters(text, chars, suspects)) if suspects else []
    if not letters:
        return frozenset(), frozenset()
    looks = Looks(page, letters, drawn)
    hidden = {place for place, letter in looks.letters.items() if looks.is_hidden(letter)}
    hidden |= looks.blacked_out(text, chars.textpage)
    # What is cut off as well as covered was left behind by a spreadsheet, and is no redaction.
    suspect = {place: address_of(looks.letters[place].suspect.handle) for place in hidden}
    bare = {suspect[place] for place in hidden if looks.is_blank(looks.letters[place])}
    blank = {place for place in hidden if suspect[place] in bare}
    return frozenset(hidden - blank), frozenset(blank)


def leave_out(text: str, hidden: Hidden) -> str:
    """Return the text, of the same length, without what is hidden; a mark stands for a box."""
    left = list(text)
    for place in hidden.blank:
        left[place] = " "
    for run in _runs(text, sorted(hidden.boxed)):
        left[run.start : run.stop] = MARK + NOTHING * (len(run) - 1)
    return "".join(left)


def _runs(text: str, places: Sequence[int]) -> Iterator[range]:
    """Yield the runs of hidden letters, the spaces between them included."""
    start: int | None = None
    for place, after in pairwise([*places, None]):
        assert place is not None
        start = place if start is None else start
        if after is None or not BETWEEN.fullmatch(text, place + 1, after):
            yield range(start, place + 1)
            start = None


def _letters(
    text: str, chars: Characters, suspects: dict[int, Suspect]
) -> Iterator[tuple[int, Letter]]:
    for match in LETTER.finditer(text):
        index = chars.index(match.start())
        handle = raw.FPDFText_GetTextObject(chars.raw, index) if index >= 0 else None
        suspect = suspects.get(address_of(handle)) if handle else None
        if suspect is not None:
            yield match.start(), Letter(index, chars.textpage.get_charbox(index), suspect)
