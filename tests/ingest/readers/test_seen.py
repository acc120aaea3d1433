"""What is gathered beside a paper's lines is kept within bounds, and nothing is cut unsaid."""

from __future__ import annotations

from ingest.document import MAX_SEEN, SeenAt
from ingest.file_names import MAX_SHOWN, is_shown
from ingest.readers.seen import OVERLAP, SeenGatherer


def words(gatherer: SeenGatherer) -> list[str]:
    return [one.words for one in gatherer.found()]


def test_each_line_is_an_entry_on_one_line_of_print() -> None:
    seen = SeenGatherer()
    seen.add("Oldport  Council\n\n\tNOT FOR\u00a0PUB\u00adLICATION\u200b\x07", SeenAt.NOTE, 2)
    assert words(seen) == ["Oldport Council", "NOT FOR PUBLICATION"]
    assert {(one.where, one.page) for one in seen.found()} == {(SeenAt.NOTE, 2)}
    assert not seen.full


def test_nothing_is_said_twice_of_one_page() -> None:
    seen = SeenGatherer()
    for page in (1, 1, 2):
        seen.add("Exempt", SeenAt.STAMP, page)
    assert [one.page for one in seen.found()] == [1, 2]


def test_pieces_of_a_long_line_overlap() -> None:
    seen = SeenGatherer()
    marking = "NOT FOR PUBLICATION by virtue of paragraph 3"
    for before in range(MAX_SHOWN - 60, MAX_SHOWN + 20, 7):
        seen.add("x" * before + marking + "y" * MAX_SHOWN, SeenAt.FIELD)
        assert any(marking in piece for piece in words(seen))
    assert all(map(is_shown, words(seen)))
    assert len(marking) < OVERLAP


def test_a_name_stands_before_each_line_of_a_value() -> None:
    seen = SeenGatherer()
    seen.add_named("Status", "Exempt\nParagraph 3", SeenAt.PROPERTY)
    seen.add_named("", "Open", SeenAt.PROPERTY)
    assert words(seen) == ["Status: Exempt", "Status: Paragraph 3", "Open"]


def test_more_than_is_allowed_is_left_out_and_said() -> None:
    many, long = SeenGatherer(), SeenGatherer()
    for number in range(MAX_SEEN + 1):
        many.add(f"Note {number}", SeenAt.NOTE)
    long.add(" ".join(map(str, range(100_000))), SeenAt.NOTE)
    assert len(many.found()) == MAX_SEEN
    assert many.full and long.full
