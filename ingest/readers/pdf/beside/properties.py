"""What a PDF says of itself: properties, description, layers, bookmarks, and its form's data.

Pdfium gives a property only by its name, and names may be the council's own. So pikepdf opens the
file beside it, for these alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree

from ingest.document import SeenAt
from ingest.readers.seen import SeenGatherer
from qa.page_images.resources import has_hidden_layers

Properties = list[tuple[str, str]]
"""Names and values, as the file has them; a name may come twice."""
HARMS = (
    *(pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(RuntimeError, NotImplementedError),
)
"""What pikepdf raises at a file that is not as it should be."""
MAX_PROPERTIES = 2_000
MAX_BYTES = 5_000_000
"""Of one description, or one part of a form's data; a longer one is not looked at."""


def see_properties(path: Path, seen: SeenGatherer) -> tuple[Properties, Properties]:
    """Hand over a PDF's properties, the names of its layers and its form's data.

    Returns the properties proper and those of the description. Where pikepdf cannot open the file,
    `seen.full` says that not all was seen.
    """
    held: Properties = []
    described: Properties = []
    try:
        with pikepdf.open(path) as pdf:
            held.extend(_held(pdf, seen))
            described.extend(_described(pdf, seen))
            for name in _layers(pdf):
                seen.add(name, SeenAt.LAYER)
            _see_form_data(pdf, seen)
    except HARMS:
        seen.full = True
    for name, value in (*held, *described):
        if name.lower() == "title":
            seen.add(value, SeenAt.TITLE)
        elif not NOISE.fullmatch(name):
            seen.add_named(name, value, SeenAt.PROPERTY)
    return held, described


def has_layers_off(path: Path) -> bool:
    """Whether some layers of a PDF may be switched off as it opens."""
    try:
        with pikepdf.open(path) as pdf:
            return has_hidden_layers(pdf)
    except HARMS:
        return True  # so that it is looked at


NOISE = re.compile(
    r"(?:CreationDate|ModDate|CreateDate|ModifyDate|MetadataDate|Producer|CreatorTool|Trapped|"
    r"(?:Original|Version|Instance|Document|Rendition)+ID|PTEX.*|format|part|conformance|amd|"
    r"Creator|xmptk|about|lang|when|parseType)",
    re.I,
)
"""Properties that programs write about themselves."""


def _held(pdf: pikepdf.Pdf, seen: SeenGatherer) -> Iterator[tuple[str, str]]:
    """Yield the properties proper."""
    info = pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return
    seen.full = seen.full or len(info) > MAX_PROPERTIES
    for key in islice(info.keys(), MAX_PROPERTIES):
        value = info.get(key)
        if isinstance(value, pikepdf.String | pikepdf.Name):
            yield str(key).removeprefix("/"), str(value).removeprefix("/")


HISTORY = ("{http://ns.adobe.com/xap/1.0/sType/", "{http://www.aiim.org/pdfa/ns/")
"""Namespaces of a file's history and of the description of descriptions."""


def _described(pdf: pikepdf.Pdf, seen: SeenGatherer) -> Iterator[tuple[str, str]]:
    """Yield the properties in the XML that describes the file (XMP)."""
    stream = pdf.Root.get("/Metadata")
    root = _parsed(stream, seen) if stream is not None else None
    if root is None:
        return
    left = MAX_PROPERTIES
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.startswith(HISTORY):
            continue
        values = [(element.tag, element.text or ""), *element.attrib.items()]
        for name, value in values:
            local = _local(name)
            if not value.strip():
                continue
            if left <= 0:
                seen.full = True
                return
            left -= 1
            if local == "li":  # an entry of a list, which its property holds
                local = _property_of(element)
            yield local, value


def _property_of(entry: Any) -> str:
    for parent in islice(entry.iterancestors(), 2):
        if (name := _local(parent.tag)) not in ("Alt", "Bag", "Seq"):
            return name
    return "property"


def _local(name: str) -> str:
    """Return a name of XML without its namespace, or the prefix of one that is not declared."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _parsed(stream: Any, seen: SeenGatherer) -> Any:
    """Return the root of XML in a stream; None where it is too long or none at all."""
    if not isinstance(stream, pikepdf.Stream):
        return None
    data = bytes(stream.read_bytes())
    if len(data) > MAX_BYTES:
        seen.full = True
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data.strip(b"\0 \r\n\t"), parser)
    except etree.XMLSyntaxError:
        return None


MAX_LAYERS = 1_000


def _layers(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the names of layers, which a reader lists beside the page."""
    layers = pdf.Root.get("/OCProperties")
    groups = layers.get("/OCGs") if isinstance(layers, pikepdf.Dictionary) else None
    if isinstance(groups, pikepdf.Array):
        for index in range(min(len(groups), MAX_LAYERS)):
            group = groups[index]
            if isinstance(group, pikepdf.Dictionary):
                yield str(group.get("/Name", ""))


def _see_form_data(pdf: pikepdf.Pdf, seen: SeenGatherer) -> None:
    """Hand over what is filled into a form of the XML kind (XFA), and the words that it prints."""
    form = pdf.Root.get("/AcroForm")
    parts = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
    if isinstance(parts, pikepdf.Array):
        streams = [parts[index] for index in range(min(len(parts), 100))]
    else:
        streams = [parts] if parts is not None else []
    for stream in streams:
        root = _parsed(stream, seen)
        for element in root.iter() if root is not None else ():
            if isinstance(element.tag, str) and (element.text or "").strip():
                seen.add_named(_local(element.tag), element.text, SeenAt.FIELD)
