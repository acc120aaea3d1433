"""Read Rich Text: paragraphs and rows of tables in order, with what is struck or hidden left out.

Older minutes are often in this format. The file is read token by token (Rich Text Format 1.9.1);
of its groups only those that a reader sees become lines. Page heads and feet, properties, comments,
struck and hidden words are handed over.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.document import PageSays, SeenAt, SourceDocument
from ingest.readers.letters import PIECE, STRUCK, join_pieces, mend, note_mark
from ingest.readers.rows import Written, heads_minutes, number_lines, write_row
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer
from qa.errors import ReadError
from qa.papers import FileFormat

MAX_BYTES = 100_000_000
MAX_DEPTH = 500
"""Groups open at one time; Word writes a few dozen."""
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)",
    re.S,
)
PLACES: dict[str, SeenAt] = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), SeenAt.RUNNING_HEAD),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), SeenAt.RUNNING_FOOT),
    "info": SeenAt.PROPERTY,
    "annotation": SeenAt.COMMENT,
    "sv": SeenAt.WATERMARK,
}
"""Groups that are handed over, by where their words stand."""
UNSEEN = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "pict", "object", "objdata", "fldinst", "listtable"),
        *("generator", "datafield", "xe", "tc", "bkmkstart", "bkmkend", "sn", "nonshppict"),
        *("revtbl", "rsidtbl", "themedata", "filetbl", "creatim", "revtim", "printim", "rxe"),
        *("author", "operator", "nonesttables", "pnseclvl", "leveltext", "levelnumbers"),
    }
)
SHOWN_IF_KNOWN = frozenset({"shpinst", "shptxt", "annotation", "footnote", "sp"})
"""Groups that a program may pass over, and that Word shows all the same."""
LINES = frozenset({"par", "line", "sect", "page", "column"})
SIGNS = {
    **{"tab": "\t", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019"},
    **{"ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " "},
    **{"enspace": " ", "qmspace": " "},
}
SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}"}


def read_rtf(path: Path) -> SourceDocument:
    """Read a Rich Text file. Raises ReadError where it is too large or its groups lie too deep."""
    if path.stat().st_size > MAX_BYTES:
        raise ReadError(f"the file has over {MAX_BYTES / 1e6:.0f} MB; save it as PDF or .docx")
    return document_of(path.read_bytes())


def document_of(data: bytes) -> SourceDocument:
    """Return the document that the bytes of a Rich Text file hold. Raises ReadError."""
    reader = _Reader()
    reader.read(data)
    notices = {
        "the document holds no text that can be read": not reader.lines,
        STRUCK: reader.struck,
        "it holds pictures, which were not read; save it as PDF": reader.pictures,
        MORE_THAN_LOOKED_AT: reader.seen.full,
    }
    heads = [one.words for one in reader.seen.found() if one.where in (HEAD, FOOT)]
    return SourceDocument(
        # Of the formats of papers held it is nearest to Word's: a line is a paragraph or a row.
        FileFormat.DOCX,
        number_lines(reader.lines),
        notices=tuple(notice for notice, holds in notices.items() if holds),
        marks=tuple(heads),
        says=PageSays(publishers=tuple(head for head in heads if 1 < len(head.split()) < 15)),
        seen=reader.seen.found(),
        unseen=reader.seen.full,
    )


HEAD, FOOT = SeenAt.RUNNING_HEAD, SeenAt.RUNNING_FOOT


@dataclass(frozen=True, slots=True)
class _State:
    """What holds at a place of the file, until its group ends."""

    unseen: bool = False
    place: SeenAt | None = None
    note: bool = False
    struck: bool = False
    hidden: bool = False
    raised: bool = False
    bold: bool = False
    size: float = 12.0
    skip: int = 1
    """Letters that stand after a letter given by its number, for old programs."""

    def plain(self) -> _State:
        """Return the state once the look of letters is set back."""
        return replace(self, struck=False, hidden=False, raised=False, bold=False, size=12.0)


@dataclass(slots=True)
class _Reader:
    lines: list[Written] = field(default_factory=list)
    seen: SeenGatherer = field(default_factory=SeenGatherer)
    struck: bool = False
    pictures: bool = False
    _state: _State = field(default_factory=_State)
    _outer: list[_State] = field(default_factory=list)
    _pieces: list[PIECE] = field(default_factory=list)
    _looks: list[tuple[bool, float]] = field(default_factory=list)
    _cell: list[Written] = field(default_factory=list)
    _cells: list[list[Written]] = field(default_factory=list)
    _in_table: bool = False
    _minutes: bool = False
    _aside: list[str] = field(default_factory=list)
    _note: list[str] = field(default_factory=list)
    _called: list[Written] = field(default_factory=list)
    _notes: int = 0
    _to_skip: int = 0
    _star: bool = False
    _codec: str = "cp1252"
    _half: str = ""
    """The first half of a letter that is given as two numbers."""

    def read(self, data: bytes) -> None:
        """Read the whole file."""
        for token in TOKEN.finditer(data):
            word, number, code, symbol, brace, text = token.groups()
            if brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
            elif word is not None:
                self._obey(word.decode(), int(number) if number is not None else None)
            elif code is not None:
                self._add(self._decoded(bytes([int(code, 16)])))
            elif symbol == b"*":
                self._star = True
            elif symbol in (b"\n", b"\r"):
                self._end_line()
            elif symbol is not None:
                self._add(SYMBOLS.get(symbol.decode("latin-1"), ""))
            elif text is not None:
                self._add(self._decoded(text))
        self._end_line()
        self.lines.extend(self._called)

    def _decoded(self, data: bytes) -> str:
        return data.decode(self._codec, "replace")

    def _open(self) -> None:
        if len(self._outer) >= MAX_DEPTH:
            raise ReadError(f"its groups lie more than {MAX_DEPTH} deep; save it as PDF or .docx")
        self._outer.append(self._state)
        self._star = False

    def _close(self) -> None:
        ended, self._state = self._state, self._outer.pop() if self._outer else _State()
        if ended.place is not None and self._state.place is not ended.place:
            self.seen.add(mend("".join(self._aside)), ended.place)
            self._aside.clear()
        if ended.note and not self._state.note:
            self._notes += 1
            mark = note_mark(str(self._notes))
            if words := " ".join(mend("".join(self._note)).split()):
                self._called.append(Written(f"{mark} {words}"))
                self._pieces.append((str(self._notes), True))
            self._note.clear()

    def _obey(self, word: str, number: int | None) -> None:
        star, self._star = self._star, False
        state, on = self._state, number != 0
        if word in UNSEEN or (star and word not in SHOWN_IF_KNOWN and word not in PLACES):
            self.pictures = self.pictures or (word == "pict" and not state.unseen)
            self._state = replace(state, unseen=True)
        elif word in PLACES:
            self._state = replace(state, place=PLACES[word])
        elif word == "footnote":
            self._state = replace(state, note=True)
        elif word == "ansicpg" and number is not None:
            self._codec = _known_codec(f"cp{number}")
        elif word == "uc":
            self._state = replace(state, skip=number if number is not None else 1)
        elif word == "u" and number is not None:
            self._add_code(number % 0x10000)
            self._to_skip = state.skip
        elif word in LINES:
            self._end_line()
        elif word in SIGNS:
            self._add(SIGNS[word])
        else:
            self._look_or_table(word, number, on=on)

    def _look_or_table(self, word: str, number: int | None, *, on: bool) -> None:
        state = self._state
        if word == "plain":
            self._state = state.plain()
        elif word in ("strike", "striked", "deleted"):
            self._state = replace(state, struck=on)
        elif word == "v":
            self._state = replace(state, hidden=on)
        elif word in ("super", "sub", "nosupersub", "up"):
            self._state = replace(state, raised=word in ("super", "up") and on)
        elif word == "b":
            self._state = replace(state, bold=on)
        elif word == "fs" and number:
            self._state = replace(state, size=min(abs(number), 400) / 2)
        elif word == "intbl":
            self._in_table = True
        elif word == "pard":
            self._in_table = False
        elif word in ("cell", "nestcell") and not state.unseen:
            self._end_line(in_cell=True)
            self._cells.append(self._cell)
            self._cell = []
        elif word in ("row", "nestrow") and not state.unseen:
            self.lines.extend(write_row(self._cells, minutes=self._minutes))
            self._minutes = self._minutes or heads_minutes(self._cells)
            self._cells = []

    def _add_code(self, code: int) -> None:
        """Take a letter by its number in UTF-16, of which two may make one letter."""
        if 0xD800 <= code < 0xDC00:
            self._half = chr(code)
            return
        text, self._half = self._half + chr(code), ""
        self._add(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), skips=False)

    def _add(self, text: str, *, skips: bool = True) -> None:
        if skips and self._to_skip:
            gone = min(self._to_skip, len(text))
            self._to_skip -= gone
            text = text[gone:]
        state = self._state
        if not text or state.unseen:
            return
        if state.place is not None:
            self._aside.append(text)
        elif state.struck or state.hidden:
            self.struck = self.struck or (state.struck and bool(text.strip()))
            self.seen.add(text, SeenAt.CHANGE if state.struck else SeenAt.HIDDEN)
        elif state.note:
            self._note.append(text)
        else:
            self._pieces.append((text, state.raised))
            if text.strip():
                self._looks.append((state.bold, state.size))

    def _end_line(self, *, in_cell: bool = False) -> None:
        state = self._state
        if state.unseen or state.place is not None or state.note:
            (self._aside if state.place is not None else self._note).append("\n")
            return
        text = mend(join_pieces(self._pieces)).strip()
        looks, self._pieces, self._looks = self._looks, [], []
        within = in_cell or self._in_table
        if text:
            bold = all(bold for bold, _ in looks)
            line = Written(NUMBER.sub(r"\1 ", text), looks[0][1] if looks else 12.0, bold)
            (self._cell if within else self.lines).append(line)
        if not within:
            self._minutes = False
            self.lines.extend(self._called)
            self._called = []


NUMBER = re.compile(r"^(\(?(?:\d{1,4}(?:\.\d{1,3})*|[A-Za-z]|[ivxl]{1,6})[.)]|\d{1,4})\t\s*")
"""A paragraph's own number and the tab after it, which would look like a table's cell."""


def _known_codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def words_of(data: bytes) -> Iterator[Written]:
    """Yield the lines of Rich Text that lies within another file. Raises ReadError."""
    reader = _Reader()
    reader.read(data)
    yield from reader.lines
