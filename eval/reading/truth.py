"""What a paper says, as a person read it: the files of truth (`tests/truth/README.md`).

The models named Written are a file as it stands, checked by pydantic; those named True are what
the measures compare with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, TypeAdapter

from eval.gold.slips import (
    CHECKED,
    Count,
    FirstAndLast,
    Text,
    first_and_last,
    parse_json,
    read_model,
    read_written,
    slip,
)
from qa.errors import GoldError
from qa.papers import ItemKind, Lines, Standing

Accepted = frozenset[str | None]
"""The values that are right; more than one only where the paper bears them."""
OneOrMore = str | list[str | None] | None
"""A value as written, or a list of values that are all right."""

MEETING = ("council", "body", "date", "venue", "kind")
ITEM_KINDS: frozenset[str] = frozenset(ItemKind)
STANDINGS = frozenset(standing.value for standing in Standing)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: lines of a text source, or pages of a PDF, first and last."""

    lines: tuple[int, int] | None = None
    pages: tuple[int, int] | None = None

    def __str__(self) -> str:
        """Show the place as a reader would name it."""
        name, span = ("lines", self.lines) if self.lines else ("pages", self.pages)
        return f"{name} {span[0]}-{span[1]}" if span else "no place"


@dataclass(frozen=True, slots=True)
class TrueItem:
    """One minute, agenda item, report or proposal. `stated` names what the truth says of it."""

    place: Place
    stated: Mapping[str, Any]

    def accepted(self, key: str) -> Accepted:
        """Return the values that are right for a field that is stated."""
        return one_or_more(self.stated[key])

    def texts(self, key: str) -> list[str]:
        """Return the values that are right, None apart; none where the field is not stated."""
        if key not in self.stated:
            return []
        return sorted(value for value in self.accepted(key) if value is not None)

    @property
    def name(self) -> str:
        """Name the item in a list of misses."""
        kind, number, title = (shown(self.stated.get(key)) for key in ("kind", "number", "title"))
        return f"{kind} {number} {title} ({self.place})"


@dataclass(frozen=True, slots=True)
class TrueBlock:
    """A run of lines, or a page and the first words, and the standings that are right."""

    place: Place
    words: str
    standings: frozenset[str]
    trap: str


@dataclass(frozen=True, slots=True)
class TrueRow:
    """A table's row as printed, with the words of its caption, headers and unit."""

    place: Place
    cells: tuple[str, ...]
    headers: tuple[str, ...]
    caption: str
    unit: str


@dataclass(frozen=True, slots=True)
class TruePage:
    """A line and the printed pages on which it may stand, or a PDF's page and its number.

    For a line, `span` is first and last printed page, None where nothing can be known; for a
    PDF's page, `printed` is the number on it.
    """

    line: int | None
    page: int | None
    span: tuple[int, int] | None
    printed: str | None


@dataclass(frozen=True, slots=True)
class TruePaper:
    """Everything that one file of truth states."""

    file: str
    meeting: Mapping[str, Accepted]
    items: tuple[TrueItem, ...]
    complete: frozenset[str]
    """The kinds of item of which every one is listed."""
    blocks: tuple[TrueBlock, ...]
    rows: tuple[TrueRow, ...]
    pages: tuple[TruePage, ...]


def one_or_more(value: OneOrMore) -> Accepted:
    """Return the values of a field that is one value or a list of values that are all right."""
    return frozenset(value if isinstance(value, list) else [value])


def shown(value: object) -> str:
    """Show a field: the first of several values that are right."""
    first = value[0] if isinstance(value, list) and value else value
    return "-" if first is None else str(first)


def _one_or_more_texts(value: Any) -> OneOrMore:
    values = value if isinstance(value, list) else [value]
    if not values or not all(each is None or isinstance(each, str) for each in values):
        raise slip(f"must be text, null, or a list of them that are all right, not {value!r}")
    checked: OneOrMore = value
    return checked


def _one_or_more_of(known: frozenset[str]) -> Callable[[Any], OneOrMore]:
    def check(value: Any) -> OneOrMore:
        checked = _one_or_more_texts(value)
        if not known.issuperset(one_or_more(checked)):
            raise slip(f"must be one of {', '.join(sorted(known))}, not {value!r}")
        return checked

    return check


def _complete_kinds(value: Any) -> frozenset[str]:
    if value is None or isinstance(value, bool):
        return ITEM_KINDS if value else frozenset()
    if not isinstance(value, list) or not all(
        isinstance(each, str) and each in ITEM_KINDS for each in value
    ):
        raise slip(f"must be true, false or a list of kinds of item, not {value!r}")
    return frozenset(value)


def _limbs(value: Any) -> list[Any]:
    """Check the numbers of limbs: texts, and lists of the limbs of the one before."""
    if not isinstance(value, list):
        raise slip(f"must be a list, not {value!r}")
    for each in value:
        if isinstance(each, list):
            _limbs(each)
        elif not isinstance(each, str):
            raise slip(f"must be numbers of limbs in text, or lists of them, not {each!r}")
    return value


Texts = Annotated[OneOrMore, PlainValidator(_one_or_more_texts)]
Kinds = Annotated[OneOrMore, PlainValidator(_one_or_more_of(ITEM_KINDS))]
Standings = Annotated[OneOrMore, PlainValidator(_one_or_more_of(STANDINGS))]


def _one(number: int | None) -> Lines | None:
    """Return a single line or page as a run of one."""
    return None if number is None else (number, number)


class Written(BaseModel):
    """An object of a file of truth: unknown keys are refused, a `note` may stand anywhere."""

    model_config = CHECKED

    note: str | None = None


class WrittenMeeting(BaseModel):
    """What the paper says of its meeting."""

    model_config = CHECKED

    council: Texts = None
    body: Texts = None
    date: Texts = None
    venue: Texts = None
    kind: Texts = None


class WrittenVote(BaseModel):
    """A recorded vote; a count that the paper does not give is null."""

    model_config = CHECKED

    votes_for: Annotated[int, Field(ge=0)] | None = Field(default=None, alias="for")
    against: Annotated[int, Field(ge=0)] | None = None
    abstain: Annotated[int, Field(ge=0)] | None = None
    result: Text | None = None


class WrittenItem(Written):
    """A minute, agenda item, report or proposal."""

    kind: Kinds
    number: Texts = None
    title: Texts = None
    lines: FirstAndLast | None = None
    pages: FirstAndLast | None = None
    standing: Standings = None
    limbs: Annotated[list[Any], PlainValidator(_limbs)] = []
    missing_limbs: list[Text] = []
    references: list[Text] = []
    moved_by: Texts = None
    seconded_by: Texts = None
    votes: list[WrittenVote] = []

    def truth(self) -> TrueItem:
        """Return the item with what is stated of it, and nothing of what is not."""
        stated = self.model_dump(exclude_unset=True, by_alias=True)
        return TrueItem(Place(self.lines, self.pages), stated)


class WrittenBlock(Written):
    """A run of text of one standing."""

    standing: Standings
    lines: FirstAndLast | None = None
    page: Count | None = None
    words: Text = ""
    trap: Text = ""

    def truth(self) -> TrueBlock:
        """Return the block with its place."""
        standings = frozenset(map(str, one_or_more(self.standing)))
        place = Place(self.lines, _one(self.page))
        return TrueBlock(place, self.words, standings, self.trap)


class WrittenRow(Written):
    """A row of a table."""

    cells: tuple[Text, ...]
    line: Count | None = None
    page: Count | None = None
    headers: tuple[Text, ...] = ()
    caption: Text = ""
    unit: Text = ""

    def truth(self) -> TrueRow:
        """Return the row with its place."""
        place = Place(_one(self.line), _one(self.page))
        return TrueRow(place, self.cells, self.headers, self.caption, self.unit)


class WrittenPage(Written):
    """A line with its printed pages, or a PDF's page with the number printed on it."""

    printed: Any
    line: Count | None = None
    page: Count | None = None

    def truth(self) -> TruePage:
        """Return the page; for a line, the run of printed pages."""
        if self.page is not None:
            return TruePage(None, self.page, None, self.printed)
        return TruePage(self.line, None, _printed_pages(self.printed), None)


def _printed_pages(printed: Any) -> Lines | None:
    if printed == "unknown":
        return None
    return first_and_last([printed, printed] if type(printed) is int else printed)


def _placed_block(block: WrittenBlock) -> WrittenBlock:
    if block.lines is None and not (block.page and block.words):
        raise slip("needs lines, or a page and words")
    return block


def _placed_row(row: WrittenRow) -> WrittenRow:
    if row.line is None and row.page is None:
        raise slip("needs a line or a page")
    return row


def _placed_page(page: WrittenPage) -> WrittenPage:
    of_pdf = page.page is not None and page.line is None
    if of_pdf and (page.printed is None or isinstance(page.printed, str)):
        return page
    if page.line is None or page.page is not None:
        raise slip("needs a line and its printed pages, or a PDF's page and number")
    try:
        _printed_pages(page.printed)
    except ValueError as error:
        raise slip(f"printed {error}") from error
    return page


class WrittenPaper(Written):
    """A file of truth."""

    file: Text
    meeting: WrittenMeeting | None = None
    items_complete: Annotated[frozenset[str], PlainValidator(_complete_kinds)] = frozenset()
    items: list[WrittenItem] = []
    blocks: list[Annotated[WrittenBlock, AfterValidator(_placed_block)]] = []
    rows_complete: bool | None = None
    rows: list[Annotated[WrittenRow, AfterValidator(_placed_row)]] = []
    pages: list[Annotated[WrittenPage, AfterValidator(_placed_page)]] = []

    def truth(self) -> TruePaper:
        """Return everything that the file states."""
        stated = self.meeting.model_dump(exclude_unset=True) if self.meeting else {}
        return TruePaper(
            self.file,
            {key: one_or_more(stated[key]) for key in MEETING if key in stated},
            tuple(item.truth() for item in self.items),
            self.items_complete,
            tuple(block.truth() for block in self.blocks),
            tuple(row.truth() for row in self.rows),
            tuple(page.truth() for page in self.pages),
        )


_PAPER = TypeAdapter(WrittenPaper)


def load_truth(paths: Sequence[Path]) -> list[TruePaper]:
    """Read the files of truth in files and folders. Raises GoldError where one is not in order."""
    return [_read_truth(file) for file in truth_files(paths)] if paths else []


def part_truth(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files of papers and those of minutes as read, in files and folders."""
    of_papers, of_minutes = list[Path](), list[Path]()
    for file in truth_files(paths):
        raw = parse_json(read_written(file), file.name)
        (of_minutes if _is_of_minutes(raw) else of_papers).append(file)
    return of_papers, of_minutes


def _is_of_minutes(raw: object) -> bool:
    return isinstance(raw, dict) and "doc" in raw and "file" not in raw


def truth_files(paths: Sequence[Path]) -> list[Path]:
    """Return the JSON files in files and folders. Raises GoldError where there are none."""

    def found() -> Iterator[Path]:
        for path in paths:
            if not path.exists():
                raise GoldError(f"{path}: no such file or folder")
            yield from sorted(path.glob("*.json")) if path.is_dir() else [path]

    files = list(found())
    if not files:
        raise GoldError(f"no *.json files of truth in {', '.join(map(str, paths)) or 'nothing'}")
    return files


def _read_truth(file: Path) -> TruePaper:
    text = read_written(file)
    raw = parse_json(text, file.name)
    if _is_of_minutes(raw):
        raise GoldError(
            f"{file.name}: this is a file of minutes as read (it has doc, not file); "
            "load_minutes of eval.reading.minutes reads it"
        )
    return read_model(_PAPER, text, file.name).truth()
