"""Tell which body a paper belongs to: Cabinet, a committee, or one who decides alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.language.dates import PRINTED_DAY
from qa.language.names import titles

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

OFFICE = (
    r"(?:the )?(?:(?:deputy )?(?:executive )?(?:leader|mayor)(?: of (?:the )?[\w ]{0,30}?council)?(?: and (?:cabinet|executive) member (?:for|[-–—]) .*)?(?! (?:and|in) cabinet\b)"
    r"|(?:deputy )?(?:cabinet|executive|lead) (?:members?|councillors?)(?: (?:signing|decisions?)\b|\s*(?:[-–—:]|for|with (?:responsibility|portfolio) for)\s+\w.*)"
    r"|portfolio holders?(?:\s*(?:[-–—:]|for)\s+\w.*)"
    r"|(?:[a-z]+ ){0,3}(?:director|head|chief (?:executive|officer)|officer)(?:\s*(?:[-–—,]|of|for)\s+\w.*)?)"
)
OF_MEMBER = re.compile(
    rf"\W*(?:decisions? (?:of|by|taken by|made by) )?(?P<who>(?:{titles()})\b\.? [\w .'’-]{{2,40}}?(?:\s*[,(:]\s*|\s+[-–—]\s+|,? (?=the |leader|cabinet|executive|portfolio)))?"
    rf"(?P<office>{OFFICE})\W*$",
    re.I,
)
"""One who decides alone, by office: "Councillor A Rigg, Cabinet Member for Highways"."""
DECIDED_BY = re.compile(
    r"\bdecisions? (?:(?:to be )?(?:taken|made) )?(?:of|by)\W+(?P<who>\S.{3,120})", re.I
)
_PERSON_FOLLOWS = titles(without=("sir",))
OFFICE_END = re.compile(
    rf"\s+[-–—]\s+(?=\d|(?:{_PERSON_FOLLOWS})\b)|\s*[,;(]\s*(?=(?:{_PERSON_FOLLOWS})\b)|\s+on (?=\d)|\s*(?:[()]|;(?!\s*(?:the )?(?:cabinet|executive|portfolio|leader)))|,? in consultation with\b|\s{{2,}}|\t",
    re.I,
)
"""Where the name of an office ends and a person's, a day or a remark begins."""


def body_of(
    front: Sequence[Paragraph], cover: dict[str, str], council: str | None, *, record: bool = False
) -> str | None:
    """Return the body to which a paper goes, or whose meeting it records; None where none is named.

    Of a `record` of a decision that one member or officer took, it is their office.
    """
    to = cover.get("to", "")
    # "Committee: Damp in Homes." is the end of a title.
    told = names_body(to) or not to.endswith(".")
    if to and told and (body := find_decider(to) or find_body(to)):
        return body
    # A heading in two languages gives the body twice: "CABINET / Y CABINET".
    printed = (patterns.plain(line) for p in front for line in p.unit.text.split("\n"))
    lines = [part for line in printed for part in line.split(" / ")]
    if record and (body := _decided_by(lines)):
        return body
    candidates = [line for line in lines if _is_body_line(line) and names_body(line)]
    for paragraph in front:
        if match := OF_MEETING.search(paragraph.plain):
            met = re.split(r"\s+(?:held|on|at)\s", match[1])[0]
            candidates.insert(0, re.sub(r"(?i)\s+meeting$", "", met))
    for text in candidates:
        body = find_body(text)
        if body and body.lower() not in (council or "").lower():
            return body
        if body and text.lower().strip(" *") == "council":
            return "Council"
    return None


def _decided_by(lines: Sequence[str]) -> str | None:
    """Return who took a decision, where a line says so: "Decision taken by the Leader"."""
    for line in lines:
        match = DECIDED_BY.search(line)
        body = match and (find_decider(match["who"]) or find_body(match["who"]))
        if body:
            return body
    return None


def find_decider(text: str) -> str | None:
    """Return the office of one who decides alone, as printed; None where a body is named."""
    head = OFFICE_END.split(text.strip(), maxsplit=1)[0]
    match = OF_MEMBER.match(head) or OF_MEMBER.match(text)
    if not match:
        return None
    office = re.sub(r"(?i)^the ", "", match["office"]).strip(" ,.-–—:")
    office = OFFICE_END.split(office, maxsplit=1)[0].strip(" ,.-–—:")
    return _title_case(office) if office.isupper() else office[0].upper() + office[1:]


def _title_case(text: str) -> str:
    return re.sub(r"\b(And|Of|For|The|With|In|To)\b", lambda m: m[0].lower(), text.title())


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
    bare = PRINTED_DAY.sub("", re.sub(r"(?i)\b(?:meeting|committee|date)\s*:|\([^)]*\)", "", line))
    return (
        body is not None
        and 2 * len(body.split()) > len(re.findall(r"[A-Za-z]+", bare))
        and (len(re.findall(r"[A-Za-z]+", bare)) <= len(body.split()) + 1)
    )


def _is_body_line(text: str) -> bool:
    return len(text.split()) <= 9 and not re.search(r"[.;?]$", text)
