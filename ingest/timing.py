"""Times the stages of reading, without embedding or storing: `python -m ingest.timing`.

The evaluator starts it as a process of its own, with a task and a place for the result, both
JSON files. A task names `papers`, the `languages` for scans (or `off`), and whether to time each
page as well (`by_page`) or to give the text of the pages that OCR read (`texts`).
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.document import ScanReading, SourceDocument
from ingest.layout.paragraphs import is_numeric_row
from ingest.sandbox.isolation import ISOLATION, read_paper, understand_paper
from ingest.understand import understand


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Read each paper and tell what every stage took, in seconds."""
    ISOLATION.start()
    scans = ScanReading(task["languages"])
    papers = []
    for name in task["papers"]:
        path = Path(name)
        started = time.perf_counter()
        document = read_paper(path, scans=scans)
        read = time.perf_counter()
        papers.append(
            {
                "file": path.name,
                "pages": document.pages or 0,
                "recognised": sorted(document.words),
                "read": read - started,
                **(_stages(path, document, scans) if task.get("by_page") else {}),
                "texts": _texts(document) if task.get("texts") else {},
            }
        )
    ISOLATION.close()
    return {"papers": papers}


def _stages(path: Path, document: SourceDocument, scans: ScanReading) -> dict[str, Any]:
    """Time understanding in this very process, then all in a child as an ingest has it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    started = time.perf_counter()
    understand(document, name=path.name, digest=digest)
    understood = time.perf_counter()
    understand_paper(path, name=path.name, digest=digest, scans=scans)
    ended = time.perf_counter()
    return {
        "understand": understood - started,
        "in_all": ended - understood,
        "each": list(_each_page(path, document)),
    }


@dataclass(slots=True)
class _Clock:
    """Notes when each page is begun."""

    began: list[float] = field(default_factory=list)

    def counted(self, pages: int) -> None:
        """Take no notice of how many there are."""

    def at(self, page: int) -> None:
        """Note that a page is begun."""
        self.began.append(time.perf_counter())


def _each_page(path: Path, document: SourceDocument) -> Iterator[dict[str, Any]]:
    """Yield what each page takes our reader, and pdfium alone, in this very process."""
    from ingest.readers.pdf.reader import read_pdf

    list(_bare(path))  # so that neither side loads the fonts for the other
    bare = list(_bare(path))
    clock = _Clock()
    read_pdf(path, watch=clock)
    ends = [*clock.began[1:], time.perf_counter()]
    tabular = {
        line.page for line in document.lines if "\t" in line.text or is_numeric_row(line.text)
    }
    for number, (began, ended, alone) in enumerate(
        zip(clock.began, ends, bare, strict=True), start=1
    ):
        yield {"ours": ended - began, "pdfium": alone, "prose": number not in tabular}


def _bare(path: Path) -> Iterator[float]:
    """Yield the seconds in which pdfium gives each page's text."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(path) as pdf:
        for number in range(len(pdf)):
            started = time.perf_counter()
            page = pdf[number]
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
            yield time.perf_counter() - started


def _texts(document: SourceDocument) -> dict[int, str]:
    return {
        page: "\n".join(line.text for line in document.lines if line.page == page)
        for page in sorted(document.words)
    }


if __name__ == "__main__":
    asked, told = (Path(name) for name in sys.argv[1:3])
    result = measure(json.loads(asked.read_text(encoding="utf-8")))
    told.write_text(json.dumps(result), encoding="utf-8")
