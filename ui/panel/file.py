"""What can be had of a paper's file: the paper in a tab, a download, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote as url_quote

from qa.answers import Citation, paper_url
from qa.papers import FileFormat, NoFile, Paper

if TYPE_CHECKING:
    from qa.library import Library

_ONLY_TEXT = "There is no file to download: of a paper that is no PDF, only the text is handed out."
_WHY_NOT = {
    NoFile.TEXT_ONLY: _ONLY_TEXT,
    NoFile.NOTHING_SHOWN: "There is no file to download: no page of this paper may be shown.",
    NoFile.NO_COPY: "There is no file to download: no copy could be made that holds nothing but "
    "what is seen on its pages. The text can be opened.",
    NoFile.NOT_SEARCHED: "There is no file to download until this paper is read again. The text "
    "can be opened.",
    NoFile.OLD: "There is no file to download until the library is brought up to date. The text "
    "can be opened.",
    NoFile.GONE: "There is no file to download: the library’s copy is gone or damaged. The text "
    "can be opened.",
}


@dataclass(frozen=True, slots=True)
class PaperFile:
    """Where a paper opens, and whether its file can be downloaded."""

    address: str
    """Of the paper, at the cited place."""
    download: str | None
    """Of the file; None where there is none to be had."""
    name: str
    """Of the file, without its folder."""
    why_not: str | None
    """Why there is no file to download."""

    @classmethod
    def of(cls, citation: Citation, why: NoFile | None) -> PaperFile:
        """Return what can be had of the cited paper; `why` says why no file is handed out."""
        paper = citation.paper
        return cls(
            paper_url(paper, citation.page, citation.lines).lstrip("/"),
            f"papers/{url_quote(paper.id)}" if why is None else None,
            PurePath(paper.file).name,
            None if why is None else _WHY_NOT[why],
        )


def why_no_file(library: Library, paper: Paper) -> NoFile | None:
    """Return why no file of a paper can be downloaded; None where one can."""
    if paper.format != FileFormat.PDF:
        return NoFile.TEXT_ONLY
    return library.why_no_file(paper.id)
