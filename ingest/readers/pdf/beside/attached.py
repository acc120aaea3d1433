"""The files within a PDF: attached to it or to a page, or the papers of a portfolio.

They are members of the PDF, as what is attached to a message is. They are listed and taken out in
one order: those of the whole file by name, then those of each page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import pikepdf

from ingest.document import SeenAt
from ingest.file_names import MAX_MEMBERS, SUFFIX_OF, Member, list_members
from ingest.readers.pdf.beside.properties import HARMS
from ingest.readers.seen import SeenGatherer
from qa.errors import ReadError

DAMAGED = "it is damaged within the PDF; open the PDF, save the file from it and give that"


def see_attached(path: Path, seen: SeenGatherer) -> tuple[Member, ...]:
    """Hand over the names of the files within a PDF, and return them as its members."""
    names: list[str] = []
    try:
        with pikepdf.open(path) as pdf:
            for file in islice(_files(pdf), MAX_MEMBERS + 1):
                seen.add(file.name, SeenAt.ATTACHMENT, file.page)
                seen.add(file.about, SeenAt.ATTACHMENT, file.page)
                names.append(_free(file.name, names))
            for name in _folders(pdf).values():
                seen.add(name, SeenAt.ATTACHMENT)
    except HARMS:
        seen.full = True
    if len(names) > MAX_MEMBERS:
        seen.full = True
    return list_members((name, None) for name in names[:MAX_MEMBERS])


def attached_chunks(path: Path, number: int) -> Iterator[bytes]:
    """Yield the bytes of a file within a PDF, counted from 0. Raises ReadError, MemoryError."""
    try:
        with pikepdf.open(path) as pdf:
            file = next(islice(_files(pdf), number, None))
            data = bytes(file.stream.read_bytes())
    except (*HARMS, StopIteration) as error:
        if "bad_alloc" in str(error):  # how qpdf says it, under another name
            raise MemoryError from error
        raise ReadError(DAMAGED) from error
    yield data


@dataclass(frozen=True, slots=True)
class _File:
    """A file within a PDF."""

    name: str
    about: str
    """What the PDF says of it."""
    stream: Any
    page: int | None


def _files(pdf: pikepdf.Pdf) -> Iterator[_File]:
    """Yield each file once, in an order that is always the same."""
    known: set[object] = set()
    folders = _folders(pdf)
    for key, page, described in _descriptions(pdf):
        stream = _stream_of(described)
        identity = stream.objgen if stream is not None and stream.is_indirect else object()
        if stream is None or identity in known:
            continue
        known.add(identity)
        place = FOLDER.match(key)
        folder = folders.get(int(place[1]), "") if place else ""
        name = _name(described, FOLDER.sub("", key), stream)
        about = described.get("/Desc")
        told = str(about) if isinstance(about, pikepdf.String) else ""
        yield _File(f"{folder}/{name}" if folder else name, told, stream, page)


FOLDER = re.compile(r"<(\d{1,9})>")
"""Begins the key of a file that lies in a folder of a portfolio (Adobe's extension level 3)."""
ASSETS = "/RichMediaContent"


def _descriptions(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int | None, Any]]:
    """Yield (key, page from 1, description) of all files that a PDF names."""
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        yield from ((key, None, one) for key, one in _tree(names.get("/EmbeddedFiles")))
    yield from (("", None, one) for one in _entries(pdf.Root.get("/AF")))
    for number, page in enumerate(pdf.pages, start=1):
        held = page.obj
        yield from (("", number, one) for one in _entries(held.get("/AF")))
        for note in _entries(held.get("/Annots")):
            kind = note.get("/Subtype")
            if kind == "/FileAttachment":
                yield "", number, note.get("/FS")
            elif kind == "/RichMedia" and isinstance(note.get(ASSETS), pikepdf.Dictionary):
                for key, one in _tree(note.get(ASSETS).get("/Assets")):
                    yield key, number, one


MAX_ENTRIES = 20_000
"""Of a list, or a tree of names, that are looked at."""


def _entries(held: Any) -> Iterator[Any]:
    """Yield the dictionaries of a list."""
    if isinstance(held, pikepdf.Array):
        for index in range(min(len(held), MAX_ENTRIES)):
            if isinstance(one := held[index], pikepdf.Dictionary):
                yield one


def _tree(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield the keys and values of a tree of names, in their order."""
    waiting = [root]
    looked_at = 0
    while waiting and looked_at < MAX_ENTRIES:
        node = waiting.pop()
        looked_at += 1
        if not isinstance(node, pikepdf.Dictionary):
            continue
        pairs = node.get("/Names")
        if isinstance(pairs, pikepdf.Array):
            for at in range(0, min(len(pairs) - 1, 2 * MAX_ENTRIES), 2):
                yield str(pairs[at]), pairs[at + 1]
        waiting.extend(reversed(list(_entries(node.get("/Kids")))))


def _stream_of(described: Any) -> Any:
    """Return the stream in which a file's bytes are; None where it lies outside the PDF."""
    within = described.get("/EF") if isinstance(described, pikepdf.Dictionary) else None
    if not isinstance(within, pikepdf.Dictionary):
        return None
    for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac"):
        if isinstance(stream := within.get(key), pikepdf.Stream):
            return stream
    return None


PATH_BEFORE = re.compile(r"^(?:[A-Za-z]:)?[/\\].*[/\\]|^[A-Za-z]:")
"""What stands before the name in a file that was attached from a disk."""
ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def _name(described: Any, key: str, stream: Any) -> str:
    given = (described.get(name) for name in ("/UF", "/F", "/Unix", "/DOS", "/Mac"))
    name = next((str(one) for one in given if isinstance(one, pikepdf.String)), key)
    name = PATH_BEFORE.sub("", " ".join(name.split())) or "attached file"
    if ENDING.search(name):
        return name
    return name + SUFFIX_OF.get(str(stream.get("/Subtype", "")).removeprefix("/"), "")


def _free(name: str, taken: list[str]) -> str:
    """Return a name that no other file has: the second of a name is numbered."""
    if name not in taken:
        return name
    path = PurePosixPath(name)
    named = (f"{path.with_suffix('')} ({n}){path.suffix}" for n in range(2, MAX_MEMBERS + 3))
    return next(one for one in named if one not in taken)


def _folders(pdf: pikepdf.Pdf) -> dict[int, str]:
    """Return {number: path} of the folders of a portfolio."""
    collection = pdf.Root.get("/Collection")
    root = collection.get("/Folders") if isinstance(collection, pikepdf.Dictionary) else None
    found: dict[int, str] = {}
    waiting = [(root, "")]
    while waiting and len(found) < MAX_MEMBERS:
        folder, above = waiting.pop()
        if not isinstance(folder, pikepdf.Dictionary):
            continue
        number, name = folder.get("/ID"), folder.get("/Name")
        if not isinstance(number, int) or number in found:
            continue
        # The outermost folder is the portfolio itself.
        own = str(name) if isinstance(name, pikepdf.String) and folder is not root else ""
        found[number] = "/".join(filter(None, (above, own)))
        waiting += [(folder.get("/Next"), above), (folder.get("/Child"), found[number])]
    return found
