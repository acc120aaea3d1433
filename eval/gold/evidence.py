"""What a question needs to be shown: its required evidence, each with its alternatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from eval.gold.questions import Evidence, GoldQuestion
from eval.wording import plain, squeezed, stands_in
from qa.answers import Citation
from qa.errors import PaperNotFoundError
from qa.papers import FileFormat, Hit, Lines, PageKind, PageSpan, Paper, PaperPage, Passage

# --- Places in papers, and whether what was found or cited overlaps what the gold names.


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: lines of a text source, or pages of a PDF."""

    files: tuple[str, ...]
    """The paper's name, and the names under which the same bytes are filed elsewhere."""
    lines: Lines | None = None
    pages: tuple[int, int] | None = None
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


def names_of(paper: Paper) -> tuple[str, ...]:
    """Return every name under which a paper is held."""
    return (paper.file, *paper.same_as)


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


def overlaps(place: Place, evidence: Evidence) -> bool:
    """Say whether a place shares a line with the evidence, or spans its page.

    Lines decide where both have them; a page only where the place has no lines, since a
    text source's page is a printed number and often a range. In formats with neither, the
    words must hold the evidence's quote, or be part of it.
    """
    if not any(same_file(name, evidence.doc) for name in place.files):
        return False
    if place.lines is not None:
        if evidence.lines is None:
            return False
        return place.lines[0] <= evidence.lines[1] and evidence.lines[0] <= place.lines[1]
    if place.pages is not None and evidence.page is not None:
        return place.pages[0] <= evidence.page <= place.pages[1]
    if place.pages is None and evidence.page is None and evidence.lines is None:
        return _share_words(plain(place.words), plain(evidence.quote))
    return False


def same_file(held: str, wanted: str) -> bool:
    """Say whether a held paper's name ends in the wanted name, folder by folder."""
    wanted_parts = PurePosixPath(wanted).parts
    return PurePosixPath(held).parts[-len(wanted_parts) :] == wanted_parts


def _share_words(words: str, quote: str) -> bool:
    return bool(words) and (stands_in(quote, words) or stands_in(words, quote))


def _place(paper: Paper, lines: Lines | None, page: PageSpan, words: str) -> Place:
    names = names_of(paper)
    if lines is not None:
        return Place(names, lines=lines)
    if paper.format != FileFormat.PDF:
        return Place(names, words=words)
    if page.kind is PageKind.UNKNOWN or page.first is None:
        return Place(names)
    return Place(names, pages=(page.first, page.last if page.last is not None else page.first))


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
            groups[_stands_for(index, firsts, answers)].append(item)
    kept = (
        tuple(item for item in group if not item.out_of_split or holds(item.doc))
        for group in groups.values()
    )
    return tuple(need for need in kept if need)


def met_by(place: Place, needs: Sequence[Need]) -> frozenset[int]:
    """Return the indices of the needs that a place overlaps."""
    return frozenset(
        index for index, need in enumerate(needs) if any(overlaps(place, item) for item in need)
    )


def _stands_for(index: int, firsts: Sequence[int], answers: Sequence[Evidence]) -> int:
    words = [set(plain(item.quote).split()) for item in answers]

    def likeness(first: int) -> tuple[float, bool, int]:
        shared = len(words[first] & words[index]) / len(words[first] | words[index])
        before = first < index
        return shared, before, first if before else -first

    return max(firsts, key=likeness)


# --- The papers held, as the evaluator needs them: is it held, and does a quote stand there.


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
    """Checks quotes against the text of the papers held. White space alone may differ."""

    def __init__(self, store: PaperStore) -> None:
        """Take the store; pages are fetched when they are first needed."""
        self._store = store
        self._papers = tuple(store.papers())
        self._pages: dict[tuple[str, int], PaperPage | None] = {}
        self._whole: dict[str, str] = {}
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

    def is_verbatim(self, citation: Citation) -> bool:
        """Say whether the quote is contiguous in its paper, wherever in it."""
        paper = citation.paper
        if paper.id not in self._whole:
            self._whole[paper.id] = squeezed(self._text(paper, 1, paper.pages or 1))
        return _within(citation.quote, self._whole[paper.id])

    def is_in_place(self, citation: Citation) -> bool | None:
        """Say whether the quote stands on the pages or lines cited; None where it gives none."""
        paper, page = citation.paper, citation.page
        if paper.format == FileFormat.TEXT and citation.lines is not None:
            return _within(citation.quote, squeezed(self._lines(paper, citation.lines)))
        if paper.format != FileFormat.PDF or page.kind is PageKind.UNKNOWN or page.first is None:
            return None
        last = page.last if page.last is not None else page.first
        return _within(citation.quote, squeezed(self._text(paper, page.first, last)))

    def _text(self, paper: Paper, first: int, last: int) -> str:
        pages = (self._page(paper, number) for number in range(first, last + 1))
        return "\n".join(page.text for page in pages if page is not None)

    def _lines(self, paper: Paper, lines: Lines) -> str:
        page = self._page(paper, 1)
        if page is None:
            return ""
        first, last = lines[0] - page.first_line, lines[1] - page.first_line
        return "\n".join(page.text.split("\n")[max(first, 0) : last + 1])

    def _page(self, paper: Paper, number: int) -> PaperPage | None:
        key = paper.id, number
        if key not in self._pages:
            try:
                self._pages[key] = self._store.page(*key)
            except PaperNotFoundError:
                self._pages[key] = None
        return self._pages[key]


def _within(quote: str, squeezed_text: str) -> bool:
    wanted = squeezed(quote)
    return bool(wanted) and wanted in squeezed_text
