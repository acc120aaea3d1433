from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import SeenAt
from ingest.readers.decoding import decode, looks_like_text
from ingest.readers.text import read_text


def lines(tmp_path: Path, data: bytes) -> list[str]:
    (tmp_path / "a.txt").write_bytes(data)
    read = read_text(tmp_path / "a.txt")
    assert [line.number for line in read.lines] == list(range(1, len(read.lines) + 1))
    return [line.text for line in read.lines]


def test_blank_lines_are_kept_so_that_numbers_match_the_file(tmp_path: Path) -> None:
    assert lines(tmp_path, b"one\n\n\nfour\n") == ["one", "", "", "four"]


def test_a_last_line_without_its_line_feed_is_a_line(tmp_path: Path) -> None:
    assert lines(tmp_path, b"one\ntwo") == ["one", "two"]


def test_a_line_ends_where_unicode_says_that_it_must(tmp_path: Path) -> None:
    odd = "a\x0bb\x0cc\x1cd\u2028e\u2029f\rg"
    found = lines(tmp_path, f"{odd}\r\nnext\r\r\nlast\r\n".encode())
    assert found == ["a", "b", "c\x1cd", "e", "f", "g", "next", "last"]


def test_the_end_of_a_page_between_two_lines_is_no_line_of_its_own(tmp_path: Path) -> None:
    found = lines(tmp_path, b"one\n\x0ctwo\x0c\nthree\x0cfour\n\x0c")
    assert found == ["one", "two", "three", "four"]


def test_spaces_at_either_end_are_kept(tmp_path: Path) -> None:
    assert lines(tmp_path, b"  (1)\tthat \n") == ["  (1)\tthat "]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_usual_encoding_gives_the_same_lines(tmp_path: Path, encoding: str) -> None:
    text = "Café levy – £1,000 “agreed”\nResolved: that the fee be waived for the year.\n"
    data = text.encode(encoding)
    assert lines(tmp_path, data) == text.splitlines()


def test_a_byte_that_windows_leaves_undefined_is_counted() -> None:
    assert decode(b"price \x81 \x93now\x94") == ("price \ufffd “now”", 1)


def test_a_replacement_sign_in_the_text_itself_is_not_counted_as_damage() -> None:
    assert decode("levée \ufffd".encode()) == ("levée \ufffd", 0)


def test_utf16_cut_in_the_middle_of_a_character_is_read(tmp_path: Path) -> None:
    assert lines(tmp_path, "two words".encode("utf-16")[:-1]) == ["two word\ufffd"]


@pytest.mark.parametrize("data", [bytes(range(256)), b"\0" * 300, b"\x01\x02\x03" * 100])
def test_bytes_of_other_kinds_do_not_look_like_text(data: bytes) -> None:
    assert not looks_like_text(data)


def test_an_empty_line_and_a_stray_control_still_look_like_text() -> None:
    assert looks_like_text(b"\n")
    assert looks_like_text(b"Item 1\x07\n" + b"words " * 40)


def test_what_markdown_shows_elsewhere_or_hides_is_handed_over_by_itself(tmp_path: Path) -> None:
    text = (
        "---\ntitle: The depot\nstatus: 'Exempt'\ntags:\n  - private\n---\n# Report\n\n"
        "<!-- not for\npublication -->\n![A plan, restricted](plan.png)\n"
        '[the annex](annex.pdf "Opens the exempt annex")\n'
    )
    (tmp_path / "a.md").write_text(text, "utf-8")
    document = read_text(tmp_path / "a.md")
    assert [(one.words, one.where) for one in document.seen] == [
        ("The depot", SeenAt.TITLE),
        ("status: Exempt", SeenAt.PROPERTY),
        ("tags: private", SeenAt.PROPERTY),
        ("not for publication", SeenAt.HIDDEN),
        ("A plan, restricted", SeenAt.PICTURE),
        ("Opens the exempt annex", SeenAt.LINK),
    ]
    shown = [line.text for line in document.lines]
    assert shown == [*text.split("\n")[:8], "", "", *text.rstrip("\n").split("\n")[10:]]


def test_a_text_with_brackets_without_end_is_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("](" * 200_000 + "\n" + "<!--" * 200_000, "utf-8")
    assert len(read_text(tmp_path / "a.txt").lines) == 2
