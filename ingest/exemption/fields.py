"""The field of a report's cover that says whether the report is open: "Exempt: No"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from ingest.exemption.phrases import names_thing, read_label
from ingest.exemption.words import Does, Word, words_of

LABEL_WORDS = 14
VALUE_WORDS = 20
LABEL_LETTERS = 120
SEPARATOR = re.compile(r"[:?]\s*|\s[-–]\s|\s(?=(?:yes|none|nil|n/a)\b|no\b(?!\W{0,2}\S*\d))", re.I)
"""What parts a label from its value."""
NEITHER = re.compile(r"\W*(?:n\s?/\s?a|not applicable|ddim yn berthnasol)\b", re.I)
PIECES = re.compile(r"(?<!no\.)(?<=[.;|])\s+", re.I)
YES = re.compile(r"\byes\b", re.I)
BLANK = re.compile(r"\byes\b\W{0,5}\bno\b", re.I)
TICKED = re.compile(r"^\W*(?:[☒☑✓✔■]\s*yes\b|yes\s*[☒☑✓✔■])", re.I)
TICKED_NO = re.compile(r"[☒☑✓✔■]\s*no\b|\bno\s*[☒☑✓✔■]", re.I)
HEADING = re.compile(r"\W*(?:part|section|rhan) \w+\W*", re.I)
PARTS = Does.MARKING | Does.OUTRIGHT | Does.WEAK | Does.OPEN | Does.FORM
BESIDE = (
    Does.DOCUMENT
    | Does.TOPIC
    | Does.THING
    | Does.VERB
    | Does.THIS
    | Does.SMALL
    | Does.GROUNDS
    | Does.PUBLISH
    | Does.EXCLUDE
)


@dataclass(frozen=True, slots=True)
class ExemptField:
    """A field of a cover, filled in, that says whether the report is open."""

    label: str
    value: str

    @property
    def words(self) -> str:
        """The field as it is printed."""
        return f"{self.label.rstrip(' :')}: {self.value}"

    def withholds(self) -> bool:
        """Whether the field says that the whole report is exempt.

        "Yes - Appendix B only" restricts the appendix; "Yes / No" is a form not filled in.
        """
        label = words_of(self.label)
        value = " ".join(self.value.split()[:VALUE_WORDS])
        words = words_of(value)
        if any(names_thing([word]) for word in [*label, *words]) or NEITHER.match(value):
            return False
        if BLANK.search(value) and not TICKED.match(value):
            return False
        asks_open = _asks(label, Does.OPEN | Does.PUBLISH)
        asks_marked = _asks(label, Does.MARKING | Does.OUTRIGHT | Does.WEAK)
        says_no = bool(words) and bool(words[0].does & Does.NEGATION)
        if asks_open and not asks_marked and re.match(r"\W*no\b", value, re.I):
            return not _asks(words, Does.MARKING | Does.OUTRIGHT)
        if says_no and not read_label(value):
            return False
        if re.match(r"\W*(?:[☒☑✓✔■]\s*)?yes\b", value, re.I) or TICKED.match(value):
            return asks_marked and (
                not asks_open or bool(read_label(value[value.lower().find("yes") + 3 :]))
            )
        if _asks(words[:2], Does.EXCLUDE) and asks_open:
            return True  # "Open or closed: Closed"
        cited = words[:1] and words[0].text.startswith(("para", "categor"))
        if cited and len(words) > 1 and words[1].does & Does.COUNT:
            return True
        if words[:1] and words[0].does & Does.WEAK:
            return True
        marked = read_label(value)
        return bool(marked) and not marked.of_thing

    def opens(self) -> bool:
        """Whether the field says that the report is open."""
        if self.withholds():
            return False
        if TICKED_NO.search(self.value):
            return True
        words = [
            word
            for word in words_of(self.value)[:6]
            if word.text not in ("this", "the", "is", "a", "report")
        ]
        if not words or (BLANK.search(self.value) and not TICKED.match(self.value)):
            return False
        return bool(
            NEITHER.match(self.value) or words[0].does & (Does.NEGATION | Does.OPEN | Does.LIFTED)
        )


def _asks(words: list[Word], kinds: int) -> bool:
    return any(word.does & kinds for word in words)


def fields_in(lines: list[str], cells: list[str]) -> Iterator[ExemptField]:
    """Yield the fields among a paragraph's lines or a row's cells that say if a report is open."""
    pieces = [piece for text in (*lines, *cells) for piece in (text, *PIECES.split(text))]
    for text in dict.fromkeys(pieces):
        for mark in islice(SEPARATOR.finditer(text[:LABEL_LETTERS]), 3):
            yield from field(text[: mark.end()], text[mark.end() :])
    for label, value in pairwise(cells):
        yield from field(label, value)


def field(label: str, value: str) -> Iterator[ExemptField]:
    """Yield a label and its value if they say whether a report is open."""
    if not value.strip() or HEADING.fullmatch(label):
        return  # a heading: "Part B: Private Sector Housing"
    if len(label.split()) > LABEL_WORDS or YES.search(label):
        return
    words = words_of(label)
    known = all(word.does & (PARTS | BESIDE) for word in words)
    if words and known and _asks(words, PARTS):
        yield ExemptField(label.strip(), value.strip())
