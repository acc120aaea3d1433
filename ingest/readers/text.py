"""Read text and Markdown papers: every line kept, numbered as an editor numbers them."""

from __future__ import annotations

from pathlib import Path

from ingest.document import SourceDocument
from qa.errors import ReadError
from qa.papers import SourceLine

ENCODINGS = ("utf-8-sig", "cp1252")


def decode(data: bytes) -> str:
    """Decode a text paper; UTF-16 only with its mark, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError("the text is in no encoding that Townclerk knows; save it as UTF-8")


def read_text(path: Path) -> SourceDocument:
    """Read a .txt or .md paper. Lines end at a line feed only, so numbers match the file's."""
    text = decode(path.read_bytes()).replace("\r\n", "\n")
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return SourceDocument(
        format="text",
        lines=tuple(SourceLine(number, line) for number, line in enumerate(lines, start=1)),
    )
