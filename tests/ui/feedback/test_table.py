"""What the administrator asks for, and what a spreadsheet may do with it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

from qa.feedback.records import Cited, Declined, Reason, Remark, Verdict
from ui.feedback.table import Filter, count, declined_csv, remarks_csv


def remark(question: str, verdict: str, reason: str | None = None, day: int = 1) -> Remark:
    return Remark(
        time=datetime(2026, 11, day, 12, tzinfo=UTC),
        question=question,
        status="answered",
        standing="decided",
        version="1",
        citations=(Cited(paper="abc", page=2), Cited(paper="gone")),
        fingerprint="f",
        verdict=Verdict(verdict),
        reason=Reason(reason) if reason else None,
    )


REMARKS = [
    remark("The Old Mill?", "yes", day=1),
    remark("The market?", "no", "wrong page", day=2),
    remark("=HYPERLINK(1)", "no", "wrong page", day=3),
    remark("The MILL lease?", "no", day=4),
]


def test_remarks_are_filtered_by_verdict_reason_days_and_words() -> None:
    def found(**asked: object) -> list[str]:
        return [one.question for one in Filter(**asked).of(REMARKS)]  # type: ignore[arg-type]

    assert found(verdict=Verdict.YES) == ["The Old Mill?"]
    assert found(reason=Reason.WRONG_PAGE) == ["=HYPERLINK(1)", "The market?"]
    assert found(first=date(2026, 11, 2), last=date(2026, 11, 3)) == [
        "=HYPERLINK(1)",
        "The market?",
    ]
    assert found(words="mill") == ["The MILL lease?", "The Old Mill?"]


def test_remarks_are_counted_by_verdict_and_reason() -> None:
    counts = count(REMARKS)
    assert (counts.yes, counts.no) == (1, 3)
    assert counts.reasons == (("wrong page", 2), ("no reason", 1))


def test_no_cell_is_a_formula_and_the_file_of_a_paper_held_is_named() -> None:
    text = remarks_csv(REMARKS, {"abc": "minutes.pdf"}.get)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[2]["question"] == "'=HYPERLINK(1)"
    assert rows[0]["cited"] == "minutes.pdf, page 2; gone"
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    declined = Declined(question="+1 for the pool", status="not_found", version="1")
    assert "'+1 for the pool" in declined_csv([declined])
