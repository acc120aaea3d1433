"""What a person sees in a file is read, and nothing else: odd but ordinary files of all kinds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.readers.gate import check_file
from ingest.sandbox.worker import READERS
from ingest.understand import understand
from tests.ingest.readers.odd_files import ODD_FILES, OddFile
from tests.ingest.readers.odd_mail import ODD_MAIL


@pytest.mark.parametrize("odd", (*ODD_FILES, *ODD_MAIL), ids=lambda odd: odd.name)
def test_what_a_person_sees_is_read_and_nothing_else(odd: OddFile, tmp_path: Path) -> None:
    path = tmp_path / odd.name
    odd.write(path)
    document = READERS[check_file(path)](path)
    understood = understand(
        document, name=odd.name, digest=hashlib.sha256(path.read_bytes()).hexdigest()
    )
    assert not understood.restricted
    text = "\n".join(line.text for line in document.lines if line.text.strip())
    for words in odd.has:
        assert words in text
    for words in odd.lacks:
        assert words not in text
    held = " ".join(
        " ".join([*passage.heading, passage.item_title or "", *passage.text.split()])
        for passage in understood.passages
    )
    paper = understood.paper
    assert all(" ".join(words.split("\n")[-1].split()) in held for words in odd.has)
    assert odd.day in (None, str(paper.meeting_date))
    assert odd.body in (None, paper.body)
    assert odd.council in (None, paper.council)
    for words in odd.notices:
        assert any(words in notice for notice in paper.notices)
