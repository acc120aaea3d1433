"""Sees to it that the indexes are sound and agree with the catalogue.

It is noted under `dirty` what the indexes may lack: `CLEAN`, or why they may not agree. The seal
says what their files hold (`seal`). A file that differs from the seal was damaged, and its
index is made anew. Where there is no seal, since a writer was cut off or is at work, each index
is tried in a child process first. Where several nodes share a catalogue, each brings its own
indexes up to date by the stamps of the papers. Vectors on a server have no files here: they are
filled anew where the server holds another number of them than the catalogue.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qa.backends.chroma import ChromaVectors
from qa.backends.shortened import FILE as SHORTENED
from qa.backends.shortened import Shortening
from qa.backends.tantivy import TantivyWords
from qa.engines import EMBEDDED, Engines
from qa.errors import LibraryBusyError, LibraryError
from qa.library.catalogue import Catalogue
from qa.library.files import hold_for_writing
from qa.library.formats import FILTERED, INDEX_FORMAT
from qa.library.indexes.notes import (
    CLEAN,
    DIRTY,
    PLACE,
    RESTORED,
    SERVED_FORMAT,
    UNSURE,
    CatalogueNotes,
    NodeNotes,
    Notes,
)
from qa.library.indexes.pair import Indexes, fill_words
from qa.library.indexes.probe import is_sound
from qa.library.indexes.repair import all_papers, batches, repair_vectors, repair_words
from qa.library.indexes.seal import (
    VECTORS,
    WORDS,
    Known,
    damaged,
    forget_openings,
    sum_up,
)
from qa.library.indexes.since import MENDED
from qa.library.reading import Reading

log = logging.getLogger(__name__)

WHOLE = 200_000
"""Passages up to which the index holds their vectors as they are: 2.1 KB of memory each."""
SAMPLE = 20_000
"""Vectors from which it is learnt how to shorten all."""
INDEXES = {VECTORS: "vector index", WORDS: "word index"}
"""{folder of an index: what it is called}."""


@dataclass(slots=True)
class IndexCare:
    """Looks after the indexes of one library."""

    folder: Path
    catalogue: Catalogue
    reading: Reading
    sweep: Callable[[], None]
    """Removes the copies of papers that went."""
    let_go: Callable[[], None]
    """Removes what a node has at hand of papers that another node removed."""
    engines: Engines = EMBEDDED
    notes: Notes = field(init=False)
    indexes: Indexes = field(init=False)
    held: bool = False
    """Whether the library is held for writing here."""
    mended: list[str] = field(default_factory=list)
    """What had to be mended, in words."""
    _known: Known = field(default_factory=dict)
    """What this process has found of the files."""
    _passages: int = 0
    _put_off: bool = False
    """Whether settling waits for damaged records to be mended."""

    def __post_init__(self) -> None:
        """Make the indexes that are looked after."""
        self.notes = (
            NodeNotes(self.folder) if self.engines.catalogue else CatalogueNotes(self.catalogue)
        )
        self.indexes = Indexes(
            self.folder,
            self.engines.vectors,
            catalogue=self.catalogue,
            prepare=self.prepare,
            break_seal=self.break_seal,
        )

    @property
    def _names(self) -> list[str]:
        """The folders of the indexes whose files are here."""
        return [name for name in INDEXES if name == WORDS or self.engines.vectors is None]

    @property
    def _shared(self) -> Notes:
        """The notes on the vectors on a server: with the catalogue, which all nodes share."""
        return CatalogueNotes(self.catalogue)

    def note_dirty(self, value: str) -> None:
        """Note what the indexes may lack, for this node and for all that share the catalogue."""
        self.notes.set(DIRTY, value)
        if self.notes.stamps() is not None:
            self._shared.set(DIRTY, value)

    def prepare(self) -> None:
        """See to it that both can be opened and agree with the catalogue, as far as may be.

        Raises LibraryError where one is damaged and cannot be mended here.
        """
        if self.held:
            return  # whoever took hold has settled them
        try:
            if not self._are_settled_here():
                with hold_for_writing(self.folder):
                    self._settle_here()
            if not self._are_settled_there():
                with self.catalogue.database.held():
                    self._settle_there()
        except LibraryBusyError:
            self._open_as_they_are("another process is writing to the library; try again soon")
        except LibraryError:
            if self.catalogue.may_be_written:
                raise
            self._open_as_they_are(
                "you may not write to the library; run townclerk doctor as a user who may"
            )

    def are_settled(self) -> bool:
        """Whether the files are as they were sealed, and nothing is left undone."""
        return self._are_settled_here() and self._are_settled_there()

    def _are_settled_here(self) -> bool:
        return self._are_sound() and self._is_up_to_date()

    def _are_sound(self) -> bool:
        sealed, notes = self.notes.seal(), self.notes
        done = notes.get(DIRTY, CLEAN) == CLEAN and notes.get(INDEX_FORMAT) == FILTERED
        moved = notes.get(PLACE) != self._place
        self._known.clear()
        return done and not moved and bool(sealed) and not damaged(self.folder, sealed, self._known)

    def _are_settled_there(self) -> bool:
        """Whether the server of the vectors, if there is one, holds as many as the catalogue."""
        if self.engines.vectors is None:
            return True
        wanted = {DIRTY: CLEAN, PLACE: self._place, SERVED_FORMAT: FILTERED}
        if any(self._shared.get(key, CLEAN) != value for key, value in wanted.items()):
            return False
        return self.indexes.served_vectors().count() == self.catalogue.passage_count()

    @property
    def _place(self) -> str:
        """Where the vectors are; empty for the folder."""
        return self.engines.vectors.place if self.engines.vectors else ""

    def _is_up_to_date(self) -> bool:
        held = self.notes.stamps()
        return held is None or held == self.catalogue.stamps()

    def catch_up(self) -> None:
        """Bring the indexes of this node up to date, where others change the catalogue as well.

        Raises LibraryBusyError where another process of this node is at it.
        """
        if not self._is_up_to_date():
            with hold_for_writing(self.folder):
                self._catch_up()

    def _catch_up(self) -> None:
        """Index what changed since, paper by paper. The folder is held for writing."""
        held, now = self.notes.stamps(), self.catalogue.stamps()
        if held is None or held == now:
            return
        self.reading.forget()
        self.notes.set(DIRTY, UNSURE)
        gone = held.keys() - now.keys()
        changed = {paper for paper, stamp in now.items() if held.get(paper) != stamp}
        papers = [
            (paper, self.reading.passages_of(paper.id))
            for paper in self.reading.papers()
            if paper.id in changed
        ]
        before, self.held = self.held, True
        try:
            if self.engines.vectors is None:
                self.indexes.put_vectors(self.catalogue, papers, {*gone, *changed})
            self.indexes.put_words(papers, gone)
            self.indexes.leave_no_old_words(self.reading.by_paper)
            if gone and self.catalogue.number >= max(held.values()):
                self.let_go()  # an earlier number is of a catalogue that was begun anew
            self.notes.set_stamps(now)
            self.notes.set(DIRTY, CLEAN)
            self.close_and_seal()
        finally:
            self.held = before

    def note_held(self) -> None:
        """Note that the indexes hold what the catalogue holds; nobody else writes meanwhile."""
        self.notes.set_stamps(self.catalogue.stamps())

    def are_damaged(self, *, vectors: bool = True, again: bool = True) -> bool:
        """Whether a file of them is not as it was sealed; with or without those of the vectors.

        `again`: what this process has looked through is looked through once more.
        """
        sealed = {
            name: sums
            for name, sums in self.notes.seal().items()
            if vectors or not name.startswith(f"{VECTORS}/")
        }
        if again:
            self._known.clear()
        return bool(damaged(self.folder, sealed, self._known))

    def break_seal(self) -> None:
        """Note that the files are about to change."""
        if self.notes.seal():
            self.notes.set_seal({})

    def close_and_seal(self) -> None:
        """Close the indexes, and note what their files hold, where that is not noted."""
        with self.indexes.lock:
            if self._put_off:
                self.indexes.close()
                self._put_off = False
                self.note_dirty(UNSURE)
                self.settle()
            if self._put_off or self.notes.seal():
                return
            if self.indexes.are_open:
                self.indexes.vectors.settle()
            self.indexes.close()
            try:
                if all((self.folder / name).is_dir() for name in self._names):
                    if self.engines.vectors is None:
                        forget_openings(self.folder)
                    self.notes.set_seal(sum_up(self.folder, self._names))
            except (OSError, sqlite3.Error) as error:
                raise LibraryError(
                    f"the indexes in {self.folder} cannot be sealed ({error}); make room on the "
                    "disk, then run townclerk doctor: what was stored is kept"
                ) from error

    def _open_as_they_are(self, why: str) -> None:
        """Raise LibraryError, which says why nothing was mended, where an index is damaged."""
        for name in self._damaged():
            raise LibraryError(f"the {INDEXES[name]} in {self.folder} is damaged, and {why}")

    def _damaged(self) -> list[str]:
        """Return the indexes that cannot be used as they are, by their folders."""
        sealed, names = self.notes.seal(), self._names
        bad = damaged(self.folder, sealed) if sealed else set()
        if not sealed:
            self._passages = self.catalogue.passage_count()
            with ThreadPoolExecutor(len(names)) as pool:
                usable = dict(zip(names, pool.map(self._is_usable, names), strict=True))
            bad = {name for name in names if not usable[name]}
        if self.notes.get(PLACE) != self._place and self.engines.vectors is None:
            bad.add(VECTORS)  # they were kept elsewhere meanwhile
        return sorted(bad.intersection(names))

    def _is_usable(self, name: str) -> bool:
        folder = self.folder / name
        if not folder.exists() and not self._passages:
            return True  # a new one is made
        return folder.is_dir() and is_sound(self.folder, name)

    def settle(self) -> None:
        """Make anew what is damaged, finish what was left undone, and seal.

        The library is held for writing, and the indexes are closed.
        """
        if not self._are_settled_here():
            self._settle_here()
        if not self._are_settled_there():
            self._settle_there()
        if self.notes.stamps() is not None and not self._put_off:
            self._shared.set(DIRTY, CLEAN)

    def _settle_here(self) -> None:
        """Settle the indexes that are in the folder, which is held for writing."""
        if self._are_sound():
            self._catch_up()
            return
        if self.catalogue.damaged():
            # From damaged records no index can be made; first their papers are read anew.
            self._put_off = True
            return
        done = []
        stamps, dirty = self.catalogue.stamps(), self.notes.get(DIRTY, CLEAN)
        first = self.notes.stamps() == {}  # a node that had none yet: to make them is no repair
        moved = self.engines.vectors is None and self.notes.get(PLACE) != self._place
        for name in self._damaged():
            if moved and name == VECTORS:
                done.append("made the vector index anew: the vectors were kept elsewhere")
            elif dirty != RESTORED and not first:
                log.warning(
                    "townclerk: the %s in %s is damaged or gone; it is being made anew from the "
                    "catalogue (%s passages)",
                    *(INDEXES[name], self.folder, self.catalogue.passage_count()),
                )
                done.append(f"made the {INDEXES[name]} anew: it was damaged or gone")
            self.rebuild(name)
        if self.notes.get(INDEX_FORMAT) != FILTERED:
            self.rebuild(WORDS)  # one of an earlier Townclerk has other fields
        done += self._repair_apart(here=True)
        self.sweep()
        self.notes.set_stamps(stamps)
        if self.engines.vectors is None or self.notes.stamps() is not None:
            self.notes.set(PLACE, self._place)
            self.notes.set(DIRTY, CLEAN)
        self.close_and_seal()
        self.mended += [] if first else done
        if done and self.notes.stamps() is None:
            with self.catalogue.transaction():  # so that other processes open them anew
                self.catalogue.set_meta(MENDED, self.catalogue.generation)

    def _settle_there(self) -> None:
        """Settle the vectors on a server, where the library is held for writing."""
        if self._put_off or self.engines.vectors is None:
            return
        done = []
        if self._shared.get(PLACE) != self._place:
            # What is there may be of another time. Nothing is embedded anew.
            self._shared.set(DIRTY, UNSURE)
            vectors = self.indexes.served_vectors()
            vectors.clear()
            self.fill_vectors(vectors)
            self._shared.set(SERVED_FORMAT, FILTERED)
            done.append(f"filled the vector index on {self.engines.vectors.url}")
        else:
            done += self._repair_apart(here=False)
        self._shared.set(PLACE, self._place)
        self._shared.set(DIRTY, CLEAN)
        self.mended += done

    def _repair_apart(self, *, here: bool) -> list[str]:
        """Repair the indexes in the folder, or the vectors on a server, through others opened."""
        pair = Indexes(self.folder, self.engines.vectors, break_seal=self.break_seal)
        try:
            vectors = here == (self.engines.vectors is None)
            return self._repair(pair, vectors=vectors, words=here)
        finally:
            pair.close()

    def _repair(self, indexes: Indexes, *, vectors: bool, words: bool) -> list[str]:
        """Repair either index or both, through these indexes."""
        served = self.engines.vectors is not None
        noted, key = (self._shared, SERVED_FORMAT) if served else (self.notes, INDEX_FORMAT)
        done = []
        if vectors:
            done += repair_vectors(
                self.catalogue,
                self.reading,
                indexes,
                dirty=noted.get(DIRTY, CLEAN),
                current=noted.get(key) == FILTERED,
            )
            if served:
                noted.set(key, FILTERED)
        if words:
            done += repair_words(
                self.catalogue,
                self.reading,
                indexes,
                dirty=self.notes.get(DIRTY, CLEAN),
                current=self.notes.get(INDEX_FORMAT) == FILTERED,
            )
            self.notes.set(INDEX_FORMAT, FILTERED)
        return done

    def repair(self) -> list[str]:
        """Make the indexes agree with the catalogue; return what had to be done, in words.

        The library is held for writing.
        """
        done = self._repair(self.indexes, vectors=True, words=True)
        self.note_dirty(CLEAN)
        return done

    def fill_vectors(self, vectors: ChromaVectors) -> None:
        """Put all that the catalogue holds into a vector index."""
        ids = [str(row[0]) for row in self.catalogue.db.execute("SELECT id FROM passages")]
        for passages, given in batches(self.reading, ids):
            vectors.add(passages, np.stack(given))

    def _shortening(self) -> Shortening | None:
        """Return what shortens the vectors, where there are too many to keep whole."""
        if self.catalogue.passage_count() <= WHOLE:
            return None
        ids = [str(row[0]) for row in self.catalogue.db.execute("SELECT id FROM passages")]
        _, sample = self.catalogue.vectors_by_id(ids[:: len(ids) // SAMPLE + 1])
        return Shortening.learnt(sample.astype(np.float32))

    def shorten(self) -> None:
        """Make the vector index anew with shortened vectors, where it has grown too large.

        The library is held for writing. One that is open elsewhere goes on serving as it is.
        """
        if self.engines.vectors is not None or self._put_off:
            return
        if (self.folder / VECTORS / SHORTENED).exists():
            return
        if (count := self.catalogue.passage_count()) <= WHOLE:
            return
        self.indexes.close()
        try:
            self.rebuild(VECTORS)
        except (LibraryError, OSError) as error:  # what is there goes on serving
            log.warning(
                "townclerk: the vectors in %s could not be shortened (%s); they are searched as "
                "they are, which takes twice the memory",
                *(self.folder, error),
            )
            return
        self.notes.set(MENDED, self.catalogue.generation)
        self.mended.append(
            f"shortened the vectors that are searched, since there are {count}; found passages "
            "are still compared by whole vectors"
        )

    def rebuild(self, name: str) -> None:
        """Make an index anew from the catalogue, beside the old one, and put it in its place."""
        self.break_seal()
        part, old, place = (self.folder / f"{name}{end}" for end in (".part", ".old", ""))
        for left in (part, old):  # by a crash
            shutil.rmtree(left, ignore_errors=True)
        if name == VECTORS:
            shortening = self._shortening()
            vectors = ChromaVectors(part, shortening, in_bulk=shortening is not None)
            self.fill_vectors(vectors)
            vectors.settle()
            vectors.close()
        else:
            words = TantivyWords(part)
            fill_words(words, all_papers(self.reading))
            words.close()
        if place.exists():
            place.rename(old)
        part.rename(place)
        shutil.rmtree(old, ignore_errors=True)
