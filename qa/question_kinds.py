"""What kind of answer a question wants: a decision, a figure, a name, a reason."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What kind of answer a question wants."""

    DECISION = "decision"
    FIGURE = "figure"
    WHO = "who"
    WHEN = "when"
    REASON = "reason"
    VOTE = "vote"
    LIST = "list"
    YES_NO = "yes or no"
    OTHER = "other"


KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        (
            Kind.VOTE,
            r"\b(?:vote[ds]?|voting|moved(?! (?:out|to|in|into|from|across|over|away|on|up|down|back|house|home|offices?|premises|yet|here|there)\b|\W*$)|mover|proposed by|seconded|who (?:proposed|seconded)|proposer|seconder|amendment (?:carried|lost)|abstain\w*)\b",
        ),
        (
            Kind.DECISION,
            r"\b(?:decide[ds]?|(?<!key )decision|resolve[ds]?|resolution|agreed?|approve[ds]?|noted|authoris\w+|delegated|outcome of|happene?d|what(?: will)? happens?|refus\w+|reject\w*|turn(?:ed)? down|done about|do with)\b|\bwhat did (?:the )?(?:\w+ )?(?:cabinet|council|executive|committee)\b",
        ),
        (
            Kind.FIGURE,
            r"\b(?:how much|how many|what (?:figure|amount|sum|percentage|proportion|size|saving|number|value|price|salary|fee|charge|grant|level)|add up to|what (?:did|does|do|will|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost|owe)|salary|fees?|charged?|cost|costs|budget|saving|savings|total|price|rent|forecast|variance|number of|per cent|percent|rate|worth|estimate|valued?|valuation|profit|spend)\b",
        ),
        (
            Kind.REASON,
            r"\b(?:why|reasons?|grounds?|justif\w+|rationale|what drove|case for|how come)\b",
        ),
        (
            Kind.WHO,
            r"\b(?:who(?:'s|s)?|whose|whom|which (?:firm|company|contractor|councillors?|officers?|members?|committee|law firm|provider|bidder)|reps?|representatives?|named|apologies)\b",
        ),
        (
            Kind.WHEN,
            r"\b(?:when|what (?:date|day|month|year|time)|by when|which (?:date|month|year)|how (?:long|often|soon)|start date|deadline|timetable)\b",
        ),
        (
            Kind.LIST,
            r"\b(?:list|which|what (?:changes|options|steps|actions|recommendations|areas))\b",
        ),
        (
            Kind.YES_NO,
            r"^\W*(?:is|are|was|were|did|does|do|has|have|had|(?:will|would|can|could)(?! you\b)|so is|should)\b",
        ),
    )
)


def kinds_of(text: str) -> tuple[Kind, ...]:
    """Return the kinds of answer that a question wants, in the order of `KINDS`; one at least."""
    return tuple(kind for kind, pattern in KINDS if pattern.search(text)) or (Kind.OTHER,)
