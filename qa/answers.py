"""The answer contract, version 2.1: what `ask`, `POST /api/ask` and the chat all give.

The JSON shape is fixed by `qa/answer.schema.json`; `to_json` here is its only writer. Texts in it
are plain but for `answer`, which is Markdown: what papers, questions and models wrote in it is made
inert there (`inert`), so that it is shown and neither runs, loads nor links.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote as url_quote

from qa.papers import Coverage, FileFormat, Hit, PageKind, PageSpan, Paper, Passage, Standing

_MARKUP = re.compile(
    r"(?P<html><)"
    r"|(?P<entity>&)(?=#?\w+;)"
    # A backslash, code, a heading, an image; a link, or an address that is given to a marker.
    r"|[\\`]|~(?=~~)|(?<![^>\s])\#|!(?=\[)|\[(?!\d{1,3}\](?![(:\[]))"
)
_LIST_NUMBER = re.compile(r"^(>[ >]*\d{1,9})([.)])(?=\s)", re.M)


class AnswerStatus(StrEnum):
    """Whether the papers held answer the question."""

    ANSWERED = "answered"
    NEAREST = "nearest"
    """The papers found are on the matter and do not say what is asked for; what is nearest is
    quoted."""
    NOT_FOUND = "not_found"
    """The search found nothing on the matter."""
    NOT_HELD = "not_held"
    """The register of papers shows that what is asked for is not held."""
    EXEMPT = "exempt"


NO_MATTER = "no matter"
"""What declines a follow-up that came without the questions that it rests on."""
NOTHING_ASKED = "nothing asked"
ASKS_FOR_HELP = "asks for help"
NOT_ENGLISH = "not English"
"""What replies to thanks, to a call for help, and to a question in another language."""

FOLD = "**More**"
"""The paragraph of an answer behind which all may be shown folded. No quote holds it, since each
line of a quote begins with ">"."""


def unfolded(answer: str) -> str:
    """Return what of an answer's Markdown is shown at once, without what is folded."""
    return answer.partition(f"\n\n{FOLD}\n\n")[0]


@dataclass(frozen=True, slots=True)
class QuotedTable:
    """Rows of a table that are quoted, cell by cell, with what stands above them."""

    columns: tuple[str, ...]
    """What stands above each cell, one a column; empty strings where nothing does."""
    rows: tuple[tuple[str, ...], ...]
    """One cell a column."""
    caption: str | None = None
    unit: str | None = None
    """What the figures are counted in where the table says it once."""
    group: str | None = None
    """The title, within the table, under which the rows stand."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote, verbatim from its paper (white space apart), and where it stands."""

    number: int
    quote: str
    paper: Paper
    page: PageSpan
    lines: tuple[int, int] | None
    heading: tuple[str, ...]
    minute: str | None
    standing: Standing
    parts: tuple[str | QuotedTable, ...] = ()
    """The quote in runs of text and tables, in its order; empty where it is text throughout."""
    at: int = 0
    """The line at which it begins, counted through the paper for every format. No part of the
    contract."""

    @property
    def tables(self) -> tuple[QuotedTable, ...]:
        """The tables in the quote."""
        return tuple(part for part in self.parts if isinstance(part, QuotedTable))


@dataclass(frozen=True, slots=True)
class Shown:
    """Citations of an answer that are shown together, of one item, and what is said of them."""

    citations: tuple[int, ...]
    """Their numbers; none where a listing has only something to say of a meeting."""
    heading: str = ""
    """What they stand under in a listing: a meeting, a motion; empty where they stand alone."""
    label: str = ""
    """What a listing says in place of the standing, such as `Moved`."""
    title: str = ""
    """The number and the title of the item, in a listing."""
    day: date | None = None
    """Of the meeting, in a listing of several."""
    notes: tuple[str, ...] = ()
    """Sentences that are said of them."""
    answering: str = ""
    """The words of the first of them that the line is made of; `…` where words are left out."""
    folded: bool = False
    """Whether they are behind `FOLD`: found as well, and not needed for the answer."""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """What became of one part of a question that has several."""

    question: str
    status: AnswerStatus
    citations: tuple[int, ...] = ()
    """Numbers of the citations that answer it, or come nearest."""
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A quoted answer with its standing, or the reason why there is none."""

    question: str
    status: AnswerStatus
    standing: Standing | None
    answer: str
    """Markdown, with [1] markers that match `citations`."""
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    searched: Coverage
    timings_ms: dict[str, float] = field(default_factory=dict)
    chance: float | None = None
    """That the papers held answer the question, 0 to 1, calibrated out of fold. None where it was
    not judged."""
    line: str | None = None
    """The answer in one line of plain text, at most 25 words, which `answer` opens with; made of
    what was checked. None where there is no answer."""
    lacks: str | None = None
    """What the papers found do not say, in a sentence; None where nothing is lacking."""
    parts: tuple[AnswerPart, ...] = ()
    """Of a question with several parts: what became of each."""
    understood_as: str | None = None
    """A follow-up put in full, as `answer` shows it, or with what is missing; None for a question
    that stands alone."""
    line_of: tuple[int, ...] = ()
    """Numbers of the citations that `line` is made of; none where it only points to a quote, or
    says what is lacking."""
    later: str | None = None
    """Of a decision that a later meeting changed: which, in a few words; else None."""
    shown: tuple[Shown, ...] = ()
    """The citations as they are shown, those that answer first. Empty where `answer` alone says
    it. No part of the contract."""
    notes: tuple[str, ...] = ()
    """What `answer` says beside line and quotes, a paragraph of its Markdown each: votes, later
    versions, what is missing. No part of the contract."""
    opening: str = ""
    """The paragraphs that `answer` opens with, each with the blank line after it: as at which day
    it was asked, how it was understood. No part of the contract."""
    nearest: tuple[Citation, ...] = ()
    """Of an answer that found nothing: what came nearest, and is no answer. Its numbers go on from
    those of `citations`; no marker of `answer` has them."""
    declined_by: str | None = None
    """The check that found what the papers lack, as in `qa.answerability.judge.Lack`, or that it
    names no matter; None where none did. For the evaluator, and no part of the contract."""

    @property
    def is_of_no_matter(self) -> bool:
        """Whether it replies to what asks nothing of the papers, so that none was searched."""
        return self.declined_by in (NO_MATTER, NOTHING_ASKED, ASKS_FOR_HELP, NOT_ENGLISH)


def page_json(page: PageSpan) -> dict[str, Any]:
    """Show a page span as in the contract."""
    return {
        "kind": page.kind.value,
        "first": page.first,
        "last": page.last,
        "printed": page.printed,
        "basis": page.basis,
    }


def paper_json(paper: Paper) -> dict[str, Any]:
    """Show a paper as it stands in a citation."""
    return {
        "id": paper.id,
        "file": paper.file,
        "title": paper.title,
        "kind": paper.kind.value,
        "council": paper.council,
        "body": paper.body,
        "meeting_date": paper.meeting_date.isoformat() if paper.meeting_date else None,
    }


def paper_url(paper: Paper, page: PageSpan, lines: tuple[int, int] | None) -> str:
    """Return the path, relative to the service, that opens a paper at a page or line."""
    path = f"/papers/{url_quote(paper.id)}"
    if paper.format == FileFormat.PDF:
        return path if page.kind is PageKind.UNKNOWN else f"{path}#page={page.first}"
    return f"{path}#L{lines[0]}" if lines else path


def shown_lines(paper: Paper, passage: Passage) -> tuple[int, int] | None:
    """Lines are part of the contract for text sources only."""
    return passage.lines if paper.format == FileFormat.TEXT else None


def citation_json(citation: Citation, root: str = "") -> dict[str, Any]:
    """Show a citation as in the contract, its address below `root`."""
    shown: dict[str, Any] = {
        "number": citation.number,
        "quote": citation.quote,
        "paper": paper_json(citation.paper),
        "page": page_json(citation.page),
        "lines": list(citation.lines) if citation.lines else None,
        "heading": list(citation.heading),
        "minute": citation.minute,
        "standing": citation.standing.value,
        "url": root + paper_url(citation.paper, citation.page, citation.lines),
    }
    if citation.tables:
        shown["tables"] = [table_json(table) for table in citation.tables]
    return shown


def table_json(table: QuotedTable) -> dict[str, Any]:
    """Show the rows of a table as in the contract."""
    rows = [list(row) for row in table.rows]
    return {**asdict(table), "columns": list(table.columns), "rows": rows}


def part_json(part: AnswerPart) -> dict[str, Any]:
    """Show a part of a question as in the contract."""
    shown: dict[str, Any] = {
        "question": part.question,
        "status": part.status.value,
        "citations": list(part.citations),
    }
    if part.lacks is not None:
        shown["lacks"] = part.lacks
    return shown


def hit_json(hit: Hit) -> dict[str, Any]:
    """Show a hit as in the contract."""
    lines = shown_lines(hit.paper, hit.passage)
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "file": hit.paper.file,
        "page": page_json(hit.passage.page),
        "lines": list(lines) if lines else None,
        "heading": list(hit.passage.heading),
        "standing": hit.passage.standing.value,
        "text": hit.passage.text,
    }


def to_json(answer: Answer, hits: int = 0, root: str = "") -> dict[str, Any]:
    """Show an answer as in the contract, with its first `hits` hits (none: no such key).

    `root` is the path below which a proxy publishes the service, such as `/townclerk`.
    """
    coverage = answer.searched
    shown: dict[str, Any] = {
        "question": answer.question,
        "status": answer.status.value,
        "standing": answer.standing.value if answer.standing else None,
        "answer": inert(answer.answer),
        "citations": [citation_json(citation, root) for citation in answer.citations],
        "searched": {
            "papers": coverage.papers,
            "from": coverage.first.isoformat() if coverage.first else None,
            "to": coverage.last.isoformat() if coverage.last else None,
        },
        "timings_ms": {name: round(value, 1) for name, value in answer.timings_ms.items()},
    }
    if answer.chance is not None:
        shown["chance"] = round(answer.chance, 2)
    for name, text in (("line", answer.line), ("lacks", answer.lacks)):
        if text is not None:
            shown[name] = text
    if answer.line is not None and answer.line_of:
        shown["line_of"] = list(answer.line_of)
    if answer.later is not None:
        shown["later"] = answer.later
    if answer.parts:
        shown["parts"] = [part_json(part) for part in answer.parts]
    if answer.nearest:
        shown["nearest"] = [citation_json(citation, root) for citation in answer.nearest]
    if answer.understood_as is not None:
        shown["understood_as"] = answer.understood_as
    if hits:
        shown["hits"] = [hit_json(hit) for hit in answer.hits[:hits]]
    return shown


def inert(markdown: str) -> str:
    """Return an answer's Markdown without HTML, links, images, code and headings.

    What would be one of these is shown as it is written. Markers, emphasis, block quotes and lists
    stay. A renderer that makes links of bare addresses still does.
    """

    def shown(match: re.Match[str]) -> str:
        if match["html"]:
            return "&lt;"
        return "&amp;" if match["entity"] else f"\\{match[0]}"

    return _MARKUP.sub(shown, markdown)


def as_code(name: str) -> str:
    """Return a file's name as code, which Markdown leaves as it is."""
    plain = name.replace("`", "'")
    return f"`{plain}`"


def as_numbered(answer: str) -> str:
    """Return an answer's Markdown so that numbers in its quotes are shown as the paper has them.

    Markdown counts on from the first number of a list: limbs 7, 1 and 2 would be 7, 8 and 9.
    """
    return _LIST_NUMBER.sub(r"\1\\\2", answer)
