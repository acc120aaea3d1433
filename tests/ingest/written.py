"""Papers written for a test: text, or lines of a PDF, understood as the real ones are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from textwrap import dedent

from ingest.document import SourceDocument
from ingest.understand import Understood, understand
from qa.papers import FileFormat, Item, SourceLine, Standing, Vote


def text_paper(text: str) -> SourceDocument:
    lines = enumerate(dedent(text).strip("\n").split("\n"), start=1)
    return SourceDocument(
        FileFormat.TEXT, tuple(SourceLine(number, line) for number, line in lines)
    )


def pdf_paper(*pages: str) -> SourceDocument:
    """Lines marked with a leading `#` are bold; a blank line is white space above the next."""
    lines: list[SourceLine] = []
    for page, text in enumerate(pages, start=1):
        gap = 0.0
        for written in dedent(text).strip("\n").split("\n"):
            if not written.strip():
                gap = 0.8
                continue
            bold = written.startswith("#")
            words = written.lstrip("# ") if bold else written.strip()
            lines.append(SourceLine(len(lines) + 1, words, page, 11.0, bold, gap))
            gap = 0.0
    return SourceDocument(FileFormat.PDF, tuple(lines), len(pages))


def read(
    document: SourceDocument, name: str = "paper.txt", admitted: frozenset[str] = frozenset()
) -> Understood:
    return understand(document, name=name, digest=digest_of(document), admitted=admitted)


def digest_of(document: SourceDocument) -> str:
    return hashlib.sha256(repr(document.lines).encode()).hexdigest()


def read_text(text: str) -> Understood:
    return read(text_paper(text))


def item(paper: Understood, number: str) -> Item:
    found = [item for item in paper.items if item.number == number]
    assert len(found) == 1, [item.number for item in paper.items]
    return found[0]


def counted(found: Item) -> list[Vote]:
    """The votes of an item: their counts and how they went, without names and matter."""
    return [Vote(v.votes_for, v.against, v.abstain, v.result) for v in found.votes]


def standing_of(paper: Understood, words: str) -> Standing:
    """The standing of the one passage in which the words stand."""
    wanted = squeezed(words)
    found = {p.standing for p in paper.passages if wanted in squeezed(p.text)}
    assert len(found) == 1, (words, found)
    return found.pop()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def all_text(papers: Sequence[Understood]) -> str:
    return "\n".join(p.text for paper in papers for p in paper.passages)
