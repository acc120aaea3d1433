"""Forms: rows of a label and a value, and how far each value goes."""

from __future__ import annotations

from ingest.document import SourceLine
from ingest.layout.forms import Entry, entry_end, read_entry
from ingest.layout.paragraphs import Paragraph, join_lines
from qa.papers import FileFormat


def paragraphs(*lines: str) -> list[Paragraph]:
    return join_lines([SourceLine(n, line) for n, line in enumerate(lines, 1)], FileFormat.DOCX)


def test_a_row_of_two_cells_is_a_label_and_a_value() -> None:
    form = paragraphs("Subject\tQuay wall repairs, phase two", "Decision:\tTo mend it.")
    assert read_entry(form, 1) == Entry("Decision", "To mend it.")


def test_a_number_before_the_label_is_no_part_of_it() -> None:
    form = paragraphs("1.\tSubject\tQuay wall repairs, phase two", "2.\tDecision\tTo mend it.")
    assert read_entry(form, 1) == Entry("Decision", "To mend it.")


def test_a_first_row_of_short_cells_may_only_head_the_columns() -> None:
    table = paragraphs("Decision\tAction by", "To mend the quay wall\tHarbour Master")
    assert read_entry(table, 0) is None


def test_a_row_of_more_cells_or_with_a_sentence_on_the_left_is_no_entry() -> None:
    table = paragraphs("Quay\t£4\t£5", "The wall fell.\tIt was mended.")
    assert [read_entry(table, index) for index in (0, 1)] == [None, None]


def test_lines_of_a_cell_go_with_its_row_as_far_as_the_next_label() -> None:
    form = paragraphs("Decision\tThat:", "1. it be mended;", "as tendered.", "Reasons\tIt fell.")
    assert entry_end(form, 0) == 3


def test_behind_the_last_row_only_limbs_go_on_with_it() -> None:
    form = paragraphs("Decision\tThat:", "1. it be mended;", "2. it be watched.", "Signed: A Moss")
    assert entry_end(form, 0) == 3
