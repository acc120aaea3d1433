"""Papers of an invented council, scripted answers about them, and gold questions to match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from eval.gold.questions import Evidence, GoldQuestion
from qa.answers import Answer, AnswerStatus, Citation
from qa.errors import PaperNotFoundError
from qa.papers import (
    UNKNOWN_PAGE,
    Coverage,
    Features,
    FileFormat,
    Hit,
    PageKind,
    PageSpan,
    Paper,
    PaperKind,
    PaperPage,
    Passage,
    Standing,
    Unit,
)

MINUTES_TEXT = """Minutes of Cabinet, 4 July 2023
12. FERRY SERVICE
The Head of Transport presented the report.
RESOLVED that:
(1) the ferry service be extended to 30 September 2025 at a cost of £250,000; and
(2) the Head of Transport be authorised to sign the agreement.
13. LIBRARY HOURS
It was proposed that the library at Stow close on Mondays, saving £40k a year.
The Leader said that no decision had been taken."""

BUDGET_PAGES = (
    "Budget monitoring, quarter 2\nFigures in £m",
    "Service Budget Forecast Variance\nResidential care 61.5 72.9 11.4\nHome care 20.5 23.1 2.6",
    "The forecast overspend is £14.0m. It is recommended that Cabinet agree to draw £6m from\n"
    "the General Reserve.",
)


def features(**given: float) -> Features:
    """Return features that are 0 but for those given."""
    return Features(**{**{field.name: 0.0 for field in fields(Features)}, **given})


def paper(identity: str, file: str, form: str, pages: int | None, *same_as: str) -> Paper:
    return Paper(
        id=identity,
        file=file,
        title=file,
        kind=PaperKind.MINUTES,
        format=FileFormat(form),
        digest=identity * 4,
        body="Cabinet",
        meeting_date=date(2023, 7, 4),
        pages=pages,
        same_as=same_as,
    )


MINUTES = paper("a" * 16, "papers/ferry-minutes.txt", "text", None)
BUDGET = paper("b" * 16, "budget.pdf", "pdf", 3, "elsewhere/budget-copy.pdf")


@dataclass
class Store:
    texts: dict[Paper, tuple[str, ...]] = field(
        default_factory=lambda: {MINUTES: (MINUTES_TEXT,), BUDGET: BUDGET_PAGES}
    )

    def papers(self) -> list[Paper]:
        return list(self.texts)

    def page(self, paper_id: str, number: int) -> PaperPage:
        for paper, pages in self.texts.items():
            if paper.id == paper_id and 1 <= number <= len(pages):
                return PaperPage(number, pages[number - 1])
        raise PaperNotFoundError(f"no page {number}")

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Each line of a text, or each page of a PDF, is a passage."""
        paper = next(paper for paper in self.texts if paper.id == paper_id)
        if paper.pages:
            found = [
                hit(number, paper, text, page=number)
                for number, text in enumerate(self.texts[paper], start=1)
            ]
        else:
            found = [
                hit(number, paper, line, lines=(number, number))
                for number, line in enumerate(self.texts[paper][0].split("\n"), start=1)
            ]
        return [one.passage for one in found]


def pages(first: int, last: int | None = None) -> PageSpan:
    kind = PageKind.EXACT if last is None else PageKind.RANGE
    return PageSpan(kind, first, first if last is None else last, None, "pdf page")


def hit(
    rank: int, paper: Paper, text: str, *, lines: tuple[int, int] = (1, 1), page: int | None = None
) -> Hit:
    passage = Passage(
        id=f"{paper.id}-{rank}",
        paper_id=paper.id,
        ordinal=rank,
        units=(Unit(text, lines),),
        heading=(),
        standing=Standing.BACKGROUND,
        page=pages(page) if page else UNKNOWN_PAGE,
        lines=lines,
    )
    return Hit(rank, 1 / rank, passage, paper)


def minute_hit(rank: int, first: int, last: int) -> Hit:
    text = "\n".join(MINUTES_TEXT.split("\n")[first - 1 : last])
    return hit(rank, MINUTES, text, lines=(first, last))


def page_hit(rank: int, number: int) -> Hit:
    return hit(rank, BUDGET, BUDGET_PAGES[number - 1], page=number)


def cite_lines(
    quote: str, first: int, last: int, standing: Standing = Standing.DECIDED, number: int = 1
) -> Citation:
    return Citation(number, quote, MINUTES, UNKNOWN_PAGE, (first, last), (), "12", standing)


def cite_page(
    quote: str, page: PageSpan, standing: Standing = Standing.BACKGROUND, number: int = 1
) -> Citation:
    return Citation(number, quote, BUDGET, page, None, (), None, standing)


def answered(
    standing: Standing,
    citations: Sequence[Citation],
    hits: Sequence[Hit] = (),
    text: str | None = None,
) -> Answer:
    quotes = "\n\n".join(f"> {citation.quote} [{citation.number}]" for citation in citations)
    return Answer(
        question="",
        status=AnswerStatus.ANSWERED,
        standing=standing,
        answer=quotes if text is None else text,
        citations=tuple(citations),
        hits=tuple(hits),
        searched=Coverage(2, date(2023, 7, 4), date(2023, 7, 4)),
        timings_ms={"search": 2.0, "total": 3.0},
    )


def declined(
    status: AnswerStatus = AnswerStatus.NOT_FOUND,
    hits: Sequence[Hit] = (),
    citations: Sequence[Citation] = (),
    text: str = "The papers held do not say.",
) -> Answer:
    coverage = Coverage(2, date(2023, 7, 4), date(2023, 7, 4))
    return Answer("", status, None, text, tuple(citations), tuple(hits), coverage, {"total": 1.0})


def evidence(doc: str, quote: str, place: int | tuple[int, int] | None, **marks: bool) -> Evidence:
    lines = place if isinstance(place, tuple) else None
    page = place if isinstance(place, int) else None
    return Evidence(doc=doc, quote=quote, lines=lines, page=page, **marks)


def gold(
    identity: str,
    standing: Standing | None,
    found: Sequence[Evidence],
    facts: Sequence[str] = (),
    *,
    answerable: bool = True,
    category: str = "decision",
    standing_alt: Sequence[Standing | None] = (),
) -> GoldQuestion:
    return GoldQuestion(
        id=identity,
        question=f"What of {identity}?",
        category=category,
        answerable=answerable,
        answer="",
        key_facts=tuple(facts),
        evidence=tuple(found),
        standing=standing,
        standing_alt=tuple(standing_alt),
        gold="invented",
    )


LIMB_1 = "(1) the ferry service be extended to 30 September 2025 at a cost of £250,000; and"
LIMB_2 = "(2) the Head of Transport be authorised to sign the agreement."
CLOSURE = "It was proposed that the library at Stow close on Mondays, saving £40k a year."
LEADER = "The Leader said that no decision had been taken."
CARE_ROW = "Residential care 61.5 72.9 11.4"
NEXT_ROW = "Home care 20.5 23.1 2.6"

FERRY = gold(
    "ferry",
    Standing.DECIDED,
    [
        evidence("ferry-minutes.txt", "the ferry service be extended", (5, 5)),
        evidence("ferry-minutes.txt", "be authorised to sign", (6, 6)),
    ],
    [
        "ferry service extended to 30 September 2025",
        "cost of £250k",
        "Head of Transport authorised to sign the agreement",
    ],
)
LIBRARY = gold(
    "library",
    Standing.PROPOSED,
    [evidence("ferry-minutes.txt", "close on Mondays", (8, 8))],
    ["proposal only (the report says so)", "library at Stow to close on Mondays", "£40,000"],
    category="proposal",
)
CARE = gold(
    "care",
    Standing.BACKGROUND,
    [evidence("budget.pdf", "Residential care 61.5 72.9 11.4", 2)],
    ["budget £61.5m", "forecast £72.9m"],
    category="table",
)
RENT = gold(
    "rent", None, [], ["not stated in the documents"], answerable=False, category="unanswerable"
)
PRIVATE = gold(
    "private",
    Standing.EXEMPT,
    [evidence("ferry-minutes.txt", "The Leader said", (9, 9))],
    ["price not disclosed"],
    answerable=False,
    category="exempt",
    standing_alt=[None],
)
QUESTIONS = (FERRY, LIBRARY, CARE, RENT, PRIVATE)


def right_answers() -> dict[str, Answer]:
    """The right answer to each of QUESTIONS, by the wording of the question."""
    return {
        FERRY.question: answered(
            Standing.DECIDED,
            [cite_lines(LIMB_1, 5, 5), cite_lines(LIMB_2, 6, 6, number=2)],
            [minute_hit(1, 4, 6), page_hit(2, 1)],
        ),
        LIBRARY.question: answered(
            Standing.PROPOSED, [cite_lines(CLOSURE, 8, 8, Standing.PROPOSED)], [minute_hit(1, 8, 8)]
        ),
        CARE.question: answered(
            Standing.BACKGROUND, [cite_page(CARE_ROW, pages(2))], [page_hit(1, 3), page_hit(2, 2)]
        ),
        RENT.question: declined(),
        PRIVATE.question: declined(
            AnswerStatus.EXEMPT,
            citations=[cite_lines(LEADER, 9, 9, Standing.EXEMPT)],
            text="Considered in private.",
        ),
    }


@dataclass
class ScriptedAsker:
    """Answers by script; anything not in it is not found."""

    script: dict[str, Answer]
    asked: list[str] = field(default_factory=list)

    def ask(self, question: str, *, hits: int = 10) -> Answer:
        self.asked.append(question)
        return self.script.get(question, declined())
