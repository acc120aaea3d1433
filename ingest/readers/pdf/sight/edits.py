"""Change the text of a page letter by letter, and keep pdfium's number of each letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pypdfium2.raw as raw

from ingest.readers.pdf.words import Characters, by_address

Edits = dict[int, str]
"""What stands instead of the letter at a place; nothing where it is left out."""
BLANK = frozenset(" \t\r\n")
"""White space of a page's text; other characters that Python takes for it stand for letters."""
CLOSING = frozenset(".,;:)!? ")
"""What follows a word without white space, or is white space."""


def edited(text: str, chars: Characters, edits: Mapping[int, str]) -> tuple[str, Characters]:
    """Return the text with its edits, and its characters.

    Where words are left out, one space stays of the two around them. The last letter of what stands
    instead has the place of the letter that it replaces.
    """
    if not edits:
        return text, chars
    left: list[str] = []
    places: list[int] = []
    out = False
    for place, char in enumerate(text):
        instead = edits.get(place)
        if instead is None:
            if out and char != "\r" and left and left[-1] == " ":
                if char == " ":
                    continue
                if char in CLOSING:  # no space, as that has just been left out
                    left.pop()
                    places.pop()
            out = False
            left.append(char)
            places.append(chars.index(place))
        elif instead:
            left.extend(instead)
            places += [-1] * (len(instead) - 1) + [chars.index(place)]
            out = False
        else:
            out = True
    return "".join(left), chars.of_places(places)


def things_of(text: str, chars: Characters) -> dict[int, int]:
    """Return pdfium's address of the words that each letter belongs to, by its place."""
    found: dict[int, int] = {}
    handle, index = chars.address, chars.index
    for place, char in enumerate(text):
        if char in BLANK:
            continue
        at = index(place)
        thing = text_thing(handle, at) if at >= 0 else None
        if thing:
            found[place] = thing
    return found


text_thing = by_address(raw.FPDFText_GetTextObject)


def leaving_out(places: Iterable[int]) -> Edits:
    """Return the edits that leave out letters."""
    return dict.fromkeys(places, "")
