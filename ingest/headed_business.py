"""Minutes whose business bears no numbers: each item begins with a heading of one look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest import patterns, resolving
from ingest.headings import stands_alone
from ingest.paragraphs import Paragraph

NO_BUSINESS = re.compile(
    r"\W*(?:(?:(?:also|members?|councillors?|those|officers?) )*(?:present|(?:in )?attendance)"
    r"|minutes|items?|agenda|attendees|councillors|officers|contents"
    r"|discussion|decisions?|decision made|(?:recorded )?vot(?:e|ing)|motion|amendment|actions?"
    r"|background(?: papers?)?|(?:draft )?minutes of .*|.*\bminutes\W*(?:of\b.*|[-–—].*)?)\W*$",
    re.I,
)
"""Headings above the business, and those that part one item."""
LEAST = 2
"""Headings of one look from which they are the items of a meeting."""


def headed_business(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Return where the items of a web page or Word document begin; none where no look tells.

    Its heading is larger than the text, or the text's own size in bold; the largest look that
    stands over several stretches of text is that of the items. Only formats that know headings
    are read so.
    """
    if any(p.unit.page is not None or not p.size for p in paragraphs):
        return []
    heads = [i for i, p in enumerate(paragraphs) if _may_head(p)]
    repeated = Counter(paragraphs[i].plain.lower() for i in heads)
    looks: dict[float, list[int]] = {}
    for i in heads:
        followed = i + 1 < len(paragraphs) and not paragraphs[i + 1].bold
        if followed and repeated[paragraphs[i].plain.lower()] == 1:
            looks.setdefault(round(paragraphs[i].size, 1), []).append(i)
    return next(
        (looks[size] for size in sorted(looks, reverse=True) if len(looks[size]) >= LEAST), []
    )


def _may_head(paragraph: Paragraph) -> bool:
    text = paragraph.plain
    if not paragraph.bold or not stands_alone(paragraph) or NO_BUSINESS.match(text):
        return False
    within = (
        resolving.RESOLUTION,
        resolving.RECOMMENDING,
        patterns.RECOMMENDATION,
        patterns.REASONS,
        patterns.ALTERNATIVES,
    )
    return not any(pattern.match(text) for pattern in within)
