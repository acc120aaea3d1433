"""How well, how fast and in how much memory scanned papers are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.processes import BenchmarkError, run_worker
from eval.transcripts import TranscriptScore, score_transcript


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
    result = OcrResult(tuple(_read(path, languages) for path in papers))
    if not any(paper.recognised for paper in result.papers):
        raise BenchmarkError(
            "no page was read by OCR: give scanned PDFs, and install Tesseract "
            "(apt-get install tesseract-ocr)"
        )
    return result


def _read(path: Path, languages: str) -> ScannedPaper:
    task = {"papers": [str(path)], "languages": languages, "texts": True}
    finished, told = run_worker("ingest.measure", task)
    (paper,) = told["papers"]
    transcription = path.with_suffix(".md")
    read = "\n".join(paper["texts"].values())
    return ScannedPaper(
        file=path.name,
        pages=paper["pages"],
        recognised=len(paper["recognised"]),
        seconds=paper["read"],
        peak_mib=finished.peak_mib,
        score=score_transcript(transcription.read_text("utf-8"), read)
        if transcription.exists()
        else None,
    )
