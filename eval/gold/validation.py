"""Checking gold files: whatever makes a figure measured with them wrong, by file and line.

`eval.gold.questions` checks each line by itself; here is what needs more lines (questions that
ask the same, evidence that two splits share), or the papers (quotes in their places, figures in
the evidence). What is checked is listed in `docs/evaluation.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from eval.answers.figures import Figure, read_figures, readable, same_figure
from eval.gold.evidence import HeldPapers, PaperStore, name_place, same_file, share_one
from eval.gold.facts import FactKind, kind_of
from eval.gold.questions import Evidence, GoldQuestion, read_lines
from eval.wording import plain, squeezed, stands_in
from qa.errors import GoldError
from qa.language.terms import content_terms
from qa.papers import FileFormat, Lines, Paper, Standing

CATEGORIES = (
    *("decision", "recommendation", "proposal", "discussion", "status", "vote", "who", "when"),
    *("reason", "figure", "table", "multi", "unanswerable", "exempt"),
    *("list", "yesno", "comparison", "definition", "mover", "amendment", "planning", "policy"),
    *("process", "risk", "equality"),
)
"""What a question is about; figures are broken down by it."""
WITHOUT_ANSWER = ("unanswerable", "exempt")
DIFFICULTIES = ("easy", "medium", "hard", "")


class Check(StrEnum):
    """What is checked of a gold file; the rules are in `docs/evaluation.md`."""

    SCHEMA = "schema"
    CATEGORY = "category"
    QUOTE = "quote"
    FIGURE = "figure"
    REPEATED = "repeated"
    LEAK = "leak"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to put right (`wrong`) or to look at, at a line of a gold file."""

    path: Path
    line: int
    identity: str
    """Of the question; empty where the line is none."""
    check: Check
    wrong: bool
    message: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A gold question and where it is written."""

    path: Path
    line: int
    question: GoldQuestion

    def remark(self, check: Check, message: str, *, wrong: bool) -> Remark:
        """Return a remark on the question."""
        return Remark(self.path, self.line, self.question.id, check, wrong, message)

    @property
    def where(self) -> str:
        """Name the place, for a remark on another line."""
        return f"{self.path.name}:{self.line} ({self.question.id})"


def read_placed(paths: Sequence[Path]) -> tuple[list[Placed], list[Remark]]:
    """Read gold files; return the questions, and a remark for each line that is none."""
    placed: list[Placed] = []
    remarks: list[Remark] = []
    for path in paths:
        for number, read in read_lines(path):
            if isinstance(read, GoldError):
                message = str(read).removeprefix(f"{path}:{number}: ")
                remarks.append(Remark(path, number, "", Check.SCHEMA, True, message))
            else:
                placed.append(Placed(path, number, read))
    return placed, remarks


def check_alone(placed: Sequence[Placed]) -> Iterator[Remark]:
    """Check what the gold files themselves can show, without the papers."""
    first: dict[str, Placed] = {}
    for item in placed:
        other = first.setdefault(item.question.id, item)
        if other is not item:
            yield item.remark(Check.SCHEMA, f"the id is already used at {other.where}", wrong=True)
    for item in placed:
        yield from _check_category(item)
    for later, earlier, alike in repeats([item.question for item in placed]):
        other, item = placed[earlier], placed[later]
        if alike == 1:
            message = f"asks the same as {other.where}; drop one"
        else:
            message = f"asks nearly the same as {other.where} ({alike:.0%} of the words)"
        yield item.remark(Check.REPEATED, message, wrong=alike == 1)
    splits = [str(item.path) for item in placed]
    for later, earlier, doc in leaks([item.question for item in placed], splits):
        message = f"rests on the same passage of {doc} as {placed[earlier].where}, another split"
        yield placed[later].remark(Check.LEAK, message, wrong=False)


def _check_category(item: Placed) -> Iterator[Remark]:
    question = item.question
    if question.category not in CATEGORIES:
        known = ", ".join(CATEGORIES)
        yield item.remark(
            Check.CATEGORY, f"category {question.category!r} is none of {known}", wrong=True
        )
    elif question.answerable is (question.category in WITHOUT_ANSWER):
        stated = "answerable" if question.answerable else "not answerable"
        # Papers do say why, and whether, a matter was taken in private.
        wrong = question.category != "exempt"
        yield item.remark(
            Check.CATEGORY, f"category {question.category}, but {stated}", wrong=wrong
        )
    if question.difficulty not in DIFFICULTIES:
        known = ", ".join(filter(None, DIFFICULTIES))
        message = f"difficulty {question.difficulty!r} is none of {known}"
        yield item.remark(Check.CATEGORY, message, wrong=False)
    if not question.key_facts:
        yield item.remark(Check.SCHEMA, "no key facts: no answer can be judged right", wrong=False)
    private = question.category == "exempt" and not question.answerable
    if private and question.standing is not Standing.EXEMPT:
        yield item.remark(
            Check.CATEGORY, "an exempt matter whose standing is not exempt", wrong=False
        )


NEARLY = 0.8
"""Share of words (intersection over union) from which two questions nearly ask the same."""
NEARLY_ON_SAME = 0.6
"""The same where they rest on the same evidence."""
SAME_WORDS = 0.5
"""Share of the shorter quote's words that two quotes of one page share."""


def repeats(questions: Sequence[GoldQuestion]) -> Iterator[tuple[int, int, float]]:
    """Yield (later, earlier, likeness) of questions that ask the same; 1.0 word for word.

    Questions that differ in a figure or date ask different things, however alike.
    """
    asked = [frozenset(content_terms(question.question)) for question in questions]
    numbers = [frozenset(re.findall(r"\d+", question.question)) for question in questions]
    wording = [" ".join(re.findall(r"\w+", plain(q.question))) for q in questions]
    for later in range(len(questions)):
        for earlier in range(later):
            if wording[later] == wording[earlier]:
                yield later, earlier, 1.0
                continue
            if numbers[later] != numbers[earlier] or not asked[later] | asked[earlier]:
                continue
            alike = len(asked[later] & asked[earlier]) / len(asked[later] | asked[earlier])
            if alike < NEARLY_ON_SAME:
                continue
            if alike >= NEARLY or shared_evidence(questions[later], questions[earlier]):
                yield later, earlier, min(alike, 0.99)


def leaks(
    questions: Sequence[GoldQuestion], splits: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield (later, earlier, paper) of questions in two splits that rest on the same passage."""
    for later in range(len(questions)):
        for earlier in range(later):
            if splits[later] != splits[earlier]:
                doc = shared_evidence(questions[later], questions[earlier])
                if doc:
                    yield later, earlier, doc


def shared_evidence(one: GoldQuestion, other: GoldQuestion) -> str | None:
    """Return the paper in which two questions rest on the same passage, if any."""
    for mine in one.evidence:
        for theirs in other.evidence:
            if not (mine.near_miss or theirs.near_miss) and same_place(mine, theirs):
                return mine.doc
    return None


def same_place(one: Evidence, other: Evidence) -> bool:
    """Say whether two pieces of evidence are one passage: a line shared, or words of a page."""
    if not (same_file(one.doc, other.doc) or same_file(other.doc, one.doc)):
        return False
    if one.lines and other.lines:
        return share_one(one.lines, other.lines)
    if one.page != other.page:
        return False
    mine, theirs = set(plain(one.quote).split()), set(plain(other.quote).split())
    return len(mine & theirs) >= SAME_WORDS * min(len(mine), len(theirs))


AROUND = 12
"""Lines round the evidence of a text source in which a figure of the answer may stand: the
heading, the head of the table and the total are often outside the quote."""


def check_in_papers(placed: Sequence[Placed], library: PaperStore) -> Iterator[Remark]:
    """Check each question's quotes and figures against the papers held."""
    held = HeldPapers(library)
    for item in placed:
        for number, evidence in enumerate(item.question.evidence, start=1):
            yield from _check_quote(item, number, evidence, held)
        yield from _check_figures(item, held)


def _check_quote(
    item: Placed, number: int, evidence: Evidence, held: HeldPapers
) -> Iterator[Remark]:
    papers = held.named(evidence.doc)
    if not papers:
        if not evidence.out_of_split:
            message = f"evidence {number}: {evidence.doc} is not held; ingest it, or mark it"
            yield item.remark(Check.QUOTE, f"{message} out_of_split", wrong=True)
        return
    if any(stands(evidence.quote, text_at(held, paper, evidence)) for paper in papers):
        return
    where = name_place(evidence.lines, evidence.page) or "the paper"
    elsewhere = next(
        filter(None, (place_of_quote(held, paper, evidence.quote) for paper in papers)), ""
    )
    found = f"it stands on {elsewhere}" if elsewhere else "nor anywhere else in the paper"
    yield item.remark(
        Check.QUOTE, f"evidence {number}: the quote is not on {where} of {evidence.doc}; {found}",
        wrong=True,
    )  # fmt: skip


def text_at(held: HeldPapers, paper: Paper, item: Evidence, *, around: int = 0) -> str:
    """Return the lines or the page that evidence names, or the whole where it names neither."""
    pages = held.pages(paper)
    if paper.format == FileFormat.TEXT and item.lines:
        lines = pages[0].split("\n")
        return "\n".join(lines[max(0, item.lines[0] - 1 - around) : item.lines[1] + around])
    if paper.format == FileFormat.PDF and item.page:
        return "\n".join(pages[item.page - 1 : item.page])
    return "\n".join(pages)


def place_of_quote(held: HeldPapers, paper: Paper, quote: str) -> str:
    """Name the place in a paper where a quote does stand; "" where it does not."""
    pages = held.pages(paper)
    if paper.format == FileFormat.TEXT:
        return name_place(lines_of(quote, pages[0]), None)
    found = [str(number) for number, text in enumerate(pages, 1) if stands(quote, text)]
    return f"page {', '.join(found)}" if found else ""


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


def _check_figures(item: Placed, held: HeldPapers) -> Iterator[Remark]:
    """Remark on figures of the answer and its key facts that the evidence does not show."""
    question = item.question
    answers = [evidence for evidence in question.evidence if not evidence.near_miss]
    if not question.answerable or not any(held.named(evidence.doc) for evidence in answers):
        return
    shown = [*_figures_of(question.question), *_figures_shown(answers, held)]
    for label, wording in _wordings_of(question):
        missing = [
            figure
            for figure in _figures_of(wording)
            if not any(same_figure(figure, given) for given in shown)
        ]
        if missing:
            words = readable(wording)
            listed = ", ".join(words[figure.start : figure.end] for figure in missing)
            yield item.remark(
                Check.FIGURE, f"{label}: {listed} is not in the evidence: {wording!r}", wrong=False
            )


def _figures_shown(answers: Sequence[Evidence], held: HeldPapers) -> list[Figure]:
    wordings = [evidence.quote for evidence in answers] + [item.section for item in answers]
    for evidence in answers:
        for paper in held.named(evidence.doc):
            wordings.append(text_at(held, paper, evidence, around=AROUND))
            day = paper.meeting_date
            wordings.append(f"{paper.title} {day:%d.%m.%Y}" if day else paper.title)
    return [figure for wording in wordings for figure in _figures_of(wording)]


def _wordings_of(question: GoldQuestion) -> Iterator[tuple[str, str]]:
    for fact in question.key_facts:
        if kind_of(fact, answerable=question.answerable) is FactKind.WORDING:
            yield "key fact", fact
    if question.answer:
        yield "answer", question.answer


def _figures_of(wording: str) -> list[Figure]:
    """Return the figures of a wording; small numbers in words are taken for words."""
    clean = readable(wording)
    return [figure for figure in read_figures(clean) if not clean[figure.start].isalpha()]


def remark_json(remark: Remark) -> dict[str, Any]:
    """Show a remark as plain JSON."""
    return {
        "file": str(remark.path),
        "line": remark.line,
        "id": remark.identity or None,
        "check": remark.check,
        "wrong": remark.wrong,
        "message": remark.message,
    }
