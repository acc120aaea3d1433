from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.readers.gate import ENCRYPTED_PACKAGE, OLE_MARK, check_file
from qa.errors import ReadError
from tests.ingest.sandbox import hostile_files as hostile

HTML = b"<!-- saved --><!DOCTYPE html><html><body><p>Words</p></body></html>"
TEXT = "Minutes of the meeting – held in the hall.\n".encode()


def given(tmp_path: Path, data: bytes, name: str = "paper") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (hostile.small_pdf(), "paper.txt", "pdf"),
        (b"\r\n" * 200 + hostile.small_pdf(), "paper.pdf", "pdf"),
        (hostile.small_pdf() + b"\0" * 5_000 + b"\r\n", "padded.pdf", "pdf"),
        (hostile.small_docx(), "paper.pdf", "docx"),
        (HTML, "paper.txt", "html"),
        (b"\xef\xbb\xbf  <HTML><p>x", "paper", "html"),
        (b"<div class=x>Words</div>", "page.htm", "html"),
        (b"<div class=x>Words</div>", "page.md", "text"),
        (TEXT, "paper.md", "text"),
        (b"a < b and c > d", "odd.html", "text"),
        (TEXT.decode().encode("utf-16"), "wide.txt", "text"),
        (TEXT.decode().encode("utf-16-le"), "unmarked.txt", "text"),
        ("The £5 “levy”".encode("cp1252"), "old.txt", "text"),
        (b"MZ Smith took the chair.\n", "initials.txt", "text"),
        (b"12\t\x0cPage two", "breaks.txt", "text"),
    ],
)
def test_the_kind_is_told_by_content_not_by_name(
    tmp_path: Path, data: bytes, name: str, kind: str
) -> None:
    assert check_file(given(tmp_path, data, name)) == kind


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.pdf", "is empty"),
        (TEXT, "a.pdf", "its content is text, not a PDF.*rename it to .txt"),
        (HTML, "a.pdf", "its content is a web page, not a PDF"),
        (TEXT, "a.docx", "its content is text, not a Word document"),
        (b"MZ\x90\x00\x03" + bytes(range(256)), "a.pdf", "is a program"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 99, "a.txt", "is a program"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.pdf", "is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "a.pdf", "is a picture"),
        (b"\x1f\x8b\x08" + bytes(range(256)), "a.txt", "is an archive"),
        (hostile.zipped({"a.txt": TEXT}), "a.docx", "is an archive"),
        (hostile.zipped({"xl/workbook.xml": b"<x/>"}), "a.docx", "is a spreadsheet"),
        (hostile.zipped({"ppt/presentation.xml": b"<x/>"}), "a.docx", "is a presentation"),
        (hostile.zipped({"mimetype": b"x", "content.xml": b"<x/>"}), "a.docx", "OpenDocument"),
        (OLE_MARK + b"\0" * 4_000, "a.doc", r"old format .*save it as PDF or \.docx"),
        (OLE_MARK + b"\0" * 1_048_560 + ENCRYPTED_PACKAGE, "a.docx", "locked with a password"),
        (bytes(range(256)) * 40, "a.txt", "is no PDF, Word document, web page or text"),
        (hostile.small_pdf()[:-40], "a.pdf", "cut short"),
        (hostile.small_pdf()[:500], "a.pdf", "cut short"),
        (hostile.small_docx()[:-200], "a.docx", "damaged or cut short"),
        (hostile.small_docx()[:2_000], "a.docx", "damaged or cut short"),
        (hostile.docx_bomb(), "a.docx", "zip bomb"),
        (hostile.docx_of_many_parts(), "a.docx", "6,001 parts"),
    ],
)
def test_what_cannot_come_in_is_refused_with_what_to_do(
    tmp_path: Path, data: bytes, name: str, reason: str
) -> None:
    with pytest.raises(ReadError, match=reason) as refusal:
        check_file(given(tmp_path, data, name))
    assert str(tmp_path) not in str(refusal.value)


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    data = bytearray(hostile.small_docx())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ReadError, match="locked with a password"):
        check_file(given(tmp_path, bytes(data)))


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"has 3 MB, over the limit of 2 MB"):
        check_file(given(tmp_path, b"words " * 500_000), max_bytes=2_000_000)


def test_a_missing_file_and_a_link_to_nowhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(tmp_path / "none.pdf")
    for name in ("none.pdf", "link.pdf"):
        with pytest.raises(ReadError, match="does not exist"):
            check_file(tmp_path / name)


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ring.pdf").symlink_to(tmp_path / "ring.pdf")
    with pytest.raises(ReadError, match="cannot be reached"):
        check_file(tmp_path / "ring.pdf")


def test_folders_pipes_and_devices_are_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    for path in (tmp_path, tmp_path / "pipe.pdf", Path("/dev/zero")):
        with pytest.raises(ReadError, match="no regular file"):
            check_file(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open any file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = given(tmp_path, TEXT)
    path.chmod(0)
    with pytest.raises(ReadError, match="cannot be opened"):
        check_file(path)
