"""The copy of a PDF shows what notes and fields hold, also where the file does not draw it."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String

from qa.page_images.copying import copy_pdf
from tests.ingest.readers.pdf.person_papers import form_without_drawings, struck_words, typed_notes


def words_of(copy: bytes) -> str:
    pdf = pdfium.PdfDocument(copy)
    text = " ".join(pdf[0].get_textpage().get_text_range().split())
    pdf.close()
    return text


def ink(copy: bytes, part: tuple[int, int, int, int]) -> int:
    """Dark pixels of a part of the first page, in points from its top left."""
    pdf = pdfium.PdfDocument(copy)
    shown = pdf[0].render(scale=1).to_pil().convert("L").crop(part)
    pdf.close()
    return sum(shown.histogram()[:128])


def test_a_filled_in_form_is_handed_out_filled_in(tmp_path: Path) -> None:
    words = words_of(copy_pdf(str(form_without_drawings(tmp_path)), {}, {}))
    assert "Imogen Farrar, Head of Streets" in words and "Mereside" in words
    assert "to spend £12,600 on signs, lines and posts before the end" in words
    assert "after the talks with the school." in words


@pytest.mark.parametrize("hidden", [{}, {1: []}])
def test_its_picture_shows_it_filled_in(hidden: dict[int, list[object]], tmp_path: Path) -> None:
    copy = copy_pdf(str(form_without_drawings(tmp_path)), {}, hidden)  # type: ignore[arg-type]
    assert ink(copy, (200, 80, 500, 98)) > 50, "who decided"
    assert ink(copy, (200, 140, 500, 212)) > 200, "what was decided"
    assert ink(copy, (290, 231, 304, 245)) > 10, "the box that is ticked"


def test_a_note_and_a_strike_that_the_file_does_not_draw_are_in_the_copy(tmp_path: Path) -> None:
    assert "GBP 4,175" in words_of(copy_pdf(str(typed_notes(tmp_path)), {}, {}))
    struck = copy_pdf(str(struck_words(tmp_path)), {}, {})
    pdf = pdfium.PdfDocument(struck)
    shown = pdf[0].render(scale=2).to_pil().convert("RGB").crop((330, 380, 400, 404))
    pdf.close()
    reds = [count for count, (r, g, b) in shown.getcolors(10_000) if r > 150 and g < 90 and b < 90]
    assert sum(reds) > 20


@pytest.mark.parametrize(
    "entries",
    [
        {"Rect": Array([1, 2, 3])},
        {"Rect": String("no frame")},
        {"QuadPoints": Array([String("a")] * 8), "Subtype": Name.StrikeOut},
        {"Contents": Array(), "DA": Name.Tf},
        {"F": String("hidden")},
        {"Rect": Array([0, 0, 1e9, 1e9])},
    ],
)
def test_a_note_that_is_not_as_it_should_be_does_no_harm(
    entries: dict[str, object], tmp_path: Path
) -> None:
    pdf = pikepdf.open(typed_notes(tmp_path))
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.FreeText,
        Rect=Array([100, 100, 300, 130]),
        Contents=String("Odd"),
    )
    for key, value in entries.items():
        note[f"/{key}"] = value
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(note))
    target = io.BytesIO()
    pdf.save(target)
    path = tmp_path / "odd.pdf"
    path.write_bytes(target.getvalue())
    assert "The Chair closed the meeting." in words_of(copy_pdf(str(path), {}, {}))
