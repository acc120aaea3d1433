"""Our search offered to llama-index: a `BaseRetriever` whose nodes say file, page and standing."""

from __future__ import annotations

from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.answers import paper_url, shown_lines
from qa.papers import Hit, ItemKind
from qa.protocols import Refreshing, Searcher
from qa.questions.question import read_question

BEST = 10


class TownclerkRetriever(BaseRetriever):
    """Retrieves passages of a library for llama-index's engines, best first.

    Build it with `open_retriever`, or over any searcher. A node's text is the passage as
    printed; what it is and where it stands is in its metadata.
    """

    def __init__(self, library: Refreshing, searcher: Searcher, *, k: int = BEST) -> None:
        """Take the library, a searcher over it and how many passages to return at most."""
        super().__init__()
        self._library, self._searcher, self._k = library, searcher, k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        self._library.refresh()
        hits = self._searcher.search(read_question(query_bundle.query_str), self._k)
        return [NodeWithScore(node=node_of(hit), score=hit.score) for hit in hits]


def node_of(hit: Hit) -> TextNode:
    """Return a hit as a node. Only what names and places it is put before a model."""
    metadata = metadata_of(hit)
    shown = {"file", "title", "body", "meeting_date", "heading", "standing", "page"}
    hidden = [key for key in metadata if key not in shown]
    return TextNode(
        id_=hit.passage.id,
        text=hit.passage.text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=list(metadata),
    )


def metadata_of(hit: Hit) -> dict[str, Any]:
    """Return what a passage is and where it stands, in plain values."""
    passage, paper = hit.passage, hit.paper
    day = passage.meeting_date or paper.meeting_date
    lines = shown_lines(paper, passage)
    return {
        "file": paper.file,
        "title": paper.title,
        "kind": paper.kind.value,
        "council": paper.council,
        "body": passage.body or paper.body,
        "meeting_date": day.isoformat() if day else None,
        "heading": " > ".join(passage.heading),
        "minute": passage.item_number if passage.item_kind == ItemKind.MINUTE else None,
        "standing": passage.standing.value,
        "page": passage.page.first,
        "last_page": passage.page.last,
        "page_kind": passage.page.kind.value,
        "printed_page": passage.page.printed,
        "first_line": lines[0] if lines else None,
        "last_line": lines[1] if lines else None,
        "paper_id": paper.id,
        "url": paper_url(paper, passage.page, lines),
    }
