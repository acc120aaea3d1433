"""What is held, for readers: the papers, their pages and passages, as far as a filter admits.

Whatever is asked for again and again is kept at hand until the catalogue changes.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qa.errors import LibraryError, PaperNotFoundError
from qa.language.dates import format_day
from qa.library.catalogue import (
    FRAMES,
    ITEMS,
    PAPER,
    WHY_UNREAD,
    WORDS,
    Catalogue,
    check,
    read_record,
)
from qa.library.files import COPY_RULES, KeptFiles
from qa.papers import (
    Coverage,
    Frame,
    Item,
    NoFile,
    Paper,
    PaperKind,
    PaperPage,
    Passage,
    WordPlace,
)
from qa.protocols import EVERYTHING, Filter, Part, Vectors, part_of
from qa.timing import stage

LINES_KEPT = 16
"""Text papers whose lines are kept at hand."""
PAPERS_KEPT = 6
"""Papers whose passages are kept at hand: an answer goes over those of its item several times."""


@dataclass(slots=True)
class _AtHand:
    """What was read of the catalogue as it was. Once it changes, all of this is let go at once.

    A thread that read before the change puts what it read in here, and so back into nothing.
    """

    papers: dict[str, Paper] | None = None
    short_forms: dict[str, tuple[str, ...]] | None = None
    lines: dict[str, list[str]] = field(default_factory=dict)
    passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    parts: dict[str, frozenset[Part]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held while all papers are read, so that no two threads do it."""


class Reading:
    """Reads the catalogue. Safe from several threads and beside a writing process."""

    def __init__(self, catalogue: Catalogue, files: KeptFiles) -> None:
        """Take the catalogue and the library's own copies of the files."""
        self._catalogue, self._files = catalogue, files
        self._at_hand = _AtHand()
        self._in_sight: dict[str, Paper] | None = None
        self.filter = EVERYTHING
        """What is in sight."""
        self.left_out = 0
        """Papers held that are out of sight."""

    def only(self, which: Filter) -> Reading:
        """Return a reading of what a filter admits of the papers held now.

        There a paper is superseded only by one that is in sight.
        """
        view = Reading(self._catalogue, self._files)
        view._at_hand, view.filter = self._at_hand, which
        held = self._all()
        shown = {id_: paper for id_, paper in held.items() if self._is_seen_by(which, paper)}
        view.left_out = len(held) - len(shown)
        view._in_sight = {
            id_: replace(
                paper,
                supersedes=paper.supersedes if paper.supersedes in shown else None,
                superseded_by=paper.superseded_by if paper.superseded_by in shown else None,
            )
            for id_, paper in shown.items()
        }
        return view

    @property
    def papers_searched(self) -> frozenset[str] | None:
        """The ids of the papers to which a search keeps; None where the day alone narrows it."""
        if self._in_sight is None or not self.filter.narrows:
            return None
        return frozenset(self._in_sight)

    @property
    def shows_parts(self) -> bool:
        """Whether a pack is in sight of which the filter may keep some parts out."""
        return self.papers_searched is not None and any(
            paper.kind is PaperKind.PACK for paper in self.papers()
        )

    def parts_of(self, paper: Paper) -> frozenset[Part]:
        """Return of which parts the passages of a paper are; only a pack has parts."""
        if paper.kind is not PaperKind.PACK:
            return frozenset()
        kept = self._at_hand.parts
        if paper.id not in kept:
            kept[paper.id] = frozenset(map(part_of, self._catalogue.passages_of(paper.id)))
        return kept[paper.id]

    def _is_seen_by(self, which: Filter, paper: Paper) -> bool:
        """Whether a filter admits a paper, or a part of it."""
        if paper.kind is not PaperKind.PACK or not which.narrows:
            return which.admits_paper(paper)
        return any(which.admits_part(paper, part) for part in self.parts_of(paper))

    def forget(self) -> None:
        """Let what was read before be read anew, since the catalogue has changed."""
        self._at_hand = _AtHand()

    # Papers

    def _all(self) -> dict[str, Paper]:
        if self._in_sight is not None:
            return self._in_sight
        at_hand = self._at_hand
        if at_hand.papers is None:
            with at_hand.lock:
                if at_hand.papers is None:
                    at_hand.papers = self._read_papers()
        return at_hand.papers

    def _read_papers(self) -> dict[str, Paper]:
        db = self._catalogue.db
        places: dict[str, list[str]] = {}
        papers = {}
        with self._catalogue.database.snapshot():  # so that all three are of one state
            for file, digest in db.execute("SELECT file, digest FROM seen ORDER BY file"):
                places.setdefault(digest, []).append(file)
            versions = self._catalogue.versions()
            superseding = {newer: older for older, newer in versions.items()}
            rows = db.execute(
                "SELECT crc, id, file, digest, paper, suffix FROM papers ORDER BY file"
            )
            for row in rows:
                check(*row)
                *_, text, _ = row
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
        """Return all papers in sight, by file name."""
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

    def coverage(self) -> Coverage:
        """Return what a search looks through."""
        papers = self._all().values()
        days = sorted(p.meeting_date for p in papers if p.meeting_date)
        return Coverage(len(papers), days[0] if days else None, days[-1] if days else None)

    def source(self, paper_id: str) -> Path:
        """Return the library's own copy of a paper's file.

        Raises LibraryError where it is gone or damaged.
        """
        copy = self._catalogue.copy_of(paper_id)
        if copy is None:
            raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
        if not copy:
            raise LibraryError("no file of this paper is kept")
        paper = self._all().get(paper_id)
        return self._files.sound(copy, paper.file if paper else "a paper")

    def why_no_file(self, paper_id: str) -> NoFile | None:
        """Return why no file of a paper may be handed out; None where one may."""
        row = self._catalogue.db.execute(
            "SELECT rules, why FROM kept WHERE paper_id = ?", (paper_id,)
        ).fetchone()
        if row is not None and row[1]:
            return NoFile(row[1])
        try:
            self.source(paper_id)
        except LibraryError:
            return NoFile.GONE
        return NoFile.OLD if row is None or row[0] < COPY_RULES else None

    def items(self, paper_id: str) -> tuple[Item, ...]:
        """Return the items that were understood in a paper, in order."""
        row = self._catalogue.db.execute(
            "SELECT items_crc, items FROM papers WHERE id = ?", (paper_id,)
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"no paper {paper_id[:80]!r} is held")
        check(*row)
        return read_record(ITEMS, row[1])

    def short_forms(self) -> dict[str, tuple[str, ...]]:
        """Return {term of a short form: terms of what the papers spell it out as}."""
        at_hand = self._at_hand
        if at_hand.short_forms is None:
            at_hand.short_forms = self._catalogue.short_forms()
        return at_hand.short_forms

    # Pages

    def page(self, paper_id: str, number: int) -> PaperPage:
        """Return a page's text. A paper without pages has a single page numbered 1."""
        row = self._catalogue.db.execute(
            "SELECT crc, paper_id, number, printed, first_line, text, withheld, hidden "
            "FROM pages WHERE paper_id = ? AND number = ?",
            (paper_id, number),
        ).fetchone()
        if row is None:
            raise PaperNotFoundError(f"paper {paper_id[:80]!r} has no page {number}")
        check(*row)
        _, _, page, printed, first_line, text, code, hidden = row
        why = WHY_UNREAD.get(code)
        frames = read_record(FRAMES, hidden or "[]")
        return PaperPage(page, text, printed, first_line, bool(code), unread=why, hidden=frames)

    def page_count(self, paper_id: str) -> int:
        """Return how many pages of a paper are held."""
        row = self._catalogue.db.execute(
            "SELECT count(*) FROM pages WHERE paper_id = ?", (paper_id,)
        ).fetchone()
        return int(row[0])

    def word_places(self, paper_id: str, number: int) -> tuple[WordPlace, ...]:
        """Return where each word stands on a page that OCR read; none for any other page."""
        row = self._catalogue.db.execute(
            "SELECT crc, paper_id, number, words FROM word_places "
            "WHERE paper_id = ? AND number = ?",
            (paper_id, number),
        ).fetchone()
        if row is None:
            return ()
        check(*row)
        return read_record(WORDS, row[3])

    def withheld_pages(self, paper_id: str) -> frozenset[int]:
        """Return the pages of a paper that may not be shown: exempt in a pack, or unread."""
        rows = self._catalogue.db.execute(
            "SELECT number FROM pages WHERE paper_id = ? AND withheld <> 0", (paper_id,)
        )
        return frozenset(int(row[0]) for row in rows)

    def hidden_places(self, paper_id: str) -> dict[int, tuple[Frame, ...]] | None:
        """Return where on which pages a paper's file holds what is not seen on them.

        None where nobody has looked: the paper was read before that was done.
        """
        rows = self._catalogue.db.execute(
            "SELECT number, hidden FROM pages WHERE paper_id = ? AND coalesce(hidden, '') <> '[]'",
            (paper_id,),
        ).fetchall()
        if any(hidden is None for _, hidden in rows):
            return None
        return {int(number): read_record(FRAMES, hidden) for number, hidden in rows}

    def lines(self, paper_id: str) -> list[str]:
        """Return the lines of a paper without pages, the first numbered 1."""
        at_hand = self._at_hand
        held = at_hand.lines.get(paper_id)
        if held is None:
            held = self.page(paper_id, 1).text.split("\n")
            at_hand.lines = {**dict(list(at_hand.lines.items())[-LINES_KEPT:]), paper_id: held}
        return held

    # Passages

    @stage("reading the candidates")
    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Return passages in sight with their vectors by id; ids not held are left out."""
        found = self._catalogue.passages(ids)
        return {p.id: (p, vector) for p, vector in found if self._shows(p)}

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Return all passages of a paper that are in sight, in order."""
        kept = self._at_hand.passages
        held = kept.get(paper_id)
        if held is None:
            # Into what is at hand before reading: that is let go once the catalogue changes.
            held = kept[paper_id] = self._catalogue.passages_of(paper_id)
            for other in list(kept)[:-PAPERS_KEPT]:
                kept.pop(other, None)
        return list(held) if self._in_sight is None else [p for p in held if self._shows(p)]

    def _shows(self, passage: Passage) -> bool:
        if self._in_sight is None:
            return True
        paper = self._in_sight.get(passage.paper_id)
        return paper is not None and self.filter.admits(paper, passage)

    def item_passages(self, passage: Passage) -> list[Passage]:
        """Return all passages of the item to which a passage belongs, in order; else itself."""
        if passage.item_title is None:
            return [passage]
        return [
            other
            for other in self.passages_of(passage.paper_id)
            if other.item_id == passage.item_id
        ]


def title_words(paper: Paper) -> str:
    """Return the words by which a paper as a whole is known: title, file, council, meeting."""
    day = paper.meeting_date
    when = format_day(day) if day else ""
    name = Path(paper.file).stem.replace("_", " ").replace("-", " ")
    return " ".join(
        [paper.title, name, paper.council or "", paper.body or "", when, paper.kind.value]
    )
