"""All that a reader sees of a Word document beside its body is seen, and what its file says."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from ingest.document import SeenAt, SourceDocument
from ingest.readers.docx.reader import PUT_IN, embedded_notice, read_docx
from ingest.sandbox.isolation import read_paper

MARKING = "NOT FOR PUBLICATION"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
KIND = "application/vnd.openxmlformats-officedocument."


def report() -> docx.document.Document:
    document = docx.Document()
    document.add_paragraph("Oldport Council: report on the depot.")
    return document


def attach(
    document: docx.document.Document, relation: str, xml: str | bytes, *, kind: str, name: str
) -> str:
    """Put a part into the package; return the id of the relation."""
    data = xml.encode() if isinstance(xml, str) else xml
    part = Part(PackURI(f"/word/{name}"), kind, data, document.part.package)
    return str(document.part.relate_to(part, RELATION + relation))


def read(document: docx.document.Document, path: Path) -> SourceDocument:
    document.save(str(path))
    return read_docx(path)


def seen_at(source: SourceDocument, where: SeenAt) -> list[str]:
    return [one.words for one in source.seen if one.where is where]


@pytest.mark.parametrize(
    ("relation", "top", "where"),
    [
        ("footnotes", "footnotes", SeenAt.FOOTNOTE),
        ("endnotes", "endnotes", SeenAt.ENDNOTE),
        ("comments", "comments", SeenAt.COMMENT),
    ],
)
def test_notes_and_comments_are_seen(
    relation: str, top: str, where: SeenAt, tmp_path: Path
) -> None:
    document = report()
    one = top.removesuffix("s")
    words = "<w:r><w:t>NOT FOR </w:t></w:r><w:r><w:t>PUBLICATION</w:t></w:r>"
    xml = f'<w:{top} {W}><w:{one} w:id="2"><w:p>{words}</w:p></w:{one}></w:{top}>'
    attach(document, relation, xml, kind=f"{KIND}wordprocessingml.{top}+xml", name=f"{top}.xml")
    source = read(document, tmp_path / "a.docx")
    assert seen_at(source, where) == [MARKING]
    assert MARKING not in "".join(line.text for line in source.lines)


def test_heads_and_feet_of_every_section_are_seen(tmp_path: Path) -> None:
    document = report()
    second = document.add_section()
    second.header.is_linked_to_previous = False
    document.settings.odd_and_even_pages_header_footer = True
    second.different_first_page_header_footer = True
    document.sections[0].header.paragraphs[0].text = "Head of the first section"
    second.header.paragraphs[0].text = "Head of the second"
    second.first_page_header.paragraphs[0].text = "Head of its first page"
    second.even_page_footer.paragraphs[0].text = MARKING
    source = read(document, tmp_path / "a.docx")
    heads = ["Head of the first section", "Head of the second", "Head of its first page"]
    assert sorted(seen_at(source, SeenAt.RUNNING_HEAD)) == sorted(heads)
    assert seen_at(source, SeenAt.RUNNING_FOOT) == [MARKING]


def test_a_watermark_is_seen(tmp_path: Path) -> None:
    document = report()
    shape = (
        f'<w:p {W} {VML}><w:r><w:pict><v:shape id="W1" alt="Mark">'
        f'<v:textpath string="{MARKING}"/></v:shape></w:pict></w:r></w:p>'
    )
    document.sections[0].header._element.append(parse_xml(shape))
    source = read(document, tmp_path / "a.docx")
    assert seen_at(source, SeenAt.WATERMARK) == [MARKING]
    assert seen_at(source, SeenAt.PICTURE) == ["Mark"]


def test_a_text_box_in_a_head_is_seen_apart(tmp_path: Path) -> None:
    document = report()
    box = (
        f"<w:p {W} {VML}><w:r><w:t>Oldport</w:t></w:r><w:r><w:pict>"
        f"<v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{MARKING}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    document.sections[0].header._element.append(parse_xml(box))
    source = read(document, tmp_path / "a.docx")
    assert seen_at(source, SeenAt.RUNNING_HEAD) == ["Oldport"]
    assert seen_at(source, SeenAt.TEXT_BOX) == [MARKING]


def test_words_in_charts_are_seen(tmp_path: Path) -> None:
    document = report()
    xml = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx>'
        f"<c:rich><a:p><a:r><a:t>{MARKING}</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart>"
        "</c:chartSpace>"
    )
    attach(document, "chart", xml, kind=f"{KIND}drawingml.chart+xml", name="charts/chart1.xml")
    assert seen_at(read(document, tmp_path / "a.docx"), SeenAt.TEXT_BOX) == [MARKING]


def test_deleted_moved_and_hidden_words_are_seen(tmp_path: Path) -> None:
    document = report()
    inner = f"<w:r><w:delText>{MARKING}</w:delText></w:r>"
    moved = "<w:moveFrom w:id='1' w:author='x'><w:r><w:t>Moved away</w:t></w:r></w:moveFrom>"
    gone = f'<w:p {W}><w:del w:id="2" w:author="x">{inner}</w:del>{moved}</w:p>'
    document.element.body.insert(0, parse_xml(gone))
    document.add_paragraph().add_run("Exempt until May").font.hidden = True
    source = read(document, tmp_path / "a.docx")
    assert sorted(seen_at(source, SeenAt.CHANGE)) == ["Moved away", MARKING]
    assert seen_at(source, SeenAt.HIDDEN) == ["Exempt until May"]


def test_properties_of_all_kinds_are_seen_with_their_names(tmp_path: Path) -> None:
    document = report()
    document.core_properties.title = "The depot"
    document.core_properties.content_status = "Exempt"
    document.core_properties.comments = "For members only"
    custom = (
        f'<Properties xmlns="{OFFICE}custom-properties" xmlns:vt="{OFFICE}docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Publication">'
        f"<vt:lpwstr>{MARKING}</vt:lpwstr></property></Properties>"
    )
    package = document.part.package
    part = Part(
        PackURI("/docProps/custom.xml"), f"{KIND}custom-properties+xml", custom.encode(), package
    )
    package.relate_to(part, RELATION + "custom-properties")
    variables = parse_xml(
        f'<w:docVars {W}><w:docVar w:name="Marking" w:val="Restricted"/></w:docVars>'
    )
    document.settings.element.append(variables)
    source = read(document, tmp_path / "a.docx")
    assert "The depot" in seen_at(source, SeenAt.TITLE)
    assert {
        f"Publication: {MARKING}",
        "contentStatus: Exempt",
        "description: For members only",
        "Marking: Restricted",
    } <= set(seen_at(source, SeenAt.PROPERTY))


def test_what_describes_a_picture_and_what_a_link_shows_are_seen(tmp_path: Path) -> None:
    document = report()
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:tooltip"), "Opens the exempt annex")
    document.paragraphs[0]._p.append(link)
    picture = (
        f'<w:p {W} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{MARKING}"/></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    document.element.body.insert(0, parse_xml(picture))
    source = read(document, tmp_path / "a.docx")
    assert seen_at(source, SeenAt.LINK) == ["Opens the exempt annex"]
    assert seen_at(source, SeenAt.PICTURE) == [MARKING]


def inner_document() -> bytes:
    inner = docx.Document()
    inner.add_paragraph(MARKING)
    data = io.BytesIO()
    inner.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (f"<html><body><p>{MARKING}</p></body></html>".encode(), "text/html", "part.htm"),
        (MARKING.encode(), "text/plain", "part.txt"),
        (inner_document(), f"{KIND}wordprocessingml.document.main+xml", "part.docx"),
    ],
)
def test_a_part_put_in_from_another_file_is_seen_and_said_not_to_be_read(
    data: bytes, kind: str, name: str, tmp_path: Path
) -> None:
    document = report()
    attach(document, "aFChunk", data, kind=kind, name=name)
    source = read(document, tmp_path / "a.docx")
    assert seen_at(source, SeenAt.OTHER_VERSION) == [MARKING]
    assert PUT_IN in source.notices and not source.unseen


def test_a_part_put_in_that_cannot_be_looked_at_says_so(tmp_path: Path) -> None:
    document = report()
    attach(document, "aFChunk", b"{\\rtf1 secret}", kind="application/rtf", name="part.rtf")
    source = read(document, tmp_path / "a.docx")
    assert source.unseen and len(source.notices) == 2


def test_ready_made_marks_in_the_store_of_building_blocks_are_not_the_documents(
    tmp_path: Path,
) -> None:
    document = report()
    xml = f"<w:glossaryDocument {W}><w:p><w:r><w:t>{MARKING}</w:t></w:r></w:p></w:glossaryDocument>"
    kind = f"{KIND}wordprocessingml.document.glossary+xml"
    attach(document, "glossaryDocument", xml, kind=kind, name="glossary/document.xml")
    source = read(document, tmp_path / "a.docx")
    assert not any(MARKING in one.words for one in source.seen)


def test_a_damaged_part_leaves_the_document_readable_and_says_so(tmp_path: Path) -> None:
    document = report()
    kind = f"{KIND}wordprocessingml.footnotes+xml"
    attach(document, "footnotes", "<w:footnotes", kind=kind, name="footnotes.xml")
    document.save(str(tmp_path / "a.docx"))
    source = read_paper(tmp_path / "a.docx")
    assert source.lines and source.unseen


def test_a_file_embedded_in_the_document_is_said_not_to_be_read(tmp_path: Path) -> None:
    document = report()
    attach(document, "oleObject", b"\xd0\xcf", kind=f"{KIND}oleObject", name="embeddings/o1.bin")
    attach(document, "package", b"PK", kind=f"{KIND}spreadsheetml.sheet", name="embeddings/b.xlsx")
    source = read(document, tmp_path / "a.docx")
    assert source.notices == (embedded_notice(2),)
    assert source.notices[0].startswith("2 files within it were not read")
