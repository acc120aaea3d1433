from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf.columns import Line
from ingest.readers.pdf.words import (
    Box,
    Word,
    address_of,
    drawn_on_page,
    font_size,
    handle_of,
    kind_of_drawn,
    lines_from_top,
    loose_box,
    printed_lines,
)

PAPER = Path(__file__).parents[4] / "samples" / "papers" / "cabinet-2024-01-18-agenda-pack.pdf"


def test_pdfium_tells_the_same_by_address_as_by_handle() -> None:
    with pdfium.PdfDocument(PAPER) as pdf:
        page = pdf[0]
        textpage = page.get_textpage()
        box = raw.FS_RECTF()
        for index in range(0, textpage.count_chars(), 50):
            assert loose_box(address_of(textpage.raw), index, address_of(box))
            told = (box.left, box.bottom, box.right, box.top)
            assert told == textpage.get_charbox(index, loose=True)
            size = font_size(address_of(textpage.raw), index)
            assert size == raw.FPDFText_GetFontSize(textpage.raw, index)
        count = raw.FPDFPage_CountObjects(page.raw)
        assert count > 10
        for place in range(count):
            drawn = drawn_on_page(address_of(page.raw), place)
            by_handle = raw.FPDFPage_GetObject(page.raw, place)
            assert drawn == address_of(by_handle) == address_of(handle_of(drawn))
            assert kind_of_drawn(drawn) == raw.FPDFPageObj_GetType(by_handle)


def test_an_address_of_a_record_is_where_it_stands() -> None:
    record = raw.FS_RECTF(1, 2, 3, 4)
    assert address_of(record) == ctypes.addressof(record)


def word(text: str, left: float, top: float = 0.0) -> Word:
    return Word(text, 0, Box(left, top, left + 5.0 * len(text), top + 10.0), 0)


def texts(line: Line, *cuts: float) -> list[str]:
    return [" ".join(word.text for word in piece.words) for piece in line.parted(cuts)]


def test_a_printed_line_is_parted_at_wide_gaps_between_figures_and_at_cuts() -> None:
    line = Line([word("Sea", 0), word("walls", 18), word("1,204", 120), word("1,310", 148)])
    assert texts(line) == ["Sea walls", "1,204", "1,310"]
    assert texts(line, 17.0) == ["Sea", "walls", "1,204", "1,310"]
    assert texts(line, 100.0, 147.0) == ["Sea walls", "1,204", "1,310"]
    assert [piece.is_figure for piece in line.pieces] == [False, True, True]


def test_words_of_one_height_are_one_printed_line_however_they_are_given() -> None:
    words = [word("c", 40, 1), word("d", 0, 20), word("a", 0), word("b", 20, 2)]
    lines = [[w.text for w in line] for line in printed_lines(words)]
    assert lines == [["a", "b", "c"], ["d"]]
    assert lines_from_top([]) == []
