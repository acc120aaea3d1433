"""Ingest slowly enough to be killed midway: `python ingest_slowly.py PAPERS LIBRARY [MODEL]`.

With MODEL, the library is rebuilt for a model of that name.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ingest import embedding
from ingest.pipeline import ingest
from qa.library import Library
from qa.protocols import Vectors
from tests.fakes import FakeEmbedder

BATCH = 10
"""Passages in a batch."""


class SlowEmbedder(FakeEmbedder):
    """Takes a while over each batch."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        time.sleep(0.1)
        return super().embed(texts)


def main() -> None:
    papers, folder, *model = sys.argv[1:]
    embedding.BATCH_PASSAGES = BATCH
    library = Library.open(Path(folder), create=True)
    ingest([Path(papers)], library, SlowEmbedder(*model), rebuild=bool(model))


if __name__ == "__main__":
    main()
