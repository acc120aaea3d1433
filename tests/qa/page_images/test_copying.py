"""A copy of a PDF for readers holds nothing but what is seen on its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)
from reportlab.lib.utils import ImageReader
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


def bundle() -> bytes:
    """A pack of three pages of which the second is secret, with much beside the pages."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of(open_page, with_picture, open_page))))
    writer.add_metadata({"/Title": SECRET, "/Keywords": SECRET})
    first = writer.add_outline_item(title="Minutes", page_number=0)
    writer.add_outline_item(title=SECRET, page_number=1, parent=first)
    writer.add_outline_item(title="Later minutes", page_number=2, parent=first)
    writer.add_attachment(filename="bids.txt", data=SECRET.encode())
    named = ArrayObject([TextStringObject("start"), writer._add_object(script())])
    scripts = DictionaryObject({NameObject("/Names"): named})
    writer.root_object["/Names"].get_object()[NameObject("/JavaScript")] = scripts
    writer.root_object[NameObject("/OpenAction")] = script()
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script()})
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Of"): TextStringObject(SECRET)})
    page[NameObject("/Thumb")] = next(iter(writer.pages[1]["/Resources"]["/XObject"].values()))
    box = (72, 100, 200, 120)
    writer.add_annotation(0, Link(rect=box, url="https://brackwater.example/agenda"))
    writer.add_annotation(0, Link(rect=box, target_page_index=2))
    writer.add_annotation(0, Link(rect=box, target_page_index=1))
    for kind in ("/Launch", "/GoToR", "/SubmitForm", "/JavaScript"):
        writer.add_annotation(0, acting(kind))
    writer.add_annotation(0, acting("/URI", "file:///etc/passwd"))
    writer.add_annotation(0, attached(writer))
    return written(writer)


def with_picture(page: Canvas) -> None:
    write_lines(page, [SECRET])
    page.drawImage(ImageReader(Image.new("RGB", (40, 40), (1, 2, 3))), 100, 100, 40, 40)


def script() -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(f"app.alert('{SECRET}')"),
        }
    )


def acting(kind: str, address: str = "https://brackwater.example") -> DictionaryObject:
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject(kind),
            NameObject("/URI"): TextStringObject(address),
            NameObject("/F"): TextStringObject(SECRET),
            NameObject("/JS"): TextStringObject(SECRET),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (72, 100, 200, 120))),
            NameObject("/A"): action,
        }
    )


def attached(writer: PdfWriter) -> DictionaryObject:
    held = DecodedStreamObject()
    held.set_data(SECRET.encode())
    file = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject("bids.txt"),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(held)}),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FileAttachment"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (72, 100, 90, 120))),
            NameObject("/FS"): file,
        }
    )


ACTIVE = ("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/GoToR", "/SubmitForm")
BESIDE = ("/EmbeddedFile", "/Filespec", "/EF", "/PieceInfo", "/Thumb", "/Metadata", "/Info")


def test_a_page_left_out_is_blank_and_nothing_of_it_is_in_the_copy(
    drawer: PageDrawer, path: Path
) -> None:
    path.write_bytes(bundle())
    assert b"Marlow" in all_within(path.read_bytes())
    copy = drawer.copy(path, {2: "Not published"}, {})
    assert [" ".join(text.split()) for text in texts(copy)][1] == "Not published"
    assert [RESOLVED in text for text in texts(copy)] == [True, False, True]
    assert pypdfium2.PdfDocument(copy)[1].get_size() == pytest.approx((595, 842), abs=1)
    assert_nowhere("Marlow", copy)
    held = all_within(copy)
    assert [key for key in (*ACTIVE, *BESIDE) if key.encode() in held] == []
    reader = PdfReader(io.BytesIO(copy))
    assert not any(page.images for page in reader.pages)
    assert [entry.title for entry in flat(reader.outline)] == ["Minutes", "Later minutes"]


def test_of_a_public_pdf_scripts_attachments_and_actions_are_left_out_and_links_stay(
    drawer: PageDrawer, path: Path
) -> None:
    path.write_bytes(bundle())
    reader = PdfReader(io.BytesIO(drawer.copy(path, {}, {})))
    held = all_within(drawer.copy(path, {}, {}))
    assert [key for key in (*ACTIVE, "/EmbeddedFile", "/EF") if key.encode() in held] == []
    assert b"/etc/passwd" not in held
    links = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert [link["/A"]["/URI"] for link in links if "/A" in link] == [
        "https://brackwater.example/agenda"
    ]
    places = [link["/Dest"][0].get_object() for link in links if "/Dest" in link]
    assert places == [reader.pages[2].get_object(), reader.pages[1].get_object()]
    assert [" ".join(text.split()) for text in texts(drawer.copy(path, {}, {}))][1] == SECRET


def test_a_stamp_becomes_part_of_its_page(drawer: PageDrawer, path: Path) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of(open_page))))
    note = FreeText(text="Corrected in May", rect=(72, 300, 300, 340))
    look = DecodedStreamObject()
    look.set_data(b"BT /F1 12 Tf 4 10 Td (Corrected in May) Tj ET")
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 228, 40))),
            NameObject("/Resources"): writer.pages[0]["/Resources"],
        }
    )
    note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    writer.add_annotation(0, note)
    path.write_bytes(written(writer))
    (text,) = texts(drawer.copy(path, {}, {}))
    assert "Corrected in May" in text and RESOLVED in text


@pytest.mark.parametrize("turn", [0, 90, 270])
def test_a_blank_page_is_as_wide_as_the_page_looked(
    drawer: PageDrawer, path: Path, turn: int
) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of(open_page, boxed))))
    writer.pages[1].rotate(turn)
    path.write_bytes(written(writer))
    before = pypdfium2.PdfDocument(path)[1].get_size()
    copy = drawer.copy(path, {2: "Not published"}, {})
    assert pypdfium2.PdfDocument(copy)[1].get_size() == pytest.approx(before, abs=1)


@pytest.mark.parametrize("data", [b"%PDF-1.7 and nothing more", b"", b"no PDF at all"])
def test_what_is_no_pdf_gives_no_copy(drawer: PageDrawer, path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(PageImageError):
        drawer.copy(path, {}, {})


def flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


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
