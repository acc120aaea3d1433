import io
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from qa.page_images.renderer import Marked, PageDrawer, PageImageError
from qa.page_images.worker import quote_boxes
from tests.fakes import DECIDED_QUOTE, MINUTES_PAGES, write_pdf

SHARED = Path(
    os.environ.get("TOWNCLERK_SHARED", Path(__file__).resolve().parents[3].parent / "shared")
)
KENT = "kent-cabinet-2025-01-30"


@pytest.fixture
def drawer() -> Iterator[PageDrawer]:
    drawer = PageDrawer()
    yield drawer
    drawer.close()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "minutes.pdf", MINUTES_PAGES)


def yellow_rows(png: bytes) -> list[int]:
    """Return the rows of the picture that hold highlighter yellow."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = image.load()
    assert pixels is not None
    return [
        y
        for y in range(image.height)
        if any(pixels[x, y] == (255, 232, 64) for x in range(0, image.width, 3))
    ]


def test_a_page_is_drawn_at_the_width_asked_for(drawer: PageDrawer, pdf: Path) -> None:
    image = Image.open(io.BytesIO(drawer.draw(pdf, 1, quote=None, width=500)))
    assert (image.format, image.width) == ("PNG", 500)
    assert image.height == pytest.approx(500 * 842 / 595, abs=2)


def test_the_quote_is_yellow_on_its_own_lines_and_the_print_stays_black(
    drawer: PageDrawer, pdf: Path
) -> None:
    plain = drawer.draw(pdf, 2, quote=None, width=600)
    marked = drawer.draw(pdf, 2, quote=DECIDED_QUOTE, width=600)
    rows = yellow_rows(marked)
    assert yellow_rows(plain) == []
    # Two lines of print near the head of the page: 72 points down, 15 apart.
    assert 60 < min(rows) < 80
    assert 15 < max(rows) - min(rows) < 40
    darkest = [Image.open(io.BytesIO(png)).convert("L").getextrema()[0] for png in (plain, marked)]
    assert darkest[1] == pytest.approx(darkest[0], abs=4)
    assert darkest[1] < 40


def test_a_quote_that_is_not_on_the_page_marks_nothing(drawer: PageDrawer, pdf: Path) -> None:
    assert drawer.draw(pdf, 1, quote=DECIDED_QUOTE, width=400) == drawer.draw(
        pdf, 1, quote=None, width=400
    )


def test_a_rotated_page_is_marked_where_the_words_are(drawer: PageDrawer, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "turned.pdf", MINUTES_PAGES)
    document = pypdfium2.PdfDocument(path)
    document[1].set_rotation(90)
    turned = tmp_path / "rotated.pdf"
    document.save(turned)
    document.close()
    image = Image.open(io.BytesIO(drawer.draw(turned, 2, quote=DECIDED_QUOTE, width=842)))
    assert image.width > image.height
    pixels = image.convert("RGB").load()
    assert pixels is not None
    yellow = [
        x
        for x in range(image.width)
        if any(pixels[x, y] == (255, 232, 64) for y in range(image.height))
    ]
    # The head of the page is at the right now.
    assert min(yellow) > 700


def test_where_a_quote_stands_is_told_for_upright_and_turned_pages(
    drawer: PageDrawer, pdf: Path, tmp_path: Path
) -> None:
    found = drawer.find_marks(pdf, 2, DECIDED_QUOTE)
    assert found.shape == pytest.approx(595 / 842, abs=0.001)
    ((left, top, right, bottom),) = found.marks
    assert (top, bottom) == pytest.approx((0.075, 0.108), abs=0.02)
    assert left == pytest.approx(72 / 595, abs=0.02) and 0.8 < right < 0.9
    assert drawer.find_marks(pdf, 1, DECIDED_QUOTE).marks == ()
    assert drawer.find_marks(pdf, 1, None).shape == found.shape
    assert drawer.find_marks(pdf, 99, DECIDED_QUOTE) == Marked(None, ())
    document = pypdfium2.PdfDocument(pdf)
    document[1].set_rotation(180)
    turned = tmp_path / "upside-down.pdf"
    document.save(turned)
    document.close()
    ((*_, low),) = drawer.find_marks(turned, 2, DECIDED_QUOTE).marks
    assert low == pytest.approx(1 - top, abs=0.01)


def test_words_are_marked_each_time_that_they_stand_on_the_page(
    drawer: PageDrawer, pdf: Path
) -> None:
    marks = drawer.find_marks(pdf, 2, "other bus", every=True).marks
    assert len(marks) == 18
    assert [mark[1] for mark in marks] == sorted({mark[1] for mark in marks})
    assert drawer.find_marks(pdf, 2, "ther business", every=True).marks == ()
    once = drawer.draw(pdf, 2, quote="54. OTHER BUSINESS", width=400)
    each = drawer.draw(pdf, 2, quote="54. OTHER BUSINESS", width=400, every=True)
    assert _yellow_rows(each) > 10 * _yellow_rows(once) > 0


def _yellow_rows(png: bytes) -> int:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    across = range(image.width)
    return sum(
        any(image.getpixel((x, y)) == (255, 232, 64) for x in across) for y in range(image.height)
    )


@pytest.mark.parametrize("number", [0, 3, 10**9])
def test_a_page_that_is_not_there_is_refused(drawer: PageDrawer, pdf: Path, number: int) -> None:
    with pytest.raises(PageImageError, match="cannot be shown"):
        drawer.draw(pdf, number, quote=None, width=400)


def test_a_file_that_is_no_pdf_is_refused_without_its_path(
    drawer: PageDrawer, tmp_path: Path
) -> None:
    path = tmp_path / "not.pdf"
    path.write_bytes(b"no pdf")
    with pytest.raises(PageImageError) as raised:
        drawer.draw(path, 1, quote=None, width=400)
    assert str(tmp_path) not in str(raised.value)


def test_a_bomb_is_refused_and_the_next_page_is_drawn(
    drawer: PageDrawer, pdf: Path, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(_bomb())
    assert bomb.stat().st_size < 100_000
    with pytest.raises(PageImageError):
        drawer.draw(bomb, 1, quote="anything at all", width=400)
    assert drawer.draw(pdf, 1, quote=None, width=400).startswith(b"\x89PNG")


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_drawn(pdf: Path) -> None:
    drawer = PageDrawer(time_limit=0.001)
    try:
        with pytest.raises(PageImageError):
            drawer.draw(pdf, 1, quote=None, width=400)
        drawer._time_limit = 30.0
        assert drawer.draw(pdf, 1, quote=None, width=400).startswith(b"\x89PNG")
    finally:
        drawer.close()


def test_a_child_that_was_killed_is_replaced(drawer: PageDrawer, pdf: Path) -> None:
    drawer.draw(pdf, 1, quote=None, width=400)
    child = drawer._child
    assert child is not None
    child.kill()
    child.wait()
    assert drawer.draw(pdf, 1, quote=None, width=400).startswith(b"\x89PNG")


def test_a_page_of_freak_shape_is_drawn_small(drawer: PageDrawer, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(10, 14_000)
    path = tmp_path / "tall.pdf"
    document.save(path)
    document.close()
    image = Image.open(io.BytesIO(drawer.draw(path, 1, quote=None, width=2000)))
    assert image.width * image.height <= 8_100_000


def test_every_gold_quote_is_found_on_its_page() -> None:
    gold = SHARED / "gold" / f"{KENT}.jsonl"
    if not gold.exists():
        pytest.skip(f"no real papers at {SHARED}")
    places = [
        (SHARED / "corpus" / KENT / evidence["doc"], evidence["page"], evidence["quote"])
        for line in gold.read_text("utf-8").splitlines()
        for evidence in json.loads(line)["evidence"]
    ]
    held = [place for place in places if place[0].exists()]
    assert len(held) > 40
    missed = []
    for path, number, quote in held:
        document = pypdfium2.PdfDocument(path)
        page = document[(number[0] if isinstance(number, list) else number) - 1]
        if not quote_boxes(page, quote):
            missed.append((path.name, number, quote))
        document.close()
    assert missed == []


def _bomb() -> bytes:
    """Return a PDF whose page inflates to three gigabytes, twice deflated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, blocks = bytes(1 << 24), 192
    # After a full flush the same bytes can follow again, so one block is packed for all.
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (len(block) * blocks % 65521 << 16) | 1
    once = b"\x78\xda" + packed * blocks + b"\x03\x00" + checksum.to_bytes(4)
    stream = zlib.compress(once, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream"
        % (len(stream), stream),
    ]
    body = b"%PDF-1.7\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\n" % table
        + (b"startxref\n%d\n%%%%EOF\n" % len(body))
    )


def test_pages_are_drawn_after_the_folder_of_papers_was_replaced(
    drawer: PageDrawer, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write_pdf(folder / "minutes.pdf", MINUTES_PAGES)
    assert drawer.draw(folder / "minutes.pdf", 1, quote=None, width=300)
    folder.rename(tmp_path / "before")
    folder.mkdir()
    write_pdf(folder / "minutes.pdf", MINUTES_PAGES)
    assert drawer.draw(folder / "minutes.pdf", 1, quote=None, width=300)
    assert drawer.answers()
