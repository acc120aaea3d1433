"""`townclerk feedback`: what readers said of answers, declined questions, and deleting them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import PaperNotFoundError
from qa.feedback.records import Reason, Remark
from qa.feedback.store import declined_of, remarks_of

if TYPE_CHECKING:
    from qa.library import Library


def feedback_lines(folder: Path, *, as_json: bool) -> Iterator[str]:
    """Yield what is kept, the oldest first. Raises FeedbackError."""
    remarks, declined = remarks_of(folder).read(), declined_of(folder).read()
    if as_json:
        kept = {
            "remarks": [one.model_dump(mode="json") for one in remarks.records],
            "declined": [one.model_dump(mode="json") for one in declined.records],
        }
        yield json.dumps(kept, ensure_ascii=False)
        return
    for one in remarks.records:
        reason = f", {one.reason.value}" if one.reason else ""
        yield f"{one.time:%Y-%m-%d %H:%M}  {one.verdict.value}{reason}: {one.question}"
        if one.words:
            yield f"{'':18}{' '.join(one.words.split())}"
    for question in declined.records:
        yield f"{question.time:%Y-%m-%d %H:%M}  declined: {question.question}"
    if spoilt := remarks.spoilt + declined.spoilt:
        yield f"{spoilt} lines cannot be read"


def delete_feedback(folder: Path, day: date) -> str:
    """Delete what is of days before this one; return in words how much. Raises FeedbackError."""
    remarks = remarks_of(folder).delete_before(day)
    declined = declined_of(folder).delete_before(day)
    return f"deleted: {remarks} remarks and {declined} declined questions of before {day}"


def not_to_be_shown(folder: Path) -> Iterator[str]:
    """Yield what readers say should not be shown, for the review list.

    Raises FeedbackError or LibraryError.
    """
    found = remarks_of(folder).read().records
    wrong = [remark for remark in found if remark.reason is Reason.NOT_TO_BE_SHOWN]
    if not wrong:
        return
    from qa.bootstrap import open_library

    library = open_library(folder)
    told: set[tuple[str, ...]] = set()
    for remark in wrong:
        for note in _notes(library, remark):
            if note not in told:  # several readers may say the same
                told.add(note)
                yield from note


def _notes(library: Library, remark: Remark) -> Iterator[tuple[str, ...]]:
    """Yield a note for each page cited that is still held."""
    said = (f"{'':12}{' '.join(remark.words.split())}",) if remark.words else ()
    for cited in remark.citations:
        try:
            file = library.paper(cited.paper).file
        except PaperNotFoundError:
            continue  # it is shown no more
        page = f", page {cited.page}" if cited.page else ""
        yield (
            f"{remark.day}  a reader says that this should not be shown: {file}{page}",
            *said,
            f"{'':12}to keep it out: townclerk review keep-out {cited.paper}",
        )
