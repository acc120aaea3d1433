"""What stands on a page as annotations is seen, be it text or drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from pikepdf import Array, Name

from ingest.document import SeenAt
from ingest.readers.pdf.beside.notes import MAX_NOTES
from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.beside.marked import (
    MARKING,
    drawing,
    note,
    opened,
    saved,
    seen_in,
    written,
)


@pytest.mark.parametrize(
    "kind",
    ["Text", "FreeText", "Highlight", "Square", "Line", "Caret", "Popup", "Ink", "Underline"],
)
def test_what_a_note_says_is_seen_with_its_page(kind: str, tmp_path: Path) -> None:
    pdf = opened(pages=2)
    note(pdf, kind, Contents=MARKING)
    assert seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.NOTE) == [(MARKING, 2)]


def test_each_paragraph_of_a_note_is_given_by_itself(tmp_path: Path) -> None:
    pdf = opened()
    note(pdf, "Text", Contents=f"Oldport Council\r{MARKING}", Subj="Private", T="Clerk")
    found = seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.NOTE)
    assert found == [("Oldport Council", 1), (MARKING, 1), ("Private", 1), ("Clerk", 1)]


def test_rich_text_is_given_without_its_mark_up(tmp_path: Path) -> None:
    pdf = opened()
    rich = "<?xml version='1.0'?><body><p>Oldport</p><p><b>EXEMPT</b> &amp; private</p></body>"
    note(pdf, "FreeText", RC=rich)
    found = seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.NOTE)
    assert found == [("Oldport", 1), ("EXEMPT & private", 1)]


def test_a_stamp_is_seen_by_its_name_and_by_what_is_drawn(tmp_path: Path) -> None:
    pdf = opened()
    note(pdf, "Stamp", Name=Name.NotForPublicRelease)
    note(
        pdf, "Stamp", Rect=Array([100, 200, 400, 260]), AP=written(pdf, "PRIVATE and confidential")
    )
    found = seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.STAMP)
    assert found == [("Not For Public Release", 1), ("PRIVATE and confidential", 1)]


def test_a_stamp_drawn_aslant_in_single_letters_comes_out_whole(tmp_path: Path) -> None:
    pdf = opened()
    letters = " ".join(
        f"BT /F1 14 Tf .94 .342 -.342 .94 {20 + 10.3 * at} {5 + 3.8 * at} Tm ({char}) Tj ET"
        for at, char in enumerate("EXEMPT")
    )
    note(pdf, "Stamp", AP=drawing(pdf, letters))
    assert seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.STAMP) == [("EXEMPT", 1)]


def test_a_watermark_annotation_is_seen(tmp_path: Path) -> None:
    pdf = opened()
    note(pdf, "Watermark", AP=written(pdf, MARKING))
    assert seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.WATERMARK) == [(MARKING, 1)]


def test_the_words_to_be_laid_over_a_redaction_are_seen(tmp_path: Path) -> None:
    pdf = opened()
    note(pdf, "Redact", OverlayText="EXEMPT - paragraph 3")
    assert seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.OVERLAY) == [("EXEMPT - paragraph 3", 1)]


@pytest.mark.parametrize("flag", [2, 32])
def test_a_hidden_annotation_is_given_as_hidden(flag: int, tmp_path: Path) -> None:
    pdf = opened()
    note(pdf, "Text", Contents="Exempt until May", F=flag)
    note(pdf, "Stamp", AP=written(pdf, MARKING), F=flag)
    path = saved(pdf, tmp_path / "a.pdf")
    assert seen_in(path, SeenAt.HIDDEN) == [("Exempt until May", 1), (MARKING, 1)]
    assert seen_in(path, SeenAt.NOTE) == seen_in(path, SeenAt.STAMP) == []


def test_what_a_link_shows_under_the_mouse_is_seen(tmp_path: Path) -> None:
    pdf = opened()
    note(pdf, "Link", Contents="The exempt appendix")
    assert seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.LINK) == [("The exempt appendix", 1)]


def test_a_stamp_is_a_line_of_the_page_in_its_place_and_no_other_line_changes(
    tmp_path: Path,
) -> None:
    pdf = opened()
    plain = read_pdf(saved(pdf, tmp_path / "plain.pdf"))
    note(pdf, "Stamp", AP=written(pdf, MARKING))
    stamped = read_pdf(saved(pdf, tmp_path / "stamped.pdf"))
    assert [line.text for line in stamped.lines] == [plain.lines[0].text, MARKING]
    assert not stamped.unseen and stamped.notices == ()


def test_a_page_with_more_notes_than_can_be_looked_at_says_so(tmp_path: Path) -> None:
    pdf = opened()
    made = note(pdf, "Text", Contents="One of many")
    pdf.pages[-1].obj.Annots = Array([made] * (MAX_NOTES + 1))
    document = read_pdf(saved(pdf, tmp_path / "a.pdf"))
    assert document.unseen
    assert any("more notes" in notice for notice in document.notices)
    assert document.lines, "the page is read all the same"
