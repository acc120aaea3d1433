"""What a reader sees of a Word document beside its body, and what the file says of itself.

All parts of the package are looked through: notes, comments, heads and feet of all sections, what
is drawn, properties, and parts taken in from other files. What the body holds and `reader` leaves
out is given too: deleted and hidden words.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from docx.opc.exceptions import OpcError
from docx.opc.part import Part, PartFactory
from docx.oxml import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart

from ingest.document import SeenAt
from ingest.readers.decoding import decode
from ingest.readers.docx.choices import choices
from ingest.readers.docx.put_in import MAX_PUT_IN, PUT_IN
from ingest.readers.docx.styles import w
from ingest.readers.html.reader import read_page
from ingest.readers.seen import SeenGatherer
from qa.errors import ReadError

Element = Any
"""An lxml element; lxml has no types."""
PARTS = {
    "footnotes": SeenAt.FOOTNOTE,
    "endnotes": SeenAt.ENDNOTE,
    "comments": SeenAt.COMMENT,
    "header": SeenAt.RUNNING_HEAD,
    "footer": SeenAt.RUNNING_FOOT,
}
"""By the last part of a relation's kind."""
DRAWN = frozenset({"chart", "chartEx", "diagramData", "diagramDrawing"})
PROPERTIES = frozenset({"core-properties", "extended-properties", "custom-properties", "customXml"})
EMBEDDED = frozenset({"package", "oleObject"})
LEFT_OUT = frozenset({"glossaryDocument", "image", "theme", "font", "thumbnail"})
"""Among them the store of building blocks, in which every document may hold ready-made marks."""
MAX_PARTS = 5_000
_usual_class = PartFactory.part_class_selector


def _class_of_part(content_type: str, relation: str) -> Any:
    """Return the class of a part for python-docx, None for its usual one.

    It would take a document that was put in whole for the document itself, and fail.
    """
    return Part if relation.endswith(PUT_IN) else _usual_class(content_type, relation)


PartFactory.part_class_selector = _class_of_part
MAIN_KINDS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
"""What the main part of a template or of a document with macros is; no macro is ever run."""
PartFactory.part_type_for.update(dict.fromkeys(MAIN_KINDS, DocumentPart))


def open_document(source: str | BinaryIO) -> Any:
    """Return a document, or template, with or without macros. Raises what python-docx raises."""
    main = Package.open(source).main_document_part
    if not isinstance(main, DocumentPart):
        raise ValueError("its main part is no document")
    return main.document


@dataclass(frozen=True, slots=True)
class Within:
    """What a document holds that is not read as its text."""

    put_in: bool = False
    """Whether parts that were put in from other files, and that Word shows, were not read."""
    embedded: int = 0
    """How many files lie in it that open by themselves, such as a workbook."""


def see_choices(document: Any, seen: SeenGatherer) -> None:
    """Hand over what is chosen and ticked in a document's body, before it is written into it."""
    for asked, chosen in choices(document.element):
        seen.add_named(asked, chosen, SeenAt.CHOICE)


def see_beside(document: Any, seen: SeenGatherer, read: Collection[str] = ()) -> Within:
    """Hand over what stands beside a document's body; return what else is within it.

    `read` are the names of parts that were put in from other files and read as lines.
    """
    body = document.element
    _see_shapes(body, seen)
    _see_left_out(body, seen)
    put_in, embedded = False, 0
    for kind, part in _parts(document.part.package):
        if kind == PUT_IN:
            if str(part.partname) not in read:
                put_in = True
                _see_put_in(part, seen)
        elif kind in EMBEDDED:
            embedded += 1
        elif kind in PARTS or kind in DRAWN or kind in PROPERTIES or kind == "settings":
            try:
                top = parse_xml(part.blob)
            except (SyntaxError, ValueError):
                seen.full = True
                continue
            _see_part(kind, top, seen)
    return Within(put_in, embedded)


def _parts(package: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a package once each, with the last word of the relation's kind."""
    waiting = [package]
    known: set[int] = set()
    while waiting:
        holder = waiting.pop()
        for relation in holder.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if relation.is_external or kind in LEFT_OUT:
                continue
            if kind == "package" and "chart" in getattr(holder, "content_type", ""):
                continue  # the figures of a chart
            part = relation.target_part
            if id(part) not in known and len(known) < MAX_PARTS:
                known.add(id(part))
                waiting.append(part)
                yield kind, part


def _see_part(kind: str, top: Element, seen: SeenGatherer) -> None:
    if kind in PARTS:
        for paragraph in top.iter(w("p")):
            boxed = any(one.tag == w("txbxContent") for one in paragraph.iterancestors())
            seen.add(_text(paragraph), SeenAt.TEXT_BOX if boxed else PARTS[kind])
        _see_shapes(top, seen)
        _see_left_out(top, seen)
        for asked, chosen in choices(top):
            seen.add_named(asked, chosen, SeenAt.CHOICE)
    elif kind in DRAWN:
        for paragraph in top.iter(f"{A}p"):
            seen.add("".join(one.text or "" for one in paragraph.iter(f"{A}t")), SeenAt.TEXT_BOX)
    elif kind == "settings":
        for variable in top.iter(w("docVar")):
            seen.add_named(variable.get(w("name"), ""), variable.get(w("val")), SeenAt.PROPERTY)
    else:
        _see_properties(top, seen)


BREAKS = frozenset({w("br"), w("cr")})
GAPS = frozenset({w("tab"), w("ptab")})
NOT_OWN = frozenset({w("txbxContent"), w("pPr"), w("del"), w("moveFrom"), w("instrText")})
MAX_ELEMENTS = 200_000


def _text(paragraph: Element, texts: str = w("t"), skip: frozenset[str] = NOT_OWN) -> str:
    """Return the words of a paragraph, without those of text boxes that hang on it."""
    parts: list[str] = []
    waiting = [paragraph]
    count = 0
    while waiting and count < MAX_ELEMENTS:
        element = waiting.pop()
        count += 1
        if element.tag == texts:
            parts.append(element.text or "")
        elif element.tag in BREAKS:
            parts.append("\n")
        elif element.tag in GAPS:
            parts.append("\t")
        elif element.tag == w("noBreakHyphen"):
            parts.append("-")
        elif element.tag not in skip:
            waiting.extend(reversed(element))
    return "".join(parts)


A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
TITLE_OF_VML = "{urn:schemas-microsoft-com:office:office}title"
DESCRIBED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (DOC_PR, ("descr", "title")),
    (f"{V}shape", ("alt", "title")),
    (f"{V}rect", ("alt", "title")),
    (f"{V}imagedata", (TITLE_OF_VML,)),
    (w("tblCaption"), (w("val"),)),
    (w("tblDescription"), (w("val"),)),
)
"""Where the description of a picture, shape or table is kept."""


def _see_shapes(top: Element, seen: SeenGatherer) -> None:
    """Hand over watermarks, what describes pictures, and what links show under the mouse."""
    for shape in top.iter(f"{V}textpath"):
        seen.add(shape.get("string"), SeenAt.WATERMARK)
    for tag, keys in DESCRIBED:
        for element in top.iter(tag):
            for key in keys:
                seen.add(element.get(key), SeenAt.PICTURE)
    for link in top.iter(w("hyperlink")):
        seen.add(link.get(w("tooltip")), SeenAt.LINK)
    for paragraph in top.iter(f"{A}p"):  # in a drawing, where Word itself writes none
        seen.add("".join(one.text or "" for one in paragraph.iter(f"{A}t")), SeenAt.TEXT_BOX)


GONE = frozenset({w("txbxContent"), w("pPr"), w("instrText")})


def _see_left_out(top: Element, seen: SeenGatherer) -> None:
    """Hand over words that were deleted or moved away, and hidden ones."""
    for change in top.iter(w("del"), w("moveFrom")):
        if change.tag == w("del"):
            seen.add(_text(change, w("delText"), GONE), SeenAt.CHANGE)
        else:
            seen.add("".join(_text(child) for child in change), SeenAt.CHANGE)
    for mark in top.iter(w("vanish"), w("webHidden")):
        run = next((one for one in mark.iterancestors() if one.tag == w("r")), None)
        if run is not None:
            seen.add(_text(run), SeenAt.HIDDEN)


NOT_WORDS = frozenset({"contentTypeSchema", "Sources", "schema"})
"""What a part of XML may be, beside the properties of this file."""


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NOISE = _names(
    "Application AppVersion Template DocSecurity ScaleCrop LinksUpToDate SharedDoc revision "
    "HyperlinksChanged Pages Words Characters CharactersWithSpaces Lines Paragraphs TotalTime "
    "created modified lastPrinted lastModifiedBy HeadingPairs"
)
"""Properties that Word writes about itself."""


def _see_properties(top: Element, seen: SeenGatherer) -> None:
    """Hand over all values that properties have, with their names."""
    if _local(top) in NOT_WORDS:
        return
    for element in top.iter():
        if not isinstance(element.tag, str) or not (element.text or "").strip():
            continue
        holder = element
        while _local(holder) in VALUES and holder.getparent() is not None:
            holder = holder.getparent()
        name = holder.get("name") or _local(holder)
        if name == "title":
            seen.add(element.text, SeenAt.TITLE)
        elif name not in NOISE:
            seen.add_named(name, element.text, SeenAt.PROPERTY)


VALUES = _names("lpwstr lpstr bstr vector variant bool filetime date i4 int uint r8")
"""The elements that hold the value of a property, within the one that has its name."""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _see_put_in(part: Any, seen: SeenGatherer) -> None:
    """Hand over the words of a part that was taken in from another file, if it can be read."""
    data: bytes = part.blob
    reader = next((read for kind, read in READERS.items() if kind in part.content_type), None)
    if reader is None or len(data) > MAX_PUT_IN:
        seen.full = True
        return
    try:
        for line in reader(data):
            seen.add(line, SeenAt.OTHER_VERSION)
    except (ReadError, OpcError, SyntaxError, ValueError, KeyError, zipfile.BadZipFile):
        seen.full = True


def _page_lines(data: bytes) -> Iterator[str]:
    yield from (line.text for line in read_page(decode(data)[0]).lines)


def _text_lines(data: bytes) -> Iterator[str]:
    yield from decode(data)[0].splitlines()


def _word_lines(data: bytes) -> Iterator[str]:
    inner = open_document(io.BytesIO(data)).element
    yield from (_text(paragraph) for paragraph in inner.iter(w("p")))


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "html": _page_lines,
    "text/plain": _text_lines,
    "wordprocessingml": _word_lines,
}
"""By what stands in the name of the content's kind."""
