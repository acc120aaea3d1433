"""The library: opened over one folder, read by anyone, written to by one process at a time.

It is composed of the catalogue, the files kept, the indexes, and the reading of what is held.
Most of its lines hand a call on to one of those, so that the rest of the project knows it alone.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from qa.backends.chroma import ChromaVectors
from qa.backends.tantivy import TantivyWords
from qa.engines import EMBEDDED, Engines
from qa.errors import IndexMismatchError, LibraryBusyError, LibraryError
from qa.language.synonyms import ShortForms
from qa.library.catalogue import FIRST, Catalogue
from qa.library.databases.entries import BoundPart, Entry, ItemHead
from qa.library.databases.opening import database_of, files_of
from qa.library.files import COPY_RULES, KeptFiles, Made, close_to_others
from qa.library.formats import FILTERED, FORMAT, INDEX_FORMAT, LIBRARY_ID
from qa.library.indexes.care import IndexCare
from qa.library.indexes.notes import CLEAN, OTHER_MODEL, UNSURE
from qa.library.indexes.pair import Indexes
from qa.library.indexes.seal import PAUSES
from qa.library.names import add_names, write_names
from qa.library.reading import Reading, title_words
from qa.library.secret import SECRET, library_secret
from qa.papers import (
    Coverage,
    FileFormat,
    Frame,
    Item,
    NoFile,
    Paper,
    PaperPage,
    Passage,
    WordPlace,
)
from qa.protocols import EVERYTHING, Filter, Part, Vectors

_Result = TypeVar("_Result")


class Library:
    """The papers held. Reading is safe from several threads and beside a writing process."""

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        files: KeptFiles,
        reading: Reading,
        care: IndexCare | None = None,
        engines: Engines = EMBEDDED,
    ) -> None:
        """Take the parts of a library; `open` makes them from its folder.

        The indexes are opened at the first search, with care, unless a library lends its own.
        """
        self.folder, self.catalogue, self.files = folder, catalogue, files
        self.reading = reading
        self.care = care or IndexCare(
            folder, catalogue, reading, self._sweep_files, self._let_go, engines
        )
        self.mended: list[str] = self.care.mended
        """What had to be mended since it was opened, in words."""
        self._old_words = False
        """Whether words of papers that were replaced may still be in the word index's files."""
        self._named = ""
        """The generation of which this object has written the names of all copies."""
        self._lock = threading.RLock()
        self._generation = catalogue.generation
        self._model, self._id = self.model_name, self.id

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = False,
        writer: bool = False,
        engines: Engines = EMBEDDED,
    ) -> Self:
        """Open a library: its catalogue at once, its indexes when they are first asked for.

        Raises LibraryError where there is none and `create` is false, and where it cannot be
        read. A `writer` brings one of an earlier version up to date. A damaged index is made
        anew when it is asked for, where this process may write to the library.
        """
        database = database_of(folder, engines)
        files = files_of(folder, database, engines, create=create)
        if not create and not database.is_there() and not files.names():
            raise LibraryError(f"there is no library {database.where}; {FIRST}")
        catalogue = Catalogue(database, new=create, writer=writer)
        library = cls(folder, catalogue, files, Reading(catalogue, files), engines=engines)
        if catalogue.brought_up_to_date:
            library.mended.append(
                f"brought the catalogue up to date from format {catalogue.brought_up_to_date} "
                f"to {FORMAT}"
            )
        return library

    def only(self, which: Filter) -> Self:
        """Return the library as a filter shows it, to read: what is held now and is in sight.

        Raises LibraryError where its indexes are from before they could be asked for it.
        """
        if not self._can_filter():
            self.words.refresh()  # another process may have added them since
        if not self._can_filter():
            raise LibraryError(
                f"the indexes in {self.folder} do not hold what filters ask for yet; "
                "run townclerk doctor, which adds it, with permission to write to the folder"
            )
        reading = self.reading.only(which)
        return type(self)(self.folder, self.catalogue, self.files, reading, self.care)

    def _can_filter(self) -> bool:
        return self.care.notes.get(INDEX_FORMAT) == FILTERED and self.words.is_current

    @property
    def browser_secret(self) -> str:
        """The secret with which browsers keep conversations: on all nodes of a library the same."""
        own = library_secret(self.folder)
        return self.catalogue.meta_once(SECRET, own) if self.engines.catalogue else own

    def close(self) -> None:
        """Close the indexes and the catalogue."""
        self.indexes.close()
        self.catalogue.close()

    @property
    def engines(self) -> Engines:
        """Where its catalogue and its vectors are."""
        return self.care.engines

    @property
    def id(self) -> str:
        """What this library is known by: made with it at random, and the same for its copies."""
        return self.catalogue.meta(LIBRARY_ID)

    @property
    def model_name(self) -> str:
        """The embedding model that built the library; empty before the first paper."""
        return self.catalogue.meta("model")

    def check_model(self, name: str) -> None:
        """Raise IndexMismatchError where the library was built with another model."""
        built = self.model_name
        if built and built != name:
            raise IndexMismatchError(
                f"the library was built with {built}, not {name}; set TOWNCLERK_EMBEDDER={built}, "
                "or run townclerk ingest --rebuild with the papers"
            )

    def refresh(self) -> bool:
        """See what another process has committed since; return whether anything changed.

        A view through a filter stays as it is. Raises LibraryError where the library is no longer
        there, and IndexMismatchError where it was built anew with another model. Where another
        library has been put in its place, that one is used from then on.
        """
        if self.reading.filter != EVERYTHING:
            return False
        if not self.catalogue.has_changed() and self.catalogue.generation == self._generation:
            return False
        with self._lock:
            replaced = self.catalogue.has_changed()
            if replaced:
                self.catalogue.reopen()
            generation = self.catalogue.generation
            if replaced or generation != self._generation:
                if self._model and self.model_name != self._model:
                    raise IndexMismatchError(
                        f"the library was built anew with {self.model_name} while {self._model} "
                        "was in use; start Townclerk again"
                    )
                self._model = self.model_name
                self.reading.forget(wholly=replaced)
                other = replaced or self.id != self._id
                anew = other or not self.indexes.take_in()
                is_open = self.indexes.are_open
                if other or (is_open and self.care.are_damaged(vectors=anew, again=False)):
                    self._id = self.id
                    self.indexes.close()
                elif not self._caught_up(anew):
                    return True  # another process of this node is at it: look again
                self._generation = generation
        return True

    def _caught_up(self, anew: bool) -> bool:
        """Whether the indexes are as the catalogue is, as far as this process can see to it."""
        try:
            self.care.catch_up()
        except LibraryBusyError:
            return False
        self.indexes.refresh(anew=anew)
        return True

    # Finding

    @property
    def indexes(self) -> Indexes:
        """Both indexes, of all that is held."""
        return self.care.indexes

    @property
    def vectors(self) -> ChromaVectors:
        """The vector index, of all that is held."""
        return self.indexes.vectors

    @property
    def words(self) -> TantivyWords:
        """The word index, of all that is held."""
        return self.indexes.words

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Return at most k (passage id, cosine similarity) in sight, best first."""
        return self._found(
            lambda: (
                self.indexes.nearest(vector, k, self.reading.filter, self.papers_by_id())
                if (scanned := self.reading.scan(vector, k, self._shown)) is None
                else scanned
            )
        )

    def _shown(self) -> set[str]:
        """Return the ids of the passages that the filter admits, as the word index has them."""
        return self.words.ids(self.reading.filter)

    def search_words(self, weights: Mapping[str, float], k: int) -> list[tuple[str, float]]:
        """Return at most k (passage id, BM25 score) in sight for weighted terms, best first."""
        return self._found(lambda: self.words.search(weights, k, self.reading.filter))

    def terms_in(self, papers: Iterable[str], terms: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return {passage id: those of the terms that its text has}, of papers by their ids.

        Those that have none are left out; some may be out of sight.
        """
        papers, terms = list(papers), list(terms)
        return self._found(lambda: self.words.terms_in(papers, terms))

    def _found(self, find: Callable[[], _Result]) -> _Result:
        """Search; where an index was damaged since it was opened, once more in the mended one.

        Another process may be writing at this very moment, which Chroma's database tells as an
        error of the disk now and then; so it is tried a few times.
        """
        for pause in (*PAUSES, None):
            try:
                return find()
            except LibraryError:
                if self.care.held or self.engines.vectors is not None:
                    raise
                if self.care.are_damaged():
                    self.indexes.close()
                elif pause is None:
                    raise
                else:
                    time.sleep(pause)
        return find()

    # Reading: see `Reading`

    @property
    def reach(self) -> str:
        """Of which papers may be said that there is none: those held, or those chosen of them."""
        return "among the papers chosen" if self.reading.filter.narrows else "held"

    def papers(self) -> list[Paper]:
        """Return all papers in sight, by file name."""
        return self.reading.papers()

    def paper(self, name: str) -> Paper:
        """Return the paper with this id or file name (or an unmistakable part of the name)."""
        return self.reading.paper(name)

    def parts_of(self, paper: Paper) -> frozenset[Part]:
        """Return of which parts the passages of a paper are; only a pack has parts."""
        return self.reading.parts_of(paper)

    def papers_by_id(self) -> Mapping[str, Paper]:
        """Return {id: paper} of all papers in sight, by file name."""
        return self.reading.sight.papers

    def once(self, of: Callable[[Library], _Result]) -> _Result:
        """Return what a function makes of all papers in sight; it is kept until they change.

        So no question has to go through all papers anew.
        """
        return self.reading.once(of, lambda: of(self))

    def item_count(self, paper_id: str) -> int:
        """Return how many items were understood in a paper."""
        return self.reading.item_count(paper_id)

    def bound_in(self, paper: Paper) -> tuple[BoundPart, ...]:
        """Return the parts of a pack that are in sight, in order; none of any other paper."""
        return self.reading.bound_in(paper)

    def coverage(self) -> Coverage:
        """Return what a search looks through."""
        return self.reading.coverage()

    def short_forms(self) -> ShortForms:
        """Return {term of a short form: terms of what the papers spell it out as}."""
        return self.reading.short_forms()

    @staticmethod
    def title_words(paper: Paper) -> str:
        """Return the words by which a paper as a whole is known: title, file, council, meeting."""
        return title_words(paper)

    def source(self, paper_id: str) -> Path:
        """Return the library's own copy of a paper's file."""
        return self.reading.source(paper_id)

    def items(self, paper_id: str) -> tuple[Item, ...]:
        """Return the items that were understood in a paper, in order."""
        return self.reading.items(paper_id)

    def page(self, paper_id: str, number: int) -> PaperPage:
        """Return a page's text. A paper without pages has a single page numbered 1."""
        return self.reading.page(paper_id, number)

    def page_count(self, paper_id: str) -> int:
        """Return how many pages of a paper are held."""
        return self.reading.page_count(paper_id)

    def word_places(self, paper_id: str, number: int) -> tuple[WordPlace, ...]:
        """Return where each word stands on a page that OCR read; none for any other page."""
        return self.reading.word_places(paper_id, number)

    def withheld_pages(self, paper_id: str) -> frozenset[int]:
        """Return the pages of a paper that may not be shown: exempt in a pack, or unread."""
        return self.reading.withheld_pages(paper_id)

    def hidden_places(self, paper_id: str) -> dict[int, tuple[Frame, ...]] | None:
        """Return where a paper's file holds what is not seen; None where nobody has looked."""
        return self.reading.hidden_places(paper_id)

    def lines(self, paper_id: str) -> list[str]:
        """Return the lines of a paper without pages, the first numbered 1."""
        return self.reading.lines(paper_id)

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Return passages in sight with their vectors by id; ids not held are left out."""
        return self.reading.passages(ids)

    def passages_of(self, paper_id: str) -> list[Passage]:
        """Return all passages of a paper that are in sight, in order."""
        return self.reading.passages_of(paper_id)

    def heads_of(self, paper_id: str) -> tuple[ItemHead, ...]:
        """Return the items of a paper that are in sight, without their words, in order."""
        return self.reading.heads_of(paper_id)

    def item_passages(self, passage: Passage) -> list[Passage]:
        """Return all passages of the item to which a passage belongs, in order; else itself."""
        return self.reading.item_passages(passage)

    def passage_count(self) -> int:
        """Return the number of passages held."""
        return self.catalogue.passage_count()

    def why_no_file(self, paper_id: str) -> NoFile | None:
        """Return why no file of a paper may be handed out; None where one may."""
        return self.reading.why_no_file(paper_id)

    def papers_without_file(self) -> list[Paper]:
        """Return the papers whose own copy of the file is gone from the library."""
        copies, there = self.catalogue.copies(), self.files.names()
        gone = {file for name, file in copies.items() if name not in there}
        return [paper for paper in self.papers() if paper.file in gone]

    # Writing

    @property
    def unpacked(self) -> Path:
        """Where an ingest unpacks archives and messages; what a crash leaves there is removed."""
        return self.folder / "unpacked"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for writing. Raises LibraryBusyError where another process does."""
        with self.catalogue.database.held():
            # What another process has written since would be lost to an index opened before.
            self.indexes.close()
            self.reading.forget()
            self._generation, self._model = self.catalogue.generation, self.model_name
            self._named = ""
            self.care.held = True
            try:
                self.mended += close_to_others(self.folder)
                shutil.rmtree(self.unpacked, ignore_errors=True)
                self.care.settle()
                self.files.share(self.catalogue.copies())
                self.mended += self.clean_files()
                self._sweep_files()
                yield
                if self._old_words:
                    self._write_words()
                self.care.shorten()
                self.care.note_held()
                self.care.close_and_seal()
                self._write_names()
            except BaseException:
                self.indexes.abandon()
                raise
            finally:
                self.care.held = False
            self.catalogue.tidy()
            close_to_others(self.folder)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self.catalogue.transaction():
            yield
        self._generation = self.catalogue.generation
        self.reading.forget()

    def replace(self, entries: Sequence[Entry], *, model: str) -> None:
        """Store papers, each in place of what was held under its file name. All or none.

        The indexes are written first and the catalogue commits last, so that whatever cuts this
        off, readers see the old papers or the new, and the indexes are repaired from them.
        """
        ids = {entry.paper.id: entry for entry in entries}
        self.care.note_dirty(",".join(ids))
        kept = {entry.paper.id: self._keep_file(entry) for entry in entries}
        self.indexes.put(entries)
        with self._transaction():
            before = set(self.catalogue.passage_ids(ids))
            for entry in entries:
                self.catalogue.delete(entry.paper.id)
                place = entry.origin or entry.source
                self.catalogue.see(entry.paper.file, entry.paper.digest, place)
            gone = self.catalogue.settle_places()
            for entry in entries:
                self.catalogue.insert(entry)
                self._note_kept(entry.paper.id, kept[entry.paper.id])
            self.catalogue.set_meta("model", model)
            self._model = model
        now = {passage.id for entry in entries for passage in entry.passages}
        self._drop(gone, before - now)
        self._sweep_files()
        self._old_words = self._old_words or bool(gone or before - now)
        self.care.note_dirty(UNSURE if self._old_words else CLEAN)
        if gone:
            self._write_names()
        else:
            add_names(self.folder, self.catalogue.places(list(ids)))

    def _keep_file(self, entry: Entry) -> Made:
        """Keep what may be kept of a paper's file; return what that is, without its bytes."""
        made = self.files.make(entry.source, entry.paper, entry.pages, public=entry.public)
        # So that neither this copy nor an older one stays behind, whatever cuts this off.
        older = self.catalogue.copy_of(entry.paper.id)
        self.catalogue.note_leaving((made.copy, older or ""))
        self.files.write(made, entry.paper.file)
        return Made(made.why, made.copy)

    def _note_kept(self, paper_id: str, made: Made) -> None:
        self.catalogue.note_kept(paper_id, COPY_RULES, made.why or "", made.copy)

    def note_copies(self, copies: Iterable[tuple[str, str, Path]]) -> None:
        """Record (file name, digest, path) of more places where papers already held are filed."""
        with self._transaction():
            for file, digest, path in copies:
                self.catalogue.see(file, digest, path)
            gone = self.catalogue.settle_places()
            self.care.note_dirty(UNSURE if gone else CLEAN)
        self._drop(gone)
        self._old_words = self._old_words or bool(gone)
        self.care.note_dirty(UNSURE if self._old_words else CLEAN)

    def _write_words(self) -> None:
        """Leave no word of a paper that went in the files of the word index."""
        self.indexes.leave_no_old_words(self.reading.by_paper)
        self._old_words = False
        self.care.note_dirty(CLEAN)

    def _drop(self, gone: Mapping[str, Sequence[str]], others: Iterable[str] = ()) -> None:
        self.indexes.drop(gone, others)
        if gone:
            self._sweep_files()

    def remove_files(self, files: Sequence[str]) -> int:
        """Forget places; a paper goes when its last place does. Return how many papers went."""
        with self._transaction():
            for file in files:
                self.catalogue.forget(file)
            gone = self.catalogue.settle_places()
            self.care.note_dirty(UNSURE)
        if gone:
            self.indexes.drop(gone)
            self._write_words()
        self._sweep_files()
        self.care.note_dirty(CLEAN)
        self._write_names()
        return len(gone)

    def _write_names(self) -> None:
        """Write the names of all copies, unless that was done since the catalogue changed."""
        if self._named != self.catalogue.generation:
            write_names(self.folder, self.catalogue.places())
            self._named = self.catalogue.generation

    def withdraw(self, digest: str, file: str) -> None:
        """Forget a paper wherever it is filed, and whatever was held under a file name."""
        known = self.catalogue.known()
        files = {name for name, seen in known.items() if seen == digest}
        if files or file in known:
            self.remove_files(sorted({file, *files}))

    def versions_settled(self) -> bool:
        """Whether it is known of the papers as they are which supersede which."""
        return self.catalogue.meta("versions") == self.catalogue.generation

    def versions_noted(self, rules: str) -> tuple[dict[str, str], set[str] | None]:
        """Return {id of a paper: id of the next version of it} as it was noted last.

        And the ids of the papers that changed since; None where it was not noted by these rules.
        """
        number = self.catalogue.meta("versions").partition("-")[0]
        if not number or self.catalogue.meta("rules of versions") != rules:
            return {}, None
        stamps = self.catalogue.stamps()
        changed = {id_ for id_, stamp in stamps.items() if stamp > int(number)}
        return self.catalogue.versions(), changed

    def settle_versions(self, superseded: Mapping[str, str], rules: str) -> None:
        """Note {id of a paper: id of the next version of it}, in place of what was noted before.

        It is derived by some rules from the papers held, whenever one has come or gone.
        """
        if dict(superseded) != self.catalogue.versions():
            with self._transaction():
                self.catalogue.db.execute("DELETE FROM versions")
                self.catalogue.db.executemany(
                    "INSERT INTO versions VALUES (?, ?)", sorted(superseded.items())
                )
        self.catalogue.set_meta("rules of versions", rules)
        self.catalogue.set_meta("versions", self.catalogue.generation)

    def note_ingest(self, **figures: float) -> None:
        """Note what came of an ingest, for the service's figures: {name: number}."""
        self.catalogue.set_meta("ingest", json.dumps(figures))

    def last_ingest(self) -> dict[str, float]:
        """Return the figures of the last ingest; none before the first."""
        return {
            name: float(value)
            for name, value in json.loads(self.catalogue.meta("ingest", "{}")).items()
        }

    def change_model(
        self, embed: Callable[[Paper, Sequence[Passage]], Vectors], *, model: str
    ) -> None:
        """Give every passage held the vector of another model, all in one step."""
        changed: list[tuple[str, Vectors]] = []
        for paper in self.papers():
            passages = self.passages_of(paper.id)
            changed.extend(zip((p.id for p in passages), embed(paper, passages), strict=True))
        with self._transaction():
            self.catalogue.set_vectors(changed)
            self.catalogue.set_meta("model", model)
            self.care.note_dirty(OTHER_MODEL)
            self._model = model
        self.repair()

    def repair(self) -> list[str]:
        """Make the indexes agree with the catalogue; return what had to be done, in words.

        The library is held for writing.
        """
        done = self.care.repair()
        self._sweep_files()
        return done

    def clean_files(self) -> list[str]:
        """Leave of the files that an earlier version kept what may be kept; return what was done.

        That version kept them as they came, with the pages that may not be shown.
        """
        cleaned, cut, removed = 0, 0, 0
        for paper in map(self.paper, self.catalogue.kept_by_older_rules(COPY_RULES)):
            name = self.catalogue.copy_of(paper.id) or ""
            path, made = self.files.path(name), Made(NoFile.TEXT_ONLY)
            if name and path.exists():
                numbers = range(1, self.page_count(paper.id) + 1)
                pages = [self.page(paper.id, number) for number in numbers]
                made = self.files.clean(path, paper, pages, self.hidden_places(paper.id))
                cleaned, removed = cleaned + bool(made.copy), removed + (not made.copy)
                cut += bool(made.copy) and any(page.withheld for page in pages)
            elif paper.format == FileFormat.PDF:
                made = Made(None, name)  # it is gone, and doctor says so
            self.catalogue.note_leaving((name, made.copy))
            self.files.write(made, paper.file)
            with self._transaction():
                self._note_kept(paper.id, made)
        done = []
        if cleaned:
            done.append(
                f"the files of {cleaned} papers, kept as they came by an earlier version, are "
                f"replaced by copies without scripts, attachments and the like; {cut} of them had "
                "pages that may not be shown, which are blank now"
            )
        if removed:
            done.append(
                f"the files of {removed} papers, kept as they came by an earlier version, are "
                "removed, since they may hold what may not be shown; their text is kept"
            )
        return done

    def _sweep_files(self) -> None:
        """Remove the copies of papers that went, and of no others: those are not ours to judge."""
        if leaving := self.catalogue.leaving():
            self.files.remove(leaving)
            self.catalogue.has_left()

    def _let_go(self) -> None:
        """Remove what a node has at hand of papers that another node removed."""
        self.files.keep_only(self.catalogue.copies().keys())
