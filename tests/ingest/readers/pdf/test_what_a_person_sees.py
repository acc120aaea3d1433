"""What a person sees on a page is read, in the order of reading, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.drawing import PersonPaper
from tests.ingest.readers.pdf.person_papers import PAPERS


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_what_a_person_sees_is_read_and_nothing_else(paper: PersonPaper, tmp_path: Path) -> None:
    document = read_pdf(paper.make(tmp_path))
    lines = "\n".join(line.text for line in document.lines)
    flowing = " ".join(lines.split())
    assert [words for words in paper.right if words not in flowing] == []
    assert [words for words in paper.wrong if words in lines] == []
    places = [flowing.find(words) for words in paper.in_order]
    assert places == sorted(places) and -1 not in places
    if paper.notice:
        assert any(paper.notice in notice for notice in document.notices)
    assert not any("exempt" in notice.lower() for notice in document.notices)
