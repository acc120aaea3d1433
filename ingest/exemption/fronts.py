"""Whether a document is marked at its front, at its foot, or by a sentence of its own.

The lines are looked at as they are printed, also those that run on into one paragraph, and two to
four of them together, since a marking may wrap. A document's front is what stands before its prose.
An agenda says of the items that it lists that they are exempt, and minutes of what was taken: there
only what stands above the list is said of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.exemption.fields import ExemptField, field, fields_in, may_be_field
from ingest.exemption.marks import CERTAIN, OUTRIGHT, Form, Reading, names_thing
from ingest.exemption.others import (
    NOTICE_LINES,
    adds_nothing,
    are_classes,
    heads_a_section,
    is_notice,
    is_unanswered,
    offers_both,
    runs_on,
    states_open,
)
from ingest.exemption.phrases import read_hint, read_label
from ingest.exemption.statements import read_statements
from ingest.exemption.withholding import Marking
from ingest.exemption.words import Does, may_mark, words_of
from ingest.layout.paragraphs import Paragraph

FRONT = 16
"""Paragraphs at a document's front in which its cover says whether it is exempt."""
FRONT_LINES = 48
"""Lines of these that are looked at."""
HEAD = 8
"""Lines at the very head, where a weak sign puts the paper in doubt."""
TITLE = 3
"""Lines in which the name of an appendix is the paper's own."""
FOOT = 3
SPAN = 4
"""Lines over which a marking may run."""
PROSE_WORDS = 25
"""Words of a paragraph that is prose and no part of the cover."""
BODY_WORDS = 40
"""Words of prose after which the cover has ended."""
LONG_LINE = 60
"""Letters of a line that may run on over the next."""
FIELD_WORDS = 8
AGENDA_WORDS = 6
LISTED = 3
"""After so many paragraphs an agenda lists its items."""
AGENDA = re.compile(
    r"\W*(?:public )?agenda\b(?!.*\bitem)|\W*rhaglen\b|\W*(?:28.day )?notice of\b|(?:.{0,40}\b)?forward plan\b",
    re.I,
)
"""Heads what lists the business of others: an agenda, a notice, a plan of decisions."""
MINUTES = re.compile(r"\W*(?:draft )?minutes?\b(?! \d)|\W*cofnodion\b", re.I)
ITEM = re.compile(r"\W*(?:agenda )?item\b", re.I)
NUMBERED = re.compile(r"\W*(?:item )?\d{1,3}(?:/\d{2,4})?[a-z]?[.):]?\s+\S", re.I)
"""A minute's, an item's or a section's own title: "150/20 Exempt Minutes"."""
LISTS = re.compile(
    r"\W*(?:list of )?(?:appendices|attachments|annexes|enclosures|background papers)\b", re.I
)
"""Heads the list of what is attached."""
BLANK = re.compile(r"[?/]\s*$|(?<!publication):\s*$", re.I)
"""The label of a field that is still to be filled in."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a row of a table, at a document's front."""

    text: str
    bold: bool
    row: tuple[str, ...] = ()
    """The cells of a row; none for a line."""
    paragraph: int = 0
    opens: bool = True
    """Whether it is the first of its paragraph."""


def lines_of(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    """Yield the lines of paragraphs as they are printed."""
    for number, paragraph in enumerate(paragraphs):
        if paragraph.is_row:
            cells = tuple(cell for cell in paragraph.plain_cells if cell)
            yield Line(paragraph.plain, paragraph.bold, cells, number)
            continue
        for place, text in enumerate(line for line in paragraph.plain_lines if line):
            yield Line(text, paragraph.bold, (), number, place == 0)


def front_marking(paragraphs: Sequence[Paragraph]) -> Marking | None:
    """Return what marks a document at its front; None where nothing does."""
    front = paragraphs[:FRONT]
    if not any(may_be_field(one.plain) for one in front):
        return None  # most documents
    lines = list(lines_of(front))[:FRONT_LINES]
    if is_notice([line.text for line in lines]):
        return None
    fields = [_fields_at(lines, index) for index in range(len(lines))]
    opened = [index for index, held in enumerate(fields) if any(one.opens() for one in held)]
    opened += [index for index, held in enumerate(fields) if any(one.of_thing() for one in held)]
    opened += [index for index, line in enumerate(lines) if states_open(line.text)]
    look = _Front(front, lines, frozenset(opened))
    for index, held in enumerate(fields):
        for one in held:
            if one.withholds() and not look.lists(index):
                return Marking(one.words, "field of the cover")
    if are_classes([line.text for line in lines]):
        return None
    found = [marking for index in range(len(lines)) if (marking := look.marking_at(index))]
    return next((marking for marking in found if marking.certain), found[0] if found else None)


def stated_marking(paragraphs: Sequence[Paragraph]) -> Marking | None:
    """Return the first sentence of a document that says that the document is withheld."""
    if lists_business(paragraphs):
        return None
    for paragraph in paragraphs:
        text = " ".join(paragraph.plain.split("\n"))
        if may_mark(text) and (reading := read_statements(text)).strength >= CERTAIN:
            return Marking(reading.words, "sentence of the paper")
    return None


def foot_marking(paragraphs: Sequence[Paragraph]) -> Marking | None:
    """Return what marks a document without pages at its foot."""
    if lists_business(paragraphs) or paragraphs[-1].unit.page is not None:
        return None
    if are_classes([line.text for line in lines_of(paragraphs[:FRONT])]):
        return None
    lines = list(lines_of(paragraphs[-FOOT:]))[-FOOT - 1 :]
    for above, line, below in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        reading = read_label(line.text)
        if below is not None and (
            runs_on(line.text, below.text)
            or heads_a_section(line.text, _titles(paragraphs, above), below.text)
        ):
            continue
        listed = above is not None and (NUMBERED.match(above.text) or LISTS.match(above.text))
        plain = reading.form is Form.LABEL and not reading.of_thing and not reading.topical
        if any(not one.withholds() for one in fields_in([line.text], list(line.row))):
            continue
        if (
            reading.strength >= CERTAIN
            and plain
            and not listed
            and not NUMBERED.match(line.text)
            and not BLANK.search(line.text)
        ):
            return Marking(reading.words, "foot of the paper")
    return None


def _titles(paragraphs: Sequence[Paragraph], above: Line | None) -> list[str]:
    """Return a document's first lines, and the line above the one that is looked at."""
    titles = [line.text for line in lines_of(paragraphs[:TITLE])]
    return [*titles, *([above.text] if above else [])]


def lists_business(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document is an agenda, minutes or a notice, which speak of items and not of themselves."""
    if is_notice([line.text for line in lines_of(paragraphs[:NOTICE_LINES])]):
        return True
    return any(
        (AGENDA.match(line) or MINUTES.match(line)) and len(line.split()) <= 2 * AGENDA_WORDS
        for paragraph in paragraphs[: FRONT // 2]
        for line in paragraph.plain_lines
    )


def states_marking(text: str) -> bool:
    """Whether a paragraph opens by saying that the document it stands in is withheld."""
    return read_statements(text[:300]).strength >= CERTAIN


def opens_field(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a document's own cover says that it is open."""
    fields = cover_fields(paragraphs)
    return any(one.opens() for one in fields) and not any(one.withholds() for one in fields)


def cover_fields(paragraphs: Sequence[Paragraph]) -> list[ExemptField]:
    """Return the fields of a document's cover that say whether it is open."""
    lines = list(lines_of(paragraphs[:FRONT]))[:FRONT_LINES]
    return [one for index in range(len(lines)) for one in _fields_at(lines, index)]


def _fields_at(lines: Sequence[Line], index: int) -> list[ExemptField]:
    line = lines[index]
    found = list(fields_in([line.text], list(line.row)))
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is not None and not line.row and len(line.text.split()) <= FIELD_WORDS:
        goes_on = below.text.endswith((":", "?"))
        answers = re.match(
            r"\W*(?:yes|no|none|nil|n/?a|ydy|open|public|part|exempt|confidential|not )\b",
            below.text,
            re.I,
        )
        if not goes_on and answers:
            found += field(line.text, below.text)
    return found


_FIELD = 2
"""Cells of a row that is a field of the cover: its label and its value."""


@dataclass(frozen=True, slots=True)
class _Front:
    """A document's front, and which of its lines say that the document is open."""

    paragraphs: Sequence[Paragraph]
    lines: Sequence[Line]
    opened: frozenset[int]

    def marking_at(self, index: int) -> Marking | None:
        """Return the marking that begins with a line, or that a cell of a row is."""
        line = self.lines[index]
        if not may_mark(line.text) and not self._may_go_on(index):
            return None
        if index in self.opened or self._continues(index) or self._is_listed(index):
            return None
        if line.row:
            return self._in_row(line, index)
        for end in range(index + 1, min(index + SPAN, len(self.lines)) + 1):
            if end > index + 1 and self.lists(end - 1):
                return None
            if end > index + 1 and (
                self.lines[end - 1].row or NUMBERED.match(self.lines[end - 1].text)
            ):
                return None
            texts = [one.text for one in self.lines[index:end]]
            if end > index + 1 and (end - 1 in self.opened or adds_nothing(texts)):
                return None
            text, below = " ".join(texts), self._below(end)
            if runs_on(text, below):
                continue
            if heads_a_section(text, [one.text for one in self.lines[:index]], below):
                return None
            said = read_statements(text)
            if said.strength >= CERTAIN and self._is_sentence_here(index):
                return Marking(said.words, "sentence at the head of the paper")
            if found := self._read(read_label(text), text, index, end):
                return found
        return self._hint(line, index)

    def _hint(self, line: Line, index: int) -> Marking | None:
        """Return what a short line at the very head says, however weakly: in doubt."""
        own = index < HEAD and not self._is_deep(index) and not NUMBERED.match(line.text)
        if runs_on(line.text, self._below(index + 1)):
            return None
        if not own or self.opened or self.lists(index) or BLANK.search(line.text):
            return None
        reading = read_hint(line.text)
        return Marking(reading.words, "head of the paper", certain=False) if reading else None

    def _may_go_on(self, index: int) -> bool:
        near = self.lines[index : index + SPAN - 1]
        short = len(near[0].text) <= LONG_LINE and not near[0].row
        return short and may_mark(" ".join(line.text for line in near))

    def _below(self, end: int) -> str:
        """Return the line below, if it is of the same paragraph or of the next."""
        return self.lines[end].text if end < len(self.lines) else ""

    def _in_row(self, line: Line, index: int) -> Marking | None:
        columns = (one.row for one in self.lines[: index + 1] if len(one.row) > _FIELD)
        if any(offers_both(cell) for row in columns for cell in row):
            return None  # a plan's or a register's answers about what it lists
        whole = read_label(" | ".join(line.row))
        if not whole and len(line.row) > 1:
            return None  # another cell takes it back, or lists what is meant
        for cell in line.row:
            reading = read_label(cell)
            said = read_statements(cell)
            if said.strength >= CERTAIN:
                return Marking(said.words, "table at the head of the paper")
            listed = NUMBERED.match(line.text) or re.fullmatch(r"\W*\d{1,3}\W*", line.row[0])
            if (
                reading.form is Form.LABEL
                and not listed
                and (found := self._read(reading, cell, index, index + 1))
            ):
                return Marking(found.words, "table at the head of the paper", found.certain)
        return None

    def _read(self, reading: Reading, text: str, index: int, end: int) -> Marking | None:
        if (
            not reading
            or len(text.split()) > 60
            or (BLANK.search(text) and reading.strength < OUTRIGHT)
            or is_unanswered(text)
        ):
            return None
        if _is_numbered(text) and (self.lists(index) or not ITEM.match(text)):
            return None
        line, place = self.lines[index], "head of the paper"
        stands_out = text.isupper() or line.bold
        deep = self._is_deep(index)
        open_near = any(near in self.opened for near in (index - 1, index, end))
        if reading.of_thing:
            own = (
                index < TITLE
                and not self._is_list_of_things(index)
                and not any(NUMBERED.match(one.text) for one in self.lines[:index])
            )
            return Marking(reading.words, place, certain=False) if own and not self.opened else None
        if open_near and not stands_out:
            return None
        if reading.form is Form.BESIDE:
            titled = index < HEAD and not deep and not self.lists(index) and len(text.split()) <= 40
            sure = reading.strength >= CERTAIN
            told = Marking(reading.words, place, certain=sure)
            return told if titled and (sure or not self.opened) else None
        if reading.topical:
            explained = any(may_mark(one.text) for one in self.lines[end : end + 3])
            alone = index < HEAD and not deep and not explained and not self.lists(0)
            return (
                Marking(reading.words, place, certain=False) if alone and not self.opened else None
            )
        if reading.strength < CERTAIN:
            alone = index < HEAD and not deep and not self.opened and not self.lists(index)
            return Marking(reading.words, place, certain=False) if alone else None
        if self.lists(index):
            return None
        if deep and not (stands_out or reading.strength >= OUTRIGHT or _cites(text)):
            return None
        return Marking(reading.words, place, certain=not self.opened)

    def _is_deep(self, index: int) -> bool:
        """Whether prose stands above a line."""
        before = self.paragraphs[: self.lines[index].paragraph]
        prose = sum(p.words for p in before if not p.is_row and p.words >= PROSE_WORDS)
        return prose > BODY_WORDS

    def lists(self, index: int) -> bool:
        """Whether an agenda or minutes has begun to list its items above a line, or numbers them."""
        above = self.lines[: index + 1]
        headed = any(
            (AGENDA.match(line.text) or MINUTES.match(line.text))
            and len(line.text.split()) <= 2 * AGENDA_WORDS
            for line in above
        )
        numbered = any(NUMBERED.match(line.text) for line in above)
        return headed and (numbered or self.lines[index].paragraph >= LISTED)

    def _is_listed(self, index: int) -> bool:
        """Whether the line above numbers an item, of which this line then speaks."""
        text = self.lines[index].text
        if _is_numbered(text) and not ITEM.match(text):
            return True
        above = self.lines[index - 1].text if index else ""
        return self.lists(index) and bool(NUMBERED.match(above))

    def _is_list_of_things(self, index: int) -> bool:
        near = [
            line.text
            for line in [*self.lines[max(0, index - 2) : index], *self.lines[index + 1 : index + 3]]
        ]
        return any(LISTS.match(text) or names_thing(words_of(text[:40])[:2]) for text in near)

    def _continues(self, index: int) -> bool:
        """Whether a line goes on with the sentence of the line above."""
        line = self.lines[index]
        if line.opens or line.row:
            return False
        above, first = self.lines[index - 1].text, next((c for c in line.text if c.isalpha()), "A")
        if first.islower():
            return True
        return (
            len(above) >= LONG_LINE
            and not above.endswith((".", ":", ";", "!", "?"))
            and not line.text.isupper()
        )

    def _is_sentence_here(self, index: int) -> bool:
        return not self.lists(index)


def _is_numbered(text: str) -> bool:
    return bool(NUMBERED.match(text)) and not text.isupper()


def _cites(text: str) -> bool:
    """Whether a marking names the schedule."""
    return any(word.does & Does.SCHEDULE for word in words_of(text))
