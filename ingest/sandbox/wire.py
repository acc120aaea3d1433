"""The messages between the caller and the confined process that reads a file: JSON, all checked.

The child has parsed a file that may be hostile and may have taken the child over. So nothing from
it is trusted: no pickles, only JSON in which every field is declared here or in a record named
here, has its type and is within its bounds. The caller knows for itself which paper this is and
under what name it is held. Of an exempt paper nothing comes back but that it is exempt.
"""

from __future__ import annotations

import base64
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar, cast

from pydantic import Field, PlainSerializer, PlainValidator, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from ingest.document import MAX_NOTICES, STANDARD_SCANS, ScanReading, SourceDocument, SourceTable
from ingest.exemption.withholding import MAX_WITHHELD, Withholding
from ingest.file_names import MAX_MEMBERS, MAX_SHOWN, Member, ShownWords, is_shown
from ingest.passages import PASSAGE_WORDS
from ingest.understand import Understood, restricted_paper, withheld_by_name
from qa.papers import (
    FAR,
    FileFormat,
    Frame,
    Lines,
    PageSpan,
    PaperPage,
    Passage,
    SourceLine,
    WordPlace,
)

FORMATS = frozenset(FileFormat) - {FileFormat.EMAIL, FileFormat.RTF}
MOST = 10**9
"""The largest number of a line or page."""
MAX_ID = 40
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""In JSON; a backslash of the paper itself is written as two."""
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
UNREAD = "\ufffd"
MAX_COLONS = 10_000_000
"""In an answer: enough for the words of 4,000 scanned pages. Each field has one; a field that is
not declared costs the caller some 300 bytes, for the list of faults."""
MAX_FAULTS = 1_000
"""The faults of an answer with more of them are not listed, to save memory."""
CONTAINERS = frozenset({"tuple", "list", "set", "frozenset", "dict"})


class TransferError(ValueError):
    """The message is none that a reader of ours would send."""


_Record = TypeVar("_Record")


class _Wire(Generic[_Record]):
    """Writes records of one kind as JSON, and reads them with every field checked.

    An error may name the fields of that kind, and of the kinds given as `within` it.
    """

    def __init__(self, kind: type[_Record], *within: type) -> None:
        adapter = TypeAdapter(kind)
        self.encode: Callable[[_Record], bytes] = adapter.dump_json
        self._validator = SchemaValidator(_failing_fast(adapter.core_schema))
        kinds: tuple[Any, ...] = (kind, *within)
        self._fields = frozenset(one.name for of_kind in kinds for one in fields(of_kind))

    def decode(self, data: bytes) -> _Record:
        """Return the record that JSON holds, of the types declared and with no other field.

        Raises TransferError, which names the field at fault and has nothing of what was in it.
        """
        if data.count(b":") > MAX_COLONS:
            raise malformed("too many fields")
        if b"\\u0000" in data and NUL.search(data):
            raise malformed("text")
        try:
            return cast(_Record, self._validator.validate_json(data, strict=True, extra="forbid"))
        except ValidationError as error:
            place = self._place_of(error)
        except (ValueError, RecursionError):
            place = ""
        raise malformed(place)  # here, so that the cause, which may quote the paper, is not shown

    def _place_of(self, error: ValidationError) -> str:
        if error.error_count() > MAX_FAULTS:
            return ""
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        # The name of a field that is not declared is the child's own invention.
        return ".".join(str(part) for part in faults[0]["loc"][:2] if part in self._fields)


def _failing_fast(schema: Any) -> Any:
    """Return a schema that gives up at the first fault, where a list might have a million."""
    if isinstance(schema, dict):
        inner = {key: _failing_fast(value) for key, value in schema.items()}
        return inner | {"fail_fast": True} if inner.get("type") in CONTAINERS else inner
    if isinstance(schema, list | tuple):
        return type(schema)(_failing_fast(one) for one in schema)
    return schema


def malformed(field_name: str) -> TransferError:
    """Return the error of an answer in which a field is not as a reader of ours would send it."""
    return TransferError("the reader's answer is malformed" + f": {field_name}" * bool(field_name))


# Requests

PathInAscii = Annotated[
    Path,
    PlainSerializer(lambda path: base64.b64encode(os.fsencode(path)).decode("ascii")),
    PlainValidator(lambda code: Path(os.fsdecode(base64.b64decode(code, validate=True)))),
]
"""A path as base64, since a name on a disk may be bytes that are no text."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes in bytes, times in seconds."""

    file_size: int = 300_000_000
    memory: int = 2 * 1024**3
    cpu: float = 60.0
    cpu_per_page: float = 0.5
    wall: float = 90.0
    wall_per_page: float = 0.75
    page: float = 40.0
    """For one page by the clock, beside its OCR; one that takes longer is left out."""
    ocr_per_page: float = 30.0
    """For a page read from its picture, both of the processor and by the clock."""
    ocr: float = 1_800.0
    """For all such pages of a file; those beyond are named as not read."""
    answer: int = 256_000_000
    """For the answer as JSON; some thirty times that of a paper of 900 pages."""


STANDARD_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class PaperName:
    """Which paper is to be understood, as far as the child need know."""

    name: str
    """The file's name without its folders."""
    digest: str


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a child is asked to do with one file, and within which limits."""

    path: PathInAscii
    limits: Limits = STANDARD_LIMITS
    scans: ScanReading = STANDARD_SCANS
    skip: Mapping[int, str] = field(default_factory=dict)
    """{page to leave out: the reason, in the words of its notice}."""
    kept: PathInAscii | None = None
    """The folder of pages that OCR has read before; None where none are kept."""
    paper: PaperName | None = None
    """Set where the file is to be understood as well as read."""
    passage_words: int = PASSAGE_WORDS
    """About how many words a passage may have."""
    admitted: frozenset[str] = frozenset()
    """Keys of what the gate would withhold of this file and the administrator has admitted."""
    member: int | None = None
    """Which member of an archive or message to unpack, from 0; None to read the file."""


REQUEST = _Wire(ReadRequest)


# Progress, and how a child ends


class ProgressKind(StrEnum):
    """The first word of a line that a child sends ahead of its answer; a number follows."""

    PAGES = "pages"
    """How many pages the file has."""
    PAGE = "at"
    """The page that is about to be read."""
    OCR = "ocr"
    """The page that is about to be read from its picture."""
    SEEN = "seen"
    """So many bytes follow: what OCR saw on that page."""
    DATA = "data"
    """So many bytes follow: of the member asked for."""
    UNDERSTANDING = "understanding"
    """All pages are read; the number has no meaning."""


MAX_SENT = 1 << 20
"""Bytes after a progress line, at most: of a member of an archive, or of a page that OCR read."""


def progress_line(kind: ProgressKind, number: int) -> bytes:
    """Return the line that a child sends."""
    return b"%s %d\n" % (kind.encode("ascii"), number)


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first words of the process that starts the children."""

    network: bool = True
    """False where children have no network at all."""
    failed: str | None = None
    """Why it cannot start any."""


@dataclass(frozen=True, slots=True)
class Fate:
    """How a child ended: its exit code, or less than 0 the signal; its processor time in s."""

    code: int
    cpu: float


class RefusalKind(StrEnum):
    """Why there is no answer."""

    ERROR = "error"
    """The file cannot be read; `words` is the reason, for whoever gave the file."""
    FAULT = "fault"
    """Our code failed; `words` is the name of the exception's class and nothing else."""
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a child sends in place of an answer."""

    refusal: RefusalKind
    words: ShownWords = ""


GREETING = _Wire(Greeting)
FATE = _Wire(Fate)
REFUSAL = _Wire(Refusal)
OUT_OF_MEMORY = REFUSAL.encode(Refusal(RefusalKind.MEMORY))
"""Encoded beforehand, since there is no memory to encode it when it is needed."""


def encode_refusal(kind: RefusalKind, words: str) -> bytes:
    """Write why there is no answer, in words that may be shown."""
    return REFUSAL.encode(Refusal(kind, _on_a_line(words)))


def is_refusal(answer: bytes) -> bool:
    """Whether a message refuses an answer."""
    return answer.startswith(b'{"refusal"')


# Answers


@dataclass(frozen=True, slots=True)
class UnderstoodFile:
    """What a child made of a file: a paper, what lies within it, or both."""

    format: FileFormat
    """PDF, text, Word or a web page; zip for an archive, which is no paper."""
    understood: Understood | None
    members: Annotated[tuple[Member, ...], Field(max_length=MAX_MEMBERS)] | None = None
    """What lies within an archive, or is attached to a message or PDF; None for any other file."""


FILE = _Wire(UnderstoodFile, Understood, Withholding)
DOCUMENT = _Wire(SourceDocument)


def encode_file(file: UnderstoodFile) -> bytes:
    """Write what was understood of a file as JSON."""
    understood = file.understood
    if understood is not None and understood.withheld:
        withheld = tuple(
            replace(one, words=_on_a_line(one.words), place=_on_a_line(one.place))
            for one in understood.withheld[:MAX_WITHHELD]
        )
        file = replace(file, understood=replace(understood, withheld=withheld))
    return FILE.encode(file)


def decode_file(
    data: bytes, *, name: str, digest: str, admitted: frozenset[str] = frozenset()
) -> UnderstoodFile:
    """Check a child's answer for the file of this name and digest. Raises TransferError."""
    file = FILE.decode(data)
    _require(file.format in FORMATS, "format")
    understood = file.understood
    if understood is None:
        _require(file.members is not None, "members")
        return file
    for one in understood.withheld:
        _check_withholding(one, understood.paper.pages)
    if understood.restricted:
        understood = restricted_paper(file.format, name, digest, understood.withheld)
        return UnderstoodFile(file.format, understood)
    # The child does not know the folders of the name, which may mark the paper exempt.
    named = withheld_by_name(name)
    if named is not None and named.key(digest) not in admitted:
        return UnderstoodFile(file.format, restricted_paper(file.format, name, digest, (named,)))
    paper = replace(
        understood.paper,
        id=digest[:16],
        file=name,
        digest=digest,
        format=file.format,
        supersedes=None,
        superseded_by=None,
        same_as=(),
    )
    understood = replace(understood, paper=paper)
    _check_understood(understood)
    return replace(file, understood=understood)


def encode_document(document: SourceDocument) -> bytes:
    """Write a document as JSON."""
    return DOCUMENT.encode(make_sound(document))


def decode_document(data: bytes) -> SourceDocument:
    """Check a document that a child has read. Raises TransferError."""
    document = DOCUMENT.decode(data)
    _require(document.format in FORMATS, "format")
    _check_source_lines(document.lines, document.pages)
    for numbers in (
        *(document.recognised, document.marked),
        *(document.words, document.unread, document.hidden),
    ):
        _check_numbers(numbers, document.pages or 0, "pages")
    _check_numbers([*document.roles, *document.item_numbers], len(document.lines), "roles")
    for words in document.words.values():
        _check_word_places(words)
    for frames in document.hidden.values():
        _check_frames(frames)
    _check_tables(document.tables, len(document.lines))
    seen_on = [one.page for one in document.seen if one.page is not None]
    _check_numbers(seen_on, document.pages or 0, "seen")
    return document


def _require(condition: bool, name: str) -> None:
    if not condition:
        raise malformed(name)


def _check_withholding(withholding: Withholding, pages: int | None) -> None:
    first, last = withholding.first_page, withholding.last_page
    _check_numbers([page for page in (first, last) if page is not None], pages or MOST, "withheld")
    _require(first is None or last is None or first <= last, "withheld")
    _check_numbers([withholding.first_line or 1], MOST, "withheld")


def _check_understood(understood: Understood) -> None:
    paper = understood.paper
    pages = paper.pages
    _require(pages is None or 0 < pages <= MOST, "pages")
    _require(len(paper.notices) <= MAX_NOTICES and all(map(is_shown, paper.notices)), "notices")
    numbers = [page.number for page in understood.pages]
    _require(numbers == list(range(1, (pages or 1) + 1)), "pages")
    for page in understood.pages:
        _check_page(page)
    _check_passages(understood.passages, paper.id, pages)
    for item in understood.items:
        _check_place(item.lines, item.page, pages)
        for block in item.blocks:
            _check_place(block.lines, block.page, pages)


def _check_page(page: PaperPage) -> None:
    _require(0 < page.first_line <= MOST, "pages")
    _require(page.withheld or page.unread is None, "pages")
    _check_word_places(page.words)
    _check_frames(page.hidden)


def _check_word_places(words: Iterable[WordPlace]) -> None:
    for word in words:
        sides = (word.left, word.top, word.right, word.bottom)
        _require(is_shown(word.text) and all(0 <= side <= 1 for side in sides), "words")


def _check_frames(frames: Iterable[Frame]) -> None:
    _require(all(abs(edge) <= FAR for frame in frames for edge in frame), "hidden")


def _check_passages(passages: Sequence[Passage], paper_id: str, pages: int | None) -> None:
    ids = {passage.id for passage in passages}
    _require(len(ids) == len(passages), "passages")
    # So that none of them can stand for a passage of another paper.
    prefix = f"{paper_id}-"
    _require(
        all(one.startswith(prefix) and len(one) <= MAX_ID and one.isascii() for one in ids),
        "passages",
    )
    for ordinal, passage in enumerate(passages):
        _require(passage.paper_id == paper_id and passage.ordinal == ordinal, "passages")
        _require(bool(passage.units), "passages")
        _check_place(passage.lines, passage.page, pages)
        for unit in passage.units:
            _check_span(unit.lines, MOST)
            _require(unit.page is None or 0 < unit.page <= (pages or MOST), "units")


def _check_place(lines: Lines | None, page: PageSpan, pages: int | None) -> None:
    """Check where something stands. The pages of a text source are its printed ones."""
    if lines is not None:
        _check_span(lines, MOST)
    numbers = [number for number in (page.first, page.last) if number is not None]
    _check_numbers(numbers, pages or MOST, "places")


def _check_span(lines: Lines, most: int) -> None:
    _require(0 < lines[0] <= lines[1] <= most, "lines")


def _check_numbers(numbers: Iterable[int], most: int, name: str) -> None:
    _require(all(0 < number <= most for number in numbers), name)


def _check_source_lines(lines: Sequence[SourceLine], pages: int | None) -> None:
    _require([line.number for line in lines] == list(range(1, len(lines) + 1)), "lines")
    _require(not any("\n" in line.text for line in lines), "lines")
    _require(all((line.page is None) == (pages is None) for line in lines), "lines")
    _check_numbers([line.page for line in lines if line.page is not None], pages or 0, "lines")
    # No comparison holds of what is not a number.
    _require(all(0 <= line.size < math.inf and 0 <= line.gap < math.inf for line in lines), "lines")


def _check_tables(tables: Sequence[SourceTable], lines: int) -> None:
    after = 0
    for table in tables:
        first, last = table.lines
        _require(after < first <= last <= lines, "tables")
        _require(0 <= table.headers <= last - first + 1, "tables")
        spans = [cell.lines for cell in table.merged]
        _require(all(first <= top <= foot <= last for top, foot in spans), "tables")
        after = last


def make_sound(document: SourceDocument) -> SourceDocument:
    """Replace characters that a line, title, label, notice or column's heading may not hold."""
    lines = document.lines
    texts = [line.text for line in lines]
    if (sound := _sound_texts(texts)) is not texts:
        pairs = zip(lines, sound, strict=True)
        lines = tuple(replace(line, text=text) for line, text in pairs)
    return replace(
        document,
        lines=lines,
        labels=tuple(_on_a_line(label) or None for label in document.labels),
        title=_on_a_line(document.title) or None,
        marks=tuple(_on_a_line(mark) for mark in document.marks),
        notices=tuple(_on_a_line(notice) for notice in document.notices),
        words={
            page: tuple(replace(word, text=_on_a_line(word.text)) for word in words)
            for page, words in document.words.items()
        },
        members=None
        if document.members is None
        else tuple(
            replace(m, name=_on_a_line(m.name), refusal=_on_a_line(m.refusal) or None)
            for m in document.members
        ),
        tables=tuple(
            replace(table, columns=tuple(_on_a_line(column) for column in table.columns))
            for table in document.tables
        ),
        item_numbers={line: _on_a_line(number) for line, number in document.item_numbers.items()},
        says=replace(
            document.says,
            title=_on_a_line(document.says.title) or None,
            meeting=_on_a_line(document.says.meeting) or None,
            publishers=tuple(_on_a_line(line) for line in document.says.publishers),
        ),
        seen=tuple(
            replace(one, words=words) for one in document.seen if (words := _on_a_line(one.words))
        ),
    )


def _on_a_line(text: str | None) -> str:
    """Return a title, label or notice on one line, without characters that do not print."""
    joined = " ".join((text or "").split())
    return "".join(char for char in joined if char.isprintable())[:MAX_SHOWN]


def _sound_texts(texts: list[str]) -> list[str]:
    """Replace line feeds, NULs and lone surrogates; return the same list where there are none."""
    together = "".join(texts)
    if "\n" not in together and "\0" not in together and not LONE_SURROGATE.search(together):
        return texts
    swap = str.maketrans({"\n": " ", "\0": UNREAD})
    return [LONE_SURROGATE.sub(UNREAD, text.translate(swap)) for text in texts]
