"""Short invented papers in a library of their own, for what the samples do not show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ingest.pipeline import ingest
from qa.answerer import Answerer
from qa.library import Library
from qa.protocols import Embedder
from qa.retrieval.search import HybridSearcher

HEAD = "ASHCOMBE BOROUGH COUNCIL\n\n{body}\n\nMINUTES of the meeting held on {day}\n\n"
APOLOGIES = "51. APOLOGIES FOR ABSENCE\n\nThere were none.\n\n"
CLOSE = "\n\nThe meeting closed at 8.10 pm.\n"


def minutes(items: str, *, body: str = "CABINET", day: str = "14 March 2024") -> str:
    """Return minutes of a meeting that hold these items."""
    return HEAD.format(body=body, day=day) + APOLOGIES + items + CLOSE


def answerer_of(folder: Path, embedder: Embedder, papers: Mapping[str, str]) -> Answerer:
    """Return an answerer over these papers, by file name; its library is closed by the caller."""
    sources = folder / "papers"
    sources.mkdir()
    for name, text in papers.items():
        (sources / name).write_text(text, encoding="utf-8")
    library = Library.open(folder / "library", create=True)
    assert not ingest([sources], library, embedder).failed
    return Answerer(library, HybridSearcher(library, embedder))
