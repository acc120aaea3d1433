"""What is held, as readers see it: papers, their items, pages, lines and passages."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qa.errors import PaperNotFoundError
from qa.library.catalogue import Catalogue
from qa.library.files import KeptFiles
from qa.library.records import ITEMS, PAPER, PASSAGE, read_record, read_vector
from qa.papers import Coverage, Item, Paper, PaperPage, Passage
from qa.protocols import Vectors

LINES_KEPT = 16
"""Text papers whose lines are kept at hand."""


class HeldPapers:
    """Reads the catalogue. Safe from several threads and beside a writing process."""

    def __init__(self, catalogue: Catalogue, files: KeptFiles) -> None:
        """Take the catalogue and the library's own copies of the files."""
        self._catalogue, self._files = catalogue, files
        self._lock = threading.RLock()
        self._papers: dict[str, Paper] | None = None
        self._lines: dict[str, list[str]] = {}

    def _forget_read(self) -> None:
        """Let what was read before be read anew, since the catalogue has changed."""
        self._papers = None
        self._lines = {}

    def _all(self) -> dict[str, Paper]:
        papers = self._papers
        if papers is None:
            with self._lock:  # so that no thread puts back what another has found outdated
                papers = self._papers = self._read_papers()
        return papers

    def _read_papers(self) -> dict[str, Paper]:
        db = self._catalogue.db
        places: dict[str, list[str]] = {}
        for file, digest in db.execute("SELECT file, digest FROM seen ORDER BY file"):
            places.setdefault(digest, []).append(file)
        papers = {}
        for (text,) in db.execute("SELECT paper FROM papers ORDER BY file"):
            paper = read_record(PAPER, text)
            others = tuple(name for name in places.get(paper.digest, ()) if name != paper.file)
            papers[paper.id] = replace(paper, same_as=others)
        return papers

    def papers(self) -> list[Paper]:
        """Return all papers held, by file name."""
        return list(self._all().values())

    def paper(self, name: str) -> Paper:
        """Return the paper with this id or file name (or an unmistakable part of the name)."""
        papers = self._all()
        if name in papers:
            return papers[name]
        found = (
            [p for p in papers.values() if name in (p.file, *p.same_as)]
            or [p for p in papers.values() if name == Path(p.file).name]
            or [p for p in papers.values() if name and name.lower() in p.file.lower()]
        )
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(p.file for p in found[:5])
            raise PaperNotFoundError(
                f"{len(found)} papers match {name[:80]!r}: {names}; give the whole name"
            )
        raise PaperNotFoundError(f"no paper {name[:80]!r} is held; townclerk papers lists them")

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
            "SELECT number, text, printed, first_line, withheld FROM pages "
            "WHERE paper_id = ? AND number = ?",
            (paper_id, number),
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"paper {paper_id[:80]!r} has no page {number}")
        page, text, printed, first_line, withheld = row
        return PaperPage(page, text, printed, first_line, bool(withheld))

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

    def withheld_pages(self, paper_id: str) -> frozenset[int]:
        """Return the pages of a paper that may be shown in no form: exempt ones in a pack."""
        rows = self._catalogue.db.execute(
            "SELECT number FROM pages WHERE paper_id = ? AND withheld", (paper_id,)
        )
        return frozenset(int(row[0]) for row in rows)

    def source(self, paper_id: str) -> Path:
        """Return the library's own copy of a paper's file."""
        row = self._catalogue.db.execute(
            "SELECT digest, suffix FROM papers WHERE id = ?", (paper_id,)
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
        return self._files.path(*row)

    def papers_without_file(self) -> list[Paper]:
        """Return the papers whose own copy of the file is gone from the library."""
        return [paper for paper in self.papers() if not self.source(paper.id).exists()]

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Return passages with their vectors by id; ids not in the catalogue are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._catalogue.db.execute(
            f"SELECT id, passage, vector FROM passages WHERE id IN ({marks})", tuple(ids)
        )
        return {row[0]: (read_record(PASSAGE, row[1]), read_vector(row[2])) for row in rows}

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Return all passages of a paper, in order."""
        rows = self._catalogue.db.execute(
            "SELECT passage FROM passages WHERE paper_id = ? ORDER BY ordinal", (paper_id,)
        )
        return [read_record(PASSAGE, row[0]) for row in rows]

    def item_passages(self, passage: Passage) -> list[Passage]:
        """Return all passages of the item to which a passage belongs, in order; else itself."""
        if passage.item_title is None:
            return [passage]
        return [
            other
            for other in self.passages_of(passage.paper_id)
            if other.item_title == passage.item_title and other.item_number == passage.item_number
        ]

    def passage_count(self) -> int:
        """Return the number of passages held."""
        row = self._catalogue.db.execute("SELECT count(*) FROM passages").fetchone()
        return int(row[0])

    def coverage(self) -> Coverage:
        """Return what a search looks through."""
        papers = self._all().values()
        days = sorted(p.meeting_date for p in papers if p.meeting_date)
        return Coverage(len(papers), days[0] if days else None, days[-1] if days else None)

    @staticmethod
    def title_words(paper: Paper) -> str:
        """Return the words by which a paper as a whole is known: title, file, council, meeting."""
        day = paper.meeting_date
        when = f"{day.day} {day:%B %Y}" if day else ""
        name = Path(paper.file).stem.replace("_", " ").replace("-", " ")
        return " ".join(
            [paper.title, name, paper.council or "", paper.body or "", when, paper.kind.value]
        )

    def known(self) -> dict[str, str]:
        """Return {file name: digest} of every place ingested, second copies included."""
        return dict(
            self._catalogue.db.execute(
                "SELECT s.file, s.digest FROM seen s "
                "JOIN papers p ON p.id = substr(s.digest, 1, 16)"
            )
        )

    def origins(self) -> dict[str, str]:
        """Return {file name: absolute path} of every place, as it was when it was ingested."""
        return dict(self._catalogue.db.execute("SELECT file, path FROM origins"))

    def holds(self, digest: str) -> bool:
        """Whether the paper with these bytes is held."""
        found = self._catalogue.db.execute("SELECT 1 FROM papers WHERE id = ?", (digest[:16],))
        return found.fetchone() is not None
