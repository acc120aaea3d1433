"""Amendment papers: forms on which a member gives notice, before a meeting, of an amendment.

Such a paper is a list of labels with what stands behind or below each: who proposes, who seconds,
which paragraph would change, why, and the words themselves. A paper is one only where it calls
itself an amendment and names who proposes it; an account of what became of it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.layout.paragraphs import Paragraph


class Role(StrEnum):
    """What stands behind a label of such a form."""

    MOVER = "mover"
    SECONDER = "seconder"
    WORDS = "words"
    NUMBER = "number"
    ITEM = "item"
    PLACE = "place"
    OTHER = "other"
    FREE = "free"
    """What stands behind no label."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One amendment of a paper, in its paragraphs [first, last]."""

    first: int
    last: int
    title: str
    number: str | None
    mover: str
    seconder: str | None
    text: str
    """Its words, as printed; empty where they are not found."""
    words: tuple[int, int]
    """The paragraphs in which its words stand; those of the mover where they are not found."""
    heading: int
    """The paragraph that calls it an amendment."""


_BY = r"(?:\s+by)?(?:\s+(?:the\s+)?(?:councill?ors?|cllrs?|members?))?"
_OF = r"(?:(?:name|signature|names?) of (?:the )?)?(?:(?:the|amendment|motion|to be|member|councill?or|cllr|being|is|was)\s+)*"
LABELS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(words, re.I))
    for role, words in (
        (
            Role.MOVER,
            rf"{_OF}(?:propos(?:er|ed|ing)|mov(?:er|ed|ing)|submitted|tabled|cynigydd|cynigiwyd gan|cynigir gan){_BY}",
        ),
        (
            Role.SECONDER,
            rf"{_OF}(?:second(?:er|ed|ing)|eilydd|eiliwyd gan|eilir gan){_BY}",
        ),
        (
            Role.PLACE,
            r"(?!(?:amend|delete|insert|replace|add|remove)\b)(?=.*\b(?:paragraphs?|pages?|sections?|lines?|recommendations?|clauses?|parts?|paragraff(?:au)?)\b)"
            r"(?=.*\b(?:changed?|amend(?:ed)?|altered|deleted|replaced|affected|ref(?:erence)?|numbers?|nos?|relates?)\b).{3,80}",
        ),
        (
            Role.WORDS,
            r"(?:(?:the|full|exact|proposed|new|revised|suggested|replacement|amended|actual)\s+)*(?:text|wording|words|details?)"
            r"(?:\s+of\s+(?:the\s+|your\s+)?(?:proposed\s+)?(?:amendments?|motions?|changes?))?(?:\s+to be (?:inserted|added|considered))?"
            r"|(?:(?:the|proposed|suggested|draft|your)\s+)*(?:amendments?|changes?|gwelliant)(?:\s+(?:to|as follows|reads?)\b.{0,60})?"
            r"|(?:(?:the|amended|revised|new|substitute|proposed)\s+)+(?:motion|recommendations?|resolution|paragraph)s?(?:\s+(?:to read|would (?:then )?read|then reads?|as amended|as follows))?",
        ),
        (
            Role.NUMBER,
            r"(?:(?:the|budget|group)\s+)?(?:amendment\s+)?(?:ref(?:erence)?\.?|number|no\.?)(?:\s+(?:number|no\.?))?",
        ),
        (
            Role.ITEM,
            r"(?:agenda\s+)?item(?:\s+(?:no\.?|number|title|and title))?|(?:original\s+)?motion|report(?:\s+title)?|subject|title|eitem",
        ),
        (
            Role.OTHER,
            r"(?:(?:proposed|the|intended)\s+)*(?:purpose|aim|intention|effect|reasons?|rationale|justification|explanation|background|notes?|diben|rheswm)\b.{0,60}"
            r"|.{0,40}\b(?:impacts?|implications?|comments?|advice|costs?|funding|savings?|assessment|officer|signed|signature|dated?|received|deadline|meeting|group|political party|ward|email|contact|approved|original text|existing text|current text|currently reads?)(?:\s*\(.{1,40}\))?",
        ),
    )
)
LONGEST_LABEL = 12
"""Words of a label at most."""
_LABELLED = re.compile(
    r"\W{0,4}(?:\d{1,2}[.)]\s+)?(?P<label>\w[^:\t?“\"]{1,90}?)\s*[:?\t]\s*(?P<value>.*)", re.S
)
_CALLED = re.compile(r"\b(?:amendments?|gwelliant(?:nau)?)\b", re.I)
_NO_CALL = re.compile(r"\bamendments?\s+(?:act|order|regulations?)\b|\(amendment\)", re.I)
_FORM = re.compile(
    r"\b(?:notice|form|of|the|an?|for|to|amendments?|proposed|number|no|\d+|[a-z])\b|\W", re.I
)
_BOTH = re.compile(
    r"(?:^|\b)(?:to be\s+)?(?:moved|proposed)(?:\s+by)?\s*:?\s*(?P<mover>[^:;]{4,60}?),?\s+(?:and\s+)?(?:to be\s+)?seconded(?:\s+by)?\s*:?\s*(?P<seconder>[^:;]{4,60}?)\s*[.:]?$",
    re.I,
)
_NAME = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
_TOLD = re.compile(
    r"\b(?:amendment|motion)\s+(?:was|were|is)\s+(?:\w+\s+){0,2}(?:carried|lost|agreed|withdrawn|put to)\b|\bput to the vote\b"
    r"|^\W*(?:RESOLVED|PRESENT\b|Present\s*:|MINUTES\b|Minutes of)|\bmeeting (?:closed|ended|commenced|began)\b",
    re.M,
)
"""What only an account of a meeting says."""
_OPENS = re.compile(
    r"\W*(?:[A-Z][\w’'-]*\s+){0,4}(?:[Aa]mendment|AMENDMENT)\s+(?:(?:no\.?|number)\s*)?(?:\d{1,2}|[A-Z])\b[^.]{0,80}$",
    re.S,
)
"""Heads a further amendment of a paper."""
FRONT = 14
"""Paragraphs in which a paper calls itself an amendment."""
MOST = 400
"""Paragraphs of such a paper at most."""
LONGEST_NAME = 14
LONGEST_HEADING = 22


@dataclass(slots=True)
class _Field:
    role: Role
    label: str
    first: int
    last: int
    lines: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def value(self) -> str:
        return "\n".join(line for line in self.lines if line.strip())


def find_amendments(paragraphs: Sequence[Paragraph]) -> list[Filed]:
    """Return the amendments of which a paper gives notice; none where it is no such paper."""
    if len(paragraphs) > MOST:
        return []
    heading = next((i for i, p in enumerate(paragraphs[:FRONT]) if _calls(p)), None)
    if heading is None or any(_TOLD.search("\n".join(p.plain_lines)) for p in paragraphs):
        return []
    fields = list(_fields(paragraphs))
    moves = [n for n, each in enumerate(fields) if each.role is Role.MOVER and _is_name(each.value)]
    labelled = any(each.role in (Role.SECONDER, Role.WORDS, Role.PLACE) for each in fields)
    if not moves or not labelled or fields[moves[0]].first > heading + 2 * FRONT:
        return []
    bounds = [0, *(_opens(fields, n) for n in moves[1:]), len(fields)]
    found = []
    for number in range(len(moves)):
        own = fields[bounds[number] : bounds[number + 1]]
        found.append(_filed(own, paragraphs, heading if number == 0 else own[0].first))
    return found


def _calls(paragraph: Paragraph) -> bool:
    """Whether a short line calls the paper an amendment."""
    return any(
        len(line.split()) <= LONGEST_HEADING and _CALLED.search(_NO_CALL.sub("", line))
        for line in paragraph.plain_lines
    )


def calling_line(paragraph: Paragraph) -> str:
    """Return the line of a paragraph that calls the paper an amendment."""
    lines = paragraph.plain_lines
    return next((each for each in lines if _CALLED.search(each)), paragraph.plain)


def _is_name(value: str) -> bool:
    words = _NAME.findall(value)
    return 1 <= len(words) <= LONGEST_NAME and any(word[0].isupper() for word in words)


def role_of(label: str) -> Role | None:
    """Return what stands behind a label; None where it is none of such a form."""
    bare = re.sub(r"\(s\)|/\w+\b", "", " ".join(label.split())).strip(" .*_-–—:")
    if not bare or len(bare.split()) > LONGEST_LABEL:
        return None
    return next((role for role, pattern in LABELS if pattern.fullmatch(bare)), None)


def _pieces(paragraph: Paragraph) -> list[str]:
    if paragraph.is_row or "\t" in paragraph.unit.text:
        return [cell for cell in paragraph.plain_cells if cell.strip()]
    return [line for line in paragraph.plain_lines if line.strip()]


def _fields(paragraphs: Sequence[Paragraph]) -> Iterator[_Field]:
    """Yield the labels of a form in order, each with what stands behind it."""
    current = _Field(Role.FREE, "", 0, 0)
    for index, paragraph in enumerate(paragraphs):
        if both := _BOTH.search(paragraph.plain) if paragraph.words <= 40 else None:
            yield current
            for act, name in ((Role.MOVER, both["mover"]), (Role.SECONDER, both["seconder"])):
                yield _Field(act, "", index, index, [name], [index])
            current = _Field(Role.FREE, "", index, index)
            continue
        for piece in _pieces(paragraph):
            match = _LABELLED.fullmatch(piece)
            label, value = (match["label"], match["value"]) if match else (piece, "")
            role: Role | None = role_of(label)
            if role is Role.OTHER and not match and len(label.split()) > 4:
                role = None  # a sentence, not a label
            if (
                role in (Role.WORDS, Role.ITEM)
                and not match
                and not current.lines
                and current.label
            ):
                role = None  # the value of the label above
            if role:
                yield current
                current = _Field(role, label, index, index, [value] if value else [])
                current.places = [index] if value else []
                continue
            if _OPENS.match(piece):
                yield current
                current = _Field(Role.FREE, "", index, index, [piece], [index])
                continue
            short = current.role in (Role.MOVER, Role.SECONDER, Role.NUMBER, Role.ITEM, Role.PLACE)
            if short and current.lines and index > current.places[-1]:
                yield current
                current = _Field(Role.FREE, "", index, index)
            current.lines.append(piece)
            current.places.append(index)
            current.last = index
    yield current


def _opens(fields: Sequence[_Field], place: int) -> int:
    """Return where a further amendment opens: with its number or heading above its mover."""
    while place > 1 and (
        fields[place - 1].role in (Role.NUMBER, Role.ITEM) or _OPENS.match(fields[place - 1].value)
    ):
        place -= 1
    return place


def _filed(own: Sequence[_Field], paragraphs: Sequence[Paragraph], heading: int) -> Filed:
    def first_of(role: Role) -> _Field | None:
        return next((each for each in own if each.role is role and each.value), None)

    mover = next(each for each in own if each.role is Role.MOVER and each.value)
    seconder, number, item = (first_of(r) for r in (Role.SECONDER, Role.NUMBER, Role.ITEM))
    title = _title(own, paragraphs, heading, item.value if item else None)
    called = re.search(r"(?i)\bamendment\s+(?:(?:no\.?|number)\s*)?(\d{1,2}|[A-Z])\b", title)
    words = [each for each in own if each.role is Role.WORDS and each.value]
    if not words:
        after = own[own.index(mover) + 1 :]
        words = [each for each in after if each.role is Role.FREE and each.value][:1]
    text = "\n".join(each.value for each in words)
    places = [place for each in words for place in each.places] or [mover.first]
    return Filed(
        own[0].first,
        max(each.last for each in own),
        title,
        " ".join(number.value.split()) if number else called[1] if called else None,
        _tidy(mover.value),
        _tidy(seconder.value) if seconder and _is_name(seconder.value) else None,
        text,
        (min(places), max(places)),
        heading,
    )


def _title(
    own: Sequence[_Field], paragraphs: Sequence[Paragraph], heading: int, item: str | None
) -> str:
    """Return the line that calls it an amendment, with its matter where that line has none."""
    line = calling_line(paragraphs[heading])
    moves = next(place for place, each in enumerate(own) if each.role is Role.MOVER)
    line = next((e.value for e in own[moves - 1 :: -1] if moves and _OPENS.match(e.value)), line)
    line = " ".join(line.split())
    if re.search(r"[^\W\d_]{3,}", _FORM.sub(" ", line)):
        return line
    matter = item or next(
        (
            each
            for one in own
            if one.role is Role.FREE
            for each in one.lines
            if re.match(r"\W*(?:agenda\s+)?(?:item|motion)\b", each, re.I)
        ),
        None,
    )
    return f"{line}: {' '.join(matter.split())}" if matter else line


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(" ,;:.-–")
