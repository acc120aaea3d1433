"""Checking gold questions against the papers: quotes in their places, figures in the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eval.facts import FactKind, kind_of
from eval.figure_reading import read_figures, readable
from eval.figures import Figure, same_figure
from eval.gold.questions import Evidence, GoldQuestion
from eval.places import names_of, same_file
from eval.validation import Placed, Remark
from eval.wording import plain, squeezed, stands_in
from qa.errors import PaperNotFoundError
from qa.papers import FileFormat

if TYPE_CHECKING:
    from qa.library import Library
    from qa.pages import Lines
    from qa.papers import Paper

AROUND = 12
"""Lines round the evidence of a text source in which a figure of the answer may stand: the
heading, the head of the table and the total are often outside the quote."""


class PapersText:
    """The text of the papers of a library, by the names that gold files use."""

    def __init__(self, library: Library) -> None:
        """Take the library; pages are fetched when they are first needed."""
        self._library = library
        self._read: dict[str, list[str]] = {}

    def named(self, doc: str) -> list[Paper]:
        """Return the papers held under a name."""
        return [
            paper
            for paper in self._library.papers()
            if any(same_file(name, doc) for name in names_of(paper))
        ]

    def pages(self, paper: Paper) -> list[str]:
        """Return the text of each page, the first being page 1; withheld pages are empty."""
        if paper.id not in self._read:
            self._read[paper.id] = [
                self._page(paper, number) for number in range(1, (paper.pages or 1) + 1)
            ]
        return self._read[paper.id]

    def at(self, paper: Paper, item: Evidence, *, around: int = 0) -> str:
        """Return the lines or the page that evidence names, or the whole where it names neither."""
        pages = self.pages(paper)
        if paper.format == FileFormat.TEXT and item.lines:
            lines = pages[0].split("\n")
            return "\n".join(lines[max(0, item.lines[0] - 1 - around) : item.lines[1] + around])
        if paper.format == FileFormat.PDF and item.page:
            first = max(0, item.page - 1)
            return "\n".join(pages[first : first + 1])
        return "\n".join(pages)

    def places(self, paper: Paper, quote: str) -> str:
        """Say where in a paper a quote does stand; empty where it does not."""
        pages = self.pages(paper)
        if paper.format == FileFormat.TEXT:
            lines = lines_of(quote, pages[0])
            return f"lines {lines[0]} to {lines[1]}" if lines else ""
        found = [str(number) for number, text in enumerate(pages, 1) if stands(quote, text)]
        return f"page {', '.join(found)}" if found else ""

    def _page(self, paper: Paper, number: int) -> str:
        try:
            return self._library.page(paper.id, number).text
        except PaperNotFoundError:
            return ""


def stands(quote: str, text: str) -> bool:
    """Say whether a quote stands in a text, white space and typography apart."""
    return stands_in(plain(quote), plain(text)) or squeezed(plain(quote)) in squeezed(plain(text))


def lines_of(quote: str, text: str) -> Lines | None:
    """Return the first lines of a text, 1-based, that hold a quote."""
    lines = text.split("\n")
    wanted = squeezed(plain(quote))
    parts = [squeezed(plain(line)) for line in lines]
    start = "".join(parts).find(wanted)
    if start < 0 or not wanted:
        return None
    ends: list[int] = []
    for part in parts:
        ends.append((ends[-1] if ends else 0) + len(part))
    first = next(index for index, end in enumerate(ends) if end > start)
    last = next(index for index, end in enumerate(ends) if end >= start + len(wanted))
    return first + 1, last + 1


def check_in_papers(placed: Sequence[Placed], library: Library) -> Iterator[Remark]:
    """Check each question's quotes and figures against the papers held."""
    text = PapersText(library)
    for item in placed:
        for number, evidence in enumerate(item.question.evidence, start=1):
            yield from _quote(item, number, evidence, text)
        yield from _figures(item, text)


def _quote(item: Placed, number: int, evidence: Evidence, text: PapersText) -> Iterator[Remark]:
    papers = text.named(evidence.doc)
    if not papers:
        if not evidence.out_of_split:
            message = f"evidence {number}: {evidence.doc} is not held; ingest it, or mark it"
            yield item.remark("quote", f"{message} out_of_split", wrong=True)
        return
    if any(stands(evidence.quote, text.at(paper, evidence)) for paper in papers):
        return
    where = f"lines {evidence.lines[0]} to {evidence.lines[1]}" if evidence.lines else ""
    where = where or (f"page {evidence.page}" if evidence.page else "the paper")
    elsewhere = next(filter(None, (text.places(paper, evidence.quote) for paper in papers)), "")
    told = f"it stands on {elsewhere}" if elsewhere else "nor anywhere else in the paper"
    yield item.remark(
        "quote", f"evidence {number}: the quote is not on {where} of {evidence.doc}; {told}",
        wrong=True,
    )  # fmt: skip


def _figures(item: Placed, text: PapersText) -> Iterator[Remark]:
    """Remark on figures of the answer and its key facts that the evidence does not show."""
    question = item.question
    answers = [evidence for evidence in question.evidence if not evidence.near_miss]
    if not question.answerable or not any(text.named(evidence.doc) for evidence in answers):
        return
    shown = [*_figures_of(question.question), *_shown(answers, text)]
    for label, wording in _wordings(question):
        missing = [
            figure
            for figure in _figures_of(wording)
            if not any(same_figure(figure, given) for given in shown)
        ]
        if missing:
            words = readable(wording)
            told = ", ".join(words[figure.start : figure.end] for figure in missing)
            yield item.remark(
                "figure", f"{label}: {told} is not in the evidence: {wording!r}", wrong=False
            )


def _shown(answers: Sequence[Evidence], text: PapersText) -> list[Figure]:
    wordings = [evidence.quote for evidence in answers] + [item.section for item in answers]
    for evidence in answers:
        for paper in text.named(evidence.doc):
            wordings.append(text.at(paper, evidence, around=AROUND))
            day = paper.meeting_date
            wordings.append(f"{paper.title} {day:%d.%m.%Y}" if day else paper.title)
    return [figure for wording in wordings for figure in _figures_of(wording)]


def _wordings(question: GoldQuestion) -> Iterator[tuple[str, str]]:
    for fact in question.key_facts:
        if kind_of(fact, answerable=question.answerable) is FactKind.WORDING:
            yield "key fact", fact
    if question.answer:
        yield "answer", question.answer


def _figures_of(wording: str) -> list[Figure]:
    """Return the figures of a wording; small numbers in words are taken for words."""
    clean = readable(wording)
    return [figure for figure in read_figures(clean) if not clean[figure.start].isalpha()]
