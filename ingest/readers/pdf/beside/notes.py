"""What stands on a page of a PDF as annotations: notes, stamps, form fields, watermarks.

Their words are what they hold as text, and what pdfium finds drawn once their drawings are made
part of the page. That changes the page as it lies in memory, never the file; so it comes last.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SeenAt
from ingest.readers.pdf.beside.baselines import Letter, letters_of, placed_lines
from ingest.readers.pdf.beside.fields import Filled, see_field, text_of
from ingest.readers.pdf.beside.handles import annotation
from ingest.readers.pdf.covers import DrawnText, look_within
from ingest.readers.pdf.sight.order import Placed
from ingest.readers.pdf.sight.runs import find_runs
from ingest.readers.seen import SeenGatherer
from qa.page_images.drawing import frames_of_mark, rectangle_of, within_reach
from qa.papers import Frame

MAX_NOTES = 5_000
"""On a page; those beyond are not looked at."""
MAX_FIELDS = 1_500
"""On a page, of its notes; the time for them grows with their square."""
WHERE = {
    raw.FPDF_ANNOT_STAMP: SeenAt.STAMP,
    raw.FPDF_ANNOT_WIDGET: SeenAt.FIELD,
    raw.FPDF_ANNOT_WATERMARK: SeenAt.WATERMARK,
    raw.FPDF_ANNOT_LINK: SeenAt.LINK,
    raw.FPDF_ANNOT_REDACT: SeenAt.OVERLAY,
    raw.FPDF_ANNOT_FILEATTACHMENT: SeenAt.ATTACHMENT,
}
UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW | raw.FPDF_ANNOT_FLAG_INVISIBLE
WORDLESS = frozenset(
    {
        raw.FPDF_ANNOT_LINK,
        raw.FPDF_ANNOT_POPUP,
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_STRIKEOUT,
    }
)
"""Annotations that are drawn without words."""


def see_notes(
    pdf: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    form: Any,
    number: int,
    seen: SeenGatherer,
    *,
    layered: bool,
) -> list[Placed]:
    """Hand over what the annotations of a page hold as text, and what is drawn in them.

    `number` is the page's, from 1; with `layered`, some layers of the file are switched off.
    Returns what stands on the page as a person sees it: what is typed or stamped on it, filled in,
    ticked or chosen. Drawings become part of the page for whoever opens it again, so the page must
    not be read or drawn after that.
    """
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    if count <= 0:
        return []
    seen.full = seen.full or count > MAX_NOTES
    placed: list[Placed] = []
    drawn = _see_texts(page, form, range(min(count, MAX_NOTES)), number, seen, placed, layered)
    if not drawn:
        return placed
    drawings = Drawings(number, raw.FPDFPage_CountObjects(page.raw), drawn)
    flat = count <= MAX_NOTES and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    if flat == raw.FLATTEN_FAIL:
        seen.full = True
    else:
        placed += _see_drawings(pdf, drawings, seen)
    return placed


@dataclass(frozen=True, slots=True)
class Drawings:
    """The annotations that have been made part of a page."""

    number: int
    own: int
    """How many things were drawn on the page before them."""
    notes: list[_Note]


@dataclass(frozen=True, slots=True)
class _Note:
    """An annotation that is drawn on its page."""

    frame: Frame
    where: SeenAt
    said: str
    """What it holds as text, without spaces and in small letters."""
    typed: tuple[str, ...] = ()
    """Its lines, where it is a note or a field and its words stand on the page."""
    is_field: bool = False
    stands: bool = False
    """Whether what is drawn in it stands on the page for a person to read."""
    sure: bool = False
    """Whether only its text counts, and not what is drawn."""


ON_PAGE = frozenset({raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET})
"""Annotations whose words a person reads on the page."""


def _see_texts(
    page: pdfium.PdfPage,
    form: Any,
    indexes: Sequence[int],
    number: int,
    seen: SeenGatherer,
    placed: list[Placed],
    layered: bool,
) -> list[_Note]:
    """Hand over what annotations hold as text; return those that may be drawn with other words."""
    drawn = []
    filled = _see_fields(page, form, indexes, number, seen)
    for index in indexes:
        with annotation(page, index) as note:
            if note is None:
                continue
            kind = raw.FPDFAnnot_GetSubtype(note)
            where = WHERE.get(kind, SeenAt.NOTE)
            hidden = bool(raw.FPDFAnnot_GetFlags(note) & UNSEEN)
            # Pdfium does not say which layers are on; such a note is not taken for seen.
            stands = kind in ON_PAGE and not hidden
            stands = stands and not (layered and raw.FPDFAnnot_HasKey(note, b"OC"))
            if hidden:
                where = SeenAt.HIDDEN
            said = _texts(note, kind)
            for text in said:
                seen.add(text, where, number)
            frame = rectangle_of(note)
            field = filled.get(index, Filled())
            typed = field.lines
            if kind == raw.FPDF_ANNOT_FREETEXT:
                typed = _lines(text_of(note, b"Contents") or _plain(text_of(note, b"RC")))
            typed = typed if stands else ()
            is_field = kind == raw.FPDF_ANNOT_WIDGET
            if kind not in WORDLESS and raw.FPDFAnnot_HasKey(note, b"AP"):
                if hidden:  # so that it is drawn with the others
                    raw.FPDFAnnot_SetFlags(note, raw.FPDFAnnot_GetFlags(note) & ~UNSEEN)
                told = _bare("".join([*said, *typed]))
                drawn.append(_Note(frame, where, told, typed, is_field, stands, field.sure))
            elif typed:
                placed.append(Placed(typed, frame, is_field))
    return drawn


def _lines(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in lines if line)


MARK_UP = re.compile(r"<[^<>]*>")


def _texts(note: Any, kind: int) -> list[str]:
    """Return what an annotation says, by its kind."""
    texts = [text_of(note, b"Contents"), _plain(text_of(note, b"RC"))]
    if kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET):
        texts += [text_of(note, b"Subj"), text_of(note, b"T")]
    if kind == raw.FPDF_ANNOT_REDACT:
        texts.append(text_of(note, b"OverlayText"))
    if kind == raw.FPDF_ANNOT_STAMP:
        texts.append(_spelled(text_of(note, b"Name")))
    return list(dict.fromkeys(text for text in texts if text.strip()))


def _plain(rich: str) -> str:
    """Return rich text, which is XHTML, without its mark-up."""
    return html.unescape(MARK_UP.sub(" ", re.sub(r"</p>|<br\s*/?>", "\n", rich)))


def _spelled(name: str) -> str:
    """Return a stamp's name in words: "NotForPublicRelease" is "Not For Public Release"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_#]+", " ", name).strip()


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _see_fields(
    page: pdfium.PdfPage, form: Any, indexes: Sequence[int], number: int, seen: SeenGatherer
) -> dict[int, Filled]:
    """Hand over the fields of a page; return what is seen in each, by its number on the page."""
    widgets: list[tuple[int, Frame]] = []
    for index in indexes:
        with annotation(page, index) as note:
            if note is not None and raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
                widgets.append((index, rectangle_of(note)))
    if not widgets:
        return {}
    seen.full = seen.full or len(widgets) > MAX_FIELDS
    frames = [frame for _, frame in widgets[:MAX_FIELDS]]
    filled: dict[int, Filled] = {}
    textpage = page.get_textpage()
    try:
        for index, _ in widgets[:MAX_FIELDS]:
            with annotation(page, index) as widget:
                hidden = bool(raw.FPDFAnnot_GetFlags(widget) & UNSEEN)
                filled[index] = see_field(
                    form, widget, textpage, frames, number, seen, hidden=hidden
                )
    finally:
        textpage.close()
    return filled


def _see_drawings(
    pdf: pdfium.PdfDocument, drawings: Drawings, seen: SeenGatherer
) -> Iterator[Placed]:
    """Hand over the words in annotations that are now part of a page; yield what stands there.

    Raises PdfiumError where the page cannot be opened.
    """
    page = pdf[drawings.number - 1]
    try:
        texts: list[DrawnText] = []
        for index in range(drawings.own, raw.FPDFPage_CountObjects(page.raw)):
            texts += look_within(raw.FPDFPage_GetObject(page.raw, index)).texts
        letters: list[tuple[int, Letter]] = []
        complete = True
        turns = page.get_rotation() // 90 % 4
        if texts:
            textpage = page.get_textpage()
            try:
                angles = {run.thing: run.angle for run in find_runs(texts, 0)}
                letters, complete = letters_of(textpage, angles)
            finally:
                textpage.close()
    finally:
        page.close()
    seen.full = seen.full or not complete
    note_of: dict[int, int] = {}
    by_note: dict[int, list[Letter]] = {}
    for thing, letter in letters:
        if thing not in note_of:
            note_of[thing] = _note_at(letter, drawings.notes)
        by_note.setdefault(note_of[thing], []).append(letter)
    told = set()
    for index, found in by_note.items():
        note = drawings.notes[index] if index >= 0 else None
        lines = placed_lines(found)
        for line, _ in lines:
            if note is None or _bare(line) not in note.said:
                seen.add(line, note.where if note else SeenAt.NOTE, drawings.number)
        if note is not None and note.stands and not _is_shorter(lines, note):
            told.add(index)
            yield from _standing(lines, note, turns)
    for index, note in enumerate(drawings.notes):
        if note.typed and index not in told:
            yield Placed(note.typed, note.frame, note.is_field)


def frames_struck(page: pdfium.PdfPage) -> Iterator[Frame]:
    """Yield the parts of a page that annotations strike through."""
    for index in range(min(max(raw.FPDFPage_GetAnnotCount(page.raw), 0), MAX_NOTES)):
        with annotation(page, index) as note:
            if (
                note is not None
                and raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_STRIKEOUT
                and not raw.FPDFAnnot_GetFlags(note) & UNSEEN
            ):
                yield from frames_of_mark(note)


Lines = Sequence[tuple[str, Sequence[Letter]]]


def _is_shorter(lines: Lines, note: _Note) -> bool:
    """Whether the drawing of a note or field shows less than what it holds as text."""
    drawn, typed = _bare("".join(line for line, _ in lines)), _bare("".join(note.typed))
    return note.sure or (len(drawn) < len(typed) and drawn in typed)


SLANT = math.radians(5)


def _standing(lines: Lines, note: _Note, turns: int) -> Iterator[Placed]:
    """Yield the level lines of a drawing, each where it stands. Single signs are no words."""
    for words, letters in lines:
        first, last = letters[0], letters[-1]
        level = math.remainder(first.angle - turns * math.pi / 2, math.tau)
        if abs(level) > SLANT or not any(map(str.isalnum, words)):
            continue
        cos, sin = math.cos(first.angle), math.sin(first.angle)
        along = math.hypot(last.x - first.x, last.y - first.y) + last.end
        up, down = 0.8 * first.size, 0.2 * first.size
        xs = [first.x + x * cos - y * sin for x in (0.0, along) for y in (-down, up)]
        ys = [first.y + x * sin + y * cos for x in (0.0, along) for y in (-down, up)]
        yield Placed((words,), within_reach((min(xs), min(ys), max(xs), max(ys))), note.is_field)


def _note_at(letter: Letter, notes: Sequence[_Note]) -> int:
    """Return the place, among annotations, of the smallest one that a letter stands in, or -1."""
    within = [
        ((note.frame[2] - note.frame[0]) * (note.frame[3] - note.frame[1]), index)
        for index, note in enumerate(notes)
        if note.frame[0] - 1 <= letter.x <= note.frame[2] + 1
        and note.frame[1] - 1 <= letter.y <= note.frame[3] + 1
    ]
    return min(within)[1] if within else -1
