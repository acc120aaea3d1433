"""Minutes kept in Word: in a table, by numbered headings, under a running head."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt

from ingest.readers.docx.reader import read_docx
from ingest.understand import Understood
from qa.papers import PaperKind, Standing
from tests.ingest.written import item, read, standing_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def understood(document: Any, folder: Path) -> Understood:
    document.save(folder / "minutes.docx")
    return read(read_docx(folder / "minutes.docx"), "minutes.docx")


def started(head: str) -> Any:
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.sections[0].header.paragraphs[0].text = head
    document.add_paragraph("Minutes of the meeting of the Harbour Board")
    document.add_paragraph("Held in the Custom House, Brackwater, on Tuesday 6 May 2025 at 2 pm")
    document.add_paragraph("Present: Councillors Ellery (Chair), Marsh and Thorne.")
    return document


def numbering(document: Any, *, pattern: str = "%1.") -> int:
    """Add a list that counts from 1, and return its number."""
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="91"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
        ),
    )
    root.append(parse_xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="91"/></w:num>'))
    return 91


def number(paragraph: Any, listed: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="{listed}"/></w:numPr>')
    )


def test_minutes_in_a_table_with_a_column_for_who_acts_are_minutes(tmp_path: Path) -> None:
    document = started("Brackwater Borough Council")
    listed = numbering(document)
    table = document.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ("Item", "Minute", "Action by"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    business = [
        ("Apologies", ["None were received."], ""),
        (
            "Dredging of the inner basin",
            [
                "The Harbour Master said that two feet of silt had gathered since the spring.",
                "RESOLVED:",
                "(a) that the basin be dredged in September; and",
                "(b) that the cost be met from dues.",
            ],
            "Harbour Master",
        ),
        ("Buoys", ["The Board noted the report on buoys.", "No more was asked."], "Clerk"),
    ]
    for title, said, who in business:
        cells = table.add_row().cells
        number(cells[0].paragraphs[0], listed)
        cells[1].paragraphs[0].add_run(title).bold = True
        for text in said:
            cells[1].add_paragraph(text)
        cells[2].text = who
    paper = understood(document, tmp_path)
    assert (paper.paper.kind, paper.paper.body) == (PaperKind.MINUTES, "Harbour Board")
    assert paper.paper.council == "Brackwater Borough Council"
    assert paper.paper.meeting_date == date(2025, 5, 6)
    assert [(i.number, i.title) for i in paper.items] == [
        ("1", "Apologies"),
        ("2", "Dredging of the inner basin"),
        ("3", "Buoys"),
    ]
    assert [limb.number for limb in item(paper, "2").limbs] == ["(a)", "(b)"]
    assert standing_of(paper, "two feet of silt") is Standing.DISCUSSED
    assert "Harbour Master" in paper.pages[0].text.split("from dues.")[1]


def test_headings_that_word_numbers_are_items_with_those_numbers(tmp_path: Path) -> None:
    document = started("Brackwater Borough Council: Harbour Board")
    listed = numbering(document, pattern="%1")
    for title, text in (
        ("Apologies", "Apologies were received from Councillor Orchard."),
        ("Mooring fees", "Resolved that the fees be raised by 3 per cent."),
        ("Lighthouse", "Resolved that the report be noted."),
    ):
        number(document.add_heading(title, level=2), listed)
        document.add_paragraph(text)
    paper = understood(document, tmp_path)
    assert [(i.number, i.title, i.standing) for i in paper.items] == [
        ("1", "Apologies", Standing.BACKGROUND),
        ("2", "Mooring fees", Standing.DECIDED),
        ("3", "Lighthouse", Standing.NOTED),
    ]
    assert paper.paper.council == "Brackwater Borough Council"


def test_headings_without_numbers_are_items_too(tmp_path: Path) -> None:
    document = started("")
    for title, text in (
        ("Apologies for absence", "None."),
        ("Ice house", "It was resolved to let the ice house for one year."),
        ("Fish market", "Members asked about the drains, and the Clerk said that they were old."),
    ):
        document.add_heading(title, level=2)
        document.add_paragraph(text)
    paper = understood(document, tmp_path)
    assert [(i.number, i.title, i.standing) for i in paper.items] == [
        (None, "Apologies for absence", Standing.BACKGROUND),
        (None, "Ice house", Standing.DECIDED),
        (None, "Fish market", Standing.DISCUSSED),
    ]
    assert paper.paper.council is None


def test_a_caption_stands_above_its_table_and_heads_nothing_below(tmp_path: Path) -> None:
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.add_paragraph("Balancing the harbour", style="Title")
    document.add_heading("What we propose", level=1)
    document.add_paragraph("Quays and slips", style="Caption")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Proposal", "Saving", "Shut a slip", "£5k"), strict=True):
        cell.text = text
    document.add_paragraph("The sums are for a whole year and leave out the cost of the change.")
    paper = understood(document, tmp_path)
    below = next(p for p in paper.passages if "whole year" in p.text)
    assert "What we propose" in below.heading
    assert "Quays and slips" not in below.heading
    (row,) = [u.row for p in paper.passages for u in p.units if "Shut a slip" in u.text]
    assert row is not None
    assert (row.caption or "").endswith("Quays and slips")
    assert row.columns == ("Proposal", "Saving")
