"""The files within a PDF are its members, however they are attached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, Stream, String

from ingest.document import SeenAt
from ingest.file_names import UNSAFE
from ingest.readers.pdf.beside.attached import attached_chunks
from ingest.readers.pdf.reader import read_pdf
from ingest.sandbox.isolation import ISOLATION, read_paper
from ingest.sandbox.wire import STANDARD_LIMITS
from qa.errors import ReadError
from tests.ingest.readers.pdf.beside.marked import note, of_kind, opened, saved

MINUTES = b"Minutes of the Harbour Board"


def described(pdf: Pdf, name: str, data: bytes, **more: object) -> Dictionary:
    stream = pdf.make_indirect(Stream(pdf, data))
    return Dictionary(
        Type=Name.Filespec, UF=String(name), F=String(name), EF=Dictionary(F=stream), **more
    )


def taken_out(path: Path, number: int) -> bytes:
    data: list[bytes] = []
    ISOLATION.take_out(path, number, STANDARD_LIMITS, data.append)
    return b"".join(data)


def test_files_of_all_kinds_of_attachment_are_listed_and_taken_out(tmp_path: Path) -> None:
    pdf = opened(pages=2)
    pdf.attachments["minutes.txt"] = AttachedFileSpec(pdf, MINUTES, filename="minutes.txt")
    note(pdf, "FileAttachment", FS=described(pdf, "annex.pdf", b"%PDF-1.4"), Contents="The annex")
    pdf.Root.AF = Array([described(pdf, "data.dwg", b"PK", Desc=String("Private figures"))])
    path = saved(pdf, tmp_path / "a.pdf")
    document = read_paper(path)
    assert document.members is not None
    names = [(one.name, one.ignored) for one in document.members]
    assert names == [("minutes.txt", False), ("data.dwg", True), ("annex.pdf", False)]
    assert taken_out(path, 0) == MINUTES
    assert taken_out(path, 2) == b"%PDF-1.4"
    said = of_kind(document, SeenAt.ATTACHMENT)
    assert ("annex.pdf", 2) in said and ("Private figures", None) in said
    assert document.notices == ("1 file attached to it is of a kind that is not read: data.dwg",)


def test_a_file_that_is_named_twice_is_one_member(tmp_path: Path) -> None:
    pdf = opened()
    spec = described(pdf, "minutes.txt", MINUTES)
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String("minutes.txt"), spec]))
    )
    pdf.Root.AF = Array([spec])
    members = read_pdf(saved(pdf, tmp_path / "a.pdf")).members
    assert [one.name for one in members or ()] == ["minutes.txt"]


def test_two_files_of_one_name_are_two_members(tmp_path: Path) -> None:
    pdf = opened()
    pdf.Root.AF = Array([described(pdf, "a.txt", MINUTES), described(pdf, "a.txt", b"Other")])
    path = saved(pdf, tmp_path / "a.pdf")
    members = read_pdf(path).members or ()
    assert [(one.name, one.refusal) for one in members] == [("a.txt", None), ("a (2).txt", None)]
    assert taken_out(path, 1) == b"Other"


def test_the_folders_of_a_portfolio_are_part_of_the_names(tmp_path: Path) -> None:
    pdf = opened()
    inner = pdf.make_indirect(Dictionary(ID=5, Name=String("Exempt papers")))
    pdf.Root.Collection = Dictionary(Folders=Dictionary(ID=0, Name=String("Root"), Child=inner))
    tree = [String("<5>a.txt"), described(pdf, "a.txt", MINUTES)]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(tree)))
    document = read_pdf(saved(pdf, tmp_path / "a.pdf"))
    assert [one.name for one in document.members or ()] == ["Exempt papers/a.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "a/../../b.txt"])
def test_a_name_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    pdf = opened()
    pdf.Root.AF = Array([described(pdf, name, MINUTES)])
    members = read_pdf(saved(pdf, tmp_path / "a.pdf")).members or ()
    assert [one.refusal for one in members] == [UNSAFE]


@pytest.mark.parametrize("name", ["C:\\papers\\a.txt", "/home/clerk/a.txt"])
def test_of_a_path_on_a_disk_the_name_is_kept(name: str, tmp_path: Path) -> None:
    pdf = opened()
    pdf.Root.AF = Array([described(pdf, name, MINUTES)])
    members = read_pdf(saved(pdf, tmp_path / "a.pdf")).members or ()
    assert [(one.name, one.refusal) for one in members] == [("a.txt", None)]


def test_a_pdf_with_nothing_in_it_has_no_members(tmp_path: Path) -> None:
    assert read_pdf(saved(opened(), tmp_path / "a.pdf")).members is None


def test_a_tree_of_names_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    pdf = opened()
    tree = pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree, tree])
    pdf.Root.Names = Dictionary(EmbeddedFiles=tree)
    document = read_paper(saved(pdf, tmp_path / "a.pdf"))
    assert document.lines and document.members is None


def test_a_file_that_unpacks_to_more_than_there_is_memory_for_is_refused(tmp_path: Path) -> None:
    pdf = opened()
    pdf.Root.AF = Array([described(pdf, "a.txt", bytes(250_000_000))])
    path = tmp_path / "a.pdf"
    pdf.save(path, recompress_flate=True, compress_streams=True)
    assert path.stat().st_size < 1_000_000
    assert read_paper(path).members, "the PDF itself is read"
    limits = replace(STANDARD_LIMITS, memory=600_000_000)
    with pytest.raises(ReadError, match="memory"):
        ISOLATION.take_out(path, 0, limits, lambda data: None)


def test_a_file_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = saved(opened(), tmp_path / "a.pdf")
    with pytest.raises(ReadError, match="save the file from it"):
        list(attached_chunks(path, 3))
