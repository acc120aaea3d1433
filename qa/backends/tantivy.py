"""The word index: tantivy over terms that `qa.language.terms` made, two weighted fields, BM25."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from qa.backends.shadow import Shadow, is_panic, may_only_be_read
from qa.errors import LibraryError
from qa.language.terms import analyse
from qa.papers import Paper, Passage
from qa.protocols import EVERYTHING, Filter, day_number, latest_day
from qa.timing import stage

WRITER_HEAP = 64_000_000
FIELDS: Mapping[str, float] = {"text": 1.0, "heading": 0.7, "title": 0.35}
"""Field weights. The heading path names the matter; the paper's title its meeting."""
DAY = "latest_day"
"""The last field, so that an index made before it had one can be searched by the same fields."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("paper", stored=False, tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field(DAY, indexed=True, fast=True)
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
            self.dated = True
            """Whether it holds the days of meetings; one of an earlier Townclerk does not."""
        except ValueError:
            self._index = tantivy.Index.open(str(folder))
            self.dated = False
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
            document.add_unsigned(DAY, latest_day(paper, passage))
            with self._asking():
                writer.add_document(document)

    def remove_papers(self, paper_ids: Iterable[str]) -> None:
        """Remove all passages of papers; not visible before `commit`."""
        writer = self._writing()
        for paper_id in paper_ids:
            writer.delete_documents_by_term("paper", paper_id)

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
            if not self.dated or self._shadow is not None:  # another process may have made it anew
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

    def ids(self) -> set[str]:
        """Return the ids of all passages held."""
        searcher = self._searcher
        held = max(1, int(searcher.num_docs))
        with self._asking():
            found = searcher.search(tantivy.Query.all_query(), held, count=False).hits
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
    def search(
        self,
        weights: Mapping[str, float],
        k: int,
        only: Filter = EVERYTHING,
        papers: Set[str] | None = None,
    ) -> list[tuple[str, float]]:
        """Return at most k (passage id, BM25 score) for weighted terms, best first.

        Of days that the filter admits, and of these papers, where some are named; that changes
        no score.
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
        if not clauses or (papers is not None and not papers):
            return []
        in_sight = []
        if only.until is not None:
            in_sight.append(
                tantivy.Query.range_query(
                    self._schema, DAY, tantivy.FieldType.Unsigned, None, day_number(only.until)
                )
            )
        if papers is not None:
            of_these = tantivy.Query.term_set_query(self._schema, "paper", sorted(papers))
            in_sight.append(of_these)
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
