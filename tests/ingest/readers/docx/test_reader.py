from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt

from ingest.document import MergedCell, SourceDocument
from ingest.readers.docx.reader import read_docx
from qa.errors import ReadError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Any], SourceDocument]:
    def save_and_read(document: Any) -> SourceDocument:
        document.save(tmp_path / "a.docx")
        return read_docx(tmp_path / "a.docx")

    return save_and_read


Read = Callable[[Any], SourceDocument]


def texts(read: SourceDocument) -> list[str]:
    assert [line.number for line in read.lines] == list(range(1, len(read.lines) + 1))
    return [line.text for line in read.lines]


def add(document: Any, xml: str) -> None:
    """Put a block, written in XML without its namespaces, at the end of the body."""
    head, _, rest = xml.partition(">")
    document.element.body.insert(-1, parse_xml(f"{head} {W} {MC}>{rest}"))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_and_tables_come_in_their_order(read: Read) -> None:
    document = Document()
    document.add_paragraph("Before")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Year", "Sum", "2024", "£5"], strict=True):
        cell.text = text
    document.add_paragraph("After")
    assert texts(read(document)) == ["Before", "Year\tSum", "2024\t£5", "After"]


def test_headings_are_bold_and_sized_by_their_style(read: Read) -> None:
    document = Document()
    document.styles["Heading 1"].font.size = Pt(16)
    document.styles["Heading 1"].font.bold = False
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading("Finance", level=1)
    document.add_paragraph("The text.")
    heading, text = read(document).lines
    assert (heading.text, heading.bold, heading.size) == ("Finance", True, 16.0)
    assert (text.text, text.bold, text.size) == ("The text.", False, 11.0)
    assert text.page is None


def test_a_paragraph_is_bold_when_all_its_words_are(read: Read) -> None:
    document = Document()
    document.add_paragraph().add_run("RESOLVED").bold = True
    mixed = document.add_paragraph()
    mixed.add_run("Summary: ").bold = True
    mixed.add_run("the text")
    assert [line.bold for line in read(document).lines] == [True, False]


def test_list_numbers_that_word_does_not_store_are_worked_out(read: Read) -> None:
    document = Document()
    for text in ("one", "two"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("point", style="List Bullet")
    document.add_paragraph("three", style="List Number")
    assert texts(read(document)) == ["1. one", "2. two", "• point", "3. three"]


def level(number: int, start: int, form: str, pattern: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


LEVELS = (
    '<w:abstractNum w:abstractNumId="77">'
    + level(0, 5, "decimal", "%1.")
    + level(1, 1, "lowerLetter", "(%2)")
    + level(2, 1, "upperRoman", "%1.%2.%3")
    + "</w:abstractNum>"
)
LISTS = """<w:num w:numId="70"><w:abstractNumId w:val="77"/></w:num>
<w:num w:numId="71"><w:abstractNumId w:val="77"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""


def listed(number: int, depth: int, text: str) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr>{text}</w:p>"


def numbered_document() -> Any:
    document = Document()
    root = document.part.numbering_part.element
    for part in parse_xml(f"<w:numbering {W}>{LEVELS}{LISTS}</w:numbering>"):
        root.append(part)
    return document


def test_levels_count_within_one_another_and_restart(read: Read) -> None:
    document = numbered_document()
    places = [(70, 0), (70, 1), (70, 1), (70, 2), (70, 0), (70, 1), (71, 0), (71, 0), (70, 0)]
    for number, depth in places:
        add(document, listed(number, depth, run("x")))
    numbers = [text.split()[0] for text in texts(read(document))]
    assert numbers == ["5.", "(a)", "(b)", "5.b.I", "6.", "(a)", "1.", "2.", "7."]


def test_an_empty_list_paragraph_is_counted_but_a_deleted_one_is_not(read: Read) -> None:
    document = numbered_document()
    deleted = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    for inside in (run("a"), "", run("c"), deleted, run("d")):
        add(document, listed(70, 0, inside))
    assert texts(read(document)) == ["5. a", "7. c", "8. d"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("67.\tTITLE", "67. TITLE"),
        ("73\tTITLE", "73 TITLE"),
        ("(1)\tthat", "(1) that"),
        ("iv)\tthat", "iv) that"),
        ("3.2.1 \tNext", "3.2.1 Next"),
        ("Name\tRole", "Name\tRole"),
        ("Year\t2024.", "Year\t2024."),
        ("2024\t£5", "2024\t£5"),
        ("12\t13", "12\t13"),
    ],
)
def test_a_tab_after_a_typed_number_is_no_cell_and_other_tabs_are_kept(
    read: Read, typed: str, expected: str
) -> None:
    document = Document()
    document.add_paragraph(typed)
    assert texts(read(document)) == [expected]


def test_a_merged_label_is_written_once_and_known_of_each_of_its_rows(read: Read) -> None:
    document = Document()
    table = document.add_table(3, 3)
    for cell, text in zip(table._cells, "abcdefghi", strict=True):
        cell.text = text
    wide = table.cell(0, 1).merge(table.cell(0, 2))
    wide.text = "wide"
    tall = table.cell(1, 0).merge(table.cell(2, 0))
    tall.text = "tall"
    known = read(document)
    assert texts(known) == ["a\twide", "tall\te\tf", "\th\ti"]
    assert MergedCell(0, 1, (2, 3)) in known.tables[0].merged


def test_tracked_deletions_are_left_out_and_insertions_kept(read: Read) -> None:
    document = Document()
    deleted = "<w:del><w:r><w:delText>£5</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('old place')}</w:moveFrom>"
    inserted = f"<w:ins>{run('£6')}</w:ins>"
    add(document, f"<w:p>{run('The fee is ')}{deleted}{moved}{inserted}</w:p>")
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>" + run("gone") + "</w:p></w:tc></w:tr>"
    kept = f"<w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc></w:tr>"
    add(document, f"<w:tbl>{gone}{kept}</w:tbl>")
    assert texts(read(document)) == ["The fee is £6", "a\tb"]


def test_hidden_text_is_left_out_even_where_a_style_hides_it(read: Read) -> None:
    document = Document()
    style = document.styles.add_style("Concealed", 2)
    style.font.hidden = True
    paragraph = document.add_paragraph("Shown")
    paragraph.add_run(" hidden").font.hidden = True
    paragraph.add_run(" too", style="Concealed").bold = True
    assert texts(read(document)) == ["Shown"]


def test_headers_footers_and_comments_are_left_out(read: Read) -> None:
    document = Document()
    paragraph = document.add_paragraph("Body")
    document.sections[0].header.paragraphs[0].text = "Header"
    document.sections[0].footer.paragraphs[0].text = "Footer"
    document.add_comment(paragraph.runs, text="Comment", author="A", initials="A")
    assert texts(read(document)) == ["Body"]


def test_content_controls_links_and_text_boxes_are_read_once(read: Read) -> None:
    document = Document()
    add(document, f"<w:sdt><w:sdtContent><w:p>{run('Controlled')}</w:p></w:sdtContent></w:sdt>")
    link = f"<w:hyperlink>{run('a link')}</w:hyperlink>"
    add(document, f"<w:p>{run('See ')}{link}{run('.')}</w:p>")
    box = f"<w:txbxContent><w:p>{run('Boxed')}</w:p></w:txbxContent>"
    both = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    add(document, f"<w:p>{run('Beside')}<w:r>{both}</w:r></w:p>")
    assert texts(read(document)) == ["Controlled", "See a link.", "Beside", "Boxed"]


def test_a_line_break_parts_lines_and_a_page_break_does_not(read: Read) -> None:
    document = Document()
    add(document, f"<w:p>{run('one')}<w:r><w:br/></w:r>{run('two')}</w:p>")
    paged = '<w:r><w:br w:type="page"/></w:r>'
    add(document, f"<w:p>{run('three')}{paged}{run(' four')}<w:r><w:noBreakHyphen/></w:r></w:p>")
    assert texts(read(document)) == ["one", "two", "three four-"]


def test_a_layout_table_keeps_its_paragraphs_and_the_tables_inside(read: Read) -> None:
    document = Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "12."
    cell = outer.cell(0, 1)
    cell.text = "Public questions"
    cell.add_paragraph("None were asked.")
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text = "x"
    inner.cell(0, 1).text = "y"
    assert texts(read(document)) == ["12. Public questions", "None were asked.", "x\ty"]


def test_the_title_is_the_one_the_file_gives(read: Read) -> None:
    document = Document()
    document.add_paragraph("Words")
    document.core_properties.title = "Annual report"
    assert read(document).title == "Annual report"
    document.core_properties.title = ""
    assert read(document).title is None


def test_a_document_without_text_says_so(read: Read) -> None:
    empty = read(Document())
    assert (empty.lines, empty.notices) == ((), ("the document holds no text that can be read",))


def test_a_package_without_its_main_part_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Document().save(buffer)
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(buffer) as sound, zipfile.ZipFile(path, "w") as broken:
        for entry in sound.infolist():
            if entry.filename != "word/document.xml":
                broken.writestr(entry.filename, sound.read(entry))
    with pytest.raises(ReadError, match="damaged; open it in Word"):
        read_docx(path)


def styled(text: str, properties: str) -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    "looks",
    [
        '<w:highlight w:val="black"/>',
        '<w:color w:val="000000"/><w:highlight w:val="black"/>',
        '<w:color w:val="111111"/><w:shd w:val="clear" w:color="auto" w:fill="000000"/>',
    ],
)
def test_words_that_are_black_on_black_are_not_read(looks: str, read: Read) -> None:
    document = Document()
    hidden = styled("Marlow ", looks) + styled("Trust", looks)
    add(document, f"<w:p>{run('The bid of ')}{hidden}{run(' was the highest.')}</w:p>")
    document.add_paragraph("Open")
    found = read(document)
    assert texts(found) == ["The bid of \u2588 was the highest.", "Open"]
    assert any("black on black" in notice for notice in found.notices)


@pytest.mark.parametrize(
    "looks",
    [
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:highlight w:val="yellow"/>',
        '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="000000"/>',
        '<w:color w:val="000000"/><w:highlight w:val="none"/>',
    ],
)
def test_words_that_are_seen_on_a_dark_ground_are_read(looks: str, read: Read) -> None:
    document = Document()
    add(document, f"<w:p>{run('The bid of ')}{styled('Marlow', looks)}</w:p>")
    found = read(document)
    assert texts(found) == ["The bid of Marlow"]
    assert not found.notices


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


@pytest.mark.parametrize("kind", [MACROS, TEMPLATE])
def test_a_document_with_macros_and_a_template_are_read(kind: str, tmp_path: Path) -> None:
    document, path = Document(), tmp_path / "a.docm"
    document.add_paragraph("RESOLVED that the fare be £2.10.")
    document.part._content_type = kind
    document.save(path)
    assert texts(read_docx(path)) == ["RESOLVED that the fare be £2.10."]


def test_a_page_head_is_read_only_where_it_alone_tells_the_body_or_day(read: Read) -> None:
    document = Document()
    head = document.sections[0].header.paragraphs[0]
    head.text = "Oldport Council – Planning Committee – 3 June 2025"
    document.add_paragraph("Minutes")
    alone = texts(read(document))
    assert alone == ["Oldport Council", "Planning Committee", "3 June 2025", "Minutes"]
    document.add_paragraph("Minutes of the Planning Committee held on 3 June 2025")
    assert texts(read(document)) == [
        *alone[3:],
        "Minutes of the Planning Committee held on 3 June 2025",
    ]


def test_a_page_head_that_counts_pages_is_not_read(read: Read) -> None:
    document = Document()
    document.add_paragraph("Minutes")
    code = "<w:r><w:instrText> PAGE </w:instrText></w:r>"
    counted = parse_xml(f"<w:p {W}>{run('3 June 2025, page ')}{code}{run('1')}</w:p>")
    document.sections[0].footer._element.append(counted)
    assert texts(read(document)) == ["Minutes"]


def test_a_large_picture_and_a_chart_are_said(read: Read) -> None:
    document = Document()
    document.add_paragraph("Before")
    names = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    )
    for size, inner in (("7000000", "<a:blip/>"), ("700000", "<a:blip/>"), ("1", "<c:chart/>")):
        drawn = f'<wp:inline {names}><wp:extent cx="{size}" cy="9000000"/>{inner}</wp:inline>'
        add(document, f"<w:p><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>")
    notices = read(document).notices
    assert any("a picture of half a page or more, which was not read" in n for n in notices)
    assert any("a chart: its words were read, its figures were not read" in n for n in notices)
