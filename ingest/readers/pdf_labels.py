"""The sensitivity labels of a PDF: among its properties, and in the XML that describes it (XMP).

pdfium gives a property only to who knows its name, and a label's name holds a number of the
council's own. So the names are looked for in the file itself; what stands there is never read as
anything but a name or a label.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pypdfium2 as pdfium

from ingest.sensitivity import label_marks

KNOWN = (
    "Classification",
    "Sensitivity",
    "ProtectiveMarking",
    "SecurityClassification",
    "DocumentClassification",
    "ClassificationContentMarkingHeaderText",
    "ClassificationContentMarkingFooterText",
    "ClassificationWatermarkText",
    "bjDocumentSecurityLabel",
)
LABEL_NAME = re.compile(rb"MSIP_Label_[0-9A-Za-z-]{1,64}_(?:Name|Enabled)")
IN_XMP = re.compile(
    rb"[:<\s](?P<name>(?:MSIP_Label_[0-9A-Za-z-]{1,64}_(?:Name|Enabled)|%s))"
    rb"\s*(?:>|=\s*[\"'])(?P<value>[^<>\"']{1,400})[<\"']" % "|".join(KNOWN).encode()
)
XMP_BEGIN = b"<x:xmpmeta"
XMP_END = b"</x:xmpmeta"
MAX_XMP = 2_000_000
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
"""Heads objects that are packed together; from PDF 1.5 on the properties may be one of them."""
STREAM = re.compile(rb"stream\r?\n")
STREAM_END = b"endstream"
HEAD = 400
"""Bytes within which a stream follows its type."""
MAX_PACKED = 2_000_000
MAX_ALL_PACKED = 60_000_000
"""Bytes unpacked in all to look for a label."""


def read_labels(path: Path, pdf: pdfium.PdfDocument) -> tuple[str, ...]:
    """Return what the sensitivity labels of a PDF say, as marks."""
    with path.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as data:
        names = {*KNOWN, *_names(data)}
        described = list(_described(data))
    held = [(name, pdf.get_metadata_value(name)) for name in sorted(names)]
    return tuple(dict.fromkeys((*label_marks(held), *label_marks(described))))


def _names(data: mmap) -> Iterator[str]:
    for match in LABEL_NAME.finditer(data):
        yield match[0].decode("ascii")
    left = MAX_ALL_PACKED
    for packed in PACKED.finditer(data):
        if left <= 0:
            return
        stream = STREAM.search(data, packed.end(), packed.end() + HEAD)
        if stream is None:
            continue
        end = data.find(STREAM_END, stream.end(), stream.end() + MAX_PACKED)
        end = end if end >= 0 else stream.end() + MAX_PACKED
        left -= end - stream.end()
        with suppress(zlib.error):
            content = zlib.decompressobj().decompress(data[stream.end() : end], MAX_PACKED)
            left -= len(content)
            for match in LABEL_NAME.finditer(content):
                yield match[0].decode("ascii")


def _described(data: mmap) -> Iterator[tuple[str, str]]:
    """Yield the labels of the last description that has any: earlier ones are superseded."""
    found: list[tuple[str, str]] = []
    start = data.find(XMP_BEGIN)
    while start >= 0:
        end = data.find(XMP_END, start, start + MAX_XMP)
        here = [
            (match["name"].decode(), html.unescape(match["value"].decode("utf-8", "replace")))
            for match in IN_XMP.finditer(data, start, end if end > 0 else start + MAX_XMP)
        ]
        found = here or found
        start = data.find(XMP_BEGIN, start + 1)
    yield from found
