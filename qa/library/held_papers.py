"""What is held, as readers see it: the papers, where they are filed, and their versions."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from qa.errors import PaperNotFoundError
from qa.library.catalogue import Catalogue
from qa.library.files import KeptFiles
from qa.library.held_text import HeldText
from qa.library.records import PAPER, read_record
from qa.papers import Coverage, Paper


class HeldPapers(HeldText):
    """Reads the catalogue. Safe from several threads and beside a writing process."""

    def __init__(self, catalogue: Catalogue, files: KeptFiles) -> None:
        """Take the catalogue and the library's own copies of the files."""
        super().__init__(catalogue, files)
        self._lock = threading.RLock()
        self._papers: dict[str, Paper] | None = None
        self._short_forms: dict[str, tuple[str, ...]] | None = None

    def _forget_read(self) -> None:
        """Let what was read before be read anew, since the catalogue has changed."""
        self._papers = None
        self._short_forms = None
        self._lines = {}
        self._passages = {}

    def short_forms(self) -> dict[str, tuple[str, ...]]:
        """Return {term of a short form: terms of what the papers spell it out as}."""
        held = self._short_forms
        if held is None:
            with self._lock:
                held = self._short_forms = self._catalogue.short_forms()
        return held

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
        versions = self._catalogue.versions()
        superseding = {newer: older for older, newer in versions.items()}
        papers = {}
        for (text,) in db.execute("SELECT paper FROM papers ORDER BY file"):
            paper = read_record(PAPER, text)
            others = tuple(name for name in places.get(paper.digest, ()) if name != paper.file)
            papers[paper.id] = replace(
                paper,
                same_as=others,
                supersedes=superseding.get(paper.id),
                superseded_by=versions.get(paper.id),
            )
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

    def papers_without_file(self) -> list[Paper]:
        """Return the papers whose own copy of the file is gone from the library."""
        return [paper for paper in self.papers() if not self.source(paper.id).exists()]

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
