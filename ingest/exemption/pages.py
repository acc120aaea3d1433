"""Pages of a PDF that bear a marking, and lines of a marking that stand by themselves.

Lines are looked at before they are joined into paragraphs. `marked_pages` finds the pages that are
marked at their head, at their foot, across the page or beside the text. `standing_lines` finds the
lines that are a marking, so that no paragraph runs on into one, or out of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from ingest.document import SourceDocument
from ingest.exemption.fields import field, fields_in, may_be_field
from ingest.exemption.fronts import AGENDA, LONG_LINE, MINUTES, NUMBERED, SPAN
from ingest.exemption.marks import CERTAIN, OUTRIGHT, Form, Reading
from ingest.exemption.names import pages_marked_beside
from ingest.exemption.others import (
    adds_nothing,
    are_classes,
    heads_a_section,
    in_other_sense,
    is_notice,
    is_prose,
    is_unanswered,
    runs_on,
    states_open,
)
from ingest.exemption.phrases import read_hint, read_label
from ingest.exemption.statements import read_statements
from ingest.exemption.withholding import Marking
from ingest.exemption.words import Does, may_mark, spelled, words_of
from ingest.layout.furniture import without_marks
from ingest.layout.paragraphs import BIG_GAP
from qa.papers import FileFormat, SourceLine

HEAD = 8
"""Lines at the head of a page among which a marking is looked for."""
TITLES = 6
"""Lines at a paper's head that tell in which sense it speaks of exemption."""
TOP = 3
"""Lines in which the name of an appendix is the page's own."""
FOOT = 3
SMALL = 0.9
"""Letters that are so much smaller than the page's text are set off from it."""
WATERMARK = 1.8
"""How much larger than the text are letters that lie across a page."""
LABEL_LETTERS = 160
"""Letters of a line that may be a marking; most lines are longer."""
LISTS_PAGES = re.compile(
    r"\(pages? \d{1,4}(?: ?[-–] ?\d{1,4})?\)\s*$|^\W*(?:public )?agenda\W*$", re.I
)
"""How an agenda lists its reports, and what heads it."""
ANSWER = re.compile(
    r"\W*(?:no|none|nil|n/?a|yes|open|public|unrestricted|not exempt|not confidential)\b", re.I
)


def marked_pages(document: SourceDocument) -> Mapping[int, Marking]:
    """Return the pages that are marked as not for the public, each with what marks it.

    Not those of an agenda, which says so of the items it lists.
    """
    marked = pages_marked_beside(document)
    pages: dict[int, list[SourceLine]] = defaultdict(list)
    for line in document.lines:
        if line.page is not None and line.text.strip():
            pages[line.page].append(line)
    running = _running_markings(pages)
    titles = [line.text for line in document.lines[:TITLES]]
    for page, lines in pages.items():
        if page in marked and marked[page].words:
            continue
        edges = [spelled(line.text[:LABEL_LETTERS]) for line in [*lines[:2], *lines[-2:]]]
        found = next((running[text] for text in edges if text in running), None) or _marking_of(
            lines, titles
        )
        if found is not None:
            marked[page] = found
    return marked


def _running_markings(pages: Mapping[int, Sequence[SourceLine]]) -> dict[str, Marking]:
    """Return the lines that stand at the edge of more than one page and mark it."""
    ends = Counter(
        text
        for lines in pages.values()
        for text in {spelled(line.text[:LABEL_LETTERS]) for line in [*lines[:2], *lines[-2:]]}
    )
    found = {}
    for text, count in ends.items():
        reading = read_label(text) if count > 1 else None
        if reading and reading.strength >= CERTAIN and not reading.topical and not reading.of_thing:
            found[text] = Marking(reading.words, "head or foot of each page")
    return found


def _marking_of(lines: Sequence[SourceLine], titles: Sequence[str]) -> Marking | None:
    if not any(may_mark(line.text) for line in lines) and not any(
        may_be_field(line.text) for line in lines[-FOOT:]
    ):
        return None  # most pages
    lines = without_marks(lines)
    texts = [line.text for line in lines]
    if not texts or any(LISTS_PAGES.search(text) for text in texts):
        return None
    if are_classes(texts) or is_notice(texts):
        return None
    listed = next((i for i, text in enumerate(texts[:HEAD]) if _heads_a_list(text)), HEAD)
    for index in range(min(HEAD, len(lines), listed + TOP)):
        if found := _head_marking(lines, index, titles):
            return found
    usual = median(line.size for line in lines)
    if found := _foot_marking(lines, usual):
        return found
    for line in lines:
        if line.size > WATERMARK * usual > 0 and (reading := _standing(line.text, bold=True)):
            return Marking(reading.words, "large type across the page")
    return None


def _foot_marking(lines: Sequence[SourceLine], usual: float) -> Marking | None:
    """Return what marks a page among its last lines, alone or over the last two or three.

    What stands out is sure. What is only set off, as a running foot is, puts the page in doubt.
    """
    doubtful = None
    for start in range(max(1, len(lines) - FOOT), len(lines)):
        above, line = lines[start - 1], lines[start]
        if NUMBERED.match(above.text) or NUMBERED.match(line.text):
            continue  # it is of an item listed
        small = 0 < line.size < SMALL * usual
        for end in range(len(lines), start, -1):
            some, below = lines[start:end], lines[end:]
            text = " ".join(one.text for one in some)
            if any(one.gap >= BIG_GAP for one in some[1:]):
                continue
            if below and (
                runs_on(text, below[0].text)
                or heads_a_section(text, [one.text for one in lines[:start]], below[0].text)
            ):
                continue
            reading = _standing(text, bold=False)
            if reading and (not below or reading.strength >= OUTRIGHT):
                return Marking(reading.words, "foot of the page")
            if not small and (
                line.gap < BIG_GAP or any(is_prose(one.text, least=2) for one in below)
            ):
                continue
            held = list(fields_in([text], [])) if may_be_field(text) else []
            if any(one.withholds() for one in held) and len(text) <= LABEL_LETTERS:
                return Marking(text, "field at the foot of the page")
            if not any(one.opens() for one in held) and (hint := _edge_hint(text)):
                doubtful = doubtful or Marking(hint.words, "foot of the page", certain=False)
    return doubtful


CITED = 3
"""Words of an Act and its parts that cite it."""


def _edge_hint(text: str) -> Reading | None:
    """Return what a line that stands alone at a page's edge says, however weakly."""
    if "\t" in text or len(text) > LABEL_LETTERS or text.rstrip().endswith((":", "?", "/")):
        return None
    reading = read_label(text) or read_hint(text)
    # A topic alone is what an agenda or rules speak of; with its Act it is a ground.
    words = words_of(text)
    cites = any(word.does & Does.SCHEDULE for word in words)
    cites = cites or sum(bool(word.does & Does.GROUNDS) for word in words) >= CITED
    topical = reading.topical and not cites
    return reading if reading and not reading.of_thing and not topical else None


def _heads_a_list(text: str) -> bool:
    """Whether a line heads an agenda, minutes or a notice, which speak of the items below."""
    return len(text.split()) <= 12 and bool(AGENDA.match(text) or MINUTES.match(text))


def _head_marking(lines: Sequence[SourceLine], index: int, titles: Sequence[str]) -> Marking | None:
    """Return the marking that begins with a line of a page's head; it may run over the next ones."""
    if not any(may_mark(line.text) for line in lines[index : index + SPAN]):
        return None
    above = index > 0 and NUMBERED.match(lines[index - 1].text)
    for end in range(index + 1, min(index + SPAN, len(lines)) + 1):
        texts = [line.text for line in lines[index:end]]
        text, below = " ".join(texts), lines[end].text if end < len(lines) else ""
        if adds_nothing(texts) or (end > index + 1 and _is_field(texts[-1])):
            return None
        if runs_on(text, below) or is_unanswered(text) or states_open(text):
            continue
        above_it = [*titles, *(line.text for line in lines[:index])]
        if heads_a_section(text, above_it[len(titles) :], below) or (
            below and heads_a_section(text, titles, below) and in_other_sense(text, titles)
        ):
            return None
        if (
            end < len(lines)
            and ANSWER.match(lines[end].text)
            and list(field(text, lines[end].text))
        ):
            continue  # the label of a field
        if above and not text.isupper():
            return None  # it is about an item that is listed
        # A word alone may be a label of the cover, whose value follows.
        bold = all(line.bold for line in lines[index:end]) and (index == 0 or " " in text.strip())
        if (reading := _standing(text, bold=bold, top=index < TOP)) is not None:
            return Marking(reading.words, "head of the page", certain=not reading.of_thing)
        if (said := read_statements(text)).strength >= CERTAIN:
            return Marking(said.words, "sentence at the head of the page")
    if index < TOP and not NUMBERED.match(lines[index].text):
        reading = read_label(lines[index].text)
        own = index == 0 and reading.of_thing
        if (
            reading.form is Form.BESIDE
            and (reading.strength >= OUTRIGHT or own)
            and len(lines[index].text) <= LABEL_LETTERS
        ):
            return Marking(reading.words, "head of the page", certain=not own)
    return None


def _is_field(text: str) -> bool:
    """Whether a line is a field that says that the paper is open, or that it is none."""
    return may_be_field(text) and any(one.opens() for one in fields_in([text], []))


def _standing(text: str, *, bold: bool, top: bool = False) -> Reading | None:
    """Return a label that is a marking wherever it stands: in bold, in capitals, or outright."""
    if len(text) > 4 * LABEL_LETTERS or "\t" in text or NUMBERED.match(text):
        return None
    reading = read_label(text)
    if (
        reading.strength < CERTAIN
        or reading.form is not Form.LABEL
        or text.rstrip().endswith((":", "?", "/"))
    ):
        return None
    if reading.of_thing and (reading.verb or not top):
        return None
    if reading.topical and not text.isupper():
        return None
    return reading if bold or _stands_out(text, reading) else None


def _stands_out(text: str, reading: Reading) -> bool:
    first = next((char for char in text if char.isalpha()), "")
    if text.isupper():
        return True
    if not first.isupper():
        return False
    cites = any(word.does & Does.SCHEDULE for word in words_of(text))
    return reading.strength >= OUTRIGHT or cites or reading.verb


# Lines that are a marking


def standing_lines(document: SourceDocument, lines: Sequence[SourceLine]) -> dict[int, int]:
    """Return the lines that are a marking by themselves: {number of the line: of its first line}.

    `lines` are the document's, without the pages' own. In a Word document or a web page each line is
    a paragraph already, so there are none to part.
    """
    found: dict[int, int] = {}
    if document.format not in (FileFormat.TEXT, FileFormat.PDF):
        return found
    for index, line in enumerate(lines):
        if line.number in found or not may_mark(line.text) or len(line.text) > LABEL_LETTERS:
            continue
        end = _end_of_marking(lines, index)
        found.update({one.number: line.number for one in lines[index:end]})
    return found


def _end_of_marking(lines: Sequence[SourceLine], index: int) -> int:
    """Return where the marking ends that begins with a line; the line's own place if none does."""
    best = index
    if "\t" in lines[index].text or _goes_on(lines, index):
        return index
    for end in range(index + 1, min(index + SPAN, len(lines)) + 1):
        last = lines[end - 1]
        if not last.text.strip() or "\t" in last.text or last.page != lines[index].page:
            break
        if end > index + 1 and last.gap >= BIG_GAP:
            break
        text = " ".join(line.text for line in lines[index:end])
        reading = read_label(text)
        if (
            reading.strength >= CERTAIN
            and reading.form is Form.LABEL
            and not reading.topical
            and not NUMBERED.match(text)
        ):
            best = end
        elif best > index:
            break
    if best > index and best < len(lines):
        behind = lines[best].text.lstrip()
        if behind[:1].islower() and lines[best].gap < BIG_GAP:
            return index  # it is a piece of a sentence
    return best


def _goes_on(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line goes on with the sentence of the line above."""
    line = lines[index]
    first = next((char for char in line.text if char.isalpha()), "a")
    if first.islower():
        return True
    if index == 0 or line.gap >= BIG_GAP or line.text.isupper():
        return False
    above = lines[index - 1]
    text = above.text.rstrip()
    return (
        above.page == line.page
        and len(text) >= LONG_LINE
        and not text.endswith((".", ":", ";", "!", "?"))
    )
