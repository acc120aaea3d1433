"""How many letters a text differs by from the part of a paper that is most like it.

The edits between two whole texts are rapidfuzz's; this search for a part it has only as a share
(`partial_ratio`), which leaves the edits unknown.
"""

from __future__ import annotations


def edits_anywhere(wanted: str, found: str) -> int:
    """Return the edits between a text and that stretch of another which is most like it.

    Counted in one pass over `found`, a whole column of the usual table in each big integer.
    Myers, "A fast bit-vector algorithm for approximate string matching", JACM 46 (1999), as
    Hyyrö gives it (2003): bits of `more` and `less` tell where a column rises and falls.
    """
    if not wanted:
        return 0
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
        rising = rising << 1 & everywhere
        falling = falling << 1 & everywhere
        more = falling | ~(level | rising) & everywhere
        less = rising & level
    return best
