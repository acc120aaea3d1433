from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.text import read_text
from ingest.sandbox.wire import make_sound
from ingest.understand import understand
from tests.ingest.exemption.containers import CONTAINERS, SECRET
from tests.ingest.exemption.unseen import MARKINGS, PUBLIC

IN_DOUBT = {"privacy policy", "forward plan"}
"""Public papers that the gate withholds to be safe; the administrator's list names them."""


@pytest.mark.parametrize("container", CONTAINERS)
def test_no_marking_of_another_writer_gets_in(container: str, tmp_path: Path) -> None:
    let_in = []
    for marking in MARKINGS:
        document = make_sound(CONTAINERS[container](marking, tmp_path / "paper"))
        understood = understand(document, name="paper", digest="0" * 64)
        held = " ".join(page.text for page in understood.pages)
        if not understood.restricted and SECRET in held:
            let_in.append(marking)
    assert let_in == []


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_paper_of_another_writer_is_held_or_listed_in_doubt(
    name: str, tmp_path: Path
) -> None:
    text, must = PUBLIC[name]
    path = tmp_path / "paper.txt"
    path.write_text(text, "utf-8")
    understood = understand(make_sound(read_text(path)), name="paper.txt", digest="0" * 64)
    if understood.restricted:
        assert name in IN_DOUBT
        assert [one.certain for one in understood.withheld] == [False]
    else:
        held = " ".join(" ".join(passage.text.split()) for passage in understood.passages)
        assert must in held
