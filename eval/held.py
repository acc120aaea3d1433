"""The papers held, as the evaluator needs them: is it held, and does a quote stand there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from eval.places import Retrieved, names_of, placed, same_file
from eval.wording import squeezed
from qa.answers import Citation
from qa.errors import PaperNotFoundError
from qa.pages import Lines, PageKind, PaperPage
from qa.papers import FileFormat, Paper
from qa.passages import Passage


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
