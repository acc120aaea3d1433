"""Records of decisions kept as a form: a table of labels and values, in Word or on a web page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from ingest.readers.docx.reader import read_docx
from ingest.sandbox.isolation import read_paper
from ingest.understand import Understood
from qa.papers import PaperKind, Standing
from tests.ingest.written import read, standing_of

ABOVE = [
    ("Decision maker", "Head of Parks"),
    ("Date of decision", "6 March 2031"),
    ("Subject", "A new pump for the paddling pool at Pell Green"),
]
BELOW = [
    ("Reasons for the decision", "The old pump leaks."),
    ("Consultation", "Agreed by the ward members, who were consulted."),
]
TITLE = "Record of Decision taken under Delegated Powers"


def in_word(
    rows: Sequence[tuple[str, ...]], folder: Path, limbs: Sequence[str] = (), title: str = TITLE
) -> Understood:
    document = Document()
    document.add_heading(title, 1)
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
        for limb in limbs if row[0] == "Decision" else ():
            cells[1].add_paragraph(limb)
    document.add_paragraph("Signed: A Reed")
    path = folder / "record.docx"
    document.save(str(path))
    return read(read_docx(path), path.name)


@pytest.mark.parametrize("label", ["Decision", "Decision:", "Decision taken", "Decision made"])
@pytest.mark.parametrize(
    "value", ["To buy a new pump.", "Buy a new pump.", "That a new pump be bought."]
)
def test_the_value_beside_the_label_decision_is_decided(
    label: str, value: str, tmp_path: Path
) -> None:
    paper = in_word([*ABOVE, (label, value), *BELOW], tmp_path)
    assert paper.paper.kind is PaperKind.DECISION_RECORD
    assert standing_of(paper, value) is Standing.DECIDED
    assert standing_of(paper, "The old pump leaks.") is Standing.BACKGROUND
    assert standing_of(paper, "Agreed by the ward members") is Standing.BACKGROUND
    (found,) = paper.items
    assert found.standing is Standing.DECIDED
    assert [(d.text, d.standing) for d in found.decisions] == [
        (f"{label} {value}", Standing.DECIDED)
    ]


@pytest.mark.parametrize("label", ["Officer taking the decision:", "Member making this decision:"])
def test_who_takes_the_decision_is_not_what_is_decided(label: str, tmp_path: Path) -> None:
    document = Document()
    document.add_heading(TITLE, 1)
    for text in (label, "A Reed, Head of Parks", "Decision:", "To buy a new pump.", "Reasons:"):
        document.add_paragraph(text)
    path = tmp_path / "record.docx"
    document.save(str(path))
    paper = read(read_docx(path), path.name)
    assert standing_of(paper, "A Reed, Head of Parks") is Standing.BACKGROUND
    assert standing_of(paper, "To buy a new pump.") is Standing.DECIDED


def test_rows_with_a_number_before_the_label_are_read_alike(tmp_path: Path) -> None:
    rows = [*ABOVE, ("Decision", "To buy a new pump."), *BELOW]
    paper = in_word([(f"{n}.", *row) for n, row in enumerate(rows, 1)], tmp_path)
    assert standing_of(paper, "To buy a new pump.") is Standing.DECIDED


def test_a_value_of_several_limbs_is_decided_whole(tmp_path: Path) -> None:
    limbs = ["(1) buy a new pump; and", "(2) sell the old one."]
    rows = [*ABOVE, ("Decision", "That the Head of Parks:"), *BELOW]
    paper = in_word(rows, tmp_path, limbs)
    (found,) = paper.items
    assert [limb.number for limb in found.limbs] == ["(1)", "(2)"]
    assert {standing_of(paper, limb) for limb in limbs} == {Standing.DECIDED}
    assert standing_of(paper, "The old pump leaks.") is Standing.BACKGROUND
    assert {limb for limb in limbs if any(limb in d.text for d in found.decisions)} == set(limbs)


def test_a_form_on_a_web_page_is_read_alike(tmp_path: Path) -> None:
    rows = [*ABOVE, ("Decision", "To buy a new pump."), *BELOW]
    table = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows)
    path = tmp_path / "record.html"
    path.write_text(f"<html><body><h1>{TITLE}</h1><table>{table}</table></body></html>")
    paper = read(read_paper(path), path.name)
    assert standing_of(paper, "To buy a new pump.") is Standing.DECIDED
    assert standing_of(paper, "The old pump leaks.") is Standing.BACKGROUND


def test_a_form_below_the_title_of_its_decision_is_read_alike(tmp_path: Path) -> None:
    value = "To buy a new pump from Ottery & Sons at a cost of £4,120."
    rows = [*ABOVE, ("Decision", value), *BELOW]
    paper = in_word([(f"{a}:", b) for a, b in rows], tmp_path, title="The paddling pool")
    assert standing_of(paper, value) is Standing.DECIDED
    assert standing_of(paper, "The old pump leaks.") is Standing.BACKGROUND


@pytest.mark.parametrize(
    "title",
    ["Proposed Record of Decision", "Record of Proposed Decision", "Notice of Proposed Decision"],
)
def test_a_form_that_proposes_a_decision_decides_nothing(title: str, tmp_path: Path) -> None:
    rows = [*ABOVE, ("Decision", "To buy a new pump."), *BELOW]
    paper = in_word(rows, tmp_path, title=title)
    assert paper.paper.kind is PaperKind.DECISION_RECORD
    assert standing_of(paper, "To buy a new pump.") is Standing.RECOMMENDED
    assert not paper.items[0].decisions


SHEET = """<html><body><h1>Fennmouth Borough Council</h1><h2>Cabinet – Decision Sheet</h2>
<p>Decisions taken by the Cabinet on Tuesday 9 September 2031.</p>
<p>Present: Councillors A Moss (Chair), B Reed and C Hart.</p>
<table><tr>{heads}</tr>{rows}</table></body></html>"""
ITEMS = [
    ("2", "Allotment rents: 2031/32", "Agreed: that the rent be £38 a plot.", Standing.DECIDED),
    ("3", "Quarter 2 accounts", "Noted: the overspend of £2,400.", Standing.NOTED),
    ("4", "Pell Green", "Recommended to Council: that a ward be made.", Standing.RECOMMENDED),
    ("5", "Slipway", "Deferred to the meeting on 14 October.", Standing.DEFERRED),
]


def sheet(rows: Sequence[Sequence[str]], heads: Sequence[str], folder: Path) -> Understood:
    told = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    above = "".join(f"<th>{head}</th>" for head in heads)
    path = folder / "sheet.html"
    path.write_text(SHEET.format(heads=above, rows=told))
    return read(read_paper(path), path.name)


def test_an_item_whose_bold_title_stands_above_its_decision_keeps_them_apart(
    tmp_path: Path,
) -> None:
    rows = [
        (number, f"<b>{title}</b><br>{decision}", "All", "Clerk")
        for number, title, decision, _ in ITEMS
    ]
    heads = ("Agenda item", "Subject and decision", "Wards", "Action by")
    paper = sheet(rows, heads, tmp_path)
    assert [(i.number, i.title, i.standing) for i in paper.items] == [
        (number, title, standing) for number, title, _, standing in ITEMS
    ]
    for _, _, decision, standing in ITEMS:
        assert standing_of(paper, decision) is standing
    told = [(one.standing, d.standing) for one in paper.items for d in one.decisions]
    assert all(own is decided for own, decided in told)


def test_an_item_that_is_one_row_has_the_standing_that_its_column_says(tmp_path: Path) -> None:
    rows = [
        (number, title.replace(":", ""), decision, "All") for number, title, decision, _ in ITEMS
    ]
    paper = sheet(rows, ("Item", "Subject", "Decision", "Wards"), tmp_path)
    for (_, _, decision, standing), found in zip(ITEMS, paper.items, strict=True):
        assert found.standing is standing
        assert standing_of(paper, decision) is standing
        assert {d.standing for d in found.decisions} == {standing}
