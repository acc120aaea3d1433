from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.processes import BenchmarkError
from eval.reports.measurements import ocr_blocks, ocr_json, reading_speed_blocks
from eval.reports.printer import as_object
from eval.speed.reading import STAGES, measure_ocr, measure_reading
from tests.eval.printed import printed
from tests.ingest.readers.ocr.scanned import needs_tesseract, scanned_pdf
from tests.ingest.readers.pdf.drawn_tables import read_drawn, ruled
from tests.ingest.sandbox.hostile_files import small_pdf

SENTENCES = ("The harbour master keeps a book of all vessels.", "He opens it to any member.")


def test_every_stage_of_reading_is_timed_beside_pdfium(tmp_path: Path) -> None:
    paths = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for pages, path in enumerate(paths, start=2):
        path.write_bytes(small_pdf(pages))
    speed = measure_reading(paths, repeats=2)
    assert (speed.papers, speed.pages, speed.repeats) == (2, 5, 2)
    assert set(speed.rates) == set(STAGES)
    assert all(0 < rate.low <= rate.middle <= rate.high for rate in speed.rates.values())
    assert speed.rates["reading in all"].middle < speed.rates["pdfium's bare text"].middle
    assert list(speed.kinds) == ["prose", "all pages"]
    assert speed.kinds["prose"] == speed.kinds["all pages"]
    assert speed.kinds["prose"].times_pdfium.low > 0
    assert 10 < speed.peak_mib < 1_000
    assert "2 PDFs of 5 pages" in printed(reading_speed_blocks(speed))
    assert json.loads(json.dumps(as_object(speed)))["pages"] == 5


def test_pages_of_prose_are_told_apart_from_those_with_tables(tmp_path: Path) -> None:
    prose, table = tmp_path / "prose.pdf", tmp_path / "drawn.pdf"
    prose.write_bytes(small_pdf(2))
    rows = (("Sea walls", "1,204", "310"), ("Slipways", "88", "92"), ("Cranes", "410", "405"))
    read_drawn(tmp_path, lambda canvas: ruled(canvas, rows, [150, 60, 60], 100))
    speed = measure_reading([prose, table], repeats=1)
    kinds = speed.kinds
    assert {name: kind.pages for name, kind in kinds.items()} == {
        "prose": 2,
        "with a table": 1,
        "all pages": 3,
    }
    apart = sorted(kinds[name].times_pdfium.middle for name in ("prose", "with a table"))
    assert apart[0] <= kinds["all pages"].times_pdfium.middle <= apart[1]
    shown = printed(reading_speed_blocks(speed))
    assert "with a table" in shown
    assert "a page is prose where no line of it is read as a table's row" in shown


@needs_tesseract
def test_a_scan_is_compared_with_its_transcription(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned_pdf(SENTENCES))
    (tmp_path / "a.md").write_text("\n\n".join(SENTENCES).replace("any", "every"), "utf-8")
    (tmp_path / "b.pdf").write_bytes(scanned_pdf(SENTENCES, SENTENCES))
    result = measure_ocr([tmp_path / "a.pdf", tmp_path / "b.pdf"])
    first, second = result.papers
    assert first.score is not None
    # Of "any" and "every" only the y is the same: four edits.
    assert (first.score.paragraphs, first.score.found, first.score.edits) == (2, 2, 4)
    assert (second.score, second.recognised) == (None, 2)
    assert result.seconds_a_page > 0
    assert "3 pages" in printed(ocr_blocks(result))
    assert ocr_json(result)["papers"][0]["error_rate"] == first.score.error_rate


def test_papers_that_are_no_scans_have_nothing_to_measure(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(small_pdf(1))
    with pytest.raises(BenchmarkError, match="apt-get install tesseract-ocr"):
        measure_ocr([tmp_path / "a.pdf"])
