"""The word index: tantivy over terms that `qa.language.terms` made, two weighted fields, BM25."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from qa.backends.shadow import Shadow, is_panic, may_only_be_read
from qa.backends.sight import days_within, sight_of
from qa.errors import LibraryError
from qa.language.terms import analyse
from qa.papers import Paper, Passage
from qa.protocols import EVERYTHING, Filter, day_number, folded
from qa.timing import stage

META = "meta.json"
"""tantivy's list of its segments."""
WRITER_HEAP = 64_000_000
TOLD_AT_ONCE = 20
"""Terms that one score tells apart: it is a number of 32 bits, whole up to 2 to the 24th."""
FIELDS: Mapping[str, float] = {"text": 1.0, "heading": 0.7, "title": 0.35}
"""Field weights. The heading path names the matter; the paper's title its meeting."""
DAYS = LATEST, DAY = "latest_day", "day"
NAMES = BODY, COUNCIL, KIND = "body", "council", "kind"
"""What filters ask for (`qa.backends.sight`): the last fields, so that an index made before it had
them can be searched by the others. Of a part of a pack, `kind` holds the pack's and its own."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("paper", stored=False, tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in DAYS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in NAMES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _joined(text: str) -> str:
    return " ".join(analyse(text))


class TantivyWords:
    """Finds passages by their words. One process writes; readers see each commit."""

    def __init__(self, folder: Path) -> None:
        """Open or make the index in a folder. Raises LibraryError where it is damaged."""
        self._folder = folder
        self._shadow: Shadow | None = None
        self._schema = _schema()
        self._writer: tantivy.IndexWriter | None = None
        with self._asking():
            folder.mkdir(parents=True, exist_ok=True)
            self._open()

    def _open(self) -> None:
        folder = self._folder
        if may_only_be_read(folder):
            if self._shadow is not None:
                self._shadow.remove()
            self._shadow = Shadow(folder, left=".lock")
            folder = self._shadow.folder
        try:
            self._index = tantivy.Index(self._schema, path=str(folder))
            self.is_current = True
            """Whether it holds all that filters ask for; one of an earlier Townclerk does not."""
        except ValueError:
            self._index = tantivy.Index.open(str(folder))
            self.is_current = False
        self._index.config_reader("Manual")
        self._searcher = self._index.searcher()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn tantivy's errors into one that says what to do."""
        try:
            yield
        except BaseException as error:
            # A panic of tantivy's own code, on damaged files, is no Exception.
            if not isinstance(error, ValueError | OSError) and not is_panic(error):
                raise
            reason = " ".join(str(error).split())[:200]
            raise LibraryError(
                f"the word index in {self._folder} cannot be used ({reason}); make sure that the "
                "disk has room, then run townclerk doctor, which mends it"
            ) from error

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            with self._asking():
                self._writer = self._index.writer(WRITER_HEAP, 1)
        return self._writer

    def add(self, paper: Paper, passages: Iterable[Passage], title: str) -> None:
        """Add a paper's passages, with the words of its title; not visible before `commit`."""
        writer, title = self._writing(), _joined(title)
        for passage in passages:
            document = tantivy.Document()
            document.add_text("id", passage.id)
            document.add_text("paper", passage.paper_id)
            document.add_text("text", _joined(passage.text))
            document.add_text("heading", _joined(" ".join([*passage.heading, *passage.references])))
            document.add_text("title", title)
            seen = sight_of(paper, passage)
            document.add_unsigned(LATEST, seen.latest)
            document.add_unsigned(DAY, seen.day)
            document.add_text(BODY, seen.body)
            document.add_text(COUNCIL, seen.council)
            document.add_text(KIND, seen.kind)
            if seen.part_kind:
                document.add_text(KIND, seen.part_kind)
            with self._asking():
                writer.add_document(document)

    def remove_papers(self, paper_ids: Iterable[str]) -> None:
        """Remove all passages of papers; not visible before `commit`."""
        writer = self._writing()
        for paper_id in paper_ids:
            writer.delete_documents_by_term("paper", paper_id)

    def beside_removed(self) -> list[str]:
        """Return the ids of the passages whose segments hold words of removed ones still.

        tantivy only marks what is removed, until it merges its segment with others one day; and
        its binding for Python cannot ask it to.
        """
        self.refresh()
        segments = json.loads((self._folder / META).read_text(encoding="utf-8"))["segments"]
        # By how many passages a segment has left: one too many does no harm.
        wanted = {
            each["max_doc"] - each["deletes"]["num_deleted_docs"]
            for each in segments
            if each.get("deletes")
        }
        if not wanted:
            return []
        searcher = self._searcher
        with self._asking():
            query, held = tantivy.Query.all_query(), max(1, int(searcher.num_docs))
            places = [place for _, place in searcher.search(query, held, count=False).hits]
            left = Counter(place.segment_ord for place in places)
            near = [place for place in places if left[place.segment_ord] in wanted]
            return [str(searcher.doc(place)["id"][0]) for place in near]

    def remove(self, ids: Iterable[str]) -> None:
        """Remove passages by id; not visible before `commit`."""
        writer = self._writing()
        for passage_id in ids:
            writer.delete_documents_by_term("id", passage_id)

    def clean(self) -> None:
        """Remove files that hold nothing any more, after a commit, once no segments are merged."""
        self.close()
        with self._asking():
            self._writing().garbage_collect_files()
        self.close()

    def clear(self) -> None:
        """Remove everything; not visible before `commit`."""
        self._writing().delete_all_documents()

    def commit(self) -> None:
        """Make the changes durable and visible here."""
        if self._writer is not None:
            with self._asking():
                self._writer.commit()
        self.refresh()

    def refresh(self) -> None:
        """See what another process has committed."""
        with self._asking():
            # Another process may have made it anew.
            if not self.is_current or self._shadow is not None:
                self._open()
            self._index.reload()
            self._searcher = self._index.searcher()

    def close(self) -> None:
        """Let go of the writer, so that another process may have it; remove a stand-in."""
        if self._shadow is not None:
            self._shadow.remove()
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with self._asking():
                writer.wait_merging_threads()

    def abandon(self) -> None:
        """Let go of the writer and of what it has not committed."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with suppress(ValueError, OSError):  # what went wrong is being raised already
                writer.rollback()
            with suppress(ValueError, OSError):
                writer.wait_merging_threads()

    def ids(self, only: Filter = EVERYTHING) -> set[str]:
        """Return the ids of all passages held that are in sight of a filter."""
        searcher = self._searcher
        held = max(1, int(searcher.num_docs))
        asked = self._asked_of(only)
        query = (
            tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in asked])
            if asked
            else tantivy.Query.all_query()
        )
        with self._asking():
            found = searcher.search(query, held, count=False).hits
            return {str(searcher.doc(address)["id"][0]) for _, address in found}

    def count(self) -> int:
        """Return the number of passages held."""
        return int(self._searcher.num_docs)

    def document_frequency(self, term: str) -> int:
        """Return in how many passages a term stands, in the text or its heading."""
        searcher = self._searcher
        with self._asking():
            return max(int(searcher.doc_freq(field, term)) for field in ("text", "heading"))

    def expand(self, prefix: str, limit: int = 2000) -> list[str]:
        """Return the indexed terms that begin with a prefix."""
        with self._asking():
            found = self._searcher.terms_with_prefix("text", prefix, limit=limit)
        return [str(term) for term, _ in found]

    @stage("word search")
    def terms_in(self, papers: Iterable[str], terms: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return {passage id: those of the terms that its text has}, of the passages of papers.

        Those that have none are left out.
        """
        asked, of = sorted(set(terms)), sorted(set(papers))
        found: dict[str, frozenset[str]] = {}
        if not of:
            return found
        searcher, query = self._searcher, tantivy.Query
        own = query.const_score_query(query.term_set_query(self._schema, "paper", of), 0.0)
        for start in range(0, len(asked), TOLD_AT_ONCE):
            part = asked[start : start + TOLD_AT_ONCE]
            # Each term adds a power of two to a score, which so tells them all.
            told = [
                query.const_score_query(
                    query.term_query(self._schema, "text", term, "basic"), float(1 << place)
                )
                for place, term in enumerate(part)
            ]
            any_of = query.boolean_query([(tantivy.Occur.Should, one) for one in told])
            both = query.boolean_query([(tantivy.Occur.Must, any_of), (tantivy.Occur.Must, own)])
            sets: dict[int, frozenset[str]] = {}
            with self._asking():
                hits = searcher.search(both, max(1, int(searcher.num_docs)), count=False).hits
                for score, address in hits:
                    signs = int(score)
                    if signs not in sets:
                        sets[signs] = frozenset(
                            term for place, term in enumerate(part) if signs >> place & 1
                        )
                    passage_id = str(searcher.doc(address)["id"][0])
                    before = found.get(passage_id)
                    found[passage_id] = before | sets[signs] if before else sets[signs]
        return found

    def _asked_of(self, only: Filter) -> list[tantivy.Query]:
        """Return what a filter asks of a passage: the same as `qa.backends.sight.admits`."""
        first, last = days_within(only)
        until = day_number(only.until) if only.until is not None else None
        # What bears no day has the day 0, and is within no days.
        within = (max(first or 0, 1), last) if first is not None or last is not None else None
        spans: list[tuple[str, int | None, int | None]] = []
        spans += [(LATEST, None, until)] if until is not None else []
        spans += [(DAY, *within)] if within is not None else []
        kind = only.kind.value if only.kind is not None else None
        names = [(BODY, only.body), (COUNCIL, only.council)]
        terms = [(field, folded(name)) for field, name in names if name is not None]
        terms += [(KIND, kind)] if kind is not None else []
        return [
            tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Unsigned, low, high)
            for field, low, high in spans
        ] + [tantivy.Query.term_query(self._schema, field, name) for field, name in terms]

    @stage("word search")
    def search(
        self, weights: Mapping[str, float], k: int, only: Filter = EVERYTHING
    ) -> list[tuple[str, float]]:
        """Return at most k (passage id, BM25 score) for weighted terms, best first.

        All are in sight of the filter, which changes no score.
        """
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, field, term, "freq"), boost * weight
                ),
            )
            for term, weight in weights.items()
            for field, boost in FIELDS.items()
        ]
        if not clauses:
            return []
        in_sight = self._asked_of(only)
        query = tantivy.Query.boolean_query(clauses)
        if in_sight:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query)]
                + [
                    (tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0))
                    for one in in_sight
                ]
            )
        searcher = self._searcher
        with self._asking():
            found = searcher.search(query, k, count=False).hits
            return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in found]
