"""What is held, for readers: the papers, their pages and passages, as far as a filter admits.

Whatever is asked for again and again is kept at hand until the catalogue changes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from qa.errors import LibraryError, PaperNotFoundError
from qa.language.dates import format_day
from qa.language.synonyms import ShortForms
from qa.language.terms import analyse, distinct
from qa.library.catalogue import Catalogue
from qa.library.databases.entries import (
    FRAMES,
    ITEMS,
    WHY_UNREAD,
    WORDS,
    BoundPart,
    Head,
    HeadRow,
    ItemHead,
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
from qa.protocols import EVERYTHING, Filter, Part, Vectors
from qa.timing import stage

VIEWS_KEPT = 8
"""Filters for which the papers in sight are kept at hand."""
SCANNED = 10_000
"""Passages in sight of a filter up to which all are compared: sooner done than by the index."""
BLOCK = 2_000
LINES_KEPT = 16
"""Text papers whose lines are kept at hand."""
PAPERS_KEPT = 6
"""Papers whose passages are kept at hand: an answer goes over those of its item several times."""

HEADS_KEPT = 50_000
"""Passages of which what heads them is kept in memory, and never on disk: ids, standings, and the
terms of titles and headings. Of 27,896 passages of 1,080 papers these took 8 MiB."""

_Result = TypeVar("_Result")


@dataclass(slots=True)
class Records:
    """The records of all papers held, and when each was changed last."""

    papers: dict[str, Paper]
    """Without what follows from the others: same bytes, versions."""
    stamps: dict[str, int]
    generation: int


@dataclass(slots=True)
class InSight:
    """The papers that are in sight, and what was worked out of all of them (`Library.once`)."""

    papers: dict[str, Paper]
    worked_out: dict[Any, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _AtHand:
    """What was read of the catalogue as it was. Once it changes, all of this is let go at once.

    A thread that read before the change puts what it read in here, and so back into nothing.
    """

    before: Records | None = None
    """The records as they were before the change: those of other papers are not read anew."""
    records: Records | None = None
    sight: InSight | None = None
    views: OrderedDict[Filter, Reading] = field(default_factory=OrderedDict)
    short_forms: ShortForms | None = None
    lines: dict[str, list[str]] = field(default_factory=dict)
    passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    heads: OrderedDict[str, tuple[ItemHead, ...]] = field(default_factory=OrderedDict)
    heads_held: int = 0
    """How many passages they are of."""
    parts: dict[str, tuple[BoundPart, ...]] | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    """Held while all papers are read, so that no two threads do it."""


class Reading:
    """Reads the catalogue. Safe from several threads and beside a writing process."""

    def __init__(self, catalogue: Catalogue, files: KeptFiles) -> None:
        """Take the catalogue and the library's own copies of the files."""
        self._catalogue, self._files = catalogue, files
        self._at_hand = _AtHand()
        self._sight: InSight | None = None
        self.filter = EVERYTHING
        """What is in sight."""
        self.left_out = 0
        """Papers held that are out of sight."""

    def only(self, which: Filter) -> Reading:
        """Return a reading of what a filter admits of the papers held now.

        There a paper is superseded only by one that is in sight.
        """
        if self._sight is not None:  # of what a filter has left already
            return self._view(which)
        at_hand = self._at_hand
        with at_hand.lock:
            view = at_hand.views.get(which) or self._view(which)
            at_hand.views[which] = view
            at_hand.views.move_to_end(which)
            while len(at_hand.views) > VIEWS_KEPT:
                at_hand.views.popitem(last=False)
        return view

    def _view(self, which: Filter) -> Reading:
        view = Reading(self._catalogue, self._files)
        view._at_hand, view.filter = self._at_hand, which
        held = self._all()
        shown = {id_: paper for id_, paper in held.items() if self._is_seen_by(which, paper)}
        view.left_out = len(held) - len(shown)
        for id_, paper in shown.items():
            before, after = paper.supersedes, paper.superseded_by
            if (before and before not in shown) or (after and after not in shown):
                shown[id_] = replace(
                    paper,
                    supersedes=before if before in shown else None,
                    superseded_by=after if after in shown else None,
                )
        view._sight = InSight(shown)
        return view

    def parts_of(self, paper: Paper) -> frozenset[Part]:
        """Return of which parts the passages of a paper are; only a pack has parts."""
        return frozenset(bound.part for bound in self.bound_in(paper))

    def bound_in(self, paper: Paper) -> tuple[BoundPart, ...]:
        """Return the parts of a pack that are in sight, in order; none of any other paper."""
        if paper.kind is not PaperKind.PACK:
            return ()
        at_hand = self._at_hand
        if at_hand.parts is None:
            at_hand.parts = self._catalogue.parts()
        bound = at_hand.parts.get(paper.id, ())
        if self._sight is None:
            return bound
        return tuple(each for each in bound if self.filter.admits_part(paper, each.part))

    def _is_seen_by(self, which: Filter, paper: Paper) -> bool:
        """Whether a filter admits a paper, or a part of it."""
        if paper.kind is not PaperKind.PACK or not which.narrows:
            return which.admits_paper(paper)
        return any(which.admits_part(paper, part) for part in self.parts_of(paper))

    def forget(self, *, wholly: bool = False) -> None:
        """Let what was read before be read anew, since the catalogue has changed.

        Of papers that have not changed the records are kept; `wholly`: where another library may
        have taken its place, those too are let go.
        """
        before = self._at_hand
        self._at_hand = _AtHand(before=None if wholly else before.records or before.before)

    # Papers

    @property
    def sight(self) -> InSight:
        """The papers in sight."""
        if self._sight is not None:
            return self._sight
        at_hand = self._at_hand
        if at_hand.sight is None:
            with at_hand.lock:
                if at_hand.sight is None:
                    with self._catalogue.database.snapshot():  # so that all is of one state
                        at_hand.records = self._read_records(at_hand.before)
                        at_hand.before = None
                        at_hand.sight = InSight(self._joined(at_hand.records.papers))
        return at_hand.sight

    def _all(self) -> dict[str, Paper]:
        return self.sight.papers

    def _read_records(self, before: Records | None) -> Records:
        """Read the records of all papers, by file name; of those that were read, what changed."""
        generation = self._catalogue.number
        stamps = self._catalogue.stamps()
        if before is None or generation < before.generation:
            before = Records({}, {}, 0)  # nothing was read, or an earlier copy was put back
        changed = [id_ for id_, stamp in stamps.items() if before.stamps.get(id_) != stamp]
        papers = {id_: paper for id_, paper in before.papers.items() if id_ in stamps}
        whole = len(changed) > len(stamps) // 4
        papers.update(self._catalogue.records(None if whole else changed))
        papers = dict(sorted(papers.items(), key=lambda entry: entry[1].file))
        return Records(papers, stamps, generation)

    def _joined(self, records: Mapping[str, Paper]) -> dict[str, Paper]:
        """Return the papers with what follows from the others: same bytes, versions."""
        places = self._catalogue.places_of_copies()
        versions = self._catalogue.versions()
        superseding = {newer: older for older, newer in versions.items()}
        papers = dict(records)
        for id_ in {*versions, *superseding} & papers.keys():
            papers[id_] = replace(
                papers[id_], supersedes=superseding.get(id_), superseded_by=versions.get(id_)
            )
        for digest, files in places.items():
            if (paper := papers.get(digest[:16])) is not None:
                others = tuple(name for name in files if name != paper.file)
                papers[paper.id] = replace(paper, same_as=others)
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
        worked_out = self.sight.worked_out
        if Coverage not in worked_out:
            papers = self._all().values()
            days = [paper.meeting_date for paper in papers if paper.meeting_date]
            first, last = (min(days), max(days)) if days else (None, None)
            worked_out[Coverage] = Coverage(len(papers), first, last)
        found: Coverage = worked_out[Coverage]
        return found

    def once(self, of: Any, work_out: Callable[[], _Result]) -> _Result:
        """Return what is worked out of all papers in sight, and keep it until they change."""
        worked_out = self.sight.worked_out
        if of not in worked_out:
            worked_out[of] = work_out()
        found: _Result = worked_out[of]
        return found

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

    def item_count(self, paper_id: str) -> int:
        """Return how many items were understood in a paper."""
        counts = self.once("items", self._catalogue.item_counts)
        return counts.get(paper_id, 0)

    def short_forms(self) -> ShortForms:
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

    def by_paper(self, ids: Sequence[str]) -> list[tuple[Paper, list[Passage]]]:
        """Return passages in sight by id, each paper with its own; ids not held are left out."""
        papers = self._all()
        found: dict[str, list[Passage]] = {}
        for passage, _ in self.passages(ids).values():
            found.setdefault(passage.paper_id, []).append(passage)
        return [(papers[id_], held) for id_, held in found.items() if id_ in papers]

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Return all passages of a paper that are in sight, in order."""
        kept = self._at_hand.passages
        held = kept.get(paper_id)
        if held is None:
            # Into what is at hand before reading: that is let go once the catalogue changes.
            held = kept[paper_id] = self._catalogue.passages_of(paper_id)
            for other in list(kept)[:-PAPERS_KEPT]:
                kept.pop(other, None)
        return list(held) if self._sight is None else [p for p in held if self._shows(p)]

    def heads_of(self, paper_id: str) -> tuple[ItemHead, ...]:
        """Return the items of a paper that are in sight, without their words, in order.

        What stands outside all items is together, as one that is none.
        """
        at_hand = self._at_hand
        held = at_hand.heads.get(paper_id)
        if held is None:
            held = _by_item(self._catalogue.heads_of(paper_id))
            with at_hand.lock:
                self._keep_heads(at_hand, paper_id, held)
        if self._sight is None:
            return held
        paper = self._sight.papers.get(paper_id)
        return () if paper is None else tuple(self._shown_heads(paper, held))

    @staticmethod
    def _keep_heads(at_hand: _AtHand, paper_id: str, held: tuple[ItemHead, ...]) -> None:
        """Keep what heads a paper's passages at hand, and let go what was kept longest."""
        if paper_id in at_hand.heads:  # another thread has read it too
            return
        at_hand.heads[paper_id] = held
        at_hand.heads_held += sum(len(item.passages) for item in held)
        while at_hand.heads_held > HEADS_KEPT and len(at_hand.heads) > 1:
            _, gone = at_hand.heads.popitem(last=False)
            at_hand.heads_held -= sum(len(item.passages) for item in gone)

    def _shown_heads(self, paper: Paper, held: Iterable[ItemHead]) -> Iterable[ItemHead]:
        shown = [
            replace(
                item,
                passages=tuple(
                    head for head in item.passages if self.filter.admits_part(paper, head.part)
                ),
            )
            for item in held
        ]
        kept = [item for item in shown if item.passages]
        return sorted(kept, key=lambda item: item.passages[0].ordinal)

    @stage("vector search")
    def scan(
        self, vector: Vectors, k: int, shown: Callable[[], Set[str]]
    ) -> list[tuple[str, float]] | None:
        """Return at most k (passage id, cosine similarity) of all in sight, compared one by one.

        `shown` gives the ids of the passages that the filter admits. None where it leaves too
        many, or there is none.
        """
        if self._sight is None or self._few() is None:
            return None
        ids, vectors = self.once("vectors", lambda: self._vectors_of(shown()))
        if not ids:
            return []
        blocks = range(0, len(ids), BLOCK)
        parts = [vectors[start : start + BLOCK].astype(np.float32) @ vector for start in blocks]
        scores = np.concatenate(parts)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(ids[place], float(scores[place])) for place in best]

    def _few(self) -> int | None:
        """Return how many passages the papers in sight have; None where they are too many."""

        def count() -> int:
            counts = self._catalogue.passage_counts()
            return sum(counts.get(id_, 0) for id_ in self._all())

        held = self.once("passages", count)
        return held if held <= SCANNED else None

    def _vectors_of(self, shown: Set[str]) -> tuple[list[str], NDArray[np.float16]]:
        ids, vectors = self._catalogue.vectors_of(list(self._all()))
        kept = [place for place, id_ in enumerate(ids) if id_ in shown]
        return [ids[place] for place in kept], vectors[kept]

    def _shows(self, passage: Passage) -> bool:
        if self._sight is None:
            return True
        paper = self._sight.papers.get(passage.paper_id)
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


def _by_item(rows: Iterable[HeadRow]) -> tuple[ItemHead, ...]:
    """Return what heads the passages of a paper by their items, in order of first appearance."""
    items: dict[tuple[str | None, str | None], list[Head]] = {}
    terms: dict[str, tuple[str, ...]] = {}
    parts: dict[Part, Part] = {}  # of each only one is kept
    for row in rows:
        lowest = "".join(row.heading[-1:])
        if lowest not in terms:
            terms[lowest] = tuple(distinct(analyse(lowest)))
        part = (row.body, row.meeting_date, row.part_kind)
        part = parts.setdefault(part, part)
        head = Head(row.id, row.ordinal, row.standing, terms[lowest], part)
        items.setdefault((row.item_number, row.item_title), []).append(head)
    return tuple(
        ItemHead(title is not None, tuple(distinct(analyse(title or ""))), tuple(heads))
        for (_, title), heads in items.items()
    )


def title_words(paper: Paper) -> str:
    """Return the words by which a paper as a whole is known: title, file, council, meeting."""
    day = paper.meeting_date
    when = format_day(day) if day else ""
    name = Path(paper.file).stem.replace("_", " ").replace("-", " ")
    return " ".join(
        [paper.title, name, paper.council or "", paper.body or "", when, paper.kind.value]
    )
