"""Real papers through `read_paper`; they are not part of the project and may be absent."""

from __future__ import annotations

import os
import threading
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest.document import OFF, ScanReading, SourceDocument
from ingest.sandbox.isolation import read_paper
from tests.ingest.readers.ocr.scanned import needs_tesseract

SHARED = Path(os.environ.get("TOWNCLERK_SHARED", Path(__file__).parents[3].parent / "shared"))
CORPUS = SHARED / "corpus"
needs_papers = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"the real papers are not at {SHARED}; set TOWNCLERK_SHARED"
)


@cache
def read_all(
    folder: str, pattern: str, scans: ScanReading | None = None
) -> dict[Path, SourceDocument]:
    paths = sorted((CORPUS / folder).glob(pattern))
    return {path: read_paper(path, scans=scans or ScanReading()) for path in paths}


@needs_papers
def test_every_paper_of_a_real_meeting_is_read_to_its_last_page() -> None:
    read = read_all("kent-cabinet-2025-01-30", "*.pdf")
    assert len(read) == 40
    for document in read.values():
        assert document.pages == len(document.labels)
        assert len({line.page for line in document.lines}) >= 0.9 * (document.pages or 0)
    notices = [notice for document in read.values() for notice in document.notices]
    # A leftover of twelve words lies under the cells of a table, on three pages of one paper.
    assert [notice.split(";")[0] for notice in notices] == [
        "pages 4, 7 and 8 hold words that cannot be seen on the page, "
        "as under a redaction that left them in the file"
    ]


@needs_papers
def test_the_type_of_a_real_meetings_papers_has_sizes_that_are_printed() -> None:
    read = read_all("kent-cabinet-2025-01-30", "*.pdf")
    sizes = Counter(line.size for document in read.values() for line in document.lines)
    assert sizes.most_common(1)[0][0] == 12.0
    assert sum(count for size, count in sizes.items() if size < 4) < 0.01 * sizes.total()


@needs_papers
def test_every_real_scan_comes_out_with_each_page_named() -> None:
    read = read_all("scans", "*.pdf", ScanReading(OFF))
    assert len(read) == 7
    for document in read.values():
        pages = document.pages or 0
        first = "page 1 is a scan" if pages == 1 else "pages 1 "
        assert document.notices[0].startswith(first)
        assert document.notices[0].endswith("not read (OCR is turned off)")
        assert document.lines == ()


@needs_papers
@needs_tesseract
def test_every_page_of_the_real_scans_is_read_by_ocr_and_marked_so() -> None:
    for document in read_all("scans", "*.pdf").values():
        every = frozenset(range(1, (document.pages or 0) + 1))
        assert document.recognised == every == frozenset(document.words)
        assert {line.page for line in document.lines} == every
        (notice,) = document.notices
        assert "read by OCR" in notice
        assert [word.text for page in every for word in document.words[page]] == [
            word for line in document.lines for word in line.text.split(" ")
        ]


@needs_papers
def test_the_lines_of_real_texts_agree_with_the_file() -> None:
    read = read_all("council-papers", "*.txt")
    assert len(read) == 5
    for path, document in read.items():
        content = path.read_text("utf-8").split("\n")
        numbered = {line.number: line.text for line in document.lines}
        assert all(content[number - 1] == text for number, text in numbered.items())
        assert len(numbered) == len(content) - (content[-1] == "")


@needs_papers
def test_real_papers_are_read_side_by_side_from_threads() -> None:
    path = min((CORPUS / "kent-cabinet-2025-01-30").glob("*.pdf"), key=lambda p: p.stat().st_size)
    found: list[SourceDocument] = []
    threads = [threading.Thread(target=lambda: found.append(read_paper(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(document == found[0] for document in found)
