"""Time the stages of reading, without embedding or storing: `python -m ingest.timing TASK RESULT`.

The evaluator starts it as a process of its own. Both files are JSON: a `Task`, and
`{"papers": [TimedPaper, ...]}`. All times are in seconds.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from ingest.document import ScanReading, SourceDocument
from ingest.layout.paragraphs import is_numeric_row
from ingest.sandbox.isolation import ISOLATION, read_paper, understand_paper
from ingest.understand import understand


@dataclass(frozen=True, slots=True)
class Task:
    """Which papers are to be read, and what is to be measured."""

    papers: tuple[str, ...]
    languages: str
    """For scans, as Tesseract names them; or `off`."""
    by_page: bool = False
    """Whether to time understanding, all of it in a child process, and each page as well."""
    texts: bool = False
    """Whether to give the text of the pages that OCR read."""


@dataclass(frozen=True, slots=True)
class TimedPage:
    """What one page takes our reader, and pdfium alone, in one process."""

    ours: float
    pdfium: float
    prose: bool
    """Whether no line of it is a table's row."""


@dataclass(frozen=True, slots=True)
class TimedPaper:
    """What one paper takes. The last four are empty unless the task asks for them."""

    file: str
    pages: int
    recognised: list[int]
    """The pages that OCR read."""
    read: float
    understand: float = 0.0
    in_all: float = 0.0
    each: list[TimedPage] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    """By page."""


def time_papers(task: Task) -> list[TimedPaper]:
    """Read each paper and time every stage."""
    ISOLATION.start()
    scans = ScanReading(task.languages)
    papers = []
    for name in task.papers:
        path = Path(name)
        started = time.perf_counter()
        document = read_paper(path, scans=scans)
        read = time.perf_counter() - started
        recognised = sorted(document.words)
        paper = TimedPaper(path.name, document.pages or 0, recognised, read)
        if task.by_page:
            paper = _with_stages(paper, path, document, scans)
        if task.texts:
            lines = document.lines
            texts = {
                page: "\n".join(line.text for line in lines if line.page == page)
                for page in recognised
            }
            paper = replace(paper, texts=texts)
        papers.append(paper)
    ISOLATION.close()
    return papers


def _with_stages(
    paper: TimedPaper, path: Path, document: SourceDocument, scans: ScanReading
) -> TimedPaper:
    """Time understanding in this very process, then all in a child as an ingest has it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    started = time.perf_counter()
    understand(document, name=path.name, digest=digest)
    understood = time.perf_counter()
    understand_paper(path, name=path.name, digest=digest, scans=scans)
    ended = time.perf_counter()
    return replace(
        paper,
        understand=understood - started,
        in_all=ended - understood,
        each=_time_pages(path, document),
    )


def _time_pages(path: Path, document: SourceDocument) -> list[TimedPage]:
    """Return what each page takes our reader, and pdfium alone, in this very process."""
    from ingest.readers.pdf.reader import read_pdf

    list(_time_pdfium(path))  # so that neither side loads the fonts for the other
    bare = list(_time_pdfium(path))
    clock = _Clock()
    read_pdf(path, watch=clock)
    ends = [*clock.began[1:], time.perf_counter()]
    tabular = {
        line.page for line in document.lines if "\t" in line.text or is_numeric_row(line.text)
    }
    return [
        TimedPage(ended - began, alone, number not in tabular)
        for number, (began, ended, alone) in enumerate(
            zip(clock.began, ends, bare, strict=True), start=1
        )
    ]


@dataclass(slots=True)
class _Clock:
    """Notes when each page is begun."""

    began: list[float] = field(default_factory=list)

    def counted(self, pages: int) -> None:
        """Take no notice of how many there are."""

    def at(self, page: int) -> None:
        """Note that a page is begun."""
        self.began.append(time.perf_counter())


def _time_pdfium(path: Path) -> Iterator[float]:
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


if __name__ == "__main__":
    task_file, result_file = (Path(name) for name in sys.argv[1:3])
    timed = time_papers(Task(**json.loads(task_file.read_text(encoding="utf-8"))))
    result = {"papers": [asdict(paper) for paper in timed]}
    result_file.write_text(json.dumps(result), encoding="utf-8")
