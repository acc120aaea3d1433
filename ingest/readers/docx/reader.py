"""Read Word documents: paragraphs, lists and tables in order, with tracked insertions accepted.

python-docx opens the package. The body is walked here, because python-docx leaves out the text in
content controls and in accepted insertions, both common in council templates. What is shown
elsewhere is read where it belongs: a note below the paragraph that calls it, a part put in from
another file and the words of a diagram at their place, boxes and lists of forms with what they
show. Comments, deletions, struck and hidden text are left out; so are properties, and heads and
feet of pages unless they alone tell the body or the day. But all of these are handed over, since
they may mark the paper exempt (`beside`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from ingest.document import BLACKED_OUT, PageSays, SourceDocument
from ingest.exemption.names import label_marks
from ingest.particulars.bodies import find_body
from ingest.readers.docx.beside import open_document, see_beside, see_choices
from ingest.readers.docx.controls import show_controls
from ingest.readers.docx.drawn import Drawn
from ingest.readers.docx.notes import CALLS, Notes, raised_line
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.put_in import MAX_PUT_IN, lines_put_in
from ingest.readers.docx.styles import NOT_SHOWN, Look, Styles, w
from ingest.readers.letters import STRUCK, is_symbol_font, join_pieces, mend, name_boxes, symbols
from ingest.readers.rows import Written, cell_of, heads_minutes, number_lines, write_row
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer
from ingest.readers.tables.grid import Cell, GridRow, tables_of
from qa.errors import ReadError
from qa.language.dates import find_dates
from qa.papers import FileFormat

DAMAGED = "the Word document is damaged; open it in Word and save it anew"
DOCTYPE = "the Word document declares a document type, which Word never writes; save it anew"
NO_TEXT = "the document holds no text that can be read"
PUT_IN = (
    "it holds a part that was put in from another file, which was not read; open it in Word and "
    "save it anew"
)
BLACKENED = (
    "it holds words in black on black, a redaction that left them in the file; they were not read"
)


def read_docx(path: Path) -> SourceDocument:
    """Read a DOCX that the gate has let in. Raises ReadError where it is damaged."""
    try:
        document = open_document(str(path))
        body = document.element.body
    except (OpcError, SyntaxError, zipfile.BadZipFile) as error:  # lxml's is a SyntaxError
        raise ReadError(DAMAGED) from error
    except (KeyError, ValueError, AttributeError) as error:  # parts missing or of another kind
        raise ReadError(DAMAGED) from error
    if body is None:
        raise ReadError(DAMAGED)
    if document.element.getroottree().docinfo.doctype:
        raise ReadError(DOCTYPE)
    seen = SeenGatherer()
    see_choices(document, seen)
    show_controls(body)
    reader = _BodyReader(document)
    reader.read_all(body)
    within = see_beside(document, seen, reader.put_in)
    drawn = reader.drawn
    notices = {
        NO_TEXT: not reader.lines,
        BLACKENED: reader.blackened,
        STRUCK: reader.struck,
        PUT_IN: within.put_in,
        charts_notice(drawn.charts): bool(drawn.charts),
        pictures_notice(drawn.pictures): bool(drawn.pictures),
        embedded_notice(within.embedded): bool(within.embedded),
        MORE_THAN_LOOKED_AT: seen.full,
    }
    marks: list[str] = []
    title = None
    if _has_properties(document):
        known = document.core_properties
        title = known.title or None
        marks += filter(None, (known.subject, known.category, known.keywords, known.content_status))
    running_heads = list(_running_heads(document))
    every = [*reader.telling_head(), *reader.lines]
    return SourceDocument(
        FileFormat.DOCX,
        number_lines(every),
        tables=tables_of([line.grid for line in every]),
        title=title,
        notices=tuple(notice for notice, holds in notices.items() if holds),
        marks=(*marks, *_labels(document), *running_heads),
        says=PageSays(publishers=_publishers([*running_heads, title or ""])),
        seen=seen.found(),
        unseen=seen.full,
    )


def charts_notice(count: int) -> str:
    """Return the notice of so many charts, which are drawn from figures."""
    charts, their = ("a chart", "its") if count == 1 else (f"{count} charts", "their")
    return f"it holds {charts}: {their} words were read, {their} figures were not read"


def pictures_notice(count: int) -> str:
    """Return the notice of so many pictures that are as large as half a page."""
    pictures, were = ("a picture", "was") if count == 1 else (f"{count} pictures", "were")
    return f"it holds {pictures} of half a page or more, which {were} not read; save it as PDF"


def embedded_notice(count: int) -> str:
    """Return the notice of so many files that lie within the document."""
    files, were = ("file", "was") if count == 1 else ("files", "were")
    return f"{count} {files} within it {were} not read; save and give them by themselves"


Element = Any
"""An lxml element; lxml has no types."""
NUMBER_TAB = re.compile(
    r"^(\(?(?:\d{1,4}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,6})[.)]"
    r"|\d{1,3}(?:\.\d{1,3}){1,4}|\d{1,3}(?=\s*\t\s*[A-Za-z]))\s*\t\s*"
)
"""A paragraph's own number and the tab after it, which would look like a table's cell."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show in place of a text box; it repeats the text."""
BOXES = re.compile(f"{BLACKED_OUT}(?:[ ]*{BLACKED_OUT})+")


WORD_KIND = "wordprocessingml"
DRAWING, PICT = w("drawing"), w("pict")
FRONT_LINES = 25
"""Lines at the front of a document in which it says whose it is and of which day."""
Shown = tuple[str, Look]
"""What a run shows, and how it looks."""
MATHS_RUN = "{http://schemas.openxmlformats.org/officeDocument/2006/math}r"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
ALT_CHUNK = w("altChunk")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_WITHIN = 3
"""Documents within one another that are read."""


class _BodyReader:
    """Walks the body and gathers its lines."""

    def __init__(self, document: Any, depth: int = 0):
        self.document = document
        self.styles = Styles(document)
        self.numbering = Numbering(document)
        self.notes = Notes.of(document)
        self.drawn = Drawn()
        self.lines: list[Written] = []
        self.blackened = False
        """Whether words were left out that are black on black."""
        self.struck = False
        """Whether words were left out that are struck out."""
        self.put_in: set[str] = set()
        """Names of the parts put in from other files that were read."""
        self.in_number_cell = False
        """Whether a row's first cell is read. A number alone there is the number of the row."""
        self._depth = depth
        self._called: list[Written] = []
        """Notes that were called and do not yet have their lines."""
        self._carried: list[Shown] = []
        """What is shown of a paragraph whose end is deleted: it runs on into the next."""
        self._tables = 0
        """How many tables are open, one within another."""

    def read_all(self, body: Element) -> None:
        """Read all that a document shows in its body."""
        self.read_blocks(body)
        if carried := "".join(text for text, _ in self._carried).strip():
            self.lines.append(Written(mend(carried)))
        self._write_notes()

    def read_blocks(self, parent: Element) -> None:
        """Read the paragraphs, tables and parts put in below an element, in their order."""
        for block in _below(parent, (w("p"), w("tbl"), ALT_CHUNK)):
            if block.tag == w("tbl"):
                self._tables += 1
                self._read_table(block)
                self._tables -= 1
            elif block.tag == ALT_CHUNK:
                self._read_put_in(block)
            else:
                self._read_paragraph(block)
            if not self._tables:
                self._write_notes()

    def telling_head(self) -> list[Written]:
        """Return the lines of the first page's head and foot if they alone tell the body or day."""
        front = [line.text for line in self.lines[:FRONT_LINES]]
        around = [line for line in self._page_head() if line.text not in front]
        if not around:
            return []
        text, known = " \n ".join(line.text for line in around), " \n ".join(front)
        tells_day = bool(find_dates(text)) and not find_dates(known)
        tells_body = bool(find_body(text)) and not any(map(find_body, front))
        return around if tells_day or tells_body else []

    def _page_head(self) -> list[Written]:
        section = self.document.sections[0] if len(self.document.sections) else None
        if section is None:
            return []
        first = section.different_first_page_header_footer
        around = [
            (section.first_page_header, section.first_page_footer)
            if first
            else (section.header, section.footer)
        ][0]
        reader = _BodyReader(self.document, MOST_WITHIN)
        for part in around:
            if not part.is_linked_to_previous:
                for counted in [p for p in part._element.iter(w("p")) if _counts_pages(p)]:
                    counted.getparent().remove(counted)
                reader.read_blocks(part._element)
        parts = [part for line in reader.lines for part in NAME_END.split(line.text)]
        return [Written(" ".join(part.split())) for part in parts if part.strip()]

    def _write_notes(self) -> None:
        self.lines.extend(self._called)
        self._called = []

    def _read_put_in(self, block: Element) -> None:
        """Read a part that was put in from another file, at its place."""
        relation = self.document.part.rels.get(block.get(RELATION))
        if relation is None or relation.is_external:
            return
        part = relation.target_part
        lines = self._inner_lines(part) if WORD_KIND in part.content_type else lines_put_in(part)
        if lines is not None:
            self.put_in.add(str(part.partname))
            self.lines.extend(lines)

    def _inner_lines(self, part: Any) -> list[Written] | None:
        """Return the lines of a Word document within this one; None where it cannot be read."""
        if self._depth >= MOST_WITHIN or len(part.blob) > MAX_PUT_IN:
            return None
        try:
            document = open_document(io.BytesIO(part.blob))
            body = document.element.body
            show_controls(body)
            reader = _BodyReader(document, self._depth + 1)
            reader.read_all(body)
        except (OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError):
            return None
        self.blackened |= reader.blackened
        self.struck |= reader.struck
        return reader.lines

    def _read_paragraph(self, paragraph: Element) -> None:
        text, look = self._paragraph_text(paragraph)
        for line in text.split("\n"):
            if shown := NUMBER_TAB.sub(r"\1 ", line.strip()):
                self.lines.append(Written(shown, look.size, look.bold))
        if paragraph.find(f".//{DRAWING}") is None and paragraph.find(f".//{PICT}") is None:
            return
        for box in paragraph.iter(w("txbxContent")):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                self.read_blocks(box)
        for line in self.drawn.words(paragraph, self.document.part):
            if words := " ".join(mend(line).split()):
                self.lines.append(Written(words, look.size))

    def _paragraph_text(self, paragraph: Element) -> tuple[str, Look]:
        """Return a paragraph's text with its list number, and how it looks."""
        base = self.styles.of_paragraph(paragraph)
        runs = [(run, self.styles.of_run(run, base)) for run in _runs(paragraph)]
        written = [
            shown for run, look in runs if not look.hidden for shown in self._shown(run, look)
        ]
        self.struck |= any(look.struck and text.strip() for text, look in written)
        struck = any(look.struck for _, look in written)
        written = [(text, look) for text, look in written if not look.struck]
        if struck:
            written = _closed_up(written)
        written, self._carried = [*self._carried, *written], []
        if _end_is_deleted(paragraph):
            self._carried = written
            return "", base
        pieces = ((text, look.raised) for text, look in written)
        text = BOXES.sub(BLACKED_OUT, name_boxes(mend(join_pieces(pieces))))
        looks = [look for piece, look in written if piece.strip()]
        if not looks:
            # Word counts an empty list paragraph, but not one whose text is deleted or hidden.
            if struck or (not runs and paragraph.find(f".//{w('del')}") is None):
                number = self.numbering.next_number(base.list_place)
                return (number if self.in_number_cell and not struck else ""), base
            return "", base
        if number := self.numbering.next_number(base.list_place):
            text = f"{number} {text.lstrip()}"
        bold = base.heading or (not base.caption and all(look.bold for look in looks))
        return text, Look(looks[0].size, bold)

    def _shown(self, run: Element, look: Look) -> Iterator[Shown]:
        """Yield what a run shows; a box in place of its words where they are black on black."""
        for text, raised in self._run_pieces(run, look):
            shown = text
            if look.blackened and text.strip():
                self.blackened = True
                lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
                shown = lead + BLACKED_OUT + tail
            yield (shown.upper() if look.capitals else shown), replace(look, raised=raised)

    def _run_pieces(self, run: Element, look: Look) -> Iterator[tuple[str, bool]]:
        held: list[str] = []
        for child in run:
            if child.tag in CALLS:
                yield "".join(held), look.raised
                held = []
                yield self._call(child), True
            elif child.tag == w("t") and look.symbols:
                held.append(symbols(child.text or "", look.symbols))
            else:
                held.append(_shown_by(child))
        yield "".join(held), look.raised

    def _call(self, reference: Element) -> str:
        """Return the mark of a note that is called, and keep its text for a line of its own."""
        mark, note = self.notes.call(reference)
        if note is not None:
            reader = _BodyReader(self.document, MOST_WITHIN)
            reader.read_blocks(note)
            words = " ".join(line.text for line in reader.lines)
            self.struck |= reader.struck
            if words:
                self._called.append(Written(raised_line(mark, words)))
        return mark

    def _read_table(self, table: Element) -> None:
        minutes = False
        grid: GridRow | None = None
        known = object()
        for row in _below(table, (w("tr"),)):
            if row.find(f"{w('trPr')}/{w('del')}") is not None:
                continue
            cells: list[list[Written]] = [[] for _ in range(_skipped(row))]
            places: list[Cell | None] = [None] * len(cells)
            for cell in _below(row, (w("tc"),)):
                self.in_number_cell = not cells
                goes_on, columns = _continues(cell), _columns(cell)
                lines = [] if goes_on else self._cell_lines(cell)
                above = grid.cells[len(cells)] if grid and len(cells) < len(grid.cells) else None
                place = above if goes_on else cell_of(lines, len(cells), columns)
                places.extend([place] * columns)
                cells.extend([lines, *([] for _ in range(columns - 1))])
            self.in_number_cell = False
            heads = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
            grid = GridRow(known, tuple(places), heads)
            self.lines.extend(write_row(cells, minutes=minutes, grid=grid))
            minutes = minutes or heads_minutes(cells)

    def _cell_lines(self, cell: Element) -> list[Written]:
        outside, self.lines = self.lines, []
        self.read_blocks(cell)
        inside, self.lines = self.lines, outside
        return inside


def _closed_up(written: list[Shown]) -> list[Shown]:
    """Return pieces, some of which were left out, with one space where two now meet."""
    kept: list[Shown] = []
    for text, look in written:
        before = kept[-1][0] if kept else ""
        text = text.lstrip(" ") if before.endswith(" ") and text.startswith(" ") else text
        if before.endswith(" ") and text[:1] in (".", ",", ";", ":", ")"):
            kept[-1] = (before.rstrip(" "), kept[-1][1])
        if text:
            kept.append((text, look))
    return kept


def _end_is_deleted(paragraph: Element) -> bool:
    """Whether the end of a paragraph is deleted or moved away, so that the next runs on from it."""
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and any(mark.find(w(gone)) is not None for gone in ("del", "moveFrom"))


def _counts_pages(paragraph: Element) -> bool:
    """Whether a paragraph of a page's head or foot only counts the pages."""
    codes = [code.text or "" for code in paragraph.iter(w("instrText"))]
    codes += [field.get(w("instr"), "") for field in paragraph.iter(w("fldSimple"))]
    return any("PAGE" in code.upper().split() for code in codes)


WRAPPERS = frozenset(
    {w("sdt"), w("sdtContent"), w("ins"), w("moveTo"), w("customXml"), w("smartTag"), w("body")}
)


def _below(parent: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    """Yield children of these kinds, also those in content controls and accepted insertions."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS:
            yield from _below(child, tags)


LEFT_OUT = frozenset({w("del"), w("moveFrom"), w("txbxContent"), w("pPr"), FALLBACK})


def _runs(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag in (w("r"), MATHS_RUN):
            yield child
        elif child.tag not in LEFT_OUT and isinstance(child.tag, str):
            yield from _runs(child)


TEXTS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("ptab"): "\t"}


CODE = re.compile("(?![Dd][89A-Fa-f])[0-9A-Fa-f]{2,4}")
"""A letter's number in hex, but not one of the halves by which UTF-16 writes others."""


def _shown_by(child: Element) -> str:
    """Return what one element of a run shows."""
    if child.tag in (w("t"), MATHS):
        return child.text or ""
    if child.tag == w("sym"):
        code = child.get(w("char"), "")
        sign = chr(int(code, 16)) if CODE.fullmatch(code) else ""
        font = child.get(w("font"), "")
        return symbols(sign, font) if is_symbol_font(font) else sign
    if child.tag == w("br") and child.get(w("type")) in NOT_SHOWN:
        return ""
    return TEXTS.get(child.tag, "")


def _run_text(run: Any) -> str:
    """Return the text of a run as it is shown."""
    return "".join(map(_shown_by, run))


def _continues(cell: Element) -> bool:
    """Whether a cell continues the one above it, whose text is written once."""
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _skipped(row: Element) -> int:
    """Return how many columns a row leaves out before its first cell."""
    before = row.find(f"{w('trPr')}/{w('gridBefore')}")
    value = before.get(w("val"), "0") if before is not None else "0"
    return min(int(value), 64) if value.isdigit() else 0


def _columns(cell: Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    value = span.get(w("val"), "1") if span is not None else "1"
    return min(int(value), 64) if value.isdigit() else 1


def _has_properties(document: Any) -> bool:
    """Whether the package has properties; python-docx makes some up where it has none."""
    relations = document.part.package.rels.values()
    return any(relation.reltype.endswith("/core-properties") for relation in relations)


WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
"""The element in which Word writes a watermark."""


def _running_heads(document: Any) -> Iterator[str]:
    """Yield the text of page headers, footers and watermarks."""
    for top in _parts(document.part, ("/header", "/footer")):
        for paragraph in top.iter(w("p")):
            yield from "".join(map(_run_text, paragraph.iter(w("r")))).split("\t")
        for shape in top.iter(WORD_ART):
            yield shape.get("string", "")


def _parts(holder: Any, kinds: tuple[str, ...]) -> Iterator[Any]:
    """Yield the XML of the parts of some kinds that belong to a package or part of it."""
    for relation in holder.rels.values():
        if relation.is_external or not relation.reltype.endswith(kinds):
            continue
        try:
            yield parse_xml(relation.target_part.blob)
        except (SyntaxError, ValueError):
            continue


def _labels(document: Any) -> Iterator[str]:
    """Yield the sensitivity labels, which programs keep among the custom properties."""
    for top in _parts(document.part.package, ("/custom-properties",)):
        held = ((entry.get("name", ""), "".join(entry.itertext())) for entry in top)
        yield from label_marks(list(held))


NAME_END = re.compile(r"\s*[|:;\t]\s*|\s+[-–—]\s+")
"""The end of a name in a running head: "Oldport Council: the budget"."""
LONGEST_NAME = 14
MOST_NAMES = 60


def _publishers(lines: list[str]) -> tuple[str, ...]:
    """Return the parts of running heads and title in which a council may be named."""
    parts = [part for line in lines for part in NAME_END.split(" ".join(line.split()))]
    short = [part for part in parts if 1 < len(part.split()) <= LONGEST_NAME]
    return tuple(dict.fromkeys(short))[:MOST_NAMES]
