"""The field of a report's cover that says whether the report is open: "Exempt: No"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from ingest.exemption.marks import names_thing
from ingest.exemption.phrases import read_label
from ingest.exemption.words import Does, Word, may_mark, words_of
from qa.language.sentences import PARTS_OF_FIELDS

LABEL_WORDS = 14
VALUE_WORDS = 20
LABEL_LETTERS = 120
SEPARATOR = re.compile(
    r"[:?]\s*|\s[-–]\s|\s(?=(?:yes|none|nil|n/a|n(?=\W*$))\b|no\b(?!\W{0,2}\S*\d))", re.I
)
"""What parts a label from its value."""
NEITHER = re.compile(r"\W*(?:n\s?/\s?a|not applicable|ddim yn berthnasol)\b", re.I)
DENIES = re.compile(r"\W*(?:no|n|na|nage|false|nac ydy\w*)\b(?!\s*/?\s*a\b)", re.I)
"""An answer that says no. "None" and "nil" say that there is nothing to tell."""
ASKED_OF_OTHERS = frozenset(
    {"copy", "copied", "copies", "forward", "forwarded", "discuss", "discussed", "removed"}
)
"""Words of making public that a form asks in another sense: "Copy attached: No"."""
YES = re.compile(r"\byes\b", re.I)
BLANK = re.compile(r"\byes\b\W{0,5}\bno\b", re.I)
TICKED = re.compile(r"^\W*(?:[☒☑✓✔■]\s*yes\b|yes\s*[☒☑✓✔■])", re.I)
TICKED_NO = re.compile(r"[☒☑✓✔■]\s*no\b|\bno\s*[☒☑✓✔■]", re.I)
HEADING = re.compile(r"\W*(?:part|section|rhan) \w+\W*", re.I)
HINT = re.compile(
    r"\b(?:open|clos|public|publish|part (?:1|2|i|ii|a|b)\b|classification|access|availab|viewab|releas|"
    r"disclos|shar|agored|cyhoedd|gyhoedd|ar gael)",
    re.I,
)
"""What a field may ask without a word that marks."""
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
    | Does.SUPPOSED
    | Does.AUDIENCE
    | Does.ABOUT
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
        asks_open = asks_if_open(label)
        asks_marked = _asks(label, Does.MARKING | Does.OUTRIGHT | Does.WEAK)
        says_no = bool(words) and bool(words[0].does & Does.NEGATION)
        if asks_open and not asks_marked and DENIES.match(value):
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

    def denies(self) -> bool:
        """Whether it asks if the report is open, and the answer is no."""
        return asks_if_open(words_of(self.label)) and DENIES.match(self.value) is not None

    def of_thing(self) -> bool:
        """Whether the field speaks of an appendix."""
        return any(names_thing([word]) for word in words_of(self.value)[:4])

    def opens(self) -> bool:
        """Whether the field says that the report is open."""
        if self.withholds() or (read_label(self.value) and not NEITHER.match(self.value)):
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
        label = words_of(self.label)
        marked = _asks(label, Does.MARKING | Does.OUTRIGHT | Does.WEAK)
        if asks_if_open(label) and not marked and YES.match(self.value.strip()):
            return True
        return bool(
            NEITHER.match(self.value) or words[0].does & (Does.NEGATION | Does.OPEN | Does.LIFTED)
        )


def _asks(words: Sequence[Word], kinds: int) -> bool:
    return any(word.does & kinds for word in words)


def asks_if_open(words: Sequence[Word]) -> bool:
    """Whether a label asks if the paper is open: not "Public consultation", "Disclosure of interests"."""
    for place, word in enumerate(words):
        behind = words[place + 1 : place + 3]
        close = bool(behind) and not behind[0].apart
        if word.who & Does.ASKS:
            return True
        if word.does & Does.PUBLISH and word.text not in ASKED_OF_OTHERS:
            of_other = close and behind[0].text == "of" and len(behind) > 1
            if (
                not of_other
                or behind[1].does & (Does.THIS | Does.DOCUMENT)
                or behind[1].text == "the"
            ):
                return True
        elif word.does & Does.OPEN:
            other = close and behind[0].does & Does.GROUNDS and behind[0].text != "access"
            if not other:
                return True
    return False


def may_be_field(text: str) -> bool:
    """Whether a text has a word by which a field asks if a paper is open; most have none."""
    return may_mark(text) or HINT.search(text) is not None


def fields_in(lines: list[str], cells: list[str]) -> Iterator[ExemptField]:
    """Yield the fields among a paragraph's lines or a row's cells that say if a report is open."""
    pieces = [piece for text in (*lines, *cells) for piece in (text, *PARTS_OF_FIELDS.split(text))]
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
    known = all(word.does & (PARTS | BESIDE) or word.who for word in words)
    if_open = asks_if_open(words)
    asks = any(word.does & PARTS and not word.does & Does.OPEN for word in words) or (
        if_open and (_asks(words, Does.OPEN) or DENIES.match(value) is not None)
    )
    if words and known and asks:
        yield ExemptField(label.strip(), value.strip())
