"""Tell headings from text, and give each its depth in the paper's outline.

Few papers mark their headings. One is known by its type, its numbers or capitals and by how its
words begin and end (`stands_alone`), or as a label before a colon that the paper repeats
(`count_labels`). `find_openings` finds where the documents bound in a pack may begin, by the
headings and the labels of their covers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ingest import wordings
from ingest.document import LineRole
from ingest.layout.paragraphs import Paragraph
from qa.language.numbers import either_of, up_to
from qa.papers import UnitKind

MAX_WORDS = 22
REPEATS = 3
"""A heading that stands this often in a paper is one of its standing sub-headings."""
PART = re.compile(
    rf"^(?:section|part|chapter|annex(?:e)?|appendix|schedule|work ?stream)\s+(?:[A-Z0-9]{{1,3}}|{either_of(up_to('six'))})\b",
    re.I,
)
RUN_IN = re.compile(r"^(?P<label>[A-Z][^.:;\t|]{2,70}?)\s*(?::|\s[–—-](?=\s|$))\s*(?P<rest>.*)$")
TITLE_LABEL = re.compile(
    r"(?:service|change|project|proposal|scheme|saving)s?\s+(?:description|title|name)$|^proposal(?: title| name| no\.? ?\d+)?$",
    re.I,
)
LEAD_IN = re.compile(
    r"^(?:this|these|those|the following|in addition|it is|it was|there (?:is|are)|all |we |our |as a result|accordingly|for example|to:|and\b|or\b|but\b|that\b|also\b)",
    re.I,
)
SAYS = re.compile(
    r"\b(?:will|shall|must|may|can|should|is|are|was|were|has|have|had|apply|applies|includes?)\b"
)
"""The verb of a sentence that a list completes: "The Council will maintain:" is no heading."""
JOINED = re.compile(
    r"\b(?:and|or|of|to|the|for|in|on|with|by|from|at|an?|as|per|vs?)\b|[-–—:,;()/&|~.’']|\d", re.I
)
"""Small words, signs and figures that stand in a heading but not between names of columns."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's words and depth: 1 a part, 2 a title, 3 a sub-heading, 4 a minor one."""

    text: str
    level: int
    rest: str = ""
    """What follows a run-in heading on its own line; empty for a heading that stands alone."""


def heading_of(paragraph: Paragraph, counts: Counter[str]) -> Heading | None:
    """Return the heading that a paragraph is or begins with, or None."""
    if paragraph.role is LineRole.BESIDE:
        return None  # What an agenda lists above the minutes heads none of them.
    text = paragraph.plain.strip()
    label = _label_of(paragraph)
    if label and label[1] and TITLE_LABEL.search(label[0]):
        return Heading(label[1] if len(label[1].split()) <= 30 else label[0], 2, label[1])
    if stands_alone(paragraph) and not _names_columns(text):
        text = text.rstrip(" :–—-")
        return Heading(text, _level(text, paragraph, counts))
    standing = label and counts[_key(label[0])] >= REPEATS and not LEAD_IN.match(label[0])
    if label and label[1] and standing and _titled(label[0]):
        return Heading(label[0], 3 if not paragraph.is_row else 4, label[1])
    return None


def stands_alone(paragraph: Paragraph) -> bool:
    """Whether a paragraph looks like a heading that stands on a line of its own."""
    text = paragraph.plain
    if paragraph.is_row or paragraph.words > MAX_WORDS or not re.search(r"[A-Za-z]{2}", text):
        return False
    if paragraph.unit.kind == UnitKind.HEADER or wordings.BULLET.match(paragraph.unit.text):
        return False
    if text.endswith((".", ";", ",", "?", "!")) or re.match(r"[a-z(]", text):
        return False
    if re.fullmatch(r"(?i)\W*(?:none|nil|yes|no|n/?a|not applicable|all wards)\W*", text):
        return False
    if LEAD_IN.match(text) or wordings.MONEY.search(text) or "@" in text:
        return False
    if text.endswith(":") and SAYS.search(text):
        return False
    numbered = wordings.NUMBERED_HEADING.match(text)
    if paragraph.unit.kind == UnitKind.LIMB and not numbered:
        return False
    if (
        paragraph.words > 14
        and not numbered
        and re.search(r"\d{4}|£|variance|forecast", text, re.I)
    ):
        return False
    if paragraph.bold or (text.isupper() and len(text) > 3):
        return True
    if numbered:
        return paragraph.words <= 12 and _titled(text[numbered.end() :])
    return paragraph.words <= 9 and paragraph.size == 0 and _titled(text.rstrip(" :–-"))


def _titled(text: str) -> bool:
    words: list[str] = re.findall(r"[A-Za-z][\w'’&-]+", text)
    long_words = [word for word in words if len(word) > 3]
    if not words or not text[0].isupper():
        return False
    if len(words) <= 4:
        return True
    return sum(word[0].isupper() for word in long_words) >= 0.6 * max(1, len(long_words))


def _level(text: str, paragraph: Paragraph, counts: Counter[str]) -> int:
    if wordings.REASONS.match(text) or wordings.ALTERNATIVES.match(text):
        return 2
    if PART.match(text):
        return 1
    if numbered := wordings.NUMBERED_HEADING.match(text):
        return 2 + numbered[1].count(".")
    if counts[_key(text)] >= REPEATS or TITLE_LABEL.search(text):
        return 3
    if text.isupper() or paragraph.bold:
        return 2
    return 2 if paragraph.size == 0 and not paragraph.plain.endswith(":") else 3


def _label_of(paragraph: Paragraph) -> tuple[str, str] | None:
    """Split "Savings: £200k" into label and rest; None where there is no run-in label."""
    if paragraph.is_row or paragraph.unit.kind == UnitKind.HEADER:
        return None
    match = RUN_IN.match(paragraph.plain)
    if not match or len(match["label"].split()) > 9:
        return None
    return match["label"].strip(" -–—"), match["rest"].strip()


def count_labels(paragraphs: Sequence[Paragraph]) -> Counter[str]:
    """Count how often each short line or run-in label stands in the paper.

    What heads a table's rows, such as a title that each of its sheets repeats, does not count.
    """
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        if paragraph.is_row or paragraph.unit.kind == UnitKind.HEADER:
            continue
        label = _label_of(paragraph)
        if label:
            counts[_key(label[0])] += 1
        elif paragraph.words <= 10 and not paragraph.plain.endswith((".", ";", ",")):
            counts[_key(paragraph.plain)] += 1
    return counts


def is_standing(text: str, counts: Counter[str]) -> bool:
    """Whether a heading is, or begins with, a sub-heading that the paper repeats."""
    words = _key(text).split()
    return any(counts[" ".join(words[:n])] >= REPEATS for n in range(1, len(words) + 1))


def _key(text: str) -> str:
    return re.sub(r"[^a-z]+", " ", text.lower()).strip()


def is_of_rank(text: str, title: str | None) -> bool:
    """Whether a heading names an appendix (or such a part) as the paper's title does.

    Appendix 1 within Appendix B is of another rank.
    """
    names = [
        match[0].lower().split() for match in (PART.match(text), PART.match(title or "")) if match
    ]
    if len(names) < 2:
        return False
    return names[0][0] == names[1][0] and names[0][-1].isdigit() == names[1][-1].isdigit()


def _names_columns(text: str) -> bool:
    """Whether a line is the names of columns: nothing joins its words, and one stands twice.

    "Scheme Planned Cost Forecast Cost Reason" is what is left of a form's or a table's
    top where its columns could not be found.
    """
    words = re.findall(r"[a-z]{4,}", text.lower())
    return len(words) > len(set(words)) and not JOINED.search(text)


def is_list_of_names(run: Sequence[Paragraph]) -> bool:
    """Whether three or more heading-like lines in a row are a list, not headings."""
    return len(run) >= 3 and not any(p.bold or p.plain.isupper() for p in run[1:])


# How the documents bound in a pack begin

REPORT_START = re.compile(r"^\W*(?:report to|from|report of|committee|decision maker)\s*:", re.I)
COVER_LABEL = re.compile(
    r"\b(?:subject|report of|wards? affected|electoral division|date of meeting|key decision|classification|"
    r"title of decision|portfolio|report author|exempt/?\s?confidential|cabinet member|lead officer|report title)\b\W*[:?]",
    re.I,
)
MINUTES_START = re.compile(
    r"^\W*(?:(?:draft )?minutes of (?:the|a) (?:\w+ )?(?:meeting|proceedings)\b(?!.*\(pages?)|meeting held (?:at|in|on)\b)",
    re.I,
)
RECORD_START = re.compile(
    r"^.{0,60}\brecord of (?:[\w ]{0,30})?decision\b|^\W*decision notice\b", re.I
)
RECORD_LABEL = re.compile(
    r"\W*(?:decision (?:to be )?(?:taken|made)(?: by)?|decision (?:no|number|ref|maker|date)|title|subject|key decision|name of decision|date of decision|decision\s*:)",
    re.I,
)
ASSESSMENT_START = re.compile(
    r"\W*(?:(?:eqia|equality (?:impact )?(?:assessment|analysis))(?: submission)?(?: form| template)?\b(?! (?:is|was|has|will|of)\b))",
    re.I,
)
ASSESSMENT_LABEL = re.compile(
    r"\W*(?:eqia title|title of|name of|responsible (?:officer|service)|type of activity|approved by|assessment (?:author|date)|completed by|lead officer|directorate)\b",
    re.I,
)
LISTED = re.compile(r"\W*(?:appendix|annexe?)\b", re.I)
COVER_SPAN = 14
"""Paragraphs within which the labels of a report's cover table stand."""


class Opening(Enum):
    """The kind of document that begins at a paragraph of a pack."""

    MINUTES = "minutes"
    JOINED_MINUTES = "minutes, whose heading stands below the names of the council and the body"
    REPORT = "report"
    RECORD = "record of a decision"
    ASSESSMENT = "equality assessment"


def find_openings(paragraphs: Sequence[Paragraph]) -> dict[int, Opening]:
    """Return {paragraph index: kind} of each paragraph at which a document may begin."""
    found: dict[int, Opening] = {}
    for index in range(len(paragraphs)):
        for kind, opens in (
            (Opening.MINUTES, _opens_minutes),
            (Opening.JOINED_MINUTES, _opens_joined_minutes),
            (Opening.REPORT, _opens_report),
            (Opening.RECORD, _opens_record),
            (Opening.ASSESSMENT, _opens_assessment),
        ):
            if opens(paragraphs, index):
                found[index] = kind
                break
    return found


def _opens_report(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a report begins: with its cover's labels, its subject among them."""
    if not REPORT_START.match(paragraphs[index].plain):
        return False
    window = paragraphs[index : index + COVER_SPAN]
    labels = {m[0].lower() for p in window for m in COVER_LABEL.finditer(p.plain)}
    named = any(re.match(r"(?:subject|title|report title)", label) for label in labels)
    return len(labels) >= 2 and named


def _opens_minutes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether minutes begin: a meeting that was held, and who was there."""
    text = paragraphs[index].plain
    held = MINUTES_START.match(text) or re.search(r"\bMEETING HELD (?:AT|IN|ON)\b", text)
    return bool(held) and paragraphs[index].words <= 40 and _tells_who_came(paragraphs, index)


def _opens_joined_minutes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a page begins with names and, in the same paragraph, the heading of minutes."""
    paragraph = paragraphs[index]
    page = paragraph.unit.page
    if page is None or index == 0 or paragraphs[index - 1].unit.page == page:
        return False
    held = any(MINUTES_START.match(line) for line in paragraph.plain_lines[1:NAMES_ABOVE])
    return held and paragraph.words <= 40 and _tells_who_came(paragraphs, index)


NAMES_ABOVE = 5
"""Lines at the top of a page among which the heading of minutes stands."""
PRESENT = re.compile(
    r"\W*(?:present|also present|in attendance|members present|attendance)\b", re.I
)


def _tells_who_came(paragraphs: Sequence[Paragraph], index: int) -> bool:
    return any(PRESENT.match(p.plain) for p in paragraphs[index : index + 8])


def _opens_record(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a record of a decision begins: not where a list of appendices names one."""
    paragraph = paragraphs[index]
    if paragraph.words > 12 or not RECORD_START.match(paragraph.plain):
        return False
    if wordings.BULLET.match(paragraph.unit.text) or LISTED.match(paragraph.plain):
        return False
    return any(RECORD_LABEL.match(p.plain) for p in paragraphs[index + 1 : index + 10])


def _opens_assessment(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the form of an equality assessment begins, on a page of its own."""
    paragraph = paragraphs[index]
    page = paragraph.unit.page
    heads = paragraph.words <= 12 and ASSESSMENT_START.match(paragraph.plain)
    if not heads or page is None or paragraphs[index - 1].unit.page == page:
        return False
    labels = {
        match[0].lower()
        for p in paragraphs[index + 1 : index + COVER_SPAN]
        for match in (ASSESSMENT_LABEL.match(p.plain),)
        if match
    }
    return len(labels) >= 2
