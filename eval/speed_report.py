"""Showing how fast and how well papers are read: tables, or one object for a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console

from eval.ocr import OcrResult
from eval.reading_speed import ReadingSpeed
from eval.report import figure, plain_table


def show_reading_speed(speed: ReadingSpeed, console: Console) -> None:
    """Print pages a second by stage, then how that compares with pdfium, then memory."""
    console.print(
        f"{speed.papers} PDFs of {speed.pages} pages, read {speed.repeats} times; load "
        f"{speed.load:.1f} on {speed.processors} processors before"
    )
    table = plain_table("stage", "pages/s", "lowest", "highest")
    for stage, rate in speed.rates.items():
        table.add_row(stage, *(f"{value:.0f}" for value in (rate.middle, rate.low, rate.high)))
    console.print(table)
    console.print("our reader beside pdfium's bare text, page by page in one process:")
    kinds = plain_table(
        "pages", "number", "pdfium/s", "ours/s", "times as long", "lowest", "highest"
    )
    for kind, found in speed.kinds.items():
        rates = (f"{rate.middle:.0f}" for rate in (found.pdfium, found.ours))
        times = found.times_pdfium
        spread = (f"{value:.2f}" for value in (times.middle, times.low, times.high))
        kinds.add_row(kind, str(found.pages), *rates, *spread)
    console.print(kinds)
    console.print("a page is prose where no line of it is read as a table's row")
    console.print(f"peak memory {speed.peak_mib:.0f} MiB")


def show_ocr(result: OcrResult, console: Console) -> None:
    """Print each scanned paper, then all."""
    table = plain_table(
        *("scan", "pages", "by OCR", "s a page", "peak MiB"),
        *("edits a letter", "letters", "paragraphs", "found", "whole text"),
    )
    for paper in result.papers:
        score = paper.score
        table.add_row(
            paper.file,
            str(paper.pages),
            str(paper.recognised),
            f"{paper.seconds / max(1, paper.recognised):.2f}",
            f"{paper.peak_mib:.0f}",
            figure(score.error_rate if score else None),
            *(str(count) for count in (score.letters, score.paragraphs, score.found))
            if score
            else ("–", "–", "–"),
            figure(score.whole_error_rate if score else None),
        )
    console.print(table)
    pages = sum(paper.recognised for paper in result.papers)
    console.print(
        f"together: {figure(result.error_rate)} edits a letter on the paragraphs found; "
        f"{result.seconds_a_page:.2f} s a page over {pages} pages; peak {result.peak_mib:.0f} MiB"
    )


def reading_speed_json(speed: ReadingSpeed) -> dict[str, Any]:
    """Show reading's speed as one object."""
    return asdict(speed)


def ocr_json(result: OcrResult) -> dict[str, Any]:
    """Show OCR's result as one object."""
    return {
        "papers": [
            {
                **asdict(paper),
                "error_rate": paper.score.error_rate if paper.score else None,
                "whole_error_rate": paper.score.whole_error_rate if paper.score else None,
            }
            for paper in result.papers
        ],
        "error_rate": result.error_rate,
        "seconds_a_page": result.seconds_a_page,
        "peak_mib": result.peak_mib,
    }
