from datetime import date

import pytest

from qa.errors import NarrowingError
from qa.papers import PaperKind
from qa.protocols import EVERYTHING, Filter
from ui.narrow.sent import NAMES, read_narrowing


@pytest.mark.parametrize("sent", [None, {}, dict.fromkeys(NAMES, ""), {"body": "  "}])
def test_nothing_chosen_asks_for_all(sent: dict[str, object] | None) -> None:
    assert read_narrowing(sent) == (EVERYTHING, None)


def test_what_was_chosen_is_read() -> None:
    sent = {
        "body": " Cabinet ",
        "kind": "officer report",
        "council": "Ashcombe",
        "first": "2024-01-01",
        "last": "2024-02-29",
        "as_at": "2024-03-01",
    }
    assert read_narrowing(sent) == (
        Filter(
            body="Cabinet",
            kind=PaperKind.REPORT,
            council="Ashcombe",
            first=date(2024, 1, 1),
            last=date(2024, 2, 29),
        ),
        date(2024, 3, 1),
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"first": "2024-02-30"},
        {"last": "1.1.2024"},
        {"as_at": "20240101"},
        {"as_at": "٢٠٢٤-٠١-٠١"},
        {"first": "0000-00-00"},
        {"kind": "secrets"},
        {"first": 20240101},
    ],
)
def test_what_is_no_day_or_kind_is_told(sent: dict[str, object]) -> None:
    with pytest.raises(NarrowingError):
        read_narrowing(sent)
