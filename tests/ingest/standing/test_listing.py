"""What a meeting did in an item, listed sentence by sentence."""

import pytest

from ingest.document import SourceDocument, SourceLine
from ingest.layout.paragraphs import join_lines
from ingest.standing.features import Meeting
from ingest.standing.judging import judge
from ingest.standing.listing import Resolved, _acts
from qa.papers import FileFormat, Standing


def acts(text: str, title: str = "") -> list[tuple[str, Standing]]:
    lines = [SourceLine(i, line) for i, line in enumerate(text.strip().splitlines(), 1)]
    document = SourceDocument(FileFormat.TEXT, tuple(lines))
    paragraphs = join_lines(document.lines, document.format, document.tables)
    owner = [Resolved(paragraphs, Standing.DISCUSSED, whole=False)] * len(paragraphs)
    judged = judge(paragraphs, Meeting.of("Hallow Parish Council"), title)
    return [(act.text, act.standing) for act in _acts(judged, paragraphs, owner)]


def test_a_verdict_in_a_paragraph_of_its_own_is_on_the_sentence_before_it() -> None:
    found = acts("The letter about the mill race was read out by the Clerk.\n\nNoted")
    assert found == [
        ("The letter about the mill race was read out by the Clerk. Noted", Standing.NOTED)
    ]


def test_each_entry_of_a_planning_list_is_decided_by_its_verdict() -> None:
    found = acts(
        "The following observations were agreed:\n\n"
        "PL/0123 Porch at 2 Mill Lane Hallow\n\nNO OBJECTIONS\n\n"
        "PL/0124 Barn at Upper Farm Hallow\n\nOBJECTIONS\n",
        "Planning",
    )
    assert ("PL/0123 Porch at 2 Mill Lane Hallow NO OBJECTIONS", Standing.DECIDED) in found
    assert any("PL/0124" in text and text.endswith("OBJECTIONS") for text, _ in found)


@pytest.mark.parametrize(
    "text",
    [
        "Proposed by Cllr A Moss, seconded by Cllr B Reed.",
        "Signed by the Chair",
        "The Secretary agreed to write to the bus company.",
        "JM agreed to check when the wall will be mended.",
    ],
)
def test_what_one_person_does_or_signs_decides_nothing(text: str) -> None:
    assert acts(text) == []
