"""Scanned pages that lie on their side or on their head: read upright, marked where they lie."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.document import SourceDocument
from ingest.readers.ocr.recogniser import look_upright
from ingest.readers.ocr.tesseract import (
    Box,
    SeenLine,
    SeenPage,
    SeenWord,
    page_from_json,
    page_to_json,
)
from ingest.sandbox.isolation import read_paper
from ingest.sandbox.wire import STANDARD_LIMITS, Limits
from qa.page_images.renderer import find_marks, render_page
from tests.ingest.readers.ocr.scanned import A4, needs_tesseract, printed_pdf, scan_of

MINUTES = (
    "The Harbour Board met in the Customs House on 4 May 2023.",
    "The treasurer told the members how the fund stood at the end of March.",
    "RESOLVED that the north quay be dredged at a cost of 41,500 pounds.",
    "The clerk was asked to write to the owners of the boats at the quay.",
)
LINE = "RESOLVED that the north quay be dredged at a cost of 41,500 pounds"
QUOTE = "north quay be dredged at a cost of 41,500 pounds"
YELLOW = (255, 232, 64)


def turned_scan(*pages: tuple[int, tuple[str, ...]], size: float = 12) -> bytes:
    """Return a PDF of pictures of pages, each turned clockwise by so many degrees."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for turn, lines in pages:
        picture = scan_of(printed_pdf(lines, size=size)).rotate(-turn, expand=True)
        across, down = A4 if turn % 180 == 0 else A4[::-1]
        canvas.setPageSize((across, down))
        canvas.drawImage(ImageReader(picture), 0, 0, across, down)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes, limits: Limits = STANDARD_LIMITS) -> SourceDocument:
    (tmp_path / "a.pdf").write_bytes(data)
    return read_paper(tmp_path / "a.pdf", limits=limits)


@needs_tesseract
@pytest.mark.parametrize("size", [8, 12], ids=["small print", "usual print"])
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_scanned_the_wrong_way_round_is_read_upright(
    tmp_path: Path, turn: int, size: float
) -> None:
    upright = read(tmp_path, turned_scan((0, MINUTES), size=size)).lines
    document = read(tmp_path, turned_scan((turn, MINUTES), size=size))
    assert [line.text for line in document.lines] == list(MINUTES)
    assert document.recognised == {1}
    assert [line.size for line in document.lines] == pytest.approx(
        [line.size for line in upright], abs=1.5
    )
    assert [line.gap for line in document.lines] == pytest.approx(
        [line.gap for line in upright], abs=0.3
    )


@needs_tesseract
def test_pages_of_one_paper_may_lie_in_different_ways(tmp_path: Path) -> None:
    document = read(tmp_path, turned_scan(*((turn, MINUTES) for turn in (0, 270, 180, 0, 90))))
    for page in range(1, 6):
        texts = [line.text for line in document.lines if line.page == page]
        assert texts == list(MINUTES), page


@needs_tesseract
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_quote_is_marked_where_it_stands_on_the_page_as_it_lies(
    tmp_path: Path, turn: int
) -> None:
    data = turned_scan((turn, MINUTES))
    places = read(tmp_path, data).words[1]
    png = render_page(tmp_path / "a.pdf", 1, quote=QUOTE, words=places)
    marked = Image.open(io.BytesIO(png)).convert("RGB").rotate(turn, expand=True)  # upright again
    yellow = [
        (x / marked.width, y / marked.height)
        for x in range(0, marked.width, 3)
        for y in range(0, marked.height, 3)
        if marked.getpixel((x, y)) == YELLOW
    ]
    line = 1 - (770 - 18 * 2) / A4[1]
    assert len(yellow) > 50
    assert all(line - 0.02 < y < line + 0.01 for _, y in yellow)
    begins, ends = (
        72 + stringWidth(words, "Helvetica", 12) for words in ("RESOLVED that the ", LINE)
    )
    assert min(x for x, _ in yellow) == pytest.approx(begins / A4[0], abs=0.01)
    assert max(x for x, _ in yellow) == pytest.approx(ends / A4[0], abs=0.01)
    ((_, top, _, _),) = find_marks(tmp_path / "a.pdf", 1, QUOTE, places).marks
    assert top == pytest.approx(_highest(places), abs=0.01)


def _highest(places: tuple[object, ...]) -> float:
    texts = [place.text for place in places]  # type: ignore[attr-defined]
    start = texts.index("north")
    return min(place.top for place in places[start : start + len(QUOTE.split())])  # type: ignore[attr-defined]


@needs_tesseract
def test_a_page_that_the_pdf_itself_turns_is_turned_no_further(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with pdfium.PdfDocument(turned_scan((90, MINUTES))) as pdf:
        pdf[0].set_rotation(270)
        pdf.save(buffer)
    document = read(tmp_path, buffer.getvalue())
    assert [line.text for line in document.lines] == list(MINUTES)
    first = document.words[1][0]
    assert first.bottom == pytest.approx(1 - 770 / A4[1], abs=0.01)


@needs_tesseract
def test_a_drawing_is_no_page_that_lies_wrong(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(Image.effect_noise((400, 560), 60)), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    document = read(tmp_path, buffer.getvalue())
    assert document.notices[0] == "page 1 is a picture in which OCR found no text"


@needs_tesseract
def test_a_turned_page_keeps_to_the_time_for_a_page(tmp_path: Path) -> None:
    limits = replace(STANDARD_LIMITS, ocr_per_page=0.02)
    document = read(tmp_path, turned_scan((180, MINUTES * 10)), limits)
    assert document.lines == ()


def seen(confidence: float, turn: int, *, tall: bool = False) -> SeenPage:
    box = Box(0, 0, 10, 40) if tall else Box(0, 0, 40, 10)
    return SeenPage((SeenLine((SeenWord("quay", box, confidence),), box),), 100, 200, 200, turn)


def test_a_page_that_no_turn_sets_right_is_given_as_it_lies() -> None:
    looks: list[tuple[int, bool]] = []

    def look(turn: int, dpi: int | None) -> SeenPage:
        looks.append((turn, dpi is None))
        return seen(20 + turn / 10, turn)

    assert look_upright(look).turn == 0
    assert looks == [(0, True), (180, False), (90, False), (270, False)]


def test_a_page_read_well_is_looked_at_once() -> None:
    looks: list[int] = []

    def look(turn: int, dpi: int | None) -> SeenPage:
        looks.append(turn)
        return seen(80, turn)

    assert look_upright(look).turn == 0
    assert looks == [0]


@pytest.mark.parametrize(
    ("lies", "looked_at"),
    [(90, [0, 270]), (180, [0, 180, 180]), (270, [0, 180, 90])],
)
def test_a_page_is_turned_by_what_is_seen_on_its_side_and_on_its_head(
    lies: int, looked_at: list[int]
) -> None:
    looks: list[int] = []

    def look(turn: int, dpi: int | None) -> SeenPage:
        """See as Tesseract does: well upright, and in tall lines what runs down the page."""
        looks.append(turn)
        now = (lies + turn) % 360
        return seen(90 if now in (0, 90) else 25, turn, tall=now == 90)

    assert look_upright(look).turn == -lies % 360
    assert looks == looked_at


@pytest.mark.parametrize(
    ("turn", "sides"),
    [
        (0, (0.1, 0.1, 0.5, 0.2)),
        (90, (0.1, 0.5, 0.2, 0.9)),
        (180, (0.5, 0.8, 0.9, 0.9)),
        (270, (0.8, 0.1, 0.9, 0.5)),
    ],
)
def test_the_place_of_a_word_is_turned_back(turn: int, sides: tuple[float, ...]) -> None:
    page = SeenPage((), 200, 100, 200, turn)
    place = page.place(SeenWord("quay", Box(20, 10, 100, 20), 90))
    assert (place.left, place.top, place.right, place.bottom) == pytest.approx(sides)


def test_a_page_comes_back_from_json_as_it_was_and_only_under_its_settings() -> None:
    page = seen(91.5, 270, tall=True)
    assert page_from_json(page_to_json(page, "eng"), "eng") == page
    assert page_from_json(page_to_json(page, "eng"), "cym") is None


def test_a_process_that_embeds_never_loads_tesseract() -> None:
    probe = (
        "import sys, ingest.pipeline, ingest.sandbox.isolation; "
        "import ingest.checkpoints, ingest.commands; "
        "held = [name for name in sys.modules if name.startswith('ingest.readers')]; "
        "maps = open('/proc/self/maps').read(); "
        "sys.exit(str([n for n in held if n.endswith(('tesseract', 'ocr', 'turning'))]) "
        "if 'tesseract' in maps or 'ingest.readers.ocr.tesseract' in held else 0)"
    )
    root = Path(__file__).parents[4]
    done = subprocess.run([sys.executable, "-c", probe], cwd=root, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
