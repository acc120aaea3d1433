"""Where a title ends and what was minuted begins."""

from __future__ import annotations

import pytest

from ingest.numbering.titles import part_title


@pytest.mark.parametrize(
    ("lines", "title", "tail"),
    [
        (["Reports:- The Clerk reported that it was mended."], "Reports", "The Clerk reported"),
        (["APOLOGIES Cllr Wren was unwell and sent them."], "APOLOGIES", "Cllr Wren"),
        (["**Attendance**: recorded above"], "Attendance", "recorded above"),
        (["Apologies. Cllr Wren sent apologies."], "Apologies", "Cllr Wren sent"),
        (["MINUTES OF", "LAST MEETING", "Signed."], "MINUTES OF LAST MEETING", ""),
        (["Report of the Head of", "Places", "Noted."], "Report of the Head of Places", ""),
        (["Notice of Motion: Bus lanes"], "Notice of Motion: Bus lanes", ""),
        (["Minutes of the last meeting PDF 120 KB"], "Minutes of the last meeting", ""),
        (["Finance", "a) To approve payments"], "Finance", ""),
    ],
)
def test_a_title_ends_where_its_words_and_lines_say(
    lines: list[str], title: str, tail: str
) -> None:
    found = part_title(lines)
    assert found.text == title
    assert found.tail.startswith(tail)
    assert bool(found.tail) == bool(tail)


def test_a_bold_title_may_run_over_lines() -> None:
    found = part_title(["REPORT ON SCHOOLS", "2016/17 - THE TOWN**", "Noted."], bold_open=True)
    assert (found.text, found.lines) == ("REPORT ON SCHOOLS 2016/17 - THE TOWN", 2)
