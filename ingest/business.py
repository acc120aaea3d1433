"""Where business that bears no number begins in minutes, and where the meeting closes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest import resolving
from ingest.chain import Candidate
from ingest.headings import stands_alone
from ingest.page_items import has_items
from ingest.paragraphs import Paragraph

WITHHELD = re.compile(
    r"\bin (?:confidence|private|committee)\b|\b(?:exempt|confidential|restricted|not for publication)\b",
    re.I,
)
"""A line below a title that marks its business as private; it opens none of its own."""
CLOSING = re.compile(
    r"\W*(?:the )?meeting (?:was )?(?:declared )?(?:closed|ended|finished|concluded|adjourned|terminated|rose)\b"
    r"|\W*(?:chair(?:man|person|woman)?|convener|(?:lord )?mayor|provost|signed)\W*$",
    re.I,
)


def close_of_meeting(paragraphs: Sequence[Paragraph], last: int) -> int:
    """Return where the words that close the meeting begin, behind the last minute."""
    marked = paragraphs[last].role is not None
    return next(
        (
            i
            for i in range(last + 1, len(paragraphs))
            if CLOSING.match(paragraphs[i].plain) or (marked and paragraphs[i].role is None)
        ),
        len(paragraphs),
    )


def look_of_titles(
    paragraphs: Sequence[Paragraph], chain: Sequence[Candidate]
) -> tuple[float, bool] | None:
    """Return the size and case that set the minutes' titles apart from the text, if any do."""
    if has_items(paragraphs):
        return None  # Nothing else in a page that marks its items is one.
    looks = Counter(
        (round(paragraphs[c.index].size, 1), c.title.isupper())
        for c in chain
        if paragraphs[c.index].bold
    )
    if not looks:
        return None
    look, count = looks.most_common(1)[0]
    body = Counter(round(p.size, 1) for p in paragraphs if p.words > 12).most_common(1)
    apart = look[1] or (body and look[0] > body[0][0] + 0.5)
    return look if apart and look[0] > 0 and count >= 0.8 * len(chain) else None


def unnumbered_business(
    paragraphs: Sequence[Paragraph], start: int, end: int, look: tuple[float, bool] | None
) -> list[int]:
    """Return where business without a number begins: a heading that looks like a minute's."""
    if look is None:
        return []
    return [
        index
        for index in range(start, end - 1)
        if paragraphs[index].bold
        and (round(paragraphs[index].size, 1), paragraphs[index].plain.isupper()) == look
        and stands_alone(paragraphs[index])
        and not resolving.RESOLUTION.match(paragraphs[index].plain)
        and not resolving.DECISION_END.match(paragraphs[index].plain)
        and not WITHHELD.search(paragraphs[index].plain)
    ]
