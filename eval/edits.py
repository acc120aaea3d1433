"""How many letters two texts differ by, for papers of any length."""

from __future__ import annotations


def edits(wanted: str, found: str) -> int:
    """Return how many letters must be put in, left out or changed to make one text the other."""
    return _edits(wanted, found, anywhere=False)


def edits_anywhere(wanted: str, found: str) -> int:
    """Return the edits between a text and that stretch of another which is most like it."""
    return _edits(wanted, found, anywhere=True)


def _edits(wanted: str, found: str, *, anywhere: bool) -> int:
    """Count in one pass over `found`, a whole column of the usual table in each big integer.

    Myers, "A fast bit-vector algorithm for approximate string matching", JACM 46 (1999), as
    Hyyrö gives it (2003): bits of `more` and `less` tell where a column rises and falls.
    """
    if not wanted:
        return 0 if anywhere else len(found)
    length = len(wanted)
    everywhere, last = (1 << length) - 1, 1 << (length - 1)
    places: dict[str, int] = {}
    for place, letter in enumerate(wanted):
        places[letter] = places.get(letter, 0) | 1 << place
    more, less, count = everywhere, 0, length
    best = count
    for letter in found:
        same = places.get(letter, 0)
        level = same | less
        across = (((same & more) + more) ^ more) | same | less
        rising = less | ~(across | more) & everywhere
        falling = across & more
        if rising & last:
            count += 1
        elif falling & last:
            count -= 1
        best = min(best, count)
        rising = (rising << 1 | (0 if anywhere else 1)) & everywhere
        falling = falling << 1 & everywhere
        more = falling | ~(level | rising) & everywhere
        less = rising & level
    return best if anywhere else count
