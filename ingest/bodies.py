"""Tell which body a paper belongs to: Cabinet, a committee, the council itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph

NOT_BODIES = {
    "district council",
    "borough council",
    "city council",
    "town council",
    "parish council",
}
OF_MEETING = re.compile(
    r"(?:minutes of (?:the|a) (?:(?:\w+ )?meeting of (?:the )?)?|decisions of the |meeting\s*:\s*|meeting of (?:the )?)(.{3,80})",
    re.I,
)


def body_of(front: Sequence[Paragraph], cover: dict[str, str], council: str | None) -> str | None:
    """Return the body to which a paper goes, or whose meeting it records; None where none is named."""
    if "to" in cover and (body := find_body(cover["to"])):
        return body
    lines = [patterns.plain(line) for p in front for line in p.unit.text.split("\n")]
    candidates = [line for line in lines if _is_body_line(line) and names_body(line)]
    for paragraph in front:
        if match := OF_MEETING.search(paragraph.plain):
            candidates.insert(0, re.split(r"\s+(?:held|on|at)\s", match[1])[0])
    for text in candidates:
        body = find_body(text)
        if body and body.lower() not in (council or "").lower():
            return body
        if body and text.lower().strip(" *") == "council":
            return "Council"
    return None


def find_body(text: str) -> str | None:
    """Return the decision-making body that a short line names, in title case."""
    match = patterns.BODY.search(text.title() if text.isupper() else text)
    if not match:
        match = patterns.BODY.search(text.lower())
    if not match:
        return None
    body = re.sub(r"^(?:(?:The|A|Of|For|To|Report|Meeting|Minutes?)\s+)+", "", match[0].strip())
    body = body if not body.islower() else body.title()
    body = re.sub(r"\b(And|Of|For|The)\b", lambda m: m[0].lower(), body)
    return None if body.lower() in NOT_BODIES else body


def names_body(line: str) -> bool:
    """Whether a line is a body's name (and perhaps a day), not a title that mentions one."""
    body = find_body(line)
    bare = patterns.LONG_DATE.sub(
        "", re.sub(r"(?i)\b(?:meeting|committee|date)\s*:|\([^)]*\)", "", line)
    )
    return (
        body is not None
        and 2 * len(body.split()) > len(re.findall(r"[A-Za-z]+", bare))
        and (len(re.findall(r"[A-Za-z]+", bare)) <= len(body.split()) + 1)
    )


def _is_body_line(text: str) -> bool:
    return len(text.split()) <= 9 and not re.search(r"[.;?]$", text)
