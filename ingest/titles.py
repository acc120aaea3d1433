"""Find a paper's title: its subject, or the heading that says what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ingest import patterns
from ingest.bodies import names_body
from ingest.headings import stands_alone
from ingest.kinds import APPENDIX, heads_appendix
from ingest.paragraphs import Paragraph
from qa.language.dates import PRINTED_DAY
from qa.papers import PaperKind

OF_MEETINGS = {
    PaperKind.MINUTES: "Minutes",
    PaperKind.AGENDA: "Agenda",
    PaperKind.PACK: "Agenda pack",
    PaperKind.SUPPLEMENT: "Supplement",
}
"""Papers that are named by their meeting."""

ASSESSED = re.compile(
    r"\W*(?:(?:eqia|eia|assessment) (?:title|name)|(?:title|name) of (?:the )?(?:policy|proposal|project|service|activity|function|decision|strategy|eqia)[\w /,()]{0,60}?)\W*(?:[:\t?]\s*(?P<value>\S.*))?$",
    re.I,
)
ASSESSED_BESIDE = re.compile(r"\W*(?:eqia|eia) (?:title|name)\s+(?P<value>\w.{3,200})$", re.I)
NO_TITLE = re.compile(
    r"(?:final |interim )?report of\b|chapter \w+$|(?:agenda )?item (?:no\.? ?)?\d+[a-z]?\W*$", re.I
)
LONGEST = 40
"""Words of a title at most."""


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
    if kind is PaperKind.EQUALITY_ASSESSMENT and (assessed := _assessed(front)):
        return assessed
    named = [p for p in titles if heads_appendix(p) and _says_of_what(p.plain)]
    if kind is PaperKind.APPENDIX and named:
        return named[0].plain
    if not titles:
        return None
    # "Appendix G" above "Reserves Policy": the larger type, then the fuller words.
    # Capitals count for as much as four points.
    best = (
        max(titles[:3], key=lambda p: (round(p.size) + 4 * p.plain.isupper(), len(p.plain)))
        if titles[0].size
        else titles[0]
    )
    title = re.sub(r"^\d{1,2}\s*[|.]\s*", "", best.plain)
    if kind is PaperKind.PORTFOLIO_REPORT and (portfolio := _portfolio(front)):
        return f"{title}: {portfolio}"
    return title


def _says_of_what(heading: str) -> bool:
    """Whether an appendix's heading goes on to what it is about: "Appendix C - New Projects"."""
    rest = APPENDIX.sub("", heading, count=1)
    return len(re.findall(r"[A-Za-z]{3,}", rest)) >= 2


def _portfolio(front: Sequence[Paragraph]) -> str | None:
    """Return the portfolio and period that the table of a member's report gives."""
    for labels, values in pairwise(front):
        if not (labels.is_row and values.is_row):
            continue
        cells = zip(labels.unit.text.split("\t"), values.unit.text.split("\t"), strict=False)
        told = {patterns.plain(label).lower(): patterns.plain(value) for label, value in cells}
        if told.get("portfolio"):
            parts = (told["portfolio"], told.get("period of report", ""))
            return ", ".join(part for part in parts if part)
    return None


def _assessed(front: Sequence[Paragraph]) -> str | None:
    """Return what an equality assessment assesses: beside or below the label that asks for it."""
    for paragraph, below in pairwise(front):
        if match := ASSESSED.match(paragraph.plain):
            if match["value"]:
                return match["value"] if len(match["value"].split()) <= LONGEST else None
            return below.plain if below.words <= LONGEST else None
        if run_in := ASSESSED_BESIDE.match(patterns.plain(paragraph.unit.text.split("\n")[0])):
            return run_in["value"]
    return None


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
        or PRINTED_DAY.fullmatch(text)
        or NO_TITLE.match(text)
    )
