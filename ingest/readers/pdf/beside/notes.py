"""What stands on a page of a PDF as annotations: notes, stamps, form fields, watermarks.

Their words are what they hold as text, and what pdfium finds drawn once their drawings are made
part of the page. That changes the page as it lies in memory, never the file; so it comes last.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SeenAt
from ingest.readers.pdf.beside.baselines import Letter, letters_of, put_together
from ingest.readers.pdf.beside.fields import see_field, text_of
from ingest.readers.pdf.beside.handles import annotation
from ingest.readers.pdf.beside.turned import directions
from ingest.readers.pdf.covers import DrawnText, look_within
from ingest.readers.pdf.words import address_of
from ingest.readers.seen import SeenGatherer
from qa.page_images.drawing import rectangle_of
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


def see_notes(page: pdfium.PdfPage, form: Any, number: int, seen: SeenGatherer) -> Drawings | None:
    """Hand over what the annotations of a page hold as text. `number` is the page's, from 1.

    Where they are drawn with words, they are now part of the page for whoever opens it again, and
    `see_drawings` has to be called for it; the page must not be read or drawn after that.
    """
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    if count <= 0:
        return None
    seen.full = seen.full or count > MAX_NOTES
    drawn = _see_texts(page, form, range(min(count, MAX_NOTES)), number, seen)
    if not drawn:
        return None
    drawings = Drawings(number, raw.FPDFPage_CountObjects(page.raw), drawn)
    flat = count <= MAX_NOTES and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    if flat == raw.FLATTEN_FAIL:
        seen.full = True
        return None
    return drawings


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


def _see_texts(
    page: pdfium.PdfPage, form: Any, indexes: Sequence[int], number: int, seen: SeenGatherer
) -> list[_Note]:
    """Hand over what annotations hold as text; return those that may be drawn with other words."""
    drawn = []
    widgets: list[tuple[int, Frame]] = []
    for index in indexes:
        with annotation(page, index) as note:
            if note is None:
                continue
            kind = raw.FPDFAnnot_GetSubtype(note)
            where = WHERE.get(kind, SeenAt.NOTE)
            if hidden := bool(raw.FPDFAnnot_GetFlags(note) & UNSEEN):
                where = SeenAt.HIDDEN
            said = _texts(note, kind)
            for text in said:
                seen.add(text, where, number)
            if kind == raw.FPDF_ANNOT_WIDGET:
                widgets.append((index, rectangle_of(note)))
            if kind not in WORDLESS and raw.FPDFAnnot_HasKey(note, b"AP"):
                if hidden:  # so that it is drawn with the others
                    raw.FPDFAnnot_SetFlags(note, raw.FPDFAnnot_GetFlags(note) & ~UNSEEN)
                drawn.append(_Note(rectangle_of(note), where, _bare("".join(said))))
    if widgets:
        seen.full = seen.full or len(widgets) > MAX_FIELDS
        _see_fields(page, form, widgets[:MAX_FIELDS], number, seen)
    return drawn


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
    page: pdfium.PdfPage,
    form: Any,
    widgets: Sequence[tuple[int, Frame]],
    number: int,
    seen: SeenGatherer,
) -> None:
    textpage = page.get_textpage()
    try:
        frames = [frame for _, frame in widgets]
        for index, _ in widgets:
            with annotation(page, index) as widget:
                hidden = bool(raw.FPDFAnnot_GetFlags(widget) & UNSEEN)
                see_field(form, widget, textpage, frames, number, seen, hidden=hidden)
    finally:
        textpage.close()


def see_drawings(pdf: pdfium.PdfDocument, drawings: Drawings, seen: SeenGatherer) -> None:
    """Hand over the words in annotations that have been made part of a page.

    Raises PdfiumError where the page cannot be opened.
    """
    page = pdf[drawings.number - 1]
    try:
        texts: list[DrawnText] = []
        for index in range(drawings.own, raw.FPDFPage_CountObjects(page.raw)):
            texts += look_within(raw.FPDFPage_GetObject(page.raw, index)).texts
        if not texts:
            return
        textpage = page.get_textpage()
        try:
            angles = {address_of(handle): angle for handle, angle, _ in directions(texts, 0)}
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
    for index, found in by_note.items():
        note = drawings.notes[index] if index >= 0 else None
        for line in put_together(found):
            if note is None or _bare(line) not in note.said:
                seen.add(line, note.where if note else SeenAt.NOTE, drawings.number)


def _note_at(letter: Letter, notes: Sequence[_Note]) -> int:
    """Return the place, among annotations, of the smallest one that a letter stands in, or -1."""
    within = [
        ((note.frame[2] - note.frame[0]) * (note.frame[3] - note.frame[1]), index)
        for index, note in enumerate(notes)
        if note.frame[0] - 1 <= letter.x <= note.frame[2] + 1
        and note.frame[1] - 1 <= letter.y <= note.frame[3] + 1
    ]
    return min(within)[1] if within else -1
