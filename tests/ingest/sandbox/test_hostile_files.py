"""Files made to hang, crash or mislead: each is read or refused with a reason, in good time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import SourceDocument
from ingest.sandbox.isolation import Limits, read_paper
from qa.errors import ReadError
from tests.ingest.sandbox import hostile_files as hostile

LIMITS = Limits(memory=700 * 1024**2, cpu=10.0, cpu_per_page=0.0, wall=20.0, wall_per_page=0.0)
READABLE = "Words that any reader can make out on this page of ours."


@pytest.fixture
def given(tmp_path: Path) -> Callable[[bytes], Path]:
    def put(data: bytes) -> Path:
        path = tmp_path / "paper.pdf"
        path.write_bytes(data)
        return path

    return put


Given = Callable[[bytes], Path]


def outcome(path: Path, limits: Limits = LIMITS) -> SourceDocument | str:
    """Return what was read or why nothing was; both must be sound and in time."""
    started = time.monotonic()
    try:
        read: SourceDocument | str = read_paper(path, limits=limits)
    except ReadError as error:
        read = str(error)
    assert time.monotonic() - started < limits.wall + 3
    if isinstance(read, str):
        assert len(read) > 20
        assert str(path.parent) not in read
        assert read.isprintable()
        return read
    assert [line.number for line in read.lines] == list(range(1, len(read.lines) + 1))
    assert read.lines or read.notices
    "".join(line.text for line in read.lines).encode("utf-8")
    return read


def texts(read: SourceDocument | str) -> list[str]:
    assert isinstance(read, SourceDocument), read
    return [line.text for line in read.lines]


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_page_that_inflates_without_measure_is_left_out_and_named(
    given: Given, layers: int
) -> None:
    read = outcome(given(hostile.flate_bomb_pdf(layers)))
    assert texts(read) == [READABLE, READABLE]
    assert isinstance(read, SourceDocument)
    (notice,) = read.notices
    assert notice.startswith("page 2 could not be read (")
    assert [line.page for line in read.lines] == [1, 3]


def test_a_cross_reference_table_that_names_itself_does_no_harm(given: Given) -> None:
    assert texts(outcome(given(hostile.looping_xref_pdf()))) == [READABLE]


@pytest.mark.parametrize(
    "make",
    [hostile.looping_tree_pdf, hostile.deep_tree_pdf, hostile.deep_arrays_pdf],
    ids=lambda make: str(make.__name__),
)
def test_a_pdf_of_which_no_page_can_be_had_says_so(given: Given, make: Callable[[], bytes]) -> None:
    read = outcome(given(make()))
    assert isinstance(read, SourceDocument)
    assert read.lines == ()
    assert "none of its pages holds text that can be read" in read.notices


def test_a_page_tree_that_doubles_forty_times_is_refused(given: Given) -> None:
    assert "damaged beyond reading" in str(outcome(given(hostile.fan_out_pdf())))


def test_a_drawing_that_draws_itself_does_not_hang(given: Given) -> None:
    outcome(given(hostile.looping_form_pdf()))


def test_a_page_of_monstrous_size_is_read(given: Given) -> None:
    assert texts(outcome(given(hostile.huge_page_pdf()))) == [READABLE]


def test_ten_thousand_pages_in_sixty_kilobytes_are_refused(given: Given) -> None:
    read = outcome(given(hostile.many_pages_pdf(10_000)))
    assert read == "the PDF has 10,000 pages, over the limit of 5,000; split it"


def test_as_many_pages_as_the_limit_allows_are_read(given: Given) -> None:
    assert len(texts(outcome(given(hostile.many_pages_pdf(5_000))))) == 5_000


def test_a_pdf_that_asks_for_a_password_is_refused(given: Given) -> None:
    assert "asks for a password" in str(outcome(given(hostile.locked_pdf())))


def test_a_pdf_that_is_only_locked_against_changes_is_read(given: Given) -> None:
    assert len(texts(outcome(given(hostile.locked_pdf(user=""))))) == 2


def test_scripts_and_embedded_files_are_left_alone(given: Given, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    assert texts(outcome(given(hostile.scripted_pdf(marker)))) == [READABLE]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.pdf"]


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_pdf_cut_short_is_refused_wherever_it_is_cut(given: Given, tenths: int) -> None:
    data = hostile.small_pdf(5)
    read = outcome(given(data[: len(data) * tenths // 10]))
    assert "cut short" in str(read)


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_cut_pdf_with_its_end_put_back_is_read_in_part_or_refused(
    given: Given, tenths: int
) -> None:
    data = hostile.small_pdf(5)
    outcome(given(data[: len(data) * tenths // 10] + b"\nstartxref\n9\n%%EOF\n"))


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_pdf_is_read_in_part_or_refused(given: Given, seed: int) -> None:
    share = (0.001, 0.01, 0.1)[seed % 3]
    outcome(given(hostile.fuzzed(hostile.small_pdf(3), seed, share)))


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_word_document_is_read_in_part_or_refused(given: Given, seed: int) -> None:
    outcome(given(hostile.fuzzed(hostile.small_docx(), seed, (0.0005, 0.01)[seed % 2])))


def test_a_word_document_that_unpacks_without_measure_is_refused(given: Given) -> None:
    assert "zip bomb" in str(outcome(given(hostile.docx_bomb())))


def test_archives_within_a_word_document_stay_packed(given: Given) -> None:
    assert texts(outcome(given(hostile.nested_docx_bomb()))) == [
        "The committee met in the old hall."
    ]


def test_a_thousand_million_laughs_are_refused(given: Given) -> None:
    assert "Word document" in str(outcome(given(hostile.billion_laughs_docx())))


def test_a_word_document_cannot_take_in_another_file(given: Given, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the sum withheld", "utf-8")
    entity = f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">'
    read = outcome(given(hostile.docx_with_entity(entity, "&x;")))
    assert "declares a document type" in str(read)


def test_styles_based_on_one_another_do_not_hang(given: Given) -> None:
    assert texts(outcome(given(hostile.looping_styles_docx()))) == [
        "The committee met in the old hall."
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>" + b"<div>" * 10_000_000, "over 20 MB"),
        (b"<html>" + b"<div>" * 3_900_000, "5,000 deep"),
        (b"<html>" + b"<ul><li>" * 2_000_000, "5,000 deep"),
    ],
    ids=["50 MB", "19 MB of div", "16 MB of li"],
)
def test_a_web_page_of_nested_tags_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "page.html").write_bytes(data)
    assert reason in str(outcome(tmp_path / "page.html"))


@pytest.mark.parametrize(
    "data",
    [
        b"<html>" + b"<table><tr><td>x" * 20_000,
        b"<html><table><tr>" + b"<td colspan=99999>x" * 5_000,
        b"<html>" + b"<p><b>word" * 4_000,
        b"<html>" + b"<ol start=99999><li>x" * 2_000,
        b"<html><svg><math><select><template>" * 1_000,
    ],
    ids=["tables", "spans", "bold", "lists", "foreign"],
)
def test_a_web_page_of_wild_tags_does_not_hang(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.html").write_bytes(data)
    outcome(tmp_path / "page.html")


@pytest.fixture
def text_paper(tmp_path: Path) -> Given:
    def put(data: bytes) -> Path:
        (tmp_path / "paper.txt").write_bytes(data)
        return tmp_path / "paper.txt"

    return put


def test_a_text_of_one_line_of_twenty_megabytes_is_read(text_paper: Given) -> None:
    (line,) = texts(outcome(text_paper(b"word " * 4_000_000)))
    assert len(line) == 20_000_000


def test_a_text_of_blank_lines_without_number_is_refused(text_paper: Given) -> None:
    assert "over 1,000,000 lines" in str(outcome(text_paper(b"\n" * 30_000_000)))


def test_zero_bytes_in_a_text_are_replaced_and_told(text_paper: Given) -> None:
    read = outcome(text_paper(b"Item 1\0\nItem 2\n" + b"Words. " * 99))
    assert texts(read)[0] == "Item 1\ufffd"
    assert isinstance(read, SourceDocument)
    assert read.notices == ("1 of its characters could not be read",)


def test_bytes_that_are_no_utf8_do_not_spoil_a_text_that_is(text_paper: Given) -> None:
    read = outcome(text_paper("The levée – £5\n".encode() * 9 + b"an odd \xff byte\n"))
    assert texts(read)[0] == "The levée – £5"
    assert texts(read)[-1] == "an odd \ufffd byte"


def test_a_file_of_zero_bytes_and_one_of_chance_are_refused(text_paper: Given) -> None:
    for data in (b"\0" * 50_000, os.urandom(50_000)):
        assert isinstance(outcome(text_paper(data)), str)


def test_an_empty_file_a_pipe_and_a_ring_of_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "ring.pdf").symlink_to(tmp_path / "ring.pdf")
    for name in ("empty.pdf", "pipe.pdf", "ring.pdf"):
        assert isinstance(outcome(tmp_path / name), str)


def test_a_name_with_a_line_feed_and_stray_bytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "minutes\nof\udcff.pdf"
    try:
        path.write_bytes(hostile.small_pdf(1))
    except OSError:
        pytest.skip("the file system does not take such a name")
    assert len(texts(outcome(path))) == 1


def test_a_file_that_changes_its_kind_is_judged_by_what_the_child_finds(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(hostile.small_pdf(1))
    assert len(texts(outcome(path))) == 1
    path.write_bytes(b"<html><p>It is a page now.</p></html>")
    assert "its content is a web page" in str(outcome(path))
