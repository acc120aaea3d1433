"""When two readings say the same: titles, names, numbers, limbs, votes, places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from eval.reading.truth import Place
from eval.reading_found import bare
from qa.language.names import HONOURS, titles
from qa.papers import Vote

EDGE = 3
"""Lines by which an item's first or last line may differ: blank lines and a heading above."""
HONORIFICS = re.compile(rf"\b(?:the|county|{titles()}|{'|'.join(HONOURS)})\b")


def plain_number(number: str) -> str:
    """Return an item's number without white space and a closing stop, in one case."""
    return re.sub(r"[.:)]+$", "", "".join(number.split())).casefold()


def same_words(wanted: str, given: str) -> bool:
    """Say whether two titles or names are the same but for case, spaces and kinds of mark."""
    return _words(wanted) == _words(given)


def _words(text: str) -> str:
    return re.sub(r"^the|[:.,;-]+$", "", bare(text.replace("&", " and ")))


def same_number(wanted: str, given: str) -> bool:
    """Say whether two items bear the same number, a closing stop apart."""
    return plain_number(wanted) == plain_number(given)


def same_name(wanted: str, given: str) -> bool:
    """Say whether two people are the same, whatever they are addressed as."""
    return _surname(wanted) == _surname(given)


def _surname(name: str) -> str:
    """Return a name without its titles and commas."""
    return " ".join(re.sub(r"[^\w\s'-]", " ", HONORIFICS.sub(" ", name.casefold())).split())


def same_place(wanted: Place, given: Place) -> bool:
    """Say whether two items begin and end together: on the same pages, or within `EDGE` lines."""
    if wanted.lines and given.lines:
        return all(abs(a - b) <= EDGE for a, b in zip(wanted.lines, given.lines, strict=True))
    return wanted.pages is not None and wanted.pages == given.pages


def limb_label(number: str) -> str:
    """Return a limb's number without brackets and a closing stop, in one case."""
    return re.sub(r"[^\w.]|\.$", "", number.strip()).casefold()


def reference_code(text: str) -> str:
    """Return a report or decision number without white space and stops."""
    return re.sub(r"[\s.]", "", text).upper()


def found_vote(vote: Vote) -> str:
    """Show a vote that was found, as `true_vote` does."""
    return _vote_words(vote.votes_for, vote.against, vote.abstain, vote.result)


def true_vote(vote: dict[str, Any]) -> str:
    """Show a vote of the truth; a count that is not given is None."""
    return _vote_words(*(vote.get(key) for key in ("for", "against", "abstain", "result")))


def _vote_words(votes_for: object, against: object, abstain: object, result: object = None) -> str:
    return f"vote {votes_for} for, {against} against, {abstain} abstaining, {result}"


def common_run(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return the longest run of labels that both have in order: place in one to place in other."""
    best: list[list[dict[int, int]]] = [[{}] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            longest = max(best[i + 1][j], best[i][j + 1], key=len)
            if one[i] == other[j]:
                longest = max({i: j, **best[i + 1][j + 1]}, longest, key=len)
            best[i][j] = longest
    return best[0][0]
