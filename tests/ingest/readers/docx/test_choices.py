"""What is chosen or ticked in a Word document comes with what it answers."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from ingest.document import SeenAt
from ingest.readers.docx.reader import read_docx

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def old_field(data: str) -> str:
    begin = f'<w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar>'
    return f'<w:r>{begin}</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


def old_box(ticked: bool) -> str:
    state = "<w:checked/>" if ticked else '<w:default w:val="0"/>'
    return old_field(f"<w:checkBox>{state}</w:checkBox>")


def new_box(ticked: bool) -> str:
    sign = "\u2612" if ticked else "\u2610"
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
        f"</w:sdtPr><w:sdtContent>{text(sign)}</w:sdtContent></w:sdt>"
    )


def chosen(path: Path, xml: str) -> list[str]:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(xml))
    document.save(str(path))
    return [one.words for one in read_docx(path).seen if one.where is SeenAt.CHOICE]


def paragraph(inner: str) -> str:
    return f"<w:p {W}>{inner}</w:p>"


@pytest.mark.parametrize(
    ("result", "entry"),
    [('<w:result w:val="1"/>', "Exempt"), ("", "Open"), ('<w:result w:val="9"/>', None)],
)
def test_the_entry_of_an_old_drop_down_is_seen(
    result: str, entry: str | None, tmp_path: Path
) -> None:
    entries = '<w:listEntry w:val="Open"/><w:listEntry w:val="Exempt"/>'
    field = old_field(f"<w:ddList>{result}{entries}</w:ddList>")
    found = chosen(tmp_path / "a.docx", paragraph(text("Publication: ") + field))
    assert found == ([f"Publication: {entry}"] if entry else [])


@pytest.mark.parametrize("kind", ["dropDownList", "comboBox", "date"])
def test_what_a_new_control_shows_is_seen(kind: str, tmp_path: Path) -> None:
    content = f"<w:sdtContent>{text('Exempt')}</w:sdtContent>"
    control = f"<w:sdt><w:sdtPr><w:{kind}/></w:sdtPr>{content}</w:sdt>"
    found = chosen(tmp_path / "a.docx", paragraph(text("Publication: ") + control))
    assert found == ["Publication: Exempt"]


def test_a_control_that_only_asks_for_a_choice_has_none(tmp_path: Path) -> None:
    control = (
        "<w:sdt><w:sdtPr><w:dropDownList/><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{text('Choose an item.')}</w:sdtContent></w:sdt>"
    )
    assert chosen(tmp_path / "a.docx", paragraph(text("Publication: ") + control)) == []


@pytest.mark.parametrize("box", [old_box, new_box])
@pytest.mark.parametrize(("yes", "answer"), [(True, "Yes"), (False, "No")])
def test_the_label_of_a_ticked_box_is_seen_whichever_side_it_stands(
    box: object, yes: bool, answer: str, tmp_path: Path
) -> None:
    assert callable(box)
    after = f"{text('Is it exempt? ')}{box(yes)}{text(' Yes ')}{box(not yes)}{text(' No')}"
    before = f"{text('Is it exempt? Yes ')}{box(yes)}{text(' No ')}{box(not yes)}"
    for number, inner in enumerate((after, before)):
        found = chosen(tmp_path / f"{number}.docx", paragraph(inner))
        assert found == [f"Is it exempt?: {answer}"]


def test_a_box_in_a_table_answers_the_cell_before_it(tmp_path: Path) -> None:
    rows = "".join(
        f"<w:tr><w:tc><w:p>{text(label)}</w:p></w:tc><w:tc><w:p>{new_box(ticked)}</w:p></w:tc></w:tr>"
        for label, ticked in (("Open", False), ("Exempt", True))
    )
    found = chosen(tmp_path / "a.docx", f"<w:tbl {W}>{rows}</w:tbl>")
    assert found == ["Exempt: \u2612"]


def test_what_an_old_field_shows_unless_changed_is_seen(tmp_path: Path) -> None:
    field = old_field('<w:textInput><w:default w:val="Exempt"/></w:textInput>')
    assert chosen(tmp_path / "a.docx", paragraph(text("Status: ") + field)) == ["Status: Exempt"]
