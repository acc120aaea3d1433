"""Find out how a scanned page lies that cannot be read as it is: on its side, or on its head.

Tesseract's own finder of directions needs a model that may not be there. What it makes of a page
that lies wrong tells as much: it is less than 35 % sure of it, and 75 % or more of one that lies
right (see docs/adr). Print that runs down the page it reads, but in tall lines.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from ingest.readers.seen import SeenPage

SURE_OF_PAGE = 55.0
"""Mean confidence above which the page lies right, or is as good as it gets."""
TRIAL_DPI = 120
"""At which a turn is tried, before the page is looked at closely in the one that fits."""
TURNS = (180, 90, 270)
"""The turns to try, in order. The first as a rule settles it."""
READ_TALL = 270
"""The turn that sets right what Tesseract reads in tall lines."""
TALL_FROM = 3
"""Letters of a word from which its shape tells which way it runs."""

Look = Callable[[int, int | None], SeenPage]
"""Takes a turn and the dots an inch, None for the usual, and gives what was seen."""


def look_upright(look: Look) -> SeenPage:
    """Return what is seen on a page turned as it needs to be."""
    first = look(0, None)
    if not first.lines or lies_right(first):
        return first
    for tried in chain([first], (look(turn, TRIAL_DPI) for turn in TURNS)):
        if tried.confidence >= SURE_OF_PAGE:
            turned = look((tried.turn + READ_TALL * runs_down(tried)) % 360, None)
            return turned if lies_right(turned) else first
    return first


def lies_right(seen: SeenPage) -> bool:
    """Whether the page can be read as it lies."""
    return seen.confidence >= SURE_OF_PAGE and not runs_down(seen)


def runs_down(seen: SeenPage) -> bool:
    """Whether most letters stand in words that are taller than wide."""
    words = [w for line in seen.lines for w in line.words if len(w.text) >= TALL_FROM]
    tall = (w for w in words if w.box.bottom - w.box.top > w.box.right - w.box.left)
    return 2 * sum(len(w.text) for w in tall) > sum(len(w.text) for w in words)
