"""Which body sat when, and of two minutes of one meeting one is read. All is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest.pipeline import ingest
from qa.library import Library
from qa.protocols import Filter
from qa.record.register import items_of, meetings_held
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

WELSH = """ASHCOMBE BOROUGH COUNCIL

CABINET

MINUTES of the meeting held on 14 March 2024

51. YMDDIHEURIADAU

Nid oedd ymddiheuriadau gan yr aelodau ar gyfer y cyfarfod hwn.

52. PRISIAU

PENDERFYNWYD: y dylid gosod pris y fferi ar ddwy bunt y tro.

Daeth y cyfarfod i ben.
"""


def test_each_meeting_stands_once_with_its_papers_in_the_order_of_days(library: Library) -> None:
    held = meetings_held(library)
    assert [(m.body, m.day) for m in held] == [
        ("Cabinet", date(2024, 3, 14)),
        ("Planning Committee", date(2024, 3, 14)),
        ("Cabinet", date(2024, 4, 11)),
        ("Cabinet", date(2024, 6, 13)),
    ]
    assert len({m.id for m in held}) == 4
    assert all(m.is_recorded() for m in held)
    assert [one.item.number for one in items_of(library, held[0])] == ["51", "52", "53", "54"]


def test_a_meeting_after_the_day_in_sight_is_not_there(library: Library) -> None:
    view = library.only(Filter(until=date(2024, 3, 31)))
    assert {m.day for m in meetings_held(view)} == {date(2024, 3, 14)}


def test_of_minutes_in_two_languages_those_in_english_are_read(tmp_path: Path) -> None:
    english = minutes("52. FARES\n\nRESOLVED: That the fare of the ferry be set at £2 a trip.\n")
    papers = {"a-cymraeg.txt": WELSH, "b-english.txt": english}
    answerer = answerer_of(tmp_path, FakeEmbedder(), papers)
    [meeting] = meetings_held(answerer.library)
    read = {one.paper.file for one in items_of(answerer.library, meeting)}
    held = {paper.file for paper in meeting.papers}
    answerer.library.close()
    assert {Path(name).name for name in held} == set(papers)
    assert {Path(name).name for name in read} == {"b-english.txt"}


NAMELESS = """COUNCIL

MINUTES of the meeting held on 14 March 2024

52. FARES

RESOLVED: That £2 be paid.
"""


def test_a_paper_that_names_no_council_joins_no_meeting_of_papers_filed_elsewhere(
    tmp_path: Path,
) -> None:
    council = minutes("52. LAMPS\n\nRESOLVED: That lamps be lit.\n", body="COUNCIL")
    sources = tmp_path / "papers"
    for folder, text in (("ashcombe", council), ("elsewhere", NAMELESS)):
        (sources / folder).mkdir(parents=True)
        (sources / folder / "council.txt").write_text(text, encoding="utf-8")
    library = Library.open(tmp_path / "library", create=True)
    assert not ingest([sources], library, FakeEmbedder()).failed
    held = [{paper.file for paper in meeting.papers} for meeting in meetings_held(library)]
    library.close()
    assert len(held) == 2 and all(len(files) == 1 for files in held)
