"""The commands that time reading: `townclerk eval speed` and `townclerk eval ocr`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.terminal import open_console, print_json, say

app = typer.Typer()

Papers = Annotated[list[Path], typer.Argument(help="PDFs, or folders of PDFs.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")]


@app.command()
def speed(
    papers: Papers,
    repeats: Annotated[int, typer.Option(min=1, help="How often all is read.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Time reading alone, stage by stage, beside pdfium's bare text in the same run."""
    from eval.baselines import papers_in
    from eval.reading_speed import measure_reading
    from eval.speed_report import reading_speed_json, show_reading_speed

    measured = measure_reading(papers_in(papers, (".pdf",)), repeats=repeats, step=say)
    if as_json:
        print_json(reading_speed_json(measured))
    else:
        show_reading_speed(measured, open_console())


@app.command()
def ocr(
    papers: Papers,
    languages: Annotated[str, typer.Option(help="Tesseract's languages, joined by +.")] = "eng",
    as_json: AsJson = False,
) -> None:
    """Read scanned PDFs by OCR; compare each with the .md of the same name where there is one."""
    from eval.baselines import papers_in
    from eval.ocr import measure_ocr
    from eval.speed_report import ocr_json, show_ocr

    result = measure_ocr(papers_in(papers, (".pdf",)), languages)
    if as_json:
        print_json(ocr_json(result))
    else:
        show_ocr(result, open_console())
