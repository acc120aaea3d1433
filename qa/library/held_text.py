"""The text held, as readers see it: the pages, lines, items and passages of papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa.errors import PaperNotFoundError
from qa.library.catalogue import Catalogue
from qa.library.files import KeptFiles
from qa.library.records import FRAMES, ITEMS, PASSAGE, WORDS, read_record, read_vector
from qa.library.shown import why_unread
from qa.pages import Frame, PaperPage, WordPlace
from qa.papers import Item
from qa.passages import Passage
from qa.protocols import Vectors
from qa.stopwatch import stage

LINES_KEPT = 16
"""Text papers whose lines are kept at hand."""
PAPERS_KEPT = 6
"""Papers whose passages are kept at hand: an answer goes over those of its item several times."""


class HeldText:
    """Reads the parts of papers. Safe from several threads and beside a writing process."""

    def __init__(self, catalogue: Catalogue, files: KeptFiles) -> None:
        """Take the catalogue and the library's own copies of the files."""
        self._catalogue, self._files = catalogue, files
        self._lines: dict[str, list[str]] = {}
        self._passages: dict[str, tuple[Passage, ...]] = {}

    def items(self, paper_id: str) -> tuple[Item, ...]:
        """Return the items that were understood in a paper, in order."""
        row = self._catalogue.db.execute(
            "SELECT items FROM papers WHERE id = ?", (paper_id,)
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
        return read_record(ITEMS, row[0])

    def page(self, paper_id: str, number: int) -> PaperPage:
        """Return a page's text. A paper without pages has a single page numbered 1."""
        row = self._catalogue.db.execute(
            "SELECT number, text, printed, first_line, withheld, hidden FROM pages "
            "WHERE paper_id = ? AND number = ?",
            (paper_id, number),
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"paper {paper_id[:80]!r} has no page {number}")
        page, text, printed, first_line, code, hidden = row
        why = why_unread(code)
        frames = read_record(FRAMES, hidden or "[]")
        return PaperPage(page, text, printed, first_line, bool(code), unread=why, hidden=frames)

    def word_places(self, paper_id: str, number: int) -> tuple[WordPlace, ...]:
        """Return where each word stands on a page that OCR read; none for any other page."""
        row = self._catalogue.db.execute(
            "SELECT words FROM word_places WHERE paper_id = ? AND number = ?", (paper_id, number)
        ).fetchone()
        return read_record(WORDS, row[0]) if row else ()

    def withheld_pages(self, paper_id: str) -> frozenset[int]:
        """Return the pages of a paper that may not be shown: exempt in a pack, or unread."""
        rows = self._catalogue.db.execute(
            "SELECT number FROM pages WHERE paper_id = ? AND withheld", (paper_id,)
        )
        return frozenset(int(row[0]) for row in rows)

    def hidden_places(self, paper_id: str) -> dict[int, tuple[Frame, ...]] | None:
        """Return where on which pages a paper's file holds what is not seen on them.

        None where nobody has looked: the paper was read before that was done.
        """
        rows = self._catalogue.db.execute(
            "SELECT number, hidden FROM pages WHERE paper_id = ? AND ifnull(hidden, '') <> '[]'",
            (paper_id,),
        ).fetchall()
        if any(hidden is None for _, hidden in rows):
            return None
        return {int(number): read_record(FRAMES, hidden) for number, hidden in rows}

    def lines(self, paper_id: str) -> list[str]:
        """Return the lines of a paper without pages, the first numbered 1."""
        held = self._lines.get(paper_id)
        if held is None:
            held = self.page(paper_id, 1).text.split("\n")
            self._lines = {**dict(list(self._lines.items())[-LINES_KEPT:]), paper_id: held}
        return held

    def page_count(self, paper_id: str) -> int:
        """Return how many pages of a paper are held."""
        row = self._catalogue.db.execute(
            "SELECT count(*) FROM pages WHERE paper_id = ?", (paper_id,)
        ).fetchone()
        return int(row[0])

    def source(self, paper_id: str) -> Path:
        """Return the library's own copy of a paper's file."""
        row = self._catalogue.db.execute(
            "SELECT digest, suffix FROM papers WHERE id = ?", (paper_id,)
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
        return self._files.path(*row)

    @stage("reading the candidates")
    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Return passages with their vectors by id; ids not in the catalogue are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._catalogue.db.execute(
            f"SELECT id, passage, vector FROM passages WHERE id IN ({marks})", tuple(ids)
        )
        return {row[0]: (read_record(PASSAGE, row[1]), read_vector(row[2])) for row in rows}

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Return all passages of a paper, in order."""
        kept = self._passages
        held = kept.get(paper_id)
        if held is None:
            # Into the papers kept before reading: those are dropped once the catalogue changes.
            held = kept[paper_id] = self._read_passages(paper_id)
            for other in list(kept)[:-PAPERS_KEPT]:
                kept.pop(other, None)
        return list(held)

    def _read_passages(self, paper_id: str) -> tuple[Passage, ...]:
        rows = self._catalogue.db.execute(
            "SELECT passage FROM passages WHERE paper_id = ? ORDER BY ordinal", (paper_id,)
        )
        return tuple(read_record(PASSAGE, row[0]) for row in rows)

    def item_passages(self, passage: Passage) -> list[Passage]:
        """Return all passages of the item to which a passage belongs, in order; else itself."""
        if passage.item_title is None:
            return [passage]
        return [
            other
            for other in self.passages_of(passage.paper_id)
            if other.item_id == passage.item_id
        ]

    def passage_count(self) -> int:
        """Return the number of passages held."""
        row = self._catalogue.db.execute("SELECT count(*) FROM passages").fetchone()
        return int(row[0])
