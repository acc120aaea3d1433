"""Stand-ins with the methods of the real library and answerer, kept small and in memory."""

from __future__ import annotations

import hashlib
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from qa.answers import Answer, AnswerStatus, Citation
from qa.errors import PaperNotFoundError, QuestionError
from qa.language.terms import term_set
from qa.library.databases.entries import BoundPart, Head, ItemHead
from qa.papers import (
    Coverage,
    FileFormat,
    Frame,
    Hit,
    Item,
    ItemKind,
    NoFile,
    PageKind,
    PageSpan,
    Paper,
    PaperKind,
    PaperPage,
    Passage,
    Standing,
    Unit,
    WordPlace,
)
from qa.protocols import EVERYTHING, WHOLE, Filter, Part, Vectors

_Result = TypeVar("_Result")

COUNCIL = "Ashcombe Borough Council"
MINUTES_PAGES = (
    "Minutes of the meeting of the Cabinet held in the Town Hall on 14 March 2024\n"
    "51. APOLOGIES FOR ABSENCE\nThere were none.\n"
    "52. LEASE OF THE OLD MILL\n"
    "The Head of Property presented the report.",
    "RESOLVED that the lease of the Old Mill be renewed for five years from 1 June 2024, at a "
    "rent of £12,500 a year, and that the Head of Property be authorised to complete it in "
    "consultation with the Cabinet Member for Finance.\n"
    "53. MARKET SQUARE\n"
    "RESOLVED that the traders’ “open Sundays” be deferred to the meeting in April."
    + "\n54. OTHER BUSINESS" * 18
    + "\nThe meeting closed at ten minutes past eight in the evening.",
)
REPORT_TEXT = (
    "Report to Cabinet, 11 April 2024\n"
    "Market Square: open Sundays\n"
    "\n"
    "1. Recommendation\n"
    "Cabinet is asked to agree that the market may open on the first Sunday of each month,\n"
    "beginning on 5 May 2024.\n"
    "2. Background\n"
    "<b>Forty-two</b> traders answered <script>document.title='taken'</script> & most agreed.\n"
)
DECIDED_QUOTE = (
    "the lease of the Old Mill be renewed for five years from 1 June 2024, at a rent of "
    "£12,500 a year"
)
RECOMMENDED_QUOTE = (
    "Cabinet is asked to agree that the market may open on the first Sunday of each month, "
    "beginning on 5 May 2024."
)


def write_pdf(path: Path, pages: Sequence[str], *, footers: bool = True) -> Path:
    """Write a PDF whose pages hold these texts, wrapped to the page."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for number, text in enumerate(pages, 1):
        canvas.setFont("Helvetica", 11)
        top = A4[1] - 72
        for paragraph in text.split("\n"):
            for line in simpleSplit(paragraph, "Helvetica", 11, A4[0] - 144):
                canvas.drawString(72, top, line)
                top -= 15
            top -= 10
        if footers:
            canvas.drawCentredString(A4[0] / 2, 36, str(number))
        canvas.showPage()
    canvas.save()
    return path


@dataclass
class FakeLibrary:
    """Papers in memory, their sources in a folder."""

    held: dict[str, Paper] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, Path] = field(default_factory=dict)
    found: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    withheld: dict[str, frozenset[int]] = field(default_factory=dict)
    hidden: dict[str, dict[int, tuple[Frame, ...]]] = field(default_factory=dict)
    model_name: str = "fake-model"
    folder: Path = Path("no folder")
    reach: str = "held"
    browser_secret: str = "0" * 32

    def add(self, paper: Paper, pages: Sequence[str], source: Path, *items: Item) -> None:
        self.held[paper.id] = paper
        self.texts[paper.id] = tuple(pages)
        self.sources[paper.id] = source
        self.found[paper.id] = items

    def refresh(self) -> bool:
        return False

    def papers(self) -> list[Paper]:
        return list(self.held.values())

    def once(self, of: Callable[[FakeLibrary], _Result]) -> _Result:
        return of(self)

    def item_count(self, paper_id: str) -> int:
        return len(self.items(paper_id))

    def bound_in(self, paper: Paper) -> tuple[BoundPart, ...]:
        return ()

    def parts_of(self, paper: Paper) -> frozenset[Part]:
        return frozenset()

    def paper(self, id_or_file: str) -> Paper:
        for paper in self.held.values():
            if id_or_file in (paper.id, paper.file):
                return paper
        raise PaperNotFoundError(f"no paper {id_or_file}")

    def items(self, paper_id: str) -> tuple[Item, ...]:
        return self.found[self.paper(paper_id).id]

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Return a passage for each item of a paper, with the text of its first page."""
        return [
            Passage(
                f"{paper_id}-{number}",
                paper_id,
                number,
                (Unit(self.page(paper_id, 1).text, item.lines or (1, 1), 1),),
                (item.title,),
                item.standing,
                item.page,
                item.lines or (1, 1),
                item.number,
                item.title,
                item.kind,
            )
            for number, item in enumerate(self.items(paper_id))
        ]

    def page(self, paper_id: str, number: int) -> PaperPage:
        pages = self.texts[self.paper(paper_id).id]
        if not 1 <= number <= len(pages):
            raise PaperNotFoundError(f"no page {number}")
        first_line = 1 + sum(len(text.split("\n")) for text in pages[: number - 1])
        withheld = number in self.withheld_pages(paper_id)
        hidden = self.hidden.get(paper_id, {}).get(number, ())
        text = pages[number - 1]
        return PaperPage(number, text, str(number), first_line, withheld, hidden=hidden)

    def passage_count(self) -> int:
        return sum(len(self.passages_of(paper_id)) for paper_id in self.held)

    def search_words(self, weights: Mapping[str, float], k: int) -> list[tuple[str, float]]:
        """Return the passages that have a term, each with how many."""
        found = [
            (passage.id, float(len(weights.keys() & term_set(passage.text))))
            for paper_id in self.held
            for passage in self.passages_of(paper_id)
        ]
        return [(passage_id, score) for passage_id, score in found if score][:k]

    def terms_in(self, papers: Iterable[str], terms: Iterable[str]) -> dict[str, frozenset[str]]:
        asked = frozenset(terms)
        texts = {p.id: p.text for paper_id in papers for p in self.passages_of(paper_id)}
        return {
            id_: asked & term_set(text) for id_, text in texts.items() if asked & term_set(text)
        }

    def heads_of(self, paper_id: str) -> tuple[ItemHead, ...]:
        """Return an item for each passage."""
        return tuple(
            ItemHead(
                p.item_title is not None,
                tuple(term_set(p.item_title or "")),
                (Head(p.id, p.ordinal, p.standing, tuple(term_set(p.heading[-1])), WHOLE),),
            )
            for p in self.passages_of(paper_id)
        )

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Return passages by id, each with a vector of nothing."""
        held = [p for paper_id in self.held for p in self.passages_of(paper_id)]
        return {p.id: (p, np.zeros(1, np.float32)) for p in held if p.id in ids}

    def withheld_pages(self, paper_id: str) -> frozenset[int]:
        return self.withheld.get(paper_id, frozenset())

    def hidden_places(self, paper_id: str) -> dict[int, tuple[Frame, ...]] | None:
        return self.hidden.get(paper_id, {})

    def word_places(self, paper_id: str, number: int) -> tuple[WordPlace, ...]:
        return ()

    def page_count(self, paper_id: str) -> int:
        return len(self.texts[self.paper(paper_id).id])

    def source(self, paper_id: str) -> Path:
        return self.sources[self.paper(paper_id).id]

    def why_no_file(self, paper_id: str) -> NoFile | None:
        return None if self.source(paper_id).exists() else NoFile.GONE

    def coverage(self) -> Coverage:
        dates = [paper.meeting_date for paper in self.held.values() if paper.meeting_date]
        return Coverage(len(self.held), min(dates, default=None), max(dates, default=None))


def fake_library(folder: Path) -> FakeLibrary:
    """Return a library of one PDF (minutes) and one text (a report)."""
    library = FakeLibrary(folder=folder)
    pdf = write_pdf(folder / "minutes.pdf", MINUTES_PAGES)
    minutes = Paper(
        id=_digest(pdf)[:16],
        file="cabinet-2024-03-14-minutes.pdf",
        title="Cabinet minutes, 14 March 2024",
        kind=PaperKind.MINUTES,
        format=FileFormat.PDF,
        digest=_digest(pdf),
        council=COUNCIL,
        body="Cabinet",
        meeting_date=date(2024, 3, 14),
        pages=2,
    )
    item = Item(
        number="52",
        title="LEASE OF THE OLD MILL",
        kind=ItemKind.MINUTE,
        standing=Standing.DECIDED,
        page=PageSpan(PageKind.RANGE, 1, 2, "1", "pdf page"),
        lines=(4, 6),
    )
    library.add(minutes, MINUTES_PAGES, pdf, item)
    text = folder / "report.txt"
    text.write_text(REPORT_TEXT, encoding="utf-8")
    report = Paper(
        id=_digest(text)[:16],
        file="market-report.txt",
        title="Market Square: open Sundays",
        kind=PaperKind.REPORT,
        format=FileFormat.TEXT,
        digest=_digest(text),
        council=COUNCIL,
        body="Cabinet",
        meeting_date=date(2024, 4, 11),
    )
    library.add(report, (REPORT_TEXT,), text)
    return library


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass
class FakeAnswerer:
    """Answers by a word of the question: mill, market, exempt; anything else is not found."""

    library: FakeLibrary
    error: Exception | None = None
    asked_after: list[tuple[str, ...]] = field(default_factory=list)
    """The questions before each question, as they were given."""
    asked_as_at: list[date | None] = field(default_factory=list)
    asked_of: list[Filter] = field(default_factory=list)
    withdrawn: bool = False
    """Whether the paper on the mill is gone."""
    sentences: tuple[str, ...] = ()
    """Sentences to stream before the answer, one each tenth of a second."""

    def stream(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Iterator[str | Answer]:
        for sentence in self.sentences:
            yield sentence
            time.sleep(0.1)
        yield self.ask(question, hits=hits, previous=previous, as_at=as_at, filters=filters)

    def ask(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Answer:
        self.asked_after.append(tuple(previous))
        self.asked_as_at.append(as_at)
        self.asked_of.append(filters)
        if self.error:
            raise self.error
        if not question.strip():
            raise QuestionError("the question is empty")
        asked = question.casefold()
        if "mill" in asked and not self.withdrawn:
            return self._answer(question, (self.mill(1),), "Cabinet decided:")
        if "market" in asked:
            return self._answer(question, (self.market(1),), "A report asks:")
        if "footnote" in asked:
            return self._answer(question, (self.footnote(1),), "The minutes say:")
        if "compare" in asked:
            citations = (self.mill(1), self.market(2))
            return self._answer(question, citations, "One was decided, one is asked for:")
        if "private" in asked:
            return self._empty(question, AnswerStatus.EXEMPT, "Considered in private.")
        return self._empty(question, AnswerStatus.NOT_FOUND, "The papers held do not say.")

    def mill(self, number: int) -> Citation:
        return Citation(
            number=number,
            quote=DECIDED_QUOTE,
            paper=self.library.paper("cabinet-2024-03-14-minutes.pdf"),
            page=PageSpan(PageKind.EXACT, 2, 2, "2", "pdf page"),
            lines=None,
            heading=("52. LEASE OF THE OLD MILL",),
            minute="52",
            standing=Standing.DECIDED,
        )

    def footnote(self, number: int) -> Citation:
        quote = "The meeting closed at ten minutes past eight in the evening."
        return replace(self.mill(number), quote=quote, minute=None, standing=Standing.NOTED)

    def market(self, number: int) -> Citation:
        return Citation(
            number=number,
            quote=RECOMMENDED_QUOTE,
            paper=self.library.paper("market-report.txt"),
            page=PageSpan(PageKind.UNKNOWN),
            lines=(5, 6),
            heading=("1. Recommendation",),
            minute=None,
            standing=Standing.RECOMMENDED,
        )

    def _answer(self, question: str, citations: tuple[Citation, ...], lead: str) -> Answer:
        quotes = "\n\n".join(f"> {citation.quote} [{citation.number}]" for citation in citations)
        return Answer(
            question=question,
            status=AnswerStatus.ANSWERED,
            standing=citations[0].standing,
            answer=f"{lead}\n\n{quotes}",
            citations=citations,
            hits=tuple(_hit(rank, citation) for rank, citation in enumerate(citations, 1)),
            searched=self.library.coverage(),
            timings_ms={"search": 1.23, "total": 4.56},
        )

    def _empty(self, question: str, status: AnswerStatus, text: str) -> Answer:
        return Answer(question, status, None, text, (), (), self.library.coverage(), {"total": 1.0})


def _hit(rank: int, citation: Citation) -> Hit:
    passage = Passage(
        id=f"{citation.paper.id}-{rank}",
        paper_id=citation.paper.id,
        ordinal=rank,
        units=(Unit(citation.quote, (5, 6)),),
        heading=citation.heading,
        standing=citation.standing,
        page=citation.page,
        lines=(5, 6),
    )
    return Hit(rank, 1.0 / rank, passage, citation.paper)


@dataclass
class FakeEmbedder:
    """Counts each text's words into a few bins: texts that share words are near."""

    name: str = "fake-16"
    dimension: int = 16
    embedded: int = 0
    """Texts embedded so far."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    def embed_question(self, question: str) -> Vectors:
        vector: Vectors = self.embed([question])[0]
        return vector


def minutes_text(matter: str, resolution: str, *, day: str = "14 March 2024") -> str:
    """Return the text of short minutes with one resolution."""
    return (
        f"ASHCOMBE BOROUGH COUNCIL\n\nCABINET\n\nMINUTES of the meeting held on {day}\n\n"
        f"51. APOLOGIES FOR ABSENCE\n\nThere were none.\n\n52. {matter.upper()}\n\n"
        f"The Cabinet considered a report on {matter}.\n\nRESOLVED that:\n\n"
        f"(1) {resolution}; and\n\n(2) the report be noted.\n\n"
        "The meeting closed at 8.10 pm.\n"
    )


def make_format_3(catalogue: sqlite3.Connection) -> None:
    """Turn a library's catalogue into one of the format before parts and numbers of items."""
    for index in ("papers_by_stamp", "seen_by_digest", "kept_by_copy"):
        catalogue.execute(f"DROP INDEX {index}")
    catalogue.execute("DROP TABLE parts")
    catalogue.execute("ALTER TABLE papers DROP COLUMN item_count")
    catalogue.execute("UPDATE meta SET value = '3' WHERE key = 'format'")


def make_format_1(catalogue: sqlite3.Connection) -> None:
    """Turn a library's catalogue into one of the format before checksums."""
    make_format_3(catalogue)
    for table in ("leaving", "unsound", "seal", "kept"):
        catalogue.execute(f"DROP TABLE {table}")
    for table in ("papers", "pages", "word_places", "passages"):
        catalogue.execute(f"ALTER TABLE {table} DROP COLUMN crc")
    catalogue.execute("ALTER TABLE papers DROP COLUMN items_crc")
    catalogue.execute("ALTER TABLE papers DROP COLUMN stamp")
    catalogue.execute("DELETE FROM meta WHERE key = 'library_id'")
    catalogue.execute("UPDATE meta SET value = '1' WHERE key = 'format'")
    catalogue.execute("INSERT INTO meta VALUES ('unread pages marked', '1')")
