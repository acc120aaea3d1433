"""Find a paper's title: its subject, or the heading that says what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest import patterns
from ingest.bodies import names_body
from ingest.headings import stands_alone
from ingest.paragraphs import Paragraph
from qa.papers import PaperKind

OF_MEETINGS = {
    PaperKind.MINUTES: "Minutes",
    PaperKind.AGENDA: "Agenda",
    PaperKind.PACK: "Agenda pack",
    PaperKind.SUPPLEMENT: "Supplement",
}
"""Papers that are named by their meeting."""


def title_of(
    kind: PaperKind,
    front: Sequence[Paragraph],
    cover: dict[str, str],
    body: str | None,
    day: date | None,
) -> str | None:
    """Return a paper's title: as printed, or the meeting whose paper it is; None without one."""
    if "subject" in cover and kind is not PaperKind.AGENDA:
        return cover["subject"]
    if word := OF_MEETINGS.get(kind):
        when = f"{day.day} {day:%B %Y}" if day else None
        return ", ".join(part for part in (f"{word} of {body}" if body else word, when) if part)
    titles = [p for p in front[:10] if _may_be_title(p)]
    if not titles:
        return None
    # "Appendix G" above "Reserves Policy": the larger type, then the fuller words.
    # Capitals count for as much as four points.
    best = (
        max(titles[:3], key=lambda p: (round(p.size) + 4 * p.plain.isupper(), len(p.plain)))
        if titles[0].size
        else titles[0]
    )
    return re.sub(r"^\d{1,2}\s*[|.]\s*", "", best.plain)


def _may_be_title(paragraph: Paragraph) -> bool:
    prominent = paragraph.bold or paragraph.plain.isupper()
    return (
        2 <= paragraph.words <= 16
        and not paragraph.is_row
        and (prominent or (paragraph.size == 0 and stands_alone(paragraph)))
        and not re.search(r"[.:;]$", paragraph.plain)
        and not _is_no_title(paragraph.plain)
    )


def _is_no_title(text: str) -> bool:
    """A council, a body, a day, or "report of" someone: not what a paper is about."""
    return bool(
        names_body(text)
        or re.fullmatch(r"(?:[\w'’.&-]+ ){1,4}council", text, re.I)
        or patterns.LONG_DATE.fullmatch(text)
        or re.match(r"(?:final |interim )?report of\b|chapter \w+$", text, re.I)
    )
