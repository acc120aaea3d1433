"""Carry what was understood of a file from the child that read it, checked before it is used.

The child has parsed a file that may be hostile and may have been taken over by it. Which paper
this is, under what name, the caller knows for itself; all else is JSON whose every field is of
its type and in its bounds. Of a paper that is marked exempt nothing comes back but that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from ingest.document import SourceDocument
from ingest.marked_names import is_marked_name
from ingest.members import Member
from ingest.sound import sound
from ingest.transfer import (
    FORMATS,
    MAX_MEMBERS,
    MAX_NOTICES,
    TransferError,
    check_frames,
    check_words,
    require,
)
from ingest.understand import Understood, is_marked_outside, restricted_paper, understand
from qa.pages import Lines, PageSpan, PaperPage
from qa.papers import FileFormat
from qa.passages import Passage

NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""In JSON; a backslash that stands in the paper is written as two."""
MOST = 10**9
"""No line or page has a number beyond."""
MAX_ID = 40


@dataclass(frozen=True, slots=True)
class UnderstoodFile:
    """What a child made of a file: a paper, what lies within it, or both."""

    format: FileFormat
    """pdf, text, docx or html; zip for an archive, which is no paper."""
    understood: Understood | None
    members: tuple[Member, ...] | None = None
    """What lies within an archive or is attached to a message; None for any other file."""


FILE = TypeAdapter(UnderstoodFile)


def understand_document(document: SourceDocument, *, name: str, digest: str) -> UnderstoodFile:
    """Understand what was read; an archive, or a message without words, has only members."""
    document = sound(document)
    if document.members is not None and not document.lines and not is_marked_outside(document):
        return UnderstoodFile(document.format, None, document.members)
    understood = understand(document, name=name, digest=digest)
    # The names of what is attached to an exempt message are exempt with it.
    members = None if understood.restricted else document.members
    return UnderstoodFile(document.format, understood, members)


def encode_file(file: UnderstoodFile) -> bytes:
    """Write what was understood of a file as JSON."""
    return FILE.dump_json(file)


def decode_file(data: bytes, *, name: str, digest: str) -> UnderstoodFile:
    """Check what a child says of the file of this name and digest. Raises TransferError."""
    require(not NUL.search(data), "text")
    try:
        file = FILE.validate_json(data, strict=True)
    except (ValueError, RecursionError):  # without its cause, whose words may be the paper's
        raise TransferError("the reader's answer is malformed") from None
    require(file.format in FORMATS, "format")
    _check_members(file.members)
    # The child knows nothing of the folders of the name.
    if file.understood is not None and is_marked_name(name):
        return UnderstoodFile(file.format, restricted_paper(file.format, name, digest))
    if file.understood is None:
        require(file.members is not None, "members")
        return file
    if file.understood.restricted:
        return UnderstoodFile(file.format, restricted_paper(file.format, name, digest))
    paper = replace(
        file.understood.paper,
        id=digest[:16],
        file=name,
        digest=digest,
        format=file.format,
        supersedes=None,
        superseded_by=None,
        same_as=(),
    )
    understood = replace(file.understood, paper=paper)
    _check_paper(understood)
    return replace(file, understood=understood)


def _check_members(members: Sequence[Member] | None) -> None:
    require(len(members or ()) <= MAX_MEMBERS, "members")
    for member in members or ():
        check_words([member.name, member.refusal or ""])
        require(bool(member.name), "members")


def _check_paper(understood: Understood) -> None:
    paper = understood.paper
    pages = paper.pages
    require(pages is None or 0 < pages <= MOST, "pages")
    require(len(paper.notices) <= MAX_NOTICES, "notices")
    check_words(paper.notices)
    numbers = [page.number for page in understood.pages]
    require(numbers == list(range(1, (pages or 1) + 1)), "pages")
    for page in understood.pages:
        _check_page(page)
    _check_passages(understood.passages, paper.id, pages)
    for item in understood.items:
        _check_place(item.lines, item.page, pages)
        for block in item.blocks:
            _check_place(block.lines, block.page, pages)


def _check_page(page: PaperPage) -> None:
    require(0 < page.first_line <= MOST, "pages")
    require(page.withheld or page.unread is None, "pages")
    check_words(word.text for word in page.words)
    check_frames(page.hidden)
    sides = [side for w in page.words for side in (w.left, w.top, w.right, w.bottom)]
    require(all(0 <= side <= 1 for side in sides), "words")


def _check_passages(passages: Sequence[Passage], paper_id: str, pages: int | None) -> None:
    ids = {passage.id for passage in passages}
    require(len(ids) == len(passages), "passages")
    # So that none of them can stand for a passage of another paper.
    require(all(_is_id_of(paper_id, name) for name in ids), "passages")
    for ordinal, passage in enumerate(passages):
        require(passage.paper_id == paper_id and passage.ordinal == ordinal, "passages")
        require(bool(passage.units), "passages")
        _check_place(passage.lines, passage.page, pages)
        for unit in passage.units:
            _check_lines(unit.lines)
            require(unit.page is None or 0 < unit.page <= (pages or MOST), "units")


def _is_id_of(paper_id: str, name: str) -> bool:
    return name.startswith(f"{paper_id}-") and len(name) <= MAX_ID and name.isascii()


def _check_place(lines: Lines | None, page: PageSpan, pages: int | None) -> None:
    """Check where something stands. The pages of a text source are its printed ones."""
    if lines is not None:
        _check_lines(lines)
    numbers: Iterable[int] = [n for n in (page.first, page.last) if n is not None]
    require(all(0 < number <= (pages or MOST) for number in numbers), "places")


def _check_lines(lines: Lines) -> None:
    require(0 < lines[0] <= lines[1] <= MOST, "lines")
