"""How fast papers are read beside pdfium's bare text, and how well scans are read by OCR.

Papers are read by `ingest.timing`, a process of its own each time. Scans are compared with a
person's transcription where one stands beside them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rapidfuzz.distance import Levenshtein

from eval.processes import BenchmarkError, run_worker
from eval.progress import Step
from eval.workers.messages import PageTimes, PaperTimes, ReadTask, ReadTimes

TIMING = "ingest.timing"


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several runs, with the lowest and the highest."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of values that are not empty."""
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class PageSpeed:
    """Pages a second of one kind of page, by pdfium alone and by our reader, in one process."""

    pages: int
    pdfium: Spread
    ours: Spread
    times_pdfium: Spread
    """How many times as long ours takes: the two of one repeat, one after the other."""


@dataclass(frozen=True, slots=True)
class ReadingSpeed:
    """Pages a second for each stage, and how many times as long as bare pdfium reading takes."""

    papers: int
    pages: int
    repeats: int
    rates: Mapping[str, Spread]
    """{stage: pages a second}."""
    kinds: Mapping[str, PageSpeed]
    """{kind of page: its speed}, those with pages only; `all pages` is the last."""
    peak_mib: float
    """Of the largest single process, that which reads among them."""
    load: float
    """Processes that wanted a processor in the minute before it began."""
    processors: int


Run = Sequence[PaperTimes]
"""All papers, read once."""


def measure_reading(
    papers: Sequence[Path], *, repeats: int = 3, step: Step = lambda what: None
) -> ReadingSpeed:
    """Read PDFs several times, each time in a new process. Scans are left unread."""
    load = os.getloadavg()[0]
    task = ReadTask(papers=tuple(papers), languages="off", by_page=True)
    runs: list[Run] = []
    peaks: list[float] = []
    for turn in range(repeats):
        step(f"reading {turn + 1} of {repeats}")
        finished, result = run_worker(TIMING, task, ReadTimes)
        runs.append(result.papers)
        peaks.append(finished.peak_mib)
    pages = sum(paper.pages for paper in runs[0])
    return ReadingSpeed(
        papers=len(papers),
        pages=pages,
        repeats=repeats,
        rates={
            stage: Spread.of([pages / seconds(run) for run in runs])
            for stage, seconds in STAGES.items()
        },
        kinds={
            name: _page_speed([list(filter(belongs, _each_page(run))) for run in runs])
            for name, belongs in KINDS.items()
            if any(map(belongs, _each_page(runs[0])))
        },
        peak_mib=max(peaks),
        load=load,
        processors=os.cpu_count() or 1,
    )


STAGES: dict[str, Callable[[Run], float]] = {
    "pdfium's bare text": lambda run: sum(page.pdfium for page in _each_page(run)),
    "our reader of PDF, in one process": lambda run: sum(page.ours for page in _each_page(run)),
    "the same in a child process, handed over": lambda run: sum(p.read for p in run),
    "understanding what was read, in one process": lambda run: sum(p.understand for p in run),
    "reading in all": lambda run: sum(p.in_all for p in run),
}
"""Seconds that each stage takes for all papers."""
KINDS: dict[str, Callable[[PageTimes], bool]] = {
    "prose": lambda page: page.prose,
    "with a table": lambda page: not page.prose,
    "all pages": lambda page: True,
}


def _each_page(run: Run) -> Iterator[PageTimes]:
    return (page for paper in run for page in paper.each)


def _page_speed(runs: Sequence[Sequence[PageTimes]]) -> PageSpeed:
    count = len(runs[0])
    ours = [sum(page.ours for page in run) for run in runs]
    pdfium = [sum(page.pdfium for page in run) for run in runs]
    return PageSpeed(
        count,
        Spread.of([count / seconds for seconds in pdfium]),
        Spread.of([count / seconds for seconds in ours]),
        Spread.of([a / b for a, b in zip(ours, pdfium, strict=True)]),
    )


@dataclass(frozen=True, slots=True)
class TranscriptScore:
    """How far OCR agrees with a transcription; edits and letters are counted over paragraphs.

    A transcription is Markdown with marks: `{{signature}}`, `{{page:2}}`, `{{filled:9th}}` for
    what was written into a form, `[Illegible]`. It may put things in another order than the page
    does, add headings or notes of its own, and is right only as far as it was checked. So each of
    its paragraphs is looked for wherever it may stand, and those not found are counted apart.
    """

    paragraphs: int
    found: int
    letters: int
    """Of the paragraphs found."""
    edits: int
    whole_letters: int
    whole_edits: int
    """Between the whole texts in their own order, additions on either side included."""

    @property
    def error_rate(self) -> float | None:
        """Edits a letter over the paragraphs found; None where none is."""
        return self.edits / self.letters if self.letters else None

    @property
    def whole_error_rate(self) -> float | None:
        """Edits a letter over the whole, whatever the order."""
        return self.whole_edits / self.whole_letters if self.whole_letters else None


@dataclass(frozen=True, slots=True)
class ScannedPaper:
    """One paper read by OCR. `score` is None where it has no transcription beside it."""

    file: str
    pages: int
    recognised: int
    seconds: float
    peak_mib: float
    """Of the process that reads, which holds one paper at a time."""
    score: TranscriptScore | None


@dataclass(frozen=True, slots=True)
class OcrResult:
    """All papers, and what they come to together."""

    papers: tuple[ScannedPaper, ...]

    @property
    def seconds_a_page(self) -> float:
        """Over the pages that OCR read, the loading of its models included."""
        return sum(p.seconds for p in self.papers) / sum(p.recognised for p in self.papers)

    @property
    def peak_mib(self) -> float:
        """The most that any paper took."""
        return max(p.peak_mib for p in self.papers)

    @property
    def error_rate(self) -> float | None:
        """Edits a letter over all paragraphs found."""
        scores = [p.score for p in self.papers if p.score]
        letters = sum(score.letters for score in scores)
        return sum(score.edits for score in scores) / letters if letters else None


def measure_ocr(papers: Sequence[Path], languages: str = "eng") -> OcrResult:
    """Read scanned PDFs, and compare each with the `.md` of the same name beside it.

    Raises BenchmarkError where OCR read no page.
    """
    result = OcrResult(tuple(_read_scan(path, languages) for path in papers))
    if not any(paper.recognised for paper in result.papers):
        raise BenchmarkError(
            "no page was read by OCR: give scanned PDFs, and install Tesseract "
            "(apt-get install tesseract-ocr)"
        )
    return result


def _read_scan(path: Path, languages: str) -> ScannedPaper:
    task = ReadTask(papers=(path,), languages=languages, texts=True)
    finished, result = run_worker(TIMING, task, ReadTimes)
    (paper,) = result.papers
    transcription = path.with_suffix(".md")
    read = "\n".join(paper.texts.values())
    return ScannedPaper(
        file=path.name,
        pages=paper.pages,
        recognised=len(paper.recognised),
        seconds=paper.read,
        peak_mib=finished.peak_mib,
        score=score_transcript(transcription.read_text("utf-8"), read)
        if transcription.exists()
        else None,
    )


NOTES = re.compile(r"^#+\s*Document Notes\b", re.I | re.M)
"""What follows this heading is about the paper and not of it."""
FILLED = re.compile(r"\{\{filled:(.*?)\}\}", re.S)
MARK = re.compile(r"\{\{.*?\}\}|\{\w+\}|\[illegible\]|<[^>]*>", re.I | re.S)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
FORMAT = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+][ \t]|\|)[ \t]*|\*\*|__|[*|`\\]", re.M)
PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\xad\xa0", "''\"\"--- ")
SHORT = 20
"""Letters below which a paragraph could be found by chance."""
FOUND_WITHIN = 0.4
"""A paragraph with more edits than this a letter is held to be absent from the page."""


def score_transcript(transcription: str, read: str) -> TranscriptScore:
    """Compare a transcription with what OCR read of the same pages."""
    found = plain_text(read)
    counted = [(text, edits_anywhere(text, found)) for text in paragraphs(transcription)]
    there = [(text, count) for text, count in counted if count <= FOUND_WITHIN * len(text)]
    whole = plain_text(FORMAT.sub("", printed_text(transcription)))
    return TranscriptScore(
        len(counted),
        len(there),
        sum(len(text) for text, _ in there),
        sum(count for _, count in there),
        len(whole),
        Levenshtein.distance(whole, found),
    )


def paragraphs(transcription: str) -> Iterator[str]:
    """Yield the paragraphs, and the lines of lists, that are long enough to be looked for."""
    for piece in re.split(r"\n\s*\n|\n(?=\s*[-*+>|]\s)|  \n", printed_text(transcription)):
        text = plain_text(FORMAT.sub("", piece))
        if len(text) >= SHORT:
            yield text


def plain_text(text: str) -> str:
    """Return a text on one line, with straight quotes and plain hyphens."""
    return " ".join(text.translate(PLAIN).split())


def printed_text(transcription: str) -> str:
    """Leave out the marks and the transcriber's notes."""
    text = NOTES.split(transcription, maxsplit=1)[0]
    text = MARK.sub(" ", FILLED.sub(r"\1", text))
    return LINK.sub(r"\1", text)


def edits_anywhere(wanted: str, found: str) -> int:
    """Return the edits between a text and that stretch of another which is most like it.

    rapidfuzz has this search only as a share (`partial_ratio`), which leaves the edits unknown.
    Counted in one pass over `found`, a whole column of the usual table in each big integer.
    Myers, "A fast bit-vector algorithm for approximate string matching", JACM 46 (1999), as
    Hyyrö gives it (2003): bits of `more` and `less` say where a column rises and falls.
    """
    if not wanted:
        return 0
    length = len(wanted)
    everywhere, last = (1 << length) - 1, 1 << (length - 1)
    places: dict[str, int] = {}
    for place, letter in enumerate(wanted):
        places[letter] = places.get(letter, 0) | 1 << place
    more, less, count = everywhere, 0, length
    best = count
    for letter in found:
        same = places.get(letter, 0)
        level = same | less
        across = (((same & more) + more) ^ more) | same | less
        rising = less | ~(across | more) & everywhere
        falling = across & more
        if rising & last:
            count += 1
        elif falling & last:
            count -= 1
        best = min(best, count)
        rising = rising << 1 & everywhere
        falling = falling << 1 & everywhere
        more = falling | ~(level | rising) & everywhere
        less = rising & level
    return best
