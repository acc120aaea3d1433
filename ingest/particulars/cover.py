"""Read the cover of a report: its table of labels and values, in one column or two.

A label may stand beside its value or above it, with a colon or without, in cells or in lines that
the reader of a PDF ran together. `read_cover` tries each; the first value found for a label counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.paragraphs import Paragraph

SPAN = 24
"""Paragraphs at the front of a report within which its cover stands."""
LABELS = {
    "subject": re.compile(
        r"^(?:subject(?: matter)?(?:\s*/\s*title of decision)?|title(?: of (?:decision|report))?|report title|name of (?:report|paper))(?:\s*/\s*title)?\s*[:\t]\s*(.+)",
        re.I,
    ),
    "to": re.compile(
        r"^(?:report )?to\s*[:\t]\s*(.+)|^report for\s*[:\t]\s*(.+)|^(?:name of )?decision[- ](?:to be )?(?:taken by|made by|maker|taker)\s*[:\t]?\s*(.+)|^(?:council/)?committee\s*[:\t]\s*(.+)|^meeting\s*[:\t]\s*(.+)|^to\s+((?:the )?(?:cabinet|council|executive|[\w ]{3,40}committee)\b.{0,40})$",
        re.I,
    ),
    "date": re.compile(
        r"^(?:date(?: of (?:meeting|decision|cabinet|committee|council))?|meeting date|decision date)\s*[:\t]\s*(.+)",
        re.I,
    ),
    "author": re.compile(r"^report (?:author|of|by)\s*[:\t]\s*(.+)", re.I),
    "venue": re.compile(r"^(?:venue|place|location)\s*[:\t]\s*(.+)", re.I),
    "number": re.compile(
        r"^(?:decision (?:no|number|ref(?:erence)?)|report (?:no|number|ref(?:erence)?)|file ref(?:erence)?|ref(?:erence)?(?: no)?)\.?\s*[:\t]?\s*(.+)",
        re.I,
    ),
}
BARE = re.compile(
    r"(?P<label>Report to|To|Council/Committee|Responsible (?:Director|Officer|Head of Service)|File reference|File Reference|Attachments|Appendices|Circulated to|From|By|Committee|Meeting(?: date)?|Date(?: of (?:[Mm]eeting|[Rr]eport))?|Report title|Title of (?:report|decision)|Title|Agenda item|Subject|Report of|Report by|Report author|Author|Lead officer|Contact(?: officer)?|"
    r"Report (?:number|no\.?|ref(?:erence)?)|Reference|Wards?(?: affected)?|Cabinet Member|Portfolio Holder|Lead Member|Key decision|Exempt|Classification|Directorate|Decision maker)\s+(?P<value>\S.*)"
)
"""A line of a cover that prints no colons: "Report title The Corn Hall"."""
NAMING = frozenset({"to", "report to", "committee", "council/committee", "meeting", "subject"})
TITLES = frozenset({"title", "report title", "title of report", "title of decision"})
LABEL_AND_VALUE = 2
"""Cells of such a row."""
LONGEST_VALUE = 25
"""Words of a label and its value."""
LEAST_BARE = 4
"""Different labels, at least, by which such lines are a cover."""
COVER = re.compile(
    r"(?<![\w-])(?P<label>report to|to|from|report of|report by|report author|author|date(?: of (?:meeting|decision|cabinet|committee|council))?|meeting date|decision date|"
    r"subject(?: matter)?(?:\s*/\s*title of decision)?|title(?: of (?:decision|report))?|report title|wards?(?: affected| /? ?areas?)?|electoral divisions?|"
    r"(?:is this a )?key decision|(?:included|is it included) in (?:the )?forward plan|cabinet member|portfolio(?: holder)?|lead (?:member|officer)|"
    r"exempt\s*/\s*(?:or )?confidential(?: report)?|confidential(?:ity)?|classification|contact officer|telephone|tel|e-?mail|decision (?:no|number|ref(?:erence)?)|"
    r"report (?:no|number|ref(?:erence)?)|ref(?:erence)?(?: no)?|committee|meeting|venue|decision maker|director|status|past pathway(?: of (?:report|paper))?|future pathway(?: of (?:report|paper))?)"
    r"\s*[:?]",
    re.I,
)
SUBJECT_ABOVE = re.compile(
    r"^\W*(?:subject matter|title of (?:decision|report))(?:\s*/\s*title of decision)?\s*:?\W*$",
    re.I,
)
DECIDER_ABOVE = re.compile(
    r"^(?:name of )?decision[- ](?:to be )?(?:taken by|made by|maker|taker)\W*$", re.I
)
NUMBER_ABOVE = re.compile(r"^\W*(?:decision|report) (?:no|number|ref(?:erence)?)\W*$", re.I)
BODY_OF_REPORT = re.compile(
    r"^\W*(?:\d{1,2}\.?\s+)?(?:purpose|recommendation|summary|reasons? for|introduction|background|executive summary|decision\s*:|what is)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Cover:
    """What a report's cover table says, each value as printed; empty where it says nothing."""

    subject: str = ""
    to: str = ""
    """The body that is to decide."""
    date: str = ""
    author: str = ""
    venue: str = ""
    number: str = ""
    """Of the report or the decision."""


def read_cover(paragraphs: Sequence[Paragraph]) -> Cover:
    """Return what the cover table at the front of a report says."""
    found: dict[str, str] = {}
    texts = _cover_text(paragraphs)
    texts += _bare_labels(paragraphs)
    for index, paragraph in enumerate(paragraphs[:45]):
        lines = paragraph.plain_lines
        labelled = lines if sum(bool(COVER.match(line)) for line in lines) > 1 else ()
        for text in [*(texts if index == 0 else []), *_label_value_pairs(paragraph), *labelled]:
            for name, pattern in LABELS.items():
                if name not in found and (match := pattern.match(text)):
                    value = next(group for group in match.groups() if group)
                    if re.search(r"\w", value):
                        found[name] = value.strip(" \t|")
        below = paragraphs[index + 1].plain if index + 1 < len(paragraphs) else ""
        if "subject" not in found and (subject := _subject(paragraph, below)):
            found["subject"] = subject
        if "subject" in found and below and found["subject"] and _goes_on(paragraphs, index):
            found["subject"] = f"{found['subject']} {below}"
        if "number" not in found and NUMBER_ABOVE.match(paragraph.plain) and below:
            found["number"] = below
        if "to" not in found and DECIDER_ABOVE.match(paragraph.plain):
            found["to"] = below
    return Cover(**found)


def cover_length(paragraphs: Sequence[Paragraph]) -> int:
    """Return how many paragraphs at the front make up the cover's table; 0 without one."""
    last, labels, first = 0, 0, None
    for index, paragraph in enumerate(paragraphs[:SPAN]):
        if BODY_OF_REPORT.match(paragraph.plain) and labels >= 3:
            return index
        found = COVER.findall(paragraph.plain)
        if not found and first is not None and index - last > 3:
            break
        if found and (paragraph.is_row or COVER.match(paragraph.plain)):
            first = index if first is None else first
            last, labels = index, labels + len(found)
    return last + 1 if labels >= 3 else 0


def _subject(paragraph: Paragraph, below: str) -> str | None:
    """Return the subject below its label: in the same paragraph, or in the next."""
    value = " ".join(filter(None, paragraph.plain_lines[1:]))
    if value and SUBJECT_ABOVE.match(paragraph.plain_lines[0]):
        return value
    return below if below and SUBJECT_ABOVE.match(paragraph.plain) else None


def _goes_on(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the paragraph below a subject is its second line, printed in another weight."""
    paragraph, below = paragraphs[index], paragraphs[index + 1]
    if not LABELS["subject"].match(paragraph.plain) or below.unit.page != paragraph.unit.page:
        return False
    after = paragraphs[index + 2].plain if index + 2 < len(paragraphs) else ""
    labelled = ":" in below.plain or BODY_OF_REPORT.match(below.plain)
    weights = below.bold != paragraph.bold and below.words <= 12
    return weights and not labelled and bool(COVER.match(after))


def _cover_text(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Return "label: value" texts of a cover whose columns the reader ran together.

    A label that wraps ("Date of" above "Meeting:") is found only in the joined text.
    """
    length = cover_length(paragraphs)
    front = [p for p in paragraphs[:length] if "\t" not in p.unit.text]
    joined = " ".join(p.plain for p in front)
    matches = list(COVER.finditer(joined))
    if len(matches) < 5:
        return []
    ends = [m.start() for m in matches[1:]] + [len(joined)]
    return [
        f"{match['label']}: {joined[match.end() : end].strip()}"
        for match, end in zip(matches, ends, strict=True)
        if joined[match.end() : end].strip()
    ]


def _bare_labels(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Return "label: value" texts of a cover without colons; none where it has too few."""
    found: dict[str, str] = {}
    for paragraph in paragraphs[:12]:
        for first, whole in _lines_joined(paragraph.plain_lines):
            # What is too long for a value has swallowed a line with a label of its own.
            plain = whole if len(whole.split()) <= LONGEST_VALUE else first
            match = BARE.fullmatch(plain)
            if match and not plain.endswith(".") and len(plain.split()) <= LONGEST_VALUE:
                found.setdefault(match["label"].lower(), match["value"])
    named = {label.removeprefix("circulated ") for label in found}
    if len(found) < LEAST_BARE or not named & (NAMING | TITLES):
        return []
    return [f"{label.removeprefix('circulated ')}: {value}" for label, value in found.items()]


def _lines_joined(plain_lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return each line that a label begins: alone, and with the lines below that none begins."""
    lines: list[tuple[str, str]] = []
    for line in plain_lines:
        if lines and not BARE.match(line) and BARE.match(lines[-1][0]):
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line}")
        else:
            lines.append((line, line))
    return lines


def _label_value_pairs(paragraph: Paragraph) -> list[str]:
    if "\t" not in paragraph.unit.text:
        return [paragraph.plain]
    cells = [cell for cell in paragraph.plain_cells if cell]
    # Two labels on a line, each with its value: "Subject: Quay <tab> Wards Affected: All".
    pairs = [cell for cell in cells if COVER.match(cell) and not cell.endswith((":", "?"))]
    if len(cells) == LABEL_AND_VALUE and COVER.fullmatch(f"{cells[0]}:"):
        pairs.append(f"{cells[0]}: {cells[1]}")  # A ruled table needs no colons.
    for index, cell in enumerate(cells):
        if cell.endswith((":", "?")) and index + 1 < len(cells):
            run = []
            for value in cells[index + 1 :]:
                if value.endswith((":", "?")):
                    break
                run.append(value)
            # A cell may be cut in two by the extraction: the longest repeats the whole.
            pairs.append(f"{cell} {max(run or [''], key=len)}")
    return pairs
