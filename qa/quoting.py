"""Choose what to quote from a passage, and make citations that are verbatim and contiguous."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.answers import Citation, shown_lines
from qa.bounds import bounds_in, within_bounds
from qa.effect import standings_of
from qa.features import coverage
from qa.labels import labels_of
from qa.library import Library
from qa.looks import FIGURE, MONEY, PERSON, VOTING, looks_like_an_answer
from qa.other_words import met_otherwise
from qa.pages import PageKind, PageSpan
from qa.pages_cited import text_page
from qa.papers import Paper
from qa.passages import Passage, Unit
from qa.question import Question
from qa.question_kinds import Kind
from qa.terms import term_set

WHOLE = 90
"""Words up to which a passage is quoted whole."""
ENOUGH = 60
"""Words that a part of a longer passage should have, so that it can be understood."""
LEADS_ON = 6
"""Words up to which a line that ends on a colon says nothing by itself."""
LABELLED = 0.3
"""What the band, option, lot or bound asked about adds to the score of a unit that is of it."""
NO_LOOK = 0.55
"""What a unit without the look of the answer keeps of its score beside one that has it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its weighted terms and their idf, as the search saw them."""

    question: Question
    weights: Mapping[str, float]
    idf: Mapping[str, float]

    def cover(self, text: str) -> float:
        """Return the share of the question's terms that a text holds, by idf, 0 to 1."""
        found = term_set(text)
        if self.question.others:
            found |= met_otherwise(self.question.others, found)
        return coverage(self.weights, self.idf, found)


@dataclass(frozen=True, slots=True)
class Quote:
    """Units to quote from one passage, with their score for the question."""

    passage: Passage
    paper: Paper
    units: tuple[Unit, ...]


TITLE_ROW = re.compile(r"\W*(?:subject|(?:report )?title)\s*:?\s*\t", re.I)
"""The row of a front sheet that only names the report."""
TOTAL_ASKED = re.compile(r"\b(?:totals?|altogether|adds? up to|in all|overall|combined)\b", re.I)
TOTAL = re.compile(r"\btotals?\b", re.I)
TOTAL_ROW = re.compile(r"\W*(?:grand |sub-?|over)?totals?\b", re.I)


def _shape(question: Question, text: str) -> float:
    fit = 0.0
    if Kind.FIGURE in question.kinds:
        fit += 0.15 * bool(FIGURE.search(text)) + 0.1 * bool(MONEY.search(text))
        fit += 0.2 * bool(TOTAL_ASKED.search(question.text) and TOTAL.search(text))
    if Kind.WHO in question.kinds:
        fit += 0.1 * bool(PERSON.search(text))
    if Kind.VOTE in question.kinds:
        fit += 0.15 * bool(VOTING.search(text))
    return fit


def unit_scores(asked: Asked, units: Sequence[Unit], columns: str = "") -> list[float]:
    """Score each unit: terms covered and the look of an answer. Headings cannot answer.

    A row speaks with its column headings. Where some units have the look of what is asked and
    others have not, those others only lead up to the answer.
    """
    texts = [said_by(unit, columns) for unit in units]
    looks = [looks_like_an_answer(asked.question, unit.text) for unit in units]
    bounds = bounds_in(asked.question.text)
    return [
        0.0
        if unit.kind in ("heading", "header") or TITLE_ROW.match(unit.text)
        else (
            asked.cover(text)
            + _shape(asked.question, unit.text)
            + LABELLED * bool(asked.question.labels & labels_of(unit, columns))
            + LABELLED * within_bounds(bounds, unit.text)
        )
        * (1.0 if look or not any(looks) else NO_LOOK)
        for unit, text, look in zip(units, texts, looks, strict=True)
    ]


def said_by(unit: Unit, columns: str = "") -> str:
    """Return what a unit says: a row of a table with its group and column headings."""
    if unit.row is not None:
        return f"{unit.text} {unit.row.group or ''} {' '.join(unit.row.columns)}"
    return f"{unit.text} {columns}" if unit.kind == "row" else unit.text


def choose_units(asked: Asked, passage: Passage, *, whole: int = WHOLE) -> tuple[Unit, ...]:
    """Return the units of a passage to quote: all of a short one, else a window round the best."""
    units = [u for u in passage.units if u.kind != "header"]
    if not units:
        return passage.units
    columns = " ".join(u.text for u in passage.units if u.kind == "header")
    scores = unit_scores(asked, units, columns)
    best = max(range(len(units)), key=lambda i: scores[i])
    if units[best].kind == "row":
        chosen = _rows(units, scores, best)
    elif sum(len(unit.text.split()) for unit in units) <= whole:
        chosen = tuple(units)
    else:
        chosen = _window(units, scores, best)
    return _with_totals(asked, units, chosen)


def _with_totals(asked: Asked, units: Sequence[Unit], chosen: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Add the rows that sum up a table where the sum is asked for; without the rows they sum."""
    totals = {u for u in units if u.kind == "row" and TOTAL_ROW.match(u.text)}
    if not totals or not TOTAL_ASKED.search(asked.question.text) or totals & set(chosen):
        return chosen
    kept = {unit for unit in chosen if unit.kind != "row"}
    return tuple(unit for unit in units if unit in kept or unit in totals)


def _window(units: Sequence[Unit], scores: Sequence[float], best: int) -> tuple[Unit, ...]:
    """Return the best unit with as many of its neighbours as make it understood, but no rows."""
    words = [len(unit.text.split()) for unit in units]
    first = last = best
    top = max((i + 1 for i in range(best) if units[i].kind == "row"), default=0)
    end = min((i for i in range(best, len(units)) if units[i].kind == "row"), default=len(units))
    while sum(words[first : last + 1]) < ENOUGH and (first > top or last < end - 1):
        forward = last < end - 1
        leads = units[last].text.rstrip().endswith((":", ";", " and", ","))
        if first > top and (not forward or (scores[first - 1] > scores[last + 1] and not leads)):
            first -= 1
        elif forward:
            last += 1
        else:
            break
    return tuple(units[first : last + 1])


def _rows(units: Sequence[Unit], scores: Sequence[float], best: int) -> tuple[Unit, ...]:
    """Return the best row, with rows next to it that fit the question as well."""
    first = last = best

    def fits(at: int) -> bool:
        near = 0 <= at < len(units) and abs(at - best) <= 3
        return near and units[at].kind == "row" and scores[at] >= 0.9 * scores[best]

    while fits(first - 1):
        first -= 1
    while fits(last + 1):
        last += 1
    return tuple(units[first : last + 1])


def _contiguous(library: Library, paper: Paper, a: Unit, b: Unit) -> bool:
    """Whether unit b follows a in the source with nothing but white space between."""
    if paper.format == "pdf" and a.page != b.page:
        return False
    if a.lines == b.lines or b.lines[0] == a.lines[1] + 1:
        return b.lines >= a.lines
    if paper.format == "pdf" or b.lines[0] <= a.lines[1]:
        return False
    lines = library.lines(paper.id)
    return not any(line.strip() for line in lines[a.lines[1] : b.lines[0] - 1])


def _page_of(paper: Paper, passage: Passage, units: Sequence[Unit], library: Library) -> PageSpan:
    """Return the exact PDF page of a run of units; of other sources what is known of them."""
    page = units[0].page
    if paper.format != "pdf" or page is None:
        return text_page(passage, units)
    printed = library.page(paper.id, page).printed
    return PageSpan(PageKind.EXACT, page, page, printed, passage.page.basis)


def runs(library: Library, quote: Quote) -> list[list[Unit]]:
    """Part a quote's units into contiguous runs, each on one page and of one standing."""
    parted: list[list[Unit]] = []
    follows = set(pairwise(quote.passage.units))
    standings = standings_of(quote.passage)
    for unit in quote.units:
        last = parted[-1][-1] if parted else None
        # Sentences of one paragraph share its lines, so their order in the passage counts too.
        joins = last is not None and (last, unit) in follows and standings[last] is standings[unit]
        if last and joins and _contiguous(library, quote.paper, last, unit):
            parted[-1].append(unit)
        else:
            parted.append([unit])
    told = [run for run in parted if not _only_leads_on(run)]
    return told or parted


def _only_leads_on(run: Sequence[Unit]) -> bool:
    """Whether a run is only the heading of what is quoted after it."""
    text = " ".join(unit.text for unit in run).strip()
    return len(text.split()) <= LEADS_ON and (text.endswith(":") or run[-1].kind == "heading")


def cite(library: Library, quotes: Sequence[Quote]) -> list[list[Citation]]:
    """Return the citations of each quote, numbered through from 1."""
    number = 0
    cited = []
    for quote in quotes:
        citations = []
        for units in runs(library, quote):
            number += 1
            passage, paper = quote.passage, quote.paper
            lines = (units[0].lines[0], max(u.lines[1] for u in units))
            citations.append(
                Citation(
                    number=number,
                    quote="\n".join(unit.text for unit in units),
                    paper=paper,
                    page=_page_of(paper, passage, units, library),
                    lines=lines if shown_lines(paper, passage) else None,
                    heading=passage.heading,
                    minute=passage.item_number if passage.item_kind == "minute" else None,
                    standing=standings_of(passage)[units[0]],
                )
            )
        cited.append(citations)
    return cited


def block(citation: Citation) -> str:
    """Return a citation as a Markdown block quote with its marker."""
    lines = [line.strip() for line in citation.quote.split("\n")]
    shown: list[str] = []
    for line in lines:
        if shown and not re.match(r"[-•*(]|\d+[.)]|[A-Za-z][.)]\s", line) and "\t" not in line:
            shown[-1] = f"{shown[-1]} {line}"
        else:
            shown.append(re.sub(r"\t+", " | ", line))
    body = "  \n> ".join(shown)
    return f"> {body} [{citation.number}]"
