"""A pack of 900 pages, one of which kills its reader: all others are held, within the limits."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ingest.files import outcomes
from ingest.pipeline import ingest
from ingest.sandbox.isolation import understand_paper
from ingest.sandbox.wire import STANDARD_LIMITS
from qa.library import Library
from qa.papers import PageKind
from tests.fakes import FakeEmbedder
from tests.ingest.sandbox import hostile_files as hostile

PAGES = 900
BAD = 450
SECONDS = 60.0
"""The processor's alone would be allowed 510 for so many pages."""


def pack() -> bytes:
    """Return a PDF whose every page is an item of its own, but for one that is a bomb."""
    kids = b" ".join(b"%d 0 R" % (100 + 2 * page) for page in range(PAGES))
    objects = {1: hostile.CATALOGUE, 2: hostile.page_tree(kids, PAGES), 90: hostile.FONT}
    for page in range(PAGES):
        lines = [f"{page + 1}. LEASE OF PLOT {page + 1}"]
        # In the middle of the page: what every page begins and ends with is taken for furniture.
        told = [f"Sentence {n} on plot {page + 1} tells how it is let." for n in range(12)]
        lines += [*told[:6], f"RESOLVED that plot {page + 1} be let for {1000 + page}.", *told[6:]]
        drawn = "".join(
            f"1 0 0 1 72 {780 - 30 * n} Tm ({line}) Tj " for n, line in enumerate(lines)
        )
        objects[100 + 2 * page] = hostile.page(101 + 2 * page)
        objects[101 + 2 * page] = hostile.stream(f"BT /F1 11 Tf {drawn}ET".encode())
    objects[101 + 2 * (BAD - 1)] = hostile.stream(bomb(), b"/Filter [/FlateDecode /FlateDecode]")
    return hostile.raw_pdf(dict(sorted(objects.items())))


def bomb(size: int = 1_500_000_000) -> bytes:
    maker = zlib.compressobj(9)
    block = b" " * 10_000_000
    packed = b"".join(maker.compress(block) for _ in range(size // len(block))) + maker.flush()
    return zlib.compress(packed, 9)


def test_of_a_long_pack_only_the_page_that_cannot_be_read_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pack.pdf").write_bytes(pack())
    limits = replace(STANDARD_LIMITS, memory=700 * 1024**2)
    monkeypatch.setattr(outcomes, "understand_paper", partial(understand_paper, limits=limits))
    library = Library.open(tmp_path / "library", create=True)
    started = time.monotonic()
    report = ingest([tmp_path / "pack.pdf"], library, FakeEmbedder())
    assert time.monotonic() - started < SECONDS
    assert (report.failed, report.pages) == ([], PAGES)
    (paper,) = library.papers()
    why = "the reader broke down there"
    assert f"page {BAD} could not be read ({why})" in paper.notices
    passages = library.passages_of(paper.id)
    pages = {passage.page.first for passage in passages} | {p.page.last for p in passages}
    assert pages == set(range(1, PAGES + 1)) - {BAD}
    last = next(p for p in passages if "plot 900 be let for 1899." in p.text)
    assert last.page.last == PAGES
    assert last.page.kind is not PageKind.UNKNOWN
    library.close()
