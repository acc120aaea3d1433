"""Tell whose paper it is by what is printed around its text: running heads and feet, its name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from ingest import patterns
from ingest.council import named_councils, opens_line
from ingest.document import SourceDocument

LEAST_PAGES = 2
"""Pages on which a line must stand to be a running head or foot."""
LONGEST = 16
"""Words of such a line."""
PARTS = re.compile(r"\s+[|–—-]\s+")
"""Between the parts of a web page's name: "Agenda - Cabinet | Oldport Borough Council"."""


def council_around(document: SourceDocument) -> str | None:
    """Return the council that a paper's running heads and feet name, or else its file's title.

    None where they name none, or two as often.
    """
    pages: dict[str, set[int]] = defaultdict(set)
    for line in document.lines:
        text = patterns.plain(line.text)
        if line.page is None or len(text.split()) > LONGEST:
            continue
        for council in named_councils(text):
            if text.lower() == council.lower() or opens_line(text, council):
                pages[council].add(line.page)
    often = Counter({council: len(on) for council, on in pages.items() if len(on) >= LEAST_PAGES})
    ranked = often.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    parts = PARTS.split(document.title or "")
    named = {council for part in parts for council in named_councils(part) if council == part}
    return named.pop() if len(named) == 1 else None
