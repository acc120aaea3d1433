"""Read Word documents: paragraphs, lists and tables in order, with tracked insertions accepted.

python-docx opens the package. The body is walked here, because python-docx leaves out the text in
content controls and in accepted insertions, both common in council templates. Comments, deletions
and hidden text are left out; so are headers and footers, notes and properties. But all of these are
handed over, since they may mark the paper exempt (`beside`).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from ingest.document import BLACKED_OUT, PageSays, SourceDocument
from ingest.exemption.names import label_marks
from ingest.readers.docx.beside import see_beside
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.styles import NOT_SHOWN, Look, Styles, w
from ingest.readers.grid import Cell, GridRow, tables_of
from ingest.readers.rows import Written, cell_of, heads_minutes, number_lines, write_row
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer
from qa.errors import ReadError
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
        document = docx.Document(str(path))
        body = document.element.body
    except (OpcError, SyntaxError, zipfile.BadZipFile) as error:  # lxml's is a SyntaxError
        raise ReadError(DAMAGED) from error
    except (KeyError, ValueError, AttributeError) as error:  # parts missing or of another kind
        raise ReadError(DAMAGED) from error
    if body is None:
        raise ReadError(DAMAGED)
    if document.element.getroottree().docinfo.doctype:
        raise ReadError(DOCTYPE)
    reader = _BodyReader(document)
    reader.read_blocks(body)
    seen = SeenGatherer()
    within = see_beside(document, seen)
    notices = {
        NO_TEXT: not reader.lines,
        BLACKENED: reader.blackened,
        PUT_IN: within.put_in,
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
    return SourceDocument(
        FileFormat.DOCX,
        number_lines(reader.lines),
        tables=tables_of([line.grid for line in reader.lines]),
        title=title,
        notices=tuple(notice for notice, holds in notices.items() if holds),
        marks=(*marks, *_labels(document), *running_heads),
        says=PageSays(publishers=_publishers([*running_heads, title or ""])),
        seen=seen.found(),
        unseen=seen.full,
    )


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


class _BodyReader:
    """Walks the body and gathers its lines."""

    def __init__(self, document: Any):
        self.styles = Styles(document)
        self.numbering = Numbering(document)
        self.lines: list[Written] = []
        self.blackened = False
        """Whether words were left out that are black on black."""
        self.in_number_cell = False
        """Whether a row's first cell is read. A number alone there is the number of the row."""

    def read_blocks(self, parent: Element) -> None:
        """Read the paragraphs and tables below an element, in their order."""
        for block in _below(parent, (w("p"), w("tbl"))):
            if block.tag == w("tbl"):
                self._read_table(block)
            else:
                self._read_paragraph(block)

    def _read_paragraph(self, paragraph: Element) -> None:
        text, look = self._paragraph_text(paragraph)
        for line in text.split("\n"):
            if shown := NUMBER_TAB.sub(r"\1 ", line.strip()):
                self.lines.append(Written(shown, look.size, look.bold))
        for box in paragraph.iter(w("txbxContent")):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                self.read_blocks(box)

    def _paragraph_text(self, paragraph: Element) -> tuple[str, Look]:
        """Return a paragraph's text with its list number, and how it looks."""
        base = self.styles.of_paragraph(paragraph)
        runs = [(run, self.styles.of_run(run, base)) for run in _runs(paragraph)]
        written = [(self._shown(run, look), look) for run, look in runs if not look.hidden]
        text = BOXES.sub(BLACKED_OUT, "".join(piece for piece, _ in written))
        looks = [look for piece, look in written if piece.strip()]
        if not looks:
            # Word counts an empty list paragraph, but not one whose text is deleted or hidden.
            if not runs and paragraph.find(f".//{w('del')}") is None:
                number = self.numbering.next_number(base.list_place)
                return (number if self.in_number_cell else ""), base
            return "", base
        if number := self.numbering.next_number(base.list_place):
            text = f"{number} {text.lstrip()}"
        bold = base.heading or (not base.caption and all(look.bold for look in looks))
        return text, Look(looks[0].size, bold)

    def _shown(self, run: Element, look: Look) -> str:
        """Return a run's text; a box in place of its words where they are black on black."""
        text = _run_text(run)
        if not look.blackened or not text.strip():
            return text
        self.blackened = True
        return text[: len(text) - len(text.lstrip())] + BLACKED_OUT + text[len(text.rstrip()) :]

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
            self.lines.extend(write_row(cells, arranges=minutes, grid=grid))
            minutes = minutes or heads_minutes(cells)

    def _cell_lines(self, cell: Element) -> list[Written]:
        outside, self.lines = self.lines, []
        self.read_blocks(cell)
        inside, self.lines = self.lines, outside
        return inside


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
        if child.tag == w("r"):
            yield child
        elif child.tag not in LEFT_OUT and isinstance(child.tag, str):
            yield from _runs(child)


TEXTS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("ptab"): "\t"}


def _run_text(run: Any) -> str:
    """Return the text of a run as it is shown."""
    parts = []
    for child in run:
        if child.tag == w("t"):
            parts.append(child.text or "")
        elif child.tag == w("br") and child.get(w("type")) in NOT_SHOWN:
            continue
        elif child.tag in TEXTS:
            parts.append(TEXTS[child.tag])
    return "".join(parts)


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


NAME_END = re.compile(r"\s*[|:;]\s*|\s+[-–—]\s+")
"""The end of a council's name in a running head: "Oldport Council: the budget"."""
LONGEST_NAME = 14
MOST_NAMES = 60


def _publishers(lines: list[str]) -> tuple[str, ...]:
    """Return the parts of running heads and title in which a council may be named."""
    parts = [part for line in lines for part in NAME_END.split(" ".join(line.split()))]
    short = [part for part in parts if 1 < len(part.split()) <= LONGEST_NAME]
    return tuple(dict.fromkeys(short))[:MOST_NAMES]
