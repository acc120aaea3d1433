"""Remarks and declined questions as the administrator asks for them: filtered, counted, as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qa.feedback.records import Declined, Reason, Remark, Verdict
from qa.feedback.store import Kept
from qa.sheets import write_csv

REMARK_COLUMNS = (
    *("time", "verdict", "reason", "words", "question", "narrowed to", "status", "standing"),
    *("cited", "fingerprint", "version"),
)
DECLINED_COLUMNS = ("time", "question", "narrowed to", "status", "version")

FileOf = Callable[[str], str | None]
"""The file name of a paper, by its id; None where it is no longer held."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; what is left out does not matter."""

    verdict: Verdict | None = None
    reason: Reason | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""
    """In the question or in what the reader said."""

    def keeps(self, record: Remark | Declined) -> bool:
        """Return whether a record is asked for."""
        if (self.first and record.day < self.first) or (self.last and record.day > self.last):
            return False
        said = record.question
        if isinstance(record, Remark):
            if self.verdict and record.verdict is not self.verdict:
                return False
            if self.reason and record.reason is not self.reason:
                return False
            said = f"{said}\n{record.words}"
        return self.words.casefold() in said.casefold()

    def of(self, records: Iterable[Kept]) -> list[Kept]:
        """Return the records that are asked for, the latest first."""
        return [record for record in reversed(list(records)) if self.keeps(record)]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often what was said."""

    yes: int
    no: int
    reasons: tuple[tuple[str, int], ...]
    """Each reason with its number, the most frequent first."""


def count(remarks: Sequence[Remark]) -> Counts:
    """Count remarks by verdict, and those that say no by their reason."""
    wrong = [remark for remark in remarks if remark.verdict is Verdict.NO]
    reasons = Counter(remark.reason.value if remark.reason else "no reason" for remark in wrong)
    return Counts(len(remarks) - len(wrong), len(wrong), tuple(reasons.most_common()))


def cited_in_words(remark: Remark, file_of: FileOf) -> list[str]:
    """Return the pages that an answer cited: file and page, or the paper's id."""
    return [
        f"{file_of(cited.paper) or cited.paper}{f', page {cited.page}' if cited.page else ''}"
        for cited in remark.citations
    ]


def narrowed(record: Remark | Declined) -> str:
    """Return in words what a question was narrowed to; empty where it was not."""
    return "; ".join(f"{name}: {value}" for name, value in record.narrowing.items())


def remarks_csv(remarks: Iterable[Remark], file_of: FileOf) -> str:
    """Return remarks as CSV that no spreadsheet takes for formulas."""
    return write_csv(
        REMARK_COLUMNS,
        (
            [
                *(remark.time.isoformat(), remark.verdict.value),
                *(remark.reason.value if remark.reason else "", _line(remark.words)),
                _line(remark.question),
                *(narrowed(remark), remark.status, remark.standing or ""),
                *("; ".join(cited_in_words(remark, file_of)), remark.fingerprint, remark.version),
            ]
            for remark in remarks
        ),
    )


def declined_csv(declined: Iterable[Declined]) -> str:
    """Return declined questions as CSV that no spreadsheet takes for formulas."""
    return write_csv(
        DECLINED_COLUMNS,
        (
            [one.time.isoformat(), _line(one.question), narrowed(one), one.status, one.version]
            for one in declined
        ),
    )


def _line(text: str) -> str:
    return " ".join(text.split())
