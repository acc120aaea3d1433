"""Where a question of several parts is parted: "when does it start, and how much is it?"."""

from __future__ import annotations

import re

ASKS = (
    r"(?:how (?:much|many|long|often|far|big)|when|who(?:se|m)?|why|where|what|which|how"
    r"|(?:is|are|was|were|has|have|had|did|does|do|will|would|can|could) (?:it|they|there|he|she|this|that|the|any|cabinet|council|members))\b"
)
PARTED = re.compile(
    rf"(?:,|;|\?|\s-|\s–)\s*(?:and |but |so |or )?(?={ASKS})|\s(?:and|but) (?={ASKS})", re.I
)
"""Where a further question begins within a question."""
MOST_PARTS = 6
"""Parts that are looked for one by one: nobody asks more at once, but a text pasted in may."""


def part_question(text: str) -> list[str]:
    """Return the words of each part of a question; none where it has only one."""
    parts = [part.strip(" ?.,;") for part in PARTED.split(text)]
    parts = [part for part in parts if re.search(r"\w", part)]
    return parts[:MOST_PARTS] if len(parts) > 1 else []
