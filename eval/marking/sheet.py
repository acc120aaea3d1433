"""A sheet of answers for a person to mark, as CSV, and the count of the marks.

Each row has what was asked, what was said with its quotes, and what the gold says. The last two
columns are empty: the mark, one of those of the row's sheet, and why.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from eval.gold.evidence import name_place
from eval.reports.printer import Blocks, Line, Table, interval
from eval.statistics import wilson_interval
from qa.errors import GoldError
from qa.sheets import as_text, as_written

ANSWER_MARKS = ("right", "partly", "wrong")
"""Of an answer beside what the gold says. An answer that denies what the papers say is wrong."""
DENIAL_MARKS = ("untrue", "true", "none")
"""Of what an answer says is not there: the papers held refute it, they do not, or it says no such
thing."""


@dataclass(frozen=True, slots=True)
class Row:
    """An answer to be marked. All fields are text as it is shown."""

    id: str
    kind: str
    """What is counted apart: kind of trap, of turn, of list, or the outcome."""
    question: str
    outcome: str
    said: str
    """The answer, as Markdown."""
    quotes: str
    """With number, paper, place and standing."""
    found: str
    """How the first passages found begin."""
    expected: str
    """What the gold says, and where it stands."""
    marks: str
    """The marks to choose from."""
    mark: str = ""
    why: str = ""


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """Write a sheet. Raises GoldError where one is there already: it may hold marks."""
    if path.exists():
        raise GoldError(f"{path} is there already, perhaps with somebody's marks; name another")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(Row))
        for row in rows:
            writer.writerow(map(as_text, asdict(row).values()))


def count_marks(paths: Sequence[Path]) -> dict[str, Counter[str]]:
    """Return, by kind, how often each mark was given; rows without a mark count as "".

    Raises GoldError where a sheet cannot be read, or holds a mark that its row does not offer.
    """
    counts: dict[str, Counter[str]] = {}
    for path in paths:
        for number, row in enumerate(_read(path), start=2):
            mark = row["mark"].lower()
            offered = row["marks"].split(", ")
            if mark and mark not in offered:
                raise GoldError(f"{path}, row {number}: {mark!r} is none of {row['marks']}")
            given = counts.setdefault(row["kind"], Counter(dict.fromkeys(offered, 0)))
            given[mark] += 1
    return counts


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GoldError(f"{path}: cannot be read as a CSV sheet: {error}") from error
    wanted = {"kind", "marks", "mark"}
    if not rows or not wanted <= rows[0].keys():
        raise GoldError(f"{path}: no sheet that `eval sheet` or `eval denials` wrote")
    return [{name: as_written(row[name] or "") for name in wanted} for row in rows]


def mark_blocks(counts: Mapping[str, Counter[str]]) -> Blocks:
    """Show the marks by kind and overall, the first of them as a share with its interval."""
    total = sum(counts.values(), Counter[str]())
    marks = list(dict.fromkeys(mark for given in counts.values() for mark in given if mark))
    rows = [
        (kind, *(str(given[mark]) for mark in marks), str(given[""]))
        for kind, given in [*counts.items(), ("all", total)]
    ]
    marked = total.total() - total[""]
    blocks: list[Line | Table] = [Table(("kind", *marks, "not marked"), rows)]
    if marked:
        first = marks[0]
        ends = interval(wilson_interval(total[first], marked))
        share = f"{total[first]} of {marked} marked {first} (95 % interval {ends})"
        blocks.append(Line(share))
    return blocks


def show_quotes(citations: Sequence[Mapping[str, Any]]) -> str:
    """Show citations, as the answer contract has them, each with its place."""
    return "\n\n".join(
        f"[{cited['number']}] {cited['paper']['file']}{_place(cited)} ({cited['standing']}): "
        f"{cited['quote']}"
        for cited in citations
    )


def show_found(hits: Sequence[Mapping[str, Any]], count: int = 5, words: int = 40) -> str:
    """Show how the first `count` hits, as the contract has them, begin: `words` of each."""
    return "\n\n".join(
        f"{hit['rank']}. {hit['file']}{_place(hit)}: {' '.join(hit['text'].split()[:words])}"
        for hit in hits[:count]
    )


def _place(cited: Mapping[str, Any]) -> str:
    page = cited["page"]
    place = name_place(cited["lines"], page["first"] and (page["first"], page["last"]))
    return f", {place}" if place else ""
