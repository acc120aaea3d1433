"""Evidence of gold questions: where it stands, what a question needs, and what meets a need.

A place is what was found or cited; it overlaps evidence where both are the same lines or page
(the rules are in `docs/evaluation.md`). A need is evidence of which any one is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Protocol

from eval.gold.questions import Evidence, GoldQuestion
from eval.wording import plain, squeezed, stands_in
from qa.answers import Citation
from qa.errors import PaperNotFoundError
from qa.papers import FileFormat, Hit, Lines, PageKind, PageSpan, Paper, PaperPage, Passage

_SENTENCE_END = re.compile(r"[.!?;:…][\"'’”)\]]*(?:\s*\b(?:and|or))?$")
"""A mark that ends a sentence, or a limb with the word that joins it to the next."""

Need = tuple[Evidence, ...]
"""Evidence of which any one is enough: a first choice and its alternatives."""


def needs_of(question: GoldQuestion, holds: Callable[[str], bool]) -> tuple[Need, ...]:
    """Group a question's evidence into what is needed; near misses are left out.

    Each evidence that is not an alternative makes a need. An alternative joins the need whose
    quote shares most words with its own (intersection over union), at a tie the nearest one
    before it. Evidence marked out of split is then dropped where its paper is not held, and
    a need of which nothing is left with it.
    """
    answers = [item for item in question.evidence if not item.near_miss]
    firsts = [index for index, item in enumerate(answers) if not item.alt]
    groups: dict[int, list[Evidence]] = {index: [answers[index]] for index in firsts}
    for index, item in enumerate(answers):
        if item.alt:
            groups[_first_choice(index, firsts, answers)].append(item)
    kept = (
        tuple(item for item in group if not item.out_of_split or holds(item.doc))
        for group in groups.values()
    )
    return tuple(need for need in kept if need)


def _first_choice(index: int, firsts: Sequence[int], answers: Sequence[Evidence]) -> int:
    words = [set(plain(item.quote).split()) for item in answers]

    def likeness(first: int) -> tuple[float, bool, int]:
        shared = len(words[first] & words[index]) / len(words[first] | words[index])
        before = first < index
        return shared, before, first if before else -first

    return max(firsts, key=likeness)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: lines of a text source, or pages of a PDF."""

    files: tuple[str, ...]
    """The paper's name, and the names under which the same bytes are filed elsewhere."""
    lines: Lines | None = None
    pages: Lines | None = None
    """First and last 1-based PDF page."""
    words: str = ""
    """The passage itself, where its format has neither lines nor pages."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One passage of a ranking, whichever system found it. Rank is its place in the list."""

    id: str
    score: float
    place: Place
    text: str


def met_by(place: Place, needs: Sequence[Need]) -> frozenset[int]:
    """Return the indices of the needs that a place overlaps."""
    return frozenset(
        index for index, need in enumerate(needs) if any(overlaps(place, item) for item in need)
    )


def overlaps(place: Place, evidence: Evidence) -> bool:
    """Say whether a place shares a line with the evidence, or spans its page.

    Lines decide where both have them; a page only where the place has no lines, since a
    text source's page is a printed number and often a range. In formats with neither, the
    words must hold the evidence's quote, or be part of it.
    """
    if not any(same_file(name, evidence.doc) for name in place.files):
        return False
    if place.lines is not None:
        return evidence.lines is not None and share_one(place.lines, evidence.lines)
    if place.pages is not None and evidence.page is not None:
        return place.pages[0] <= evidence.page <= place.pages[1]
    if place.pages is None and evidence.page is None and evidence.lines is None:
        words, quote = plain(place.words), plain(evidence.quote)
        return bool(words) and (stands_in(quote, words) or stands_in(words, quote))
    return False


def share_one(one: Lines, other: Lines) -> bool:
    """Say whether two runs of lines, or of pages, have one in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def same_file(held: str, wanted: str) -> bool:
    """Say whether a held paper's name ends in the wanted name, folder by folder."""
    wanted_parts = PurePosixPath(wanted).parts
    return PurePosixPath(held).parts[-len(wanted_parts) :] == wanted_parts


def retrieved(hit: Hit) -> Retrieved:
    """Show a hit as the evaluator sees it."""
    return placed(hit.passage, hit.paper, hit.score)


def placed(passage: Passage, paper: Paper, score: float = 0.0) -> Retrieved:
    """Show a passage as the evaluator sees it, found or not."""
    lines = passage.lines if paper.format == FileFormat.TEXT else None
    place = _place(paper, lines, passage.page, passage.text)
    return Retrieved(passage.id, score, place, passage.text)


def cited(citation: Citation) -> Place:
    """Return the place that a citation gives."""
    return _place(citation.paper, citation.lines, citation.page, citation.quote)


def _place(paper: Paper, lines: Lines | None, page: PageSpan, words: str) -> Place:
    names = names_of(paper)
    if lines is not None:
        return Place(names, lines=lines)
    if paper.format != FileFormat.PDF:
        return Place(names, words=words)
    return Place(names, pages=pages_of(page))


def names_of(paper: Paper) -> tuple[str, ...]:
    """Return every name under which a paper is held."""
    return (paper.file, *paper.same_as)


def pages_of(span: PageSpan) -> Lines | None:
    """Return first and last page of a span; None where it is not known."""
    if span.kind is PageKind.UNKNOWN or span.first is None:
        return None
    return span.first, span.last if span.last is not None else span.first


def name_place(lines: Sequence[int] | None, page: int | Sequence[int] | None) -> str:
    """Name lines (first, last), or else a page or pages, as a reader would; "" for neither."""
    if lines:
        return f"lines {lines[0]} to {lines[1]}"
    first, last = (page, page) if isinstance(page, int) else page or (None, None)
    if first is None:
        return ""
    return f"page {first}" if first == last else f"page {first} to {last}"


class PaperStore(Protocol):
    """Gives the papers held and their text; `qa.library.Library` is the real one."""

    def papers(self) -> Sequence[Paper]:
        """Return all papers held."""
        ...

    def page(self, paper_id: str, number: int) -> PaperPage:
        """Return a page's text; a paper without pages has a single page numbered 1."""
        ...

    def passages_of(self, paper_id: str) -> Sequence[Passage]:
        """Return all passages of a paper, in order."""
        ...


class HeldPapers:
    """The papers held, by the names that gold files use, and whether a quote stands in them.

    What is read of a paper is kept.
    """

    def __init__(self, store: PaperStore) -> None:
        """Take the store; pages are fetched when they are first needed."""
        self._store = store
        self._papers = tuple(store.papers())
        self._pages: dict[str, tuple[str, ...]] = {}
        self._whole: dict[str, str] = {}
        self._line_ends: dict[str, frozenset[int]] = {}
        self._passages: dict[str, tuple[Retrieved, ...]] = {}

    def __len__(self) -> int:
        """Count the papers held."""
        return len(self._papers)

    def holds(self, doc: str) -> bool:
        """Say whether a paper is held under this name."""
        return bool(self.named(doc))

    def named(self, doc: str) -> list[Paper]:
        """Return the papers held under this name."""
        return [p for p in self._papers if any(same_file(name, doc) for name in names_of(p))]

    def passages(self, doc: str) -> Sequence[Retrieved]:
        """Return all passages of the papers held under this name."""
        if doc not in self._passages:
            self._passages[doc] = tuple(
                placed(passage, paper)
                for paper in self.named(doc)
                for passage in self._store.passages_of(paper.id)
            )
        return self._passages[doc]

    def pages(self, paper: Paper) -> Sequence[str]:
        """Return the text of each page, the first being page 1; withheld pages are empty."""
        if paper.id not in self._pages:
            numbers = range(1, (paper.pages or 1) + 1)
            self._pages[paper.id] = tuple(self._page(paper, number) for number in numbers)
        return self._pages[paper.id]

    def _page(self, paper: Paper, number: int) -> str:
        try:
            page = self._store.page(paper.id, number)
        except PaperNotFoundError:
            return ""
        return page.text

    def is_verbatim(self, citation: Citation) -> bool:
        """Say whether the quote is contiguous in its paper, white space apart, wherever in it."""
        return _holds_quote(self._whole_text(citation.paper), citation.quote)

    def ends_whole(self, citation: Citation) -> bool | None:
        """Say whether a quote ends where a sentence, a limb, a row or a heading may end.

        None where the quote is not verbatim. It ends so with a mark that ends a sentence or
        a limb, or at the end of a printed line that does not go on in a small letter. A sentence
        cut where its printed line ends before a capital is not noticed.
        """
        text, quote = self._whole_text(citation.paper), squeezed(citation.quote)
        at = text.find(quote) if quote else -1
        if at < 0:
            return None
        end = at + len(quote)
        if _SENTENCE_END.search(citation.quote.rstrip()):
            return True
        follows = text[end : end + 1]
        return not follows or (end in self._line_ends[citation.paper.id] and not follows.islower())

    def _whole_text(self, paper: Paper) -> str:
        """Return the paper's text without white space, and keep where its lines end in it."""
        if paper.id not in self._whole:
            lines = [squeezed(line) for page in self.pages(paper) for line in page.splitlines()]
            self._whole[paper.id] = "".join(lines)
            self._line_ends[paper.id] = frozenset(accumulate(map(len, lines)))
        return self._whole[paper.id]

    def is_in_place(self, citation: Citation) -> bool | None:
        """Say whether the quote stands on the pages or lines cited; None where it gives none."""
        pages = self.pages(citation.paper)
        if citation.paper.format == FileFormat.TEXT and citation.lines is not None:
            first, last = citation.lines
            lines = pages[0].split("\n")[max(first - 1, 0) : last]
            return _holds_quote(squeezed("".join(lines)), citation.quote)
        span = pages_of(citation.page)
        if citation.paper.format != FileFormat.PDF or span is None:
            return None
        return _holds_quote(squeezed("".join(pages[span[0] - 1 : span[1]])), citation.quote)


def _holds_quote(squeezed_text: str, quote: str) -> bool:
    wanted = squeezed(quote)
    return bool(wanted) and wanted in squeezed_text
