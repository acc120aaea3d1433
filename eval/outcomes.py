"""What became of a matter, as far as words say it: *approved* and *not approved* are opposites.

Most words of a fact may be worded otherwise; these may not be turned round. Only words for
outcomes are looked at, because *not later than* and *not exceeding* deny nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Outcome(StrEnum):
    """Whether a text says that something was given, not given, refused or not refused."""

    GIVEN = "given"
    NOT_GIVEN = "not given"
    REFUSED = "refused"
    NOT_REFUSED = "not refused"


_GIVEN = (
    r"approv\w+|agree(?:d|s|ing)?|adopt(?:ed|s|ing|ion)?|accept(?:ed|s|ing|ance)?|resolved"
    r"|carried(?! (?:out|forward|over|on)\b)|endors\w+|granted|authoris\w+|authoriz\w+"
)
_REFUSED = (
    r"refus\w+|reject\w+|dismiss\w+|defeated|turned down"
    r"|(?:motion|amendment)s?(?: \w+){0,2} lost"
)
_NOT = r"(?:\b(?:not|never|nor|neither|none|cannot)\b(?! only\b)|n't\b)"
_SAID = re.compile(
    rf"(?P<not>{_NOT}(?: [\w'-]+){{0,3}} )?\b(?:(?P<given>{_GIVEN})|(?P<refused>{_REFUSED}))\b"
)
_OPPOSITE = {
    Outcome.GIVEN: {Outcome.NOT_GIVEN, Outcome.REFUSED},
    Outcome.NOT_REFUSED: {Outcome.REFUSED},
    Outcome.NOT_GIVEN: {Outcome.GIVEN},
    Outcome.REFUSED: {Outcome.GIVEN, Outcome.NOT_REFUSED},
}
_ALIKE = {
    Outcome.GIVEN: {Outcome.GIVEN},
    Outcome.NOT_REFUSED: {Outcome.NOT_REFUSED, Outcome.GIVEN},
    Outcome.NOT_GIVEN: {Outcome.NOT_GIVEN, Outcome.REFUSED},
    Outcome.REFUSED: {Outcome.REFUSED, Outcome.NOT_GIVEN},
}


def outcomes_in(text: str) -> frozenset[Outcome]:
    """Return the outcomes that a text speaks of, wherever in it."""
    said = " ".join(text.lower().replace("’", "'").split())
    return frozenset(_outcome(match) for match in _SAID.finditer(said))


def is_contradicted(fact: frozenset[Outcome], said: frozenset[Outcome]) -> bool:
    """Say whether a text speaks of the opposite of a fact's outcome, and nowhere of the like."""
    return any(not (_ALIKE[outcome] & said) and bool(_OPPOSITE[outcome] & said) for outcome in fact)


def _outcome(match: re.Match[str]) -> Outcome:
    if match["given"]:
        return Outcome.NOT_GIVEN if match["not"] else Outcome.GIVEN
    return Outcome.NOT_REFUSED if match["not"] else Outcome.REFUSED
