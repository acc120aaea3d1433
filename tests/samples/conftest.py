from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.table import Table
from selectolax.lexbor import LexborHTMLParser

PagesOf = Callable[[Path], tuple[str, ...]]


def word_lines(path: Path) -> Iterator[str]:
    """Each paragraph with its style's name, each table cell as it stands."""
    for part in Document(str(path)).iter_inner_content():
        if isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield f"{part.style.name if part.style else ''}: {part.text}"


@cache
def read_pages(path: Path) -> tuple[str, ...]:
    """The text of each page; of a paper without pages, the whole as one."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as paper:
            return tuple(page.get_textpage().get_text_range() for page in paper)
    if path.suffix == ".html":
        return (LexborHTMLParser(path.read_text(encoding="utf-8")).text(separator=" "),)
    return ("\n".join(word_lines(path)),)


@pytest.fixture(scope="session")
def pages_of() -> PagesOf:
    return read_pages


@pytest.fixture(scope="session")
def lines_of() -> Callable[[Path], list[str]]:
    return lambda path: list(word_lines(path))
