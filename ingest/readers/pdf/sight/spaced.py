"""Join letters with spaces between them, as headings are sometimes set: "R E S O L V E D".

A word ends where the white space is wider than between the letters. Letters that follow one another
in the alphabet are names of things, such as bands: "A B C D".
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.sight.edits import Edits
from ingest.readers.pdf.words import Characters

SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] +){3,}[^\W\d_](?=[ .,:;–-]|\r|\n|$)")
LONG = 14
"""Letters of one word, at most."""
WIDER = 1.6
"""How much wider than the usual space between letters one between words is."""


def join_spaced(text: str, chars: Characters) -> Edits:
    """Return the edits that take the spaces out of words that are spaced out."""
    edits: Edits = {}
    for match in SPACED.finditer(text):
        places = [at for at in range(*match.span()) if text[at] != " "]
        letters = "".join(text[at] for at in places)
        if _is_series(letters.upper()):
            continue
        gaps = _gaps(places, chars)
        usual = median(gaps) if gaps else 0.0
        if len(letters) > LONG and max(gaps) <= WIDER * usual:
            continue  # several words, and nothing tells where they end
        for (first, second), gap in zip(pairwise(places), gaps, strict=True):
            spaces = range(first + 1, second)
            kept = 1 if gap > WIDER * usual > 0 or (usual <= 0 and len(spaces) > 1) else 0
            edits.update(dict.fromkeys(spaces[kept:], ""))
    return edits


def _is_series(letters: str) -> bool:
    """Whether most letters are each the next in the alphabet, or all are the same."""
    steps = [ord(b) - ord(a) for a, b in pairwise(letters)]
    return 2 * steps.count(1) > len(steps) or 2 * steps.count(0) > len(steps)


def _gaps(places: list[int], chars: Characters) -> list[float]:
    """Return the white space between letters in points."""
    boxes = [chars.textpage.get_charbox(max(chars.index(at), 0), loose=True) for at in places]
    return [max(after[0] - before[2], 0.0) for before, after in pairwise(boxes)]
