"""A copy of a PDF for readers holds nothing but what is seen on its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from qa.page_images.renderer import PageDrawer, PageImageError
from tests.qa.page_images.redacted_papers import (
    HEAD,
    RESOLVED,
    SECRET,
    all_within,
    boxed,
    marked,
    open_page,
    over_secret,
    pdf_of,
    write_lines,
    written,
)

Copy = dict[int, list[tuple[float, float, float, float]]]


@pytest.fixture
def drawer() -> Iterator[PageDrawer]:
    drawer = PageDrawer(time_limit=30)
    yield drawer
    drawer.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "minutes.pdf"


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def assert_nowhere(words: str, data: bytes) -> None:
    held = all_within(data)
    assert words.encode() not in held
    assert words.encode("utf-16-be") not in held


def test_the_page_is_a_picture_and_the_others_are_as_they_were(
    drawer: PageDrawer, path: Path
) -> None:
    data = pdf_of(open_page, boxed, open_page)
    path.write_bytes(data)
    copy = drawer.copy(path, {}, {2: []})
    before = texts(data)
    assert SECRET in before[1]
    assert texts(copy) == [before[0], "", before[2]]
    assert RESOLVED in before[0]
    assert_nowhere("Marlow", copy)
    picture = pypdfium2.PdfDocument(copy)[1]
    assert picture.get_size() == pytest.approx((595, 842), abs=1)
    drawn = picture.render(scale=1).to_pil().convert("L")
    left, bottom, across, up = map(round, over_secret(Canvas(io.BytesIO())))
    inside = (left + 3, 842 - bottom - up + 3, left + across - 3, 842 - bottom - 3)
    assert drawn.crop(inside).getextrema()[1] < 40
    assert drawn.crop((72, 60, 300, 80)).getextrema()[0] < 60  # the heading is there


def test_what_a_page_shares_with_it_and_does_not_show_is_left_out(
    drawer: PageDrawer, path: Path
) -> None:
    def form(page: Canvas) -> None:
        page.beginForm("bound")
        boxed(page)
        page.endForm()
        page.doForm("bound")

    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of(open_page, form, open_page))))
    shared = writer._add_object(writer.pages[1]["/Resources"])
    for page in writer.pages:
        page[NameObject("/Resources")] = shared
    path.write_bytes(written(writer))
    copy = drawer.copy(path, {}, {2: []})
    assert b"Marlow" in all_within(path.read_bytes())
    assert [RESOLVED in text for text in texts(copy)] == [True, False, True]
    assert_nowhere("Marlow", copy)


def test_what_lies_beside_the_pages_is_left_out(drawer: PageDrawer, path: Path) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of(boxed, open_page))))
    writer.add_metadata({"/Subject": SECRET})
    writer.add_outline_item(title=SECRET, page_number=0)
    writer.add_attachment(filename="draft.txt", data=SECRET.encode())
    path.write_bytes(written(writer))
    copy = drawer.copy(path, {}, {1: []})
    assert RESOLVED in texts(copy)[1]
    assert_nowhere("Marlow", copy)


def test_a_form_is_taken_over_without_what_it_was_filled_in_with_elsewhere(
    drawer: PageDrawer, path: Path
) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of(boxed, open_page))))
    whole = writer._add_object(
        DictionaryObject(
            {
                NameObject("/T"): TextStringObject("bid"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/V"): TextStringObject(SECRET),
            }
        )
    )
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject(),
            NameObject("/Parent"): whole,
        }
    )
    writer.pages[1][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    path.write_bytes(written(writer))
    assert_nowhere("Marlow", drawer.copy(path, {}, {1: []}))


def test_a_page_with_a_layer_that_is_off_becomes_a_picture_without_it(
    drawer: PageDrawer, path: Path
) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of(open_page, boxed, open_page))))
    layer = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("L")}
        )
    )
    off = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): off}
    )
    page = writer.pages[0]
    page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/L1"): layer})
    more = DecodedStreamObject()
    more.set_data(b"/OC /L1 BDC BT /F1 30 Tf 72 400 Td (Switched off) Tj ET EMC")
    contents = page.raw_get("/Contents")
    page[NameObject("/Contents")] = ArrayObject([contents, writer._add_object(more)])
    path.write_bytes(written(writer))
    copy = drawer.copy(path, {}, {2: []})
    assert [RESOLVED in text for text in texts(copy)] == [False, False, True]
    assert_nowhere("Switched off", copy)


def test_a_page_marked_for_redaction_becomes_a_picture_though_nobody_noted_it(
    drawer: PageDrawer, path: Path
) -> None:
    path.write_bytes(marked(pdf_of(boxed, write_lines, open_page), 1))
    copy = drawer.copy(path, {}, {1: []})
    assert_nowhere("Marlow", copy)
    assert RESOLVED in texts(copy)[2]
    drawn = pypdfium2.PdfDocument(copy)[1].render(scale=1).to_pil().convert("L")
    left, bottom, across, up = map(round, over_secret(Canvas(io.BytesIO())))
    inside = (left + 3, 842 - bottom - up + 3, left + across - 3, 842 - bottom - 3)
    assert drawn.crop(inside).getextrema()[1] < 40


def test_a_copy_that_takes_too_long_is_given_up(path: Path) -> None:
    path.write_bytes(pdf_of(boxed, open_page))
    hurried = PageDrawer(time_limit=0.001)
    try:
        with pytest.raises(PageImageError) as raised:
            hurried.copy(path, {}, {1: []})
    finally:
        hurried.close()
    assert str(path) not in str(raised.value)
    assert not any(line in str(raised.value) for line in (*HEAD, SECRET))
