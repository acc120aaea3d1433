"""A file within a PDF is a paper of its own, through the same gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import AttachedFileSpec

from ingest.files.unpack import MAX_DEPTH
from qa.library import Library
from tests.fakes import write_pdf
from tests.ingest.files.test_unpack import (
    BRIDGE,
    MILL,
    RESTRICTED,
    all_bytes,
    counts,
    files_of,
    take_in,
    text_of,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def portfolio(path: Path, text: str, **files: bytes | str) -> Path:
    """A PDF with a page of text, and files within it; `_` in a name stands for a full stop."""
    write_pdf(path, [text])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for name, data in files.items():
            data = data.encode() if isinstance(data, str) else data
            named = name.replace("_", ".")
            pdf.attachments[named] = AttachedFileSpec(pdf, data, filename=named)
        pdf.save(path)
    return path


def test_each_file_within_a_pdf_is_a_paper_of_its_own(library: Library, tmp_path: Path) -> None:
    path = portfolio(tmp_path / "pack.pdf", MILL, bridge_txt=BRIDGE, plan_png=b"\x89PNG\r\n")
    report = take_in(library, path)
    assert counts(report) == {"read": 2, "ignored": 1, "failed": 0}
    assert files_of(library) == {"pack.pdf", "pack.pdf/bridge.txt"}
    assert "bridge be closed to lorries" in text_of(library)
    assert any("1 file attached to it is of a kind" in notice for _, notice in report.notices)


def test_an_unchanged_pdf_is_skipped_with_its_files(library: Library, tmp_path: Path) -> None:
    path = portfolio(tmp_path / "pack.pdf", MILL, bridge_txt=BRIDGE)
    take_in(library, path)
    assert counts(take_in(library, path, prune=True)) == {"skipped": 2, "failed": 0}
    assert files_of(library) == {"pack.pdf", "pack.pdf/bridge.txt"}


def test_a_file_that_is_no_longer_within_a_pdf_is_pruned(library: Library, tmp_path: Path) -> None:
    path = portfolio(tmp_path / "pack.pdf", MILL, bridge_txt=BRIDGE)
    take_in(library, path)
    portfolio(path, MILL)
    take_in(library, path, prune=True)
    assert files_of(library) == {"pack.pdf"}


def test_an_exempt_file_within_a_public_pdf_is_no_paper(library: Library, tmp_path: Path) -> None:
    path = portfolio(tmp_path / "pack.pdf", MILL, yard_txt=RESTRICTED)
    take_in(library, path)
    assert files_of(library) == {"pack.pdf"}
    assert "Zebedee" not in text_of(library)


def test_files_within_an_exempt_pdf_stay_out_with_it(library: Library, tmp_path: Path) -> None:
    path = portfolio(tmp_path / "pack.pdf", RESTRICTED, bridge_txt=BRIDGE)
    take_in(library, path)
    assert files_of(library) == set()
    assert b"lorries" not in all_bytes(library.folder)
    assert b"bridge.txt" not in all_bytes(library.folder)


def test_a_pdf_that_becomes_exempt_takes_its_files_with_it(
    library: Library, tmp_path: Path
) -> None:
    path = portfolio(tmp_path / "pack.pdf", MILL, bridge_txt=BRIDGE)
    take_in(library, path)
    portfolio(path, RESTRICTED, bridge_txt=BRIDGE)
    take_in(library, path)
    assert files_of(library) == set()


def test_a_damaged_file_within_a_pdf_stops_no_other(library: Library, tmp_path: Path) -> None:
    path = portfolio(tmp_path / "pack.pdf", MILL, bad_pdf=b"%PDF-1.4 cut", bridge_txt=BRIDGE)
    report = take_in(library, path)
    assert [name for name, _ in report.failed] == ["pack.pdf/bad.pdf"]
    assert files_of(library) == {"pack.pdf", "pack.pdf/bridge.txt"}


def test_pdfs_within_pdfs_are_read_to_a_depth(library: Library, tmp_path: Path) -> None:
    inner = portfolio(tmp_path / "0.pdf", BRIDGE).read_bytes()
    for depth in range(1, MAX_DEPTH + 2):
        inner = portfolio(tmp_path / f"{depth}.pdf", f"{MILL}\n{depth}", in_pdf=inner).read_bytes()
    (tmp_path / "outer").mkdir()
    (tmp_path / "outer/pack.pdf").write_bytes(inner)
    report = take_in(library, tmp_path / "outer")
    assert len(files_of(library)) == MAX_DEPTH
    assert [reason for _, reason in report.failed] == [
        "it is too deep inside other files; unpack them and give the paper itself"
    ]
