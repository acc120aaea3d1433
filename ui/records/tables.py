"""The pages' tables as CSV, for a spreadsheet.

Each field is quoted. A cell that a spreadsheet would take for a formula gets an apostrophe before
it, which spreadsheets read as: this is text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from qa.sheets import as_text
from ui.records.lines import Line
from ui.records.meetings import MeetingView
from ui.records.papers import PaperRow

MARK = "\ufeff"
"""By which spreadsheets know that the file is UTF-8."""
Cells = Sequence[str]


def write_csv(head: Cells, rows: Iterable[Cells]) -> str:
    """Return rows as CSV, each cell quoted and harmless."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return MARK + written.getvalue()


def papers_csv(rows: Iterable[PaperRow], root: str) -> str:
    """Return the papers as CSV; `root` is the address of the service."""
    head = ("Day", "Meeting of", "Title", "Kind", "Council", "Pages", "Version", "File", "Address")
    return write_csv(
        head,
        (
            (
                row.iso, row.body, row.link.words, row.kind, row.council,
                str(row.pages or ""), row.version, row.file, f"{root}{row.link.href}",
            )
            for row in rows
        ),
    )  # fmt: skip


def meeting_csv(view: MeetingView, root: str) -> str:
    """Return the items of a meeting as CSV, a row for each thing decided, or for the item."""
    head = (
        "Number", "Item", "Standing", "Words", "Moved", "Votes", "Later", "Where", "Address",
    )  # fmt: skip
    rows: list[Cells] = []

    def add(number: str, title: str, standing: str, line: Line | None, later: str = "") -> None:
        votes = "; ".join(
            ": ".join(part for part in (vote.counts, _names(vote.names)) if part)
            for vote in (line.votes if line else ())
        )
        place = line.place if line else None
        rows.append(
            (
                number, title, standing, line.text if line else "", line.said if line else "",
                votes, later, f"{place.words}, {place.of}" if place else "",
                f"{root}{place.href}" if place else "",
            )
        )  # fmt: skip

    for item in view.items:
        later = ""
        if item.changed:
            later = f"{item.changed.said} {item.changed.link.words}, {' '.join(item.changed.texts)}"
        for line in item.lines or ((item.opening,) if item.opening else (None,)):
            badge = line.badge.label if line and line.badge else item.badge.label
            add(item.number, item.title, badge, line, later)
    for called in view.called:
        add("", called.text, "Only on the agenda", called)
    for name, lines in view.private:
        for line in lines:
            add("", name, "Taken in private", line)
    for called in view.called_private:
        add("", called.text, "On the agenda, to be taken in private", called)
    return write_csv(head, rows)


def _names(sides: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{side.lower()} {names}" for side, names in sides)
